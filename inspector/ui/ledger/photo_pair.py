"""Photos of a hazard in the drawer: what was found at the left, the rectification at the right; a click enlarges."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _, pgettext
from inspector.services.ledgers.views import PhotoView
from inspector.services.words import short_date
from inspector.ui.kit.photos import Thumb
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.kit.viewer import BlobSource, PhotoViewer, caption

SIZE = QSize(166, 108)


class PhotoPair(QWidget):
    """Shows the first photo of each side with its day; the viewer leafs through all, in the order they were taken."""

    def __init__(
        self, source: BlobSource, photos: Sequence[PhotoView], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._photos = tuple(photos)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for after, label in ((False, pgettext("photos", "Before")), (True, pgettext("photos", "After"))):
            side = [photo for photo in self._photos if photo.after is after]
            if side:
                row.addLayout(self._side(label, side, today))
        row.addStretch(1)

    def _side(self, label: str, photos: Sequence[PhotoView], today: date) -> QVBoxLayout:
        first = photos[0]
        thumb = Thumb(first.id, f"{label} {caption(first)}", SIZE)
        thumb.opened.connect(self._on_opened)
        self._source.load_blob(first.thumb, thumb.set_image, owner=thumb)
        words = QHBoxLayout()
        words.setSpacing(6)
        words.addWidget(Text(label, "body_bold"))
        words.addStretch(1)
        more = _("{count} photos").format(count=len(photos)) if len(photos) > 1 else ""
        day = ElidedLabel(" · ".join(part for part in (short_date(first.taken_at.date(), today), more) if part), "hint")
        day.set_token("text-2")
        day.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        words.addWidget(day)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(thumb)
        column.addLayout(words)
        return column

    def _on_opened(self, photo_id: str) -> None:
        index = next((i for i, photo in enumerate(self._photos) if photo.id == photo_id), 0)
        PhotoViewer(self._source, self._photos, index, self.window(), removable=False).open()
