"""What both wizards share: steps that follow each other, work that shows its progress and can be stopped."""

import threading
import time
from abc import abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import N_, _
from inspector.problems import Problem
from inspector.ui.exchange.places import last_folder, usual_folder
from inspector.ui.kit.button import Button
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.painting import CENTER, box, text, text_width
from inspector.ui.kit.progress import ProgressLine
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.page import Context, Page
from inspector.ui.sync.amounts import size_words
from inspector.ui.theme import color

T = TypeVar("T")
WIDTH: Final = 640
EVERY_S: Final = 0.05
"""How often work that is under way tells how far it is."""
STAGES: Final = {
    "write": N_("Writing to the medium"),
    "check": N_("Reading back and comparing"),
    "store": N_("Taking records over"),
    "files": N_("Taking photos over"),
    "wait": N_("Waiting for the round over the network that is under way"),
}
LOOKING: Final = {"check": N_("Checking the file"), **{key: words for key, words in STAGES.items() if key != "check"}}


class StepLine(QWidget):
    """The steps in one line: done ones ticked off, the present one bold."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        self._current = 0
        self.setFixedHeight(24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_current(0)

    def set_current(self, index: int) -> None:
        """Show another step."""
        self._current = index
        here = self._names[min(index, len(self._names) - 1)]
        self.setAccessibleName(_("Step {n} of {count}: {name}").format(n=index + 1, count=len(self._names), name=here))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, 24)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = 0.0
        for index, name in enumerate(self._names):
            done, here = index < self._current, index == self._current
            disc = QRectF(x, 2, 20, 20)
            fill = "green" if done else "primary" if here else "sunk"
            box(painter, disc, fill=fill, radius=10)
            text(painter, disc, "✓" if done else str(index + 1), "hint_bold", "on-fill" if done or here else "text-2",
                 CENTER)  # fmt: skip
            style = "body_bold" if here else "body"
            width = text_width(name, style)
            text(painter, QRectF(x + 28, 0, width + 1, 24), name, style, "text-1" if here else "text-2")
            x += 28 + width + 16
            if index + 1 < len(self._names):
                painter.fillRect(QRectF(x - 8, 11.5, 16, 1), color("line"))
                x += 16


class Fact(QWidget):
    """A line of a list of facts: what it is at the left, the value beside it."""

    def __init__(self, name: str, value: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = Text(name, "body", "text-2")
        label.setFixedWidth(120)
        self.value = ElidedLabel(value, "body_medium")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(label)
        row.addWidget(self.value, 1)
        self.setAccessibleName(f"{name}: {value}")


class Facts(QWidget):
    """A list of facts that is shown anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._rows: list[QWidget] = []

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show others; those without a value are left out."""
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = [Fact(name, value) for name, value in facts if value]
        for row in self._rows:
            self._column.addWidget(row)

    @property
    def texts(self) -> tuple[str, ...]:
        """All of them in words."""
        return tuple(row.accessibleName() for row in self._rows)


class Notice(QWidget):
    """An icon with a sentence beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Glyph("info", "text-2", 18)
        self.words = Text("", "body", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.hide()

    def tell(self, words: str, icon: str = "info", token: str = "text-2") -> None:
        """Show a sentence, or nothing."""
        self._icon.set_icon(icon, token)
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))


class RunStep(QWidget):
    """Work under way."""

    def __init__(self, warning: str, stages: "dict[str, str]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stages = stages
        self.progress = ProgressLine("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.progress)
        column.addWidget(Text(warning, "body", "text-2", wrap=True))
        self.begin()

    def begin(self) -> None:
        """Nothing was done yet."""
        self.progress.set_label(_("One moment"))
        self.progress.set_progress(0, 0, " ")

    def show_progress(self, stage: str, done: int, total: int) -> None:
        """How far it is: bytes, or things where there are no bytes."""
        self.progress.set_label(_(self._stages.get(stage, "One moment")))
        counted = stage in ("store", "files")
        told = f"{done}/{total}" if counted else f"{size_words(done)} / {size_words(total)}"
        self.progress.set_progress(min(done, total), total, told if total else " ")


class Wizard(Dialog):
    """A dialog of steps. Subclasses add step widgets, and say in `next` what the main button does in each of them."""

    _told = Signal(str, object, object)

    def __init__(self, context: Context, parent: QWidget, title: str, steps: Sequence[str]) -> None:
        super().__init__(parent, title, accept=_("Next"), width=WIDTH)
        self.context = context
        self.owner = parent
        self.folder: Path | None = None
        """Where file dialogs begin."""
        self.steps = StepLine(steps)
        self.back_button = Button(_("Back"))
        self.pages: list[QWidget] = []
        self.step = 0
        self.running = False
        self._stop = threading.Event()
        self._last_told = 0.0
        self.body.addWidget(self.steps)
        self.body.setSpacing(16)
        self._add_back()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        last = last_folder(context.preferences)
        context.tasks.run(lambda: usual_folder(last), self._on_folder, pool=True)

    def _on_folder(self, folder: Path | None) -> None:
        self.folder = folder

    def _add_back(self) -> None:
        buttons = self._panel.layout().itemAt(self._panel.layout().count() - 1).layout()  # type: ignore[union-attr]
        if isinstance(buttons, QHBoxLayout):
            buttons.insertWidget(0, self.back_button)
        self.back_button.hide()
        self.back_button.clicked.connect(self.back)

    def add_page(self, page: QWidget) -> None:
        """Add a step's content."""
        self.pages.append(page)
        self.body.addWidget(page)
        page.setVisible(len(self.pages) == 1)

    def show_page(self, index: int, step: int, accept: str, *, back: bool = False) -> None:
        """Bring a page to the front, with the words of the main button ("" hides it)."""
        for number, page in enumerate(self.pages):
            page.setVisible(number == index)
        self.step = index
        self.steps.set_current(step)
        self.accept_button.setVisible(bool(accept))
        if accept:
            self.accept_button.set_label(accept)
            self.accept_button.setEnabled(True)
        self.back_button.setVisible(back)
        self._cover()
        if self.isVisible():
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    @abstractmethod
    def next(self) -> None:
        """The main button."""

    @abstractmethod
    def back(self) -> None:
        """One step back."""

    def work(
        self, act: Callable[[Callable[[str, int, int], None], Callable[[], bool]], T],
        done: Callable[[T], None], failed: Callable[[Problem], None],
    ) -> None:  # fmt: skip
        """Do something in the pool; it is given how to tell its progress and how to see that it was stopped."""
        self._stop.clear()
        self.running = True
        self.cancel_button.set_label(_("Stop"))

        def finished(result: Any) -> None:
            self._at_rest()
            done(result)

        def refused(problem: Problem) -> None:
            self._at_rest()
            failed(problem)

        self.context.tasks.run(
            lambda: act(self._tell, self._stop.is_set), finished, refused, pool=True, owner=self
        )  # fmt: skip

    def _tell(self, stage: str, done: int, total: int) -> None:
        """On the thread of the work; not more often than anybody can see."""
        now = time.monotonic()
        if now - self._last_told >= EVERY_S or done >= total:
            self._last_told = now
            self._told.emit(stage, done, total)

    def _at_rest(self) -> None:
        self.running = False
        self.cancel_button.set_label(_("Cancel"))
        self.cancel_button.setEnabled(True)

    @override
    def accept(self) -> None:
        if not self.running and self.accept_button.isVisible() and self.accept_button.isEnabled():
            self.next()

    @override
    def reject(self) -> None:
        """Stop what is under way, else close."""
        if self.running:
            self._stop.set()
            self.cancel_button.setEnabled(False)
        else:
            super().reject()

    def finish(self) -> None:
        """Close it: it has done what it was opened for, and the page that it stood over shows what that changed."""
        self.accepted.emit()
        self._close()
        if self.context.desk is not None:
            self.context.desk.refresh()
            self.context.desk.sync.look()
        if isinstance(self.owner, Page) and shiboken6.isValid(self.owner):
            self.owner.activated()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:  # the window waits for what is under way
            self._stop.set()
        return super().eventFilter(watched, event)
