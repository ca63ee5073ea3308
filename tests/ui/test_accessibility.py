"""Every page and dialog of the pictures for who has no mouse or no eyes: names, roles, Tab, reading order, Esc."""

from collections.abc import Iterator, Mapping

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector.ui.kit import access
from inspector.ui.kit.dialog import ConfirmDialog
from tests.gui_thread_guard import GUARD
from tests.ui.reachable import disorder, nameless, top_layer, unreachable, walked
from tests.ui.scenes.pages import DONE, HALF, Scene
from tests.ui.scenes.session import Session

SIZE = QSize(1366, 690)
DAILY = ("01-home", "02-step-1", "03-step-2", "04-step-3", "06-ledger", "09-customer-overview", "settings")
"""The pages of a working day; the long test looks at all others too."""
LAYERS = 6
"""Layers that may lie over each other."""
OUT = {
    "08-exchange-report": "the system's own file dialog is open in this picture and has the focus",
    **{
        f"02-all-questions-{part}": "a form laid over a page for the picture; settings-checklists-trial walks it"
        for part in (1, 2, 3, 4)
    },
}
"""Pictures that cannot be walked, and why."""


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    access.install()
    made = Session(qapp, "zh_CN", SIZE)
    made.begin()
    yield made
    found = GUARD.stop()  # the end of the process is no work of the window: what lies about is wiped then
    made.driven.close()
    assert found == []


def clear(session: Session) -> list[str]:
    """Take away what lies over the page by Esc alone; says what did not go."""
    window = session.driven.window
    found: list[str] = []
    session.close_over()
    for _layer in range(LAYERS):
        layer = top_layer(window)
        if layer is window:
            return found
        if isinstance(layer, ConfirmDialog):
            layer.accept()
        else:
            QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
        session.driven.settle()
        if top_layer(window) is layer:
            found.append(f"Esc does not close {type(layer).__name__}")
            layer.hide()
    return found


def look(session: Session, name: str, scene: Scene) -> list[str]:
    """What is wrong with one picture, a line each."""
    window = session.driven.window
    window.activateWindow()
    scene(session)
    session.driven.settle()
    session.driven.rest()
    found = nameless(top_layer(window))
    met = walked(window)
    layer = top_layer(window)
    found += unreachable(met, window.shell if layer is window else layer) + disorder(window, met)
    return [f"{name}: {fault}" for fault in (*found, *clear(session))]


def faults(session: Session, scenes: Mapping[str, Scene]) -> list[str]:
    """What is wrong with these pictures."""
    return [fault for name, scene in scenes.items() if name not in OUT for fault in look(session, name, scene)]


def test_the_pages_of_a_working_day_can_be_heard_and_walked(session: Session) -> None:
    assert faults(session, {name: HALF[name] for name in DAILY}) == []


@pytest.mark.qt_log_ignore("No RHI backend", "propagateSizeHints")  # the camera and the file dialog without a screen
@pytest.mark.long
def test_every_page_and_dialog_can_be_heard_and_walked(session: Session) -> None:
    found = faults(session, {name: scene for name, scene in HALF.items() if name not in DAILY})
    session.sign()
    assert found + faults(session, DONE) == []
