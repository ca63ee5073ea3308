"""What must hold of planned visits at the end, worked out from raw events by other means than the merge.

Everybody sees the same, a visit that began is never hidden, and of a value that two people changed apart none counts
before a person decided.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspector.domain.events import Effect, Event
from inspector.domain.plan import BEGUN, CANCELLED, KIND, MADE, SEEN, visit_of
from tests.simulation.breaches import need, pasts
from tests.simulation.laptop import Laptop


@dataclass(frozen=True)
class Told:
    """What all events together say of a plan: every value that counts of each field, as JSON, and who began."""

    values: Mapping[str, frozenset[str]]
    begun: frozenset[str]
    ended: frozenset[str]
    """Visits whose beginning was known to somebody who cancelled."""

    @property
    def asks(self) -> list[str]:
        """Fields of which two people say different things."""
        return sorted(name for name, some in self.values.items() if len(some) > 1)

    @property
    def status(self) -> str:
        """What became of it; unlike the program says it, but the same."""
        cancelled = self.values.get("cancelled") == frozenset({"true"})
        if self.begun - self.ended if cancelled else self.begun:
            return "begun"
        return "cancelled" if cancelled else "planned"


def told(events: Mapping[str, Sequence[Event]]) -> dict[str, Told]:
    """Of every plan that was made with effect what is to be shown."""
    found = {}
    for entity, every in events.items():
        some = _effective(every)
        if any(event.type == MADE for event in some):
            found[entity] = _told(every, some)
    return found


def _effective(events: Sequence[Event]) -> list[Event]:
    """Those that were not ruled out, or were adopted."""
    adopted = {parent for one in events if one.effect is Effect.ADOPTION for parent in one.par}
    ruled = {one.body["event"] for one in events if one.effect is Effect.RULING and one.id not in adopted}
    return [one for one in events if one.kind == KIND and one.id not in ruled]


def _told(every: Sequence[Event], some: Sequence[Event]) -> Told:
    past = pasts(every)
    given: dict[str, dict[str, str]] = {}
    for event in some:
        if event.effect is Effect.FIELDS:
            for name, value in event.body["fields"].items():
                given.setdefault(name, {})[event.id] = json.dumps(value)
    values = {
        name: frozenset(value for one, value in by.items() if not any(one in past[other] for other in by))
        for name, by in given.items()
    }
    begun = frozenset(event.body["visit"] for event in some if event.type == BEGUN)
    ended = (event.body.get(SEEN, ()) for event in some if event.type == CANCELLED)
    return Told(values, begun, frozenset(visit for seen in ended for visit in seen))


def shown(laptop: Laptop, plans: Mapping[str, Told], scopes: Iterable[str]) -> None:
    """A laptop that has everything shows every plan of its areas so, and none besides."""
    sql = "SELECT p.*, e.scope, e.conflicted FROM plan p JOIN entity e ON e.id = p.id"
    rows = {row.id: row for row in laptop.rows(sql) if row.scope in scopes}
    homes = laptop.rows("SELECT id, scope FROM entity WHERE kind = ?", KIND)
    due = {row.id for row in homes if row.scope in scopes and row.id in plans}
    need(rows.keys() == due, f"{laptop.name} shows plans {sorted(rows.keys() ^ due)} that are not, or not those")
    for entity, row in rows.items():
        _row(laptop.name, entity, row, plans[entity])
    _listed(laptop, rows)


def _row(name: str, entity: str, row: Any, plan: Told) -> None:
    data = json.loads(row.data)
    begun = {one["visit"] for one in data["begun"]}
    need(begun == plan.begun, f"{name} shows {begun} as begun from {entity}, and not {set(plan.begun)}")
    open_ = sorted(json.loads(row.conflicted))
    need(open_ == plan.asks, f"{name} asks about {open_} of {entity} and not about {plan.asks}")
    for field, some in plan.values.items():
        here = json.dumps(data["fields"].get(field))
        need(here in some, f"{name} shows {field} of {entity} as {here}; those who decided said {sorted(some)}")
    if "cancelled" not in plan.asks:
        need(row.status == plan.status, f"{name} shows {entity} as {row.status} and not as {plan.status}")


def _listed(laptop: Laptop, rows: Mapping[str, Any]) -> None:
    """Every plan that did not end stands in the list of visits, here or as under way elsewhere."""
    here = {name for draft in laptop.db.drafts.visits() for name in (draft.id, draft.key)}
    elsewhere = {row.entity for row in laptop.db.plans.elsewhere()}
    for entity, row in rows.items():
        begun = {one["visit"] for one in json.loads(row.data)["begun"]}
        listed = entity in elsewhere or bool(({visit_of(entity)} | begun) & here)
        need(listed or row.status == "cancelled", f"{laptop.name} lists {entity} ({row.status}) nowhere")
