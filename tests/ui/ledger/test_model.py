"""The ledger model: windows are asked for once and arrive late, totals come after rows, groups fold."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from inspector.domain.hazard import Grade
from inspector.domain.ledger import LedgerKind
from inspector.services.ledgers.views import LedgerGroup, LedgerRow
from inspector.ui.kit.columns import ROW_ROLE, WINDOW
from inspector.ui.ledger.model import FOLDED_ROLE, LedgerModel

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
KIND = LedgerKind.RECTIFICATION
GROUPS = (
    LedgerGroup("critical", "危急", 2, 0),
    LedgerGroup("serious", "严重", 1, 2),
    LedgerGroup("general", "一般", 3, 3),
)


def rows(offset: int, total: int) -> tuple[LedgerRow, ...]:
    return tuple(
        LedgerRow(f"id{number}", {"number": f"YH-{number}", "customer": "嘉陵江化工"}, Grade.SERIOUS, "pending", 3)
        for number in range(offset, min(offset + WINDOW, total))
    )


def text(model: LedgerModel, row: int, key: str) -> str:
    column = [column.key for column in model.columns].index(key)
    return str(model.index(row, column).data())


def numbers(model: LedgerModel) -> list[str]:
    """What stands in the first column, from top to bottom."""
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_the_model_keeps_qt_s_rules_while_windows_totals_and_groups_arrive() -> None:
    model = LedgerModel(KIND)
    QAbstractItemModelTester(model, FATAL, model)
    model.show_ledger(KIND, rows(0, 950))
    model.set_total(950)
    model.take_rows(WINDOW, rows(WINDOW, 950))
    model.set_total(300)
    model.show_ledger(KIND, rows(0, 6), groups=GROUPS)
    for number in (0, 1, 2):
        model.fold(number, folded=True)
    model.fold(1, folded=False)
    model.take_rows(0, rows(0, 6))
    model.show_ledger(LedgerKind.INSPECTION, rows(0, 3))
    model.show_ledger(LedgerKind.SUPERVISION, ())
    assert model.rowCount() == 0


def test_rows_come_before_their_number() -> None:
    model = LedgerModel(KIND)
    model.show_ledger(KIND, rows(0, 20_000))
    assert model.rowCount() == WINDOW
    model.set_total(20_000)
    assert model.rowCount() == 20_000
    assert text(model, 0, "number") == "YH-0"


def test_a_window_is_asked_for_once_and_filled_in() -> None:
    model = LedgerModel(KIND)
    model.show_ledger(KIND, rows(0, 20_000), total=20_000)
    wanted: list[int] = []
    model.window_wanted.connect(wanted.append)
    assert text(model, 450, "number") == ""
    assert model.index(451, 0).data(ROW_ROLE) is None
    assert wanted == [2 * WINDOW]
    model.take_rows(2 * WINDOW, rows(2 * WINDOW, 20_000))
    assert text(model, 450, "number") == "YH-450"
    assert text(model, 450, "no") == "451"
    assert model.find("id450") == 450


def test_a_window_with_fewer_rows_than_there_were_asks_again() -> None:
    model = LedgerModel(KIND)
    model.show_ledger(KIND, rows(0, 500), total=500)
    told: list[bool] = []
    model.stale.connect(lambda: told.append(True))
    model.take_rows(2 * WINDOW, rows(2 * WINDOW, 500))
    assert not told
    model.take_rows(WINDOW, rows(WINDOW, 390))
    assert told


def test_groups_have_heads_and_rows_keep_their_numbers_when_groups_fold() -> None:
    model = LedgerModel(KIND)
    model.show_ledger(KIND, rows(0, 6), groups=GROUPS)
    assert numbers(model) == ["危急 2", "1", "2", "严重 1", "3", "一般 3", "4", "5", "6"]
    model.fold(0, folded=True)
    assert numbers(model) == ["危急 2", "严重 1", "3", "一般 3", "4", "5", "6"]
    assert model.index(0, 0).data(FOLDED_ROLE)
    assert model.find("id1") == 0
    assert model.find("id4") == 5
    assert model.data_number(5) == 4
    assert model.data_number(1) == -1
    assert model.spans(0, 4) == [(2, 2), (3, 3)]
    model.show_ledger(KIND, rows(0, 6), groups=GROUPS)
    assert model.rowCount() == 7
    model.fold(0, folded=False)
    assert model.rowCount() == 9


def test_heads_are_words_and_counts_are_right_aligned() -> None:
    model = LedgerModel(LedgerKind.INSPECTION)
    model.show_ledger(LedgerKind.INSPECTION, rows(0, 1))
    keys = [column.key for column in model.columns]
    horizontal = Qt.Orientation.Horizontal
    heads = [model.headerData(section, horizontal) for section in range(len(keys))]
    assert all(heads)
    alignment = model.index(0, keys.index("critical")).data(Qt.ItemDataRole.TextAlignmentRole)
    assert alignment & int(Qt.AlignmentFlag.AlignRight)
