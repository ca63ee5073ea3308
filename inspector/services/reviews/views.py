"""What the cross-check page shows (交叉检查): frozen values, handed from the worker to the window.

The page asks `services.review_queue` once, `services.review_detail` for the chosen row, keeps every tick and the
comment with `services.keep_review` (durable on return), and decides with `services.judge_review`. All texts are in the
window's language; keys and ids are not.

What the page calls (all on the worker unless said otherwise, all exported by `services`):
- `review_queue(ws) -> ReviewQueue`; `review_detail(ws, hazard) -> ReviewDetail`.
- `keep_review(ws, hazard, ticks, comment) -> ReviewDetail`: on every tick, and 300 ms after the last key.
- `measure_again(ws, hazard, key, value, temperature_c=None, on=None) -> ReviewDetail`: `key` is `ValuePair.key`, or
  `judging.LOAD` for the load current.
- `judge_review(ws, hazard, "pass" | "return", ReviewInput(ticks, comment, photos), seen=detail.heads)`: pool thread;
  with 撤销: hold the verb `judge_review` with `judgement_body(hazard, outcome, ReviewInput, detail.heads)`.
- Leads: `list_groups`, `form_group`, `change_group`, `preview_size`, `draw_round(ws, group, Draw(share, seed))`,
  `list_rounds`, `round_view`, `assign_review`, `assign_evenly`, `agreement(ws, period)`; a disagreement is reopened by
  `hazard_actions.act(ws, hazard, Action.REOPEN, Given(reason=…))`.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum

from inspector.domain.hazard import Grade, Hazard
from inspector.domain.review import Check, CheckState
from inspector.domain.verdict import Verdict
from inspector.quick_dataclass import dataclass
from inspector.services.ledgers.views import PhotoView


class QueueState(StrEnum):
    """Where a row of the queue stands: 待我复查, 待我二次复查 (blind), 待他人复查, 被退回."""

    MINE = "mine"
    SECOND = "second"
    OTHERS = "others"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A row of the list on the left. `thumb_before`/`thumb_after` are blob hashes (`services.blob`), "" for none."""

    hazard: str
    number: str
    title: str
    """The description, without line breaks; the list elides it."""
    grade: Grade
    customer: str
    state: QueueState
    days: int
    """Days it has waited: since the submission, of a returned one since it was returned, of a second judgement since
    it was drawn."""
    waited: str
    """`days` in words: "waited 8 days" / 已等 8 天."""
    thumb_before: str = ""
    thumb_after: str = ""
    assignee: str = ""
    """Name of whom it is assigned to, "" while nobody is."""
    team: str = ""
    """Of an item of others: the team that has to judge it if it is assigned, else the team that found it."""
    why: str = ""
    """Why the acting person does not judge it, in words; "" for his own rows."""
    overdue: str = ""
    """"12 days overdue" / 超期 12 天; "" if it is in time."""
    overdue_days: int = 0
    round: str = ""
    """Id of the round that drew it, "" for none."""
    second: bool = False
    """The row asks for a blind second judgement (state SECOND)."""


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """The three groups of the list. `mine` holds `SECOND` rows too, among the others; its length is the rail badge.

    Longest waiting first within the gravest grade. Lists are cut at `listing.SHOWN`;
    the counts are of all (of the first 1000 in review).
    """

    mine: tuple[QueueRow, ...] = ()
    others: tuple[QueueRow, ...] = ()
    returned: tuple[QueueRow, ...] = ()
    others_total: int = 0
    returned_total: int = 0
    reviewer: bool = True
    """Whether the acting person may review at all; if not, `mine` is empty and `why` says it."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Independence:
    """The banner above the checklist: why the acting person may (green) or may not (red) judge this hazard."""

    holds: bool
    title: str
    """"Reviewer and finder are of different teams"; else which rule stands against it."""
    detail: str
    """"Found by 陈工 (二班) · Rectified by 周工 (二班) · Review by 王工 (一班)"."""
    code: str = ""
    """role, own_finding, own_rectification, own_team, assigned, status; "" if it holds."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One of the five points of the checklist, in their order; `number` is its key (1 to 5)."""

    check: Check
    number: int
    label: str
    hint: str
    """The second line: "2 values, all within limits", "312 A → 305 A", or why it is not needed or not met."""
    state: CheckState
    automatic: bool
    """Carries the chip 自动: the rule ticks it, the box cannot be changed."""
    ticked: bool
    """What the box shows; a point that is not needed shows a dash instead (`state` NOT_NEEDED)."""

    @property
    def editable(self) -> bool:
        """Whether the box can be ticked by hand."""
        return not self.automatic and self.state is not CheckState.NOT_NEEDED


@dataclass(frozen=True, slots=True)
class ReviewPhoto:
    """A photo with its caption: `taken` on the left, `by` (who took or sent it) on the right."""

    photo: PhotoView
    taken: str
    by: str


@dataclass(frozen=True, slots=True)
class ValuePair:
    """A measured value before and after the rectification: one line of the table of values.

    Numbers are in `unit`. `after` is None until somebody measured again. Bars: draw `share_before` and `share_after`
    of the width, the limit's dashed line at `share_limit`; None = no bar.
    """

    key: str
    """Names the value to `measure_again`: quantity and label, the label is the cell's name in the form."""
    quantity: str
    label: str
    """"B 相接头温度": name of the quantity with its phase."""
    phase: str
    """"A", "B", "C", "AB" …; "" if the quantity has none."""
    unit: str
    before: float | None
    before_text: str
    before_verdict: Verdict | None
    after: float | None
    after_text: str
    after_verdict: Verdict | None
    limit: str
    """"≤ 80": the limit it was judged by when it was found; "" for none."""
    basis: str
    """Standard and clause of that limit."""
    verdict: str
    """Words of the verdict that counts now: of the value after, else of the one before."""
    reason: str = ""
    """Why the value after is judged so, where that is not plain: missing facts, reasons of the criterion."""
    within: bool | None = None
    """Whether the value after lies within its limit; None while there is none, or no limit."""
    share_before: float | None = None
    share_after: float | None = None
    share_limit: float | None = None
    inputs: tuple[str, ...] = ()
    """Labels of the values a derived quantity is worked out from; empty: one value is typed."""
    measured_on: date | None = None
    measured_by: str = ""


@dataclass(frozen=True, slots=True)
class LoadPair:
    """The load current at the finding and at the new measurement, A; the last line of the table of values."""

    before: float
    after: float | None
    before_text: str
    after_text: str
    difference: float | None
    """Per cent of the load before."""
    comparable: bool | None
    """None while the load was not read again."""
    text: str
    """"2.2 % apart, the values can be compared" / 相差 2.2 %，两次数据可比; 不可比 beyond the limit."""
    limit: str = "± 20 %"


@dataclass(frozen=True, slots=True)
class RectificationNote:
    """整改说明: what was done, by whom, when; of the latest submission."""

    text: str
    by: str
    on: date | None
    recorded_by: str
    """Our person who recorded it; he counts as rectifier."""


@dataclass(frozen=True, slots=True)
class EarlierJudgement:
    """A judgement of an earlier submission: returned with this comment. Never shown to a blind second reviewer."""

    outcome: str
    """Words: passed, returned."""
    passed: bool
    comment: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewDetail:
    """Everything the page shows of one hazard. `heads` go back into `judge_review(seen=…)` unchanged."""

    hazard: Hazard
    title: str
    customer: str
    equipment: str
    status: str
    """Status key (`services.words`)."""
    supervision: tuple[str, ...]
    independence: Independence
    before: tuple[ReviewPhoto, ...]
    after: tuple[ReviewPhoto, ...]
    values: tuple[ValuePair, ...]
    load: LoadPair | None
    rectification: RectificationNote | None
    checks: tuple[CheckRow, ...]
    comment: str
    """As kept last, to go on with."""
    earlier: tuple[EarlierJudgement, ...]
    may_pass: bool
    may_return: bool
    missing: str
    """What is still needed to pass: "Tick point 5 before it can be passed"; "" if nothing is."""
    heads: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    """Ready comments (合格，同意销号 …)."""
    blind: bool = False
    """A second judgement: `judge_review` records it as such and closes nothing; `status` is hidden ("in_review")."""
    round: str = ""

    @property
    def ticked(self) -> int:
        """Points that are met (4 of "4/5")."""
        return sum(1 for row in self.checks if row.ticked and row.state is not CheckState.NOT_NEEDED)

    @property
    def needed(self) -> int:
        """Points that are needed (5 of "4/5")."""
        return sum(1 for row in self.checks if row.state is not CheckState.NOT_NEEDED)


COMMENT_LENGTH = 200
"""Most characters of a comment (the counter 30/200)."""


@dataclass(frozen=True, slots=True)
class JudgedReview:
    """What a judgement led to: of which hazard, and whether two reviewers now disagree (second judgements only)."""

    hazard: str
    number: str
    outcome: str
    disagrees: bool = False


@dataclass(frozen=True, slots=True)
class GroupView:
    """A cross-check group with the names of its members; `may_change`: the acting person is a lead."""

    id: str
    name: str
    members: tuple[tuple[str, str], ...]
    """(person id, name and team)."""
    chair: str
    """Person id, "" for none."""
    active: bool
    rounds: int = 0
    last_drawn: date | None = None


@dataclass(frozen=True, slots=True)
class RoundItem:
    """A hazard of a round: who judges it, who judges it a second time, and what came of it (for leads)."""

    hazard: str
    number: str
    title: str
    grade: Grade
    customer: str
    status: str
    assignee: str
    assignee_name: str
    second: str
    second_name: str
    choices: tuple[tuple[str, str], ...]
    """Members that are independent of it and may be assigned: (id, name and team)."""
    judged: bool = False
    judged_second: bool = False
    disagrees: bool = False
    blind: bool = False
    """The acting person owes the second judgement: `status` and `judged` say nothing of the first."""


@dataclass(frozen=True, slots=True)
class RoundView:
    """A drawn sample: enough to draw it again (`seed`, `share`, population) and where its items stand."""

    id: str
    number: str
    group: str
    group_name: str
    seed: str
    share: float
    """Per cent."""
    population: int
    drawn_on: date
    drawn_by: str
    items: tuple[RoundItem, ...]
    strata: tuple[tuple[Grade, int, int], ...] = ()
    """(grade, drawn, population of the grade), if the share was drawn from each grade of its own."""
    closed_from: date | None = None
    """Closed hazards were drawn from this day on."""
    reproduced: bool = True
    """Whether drawing again from the recorded population, seed and share gives the recorded hazards."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two reviewers judged differently; offered to the lead, who may reopen what was closed."""

    hazard: str
    number: str
    title: str
    first: str
    first_by: str
    second: str
    second_by: str
    second_comment: str
    closed: bool
    may_reopen: bool = False
    """The acting person may reopen it (`hazards.actions.act`, action reopen)."""


@dataclass(frozen=True, slots=True)
class AgreementView:
    """Agreement of first and second judgements of a period."""

    period: str
    """"2026-05", "2026", or "" for all."""
    pairs: int
    both_passed: int
    both_returned: int
    only_first_passed: int
    only_second_passed: int
    percent: float | None
    """None without pairs."""
    kappa: float | None
    """Cohen's kappa; None where it is not defined (no pairs, or both always judged alike)."""
    disagreements: tuple[Disagreement, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class AssignedEvenly:
    """What `assign_evenly` gave: how many to whom (person id → number), and numbers of hazards nobody may judge."""

    given: Mapping[str, int]
    open: tuple[str, ...] = ()
