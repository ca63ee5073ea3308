"""States of safekeeping and handing over, for pictures."""

from pathlib import Path

from inspector.services.rescue import recovery
from inspector.services.second_place.place import choose_place, copy_now
from inspector.services.visits.listing import visit_rows
from inspector.sync.recovery_key import RecoveryKey
from inspector.ui.kit.dialog import Dialog
from inspector.ui.settings.safekeeping import SafekeepingSection
from inspector.ui.settings.secrets import KeyDialog
from inspector.ui.visit.hand_over import HandOverDialog
from tests.ui.driven_window import DrivenWindow


def section_of(driven: DrivenWindow) -> SafekeepingSection:
    """The section, brought to the front."""
    for open_dialog in driven.window.findChildren(Dialog):
        open_dialog.reject()
    driven.window.shell.open_page("settings")
    page = driven.window.shell.page("settings")
    page.open_section("safekeeping")
    section = page.section("safekeeping")
    assert isinstance(section, SafekeepingSection)
    return section


def copied(driven: DrivenWindow) -> None:
    """A copy that is up to date, in a folder on the same disk."""
    workspace = driven.window.workspace
    stick = Path(workspace.path).parent / "stick"
    stick.mkdir(exist_ok=True)
    if not recovery.recovery_state(workspace).exists:
        recovery.new_recovery_key(workspace)
    choose_place(workspace, stick)
    copy_now(workspace)
    section_of(driven)
    driven.settle()


def key_shown(driven: DrivenWindow) -> KeyDialog:
    """A recovery key as it is shown once; always the same in pictures."""
    dialog = KeyDialog(section_of(driven), RecoveryKey(bytes(range(90, 110))).groups)
    dialog.open()
    return dialog


def handing_over(driven: DrivenWindow) -> HandOverDialog:
    """The dialog over the list of visits, half filled in."""
    driven.window.shell.open_page("visits")
    workspace = driven.window.workspace
    row = workspace.call(lambda: visit_rows(workspace))[0]
    dialog = HandOverDialog(driven.visits, row.number or row.customer)
    dialog.open()
    dialog.to.set_value("二班 赵工")
    dialog.first.set_value("12345678")
    dialog.first.value_edited.emit("12345678")
    dialog.accept()
    return dialog
