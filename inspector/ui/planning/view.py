"""What stands on the page of the calendar, and how a board is shown there; `page` asks and acts."""

from datetime import date, timedelta

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _, language, pgettext
from inspector.services.planning.board import Board, Waiting
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.fields import ComboField
from inspector.ui.kit.marks import Rule
from inspector.ui.kit.progress import KeyHints
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.page import Context, Page
from inspector.ui.planning.detail import VisitDetail
from inspector.ui.planning.grid import CalendarGrid
from inspector.ui.planning.layout import WEEK
from inspector.ui.planning.load import LoadHead, LoadList
from inspector.ui.planning.tray import FILTERS, Tray, passes

TRAY = 292
BOTTOM = 216
HEAD = 36
TEAM = "team:"
RULE = "line2"


class PlanningView(Page):
    """Head, tray, calendar, load and the current visit."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view = Segmented(
            _("View"),
            (
                Option("week", pgettext("span of a calendar", "Week")),
                Option("month", pgettext("span of a calendar", "Month")),
            ),
        )
        self.view.set_value("week")
        self.back = IconButton("chevron-left", _("Back"), key="Esc")
        self.earlier = IconButton("chevron-left", _("Earlier"), key="PgUp", bordered=True)
        self.later = IconButton("chevron-right", _("Later"), key="PgDn", bordered=True)
        self.today_button = Button(_("Today"), key="Ctrl T")
        self.title = Text("", "block")
        self.who = ComboField(_("Visits of"))
        self.export_button = Button(_("Export calendar"), icon="download", key="Ctrl E")
        self.plan_button = Button(_("Plan visits"), Kind.PRIMARY, icon="calendar-plus", key="Ctrl Enter")
        self.tray = Tray()
        self._waiting: tuple[Waiting, ...] = ()
        self.grid = CalendarGrid()
        self.loads = LoadList()
        self.detail = VisitDetail()
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.back, self.view, self.earlier, self.today_button, self.later, self.title):
            head.addWidget(widget)
        head.addStretch(1)
        self.who.setFixedWidth(180)
        head.addWidget(self.who)
        head.addWidget(self.export_button)
        head.addWidget(self.plan_button)
        calendar = Card(flush=True)
        calendar.body.addWidget(self.grid)
        self._bottom = QWidget()
        bottom = QHBoxLayout(self._bottom)
        bottom.setContentsMargins(0, 0, 0, 0)
        bottom.setSpacing(12)
        bottom.addWidget(self._load_card(), 100)
        bottom.addWidget(self.detail, 110)
        self._bottom.setFixedHeight(BOTTOM)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(calendar, 1)
        right.addWidget(self._bottom)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._tray_card())
        middle.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(middle, 1)

    def _tray_card(self) -> Card:
        card = Card(_("Waiting for a day"), flush=True)
        card.setFixedWidth(TRAY)
        card.head.setContentsMargins(15, 4, 6, 4)
        card.head.addStrut(HEAD)
        self._count = Text("", "body", "text-2")
        card.head.insertWidget(1, self._count)
        self.put_button = Button(_("Plan"), Kind.LINK)
        self.put_button.setToolTip(_("Put the chosen customers on days of a week"))
        card.head.addWidget(self.put_button)
        self._nobody = Text(_("Nobody waits who is not planned."), "body", "text-2", wrap=True)
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nobody.setContentsMargins(16, 16, 16, 16)
        hints = KeyHints([("Ctrl A", pgettext("rows", "all")), ("Ctrl X", _("take")), ("Ctrl V", _("put on day"))])
        line = QHBoxLayout()
        line.setContentsMargins(12, 6, 12, 6)
        line.addWidget(hints)
        line.addStretch(1)
        self.narrow = ComboField(_("Who waits"), [(key, _(words)) for key, words in FILTERS.items()])
        self.narrow.value_edited.connect(lambda _value: self._show_tray())
        above = QHBoxLayout()
        above.setContentsMargins(12, 8, 12, 8)
        above.addWidget(self.narrow)
        card.body.addWidget(Rule(token=RULE))
        card.body.addLayout(above)
        card.body.addWidget(Rule(token=RULE))
        card.body.addWidget(self._nobody)
        card.body.addWidget(Scroller(self.tray), 1)
        card.body.addWidget(Rule(token=RULE))
        card.body.addLayout(line)
        return card

    def _load_card(self) -> Card:
        card = Card(_("Load of the inspectors"), flush=True)
        self._limit = Text("", "hint", "text-2")
        card.head.setContentsMargins(15, 6, 15, 6)
        card.head.addWidget(self._limit)
        self._load_head = LoadHead()
        card.body.addWidget(self._load_head)
        card.body.addWidget(Scroller(self.loads), 1)
        return card

    @property
    def month(self) -> bool:
        """Whether a month shows."""
        return self.view.value() == "month"

    @property
    def person(self) -> str:
        """Whose visits show, "" for everybody's or a team's."""
        who = self.who.value()
        return "" if who.startswith(TEAM) else who

    @property
    def team(self) -> str:
        """The team whose visits show."""
        who = self.who.value()
        return who.removeprefix(TEAM) if who.startswith(TEAM) else ""

    def show_board(self, board: Board, day: date) -> None:
        """Show another span; `day` is one of it."""
        self._bottom.setVisible(not self.month)
        self.title.setText(_span_name(board, day, month=self.month))
        self._show_people(board)
        self._waiting = board.tray
        self._show_tray()
        self.loads.show_board(board)
        self._load_head.show_board(board)
        self._limit.setText(_("at most {limit} a day").format(limit=board.limit))
        self.grid.show_board(board, month=self.month)

    def _show_tray(self) -> None:
        """The rows that the choice above the tray leaves."""
        rows = tuple(row for row in self._waiting if passes(row, self.narrow.value()))
        self.tray.show_items(rows)
        self._count.setText(str(len(rows)) if rows else "")
        self._nobody.setVisible(not rows)
        self.tray.choice_changed.emit()

    def _show_people(self, board: Board) -> None:
        me = next((load for load in board.loads if load.person == board.me), None)
        teams = sorted({load.team for load in board.loads if load.team and (me is None or load.team != me.team)})
        own = [(me.person, _("My visits")), (f"{TEAM}{me.team}", _("My team"))] if me is not None else []
        options = [("", _("All inspectors")), *own, *((f"{TEAM}{team}", team) for team in teams)]
        people = sorted(board.loads, key=lambda load: (load.team, load.name))
        kept = self.who.value()
        others = [(load.person, load.name) for load in people if load.person != board.me]
        self.who.set_options([option for option in [*options, *others] if option[0] != TEAM])
        self.who.set_value(kept if kept in {load.person for load in people} or kept.startswith(TEAM) else "")


def _span_name(board: Board, day: date, *, month: bool) -> str:
    """The span that shows: a month with its year, or the first and last day of a week."""
    if month:
        chinese = language().startswith("zh")
        form = QLocale.FormatType.ShortFormat if chinese else QLocale.FormatType.LongFormat  # 11月, not 十一月
        name = QLocale(language()).standaloneMonthName(day.month, form)
        return _("{month} {year}").format(month=name, year=day.year)
    last = board.first + timedelta(days=WEEK - 1)
    return f"{board.first.isoformat()} – {last:%m-%d}"
