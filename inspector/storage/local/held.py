"""Decisions that wait a few seconds for being taken back: on disk before the window says so, carried out once."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inspector.quick_dataclass import dataclass
from inspector.storage.session import Session


@dataclass(frozen=True, slots=True)
class HeldDecision:
    """What somebody decided: a verb of the services with its body, by whom, when, and when it is to be carried out."""

    id: str
    verb: str
    body: Mapping[str, Any]
    user: str
    at: datetime
    due_at: datetime


class HeldDecisions:
    """Reads and writes of held decisions. Each write is durable on return, or joins the open transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, held: HeldDecision) -> None:
        """Save a decision."""
        self._session.run(
            "INSERT INTO held (id, verb, body, user, at, due_at) VALUES (:id, :verb, :body, :user, :at, :due_at)",
            id=held.id,
            verb=held.verb,
            body=json.dumps(dict(held.body), ensure_ascii=False),
            user=held.user,
            at=held.at.isoformat(),
            due_at=held.due_at.isoformat(),
        )

    def get(self, held_id: str) -> HeldDecision | None:
        """One decision; None if it was taken back or carried out."""
        row = self._session.one("SELECT * FROM held WHERE id = :id", id=held_id)
        return _decision(row) if row else None

    def all(self) -> tuple[HeldDecision, ...]:
        """All that is held, in the order it was decided (ids grow with time)."""
        return tuple(_decision(row) for row in self._session.rows("SELECT * FROM held ORDER BY id"))

    def remove(self, held_id: str) -> bool:
        """Let go of a decision; says whether it was still held."""
        return self._session.run("DELETE FROM held WHERE id = :id", id=held_id) > 0


def _decision(row: Any) -> HeldDecision:
    return HeldDecision(
        id=row.id,
        verb=row.verb,
        body=json.loads(row.body),
        user=row.user,
        at=datetime.fromisoformat(row.at),
        due_at=datetime.fromisoformat(row.due_at),
    )
