"""Columns of what commands list: what a cell shows of a row, and how a table is made of them."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from inspector.commands.table import table
from inspector.i18n import N_, _

Row = Mapping[str, Any]
Heads = Sequence[tuple[str, Callable[[Row], str]]]
"""A column: its head, translated, and what it shows of a row."""
NOTHING: Final = N_("Nothing was found.")
DASH: Final = "—"


def listed(heads: Heads, rows: Sequence[Row]) -> str:
    """A table of rows; a sentence where there are none."""
    return table([head for head, _cell in heads], [[cell(row) for _head, cell in heads] for row in rows], _(NOTHING))


def plain(key: str) -> Callable[[Row], str]:
    """A value as it stands; "" for none."""
    return lambda row: "" if row.get(key) is None else str(row[key])


def number(key: str, unit: str = "") -> Callable[[Row], str]:
    """A number with its unit; "" for none, or for zero where a unit makes no sense of it."""
    return lambda row: f"{row[key]:g}{unit}" if row.get(key) else ""


def word(key: str, words: Mapping[Any, str]) -> Callable[[Row], str]:
    """The word for a code; a code that has none stands as it is."""
    said = {code.value if isinstance(code, StrEnum) else code: msgid for code, msgid in words.items()}
    return lambda row: _(said[row[key]]) if row.get(key) in said else str(row.get(key) or "")


def moment(key: str) -> Callable[[Row], str]:
    """A moment as day and minute of this computer's clock."""
    from datetime import datetime  # noqa: PLC0415 - beside its only use

    def said(row: Row) -> str:
        return f"{datetime.fromisoformat(row[key]).astimezone():%Y-%m-%d %H:%M}" if row.get(key) else ""

    return said


def yes(value: object) -> str:
    """A truth value in words."""
    return _("yes") if value else _("no")
