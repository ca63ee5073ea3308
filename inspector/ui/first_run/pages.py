"""The pages of the first run: which one shows, and the work that a page waits for."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QStackedLayout, QWidget

from inspector.i18n import describe
from inspector.problems import Problem
from inspector.ui.first_run.step import StepPage
from inspector.ui.tasks import Tasks


class Pages(QWidget):
    """One page at a time; a page goes when the next one shows, unless it is kept for going back to it."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self._stack = QStackedLayout(self)
        self._kept: set[QWidget] = set()

    @property
    def page(self) -> QWidget | None:
        """The page that shows."""
        return self._stack.currentWidget()

    def keep(self, page: QWidget) -> None:
        """Keep a page with what was typed into it when another one shows."""
        self._kept.add(page)

    def show_page(self, page: QWidget) -> None:
        """Show a page and let go of the one before."""
        old = self._stack.currentWidget()
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if old is not None and old is not page and old not in self._kept:
            self._stack.removeWidget(old)
            old.hide()
            old.deleteLater()

    def begin(self, page: StepPage) -> None:
        """Show a step with the focus in its first field."""
        self.show_page(page)
        page.begin()

    def work(
        self,
        page: StepPage,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        over: Callable[[], None] = lambda: None,
        *,
        answer_on: StepPage | None = None,
    ) -> None:
        """Run work in the pool while the page waits; what goes wrong stands above its buttons, all entries stay.

        `answer_on` is the page where the cause can be put right, when that is another one.
        """
        page.set_busy(True)

        def finished(result: Any) -> None:
            over()
            page.set_busy(False)
            done(result)

        def refused(problem: Problem) -> None:
            over()
            page.set_busy(False)
            shown = answer_on or page
            if shown is not page:
                self.show_page(shown)
            shown.show_error(describe(problem))
            shown.begin()

        self.tasks.run(work, finished, refused, pool=True, owner=self)
