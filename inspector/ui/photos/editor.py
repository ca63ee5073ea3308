"""The editor of the marks over a photo: an overlay over the whole window with a bar of tools and the photo below."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, pgettext
from inspector.photos.annotation import Annotation, MarkColour, MarkKind
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.cover import Cover
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.photos.canvas import Canvas
from inspector.ui.photos.drawing import Drawing
from inspector.ui.photos.picture_view import STEP
from inspector.ui.theme import color

BAR = 56
CHOOSE = "choose"
"""The tool that draws nothing."""
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
TOOLS = {"a": MarkKind.ARROW.value, "c": MarkKind.ELLIPSE.value, "t": MarkKind.TEXT.value, "v": CHOOSE}
COLOURS = {"1": MarkColour.RED, "2": MarkColour.YELLOW, "3": MarkColour.WHITE}


def _tools() -> Segmented:
    options = (
        Option(MarkKind.ARROW.value, pgettext("mark", "Arrow"), "A", "move-up-right"),
        Option(MarkKind.ELLIPSE.value, pgettext("mark", "Circle"), "C", "circle"),
        Option(MarkKind.TEXT.value, pgettext("mark", "Text"), "T", "type"),
        Option(CHOOSE, pgettext("mark", "Choose"), "V", "mouse-pointer-2"),
    )
    return Segmented(_("Tool"), options)


def _colours() -> Segmented:
    options = (
        Option(MarkColour.RED.value, pgettext("mark colour", "Red"), "1"),
        Option(MarkColour.YELLOW.value, pgettext("mark colour", "Yellow"), "2"),
        Option(MarkColour.WHITE.value, pgettext("mark colour", "White"), "3"),
    )
    return Segmented(_("Colour"), options)


class AnnotationEditor(Cover):
    """`saved(Annotation)` on Ctrl+Enter, if anything changed. Esc leaves step by step, and asks before marks are lost.

    Draw by mouse, or by keys: Enter puts a mark of the tool into the middle, the arrow keys move it (with Shift its
    end), V chooses the next one.
    """

    saved = Signal(object)
    closed = Signal()

    def __init__(self, window: QWidget, annotation: Annotation | None = None) -> None:
        super().__init__(window)
        self.setAccessibleName(_("Marks on the photo"))
        self.drawing = Drawing(annotation, self)
        self.canvas = Canvas(self.drawing)
        self.tools = _tools()
        self.colours = _colours()
        self.undo_button = IconButton("undo-2", _("Undo"), key="Ctrl Z")
        self.redo_button = IconButton("redo-2", _("Redo"), key="Ctrl Y")
        self.delete_button = IconButton("trash-2", _("Delete the chosen mark"), key="Del")
        self.smaller_button = IconButton("zoom-out", _("Smaller"), key="-")
        self.larger_button = IconButton("zoom-in", _("Larger"), key="+")
        self.cancel_button = Button(_("Cancel"), key="Esc")
        self.save_button = Button(_("Save the marks"), Kind.PRIMARY, key="Ctrl Enter")
        self._build()
        self._connect()
        self._show_state()

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 10, 16, 10)
        bar.setSpacing(8)
        for widget in (self.tools, self.colours):
            bar.addWidget(widget)
        bar.addSpacing(4)
        for button in (
            self.undo_button, self.redo_button, self.delete_button, self.smaller_button, self.larger_button,
        ):  # fmt: skip
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self.cancel_button)
        bar.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.canvas, 1)

    def _connect(self) -> None:
        self.tools.value_chosen.connect(self._on_tool_chosen)
        self.colours.value_chosen.connect(self._on_colour_chosen)
        self.undo_button.clicked.connect(self.drawing.undo)
        self.redo_button.clicked.connect(self.drawing.redo)
        self.delete_button.clicked.connect(self.drawing.remove)
        self.smaller_button.clicked.connect(lambda: self.canvas.zoom_by(1 / STEP))
        self.larger_button.clicked.connect(lambda: self.canvas.zoom_by(STEP))
        self.cancel_button.clicked.connect(self.leave)
        self.save_button.clicked.connect(self.save)
        self.drawing.changed.connect(self._show_state)

    def open(self) -> None:
        """Show it over the whole window and take the focus."""
        window = self.window()
        window.installEventFilter(self)
        self.cover()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_image(self, data: bytes) -> None:
        """Show the photo: its picture without marks."""
        self.canvas.set_image(QImage.fromData(data))

    def _show_state(self) -> None:
        self.tools.set_value(self.canvas.tool.value if self.canvas.tool is not None else CHOOSE)
        self.colours.set_value(self.canvas.colour.value)
        self.undo_button.setEnabled(self.drawing.undoable)
        self.redo_button.setEnabled(self.drawing.redoable)
        self.delete_button.setEnabled(self.drawing.chosen_mark is not None)
        self.save_button.setEnabled(self.drawing.changed_since_start)

    def _on_tool_chosen(self, tool: str) -> None:
        again = tool == CHOOSE and self.canvas.tool is None
        self.canvas.tool = None if tool == CHOOSE else MarkKind(tool)
        if again:
            self.drawing.choose_next()
        elif tool == CHOOSE and self.drawing.chosen_mark is None:
            self.drawing.choose(len(self.drawing.marks) - 1)
        self._show_state()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_colour_chosen(self, colour: str) -> None:
        self.canvas.recolour(MarkColour(colour))
        self._show_state()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Hand the marks over and close."""
        self.canvas.finish_text()
        if self.drawing.changed_since_start:
            self.saved.emit(self.drawing.annotation)
        self.finish()

    def leave(self) -> None:
        """Close; ask first if marks would be lost."""
        if not self.drawing.changed_since_start:
            self.finish()
            return
        dialog = ConfirmDialog(
            self,
            _("Leave without saving the marks?"),
            _("What you drew just now is not kept."),
            accept=_("Leave"),
            dangerous=True,
        )
        dialog.accepted.connect(self.finish)
        dialog.open()

    @override
    def finish(self) -> None:
        self.window().removeEventFilter(self)
        super().finish()
        self.closed.emit()

    # keys -------------------------------------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Undo):
            self.drawing.undo()
        elif event.matches(QKeySequence.StandardKey.Redo) or (control and event.key() == Qt.Key.Key_Y):
            self.drawing.redo()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        elif not control:
            self._on_plain_key(Qt.Key(event.key()), event)
        event.accept()

    def _on_plain_key(self, key: Qt.Key, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in ARROWS:
            self.canvas.nudge(*ARROWS[key], corner=shift)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.drawing.remove()
        elif key == Qt.Key.Key_Escape:
            self._on_escape()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_enter()
        else:
            self._on_letter(event.text().lower())

    def _on_letter(self, typed: str) -> None:
        if typed in TOOLS:
            self._on_tool_chosen(TOOLS[typed])
        elif typed in COLOURS:
            self._on_colour_chosen(COLOURS[typed].value)
        elif typed in ("+", "="):
            self.canvas.zoom_by(STEP)
        elif typed == "-":
            self.canvas.zoom_by(1 / STEP)
        elif typed == "0":
            self.canvas.fit()

    def _on_enter(self) -> None:
        if self.canvas.tool is None:
            self.canvas.edit_text()
        else:
            self.canvas.put_in_middle()

    def _on_escape(self) -> None:
        if self.canvas.cancel():
            return
        if self.drawing.chosen_mark is not None:
            self.drawing.choose(-1)
        else:
            self.leave()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fill_window()
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("surface"))
        painter.fillRect(QRectF(0, BAR - 1, self.width(), 1), color("line"))
