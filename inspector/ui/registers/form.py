"""A dialog that is a form: sections of fields that scroll, each problem shown at the field that it names."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import Field, TextArea
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.registers.fields import RegisterField

WIDTH: Final = 760
MARGIN: Final = 16
"""Least distance of the dialog from the edges of the window."""
LEAST_HEIGHT: Final = 120
FOCUS_ROOM: Final = 56
"""Room that is kept above and below the focused field."""


class FormDialog(Dialog):
    """Fields by key in sections of `content`. Ctrl+Enter saves, Enter and Tab go on to the next field.

    As high as its content, as far as the window has room; then the content scrolls, the focused field always in sight.
    """

    scrolls = False
    """Its notice stays in sight above the buttons while the fields scroll."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, title, accept=_("Save"), width=min(WIDTH, parent.window().width() - 2 * MARGIN))
        self.fields: dict[str, RegisterField] = {}
        self.accept_button.set_key("Ctrl Enter")
        self.notice = Text("", "hint", "red-text", wrap=True)
        self.notice.hide()
        self.content = QVBoxLayout()
        self.content.setContentsMargins(0, 0, 12, 4)
        self.content.setSpacing(8)
        inside = QWidget()
        inside.setLayout(self.content)
        self._inside = inside
        inside.installEventFilter(self)  # the dialog grows with its content
        self._scroller = Scroller(inside)
        self._scroller.setFixedHeight(LEAST_HEIGHT)
        self.body.addWidget(self._scroller)
        self.body.addWidget(self.notice)

    def add_section(self, title: str, fields: Sequence[tuple[str, RegisterField]], *, columns: int = 2) -> QWidget:
        """A headed grid of fields, from left to right."""
        for key, field in fields:
            self.fields[key] = field
        made = section(title, [field for _key, field in fields], columns)
        self.content.addWidget(made)
        return made

    @override
    def complaint(self) -> bool:
        wrong = [field for field in self.fields.values() if not field.isHidden() and field.complain()]
        if wrong:
            self.show_field(wrong[0])
        return bool(wrong)

    def refused(self, problem: Problem) -> None:
        """Show a problem under the field that it names, else above the buttons."""
        field = self.fields.get(str(problem.params.get("field", "")))
        if field is None or field.isHidden():
            self.notice.setText(describe(problem))
            self.notice.show()
        else:
            self.refuse_at(field, problem)

    def refuse_at(self, field: Field, problem: Problem) -> None:
        """Show a problem under a field."""
        field.set_error(describe(problem))
        self.show_field(field)

    def show_field(self, field: Field) -> None:
        """Bring a field into sight and give it the focus."""
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.see(field)

    @override
    def first_focus(self) -> QWidget:
        return next((field.editor for field in self.fields.values() if field.editor.isEnabled()), self.accept_button)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if enter and not control and not isinstance(self._focused_field(), TextArea):
            self.focusNextPrevChild(True)
            event.accept()
            return
        super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        moved = super().focusNextPrevChild(next)
        here = QApplication.focusWidget()
        if here is not None:
            self.see(here)
        return moved

    def see(self, widget: QWidget) -> None:
        """Scroll so that a widget of the content shows."""
        if self._inside.isAncestorOf(widget):
            self._scroller.ensureWidgetVisible(widget, 0, FOCUS_ROOM)

    @override
    def _cover(self) -> None:
        window = self.parentWidget()
        if window is not None:
            around = self._panel.sizeHint().height() - self._scroller.maximumHeight()
            room = window.height() - 2 * MARGIN - around
            content = max(
                self.content.totalSizeHint().height(),
                self.content.totalMinimumSize().height(),
                self.content.totalHeightForWidth(self._scroller.viewport().width()),
            )
            height = max(LEAST_HEIGHT, min(content, room))
            if self._scroller.maximumHeight() != height:
                self._scroller.setFixedHeight(height)
        super()._cover()


def section(title: str, fields: Sequence[QWidget], columns: int = 2) -> QWidget:
    """A headed grid of widgets, from left to right."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 8)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(10)
    if title:
        grid.addWidget(Text(title, "body_bold"), 0, 0, 1, columns)
    for index, field in enumerate(fields):
        grid.addWidget(field, 1 + index // columns, index % columns, Qt.AlignmentFlag.AlignTop)
    for column in range(columns):
        grid.setColumnStretch(column, 1)
    return made
