"""Pictures of the pages, made from the real window: `python -m tests.ui.screenshots [names…]`.

Each page of the design in two sizes, both themes and both languages, into build/screenshots. Ends with exit code 1 and
a list when words are cut off, widgets stick out, or neighbours overlap (tests/ui/fit.py).
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "0"

from PySide6.QtCore import QSize

from inspector.ui.theme import Mode, theme
from tests.e2e import web_world
from tests.ui.cut_words import hidden_words
from tests.ui.driven_window import application
from tests.ui.fit import faults
from tests.ui.scenes import reviews
from tests.ui.scenes.pages import DONE, HALF, Scene
from tests.ui.scenes.session import Session

FOLDER = Path(__file__).resolve().parents[2] / "build" / "screenshots"
SIZES = (QSize(1366, 690), QSize(1920, 1080))
SMALLEST = QSize(1180, 640)
"""The least size of the window, for pages that change much by then."""
MODES = (Mode.LIGHT, Mode.DARK)
LANGUAGES = {"zh": "zh_CN", "en": "en"}


def take(session: Session, name: str, scene: Scene, language: str) -> list[str]:
    """Pictures of a page in every size and theme; returns what does not fit."""
    found: list[str] = []
    window = session.driven.window
    for size in (*SIZES, SMALLEST) if name in reviews.SCENES else SIZES:
        window.resize(size)
        session.driven.settle()
        session.close_over()
        scene(session)
        session.driven.settle()
        session.driven.rest()
        for mode in MODES:
            theme().set_mode(mode)
            session.driven.settle()
            path = FOLDER / f"{name}-{size.width()}x{size.height()}-{mode.value}-{language}.png"
            if not window.grab().save(str(path)):
                found.append(f"{path.name}: the picture could not be written")
        theme().set_mode(Mode.LIGHT)
        session.driven.settle()
        found += [
            f"{name} {size.width()}x{size.height()} {language}: {fault}"
            for fault in [*faults(window), *hidden_words(window)]
        ]
    return found


def main(wanted: list[str]) -> int:
    """Make the pictures whose names contain one of the words given, or all."""

    def asked(name: str) -> bool:
        return not wanted or any(word in name for word in wanted)

    FOLDER.mkdir(parents=True, exist_ok=True)
    if asked("web"):
        web_world.pictures(FOLDER)
        if wanted == ["web"]:
            return 0
    app = application()
    found: list[str] = []
    for language, code in LANGUAGES.items():
        for scenes, signed in ((HALF, False), (DONE, True)):
            chosen = {name: scene for name, scene in scenes.items() if asked(name)}
            if not chosen:
                continue
            session = Session(app, code, SIZES[0])
            session.begin()
            if signed:
                session.sign()
            for name, scene in chosen.items():
                found += take(session, name, scene, language)
            session.driven.close()
    for fault in found:
        sys.stderr.write(fault + "\n")
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
