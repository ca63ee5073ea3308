"""Shared pieces of the criteria tests: the shipped packs, and requests in one line."""

import functools
from collections.abc import Mapping
from datetime import date

from inspector import assets
from inspector.criteria import Judgement, JudgeRequest, Packs, judge, load_packs
from inspector.domain.equipment import TestValue
from inspector.i18n import Translator

ON = date(2026, 6, 11)
OIL = {
    "kind": "transformer_oil",
    "service": "in",
    "voltage_kv": "10",
    "lv_voltage_kv": "0.4",
    "capacity_kva": "1250",
    "vector_group": "Dyn11",
    "cooling": "ONAN",
    "winding_material": "copper",
}


@functools.cache
def shipped() -> Packs:
    folder = assets.resource("criteria")
    return load_packs({path.name: path.read_bytes() for path in folder.glob("*.toml")})


def past(
    quantity: str, value: float, temperature_c: float | None = None, unit: str = "", on: date = date(2023, 5, 20)
) -> TestValue:
    return TestValue(quantity, on, value, unit, temperature_c=temperature_c)


def judged(
    quantity: str,
    *inputs: float,
    facts: Mapping[str, str] = OIL,
    at_c: float | None = None,
    history: tuple[TestValue, ...] = (),
    **changed: str,
) -> Judgement:
    merged = {key: value for key, value in {**facts, **changed}.items() if value}
    return judge(shipped(), JudgeRequest(quantity, inputs, merged, at_c, ON, history))


def missing(judgement: Judgement) -> list[str]:
    """What a person is asked for."""
    return [part.text for part in judgement.missing]


def told(judgement: Judgement) -> str:
    """The reasons in English."""
    english = Translator("en")
    return " ".join(reason.render(english) for reason in judgement.reasons)
