"""Input fields with label, required star and error line; the text of an error stands under the field.

Each field is a QWidget around Qt's own editor (`editor`), so input methods, undo and accessibility work as usual.
`value_committed` is sent when editing ends with another value (Enter, focus out, choice); `value_edited` on each key.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from inspector.ui.kit.icons import draw_icon, pixmap
from inspector.ui.kit.text import Text
from inspector.ui.theme import font


class _ErrorLine(QWidget):
    """Icon and message under a field; hidden while there is no error."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(6)
        self._icon = Text("")
        self._icon.setFixedWidth(14)
        self._text = Text("", "hint", "red-text", wrap=True)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    def show_text(self, message: str) -> None:
        self._icon.setPixmap(pixmap("circle-alert", "red-text", 13, ratio=self.devicePixelRatioF()))
        self._text.setText(message)
        self.setVisible(bool(message))


class Field(QWidget):
    """Base of the fields: label above (optional), editor, error line."""

    value_edited = Signal(str)
    value_committed = Signal(str)

    def __init__(self, editor: QWidget, name: str, *, label: bool, required: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._committed = ""
        self._label = Text(name, "hint", "text-2") if label else None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        if self._label is not None:
            head = QHBoxLayout()
            head.setSpacing(4)
            head.setContentsMargins(0, 0, 0, 4)
            head.addWidget(self._label)
            if required:
                head.addWidget(Text("*", "hint_bold", "red-text"))
            head.addStretch(1)
            layout.addLayout(head)
        editor.setFont(font("body"))
        editor.setAccessibleName(name)
        layout.addWidget(editor)
        self._error: _ErrorLine | None = None
        """Made when there is an error to show: most fields never have one."""
        self.setFocusProxy(editor)

    def set_label(self, name: str) -> None:
        """Ask for something else."""
        if self._label is not None:
            self._label.setText(name)
        self.editor.setAccessibleName(name)

    def set_error(self, message: str) -> None:
        """Show an error under the field, "" takes it away."""
        self.mark(message)
        if self._error is None:
            layout = self.layout()
            if not message or layout is None:
                return
            self._error = _ErrorLine(self)
            layout.addWidget(self._error)
        self._error.show_text(message)

    def only_show(self) -> None:
        """Look like text: the value alone, where nobody will type any more."""
        if not self.editor.property("filed"):
            self.editor.setProperty("filed", True)
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)

    def mark(self, message: str) -> None:
        """Mark the field as wrong, "" takes that away; who calls it shows the message where there is room."""
        if bool(self.editor.property("invalid")) != bool(message):
            self.editor.setProperty("invalid", bool(message))
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)
        self.editor.setAccessibleDescription(message)

    def _commit(self, value: str) -> None:
        if value != self._committed:
            self._committed = value
            self.value_committed.emit(value)


def leaves_undo(event: QEvent, *, undo: bool, redo: bool) -> bool:
    """Whether an editor that has nothing to undo (or redo) of its own shall leave the key to the page."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    keys = ((QKeySequence.StandardKey.Undo, undo), (QKeySequence.StandardKey.Redo, redo))
    control_y = event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return any(event.matches(key) and not available for key, available in keys) or (control_y and not redo)


class _Line(QLineEdit):
    """Line editor that shows the beginning of a long text while nobody types in it."""

    @override
    def event(self, event: QEvent) -> bool:
        if leaves_undo(event, undo=self.isUndoAvailable(), redo=self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.end(False)
        super().focusInEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.home(False)


class TextField(Field):
    """One line of text; `return_pressed` on Enter."""

    return_pressed = Signal()

    def __init__(
        self,
        name: str,
        *,
        placeholder: str = "",
        label: bool = False,
        required: bool = False,
        secret: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._line = _Line()
        super().__init__(self._line, name, label=label, required=required, parent=parent)
        self._line.setPlaceholderText(placeholder)
        if secret:
            self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._connect()

    def _connect(self) -> None:
        self._line.textEdited.connect(self.value_edited)
        self._line.editingFinished.connect(self._on_editing_finished)
        self._line.returnPressed.connect(self.return_pressed)

    def _on_editing_finished(self) -> None:
        self._commit(self._line.text())

    def value(self) -> str:
        """The text as typed."""
        return self._line.text()

    def set_value(self, value: str) -> None:
        """Show a value without sending a signal; does nothing while it equals what is shown."""
        self._committed = value
        if value != self._line.text():
            self._line.setText(value)
            if not self._line.hasFocus():
                self.show_start()

    @property
    def line(self) -> QLineEdit:
        """Qt's own editor, for a completer."""
        return self._line

    def show_start(self) -> None:
        """Scroll a text that is longer than the field back to its beginning."""
        self._line.setCursorPosition(0)

    def set_read_only(self, read_only: bool) -> None:
        """Show the value without letting it be changed."""
        self._line.setReadOnly(read_only)


class _Area(QPlainTextEdit):
    """Plain text editor that leaves Tab and Ctrl+Enter to the page and tells when it loses the focus."""

    left = Signal()

    @override
    def event(self, event: QEvent) -> bool:
        document = self.document()
        if leaves_undo(event, undo=document.isUndoAvailable(), redo=document.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # signature of QWidget
        super().focusOutEvent(event)
        self.left.emit()


class TextArea(Field):
    """Several lines of text; `rows` visible lines."""

    def __init__(
        self,
        name: str,
        *,
        rows: int = 2,
        placeholder: str = "",
        label: bool = False,
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._area = _Area()
        super().__init__(self._area, name, label=label, required=required, parent=parent)
        self._area.setPlaceholderText(placeholder)
        self._area.setTabChangesFocus(True)
        self._area.setFixedHeight(rows * 19 + 20)
        self._connect()

    def _connect(self) -> None:
        self._area.textChanged.connect(self._on_text_changed)
        self._area.left.connect(self._on_left)

    def _on_text_changed(self) -> None:
        if self._area.hasFocus():
            self.value_edited.emit(self._area.toPlainText())

    def _on_left(self) -> None:
        self._commit(self._area.toPlainText())

    def value(self) -> str:
        """The text as typed."""
        return self._area.toPlainText()

    def set_value(self, value: str) -> None:
        """Show a value without sending a signal."""
        self._committed = value
        if value != self._area.toPlainText():
            self._area.setPlainText(value)

    def set_read_only(self, read_only: bool) -> None:
        """Show the value without letting it be changed."""
        self._area.setReadOnly(read_only)


class _DateEdit(QDateEdit):
    """Date editor that draws the calendar icon instead of an arrow."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        draw_icon(painter, QPointF(self.width() - 26, self.height() / 2 - 8), "calendar", "text-2", 16)


class DateField(Field):
    """A date; value as ISO text. The calendar opens from the icon or with F4 / Alt+Down."""

    def __init__(
        self, name: str, *, label: bool = False, required: bool = False, parent: QWidget | None = None
    ) -> None:
        self._date = _DateEdit()
        super().__init__(self._date, name, label=label, required=required, parent=parent)
        self._date.setDisplayFormat("yyyy-MM-dd")
        self._date.setCalendarPopup(True)
        self._connect()

    def _connect(self) -> None:
        self._date.editingFinished.connect(self._on_editing_finished)
        self._date.dateChanged.connect(self._on_date_changed)

    def _on_editing_finished(self) -> None:
        self._commit(self.value())

    def _on_date_changed(self) -> None:
        self.value_edited.emit(self.value())
        if QApplication.activePopupWidget() is not None:
            self._commit(self.value())

    def value(self) -> str:
        """The date as ISO text."""
        return self._date.date().toString(Qt.DateFormat.ISODate)

    def day(self) -> date:
        """The date."""
        return date.fromisoformat(self.value())

    def set_earliest(self, day: date) -> None:
        """Let no earlier day be chosen."""
        self._date.setMinimumDate(QDate(day.year, day.month, day.day))

    def set_date(self, value: date) -> None:
        """Show a date without sending a signal."""
        self._committed = value.isoformat()
        self._date.blockSignals(True)
        self._date.setDate(QDate(value.year, value.month, value.day))
        self._date.blockSignals(False)


class _Combo(QComboBox):
    """Combo box that draws the chevron and leaves the wheel to the page unless it has the focus."""

    @override
    def wheelEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # signature of QWidget
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        draw_icon(painter, QPointF(self.width() - 26, self.height() / 2 - 8), "chevron-down", "text-2", 16)


class ComboField(Field):
    """One of several options: (value, label) pairs."""

    def __init__(
        self,
        name: str,
        options: Sequence[tuple[str, str]] = (),
        *,
        label: bool = False,
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._combo = _Combo()
        super().__init__(self._combo, name, label=label, required=required, parent=parent)
        self.set_options(options)
        self._combo.activated.connect(self._on_activated)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Replace the options; the value stays if it is still one of them."""
        value = self.value()
        self._combo.clear()
        for key, text in options:
            self._combo.addItem(text, key)
        self.set_value(value)

    def _on_activated(self) -> None:
        self.value_edited.emit(self.value())
        self._commit(self.value())

    def value(self) -> str:
        """The chosen value, "" if none."""
        data = self._combo.currentData()
        return "" if data is None else str(data)

    def set_value(self, value: str) -> None:
        """Choose a value without sending a signal; an unknown one clears the choice."""
        self._committed = value
        self._combo.setCurrentIndex(self._combo.findData(value))
