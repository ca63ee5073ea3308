"""判据: all rows of the criteria, searched and filtered, and what is decided about them; all of it can be undone."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import N_, _
from inspector.services.judgement import rules
from inspector.services.judgement.listing import rows_with
from inspector.services.judgement.views import CriteriaList, CriterionRow
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import FilterChip
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.settings.criteria_detail import WIDTH, CriterionDetail
from inspector.ui.settings.criteria_dialogs import ConfirmRowDialog, SwitchOffDialog, row_question
from inspector.ui.settings.criteria_table import CriteriaTable
from inspector.ui.settings.section import choice

Test = Callable[[CriterionRow], bool]
FILTERS: Final[dict[str, tuple[str, Test]]] = {
    "unconfirmed": (N_("Not confirmed"), lambda row: not row.may_fail),
    "conflicts": (N_("Sources disagree"), lambda row: bool(row.group)),
    "off": (N_("Switched off"), lambda row: not row.judges),
    "confirmed": (N_("Confirmed here"), lambda row: bool(row.confirmed)),
    "open": (N_("To be looked at"), lambda row: row.outdated or bool(row.open)),
}
"""Filter -> label and test; those that are on add up."""
SECTIONS: Final = (
    ("", N_("All")),
    ("limit", N_("Limits")),
    ("cycle", N_("Cycles")),
    ("deadline", N_("Deadlines")),
    ("check", N_("Checklist points")),
)
LEAST_HEIGHT: Final = 340


class CriteriaRows(QWidget):
    """The list with its detail. `decided()` after something was decided: the owner fetches anew."""

    decided = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._known = CriteriaList((), (), may_rule=False)
        self.search = TextField(_("Search"), placeholder=_("Quantity, limit, standard, clause…"))
        self.search.setFixedWidth(260)
        self.section = choice(_("Section"), [(key, _(label)) for key, label in SECTIONS], "")
        self.chips = {key: FilterChip(_(label)) for key, (label, _test) in FILTERS.items()}
        self.count = Text("", "body", "text-2")
        self.table = CriteriaTable()
        self.detail = CriterionDetail()
        self._build()
        self._connect()

    def _build(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.search)
        first.addWidget(self.section)
        first.addStretch(1)
        first.addWidget(self.count)
        second = QHBoxLayout()
        second.setSpacing(8)
        for chip in self.chips.values():
            second.addWidget(chip)
        second.addStretch(1)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        card.setMinimumHeight(LEAST_HEIGHT)
        side = Scroller(self.detail)
        side.setFixedWidth(WIDTH)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(card, 1)
        body.addWidget(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(first)
        layout.addLayout(second)
        layout.addLayout(body, 1)

    def _connect(self) -> None:
        self.search.value_edited.connect(lambda _text: self._refresh())
        self.section.value_chosen.connect(lambda _value: self._refresh())
        for chip in self.chips.values():
            chip.clicked.connect(lambda chip=chip: self._on_chip(chip))
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _row: self._on_confirm())
        self.detail.confirm_requested.connect(self._on_confirm)
        self.detail.unconfirm_requested.connect(self._on_unconfirm)
        self.detail.switch_requested.connect(self._on_switch)
        self.detail.variant_requested.connect(self._on_variant)

    # showing --------------------------------------------------------------------------------------------------------

    def show_list(self, found: CriteriaList, wanted: str = "") -> None:
        """Show what was fetched; `wanted` (an id) becomes current."""
        self._known = found
        self._refresh(wanted)

    def _refresh(self, wanted: str = "") -> None:
        section = self.section.value()
        rows = rows_with(self._known.rows, self.search.value())
        rows = tuple(row for row in rows if section in ("", row.section))
        for key, chip in self.chips.items():
            chip.set_count(sum(FILTERS[key][1](row) for row in rows))
        chip = self.chips["open"]
        chip.setVisible(chip.on or any(FILTERS["open"][1](row) for row in self._known.rows))
        tests = [FILTERS[key][1] for key, one in self.chips.items() if one.on]
        shown = [row for row in rows if all(test(row) for test in tests)]
        self.count.setText(_("{count} of {all}").format(count=len(shown), all=len(self._known.rows)))
        self.table.show_rows(shown, wanted)

    def _on_chip(self, chip: FilterChip) -> None:
        chip.set_on(not chip.on)
        self._refresh()

    def _on_chosen(self, row: CriterionRow | None) -> None:
        self.detail.show_row(row, self._known.groups, may_rule=self._known.may_rule)

    # deciding -------------------------------------------------------------------------------------------------------

    def _on_confirm(self) -> None:
        row = self.table.current()
        if row is None or not self.detail.confirm.isVisible() or not self._known.may_rule:
            return
        dialog = ConfirmRowDialog(self, row.name, row_question(row))
        dialog.source_given.connect(lambda seen: self._confirm(row, seen))
        dialog.open()

    def _confirm(self, row: CriterionRow, seen: str) -> None:
        self._run(
            lambda workspace: rules.confirm_rows(workspace, [row.id], seen),
            _("Confirmed: {name}").format(name=row.name),
            lambda workspace: rules.unconfirm_rows(workspace, [row.id]),
        )

    def _on_unconfirm(self) -> None:
        row = self.table.current()
        if row is None:
            return
        seen = row.confirmed[0].seen if row.confirmed else ""
        undo = None if row.outdated else lambda workspace: rules.confirm_rows(workspace, [row.id], seen or "—")
        self._run(
            lambda workspace: rules.unconfirm_rows(workspace, [row.id]),
            _("No longer confirmed: {name}").format(name=row.name),
            undo,
        )

    def _on_switch(self, enabled: bool | None) -> None:
        row = self.table.current()
        if row is None:
            return
        if enabled is False and row.may_fail:
            dialog = SwitchOffDialog(self, row.name)
            dialog.reason_given.connect(lambda reason: self._switch(row, enabled, reason))
            dialog.open()
        else:
            self._switch(row, enabled)

    def _switch(self, row: CriterionRow, enabled: bool | None, reason: str = "") -> None:
        before, why = row.judges if row.switched else None, (row.off.seen if row.off else "") or "—"
        words = {True: _("Switched on: {name}"), False: _("Switched off: {name}"), None: _("As in the pack: {name}")}
        self._run(
            lambda workspace: rules.switch_rows(workspace, [row.id], enabled=enabled, reason=reason),
            words[enabled].format(name=row.name),
            lambda workspace: rules.switch_rows(workspace, [row.id], enabled=before, reason=why),
        )

    def _on_variant(self, group: str, row: str) -> None:
        found = next((one for one in self._known.groups if one.id == group), None)
        if found is None:
            return
        before, limit = found.chosen, next((one.limit for one in found.rows if one.id == row), "")
        words = _("{name}: {limit} counts") if row else _("As in the pack: {name}")
        self._run(
            lambda workspace: rules.choose_variant(workspace, group, row),
            words.format(name=found.name, limit=limit),
            lambda workspace: rules.choose_variant(workspace, group, before),
        )

    def _run(self, act: Callable[[Any], object], said: str, undo: Callable[[Any], object] | None) -> None:
        """Do it, say it, and offer the way back."""
        workspace, context = self._context.workspace, self._context

        def done(_changed: object) -> None:
            self.decided.emit()
            if undo is None:
                context.messages.success(said)
                return
            context.messages.success(said, _("Undo"), back)

        def back() -> None:
            context.tasks.run(lambda: undo(workspace) if undo else None, lambda _done: self.decided.emit(), owner=self)

        context.tasks.run(lambda: act(workspace), done, owner=self)
