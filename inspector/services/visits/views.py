"""What services hand to window and commands: frozen views, ids and texts, never rows of the database.

A change set (`Change`) carries fresh views of exactly what a write touched; the page repaints those and nothing else.
All texts are in the language the workspace was opened with; numbers are already formatted for people where a field is
`str`, and raw where it is `float`.
"""

from datetime import date, datetime
from enum import StrEnum

from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.domain.hazard import Grade
from inspector.domain.person import Person
from inspector.domain.visit import SignMethod, Step, VisitKind, VisitStatus
from inspector.quick_dataclass import dataclass
from inspector.services.handovers.past import HandOver
from inspector.services.ledgers.views import ItemState as ItemState  # noqa: PLC0414 - as above
from inspector.services.ledgers.views import PhotoView as PhotoView  # noqa: PLC0414 - as above
from inspector.services.ledgers.views import ReportView as ReportView  # noqa: PLC0414 - as above
from inspector.services.visits.answer_views import Cell as Cell  # noqa: PLC0414 - part of this module's views
from inspector.services.visits.answer_views import CellState as CellState  # noqa: PLC0414 - as above
from inspector.services.visits.answer_views import CourseView as CourseView  # noqa: PLC0414 - as above
from inspector.services.visits.answer_views import JudgementView as JudgementView  # noqa: PLC0414 - as above
from inspector.services.visits.answer_views import LastAnswer as LastAnswer  # noqa: PLC0414 - as above
from inspector.services.visits.answer_views import RowKind as RowKind  # noqa: PLC0414 - as above
from inspector.services.visits.inference_views import InferenceView
from inspector.services.visits.old_hazard_views import OldHazard as OldHazard  # noqa: PLC0414 - as above
from inspector.services.visits.remark_views import Remark
from inspector.services.visits.signed.views import Signed


@dataclass(frozen=True, slots=True)
class Target:
    """Which form of a visit: the form id and the equipment it is bound to (None = the site)."""

    form: str
    equipment: str | None = None


class DraftStatus(StrEnum):
    """A failing answer makes a DRAFT (issued unless dismissed); a failing value makes a PROPOSAL (to be decided).

    A MERGED one is told by the hazard it was merged into.
    """

    DRAFT = "draft"
    PROPOSAL = "proposal"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class HazardDraft:
    """A hazard in the making; becomes `hazard_registered` at sign-off unless it is a dismissed or open proposal."""

    id: str
    status: DraftStatus
    target: Target | None
    ref: str
    place: str
    description: str
    grade: Grade
    measure: str
    deadline: date
    basis: str
    basis_text: str = ""
    """The point of the clause in our own words (条款要点)."""
    criterion: str = ""
    equipment: str | None = None
    reason: str = ""
    """Why it was dismissed."""
    photos: tuple[PhotoView, ...] = ()
    source: str = ""
    """Where it comes from, in words: "2.2", "试验", "读数"."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question of a checklist, or a line of the test table or reading grid that has one cell."""

    ref: str
    kind: RowKind
    number: str
    label: str
    title: str
    """Short title for outlines and the context panel."""
    hint: str = ""
    value: str = ""
    error: str = ""
    """Why the typed text is no value or violates a constraint; "" if it is fine."""
    relevant: bool = True
    required: bool = False
    readonly: bool = False
    options: tuple[tuple[str, str], ...] = ()
    option_pictures: tuple[str, ...] = ()
    """A picture for each option as a `data:` address, "" for none; empty where no option has one."""
    unit: str = ""
    judgement: JudgementView | None = None
    note: str = ""
    photos: tuple[PhotoView, ...] = ()
    photo_required: bool = False
    drawn: bool = False
    """Drawn at random when the rest of its section was passed (抽查)."""
    drawn_open: bool = False
    """Drawn, and 合格 still needs a photo, a value or a note."""
    hazard: HazardDraft | None = None
    last: LastAnswer | None = None
    basis: str = ""
    """Standard and clause of the criterion, or "practice"."""
    basis_text: str = ""
    """The point of the clause in our own words."""
    look: str = ""
    """Appearances of the question, separated by blanks: "minimal", "likert", "month-year" …"""
    bounds: tuple[str, str, str] | None = None
    """Start, end and step of a range, as the form writes them."""
    picture: str = ""
    """A picture beside the question, as a `data:` address; "" for none."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the test table (step 2) or the reading grid (step 3): up to three cells, one judgement."""

    ref: str
    """Ref of the question, or of the phases group."""
    label: str
    unit: str
    cells: tuple[Cell, ...]
    computed: bool = False
    last: str = ""
    first: str = ""
    change: str = ""
    limit: str = ""
    basis: str = ""
    """Where the limit comes from, also before there is a value to judge; "" without a limit."""
    judgement: JudgementView | None = None
    history: tuple[float, ...] = ()
    """Up to five values oldest first, this one last; for the sparkline."""
    history_dates: tuple[date, ...] = ()
    """The day of each value in `history`; for the chart of the context panel."""
    history_limit: float | None = None
    photos: tuple[PhotoView, ...] = ()
    note: str = ""
    hazard: HazardDraft | None = None
    relevant: bool = True
    required: bool = False
    waiting_reason: str = ""
    """Why a value is still to come (待录)."""
    tag: str = ""
    """A chip beside the label, for example δ 72 %."""
    course: CourseView | None = None
    """The trend of its tests for the chart; None with too few tests."""
    outlook: str = ""
    """The trend of its tests in words, with the day a limit will be reached; "" with too few tests."""
    beside: tuple[str, ...] = ()
    """Sentences about the other phases, sister units and neighbours."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a checklist, in the outline and as a card."""

    ref: str
    number: str
    title: str
    rows: tuple[Row, ...]
    done: int
    total: int
    failed: int
    state: ItemState
    rest: int = 0
    """Questions that 其余判合格 would pass or draw."""


@dataclass(frozen=True, slots=True)
class FormView:
    """One form of a visit: checklist sections, then the test record (head fields and lines) or reading lines."""

    target: Target
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    head: tuple[Row, ...]
    lines: tuple[Line, ...]
    done: int
    total: int
    failed: int
    attention: int
    state: ItemState
    equipment: Equipment | None = None
    reports: tuple[ReportView, ...] = ()
    """Files of the testing company attached to the test record."""


@dataclass(frozen=True, slots=True)
class TargetSummary:
    """A form in the left list of step 2 or 3."""

    target: Target
    group: str
    """Group head: transformers, switchgear, cables …"""
    title: str
    subtitle: str
    done: int
    total: int
    failed: int
    attention: int
    state: ItemState


@dataclass(frozen=True, slots=True)
class StepView:
    """A step in the stepper. `done`/`total` count required answers, for the equipment step pieces of equipment."""

    step: Step
    done: int
    total: int
    failed: int
    attention: int
    state: ItemState


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signer's box: who has to sign and how they did (method None = not yet)."""

    who: str
    """Person id of an inspector, or "customer"."""
    name: str
    role: str
    """Role and team in words."""
    method: SignMethod | None = None
    at: datetime | None = None
    strokes: tuple[tuple[tuple[float, float], ...], ...] = ()
    """Polylines in the unit square of the pad (x right, y down), pad ratio 3:1."""
    image: str = ""
    """sha256 of the photo of the paper."""
    reason: str = ""
    witness: str = ""


@dataclass(frozen=True, slots=True)
class StepsBack:
    """What undo and redo would do, in words; "" when there is nothing to undo or redo."""

    undo: str = ""
    redo: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a visit: a step, a form of it, a question, line or hazard."""

    step: Step
    target: Target | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True)
class VisitView:
    """The head of an open visit and where it was left."""

    id: str
    number: str
    customer: Customer
    customer_class: str
    """Importance in words."""
    facts: str
    """One line under the name: voltage and metering · transformers · account."""
    kind: VisitKind
    status: VisitStatus
    inspectors: tuple[Person, ...]
    started_at: datetime
    saved_at: datetime | None
    steps: tuple[StepView, ...]
    equipment: tuple[TargetSummary, ...]
    indications: tuple[TargetSummary, ...]
    infrastructure: Target
    step: Step
    """Where the inspector was."""
    target: Target | None
    ref: str
    restored: str = ""
    """What was restored when the visit was reopened, as a sentence; "" on a fresh start."""
    steps_back: StepsBack = StepsBack()
    inferences: tuple[InferenceView, ...] = ()
    handed_over: HandOver | None = None
    """Set for a visit that continues on another laptop and can only be read here."""
    signed: Signed | None = None
    """Set for a signed visit, shown as it was filed."""

    @property
    def shut(self) -> HandOver | Signed | None:
        """Why it can only be read; None while it can be edited."""
        return self.signed or self.handed_over


@dataclass(frozen=True, slots=True)
class Bulk:
    """What 其余判合格 did in a section: questions passed, drawn and still open, and all that are left open."""

    passed: int
    drawn: int
    left: int


@dataclass(frozen=True, slots=True)
class Change:
    """What a write changed. Views in it replace the page's old ones; what is absent did not change."""

    saved_at: datetime
    steps: tuple[StepView, ...] = ()
    rows: tuple[tuple[Target, Row], ...] = ()
    lines: tuple[tuple[Target, Line], ...] = ()
    alike: tuple[tuple[Target, Line], ...] = ()
    """Lines of units that are compared with those: their values stand, what is said beside them does not."""
    sections: tuple[tuple[Target, Section], ...] = ()
    """Fresh counts of touched sections (their rows are complete too)."""
    targets: tuple[TargetSummary, ...] = ()
    hazards: tuple[HazardDraft, ...] = ()
    """Touched drafts and proposals."""
    old_hazards: tuple[OldHazard, ...] = ()
    signatures: tuple[SignatureView, ...] = ()
    signatures_cleared: bool = False
    dropped: tuple[str, ...] = ()
    """Sentences about answers that a choice filter dropped."""
    steps_back: StepsBack = StepsBack()
    inferences: tuple[InferenceView, ...] = ()
    """All that the readings mean together now, those to be decided first."""
    hazards_gone: tuple[str, ...] = ()
    """Ids of drafts and proposals that are no more."""
    went: Where | None = None
    """Where an undone or redone step happened: show it."""
    visit: VisitView | None = None
    """The whole visit anew, when equipment came or went."""
    bulk: Bulk | None = None
    reports: tuple[tuple[Target, tuple[ReportView, ...]], ...] = ()
    """Attached files of the records where one came or went."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that stands in the way of sign-off, and where to go for it."""

    text: str
    step: Step
    target: Target | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True)
class WillMake:
    """A line of the list "签发后生成": inspection, notice (acceptance there), rectification or supervision."""

    kind: str
    count: int
    number: str


@dataclass(frozen=True, slots=True)
class SummaryView:
    """Step 4: findings by grade, open proposals, what will be made, signatures, what is missing."""

    answered: int
    passed: int
    not_applicable: int
    hazards: tuple[HazardDraft, ...]
    """Those that will be registered, by grade."""
    proposals: tuple[HazardDraft, ...]
    """Those still to be decided."""
    old_hazards: tuple[OldHazard, ...]
    will_make: tuple[WillMake, ...]
    signatures: tuple[SignatureView, ...]
    missing: tuple[Missing, ...]
    unread: int = 0
    """Readings of step 3 that were neither taken nor marked; they do not stand in the way, but the record says so."""
    inferences: tuple[InferenceView, ...] = ()
    remarks: tuple[Remark, ...] = ()
    """Judged 注意 or overridden."""


@dataclass(frozen=True, slots=True)
class Issued:
    """Result of 签发并归档."""

    visit: str
    visit_number: str
    notice_number: str
    hazards: tuple[tuple[str, str], ...]
    """(hazard id, number)"""
    pdf: str
    """sha256 of the notice's PDF."""
    reply_code: str = ""
    """Check code of the reply file that goes out with it; empty: none does."""
