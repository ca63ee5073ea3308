"""The look for hidden words finds a cell and a head without a tooltip, and nothing where the tooltip says them."""

from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from inspector.ui.kit.painting import text
from inspector.ui.kit.table import TableView
from tests.ui.cut_words import hidden_words

WORDS = "嘉陵江化工股份有限公司 10 kV 总配电室"


class Painted(QWidget):
    """Paints words into too little room, and has no tooltip of its own."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text(painter, self.rect().toRectF(), WORDS)


def window(qtbot: QtBot, widget: QWidget) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    row = QHBoxLayout(made)
    row.addWidget(widget)
    made.resize(300, 160)
    made.show()
    return made


def test_painted_words_without_a_tooltip_are_found(qtbot: QtBot) -> None:
    painted = Painted()
    painted.setFixedSize(80, 30)
    shown = window(qtbot, painted)
    assert [WORDS in fault for fault in hidden_words(shown)] == [True]
    painted.setToolTip(WORDS)
    assert hidden_words(shown) == []


def test_cells_and_heads_say_in_full_what_is_cut_off(qtbot: QtBot) -> None:
    view = TableView("values")
    view.setModel(QStringListModel([WORDS], view))
    shown = window(qtbot, view)
    view.setColumnWidth(0, 60)
    assert hidden_words(shown) == []


def test_a_head_that_is_cut_off_says_it_in_its_tooltip(qtbot: QtBot) -> None:
    view = TableView("values")
    model = QStandardItemModel(1, 1, view)
    model.setHorizontalHeaderLabels([WORDS])
    view.setModel(model)
    shown = window(qtbot, view)
    view.setColumnWidth(0, 60)
    assert hidden_words(shown) == []
