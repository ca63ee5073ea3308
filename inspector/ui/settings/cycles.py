"""The inspection cycles: each rule with its months, where it comes from, and whether it counts in this workspace."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.inspection import MOST_MONTHS
from inspector.i18n import N_, _
from inspector.quick_dataclass import dataclass
from inspector.services.due.views import CycleRow
from inspector.services.preferences.choosing import Chosen, choose, may_choose
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.settings.company_note import CompanyNote
from inspector.ui.settings.option_card import tell_change
from inspector.ui.settings.section import Section

SWITCH = (("on", N_("On")), ("off", N_("Off")))
MONTHS_WIDTH = 108
CARD_WIDTH = 860


@dataclass(frozen=True, slots=True)
class RuleRow:
    """The fields of one rule."""

    months: TextField
    switch: Segmented
    shipped: Text
    back: Button


class CyclesSection(Section):
    """Everything acts at once. An empty field of months means as needed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._known: dict[str, CycleRow] = {}
        self._allowed = True
        self.rows: dict[str, RuleRow] = {}
        card = Card(_("Inspection cycles"), hint=_("months between two inspections; the shortest that applies decides"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(14)
        self._grid.setColumnStretch(0, 1)
        card.body.addLayout(self._grid)
        card.setMaximumWidth(CARD_WIDTH)
        hint = Text(
            _(
                "A customer's own cycle, set in its register entry, goes before these rules. Special inspections do not"
                " count as periodic ones. Confirm the sources with the rules of your company."
            ),
            "hint",
            "text-2",
            wrap=True,
        )
        hint.setMaximumWidth(CARD_WIDTH)
        self.note = CompanyNote(context)
        self.column.addWidget(self.note)
        self.column.addWidget(card)
        self.column.addWidget(hint)
        self.column.addStretch(1)

    @override
    def activated(self) -> None:
        self.note.fetch()
        self._fetch()

    def _fetch(self) -> None:
        workspace = self.context.workspace
        self.context.tasks.run(
            lambda: (services.cycle_rows(workspace), may_choose(workspace)), self._on_fetched, owner=self
        )

    def _on_fetched(self, found: tuple[tuple[CycleRow, ...], bool]) -> None:
        first = not self.rows
        rows, self._allowed = found
        for row in rows:
            if row.id not in self.rows:
                self._add(row)
            if self._known.get(row.id) != row:
                self._show(row)
            for widget in (self.rows[row.id].months, self.rows[row.id].switch, self.rows[row.id].back):
                widget.setEnabled(self._allowed)
        if self.rows and (first or self.wanted):
            self.take_focus(next(iter(self.rows.values())).months)

    def _add(self, row: CycleRow) -> None:
        months = TextField(row.name, placeholder=_("as needed"))
        months.setFixedWidth(MONTHS_WIDTH)
        switch = Segmented(row.name, [Option(key, _(label)) for key, label in SWITCH])
        shipped = Text("", "hint", "text-2")
        shipped.setFixedHeight(36)
        made = RuleRow(months, switch, shipped, Button(_("Back to default"), Kind.LINK))
        self.rows[row.id] = made
        self.targets[f"cycle.{row.id}"] = months
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(row.name, "body_medium"))
        words.addWidget(Text(row.source, "hint", "text-2", wrap=True))
        line = self._grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addLayout(words, line, 0)
        for column, widget in enumerate((months, switch, made.shipped, made.back), start=1):
            self._grid.addWidget(widget, line, column, top)
        self._connect_row(row.id, made)

    def _connect_row(self, rule: str, made: RuleRow) -> None:
        made.months.value_committed.connect(lambda value: self._on_months(rule, value))
        made.switch.value_chosen.connect(lambda value: self._on_switched(rule, value == "on"))
        made.back.clicked.connect(lambda: self._save(rule, self._known[rule].shipped_months, enabled=True))

    def _show(self, row: CycleRow) -> None:
        made = self.rows[row.id]
        self._known[row.id] = row
        made.months.set_value("" if row.months is None else str(row.months))
        made.months.set_error("")
        made.switch.set_value("on" if row.enabled else "off")
        shipped = _("as needed") if row.shipped_months is None else str(row.shipped_months)
        made.shipped.setText(_("default: {months}").format(months=shipped))
        made.back.setVisible(row.changed)

    def _on_months(self, rule: str, text: str) -> None:
        words = text.strip()
        right = not words or (words.isascii() and words.isdigit() and 1 <= int(words) <= MOST_MONTHS)
        self.rows[rule].months.set_error("" if right else _("1 to {most}").format(most=MOST_MONTHS))
        if right:
            self._save(rule, int(words) if words else None, enabled=self._known[rule].enabled)

    def _on_switched(self, rule: str, on: bool) -> None:
        self._save(rule, self._known[rule].months, enabled=on)

    def _save(self, rule: str, months: int | None, *, enabled: bool) -> None:
        workspace = self.context.workspace
        self.context.tasks.run(
            lambda: choose(workspace, {f"cycle.{rule}": {"months": months, "on": enabled}}), self._on_done, owner=self
        )

    def _on_done(self, done: Chosen) -> None:
        tell_change(self.context, done, self._fetch)
        self._fetch()
