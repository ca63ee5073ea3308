"""What an administrator does at the server: people, codes, grants, devices. Every change takes the lock of writers."""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from inspector.domain.person import Person, Role
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.server import identity, people, quarantine, state
from inspector.server.core import Core, begin_epoch
from inspector.server.shapes import NAME, plain
from inspector.server.tables import device_person
from inspector.sync.messages import Grant


@dataclass(frozen=True, slots=True)
class User:
    """A person with the grants."""

    person: Person
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class Device:
    """A laptop and who works on it (logins)."""

    id: str
    code: str
    name: str
    persons: tuple[str, ...]
    revoked: bool
    enrolled_at: int


def add_user(core: Core, login: str, name: str, team: str, roles: Sequence[Role], *, identity_: str = "") -> Person:
    """Let the server know a person; `identity_` is the id that a laptop's records have for him already.

    Raises Problem user_invalid or login_exists.
    """
    for text in (login, name, team):
        if not text or not text.isprintable() or not plain(text, NAME):
            raise Problem("user_invalid")
    if not plain(identity_, NAME):
        raise Problem("user_invalid")
    with core.database.writing() as connection:
        state.lock(connection)
        made = Person(identity_ or core.here.ids.new(), login, name, team, tuple(dict.fromkeys(roles)))
        people.add_person(connection, made)
        return made


@dataclass(frozen=True, slots=True)
class Change:
    """What an administrator changes about a person; None: stays as it is."""

    name: str | None = None
    team: str | None = None
    roles: tuple[Role, ...] | None = None
    active: bool | None = None

    def of(self, person: Person) -> Person:
        """The person, changed."""
        given = {"name": self.name, "team": self.team, "roles": self.roles, "active": self.active}
        return replace(person, **{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]


def change_user(core: Core, name: str, change: Change) -> Person:
    """Change a person; one who is not active has no grants any more. Raises Problem user_unknown or user_invalid."""
    for text in (change.name, change.team):
        if text is not None and (not text or not text.isprintable() or not plain(text, NAME)):
            raise Problem("user_invalid")
    return quarantine.change(core, name, change.of)


def users(core: Core) -> tuple[User, ...]:
    """Everybody, by login."""
    with core.database.reading() as connection:
        return tuple(User(one, people.grants_of(connection, [one.id])) for one in people.persons(connection))


def enrolment_code(core: Core, names: Sequence[str], hours: float) -> str:
    """A one-time code for the persons of one laptop; shown once and kept nowhere. Raises Problem user_unknown."""
    with core.database.writing() as connection:
        who = [people.find_person(connection, name).id for name in names]
        return identity.new_code(connection, core.here, who, hours)


def withdraw(core: Core, name: str, scope: str, role: str) -> bool:
    """Take a grant away; whether there was one. Raises Problem user_unknown."""
    with core.database.writing() as connection:
        state.lock(connection)
        return people.withdraw(connection, people.find_person(connection, name).id, scope, role)


def new_epoch(core: Core) -> str:
    """Begin a new epoch, after the database was set back by other means than `restore`; its name."""
    with core.database.writing() as connection:
        state.lock(connection)
        return begin_epoch(connection, core.here)


def devices(core: Core) -> tuple[Device, ...]:
    """Every laptop; the server's own keys are none."""
    with core.database.reading() as connection:
        logins = {one.id: one.login for one in people.persons(connection)}
        owners: dict[str, list[str]] = {}
        for row in connection.execute(sa.select(device_person)):
            owners.setdefault(row.device, []).append(logins.get(row.person, row.person))
        return tuple(
            Device(row.id, row.alias, row.name, tuple(sorted(owners[row.id])), bool(row.revoked), row.enrolled_at)
            for row in people.devices(connection)
            if row.id in owners
        )


def revoke(core: Core, name: str) -> str:
    """Lock a device out, named by its id or its short code; its id. Raises Problem device_unknown."""
    found = [one for one in devices(core) if name in (one.id, one.code)]
    if len(found) != 1:
        raise Problem("device_unknown", device=name)
    with core.database.writing() as connection:
        state.lock(connection)
        identity.revoke(connection, found[0].id)
    return found[0].id
