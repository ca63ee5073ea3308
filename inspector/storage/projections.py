"""Projections: tables for lists and screens, folded from the events of each entity with the domain's merge.

`update` folds exactly the entities that changed, inside the transaction that stores the events. An entity that cannot
be folded keeps its last rows and is marked; the rest goes on.
"""

import functools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from inspector.domain.events import Event, compact, decode_event
from inspector.domain.merge import EntityState, fold
from inspector.problems import Problem
from inspector.storage import loop_rows, rows, versions
from inspector.storage.recurrence import Recurrence
from inspector.storage.session import Session, chunks

FOLD_ERRORS: Final = (Problem, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What odd content of a stored event may cause; it marks that entity and stops nothing else."""

LOAD: Final = (
    "SELECT e.entity, e.raw, f.user, f.at, f.dev FROM event e JOIN frame f ON f.id = e.frame WHERE e.entity IN"
)

Row = tuple[Any, ...]
Build = Callable[[EntityState, Mapping[str, Any]], list[Row]]

BUILDERS: Final[Mapping[str, tuple[tuple[str, str, Build], ...]]] = {
    "customer": (("customer", "id", rows.customer),),
    "equipment": (("equipment", "id", rows.equipment), ("measurement", "entity", rows.measurements)),
    "person": (("person", "id", rows.person),),
    "visit": (("visit", "id", rows.visit), ("measurement", "entity", rows.measurements)),
    "hazard": (("hazard", "id", rows.hazard),),
    "ledger_issue": (("ledger_issue", "id", loop_rows.ledger_issue),),
    "review_group": (("review_group", "id", loop_rows.review_group),),
    "review_round": (
        ("review_round", "id", loop_rows.review_round),
        ("review_item", "round", loop_rows.review_items),
        ("review_judgement", "round", loop_rows.review_judgements),
    ),
}
"""Kind -> the tables it has rows in: table, column that names the entity, and the function that makes the rows."""


@functools.cache
def _columns(table: str) -> tuple[str, ...]:
    from inspector.storage import schema  # noqa: PLC0415 - SQLAlchemy costs start-up time; only writing needs it

    return tuple(column.name for column in schema.metadata.tables[table].columns)


@functools.cache
def _insert(table: str) -> str:
    names = _columns(table)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - own names


PROJECTIONS: Final = (
    "entity",
    "customer",
    "equipment",
    "person",
    "visit",
    "hazard",
    "measurement",
    "ledger_issue",
    "review_group",
    "review_round",
    "review_item",
    "review_judgement",
)
"""Tables that `rebuild` empties and fills again from the raw frames."""
CLOSED: Final = ("recurrence", "found_on", "closed_on")
"""What of a closed hazard decides whether a later one came back."""


class Projector:
    """Keeps the projections in step with the events; always inside the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._recurrence = Recurrence(session)

    def update(self, events: Iterable[Event], scope: str) -> None:
        """Fold the entities these new events belong to; the events are stored already."""
        changed: dict[str, list[Event]] = {}
        for event in events:
            changed.setdefault(event.entity, []).append(event)
        known = self._known(changed)
        changed.update(self.load(sorted(known)))
        self._write(changed, dict.fromkeys(changed, scope) | known, fresh=not known)

    def rebuild(self) -> None:
        """Fold everything again from the stored events."""
        for table in PROJECTIONS:
            self._session.run(f"DELETE FROM {table}")  # noqa: S608 - own names
        scopes = {
            row.entity: row.scope
            for row in self._session.rows(
                "SELECT e.entity, f.scope FROM event e JOIN frame f ON f.id = e.frame ORDER BY e.rowid DESC"
            )
        }
        for chunk in chunks(sorted(scopes)):
            self._write(self.load(chunk), {entity: scopes[entity] for entity in chunk}, fresh=True)

    def refresh(self) -> None:
        """Make the rows anew if an older program left them behind; a kill leaves the old ones, and the next try."""
        if versions.rows_are_current(self._session):
            return
        with self._session.transaction():
            if self._session.one("SELECT 1 FROM frame LIMIT 1") is not None:
                self.rebuild()
            self._session.run(
                "INSERT INTO setting (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value",
                key=versions.ROWS_KEY,
                value=str(versions.ROWS),
            )

    def load(self, entities: Sequence[str]) -> dict[str, list[Event]]:
        """Stored events by entity."""
        found: dict[str, list[Event]] = {}
        for chunk in chunks(entities):
            for row in self._session.within(LOAD, chunk, "ORDER BY e.rowid"):
                event = decode_event(json.loads(row.raw), user=row.user, at=row.at, dev=row.dev)
                found.setdefault(row.entity, []).append(event)
        return found

    def _known(self, entities: Iterable[str]) -> dict[str, str]:
        """Scopes of the entities that have a projection already."""
        return {
            row.id: row.scope
            for chunk in chunks(sorted(entities))
            for row in self._session.within("SELECT id, scope FROM entity WHERE id IN", chunk)
        }

    def _write(self, changed: Mapping[str, list[Event]], scopes: Mapping[str, str], *, fresh: bool) -> None:
        out: dict[str, list[Row]] = {}
        before = set() if fresh else self._closed(changed)
        for entity, events in changed.items():
            state, error, made = self._fold(events)
            if not fresh:
                self._remove(entity, events[0].kind, keep=bool(error))
            self._session.touched.add((events[0].kind, entity))
            out.setdefault("entity", []).append(_entity_row(entity, events[0].kind, scopes[entity], state, error))
            for table, new in made.items():
                out.setdefault(table, []).extend(new)
        for table, new in out.items():
            self._session.many(_insert(table), new)
        hazards = out.get("hazard", ())
        key, found, closed, status = (_columns("hazard").index(name) for name in (*CLOSED, "status"))
        after = {(row[key], row[found], row[closed], row[0]) for row in hazards if row[status] == "closed"}
        keys = sorted({key for key, *_rest in before ^ after})
        customers = [row[0] for row in out.get("customer", ())]
        self._recurrence.settle([row[0] for row in hazards], keys, customers)

    def _fold(self, events: Sequence[Event]) -> tuple[EntityState | None, str, dict[str, list[Row]]]:
        state = None
        try:
            state = fold(events)
            values = _values(state, events, self._session.device.info.id)
            return state, "", {table: build(state, values) for table, _, build in BUILDERS.get(state.kind, ())}
        except FOLD_ERRORS as error:
            said = f"{error.code} {error.params}" if isinstance(error, Problem) else repr(error)
            return state, said[:500], {}

    def _remove(self, entity: str, kind: str, *, keep: bool) -> None:
        """Make room for new rows; `keep` leaves the last good ones of an entity that cannot be folded now."""
        self._session.many("DELETE FROM entity WHERE id = ?", [(entity,)])
        for table, column, _ in () if keep else BUILDERS.get(kind, ()):
            self._session.many(f"DELETE FROM {table} WHERE {column} = ?", [(entity,)])  # noqa: S608 - own names

    def _closed(self, entities: Iterable[str]) -> set[tuple[str, str, str | None, str]]:
        """(trouble, day found, day closed, id) of those hazards among the entities that are closed until now."""
        select = f"SELECT id, {', '.join(CLOSED)} FROM hazard WHERE id IN"  # noqa: S608 - own names
        rest = "AND +status = 'closed'"  # the plus keeps SQLite from searching by status
        return {
            (row.recurrence, row.found_on, row.closed_on, row.id)
            for chunk in chunks(sorted(entities))
            for row in self._session.within(select, chunk, rest)
        }


def _values(state: EntityState, events: Sequence[Event], device: str) -> dict[str, Any]:
    """The value of each field to show; in a conflict this device's own comes first."""
    own = frozenset(e.id for e in events if e.dev == device) if state.conflicted else frozenset()
    return {name: field.value(own) for name, field in state.fields.items()}


def _entity_row(entity: str, kind: str, scope: str, state: EntityState | None, error: str) -> Row:
    if state is None:
        return (entity, kind, scope, "", "[]", "[]", "[]", "[]", error, "[]")
    alerts = [[alert.code.value, alert.event] for alert in state.alerts]
    return (
        entity,
        kind,
        scope,
        state.status.value if state.status else "",
        compact(state.leaves),
        compact(alerts),
        compact(state.waiting),
        compact(state.unknown),
        error,
        compact(state.conflicted),
    )
