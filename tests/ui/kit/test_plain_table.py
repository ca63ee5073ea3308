"""The small tables of dialogs: models that hold together, and widths that fill the view."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.ui.kit.plain_table import PlainModel, PlainTable
from inspector.ui.visit.value_rows import ValueRow, ValueTable

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


class Pairs(PlainModel[tuple[str, int]]):
    right = frozenset({1})

    def __init__(self) -> None:
        super().__init__(("Name", "Count"))

    @override
    def cell(self, row: tuple[str, int], column: int) -> str:
        return str(row[column])

    @override
    def token(self, row: tuple[str, int], column: int) -> str:
        return "red-text" if row[1] < 0 else "text-1"


def test_rows_are_replaced_as_a_whole(qtbot: QtBot) -> None:
    model = Pairs()
    tester = QAbstractItemModelTester(model, FATAL)
    for rows in ((("a", 1),), (("b", 2),), (("a", 1), ("b", -2)), ()):
        model.show(rows)
        shown = [tuple(model.index(at, column).data() for column in (0, 1)) for at in range(model.rowCount())]
        assert shown == [(name, str(count)) for name, count in rows]
    assert tester.model() is model
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Count"


def test_columns_without_a_width_share_what_is_left(qtbot: QtBot) -> None:
    model = Pairs()
    model.show([("a", 1)])
    table = PlainTable("Pairs", model, (0, 90), (1, 0))
    qtbot.addWidget(table)
    table.resize(400, 200)
    table.show()
    assert table.columnWidth(1) == 90
    assert table.columnWidth(0) + 90 == table.viewport().width()


def test_values_that_find_no_place_or_are_none_say_so(qtbot: QtBot) -> None:
    table = ValueTable("Values")
    qtbot.addWidget(table)
    tester = QAbstractItemModelTester(table.value_model, FATAL)
    table.value_model.show([
        ValueRow("A", "Hydrogen", "1", "2", verdict=Verdict.PASS),
        ValueRow("B", "", "", "3"),
        ValueRow("C", "Methane", "", "x", error="no number"),
    ])  # fmt: skip
    assert tester.model() is table.value_model
    assert table.value_model.index(1, 1).data()
    assert table.value_model.index(2, 4).data() == "no number"
