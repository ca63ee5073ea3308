"""The column on the left of the reviews: how many wait for me, the filter, the list, and why somebody may only look."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.reviews.views import ReviewQueue
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.reviews.queue_list import LoadImage, QueueList, entries


class QueueColumn(QWidget):
    """Shows a `ReviewQueue` without what is being decided, narrowed by the words of the filter (F)."""

    filtered = Signal()

    def __init__(self, load: LoadImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.queue = ReviewQueue()
        self._held: Collection[str] = ()
        self.list = QueueList(load)
        self.count = Text("", "body", "text-2")
        self.filter_button = IconButton("list-filter", _("Filter"), key="F")
        self.filter = TextField(_("Filter"), placeholder=_("Customer, number, words"))
        self.why = Text("", "hint", "text-2", wrap=True)
        head = QHBoxLayout()
        head.setContentsMargins(16, 4, 8, 4)
        head.setSpacing(8)
        head.addWidget(Text(_("For my review"), "card_title"))
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.filter_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        for widget in (self.filter, self.why):
            widget.setContentsMargins(16, 0, 16, 8)
            column.addWidget(widget)
            widget.hide()
        column.addWidget(Scroller(self.list), 1)
        self._connect()

    def _connect(self) -> None:
        self.filter_button.clicked.connect(self.open_filter)
        self.filter.value_edited.connect(self._on_filter_edited)
        self.filter.editor.installEventFilter(self)

    def show_queue(self, queue: ReviewQueue, held: Collection[str], current: str) -> None:
        """Show the list; `held` are the hazards that are being decided, `current` the one that is open."""
        self.queue, self._held = queue, held
        words = self.filter.value() if self.filter.isVisibleTo(self) else ""
        self.list.show_entries(entries(queue, held, words), current)
        self.count.setText(str(sum(1 for row in queue.mine if row.hazard not in held)))
        self.why.setText(queue.why)
        self.why.setVisible(bool(queue.why))

    def open_filter(self) -> None:
        """Show the field of the filter, or put it away again."""
        shown = not self.filter.isVisibleTo(self)
        self.filter.setVisible(shown)
        if shown:
            self.filter.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._end_filter()

    def _end_filter(self) -> None:
        self.filter.set_value("")
        self.filter.hide()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_filter_edited("")

    def _on_filter_edited(self, _words: str) -> None:
        self.show_queue(self.queue, self._held, self.list.current)
        self.filtered.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        keys = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() in keys and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    self._end_filter()
                return True
            if event.key() == Qt.Key.Key_Down and event.type() == QEvent.Type.KeyPress:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)
