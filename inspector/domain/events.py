"""Events and frames (sync.md): what happened to one thing, and what one author did in one go.

A frame is encoded to JSON bytes exactly once, by its author; those bytes are signed, stored and forwarded unchanged.
Decoding checks the shape only. Kinds and types this version does not know are kept as they are.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import field
from enum import Enum, auto
from typing import Any, Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

SCHEMA: Final = 1
"""Schema version of the frames this program writes (`v`)."""

register(
    ProblemKind.INPUT,
    {
        "frame_malformed": N_(
            "A record from another device cannot be read ({reason}). It was put aside; tell the sender."
        ),
    },
)


class Effect(Enum):
    """What an event does to its entity when it is folded."""

    DECISION = auto()
    """Moves a hazard, if it is legal in the status its author saw. May set fields too."""
    FIELDS = auto()
    """Sets fields; heads that differ are a conflict."""
    FACT = auto()
    """Always effective, commutes, never changes a status."""
    RULING = auto()
    """A server's ruling that an event is not effective (`body.event`)."""
    ADOPTION = auto()
    """A lead adopts an event that a ruling had stopped (`body.event`)."""


HAZARD_DECISIONS: Final = {
    "hazard_registered": "register",
    "rectification_submitted": "submit",
    "review_passed": "pass",
    "review_returned": "return",
    "hazard_reopened": "reopen",
    "hazard_voided": "void",
    "dispute_adjudicated": "adjudicate",
}
"""Event type -> the decision it is, in the words of sync.md's tables."""

HAZARD_FACTS: Final = (
    "notice_served",
    "photo_added",
    "measurement_added",
    "note_added",
    "extension_requested",
)

TYPES: Final[Mapping[str, Mapping[str, Effect]]] = {
    "customer": {
        "customer_registered": Effect.FIELDS,
        "customer_changed": Effect.FIELDS,
        "paper_added": Effect.FACT,
        "paper_withdrawn": Effect.FACT,
    },
    "equipment": {
        "equipment_registered": Effect.FIELDS,
        "equipment_changed": Effect.FIELDS,
        "test_recorded": Effect.FACT,
    },
    "person": {"person_registered": Effect.FIELDS, "person_changed": Effect.FIELDS},
    "visit": {"visit_signed": Effect.FACT, "notice_issued": Effect.FACT, "note_added": Effect.FACT},
    "hazard": {
        **dict.fromkeys(HAZARD_DECISIONS, Effect.DECISION),
        **dict.fromkeys(HAZARD_FACTS, Effect.FACT),
        "hazard_changed": Effect.FIELDS,
    },
    "ledger_issue": {"ledger_issued": Effect.FACT},
    "review_group": {"review_group_formed": Effect.FIELDS, "review_group_changed": Effect.FIELDS},
    "review_round": {
        "sample_drawn": Effect.FACT,
        "review_assigned": Effect.FIELDS,
        "second_judgement_given": Effect.FACT,
    },
    "criterion": {"criterion_decided": Effect.FIELDS},
    "criteria_pack": {"criteria_pack_added": Effect.FIELDS, "criteria_pack_changed": Effect.FIELDS},
    "hazard_entry": {"hazard_entry_added": Effect.FIELDS, "hazard_entry_changed": Effect.FIELDS},
    "form": {"form_installed": Effect.FIELDS, "form_changed": Effect.FIELDS},
    "setting": {"settings_changed": Effect.FIELDS},
    "plan": {
        **dict.fromkeys(("plan_made", "plan_changed", "plan_cancelled"), Effect.FIELDS),
        "plan_begun": Effect.FACT,
    },
}
"""Event types this version knows, by kind of entity."""

ANY_KIND: Final[Mapping[str, Effect]] = {"event_ruled": Effect.RULING, "event_adopted": Effect.ADOPTION}
"""Types that every kind of entity may carry."""
_EFFECTS: Final = {(kind, name): effect for kind, types in TYPES.items() for name, effect in types.items()}


def _no_number(name: str) -> float:
    raise ValueError(name)


MOST_DEPTH: Final = 64
"""Objects and lists inside each other in an event, itself included. A cap of our own: how deep Python's and msgspec's
readers go depends on who calls them, and every laptop and server must take the same frames."""
_FRAME_DEPTH: Final = 2
"""Those around an event: the frame, and the list of its events."""
_STRINGS: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_IDENTITY: Final = re.compile(rb'\{"id":"([^"\\]+)"')
_DECODER: Final = json.JSONDecoder(parse_constant=_no_number)
_WRITE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class BlobRef:
    """A photo or other file an event refers to: hash of its plaintext (hex), size in bytes, media type."""

    sha256: str
    size: int
    type: str


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to one thing. `par` are the heads of the entity its author had on the screen.

    `user`, `at` (ISO 8601, the device's time, shown and never compared), `dev` and `scope` come from the frame.
    """

    id: str
    entity: str
    kind: str
    type: str
    par: tuple[str, ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)
    blobs: tuple[BlobRef, ...] = ()
    user: str = ""
    at: str = ""
    dev: str = ""
    scope: str = field(default="", compare=False)

    @property
    def effect(self) -> Effect | None:
        """What it does when folded; None for a type this version does not know."""
        return _EFFECTS.get((self.kind, self.type)) or ANY_KIND.get(self.type)


@dataclass(frozen=True, slots=True)
class Frame:
    """What one author did in one go.

    `n` counts the frames of device `dev` in this scope from 1; `prev` is the SHA-256 (hex) of the previous one's
    bytes, empty for the first. `raw` are the bytes that were signed.
    """

    id: str
    scope: str
    dev: str
    n: int
    prev: str
    user: str
    at: str
    app: str
    v: int
    events: tuple[Event, ...]
    raw: bytes = b""


def compact(value: object) -> str:
    """JSON without spaces, text as it is. Raises ValueError on NaN and infinities, which JSON does not have."""
    return "[]" if value in ((), []) else _WRITE(value)


def event_json(event: Event) -> str:
    """The event as it stands inside its frame."""
    return compact(
        {
            "id": event.id,
            "entity": event.entity,
            "kind": event.kind,
            "type": event.type,
            "par": list(event.par),
            "body": event.body,
            "blobs": [{"sha256": b.sha256, "size": b.size, "type": b.type} for b in event.blobs],
        }
    )


def encode_frame(frame: Frame) -> bytes:
    """The frame's bytes; call it once, when the frame is made, and keep the result."""
    return join_frame(frame, [event_json(event) for event in frame.events])


def join_frame(frame: Frame, events: list[str]) -> bytes:
    """The frame's bytes from its events' JSON texts, made by `event_json` before (bulk work encodes each once)."""
    head = compact(
        {
            "id": frame.id,
            "scope": frame.scope,
            "dev": frame.dev,
            "n": frame.n,
            "prev": frame.prev,
            "user": frame.user,
            "at": frame.at,
            "app": frame.app,
            "v": frame.v,
        }
    )
    return f'{head[:-1]},"events":[{",".join(events)}]}}'.encode()


def decode_frame(raw: bytes) -> Frame:
    """Read the bytes of a frame that was taken in before. Raises Problem("frame_malformed") and nothing else.

    It bears more than `read_frame`, so that what an older version took in can still be read. What arrives is read by
    `read_frame`.
    """
    quick = _quick(raw)
    return quick[0] if quick is not None else _frame(raw, *_parse(raw))


def read_frame(raw: bytes) -> tuple[Frame, tuple[str, ...]]:
    """Read a frame that arrives, at a laptop or a server: the frame, and the JSON of each event.

    That is as it stands there if the frame is laid out as ours are. Refused are, besides what is no frame, numbers that
    are not finite or have more digits than Python reads, halves of surrogate pairs in an event, and events deeper than
    `MOST_DEPTH`; of a key that comes twice the last one counts. Raises Problem("frame_malformed") and nothing else.
    """
    quick = _quick(raw)
    return quick if quick is not None and _is_plain(raw, quick[1]) else read_any_frame(raw)


def read_any_frame(raw: bytes) -> tuple[Frame, tuple[str, ...]]:
    """`read_frame` without its fast way for the usual layout."""
    if _is_deep(raw):
        raise _malformed("depth")
    head, events = _parse(raw)
    try:
        texts = tuple(map(_WRITE, events))
        "".join(texts).encode()
    except ValueError:  # a number beyond what JSON can write, or half of a surrogate pair
        raise _malformed("events") from None
    return _frame(raw, head, events), texts


def frame_id(raw: bytes) -> str:
    """The id that a frame claims to have, "" if it cannot be told. Raises nothing, however odd the rest of it is."""
    try:
        return decode_frame(raw).id
    except Problem:
        found = _IDENTITY.match(raw)
        return found[1].decode("utf-8", "ignore") if found else ""


def _is_plain(raw: bytes, texts: Collection[str]) -> bool:
    """Whether no event is too deep, and no bracket stands outside of the events.

    Such a one belongs to a list of events that another one replaced, which the fast way did not look at, or to a text.
    """
    opened = [text.count("{") + text.count("[") for text in texts]
    if raw.count(b"{") + raw.count(b"[") != sum(opened) + _FRAME_DEPTH:
        return False
    return max(opened, default=0) <= MOST_DEPTH or not _is_deep(raw)


def _is_deep(raw: bytes) -> bool:
    depth = 0
    for bracket in _STRINGS.sub(b"", raw).translate(None, _NO_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > MOST_DEPTH + _FRAME_DEPTH:
            return True
    return False


def events_at(raw: bytes, places: Collection[int]) -> dict[int, Event]:
    """Only the events at these places of a frame that was read before. Raises Problem("frame_malformed")."""
    from inspector.domain import quick_frames  # noqa: PLC0415 - see _quick

    found = quick_frames.read_some(raw, places)
    if found is None:
        events = decode_frame(raw).events
        found = {place: events[place] for place in places if place < len(events)}
    return found


def _quick(raw: bytes) -> tuple[Frame, tuple[str, ...]] | None:
    from inspector.domain import quick_frames  # noqa: PLC0415 - most starts read no frame, and the import takes time

    return quick_frames.read(raw)


def _frame(raw: bytes, head: dict[str, Any], events: list[Any]) -> Frame:
    user, at, dev, scope = _text(head, "user"), _text(head, "at"), _text(head, "dev"), _text(head, "scope")
    return Frame(
        id=_text(head, "id"),
        scope=scope,
        dev=dev,
        n=_count(head, "n"),
        prev=_text(head, "prev", empty=True),
        user=user,
        at=at,
        app=_text(head, "app", empty=True),
        v=_count(head, "v"),
        events=tuple(decode_event(event, user=user, at=at, dev=dev, scope=scope) for event in events),
        raw=raw,
    )


def decode_event(data: object, *, user: str = "", at: str = "", dev: str = "", scope: str = "") -> Event:
    """Read one event of a frame. Raises Problem("frame_malformed")."""
    if not isinstance(data, dict):
        raise _malformed("event")
    body = data.get("body", {})
    if not isinstance(body, dict):
        raise _malformed("body")
    blobs = data.get("blobs")
    return Event(
        _text(data, "id"),
        _text(data, "entity"),
        _text(data, "kind"),
        _text(data, "type"),
        _texts(data, "par"),
        body,
        () if blobs == [] else _blobs(data.get("blobs", [])),
        user,
        at,
        dev,
        scope,
    )


def _parse(raw: bytes) -> tuple[dict[str, Any], list[Any]]:
    """The frame, and its events."""
    try:
        data = _DECODER.decode(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise _malformed("JSON") from None
    if not isinstance(data, dict):
        raise _malformed("JSON")
    events = data.get("events")
    if not isinstance(events, list):
        raise _malformed("events")
    return data, events


def _malformed(reason: str) -> Problem:
    return Problem("frame_malformed", reason=reason)


def _text(data: dict[str, Any], key: str, *, empty: bool = False) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not (value or empty):
        raise _malformed(key)
    return value


def _texts(data: dict[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key, [])
    if not isinstance(value, list):
        raise _malformed(key)
    for item in value:
        if not isinstance(item, str) or not item:
            raise _malformed(key)
    return tuple(value)


def _count(data: dict[str, Any], key: str) -> int:
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _malformed(key)
    return value


def _blobs(data: object) -> tuple[BlobRef, ...]:
    if not isinstance(data, list):
        raise _malformed("blobs")
    refs = []
    for item in data:
        if not isinstance(item, dict) or not isinstance(item.get("size"), int):
            raise _malformed("blobs")
        refs.append(BlobRef(_text(item, "sha256"), item["size"], _text(item, "type", empty=True)))
    return tuple(refs)
