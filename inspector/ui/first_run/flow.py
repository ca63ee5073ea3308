"""The course of the first run: which page follows which, and the work between them, off the GUI thread.

A workspace is made in one go after folder, company and people are known; the recovery key is shown then. Killed in
between, the window goes on at the next start with what is still missing (`resume`).
"""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from inspector import services
from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.services import recovery, second_place_restore, setting_up
from inspector.services.settings import SetUpState
from inspector.ui.files import ask_folder, ask_where, write_file
from inspector.ui.first_run.key_step import KeyStep
from inspector.ui.first_run.place_step import PASSPHRASE, PlaceStep
from inspector.ui.first_run.restore_step import RestoredStep, RestoreStep, UnlockStep
from inspector.ui.first_run.step import StepPage
from inspector.ui.first_run.team_steps import CompanyStep, PeopleStep
from inspector.ui.first_run.welcome import WelcomePage
from inspector.ui.kit.empty import Skeleton
from inspector.ui.messages import Messages
from inspector.ui.tasks import Tasks

STEPS = 4
PROGRESS_MS = 100


class FirstRun(QWidget):
    """Asks its way to an open workspace.

    `workspace_made(Workspace)` when everything is there; `folder_chosen(Path)` for one that exists and is to be opened
    as usual; `back_requested` to the workspace that was open before.
    """

    workspace_made = Signal(object)
    folder_chosen = Signal(object)
    back_requested = Signal()

    def __init__(self, path: Path, tasks: Tasks, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path, self._tasks, self._messages = path, tasks, messages
        self._stack = QStackedLayout(self)
        self._place: PlaceStep | None = None
        self._company: CompanyStep | None = None
        self._people: PeopleStep | None = None
        self.workspace: Any = None
        """The workspace between its making and `workspace_made`; whoever drops this object closes it."""
        self._done: tuple[int, int] = (0, 0)
        self._can_go_back = False

    @property
    def page(self) -> QWidget | None:
        """The page that shows."""
        return self._stack.currentWidget()

    # ways to begin --------------------------------------------------------------------------------------------------

    def welcome(self, *, can_go_back: bool = False) -> None:
        """Ask how to begin."""
        page = WelcomePage(can_go_back=can_go_back)
        page.way_chosen.connect(self._on_way_chosen)
        page.back_requested.connect(self.back_requested)
        self._show(page)
        page.begin()
        self._can_go_back = can_go_back

    def _on_way_chosen(self, way: str) -> None:
        match way:
            case "create":
                self._show_place()
            case "open":
                ask_folder(self.window(), _("Choose the folder of a workspace"), self._path, self.folder_chosen.emit)
            case "restore":
                self._show_restore()
            case "sample":
                self._open_sample()

    def unlock(self, path: Path) -> None:
        """Open a workspace whose passphrase is forgotten."""
        page = UnlockStep(path)
        page.back_requested.connect(lambda: self.folder_chosen.emit(path))
        page.next_requested.connect(lambda: self._unlock(page, path))
        self._show(page)
        page.begin()

    def resume(self, workspace: Any, state: SetUpState) -> None:
        """Go on with a workspace that was made and not finished."""
        self.workspace = workspace
        if state.persons_missing:
            self._show_company(first=True)
        else:
            self._new_key()

    def _unlock(self, page: UnlockStep, path: Path) -> None:
        typed, passphrase = page.key.value(), page.passphrase.value()
        self._work(
            page,
            lambda: recovery.open_with_recovery_key(path, typed, passphrase=passphrase),
            self.workspace_made.emit,
        )

    def _open_sample(self) -> None:
        path = self._path.with_name(f"{self._path.name}-sample")
        if (path / "workspace.json").exists():
            self.folder_chosen.emit(path)
            return
        self._show(Skeleton(6))
        self._tasks.run(
            lambda: services.create_demo(path),
            lambda _made: self.folder_chosen.emit(path),
            self._on_sample_refused,
            pool=True,
            owner=self,
        )

    def _on_sample_refused(self, problem: Problem) -> None:
        self.welcome(can_go_back=self._can_go_back)
        self._messages.problem(problem)

    # a new workspace ------------------------------------------------------------------------------------------------

    def _show_place(self) -> None:
        if self.workspace is not None:
            return
        if self._place is None:
            self._place = PlaceStep(self._path, _place(1))
            self._place.back_requested.connect(lambda: self.welcome(can_go_back=self._can_go_back))
            self._place.next_requested.connect(self._show_company)
            self._stack.addWidget(self._place)
        self._show(self._place)
        self._place.begin()

    def _show_company(self, *, first: bool = False) -> None:
        if self._company is None:
            self._company = CompanyStep(_place(2), back=not first)
            self._company.back_requested.connect(self._show_place)
            self._company.next_requested.connect(self._show_people)
        self._show(self._company)
        self._company.begin()

    def _show_people(self) -> None:
        if self._company is None:
            return
        if self._people is None:
            go_on = _("Make the workspace") if self.workspace is None else _("Next")
            self._people = PeopleStep(_place(3), go_on)
            self._people.back_requested.connect(self._show_company_again)
            self._people.next_requested.connect(self._make)
        self._people.take_team(self._company.team.value().strip())
        self._show(self._people)
        self._people.begin()

    def _show_company_again(self) -> None:
        self._show_company()

    def _make(self) -> None:
        """Make the workspace, then write company and persons; when the second is refused it is all that is repeated."""
        if self._people is None or self.workspace is not None or self._place is None:
            self._write_people()
            return
        path, key = self._place.folder.path(), self._place.key
        passphrase = self._place.passphrase.value() if key == PASSPHRASE else None
        self._work(self._people, lambda: _made(path, key, passphrase), self._on_made, answer_on=self._place)

    def _on_made(self, workspace: Any) -> None:
        self.workspace = workspace
        self._write_people()

    def _write_people(self) -> None:
        if self._company is None or self._people is None:
            return
        workspace, persons = self.workspace, self._people.table.persons()
        company, phone = self._company.company.value(), self._company.phone.value()
        self._work(
            self._people,
            lambda: workspace.call(lambda: setting_up.set_up(workspace, company, phone, persons)),
            lambda _person: self._on_people_written(),
        )

    def _on_people_written(self) -> None:
        key = recovery.first_key(self.workspace)
        if key is None:
            self._new_key()
        else:
            self._show_key(key)

    # the recovery key -----------------------------------------------------------------------------------------------

    def _new_key(self) -> None:
        workspace = self.workspace
        self._show(Skeleton(6))
        self._tasks.run(lambda: recovery.new_recovery_key(workspace), self._show_key, pool=True, owner=self)

    def _show_key(self, key: recovery.RecoveryKey) -> None:
        page = KeyStep(key.groups, secrets.randbelow(len(key.groups)), _place(4))
        page.sheet_requested.connect(lambda: self._ask_sheet(key))
        page.next_requested.connect(lambda: self._confirm(page))
        self._show(page)
        page.begin()

    def _ask_sheet(self, key: recovery.RecoveryKey) -> None:
        title = _("Save the sheet to print")
        ask_where(self, title, f"{_('Recovery key')}.pdf", "PDF (*.pdf)", lambda path: self._save_sheet(key, path))

    def _save_sheet(self, key: recovery.RecoveryKey, path: Path) -> None:
        workspace, page = self.workspace, self.page
        self._tasks.run(
            lambda: write_file(path, recovery.recovery_sheet(workspace, key)),
            lambda _size: self._tell(page, _("Saved as {file}").format(file=path)),
            lambda problem: self._tell(page, describe(problem)),
            pool=True,
            owner=self,
        )

    @staticmethod
    def _tell(page: QWidget | None, sentence: str) -> None:
        if isinstance(page, StepPage):
            page.show_error(sentence)

    def _confirm(self, page: StepPage) -> None:
        workspace = self.workspace
        self._work(
            page,
            lambda: workspace.call(lambda: setting_up.confirm_recovery_key(workspace)),
            lambda _nothing: self._hand_on(),
        )

    def _hand_on(self) -> None:
        workspace, self.workspace = self.workspace, None
        self.workspace_made.emit(workspace)

    # restoring ------------------------------------------------------------------------------------------------------

    def _show_restore(self) -> None:
        page = RestoreStep(self._path)
        page.back_requested.connect(lambda: self.welcome(can_go_back=self._can_go_back))
        page.place_chosen.connect(lambda folder: self._look(page, folder))
        page.next_requested.connect(lambda: self._restore(page))
        self._show(page)
        page.begin()

    def _look(self, page: RestoreStep, folder: Path) -> None:
        self._tasks.run(
            lambda: second_place_restore.restorable(folder),
            page.show_copies,
            lambda problem: page.place.field.set_error(describe(problem)),
            pool=True,
            owner=page,
        )

    def _restore(self, page: RestoreStep) -> None:
        folder, typed, target = page.copy_folder(), page.key.value(), page.target.path()
        passphrase = page.passphrase.value()

        page.progress.show()
        timer = QTimer(page)
        timer.timeout.connect(lambda: page.progress.set_progress(*self._done))
        timer.start(PROGRESS_MS)

        def over() -> None:
            timer.stop()
            page.progress.hide()

        self._work(
            page,
            lambda: second_place_restore.restore(
                folder, typed, target, passphrase=passphrase, progress=self._on_progress
            ),
            self._on_restored,
            over,
        )

    def _on_progress(self, done: int, total: int) -> None:
        """Called by the working thread; the timer shows it."""
        self._done = (done, total)

    def _on_restored(self, restored: second_place_restore.Restored) -> None:
        self.workspace = restored.workspace
        page = RestoredStep(restored)
        page.next_requested.connect(self._hand_on)
        self._show(page)
        page.begin()

    # pages ----------------------------------------------------------------------------------------------------------

    def _work(
        self,
        page: StepPage,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        over: Callable[[], None] = lambda: None,
        *,
        answer_on: StepPage | None = None,
    ) -> None:
        """Run work in the pool while the page waits; what goes wrong stands above its buttons, all entries stay.

        `answer_on` is the page where the cause can be put right, when that is another one.
        """
        page.set_busy(True)

        def finished(result: Any) -> None:
            over()
            page.set_busy(False)
            done(result)

        def refused(problem: Problem) -> None:
            over()
            page.set_busy(False)
            shown = answer_on or page
            if shown is not page:
                self._show(shown)
            shown.show_error(describe(problem))
            shown.begin()

        self._tasks.run(work, finished, refused, pool=True, owner=self)

    def _show(self, page: QWidget) -> None:
        old = self._stack.currentWidget()
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        kept = (self._place, self._company, self._people, page)
        if old is not None and old not in kept:
            self._stack.removeWidget(old)
            old.hide()
            old.deleteLater()


def _place(number: int) -> str:
    return _("Step {number} of {count}").format(number=number, count=STEPS)


def _made(path: Path, key: str, passphrase: str | None) -> Any:
    """A new workspace that remembers that its recovery key is still to be confirmed. Pool thread."""
    workspace = services.create_workspace(path, key=key, passphrase=passphrase)
    workspace.call(lambda: setting_up.expect_confirmation(workspace))
    return workspace
