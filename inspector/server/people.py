"""Persons, grants and the directory of devices. Who changes something here holds the lock of `state.lock`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.domain.person import Person, Role
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.server.folder import Signer
from inspector.server.state import next_directory_number
from inspector.server.tables import device, device_person, directory, permission, person
from inspector.sync.messages import Certificate, Grant, ServerPerson

AUTHOR: Final = "author"
READER: Final = "reader"
REVIEWER: Final = "reviewer"
DIRECTORY_PAGE: Final = 500

# Statements of every request, made once: making one takes six times as long as running it.
CREW: Final = (
    sa.select(person, device_person.c.alias)
    .join(device_person, device_person.c.person == person.c.id)
    .where(device_person.c.device == sa.bindparam("device"))
)
GRANTED: Final = sa.select(permission).where(permission.c.person.in_(sa.bindparam("people", expanding=True)))
TOGETHER: Final = (
    sa.select(permission.c.scope, permission.c.role)
    .join(device_person, device_person.c.person == permission.c.person)
    .join(person, person.c.id == permission.c.person)
    .where(device_person.c.device == sa.bindparam("device"), ~person.c.inactive)
    .distinct()
    .order_by(permission.c.scope, permission.c.role)
)
LISTED: Final = (
    sa.select(device, directory.c.number)
    .join(directory, directory.c.device == device.c.id)
    .where(directory.c.scope == sa.bindparam("scope"), directory.c.number > sa.bindparam("after"))
    .order_by(directory.c.number)
    .limit(sa.bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Member:
    """A person with the grants of every scope."""

    person: Person
    grants: dict[str, frozenset[str]] = field(default_factory=dict)

    def holds(self, scope: str, role: str) -> bool:
        """Whether the person has this grant."""
        return role in self.grants.get(scope, ())


def has_administrator(connection: Connection) -> bool:
    """Whether an active person is administrator."""
    rows = connection.execute(sa.select(person.c.roles).where(~person.c.inactive))
    return any(Role.ADMINISTRATOR.value in json.loads(row.roles) for row in rows)


def add_person(connection: Connection, made: Person) -> None:
    """Let the server know a person. Raises Problem login_exists (also for an id that exists)."""
    known = sa.select(person.c.id).where(person.c.login == made.login)
    if connection.execute(known).first() or is_taken(connection, made.id):
        raise Problem("login_exists", login=made.login)
    roles = json.dumps([role.value for role in made.roles])
    row = {"id": made.id, "login": made.login, "name": made.name, "team": made.team, "roles": roles}
    connection.execute(sa.insert(person).values(**row, inactive=not made.active))


def change_person(connection: Connection, made: Person) -> None:
    """Keep what changed about a person; id and login stay."""
    told = {"name": made.name, "team": made.team, "roles": json.dumps([role.value for role in made.roles])}
    known = sa.update(person).where(person.c.id == made.id)
    connection.execute(known.values(**told, inactive=not made.active))


def find_person(connection: Connection, name: str) -> Person:
    """A person by id or login. Raises Problem user_unknown."""
    row = connection.execute(sa.select(person).where((person.c.id == name) | (person.c.login == name))).first()
    if row is None:
        raise Problem("user_unknown", person=name)
    return _person(row)


def persons(connection: Connection) -> tuple[Person, ...]:
    """Everybody, by login."""
    return tuple(_person(row) for row in connection.execute(sa.select(person).order_by(person.c.login)))


def _person(row: "sa.Row[tuple[object, ...]]") -> Person:
    roles = tuple(Role(role) for role in json.loads(row.roles))
    return Person(row.id, row.login, row.name, row.team, roles, active=not row.inactive)


def grants_of(connection: Connection, people: Iterable[str]) -> tuple[Grant, ...]:
    """What these persons may do together, sorted."""
    query = sa.select(permission.c.scope, permission.c.role).where(permission.c.person.in_(list(people))).distinct()
    return tuple(Grant(row.scope, row.role) for row in connection.execute(query.order_by("scope", "role")))


def grants_on(connection: Connection, dev: str) -> tuple[Grant, ...]:
    """What the active persons of a device may do together, sorted."""
    return tuple(Grant(row.scope, row.role) for row in connection.execute(TOGETHER, {"device": dev}))


def members_of(connection: Connection, dev: str) -> dict[str, Member]:
    """The persons who work on a device, with their grants, by every id that records of the device use for them."""
    rows = connection.execute(CREW, {"device": dev}).all()
    found = {row.id: Member(_person(row)) for row in rows}
    for row in connection.execute(GRANTED, {"people": list(found)}):
        grants = found[row.person].grants
        grants[row.scope] = grants.get(row.scope, frozenset()) | {row.role}
    aliases = {row.alias: found[row.id] for row in rows if row.alias}
    return found | {alias: Member(replace(one.person, id=alias), one.grants) for alias, one in aliases.items()}


def working_on(connection: Connection, dev: str) -> tuple[ServerPerson, ...]:
    """The active persons of a device, by login."""
    query = sa.select(person, device_person.c.alias).join(device_person, device_person.c.person == person.c.id)
    rows = connection.execute(query.where(device_person.c.device == dev, ~person.c.inactive).order_by(person.c.login))
    return tuple(
        ServerPerson(row.id, row.login, row.name, row.team, tuple(json.loads(row.roles)), row.alias) for row in rows
    )


def settle(connection: Connection, dev: str, who: str) -> None:
    """Let a person work on a device; one who does already stays as he is."""
    known = _on(dev, who)
    if not connection.execute(sa.select(device_person.c.person).where(known)).first():
        connection.execute(sa.insert(device_person).values(device=dev, person=who, alias=""))


def call(connection: Connection, dev: str, who: str, alias: str) -> None:
    """Keep an id by which records of a device name a person; one that stands for another person is passed over."""
    if alias and alias != who and not is_taken(connection, alias, who):
        connection.execute(sa.update(device_person).where(_on(dev, who)).values(alias=alias))


def name_people(connection: Connection, dev: str, names: Iterable[tuple[str, str]]) -> None:
    """`call` for (login, id); logins of nobody on the device are passed over."""
    logins = {one.login: one.id for one in working_on(connection, dev)}
    for login, alias in names:
        if login in logins:
            call(connection, dev, logins[login], alias)


def _on(dev: str, who: str) -> sa.ColumnElement[bool]:
    return (device_person.c.device == dev) & (device_person.c.person == who)


def is_taken(connection: Connection, identity: str, but: str = "") -> bool:
    """Whether an id stands for a person other than this one."""
    others = sa.select(device_person.c.person).where(device_person.c.alias == identity, device_person.c.person != but)
    own = sa.select(person.c.id).where(person.c.id == identity, person.c.id != but)
    return any(connection.execute(query).first() for query in (own, others))


def grant(connection: Connection, who: str, scope: str, role: str) -> None:
    """Give a grant; the readers of the scope get to know the person's devices."""
    _take(connection, who, scope, role)
    connection.execute(sa.insert(permission).values(person=who, scope=scope, role=role))
    owned = sa.select(device_person.c.device).where(device_person.c.person == who)
    for row in connection.execute(owned).all():
        show_in(connection, row.device, [scope])


def withdraw(connection: Connection, who: str, scope: str, role: str) -> bool:
    """Take a grant away; whether there was one."""
    return _take(connection, who, scope, role)


def _take(connection: Connection, who: str, scope: str, role: str) -> bool:
    given = (permission.c.person == who) & (permission.c.scope == scope) & (permission.c.role == role)
    return bool(connection.execute(sa.delete(permission).where(given)).rowcount)


def show_in(connection: Connection, dev: str, scopes: Iterable[str]) -> None:
    """Put a device (again) into the directory of these scopes, as the newest change."""
    wanted = sorted(set(scopes))
    if not wanted:
        return
    connection.execute(sa.delete(directory).where(directory.c.device == dev, directory.c.scope.in_(wanted)))
    number = next_directory_number(connection)
    connection.execute(sa.insert(directory), [{"device": dev, "scope": scope, "number": number} for scope in wanted])


def shown_in(connection: Connection, dev: str) -> tuple[str, ...]:
    """The scopes whose readers know a device."""
    query = sa.select(directory.c.scope).where(directory.c.device == dev).order_by(directory.c.scope)
    return tuple(connection.execute(query).scalars())


def scopes_of(connection: Connection, who: str) -> tuple[str, ...]:
    """The scopes a person has any grant in."""
    query = sa.select(permission.c.scope).where(permission.c.person == who).distinct()
    return tuple(connection.execute(query).scalars())


def listed(connection: Connection, scope: str, after: int, signer: Signer) -> tuple[Certificate, ...]:
    """Certificates of a scope that are newer than a number, oldest change first, at most DIRECTORY_PAGE."""
    rows = connection.execute(LISTED, {"scope": scope, "after": after, "most": DIRECTORY_PAGE})
    return tuple(certificate(row, row.number, signer) for row in rows)


def certificate(row: "sa.Row[tuple[object, ...]]", number: int, signer: Signer) -> Certificate:
    """The server's word about a row of `device`."""
    said = {
        "device": row.id,
        "device_code": row.code,
        "public_key": row.public_key,
        "exchange_key": row.exchange_key,
        "person": row.person,
        "name": row.name,
        "revoked": bool(row.revoked),
        "number": number,
    }
    return Certificate(**said, sig=signer.sign(Certificate(**said).signed_text).hex())


def devices(connection: Connection) -> Sequence["sa.Row[tuple[object, ...]]"]:
    """Every device, the latest enrolled last."""
    return connection.execute(sa.select(device).order_by(device.c.enrolled_at, device.c.id)).all()
