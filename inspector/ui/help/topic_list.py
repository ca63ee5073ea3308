"""The contents of the help, or what was found in it: one painted row for each topic."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from typing_extensions import override

from inspector.quick_dataclass import dataclass
from inspector.services.help.topics import Topic
from inspector.ui.kit.painted_list import PaintedList
from inspector.ui.kit.painting import text


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic and, after a search, the words around what was found."""

    topic: Topic
    excerpt: str = ""


class TopicList(PaintedList[TopicRow]):
    """Up and Down walk, Enter opens: `row_opened(TopicRow)`."""

    row_height = 48

    @override
    def words(self, item: TopicRow) -> str:
        return f"{item.topic.title} {item.excerpt}".strip()

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: TopicRow) -> None:
        if not item.excerpt:
            text(painter, rect, item.topic.title, "body_medium", "text-1")
            return
        upper = QRectF(rect.left(), rect.top() + 4, rect.width(), 20)
        lower = QRectF(rect.left(), rect.top() + 24, rect.width(), 18)
        text(painter, upper, item.topic.title, "body_medium", "text-1")
        text(painter, lower, item.excerpt, "hint", "text-2")
