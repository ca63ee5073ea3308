"""Lists of the left column whose chosen item shows beside them, their head, and dialogs that ask a service."""

from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import describe
from inspector.problems import Problem
from inspector.ui.kit.dialog import WIDTH, Dialog
from inspector.ui.kit.painted_list import PaintedList
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text

T = TypeVar("T")


class SideList(PaintedList[T]):
    """A painted list whose current item stays lit; `current_changed` when it is another, by mouse or keys."""

    current_changed = Signal()
    always_lit = True

    @override
    def set_current(self, index: int) -> None:
        super().set_current(index)
        self.current_changed.emit()

    @override
    def pressed_at(self, item: T, _x: float) -> None:
        self.current_changed.emit()


class SideColumn(QWidget):
    """Title, count and buttons over a list."""

    def __init__(self, title: str, content: QWidget, *buttons: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = Text("", "body", "text-2")
        head = QHBoxLayout()
        head.setContentsMargins(16, 4, 8, 4)
        head.setSpacing(8)
        label = Text(title, "card_title")
        label.setMinimumHeight(36)
        head.addWidget(label)
        head.addWidget(self.count)
        head.addStretch(1)
        for button in buttons:
            head.addWidget(button)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addLayout(head)
        self.column.addWidget(Scroller(content), 1)


class AskDialog(Dialog):
    """A dialog that stays open until what it asks for was done: `asked` on the main button, then `finish` or `refuse`.

    Who listens to `asked` runs the use case; a refusal is shown in the dialog and nothing that was typed is lost.
    """

    asked = Signal()

    def __init__(self, parent: QWidget, title: str, words: str = "", *, accept: str, width: int = WIDTH) -> None:
        super().__init__(parent, title, words, accept=accept, width=width)
        self.error = Text("", "hint", "red-text", wrap=True)
        self.error.hide()
        self._busy = False

    def place_error(self) -> None:
        """Put the line of the error under the fields; call it after the last field was added."""
        self.body.addWidget(self.error)

    @override
    def accept(self) -> None:
        if not self._busy and not self.complaint():
            self._busy = True
            self.asked.emit()

    def finish(self) -> None:
        """It was done: close."""
        self.accepted.emit()
        self._close()

    def refuse(self, problem: Problem) -> None:
        """It was refused: say why and let it be corrected."""
        self._busy = False
        self.error.setText(describe(problem))
        self.error.show()
