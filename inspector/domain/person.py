"""Persons (inspectors, leads …), their teams, roles and areas."""

from collections.abc import Iterable
from enum import StrEnum

from inspector.quick_dataclass import dataclass


class Role(StrEnum):
    """What a person may do; a person may have several roles."""

    INSPECTOR = "inspector"
    LEAD = "lead"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. The team decides independence of reviews; areas are the scopes the person works in."""

    id: str
    login: str
    name: str
    team: str
    roles: tuple[Role, ...] = (Role.INSPECTOR,)
    areas: tuple[str, ...] = ()
    phone: str = ""
    has_pin: bool = False
    active: bool = True


def each_once(persons: Iterable[Person], acting: str = "") -> tuple[Person, ...]:
    """Persons in their order, without a second record of one: the same login and name under another id.

    A laptop that worked before it joined a server has named its people by ids of its own. Of two records the one that
    works now (`acting`, an id) is kept, else an active one, else one with a PIN here, else the one with the lowest id,
    so that laptops agree.
    """
    found: dict[tuple[str, str], Person] = {}
    for one in persons:
        key = (one.login or one.id, one.name)
        found[key] = min(found.get(key, one), one, key=lambda p: (p.id != acting, not p.active, not p.has_pin, p.id))
    return tuple(found.values())
