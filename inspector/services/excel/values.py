"""From a cell to the value of a field: days in many shapes, numbers with units, choices in either language, yes and no.

What cannot be read raises a Problem, which becomes an issue of that cell; a doubtful value comes with a warning.
"""

import re
import unicodedata
from datetime import date, datetime
from typing import Any, Final

from inspector.criteria import parse_number
from inspector.i18n import _
from inspector.problems import Problem
from inspector.services.excel.columns import Column, Value, translators
from inspector.services.excel.rows import day_of_serial
from inspector.services.excel.synonyms import synonyms
from inspector.services.excel.text import clean, folded, shown, word
from inspector.services.excel.views import BadCell, CellValue

Read = tuple[Any, Problem | None]
"""A value (None for an empty cell) and a warning."""

_DAY: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ACCOUNT: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-_/.]*")
_EXPONENT: Final = re.compile(r"\d+(?:\.\d+)?[eE]\+?\d+")
SERIALS: Final = range(1, 109_575)
"""Day numbers that are taken for days: 1900 to 2199."""
YEARS: Final = range(1900, 2200)
EXACT: Final = 10**15
"""From here on a number in a cell has lost digits."""


def read(column: Column, value: CellValue, unit: str = "") -> Read:
    """The value of a cell. `unit` is the one its heading names. Raises Problem."""
    if isinstance(value, BadCell):
        raise Problem(value.code)
    if value is None or (isinstance(value, str) and not clean(value)):
        return None, None
    if column.value is Value.ACCOUNT:
        return account(value)
    return _read(column, value, unit), None


def _read(column: Column, value: CellValue, unit: str) -> Any:
    match column.value:
        case Value.DAY:
            return day(value).isoformat()
        case Value.FIGURE:
            return figure(column, value, unit)
        case Value.CHOICES:
            parts = [part for part in re.split(r"[,，、;；/\n]+", as_text(value)) if part.strip()]
            return list(dict.fromkeys(choice(column, part) for part in parts)) or None
        case Value.FLAG:
            return flag(value)
        case Value.PLATE:
            return with_unit(value, unit)
    if column.value is Value.NUMBER:
        return number(value)
    if column.value is Value.CHOICE:
        return choice(column, as_text(value))
    text = word(as_text(value)) if column.value is Value.WORD else as_text(value)
    if len(text) > column.longest:
        raise Problem("cell_too_long", most=column.longest)
    return text


def as_text(value: CellValue) -> str:
    """A cell as text: whole numbers without a point, days as ISO."""
    match value:
        case str():
            return clean(value)
        case bool():
            return "1" if value else "0"
        case float():
            return str(int(value)) if value == int(value) and abs(value) < EXACT else repr(value)
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
    return shown(value)


def account(value: CellValue) -> Read:
    """An account number. Numbers may have lost zeros or digits; text may hold one in exponent form."""
    if isinstance(value, bool | date):
        raise Problem("cell_account_form")
    if isinstance(value, int | float):
        if abs(value) >= EXACT:
            raise Problem("cell_digits_lost")
        if value < 0 or value != int(value):
            raise Problem("cell_account_form")
        return str(int(value)), Problem("cell_account_number")
    text = word(str(value))
    if _EXPONENT.fullmatch(text) and not text.isdigit():
        whole = float(text)
        if whole >= EXACT or whole != int(whole):
            raise Problem("cell_digits_lost")
        return str(int(whole)), Problem("cell_account_number")
    if len(text) > 40:
        raise Problem("cell_too_long", most=40)
    if not text.isprintable():
        raise Problem("cell_account_form")
    return text, None


def day(value: CellValue) -> date:
    """A day from a day cell, Excel's day number, or text in the usual shapes (year first)."""
    found: date | None = None
    match value:
        case datetime():
            found = value.date()
        case date():
            found = value
        case bool():
            raise Problem("cell_date")
        case int() | float():
            found = _numbered(value)
        case str():
            found = _written(value)
    if found is None:
        raise Problem("cell_date")
    if found.year not in YEARS:
        raise Problem("cell_date_range")
    return found


def _numbered(value: float) -> date | None:
    if value == int(value) and (match := _COMPACT.fullmatch(str(int(value)))):
        return _made(match)
    if int(value) not in SERIALS:
        return None
    moment = day_of_serial(value)
    return moment.date() if isinstance(moment, datetime) else moment


def _written(value: str) -> date | None:
    text = unicodedata.normalize("NFKC", clean(value))
    match = _DAY.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        return _made(match)
    return _numbered(int(text)) if text.isascii() and text.isdigit() and len(text) == 5 else None


def _made(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def number(value: CellValue) -> float:
    """A plain number."""
    if isinstance(value, bool | date):
        raise Problem("cell_number")
    if isinstance(value, int | float):
        return float(value)
    return parse_number(as_text(value))


def with_unit(value: CellValue, unit: str) -> str:
    """A value as text, with the unit its heading names if it is a bare number."""
    if isinstance(value, date):
        raise Problem("cell_number")
    text = as_text(value)
    bare = isinstance(value, int | float) and not isinstance(value, bool)
    if unit and not bare:
        try:
            parse_number(text)
        except Problem:
            return text
    return f"{text} {unit}" if unit else text


def figure(column: Column, value: CellValue, unit: str) -> Any:
    """A customer's figure (float or int) or choice (text)."""
    if column.field is None:
        raise TypeError(column.key)
    if column.field.kind == "choice":
        return column.field.entry(as_text(value))
    if isinstance(value, bool | date):
        raise Problem("cell_number")
    text = column.field.entry(with_unit(value, unit))
    return int(text) if column.field.whole else float(text)


def choice(column: Column, text: str) -> str:
    """The stored value of a choice, given by value, by words in either language, or by a known synonym."""
    wanted = folded(text)
    for value, words in column.choices:
        names = {folded(words.render(translator)) for translator in translators()}
        if wanted in names or wanted == folded(value):
            return value
    known = synonyms().choice(column.key, wanted)
    if known:
        return known
    here = _(", ").join(words.render() for _value, words in column.choices)
    raise Problem("cell_choice", value=shown(text, 40), choices=here)


_YES: Final = frozenset(
    {"是", "y", "yes", "true", "1", "√", "✓", "有", "在用", "启用", "在供", "在运", "运行", "在岗", "在职"}
)
_NO: Final = frozenset(
    {"否", "n", "no", "false", "0", "×", "✗", "x", "无", "停用", "停供", "停运", "销户", "退运", "离岗", "离职"}
)


def flag(value: CellValue) -> bool:
    """Yes or no."""
    text = folded(as_text(value))
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise Problem("cell_flag")
