"""The first page without a workspace: five ways to begin, by mouse, by ↑ ↓ and Enter, or by their digits.

The language is chosen here as well: who cannot read the page would never find the setting.
"""

from typing import Final

from PySide6.QtCore import QLocale, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import N_, _, language
from inspector.ui.kit.button import Button, KeyCap, Kind, PressArea
from inspector.ui.kit.centred import centre
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import LEFT, box, text
from inspector.ui.kit.text import Text

WIDTH: Final = 620
ROW: Final = 72
WAYS: Final = (
    (
        "create",
        "plus",
        N_("Make a new workspace"),
        N_("Your company, your people, your customers; encrypted from the start."),
    ),
    ("open", "folder-open", N_("Open a workspace"), N_("A folder that was made on this laptop before.")),
    (
        "restore",
        "history",
        N_("Restore from the second place"),
        N_("The other laptop is lost or broken: its copy and the recovery key."),
    ),
    (
        "backup",
        "hard-drive",
        N_("Restore from a backup"),
        N_("A backup file and the recovery key, or the passphrase of the backup."),
    ),
    ("sample", "book-open", N_("Look at sample data"), N_("A made-up workspace beside yours, to try everything out.")),
)
"""Key, icon, line, hint."""


def languages() -> tuple[tuple[str, str], ...]:
    """The languages of the window, each in its own words."""
    return (("zh_CN", QLocale("zh_CN").nativeLanguageName()), ("en", "English"))


class _Way(PressArea):
    """One way to begin: icon, line, hint."""

    ring_radius = 8.0

    def __init__(self, icon: str, line: str, hint: str, digit: str) -> None:
        super().__init__(line)
        self._icon, self._line, self._hint = icon, line, hint
        self.setFixedHeight(ROW)
        self.setToolTip(f"{line} ({digit})")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 16, 0)
        row.addStretch(1)
        row.addWidget(KeyCap(digit))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        box(painter, rect, fill="sub" if self._hover else "surface", border="line", radius=8)
        draw_icon(painter, QPointF(20, ROW / 2 - 11), self._icon, "primary-text", 22)
        width = self.width() - 62 - 60
        text(painter, QRectF(62, 12, width, 24), self._line, "card_title", "text-1", LEFT)
        text(painter, QRectF(62, 36, width, 22), self._hint, "body", "text-2", LEFT)


class WelcomePage(QWidget):
    """`way_chosen(key)`: create, open, restore, backup or sample; `back_requested` to the workspace that was open.

    `language_chosen(code)`: the page is to be shown anew.
    """

    way_chosen = Signal(str)
    language_chosen = Signal(str)
    back_requested = Signal()

    def __init__(self, *, can_go_back: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._can_go_back = can_go_back
        self.ways = {
            key: _Way(icon, _(line), _(hint), str(number)) for number, (key, icon, line, hint) in enumerate(WAYS, 1)
        }
        self._back = Button(_("Back"), Kind.TEXT, key="Esc")
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(Text(_("Power-use safety inspection"), "page"))
        head.addStretch(1)
        self.languages = Segmented(_("Language"), [Option(code, name) for code, name in languages()], height=32)
        self.languages.set_value(language())
        head.addWidget(self.languages)
        column.addLayout(head)
        column.addWidget(Text(_("How do you want to begin?"), "body", "text-2"))
        column.addSpacing(4)
        for way in self.ways.values():
            column.addWidget(way)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        if not can_go_back:
            self._back.hide()
        column.addStretch(2)
        centre(self, column, WIDTH)
        self._connect()

    def _connect(self) -> None:
        for key, way in self.ways.items():
            way.clicked.connect(lambda key=key: self.way_chosen.emit(key))
        self._back.clicked.connect(self.back_requested)
        self.languages.value_chosen.connect(self.language_chosen)

    def begin(self) -> None:
        """Put the focus on the first way."""
        self.ways["create"].setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = list(self.ways)
        focused = next((index for index, way in enumerate(self.ways.values()) if way.hasFocus()), 0)
        digit = event.key() - Qt.Key.Key_1
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            wanted = self.ways[keys[(focused + by) % len(keys)]]
            wanted.setFocus(Qt.FocusReason.TabFocusReason)
        elif 0 <= digit < len(keys) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.way_chosen.emit(keys[digit])
        elif event.key() == Qt.Key.Key_Escape and self._can_go_back:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)
