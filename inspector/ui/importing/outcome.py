"""The two views of the import that only tell: the work under way, and what was imported."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.i18n import N_, _
from inspector.services.excel.views import ImportResult
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.progress import ProgressLine
from inspector.ui.kit.text import Text

PHASES = {
    "read": N_("Reading the file"),
    "check": N_("Comparing with the register"),
    "photos": N_("Reading the photos"),
    "write": N_("Importing"),
}
WIDTH = 560
TINT = "green-text"


class BusyView(QWidget):
    """How far the work is, and the button `stop`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addStretch(2)
        self.progress = ProgressLine("")
        self.progress.setMaximumWidth(WIDTH)
        self.progress.setMinimumWidth(WIDTH)
        self.stop = Button(_("Cancel"), key="Esc")
        center = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(self.progress, 0, center)
        column.addWidget(Text(_("Until it is complete, nothing is changed."), "body", "text-2"), 0, center)
        column.addWidget(self.stop, 0, center)
        column.addStretch(3)

    def show_progress(self, done: int, total: int, phase: str) -> None:
        """Show `done` of `total`, unknown when `total` is 0."""
        share = f"{100 * done // total}\u00a0%" if total else "…"
        self.progress.set_label(_(PHASES.get(phase, phase)))
        self.progress.set_progress(done, total, share)


class DoneView(QWidget):
    """What was imported: `left` for the way out, `another_wanted` for one more file."""

    left = Signal()
    another_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._told: EmptyState | None = None
        self._close: Button | None = None

    def tell(self, title: str, text: str, way_out: str) -> None:
        """Say what was done; `way_out` names where `left` leads."""
        if self._told is not None:
            self._column.removeWidget(self._told)
            self._told.deleteLater()
        self._close = Button(way_out, Kind.PRIMARY, key="Ctrl Enter")
        again = Button(_("Another file…"), icon="folder-open", key="Ctrl O")
        self._close.clicked.connect(self.left)
        again.clicked.connect(self.another_wanted)
        self._told = EmptyState("circle-check", title, text, self._close, again, token=TINT)
        self._column.addWidget(self._told)

    def take_focus(self) -> None:
        """Put the focus on the way out."""
        if self._close is not None:
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)


class RegistersDone(DoneView):
    """What was brought into the registers; leads to the customers."""

    def show_result(self, result: ImportResult) -> None:
        """Say how much was added, changed, and left as it was."""
        words = _("{added} added, {changed} changed, {unchanged} unchanged.")
        line = words.format(added=result.added, changed=result.changed, unchanged=result.unchanged)
        self.tell(_("The file is imported"), line, _("To the customers"))
