"""An unfinished review: what is ticked and written now, what that is worth, and keeping it on disk."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from inspector.domain.review import Check, CheckState
from inspector.services.reviews.checks import missing_text
from inspector.services.reviews.views import COMMENT_LENGTH, CheckRow, ReviewDetail
from inspector.ui.reviews.presenter import ReviewPresenter

QUIET_MS = 300
"""How long nobody must have typed before the comment is kept."""


class ReviewDraft(QObject):
    """The review of the hazard that shows. `changed` when a tick, the comment or the hazard is another.

    A tick is kept at once, the comment when the typing stops, both when the hazard or the page is left.
    """

    changed = Signal()

    def __init__(self, presenter: ReviewPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.detail: ReviewDetail | None = None
        self.ticks: frozenset[Check] = frozenset()
        self.comment = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self.keep)

    def show(self, detail: ReviewDetail | None) -> None:
        """Go on with the review of another hazard, or with newer facts about the same; what was typed stays."""
        here = self.detail
        same = here is not None and detail is not None and here.hazard.id == detail.hazard.id
        if not same:
            self.keep_now()
        self.detail = detail
        if detail is not None and not (same and self._timer.isActive()):
            self.ticks = frozenset(ticked_by_hand(detail.checks))
            self.comment = detail.comment
        self.changed.emit()

    # what it is worth -----------------------------------------------------------------------------------------------

    @property
    def open(self) -> bool:
        """Whether who acts may judge."""
        return self.detail is not None and self.detail.independence.holds

    @property
    def rows(self) -> tuple[CheckRow, ...]:
        """The checklist with the ticks as they are now."""
        if self.detail is None:
            return ()
        return tuple(
            replace(row, ticked=row.check in self.ticks) if row.state is CheckState.HAND else row
            for row in self.detail.checks
        )

    @property
    def too_long(self) -> bool:
        """Whether the comment is longer than it may be."""
        return len(self.comment.strip()) > COMMENT_LENGTH

    @property
    def missing(self) -> str:
        """What is still needed to pass, or why it cannot be judged; "" if nothing is."""
        if self.detail is None:
            return ""
        if not self.detail.independence.holds:
            return self.detail.missing
        return missing_text(self.rows, self.comment)

    @property
    def may_pass(self) -> bool:
        """Whether it can be passed now."""
        return self.open and not self.missing and not self.too_long

    @property
    def may_return(self) -> bool:
        """Whether it can be returned now."""
        return self.open and bool(self.comment.strip()) and not self.too_long

    # changing it ----------------------------------------------------------------------------------------------------

    def toggle(self, check: Check) -> None:
        """Tick a point or take the tick back; nothing happens to one that a rule decides."""
        row = next((row for row in self.rows if row.check is check), None)
        if row is None or not row.editable or not self.open:
            return
        self.ticks = self.ticks ^ {check}
        self.keep()
        self.changed.emit()

    def write(self, comment: str) -> None:
        """Another comment."""
        if comment != self.comment and self.open:
            self.comment = comment
            self._timer.start()
            self.changed.emit()

    def keep(self) -> None:
        """Keep it now."""
        self._timer.stop()
        if self.detail is not None and self.open:
            self._presenter.keep(self.detail.hazard.id, self.ticks, self.comment)

    def keep_now(self) -> None:
        """Keep what was typed a moment ago."""
        if self._timer.isActive():
            self.keep()

    def forget(self) -> None:
        """Nothing is to be kept any more: it was decided."""
        self._timer.stop()


def ticked_by_hand(rows: Iterable[CheckRow]) -> list[Check]:
    """The points that a person ticked."""
    return [row.check for row in rows if row.state is CheckState.HAND and row.ticked]
