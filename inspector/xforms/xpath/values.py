"""Values of XPath 1.0 (text, number, boolean, node-set; a date is a number that knows its ISO text) and conversions.

Sections 3.4 and 4.2–4.4, with the ODK additions: text of an ISO date counts as its day number, and a number is stored
with all its digits and never with an exponent (forms.md, row "numbers as text").
"""

import math
import operator
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from inspector.xforms.nodes import Node
from inspector.xforms.xpath.moments import Calendar, Moment

Value = str | float | bool | list[Node]
"""Integers never occur; a `Moment` is a float."""

BLANKS: Final = " \t\r\n"
"""White space of XML: nothing else is trimmed or collapsed."""
_NUMBER: Final = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]-[0-9]{1,3})?", re.ASCII)
"""Section 3.7 Number; negative exponents too, since other engines store 1e-7 so."""


def to_string(value: Value) -> str:
    """string(), section 4.2."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return value.text if isinstance(value, Moment) else number_text(value)
    return value[0].value() if value else ""


def number_text(value: float) -> str:
    """A number as text: shortest decimal that reads back the same, no exponent, no trailing `.0`."""
    if value == value // 1 and abs(value) < 1e300:
        return str(int(value))
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def text_number(text: str, calendar: Calendar) -> float:
    """number() of a text: NaN when it is neither a number nor an ISO date."""
    stripped = text.strip(BLANKS)
    if _NUMBER.fullmatch(stripped):
        return float(stripped)
    if "-" in stripped[1:]:
        moment = calendar.parse(stripped)
        if moment is not None:
            return float(moment)
    return math.nan


def to_number(value: Value, calendar: Calendar) -> float:
    """number(), section 4.4."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, str):
        return text_number(value, calendar)
    return text_number(value[0].value(), calendar) if value else math.nan


def to_boolean(value: Value) -> bool:
    """boolean(), section 4.3."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return not (value == 0 or math.isnan(value))
    return bool(value)


_COMPARE: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


def compare(sign: str, left: Value, right: Value, calendar: Calendar) -> bool:
    """Comparisons, section 3.4: over a node-set they are true when they are true for one of its nodes."""
    if isinstance(left, list):
        if isinstance(right, list):
            return _any_pair(sign, left, right, calendar)
        if isinstance(right, bool):
            return _atoms(sign, bool(left), right, calendar)
        return any(_atoms(sign, node.value(), right, calendar) for node in left)
    if isinstance(right, list):
        if isinstance(left, bool):
            return _atoms(sign, left, bool(right), calendar)
        return any(_atoms(sign, left, node.value(), calendar) for node in right)
    return _atoms(sign, left, right, calendar)


def _any_pair(sign: str, left: list[Node], right: list[Node], calendar: Calendar) -> bool:
    if sign == "=":
        values = {node.value() for node in left}
        return any(node.value() in values for node in right)
    others = [node.value() for node in right]
    return any(_atoms(sign, node.value(), other, calendar) for node in left for other in others)


def _atoms(sign: str, left: Value, right: Value, calendar: Calendar) -> bool:
    if sign in {"=", "!="}:
        if isinstance(left, bool) or isinstance(right, bool):
            return (to_boolean(left) == to_boolean(right)) is (sign == "=")
        if isinstance(left, str) and isinstance(right, str):
            return (left == right) is (sign == "=")
    return _COMPARE[sign](to_number(left, calendar), to_number(right, calendar))


def arithmetic(sign: str, left: float, right: float) -> float:
    """`+ - * div mod` on IEEE doubles, section 3.5; mod has the sign of the dividend."""
    match sign:
        case "+":
            return float(left) + float(right)
        case "-":
            return float(left) - float(right)
        case "*":
            return float(left) * float(right)
        case "div":
            return divide(left, right)
        case _:
            return math.fmod(left, right) if right and math.isfinite(left) and not math.isnan(right) else math.nan


def divide(left: float, right: float) -> float:
    """IEEE division: by zero it is an infinity or NaN."""
    if right:
        return float(left) / float(right)
    if not left or math.isnan(left) or math.isnan(right):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def half_away_from_zero(value: float, places: int) -> float:
    """round(): half away from zero on the shortest decimal representation (forms.md, row "round")."""
    if not math.isfinite(value) or abs(places) > 300:
        return value
    exact = Decimal(repr(float(value)))
    unit = Decimal(1).scaleb(-places)
    steps = (abs(exact) / unit + Decimal("0.5")).to_integral_value(rounding="ROUND_FLOOR")
    return float((steps * unit).copy_sign(exact)) if steps else 0.0
