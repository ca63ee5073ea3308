"""Criteria: what is measured, what limits apply, and how a value is judged. Pure: no clock, no files, no randomness.

Limits are data (`resources/criteria/*.toml`, one pack per standard and edition); `load_packs` compiles them once and
`judge` answers one value. Everything here may be called from any thread; `Packs` is shared freely.
"""

from inspector.criteria import problems as _problems
from inspector.criteria.cycles import overdue
from inspector.criteria.facts import facts_for, known
from inspector.criteria.formats import format_number
from inspector.criteria.judging import judge
from inspector.criteria.model import Bilingual, Check, Cycle, Judgement, JudgeRequest, LimitRow, Quantity
from inspector.criteria.numbers import below_detection, convert_unit, parse_entry, parse_number
from inspector.criteria.packs import Packs
from inspector.criteria.record import from_record, to_record
from inspector.criteria.schema import load_packs
from inspector.criteria.trend import Trend, trend

__all__ = [
    "Bilingual",
    "Check",
    "Cycle",
    "JudgeRequest",
    "Judgement",
    "LimitRow",
    "Packs",
    "Quantity",
    "Trend",
    "below_detection",
    "convert_unit",
    "facts_for",
    "format_number",
    "from_record",
    "judge",
    "known",
    "load_packs",
    "overdue",
    "parse_entry",
    "parse_number",
    "to_record",
    "trend",
]

_problems.register_all()
