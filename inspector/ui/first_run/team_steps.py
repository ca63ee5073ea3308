"""The company and the first persons of a new workspace."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.person import Role
from inspector.i18n import N_, _
from inspector.quick_dataclass import dataclass
from inspector.services.access.setting_up import NewPerson
from inspector.ui.first_run.step import StepPage
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.fields import ComboField, Field, TextField
from inspector.ui.kit.text import Text

ROLES: Final = (
    ("inspector,reviewer", N_("Inspector")),
    ("lead,inspector,reviewer", N_("Team lead")),
    ("administrator", N_("Administrator")),
)
"""What a person is, as roles: who inspects also reviews other teams' rectifications."""
LEAST_PIN: Final = 4
REQUIRED: Final = 3
"""The first columns of the table of persons cannot be left empty: name, login, team."""


class CompanyStep(StepPage):
    """What stands at the head of documents, and the team that the first persons belong to. `edited` while typing."""

    edited = Signal()

    def __init__(self, place: str, *, back: bool = True) -> None:
        super().__init__(
            _("Company and team"),
            _("Notices and ledgers are headed with the company. The team decides who may review whose rectifications."),
            place=place,
            back=back,
        )
        self.company = TextField(
            _("Company and department"), label=True, required=True, placeholder=_("As it is printed on notices")
        )
        self.phone = TextField(_("Service phone"), label=True, placeholder="95598")
        self.team = TextField(_("Your team"), label=True, required=True)
        self._fields = {"company": self.company, "phone": self.phone, "team": self.team}
        for field in self._fields.values():
            self.body.addWidget(field)
            field.value_edited.connect(self.edited)

    def texts(self) -> dict[str, str]:
        """What stands in the fields."""
        return {key: field.value() for key, field in self._fields.items()}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show what was typed before."""
        for key, field in self._fields.items():
            field.set_value(texts.get(key, ""))

    @override
    def begin(self) -> None:
        self.company.setFocus()

    @override
    def complaint(self) -> bool:
        return any_missing((self.company, self.team))


def any_missing(fields: tuple[TextField, ...]) -> bool:
    """Whether a field is empty; each empty one says so and the first takes the focus."""
    empty = [field for field in fields if not field.value().strip()]
    for field in fields:
        field.set_error(_("Fill this in.") if field in empty else "")
    if empty:
        empty[0].setFocus()
    return bool(empty)


@dataclass(frozen=True, slots=True)
class _Row:
    name: TextField
    login: TextField
    team: TextField
    role: ComboField
    pin: TextField
    remove: IconButton

    @property
    def fields(self) -> tuple[Field, ...]:
        return (self.name, self.login, self.team, self.role, self.pin)

    @property
    def kept(self) -> dict[str, TextField | ComboField]:
        """The fields whose content may be kept before it is stored: never the PIN."""
        return {"name": self.name, "login": self.login, "team": self.team, "role": self.role}

    def person(self) -> NewPerson:
        roles = tuple(Role(role) for role in self.role.value().split(","))
        return NewPerson(
            self.login.value().strip(), self.name.value().strip(), self.team.value().strip(), roles, self.pin.value()
        )


def _head(label: str, *, required: bool) -> QHBoxLayout:
    """The head of a column, with the star of what is required."""
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addWidget(Text(label, "hint", "text-2"))
    if required:
        row.addWidget(Text("*", "hint_bold", "red-text"))
    row.addStretch(1)
    return row


class PeopleTable(QWidget):
    """A row for each person: name, login, team, what they are, PIN. The first row is whoever sits here."""

    changed = Signal()
    edited = Signal()
    """Something that may be kept was typed or chosen, or a row came or went."""
    login_wanted = Signal(object, str, object)
    """A name was left without a login: the row, the name, the logins that are taken."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[_Row] = []
        self.team = ""
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        heads = ((_("Name"), 3), (_("Login"), 2), (_("Team"), 3), (_("Role"), 3), (_("PIN"), 2), ("", 0))
        for column, (label, stretch) in enumerate(heads):
            self._grid.addLayout(_head(label, required=column < REQUIRED), 0, column)
            self._grid.setColumnStretch(column, stretch)
        self.add_button = Button(_("Add a person"), Kind.TINTED, icon="plus")
        below = QHBoxLayout()
        below.addWidget(self.add_button)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(self._grid)
        layout.addLayout(below)
        self._connect()

    def _connect(self) -> None:
        self.add_button.clicked.connect(self._on_add_clicked)
        self.changed.connect(self.edited)

    def _on_add_clicked(self) -> None:
        self.add_row().name.setFocus()

    def add_row(self) -> _Row:
        """One more person, of the same team."""
        number = len(self.rows) + 1
        row = _Row(
            name=TextField(_("Name of person {number}").format(number=number)),
            login=TextField(_("Login of person {number}").format(number=number)),
            team=TextField(_("Team of person {number}").format(number=number)),
            role=ComboField(
                _("Role of person {number}").format(number=number), [(key, _(label)) for key, label in ROLES]
            ),
            pin=TextField(_("PIN of person {number}").format(number=number), secret=True),
            remove=IconButton("x", _("Remove person {number}").format(number=number)),
        )
        row.team.set_value(self.team)
        row.role.set_value(ROLES[0][0])
        for column, field in enumerate(row.fields):
            self._grid.addWidget(field, number, column, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(row.remove, number, len(row.fields), Qt.AlignmentFlag.AlignTop)
        row.remove.setVisible(number > 1)
        row.name.value_committed.connect(lambda _name: self._on_name_left(row))
        row.remove.clicked.connect(lambda: self._remove(row))
        for kept in row.kept.values():
            kept.value_edited.connect(self.edited)
            kept.value_committed.connect(self.edited)
        self.rows.append(row)
        self.changed.emit()
        return row

    def suggest_login(self, row: _Row, login: str) -> None:
        """Fill in a login unless one was typed meanwhile; who is just there types over it."""
        if row not in self.rows or row.login.value():
            return
        row.login.set_value(login)
        if row.login.editor.hasFocus() and isinstance(row.login.editor, QLineEdit):
            row.login.editor.selectAll()
        self.edited.emit()

    def _on_name_left(self, row: _Row) -> None:
        if row.name.value().strip() and not row.login.value():
            self.login_wanted.emit(row, row.name.value(), [one.login.value() for one in self.rows])

    def _remove(self, row: _Row) -> None:
        self.rows.remove(row)
        for widget in (*row.fields, row.remove):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.rows[-1].name.setFocus()
        self.changed.emit()

    def texts(self) -> list[dict[str, str]]:
        """What stands in the rows, without the PINs."""
        return [{key: field.value() for key, field in row.kept.items()} for row in self.rows]

    def show_texts(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Show rows that were typed before, instead of those that stand there."""
        for texts in rows:
            row = self.add_row()
            for key, field in row.kept.items():
                if texts.get(key):
                    field.set_value(texts[key])

    def persons(self) -> tuple[NewPerson, ...]:
        """Who stands there."""
        return tuple(row.person() for row in self.rows)

    def complaint(self) -> bool:
        """Whether something is missing or cannot be; the field says so and takes the focus."""
        wrong: list[TextField] = []
        logins = [row.login.value().strip() for row in self.rows]
        for row in self.rows:
            for field in (row.name, row.login, row.team):
                self._tell(field, "" if field.value().strip() else _("Fill this in."), wrong)
            if logins.count(row.login.value().strip()) > 1:
                self._tell(row.login, _("Taken."), wrong)
            pin = row.pin.value()
            fine = not pin or (pin.isascii() and pin.isdecimal() and LEAST_PIN <= len(pin) <= 12)
            self._tell(row.pin, "" if fine else _("4 to 12 digits"), wrong)
        if wrong:
            wrong[0].setFocus()
        return bool(wrong)

    @staticmethod
    def _tell(field: TextField, sentence: str, wrong: list[TextField]) -> None:
        field.set_error(sentence)
        if sentence:
            wrong.append(field)


class PeopleStep(StepPage):
    """The first persons: two inspectors make a visit."""

    def __init__(self, place: str, go_on: str) -> None:
        super().__init__(
            _("First persons"),
            _(
                "Begin with yourself. A visit needs two inspectors; more people can be added in the settings at any "
                "time. The PIN signs visits on this laptop and may be set later."
            ),
            place=place,
            go_on=go_on,
        )
        self.table = PeopleTable()
        self.body.addWidget(self.table)

    def take_team(self, team: str) -> None:
        """The team of the step before is what new rows begin with."""
        before, self.table.team = self.table.team, team
        if not self.table.rows:
            self.table.add_row()
            self.table.add_row()
        for row in self.table.rows:
            if row.team.value() in ("", before):
                row.team.set_value(team)

    @override
    def begin(self) -> None:
        self.table.rows[0].name.setFocus()

    @override
    def complaint(self) -> bool:
        self._drop_empty_rows()
        return self.table.complaint()

    def _drop_empty_rows(self) -> None:
        """A second row that nobody touched is no person."""
        for row in self.table.rows[1:]:
            if not row.name.value().strip() and not row.login.value().strip():
                row.remove.clicked.emit()
