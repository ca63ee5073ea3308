"""How a line of the hand-written table of limits is written (`limits_table.py`, `limits_service.py`)."""

from dataclasses import dataclass

from inspector.domain.verdict import Confidence

V, W, M = Confidence.VERIFIED, Confidence.WEAK, Confidence.MEMORY
C, P = Confidence.CONFLICT, Confidence.PRACTICE


@dataclass(frozen=True)
class Line:
    """One figure of the domain notes, in the words of the notes.

    `facts` are "key=word" separated by spaces; `low` and `high` the figures in `unit`, either may be absent. `standard`
    is "" where the notes name none; a clause that the notes infer or give as a chapter is written as its chapter.
    `outside` is given where a value beyond the figure is not a failure by its nature (attention values, early
    warnings), `inside` where practice or another line speaks before the limit is reached, `strict` where the figure
    itself is outside, `earlier` is the value to compare with (both at 20 °C), `grade` is asserted where the
    notes grade.
    """

    item: str
    quantity: str
    facts: str
    unit: str
    low: float | None
    high: float | None
    confidence: Confidence
    standard: str
    clause: str = ""
    outside: str = ""
    inside: str = "pass"
    strict: bool = False
    earlier: float | None = None
    grade: str = ""

    @property
    def verdict_outside(self) -> str:
        """Only what is verified may fail; everything else draws attention."""
        return self.outside or ("fail" if self.confidence is V else "attention")


@dataclass(frozen=True)
class Contested:
    """Figures that sources disagree on (section 7): every one can be chosen, none may fail."""

    item: str
    quantity: str
    facts: str
    unit: str
    side: str
    figures: tuple[float, ...]


@dataclass(frozen=True)
class Silent:
    """Where no limit may speak: the author of the notes was not sure of it, or it does not apply."""

    item: str
    quantity: str
    facts: str
    value: float


@dataclass(frozen=True)
class Off:
    """A row that is shipped switched off: what it would say if it were the only one that is switched on."""

    row: str
    quantity: str
    facts: str
    low: float | None
    high: float | None
    standard: str


@dataclass(frozen=True)
class Interval:
    """The longest time between two tests, in months."""

    item: str
    facts: str
    months: int
    confidence: Confidence
    standard: str


@dataclass(frozen=True)
class Given:
    """A limit of something the register knows: `fact` is compared with the figure, nothing is measured."""

    item: str
    quantity: str
    facts: str
    fact: str
    side: str
    figure: int
    confidence: Confidence
    standard: str
    clause: str = ""
    outside: str = ""

    @property
    def verdict_outside(self) -> str:
        """Only what is verified may fail; everything else draws attention."""
        return self.outside or ("fail" if self.confidence is V else "attention")
