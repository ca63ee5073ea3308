"""Text on the page: labels in a text style and colour token, with eliding and a tooltip for what was cut off."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from inspector.ui.kit.painting import metrics
from inspector.ui.theme import color, font, line_height, theme


class Text(QLabel):
    """A label in a text style (`ui.theme.STYLES`) and a colour token; follows theme switches. Plain text only."""

    def __init__(
        self,
        text: str = "",
        style: str = "body",
        token: str = "text-1",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._token = token
        self._style = style
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(style))
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        else:
            self.setMinimumHeight(line_height(style))
        self._tint()
        self._connect()

    def _connect(self) -> None:
        theme().changed.connect(self._tint)

    def set_token(self, token: str) -> None:
        """Change the colour."""
        if token != self._token:
            self._token = token
            self._tint()

    def _tint(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, color(self._token))
        self.setPalette(palette)


class ElidedLabel(Text):
    """One line that shrinks; what does not fit is cut with … and the full text becomes the tooltip."""

    def __init__(
        self, text: str = "", style: str = "body", token: str = "text-1", *, parent: QWidget | None = None
    ) -> None:
        super().__init__("", style, token, parent=parent)
        self._full = text
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._elide()

    def full_text(self) -> str:
        """The text before cutting."""
        return self._full

    @override
    def setText(self, text: str) -> None:
        if text == self._full:
            return
        self._full = text
        self._elide()
        self.updateGeometry()

    def _elide(self) -> None:
        width = self.contentsRect().width()
        shown = metrics(self._style).elidedText(self._full, Qt.TextElideMode.ElideRight, width + 0.5)
        super().setText(shown)
        self.setToolTip(self._full if shown != self._full else "")
        self.setAccessibleName(self._full)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(metrics(self._style).horizontalAdvance(self._full) + 1.5), line_height(self._style))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(24, line_height(self._style))
