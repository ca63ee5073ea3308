"""Which rectifications are offered to whom: one rule for the cross-check page and the home page. Worker thread.

A rectification is offered to whom `domain.actions` allows to judge it, unless a round gave it to somebody else. Kept
light, because the first page of the window asks it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from inspector.domain.actions import Action, CourseFacts, Why, independent, refusal
from inspector.domain.hazard import HazardStatus
from inspector.domain.person import Person, Role
from inspector.quick_dataclass import dataclass
from inspector.services.workspace import Workspace

if TYPE_CHECKING:
    from inspector.storage import ReviewLine, RoundItemRow

LOOKED_AT: Final = 1000
"""Hazards in review that are looked through, gravest and longest waiting first."""
JUDGING: Final = "judge_review"
"""The verb of a judgement that is held (`services.reviews.judging`, which is not loaded for a count)."""
IN_REVIEW: Final = CourseFacts(status=HazardStatus.IN_REVIEW)
"""A rectification that nobody we know was part of: only the role can stand against judging it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hazard in review, to whom it was given, and the code of what stands against the acting person, "" for none."""

    line: "ReviewLine"
    item: "RoundItemRow | None"
    why: str


class Independents:
    """What the rules of independence ask about many hazards, with the teams that people are in now."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._courses: dict[str, CourseFacts] = {}

    @cached_property
    def persons(self) -> dict[str, Person]:
        """Everybody by id."""
        return {person.id: person for person in self._workspace.db.registers.persons()}

    @cached_property
    def moved(self) -> dict[str, frozenset[str]]:
        """Who has left which teams: what he did before counts for both, which only the course itself tells."""
        from inspector.services.hazards.courses import teams_left  # noqa: PLC0415 - counting needs no merge

        left = teams_left(self._workspace.db.reviews.events(sorted(self.persons)))
        return {person: frozenset(team for _moment, team in moves) for person, moves in left.items()}

    @cached_property
    def _left_by_reviewers(self) -> frozenset[str]:
        """Teams that reviewers were in once."""
        return frozenset().union(*(t for p, t in self.moved.items() if Role.REVIEWER in self.persons[p].roles))

    def facts(self, line: "ReviewLine") -> CourseFacts:
        """The facts of one hazard. Whoever recorded a rectification counts as rectifier."""
        teams = {line.team, *self._teams((*line.found_by, *line.rectifiers))}
        if self._left_by_reviewers & teams or self.moved.keys() & {*line.found_by, *line.rectifiers}:
            return self._by_course(line.id)
        return CourseFacts(
            status=HazardStatus(line.status),
            notice_served=line.notice_served,
            finders=frozenset(line.found_by),
            finder_teams=frozenset({line.team, *self._teams(line.found_by)} - {""}),
            rectifiers=frozenset(line.rectifiers),
            rectifier_teams=frozenset(self._teams(line.rectifiers)),
        )

    def _by_course(self, hazard: str) -> CourseFacts:
        """What only the course tells: the teams that people were in then. Kept, for it takes the merge."""
        from inspector.services.hazards.courses import course_of  # noqa: PLC0415 - rare, and it needs the merge

        if hazard not in self._courses:
            self._courses[hazard] = course_of(self._workspace, hazard).facts
        return self._courses[hazard]

    def _teams(self, ids: Iterable[str]) -> set[str]:
        return {self.persons[one].team for one in ids if one in self.persons} - {""}

    def against(self, line: "ReviewLine", person: Person) -> str:
        """Code of the rule that stands against the person judging this hazard; "" for none."""
        why = refusal(Action.PASS, self.facts(line), person)
        return why.value if why else ""

    def anybody(self, line: "ReviewLine") -> bool:
        """Whether somebody here is independent of this hazard."""
        return bool(independent(self.facts(line), self.persons.values()))

    def free(self, line: "ReviewLine", person: Person) -> bool:
        """Whether the person is independent of this hazard, whatever became of it meanwhile."""
        facts = replace(self.facts(line), status=HazardStatus.IN_REVIEW)
        return refusal(Action.PASS, facts, person) is None

    def holds(self, line: "ReviewLine", person: str) -> bool:
        """Whether somebody to whom it was given may still judge it; else it is open to everybody independent."""
        return person in self.persons and not self.against(line, self.persons[person])

    def name(self, person: str) -> str:
        """A person's name."""
        return self.persons[person].name if person in self.persons else person

    def team(self, person: str) -> str:
        """The team a person is in now."""
        return self.persons[person].team if person in self.persons else ""


def candidates(workspace: Workspace, known: Independents) -> tuple[Candidate, ...]:
    """What is in review, gravest first, then longest waiting, with what stands against the acting person."""
    lines = workspace.db.reviews.of_status(HazardStatus.IN_REVIEW.value, LOOKED_AT)
    items = _latest(workspace, lines)
    person = workspace.acting if workspace.somebody_acts else None
    return tuple(Candidate(line, items.get(line.id), _why(known, line, items.get(line.id), person)) for line in lines)


def _latest(workspace: Workspace, lines: "Sequence[ReviewLine]") -> "dict[str, RoundItemRow]":
    """The newest round's item of each hazard."""
    found = workspace.db.reviews.items_of([line.id for line in lines])
    return {hazard: items[-1] for hazard, items in found.items()}


def _why(known: Independents, line: "ReviewLine", item: "RoundItemRow | None", person: Person | None) -> str:
    if person is None:
        return Why.ROLE.value
    against = known.against(line, person)
    if against:
        return against
    holder = item.assignee if item is not None else ""
    return "" if holder in ("", person.id) or not known.holds(line, holder) else "assigned"


def waiting_reviews(workspace: Workspace) -> int:
    """How many judgements wait for the acting person, blind second ones included: the badge of the rail.

    What he decided does not wait for him any more, though the decision is held to be taken back.
    """
    lines, _cut = offered(workspace)
    if not workspace.somebody_acts or refusal(Action.PASS, IN_REVIEW, workspace.acting) is not None:
        return 0
    owed = {item.hazard for item in workspace.db.reviews.seconds_for(workspace.acting.id)}
    decided = {
        str(one.body.get("hazard"))
        for one in workspace.db.held.all()
        if one.verb == JUDGING and one.user == workspace.acting.id
    }
    return len((owed | {line.id for line in lines}) - decided)


def offered(workspace: Workspace) -> "tuple[tuple[ReviewLine, ...], bool]":
    """What the acting person is offered to judge, and whether more is in review than was looked at."""
    if not workspace.somebody_acts or refusal(Action.PASS, IN_REVIEW, workspace.acting) is not None:
        return (), False
    found = candidates(workspace, Independents(workspace))
    return tuple(one.line for one in found if not one.why), len(found) == LOOKED_AT
