"""What binds every replica: one table of legal decisions per status, one of roles per decision.

`LEGAL` is sync.md's table. Role rules are checked on what the author saw and wrote into the event's body (`as_seen`),
so that a later change of team or role does not change the past. What windows and commands offer stands in `actions`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from inspector.domain.events import HAZARD_DECISIONS, Event
from inspector.domain.hazard import HazardStatus
from inspector.domain.person import Person, Role

LEGAL: Final[Mapping[HazardStatus | None, frozenset[str]]] = {
    None: frozenset({"register"}),
    HazardStatus.OPEN: frozenset({"submit", "void"}),
    HazardStatus.IN_REVIEW: frozenset({"pass", "return", "submit", "void"}),
    HazardStatus.RETURNED: frozenset({"submit", "void"}),
    HazardStatus.CLOSED: frozenset({"reopen"}),
    HazardStatus.DISPUTED: frozenset({"adjudicate"}),
    HazardStatus.VOIDED: frozenset({"reopen"}),
}
"""Decisions that are legal in the status their author saw."""

ALLOWED: Final[Mapping[str, frozenset[Role]]] = {
    "register": frozenset({Role.INSPECTOR, Role.LEAD}),
    "submit": frozenset({Role.INSPECTOR, Role.LEAD}),
    "pass": frozenset({Role.REVIEWER}),
    "return": frozenset({Role.REVIEWER}),
    "void": frozenset({Role.LEAD}),
    "reopen": frozenset({Role.LEAD, Role.REVIEWER}),
    "adjudicate": frozenset({Role.LEAD}),
}
"""Roles that may take a decision (product.md, "Who uses it")."""
PAPERS: Final = frozenset({Role.INSPECTOR, Role.LEAD, Role.ADMINISTRATOR})
"""Roles that attach papers to a customer's file, and withdraw them."""


SETTING: Final = "setting"
HOUSE_KINDS: Final = frozenset({"criterion", "criteria_pack", "hazard_entry", "form", SETTING})
"""Kinds of things that a company decides for everybody: what is asked, how it is judged and printed."""
HOUSE: Final = frozenset({Role.LEAD, Role.ADMINISTRATOR})
"""Roles that decide them."""
ALONE: Final = "alone"
"""Beside the roles of an author where nobody leads or administers: there everybody decides."""
_HOUSE: Final = frozenset({ALONE, *(role.value for role in HOUSE)})


def as_seen(
    person: Person,
    *,
    finders: Iterable[Person] = (),
    rectifiers: Iterable[Person] = (),
    teams: Mapping[str, Iterable[str]] | None = None,
    former: Iterable[str] = (),
) -> dict[str, Any]:
    """The part of a decision's body that role rules are checked on: roles, teams and persons as the author saw them.

    `teams` adds those that finders and rectifiers had when they acted, to the ones they have now; `former` are teams
    that the author has left since the hazard was found.
    """
    sides = {"finders": tuple(finders), "rectifiers": tuple(rectifiers)}
    then = teams or {}
    return {
        "roles": [role.value for role in person.roles],
        "teams": {
            "author": person.team,
            **({"former": sorted(former)} if former else {}),
            **{name: sorted({*(p.team for p in side), *then.get(name, ())}) for name, side in sides.items()},
        },
        **{name: sorted({p.id for p in side}) for name, side in sides.items()},
    }


def broken_rule(event: Event, authors: Iterable[str] = (), *, passed: bool = True) -> str | None:
    """The role rule a decision breaks on its own body, or None. What the body does not say breaks nothing.

    But for a pass: it closes, so it says itself of whom its author was independent. `authors` wrote the decisions it
    judges: an adjudicator must be none of them. `passed`: whether a review is among them, without which no
    adjudication closes.
    """
    decision = HAZARD_DECISIONS[event.type]
    roles = event.body.get("roles")
    if isinstance(roles, list) and not {role.value for role in ALLOWED[decision]} & set(map(str, roles)):
        return "role"
    closes = decision == "adjudicate" and event.body.get("outcome") == "closed"
    if decision in ("pass", "return") or closes:
        if event.user and event.user in _persons(event.body):
            return "person"
        teams = event.body.get("teams")
        if not _independent(teams) or (decision == "pass" and not _told(teams)):
            return "team"
    if decision == "adjudicate" and event.user and event.user in authors:
        return "author"
    return "unreviewed" if closes and not passed else None


def broken_house_rule(event: Event) -> str | None:
    """The role rule that a change of what a company decides breaks on its own body, or None.

    Records of an older program do not say the roles of their author, and break nothing: the server judges them.
    """
    if event.kind not in HOUSE_KINDS:
        return None
    roles = event.body.get("roles")
    if roles is None:
        return None
    return None if isinstance(roles, list) and _HOUSE & set(map(str, roles)) else "role"


def _told(teams: object) -> bool:
    """Whether a body says of which teams its author, the finders and the rectifiers were."""
    return isinstance(teams, dict) and {"author", "finders", "rectifiers"} <= teams.keys()


def _persons(body: Mapping[str, Any]) -> frozenset[str]:
    """Finders and rectifiers as the body names them."""
    sides = (body.get("finders"), body.get("rectifiers"))
    return frozenset(str(person) for side in sides if isinstance(side, list) for person in side)


def _independent(teams: object) -> bool:
    """The author's team, and those he left since, are neither a finder's nor a rectifier's."""
    if not isinstance(teams, dict):
        return True
    former = teams.get("former")
    own = [teams.get("author"), *(former if isinstance(former, list) else ())]
    named = (teams.get(side) for side in ("finders", "rectifiers"))
    parties = [team for side in named if isinstance(side, list) for team in side]
    return not any(team and team in parties for team in own)


def enough_inspectors(inspectors: Sequence[str]) -> bool:
    """At least two different inspectors make a visit (用电检查管理办法; limits.md section 5)."""
    return len(set(inspectors)) >= 2


def may_inspect(person: Person) -> bool:
    """Whether a person may carry out a visit: active, and an inspector or lead (product.md, "Who uses it")."""
    return person.active and bool(ALLOWED["register"] & frozenset(person.roles))


def may_arrange(person: Person) -> bool:
    """Whether a person arranges cross-checks (groups, samples, who judges what): whoever may adjudicate them."""
    return person.active and bool(ALLOWED["adjudicate"] & frozenset(person.roles))


NIGHT_INSPECTORS: Final = 3
"""At night at least three inspectors go (Guangdong manual, limits.md section 5: V-S50); a hint, nobody is stopped."""
NIGHT: Final = (20, 6)
"""Hours between which a visit counts as one at night; practice, the source names none."""


def at_night(hour: int) -> bool:
    """Whether a visit that begins in this hour (0 to 23) is one at night."""
    return hour >= NIGHT[0] or hour < NIGHT[1]
