"""Folding what arrived since the last time somebody looked: in portions, so that nobody is held up for long.

The web page asks for it before it answers. Whoever writes a portion locks the row of `shown_mark`; pushes of laptops do
not wait for it on PostgreSQL, and for one portion at most on SQLite. One that cannot be folded keeps its last row.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.domain.events import Event, decode_frame
from inspector.domain.merge import fold
from inspector.quick_dataclass import dataclass
from inspector.server import store
from inspector.server.database import Database, chunks
from inspector.server.log import LOG
from inspector.server.shown import recurrence, settings
from inspector.server.shown.rows import BUILDERS, FOLD_ERRORS, SHAPE, Row
from inspector.server.state import FRAME, told
from inspector.server.tables import (
    counter,
    frame,
    shown_hazard,
    shown_mark,
    shown_thing,
    shown_visit,
)

PORTION: Final = 100
"""Frames that one transaction folds."""
BUDGET_S: Final = 2.0
"""How long a request folds before it answers with what there is."""
TABLES: Final = {"hazard": shown_hazard, "visit": shown_visit}
"""Where an entity's row is; `shown_thing` for the others."""
MARK: Final = sa.select(shown_mark).where(shown_mark.c.name == "mark")
NEXT: Final = (
    sa.select(frame.c.seq, frame.c.raw).where(frame.c.seq > sa.bindparam("after")).order_by(frame.c.seq).limit(PORTION)
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the ledgers are: frames folded, and frames there are."""

    seq: int
    head: int

    @property
    def behind(self) -> int:
        """Frames that are not shown yet."""
        return max(0, self.head - self.seq)


def catch_up(database: Database, budget_s: float = BUDGET_S, clock: Callable[[], float] = time.monotonic) -> Progress:
    """Fold what is new, for so many seconds at most. Raises Problem server_database or server_full."""
    ends = clock() + budget_s
    found = progress(database)
    while found.behind:
        with database.writing() as connection:
            _fold_portion(connection)
        found = progress(database)
        if clock() >= ends:
            break
    return found


def progress(database: Database) -> Progress:
    """How far the ledgers are."""
    with database.reading() as connection:
        head = connection.execute(sa.select(counter.c.value).where(counter.c.name == FRAME)).scalar_one()
        mark = connection.execute(MARK).one()
        return Progress(mark.seq if _is_current(connection, mark) else 0, head)


def _is_current(connection: Connection, mark: Any) -> bool:
    """Whether the rows are of this program, and of the history that the database has now."""
    return bool(mark.shape == SHAPE and mark.epoch == told(connection)["epoch"])


def _fold_portion(connection: Connection) -> None:
    mark = connection.execute(MARK.with_for_update()).one()
    after = mark.seq
    if not _is_current(connection, mark):
        for table in (shown_hazard, shown_visit, shown_thing):
            connection.execute(sa.delete(table))
        after = 0
    frames = connection.execute(NEXT, {"after": after}).all()
    named = {one.entity: one.kind for row in frames for one in decode_frame(bytes(row.raw)).events}
    _fold(connection, [entity for entity, kind in named.items() if kind in BUILDERS])
    last = frames[-1].seq if frames else after
    values = {"seq": last, "epoch": told(connection)["epoch"], "shape": SHAPE}
    connection.execute(sa.update(shown_mark).where(shown_mark.c.name == "mark").values(**values))


def _fold(connection: Connection, entities: Sequence[str]) -> None:
    """Make the rows of these entities anew."""
    homes = store.homes(connection, entities)
    pasts = store.pasts(connection, [entity for entity in entities if entity in homes])
    made: dict[str, list[Row]] = {"hazard": [], "visit": [], "": []}
    gone: dict[str, list[str]] = {"hazard": [], "visit": [], "": []}
    for entity in entities:
        kind, scope = homes.get(entity, ("", ""))
        if kind and kind not in BUILDERS:
            continue
        try:
            row = _storable(_row(kind, scope, pasts.get(entity, ())))
        except FOLD_ERRORS as error:
            LOG.warning("entity_unreadable", extra={"told": {"entity": entity, "error": type(error).__name__}})
            continue
        for place in (kind if kind in TABLES else "",) if kind else tuple(gone):
            gone[place].append(entity)
        if row is not None:
            made[kind if kind in TABLES else ""].append(row)
    troubles = _troubles(connection, gone["hazard"])
    for place, rows in made.items():
        _write(connection, TABLES.get(place, shown_thing), gone[place], rows)
    troubles |= {row["trouble"] for row in made["hazard"]}
    customers = [row["id"] for row in made[""] if row["kind"] == "customer"]
    customers += _customers_in(connection, {row["scope"] for row in made[""] if row["kind"] == settings.KIND})
    recurrence.settle(connection, troubles, customers)


def _customers_in(connection: Connection, scopes: set[str]) -> list[str]:
    """Customers whose rule may have changed: those with hazards that may have come back."""
    columns = shown_hazard.c
    query = sa.select(columns.customer).where(columns.scope.in_(sorted(scopes)), columns.prior_on != "").distinct()
    return list(connection.execute(query).scalars()) if scopes else []


def _row(kind: str, scope: str, past: Iterable[Event]) -> Row | None:
    """The row of an entity; None for one without a home, of which everything was ruled out, or that shows nothing."""
    if not kind:
        return None
    state = fold(tuple(past))
    values: Mapping[str, Any] = {name: heads.value() for name, heads in state.fields.items()}
    return BUILDERS[kind](state, values, scope)


def _write(connection: Connection, table: sa.Table, gone: Sequence[str], rows: Sequence[Row]) -> None:
    for some in chunks(sorted(gone)):
        connection.execute(sa.delete(table).where(table.c.id.in_(some)))
    if rows:
        connection.execute(sa.insert(table), list(rows))


def _storable(row: Row | None) -> Row | None:
    """PostgreSQL has no text with a zero in it; a record may."""
    return row and {key: value.replace("\0", "") if isinstance(value, str) else value for key, value in row.items()}


def _troubles(connection: Connection, hazards: Sequence[str]) -> set[str]:
    """The troubles that these hazards were of."""
    found: set[str] = set()
    for some in chunks(sorted(hazards)):
        query = sa.select(shown_hazard.c.trouble).where(shown_hazard.c.id.in_(some))
        found.update(connection.execute(query).scalars())
    return found
