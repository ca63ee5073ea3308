"""A row of the criteria in full, with what can be decided about it; and its variants, where sources disagree."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import N_, _, pgettext
from inspector.services.judgement.views import CriterionRow, VariantGroup
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import Chip
from inspector.ui.kit.text import Text
from inspector.ui.settings.criteria_table import CONFIDENCES

WIDTH = 316
OPEN: Final = N_("Several people decided differently: decide under Synchronisation.")
LABEL = 76


class CriterionDetail(Card):
    """`confirm_requested`, `unconfirm_requested`, `switch_requested(bool | None)`, `variant_requested(group, row)`."""

    confirm_requested = Signal()
    unconfirm_requested = Signal()
    switch_requested = Signal(object)
    variant_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFixedWidth(WIDTH)
        self.row: CriterionRow | None = None
        self._chip = Chip("", CONFIDENCES["memory"])
        self.title = Text("", "card_title", wrap=True)
        self.facts = QGridLayout()
        self.said = Text("", "body", "text-2", wrap=True)
        self.warning = Text("", "body", "orange-text", wrap=True)
        self.variants = QVBoxLayout()
        self.confirm = Button(_("Confirm…"), Kind.PRIMARY, icon="badge-check", key="Enter")
        self.unconfirm = Button(_("Take the confirmation back"))
        self.switch = Button(_("Switch off"))
        self.usual = Button(_("Back to default"), Kind.LINK)
        self.empty = Text(_("Choose a row to see all of it."), "body", "text-2", wrap=True)
        self._build()
        self._connect()
        self.show_row(None, (), may_rule=False)

    def _build(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self._chip)
        line.addStretch(1)
        self.facts.setHorizontalSpacing(8)
        self.facts.setVerticalSpacing(4)
        self.facts.setColumnMinimumWidth(0, LABEL)
        self.facts.setColumnStretch(1, 1)
        self.variants.setSpacing(6)
        buttons = QVBoxLayout()
        buttons.setSpacing(8)
        for button in (self.confirm, self.unconfirm, self.switch, self.usual):
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            buttons.addLayout(row)
        for part in (self.empty, self.title):
            self.body.addWidget(part)
        self.body.addLayout(line)
        self.body.addLayout(self.facts)
        for part in (self.said, self.warning):
            self.body.addWidget(part)
        self.body.addLayout(self.variants)
        self.body.addLayout(buttons)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self.confirm.clicked.connect(self.confirm_requested)
        self.unconfirm.clicked.connect(self.unconfirm_requested)
        self.switch.clicked.connect(self._on_switch)
        self.usual.clicked.connect(lambda: self.switch_requested.emit(None))

    def _on_switch(self) -> None:
        if self.row is not None:
            self.switch_requested.emit(not self.row.judges)

    def show_row(self, row: CriterionRow | None, groups: Sequence[VariantGroup], *, may_rule: bool) -> None:
        """Show a row, or none."""
        self.row = row
        self.empty.setVisible(row is None)
        for part in (self.title, self._chip, self.said, self.warning):
            part.setVisible(row is not None)
        _clear(self.facts)
        _clear(self.variants)
        self._show_buttons(row, may_rule=may_rule)
        if row is None:
            return
        self.title.setText(row.name)
        look = CONFIDENCES[row.confidence]
        self._chip.set_look(_(look.word), look)
        self._show_facts(row)
        self._show_said(row)
        group = next((one for one in groups if one.id == row.group), None)
        if group is not None:
            self._show_variants(group, may_rule=may_rule)

    def _show_facts(self, row: CriterionRow) -> None:
        facts = (
            (_("Limit"), row.limit),
            (_("Applies to"), row.applies),
            (_("Basis"), row.basis),
            (_("Pack"), f"{row.pack_title} {_('(own)') if row.local else ''}".strip()),
            (_("Note"), row.note),
            (pgettext("criterion", "Row"), row.id),
        )
        for number, (label, words) in enumerate((label, words) for label, words in facts if words):
            self.facts.addWidget(Text(label, "hint", "text-2"), number, 0)
            self.facts.addWidget(Text(words, "body", wrap=True), number, 1)

    def _show_said(self, row: CriterionRow) -> None:
        lines = []
        for one in row.confirmed:
            day = one.on.isoformat() if one.on else ""
            words = _("{name} confirmed it on {date}: {source}")
            lines.append(words.format(name=one.name, date=day, source=one.seen or "—"))
        if row.off is not None:
            day = row.off.on.isoformat() if row.off.on else ""
            words = _("{name} switched it off on {date}: {reason}")
            lines.append(words.format(name=row.off.name, date=day, reason=row.off.seen or "—"))
        if not row.may_fail and not row.confirmed and row.section in ("limit", "cycle"):
            lines.append(_("Until it is confirmed, a value outside it is only called attention."))
        self.said.setText("\n".join(lines))
        self.said.setVisible(bool(lines))
        warnings = []
        if row.outdated:
            warnings.append(_("It says something else now than when it was confirmed. Compare it again."))
        if row.open:
            warnings.append(_(OPEN))
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))

    def _show_variants(self, group: VariantGroup, *, may_rule: bool) -> None:
        self.variants.addWidget(Text(_("Sources disagree: {name}").format(name=group.name), "body_medium", wrap=True))
        if group.open:
            self.variants.addWidget(Text(_(OPEN), "body", "orange-text", wrap=True))
        for row in group.rows:
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(Text(f"{row.limit} · {row.basis}", "body", wrap=True), 1)
            if row.judges:
                line.addWidget(Text(_("counts"), "hint_bold", "green-text"))
            elif may_rule:
                button = Button(_("Let it count"), Kind.TINTED)
                button.clicked.connect(partial(self.variant_requested.emit, group.id, row.id))
                line.addWidget(button)
            self.variants.addLayout(line)
        if group.chosen and may_rule:
            back = Button(_("Back to default"), Kind.LINK)
            back.clicked.connect(partial(self.variant_requested.emit, group.id, ""))
            self.variants.addWidget(back)

    def _show_buttons(self, row: CriterionRow | None, *, may_rule: bool) -> None:
        """What can be decided about the row; who may not decide sees no buttons (the page says why)."""
        shown = row if may_rule else None
        confirmed = shown is not None and bool(shown.confirmed) and not shown.outdated
        proved = shown is not None and shown.confidence == "verified"
        switchable = shown is not None and shown.section != "check" and not shown.group
        self.confirm.setVisible(shown is not None and not confirmed and not proved)
        self.unconfirm.setVisible(shown is not None and bool(shown.confirmed))
        self.switch.setVisible(switchable)
        self.switch.set_label(_("Switch off") if shown is None or shown.judges else _("Switch on"))
        self.usual.setVisible(switchable and shown is not None and shown.switched)


def _clear(layout: QGridLayout | QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QGridLayout | QVBoxLayout | QHBoxLayout):
            _clear(inner)
