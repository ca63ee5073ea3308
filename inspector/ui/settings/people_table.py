"""The table of people in the settings: name, login, team, roles, telephone, PIN, and whether they work here."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.domain.person import Person
from inspector.i18n import N_, _, pgettext
from inspector.services.words import ROLES
from inspector.ui.kit.table import HEAD, STYLE_ROLE, TOKEN_ROLE, AnyIndex, TableView, row_height

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
_NOWHERE = QModelIndex()


class PeopleModel(QAbstractTableModel):
    """Persons as rows. `leaving` are those whose deactivation can still be taken back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.persons: tuple[Person, ...] = ()
        self.leaving: frozenset[str] = frozenset()

    def show_persons(self, persons: Sequence[Person], leaving: frozenset[str]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.persons, self.leaving = tuple(persons), leaving
        self.endResetModel()

    def works_here(self, person: Person) -> bool:
        """Whether the person is shown as working here."""
        return person.active and person.id not in self.leaving

    @override
    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.persons)

    @override
    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        return _(COLUMNS[section][1]) if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        person, key = self.persons[index.row()], COLUMNS[index.column()][0]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(person, key)
        if role == STYLE_ROLE:
            return "body_medium" if key == "name" else "body"
        if role == TOKEN_ROLE:
            return ("text-1" if key == "name" else "text-2") if self.works_here(person) else "text-3"
        return None

    def _text(self, person: Person, key: str) -> str:
        texts = {
            "name": person.name,
            "login": person.login,
            "team": person.team,
            "roles": _(", ").join(_(ROLES[role]) for role in person.roles),
            "phone": person.phone,
            "pin": pgettext("PIN", "set") if person.has_pin else "",
            "state": _("works here") if self.works_here(person) else _("has left"),
        }
        return texts[key]


class PeopleTable(TableView):
    """`opened(Person)` on Enter or double click, `switched(Person)` on Delete."""

    opened = Signal(object)
    switched = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("People"), parent=parent)
        self.people = PeopleModel(self)
        self.setModel(self.people)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.head.setStretchLastSection(True)
        self.doubleClicked.connect(self._on_double_clicked)

    def show_persons(self, persons: Sequence[Person], leaving: frozenset[str], wanted: str = "") -> None:
        """Show persons; `wanted` (an id) becomes current, else the current one stays so, else who took its place."""
        before, number = self.current(), max(0, self.currentIndex().row())
        self.people.show_persons(persons, leaving)
        self.setFixedHeight(HEAD + row_height() * len(persons) + 2)
        ids = [person.id for person in persons]
        current = wanted if wanted in ids else before.id if before is not None else ""
        row = ids.index(current) if current in ids else min(number, len(ids) - 1)
        if ids:
            self.setCurrentIndex(self.people.index(row, 0))

    def current(self) -> Person | None:
        """The person of the current row."""
        row = self.currentIndex().row()
        return self.people.persons[row] if 0 <= row < len(self.people.persons) else None

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self.people.persons[index.row()])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        whole = sum(share for _key, _head, share in COLUMNS)
        room = self.viewport().width()
        for column, (_key, _head, share) in enumerate(COLUMNS):
            self.setColumnWidth(column, room * share // whole)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        person = self.current()
        if person is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(person)
        elif person is not None and event.key() == Qt.Key.Key_Delete:
            self.switched.emit(person)
        else:
            super().keyPressEvent(event)
