"""Things with fields that several people changed without seeing each other: found by a partial index."""

import json
from collections.abc import Sequence
from typing import Final, NamedTuple

from inspector.storage.session import Session, chunks

_OPEN: Final = "SELECT id, kind, scope, conflicted FROM entity WHERE conflicted <> '[]' ORDER BY id DESC LIMIT :limit"
_COUNT: Final = "SELECT sum(json_array_length(conflicted)) AS fields FROM entity WHERE conflicted <> '[]'"


class Conflicted(NamedTuple):
    """A thing, and the names of its fields whose heads differ."""

    entity: str
    kind: str
    scope: str
    fields: tuple[str, ...]


class Conflicts:
    """Reads of what waits for a decision."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def entities(self, limit: int = -1) -> tuple[Conflicted, ...]:
        """Things with conflicted fields, the youngest first; a limit of -1 gives all."""
        rows = self._session.rows(_OPEN, limit=limit)
        return tuple(Conflicted(row.id, row.kind, row.scope, tuple(json.loads(row.conflicted))) for row in rows)

    def count(self) -> int:
        """How many fields wait for a decision."""
        row = self._session.one(_COUNT)
        return int(row.fields or 0) if row is not None else 0

    def fields_of(self, entities: Sequence[str]) -> dict[str, int]:
        """By thing how many of its fields wait for a decision; those of which none does are left out."""
        sql = "SELECT id, json_array_length(conflicted) AS fields FROM entity WHERE id IN"
        rest = "AND conflicted <> '[]'"
        rows = (row for some in chunks(entities) for row in self._session.within(sql, some, rest))
        return {row.id: int(row.fields) for row in rows}

    def incomplete(self, limit: int = -1) -> tuple[tuple[str, str], ...]:
        """(kind, id) of things some of whose events wait for others that have not arrived."""
        sql = "SELECT kind, id FROM entity WHERE waiting <> '[]' ORDER BY id DESC LIMIT :limit"
        return tuple((row.kind, row.id) for row in self._session.rows(sql, limit=limit))
