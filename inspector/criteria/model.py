"""Plain data of the criteria: quantities, checks, limit rows, cycles, and what a judgement says."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from inspector.criteria.conditions import Condition
from inspector.criteria.formats import format_number
from inspector.domain.equipment import TestValue
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Confidence, Verdict
from inspector.i18n import Message
from inspector.quick_dataclass import dataclass


class Bilingual(NamedTuple):
    """A text of a pack in both languages (pack text is data and does not pass through the message catalogue)."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """The text in "zh_CN" (any zh) or English."""
        return self.zh if language.startswith("zh") else self.en


NO_TEXT: Final = Bilingual("", "")


def printed_basis(standard: str, edition: str, clause: str) -> str:
    """Standard, edition and clause in one line: ``DL/T 596-2021 6.1``; a Chinese title takes a space."""
    joint = "-" if standard[:1].isascii() else " "
    return f"{standard}{joint}{edition} {clause}".strip() if edition else f"{standard} {clause}".strip()


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something that is measured or derived (`derive`) from `inputs` values followed by the numbers of its `facts`.

    With no inputs it follows from facts alone, that is from the register.

    `units` maps accepted entry units to factors into `unit`. `conversion` names the temperature conversion of its
    history comparison. `near` is the share of an upper limit above which attention is raised, `rise` the share of an
    upper limit by which a value may grow since the last test; None = not watched. `limit_decimals` fixes the digits of
    printed limits (trailing zeros kept). `detection` is what laboratories still see: a value told as not detected (in
    one of the words `not_found`), or as below a bound up to it, counts as 0; None = nothing can be told so. `table` has
    the corners of `by_table`; `tables` those of several, each by the number of the quantity's fact that it is for.
    """

    id: str
    name: Bilingual
    unit: str
    decimals: int
    units: Mapping[str, Decimal]
    derive: str = ""
    inputs: int = 1
    facts: tuple[str, ...] = ()
    conversion: str = ""
    near: float | None = None
    rise: float | None = None
    limit_decimals: int | None = None
    detection: float | None = None
    not_found: tuple[str, ...] = ()
    table: tuple[tuple[float, float], ...] = ()
    tables: tuple[tuple[float, tuple[tuple[float, float], ...]], ...] = ()
    hazard: Bilingual = NO_TEXT
    measure: Bilingual = NO_TEXT


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That somebody compared a criterion with the paper: who (name), on which day, and what was in his hands."""

    by: str
    on: date
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a criterion comes from. `standard` is "practice" where no clause is known; `clause` may be empty.

    `confirmation` goes with `Confidence.CONFIRMED`: what the pack said before is only in the pack.
    """

    standard: str
    edition: str
    clause: str
    confidence: Confidence
    confirmation: Confirmation | None = None

    @property
    def basis(self) -> str:
        """Standard, edition and clause as printed on documents, or "practice"."""
        return printed_basis(self.standard, self.edition, self.clause)


@dataclass(frozen=True, slots=True)
class Check:
    """Criterion of a judged checklist question: the point in our own words, and the wording of a hazard draft."""

    id: str
    point: Bilingual
    source: Source
    grade: Grade
    hazard: Bilingual
    measure: Bilingual


@dataclass(frozen=True, slots=True)
class Gate:
    """What must hold before a limit row judges at all (DL/T 664: a hot spot of small rise is not graded).

    `measure` (`derive.MEASURES`) of the inputs or the number of a `fact` must be at least `least`; below that the row
    does not apply, and `note` says why. `inside_only`: a value outside the limit counts whatever the gate says.
    """

    note: str
    least: float
    measure: str = ""
    fact: str = ""
    inside_only: bool = False


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One limit with the facts under which it applies.

    `spec` is the limit as the pack writes it (compiled by `limits.compile_limit`). `exceed` is the verdict outside the
    limit before the confidence is considered. Rows of one `conflict` group contradict each other: the enabled one
    judges, the others are named in the reason; rows of the group with the same `variant` stand or fall together (test
    voltage and current of one edition). `note` is a key of `reasons.NOTES`.
    """

    id: str
    quantity: str
    when: tuple[Condition, ...]
    spec: Mapping[str, object]
    source: Source
    grade: Grade
    exceed: Verdict = Verdict.FAIL
    enabled: bool = True
    conflict: str = ""
    variant: str = ""
    note: str = ""
    waiver: Mapping[str, float] | None = None
    gate: Gate | None = None


@dataclass(frozen=True, slots=True)
class Cycle:
    """The longest time between two tests of equipment that meets `when`.

    In `months`; or `days` after the day that the fact `since` gives (days 1, 4, 10 and 30 after energising), a sample
    each; after the last of them such a cycle says nothing more. `test` is what is repeated. Of the cycles of one
    `conflict` group the enabled one counts.
    """

    id: str
    test: str
    when: tuple[Condition, ...]
    months: int
    source: Source
    grade: Grade
    enabled: bool = True
    conflict: str = ""
    days: tuple[int, ...] = ()
    since: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Within how many days a hazard of a grade has to be rectified, where nobody says otherwise."""

    id: str
    grade: Grade
    days: int
    source: Source
    enabled: bool = True
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class JudgeRequest:
    """One value to judge.

    `inputs` are measured values in the quantity's unit, phases in order (R15, R60 for the absorption ratio; gases for a
    sum); a plain quantity has one. `facts` are texts by key (`facts_for`). `history` holds earlier values of the same
    quantity and label, oldest first, in the quantity's unit. `beside` holds earlier values of the other quantities of
    the same equipment, where a limit compares values taken under like conditions.
    """

    quantity: str
    inputs: tuple[float, ...]
    facts: Mapping[str, str]
    temperature_c: float | None
    on: date
    history: tuple[TestValue, ...] = ()
    beside: Mapping[str, tuple[TestValue, ...]] | None = None


CONVERTED = Bilingual("（换算后 {value}）", " ({value} converted)")
"""Put behind a value that was judged converted, so that value and limit on paper can be compared."""
CONVERTED_BOTH = Bilingual(
    "（换算后 {value}\u00a0{unit}，限值 {limit}\u00a0{unit}）",
    " (converted {value}\u00a0{unit}, limit {limit}\u00a0{unit})",
)
"""Put behind the sentence when the standard's limit is in another unit than the measured value (MΩ·km)."""


class Judgement(NamedTuple):
    """What was judged, by which limit, and why; immutable.

    `value` is the judged value (computed for derived quantities), `converted` the value after temperature or length
    conversion, in `converted_unit` beside `converted_limit` where these differ from the quantity's. `decimals` are
    enough to see on which side of the limit the value lies. `limit_low`/`limit_high` and `limit_text` are in the
    quantity's unit. `missing` says what a person has to supply. `grade` is the grade of a failure. `row` is the limit
    row's id, empty when no limit applied. `hazard_text` and `measure` are templates with {value}, {unit} and {limit};
    `wording` fills them.
    """

    verdict: Verdict
    quantity: str
    value: float | None
    unit: str
    converted: float | None = None
    formula: Message | None = None
    limit_low: float | None = None
    limit_high: float | None = None
    limit_text: str = ""
    standard: str = ""
    edition: str = ""
    clause: str = ""
    confidence: Confidence | None = None
    reasons: tuple[Message, ...] = ()
    missing: tuple[Message, ...] = ()
    grade: Grade | None = None
    row: str = ""
    hazard_text: Bilingual = NO_TEXT
    measure: Bilingual = NO_TEXT
    decimals: int = 2
    converted_unit: str = ""
    converted_limit: str = ""
    confirmation: Confirmation | None = None

    @property
    def basis(self) -> str:
        """Standard, edition and clause as printed on documents, or "practice"; empty when no limit applied."""
        return printed_basis(self.standard, self.edition, self.clause)

    @property
    def value_text(self) -> str:
        """The judged value as shown, without its unit; empty when there is none."""
        return "" if self.value is None else format_number(self.value, self.decimals)

    @property
    def converted_text(self) -> str:
        """The converted value as shown, without its unit; empty when nothing was converted."""
        return "" if self.converted is None else format_number(self.converted, self.decimals)

    def wording(self, language: str) -> tuple[str, str]:
        """Description and measure of a hazard for this judgement, in "zh_CN" or "en"."""
        value = self.value_text
        if not self.converted_unit and self.converted_text not in ("", value):
            value += CONVERTED.text(language).format(value=self.converted_text)
        values = {"value": value, "unit": self.unit, "limit": self.limit_text}
        hazard = self.hazard_text.text(language).format_map(values)
        if hazard and self.converted_unit:
            both = {"value": self.converted_text, "unit": self.converted_unit, "limit": self.converted_limit}
            hazard += CONVERTED_BOTH.text(language).format_map(both)
        return hazard, self.measure.text(language).format_map(values)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one limit says about one value, before confidence and near-limit rules."""

    inside: bool | None
    """None: cannot be judged, see `missing`."""
    low: float | None = None
    high: float | None = None
    text: str = ""
    converted: float | None = None
    formula: Message | None = None
    reasons: tuple[Message, ...] = ()
    missing: tuple[Message, ...] = ()
    decimals: int | None = None
    """Digits that show on which side of the limit the value lies; None: the quantity's own."""
    converted_unit: str = ""
    converted_limit: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A request with its quantity, the value that follows, and what it follows from (inputs, then facts)."""

    quantity: Quantity
    value: float
    request: JudgeRequest
    operands: tuple[float, ...] = ()


Evaluate = Callable[[Measured], Outcome]


@dataclass(frozen=True, slots=True)
class BoundRow:
    """A limit row whose facts are known: `evaluate` needs only the measured value and its history."""

    row: LimitRow
    evaluate: Evaluate
    outside: Verdict
    reasons: tuple[Message, ...]
    """Verdict and reasons of a value outside the limit; confidence is already considered."""
