"""What is on the register when a file is compared with it: read once on the worker, then used on any thread."""

import dataclasses
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.domain.person import Person
from inspector.quick_dataclass import dataclass
from inspector.services.excel.text import folded
from inspector.services.registers.entries import visited
from inspector.services.workspace import Workspace

TestKey = tuple[str, str, str, str]
"""Equipment, day (ISO), quantity, label."""


@dataclass(frozen=True, slots=True)
class RecordedTest:
    """A value on record with what its test says."""

    equipment: str
    tested_on: str
    quantity: str
    label: str
    value: float
    unit: str
    temperature_c: float | None
    lab: str
    next_due: str

    @property
    def key(self) -> TestKey:
        """What finds it again."""
        return self.equipment, self.tested_on, self.quantity, self.label


@dataclasses.dataclass(frozen=True)  # has properties that are kept
class Register:
    """Everything an import can touch. `stamp` names this state."""

    customers: tuple[Customer, ...]
    equipment: tuple[Equipment, ...]
    people: tuple[Person, ...]
    tests: tuple[RecordedTest, ...]
    today: date
    stamp: str
    visited: frozenset[str] = frozenset()
    """Customers with a visit that is planned or under way on this laptop."""
    acting: str = ""
    """Who is working."""

    @cached_property
    def customer_by_id(self) -> Mapping[str, Customer]:
        """Customers by id."""
        return {customer.id: customer for customer in self.customers}

    @cached_property
    def customer_by_account(self) -> Mapping[str, Customer]:
        """Customers by account."""
        return {folded(customer.account): customer for customer in reversed(self.customers)}

    @cached_property
    def equipment_by_id(self) -> Mapping[str, Equipment]:
        """Equipment by id."""
        return {item.id: item for item in self.equipment}

    @cached_property
    def equipment_by_owner(self) -> Mapping[str, tuple[Equipment, ...]]:
        """Equipment by the customer's id, in the order of the register."""
        found: dict[str, list[Equipment]] = {}
        for item in self.equipment:
            found.setdefault(item.customer, []).append(item)
        return {owner: tuple(items) for owner, items in found.items()}

    @cached_property
    def person_by_id(self) -> Mapping[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def person_by_login(self) -> Mapping[str, Person]:
        """People by login."""
        return {folded(person.login): person for person in reversed(self.people)}

    @cached_property
    def _people_by_name(self) -> Mapping[str, tuple[Person, ...]]:
        found: dict[str, list[Person]] = {}
        for person in self.people:
            found.setdefault(folded(person.name), []).append(person)
        return {name: tuple(people) for name, people in found.items()}

    def person_named(self, text: str) -> Person | None:
        """The person with this login, else the only one with this name (of several, the only one who works here)."""
        key = folded(text)
        known = self.person_by_login.get(key)
        if known is not None or not key:
            return known
        several = self._people_by_name.get(key, ())
        here = several if len(several) == 1 else tuple(person for person in several if person.active)
        return here[0] if len(here) == 1 else None

    def name_of(self, person: str) -> str:
        """What finds a person again: his name, his login where the name is not his alone; "" for nobody on record."""
        known = self.person_by_id.get(person)
        ways = (known.name, known.login) if known is not None else ()
        return next((way for way in ways if self.person_named(way) is known), "")

    @cached_property
    def test_by_key(self) -> Mapping[TestKey, tuple[RecordedTest, ...]]:
        """Recorded values by what finds them; re-tests of one day are several."""
        found: dict[TestKey, list[RecordedTest]] = {}
        for test in self.tests:
            found.setdefault(test.key, []).append(test)
        return {key: tuple(tests) for key, tests in found.items()}


def snapshot(workspace: Workspace) -> Register:
    """Read the register. Worker thread."""
    db = workspace.db
    return Register(
        customers=db.registers.customers(),
        equipment=db.registers.all_equipment(),
        people=db.registers.persons(),
        tests=tuple(_tests(db.frames.bodies_of("test_recorded"))),
        today=workspace.today(),
        stamp=stamp_of(workspace),
        visited=visited(workspace),
        acting=_acting(workspace),
    )


def stamp_of(workspace: Workspace) -> str:
    """Names the state that a comparison rests on. Worker thread."""
    return " ".join((workspace.db.frames.stamp(), _acting(workspace), *sorted(visited(workspace))))


def _acting(workspace: Workspace) -> str:
    return workspace.acting.id if workspace.somebody_acts else ""


def _tests(bodies: Iterable[tuple[str, str]]) -> Iterable[RecordedTest]:
    for equipment, raw in bodies:
        body = json.loads(raw).get("body")
        for value in _values(body):
            yield RecordedTest(
                equipment=equipment,
                tested_on=str(body.get("tested_on") or "")[:10],
                quantity=str(value["quantity"]),
                label=str(value.get("label") or ""),
                value=float(value["value"]),
                unit=str(value.get("unit") or ""),
                temperature_c=_number(value.get("temperature_c")),
                lab=str(body.get("lab") or ""),
                next_due=str(body.get("next_due") or "")[:10],
            )


def _values(body: Any) -> list[Mapping[str, Any]]:
    """Values of a test as another device may have written it; what has no number or quantity is left out."""
    values = body.get("values") if isinstance(body, dict) else None
    return [
        value
        for value in (values if isinstance(values, list) else [])
        if isinstance(value, dict) and value.get("quantity") and _number(value.get("value")) is not None
    ]


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
