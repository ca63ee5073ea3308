"""The card of the guided visit: at the lower right of the real window, one hint at a time.

It watches what is done and goes on by itself; Next skips a step, Back returns, the cross ends it. It never takes the
focus from the page: Ctrl+J goes in and out.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector import i18n
from inspector.domain.visit import Step
from inspector.i18n import _
from inspector.services.help.guide import GuideStep, guide_steps
from inspector.ui.help.article import Article, to_html
from inspector.ui.kit.access import Role, announce
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.painting import box
from inspector.ui.kit.progress import Bar
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.text import ElidedLabel, Text

WIDTH: Final = 360
HEIGHT: Final = 216
ABOVE: Final = 72
"""Room that is left below for the footer of a visit."""
LOOK_MS: Final = 400
AHEAD: Final = 2
"""Steps that somebody may leave behind by going further without them."""
ANSWERS: Final = 2
"""Questions that are to be answered before a failing one."""


def _visit(shell: Any) -> Any:
    return getattr(shell.page("visits"), "visit_page", None) if shell.current == "visits" else None


def _at(step: Step) -> Callable[[Any], bool]:
    def there(shell: Any) -> bool:
        visit = _visit(shell)
        return visit is not None and visit.step is step

    return there


def _count(shell: Any, step: Step, what: str) -> int:
    visit = _visit(shell)
    if visit is None:
        return 0
    return next((int(getattr(one, what)) for one in visit.presenter.visit.steps if one.step is step), 0)


def _old_hazards(shell: Any) -> bool:
    visit = _visit(shell)
    step = Step.OLD_HAZARDS
    return visit is not None and _count(shell, step, "done") >= _count(shell, step, "total")


FACTS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "visit_open": lambda shell: _visit(shell) is not None,
    "old_hazards": _old_hazards,
    "step_infrastructure": _at(Step.INFRASTRUCTURE),
    "answered": lambda shell: _count(shell, Step.INFRASTRUCTURE, "done") >= ANSWERS,
    "failed": lambda shell: _count(shell, Step.INFRASTRUCTURE, "failed") >= 1,
    "step_equipment": _at(Step.EQUIPMENT),
    "step_indications": _at(Step.INDICATIONS),
    "step_summary": _at(Step.SUMMARY),
    "ledgers": lambda shell: bool(shell.current == "ledgers"),
    "end": lambda _shell: False,
}
"""What a step waits for -> whether it is so."""
PLACES: Final = ("step_infrastructure", "step_equipment", "step_indications", "step_summary")
"""Facts that are so only while one is there: who is there has left the steps before behind."""


class GuideCard(QWidget):
    """`step_changed(int)` after it went on or back; `ended` when the person has done with it."""

    step_changed = Signal(int)
    ended = Signal()
    spoken_role = Role.Notification

    def __init__(self, window: QWidget, shell: Any, step: int) -> None:
        super().__init__(window)
        self._shell = shell
        self._steps: tuple[GuideStep, ...] = guide_steps(i18n.language())
        self.number = max(0, min(step, len(self._steps) - 1))
        self._before: QWidget | None = None
        self._held = False
        """Whether it waits for the person alone, after Back."""
        self._timer = QTimer(self, interval=LOOK_MS)
        self.title = ElidedLabel("", "card_title")
        self._place_words = Text("", "hint", "text-2")
        self._bar = Bar()
        self.text = Article()
        self.text.document().setDocumentMargin(0)
        self.back = Button(_("Back"), Kind.TEXT)
        self.next = Button(_("Next"), Kind.TINTED)
        self._close = IconButton("x", _("End the guided visit"), size=32)
        self.setFixedSize(WIDTH, HEIGHT)
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 12, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self._close)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self.text, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._place_words)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._look)
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self._on_next)
        self._close.clicked.connect(self.ended)
        self._shell.page_opened.connect(lambda _key: self.raise_())
        self._shell.context.preferences.language_changed.connect(self._on_language_changed)
        page_keys(self, {"Ctrl+J": self._on_key})

    @property
    def step(self) -> GuideStep:
        """The step that shows."""
        return self._steps[self.number]

    def open(self) -> None:
        """Show it; the focus stays with the page."""
        self.window().installEventFilter(self)
        self._show_step()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def stop(self) -> None:
        """Go away."""
        self._timer.stop()
        if self.parentWidget() is not None:
            self.window().removeEventFilter(self)
        self._give_back()
        self.hide()
        self.deleteLater()

    def _look(self) -> None:
        """Go on when what the step waits for is so, and past steps that were left behind on the way further."""
        if self._held:
            return
        ahead = range(min(self.number + AHEAD, len(self._steps) - 1), self.number, -1)
        further = (at for at in ahead if self._steps[at].done in PLACES and FACTS[self._steps[at].done](self._shell))
        reached = next(further, self.number if FACTS[self.step.done](self._shell) else -1)
        if reached >= 0:
            self._go(reached + 1)

    def _go(self, number: int) -> None:
        if 0 <= number < len(self._steps) and number != self.number:
            self.number, self._held = number, False
            self._show_step()
            self.step_changed.emit(number)

    def _on_back(self) -> None:
        """To the step before, which stays until the person goes on: what it waits for is so already."""
        self._go(self.number - 1)
        self._held = True

    def _on_next(self) -> None:
        if self.number == len(self._steps) - 1:
            self.ended.emit()
        else:
            self._go(self.number + 1)

    def _show_step(self) -> None:
        last = self.number == len(self._steps) - 1
        self.title.setText(self.step.title)
        self.text.show_html(to_html(self.step.text), self.step.title)
        self._bar.set_fraction((self.number + 1) / len(self._steps))
        self._place_words.setText(f"{self.number + 1} / {len(self._steps)}   Ctrl J")
        self.back.setEnabled(self.number > 0)
        self.next.set_label(_("Finish") if last else _("Skip"))
        self.setAccessibleName(_("Guided visit: {title}").format(title=self.step.title))
        announce(self, f"{self.step.title}. {self.text.toPlainText()}")

    def _on_language_changed(self) -> None:
        self._steps = guide_steps(i18n.language())
        self.back.set_label(_("Back"))
        self._show_step()

    def _on_key(self) -> None:
        """Into the card, and back to where one was."""
        here = QApplication.focusWidget()
        if here is not None and self.isAncestorOf(here):
            self._give_back()
        else:
            self._before = here
            self.next.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _give_back(self) -> None:
        here = QApplication.focusWidget()
        if here is not None and self.isAncestorOf(here) and self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.move(window.width() - WIDTH - 16, window.height() - HEIGHT - ABOVE)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        box(QPainter(self), rect, fill="surface", border="primary-border", radius=10, width=1.5)
