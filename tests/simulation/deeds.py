"""What people do on a laptop: they find hazards, decide about them, change fields, add facts; also what they may not.

Events are written as a program writes them that asks few rules, against what was on the screen now or some time ago.
"""

import hashlib
import json
import random
from collections.abc import Mapping
from typing import Any, Final

from inspector.domain.events import BlobRef
from inspector.domain.hazard import HazardStatus
from inspector.domain.person import Person, Role
from inspector.domain.roles import LEGAL, as_seen
from inspector.storage.frames.frames import NewEvent
from tests.simulation.host import PEOPLE
from tests.simulation.laptop import Laptop

DECISIONS: Final[Mapping[str, tuple[str, Role | None]]] = {
    "submit": ("rectification_submitted", Role.INSPECTOR),
    "pass": ("review_passed", Role.REVIEWER),
    "return": ("review_returned", Role.REVIEWER),
    "reopen": ("hazard_reopened", Role.LEAD),
    "void": ("hazard_voided", Role.LEAD),
    "adjudicate": ("dispute_adjudicated", Role.LEAD),
}
OFTEN: Final = {"pass": 4, "submit": 3, "return": 2, "adjudicate": 3, "reopen": 1, "void": 1}
FIELDS: Final = {"grade": ("general", "serious"), "deadline": ("2026-12-01", "2026-12-24"), "measure": ("pump", "wall")}
PERSONS: Final[Mapping[str, Person]] = {person.id: person for person in PEOPLE}
FINDERS: Final = (PERSONS["p-ann"], PERSONS["p-bob"])


def person(identity: str) -> Person:
    """Who acts; somebody the server does not know is an inspector."""
    return PERSONS.get(identity) or Person(identity, identity, identity, "six", (Role.INSPECTOR,))


def someone(chance: random.Random, laptop: Laptop, role: Role | None) -> Person:
    """One of the people on the laptop, mostly with this role, if one has it."""
    everyone = [person(identity) for identity in laptop.people]
    fit = [one for one in everyone if role in one.roles]
    return chance.choice(fit if fit and chance.random() < 0.9 else everyone)


def photo(chance: random.Random) -> tuple[BlobRef, bytes]:
    """A picture; sometimes one that others have taken as well."""
    data = b"the same" if chance.random() < 0.2 else chance.randbytes(chance.randrange(1, 900))
    return BlobRef(hashlib.sha256(data).hexdigest(), len(data), "image/jpeg"), data


def heads(chance: random.Random, laptop: Laptop, entity: str) -> tuple[str, ...] | None:
    """None for what is on the screen now, or the heads seen some time ago: a dialog was left open."""
    before = laptop.screen.get(entity)
    if before is not None and chance.random() < 0.3:
        return before
    if before is None or chance.random() < 0.3:
        row = laptop.rows("SELECT leaves FROM entity WHERE id = ?", entity)
        if row:
            laptop.screen[entity] = tuple(json.loads(row[0][0]))
    return None


def find(chance: random.Random, laptop: Laptop, scope: str) -> str | None:
    """A hazard is found, with a photo now and then; sometimes with the visit it belongs to."""
    who = someone(chance, laptop, Role.INSPECTOR)
    new = laptop.db.ids.new
    fields = {
        "number": f"H-{laptop.name}-{chance.randrange(10_000)}",
        "customer": f"customer-{scope}",
        "description": "water in the trench",
        "grade": "general",
        "deadline": "2026-12-22",
        "found_on": "2026-11-22",
        "found_by": [one.id for one in FINDERS],
    }
    files = dict([_named(*photo(chance))] if chance.random() < 0.3 else [])
    blobs = tuple(BlobRef(sha, len(data), "image/jpeg") for sha, data in files.items())
    body = {"fields": fields, **as_seen(who, finders=FINDERS)}
    events = [NewEvent(new(), "hazard", "hazard_registered", body, blobs=blobs)]
    if chance.random() < 0.2:
        told = {
            "customer": fields["customer"],
            "number": "V-1",
            "kind": "periodic",
            "signed_at": "2026-11-22T13:00:00+08:00",
        }
        events.insert(0, NewEvent(new(), "visit", "visit_signed", told))
    return laptop.write(scope, who.id, events, files)


def decide(chance: random.Random, laptop: Laptop, scope: str, hazard: str, status: str) -> str | None:
    """Somebody decides about a hazard, mostly what is legal in the status on the screen."""
    legal = sorted(LEGAL[HazardStatus(status)]) if status else []
    words = [word for word in legal if word in DECISIONS] if chance.random() < 0.85 else []
    words = words or sorted(DECISIONS)
    word = chance.choices(words, [OFTEN[one] for one in words])[0]
    kind, role = DECISIONS[word]
    if role not in {role for identity in laptop.people for role in person(identity).roles} and chance.random() < 0.7:
        return fact(chance, laptop, scope, hazard)
    who = someone(chance, laptop, role)
    body: dict[str, Any] = as_seen(who, finders=FINDERS, rectifiers=_rectifiers(laptop, hazard))
    if word == "adjudicate":
        body["outcome"] = chance.choice(("closed", "returned"))
    files = dict([_named(*photo(chance))] if word == "submit" and chance.random() < 0.4 else [])
    blobs = tuple(BlobRef(sha, len(data), "image/jpeg") for sha, data in files.items())
    event = NewEvent(hazard, "hazard", kind, body, heads(chance, laptop, hazard), blobs)
    return laptop.write(scope, who.id, [event], files)


def fact(chance: random.Random, laptop: Laptop, scope: str, hazard: str) -> str | None:
    """A note or a photo."""
    who = someone(chance, laptop, None)
    if chance.random() < 0.5:
        return laptop.write(scope, who.id, [NewEvent(hazard, "hazard", "note_added", {"note": "seen"})], {})
    ref, data = photo(chance)
    event = NewEvent(hazard, "hazard", "photo_added", {}, heads(chance, laptop, hazard), (ref,))
    return laptop.write(scope, who.id, [event], {ref.sha256: data})


def change(chance: random.Random, laptop: Laptop, scope: str, entity: str, kind: str) -> str | None:
    """Fields of a hazard or of a customer get other values."""
    who = someone(chance, laptop, Role.INSPECTOR)
    if kind == "customer":
        fields: dict[str, Any] = {"contact": chance.choice(("Li", "Wu")), "phone": chance.choice(("1", "2"))}
        chosen = chance.sample(sorted(fields), chance.randint(1, 2))
        event = NewEvent(entity, kind, "customer_changed", {"fields": {name: fields[name] for name in chosen}})
    else:
        name = chance.choice(sorted(FIELDS))
        body = {"fields": {name: chance.choice(FIELDS[name])}}
        event = NewEvent(entity, kind, "hazard_changed", body, heads(chance, laptop, entity))
    return laptop.write(scope, who.id, [event], {})


def act(chance: random.Random, laptop: Laptop, scope: str) -> str | None:
    """Somebody does something in a scope."""
    things = laptop.things(scope)
    hazards = [(row[0], row[2]) for row in things if row[1] == "hazard"]
    roll = chance.random()
    if len(hazards) < 1 or (roll < 0.15 and len(hazards) < 4):
        return find(chance, laptop, scope)
    if roll < 0.3:
        thing = chance.choice([row for row in things if row[1] in ("hazard", "customer")])
        return change(chance, laptop, scope, thing[0], thing[1])
    if roll < 0.32:  # a newer program
        return laptop.write(scope, laptop.people[0], [NewEvent(hazards[-1][0], "hazard", "hazard_blessed", {})], {})
    hazard, status = chance.choice(hazards)
    if roll < 0.45:
        return fact(chance, laptop, scope, hazard)
    return decide(chance, laptop, scope, hazard, status)


def _rectifiers(laptop: Laptop, hazard: str) -> list[Person]:
    """Who submitted, as far as the laptop knows."""
    rows = laptop.rows(
        "SELECT DISTINCT f.user FROM event e JOIN frame f ON f.id = e.frame"
        " WHERE e.entity = ? AND e.type = 'rectification_submitted' ORDER BY f.user",
        hazard,
    )
    return [person(row[0]) for row in rows]


def _named(ref: BlobRef, data: bytes) -> tuple[str, bytes]:
    return ref.sha256, data
