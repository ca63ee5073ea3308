"""A hazard's editor that is built before it is needed.

Building one takes a third of the time a failing answer may take, so a list keeps one ready and builds the next one when
the person has paused.
"""

from datetime import date

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from inspector.domain.hazard import Grade
from inspector.services.visits.views import DraftStatus, HazardDraft
from inspector.ui.visit.hazard_editor import HazardEditor
from inspector.ui.visit.presenter import VisitPresenter

PAUSE_MS = 350
"""How long nothing was taken before the next editor is built."""
NOTHING = HazardDraft(
    id="",
    status=DraftStatus.DRAFT,
    target=None,
    ref="",
    place="",
    description="",
    grade=Grade.GENERAL,
    measure="",
    deadline=date(2000, 1, 1),
    basis="",
    basis_text="",
    criterion="",
)
"""What an editor shows that nobody sees yet."""


class SpareEditor(QObject):
    """Hands out editors; `home` holds the one that waits, hidden."""

    def __init__(self, presenter: VisitPresenter, home: QWidget) -> None:
        super().__init__(home)
        self._presenter = presenter
        self._home = home
        self._waiting: HazardEditor | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._build)

    def prepare(self) -> None:
        """Build one in a moment, unless one waits."""
        if self._waiting is None:
            self._timer.start()

    def _build(self) -> None:
        if self._waiting is None:
            self._waiting = HazardEditor(self._presenter, NOTHING, self._home)
            self._waiting.hide()

    def take(self, draft: HazardDraft) -> HazardEditor:
        """An editor of this draft; the caller gives it a parent."""
        editor, self._waiting = self._waiting, None
        self.prepare()
        if editor is None:
            return HazardEditor(self._presenter, draft)
        editor.show_draft(draft)
        return editor
