"""What has no effect although it was accepted (sync.md, "Server").

Whatever is authentic is stored; this says what of it is ruled out, by the same tables that windows and laptops obey.
Pure: frames and what is known about their author in, codes out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from enum import StrEnum
from typing import Final

from inspector.domain import plan
from inspector.domain.actions import RULES, Action, Why, closing, refusal
from inspector.domain.course import course_facts
from inspector.domain.events import HAZARD_DECISIONS, Effect, Event, Frame
from inspector.domain.hazard import HazardStatus
from inspector.domain.merge import fold
from inspector.domain.person import Person, Role
from inspector.domain.roles import ALLOWED, HOUSE, PAPERS, broken_house_rule, broken_rule
from inspector.quick_dataclass import dataclass
from inspector.server.people import AUTHOR, REVIEWER, Member
from inspector.server.shapes import is_malformed


class Code(StrEnum):
    """Why an event has no effect for now. Rules of `actions.Why` and `roles.broken_rule` come as their own words."""

    REVOKED = "revoked"
    """Its device was locked out before it arrived."""
    FORKED = "forked"
    """Its device's chain had another frame at this place: a workspace was copied and both copies were used."""
    PERSON = "person_unknown"
    """Its author is not one of the persons on that device, or is not active."""
    SCOPE = "out_of_scope"
    """Its author may not write in this scope, or the thing lives in another one."""
    MALFORMED = "malformed"
    KIND = "kind_changed"
    """The thing was something else before."""
    ROLE = "role"
    PLAN = "foreign_plan"
    """Inspectors plan for themselves and their team only."""
    RULING = "foreign_ruling"
    """Rulings are the server's own."""


FACTS: Final[Mapping[str, Action]] = {
    "notice_served": Action.SERVE,
    "photo_added": Action.PHOTO,
    "measurement_added": Action.NOTE,
    "extension_requested": Action.EXTEND,
}
LEADS: Final = frozenset({Role.LEAD})
STAFF: Final = frozenset({Role.INSPECTOR, Role.LEAD})
CRITERIA: Final = frozenset({"criterion_decided", "criteria_pack_added", "criteria_pack_changed"})
"""How values are judged: an administrator's, where there is one."""
RULES_OF_THE_HOUSE: Final = (
    *sorted(CRITERIA),
    "hazard_entry_added",
    "hazard_entry_changed",
    "form_installed",
    "form_changed",
    "settings_changed",
)
"""What decides what is asked everywhere, how everybody's values are judged and hazards are worded."""
OTHERS: Final[Mapping[str, frozenset[Role]]] = {
    "review_group_formed": LEADS,
    "review_group_changed": LEADS,
    "sample_drawn": LEADS,
    "review_assigned": LEADS,
    "second_judgement_given": frozenset({Role.REVIEWER}),
    "visit_signed": STAFF,
    "test_recorded": STAFF,
    "paper_added": PAPERS,
    "paper_withdrawn": PAPERS,
    "event_adopted": LEADS,
    **dict.fromkeys((plan.MADE, plan.CHANGED, plan.CANCELLED, plan.BEGUN), STAFF),
    **dict.fromkeys(RULES_OF_THE_HOUSE, HOUSE),
}
"""Roles for what is not about a hazard; what is missing here is open to everybody who may write in the scope."""
REVIEWING: Final = frozenset(
    {
        "review_passed",
        "review_returned",
        "hazard_reopened",
        "note_added",
        "photo_added",
        "measurement_added",
        "second_judgement_given",
    }
)
"""What the grant `reviewer` covers."""
INDEPENDENT: Final[Mapping[str, Action]] = {
    "review_passed": Action.PASS,
    "review_returned": Action.RETURN,
    "dispute_adjudicated": Action.ADJUDICATE,
}
"""Decisions whose author must not have had a part in what he judges."""
DEPENDENT: Final = frozenset({Why.OWN_FINDING, Why.OWN_TEAM, Why.OWN_RECTIFICATION, Why.OWN_DECISION, Why.NOT_PASSED})


@dataclass(frozen=True, slots=True)
class Author:
    """What is known about the device that wrote a frame."""

    revoked: bool
    members: Mapping[str, Member]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about the things a frame speaks of.

    `homes`: entity -> (kind, scope). `past` gives the events of an entity that are here, `teams` everybody's team.
    `administered`: whether an administrator is active here.
    """

    homes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    past: Callable[[str], Sequence[Event]] = lambda _entity: ()
    teams: Mapping[str, str] = field(default_factory=dict)
    administered: bool = False


def judge(frame: Frame, author: Author, known: Known, *, forked: bool = False) -> dict[str, str]:
    """Codes of the events that have no effect for now, by event id."""
    whole = _of_frame(frame, author, forked=forked)
    if whole:
        return dict.fromkeys((event.id for event in frame.events), whole)
    member = author.members[frame.user]
    found = ((event.id, _of_event(event, frame, member, known)) for event in frame.events)
    return {event: code for event, code in found if code}


def _of_frame(frame: Frame, author: Author, *, forked: bool) -> str:
    if author.revoked:
        return Code.REVOKED.value
    if forked:
        return Code.FORKED.value
    member = author.members.get(frame.user)
    if member is None or not member.person.active:
        return Code.PERSON.value
    if not member.holds(frame.scope, AUTHOR) and not member.holds(frame.scope, REVIEWER):
        return Code.SCOPE.value
    return ""


def _of_event(event: Event, frame: Frame, member: Member, known: Known) -> str:
    if is_malformed(event):
        return Code.MALFORMED.value
    if event.effect is Effect.RULING:
        return Code.RULING.value
    if not member.holds(frame.scope, AUTHOR) and event.type not in REVIEWING:
        return Code.SCOPE.value
    kind, scope = known.homes.get(event.entity, (event.kind, frame.scope))
    if kind != event.kind:
        return Code.KIND.value
    if scope != frame.scope and kind != "person":  # people work in several scopes
        return Code.SCOPE.value
    if known.administered and event.type in CRITERIA and Role.ADMINISTRATOR not in member.person.roles:
        return Code.ROLE.value
    role = _of_role(event, member.person) or _of_plan(event, frame, member.person, known)
    return role or _of_dependence(event, frame, member.person, known)


def _of_role(event: Event, person: Person) -> str:
    if not needed(event) & frozenset(person.roles):
        return Code.ROLE.value
    return (broken_rule(event) if event.effect is Effect.DECISION else broken_house_rule(event)) or ""


def needed(event: Event) -> frozenset[Role]:
    """Roles of which an author needs one (`actions.RULES`)."""
    if event.kind == "hazard" and event.type in HAZARD_DECISIONS:
        return ALLOWED[HAZARD_DECISIONS[event.type]]
    if event.kind == "hazard" and event.type in FACTS:
        return RULES[FACTS[event.type]].roles
    if event.kind == "hazard" and event.type == "note_added":
        return RULES[Action.REFUSE if event.body.get("refused") else Action.NOTE].roles
    if event.kind == "hazard" and event.type == "hazard_changed":
        return _to_change(event)
    return OTHERS.get(event.type, frozenset(Role))


def _to_change(event: Event) -> frozenset[Role]:
    """Granting an extension and supervision are changes of fields that only leads make."""
    if event.body.get("extension"):
        return RULES[Action.GRANT].roles
    return RULES[Action.SUPERVISE if "supervised" in event.body["fields"] else Action.CHANGE].roles


def _of_plan(event: Event, frame: Frame, person: Person, known: Known) -> str:
    """Whether the author may plan for those who go now, and for those who went by the records that he saw.

    While some of these records are missing here, or nobody of a group is known, nothing is said of them.
    """
    if event.kind != plan.KIND or event.effect is not Effect.FIELDS:
        return ""
    named = [event.body["fields"].get("inspectors")]
    if event.type != plan.MADE:
        seen = past_of(event, (*known.past(event.entity), *(e for e in frame.events if e.entity == event.entity)))
        heads = fold(seen).fields.get("inspectors") if seen else None
        named += [value for _event, value in heads.heads] if heads else []
    teams = {**known.teams, person.id: person.team}
    people = [[who for who in one if isinstance(who, str)] for one in named if isinstance(one, list)]
    groups = [one for one in people if all(who in teams for who in one)]
    return "" if all(plan.may_plan(person, one, teams) for one in groups) else Code.PLAN.value


def _of_dependence(event: Event, frame: Frame, person: Person, known: Known) -> str:
    """Whether the author had a part in what he judges, by the records that he saw and everybody's present team.

    While some of them are missing here nothing is said: his own words in the body still bind him.
    """
    action = INDEPENDENT.get(event.type)
    if action is None or event.kind != "hazard":
        return ""
    seen = past_of(event, (*known.past(event.entity), *(e for e in frame.events if e.entity == event.entity)))
    if seen is None:
        return ""
    state = fold(seen)
    if action is Action.ADJUDICATE and state.status is not HazardStatus.DISPUTED:
        return ""  # the merge says by itself that there is nothing to adjudicate
    values = {name: heads.value() for name, heads in state.fields.items()}
    facts = course_facts(state, values, known.teams)
    if event.body.get("outcome") == "closed":
        why = closing(facts, person)
    else:  # whether a decision is legal in the status is for the merge to say
        why = refusal(action, replace(facts, status=min(RULES[action].statuses)), person)
    return why.value if why in DEPENDENT else ""


def past_of(event: Event, events: Iterable[Event]) -> tuple[Event, ...] | None:
    """What the author of an event had seen of its entity; None while some of it is missing."""
    known = {one.id: one for one in events}
    todo, seen = list(event.par), set(event.par)
    while todo:
        parent = known.get(todo.pop())
        if parent is None:
            return None
        todo += [one for one in parent.par if one not in seen]
        seen.update(parent.par)
    return tuple(known[identity] for identity in sorted(seen))
