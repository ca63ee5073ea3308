"""The look for faults in a window finds what it is for, and nothing in a window that fits."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector.ui.kit.button import Button
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.table import TableView
from inspector.ui.kit.text import ElidedLabel, Text
from tests.ui.fit import faults

WORDS = "嘉陵江化工股份有限公司 10 kV 总配电室"


def window(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    """A window with these widgets in a row."""
    made = QWidget()
    qtbot.addWidget(made)
    row = QHBoxLayout(made)
    for widget in widgets:
        row.addWidget(widget)
    made.resize(640, 120)
    made.show()
    return made


def narrow_label() -> QWidget:
    label = Text(WORDS)
    label.setFixedWidth(60)
    return label


def low_label() -> QWidget:
    label = Text(WORDS * 4, wrap=True)
    label.setFixedSize(120, 20)
    return label


def narrow_button() -> QWidget:
    button = Button(WORDS)
    button.setFixedWidth(60)
    return button


def sticking_out() -> QWidget:
    holder = QWidget()
    holder.setFixedSize(80, 40)
    Text(WORDS, parent=holder).setGeometry(40, 0, 400, 20)
    return holder


def too_wide() -> QWidget:
    content = QWidget()
    content.setMinimumWidth(300)
    area = Scroller(content)
    area.setFixedWidth(200)
    return area


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (too_wide, "wider than its area"),
        (narrow_label, "cut off"),
        (low_label, "lines cut off"),
        (narrow_button, "narrower than its words"),
        (sticking_out, "sticks out"),
    ],
)
def test_a_fault_is_found(qtbot: QtBot, make: Callable[[], QWidget], said: str) -> None:
    assert any(said in fault for fault in faults(window(qtbot, make())))


def test_cutting_without_a_tooltip_is_found(qtbot: QtBot) -> None:
    label = ElidedLabel(WORDS)
    label.setFixedWidth(60)
    made = window(qtbot, label)
    assert faults(made) == []
    label.setToolTip("")
    assert any("without a tooltip" in fault for fault in faults(made))


def test_neighbours_that_overlap_are_found(qtbot: QtBot) -> None:
    first, second = Text(WORDS), Text(WORDS)
    made = window(qtbot, first, second)
    assert faults(made) == []
    second.move(first.pos())
    assert any("overlap" in fault for fault in faults(made))


def test_a_number_that_is_cut_off_is_found_and_words_are_not(qtbot: QtBot) -> None:
    view = TableView("values")
    made = window(qtbot, view)
    view.setModel(QStringListModel(["1234.5678 mΩ", WORDS * 3], view))
    view.setColumnWidth(0, 60)
    assert faults(made) == ["number cut off: 1234.5678 mΩ"]
    view.setColumnWidth(0, 200)
    assert faults(made) == []
