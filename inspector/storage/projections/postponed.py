"""Events that are stored and not folded yet: a first pull brings so many that each thing is folded once, at its end.

The setting `unfolded` names the last event (its row) before them, in the same commit that stores the first of them. So
a kill loses nothing: who opens the workspace next folds everything behind the mark, and doing it twice changes nothing.
The events themselves stay in memory as well, as long as they are few enough; otherwise they are read again.
"""

from collections.abc import Iterable
from typing import Final

from inspector.domain.events import Event
from inspector.storage.schema.versions import UNFOLDED, unfolded
from inspector.storage.session import Session

MOST_KEPT: Final = 120_000
"""Events kept in memory, about 2 kB each."""
ORDER: Final = ("person", "customer", "equipment", "visit", "hazard")
"""Kinds in the order they are folded: what rows and words of one kind take from another comes first."""
WAITING: Final = "SELECT kind, entity FROM event WHERE rowid > :mark ORDER BY rowid DESC"


class Postponed:
    """What waits to be folded; always inside the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: dict[str, list[Event]] = {}
        self._count = 0

    def begin(self) -> bool:
        """Everything that is stored from here on waits; whether that is new."""
        if unfolded(self._session) is not None:
            return False
        self._forget()
        insert = "INSERT INTO setting (key, value) VALUES (:key, :value)"
        self._session.run(insert, key=UNFOLDED, value=str(self._last()))
        return True

    def keep(self, events: Iterable[Event]) -> None:
        """These events have been stored since."""
        for event in events:
            self._count += 1
            self._kept.setdefault(event.entity, []).append(event)
        if self._count > MOST_KEPT:
            self._kept.clear()

    def end(self) -> None:
        """Nothing waits any more."""
        self._session.run("DELETE FROM setting WHERE key = :key", key=UNFOLDED)
        self._forget()

    def entities(self) -> list[tuple[str, str]]:
        """(kind, entity) of what waits, in the order it is folded."""
        mark = unfolded(self._session)
        if mark is None:
            return []
        kinds = {entity: events[0].kind for entity, events in self._kept.items()}
        if not self._is_whole():
            kinds = {row.entity: row.kind for row in self._session.rows(WAITING, mark=mark)}
        place = {kind: number for number, kind in enumerate(ORDER)}
        return sorted(
            ((kind, entity) for entity, kind in kinds.items()), key=lambda one: (place.get(one[0], len(ORDER)), one[1])
        )

    def events(self, entities: Iterable[str]) -> dict[str, list[Event]]:
        """All that is stored of those of these entities, none of which had rows before, that need not be read again."""
        if not self._is_whole():
            return {}
        return {entity: self._kept[entity] for entity in entities if entity in self._kept}

    def count(self) -> int:
        """How many events wait."""
        mark = unfolded(self._session)
        return 0 if mark is None else self._last() - mark

    def _is_whole(self) -> bool:
        """Whether what is kept is what was stored: not after a rollback, nor when something else was stored between."""
        return 0 < self.count() == self._count <= MOST_KEPT

    def _last(self) -> int:
        row = self._session.one("SELECT max(rowid) AS last FROM event")
        return int(row.last or 0) if row is not None else 0

    def _forget(self) -> None:
        self._kept.clear()
        self._count = 0
