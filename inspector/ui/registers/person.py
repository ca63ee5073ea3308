"""The person dialog: name, login, team, roles, areas, and a PIN for this computer."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.fields import to_fields
from inspector.domain.person import Person, Role
from inspector.i18n import _
from inspector.services.registers.hints import PersonHints, suggested_login
from inspector.services.words import ROLES
from inspector.ui.kit.text import Text
from inspector.ui.registers.dialog import Office, RegisterDialog, restoring
from inspector.ui.registers.fields import CheckedField, SuggestField
from inspector.ui.registers.form import section
from inspector.ui.registers.ticks import Ticks


class PersonDialog(RegisterDialog):
    """Registers a person, or changes one: `saved(Person)`."""

    def __init__(self, parent: QWidget, context: Office, person: Person | None = None) -> None:
        title = _("Edit person") if person else _("New person")
        super().__init__(parent, context, title, prefix=f"person:{person.id if person else 'new'}")
        self.person = person
        self._logins: tuple[str, ...] = ()
        self._suggested = ""
        self.roles = Ticks(_("Roles"), [(role.value, _(words)) for role, words in ROLES.items()])
        self.areas: Ticks | None = None
        self.pin = CheckedField(_("PIN on this computer"), secret=True, placeholder=_("4 to 12 digits, optional"))
        self._build()
        self._fill()
        self.begin()
        self._connect_fields()
        self._fetch()

    def _build(self) -> None:
        self.add_section(
            "",
            [
                ("name", CheckedField(_("Name"), required=True)),
                ("login", CheckedField(_("Login"), required=True)),
                ("team", SuggestField(_("Team"), required=True)),
                ("phone", CheckedField(_("Telephone"))),
            ],
        )
        self.content.addWidget(self.roles)
        self.content.addWidget(section("", [self.pin, QWidget()]))
        self.content.addWidget(
            Text(
                _("With name and PIN a person signs visits on this computer. A set PIN is changed by its owner."),
                "hint",
                "text-2",
                wrap=True,
            )
        )

    def _fill(self) -> None:
        shown = to_fields(self.person) if self.person else {}
        for key, field in self.fields.items():
            field.set_value(str(shown.get(key) or ""))
        self.roles.set_value(" ".join(self.person.roles) if self.person else Role.INSPECTOR)
        self.pin.setVisible(self.person is None or not self.person.has_pin)

    def _connect_fields(self) -> None:
        self.fields["name"].value_edited.connect(self._on_name_edited)
        self.roles.value_edited.connect(lambda _value: self.roles.set_error(""))

    def _fetch(self) -> None:
        workspace = self.context.workspace
        self.context.tasks.run(lambda: services.person_hints(workspace), self._on_hints, owner=self)

    def _on_hints(self, hints: PersonHints) -> None:
        self._logins = hints.logins
        team = self.fields["team"]
        if isinstance(team, SuggestField):
            team.set_suggestions(hints.teams)
        if self.person is None and not team.value():
            team.set_value(hints.team)
            self._saved_values = {**self._saved_values, "team": hints.team}
        if len(hints.areas) > 1 and self.areas is None:
            names = [
                (area, name or _("Area {number}").format(number=n)) for n, (area, name) in enumerate(hints.areas, 1)
            ]
            self.areas = Ticks(_("Areas"), names)
            self.areas.set_value(" ".join(self.person.areas if self.person else (hints.areas[0][0],)))
            self.content.insertWidget(self.content.indexOf(self.roles) + 1, self.areas)
            self._saved_values = {**self._saved_values, "areas": self.areas.value()}

    def _on_name_edited(self, name: str) -> None:
        login = self.fields["login"]
        if self.person is not None or login.value() not in ("", self._suggested):
            return
        logins = self._logins
        if name.isascii():
            self._suggest(name, suggested_login(name, logins))
        else:
            self.context.tasks.run(
                lambda: suggested_login(name, logins), lambda made: self._suggest(name, made), pool=True, owner=self
            )

    def _suggest(self, name: str, made: str) -> None:
        """Unless the name has changed meanwhile, or the person has typed a login."""
        login = self.fields["login"]
        if self.fields["name"].value() == name and login.value() in ("", self._suggested):
            self._suggested = made
            login.set_value(made)

    @override
    def typed(self) -> dict[str, Any]:
        return {**self.fields, "roles": self.roles}

    @override
    def values(self) -> dict[str, str]:
        areas = {"areas": self.areas.value()} if self.areas else {}
        return {**super().values(), "roles": self.roles.value(), "pin": self.pin.value(), **areas}

    @override
    def complaint(self) -> bool:
        missing = not self.roles.value()
        self.roles.set_error(_("Choose at least one role.") if missing else "")
        pin = self.pin.value()
        weak = bool(pin) and not (pin.isascii() and pin.isdecimal() and 4 <= len(pin) <= 12)
        self.pin.set_error(_("A PIN has 4 to 12 digits.") if weak else "")
        if super().complaint():
            return True
        if missing or weak:
            (self.roles.editor if missing else self.pin.editor).setFocus()
        return missing or weak

    def _given(self) -> dict[str, Any]:
        fields: dict[str, Any] = {key: field.tidy() for key, field in self.fields.items()}
        fields["roles"] = self.roles.value().split()
        if self.areas is not None:
            fields["areas"] = self.areas.value().split()
        return fields

    @override
    def write(self) -> Callable[[], Person]:
        workspace, given, person = self.context.workspace, self._given(), self.person
        pin = self.pin.value() or None
        if person is None:
            return lambda: services.add_person(workspace, given, pin=pin)
        return lambda: services.set_person(workspace, person.id, given, pin=pin)

    @override
    def undo_work(self, after: Person) -> Callable[[], Person] | None:
        if self.person is None or self.pin.value():
            return None
        fields = restoring(to_fields(self.person), to_fields(after))
        workspace = self.context.workspace
        return (lambda: services.set_person(workspace, after.id, fields)) if fields else None
