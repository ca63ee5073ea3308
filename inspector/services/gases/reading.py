"""Dissolved gases from records: samples out of single values, and everything that is said about the last of them.

Rates need the mass of the oil and whether the tank is sealed (nameplate `oil_t`, `sealed`); what is missing is named.
How soon another sample is advised is practice: DL/T 722-2014 9.3 asks for a shorter interval and gives no number.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from inspector.criteria import known
from inspector.criteria.conditions import numeric
from inspector.criteria.dga import (
    Diagnosis,
    Fault,
    Gases,
    GateLimits,
    Methods,
    Previous,
    Sample,
    diagnose,
    rates,
    relative_rate,
)
from inspector.criteria.dga.diagnosis import DOUBTS, FAMILIES, WORDS, Family
from inspector.criteria.dga.ratios import ratios_of
from inspector.criteria.dga.sample import HYDROCARBONS
from inspector.domain.equipment import TestValue
from inspector.i18n import N_, Translator
from inspector.reports.figures.duval import GAS_NAMES
from inspector.services.gases.comparing import compared_lines, compared_words
from inspector.services.gases.views import DgaView, GasSample, GasTile, MethodLine, RateLine, RatioLine
from inspector.services.words import here, number_text

if TYPE_CHECKING:
    from datetime import date

QUANTITIES: Final = {f"gas_{gas}": gas for gas in GAS_NAMES}
"""Quantity -> gas."""
TOTAL: Final = "thc"
TILES: Final = ("h2", "ch4", "c2h4", "c2h6", "c2h2", TOTAL, "co", "co2")
UNIT: Final = "µL/L"
NONE: Final = "—"
UNDATED: Final = N_("The date of the test is missing: without it no growth can be worked out. Enter it.")
SOON: Final = 1
LATER: Final = 3
"""Months until another sample: after a discharge, great heat or fast growth; after any other call for a diagnosis."""
HOT: Final = frozenset({Fault.T3, Fault.T3_H, Fault.C})
Facts = Mapping[str, str]


def samples_of(series: Mapping[tuple[str, str], Sequence[TestValue]]) -> tuple[GasSample, ...]:
    """The samples of recorded values by day, oldest first; days on which no gas was measured have none."""
    days: dict[date, dict[str, Fraction]] = {}
    for (quantity, _label), values in series.items():
        gas = QUANTITIES.get(quantity)
        for value in values if gas else ():
            if gas and value.unit in ("", UNIT) and (amount := fraction(value.value)) is not None:
                days.setdefault(value.tested_on, {})[gas] = amount
    return tuple(GasSample(on, Gases(**days[on])) for on in sorted(days))


def fraction(value: float | None) -> Fraction | None:
    """A concentration; None for none, and for what no laboratory measures."""
    return Fraction(str(value)) if value is not None and math.isfinite(value) and value >= 0 else None


def sample_in_question(past: Sequence[GasSample], now: GasSample, facts: Facts) -> Sample:
    """The sample with the one before it and what the register knows of the equipment."""
    before = next((one for one in reversed(past) if one.on and now.on and one.on < now.on), None)
    sealed = facts.get("sealed", "")
    return Sample(
        now.gases,
        voltage_kv=fraction(numeric(known(facts, "nominal_kv"))),
        previous=_previous(before, now),
        oil_t=fraction(numeric(facts.get("oil_t", ""))),
        sealed=None if sealed not in ("0", "1") else sealed == "1",
        told=now.told,
    )


def _previous(before: GasSample | None, now: GasSample) -> Previous | None:
    if before is None or before.on is None or now.on is None:
        return None
    return Previous(before.gases, Fraction((now.on - before.on).days))


def analysis(past: Sequence[GasSample], now: GasSample | None, facts: Facts, limits: GateLimits) -> DgaView:
    """Everything about the sample `now`; without one the last on record is shown and nothing is concluded."""
    t = here()
    earlier = tuple(one for one in past if now is None or now.on is None or (one.on and one.on < now.on))
    if now is None:
        last = earlier[-1].gases if earlier else Gases()
        return DgaView(tuple(_tiles(Sample(last), limits)), earlier, current=False)
    sample = sample_in_question(earlier, now, facts)
    found = diagnose(sample, limits)
    anyway = found if found.methods else diagnose(sample, limits, gated=False)
    methods = anyway.methods or Methods()
    return DgaView(
        tiles=tuple(_tiles(sample, limits, found.gate.exceeded)),
        samples=(*earlier, now),
        current=True,
        called=found.gate.diagnose,
        fault=_fault(anyway),
        title=_title(anyway, sample.gases, t),
        code=" · ".join(map(str, methods.dlt722.code)) if methods.dlt722 else "",
        code_words=_code_words(methods, t),
        reasons=tuple(_reasons(sample, found, limits, t)),
        statement=tuple(one.render(t) for one in found.sentences if one not in DOUBTS.values()),
        doubts=tuple(doubt.value for doubt in anyway.doubts),
        doubts_words=(*(DOUBTS[doubt].render(t) for doubt in anyway.doubts), *([] if now.on else [t(UNDATED)])),
        methods=tuple(_methods(methods, anyway.family, t)),
        closer=tuple(number for number, fault in ((4, methods.triangle4), (5, methods.triangle5)) if fault),
        ratios=tuple(_ratios(sample.gases, methods)),
        rates=tuple(_rates(sample, limits, t)),
        missing=tuple(_missing(sample, t, dated=now.on is not None)),
        compared=tuple(compared_lines(now, facts)),
        compared_words=compared_words(now, facts),
        retest_months=_retest(found),
    )


def _title(found: Diagnosis, gases: Gases, t: Translator) -> str:
    """The fault; without one, why there is none."""
    if found.fault:
        return WORDS[found.fault].render(t)
    return t(N_("No verdict: gases are missing")) if _lacking(gases) else t(N_("No common verdict"))


def _lacking(gases: Gases) -> bool:
    """Whether a gas that every method asks for was not measured."""
    return any(gases.of(gas) is None for gas in ("ch4", "c2h4", "c2h2"))


def shown_amount(gas: str, gases: Gases) -> str:
    """A concentration; the total of hydrocarbons one of which is missing is at least that of the others."""
    value = gases.of(gas)
    known = [one for one in map(gases.of, HYDROCARBONS) if one is not None]
    at_least = gas == TOTAL and value is None and known
    return f"≥ {amount_text(sum(known, Fraction(0)))}" if at_least else amount_text(value)


def gas_name(gas: str, t: Translator) -> str:
    """The formula of a gas, or the words for the total of the hydrocarbons."""
    return t(N_("Total hydrocarbons")) if gas == TOTAL else GAS_NAMES[gas]


def amount_text(value: Fraction | None) -> str:
    """A concentration as people write it; a dash for none."""
    return NONE if value is None else number_text(float(value))


def attention_value(gas: str, sample: Sample, limits: GateLimits) -> str:
    """The attention value of a gas (DL/T 722-2014 table 3); empty where there is none."""
    found = limits.attention(sample.voltage_kv).get(gas)
    return "" if found is None else number_text(float(found))


def _tiles(sample: Sample, limits: GateLimits, exceeded: Iterable[str] = ()) -> Iterator[GasTile]:
    t, loud = here(), frozenset(exceeded)
    for gas in TILES:
        limit = attention_value(gas, sample, limits)
        name = t(N_("THC")) if gas == TOTAL else GAS_NAMES[gas]
        value = shown_amount(gas, sample.gases)
        yield GasTile(gas, name, value, f"≤ {limit}" if limit else NONE, gas in loud)


def _fault(found: Diagnosis) -> str:
    return found.fault.value if found.fault and found.fault is not Fault.NORMAL else ""


def _code_words(methods: Methods, t: Translator) -> str:
    if methods.dlt722 is None:
        return ""
    fault = methods.dlt722.fault
    return fault.render(t) if fault else t(N_("not in the table"))


def _reasons(sample: Sample, found: Diagnosis, limits: GateLimits, t: Translator) -> Iterator[str]:
    for name in found.gate.exceeded:
        gas = name.removeprefix("rate_")
        if name == "new_c2h2":
            yield t(N_("Acetylene has appeared since the sample before."))
        elif name.startswith("rate_"):
            words = t(N_("{gas} grows by {rate} mL a day, attention value {limit}."))
            limit = number_text(float(limits.rates(sealed=sample.sealed)[gas]))
            yield words.format(gas=gas_name(gas, t), rate=_short(rates(sample)[gas]), limit=limit)
        else:
            words = t(N_("{gas} {value} µL/L, attention value {limit}."))
            value = shown_amount(gas, sample.gases)
            yield words.format(gas=gas_name(gas, t), value=value, limit=attention_value(gas, sample, limits))


def _short(value: Fraction | float) -> str:
    number = float(value)
    text = f"{number:.3g}" if abs(number) < 1000 else f"{number:.0f}"
    return text.replace("-", "\u2212")


def _methods(methods: Methods, family: Family | None, t: Translator) -> Iterator[MethodLine]:
    single = (
        (N_("Duval triangle 1"), methods.triangle1, True),
        (N_("Duval triangle 4"), methods.triangle4, False),
        (N_("Duval triangle 5"), methods.triangle5, False),
        (N_("Duval pentagon 1"), methods.pentagon1, True),
        (N_("Duval pentagon 2"), methods.pentagon2, True),
    )
    for name, fault, always in single:
        yield _method(t(name), (fault,) if fault else (), family, t, always=always)
    yield _method("IEC 60599", methods.iec60599, family, t)
    yield _three_ratios(methods, family, t)
    yield _method(t(N_("Rogers")), (methods.rogers,) if methods.rogers else (), family, t)


def _three_ratios(methods: Methods, family: Family | None, t: Translator) -> MethodLine:
    name, found = t(N_("Three ratios, DL/T 722")), methods.dlt722
    if found is None:
        return MethodLine(name, NONE, t(N_("no answer")))
    faults = (found.fault_class,) if found.fault_class else ()
    return MethodLine(name, " ".join(map(str, found.code)), _code_words(methods, t), _agrees(faults, family))


def _method(
    name: str, faults: tuple[Fault, ...], family: Family | None, t: Translator, *, always: bool = True
) -> MethodLine:
    if not faults:
        return MethodLine(name, NONE, t(N_("no answer")) if always else t(N_("not applicable")), applies=always)
    words = t(N_(" or ")).join(WORDS[fault].render(t) for fault in faults)
    return MethodLine(name, " / ".join(faults), words, _agrees(faults, family))


def _agrees(faults: Iterable[Fault], family: Family | None) -> bool | None:
    named = {FAMILIES[fault] for fault in faults if fault in FAMILIES}
    return None if not named or family is None else named == {family}


def _ratios(gases: Gases, methods: Methods) -> Iterator[RatioLine]:
    found = ratios_of(gases)
    if found is None or methods.dlt722 is None:
        return
    names = (("c2h2", "c2h4"), ("ch4", "h2"), ("c2h4", "c2h6"))
    for (above, below), ratio, digit in zip(names, found, methods.dlt722.code, strict=True):
        value = "∞" if ratio == math.inf else _short(ratio)
        yield RatioLine(f"{GAS_NAMES[above]} / {GAS_NAMES[below]}", value, str(digit))


def _rates(sample: Sample, limits: GateLimits, t: Translator) -> Iterator[RateLine]:
    relative, most = relative_rate(sample, limits), limits.relative
    if relative is not None:
        limit = "" if most is None else f"≤ {number_text(float(most))}"
        words = t(N_("{rate} % a month")).format(rate=_short(relative))
        yield RateLine(gas_name(TOTAL, t), words, limit, most is not None and relative > most)
    allowed = limits.rates(sealed=sample.sealed)
    for gas, rate in rates(sample).items():
        most = allowed.get(gas)
        words = t(N_("{rate} mL a day")).format(rate=_short(rate))
        shown = "" if most is None or sample.sealed is None else f"≤ {number_text(float(most))}"
        yield RateLine(gas_name(gas, t), words, shown, most is not None and rate > most)


def _missing(sample: Sample, t: Translator, *, dated: bool) -> Iterator[str]:
    if not dated:
        yield t(N_("date of the test"))
    elif sample.previous is None:
        yield t(N_("an earlier sample"))
    if sample.oil_t is None:
        yield t(N_("mass of the oil"))
    if sample.sealed is None:
        yield t(N_("whether the tank is sealed"))


def _retest(found: Diagnosis) -> int:
    if not found.gate.diagnose:
        return 0
    growing = any(name.startswith(("rate_", "new_")) for name in found.gate.exceeded)
    grave = found.family in (Family.DISCHARGE, Family.PD) or found.fault in HOT
    return SOON if growing or grave else LATER
