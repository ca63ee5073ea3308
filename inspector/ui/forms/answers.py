"""The base of answer controls, and the control of typed answers: numbers, texts, dates and times.

An adapter shows a `Row` and tells by `answered` what the person chose or typed, as the text that is stored. What was
typed is never overwritten while the person is in the field.
"""

import re

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.visits.views import Row, RowKind
from inspector.ui.kit.chip import VerdictMark
from inspector.ui.kit.fields import TextArea, TextField
from inspector.ui.kit.text import Text

NUMBER_WIDTH = 112
MOMENT_WIDTH = 150
TEXT_WIDTH = 300
_COMPACT_DATE = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})")
_YEAR_MONTH = re.compile(r"(\d{4})\D?(\d{1,2})")
_MOMENT = re.compile(r"(\d{4}\D?\d{1,2}\D?\d{1,2})[T\s]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?")


class Answer(QObject):
    """Base. `widget` is placed in the row; `focus_widget` takes the focus.

    A `wide` one stands below its question over the whole width; others stand beside it where there is room.
    """

    answered = Signal(str)
    wide = False

    def __init__(self, widget: QWidget, focus_widget: QWidget) -> None:
        super().__init__(widget)
        self.widget = widget
        self.focus_widget = focus_widget

    def show_row(self, row: Row) -> None:
        """Show the stored answer; the field that is being typed in keeps what was typed."""
        raise NotImplementedError

    def value(self) -> str:
        """The answer as shown now, stored or not."""
        raise NotImplementedError

    def press_key(self, key: str) -> bool:  # noqa: ARG002 - only some kinds have keys
        """Act on a digit key pressed somewhere in the row; returns whether it was one of the answer's keys."""
        return False


class TypedAnswer(Answer):
    """A number with its unit and verdict, a text, a date or a time."""

    def __init__(self, row: Row) -> None:
        holder = QWidget()
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._kind, self._look = row.kind, row.look
        self._mark = VerdictMark()
        self._field = TextField(row.label, placeholder=_placeholder(row))
        self._field.setFixedWidth({RowKind.TEXT: TEXT_WIDTH, RowKind.MOMENT: MOMENT_WIDTH}.get(row.kind, NUMBER_WIDTH))
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._field, 0, top)
        if row.unit:
            layout.addWidget(Text(row.unit, "body", "text-2"), 0, Qt.AlignmentFlag.AlignVCenter)
        super().__init__(holder, self._field.editor)
        self.show_row(row)
        self._field.value_committed.connect(self._on_committed)

    def _on_committed(self, text: str) -> None:
        stored = normal_text(text, self._kind, self._look)
        if stored != text:
            self._field.set_value(_shown(stored, self._kind))
        self.answered.emit(stored)

    @override
    def show_row(self, row: Row) -> None:
        """Show the stored value, its error and its verdict."""
        typing = self._field.editor.hasFocus() and self._field.editor.property("modified")
        if not typing:
            self._field.set_value(_shown(row.value, row.kind))
        self._field.set_read_only(row.readonly or row.kind is RowKind.COMPUTED)
        self._field.mark(row.error)
        self._mark.set_verdict(row.judgement.verdict if row.judgement else None)
        self._mark.setVisible(row.judgement is not None)
        self._mark.setToolTip(row.judgement.tooltip if row.judgement else "")

    @property
    def field(self) -> TextField:
        """What is typed into."""
        return self._field

    @override
    def value(self) -> str:
        """What is typed."""
        return normal_text(self._field.value(), self._kind, self._look)


class NoAnswer(Answer):
    """A note between questions: nothing to answer."""

    def __init__(self) -> None:
        holder = QWidget()
        super().__init__(holder, holder)

    @override
    def show_row(self, row: Row) -> None:
        """Nothing to show."""

    @override
    def value(self) -> str:
        """Never answered."""
        return ""


def normal_text(text: str, kind: RowKind, look: str = "") -> str:
    """What is stored for typed text: blanks cut, 20260611 or 2026/6/11 as an ISO date, full-width signs as usual ones.

    A date that is asked for as a month or a year (`look`) is stored as its first day. Text that is no value of its
    kind stays as typed; the service says what is wrong with it.
    """
    cleaned = text.strip()
    if kind is RowKind.DATE:
        return _day(cleaned, look)
    if kind is RowKind.MOMENT and (match := _MOMENT.fullmatch(cleaned.translate(_WIDE))):
        return f"{_day(match[1])}T{match[2].zfill(5) if len(match[2]) < 6 else match[2]}{match[3] or ''}"
    if kind in (RowKind.NUMBER, RowKind.TIME):
        return cleaned.translate(_WIDE)
    return cleaned


_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0E: ".", 0x3002: ".", 0xFF1A: ":", 0x2212: "-"}
"""Full-width digits, stops and colons that an input method types, to ASCII."""


def _day(text: str, look: str = "") -> str:
    looks = look.split()
    if "year" in looks and re.fullmatch(r"\d{4}", text):
        return f"{text}-01-01"
    if ({"year", "month-year"} & set(looks)) and (match := _YEAR_MONTH.fullmatch(text)):
        return f"{match[1]}-{int(match[2]):02d}-01"
    match = _COMPACT_DATE.fullmatch(text)
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else text


def _shown(value: str, kind: RowKind) -> str:
    """A stored moment as people write it: without T, without seconds that are nought and without its zone."""
    match = _MOMENT.fullmatch(value) if kind is RowKind.MOMENT else None
    if match is None:
        return value
    clock = re.sub(r"(\d\d:\d\d):00(?:\.0+)?", r"\1", match[2])
    return f"{match[1]} {clock}"


def _placeholder(row: Row) -> str:
    looks = row.look.split()
    if row.kind is RowKind.DATE and "year" in looks:
        return _("YYYY")
    if row.kind is RowKind.DATE and "month-year" in looks:
        return _("YYYY-MM")
    return {
        RowKind.DATE: _("YYYY-MM-DD"),
        RowKind.TIME: _("HH:MM"),
        RowKind.MOMENT: _("YYYY-MM-DD HH:MM"),
    }.get(row.kind, "")


class LongTextAnswer(Answer):
    """Several lines of text."""

    wide = True

    def __init__(self, row: Row) -> None:
        self._area = TextArea(row.label, rows=3)
        super().__init__(self._area, self._area.editor)
        self.show_row(row)
        self._area.value_committed.connect(self._on_committed)

    def _on_committed(self, text: str) -> None:
        self.answered.emit(text.strip())

    @override
    def show_row(self, row: Row) -> None:
        """Show the stored text."""
        if not self._area.editor.hasFocus():
            self._area.set_value(row.value)
        self._area.set_read_only(row.readonly)
        self._area.mark(row.error)

    @property
    def field(self) -> TextArea:
        """What is typed into."""
        return self._area

    @override
    def value(self) -> str:
        """What is typed."""
        return self._area.value().strip()
