"""Which events the server ruled out for now: its rulings are events, and so are adoptions that end them."""

import json
from typing import Final

from inspector.quick_dataclass import dataclass
from inspector.storage.session import Session, chunks

RULINGS: Final = (
    "SELECT e.id, e.type, e.raw, f.at FROM event e JOIN frame f ON f.id = e.frame"
    " WHERE e.type IN ('event_ruled', 'event_adopted') ORDER BY e.rowid DESC"
)
"""The condition is that of the partial index."""
WHOLE: Final = "SELECT e.frame, e.id, f.events FROM event e JOIN frame f ON f.id = e.frame WHERE e.id IN"


@dataclass(frozen=True, slots=True)
class Ruling:
    """An event (`target`) has no effect for now; `code` says why, `at` when that was ruled."""

    id: str
    target: str
    code: str
    at: str


def open_rulings(session: Session) -> tuple[Ruling, ...]:
    """Rulings that hold, oldest first: neither adopted nor themselves ruled out.

    Anybody may write such an event; the server rules out what it did not write itself, and always afterwards.
    """
    rows = session.rows(RULINGS)
    adopted: dict[str, set[str]] = {}
    found: dict[str, Ruling] = {}
    for row in rows:
        if row.id in found:
            continue
        event = json.loads(row.raw)
        target, seen = str(event["body"].get("event", "")), event.get("par", ())
        if row.type == "event_adopted":
            adopted.setdefault(target, set()).update(seen)
        elif target in seen and row.id not in adopted.get(target, ()):
            found[target] = Ruling(row.id, target, str(event["body"].get("code", "")), row.at)
    return tuple(reversed(found.values()))


def ruled_frames(session: Session) -> str:
    """Ids (a JSON list) of frames of which every event is ruled out: the files that they name may not exist."""
    held: dict[str, int] = {}
    for chunk in chunks([ruling.target for ruling in open_rulings(session)]):
        for row in session.within(WHOLE, chunk):
            held[row.frame] = held.get(row.frame, row.events) - 1
    return json.dumps([frame for frame, left in held.items() if not left])
