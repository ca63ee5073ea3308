"""资料已离线: the mark beside a planned visit that says whether what it needs is on this laptop."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.planning.package_views import Readiness, VisitPackage
from inspector.ui.kit.access import Role
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import text, text_width

ICON = 16
LOOKS = {
    Readiness.HERE: ("circle-check", "green-text"),
    Readiness.NOTE: ("circle-alert", "amber-text"),
    Readiness.MISSING: ("triangle-alert", "orange-text"),
}
"""Icon and token of each state."""


def ready_words(package: VisitPackage) -> str:
    """The state of a package in few words."""
    return _("Ready offline") if package.ready else _("Not complete")


class ReadyMark(QWidget):
    """Icon and words; its tooltip says what is here part by part. Nothing shows before the package is known."""

    spoken_role = Role.StaticText

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._package: VisitPackage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_package(self, package: VisitPackage | None) -> None:
        """Show another package."""
        self._package = package
        if package is not None:
            self.setAccessibleName(ready_words(package))
            self.setToolTip("\n".join(f"{part.name}: {part.words}" for part in package.parts))
        self.setVisible(package is not None)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        words = ready_words(self._package) if self._package is not None else ""
        return QSize(round(ICON + 6 + text_width(words, "hint") + 2), 24)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._package is None:
            return
        painter = QPainter(self)
        icon, token = LOOKS[self._package.state]
        draw_icon(painter, QPointF(0, 4), icon, token, ICON, 2)
        loud = not self._package.ready
        rect = QRectF(ICON + 6, 0, self.width() - ICON - 6, self.height())
        text(painter, rect, ready_words(self._package), "hint", token if loud else "text-2")
