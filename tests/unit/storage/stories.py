"""Short ways to write what tests need into a workspace."""

from datetime import UTC, date, datetime
from typing import Any

from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.events import Frame
from inspector.domain.fields import to_fields
from inspector.domain.person import Person
from inspector.storage import Database, NewEvent, Store

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)
SELECT = "SELECT * FROM "
APART = {"author": "", "finders": [], "rectifiers": []}
"""What a body says of the teams where nobody has one."""


def append(store: Store, *events: NewEvent, user: str = "ann") -> Frame:
    return store.call(lambda db: db.frames.append("north", user, events, NOW))


def new_id(store: Store) -> str:
    return store.call(lambda db: db.ids.new())


def add_customer(store: Store, account: str = "0001", name: str = "Mill") -> str:
    made = new_id(store)
    body = {"fields": to_fields(Customer("", account, name, "north", voltage_kv=10.0))}
    append(store, NewEvent(made, "customer", "customer_registered", body))
    return made


def add_person(store: Store, login: str, name: str) -> str:
    made = new_id(store)
    append(store, NewEvent(made, "person", "person_registered", {"fields": to_fields(Person("", login, name, "T1"))}))
    return made


def add_equipment(store: Store, customer: str, name: str = "T1", position: int = 0) -> str:
    made = new_id(store)
    noun = Equipment("", customer, EquipmentKind.TRANSFORMER_OIL, name, position=position)
    append(store, NewEvent(made, "equipment", "equipment_registered", {"fields": to_fields(noun)}))
    return made


def hazard_fields(customer: str, number: str = "H-1", **changes: Any) -> dict[str, Any]:
    return {
        "number": number,
        "customer": customer,
        "visit": "",
        "equipment": None,
        "place": "cable trench",
        "description": "water in the trench",
        "grade": "general",
        "basis": "practice",
        "measure": "pump it out",
        "deadline": "2026-04-01",
        "responsible": "Li",
        "found_on": "2026-03-01",
        "found_by": ["ann", "bob"],
        "criterion": "infra.trench.water",
        "photos": [],
        **changes,
    }


def add_hazard(store: Store, customer: str, number: str = "H-1", **changes: Any) -> str:
    made = new_id(store)
    body = {"fields": hazard_fields(customer, number, **changes)}
    append(store, NewEvent(made, "hazard", "hazard_registered", body))
    return made


def act(store: Store, hazard: str, kind: str, par: tuple[str, ...] | None = None, **body: Any) -> str:
    """An event of a hazard; a review is somebody's of another team."""
    if kind == "review_passed":
        body = {"teams": APART, **body}
    frame = append(store, NewEvent(hazard, "hazard", kind, body, par))
    return frame.events[-1].id


def close(store: Store, hazard: str, on: str = "") -> None:
    """Rectified and passed on this day, today if none is named."""
    act(store, hazard, "rectification_submitted", on=on)
    act(store, hazard, "review_passed", on=on)


def visit_body(customer: str, number: str, day: str, **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "customer": customer,
        "kind": "periodic",
        "inspectors": ["ann", "bob"],
        "started_at": f"{day}T09:00:00+08:00",
        "signed_at": f"{day}T11:00:00+08:00",
        "notice": f"N-{number}",
        "counts": [1, 0, 2],
        "conclusion": "3 hazards",
        "forms": [],
        "readings": [],
        **more,
    }


def add_visit(store: Store, customer: str, number: str, day: str, **more: Any) -> str:
    made = new_id(store)
    append(store, NewEvent(made, "visit", "visit_signed", visit_body(customer, number, day, **more)))
    return made


def snapshot(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every projection, to compare."""
    tables = ("entity", "customer", "equipment", "person", "visit", "hazard", "measurement")
    return {name: sorted(map(tuple, db._session.rows(SELECT + name)), key=repr) for name in tables}
