"""The company as documents print it: name and service phone. Kept in the workspace as soon as a field is left."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector import services
from inspector.i18n import N_, _
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.text import Text
from inspector.ui.kit.typing import TypingKeeper
from inspector.ui.page import Context
from inspector.ui.settings.section import CARD_WIDTH, Section, card_of

FIELDS: Final[Mapping[str, str]] = {
    "company": N_("Company and department"),
    "service_phone": N_("Service phone"),
}
"""Setting of the workspace -> label."""


class CompanySection(Section):
    """What stands at the head of notices and ledgers."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.fields = {key: TextField(_(label)) for key, label in FIELDS.items()}
        self._keepers = {key: TypingKeeper(context, f"settings:{key}", self) for key in FIELDS}
        self._stored: dict[str, str] = {}
        card = card_of(_("On documents"), [(_(label), self.fields[key]) for key, label in FIELDS.items()])
        hint = Text(
            _("Notices and ledgers are headed with this. What was issued before stays as it is."),
            "hint",
            "text-2",
            wrap=True,
        )
        hint.setMaximumWidth(CARD_WIDTH)
        self.column.addWidget(card)
        self.column.addWidget(hint)
        self.column.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        for key, field in self.fields.items():
            field.value_committed.connect(lambda value, key=key: self._on_committed(key, value))

    @override
    def activated(self) -> None:
        workspace = self.context.workspace
        self.context.tasks.run(
            lambda: {key: services.get_setting(workspace, key) for key in FIELDS}, self._on_fetched, owner=self
        )
        self.take_focus(self.fields["company"])

    def _on_fetched(self, values: Mapping[str, str]) -> None:
        for key, value in values.items():
            field, before = self.fields[key], self._stored.get(key)
            if before is None or field.value() == before:
                field.set_value(value)
            if before is None:
                self._keepers[key].attach(field, key)
                self._keepers[key].restore()
        self._stored = dict(values)

    def _on_committed(self, key: str, value: str) -> None:
        workspace, stored = self.context.workspace, value.strip()
        self.context.tasks.run(
            lambda: services.put_setting(workspace, key, stored), lambda _none: self._on_stored(key, stored), owner=self
        )

    def _on_stored(self, key: str, value: str) -> None:
        self._stored[key] = value
        self._keepers[key].clear()
