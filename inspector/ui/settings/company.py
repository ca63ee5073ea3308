"""The company as documents print it, and its target. Kept for everybody as soon as a field is left."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.settings.company_note import CompanyNote
from inspector.ui.settings.option_card import CompanyOptions
from inspector.ui.settings.section import CARD_WIDTH, Section

KEYS = ("company", "service_phone", "closure_target")


class CompanySection(Section):
    """What stands at the head of notices and ledgers."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.note = CompanyNote(context)
        self.options = CompanyOptions(context, _("Company"), KEYS, self)
        self.fields = self.options.fields
        hint = Text(_("What was issued before stays as it is."), "hint", "text-2", wrap=True)
        hint.setMaximumWidth(CARD_WIDTH)
        for widget in (self.note, self.options.card, hint):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.targets = dict(self.options.controls)

    @override
    def activated(self) -> None:
        self.note.fetch()
        self.options.fetch()
        self.take_focus(self.fields["company"])
