"""排入计划: puts the chosen customers on the days of a week, with one occasion and the same inspectors."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext
from inspector.services.due.views import Due
from inspector.services.planning import PlanningChoices, VisitPlan
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.progress import KeyHints
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.visit.customer_picker import CustomerPicker
from inspector.ui.visit.inspectors import InspectorFields
from inspector.ui.visit.new_visit import kind_field, note_field
from inspector.ui.visit.occasions import chosen
from inspector.ui.visit.week_board import WeekBoard, WeekHead, proposed_days

WIDTH = 1040
BOARD, LEAST_BOARD = 244, 88
"""Height of the board, and the least that is left of it in a low window."""
MARGIN = 16


class PlanDialog(Dialog):
    """`planned(tuple of VisitPlan)` when the person agrees."""

    planned = Signal(object)

    def __init__(self, parent: QWidget, context: Context, rows: Sequence[Due], choices: PlanningChoices) -> None:
        super().__init__(parent, _("Plan visits"), accept=_("Plan"), width=min(WIDTH, parent.window().width() - 64))
        self._choices = choices
        self._room = BOARD
        self.head = WeekHead()
        self.board = WeekBoard()
        self.board.start(rows, choices.today, choices.planned)
        self.picker = CustomerPicker(context, _("Add a customer"), keep=False)
        self.kind = kind_field()
        self.inspectors = InspectorFields(choices.persons)
        self.inspectors.set_people(choices.usual)
        self.note = note_field()
        self._missing = Text("", "hint", "red-text")
        self.already = Text("", "hint", "orange-text", wrap=True)
        """Who has a visit planned already."""
        self.body.addLayout(self._week())
        fields = QHBoxLayout()
        fields.setSpacing(12)
        fields.addWidget(self.kind, 1, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.inspectors, 3)
        self.body.addLayout(fields)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.note, 1, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.picker, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(below)
        self.body.addWidget(self.already)
        self.body.addWidget(self._missing)
        self._connect_parts()
        self._on_changed()

    def _week(self) -> QVBoxLayout:
        self._earlier = IconButton("chevron-left", _("Week before"), key="PgUp", size=32)
        self._later = IconButton("chevron-right", _("Week after"), key="PgDn", size=32)
        hints = [("←|→", _("other day")), ("Space", _("leave out")), ("PgUp|PgDn", _("other week"))]
        tools = QHBoxLayout()
        tools.addWidget(KeyHints(hints))
        tools.addStretch(1)
        tools.addWidget(self._earlier)
        tools.addWidget(self._later)
        self._scroller = Scroller(self.board)
        self._scroller.setFixedHeight(BOARD)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(tools)
        column.addSpacing(6)
        column.addWidget(self.head)
        column.addWidget(self._scroller)
        return column

    def _connect_parts(self) -> None:
        self._earlier.clicked.connect(lambda: self.board.turn(-1))
        self._later.clicked.connect(lambda: self.board.turn(1))
        self.board.changed.connect(self._on_changed)
        self.picker.picked.connect(self._on_picked)
        self.picker.choices_shown.connect(self._on_choices_shown)
        self.accepted.connect(self._on_accepted)

    @override
    def first_focus(self) -> QWidget:
        return self.board if self.board.items else self.picker.field.editor

    def _on_picked(self, row: Due) -> None:
        counts = self._counts()
        self.board.add(row, proposed_days(1, self._choices.today, counts)[0])

    def _on_choices_shown(self, shown: bool) -> None:
        """The board makes room for what was found, so that the dialog keeps its height."""
        self._room = BOARD - self.picker.choices.height() - 4 if shown else BOARD
        self._fit_board()

    def _fit_board(self) -> None:
        """Let the board scroll in the room that the window leaves it beside fields, errors and buttons."""
        panel = self._scroller.parentWidget()
        others = (panel.sizeHint().height() if panel is not None else 0) - self._scroller.height()
        self._scroller.setFixedHeight(max(LEAST_BOARD, min(self._room, self.height() - 2 * MARGIN - others)))

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit_board()
        return super().event(event)

    def _counts(self) -> dict[date, int]:
        counts = dict(self._choices.planned)
        for _row, day in self.board.planned():
            counts[day] = counts.get(day, 0) + 1
        return counts

    def _on_changed(self) -> None:
        self.head.show_week(self.board.first, self._choices.today, self._counts())
        self._earlier.setEnabled(self.board.first > self._choices.today)
        count = len(self.board.planned())
        self.accept_button.set_label(ngettext("Plan {count} visit", "Plan {count} visits", count).format(count=count))
        self._missing.setText("")
        names = [f"{row.name} ({row.planned.isoformat()})" for row, _day in self.board.planned() if row.planned]
        self.already.setText(_("Planned already: {names}").format(names=", ".join(names)) if names else "")
        self.already.setVisible(bool(names))

    @override
    def complaint(self) -> bool:
        empty = not self.board.planned()
        self._missing.setText(_("Put at least one customer on a day.") if empty else "")
        people = self.inspectors.complaint()
        return empty or people

    def _on_accepted(self) -> None:
        people, (kind, occasion) = self.inspectors.people(), chosen(self.kind.value())
        rows = self.board.planned()
        told = {"occasion": occasion, "note": self.note.value().strip()}
        self.planned.emit(tuple(VisitPlan(row.account, people, day, kind, **told) for row, day in rows))
