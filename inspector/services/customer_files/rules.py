"""The tables behind portrait and risk score, as they come with the program (`resources/customers/`)."""

import functools
import tomllib
from typing import Any, Final

from inspector import assets
from inspector.domain.customer import Importance
from inspector.domain.diagram_draft import CabinetWords
from inspector.domain.portrait import PortraitRules, read_portrait_rules
from inspector.domain.risk import RiskRules, read_risk_rules
from inspector.problems import Problem

PORTRAIT: Final = "customers/portrait.toml"
RISK: Final = "customers/risk.toml"
DIAGRAM: Final = "customers/diagram.toml"
FACTS: Final = frozenset(
    {
        *(importance.value for importance in Importance if importance is not Importance.NONE),
        "critical",
        "serious",
        "general",
        "overdue_hazards",
        "recurrent",
        "inspection_days_late",
        "never_inspected",
        "tests_overdue",
        "failed_equipment",
        "old_equipment",
        "certificates_expired",
        "no_valid_certificate",
        "no_emergency_supply",
        "single_source",
        "portrait",
    }
)
"""The facts that a factor of the risk score may name; `risk_facts` finds them."""


@functools.cache
def portrait_rules() -> PortraitRules:
    """How the portrait's figures are rated. Raises Problem portrait_table_invalid."""
    return read_portrait_rules(_table(PORTRAIT, "portrait_table_invalid"))


@functools.cache
def risk_rules() -> RiskRules:
    """What gives points of risk. Raises Problem risk_table_invalid."""
    return read_risk_rules(_table(RISK, "risk_table_invalid"), FACTS)


@functools.cache
def cabinet_words() -> CabinetWords:
    """By which names cabinets are told apart. Raises Problem diagram_words_invalid."""
    table = _table(DIAGRAM, "diagram_words_invalid")
    try:
        words = {key: tuple(map(str, table[key])) for key in ("incoming", "voltage", "metering", "tie")}
        return CabinetWords(**words, separators=str(table["separators"]))
    except (KeyError, TypeError) as error:
        raise Problem("diagram_words_invalid", place=DIAGRAM, reason=str(error)) from error


def _table(place: str, code: str) -> dict[str, Any]:
    try:
        return tomllib.loads(assets.resource(place).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Problem(code, place=place, reason=str(error)) from error
