"""How far first and second judgements agree (per cent and Cohen's kappa), and where they do not. Worker thread.

A second judgement is compared with the first effective one of the same submission by somebody else; while there is
none, it does not count yet.
"""

from inspector.domain.actions import Action, refusal
from inspector.domain.events import Event
from inspector.domain.review import agreement as counted
from inspector.i18n import Translator
from inspector.quick_dataclass import dataclass
from inspector.services.hazards.courses import course_of
from inspector.services.reviews.blind import JUDGEMENTS
from inspector.services.reviews.cases import OUTCOMES, effective
from inspector.services.reviews.offers import Independents
from inspector.services.reviews.views import AgreementView, Disagreement
from inspector.services.words import here
from inspector.services.workspace import Workspace
from inspector.storage import SecondJudgement


@dataclass(frozen=True, slots=True)
class Pair:
    """A first and a second judgement of one submission."""

    hazard: str
    first: Event
    second: SecondJudgement

    @property
    def outcomes(self) -> tuple[bool, bool]:
        """Whether the first passed it, whether the second did."""
        return self.first.type == "review_passed", self.second.outcome == "pass"

    @property
    def disagrees(self) -> bool:
        """Whether they judged differently."""
        first, second = self.outcomes
        return first != second


def pairs_of(workspace: Workspace, round_id: str = "", period: str = "") -> tuple[Pair, ...]:
    """Pairs of a round, or of all; `period` narrows them to second judgements of a year or month ("2026-05")."""
    seconds = [one for one in workspace.db.reviews.seconds(round_id) if one.at.startswith(period)]
    events = workspace.db.reviews.events(sorted({one.hazard for one in seconds}))
    bodies = workspace.db.overview.bodies([one.event for one in seconds])
    found = []
    for one in seconds:
        submission = str(bodies[one.event].get("submission") or "")
        first = _first(events.get(one.hazard, []), submission, one.person)
        if first is not None:
            found.append(Pair(one.hazard, first, one))
    return tuple(found)


def _first(events: list[Event], submission: str, second: str) -> Event | None:
    """The first effective judgement of a submission by somebody else than the second reviewer."""
    counts, begun = effective(events), not submission
    for event in counts:
        if event.id == submission:
            begun = True
        elif begun and event.type == "rectification_submitted":
            return None
        elif begun and event.type in JUDGEMENTS and event.user != second:
            return event
    return None


def agreement(workspace: Workspace, period: str = "") -> AgreementView:
    """Agreement of a year ("2026"), a month ("2026-05") or of everything ("")."""
    pairs = pairs_of(workspace, period=period)
    sums = counted(pair.outcomes for pair in pairs)
    known, t = Independents(workspace), here()
    return AgreementView(
        period=period,
        pairs=sums.pairs,
        both_passed=sums.both_passed,
        both_returned=sums.both_returned,
        only_first_passed=sums.only_first,
        only_second_passed=sums.only_second,
        percent=sums.percent,
        kappa=sums.kappa,
        disagreements=tuple(_disagreement(workspace, pair, known, t) for pair in pairs if pair.disagrees),
    )


def _disagreement(workspace: Workspace, pair: Pair, known: Independents, t: Translator) -> Disagreement:
    line = workspace.db.reviews.lines([pair.hazard])[pair.hazard]
    return Disagreement(
        hazard=pair.hazard,
        number=line.number,
        title=" ".join(line.description.split()),
        first=t(OUTCOMES[JUDGEMENTS[pair.first.type]]),
        first_by=known.name(pair.first.user),
        second=t(OUTCOMES[pair.second.outcome]),
        second_by=known.name(pair.second.person),
        second_comment=pair.second.comment,
        closed=line.status == "closed",
        may_reopen=_may_reopen(workspace, pair.hazard),
    )


def _may_reopen(workspace: Workspace, hazard: str) -> bool:
    """Whether the acting person may reopen it, so that it is rectified and judged once more."""
    if not workspace.somebody_acts:
        return False
    return refusal(Action.REOPEN, course_of(workspace, hazard).facts, workspace.acting) is None
