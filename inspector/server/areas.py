"""Areas and what people call them. An area comes to be by a grant or a record; its name is the administrator's.

The server tells laptops the names with every token, and web pages show them. No record is needed: a name decides
nothing.
"""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.server import people, state
from inspector.server.core import Core
from inspector.server.shapes import NAME, plain
from inspector.server.tables import entity, permission


@dataclass(frozen=True, slots=True)
class Area:
    """An area. `people` are the logins of those with a grant in it."""

    id: str
    name: str
    people: tuple[str, ...]


def areas(core: Core) -> tuple[Area, ...]:
    """Every area, named ones first."""
    with core.database.reading() as connection:
        named, logins = state.area_names(connection), {one.id: one.login for one in people.persons(connection)}
        grants: dict[str, set[str]] = {area: set() for area in _ids(connection)}
        for row in connection.execute(sa.select(permission.c.scope, permission.c.person)):
            grants[row.scope].add(logins[row.person])
    found = (Area(area, named.get(area, ""), tuple(sorted(some))) for area, some in grants.items())
    return tuple(sorted(found, key=lambda one: (not one.name, one.name, one.id)))


def name_area(core: Core, area: str, text: str) -> Area:
    """Give an area (id or present name) a name. Raises Problem area_unknown, area_name_taken or area_name."""
    text = text.strip()
    if not text or not plain(text, NAME) or not text.isprintable():
        raise Problem("area_name")
    with core.database.writing() as connection:
        state.lock(connection)
        known = find(connection, area)
        if known not in _ids(connection):
            raise Problem("area_unknown", area=area)
        if any(one != known and other == text for one, other in state.area_names(connection).items()):
            raise Problem("area_name_taken", name=text)
        state.name_area(connection, known, text)
    return next(one for one in areas(core) if one.id == known)


def find(connection: Connection, text: str) -> str:
    """The id of an area by its name; what is no name is an id."""
    return next((area for area, name in state.area_names(connection).items() if name == text), text)


def worded(scopes: Iterable[str], names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(id, what people call it) of areas, in the order of their names."""
    return tuple(sorted(((scope, names.get(scope) or scope) for scope in scopes), key=lambda one: one[::-1]))


def _ids(connection: Connection) -> set[str]:
    found = set(connection.execute(sa.select(permission.c.scope).distinct()).scalars())
    return found | set(connection.execute(sa.select(entity.c.scope).distinct()).scalars())
