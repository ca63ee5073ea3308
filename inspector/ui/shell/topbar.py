"""The top bar: 52 high; title or path of the page, then the state of sync and who is working."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.button import IconButton, PressArea
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.painting import CENTER, box, text, text_width
from inspector.ui.shell.search_box import SearchBox
from inspector.ui.shell.sync_pill import SyncPill

HEIGHT = 52


class _Path(QWidget):
    """Breadcrumb: parts with chevrons between, the last one bold, a hint after a single title."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[str, ...] = ()
        self._hint = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_path(self, parts: Sequence[str], hint: str) -> None:
        """Show another path."""
        self._parts, self._hint = tuple(parts), hint
        self.setAccessibleName(" / ".join(parts))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x, middle = 4.0, self.height() / 2
        for index, part in enumerate(self._parts):
            last = index == len(self._parts) - 1
            style = ("title" if len(self._parts) == 1 else "card_title") if last else "tab"
            room = QRectF(x, 0, max(0.0, self.width() - x), self.height())
            text(painter, room, part, style, "text-1" if last else "text-2")
            x += text_width(part, style)
            if not last:
                draw_icon(painter, QPointF(x + 6, middle - 8), "chevron-right", "text-3", 16)
                x += 28
        if self._hint:
            text(
                painter, QRectF(x + 12, 1, max(0.0, self.width() - x - 12), self.height()), self._hint, "body", "text-2"
            )


class PersonBadge(PressArea):
    """Who is working: first letter on a disc, and the name. Pressed, it asks who is working."""

    ring_radius = 18.0

    def __init__(self) -> None:
        super().__init__(_("Nobody chosen"))
        self._name = ""
        self.setFixedHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_person(self, name: str) -> None:
        """Show another person, "" for nobody."""
        self._name = name
        self.setAccessibleName(name or _("Nobody chosen"))
        self.setToolTip(_("Choose who is working"))
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        return self._name or _("Nobody chosen")

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(40 + min(120.0, text_width(self._words(), "body")) + 2), 36)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        disc = QRectF(0, 2, 32, 32)
        box(painter, disc, fill="primary" if self._name else "grey", radius=16)
        text(painter, disc, self._name[:1].upper() or "?", "body_bold", "on-fill", CENTER)
        text(painter, QRectF(40, 0, self.width() - 40, 36), self._words(), "body", "text-1")


class HelpButton(IconButton):
    """Opens the help; its words follow the language."""

    def __init__(self) -> None:
        super().__init__("circle-help", _("Help"), key="F1")

    def retranslate(self) -> None:
        """Its words in the language now."""
        self.setAccessibleName(_("Help"))
        self.setToolTip(f"{_('Help')} (F1)")


class TopBar(Panel):
    """Title, search box, sync pill and person in a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("chrome", "", parent)
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 16, 8)
        row.setSpacing(12)
        self._path = _Path()
        self.search = SearchBox()
        self.sync = SyncPill()
        self.help = HelpButton()
        self.person = PersonBadge()
        row.addWidget(self._path, 1)
        row.addWidget(self.search)
        row.addWidget(self.sync)
        row.addWidget(self.person)
        row.addWidget(self.help)

    def show_path(self, parts: Sequence[str], hint: str = "") -> None:
        """Show the title of the page."""
        self._path.show_path(parts, hint)
