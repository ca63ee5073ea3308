"""The file that carries a visit to another laptop: a sealed bundle of kind "hand-over", opened by a passphrase.

Sections: `visit` (JSON: the visit, its items, what was being typed, and the chain of hand-overs), `devices` (JSON:
public keys of the devices that wrote the records), `frames-0001` … (packs of raw records, each with its signature) and
`blob-<sha256>` (files). Format 1; a higher one belongs to a newer program.

Limits when reading: 64 MiB for the visit, 1,000 packs, 512 MiB for a file, 8 GiB in all. Whatever is in the file is
checked for its shape here, and nothing is stored by this module.
"""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Self

from inspector.domain.visit import VisitKind, VisitStatus
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.handovers.past import HandOver, read_handover
from inspector.storage import DraftItem, VisitDraft
from inspector.sync.bundle import Bundle, read_head, write_bundle
from inspector.sync.packs import SignedFrame, pack, unpack
from inspector.sync.unlocking import Passphrase

register(
    ProblemKind.INPUT,
    {
        "handover_malformed": N_("The file {path} is no visit that was handed over. Nothing was taken over."),
        "handover_newer": N_("The file {path} was written by a newer version of this program. Install that version."),
    },
)

KIND: Final = "hand-over"
FORMAT: Final = 1
MOST_VISIT: Final = 64 * 1024 * 1024
MOST_PACKS: Final = 1000
MOST_PACK: Final = 64 * 1024 * 1024
MOST_BLOB: Final = 512 * 1024 * 1024
MOST_BYTES: Final = 8 * 1024**3
PACK_BYTES: Final = 1024 * 1024
BLOB: Final = "blob-"
FRAMES: Final = "frames-"
HEX: Final = frozenset("0123456789abcdef")

LEAST_PASSPHRASE: Final = 8

GetBlob = Callable[[str], bytes | None]


def passphrase_strength(passphrase: str) -> str:
    """A hint while it is typed: "short" (not taken), "weak", or "good" (long, or of several kinds of characters)."""
    if len(passphrase) < LEAST_PASSPHRASE:
        return "short"
    kinds = {unicodedata.category(letter)[0] + str(ord(letter) > 0x2E7F) for letter in passphrase}
    varied = len(set(passphrase)) >= 6
    return "good" if varied and (len(passphrase) >= 14 or len(kinds) >= 3) else "weak"


@dataclass(frozen=True, slots=True)
class Travelling:
    """A visit on its way: the visit as it was open, its items, unsaved text by key, and the chain of hand-overs."""

    draft: VisitDraft
    items: tuple[DraftItem, ...]
    typing: Mapping[str, str]
    chain: tuple[HandOver, ...]


@dataclass(frozen=True, slots=True)
class Luggage:
    """What goes with the visit: records, the public keys (hex) of their devices, and hashes of files."""

    frames: Iterable[SignedFrame]
    devices: Mapping[str, str]
    blobs: tuple[str, ...]


def write_file(path: Path, passphrase: str, visit: Travelling, luggage: Luggage, get: GetBlob) -> int:
    """Write the file; returns its size. `get` gives a photo's bytes, None when it is missing. Raises like a bundle."""
    return write_bundle(path, KIND, Passphrase(passphrase), _sections(visit, luggage, get))


def _sections(visit: Travelling, luggage: Luggage, get: GetBlob) -> Iterator[tuple[str, Iterable[bytes]]]:
    yield "visit", [json.dumps(_visit_json(visit), ensure_ascii=False).encode()]
    yield "devices", [json.dumps(dict(luggage.devices)).encode()]
    for number, packed in enumerate(_packs(luggage.frames), 1):
        yield f"{FRAMES}{number:04d}", [packed]
    for sha256 in luggage.blobs:
        data = get(sha256)
        if data is not None:
            yield BLOB + sha256, [data]


def _packs(frames: Iterable[SignedFrame]) -> Iterator[bytes]:
    waiting: list[SignedFrame] = []
    size = 0
    for frame in frames:
        waiting.append(frame)
        size += len(frame[0])
        if size >= PACK_BYTES:
            yield pack(waiting)
            waiting, size = [], 0
    if waiting:
        yield pack(waiting)


def _visit_json(visit: Travelling) -> dict[str, Any]:
    draft = visit.draft
    return {
        "format": FORMAT,
        "visit": {
            "id": draft.id,
            "customer": draft.customer,
            "kind": draft.kind.value,
            "status": draft.status.value,
            "key": draft.key,
            "number": draft.number,
            "inspectors": list(draft.inspectors),
            "planned_on": draft.planned_on.isoformat() if draft.planned_on else "",
            "started_at": draft.started_at.isoformat() if draft.started_at else "",
            "body": dict(draft.body),
        },
        "items": [
            {"kind": item.kind, "key": item.key, "body": dict(item.body), "heads": list(item.heads), "at": item.at}
            for item in visit.items
        ],
        "typing": dict(visit.typing),
        "chain": [step.to_json() for step in visit.chain],
    }


def remapped(visit: Travelling, ids: Mapping[str, str]) -> Travelling:
    """The same visit about other things: every id (they are unique texts) is replaced, wherever it stands."""
    text = json.dumps(_visit_json(visit), ensure_ascii=False)
    for there, here in ids.items():
        text = text.replace(there, here)
    return _travelling(json.loads(text))


def is_hand_over(path: Path) -> bool:
    """Whether a file is a visit that was handed over (any, also a damaged one). Raises what reading raises."""
    try:
        return read_head(path).kind == KIND
    except Problem as problem:
        if problem.code not in ("bundle_foreign", "bundle_damaged", "bundle_newer"):
            raise
        return problem.code == "bundle_damaged"


class HandOverFile:
    """An open file, checked from end to end. Close it (`with`). Not on the GUI thread.

    Raises Problem bundle_foreign, bundle_newer, bundle_damaged, bundle_passphrase_wrong, bundle_unreadable,
    bundle_too_large, handover_malformed, handover_newer.
    """

    def __init__(self, path: Path, passphrase: str) -> None:
        self._path = path
        self._bundle = Bundle(path, KIND, Passphrase(passphrase), most_bytes=MOST_BYTES)
        try:
            self.visit = self._visit()
            self.devices = self._devices()
            self.blobs = self._blobs()
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            self.close()
            raise Problem("handover_malformed", path=path) from error
        except BaseException:
            self.close()
            raise

    def frames(self) -> Iterator[SignedFrame]:
        """The records, in their order. Raises Problem("pack_damaged")."""
        names = sorted(name for name in self._bundle.sections if name.startswith(FRAMES))
        if len(names) > MOST_PACKS:
            raise Problem("bundle_too_large", path=self._path)
        for name in names:
            yield from unpack(self._bundle.read(name, MOST_PACK))

    def blob(self, sha256: str) -> bytes:
        """A file. Raises Problem("handover_malformed") when it is another than its name says."""
        data = self._bundle.read(BLOB + sha256, MOST_BLOB)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Problem("handover_malformed", path=self._path)
        return data

    def close(self) -> None:
        """Close the file."""
        self._bundle.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _visit(self) -> Travelling:
        data = json.loads(self._bundle.read("visit", MOST_VISIT))
        if isinstance(data["format"], int) and data["format"] > FORMAT:
            raise Problem("handover_newer", path=self._path)
        return _travelling(data)

    def _devices(self) -> dict[str, str]:
        devices = json.loads(self._bundle.read("devices", MOST_VISIT))
        if any(len(bytes.fromhex(_text(key))) != 32 for key in devices.values()):
            raise ValueError("devices")
        return dict(devices)

    def _blobs(self) -> tuple[str, ...]:
        names = [name.removeprefix(BLOB) for name in self._bundle.sections if name.startswith(BLOB)]
        if any(len(name) != 64 or not HEX.issuperset(name) for name in names):
            raise ValueError("blobs")
        return tuple(names)


def _travelling(data: Mapping[str, Any]) -> Travelling:
    chain = tuple(read_handover(step) for step in data["chain"])
    if not chain:
        raise ValueError("chain")
    items = tuple(_item(item) for item in data["items"])
    typing = {_text(key): _text(text) for key, text in data["typing"].items()}
    return Travelling(_draft(data["visit"]), items, typing, chain)


def _draft(data: Mapping[str, Any]) -> VisitDraft:
    status = VisitStatus(data["status"])
    if status not in (VisitStatus.PLANNED, VisitStatus.OPEN):
        raise ValueError(status)
    if not isinstance(data["body"], dict):
        raise TypeError("body")
    return VisitDraft(
        id=_text(data["id"]),
        customer=_text(data["customer"]),
        kind=VisitKind(data["kind"]),
        status=status,
        key=_text(data["key"]),
        number=_text(data["number"]),
        inspectors=tuple(_text(person) for person in data["inspectors"]),
        planned_on=date.fromisoformat(data["planned_on"]) if data["planned_on"] else None,
        started_at=datetime.fromisoformat(data["started_at"]) if data["started_at"] else None,
        body=data["body"],
    )


def _item(data: Mapping[str, Any]) -> DraftItem:
    if not isinstance(data["body"], dict):
        raise TypeError("body")
    if data["at"]:
        datetime.fromisoformat(data["at"])
    heads = tuple(_text(head) for head in data["heads"])
    return DraftItem(_text(data["kind"]), _text(data["key"]), data["body"], heads, _text(data["at"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
