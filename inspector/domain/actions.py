"""What people may do about a hazard: one table of actions, obeyed by window, commands and server alike.

Decisions stand in sync.md's table (`roles.LEGAL`) and bind every replica; the other actions are facts and fields, which
the merge never refuses, so that who may take them is said here only. `offers` answers for one person what is open to
him now and, for the rest, which rule stands against it. Pure: facts in, offers out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from enum import StrEnum
from typing import Final

from inspector.domain.hazard import HazardStatus
from inspector.domain.person import Person, Role
from inspector.domain.roles import ALLOWED, LEGAL
from inspector.quick_dataclass import dataclass


class Action(StrEnum):
    """An action on a hazard, in the words commands use."""

    SERVE = "serve"
    SUBMIT = "submit"
    PASS = "pass"  # noqa: S105 - a verb
    RETURN = "return"
    ADJUDICATE = "adjudicate"
    EXTEND = "extend"
    """Ask for a later deadline; `GRANT` and `REFUSE` decide about it."""
    GRANT = "grant"
    REFUSE = "refuse"
    SUPERVISE = "supervise"
    RELEASE = "release"
    """Take a hazard that a lead put on the key-supervision ledger off it again."""
    ASSIGN = "assign"
    CHANGE = "change"
    NOTE = "note"
    PHOTO = "photo"
    REOPEN = "reopen"
    VOID = "void"


class Why(StrEnum):
    """The rule that stands against an action."""

    ROLE = "role"
    STATUS = "status"
    OWN_FINDING = "own_finding"
    OWN_TEAM = "own_team"
    OWN_RECTIFICATION = "own_rectification"
    OWN_DECISION = "own_decision"
    NOTHING_ASKED = "nothing_asked"
    ALREADY_ASKED = "already_asked"
    NOT_ASSIGNED = "not_assigned"
    """A round gave the review to somebody else, who may still judge it."""
    POINTS_OPEN = "points_open"
    """A point of the reviewer's checklist that a rule decides is not met."""
    NOT_PASSED = "not_passed"
    """Nobody passed a review of what an adjudication would close."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When an action is open: to which roles, in which statuses.

    `decision`: it may move the status. `asks` are the things that must be said with it, `takes` those that may be.
    """

    roles: frozenset[Role]
    statuses: frozenset[HazardStatus]
    decision: bool = False
    asks: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What the rules ask about a hazard, as folded here and now.

    Teams are those that finders and rectifiers had then and have now; `former` are teams that people have left since
    the hazard was found. `deciders` wrote the decisions that an adjudication would judge, `passed` says whether a
    review is among them; `extension_by` wrote the request in `extension`, which nobody decided yet. To whom a review
    was given (`holder`) and whether the checklist stands against passing (`points_open`) are for the caller to add.
    """

    status: HazardStatus | None
    notice_served: bool = False
    finders: frozenset[str] = frozenset()
    finder_teams: frozenset[str] = frozenset()
    rectifiers: frozenset[str] = frozenset()
    rectifier_teams: frozenset[str] = frozenset()
    former: Mapping[str, frozenset[str]] = field(default_factory=dict)
    deciders: frozenset[str] = frozenset()
    passed: bool = True
    holder: str = ""
    points_open: bool = False
    extension: str = ""
    extension_by: str = ""
    by_hand: bool = False
    """Whether a lead put it on the key-supervision ledger."""
    conflicted: bool = False
    """Whether heads of a field differ: then somebody must be able to settle it in any status."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An action and whether it is open; `why` names the rule against it, "" when it is."""

    action: Action
    allowed: bool
    why: str = ""


_STAFF: Final = frozenset({Role.INSPECTOR, Role.LEAD})
_LEAD: Final = frozenset({Role.LEAD})
_ALL: Final = frozenset({Role.INSPECTOR, Role.LEAD, Role.REVIEWER})
_EVERY: Final = frozenset(HazardStatus)
_UNCLOSED: Final = frozenset(status for status in HazardStatus if status.unclosed)
_UNDER_WAY: Final = frozenset({HazardStatus.OPEN, HazardStatus.RETURNED})


def _decision(word: str, asks: tuple[str, ...], takes: tuple[str, ...] = ()) -> Rule:
    """A decision of sync.md's table: roles and statuses are the merge's own."""
    statuses = frozenset(status for status, legal in LEGAL.items() if status is not None and word in legal)
    return Rule(ALLOWED[word], statuses, decision=True, asks=asks, takes=takes)


RULES: Final[Mapping[Action, Rule]] = {
    Action.SERVE: Rule(_STAFF, _UNDER_WAY),
    Action.SUBMIT: _decision("submit", ("note",), ("on", "person", "photos", "values")),
    Action.PASS: _decision("pass", ("comment",), ("photos", "values")),
    Action.RETURN: _decision("return", ("comment",), ("photos", "values")),
    Action.ADJUDICATE: _decision("adjudicate", ("outcome", "comment")),
    Action.EXTEND: Rule(_STAFF, _UNDER_WAY, asks=("until", "reason"), takes=("photos",)),
    Action.GRANT: Rule(_LEAD, _UNCLOSED, takes=("until", "reason")),
    Action.REFUSE: Rule(_LEAD, _UNCLOSED, asks=("reason",)),
    Action.SUPERVISE: Rule(_LEAD, _UNCLOSED, asks=("reason",)),
    Action.RELEASE: Rule(_LEAD, _UNCLOSED, asks=("reason",)),
    Action.ASSIGN: Rule(_STAFF, _UNCLOSED, asks=("person",)),
    Action.CHANGE: Rule(_STAFF, _UNCLOSED, asks=("fields",), takes=("grade", "reason")),
    Action.NOTE: Rule(_ALL, _EVERY, asks=("note",), takes=("photos", "values")),
    Action.PHOTO: Rule(_ALL, _EVERY, asks=("photos",), takes=("note",)),
    Action.REOPEN: _decision("reopen", ("reason",), ("photos",)),
    Action.VOID: _decision("void", ("reason",), ("photos",)),
}
"""The table. The order is that in which actions are offered, the usual next step first."""

PRIMARY: Final[Mapping[HazardStatus, Action]] = {
    HazardStatus.OPEN: Action.SUBMIT,
    HazardStatus.IN_REVIEW: Action.PASS,
    HazardStatus.RETURNED: Action.SUBMIT,
    HazardStatus.DISPUTED: Action.ADJUDICATE,
    HazardStatus.CLOSED: Action.REOPEN,
    HazardStatus.VOIDED: Action.REOPEN,
}
"""The step that brings a hazard further; one whose notice was not served yet is served first."""


def primary(facts: CourseFacts) -> Action | None:
    """The usual next step, whoever may take it; None before a hazard is registered."""
    if facts.status is None:
        return None
    if facts.status is HazardStatus.OPEN and not facts.notice_served:
        return Action.SERVE
    return PRIMARY[facts.status]


def offers(facts: CourseFacts, person: Person) -> tuple[Offer, ...]:
    """Every action with whether the person may take it now."""
    found = ((action, refusal(action, facts, person)) for action in RULES)
    return tuple(Offer(action, why is None, why.value if why else "") for action, why in found)


def allowed(facts: CourseFacts, person: Person) -> tuple[Action, ...]:
    """The actions open to the person, the usual next step first."""
    return tuple(offer.action for offer in offers(facts, person) if offer.allowed)


def refusal(action: Action, facts: CourseFacts, person: Person) -> Why | None:
    """The rule that stands against the person taking the action now; None when nothing does.

    What anybody could change comes last: whoever may never take an action hears of the role first.
    """
    rule = RULES[action]
    if not person.active or not rule.roles & frozenset(person.roles):
        return Why.ROLE
    settles = action is Action.CHANGE and facts.conflicted and facts.status is not None
    if facts.status not in rule.statuses and not settles:
        return Why.STATUS
    if action in (Action.PASS, Action.RETURN):
        return _dependence(facts, person) or _review(action, facts, person)
    if action is Action.ADJUDICATE:
        return Why.OWN_DECISION if person.id in facts.deciders else None
    return _standing(action, facts, person)


def _dependence(facts: CourseFacts, person: Person) -> Why | None:
    """Why a person is not independent of a rectification (product.md, "Who uses it")."""
    if person.id in facts.rectifiers:
        return Why.OWN_RECTIFICATION
    if person.id in facts.finders:
        return Why.OWN_FINDING
    teams = {person.team, *facts.former.get(person.id, ())} - {""}
    return Why.OWN_TEAM if teams & (facts.finder_teams | facts.rectifier_teams) else None


def _review(action: Action, facts: CourseFacts, person: Person) -> Why | None:
    """Why somebody independent does not judge it now."""
    if facts.holder not in ("", person.id):
        return Why.NOT_ASSIGNED
    return Why.POINTS_OPEN if action is Action.PASS and facts.points_open else None


def closing(facts: CourseFacts, person: Person) -> Why | None:
    """The rule that stands against an adjudication that says "closed"; one that says "returned" asks `refusal` alone.

    Nothing is closed but over a review that was passed, and by somebody independent.
    """
    against = refusal(Action.ADJUDICATE, facts, person) or _dependence(facts, person)
    return against or (None if facts.passed else Why.NOT_PASSED)


def _standing(action: Action, facts: CourseFacts, person: Person) -> Why | None:
    """Whether there is something to decide: a request that is open, a supervision to end."""
    if action in (Action.GRANT, Action.REFUSE):
        if not facts.extension:
            return Why.NOTHING_ASKED
        return Why.OWN_DECISION if person.id == facts.extension_by else None
    if action is Action.EXTEND and facts.extension:
        return Why.ALREADY_ASKED
    if action is Action.RELEASE and not facts.by_hand:
        return Why.NOTHING_ASKED
    return None


def independent(facts: CourseFacts, persons: Iterable[Person]) -> tuple[Person, ...]:
    """Those of the persons who may judge the rectification: active reviewers, independent of finders and rectifiers."""
    reviewers = (person for person in persons if person.active and Role.REVIEWER in person.roles)
    return tuple(person for person in reviewers if _dependence(facts, person) is None)
