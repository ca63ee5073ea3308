"""The rows of a form's page: questions, heads of groups and repeats, rows of repeats, and where one is added."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.filling.items import FormItem, ItemKind
from inspector.ui.forms.answers import Answer, LongTextAnswer, TypedAnswer
from inspector.ui.forms.controls import answer_for
from inspector.ui.forms.face import PAD, WRAP, QuestionFace
from inspector.ui.forms.files import FileAnswer
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.painting import LEFT, box
from inspector.ui.theme import color, font

INDENT = 20
MOST_LEVELS = 4
ADD_HEIGHT = 48
HEAD_STYLES = {ItemKind.GROUP: "block", ItemKind.REPEAT: "block", ItemKind.ENTRY: "card_title"}
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def indent(item: FormItem) -> int:
    """Where a line starts."""
    return PAD + INDENT * min(item.level, MOST_LEVELS)


class AskRow(QuestionFace):
    """A question of a form that belongs to no visit. `moved(±1)` on Up and Down."""

    has_buttons = False
    answered = Signal(str, str)
    moved = Signal(str, int)
    file_offered = Signal(str, str)
    missing = ""
    """Why the question may not stay unanswered, once the form was checked."""

    def __init__(self, item: FormItem, parent: QWidget | None = None) -> None:
        assert item.row is not None  # noqa: S101 - made for questions only
        self.item = item
        self.left_pad = indent(item)
        answer = answer_for(item.row)
        super().__init__(item.row, answer, parent)
        self._connect_to(answer)
        self._name()

    def _connect_to(self, answer: Answer) -> None:
        answer.answered.connect(self._on_answered)
        if isinstance(answer, FileAnswer):
            answer.file_offered.connect(self._on_file_offered)

    def _name(self) -> None:
        self.setAccessibleName(self.row.label)
        self.setAccessibleDescription(self._below())

    def _on_answered(self, value: str) -> None:
        self.answered.emit(self.item.key, value)

    def _on_file_offered(self, path: str) -> None:
        self.file_offered.emit(self.item.key, path)

    def show_item(self, item: FormItem) -> None:
        """Show fresh data in place."""
        assert item.row is not None  # noqa: S101 - made for questions only
        self.item, self.row = item, item.row
        self.answer.show_row(item.row)
        self._name()
        self.relayout()

    def show_missing(self, message: str) -> None:
        """Say beside the question why it cannot stay as it is."""
        self.missing = message
        if isinstance(self.answer, TypedAnswer | LongTextAnswer):
            self.answer.field.mark(message or self.row.error)
        self._name()
        self.relayout()

    @override
    def _below(self) -> str:
        return self.row.error or self.missing or super()._below()

    @override
    def _is_wrong(self) -> bool:
        return bool(self.missing) or super()._is_wrong()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in _MOVES:
            self.moved.emit(self.item.key, _MOVES[Qt.Key(event.key())])
        elif not (plain and event.text() and self.answer.press_key(event.text())):
            super().keyPressEvent(event)

    def focus_answer(self) -> None:
        """Put the focus on the answer."""
        self.answer.focus_widget.setFocus(Qt.FocusReason.TabFocusReason)


class HeadRow(QWidget):
    """Title and hint of a group, a repeat or one of its rows, which can be taken away here."""

    removal_wanted = Signal(str)

    def __init__(self, item: FormItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self._remove: IconButton | None = None
        if item.kind is ItemKind.ENTRY and item.open:
            self._remove = IconButton("trash-2", _("Take away: {row}").format(row=item.title), parent=self)
            self._remove.clicked.connect(lambda: self.removal_wanted.emit(self.item.key))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(item.title)
        self.setAccessibleDescription(item.hint)

    def show_item(self, item: FormItem) -> None:
        """Show fresh data in place."""
        self.item = item
        self.setAccessibleName(item.title)
        self.updateGeometry()
        self.update()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return head_height(self.item, width)

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, 44)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._remove is not None:
            self._remove.move(self.width() - 10 - 36, (self.height() - 36) // 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        title, hint = _head_rects(self.item, self.width())
        if self.item.kind is ItemKind.ENTRY:
            band = QRectF(indent(self.item) - 8, 4, self.width() - indent(self.item), self.height() - 8)
            box(painter, band, fill="sub", radius=6)
        painter.setFont(font(HEAD_STYLES[self.item.kind]))
        painter.setPen(color("text-1"))
        painter.drawText(QRectF(title), WRAP | int(LEFT), self.item.title)
        if self.item.hint:
            painter.setFont(font("hint"))
            painter.setPen(color("text-3"))
            painter.drawText(QRectF(hint), WRAP | int(LEFT), self.item.hint)


def _head_rects(item: FormItem, width: int) -> tuple[QRect, QRect]:
    left = indent(item)
    room = max(120, width - left - (56 if item.open else PAD))
    top = 10 if item.kind is ItemKind.ENTRY else 18
    title = QFontMetrics(font(HEAD_STYLES[item.kind])).boundingRect(0, 0, room, 1000, WRAP, item.title).height()
    hint = QFontMetrics(font("hint")).boundingRect(0, 0, room, 1000, WRAP, item.hint).height() if item.hint else 0
    return QRect(left, top, room, title), QRect(left, top + title, room, hint)


def head_height(item: FormItem, width: int) -> int:
    """The height of a head."""
    title, hint = _head_rects(item, width)
    return max(44, title.bottom() + hint.height() + (12 if item.kind is ItemKind.ENTRY else 8))


class AddRow(QWidget):
    """The button that adds a row to a repeat."""

    add_wanted = Signal(str)

    def __init__(self, item: FormItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.button = Button(_("Add: {name}").format(name=item.title), Kind.SECONDARY, icon="plus", parent=self)
        self.button.clicked.connect(lambda: self.add_wanted.emit(self.item.ref))
        self.button.adjustSize()

    def show_item(self, item: FormItem) -> None:
        """Show fresh data in place."""
        self.item = item

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, ADD_HEIGHT)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        left = indent(self.item) - 2
        width = min(self.button.sizeHint().width(), self.width() - left - PAD)
        self.button.setGeometry(left, (self.height() - 36) // 2, width, 36)
