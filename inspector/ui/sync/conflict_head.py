"""Head of a conflict: which thing, how much waits and how much was merged, and the way to the others."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector.i18n import _, ngettext
from inspector.services.conflicts.views import EntityConflict
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.chip import Chip, note_chip
from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.text import ElidedLabel, Text

ICON, SMALL = "git-merge", 32


class ConflictHead(QWidget):
    """`leaf_requested(by)` to another thing, `open_requested` to see this one whole."""

    leaf_requested = Signal(int)
    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel("", "card_title")
        self.remark = ElidedLabel("", "hint", "text-2")
        self.position = Text("", "body", "text-2")
        self.previous = IconButton("chevron-left", _("Previous one"), size=SMALL)
        self.next = IconButton("chevron-right", _("Next one"), size=SMALL)
        self.open_button = IconButton("move-up-right", _("Open it"), size=SMALL)
        self._chips: list[Chip] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(19, 8, 8, 8)
        self._row.setSpacing(8)
        self._row.addWidget(Glyph(ICON, "orange-text", 18))
        self._row.addWidget(self.title, 1000)
        self._row.addStretch(1)
        for widget in (self.remark, self.position, self.previous, self.next, self.open_button):
            self._row.addWidget(widget)
        self._connect()

    def _connect(self) -> None:
        self.previous.clicked.connect(lambda: self.leaf_requested.emit(-1))
        self.next.clicked.connect(lambda: self.leaf_requested.emit(1))
        self.open_button.clicked.connect(self.open_requested)

    def show_conflict(self, conflict: EntityConflict, waiting: int, place: int, total: int) -> None:
        """Show a thing of which `waiting` fields are open, the `place`-th of `total` things."""
        name = f"{conflict.title} · {conflict.part}"
        self.setAccessibleName(name)
        self.title.setText(name)
        self.title.setMaximumWidth(self.title.sizeHint().width() + 2)
        self._show_chips(conflict, waiting)
        count = len(conflict.sides)
        words = ngettext("changed on {count} device while apart", "changed on {count} devices while apart", count)
        self.remark.setText(words.format(count=count))
        self.position.setText(f"{place}/{total}")
        for widget in (self.position, self.previous, self.next):
            widget.setVisible(total > 1)
        self.previous.setEnabled(place > 1)
        self.next.setEnabled(place < total)

    def _show_chips(self, conflict: EntityConflict, waiting: int) -> None:
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        merged = len(conflict.merged_rows)
        if waiting:
            words = ngettext("{count} field to decide", "{count} fields to decide", waiting).format(count=waiting)
            self._chips.append(note_chip(words, "orange"))
        if merged:
            words = ngettext("{count} merged by itself", "{count} merged by themselves", merged).format(count=merged)
            self._chips.append(note_chip(words, "green"))
        for place, chip in enumerate(self._chips, start=2):
            self._row.insertWidget(place, chip)
