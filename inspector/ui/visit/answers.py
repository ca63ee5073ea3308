"""Answer controls: one adapter per kind of question around the kit's widgets.

An adapter shows a `Row` and tells by `answered` what the person chose or typed, as the text that is stored. What was
typed is never overwritten while the person is in the field.
"""

import re

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.views import Row, RowKind
from inspector.ui.kit.chip import VerdictMark
from inspector.ui.kit.choice import JudgementControl, Option, Segmented
from inspector.ui.kit.fields import ComboField, TextField
from inspector.ui.kit.text import Text

NUMBER_WIDTH = 112
TEXT_WIDTH = 300
MANY_WIDTH = 400
"""Room for several of some options beside each other."""
MOST_SEGMENTS = 4
SHORT_LABEL = 12
"""A choice is shown as segments up to this many options with labels up to this many characters, else as a list."""
_COMPACT_DATE = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})")


class Answer(QObject):
    """Base. `widget` is placed in the row; `focus_widget` takes the focus."""

    answered = Signal(str)

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


class JudgedAnswer(Answer):
    """合格 / 不合格 / 不适用; a chosen key pressed again clears."""

    def __init__(self, row: Row) -> None:
        self._control = JudgementControl(row.label)
        super().__init__(self._control, self._control)
        self.show_row(row)
        self._control.value_chosen.connect(self.answered)

    @override
    def show_row(self, row: Row) -> None:
        """Show the stored judgement."""
        self._control.set_value(row.value)
        self._control.setEnabled(not row.readonly)

    @override
    def value(self) -> str:
        """The verdict's value."""
        return self._control.value()

    @override
    def press_key(self, key: str) -> bool:
        """1, 2, 3."""
        return self._control.press_key(key)


class SegmentAnswer(Answer):
    """A choice of few short options."""

    def __init__(self, row: Row, control: Segmented | None = None) -> None:
        options = [Option(value, label, str(number)) for number, (value, label) in enumerate(row.options, 1)]
        self._control = control or Segmented(row.label, options, clearable=True)
        super().__init__(self._control, self._control)
        self.show_row(row)
        self._control.value_chosen.connect(self.answered)

    @override
    def show_row(self, row: Row) -> None:
        """Show the stored choice."""
        self._control.set_value(row.value)
        self._control.setEnabled(not row.readonly)

    @override
    def value(self) -> str:
        """The option's value."""
        return self._control.value()

    @override
    def press_key(self, key: str) -> bool:
        """The number of an option."""
        return self._control.press_key(key)


class ListAnswer(Answer):
    """A choice of many options; the first entry clears."""

    def __init__(self, row: Row) -> None:
        self._field = ComboField(row.label)
        super().__init__(self._field, self._field.editor)
        self._field.setFixedWidth(TEXT_WIDTH)
        self.show_row(row)
        self._field.value_committed.connect(self.answered)

    @override
    def show_row(self, row: Row) -> None:
        """Show options and the stored choice."""
        self._field.set_options((("", "—"), *row.options))
        self._field.set_value(row.value)
        self._field.set_error(row.error)
        self._field.setEnabled(not row.readonly)

    @override
    def value(self) -> str:
        """The option's value."""
        return self._field.value()


class ManyAnswer(Answer):
    """Several of some options: one small segment each; stored as values separated by spaces, in the options' order.

    What does not fit beside each other stands in further rows.
    """

    def __init__(self, row: Row) -> None:
        holder = QWidget()
        self._boxes = {value: Segmented(label, [Option(value, label)], clearable=True) for value, label in row.options}
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for controls in _in_rows(list(self._boxes.values())):
            line = QHBoxLayout()
            line.setSpacing(6)
            for control in controls:
                line.addWidget(control)
                control.value_chosen.connect(self._on_box_chosen)
            line.addStretch(1)
            rows.addLayout(line)
        super().__init__(holder, next(iter(self._boxes.values()), holder))
        self.show_row(row)

    def _on_box_chosen(self) -> None:
        self.answered.emit(self.value())

    @override
    def show_row(self, row: Row) -> None:
        """Show which are chosen."""
        chosen = set(row.value.split())
        for value, control in self._boxes.items():
            control.set_value(value if value in chosen else "")
            control.setEnabled(not row.readonly)

    @override
    def value(self) -> str:
        """The chosen values, separated by spaces."""
        return " ".join(value for value, control in self._boxes.items() if control.value())


def _in_rows(controls: list[Segmented]) -> list[list[Segmented]]:
    """The controls in rows, as many beside each other as the width for several allows."""
    rows: list[list[Segmented]] = []
    used = 0
    for control in controls:
        width = control.sizeHint().width() + 6
        if not rows or used + width > MANY_WIDTH:
            rows.append([])
            used = 0
        rows[-1].append(control)
        used += width
    return rows


class TypedAnswer(Answer):
    """A number with its unit and verdict, a text, a date or a time."""

    def __init__(self, row: Row) -> None:
        holder = QWidget()
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._kind = row.kind
        self._mark = VerdictMark()
        self._field = TextField(row.label, placeholder=_placeholder(row.kind))
        self._field.setFixedWidth(TEXT_WIDTH if row.kind is RowKind.TEXT else NUMBER_WIDTH)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._field, 0, top)
        if row.unit:
            layout.addWidget(Text(row.unit, "body", "text-2"), 0, Qt.AlignmentFlag.AlignVCenter)
        super().__init__(holder, self._field.editor)
        self.show_row(row)
        self._field.value_committed.connect(self._on_committed)

    def _on_committed(self, text: str) -> None:
        stored = normal_text(text, self._kind)
        if stored != text:
            self._field.set_value(stored)
        self.answered.emit(stored)

    @override
    def show_row(self, row: Row) -> None:
        """Show the stored value, its error and its verdict."""
        typing = self._field.editor.hasFocus() and self._field.editor.property("modified")
        if not typing:
            self._field.set_value(row.value)
        self._field.set_read_only(row.readonly or row.kind is RowKind.COMPUTED)
        self._field.set_error(row.error)
        self._mark.set_verdict(row.judgement.verdict if row.judgement else None)
        self._mark.setToolTip(row.judgement.tooltip if row.judgement else "")

    @property
    def field(self) -> TextField:
        """What is typed into."""
        return self._field

    @override
    def value(self) -> str:
        """What is typed."""
        return normal_text(self._field.value(), self._kind)


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


def normal_text(text: str, kind: RowKind) -> str:
    """What is stored for typed text: blanks cut, 20260611 or 2026/6/11 as an ISO date, full-width signs as usual ones.

    Text that is no value of its kind stays as typed; the service says what is wrong with it.
    """
    cleaned = text.strip()
    if kind is RowKind.DATE and (match := _COMPACT_DATE.fullmatch(cleaned)):
        year, month, day = match.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    if kind in (RowKind.NUMBER, RowKind.TIME):
        return cleaned.translate(_WIDE)
    return cleaned


_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0E: ".", 0x3002: ".", 0xFF1A: ":", 0x2212: "-"}
"""Full-width digits, stops and colons that an input method types, to ASCII."""


def _placeholder(kind: RowKind) -> str:
    return {RowKind.DATE: _("YYYY-MM-DD"), RowKind.TIME: _("HH:MM")}.get(kind, "")


def answer_for(row: Row) -> Answer:
    """The control for a row."""
    match row.kind:
        case RowKind.JUDGED:
            return JudgedAnswer(row)
        case RowKind.CHOICE:
            short = all(len(label) <= SHORT_LABEL for _value, label in row.options)
            return SegmentAnswer(row) if short and len(row.options) <= MOST_SEGMENTS else ListAnswer(row)
        case RowKind.CHOICES:
            return ManyAnswer(row)
        case RowKind.NOTE:
            return NoAnswer()
        case RowKind.NUMBER | RowKind.TEXT | RowKind.DATE | RowKind.TIME | RowKind.COMPUTED:
            return TypedAnswer(row)
