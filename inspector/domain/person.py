"""Persons (inspectors, leads …), their teams, roles and areas."""

from dataclasses import dataclass
from enum import StrEnum


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
