"""What the registers' editors suggest: teams, logins, places, and customers that may be the same one. Worker thread."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from inspector.quick_dataclass import dataclass
from inspector.services.registers.entries import area_of
from inspector.services.workspace import Workspace
from inspector.storage.local.settings import AREA_NAME

if TYPE_CHECKING:
    from inspector.storage import Database

ALIKE: Final = 0.75
"""Share of common pairs of characters from which two names are taken for the same customer's."""


@dataclass(frozen=True, slots=True)
class PersonHints:
    """Teams and logins that exist, and the areas as (id, name)."""

    teams: tuple[str, ...]
    logins: tuple[str, ...]
    areas: tuple[tuple[str, str], ...]
    team: str = ""
    """Team of whoever is acting: that of most persons who are added."""


@dataclass(frozen=True, slots=True)
class EquipmentHints:
    """Places and makers of the customer's equipment, and the names that are taken."""

    places: tuple[str, ...]
    makers: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SimilarCustomer:
    """A customer whose name is nearly the same."""

    id: str
    account: str
    name: str


@dataclass(frozen=True, slots=True)
class RegisterNames:
    """What ids in the registers stand for: people, customers as (account, name), areas that somebody has named."""

    people: Mapping[str, str]
    customers: Mapping[str, tuple[str, str]]
    areas: Mapping[str, str]

    def person(self, key: str) -> str:
        """The name of a person, the id of one who is not on record."""
        return self.people.get(key, key)

    def customer(self, key: str) -> tuple[str, str]:
        """Account and name; one that is not on record has its id in the place of both."""
        return self.customers.get(key, (key, key))

    def area(self, key: str) -> str:
        """The name of an area, its id while nobody has named it."""
        return self.areas.get(key) or key


def register_names(workspace: Workspace) -> RegisterNames:
    """Names of everybody and everything the registers refer to."""
    db = workspace.db
    customers = {key: (account, name) for key, account, name in db.registers.customer_names()}
    return RegisterNames(db.registers.person_names(), customers, area_names(db))


def area_names(db: "Database") -> dict[str, str]:
    """Names of areas by id, as far as they are known here."""
    return {key.removeprefix(AREA_NAME): str(name) for key, name in db.settings.all(AREA_NAME).items() if name}


def person_hints(workspace: Workspace) -> PersonHints:
    """What the person dialog suggests."""
    persons = workspace.db.registers.persons()
    known = dict.fromkeys([area_of(workspace), *(area for person in persons for area in person.areas)])
    areas = tuple((area, str(workspace.db.settings.get(AREA_NAME + area, ""))) for area in known)
    return PersonHints(
        teams=tuple(dict.fromkeys(person.team for person in persons)),
        logins=tuple(person.login for person in persons),
        areas=areas,
        team=workspace.acting.team if workspace.somebody_acts else "",
    )


def equipment_hints(workspace: Workspace, customer: str) -> EquipmentHints:
    """What the equipment dialog suggests for a customer."""
    found = workspace.db.registers.equipment_of(customer)
    return EquipmentHints(
        tuple(dict.fromkeys(item.place for item in found if item.place)),
        tuple(dict.fromkeys(item.maker for item in found if item.maker)),
        tuple(item.name for item in found if item.active),
    )


def similar_customers(workspace: Workspace, name: str, but: str = "") -> tuple[SimilarCustomer, ...]:
    """Customers with nearly this name, the likest first; `but` is the id of the one that is being edited."""
    wanted = _pairs(name)
    if not wanted:
        return ()
    scored = [
        (_likeness(wanted, _pairs(known)), SimilarCustomer(customer, account, known))
        for customer, account, known in workspace.db.registers.customer_names()
        if customer != but
    ]
    alike = sorted((item for item in scored if item[0] >= ALIKE), key=lambda item: -item[0])
    return tuple(customer for _score, customer in alike[:3])


def _pairs(name: str) -> frozenset[str]:
    """Pairs of neighbouring characters of a name, without blanks, punctuation, width and case."""
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).casefold()
    return frozenset(plain[index : index + 2] for index in range(len(plain) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


FULL: Final = 2
"""Characters of a name whose login has all syllables in full."""


def suggested_login(name: str, taken: Sequence[str]) -> str:
    """A login made of a name, with a number if it is taken; "" if there is nothing to make it of. Any thread.

    Of a Chinese name the pinyin: in full for two characters, else the first in full and the initials of the others
    (王工 wanggong, 张建国 zhangjg). The first Chinese name takes a tenth of a second: not on the GUI thread.
    """
    plain = unicodedata.normalize("NFKD", _in_letters(name)).casefold()
    letters = re.sub(r"[^a-z0-9]+", "", plain)
    if not letters:
        return ""
    names = (letters, *(f"{letters}{number}" for number in range(2, len(taken) + 3)))
    return next(login for login in names if login not in taken)


def _in_letters(name: str) -> str:
    if name.isascii():
        return name
    from inspector.storage.search.pinyin import syllables  # noqa: PLC0415 - a large library, only for Chinese names

    parts = syllables(name)
    if parts is None:
        return name
    return "".join(parts) if len(parts) <= FULL else parts[0] + "".join(part[:1] for part in parts[1:])
