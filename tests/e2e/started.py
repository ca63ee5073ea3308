"""The window as its command starts it; tells what was loaded when it first painted and when its first list stood.

`python -m tests.e2e.started WORKSPACE` prints one JSON object of module names: "window" at the first paint, "list" at
the first paint of the home page's last list.
"""

import json
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from inspector.cli import run

LOADED: dict[str, list[str]] = {}


class Watch(QObject):
    """Sees the paint events of the whole application."""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            LOADED.setdefault("window", sorted(sys.modules))
            items = getattr(watched.parent(), "items", None) or getattr(watched, "items", None)
            if type(watched).__name__ == "DueList" and items:
                LOADED.setdefault("list", sorted(sys.modules))
                QTimer.singleShot(0, QApplication.closeAllWindows)
        return False


def main() -> int:
    """Start, watch, tell."""
    app = QApplication(sys.argv[:1])
    app.installEventFilter(Watch(app))
    code = run(["--workspace", sys.argv[1], "--language", "en"])
    sys.stdout.write(json.dumps(LOADED) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
