"""Whether a sample calls for a diagnosis at all: no method means anything for a healthy unit (DL/T 722-2014, 9.3).

It does when an attention value of table 3 is exceeded, a gas production rate of table 4 is, or acetylene appeared since
the sample before. The figures come from the criteria packs (`dga.limits`).
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from inspector.criteria.dga.limits import RATES, GateLimits
from inspector.criteria.dga.sample import KEY_GASES, Sample
from inspector.quick_dataclass import dataclass

DENSITY: Final = Fraction(89, 100)
"""Tonnes in a cubic metre of oil."""
MONTH_DAYS: Final = Fraction(30)


@dataclass(frozen=True, slots=True)
class Gate:
    """`exceeded`: gases above their attention value, `rate_…` above a rate, `new_c2h2`; none of them: no diagnosis."""

    exceeded: tuple[str, ...]

    @property
    def diagnose(self) -> bool:
        """Whether a diagnosis is called for."""
        return bool(self.exceeded)


def gate(sample: Sample, limits: GateLimits) -> Gate:
    """Look at attention values, rates and acetylene. What cannot be worked out for want of a value opens nothing."""
    return Gate((*_above(sample, limits), *_growing(sample, limits), *_new(sample)))


def _above(sample: Sample, limits: GateLimits) -> Iterator[str]:
    attention = limits.attention(sample.voltage_kv)
    for name, limit in attention.items():
        value = sample.gases.of(name)
        if value is None and name == "thc":
            value = _known_hydrocarbons(sample)  # those that were measured are too many already
        if value is not None and value > limit:
            yield name


def _known_hydrocarbons(sample: Sample) -> Fraction:
    gases = sample.gases
    return sum((value for value in (gases.ch4, gases.c2h6, gases.c2h4, gases.c2h2) if value), Fraction())


def _growing(sample: Sample, limits: GateLimits) -> Iterator[str]:
    """Rates above table 4; where nobody says how the oil is kept, those above the limit of either kind."""
    allowed = limits.rates(sealed=sample.sealed)
    for name, rate in rates(sample).items():
        if name in allowed and rate > allowed[name]:
            yield f"rate_{name}"


def unsettled(sample: Sample, limits: GateLimits) -> tuple[str, ...]:
    """What is missing to say whether a rate of table 4 is exceeded, "oil_t" or "sealed"; nothing where none can be."""
    if sample.previous is None:
        return ()
    sealed, breathing = limits.rates(sealed=True), limits.rates(sealed=False)
    grown = [name for name in sealed if (change := _change(sample, name)) is not None and change > 0]
    if sample.oil_t is None:
        return tuple(name for name in ("oil_t", "sealed") if grown and getattr(sample, name) is None)
    doubtful = any(
        breathing.get(name, sealed[name]) < rate <= sealed[name]
        for name, rate in rates(sample).items()
        if name in sealed
    )
    return ("sealed",) if doubtful and sample.sealed is None else ()


def _change(sample: Sample, name: str) -> Fraction | None:
    before, now = sample.previous.gases.of(name) if sample.previous else None, sample.gases.of(name)
    return None if before is None or now is None else now - before


def unmeasured(sample: Sample) -> tuple[str, ...]:
    """The gases without which nobody can say that no attention value is exceeded."""
    return tuple(name for name in KEY_GASES if sample.gases.of(name) is None)


def rates(sample: Sample) -> dict[str, Fraction]:
    """Absolute gas production rates in mL/day: (C2 - C1) / Δt x m / ρ; for those gases that both samples have."""
    if sample.previous is None or sample.oil_t is None:
        return {}
    found = {}
    for name in RATES:
        change = _change(sample, name)
        if change is not None:
            found[name] = change / sample.previous.days * sample.oil_t / DENSITY
    return found


def relative_rate(sample: Sample, limits: GateLimits) -> Fraction | None:
    """Growth of the total hydrocarbons in % a month; None without two totals, or from too low a start."""
    before = sample.previous.gases.of("thc") if sample.previous else None
    now = sample.gases.of("thc")
    if sample.previous is None or before is None or now is None or before < limits.relative_from:
        return None
    return (now - before) / before * 100 * MONTH_DAYS / sample.previous.days


def _new(sample: Sample) -> Iterator[str]:
    if sample.previous and sample.previous.gases.c2h2 == 0 and sample.gases.c2h2:
        yield "new_c2h2"
