"""The measured side of `startup`: the product as its command starts it, on a given workspace.

`python -m tests.benchmarks.product_window DIR PAGE`: PAGE is "home" (the page it opens on, until its last list is
there) or "ledgers" (opened the moment the window is usable). Only the printing is added to what a person starts.
"""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QTableView

from inspector.cli import run
from tests.benchmarks.first_paint import FirstPaint, of_table


def _watch(page: str) -> None:
    """Runs as the first thing in the event loop: the window is there, the workspace is still being opened."""
    from inspector.ui.app import MainWindow  # noqa: PLC0415 - the command imports it when it opens the window

    window = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
    sys.stderr.write("first window\n")

    def look() -> None:
        window.shell.open_page(page)
        shown = window.shell.page(page)
        if page == "home":
            FirstPaint(shown.due, lambda: len(shown.due.items))
        else:
            of_table(shown.findChild(QTableView))

    window.workspace_opened.connect(look)


def main() -> int:
    """Start the product and leave when the rows of the page are painted."""
    folder, page = sys.argv[1:]
    app = QApplication(sys.argv[:1])
    QTimer.singleShot(0, app, lambda: _watch(page))
    return run(["--workspace", folder, "--language", "en"])


if __name__ == "__main__":
    sys.exit(main())
