"""Numbers as people type and read them.

Entry accepts full-width digits and signs, the point of a Chinese input method, and a decimal comma; text that can be
read in two ways is refused rather than guessed. ``2,500`` can be: it is taken as two thousand five hundred where the
quantity is not shown with two decimals or more (nobody writes 2.500 MΩ of a quantity without decimals) and such a value
is possible, as 2.5 where only that is possible, and asked about otherwise. Conversion between units is exact in
decimal, so that a verdict never depends on the unit a value was entered in.

What a laboratory did not find (in the words of `Quantity.not_found`, ``<0.1``) counts as 0 where the quantity says what
laboratories see (`Quantity.detection`), and only there; `below_detection` tells that a text says so.
"""

import math
import re
import unicodedata
from decimal import Decimal
from typing import Final

from inspector.criteria.formats import NBSP
from inspector.criteria.model import Quantity
from inspector.criteria.plausible import range_of
from inspector.problems import Problem

_PLAIN: Final = str.maketrans({
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    "．": ".", "。": ".", "｡": ".", "，": ",", "＋": "+", "－": "-", "−": "-", "–": "-", "‒": "-", "﹣": "-",
    "Ｅ": "E", "ｅ": "e", NBSP: " ", "\u202f": " ", "\u3000": " ", "\u2009": " ",
})  # fmt: skip
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_BOUND: Final = re.compile(r"^\s*[<>≤≥＜＞]")
_BELOW: Final = re.compile(r"^\s*[<≤＜]\s*(.+)$")
_FEW: Final = 2
"""Decimals from which on three of them are no surprise."""
_LEADING: Final = re.compile(r"[+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d{1,3}(?![^\W\d_]))?", re.ASCII)


def _without_commas(text: str, original: str, sole: str) -> str:
    """Commas resolved: several groups of three are thousands, a single comma is a decimal comma.

    `sole` is put in the place of a single comma before three digits; "," where nobody knows what it is.
    """
    commas = text.count(",")
    if commas == 0:
        return text
    grouped = _GROUPED.fullmatch(text) is not None
    if grouped and (commas > 1 or "." in text):
        return text.replace(",", "")
    if grouped and not text.lstrip("+-").startswith("0,"):
        if sole == ",":
            raise Problem("number_ambiguous", text=original)
        return text.replace(",", sole)
    if commas == 1 and "." not in text:
        return text.replace(",", ".")
    raise Problem("number_unreadable", text=original)


def _decimal(text: str, sole: str = ",") -> Decimal:
    plain = text.translate(_PLAIN).strip()
    if not plain:
        raise Problem("number_empty")
    if _BOUND.match(plain):
        raise Problem("number_bound", text=text.strip())
    plain = _without_commas(plain, text.strip(), sole)
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
    counts, else the quantity's own. What was not detected is 0. Raises the problems of `parse_number`, unit_unknown.
    """
    if below_detection(quantity, text):
        return 0.0
    plain = text.translate(_PLAIN).strip()
    match = _LEADING.match(plain)
    typed = _unit_named(quantity, plain[match.end() :]) if match else ""
    factor = _factor(quantity, typed or unit)
    number = plain[: match.end()] if match and typed else plain
    return _finite(_decimal(number, _sole_comma(quantity, number, factor)) * factor, text)


def below_detection(quantity: Quantity, text: str) -> bool:
    """Whether a text says that a laboratory found nothing: in words, or as a bound that is not above what it sees."""
    if quantity.detection is None:
        return False
    plain = text.translate(_PLAIN)
    if _bare(plain) in {_bare(word) for word in quantity.not_found}:
        return True
    bound = _BELOW.match(plain)
    if bound is None:
        return False
    match = _LEADING.match(bound[1])
    rest = bound[1][match.end() :] if match else ""
    if match is None or (rest.strip() and not _unit_named(quantity, rest)):
        return False
    try:
        return (
            0
            <= _decimal(match[0]) * _factor(quantity, _unit_named(quantity, rest))
            <= Decimal(repr(quantity.detection))
        )
    except Problem:
        return False


def _bare(word: str) -> str:
    return re.sub(r"[\s./_-]", "", word).casefold()


def _sole_comma(quantity: Quantity, text: str, factor: Decimal) -> str:
    """What a single comma before three digits is for this quantity: "" between thousands, "." or "," (see above)."""
    if not _GROUPED.fullmatch(text) or text.count(",") != 1 or "." in text:
        return ","
    allowed = range_of(quantity)
    thousands, decimals = (allowed.holds(float(Decimal(text.replace(",", mark)) * factor)) for mark in ("", "."))
    if thousands and (not decimals or (quantity.decimals < _FEW and factor <= 1)):
        return ""
    return "." if decimals and not thousands else ","


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
