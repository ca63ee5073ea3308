"""The search box of the top bar, which opens the palette, and the key that opens it from within any text field."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.button import PressArea
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import box, keycap, keycap_width, text, text_width

KEYS = "Ctrl K"
WIDTH, LEAST = 296, 150
EDITORS = (QLineEdit, QPlainTextEdit, QAbstractSpinBox)


class SearchBox(PressArea):
    """Looks like a field; pressed, it opens the palette, where the typing happens."""

    ring_radius = 6.0

    def __init__(self) -> None:
        super().__init__(_("Search"))
        self.setFixedHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.setAccessibleName(_("Search"))
        self.setToolTip(_("Search customers, equipment, hazards, visits") + f" ({KEYS})")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        words = text_width(_("Search customers, equipment, hazards, visits"), "body")
        return QSize(max(WIDTH, round(words + keycap_width(KEYS)) + 54), 36)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, 36)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="sub" if self._hover else "surface", border="edge", radius=6)
        draw_icon(painter, QPointF(11, 10), "search", "text-2", 16)
        keycap(painter, QPointF(rect.right() - 8, rect.center().y()), KEYS, "text-2", "edge")
        words = QRectF(35, 0, rect.width() - 35 - keycap_width(KEYS) - 16, 36)
        text(painter, words, _("Search customers, equipment, hazards, visits"), "body", "text-3")


class SearchKey(QObject):
    """Keeps text fields from taking Ctrl+K, with which Qt deletes to the end of the line on some systems.

    Only the field that has the focus is watched.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, EDITORS):
            old.removeEventFilter(self)
        if isinstance(new, EDITORS):
            new.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if control and event.key() == Qt.Key.Key_K:
                event.ignore()
                return True
        return super().eventFilter(watched, event)
