"""The looks of a question: its geometry and painting; `QuestionRow` of a visit and `AskRow` of a form add what it does.

The row paints its own texts (a label each would cost several widgets a row) and places its few children itself; a
question may take as many lines as it needs.
"""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.quick_dataclass import dataclass
from inspector.services.visits.views import Row, RowKind
from inspector.ui.forms.answers import Answer
from inspector.ui.forms.label_pictures import ROOM, label_picture
from inspector.ui.kit.chip import paint_chip
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.painting import LEFT, text, text_width
from inspector.ui.theme import color, font, line_height

PAD = 16
LEFT_PAD = 50
LEAST = 55
GAP = 12
DRAWN_HEIGHT = 26
"""Room for the chip 抽查 under the hint."""
PICTURE_GAP = 6
LEAST_TEXT = 120
"""Width that a question gets at least."""
MOST_WIDE = 720
"""Wide controls do not get wider."""
BELOW = 10
"""Room under the details."""
WRAP = int(Qt.TextFlag.TextWordWrap)


def drawn_hint() -> str:
    """What a drawn question asks for."""
    return _("Add a photo, a reading or a note")


@dataclass(frozen=True, slots=True)
class Places:
    """Where question, hint and control lie, and the height of all that."""

    question: QRect
    hint: QRect
    control: QRect
    height: int


@dataclass(frozen=True, slots=True)
class Words:
    """Question, the line under it, what else stands there, and whether details stand below."""

    question: str
    below: str
    extra: int = 0
    detailed: bool = False

    def heights(self, room: int) -> tuple[int, int]:
        """Heights of question and line in a width."""
        question = QFontMetrics(font("question")).boundingRect(0, 0, room, 1000, WRAP, self.question).height()
        hint = 0
        if self.below:
            hint = QFontMetrics(font("hint")).boundingRect(0, 0, room, 1000, WRAP, self.below).height()
        return max(question, line_height("question")), hint


@dataclass(frozen=True, slots=True)
class Room:
    """Width of a row, where its question starts, and where its buttons begin."""

    width: int
    left: int
    right: int


def places(words: Words, room: Room, control: QWidget, *, wide: bool) -> Places:
    """Where question, line and control lie."""
    size = _size(control)
    beside = room.right - size.width() - GAP - room.left
    if wide or beside < LEAST_TEXT:
        return _below_each_other(words, room, control, wide=wide)
    question, hint = words.heights(beside)
    block = question + hint + words.extra
    height = max(LEAST, block + 16, size.height() + 18)
    top = 8 if height > LEAST or not hint else (LEAST - block) // 2
    top = (height - block) // 2 if not words.detailed else max(8, min(top, 10))
    return Places(
        QRect(room.left, top, beside, question),
        QRect(room.left, top + question, beside, hint),
        QRect(QPoint(room.right - size.width(), (height - size.height()) // 2), size),
        height,
    )


def _below_each_other(words: Words, room: Room, control: QWidget, *, wide: bool) -> Places:
    text_room = max(LEAST_TEXT, room.right - room.left - GAP)
    question, hint = words.heights(text_room)
    under = 10 + question + hint + words.extra
    width = min(max(LEAST_TEXT, room.width - room.left - 10), MOST_WIDE) if wide else _size(control).width()
    has = control.hasHeightForWidth()
    height = control.heightForWidth(width) if has else _size(control).height()
    return Places(
        QRect(room.left, 10, text_room, question),
        QRect(room.left, 10 + question, text_room, hint),
        QRect(room.left, under + 6, width, height),
        max(LEAST, under + 6 + height + 10) if height else max(LEAST, under + 10),
    )


def extra_of(row: Row) -> int:
    """Room under the line of a question: for the chip of a drawn one, and for a picture of the form."""
    return (DRAWN_HEIGHT if row.drawn else 0) + (ROOM if row.picture else 0)


def is_answerable(row: Row) -> bool:
    """Whether there is something to answer."""
    return row.kind not in (RowKind.NOTE, RowKind.COMPUTED, RowKind.ENTRY, RowKind.ADD) and not row.readonly


def line_below(row: Row) -> str:
    """The line under a question: its hint, what went wrong, or why a computed answer does not pass."""
    judged = row.judgement if row.kind is RowKind.COMPUTED else None
    if judged is not None and judged.verdict is not Verdict.PASS and judged.tooltip:
        return judged.tooltip.splitlines()[0]
    return row.error or row.hint


def left_of(row: Row, least: int = LEFT_PAD) -> int:
    """Where a numbered question starts; a follow-up has a longer number, and stands clear of it."""
    return max(least, PAD + round(text_width(row.number, "card_title")) + 10) if row.number.count(".") > 1 else least


def right_of(row: Row, width: int) -> int:
    """Where the buttons of note and photo begin."""
    return width - 10 - (36 * 2 + GAP if is_answerable(row) else 0)


def _size(control: QWidget) -> QSize:
    """The size a control asks for, within what it was fixed to."""
    return control.sizeHint().expandedTo(control.minimumSize()).boundedTo(control.maximumSize())


class QuestionFace(QWidget):
    """Paints and lays out one `Row` with its answer control, its buttons, and what stands below it.

    The control stands beside the question; below it where it is a wide one or would leave the question no room.
    """

    left_pad = LEFT_PAD
    """Where the question starts; its number stands before it."""
    has_buttons = True
    """Whether room is kept for the buttons of note and photo."""

    def __init__(self, row: Row, answer: Answer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.answer = answer
        self.answer.widget.setParent(self)
        self._details: QWidget | None = None
        self._buttons: tuple[QWidget, ...] = ()
        self._measured: dict[int, Places] = {}
        self._current = False
        self._edges = (False, False)
        self.left_pad = left_of(row, self.left_pad)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def failed(self) -> bool:
        """Whether the stored answer is 不合格."""
        return self.row.kind is RowKind.JUDGED and self.row.value == Verdict.FAIL

    @property
    def answerable(self) -> bool:
        """Whether there is something to answer."""
        return is_answerable(self.row)

    def set_edges(self, *, first: bool, last: bool) -> None:
        """Whether the row touches the rounded top or bottom of its card."""
        self._edges = (first, last)

    def set_current(self, *, current: bool) -> None:
        """Mark as the row that keys act on."""
        if current != self._current:
            self._current = current
            self.update()

    def relayout(self) -> None:
        """Texts or details changed: measure and place anew; the card is laid out again if the height is another."""
        self._measured.clear()
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()
        self._place()
        self.update()

    # geometry -------------------------------------------------------------------------------------------------------

    def _right(self, width: int) -> int:
        """Where the buttons begin."""
        return right_of(self.row, width) if self.has_buttons else width - 10

    def _text_rects(self, width: int) -> Places:
        """Where everything lies; layouts ask often, so answers are kept."""
        if width not in self._measured:
            self._measured[width] = self._measure(width)
        return self._measured[width]

    def _below(self) -> str:
        """The line under the question: its hint, what went wrong, or why a computed answer does not pass."""
        return line_below(self.row)

    def _is_wrong(self) -> bool:
        """Whether the line under the question says what is wrong."""
        return bool(self.row.error) and self._below() == self.row.error

    def _measure(self, width: int) -> Places:
        words = Words(self.row.label, self._below(), extra_of(self.row), self._details is not None)
        widget = self.answer.widget
        return places(words, Room(width, self.left_pad, self._right(width)), widget, wide=self.answer.wide)

    def _details_height(self, width: int) -> int:
        if self._details is None:
            return 0
        room = max(120, width - self.left_pad - PAD)
        has = self._details.hasHeightForWidth()
        return (self._details.heightForWidth(room) if has else self._details.sizeHint().height()) + BELOW

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._text_rects(width).height + self._details_height(width)

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, LEAST)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        width = self.width()
        places = self._text_rects(width)
        height = places.height
        self.answer.widget.setGeometry(places.control)
        top = 4 if places.control.top() >= places.question.bottom() else (height - 36) // 2
        for place, button in enumerate(reversed(self._buttons), 1):
            button.move(width - 10 - 36 * place, top)
        if self._details is not None:
            below = self._details_height(width) - BELOW
            self._details.setGeometry(self.left_pad, height, max(120, width - self.left_pad - PAD), below)

    # painting -------------------------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        expanded = self.failed and self._current
        painter.save()
        painter.setClipPath(self._outline(rect))
        if expanded:
            painter.fillRect(rect, color("failing"))
        if self._current:
            painter.fillRect(QRectF(0, 0, 3, rect.height()), color("red" if expanded else "primary-text"))
        painter.restore()
        if not self._edges[1]:
            painter.fillRect(QRectF(0, rect.bottom() - 1, rect.width(), 1), color("line2"))
        self._paint_texts(painter)

    def _outline(self, rect: QRectF) -> QPainterPath:
        first, last = self._edges
        path = QPainterPath()
        path.addRoundedRect(rect.adjusted(0, 0 if first else -20, 0, 0 if last else 20), 7, 7)
        return path

    def _paint_texts(self, painter: QPainter) -> None:
        places = self._text_rects(self.width())
        question, hint = places.question, places.hint
        top = QRectF(0, question.top(), self.left_pad - 2, line_height("question"))
        self.paint_number(painter, top)
        painter.setFont(font("question"))
        painter.setPen(color("text-1"))
        painter.drawText(QRectF(question), WRAP | int(LEFT), self.row.label)
        if self.row.required and self.row.kind is not RowKind.JUDGED:
            self._paint_star(painter, question)
        if self._below():
            painter.setFont(font("hint"))
            painter.setPen(color("red-text" if self._is_wrong() else "text-3"))
            painter.drawText(QRectF(hint), WRAP | int(LEFT), self._below())
        if self.row.drawn:
            self._paint_drawn(painter, hint.bottom() + 1 + DRAWN_HEIGHT / 2 + 1, hint.right())
        if self.row.picture:
            under = hint.bottom() + 1 + (DRAWN_HEIGHT if self.row.drawn else 0)
            painter.drawImage(QPoint(question.left(), under + PICTURE_GAP), label_picture(self.row.picture))

    def _paint_drawn(self, painter: QPainter, middle: float, right: float) -> None:
        """The chip of a question drawn for a closer look, and what it still asks for."""
        look = Look("", "search", "amber" if self.row.drawn_open else "plain")
        width = paint_chip(painter, self.left_pad, middle, _("Drawn"), look)
        if self.row.drawn_open:
            left = self.left_pad + width + 8
            room = QRectF(left, middle - 11, right - left, 22)
            words = QFontMetrics(font("hint")).elidedText(drawn_hint(), Qt.TextElideMode.ElideRight, int(room.width()))
            text(painter, room, words, "hint", "amber-text", LEFT)

    def paint_number(self, painter: QPainter, rect: QRectF) -> None:
        """Draw what stands before the question."""
        ink = "red-text" if self.failed else "text-2"
        style = "card_title" if self.failed and self._current else "question"
        text(painter, rect.adjusted(PAD, 0, 0, 0), self.row.number, style, ink, LEFT)

    def _paint_star(self, painter: QPainter, question: QRect) -> None:
        last = QFontMetrics(font("question")).boundingRect(question, WRAP | int(LEFT), self.row.label)
        painter.setPen(color("red-text"))
        painter.drawText(QPointF(last.right() + 4, question.top() + 16), "*")
