"""A value that looks like a slip of the decimal point or of the unit: asked about, never changed and never judged.

What a cell is compared with is the nominal voltage where it measures one, else its last value.
"""

from collections.abc import Iterator
from typing import Final

from inspector.criteria import known
from inspector.criteria.conditions import numeric
from inspector.i18n import Translator, language
from inspector.services.visits.layout import LineLayout
from inspector.services.visits.live import CRITERION, LiveForm
from inspector.services.visits.session import VisitSession
from inspector.services.words import NBSP, number_text

NEAR: Final = 0.15
"""How near a value has to lie to the tenfold to be doubted, as a part of it."""
SLIPS: Final = ((10.0, "10"), (0.1, "1/10"), (100.0, "100"), (0.01, "1/100"), (1000.0, "1000"), (0.001, "1/1000"))
NOMINAL_FACTS: Final = {
    "line_voltage": "nominal_kv",
    "dc_control_voltage": "dc_nominal_v",
    "dc_power_voltage": "dc_nominal_v",
}
NOMINAL: Final = {"lv_line_voltage": 380.0, "lv_phase_voltage": 220.0}
"""GB/T 156: the low-voltage system, V."""


def doubts(session: VisitSession, live: LiveForm, line: LineLayout) -> Iterator[str]:
    """A question for each cell of a line that is about ten, a hundred or a thousand times what it should be near."""
    t = Translator(language())
    for ref in () if line.computed else line.cells:
        value = live.number(ref)
        quantity = live.questions[ref].attributes.get(CRITERION, "") or line.criterion
        if not value or quantity not in session.packs.quantities:
            continue
        digits, unit = session.decimals(quantity), session.packs.quantities[quantity].unit

        def shown(number: float, digits: int | None = digits, unit: str = unit) -> str:
            text = number_text(number, digits=digits)
            return f"{text}{NBSP}{unit}" if unit else text

        nominal = _nominal(live, quantity)
        past = live.past(quantity, ref)
        if nominal is not None and (factor := slip(value, nominal)):
            words = t("{value} is about {factor} times the nominal {other}: a misplaced decimal point?")
            yield words.format(value=shown(value), factor=factor, other=shown(nominal))
        elif nominal is None and past and (factor := slip(value, past[-1].value)):
            words = t("{value} is about {factor} times the last value {other}: a misplaced decimal point?")
            yield words.format(value=shown(value), factor=factor, other=shown(past[-1].value))


def slip(value: float, other: float) -> str:
    """How many times the other a value is, if that is about a power of ten as slips make it; "" if it is not."""
    if not other:
        return ""
    ratio = value / other
    return next((words for factor, words in SLIPS if abs(ratio / factor - 1) <= NEAR), "")


def _nominal(live: LiveForm, quantity: str) -> float | None:
    if quantity in NOMINAL:
        return NOMINAL[quantity]
    fact = NOMINAL_FACTS.get(quantity, "")
    return numeric(known({**live.facts, **live.own_facts()}, fact)) if fact else None
