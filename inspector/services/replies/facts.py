"""What the workspace knows about the hazards of a reply: state, notices, replies that came before. Worker thread."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from inspector.domain.course import photos_of
from inspector.domain.customer import Customer
from inspector.domain.events import Event
from inspector.domain.hazard import Hazard
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.hazards.courses import course_of
from inspector.services.replies.code import code_of, same_code
from inspector.services.replies.keys import Keys
from inspector.services.words import status_key
from inspector.services.workspace import Workspace

TURNED_DOWN: Final = frozenset({"review_returned", "hazard_reopened", "dispute_adjudicated"})
"""After one of these a reply to an earlier notice tells of a rectification that did not hold."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A reply that was imported before: hash of its file, digest of its content, of its words alone, and the day."""

    file: str
    content: str
    words: str
    on: str


@dataclass(frozen=True, slots=True)
class HazardFacts:
    """A hazard of the file. `newer` is the latest notice after the answered one; `turned_down`: since the answered."""

    hazard: Hazard
    status: str
    heads: tuple[str, ...]
    description: str
    """As registered."""
    served: bool
    code: str
    """The check code kept with the notice; "" if none was."""
    newer: str
    turned_down: bool
    earlier: tuple[Earlier, ...]
    originals: frozenset[str]
    """Photos the hazard has: hashes of their originals."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that checking a reply needs to know."""

    customer: Customer
    hazards: Mapping[str, HazardFacts]
    now: datetime

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()


def facts_of(workspace: Workspace, keys: Keys) -> Facts:
    """Look up what a reply is about.

    Raises Problem reply_foreign, reply_notice_unknown, reply_hazards_unknown, reply_customer or reply_code.
    """
    hazards = {}
    for row in keys.rows:
        found = _hazard(workspace, row.hazard, keys.notice)
        if found is not None:
            hazards[row.hazard] = found
    if not hazards:
        raise Problem("reply_foreign", notice=keys.notice)
    if not any(facts.served for facts in hazards.values()):
        raise Problem("reply_notice_unknown", notice=keys.notice)
    owners = {facts.hazard.customer for facts in hazards.values()}
    if len(hazards) < len(keys.rows):
        raise Problem("reply_hazards_unknown", count=len(keys.rows) - len(hazards))
    if owners != {keys.customer}:
        raise Problem("reply_customer", account=keys.account)
    if not same_code(keys.code, _code(keys, hazards)):
        raise Problem("reply_code", given=keys.code, notice=keys.notice)
    return Facts(workspace.db.registers.customer(keys.customer), hazards, workspace.now())


def _code(keys: Keys, hazards: Mapping[str, HazardFacts]) -> str:
    """The code of the notice: kept with it, else from what was registered."""
    kept = next((facts.code for facts in hazards.values() if facts.code), "")
    return kept or code_of(keys.notice, ((row.hazard, hazards[row.hazard].description) for row in keys.rows))


def _hazard(workspace: Workspace, identity: str, notice: str) -> HazardFacts | None:
    try:
        hazard = workspace.db.hazards.get(identity, today=workspace.today())
    except Problem:
        return None
    course = course_of(workspace, identity)
    events = course.events
    places = [place for place, event in enumerate(events) if _serves(event) and event.body.get("notice") == notice]
    last = places[-1] if places else len(events)
    after = events[last + 1 :]
    newer = [str(event.body.get("notice", "")) for event in after if _serves(event)]
    return HazardFacts(
        hazard=hazard,
        status=status_key(hazard),
        heads=course.heads,
        description=_registered(events) or hazard.description,
        served=bool(places),
        code=str(events[last].body.get("code", "")) if places else "",
        newer=newer[-1] if newer else "",
        turned_down=any(event.type in TURNED_DOWN for event in after),
        earlier=tuple(_earlier(event) for event in events if event.body.get("reply") and not _serves(event)),
        originals=frozenset(str(photo.get("original", "")) for event in events for photo in photos_of(event)),
    )


def registered_words(workspace: Workspace, hazard: Hazard) -> str:
    """The description a hazard was registered with: what check codes go by, whatever was changed since."""
    return _registered(workspace.db.hazards.history(hazard.id)) or hazard.description


def _serves(event: Event) -> bool:
    return event.type == "notice_served"


def _registered(events: tuple[Event, ...]) -> str:
    fields: Any = next((event.body.get("fields") for event in events if event.type == "hazard_registered"), None)
    return str(fields.get("description", "")) if isinstance(fields, Mapping) else ""


def _earlier(event: Event) -> Earlier:
    body = event.body
    return Earlier(str(body["reply"]), str(body.get("content", "")), str(body.get("words", "")), event.at[:10])
