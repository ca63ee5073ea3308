"""The lines of the table of values, whatever they come from, and the numbers somebody types into them."""

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.quick_dataclass import dataclass
from inspector.services.reviews.views import LoadPair, ReviewDetail, ValuePair

LOAD_KEY = "load"
"""How `services.measure_again` calls the load current."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table, whatever it comes from. `note` is its second line, or stands where bars would."""

    key: str
    name: str
    before: str
    after: str
    unit: str
    limit: str
    verdict: Verdict | None
    words: str
    note: str = ""
    basis: str = ""
    before_bad: bool = False
    after_bad: bool = False
    after_good: bool = False
    shares: tuple[float | None, float | None, float | None] = (None, None, None)
    inputs: tuple[str, ...] = ()
    apart: bool = False
    """The load differs too much: 不可比."""


def lines_of(detail: ReviewDetail) -> tuple[Line, ...]:
    """The lines of a hazard: its values, then the load."""
    found = [_value(pair) for pair in detail.values]
    if detail.load is not None:
        found.append(_load(detail.load))
    return tuple(found)


BAD = (Verdict.FAIL, Verdict.ATTENTION)


def _value(pair: ValuePair) -> Line:
    measured = " · ".join(
        part for part in (f"{pair.measured_on:%m-%d}" if pair.measured_on else "", pair.measured_by) if part
    )
    return Line(
        pair.key,
        pair.label,
        pair.before_text,
        pair.after_text,
        pair.unit,
        pair.limit,
        pair.after_verdict if pair.after is not None else None,
        pair.verdict,
        pair.reason,
        "\n".join(
            part for part in (pair.basis, _("Measured again: {what}").format(what=measured) if measured else "") if part
        ),
        pair.before_verdict in BAD,
        pair.within is False or (pair.within is None and pair.after_verdict in BAD),
        bool(pair.within),
        (pair.share_before, pair.share_after, pair.share_limit),
        pair.inputs,
    )


def _load(load: LoadPair) -> Line:
    verdict = Verdict.PASS if load.comparable else None
    return Line(
        LOAD_KEY,
        _("Load current"),
        load.before_text,
        load.after_text,
        "A",
        load.limit,
        verdict,
        "",
        load.text,
        apart=load.comparable is False,
    )


def numbers(typed: str) -> tuple[float, ...] | None:
    """The numbers somebody typed, separated by blanks or semicolons; None if one of them is no number."""
    found = []
    for part in typed.replace(";", " ").replace("；", " ").split():
        try:
            found.append(float(part.replace("。", ".").replace("．", ".")))
        except ValueError:
            return None
    return tuple(found) or None
