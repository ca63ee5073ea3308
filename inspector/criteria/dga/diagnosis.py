"""All methods on one sample, their disagreement, and the combined verdict.

The combined family of faults (partial discharge, discharge, thermal) follows this rule:

1. Triangle 1 leads: of the single methods it errs least on cases with known causes, and it answers for every sample.
2. Where it names its mixed zone DT, the majority of the other methods decides; without one it counts as a discharge.
3. It is overruled when at least three other methods answer and all of them name another family; for partial discharge,
   which it confuses with gassing at low temperature, two are enough when pentagon 1 is one of them.
4. Where it has no answer (no methane, ethylene nor acetylene), the majority of the others decides; a tie is no verdict.
5. It does not lead alone against both pentagons: where no other method names a family and they say stray gassing (S),
   there is no verdict.
6. Without hydrogen there is no partial discharge, whose main gas it is (DL/T 722-2014 table 5): where triangle 1, which
   does not look at hydrogen, names one although none was found, the majority of the others decides, if there is one.

The class is that of triangle 1 where it belongs to the family, else the one most of the others name. Stray gassing (S)
and "normal" are no family: a method that says so abstains. Nothing is merged silently: every answer stays visible.

With the gate closed a sample is called normal only when every key gas was measured and no rate is left open.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Final

from inspector.criteria.dga.gate import Gate, gate, relative_rate, unmeasured, unsettled
from inspector.criteria.dga.limits import GateLimits
from inspector.criteria.dga.pentagons import PENTAGON_1, PENTAGON_2, pentagon_fault
from inspector.criteria.dga.ratios import FIFTH, ThreeRatio, dlt722, iec60599, ratios_of, rogers
from inspector.criteria.dga.sample import KEY_GASES, Doubt, Fault, Gases, Sample, doubts
from inspector.criteria.dga.triangles import TRIANGLE_1, TRIANGLE_4, TRIANGLE_5
from inspector.i18n import N_, Message
from inspector.quick_dataclass import dataclass


class Family(StrEnum):
    """What kind of fault."""

    PD = "PD"
    DISCHARGE = "discharge"
    THERMAL = "thermal"


FAMILIES: Final[Mapping[Fault, Family]] = {
    Fault.PD: Family.PD,
    **dict.fromkeys((Fault.D1, Fault.D2, Fault.DT, Fault.D1_T, Fault.D2_T), Family.DISCHARGE),
    **dict.fromkeys((Fault.T1, Fault.T2, Fault.T3, Fault.T3_H, Fault.O, Fault.C), Family.THERMAL),
}
WORDS: Final[Mapping[Fault, Message]] = {
    Fault.PD: Message(N_("partial discharge")),
    Fault.D1: Message(N_("discharge of low energy")),
    Fault.D2: Message(N_("discharge of high energy (arc)")),
    Fault.DT: Message(N_("discharge with overheating")),
    Fault.D1_T: Message(N_("discharge of low energy with overheating")),
    Fault.D2_T: Message(N_("arc with overheating")),
    Fault.T1: Message(N_("overheating below 300 °C")),
    Fault.T2: Message(N_("overheating from 300 to 700 °C")),
    Fault.T3: Message(N_("overheating above 700 °C")),
    Fault.T3_H: Message(N_("overheating above 700 °C in the oil")),
    Fault.S: Message(N_("stray gassing of the oil")),
    Fault.O: Message(N_("overheating below 250 °C")),
    Fault.C: Message(N_("overheating with possible carbonisation of paper")),
    Fault.NORMAL: Message(N_("nothing abnormal")),
}
ADVICE: Final[Mapping[Family, Message]] = {
    Family.PD: Message(
        N_("Take another sample soon, look for moisture and gas bubbles, and measure partial discharge if it grows.")
    ),
    Family.DISCHARGE: Message(
        N_(
            "Take another sample within days; look at tap changer, leads and connections; "
            "plan an outage if acetylene grows."
        )
    ),
    Family.THERMAL: Message(
        N_("Compare with load and oil temperature, measure winding and core earthing, and follow the gases closely.")
    ),
}
DOUBTS: Final[Mapping[Doubt, Message]] = {
    Doubt.ALL_ZERO: Message(N_("Every gas is 0: leave out what was not measured.")),
    Doubt.ZERO_FOR_MISSING: Message(
        N_("A gas that every fault forms is 0 beside high values: leave out what was not measured.")
    ),
    Doubt.SWAPPED: Message(N_("Ethylene and ethane may have changed places: check the report of the laboratory.")),
}
NO_CALL: Final = Message(N_("No attention value or rate is exceeded: no diagnosis is called for."))
NO_VERDICT: Final = Message(N_("The methods give no common verdict: take another sample and compare."))
GROWING: Final = Message(N_("No attention value is exceeded, but the gases grow: take another sample soon."))
STRAY: Final = Message(N_("Both pentagons see stray gassing of the oil, and no other method names a fault."))
GAS_NAMES: Final[Mapping[str, str]] = {name: name.upper() for name in KEY_GASES}
NEEDED: Final[Mapping[str, Message]] = {
    "oil_t": Message(N_("mass of the oil")),
    "sealed": Message(N_("whether the tank is sealed")),
}
"""What a rate of gas production cannot be compared without."""
UNKNOWN: Final = Message(N_("No method can be used: gases are missing."))


@dataclass(frozen=True, slots=True)
class Methods:
    """What each method says; None = no answer, or not applicable."""

    triangle1: Fault | None = None
    triangle4: Fault | None = None
    triangle5: Fault | None = None
    pentagon1: Fault | None = None
    pentagon2: Fault | None = None
    iec60599: tuple[Fault, ...] = ()
    dlt722: ThreeRatio | None = None
    rogers: Fault | None = None

    def votes(self) -> dict[str, Family]:
        """Families that the methods beside triangle 1 name; who abstains is missing."""
        iec = {FAMILIES[fault] for fault in self.iec60599}
        found = {
            "iec60599": iec.pop() if len(iec) == 1 else None,
            "dlt722": _family(self.dlt722.fault_class if self.dlt722 else None),
            "rogers": _family(self.rogers),
            "pentagon1": _family(self.pentagon1),
        }
        return {name: family for name, family in found.items() if family is not None}

    def named(self) -> Iterator[frozenset[Family]]:
        """The families that each method names, those that only look closer included; who names none is left out."""
        single = (self.triangle1, self.triangle4, self.triangle5, self.pentagon1, self.pentagon2, self.rogers)
        ratio = self.dlt722.fault_class if self.dlt722 else None
        for faults in (*((fault,) for fault in single), self.iec60599, (ratio,)):
            families = frozenset(FAMILIES[fault] for fault in faults if fault is not None and fault in FAMILIES)
            if families:
                yield families

    def faults(self) -> Iterator[Fault]:
        """Every class that the methods beside triangle 1 name, the more telling method first."""
        found = (self.pentagon1, self.dlt722.fault_class if self.dlt722 else None, *self.iec60599, self.rogers)
        return (fault for fault in found if fault is not None)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is said about a sample. `methods` None: the gate is closed, and no diagnosis was asked for."""

    gate: Gate
    methods: Methods | None
    family: Family | None
    fault: Fault | None
    sentences: tuple[Message, ...]
    doubts: tuple[Doubt, ...]


def diagnose(sample: Sample, limits: GateLimits, *, gated: bool = True) -> Diagnosis:
    """Diagnose a sample; with `gated` only if something calls for it."""
    opened = gate(sample, limits)
    found = () if sample.told else tuple(doubts(sample.gases))
    if gated and not opened.diagnose:
        return _not_called(sample, opened, found, limits)
    methods = methods_on(sample.gases)
    family = family_of(methods, hydrogen=sample.gases.h2 != 0)
    if _swapped(sample.gases, methods):
        found = (*found, Doubt.SWAPPED)
    fault = _class(methods, family)
    said = (*_verdict(methods, family, fault), *_open_points(sample, limits), *_remarks(sample, found, opened, limits))
    return Diagnosis(opened, methods, family, fault, said, found)


def _not_called(sample: Sample, opened: Gate, found: tuple[Doubt, ...], limits: GateLimits) -> Diagnosis:
    """Nothing known calls for a diagnosis: normal if everything is known, else no class and what is missing."""
    open_points = tuple(_open_points(sample, limits))
    growing = _grows(sample, limits)
    normal = not open_points and not growing and Doubt.ALL_ZERO not in found
    said = (
        *([NO_CALL] if normal else [GROWING] if growing else []),
        *open_points,
        *_remarks(sample, found, opened, limits),
    )
    return Diagnosis(opened, None, None, Fault.NORMAL if normal else None, said, found)


def _open_points(sample: Sample, limits: GateLimits) -> Iterator[Message]:
    """What is missing to compare with the attention values, and with the rates of gas production."""
    if gases := unmeasured(sample):
        names = ", ".join(GAS_NAMES[name] for name in gases)
        yield Message(N_("The attention values cannot be compared without {gases}."), {"gases": names})
    if facts := unsettled(sample, limits):
        named = {name: NEEDED[name] for name in facts}
        listed = Message("; ".join(f"{{{name}}}" for name in facts), named)
        yield Message(N_("The rates of gas production cannot be compared without: {facts}."), {"facts": listed})


def _grows(sample: Sample, limits: GateLimits) -> bool:
    rate = relative_rate(sample, limits)
    return rate is not None and limits.relative is not None and rate > limits.relative


def methods_on(gases: Gases) -> Methods:
    """Every method that these gases allow."""
    ratios = ratios_of(gases)
    first = TRIANGLE_1.fault(gases)
    return Methods(
        triangle1=first,
        triangle4=TRIANGLE_4.fault(gases, first),
        triangle5=TRIANGLE_5.fault(gases, first),
        pentagon1=pentagon_fault(PENTAGON_1, gases),
        pentagon2=pentagon_fault(PENTAGON_2, gases),
        iec60599=iec60599(ratios) if ratios else (),
        dlt722=dlt722(ratios) if ratios else None,
        rogers=rogers(ratios) if ratios else None,
    )


def family_of(methods: Methods, *, hydrogen: bool = True) -> Family | None:
    """The combined family by the rule of this module; `hydrogen`: whether some was found, or it was not measured."""
    votes = methods.votes()
    majority = _majority(votes)
    if methods.triangle1 is None:
        return majority
    if _stray(methods):
        return None
    if methods.triangle1 is Fault.DT:
        return majority or Family.DISCHARGE
    if methods.triangle1 is Fault.PD and not hydrogen and majority is not None:
        return majority
    lead, named = FAMILIES[methods.triangle1], set(votes.values())
    if len(named) != 1 or lead in named:
        return lead
    (other,) = named
    enough = len(votes) >= 3 or (other is Family.PD and len(votes) == 2 and "pentagon1" in votes)
    return other if enough else lead


def _stray(methods: Methods) -> bool:
    """Whether both pentagons say stray gassing while no method beside triangle 1 names a family."""
    return methods.pentagon1 is Fault.S and methods.pentagon2 is Fault.S and not methods.votes()


def _majority(votes: Mapping[str, Family]) -> Family | None:
    ranked = Counter(votes.values()).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _family(fault: Fault | None) -> Family | None:
    return FAMILIES.get(fault) if fault is not None else None


def _class(methods: Methods, family: Family | None) -> Fault | None:
    if family is None:
        return None
    if _family(methods.triangle1) is family:
        return methods.triangle1
    named = Counter(fault for fault in methods.faults() if FAMILIES.get(fault) is family)
    return named.most_common(1)[0][0] if named else None


def _verdict(methods: Methods, family: Family | None, fault: Fault | None) -> Iterator[Message]:
    answers = [*methods.named()]
    if family is None or fault is None:
        yield STRAY if _stray(methods) else NO_VERDICT if answers else UNKNOWN
        return
    agreeing = sum(answer == {family} for answer in answers)
    yield Message(
        N_("Most likely {fault}: {agreeing} of {all} methods that answer name this kind."),
        {"fault": WORDS[fault], "agreeing": agreeing, "all": len(answers)},
    )
    finer = next((one for one in (methods.triangle5, methods.triangle4) if one is not None), methods.pentagon2)
    if finer is not None and finer is not fault:
        yield Message(N_("Looked at more closely: {fault}."), {"fault": WORDS[finer]})
    yield ADVICE[family]


def _remarks(sample: Sample, found: tuple[Doubt, ...], opened: Gate, limits: GateLimits) -> Iterator[Message]:
    """What stands beside the verdict and opens no gate (DL/T 722-2014, 9.3.2 and 10.2.3).

    The ratio of acetylene to hydrogen is that of noise while neither is above its attention value.
    """
    rate = relative_rate(sample, limits)
    if rate is not None and limits.relative is not None and rate > limits.relative:
        grown = {"percent": round(float(rate), 1), "limit": f"{float(limits.relative):g}"}
        yield Message(N_("Total hydrocarbons grow by {percent} % a month (attention value {limit})."), grown)
    gases = sample.gases
    yield from _paper(gases, limits)
    loud = bool({"h2", "c2h2", "thc"} & set(opened.exceeded))
    most = limits.tap_changer
    if loud and most is not None and gases.c2h2 and gases.h2 is not None and gases.c2h2 > most * gases.h2:
        told = {"limit": f"{float(most):g}"}
        yield Message(N_("C₂H₂/H₂ is above {limit}: oil of the tap changer may get into the main tank."), told)
    yield from (DOUBTS[doubt] for doubt in found)


def _paper(gases: Gases, limits: GateLimits) -> Iterator[Message]:
    low, high = limits.paper
    if gases.co and gases.co2 is not None:
        ratio = gases.co2 / gases.co
        if low is not None and ratio < low:
            yield Message(N_("CO₂/CO is below {limit}: paper may be involved."), {"limit": f"{float(low):g}"})
        elif high is not None and ratio > high:
            told = {"limit": f"{float(high):g}"}
            yield Message(N_("CO₂/CO is above {limit}, as with the normal ageing of paper."), told)


def _swapped(gases: Gases, methods: Methods) -> bool:
    """Whether all methods would agree with ethylene and ethane in each other's place, while they do not as entered.

    Only where there is less than a fifth as much ethylene as ethane: IEC 60599 table 1 has that for partial discharge
    only, while somewhat more ethane than ethylene is also found after discharges of low energy.
    """
    if not gases.c2h4 or not gases.c2h6 or gases.c2h4 >= FIFTH * gases.c2h6 or _agree(methods):
        return False
    other = methods_on(replace(gases, c2h4=gases.c2h6, c2h6=gases.c2h4))
    return _agree(other) and bool(other.iec60599)


def _agree(methods: Methods) -> bool:
    votes = methods.votes()
    lead = _family(methods.triangle1)
    return len(votes) == 4 and lead is not None and set(votes.values()) == {lead}
