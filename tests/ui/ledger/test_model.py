"""The ledger model: windows are asked for once, arrive late, and a result of another length starts over."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from inspector.domain.hazard import Grade
from inspector.domain.ledger import LedgerKind
from inspector.services.list_views import LedgerPage, LedgerRow
from inspector.ui.kit.columns import ROW_ROLE, WINDOW
from inspector.ui.ledger.model import LedgerModel

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def window(offset: int, total: int) -> LedgerPage:
    rows = [
        LedgerRow(f"id{number}", {"number": f"YH-{number}", "customer": "嘉陵江化工"}, Grade.SERIOUS, "pending", 3)
        for number in range(offset, min(offset + WINDOW, total))
    ]
    return LedgerPage(tuple(rows), total)


def text(model: LedgerModel, row: int, key: str) -> str:
    column = [column.key for column in model.columns].index(key)
    return str(model.index(row, column).data())


def test_the_model_keeps_qt_s_rules_while_windows_arrive() -> None:
    model = LedgerModel(LedgerKind.RECTIFICATION)
    QAbstractItemModelTester(model, FATAL, model)
    model.show_ledger(LedgerKind.RECTIFICATION, window(0, 950))
    model.take_window(WINDOW, window(WINDOW, 950))
    model.show_ledger(LedgerKind.INSPECTION, window(0, 3))
    model.show_ledger(LedgerKind.SUPERVISION, window(0, 0))
    assert model.rowCount() == 0


def test_a_window_is_asked_for_once_and_filled_in() -> None:
    model = LedgerModel(LedgerKind.RECTIFICATION)
    model.show_ledger(LedgerKind.RECTIFICATION, window(0, 20_000))
    wanted: list[int] = []
    model.window_wanted.connect(wanted.append)
    assert model.rowCount() == 20_000
    assert text(model, 0, "number") == "YH-0"
    assert text(model, 450, "number") == ""
    assert model.index(451, 0).data(ROW_ROLE) is None
    assert wanted == [2 * WINDOW]
    model.take_window(2 * WINDOW, window(2 * WINDOW, 20_000))
    assert text(model, 450, "number") == "YH-450"
    assert text(model, 450, "no") == "451"
    assert model.find("id450") == 450


def test_a_result_of_another_length_starts_over() -> None:
    model = LedgerModel(LedgerKind.RECTIFICATION)
    model.show_ledger(LedgerKind.RECTIFICATION, window(0, 500))
    model.take_window(WINDOW, window(WINDOW, 450))
    assert model.rowCount() == 450
    wanted: list[int] = []
    model.window_wanted.connect(wanted.append)
    assert text(model, 0, "number") == ""
    assert wanted == [0]


def test_heads_are_words_and_counts_are_right_aligned() -> None:
    model = LedgerModel(LedgerKind.INSPECTION)
    model.show_ledger(LedgerKind.INSPECTION, window(0, 1))
    keys = [column.key for column in model.columns]
    horizontal = Qt.Orientation.Horizontal
    heads = [model.headerData(section, horizontal) for section in range(len(keys))]
    assert all(heads)
    alignment = model.index(0, keys.index("critical")).data(Qt.ItemDataRole.TextAlignmentRole)
    assert alignment & int(Qt.AlignmentFlag.AlignRight)
