"""How the workspace stands with the server, as a pill in the top bar; pressed, it opens the page of synchronising.

Offline is a normal state, so it is neutral. What it says comes from `ui.sync.words`. Until the state is known it keeps
room for one and shows nothing.
"""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.button import PressArea
from inspector.ui.kit.icons import STROKE, draw_icon
from inspector.ui.kit.painting import box, text, text_width
from inspector.ui.sync.words import PillLook

KEYS = "Alt 6"


class SyncPill(PressArea):
    """Icon and words in the colour of the state."""

    ring_radius = 18.0

    def __init__(self) -> None:
        super().__init__("")
        self._look = PillLook("", "")
        self.setFixedHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_look(self._look)

    def show_look(self, look: PillLook) -> None:
        """Show another state."""
        self._look = look
        self.setAccessibleName(look.words or _("Synchronisation"))
        self.setToolTip(_("Open the page of synchronising"))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(text_width(self._look.words or _("No server joined"), "body_medium") + 52), 36)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._look.words:
            return
        painter = QPainter(self)
        look = self._look
        box(painter, QRectF(self.rect()), fill="sub" if self._hover else look.fill, border=look.border, radius=18)
        draw_icon(painter, QPointF(14, 9), look.icon, look.token, 18, STROKE)
        text(painter, QRectF(39, 0, self.width() - 49, 36), look.words, "body_medium", look.token)
