"""Pictures of the settings: every section, the search, a key being given, and a file about to be taken."""

import json
from collections.abc import Callable
from functools import partial
from typing import Final

from inspector.i18n import _
from inspector.services.preferences.keymap import BY_ID
from inspector.services.preferences.teams import teams
from inspector.services.preferences.transfer import export_settings, preview_import, read_settings
from inspector.ui.kit.dialog import Dialog
from inspector.ui.settings.page import SettingsPage
from inspector.ui.settings.shortcuts import ShortcutsSection
from inspector.ui.settings.teams import TeamsDialog
from inspector.ui.settings.transfer import ImportDialog
from tests.ui.scenes.session import Session

SECTIONS: Final = (
    *("shortcuts", "company", "people", "deadlines", "supervision", "criteria", "checklists", "server", "transfer"),
)
"""Those without a picture elsewhere."""


def page(session: Session) -> SettingsPage:
    """The page of the settings, without dialogs."""
    for open_dialog in session.driven.window.findChildren(Dialog):
        open_dialog.reject()
    shell = session.driven.window.shell
    shell.open_page("settings")
    found = shell.page("settings")
    if not isinstance(found, SettingsPage):
        raise TypeError(found)
    found.search.set_value("")
    found.open_section(found.place().id)
    return found


def show(name: str, session: Session) -> None:
    """A section."""
    page(session).open_section(name)


def searched(session: Session) -> None:
    """A search over every option."""
    found = page(session)
    found.open_section("supervision", option="supervision.overdue_days")
    found.search.set_value(_("Overdue"))
    found.open_section("supervision", option="supervision.overdue_days")


def key_asked(session: Session) -> None:
    """A key that belongs to another command."""
    found = page(session)
    found.open_section("shortcuts")
    section = found.section("shortcuts")
    if isinstance(section, ShortcutsSection):
        dialog = section.ask(BY_ID["print"])
        dialog.take("Ctrl+N")
        session.over = dialog.reject


def teams_asked(session: Session) -> None:
    """The teams, each with a field for another name."""
    found, workspace = page(session), session.workspace
    found.open_section("people")
    dialog = TeamsDialog(found, workspace.call(lambda: teams(workspace)))
    dialog.open()
    session.over = dialog.reject


def file_read(session: Session) -> None:
    """What a file would change, with a value that cannot be used."""
    found, workspace = page(session), session.workspace
    found.open_section("transfer")
    document = json.loads(workspace.call(lambda: export_settings(workspace, {"theme": "light"})))
    document["settings"] |= {
        "company": "嘉陵供电公司 · 客户服务中心 · 用电检查与安全管理班组",
        "document_language": "en",
        "theme": "dark",
        "supervision.cycles": 99,
        "signature.prepared.name": "王工",
        "offline_days": 14,
        "colour of the rail": "green",
    }
    file = read_settings(json.dumps(document).encode())
    own = found.context.preferences.options()
    dialog = ImportDialog(found, file, workspace.call(lambda: preview_import(workspace, file, own)))
    dialog.open()
    session.over = dialog.reject


SCENES: Final[dict[str, Callable[[Session], None]]] = {
    **{f"settings-{name}": partial(show, name) for name in SECTIONS},
    "settings-search": searched,
    "settings-key": key_asked,
    "settings-teams": teams_asked,
    "settings-import": file_read,
}
