"""A cross-check group: who belongs to it, its rounds with how they were drawn, and who judges each item."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import N_, _, ngettext, pgettext
from inspector.quick_dataclass import dataclass
from inspector.services.reviews.views import GroupView, RoundItem, RoundView
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import Chip, chip_width, note_chip, paint_chip
from inspector.ui.kit.columns import COLUMN_ROLE, ROW_ROLE, Column, ColumnsTable, RowsModel
from inspector.ui.kit.fields import ComboField
from inspector.ui.kit.meaning import GRADES, STATUSES, Look, grade_name, status_name
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.table import AnyIndex, RowDelegate
from inspector.ui.kit.text import ElidedLabel, Text

COLUMNS = (
    Column("number", N_("Number"), 128, strong=True, sortable=False),
    Column("title", N_("Description"), 130, stretch=3, loud=True, sortable=False),
    Column("grade", N_("Grade"), 60, sortable=False),
    Column("customer", N_("Customer"), 110, stretch=2, sortable=False, drop=2),
    Column("status", N_("Status"), 60, sortable=False),
    Column("assignee", N_("Judged by"), 76, sortable=False),
    Column("second", N_("Blind second"), 84, sortable=False),
    Column("state", N_("Agreement"), 76, sortable=False),
)
ABREAST = 4
"""Facts of a round beside each other."""
STATES = {
    "alike": Look(N_("Alike"), "", "green"),
    "differs": Look(N_("Differ"), "", "orange"),
    "waits": Look(N_("Waits"), "", "plain"),
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of a round as a row of the table."""

    item: RoundItem

    @property
    def id(self) -> str:
        """Id of the hazard."""
        return self.item.hazard

    @property
    def state(self) -> str:
        """Key of `STATES`, "" where nobody judges twice."""
        if not self.item.second:
            return ""
        if not self.item.judged_second:
            return "waits"
        return "differs" if self.item.disagrees else "alike"

    @property
    def cells(self) -> Mapping[str, str]:
        """Texts by column key."""
        item = self.item
        return {
            "number": item.number,
            "title": item.title,
            "grade": grade_name(item.grade),
            "customer": item.customer,
            "status": status_name(status_of(item)),
            "assignee": item.assignee_name or "-",
            "second": item.second_name or "-",
            "state": _(STATES[self.state].word) if self.state else "",
        }


def status_of(item: RoundItem) -> str:
    """Key of the status as chips know it."""
    return item.status if item.status in STATUSES else "rectifying"


class ItemTable(ColumnsTable):
    """A click chooses a row, a double click or Enter opens it."""

    @override
    def _connect_rows(self) -> None:
        super()._connect_rows()
        self.clicked.disconnect(self._on_clicked)
        self.doubleClicked.connect(self._on_clicked)


class _ItemDelegate(RowDelegate):
    """Chips for grade, status and agreement."""

    @override
    def paint_content(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        row, key = index.data(ROW_ROLE), index.data(COLUMN_ROLE)
        words = str(index.data() or "")
        looks = (
            {
                "grade": GRADES[row.item.grade],
                "status": STATUSES[status_of(row.item)],
                "state": STATES.get(row.state),
            }
            if isinstance(row, ItemRow)
            else {}
        )
        look = looks.get(str(key))
        if look is not None and words:
            paint_chip(painter, rect.left(), rect.center().y(), words, look)
        else:
            super().paint_content(painter, rect, index)


class GroupPanel(QWidget):
    """Shows a group and one of its rounds; leads change the group, draw, give out and assign."""

    change_requested = Signal()
    switch_requested = Signal()
    draw_requested = Signal()
    spread_requested = Signal()
    assign_requested = Signal(str)
    """Id of the hazard whose reviewers are to be named."""
    item_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rounds: tuple[RoundView, ...] = ()
        self._lead = False
        self._active = True
        self.wanted = ""
        """Id of the round that is to show when the rounds come."""
        self.name = ElidedLabel("", "block")
        self.members = Text("", "body", "text-2", wrap=True)
        self.change_button = Button(_("Change group"), icon="pencil", key="F2")
        self.switch_button = Button(_("Put out of use"))
        self.draw_button = Button(_("Draw a sample"), Kind.PRIMARY, icon="shuffle", key="Ctrl Enter")
        self.rounds = ComboField(_("Round"))
        self.spread_button = Button(_("Give out evenly"), icon="users", key="Ctrl E")
        self.assign_button = Button(_("Assign"), key="Enter")
        self.open_button = Button(_("Open review"), key="Ctrl O")
        self.model = RowsModel(COLUMNS, self)
        self.table = ItemTable(_("Items of the round"), self.model)
        self.table.setItemDelegate(_ItemDelegate(self.table))
        self.table.contents = _contents()
        self.none_drawn = Text(_("No sample was drawn for this group yet."), "body", "text-2", wrap=True)
        self._facts = QGridLayout()
        self._chip: Chip | None = None
        self._build()
        self._connect()

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name, 1)
        for button in (self.change_button, self.switch_button, self.draw_button):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.members)
        column.addWidget(self.none_drawn)
        column.addWidget(self._build_round(), 1)
        column.addStretch(0)

    def _build_round(self) -> Card:
        self.card = Card(flush=True)
        bar = QHBoxLayout()
        bar.setContentsMargins(15, 10, 15, 8)
        bar.setSpacing(8)
        self.rounds.setMinimumWidth(180)
        self.rounds.setMaximumWidth(340)
        bar.addWidget(self.rounds, 1000)
        bar.addStretch(1)
        for button in (self.open_button, self.assign_button, self.spread_button):
            bar.addWidget(button)
        facts = QHBoxLayout()
        facts.setContentsMargins(15, 0, 15, 10)
        self._facts.setHorizontalSpacing(24)
        self._facts.setVerticalSpacing(2)
        facts.addLayout(self._facts)
        facts.addStretch(1)
        self.card.body.addLayout(bar)
        self.card.body.addLayout(facts)
        self.card.body.addWidget(self.table, 1)
        return self.card

    def _connect(self) -> None:
        self.change_button.clicked.connect(self.change_requested)
        self.switch_button.clicked.connect(self.switch_requested)
        self.draw_button.clicked.connect(self.draw_requested)
        self.spread_button.clicked.connect(self.spread_requested)
        self.assign_button.clicked.connect(self._assign)
        self.open_button.clicked.connect(self._open)
        self.rounds.value_committed.connect(self._show_round)
        self.table.row_opened.connect(lambda _row: self._assign())
        page_keys(self, {"Ctrl+O": self._open})

    # showing --------------------------------------------------------------------------------------------------------

    @property
    def round(self) -> RoundView | None:
        """The round that shows."""
        return next((one for one in self._rounds if one.id == self.rounds.value()), None)

    def show_group(self, group: GroupView, *, lead: bool) -> None:
        """Show a group; its rounds come by `show_rounds`."""
        self._lead, self._active = lead, group.active
        self.name.setText(group.name if group.active else _("{group} (not in use)").format(group=group.name))
        chair = next((name for person, name in group.members if person == group.chair), "")
        words = _("; ").join(name for _person, name in group.members)
        self.members.setText(f"{words} · " + _("led by {name}").format(name=chair) if chair else words)
        self.change_button.setEnabled(lead)
        self.switch_button.setEnabled(lead)
        self.switch_button.set_label(_("Put out of use") if group.active else _("Use again"))
        self.draw_button.setEnabled(lead and group.active)

    def show_rounds(self, rounds: Sequence[RoundView]) -> None:
        """Show the rounds of the group, the newest or the wanted one chosen."""
        before = self.wanted or self.rounds.value()
        self.wanted = ""
        self._rounds = tuple(rounds)
        self.rounds.set_options([(one.id, round_words(one)) for one in rounds])
        known = [one.id for one in rounds]
        chosen = before if before in known else (known[0] if known else "")
        self.rounds.set_value(chosen)
        self.card.setVisible(bool(rounds))
        self.none_drawn.setVisible(not rounds)
        self._show_round(chosen)

    def _show_round(self, _id: str) -> None:
        shown = self.round
        row = self.table.currentIndex().row()
        self.model.set_rows([ItemRow(item) for item in shown.items] if shown is not None else [])
        if shown is not None and shown.items:
            self.table.choose(min(max(0, row), len(shown.items) - 1))
            self._show_facts(shown)
        able = self._lead and shown is not None
        self.spread_button.setEnabled(able)
        self.assign_button.setEnabled(able)
        self.open_button.setEnabled(shown is not None)

    def _show_facts(self, shown: RoundView) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        facts = [
            (pgettext("round", "Drawn"), f"{shown.drawn_on.isoformat()} · {shown.drawn_by}"),
            (pgettext("round", "Share"), _("{share} %, {drawn} of {total}").format(
                share=f"{shown.share:g}", drawn=len(shown.items), total=shown.population)),
            (pgettext("round", "Seed"), shown.seed),
        ]  # fmt: skip
        if shown.strata:
            parts = [f"{grade_name(grade)} {drawn}/{total}" for grade, drawn, total in shown.strata]
            facts.append((_("By grade"), " · ".join(parts)))
        if shown.closed_from is not None:
            facts.append((pgettext("round", "Closed ones since"), shown.closed_from.isoformat()))
        for index, (name, value) in enumerate(facts):
            label = Text(value, "body_medium")
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line, column = divmod(index, ABREAST)
            self._facts.addWidget(Text(name, "hint", "text-2"), 2 * line, column)
            self._facts.addWidget(label, 2 * line + 1, column)
        words = _("Can be drawn again") if shown.reproduced else _("Not what the seed draws")
        chip = note_chip(words, "green" if shown.reproduced else "red")
        self._facts.addWidget(chip, 2 * (len(facts) // ABREAST) + 1, len(facts) % ABREAST)

    # what a person does ---------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """Go to the items of the round."""
        (self.table if self.card.isVisible() else self.draw_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> str:
        row = self.model.row(self.table.currentIndex().row())
        return row.id if isinstance(row, ItemRow) else ""

    def _assign(self) -> None:
        if self._chosen():
            self.assign_requested.emit(self._chosen())

    def _open(self) -> None:
        if self._chosen():
            self.item_opened.emit(self._chosen())


def round_words(shown: RoundView) -> str:
    """A round in the list of rounds."""
    count = len(shown.items)
    items = ngettext("{count} item", "{count} items", count).format(count=count)
    return f"{shown.number} · {shown.drawn_on.isoformat()} · {items}"


def _contents() -> dict[str, float]:
    """Widths of the widest chips in the language in use."""
    return {
        "grade": max(chip_width(_(look.word), look.icon) for look in GRADES.values()),
        "status": max(chip_width(_(look.word)) for look in STATUSES.values()),
        "state": max(chip_width(_(look.word)) for look in STATES.values()),
    }
