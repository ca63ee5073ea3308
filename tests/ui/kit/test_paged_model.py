"""A list in windows stays small: those looked at longest ago go, and are asked for again when they are shown."""

from inspector.services.ledgers.views import LedgerRow
from inspector.ui.kit.columns import KEPT, WINDOW, Column, PagedModel


def window(number: int) -> tuple[LedgerRow, ...]:
    return tuple(LedgerRow(f"{number}.{place}", {"a": str(place)}) for place in range(WINDOW))


def test_windows_looked_at_longest_ago_go_and_come_again(qapp: object) -> None:
    model, wanted = PagedModel((Column("a", "A", 20),)), list[int]()
    model.window_wanted.connect(wanted.append)
    model.start(window(0), WINDOW * 100)
    for number in range(1, KEPT):
        model.set_window(number * WINDOW, window(number), WINDOW * 100)
    assert model.row(0) is not None  # looked at: another goes first
    model.set_window(50 * WINDOW, window(50), WINDOW * 100)
    assert model.row(0) is not None
    assert wanted == []
    assert model.row(WINDOW) is None
    assert model.row(WINDOW + 1) is None
    assert wanted == [WINDOW]
    model.set_window(WINDOW, window(1), WINDOW * 100)
    assert model.row(WINDOW).id == "1.0"
    assert sum(model.find(f"{number}.0") >= 0 for number in range(100)) == KEPT
