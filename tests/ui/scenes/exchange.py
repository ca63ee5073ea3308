"""Steps of writing and importing exchange files, for pictures."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from inspector.services.exchange.views import Exported, Imported
from inspector.storage import KnownDevice
from inspector.sync.engine.session import Membership, keep_membership
from inspector.ui.exchange.export_wizard import ExportWizard, open_export_wizard
from inspector.ui.exchange.import_wizard import ImportWizard, open_import_wizard
from inspector.ui.kit.dialog import Dialog
from inspector.ui.sync.page import SyncPage
from tests.ui.driven_window import DrivenWindow

LAPTOPS = (("K7M", "班组机-02"), ("R4D", "班组机-05"))


def _key(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def page(driven: DrivenWindow) -> SyncPage:
    """The page of synchronising, without a dialog, with partners to exchange files with."""
    for dialog in driven.window.findChildren(Dialog):
        dialog.reject()
    workspace = driven.window.workspace

    def know() -> None:
        keep_membership(workspace.db, Membership("", "s", "公司服务器", "00" * 32, exchange_key=_key("s").hex()))
        for code, name in LAPTOPS:
            workspace.db.peers.learn(KnownDevice(f"d-{code}", code, _key(code), _key(name), name=name, source="card"))

    workspace.call(know)
    driven.window.shell.open_page("sync")
    found = driven.window.shell.page("sync")
    assert isinstance(found, SyncPage)
    return found


def whom(driven: DrivenWindow) -> ExportWizard:
    """For whom."""
    wizard = open_export_wizard(page(driven).context, driven.window, "d-K7M")
    driven.wait(lambda: wizard.whom.partner is not None)
    return wizard


def what(driven: DrivenWindow) -> ExportWizard:
    """What goes along."""
    wizard = whom(driven)
    wizard.accept()
    driven.wait(lambda: wizard.outline is not None)
    return wizard


def written(driven: DrivenWindow) -> ExportWizard:
    """The stick may be pulled out."""
    wizard = what(driven)
    outline = wizard.outline
    assert outline is not None
    whole = outline.frames, outline.events, outline.files, 0, outline.bytes
    wizard._on_written(Exported(outline.partner, (), *whole))
    return wizard


def choose(driven: DrivenWindow) -> ImportWizard:
    """Choose the file to import."""
    return open_import_wizard(page(driven).context, driven.window)


def report(driven: DrivenWindow) -> ImportWizard:
    """What importing did."""
    wizard = choose(driven)
    done = Imported("done", "班组机-02", "d-K7M", (), 14, 14, files_received=11)
    wizard._on_taken(replace(done, missing_parts=(2,)))
    return wizard


SCENES: dict[str, Callable[[DrivenWindow], Dialog]] = {
    "08-exchange-whom": whom,
    "08-exchange-what": what,
    "08-exchange-written": written,
    "08-exchange-choose": choose,
    "08-exchange-report": report,
}
