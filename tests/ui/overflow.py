"""Looks at every page and state of the pictures in one language: `python -m tests.ui.overflow zh_CN [names…]`.

One line for each thing that does not fit (`tests.ui.fit`) or that is cut off and told nowhere (`tests.ui.cut_words`),
then how many states were looked at. Exit code 1 when there was any.
"""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "0"

from PySide6.QtCore import QSize

from tests.ui.cut_words import hidden_words
from tests.ui.driven_window import application
from tests.ui.fit import faults
from tests.ui.scenes.pages import DONE, HALF
from tests.ui.scenes.session import Session

SMALL = QSize(1366, 690)


def main(language: str, words: list[str]) -> int:
    """Look at the states whose names hold one of the words, or at all."""
    app, looked, found = application(), 0, 0
    for scenes, signed in ((HALF, False), (DONE, True)):
        chosen = {name: scene for name, scene in scenes.items() if not words or any(word in name for word in words)}
        if not chosen:
            continue
        session = Session(app, language, SMALL)
        session.begin()
        if signed:
            session.sign()
        for name, scene in chosen.items():
            session.close_over()
            scene(session)
            session.driven.settle()
            session.driven.rest()
            for fault in [*faults(session.driven.window), *hidden_words(session.driven.window)]:
                sys.stdout.write(f"{name}: {fault}\n")
                found += 1
            looked += 1
        session.driven.close()
    sys.stdout.write(f"looked at {looked} states\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
