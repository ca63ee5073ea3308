"""Whether a sample calls for a diagnosis at all: no method means anything for a healthy unit (DL/T 722-2014, 9.3).

It does when an attention value of table 3 is exceeded, a gas production rate of table 4 is, or acetylene appeared since
the sample before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from inspector.criteria.dga.sample import KEY_GASES, Sample

HIGH_KV: Final = 330
ATTENTION: Final[Mapping[str, tuple[int, int]]] = {"h2": (150, 150), "c2h2": (5, 1), "thc": (150, 150)}
"""DL/T 722-2014 table 3, transformers and reactors in service, µL/L: up to 220 kV, from 330 kV."""
RATES: Final[Mapping[str, tuple[Fraction, Fraction]]] = {
    "h2": (Fraction(10), Fraction(5)),
    "c2h2": (Fraction(1, 5), Fraction(1, 10)),
    "thc": (Fraction(12), Fraction(6)),
    "co": (Fraction(100), Fraction(50)),
    "co2": (Fraction(200), Fraction(100)),
}
"""DL/T 722-2014 table 4, absolute rates, mL/day: sealed, open."""
DENSITY: Final = Fraction(89, 100)
"""Tonnes in a cubic metre of oil."""
MONTH_DAYS: Final = Fraction(30)
RELATIVE: Final = 10
"""% a month of total hydrocarbons (DL/T 722-2014, 9.3.2); shown, and not opening the gate."""
RELATIVE_FROM: Final = 10
"""µL/L of total hydrocarbons below which a relative rate means nothing."""


@dataclass(frozen=True, slots=True)
class Gate:
    """`exceeded`: gases above their attention value, `rate_…` above a rate, `new_c2h2`; none of them: no diagnosis."""

    exceeded: tuple[str, ...]

    @property
    def diagnose(self) -> bool:
        """Whether a diagnosis is called for."""
        return bool(self.exceeded)


def gate(sample: Sample) -> Gate:
    """Look at attention values, rates and acetylene. What cannot be worked out for want of a value opens nothing."""
    return Gate((*_above(sample), *_growing(sample), *_new(sample)))


def _above(sample: Sample) -> Iterator[str]:
    high = sample.voltage_kv is not None and sample.voltage_kv >= HIGH_KV
    for name, limits in ATTENTION.items():
        value = sample.gases.of(name)
        if value is not None and value > limits[high]:
            yield name
    if "thc" not in _measured(sample) and _known_hydrocarbons(sample) > ATTENTION["thc"][high]:
        yield "thc"  # those that were measured are too many already


def _measured(sample: Sample) -> frozenset[str]:
    return frozenset(name for name in ATTENTION if sample.gases.of(name) is not None)


def _known_hydrocarbons(sample: Sample) -> Fraction:
    gases = sample.gases
    return sum((value for value in (gases.ch4, gases.c2h6, gases.c2h4, gases.c2h2) if value), Fraction())


def _growing(sample: Sample) -> Iterator[str]:
    """Rates above table 4; where nobody says how the oil is kept, those above the limit of either kind."""
    for name, rate in rates(sample).items():
        if rate > RATES[name][sample.sealed is False]:
            yield f"rate_{name}"


def unsettled(sample: Sample) -> tuple[str, ...]:
    """What is missing to say whether a rate of table 4 is exceeded, "oil_t" or "sealed"; nothing where none can be."""
    if sample.previous is None:
        return ()
    grown = [name for name in RATES if (change := _change(sample, name)) is not None and change > 0]
    if sample.oil_t is None:
        return tuple(name for name in ("oil_t", "sealed") if grown and getattr(sample, name) is None)
    doubtful = any(RATES[name][1] < rate <= RATES[name][0] for name, rate in rates(sample).items())
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


def relative_rate(sample: Sample) -> Fraction | None:
    """Growth of the total hydrocarbons in % a month; None without two totals, or from too low a start."""
    before = sample.previous.gases.of("thc") if sample.previous else None
    now = sample.gases.of("thc")
    if sample.previous is None or before is None or now is None or before < RELATIVE_FROM:
        return None
    return (now - before) / before * 100 * MONTH_DAYS / sample.previous.days


def _new(sample: Sample) -> Iterator[str]:
    if sample.previous and sample.previous.gases.c2h2 == 0 and sample.gases.c2h2:
        yield "new_c2h2"
