"""Who answers F1: finds out where one is, opens the panel, and what it leads to. One per window; GUI thread."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, qVersion
from PySide6.QtGui import QGuiApplication, QKeyEvent
from typing_extensions import override

from inspector import i18n
from inspector.i18n import _

if TYPE_CHECKING:
    from inspector.ui.app import MainWindow
    from inspector.ui.help.guide_card import GuideCard
    from inspector.ui.help.panel import HelpPanel

HOME: Final = "guide-from"
"""The folder of the workspace that was left for the guided visit."""
CARD: Final = "inspector-quick-card.pdf"
GUIDE: Final = "guide"
"""Where the guided visit is kept: the number of its step, or none when it is not under way."""


class HelpDesk(QObject):
    """Hears F1 wherever the focus is, dialogs included, but not while the screen is locked."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._panel: HelpPanel | None = None
        self._guide: GuideCard | None = None

    def listen(self) -> None:
        """Hear the keys of the window; after it was shown."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
            handle.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        plain = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F1 and not event.modifiers()
        if plain and event.type() == QEvent.Type.KeyPress and not self._locked:
            self.toggle()
            return True
        return False

    @property
    def _locked(self) -> bool:
        guard = self._window.guard
        return guard is not None and bool(guard.covered)

    # the panel ------------------------------------------------------------------------------------------------------

    @property
    def panel(self) -> "HelpPanel | None":
        """The open panel."""
        known = self._panel
        return known if known is not None and shiboken6.isValid(known) and known.isVisible() else None

    def toggle(self) -> None:
        """Open the help for where one is; close it, or go back into it."""
        panel = self.panel
        if panel is None:
            self.open()
        elif panel.has_focus:
            panel.leave()
        else:
            panel.come_in()

    def show(self, what: str) -> None:
        """What somebody chose by name: guides, keys, card, guide, report; anything else is help for where one is."""
        match what:
            case "keys":
                self.open()
                if self.panel is not None:
                    self.panel.show_keys()
            case "guides":
                self.show_guides()
            case "card":
                self.save_card()
            case "guide":
                self.start_guide()
            case "report":
                self.show_report()
            case _:
                self.toggle()

    def open(self, *places: str) -> None:
        """Open the help at a topic, by default that of the page."""
        from inspector.ui.help.panel import HelpPanel  # noqa: PLC0415 - loaded when help is wanted

        if self.panel is not None:
            self.panel.leave()
        panel = HelpPanel(self._window, self._window.preferences.chosen_keys)
        panel.guide_requested.connect(self.start_guide)
        panel.card_requested.connect(self.save_card)
        panel.report_requested.connect(self.show_report)
        panel.guides_requested.connect(self.show_guides)
        panel.open(places or self.places())
        self._panel = panel

    def places(self) -> tuple[str, ...]:
        """Where one is, from the narrowest to the widest: step of the visit, page."""
        shell = self._window.shell
        if shell is None:
            return ("start",)
        page = shell.page(shell.current)
        visit = getattr(page, "visit_page", None)
        place = page.place()
        kind = (place.id, place.kind) if place is not None and place.kind == "setting" else ()
        return (*((visit.step.value,) if visit is not None else ()), *kind, shell.current)

    # the quick card -------------------------------------------------------------------------------------------------

    def save_card(self) -> None:
        """Ask where the quick card is to be saved, and write it."""
        from inspector.ui.files.saving import ask_where  # noqa: PLC0415 - loaded when help is wanted

        ask_where(self._window, _("Save the quick card"), CARD, _("PDF (*.pdf)"), self._write_card)

    def _write_card(self, path: Path) -> None:
        from inspector.services.help.card import quick_card  # noqa: PLC0415 - loaded when help is wanted
        from inspector.ui.files.saving import write_file  # noqa: PLC0415 - as above

        keys, language, now = self._window.preferences.chosen_keys(), i18n.language(), datetime.now().astimezone()
        told = _("The quick card is saved: {name}").format(name=path.name)
        self._run(
            lambda: write_file(path, quick_card(keys, language, now)),
            lambda _size: self._window.messages.success(told),
        )

    def show_guides(self) -> None:
        """Show the guides; they can be saved as PDF."""
        from inspector.ui.help.guides_dialog import GuidesDialog  # noqa: PLC0415 - loaded when help is wanted

        if self.panel is not None:
            self.panel.leave()
        GuidesDialog(self._window, self._window.tasks, self._window.messages).open()

    # the error report -----------------------------------------------------------------------------------------------

    def show_report(self) -> None:
        """Show what an error report would hold; it is written only when the person says so."""
        from inspector.services.diagnosis.error_book import ErrorBook, default_folder  # noqa: PLC0415 - as above
        from inspector.services.diagnosis.error_report import report_parts  # noqa: PLC0415 - as above
        from inspector.ui.help.report_dialog import ReportDialog  # noqa: PLC0415 - as above

        workspace, screen = self._window.workspace, _screen()

        def collect() -> Any:
            book = ErrorBook(default_folder())
            if workspace is None:
                return report_parts(book, None, screen)
            return workspace.call(lambda: report_parts(book, workspace, screen))

        def show(parts: Any) -> None:
            ReportDialog(self._window, parts, self._window.tasks, self._window.messages).open()

        self._run(collect, show)

    # the guided visit -----------------------------------------------------------------------------------------------

    def start_guide(self) -> None:
        """Begin the guided visit, on sample data: another workspace is left for it."""
        if self.panel is not None:
            self.panel.leave()
        self._window.preferences.remember(GUIDE, 0)
        open_now = self._window.workspace
        if open_now is not None and not _is_sample(open_now):
            self._window.preferences.remember(HOME, str(open_now.path))
        if self._window.shell is not None and _is_sample(open_now):
            self._window.shell.open_page("home")
            self.resume_guide()
        else:
            self._window.open_sample()

    def resume_guide(self) -> None:
        """Show the step at which the guided visit is, if one is under way and this is sample data."""
        step = self._window.preferences.recall(GUIDE)
        workspace = self._window.workspace
        if not isinstance(step, int) or workspace is None or not _is_sample(workspace):
            return
        from inspector.ui.help.guide_card import GuideCard  # noqa: PLC0415 - loaded when help is wanted

        self.end_guide()
        self._guide = GuideCard(self._window, self._window.shell, step)
        self._guide.step_changed.connect(lambda number: self._window.preferences.remember(GUIDE, number))
        self._guide.ended.connect(self.forget_guide)
        self._guide.open()

    def forget_guide(self) -> None:
        """The guided visit is over, or was ended: back to the workspace that was left for it."""
        kept = self._window.preferences.recall(HOME)
        self._window.preferences.remember(GUIDE, None)
        self._window.preferences.remember(HOME, None)
        self.end_guide()
        if isinstance(kept, str) and (Path(kept) / "workspace.json").exists():
            self._window.open_folder(Path(kept))

    def end_guide(self) -> None:
        """Take the card away; the guided visit stays where it was."""
        gone, self._guide = self._guide, None
        if gone is not None and shiboken6.isValid(gone):
            gone.stop()

    @property
    def guide(self) -> "GuideCard | None":
        """The card of the guided visit, while it shows."""
        return self._guide

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._window.tasks.run(work, done, pool=True, owner=self)


def _is_sample(workspace: Any) -> bool:
    return bool(workspace.store.info.key_source.value == "sample")


def _screen() -> dict[str, str]:
    """What the pages are drawn with."""
    found = QGuiApplication.primaryScreen()
    size = found.size()
    return {
        "qt": str(qVersion()),
        "platform": QGuiApplication.platformName(),
        "screen": f"{size.width()}x{size.height()} x {found.devicePixelRatio():g}",
    }
