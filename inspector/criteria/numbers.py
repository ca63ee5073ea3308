"""Numbers as people type and read them.

Entry accepts full-width digits and signs, the point of a Chinese input method, and a decimal comma; text that can be
read in two ways is refused rather than guessed. Conversion between units is exact in decimal, so that a verdict never
depends on the unit a value was entered in.
"""

import math
import re
import unicodedata
from decimal import Decimal
from typing import Final

from inspector.criteria.formats import NBSP
from inspector.criteria.model import Quantity
from inspector.problems import Problem

_PLAIN: Final = str.maketrans({
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    "．": ".", "。": ".", "｡": ".", "，": ",", "＋": "+", "－": "-", "−": "-", "–": "-", "‒": "-", "﹣": "-",
    "Ｅ": "E", "ｅ": "e", NBSP: " ", "\u202f": " ", "\u3000": " ", "\u2009": " ",
})  # fmt: skip
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_BOUND: Final = re.compile(r"^\s*[<>≤≥＜＞]")
_LEADING: Final = re.compile(r"[+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d{1,3}(?![^\W\d_]))?", re.ASCII)


def _without_commas(text: str, original: str) -> str:
    """Commas resolved: several groups of three are thousands, a single comma is a decimal comma."""
    commas = text.count(",")
    if commas == 0:
        return text
    grouped = _GROUPED.fullmatch(text) is not None
    if grouped and (commas > 1 or "." in text):
        return text.replace(",", "")
    if grouped and not text.lstrip("+-").startswith("0,"):
        raise Problem("number_ambiguous", text=original)
    if commas == 1 and "." not in text:
        return text.replace(",", ".")
    raise Problem("number_unreadable", text=original)


def _decimal(text: str) -> Decimal:
    plain = text.translate(_PLAIN).strip()
    if not plain:
        raise Problem("number_empty")
    if _BOUND.match(plain):
        raise Problem("number_bound", text=text.strip())
    plain = _without_commas(plain, text.strip())
    if not _NUMBER.fullmatch(plain):
        raise Problem("number_unreadable", text=text.strip())
    return Decimal(plain)


def _finite(value: Decimal, text: str) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise Problem("number_unreadable", text=text.strip())
    return number + 0.0  # no negative zero


def parse_number(text: str) -> float:
    """The number a person typed.

    Raises Problem number_empty, number_unreadable, or number_ambiguous (``1,234`` may be a thousand or one point two).
    """
    return _finite(_decimal(text), text)


def parse_entry(quantity: Quantity, text: str, unit: str = "") -> float:
    """The value typed for a quantity, in the quantity's own unit.

    The text may end with one of the quantity's entry units (``2.5 GΩ``, also in full-width letters); else `unit`
    counts, else the quantity's own. Raises the problems of `parse_number`, and unit_unknown.
    """
    plain = text.translate(_PLAIN).strip()
    match = _LEADING.match(plain)
    typed = _unit_named(quantity, plain[match.end() :]) if match else ""
    number = _decimal(plain[: match.end()] if match and typed else plain)
    return _finite(number * _factor(quantity, typed or unit), text)


def _unit_named(quantity: Quantity, text: str) -> str:
    """The entry unit that a text names, whatever its code points (ohm sign, full-width letters); empty if none."""
    wanted = _folded(text)
    return next((unit for unit in quantity.units if wanted and _folded(unit) == wanted), "")


def _folded(unit: str) -> str:
    """A unit in one spelling: any of the signs for micro, ohm and degrees. Case is kept: it tells MΩ from mΩ."""
    folded = "".join(unicodedata.normalize("NFKC", unit).split())
    return re.sub(r"^u(?=[ΩAVF])", "\u03bc", folded)


def convert_unit(quantity: Quantity, value: float, unit: str) -> float:
    """A value in one of the entry units, in the quantity's own unit; exact on the shortest decimal form."""
    return _finite(Decimal(repr(value)) * _factor(quantity, unit), repr(value))


def _factor(quantity: Quantity, unit: str) -> Decimal:
    if not unit or unit == quantity.unit:
        return Decimal(1)
    factor = quantity.units.get(unit)
    if factor is None:
        factor = quantity.units.get(_unit_named(quantity, unit))
    if factor is None:
        raise Problem("unit_unknown", unit=unit, units=", ".join(quantity.units))
    return factor
