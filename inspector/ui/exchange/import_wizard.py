"""Importing exchange files: choose them, see whose they are and that they are whole, import, read what it did."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.problems import Problem
from inspector.services.exchange.importing import import_exchange, verify_exchange
from inspector.services.exchange.views import Imported
from inspector.ui.exchange.cards import ask_files
from inspector.ui.exchange.import_steps import ChooseStep, Looked, LookStep, ReportStep
from inspector.ui.exchange.places import remember_folder
from inspector.ui.exchange.wizard import LOOKING, RunStep, Wizard
from inspector.ui.kit.button import Button
from inspector.ui.page import Context

CHOOSE, RUN, LOOK, REPORT = range(4)


class ImportWizard(Wizard):
    """Looks at files and takes them over."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        steps = (_("Choose"), _("Look at it"), _("Import"), _("Done"))
        super().__init__(context, parent, _("Import an exchange file"), steps)
        self.choose = ChooseStep()
        self.run_step = RunStep(_("Leave the stick in until it is finished."), LOOKING)
        self.look = LookStep()
        self.report = ReportStep()
        self.answer = Button(_("Write an answer…"), icon="upload")
        self.looked: tuple[Looked, ...] = ()
        self.result: Imported | None = None
        for page in (self.choose, self.run_step, self.look, self.report):
            self.add_page(page)
        self.show_page(CHOOSE, 0, _("Choose files…"))
        self.choose.choose.hide()
        self._add_answer()
        self._connect_steps()

    def _add_answer(self) -> None:
        """Beside Back: what was imported is acknowledged by the next file to its sender."""
        self.body.addWidget(self.answer)
        self.answer.hide()

    def _connect_steps(self) -> None:
        self._told.connect(self.run_step.show_progress)
        self.choose.files_requested.connect(self.ask)
        self.answer.clicked.connect(self.write_answer)

    def ask(self) -> None:
        """Choose the files."""
        title = _("Choose the exchange file on the stick")
        ask_files(self, title, "*.hzx", self.look_at, several=True, folder=self.folder)

    @override
    def first_focus(self) -> QWidget:
        if self.step == RUN:
            return self  # Enter, pressed once too often, must not stop it
        if self.step == LOOK and any(one.strange for one in self.looked):
            return self.cancel_button  # nobody shall trust a laptop by pressing Enter
        return self.accept_button if self.accept_button.isVisible() else self.cancel_button

    @override
    def next(self) -> None:
        match self.step:
            case 0:
                self.ask()
            case 2:
                self.take()
            case _:
                self.finish()

    @override
    def back(self) -> None:
        self.show_page(CHOOSE, 0, _("Choose files…"))

    # looking ---------------------------------------------------------------------------------------------------------

    def look_at(self, paths: Sequence[Path]) -> None:
        """Check files and show what they are."""
        if self.running or not paths:
            return
        workspace = self.context.workspace

        def looked(tell: Callable[[str, int, int], None], stopped: Callable[[], bool]) -> tuple[Looked, ...]:
            found = []
            for path in paths:
                try:
                    facts = verify_exchange(path, workspace, tell, stopped, thorough=False)
                    found.append(Looked(path, facts))
                except Problem as problem:
                    if problem.code == "exchange_cancelled":
                        raise
                    found.append(Looked(path, problem=problem))
            return tuple(found)

        self.run_step.begin()
        self.show_page(RUN, 1, "")
        self.work(looked, self._on_looked, lambda _problem: self.back())

    def _on_looked(self, looked: tuple[Looked, ...]) -> None:
        self.looked = looked
        self.look.show_files(looked)
        strange = any(one.strange for one in looked)
        words = _("The fingerprints are the same: import") if strange else _("Import")
        self.show_page(LOOK, 1, words, back=True)
        self.accept_button.setEnabled(any(one.usable for one in looked))
        if not self.accept_button.isEnabled():
            self.back_button.setFocus()

    # taking over -----------------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Import what can be imported."""
        workspace = self.context.workspace
        paths = [one.path for one in self.looked if one.usable]
        trusted = next((one.facts.fingerprint for one in self.looked if one.strange and one.facts is not None), "")
        self.run_step.begin()
        self.show_page(RUN, 2, "")
        self.work(
            lambda tell, stopped: import_exchange(workspace, paths, trusted=trusted, progress=tell, cancelled=stopped),
            self._on_taken,
            self._on_failed,
        )

    def _on_taken(self, report: Imported) -> None:
        self.result = report
        if report.files:
            remember_folder(self.context.preferences, report.files[0].path)
        self.report.show_report(report)
        self.cancel_button.hide()
        self.answer.setVisible(bool(report.peer))
        self.show_page(REPORT, 3, _("Done"))

    def _on_failed(self, problem: Problem) -> None:
        """The own disk, or it was stopped before it began."""
        if problem.code != "exchange_cancelled":
            self.context.messages.problem(problem)
        self._on_looked(self.looked)

    def write_answer(self) -> None:
        """Write a file for the sender: it acknowledges what was imported."""
        from inspector.ui.exchange.export_wizard import open_export_wizard  # noqa: PLC0415 - only when it is asked for

        to = self.result.peer_id if self.result is not None else ""
        self.finish()
        open_export_wizard(self.context, self.owner, to)

    @override
    def reject(self) -> None:
        if self.step == REPORT:
            self.finish()
        else:
            super().reject()


def open_import_wizard(context: Context, parent: QWidget, path: Path | None = None) -> ImportWizard:
    """Import exchange files; with a `path` that one is looked at at once."""
    wizard = ImportWizard(context, parent)
    wizard.open()
    if path is not None:
        wizard.look_at([path])
    return wizard
