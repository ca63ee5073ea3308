"""What tests of the ledger page do again and again."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector.services.ledgers.views import HazardDetail
from inspector.ui.decisions import decisions_of
from inspector.ui.ledger import LedgersPage
from inspector.ui.messages import Notice


def settle(qtbot: QtBot, page: LedgersPage) -> None:
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: not page.context.tasks.busy)


def column(page: LedgersPage, key: str) -> list[str]:
    """Texts of a column from top to bottom, heads of groups left out."""
    rows = page.list.rows
    keys = [item.key for item in rows.columns]
    shown = [number for number in range(rows.rowCount()) if rows.group_at(number) is None]
    return [str(rows.index(number, keys.index(key)).data()) for number in shown]


def notices(page: LedgersPage) -> list[Notice]:
    """The messages from now on."""
    shown: list[Notice] = []
    page.context.messages.posted.connect(shown.append)
    return shown


def opened(qtbot: QtBot, page: LedgersPage, number: str) -> HazardDetail:
    """Open the drawer of a hazard by its row, with Enter."""
    page.list.table.choose(column(page, "number").index(number))
    if not page.split.is_open:
        QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.drawer.detail is not None and page.drawer.detail.hazard.number == number)
    settle(qtbot, page)
    assert page.drawer.detail is not None
    return page.drawer.detail


def carried_out(qtbot: QtBot, page: LedgersPage) -> None:
    """Carry out what is held now, as the end of the six seconds does."""
    decisions = decisions_of(page.context)
    qtbot.waitUntil(lambda: decisions.waiting == 1)
    decisions.carry_out()
    qtbot.waitUntil(lambda: decisions.waiting == 0)
    settle(qtbot, page)
