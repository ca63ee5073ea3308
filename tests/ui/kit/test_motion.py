"""With motion turned off nothing moves by itself."""

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import inspector.ui
from inspector.ui.kit.toast import ToastHost
from inspector.ui.messages import Notice, Tone
from inspector.ui.preferences import Preferences
from inspector.ui.theme import theme


def test_the_setting_stops_what_slides(qtbot: QtBot) -> None:
    area = QWidget()
    qtbot.addWidget(area)
    area.resize(900, 500)
    area.show()
    host, preferences = ToastHost(area), Preferences()
    for on in (True, False):
        preferences.set_motion(on)
        host.show_notice(Notice(Tone.INFO, f"motion {on}"))
        toast = host.toasts()[-1]
        assert (toast.motion.state() == toast.motion.State.Running) is on
        toast.stop_motion()
    assert not theme().motion


def test_whatever_is_animated_asks_the_setting() -> None:
    root = Path(inspector.ui.__file__).parent
    animated = [path for path in root.rglob("*.py") if "Animation(" in path.read_text("utf-8")]
    assert animated
    assert [path.name for path in animated if "theme().motion" not in path.read_text("utf-8")] == []
