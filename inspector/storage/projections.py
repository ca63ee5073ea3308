"""Projections: tables for lists and screens, folded from the events of each entity with the domain's merge.

`update` folds exactly the entities that changed, inside the transaction that stores the events. An entity that cannot
be folded keeps its last rows and is marked; the rest goes on.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from inspector.domain.events import Event, compact, decode_event
from inspector.domain.merge import EntityState, fold
from inspector.problems import Problem
from inspector.storage import rows, schema
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
}
"""Kind -> the tables it has rows in: table, column that names the entity, and the function that makes the rows."""

RECURRENT: Final = """
UPDATE hazard SET recurrent = reopened > 0 OR EXISTS (
    SELECT 1 FROM hazard o WHERE o.recurrence = hazard.recurrence AND o.status = 'closed'
    AND o.found_on < hazard.found_on AND o.id <> hazard.id)
WHERE recurrence IN (SELECT recurrence FROM hazard WHERE id IN (SELECT value FROM json_each(:ids)))
OR recurrence IN (SELECT value FROM json_each(:keys))
"""
"""The same rule as `domain.ledger.is_recurrent`, for all hazards of the same trouble as the changed ones."""


def _insert(table: str) -> str:
    names = [column.name for column in schema.metadata.tables[table].columns]
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - own names


INSERTS: Final = {table.name: _insert(table.name) for table in schema.PROJECTIONS}


class Projector:
    """Keeps the projections in step with the events; always inside the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

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
        for table in schema.PROJECTIONS:
            self._session.execute(table.delete())
        scopes = {
            row.entity: row.scope
            for row in self._session.rows(
                "SELECT e.entity, f.scope FROM event e JOIN frame f ON f.id = e.frame ORDER BY e.rowid DESC"
            )
        }
        for chunk in chunks(sorted(scopes)):
            self._write(self.load(chunk), {entity: scopes[entity] for entity in chunk}, fresh=True)

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
        old_keys: list[str] = [] if fresh else self._recurrences(changed)
        for entity, events in changed.items():
            state, error, made = self._fold(events)
            if not fresh:
                self._remove(entity, events[0].kind, keep=bool(error))
            out.setdefault("entity", []).append(_entity_row(entity, events[0].kind, scopes[entity], state, error))
            for table, new in made.items():
                out.setdefault(table, []).extend(new)
        for table, new in out.items():
            self._session.many(INSERTS[table], new)
        self._mark_recurrent([row[0] for row in out.get("hazard", ())], old_keys)

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

    def _recurrences(self, entities: Iterable[str]) -> list[str]:
        return [
            row.recurrence
            for chunk in chunks(sorted(entities))
            for row in self._session.within("SELECT recurrence FROM hazard WHERE id IN", chunk)
        ]

    def _mark_recurrent(self, ids: list[str], keys: list[str]) -> None:
        if ids or keys:
            self._session.run(RECURRENT, ids=json.dumps(ids), keys=json.dumps(keys))


def _values(state: EntityState, events: Sequence[Event], device: str) -> dict[str, Any]:
    """The value of each field to show; in a conflict this device's own comes first."""
    own = frozenset(e.id for e in events if e.dev == device) if state.conflicted else frozenset()
    return {name: field.value(own) for name, field in state.fields.items()}


def _entity_row(entity: str, kind: str, scope: str, state: EntityState | None, error: str) -> Row:
    if state is None:
        return (entity, kind, scope, "", "[]", "[]", "[]", "[]", error)
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
    )
