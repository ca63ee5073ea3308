"""What was imported from a reply: which hazards went where."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.services.replies.views import ReplyResult
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.empty import EmptyState

MOST_NAMED = 6
"""Numbers of hazards that are told one by one."""


class ReplyDone(QWidget):
    """`left` to the ledger, `another_wanted` for one more file."""

    left = Signal()
    another_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._told: EmptyState | None = None
        self._close: Button | None = None

    def show_result(self, result: ReplyResult) -> None:
        """Say which hazards are in review now, which got a note, which were refused."""
        if self._told is not None:
            self._column.removeWidget(self._told)
            self._told.deleteLater()
        self._close = Button(_("To the ledger"), Kind.PRIMARY, key="Ctrl Enter")
        again = Button(_("Another file…"), icon="folder-open", key="Ctrl O")
        self._close.clicked.connect(self.left)
        again.clicked.connect(self.another_wanted)
        title, tint = _("The reply is imported"), "green-text"
        self._told = EmptyState("circle-check", title, "\n".join(_lines(result)), self._close, again, token=tint)
        self._column.addWidget(self._told)

    def take_focus(self) -> None:
        """Put the focus on the way out."""
        if self._close is not None:
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)


def _lines(result: ReplyResult) -> list[str]:
    told = (
        (_("To review: {numbers}"), result.submitted),
        (_("Kept as a note: {numbers}"), result.noted),
        (_("Refused: {numbers}"), tuple(result.refused)),
        (_("Imported before: {numbers}"), result.same),
    )
    lines = [words.format(numbers=_named(numbers)) for words, numbers in told if numbers]
    return [*lines, _("Photos: {count}").format(count=result.photos)]


def _named(numbers: tuple[str, ...]) -> str:
    shown = ", ".join(numbers[:MOST_NAMED])
    return (
        shown
        if len(numbers) <= MOST_NAMED
        else _("{numbers} and others, {count} in all").format(numbers=shown, count=len(numbers))
    )
