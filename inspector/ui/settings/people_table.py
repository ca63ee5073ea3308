"""The table of people in the settings: name, login, team, roles, telephone, PIN, and whether they work here."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.domain.person import Person
from inspector.i18n import N_, _, pgettext
from inspector.services.words import ROLES
from inspector.ui.kit.record_table import RecordModel, RecordTable
from inspector.ui.kit.table import HEAD, row_height

COLUMNS: Final = (
    ("name", N_("Name"), 3),
    ("login", N_("Login"), 3),
    ("team", N_("Team"), 3),
    ("roles", N_("Roles"), 5),
    ("phone", N_("Telephone"), 4),
    ("pin", N_("PIN"), 2),
    ("state", N_("State"), 3),
)
"""Key, head, share of the width."""


class PeopleModel(RecordModel[Person]):
    """Persons as rows. `leaving` are those whose deactivation can still be taken back."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self.leaving: frozenset[str] = frozenset()

    def works_here(self, person: Person) -> bool:
        """Whether the person is shown as working here."""
        return person.active and person.id not in self.leaving

    @override
    def cell(self, row: Person, column: int) -> str:
        key = self.keys[column]
        texts = {
            "name": row.name,
            "login": row.login,
            "team": row.team,
            "roles": _(", ").join(_(ROLES[role]) for role in row.roles),
            "phone": row.phone,
            "pin": pgettext("PIN", "set") if row.has_pin else "",
            "state": _("works here") if self.works_here(row) else _("has left"),
        }
        return texts[key]

    @override
    def style(self, row: Person, column: int) -> str:
        return "body_medium" if self.keys[column] == "name" else "body"

    @override
    def token(self, row: Person, column: int) -> str:
        key = self.keys[column]
        return ("text-1" if key == "name" else "text-2") if self.works_here(row) else "text-3"


class PeopleTable(RecordTable[Person]):
    """`opened(Person)` on Enter or double click, `dropped(Person)` on Delete: leaves, or works here again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        people = PeopleModel()
        super().__init__(_("People"), people, parent=parent)
        self.people = people
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_persons(self, persons: Sequence[Person], leaving: frozenset[str], wanted: str = "") -> None:
        """Show all persons, as high as they need."""
        self.people.leaving = leaving
        self.setFixedHeight(HEAD + row_height() * len(persons) + 2)
        self.show_rows(persons, wanted)
