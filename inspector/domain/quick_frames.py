"""Reading frames of the usual layout fast: one pass by msgspec, which gives each event's own bytes as well.

What is read here is what `events` would read; whatever is unusual (further keys, numbers that are not finite, halves of
surrogate pairs, damage) is left to it. Its own module because the import takes time that most starts do not have.
"""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec

from inspector.domain.events import BlobRef, Event, Frame


class _Blob(msgspec.Struct, forbid_unknown_fields=True):
    sha256: str
    size: int
    type: str


class _Event(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    entity: str
    kind: str
    type: str
    par: list[str]
    body: dict[str, Any]
    blobs: list[_Blob]


class _Frame(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    scope: str
    dev: str
    n: int
    prev: str
    user: str
    at: str
    app: str
    v: int
    events: list[msgspec.Raw]


_FRAME = msgspec.json.Decoder(_Frame)
_EVENT = msgspec.json.Decoder(_Event)


def read(raw: bytes) -> tuple[Frame, tuple[str, ...]] | None:
    """The frame and the JSON of each event as it stands there; None for what `events` has to look at."""
    try:
        head = _FRAME.decode(raw)
        found = [_EVENT.decode(event) for event in head.events]
        texts = tuple([str(event, "utf-8") for event in head.events])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    if not (head.id and head.scope and head.dev and head.user and head.at and head.n > 0 and head.v > 0):
        return None
    events = _events(head, found)
    if events is None:
        return None
    made = (head.id, head.scope, head.dev, head.n, head.prev, head.user, head.at, head.app, head.v)
    return Frame(*made, tuple(events), raw), texts


def read_some(raw: bytes, places: Collection[int]) -> dict[int, Event] | None:
    """Only the events at these places of a frame that was read before."""
    try:
        head = _FRAME.decode(raw)
        found = [_EVENT.decode(head.events[place]) for place in places]
    except (msgspec.MsgspecError, ValueError, LookupError, RecursionError):
        return None
    events = _events(head, found)
    return None if events is None else dict(zip(places, events, strict=True))


def _events(head: _Frame, found: Iterable[_Event]) -> list[Event] | None:
    user, at, dev, scope = head.user, head.at, head.dev, head.scope
    events: list[Event] = []
    for one in found:
        par = one.par
        if not (one.id and one.entity and one.kind and one.type) or "" in par:
            return None
        blobs = tuple([_blob(blob) for blob in one.blobs]) if one.blobs else ()
        if any(not blob.sha256 for blob in blobs):
            return None
        events.append(Event(one.id, one.entity, one.kind, one.type, tuple(par), one.body, blobs, user, at, dev, scope))
    return events


def _blob(blob: _Blob) -> BlobRef:
    return BlobRef(blob.sha256, blob.size, blob.type)
