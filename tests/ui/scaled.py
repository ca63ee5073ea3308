"""Pages on a screen of 200 %: `QT_SCALE_FACTOR=2 python -m tests.ui.scaled` prints what does not fit, as JSON.

A process of its own, since Qt reads the factor once. The window has 1366 by 690 pixels of which each is four.
"""

import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "1"

from PySide6.QtCore import QSize

from tests.ui.driven_window import application
from tests.ui.fit import faults
from tests.ui.scenes.pages import HALF
from tests.ui.scenes.session import Session

SIZE = QSize(1366, 690)
PAGES = (
    "01-home",
    "02-step-1",
    "03-step-2",
    "04-step-3",
    "06-ledger",
    "09-customers",
    "09-customer-overview",
    "settings",
)


def main() -> None:
    """Look at the pages of a working day in both languages."""
    app = application()
    found: list[str] = []
    ratios: set[float] = set()
    sizes: set[tuple[int, int]] = set()
    for language in ("zh_CN", "en"):
        session = Session(app, language, SIZE)
        session.begin()
        window = session.driven.window
        for name in PAGES:
            HALF[name](session)
            session.driven.settle()
            session.driven.rest()
            found += [f"{name} {language}: {fault}" for fault in faults(window)]
            picture = window.grab()
            ratios.add(picture.devicePixelRatio())
            sizes.add((picture.width(), picture.height()))
        session.driven.close()
    json.dump({"faults": found, "ratios": sorted(ratios), "sizes": sorted(sizes)}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
