"""Deciding about conflicts on the page: keys, the check, six seconds to take it back, and what is told then."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.services.conflicts.deciding import Taken
from inspector.services.conflicts.views import EntityConflict
from inspector.services.ledgers.views import PhotoView
from inspector.ui.kit.viewer import PhotoViewer
from inspector.ui.page import Page
from inspector.ui.sync.conflict_card import ConflictCard
from inspector.ui.sync.presenter import SyncPresenter

DIGITS = "123456789"


class Deciding(QObject):
    """Belongs to a page; the digits choose a value while no text field has the focus."""

    def __init__(self, page: Page, presenter: SyncPresenter, card: ConflictCard) -> None:
        super().__init__(page)
        self._page, self._presenter, self._card = page, presenter, card
        self._connect()
        for digit in DIGITS:
            shortcut = QShortcut(QKeySequence(digit), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda digit=digit: self._on_digit(digit))

    def _connect(self) -> None:
        self._presenter.held.connect(self._card.show_taken)
        self._presenter.taken_back.connect(self._card.show_open)
        self._presenter.refused.connect(self._on_refused)
        self._presenter.settled.connect(self._on_settled)
        self._card.decided.connect(self._on_decided)
        self._card.photos_requested.connect(self._show_photos)
        self._card.question.later_requested.connect(self._on_later)

    def _on_decided(self, conflict: EntityConflict, field: str, taken: Taken, words: str) -> None:
        row = next(row for row in conflict.rows if row.field == field)
        sentence = _("{thing}: {field} is now {value}").format(thing=conflict.title, field=row.label, value=words)
        self._presenter.decide(conflict, field, taken, words, sentence)

    def _on_later(self) -> None:
        self._page.context.messages.info(_("Left for later; it keeps waiting here."))

    def _on_refused(self, _entity: str, _field: str, problem: Problem) -> None:
        if not self._card.question.refuse(describe(problem)):
            self._page.context.messages.problem(problem)
            self._presenter.fetch()

    def _on_settled(self) -> None:
        context = self._page.context
        if context.workspace.closed:
            return
        if context.desk is not None:
            context.desk.refresh()
        if self._page.isVisible():
            self._presenter.fetch()

    def _on_digit(self, digit: str) -> None:
        if self._card.isVisible():
            self._card.question.press_digit(digit)

    def _show_photos(self, photos: tuple[PhotoView, ...]) -> None:
        PhotoViewer(self._presenter, photos, 0, self._page.window(), removable=False).open()
