"""What somebody gives with an action on a hazard: words, days, photos, values; checked before anything is written.

Photos are decoded and stored before (`take_photos`, pool thread), so that a decision that is held only names them.
"""

import dataclasses
import math
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from inspector.domain.actions import RULES, Action
from inspector.domain.events import BlobRef
from inspector.domain.hazard import Grade
from inspector.domain.merge import OUTCOMES
from inspector.i18n import N_, Message
from inspector.photos.intake import intake
from inspector.photos.stamp import PhotoStamp
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.hazards.action_words import ACTIONS, ASKS
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "action_unknown": N_("“{action}” is no action on a hazard. Use one of: {names}."),
        "action_needs": N_("“{action}” needs {what}."),
        "action_outcome": N_("An adjudication says “closed” or “returned”, not “{outcome}”."),
        "action_day": N_("{day} lies before the day the hazard was found or after today. Correct the day."),
        "day_format": N_("“{text}” is no day. Write it as 2026-05-31."),
        "action_text_long": N_("The {what} is longer than {most} characters. Shorten it."),
        "action_value": N_("A measured value needs a quantity and a number: {value}."),
        "photo_unreadable": N_("The photo {path} cannot be read: {reason}."),
    },
)

JPEG: Final = "image/jpeg"
MOST_TEXT: Final = 2000
"""Characters of a note, reason or comment: a page of paper; longer ones are files somebody pasted by mistake."""
LONG: Final = {"note": N_("note"), "reason": N_("reason"), "comment": N_("comment")}
RESERVED: Final = frozenset({"fields", "photos", "roles", "teams", "finders", "rectifiers", "extension", "approver"})
"""Keys of an event's body that only the engine writes."""


@dataclass(frozen=True, slots=True)
class PhotoInput:
    """A photo that is in the store: hashes of its pictures, as an event tells it."""

    display: str
    original: str
    thumb: str
    taken_at: str
    """ISO, with its zone."""
    name: str = ""
    media: str = JPEG
    """Of the original."""

    def told(self) -> dict[str, str]:
        """As it stands in an event's body."""
        shown = (self.display, self.original, self.thumb, self.taken_at, self.name)
        return dict(zip(("display", "original", "thumb", "taken_at", "name"), shown, strict=True))


@dataclass(frozen=True, slots=True)
class Given:
    """Everything an action may be given; which of it an action asks for says `domain.actions.RULES`.

    `photos` are files, bytes of files, or photos in the store. `person` is who rectified (submit) or is responsible
    (assign). `values` are entries {quantity, label, phase, value, unit …} as `hazards.values` reads them. `more` goes
    into the decision's body as it is.
    """

    note: str = ""
    reason: str = ""
    comment: str = ""
    until: date | None = None
    grade: Grade | None = None
    outcome: str = ""
    photos: tuple[PhotoInput | Path | str | bytes, ...] = ()
    values: tuple[Mapping[str, Any], ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    on: date | None = None
    person: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    def stored(self) -> tuple[PhotoInput, ...]:
        """The photos, all of which are in the store."""
        return tuple(photo for photo in self.photos if isinstance(photo, PhotoInput))


def action_named(name: str) -> Action:
    """An action by the word commands use. Raises Problem action_unknown."""
    try:
        return Action(name)
    except ValueError as error:
        raise Problem("action_unknown", action=name, names=", ".join(action.value for action in Action)) from error


def read_day(text: str) -> date | None:
    """A day as somebody typed it, None for nothing. Raises Problem day_format."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Problem("day_format", text=text) from error


def checked(given: Given, action: Action, *, found_on: date, today: date) -> Given:
    """What is given, with its texts trimmed.

    Raises Problem action_needs, action_text_long, action_outcome, action_day, action_value.
    """
    texts = {name: getattr(given, name).strip() for name in ("note", "reason", "comment", "outcome", "person")}
    fields = dict(given.fields) | ({"grade": given.grade.value} if given.grade is not None else {})
    made = replace(given, **texts, fields=fields)
    for asked in RULES[action].asks:
        if not getattr(made, asked):
            raise Problem("action_needs", action=Message(ACTIONS[action]), what=Message(ASKS[asked]))
    for name, word in LONG.items():
        if len(texts[name]) > MOST_TEXT:
            raise Problem("action_text_long", what=Message(word), most=MOST_TEXT)
    if action is Action.ADJUDICATE and made.outcome not in OUTCOMES:
        raise Problem("action_outcome", outcome=made.outcome)
    if made.on is not None and not found_on <= made.on <= today:
        raise Problem("action_day", day=made.on.isoformat())
    for value in made.values:
        _check_value(value)
    return made


def _check_value(value: Mapping[str, Any]) -> None:
    number = value.get("value")
    counts = isinstance(number, int | float) and not isinstance(number, bool) and math.isfinite(number)
    if not value.get("quantity") or not counts:
        raise Problem("action_value", value=str(dict(value))[:80])


def take_photos(workspace: Workspace, hazard: str, given: Given) -> Given:
    """Decode, stamp and store the photos of what is given. Half a second each: pool thread. Raises Problem."""
    if not given.photos or len(given.stored()) == len(given.photos):
        return given
    stamp = workspace.call(lambda: _stamp(workspace, hazard))
    photos = tuple(
        photo if isinstance(photo, PhotoInput) else take_photo(workspace, photo, stamp) for photo in given.photos
    )
    return replace(given, photos=photos)


def _stamp(workspace: Workspace, hazard: str) -> PhotoStamp:
    found = workspace.db.hazards.get(hazard)
    customer = workspace.db.registers.customer(found.customer)
    return PhotoStamp(customer.name, found.place, workspace.acting.name, workspace.now())


def take_photo(workspace: Workspace, photo: Path | str | bytes, stamp: PhotoStamp, name: str = "") -> PhotoInput:
    """Decode, stamp and store one photo. Pool thread. Raises Problem photo_unreadable and those of `photos.intake`."""
    if isinstance(photo, bytes):
        data = photo
    else:
        path = Path(photo)
        name = name or path.name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise Problem("photo_unreadable", path=path, reason=error.strerror or error) from error
    taken = intake(data, stamp)
    put = workspace.store.blobs.put
    moment = (taken.taken_at or stamp.added_at).astimezone().isoformat()
    media = f"image/{taken.original_format.lower()}"
    return PhotoInput(put(taken.display.data), put(data), put(taken.thumbnail.data), moment, name, media)


def blobs_of(workspace: Workspace, photos: Iterable[PhotoInput]) -> tuple[BlobRef, ...]:
    """The files of photos, each once."""
    media = {sha: JPEG for photo in photos for sha in (photo.display, photo.thumb)}
    media |= {photo.original: photo.media for photo in photos}
    size = workspace.store.blobs.size
    return tuple(BlobRef(sha, size(sha), kind) for sha, kind in media.items() if sha)


def given_json(given: Given) -> dict[str, Any]:
    """What is given as JSON, for a decision that is held; its photos are in the store."""
    made: dict[str, Any] = {
        "photos": [dataclasses.asdict(photo) for photo in given.stored()],
        "values": [dict(value) for value in given.values],
        "fields": dict(given.fields),
        "more": dict(given.more),
        "until": given.until.isoformat() if given.until else "",
        "on": given.on.isoformat() if given.on else "",
        "grade": given.grade.value if given.grade else "",
    }
    made |= {name: getattr(given, name) for name in ("note", "reason", "comment", "outcome", "person")}
    return {key: value for key, value in made.items() if value}


def given_from(body: Mapping[str, Any]) -> Given:
    """What `given_json` wrote."""
    texts = {name: str(body.get(name, "")) for name in ("note", "reason", "comment", "outcome", "person")}
    return Given(
        **texts,
        until=date.fromisoformat(body["until"]) if body.get("until") else None,
        on=date.fromisoformat(body["on"]) if body.get("on") else None,
        grade=Grade(body["grade"]) if body.get("grade") else None,
        photos=tuple(PhotoInput(**photo) for photo in body.get("photos", ())),
        values=tuple(body.get("values", ())),
        fields=dict(body.get("fields", {})),
        more=dict(body.get("more", {})),
    )
