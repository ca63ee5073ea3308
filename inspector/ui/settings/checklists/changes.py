"""The tree of what a new version changes, in the house style."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import RIGHT, text, text_width
from inspector.ui.settings.checklists.changes_model import NODE_ROLE, AnyIndex, ChangesModel, Node
from inspector.ui.settings.checklists.words import CHANGES
from inspector.ui.theme import color, theme
from inspector.xforms.lint.differences import Difference

ROW: Final = 36
INDENT: Final = 22
PAD: Final = 10
GAP: Final = 10
HEADING: Final = 0.28
"""Share of a line that the heading of a column takes at most."""
ARROW: Final = " → "
OPEN_UP_TO: Final = 60
"""With more differences than this, only sections are open at first."""


class _Delegate(QStyledItemDelegate):
    """Sections bold with their count, differences with a chip, columns with what stood and stands there."""

    def __init__(self, view: "ChangesTree") -> None:
        super().__init__(view)
        self._chips = max(chip_width(_(look.word), look.icon) for look in CHANGES.values())

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(200, ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        node: Node = index.data(NODE_ROLE)
        rect = QRectF(option.rect).adjusted(4, 0, -PAD, -1)
        painter.save()
        painter.setClipRect(rect)
        if node.column is not None:
            self._column(painter, rect, *node.column)
        elif node.difference is not None:
            self._difference(painter, rect, node, node.difference)
        else:
            count = str(len(node.children))
            text(painter, rect, count, "body", "text-2", RIGHT)
            text(painter, rect.adjusted(0, 0, -text_width(count, "body") - GAP, 0), node.text, "body_medium")
        painter.restore()

    def _difference(self, painter: QPainter, rect: QRectF, node: Node, one: Difference) -> None:
        look = CHANGES[one.change]
        paint_chip(painter, rect.left(), rect.center().y(), _(look.word), look)
        rest = rect.adjusted(self._chips + GAP, 0, 0, 0)
        name = one.name if one.name != node.text else ""
        room = min(text_width(name, "hint"), rest.width() * HEADING)
        text(painter, rest.adjusted(rest.width() - room, 0, 0, 0), name, "hint", "text-2")
        token = "text-2" if one.change.value == "removed" else "text-1"
        text(painter, rest.adjusted(0, 0, -room - GAP, 0), node.text, "body", token)

    @staticmethod
    def _column(painter: QPainter, rect: QRectF, heading: str, was: str, now: str) -> None:
        room = min(text_width(heading, "hint"), rect.width() * HEADING)
        text(painter, QRectF(rect.left(), rect.top(), room, rect.height()), heading, "hint", "text-2")
        rest = rect.adjusted(room + GAP, 0, 0, 0)
        arrow = text_width(ARROW, "body")
        before, after = (" ".join(part.split()) or "—" for part in (was, now))
        half = (rest.width() - arrow) / 2
        first = min(text_width(before, "body") + 1, max(half, rest.width() - arrow - text_width(after, "body") - 1))
        text(painter, QRectF(rest.left(), rest.top(), first, rest.height()), before, "body", "red-text")
        text(painter, QRectF(rest.left() + first, rest.top(), arrow, rest.height()), ARROW, "body", "text-2")
        text(painter, rest.adjusted(first + arrow, 0, 0, 0), after, "body", "green-text")


class ChangesTree(QTreeView):
    """Read-only; Left and Right fold, the pointer shows what has no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changes = ChangesModel(self)
        self.setModel(self.changes)
        self.setAccessibleName(_("Changes by section"))
        self.setItemDelegate(_Delegate(self))
        self.setHeaderHidden(True)
        self.setIndentation(INDENT)
        self.setUniformRowHeights(True)
        self.setAnimated(False)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setTabKeyNavigation(False)
        theme().changed.connect(self.viewport().update)

    def show_changes(self, changes: Sequence[Difference]) -> None:
        """Show other differences: sections open, few differences wholly."""
        self.changes.show_changes(changes)
        self.expandToDepth(0 if len(changes) > OPEN_UP_TO else 1)
        if changes:
            self.setCurrentIndex(self.changes.index(0, 0))

    @override
    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: AnyIndex) -> None:
        rect = QRectF(0, options.rect.top(), self.viewport().width(), options.rect.height())
        current = index == self.currentIndex()
        node = self.changes.node(index)
        section = node is not None and node.parent < 0
        painter.fillRect(rect, color("primary-tint" if current else "sub" if section else "surface"))
        super().drawRow(painter, options, index)
        if current:
            bar = "primary-text" if self.hasFocus() else "edge"
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), color(bar))
        rule = color("primary-border" if current else "line2")
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), rule)

    @override
    def drawBranches(self, painter: QPainter, rect: QRect, index: AnyIndex) -> None:
        if self.changes.rowCount(index):
            name = "chevron-down" if self.isExpanded(index) else "chevron-right"
            draw_icon(painter, QPointF(rect.right() - 17, QRectF(rect).center().y() - 7), name, "text-2", 14, 2)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and not event.text().isspace() and not event.modifiers():
            event.ignore()  # letters are keys of the page
        else:
            super().keyPressEvent(event)
