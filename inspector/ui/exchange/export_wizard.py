"""Writing an exchange file in four steps: for whom, what, writing and reading back, safe to pull out."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.services.exchange import parties
from inspector.services.exchange.exporting import export_exchange, outline_export
from inspector.services.exchange.views import CardView, Exported, Outline, Partner
from inspector.ui.exchange.cards import PATTERN, OwnCardDialog, TrustDialog, ask_files
from inspector.ui.exchange.export_steps import WhatStep, WhomStep, WrittenStep
from inspector.ui.exchange.places import remember_folder
from inspector.ui.exchange.wizard import STAGES, RunStep, Wizard
from inspector.ui.files.saving import ask_where, write_file
from inspector.ui.page import Context

WHOM, WHAT, RUN, DONE = range(4)


class ExportWizard(Wizard):
    """Asks for whom, shows what, writes it."""

    def __init__(self, context: Context, parent: QWidget, to: str = "") -> None:
        steps = (_("For whom"), _("What"), _("Writing"), _("Done"))
        super().__init__(context, parent, _("Write an exchange file"), steps)
        self.whom = WhomStep()
        self.what = WhatStep()
        self.run_step = RunStep(_("Leave the stick in until it says that it may be pulled out."), STAGES)
        self.written = WrittenStep()
        self.outline: Outline | None = None
        self.result: Exported | None = None
        self._wanted = to
        for page in (self.whom, self.what, self.run_step, self.written):
            self.add_page(page)
        self.whom.list.today = context.workspace.now().date()
        self._connect_steps()
        self.accept_button.setEnabled(False)
        self.fetch()

    def _connect_steps(self) -> None:
        self._told.connect(self.run_step.show_progress)
        self.whom.chosen.connect(self.accept)
        self.whom.add_requested.connect(self.ask_card)
        self.whom.card_requested.connect(self.ask_own_card)
        self.what.areas_changed.connect(self._on_areas)

    @override
    def first_focus(self) -> QWidget:
        if self.step == RUN:
            return self  # Enter, pressed once too often, must not stop it
        if self.step == WHOM and self.whom.list.isVisible():
            return self.whom.list
        return self.accept_button if self.accept_button.isVisible() else self.cancel_button

    # for whom --------------------------------------------------------------------------------------------------------

    def fetch(self) -> None:
        """See whom files can be written for."""
        workspace = self.context.workspace
        self.context.tasks.run(lambda: parties.partners(workspace), self._on_partners)

    def _on_partners(self, partners: Sequence[Partner]) -> None:
        self.whom.show_partners(partners, self._wanted)
        if self.step == WHOM:
            self.accept_button.setEnabled(self.whom.partner is not None)
            self.first_focus().setFocus()
        self._cover()

    def ask_card(self) -> None:
        """Choose the card of another laptop or of a server."""
        ask_files(
            self,
            _("Choose a card"),
            PATTERN,
            lambda paths: self.look_at_card(paths[0]),
            several=False,
            folder=self.folder,
        )

    def look_at_card(self, path: Path) -> None:
        """Show whose card it is, and ask whether the fingerprints are the same."""
        workspace = self.context.workspace

        def shown(card: CardView) -> None:
            dialog = TrustDialog(self, card)
            dialog.trusted.connect(lambda fingerprint: self._trust(path, fingerprint))
            dialog.open()

        self.context.tasks.run(
            lambda: parties.card_facts(workspace, path), shown, self._on_card_problem, pool=True, owner=self
        )

    def _trust(self, path: Path, fingerprint: str) -> None:
        workspace = self.context.workspace
        self.context.tasks.run(
            lambda: parties.trust_card(workspace, path, fingerprint),
            self._on_trusted,
            self._on_card_problem,
            pool=True,
        )

    def _on_trusted(self, card: CardView) -> None:
        self._wanted = card.id
        self.whom.problem.tell("")
        self.fetch()

    def _on_card_problem(self, problem: Problem) -> None:
        self.whom.problem.tell(describe(problem), "circle-alert", "red-text")
        self._cover()

    def ask_own_card(self) -> None:
        """Choose where this laptop's card is written."""
        name = f"{self.context.workspace.store.device.code}.hzc"
        ask_where(self, _("Save this laptop's card"), name, PATTERN, self.save_own_card)

    def save_own_card(self, path: Path) -> None:
        """Write the card, then show the fingerprint."""
        workspace = self.context.workspace

        def written() -> CardView:
            data, card = parties.own_card_file(workspace)
            write_file(path, data)
            own: CardView = card
            return own

        def shown(card: CardView) -> None:
            OwnCardDialog(self, card, path).open()

        self.context.tasks.run(written, shown, self._on_card_problem, pool=True, owner=self)

    # what ------------------------------------------------------------------------------------------------------------

    @override
    def next(self) -> None:
        match self.step:
            case 0:
                if self._code_missing():
                    return
                self.what.forget_areas()
                self._look()
            case 1:
                self.ask_place()
            case _:
                self.finish()

    def _code_missing(self) -> bool:
        missing = self.whom.partner is None or (not self.whom.code.isHidden() and not self.whom.code.value().strip())
        self.whom.code.set_error(_("Enter the code.") if missing and not self.whom.code.isHidden() else "")
        self._cover()
        return missing

    def _look(self) -> None:
        """Work out what goes along."""
        partner, areas, workspace = self.whom.partner, self.what.areas, self.context.workspace
        if partner is None:
            return
        self.accept_button.setEnabled(False)
        to, chosen = partner.id, areas or ()
        self.context.tasks.run(
            lambda: outline_export(workspace, to, areas=chosen),
            self._on_outline,
            self._on_problem,
            pool=True,
        )

    def _on_outline(self, outline: Outline) -> None:
        self.outline = outline
        self.what.show_outline(outline)
        self.show_page(WHAT, 1, _("Choose where and write…"), back=True)

    def _on_areas(self) -> None:
        if self.what.areas is None:
            self.accept_button.setEnabled(False)
        else:
            self._look()

    def _on_problem(self, problem: Problem) -> None:
        """Show why it did not work, where it can be tried again."""
        words = "" if problem.code == "exchange_cancelled" else describe(problem)
        if self.step == WHOM:
            self.whom.problem.tell(words, "circle-alert", "red-text")
            self.accept_button.setEnabled(True)
            self._cover()
            return
        self.what.problem.tell(words, "circle-alert", "red-text")
        self.show_page(WHAT, 1, _("Choose where and write…"), back=True)

    @override
    def back(self) -> None:
        self.show_page(WHOM, 0, _("Next"))

    # writing ---------------------------------------------------------------------------------------------------------

    def proposed_name(self) -> str:
        """A name that says from where, for whom and when."""
        now = self.context.workspace.now()
        partner = self.outline.partner if self.outline is not None else None
        whom = (partner.code or partner.name) if partner is not None else ""
        safe = "".join(letter for letter in whom if letter.isalnum() or letter in "-_")
        parts = (self.context.workspace.store.device.code, safe, f"{now:%m%d-%H%M}")
        return "-".join(part for part in parts if part) + ".hzx"

    def ask_place(self) -> None:
        """Choose the stick."""
        name = self.proposed_name()
        proposed = str(self.folder / name) if self.folder is not None else name
        ask_where(self, _("Choose the stick"), proposed, "*.hzx", self.write_to)

    def write_to(self, path: Path) -> None:
        """Write the file."""
        if self.outline is None:
            return
        workspace, to, areas = self.context.workspace, self.outline.partner.id, self.what.areas or ()
        code = self.whom.code.value() if not self.whom.code.isHidden() else ""
        self.run_step.begin()
        self.show_page(RUN, 2, "")
        self.work(
            lambda progress, cancelled: export_exchange(
                workspace, path, to, areas=areas, code=code, progress=progress, cancelled=cancelled
            ),
            self._on_written,
            self._on_problem,
        )

    def _on_written(self, done: Exported) -> None:
        self.result = done
        if done.paths:
            remember_folder(self.context.preferences, done.paths[0])
        self.written.show_written(done)
        self.cancel_button.hide()
        self.show_page(DONE, 3, _("Done"))

    @override
    def reject(self) -> None:
        if self.step == DONE:
            self.finish()
        else:
            super().reject()


def open_export_wizard(context: Context, parent: QWidget, to: str = "") -> ExportWizard:
    """Write an exchange file; `to` proposes for whom (id of a device)."""
    wizard = ExportWizard(context, parent, to)
    wizard.open()
    return wizard
