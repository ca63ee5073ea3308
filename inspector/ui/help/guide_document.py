"""A guide as a document: its pictures as wide as the page, its lines broken, its tables with lines; on paper as PDF."""

from typing import Any, Final

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QMarginsF, Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QImage,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
    QTextTableFormat,
)
from typing_extensions import override

from inspector.i18n import _
from inspector.services.help.guides import TITLES, Guide

FAMILY: Final = "Noto Sans SC"
ON_SCREEN: Final = 11
"""Size of the text on the screen, pt at 96 dpi is 14 px."""
ON_PAPER: Final = 9.5
PAPER_WIDTH: Final = 600
"""Room between the margins of A4, px."""


class GuideDocument(QTextDocument):
    """A guide laid out for a width in px. Any thread; it belongs to the one that makes it."""

    def __init__(self, guide: Guide, width: int, size: float, line: QColor) -> None:
        super().__init__()
        self._folder, self._width = guide.folder, width
        font = QFont(FAMILY)
        font.setPointSizeF(size)
        self.setDefaultFont(font)
        self.setMarkdown(guide.markdown)
        self._space(size)
        self._tables(line)

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture beside the guide, no wider than the page."""
        path = self._folder / QUrl(name).toString()
        image = QImage(str(path)) if kind == QTextDocument.ResourceType.ImageResource.value else QImage()
        smooth = Qt.TransformationMode.SmoothTransformation
        return image.scaledToWidth(self._width, smooth) if image.width() > self._width else image

    def _space(self, size: float) -> None:
        """Room between paragraphs; commands are broken where the page ends."""
        block = self.begin()
        while block.isValid():
            change = QTextBlockFormat(block.blockFormat())
            change.setNonBreakableLines(False)
            in_table = QTextCursor(block).currentTable() is not None
            commands = bool(block.blockFormat().property(QTextBlockFormat.Property.BlockCodeFence.value))
            change.setTopMargin(size * 1.6 if change.headingLevel() else 0)
            change.setBottomMargin(0 if in_table or commands else size * 0.6)
            QTextCursor(block).setBlockFormat(change)
            block = block.next()

    def _tables(self, line: QColor) -> None:
        """Thin lines around cells."""
        for frame in self.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                look = QTextTableFormat(frame.format())
                look.setBorder(1)
                look.setBorderCollapse(True)
                look.setBorderBrush(QBrush(line))
                look.setCellPadding(5)
                look.setCellSpacing(0)
                look.setBottomMargin(10)
                frame.setFormat(look)


def guide_pdf(guide: Guide) -> bytes:
    """The guide on A4. Pool thread: a long one takes a second."""
    timers = QEventLoop()  # a thread of the pool has none by itself, and layouts want one for their timers
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(_(TITLES[guide.key]))
    document = GuideDocument(guide, PAPER_WIDTH, ON_PAPER, QColor("#9aa5b1"))
    document.print_(writer)
    del document, timers
    buffer.close()
    return bytes(data.data())
