"""Grades and deadlines: how long a customer has to put a hazard right, by its grade."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.domain.hazard import Grade
from inspector.i18n import _
from inspector.services.judgement.rules import usual_deadlines
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.settings.company_note import CompanyNote
from inspector.ui.settings.option_card import CompanyOptions
from inspector.ui.settings.section import CARD_WIDTH, Section


class DeadlinesSection(Section):
    """Days by grade; empty fields leave it to the criteria packs."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.note = CompanyNote(context)
        keys = [f"deadline.{grade.value}" for grade in Grade]
        self.options = CompanyOptions(context, _("Deadlines by grade"), keys, self)
        hint = Text(
            _(
                "Left empty, the row of the criteria pack decides: the default beside the field. Hazards on record keep"
                " their deadlines; an entry of the hazard library may name days of its own."
            ),
            "hint",
            "text-2",
            wrap=True,
        )
        hint.setMaximumWidth(CARD_WIDTH)
        for widget in (self.note, self.options.card, hint):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.targets = dict(self.options.controls)
        self.options.fetched.connect(self._fetch_usual)

    def _fetch_usual(self) -> None:
        workspace = self.context.workspace
        self.context.tasks.run(lambda: usual_deadlines(workspace), self._on_usual, owner=self)

    def _on_usual(self, found: Mapping[Grade, int]) -> None:
        for grade, days in found.items():
            self.options.controls[f"deadline.{grade.value}"].set_usual(days)

    @override
    def activated(self) -> None:
        self.note.fetch()
        self.options.fetch()
        self.take_focus(next(iter(self.options.fields.values())))
