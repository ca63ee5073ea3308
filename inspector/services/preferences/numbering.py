"""Patterns of numbers: which series there are, and what a pattern must have so that no number is given twice. Pure."""

import re
import string
from collections.abc import Mapping, Sequence
from typing import Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.INPUT,
    {
        "numbering_shape": N_(
            "“{pattern}” is no pattern of numbers. Write letters, digits and hyphens, and the places {{year}},"
            " {{month}}, {{day}}, {{device}}, {{count}}."
        ),
        "numbering_incomplete": N_("The pattern needs {{{place}}}: without it two numbers could be the same."),
        "numbering_device": N_("Put a hyphen before and after {{device}} and {{count}}, so that they stay apart."),
        "numbering_taken": N_("“{pattern}” is already the pattern of other numbers. Change its first letters."),
    },
)

PATTERNS: Final[Mapping[str, str]] = {
    "hazard": "YH-{year}-{device}-{count}",
    "notice": "TZ-{year}-{device}-{count}",
    "rectification_notice": "XQ-{year}-{device}-{count}",
    "work_order": "GD-{year}-{device}-{count}",
    "ledger_inspection": "AJ-{year}-{device}-{count}",
    "ledger_rectification": "ZG-{year}-{device}-{count}",
    "ledger_supervision": "ZD-{year}-{device}-{count}",
}
"""Series of numbers -> the pattern it has until somebody sets another (隐患, 通知, 限期, 工单, 安检, 整改, 重点)."""
LABELS: Final[Mapping[str, str]] = {
    "hazard": N_("Hazards"),
    "notice": N_("Result notices"),
    "rectification_notice": N_("Rectification notices"),
    "work_order": N_("Work orders"),
    "ledger_inspection": N_("Inspection ledger"),
    "ledger_rectification": N_("Rectification ledger"),
    "ledger_supervision": N_("Supervision ledger"),
}
"""Series of numbers -> label, in the order they are shown."""
PLACEHOLDERS: Final = ("year", "month", "day", "device", "count")
NEEDED: Final = ("year", "device", "count")
LONGEST_PATTERN: Final = 48
_LITERAL: Final = r"[A-Za-z0-9\u3400-\u9fff〔〕（）()._-]*"
"""Compiled when a pattern is checked: that takes milliseconds, which each start would wait for."""


def check_pattern(text: str, others: Sequence[str] = ()) -> str:
    """The pattern, if numbers made by it are readable, may name files and never meet each other.

    The device's code stands by itself, so that K7 with the count 10 and K71 with the count 0 differ.
    Raises Problem numbering_shape, numbering_incomplete, numbering_device, numbering_taken.
    """
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise Problem("numbering_shape", pattern=text) from error
    names = [name for _literal, name, _spec, _conversion in parts if name is not None]
    plain = all(re.fullmatch(_LITERAL, literal) and not spec and not how for literal, _name, spec, how in parts)
    if not plain or len(text) > LONGEST_PATTERN or len(set(names)) < len(names) or not set(names) <= {*PLACEHOLDERS}:
        raise Problem("numbering_shape", pattern=text)
    for place in NEEDED:
        if place not in names:
            raise Problem("numbering_incomplete", place=place)
    if not _apart(text):
        raise Problem("numbering_device")
    if text in others:
        raise Problem("numbering_taken", pattern=text)
    return text


def _apart(text: str) -> bool:
    """Whether neither a letter nor a digit touches the device's code or the count."""
    stand_ins = dict.fromkeys(PLACEHOLDERS, "0") | {"device": "\x00", "count": "\x00"}
    return not re.search(r"\x00[\x00\w]|[\x00\w]\x00", text.format_map(stand_ins).replace("_", "-"))


def distinct(patterns: Mapping[str, str]) -> dict[str, str]:
    """The patterns, where two laptops chose the same for two series apart: the later series goes back to its own."""
    made: dict[str, str] = {}
    for series in PATTERNS:
        wanted = patterns.get(series, PATTERNS[series])
        own = [PATTERNS[other] for other in PATTERNS if other != series]
        made[series] = PATTERNS[series] if wanted in made.values() or wanted in own else wanted
    return made
