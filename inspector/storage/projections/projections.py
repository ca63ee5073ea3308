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
from inspector.domain.shapes import plain
from inspector.problems import Problem
from inspector.storage.collecting import no_collecting
from inspector.storage.engine import ROW_ERRORS
from inspector.storage.projections import loop_rows, plan_rows, rows
from inspector.storage.projections.postponed import Postponed
from inspector.storage.projections.recurrence import Recurrence
from inspector.storage.registers.house_rules import OF_THE_HOUSE
from inspector.storage.schema import versions
from inspector.storage.search import pinyin
from inspector.storage.session import Session, chunks

FOLD_ERRORS: Final = (Problem, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What odd content of a stored event may cause; it marks that entity and stops nothing else."""

LOAD: Final = (
    "SELECT e.id, e.entity, e.kind, e.raw, f.user, f.at, f.dev, f.scope FROM event e JOIN frame f ON f.id = e.frame"
    " WHERE e.entity IN"
)
UNREADABLE: Final = "unreadable"
"""Type of a stored event that cannot be read any more. Nobody knows it, so its entity is read-only."""

ENTITIES: Final = "SELECT DISTINCT entity FROM event ORDER BY entity"
PORTION: Final = 2000
"""Entities that are folded in one transaction when many were postponed."""

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
    "plan": (("plan", "id", plan_rows.plan),),
    **dict.fromkeys(OF_THE_HOUSE, (("house_rule", "id", loop_rows.house_rule),)),
}
"""Kind -> the tables it has rows in: table, column that names the entity, and the function that makes the rows."""


@functools.cache
def _columns(table: str) -> tuple[str, ...]:
    from inspector.storage.schema import tables  # noqa: PLC0415 - SQLAlchemy costs start-up time; only writing needs it

    return tuple(column.name for column in tables.metadata.tables[table].columns)


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
    "house_rule",
    "plan",
)
"""Tables that `rebuild` empties and fills again from the raw frames."""
CLOSED: Final = ("recurrence", "found_on", "closed_on")
"""What of a closed hazard decides whether a later one came back."""


class Projector:
    """Keeps the projections in step with the events; always inside the caller's transaction, but for `catch_up`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._recurrence = Recurrence(session)
        self._postponed = Postponed(session)
        self._left: list[tuple[str, str]] | None = None

    def update(self, events: Iterable[Event]) -> None:
        """Fold the entities these new events belong to; the events are stored already."""
        changed: dict[str, list[Event]] = {}
        for event in events:
            changed.setdefault(event.entity, []).append(event)
        known = self._known(changed)
        waiting = versions.unfolded(self._session) is not None  # then more may be stored of what has no rows yet
        changed.update(self.load(sorted(changed if waiting else known)))
        self._write(changed, known)

    def postpone(self) -> None:
        """What is stored from here on is folded by `catch_up`; call it before the events are stored."""
        if self._postponed.begin():
            pinyin.prepare()
        self._left = None

    def keep(self, events: Iterable[Event]) -> None:
        """These events were stored after `postpone`; telling them saves reading them again."""
        self._postponed.keep(events)

    def postponed(self) -> int:
        """How many events wait for `catch_up`."""
        return self._postponed.count()

    def catch_up(self, most: int = PORTION) -> tuple[tuple[str, str], ...]:
        """Fold a portion of what was postponed, in a transaction of its own; what it was, () when nothing is left.

        (kind, entity) each. A portion keeps the worker busy for a quarter of a second or so.
        """
        if self._session.in_transaction:
            raise RuntimeError("what was postponed is folded in transactions of its own")
        if self._left is None:
            self._left = self._postponed.entities()
        portion = self._left[:most]
        with no_collecting(), self._session.transaction():
            self.safely([entity for _kind, entity in portion], self._fold_postponed)
            if len(portion) == len(self._left):
                self._postponed.end()
        self._left = self._left[most:] or None
        return tuple(portion)

    def safely(self, entities: Sequence[str], write: Callable[[Sequence[str]], None]) -> None:
        """Write the rows of these entities at once, or one by one if the database does not take all.

        One whose rows it does not take is marked, like one that cannot be folded.
        """
        try:
            with self._session.savepoint():
                write(entities)
        except ROW_ERRORS as error:
            if len(entities) > 1:
                for entity in entities:
                    self.safely([entity], write)
                return
            self._mark(entities[0], repr(error)[:500])

    def _mark(self, entity: str, error: str) -> None:
        """Keep why an entity has no rows, or only old ones; what the next event has seen is right all the same."""
        events = self.load([entity])[entity]
        state, _error, _rows = self._fold(events)
        self._session.run("DELETE FROM entity WHERE id = :id", id=entity)
        self._session.many(_insert("entity"), [_entity_row(events, state, error)])

    def _fold_postponed(self, entities: Sequence[str]) -> None:
        known = self._known(entities)
        kept = self._postponed.events([entity for entity in entities if entity not in known])
        changed = kept | self.load([entity for entity in entities if entity not in kept])
        self._write({entity: changed[entity] for entity in entities}, known)

    def rebuild(self) -> None:
        """Fold everything again from the stored events. What is wrong with one entity marks it and stops nothing."""
        for table in PROJECTIONS:
            self._session.run(f"DELETE FROM {table}")  # noqa: S608 - own names
        for chunk in chunks([row.entity for row in self._session.rows(ENTITIES)]):
            self.safely(chunk, self._write_anew)
        self._postponed.end()
        self._left = None

    def _write_anew(self, entities: Sequence[str]) -> None:
        self._write(self.load(entities), {})

    def refresh(self) -> None:
        """Make the rows anew if an older program left them behind; a kill leaves the old ones, and the next try.

        What was postponed when the program was killed is folded now.
        """
        if versions.rows_are_current(self._session):
            while self.catch_up():
                pass
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
                found.setdefault(row.entity, []).append(_stored(row))
        return found

    def _known(self, entities: Iterable[str]) -> dict[str, str]:
        """Kinds of those of these entities that have a projection already."""
        select = "SELECT id, kind FROM entity WHERE id IN"
        return {row.id: row.kind for chunk in chunks(sorted(entities)) for row in self._session.within(select, chunk)}

    def _write(self, changed: Mapping[str, list[Event]], known: Mapping[str, str]) -> None:
        """Make the rows of these entities anew; those that are not `known` have none yet."""
        old = [entity for entity in changed if entity in known]
        before = self._closed(old)
        out: dict[str, list[Row]] = {}
        gone: dict[str, list[tuple[str]]] = {}
        for entity, events in changed.items():
            state, error, made = self._fold(events)
            if entity in known:
                self._remove(entity, known[entity], gone, keep=bool(error))
                self._session.touched.add((known[entity], entity))
            row = _entity_row(events, state, error)
            self._session.touched.add((row[1], entity))
            out.setdefault("entity", []).append(row)
            for table, new in made.items():
                out.setdefault(table, []).extend(new)
        for statement, entities in gone.items():
            self._session.many(statement, entities)
        for table, new in out.items():
            self._session.many(_insert(table), new)
        self._settle(out, before)

    def _settle(self, out: Mapping[str, list[Row]], before: set[tuple[str, str, str | None, str]]) -> None:
        """Bring what hangs on several hazards up to date; `before`: those of the changed ones that were closed."""
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
            values = _values(state, events, self._session.own_devices)
            return state, "", {table: build(state, values) for table, _, build in BUILDERS.get(state.kind, ())}
        except FOLD_ERRORS as error:
            said = f"{error.code} {error.params}" if isinstance(error, Problem) else repr(error)
            return state, said[:500], {}

    @staticmethod
    def _remove(entity: str, kind: str, gone: dict[str, list[tuple[str]]], *, keep: bool) -> None:
        """Make room for new rows; `keep` leaves the last good ones of an entity that cannot be folded now."""
        gone.setdefault("DELETE FROM entity WHERE id = ?", []).append((entity,))
        for table, column, _ in () if keep else BUILDERS.get(kind, ()):
            gone.setdefault(f"DELETE FROM {table} WHERE {column} = ?", []).append((entity,))  # noqa: S608 - own names

    def _closed(self, entities: Iterable[str]) -> set[tuple[str, str, str | None, str]]:
        """(trouble, day found, day closed, id) of those hazards among the entities that are closed until now."""
        select = f"SELECT id, {', '.join(CLOSED)} FROM hazard WHERE id IN"  # noqa: S608 - own names
        rest = "AND +status = 'closed'"  # the plus keeps SQLite from searching by status
        return {
            (row.recurrence, row.found_on, row.closed_on, row.id)
            for chunk in chunks(sorted(entities))
            for row in self._session.within(select, chunk, rest)
        }


def _stored(row: Any) -> Event:
    try:
        return decode_event(json.loads(row.raw), user=row.user, at=row.at, dev=row.dev, scope=row.scope)
    except (Problem, ValueError, RecursionError):
        return Event(row.id, row.entity, row.kind, UNREADABLE, (), {}, (), row.user, row.at, row.dev, row.scope)


def _values(state: EntityState, events: Sequence[Event], devices: Callable[[], frozenset[str]]) -> dict[str, Any]:
    """The value of each field to show; in a conflict that of these devices, which are this laptop's, comes first."""
    if not state.conflicted:
        return {name: field.heads[0][1] for name, field in state.fields.items()}
    ours = devices()
    own = frozenset(e.id for e in events if e.dev in ours)
    return {name: field.value(own) for name, field in state.fields.items()}


def _first(events: Sequence[Event]) -> Event:
    """The earliest event, whatever arrived first; of several, that of the smallest id. It gives kind and scope."""
    first = events[0]
    if first.par or any(not event.par for event in events[1:]):
        first = min((event for event in events if not event.par), key=_id, default=min(events, key=_id))
    return first


def _id(event: Event) -> str:
    return event.id


def _entity_row(events: Sequence[Event], state: EntityState | None, error: str) -> Row:
    first = _first(events)
    entity, kind, scope = first.entity, first.kind, first.scope
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
        compact([name for name in state.conflicted if plain(name, len(name))]),
    )
