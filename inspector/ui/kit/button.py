"""Buttons: primary, secondary, danger, tinted and text buttons, icon buttons, and keycaps."""

from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.ui.kit.access import Role
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.icons import STROKE, STROKE_ACTIVE, draw_icon
from inspector.ui.kit.keymap import key_words, keymap
from inspector.ui.kit.painting import CENTER, box, bubble, keycap, keycap_width, text, text_width
from inspector.ui.theme import color

PADDING = 14
GAP = 8


class Kind(Enum):
    """Weight of a button; one PRIMARY per view."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    DANGER = "danger"
    DANGER_FILLED = "danger_filled"
    TINTED = "tinted"
    TEXT = "text"
    LINK = "link"


_REST: dict[Kind, tuple[str | None, str | None, str]] = {
    Kind.PRIMARY: ("primary", None, "on-fill"),
    Kind.SECONDARY: ("surface", "edge", "text-1"),
    Kind.DANGER: ("surface", "red", "red-text"),
    Kind.DANGER_FILLED: ("red", None, "on-fill"),
    Kind.TINTED: ("primary-tint", "primary-border", "primary-text"),
    Kind.TEXT: (None, None, "text-1"),
    Kind.LINK: (None, None, "primary-text"),
}
"""(fill, border, text) at rest."""
_HOVER: dict[Kind, tuple[str | None, str | None, str]] = _REST | {
    Kind.PRIMARY: ("primary-hover", None, "on-fill"),
    Kind.SECONDARY: ("sub", "edge", "text-1"),
    Kind.DANGER: ("red-tint", "red", "red-text"),
    Kind.TINTED: ("primary-border", "primary-border", "primary-text"),
    Kind.TEXT: ("sunk", None, "text-1"),
    Kind.LINK: ("primary-tint", None, "primary-text"),
}
_DOWN: dict[Kind, tuple[str | None, str | None, str]] = _HOVER | {
    Kind.PRIMARY: ("primary-pressed", None, "on-fill"),
    Kind.SECONDARY: ("sunk", "edge", "text-1"),
    Kind.DANGER: ("red", "red", "on-fill"),
    Kind.TEXT: ("line", None, "text-1"),
}
_DISABLED: tuple[str | None, str | None, str] = ("sub", "line", "disabled")


class PressArea(Focusable):
    """A painted area that is pressed by mouse, Space or Enter. Base of buttons, chips and rail entries."""

    clicked = Signal()
    spoken_role = Role.Button

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hover = False
        self._down = False
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover = self._down = False
        self.update()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._hover = self._down = False
            self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._down = True
            self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self._down and self.rect().contains(event.position().toPoint())
        self._down = False
        self.update()
        if inside:
            self.clicked.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.show_ring()
            self.clicked.emit()
            return
        super().keyPressEvent(event)


class Button(PressArea):
    """A push button with optional icon and keycap. The keycap is shown only: the page installs the shortcut.

    `height` is 36, or 40 in a visit's footer. `clicked` is sent on mouse release, Space or Enter.
    """

    def __init__(
        self,
        label: str,
        kind: Kind = Kind.SECONDARY,
        *,
        icon: str = "",
        key: str = "",
        height: int = 36,
        trailing_icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, parent)
        self._label = label
        self._kind = kind
        self._icon = icon
        self._usual_key = key
        self._key = keymap().cap(key)
        self._trailing = trailing_icon
        self._tip = ""
        self._style = "body_bold" if kind in (Kind.PRIMARY, Kind.DANGER_FILLED) else "body_medium"
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._repeat_key()
        if key:
            keymap().changed.connect(self._on_keys_changed)

    def _on_keys_changed(self) -> None:
        self._show_key(keymap().cap(self._usual_key))

    def _repeat_key(self) -> None:
        """The tooltip repeats the key, unless somebody gave it other words."""
        if self.toolTip() == self._tip:
            self._tip = f"{self._label} ({self._key})" if self._key and self._label else ""
            self.setToolTip(self._tip)

    @property
    def label(self) -> str:
        """The words on the button."""
        return self._label

    def set_label(self, label: str) -> None:
        """Change the words."""
        if label == self._label:
            return
        self._label = label
        self.setAccessibleName(label)
        self._repeat_key()
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        """Change the keycap; `key` is the one the command comes with."""
        if key and not self._usual_key:
            keymap().changed.connect(self._on_keys_changed)
        self._usual_key = key
        self._show_key(keymap().cap(key))

    def _show_key(self, key: str) -> None:
        if key == self._key:
            return
        self._key = key
        self._repeat_key()
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str) -> None:
        """Change the icon."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """Change the weight, for example a toggle that becomes TINTED while it is on."""
        self._kind = kind
        self.update()

    @override
    def sizeHint(self) -> QSize:
        width = text_width(self._label, self._style) + 2 * PADDING
        width += (16 + GAP if self._icon else 0) + (16 + GAP if self._trailing else 0)
        width += keycap_width(self._key) + GAP if self._key else 0
        return QSize(round(width + 0.5), self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _colors(self) -> tuple[str | None, str | None, str]:
        if not self.isEnabled():
            return _DISABLED if self._kind not in (Kind.TEXT, Kind.LINK) else (None, None, "disabled")
        table = _DOWN if self._down else _HOVER if self._hover else _REST
        return table[self._kind]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, border, ink = self._colors()
        rect = QRectF(self.rect())
        box(painter, rect, fill=fill, border=border)
        x = (rect.width() - self.sizeHint().width()) / 2 + PADDING
        middle = rect.height() / 2
        if self._icon:
            draw_icon(painter, QPointF(x, middle - 8), self._icon, ink, 16, STROKE_ACTIVE)
            x += 16 + GAP
        width = text_width(self._label, self._style)
        text(painter, QRectF(x, 0, width + 1, rect.height()), self._label, self._style, ink)
        x += width + GAP
        if self._trailing:
            draw_icon(painter, QPointF(x, middle - 8), self._trailing, ink, 16, STROKE_ACTIVE)
            x += 16 + GAP
        if self._key:
            edge = color(ink)
            edge.setAlpha(140)
            keycap(painter, QPointF(x + keycap_width(self._key), middle), self._key, ink, edge)


class IconButton(PressArea):
    """A square button that shows only an icon, with an optional count badge; its name is the tooltip."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        key: str = "",
        size: int = 36,
        bordered: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._icon = icon
        self._bordered = bordered
        self._count = 0
        self._token = "text-2"
        self.setToolTip(f"{name} ({key})" if key else name)
        self.setFixedSize(size, size)

    @property
    def count(self) -> int:
        """The number in the badge; 0 shows none."""
        return self._count

    def set_count(self, count: int) -> None:
        """Show a count badge, for example the number of photos."""
        self._count = count
        self.update()

    def set_token(self, token: str) -> None:
        """Colour of the icon."""
        self._token = token
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill = "line" if self._down else "sunk" if self._hover else ("surface" if self._bordered else None)
        box(painter, rect, fill=fill, border="line" if self._bordered else None)
        ink = self._token if self.isEnabled() else "disabled"
        draw_icon(painter, QPointF((rect.width() - 18) / 2, (rect.height() - 18) / 2), self._icon, ink, 18, STROKE)
        if self._count:
            bubble(painter, QPointF(rect.right() - 9, 9), str(self._count), "grey")


class KeyCap(QWidget):
    """A key drawn as a cap, for hint rows."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = key_words(label)
        self.setAccessibleName(self._label)
        self.setFixedSize(round(keycap_width(self._label) + 0.5), 20)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        box(painter, rect, fill="surface", border="edge", radius=3)
        text(painter, rect, self._label, "tiny", "text-2", CENTER)
