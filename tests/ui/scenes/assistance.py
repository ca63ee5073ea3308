"""The states of the help for the pictures."""

from collections.abc import Callable

from inspector.ui.help.guides_dialog import GuidesDialog
from tests.ui.scenes.session import Session


def _closed(session: Session) -> None:
    desk = session.driven.window.help
    if desk.panel is not None:
        desk.panel.leave()
    desk.forget_guide()


def _panel(then: str) -> Callable[[Session], None]:
    def show(session: Session) -> None:
        _closed(session)
        session.driven.window.shell.open_page("home")
        session.driven.settle()
        session.driven.window.help.open("summary")
        panel = session.driven.window.help.panel
        if panel is not None and then:
            getattr(panel, then)()
        session.over = lambda: _closed(session)

    return show


def _report(session: Session) -> None:
    _closed(session)
    session.driven.window.help.show_report()
    session.driven.settle()


def _guides(session: Session) -> None:
    _closed(session)
    session.driven.window.help.show_guides()
    session.driven.settle()
    dialog = session.driven.window.findChild(GuidesDialog)
    assert dialog is not None
    session.over = dialog.reject


def _guide(session: Session) -> None:
    _closed(session)
    session.driven.window.help.start_guide()
    session.over = lambda: _closed(session)


SCENES: dict[str, Callable[[Session], None]] = {
    "help-topic": _panel(""),
    "help-contents": _panel("show_contents"),
    "help-keys": _panel("show_keys"),
    "help-report": _report,
    "help-guide": _guide,
    "help-guides": _guides,
}
