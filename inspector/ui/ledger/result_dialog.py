"""What became of an action on several hazards: what was done, what was left as it was, and why."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from inspector.i18n import _, describe, ngettext, pgettext
from inspector.ui.kit.button import Button
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text

if TYPE_CHECKING:
    from inspector.services import BulkResult

WIDTH: Final = 620
LIST_HEIGHT: Final = 240


class ResultDialog(Dialog):
    """`print_wanted` and `save_wanted` are about the notices that were served."""

    print_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget, result: "BulkResult") -> None:
        done = ngettext("{count} hazard done", "{count} hazards done", len(result.done)).format(count=len(result.done))
        left = len(result.refused)
        rest = ngettext("{count} left as it was", "{count} left as they were", left).format(count=left)
        title = " · ".join(part for part in (done, rest if left else "") if part)
        super().__init__(parent, title, accept=pgettext("window", "Close"), width=WIDTH)
        self.cancel_button.hide()
        if result.notices:
            self._add_notices(result.notices)
        if result.refused:
            self._add_refused(result)

    def _add_notices(self, numbers: tuple[str, ...]) -> None:
        words = _("Notices served: {numbers}").format(numbers=", ".join(numbers))
        self.body.addWidget(Text(words, "body", wrap=True))
        show = Button(_("Print notices…"), icon="printer")
        save = Button(_("Save notices and reply files…"), icon="folder-open")
        show.clicked.connect(self._on_print)
        save.clicked.connect(self._on_save)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(show)
        row.addWidget(save)
        row.addStretch(1)
        self.body.addLayout(row)

    def _add_refused(self, result: "BulkResult") -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        for row, refused in enumerate(result.refused):
            grid.addWidget(Text(refused.number, "body_medium"), row, 0, Qt.AlignmentFlag.AlignTop)
            why = describe(refused.problem).removeprefix(refused.number).lstrip(":：,， ")
            grid.addWidget(Text(why, "body", "text-2", wrap=True), row, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(result.refused), 1)
        scroller = Scroller(inside)
        scroller.setFixedHeight(min(LIST_HEIGHT, 48 * len(result.refused)))
        self.body.addWidget(scroller)

    def _on_print(self) -> None:
        self.accept()
        self.print_wanted.emit()

    def _on_save(self) -> None:
        self.accept()
        self.save_wanted.emit()
