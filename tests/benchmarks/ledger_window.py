"""The window's side of `ledger`: the real ledger page on a workspace, scrolled from the first row to the last.

Prints one JSON line: rows, the time to scroll, the most memory that was resident, and what of the database was used on
the GUI thread.
"""

import json
import sys
import threading
import time
from pathlib import Path

from PySide6.QtWidgets import QAbstractItemView, QTableView

from inspector.domain.ledger import LedgerKind
from inspector.storage import Store
from inspector.ui.app import MainWindow
from inspector.ui.kit.columns import WINDOW, PagedModel
from inspector.ui.ledger.page import LedgersPage
from inspector.ui.preferences import Preferences
from tests.gui_thread_guard import GUARD
from tests.ui.driven_window import application

WAITED: list[str] = []
"""Calls of the GUI thread that waited for the database."""
PATIENCE_S = 120.0


def _watch_calls() -> None:
    before = Store.call

    def call(self: Store, work: object) -> object:
        if threading.current_thread() is threading.main_thread():
            WAITED.append(repr(work))
        return before(self, work)  # type: ignore[arg-type]

    Store.call = call  # type: ignore[assignment,method-assign]


def _most_memory() -> float:
    """The most that was resident, in megabytes; `ru_maxrss` would count the parent that the process was forked from."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024, 1)


def main() -> int:
    """Open, scroll, tell."""
    _watch_calls()
    app = application()
    window = MainWindow(Path(sys.argv[1]), Preferences())
    window.resize(1366, 690)
    window.show()
    GUARD.start()
    window.open_workspace()

    def settle() -> None:
        until = time.monotonic() + PATIENCE_S
        for _round in range(3):
            while window.tasks.busy:
                if time.monotonic() > until:
                    raise RuntimeError("what was waited for did not come")
                app.processEvents()
            app.sendPostedEvents()
            app.processEvents()

    while window.shell is None:
        app.processEvents()
    window.shell.open_page("ledgers")
    settle()
    page = window.shell.page("ledgers")
    if not isinstance(page, LedgersPage):
        raise TypeError(page)
    page.show_ledger(LedgerKind.RECTIFICATION, ())
    settle()
    table = page.findChild(QTableView)
    model = table.model() if table is not None else None
    if table is None or not isinstance(model, PagedModel):
        raise TypeError(model)
    began, rows = time.monotonic(), model.rowCount()
    for row in range(0, rows, WINDOW // 4):
        table.scrollTo(model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        settle()
        if model.row(row) is None:
            raise RuntimeError(f"row {row} is not there")
    table.scrollToBottom()
    settle()
    last = model.row(rows - 1)
    found = {
        "rows": rows,
        "scroll_s": round(time.monotonic() - began, 1),
        "last": last.cells["number"],
        "mb": _most_memory(),
        "on_gui_thread": [*WAITED, *GUARD.stop()],
    }
    window.close()
    window.finish()
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
