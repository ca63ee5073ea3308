"""Values as JSON lines, verdicts as JSON lines: what the command `inspector judge` reads and writes.

`SCHEMA` (JSON Schema 2020-12) says what a line may hold. A line that cannot be used gets `{"id", "error", "message"}`
and stops nothing. Without `on` a value is judged as of the day that the caller names. A value whose trend reaches its
limit before it is measured next deserves attention, here as in the window.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from inspector.criteria.conditions import numeric
from inspector.criteria.cycles import PREVENTIVE, TESTS, next_test, overdue
from inspector.criteria.cycles import QUANTITY as OVERDUE
from inspector.criteria.facts import LABELS, text_of
from inspector.criteria.judging import judge
from inspector.criteria.model import Judgement, JudgeRequest
from inspector.criteria.numbers import convert_unit
from inspector.criteria.outlook import LEAST, Outlook, crossing, foresee, look_ahead
from inspector.criteria.packs import Packs
from inspector.criteria.vocabulary import WORDS
from inspector.domain.equipment import EquipmentKind, TestValue
from inspector.i18n import Message, Translator, describe, language
from inspector.problems import Problem

KINDS: Final = (*(kind.value for kind in EquipmentKind), "site")
FACTS: Final = tuple(sorted(LABELS.keys() - {"kind", "service"}))
_NUMBER: Final = {"type": "number"}
_DATE: Final = {"type": "string", "format": "date"}
_HISTORY: Final[Mapping[str, Any]] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["on", "value"],
        "additionalProperties": False,
        "properties": {"on": _DATE, "value": _NUMBER, "temperature_c": {"type": ["number", "null"]}},
    },
}


_PAST: Final = (
    f"earlier values, in any order; with the value itself {LEAST} or more on different days make a trend (in the "
    "answer's `trend`; converted values only if all were measured at one known temperature)"
)
_NEXT_DUE: Final = (
    "day on which the next test is due, as the test record names it; a value whose trend reaches its limit by then "
    "deserves attention. Without it the test cycle of the equipment says the day; where none is known, only a trend "
    f"that lies beyond the limit already counts. For the quantity {OVERDUE}: attention once the day has passed"
)


def _fact_schema(fact: str) -> dict[str, Any]:
    """What a fact may be; the words it knows are named, any other makes the verdict undetermined."""
    words = f": {', '.join(WORDS[fact])}" if fact in WORDS else ""
    return {"type": ["string", "number", "null"], "description": f"{LABELS[fact]}{words}"}


SCHEMA: Final[Mapping[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A value to judge",
    "type": "object",
    "required": ["quantity"],
    "additionalProperties": False,
    "properties": {
        "id": {"description": "comes back in the answer"},
        "quantity": {"type": "string", "description": "id of a quantity (inspector criteria list)"},
        "values": {
            "description": "what was measured, phases in order; a plain quantity has one",
            "anyOf": [_NUMBER, {"type": "array", "items": _NUMBER, "minItems": 1, "maxItems": 64}],
        },
        "unit": {"type": "string", "description": "of the values and the history; without it the quantity's own"},
        "temperature_c": {"type": ["number", "null"], "description": "at which it was measured, °C"},
        "on": {**_DATE, "description": "day of the measurement"},
        "equipment": {
            "type": "object",
            "description": "what it was measured on; a fact that is not given is asked for in `missing`",
            "required": ["kind"],
            "additionalProperties": False,
            "properties": {
                "kind": {"enum": list(KINDS)},
                "service": {"enum": ["in", "acceptance"], "description": "in service (the rule) or acceptance test"},
                **{fact: _fact_schema(fact) for fact in FACTS},
            },
        },
        "history": {**_HISTORY, "description": _PAST},
        "beside": {
            "type": "object",
            "description": "earlier values of other quantities, by their id: the load for a top-oil rise",
            "additionalProperties": _HISTORY,
        },
        "test": {"enum": list(TESTS), "description": f"for the quantity {OVERDUE}: which test; without it preventive"},
        "last_tested": {**_DATE, "description": f"for the quantity {OVERDUE}: day of the last preventive test"},
        "next_due": {**_DATE, "description": _NEXT_DUE},
    },
}
EXAMPLES: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "id": 1,
        "quantity": "dc_unbalance_hv",
        "values": [0.5213, 0.5198, 0.5304],
        "equipment": {"kind": "transformer_oil", "voltage_kv": 10, "capacity_kva": 1250, "vector_group": "Dyn11"},
    },
    {
        "id": 2,
        "quantity": "insulation_resistance",
        "values": 2.5,
        "unit": "GΩ",
        "temperature_c": 32,
        "equipment": {"kind": "transformer_oil", "voltage_kv": 10, "capacity_kva": 1250},
        "history": [{"on": "2023-05-20", "value": 4.2, "temperature_c": 20}],
    },
    {
        "id": 3,
        "quantity": OVERDUE,
        "on": "2026-06-11",
        "last_tested": "2019-05-20",
        "equipment": {"kind": "transformer_oil", "voltage_kv": 10, "capacity_kva": 1250},
    },
    {
        "id": 4,
        "quantity": "core_insulation",
        "values": 130,
        "unit": "MΩ",
        "on": "2026-06-11",
        "next_due": "2032-06-11",
        "equipment": {"kind": "transformer_oil", "voltage_kv": 10, "capacity_kva": 1250},
        "history": [
            {"on": "2023-06-11", "value": 250},
            {"on": "2024-06-11", "value": 210},
            {"on": "2025-06-11", "value": 170},
        ],
    },
)
"""Lines that the command's help shows; a test judges them."""
MARK: Final = "\ufeff"
"""Byte order mark that some editors put before the first line."""
_KNOWN: Final = frozenset(SCHEMA["properties"])
_PAST_KEYS: Final = frozenset({"on", "value", "temperature_c"})


def judge_lines(packs: Packs, lines: Iterable[str], today: date) -> Iterator[str]:
    """One line out for each line in; empty lines are passed over."""
    t = Translator(language())
    for line in (raw.removeprefix(MARK) for raw in lines):
        if line.strip():
            yield json.dumps(_answer(packs, line, today, t), ensure_ascii=False)


def _answer(packs: Packs, line: str, today: date, t: Translator) -> dict[str, Any]:
    identity = None
    try:
        asked = _object(line)
        identity = asked.get("id")
        _check_keys(asked)
        found, heading = _judged(packs, asked, today)
        return {"id": identity, **to_json(found, t), "trend": _trend(found, heading)}
    except Problem as problem:
        return {"id": identity, "error": problem.code, "message": describe(problem)}


def _object(line: str) -> Mapping[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise Problem("judge_line", reason="JSON") from None
    if not isinstance(asked, dict):
        raise Problem("judge_line", reason="JSON")
    return asked


def _check_keys(asked: Mapping[str, Any]) -> None:
    unknown = sorted(asked.keys() - _KNOWN)
    if unknown:
        raise Problem("judge_line", reason=unknown[0])


def _judged(packs: Packs, asked: Mapping[str, Any], today: date) -> tuple[Judgement, Outlook | None]:
    """The verdict, and where the value is heading by its history."""
    quantity, facts = packs.quantity(_word(asked, "quantity")), _facts(asked.get("equipment"))
    on, next_due = _day(asked, "on") or today, _day(asked, "next_due")
    if quantity.id == OVERDUE:
        return _overdue(packs, asked, facts, on, next_due), None
    unit = _word(asked, "unit", "")
    inputs = tuple(convert_unit(quantity, value, unit) for value in _values(asked.get("values", [])))
    request = JudgeRequest(
        quantity=quantity.id,
        inputs=inputs,
        facts=facts,
        temperature_c=_temperature(asked),
        on=on,
        history=_history(asked.get("history"), quantity.id, unit),
        beside=_beside(asked.get("beside")),
    )
    found = judge(packs, request)
    past = [replace(one, value=convert_unit(quantity, one.value, one.unit), unit="") for one in request.history]
    course = look_ahead(found, past, on, quantity.conversion, request.temperature_c)
    if course is None:
        return found, None
    return foresee(found, course, next_due or _by_cycle(packs, facts, on)), course


def _overdue(
    packs: Packs, asked: Mapping[str, Any], facts: Mapping[str, str], on: date, next_due: date | None
) -> Judgement:
    kind = facts.get("kind", "")
    if kind not in KINDS or kind == "site":
        raise Problem("judge_line", reason="kind")
    dated = {**facts, "next_due": next_due.isoformat()} if next_due else facts
    test = _word(asked, "test", PREVENTIVE)
    if test not in TESTS:
        raise Problem("judge_line", reason="test")
    return overdue(packs, EquipmentKind(kind), _day(asked, "last_tested"), on, dated, test)


def _by_cycle(packs: Packs, facts: Mapping[str, str], on: date) -> date | None:
    """When the test of a day is due again; None where no cycle is known to apply."""
    kind = facts.get("kind", "")
    if kind not in KINDS or kind == "site":
        return None
    return next_test(packs, EquipmentKind(kind), on, facts)


def _trend(found: Judgement, seen: Outlook | None) -> dict[str, Any] | None:
    """The trend as JSON: change a year with its range, and when it reaches the limit that it is heading for."""
    if seen is None:
        return None
    ahead = crossing(found, seen)
    days = (ahead.earliest, ahead.likely, ahead.latest) if ahead else ()
    named = dict(zip(("earliest", "likely", "latest"), (day and day.isoformat() for day in days), strict=False))
    return {"per_year": seen.per_year, "lowest": seen.lowest, "highest": seen.highest, "reaches_limit": named or None}


def _values(given: Any) -> list[float]:
    return [_number(value, "values") for value in (given if isinstance(given, list) else [given])]


def _history(given: Any, quantity: str, unit: str) -> tuple[TestValue, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise Problem("judge_line", reason="history")
    found = []
    for one in given:
        unknown = sorted(one.keys() - _PAST_KEYS)
        if unknown:
            raise Problem("judge_line", reason=f"history: {unknown[0]}")
        tested_on = _day(one, "on")
        if tested_on is None:
            raise Problem("judge_line", reason="history: on")
        value = _number(one.get("value"), "history: value")
        found.append(TestValue(quantity, tested_on, value, unit, temperature_c=_temperature(one)))
    return tuple(sorted(found, key=lambda past: past.tested_on))


def _beside(given: Any) -> dict[str, tuple[TestValue, ...]]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise Problem("judge_line", reason="beside")
    return {name: _history(values, name, "") for name, values in given.items()}


def _facts(given: Any) -> dict[str, str]:
    facts = {"service": "in"}
    if given is None:
        return facts
    if not isinstance(given, Mapping):
        raise Problem("judge_line", reason="equipment")
    for name, value in given.items():
        if name not in LABELS:
            raise Problem("judge_line", reason=f"equipment: {name}")
        if isinstance(value, bool) or not isinstance(value, str | int | float | None):
            raise Problem("judge_line", reason=f"equipment: {name}")
        if value is not None and value != "":
            facts[name] = value if isinstance(value, str) else text_of(_number(value, f"equipment: {name}"))
    return facts


def _word(asked: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = asked.get(name, default)
    if not isinstance(value, str):
        raise Problem("judge_line", reason=name)
    return value


def _number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or numeric(str(value)) is None:
        raise Problem("judge_line", reason=name)
    return float(value)


def _temperature(asked: Mapping[str, Any]) -> float | None:
    value = asked.get("temperature_c")
    return None if value is None else _number(value, "temperature_c")


def _day(asked: Mapping[str, Any], name: str) -> date | None:
    value = asked.get(name)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Problem("judge_line", reason=name) from None


def to_json(found: Judgement, t: Translator) -> dict[str, Any]:
    """A judgement as JSON, with its sentences in the reader's language."""
    return {
        "quantity": found.quantity,
        "verdict": found.verdict.value,
        "value": found.value,
        "unit": found.unit,
        "converted": found.converted,
        "converted_unit": found.converted_unit or (found.unit if found.converted is not None else ""),
        "formula": found.formula.render(t) if found.formula else "",
        "limit": {"low": found.limit_low, "high": found.limit_high, "text": found.limit_text},
        "standard": found.standard,
        "edition": found.edition,
        "clause": found.clause,
        "basis": found.basis,
        "confidence": found.confidence.value if found.confidence else None,
        "confirmed_by": found.confirmation.by if found.confirmation else "",
        "confirmed_on": found.confirmation.on.isoformat() if found.confirmation else "",
        "grade": found.grade.value if found.grade else None,
        "row": found.row,
        "reasons": _texts(found.reasons, t),
        "missing": _texts(found.missing, t),
    }


def _texts(messages: Sequence[Message], t: Translator) -> list[str]:
    return [message.render(t) for message in messages]
