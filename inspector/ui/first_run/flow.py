"""The course of the first run: which page follows which, and the work between them, off the GUI thread.

A workspace is made in one go after folder, company and people are known; the recovery key is shown then. Killed in
between, the window goes on at the next start with what is still missing (`resume`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector import services
from inspector.i18n import _
from inspector.problems import Problem
from inspector.services.access import setting_up
from inspector.services.rescue import recovery
from inspector.services.settings import SetUpState
from inspector.ui.files.saving import ask_folder
from inspector.ui.first_run.draft import FirstRunDraft
from inspector.ui.first_run.key_course import KeyCourse
from inspector.ui.first_run.pages import Pages
from inspector.ui.first_run.place_step import PASSPHRASE, PlaceStep
from inspector.ui.first_run.restore_step import UnlockStep
from inspector.ui.first_run.restoring import BackupRestoring, PlaceRestoring
from inspector.ui.first_run.team_steps import CompanyStep, PeopleStep
from inspector.ui.first_run.welcome import WelcomePage
from inspector.ui.kit.empty import Skeleton
from inspector.ui.kit.overlay import walk
from inspector.ui.messages import Messages
from inspector.ui.preferences import Preferences
from inspector.ui.tasks import Tasks

STEPS = 4
SAMPLE = "-sample"
"""What the folder of the sample workspace is called after the one it lies beside."""


class FirstRun(Pages):
    """Asks its way to an open workspace.

    `workspace_made(Workspace)` when everything is there; `folder_chosen(Path)` for one that exists and is to be opened
    as usual; `back_requested` to the workspace that was open before; `language_chosen(str)` on its first page.
    """

    orders_tabs = True
    workspace_made = Signal(object)
    folder_chosen = Signal(object)
    back_requested = Signal()
    language_chosen = Signal(str)

    def __init__(self, path: Path, tasks: Tasks, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(tasks, parent)
        self._path, self._messages = path, messages
        self._key = KeyCourse(self, _place(4))
        self._new_key = KeyCourse(self, "")
        self._restoring = PlaceRestoring(self)
        self._from_backup = BackupRestoring(self)
        self._draft = FirstRunDraft(tasks, Preferences(), self)
        self._place: PlaceStep | None = None
        self._company: CompanyStep | None = None
        self._people: PeopleStep | None = None
        self.workspace: Any = None
        """The workspace between its making and `workspace_made`; whoever drops this object closes it."""
        self.can_go_back = False
        """Whether there is a workspace to go back to."""
        self._connect()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes through the page as it is read, whatever rows were added later."""
        return walk(self, forward=next) or super().focusNextPrevChild(next)

    def _connect(self) -> None:
        for course in (self._key, self._new_key):
            course.confirmed.connect(self._hand_on)
        for restoring in (self._restoring, self._from_backup):
            restoring.restored.connect(self._on_restored)
            restoring.back_requested.connect(self._on_back_to_welcome)
        self._restoring.accepted.connect(self._hand_on)
        self._from_backup.accepted.connect(self._on_backup_accepted)
        self.folder_chosen.connect(self._draft.drop)
        self.workspace_made.connect(self._draft.drop)

    # ways to begin --------------------------------------------------------------------------------------------------

    def welcome(self, *, can_go_back: bool = False) -> None:
        """Ask how to begin."""
        page = WelcomePage(can_go_back=can_go_back)
        page.way_chosen.connect(self._on_way_chosen)
        page.back_requested.connect(self.back_requested)
        page.language_chosen.connect(self.language_chosen)
        self.show_page(page)
        page.begin()
        self.can_go_back = can_go_back

    def _on_way_chosen(self, way: str) -> None:
        match way:
            case "create":
                self._show_place()
            case "open":
                ask_folder(self.window(), _("Choose the folder of a workspace"), self._path, self.folder_chosen.emit)
            case "restore":
                self._restoring.ask(self._path)
            case "backup":
                self._from_backup.ask(self._path)
            case "sample":
                self.open_sample()

    def unlock(self, path: Path) -> None:
        """Open a workspace whose passphrase is forgotten."""
        page = UnlockStep(path)
        page.back_requested.connect(lambda: self.folder_chosen.emit(path))
        page.next_requested.connect(lambda: self._unlock(page, path))
        self.begin(page)

    def resume(self, workspace: Any, state: SetUpState) -> None:
        """Go on with a workspace that was made and not finished."""
        self.workspace = workspace
        if state.persons_missing:
            self._draft.of_workspace(workspace, lambda: self._show_company(first=True))
        else:
            self._key.begin_anew(workspace)

    def _unlock(self, page: UnlockStep, path: Path) -> None:
        typed, passphrase = page.key.value(), page.passphrase.value()
        self.work(
            page,
            lambda: recovery.open_with_recovery_key(path, typed, passphrase=passphrase),
            self.workspace_made.emit,
        )

    def open_sample(self) -> None:
        """Open the sample workspace beside this one; it is made when there is none."""
        path = self._path.with_name(f"{self._path.name.removesuffix(SAMPLE)}{SAMPLE}")
        if (path / "workspace.json").exists():
            self.folder_chosen.emit(path)
            return
        self.show_page(Skeleton(6))
        self.tasks.run(
            lambda: services.create_demo(path),
            lambda _made: self.folder_chosen.emit(path),
            self._on_sample_refused,
            pool=True,
            owner=self,
        )

    def _on_back_to_welcome(self) -> None:
        self.welcome(can_go_back=self.can_go_back)

    def _on_sample_refused(self, problem: Problem) -> None:
        self.welcome(can_go_back=self.can_go_back)
        self._messages.problem(problem)

    # a new workspace ------------------------------------------------------------------------------------------------

    def _show_place(self) -> None:
        if self.workspace is not None:
            return
        if self._place is None:
            self._place = PlaceStep(self._path, _place(1))
            self._place.back_requested.connect(self._on_back_to_welcome)
            self._place.next_requested.connect(self._show_company)
            self.keep(self._place)
        self.begin(self._place)

    def _show_company(self, *, first: bool = False) -> None:
        if self._company is None:
            self._company = CompanyStep(_place(2), back=not first)
            self._company.back_requested.connect(self._show_place)
            self._company.next_requested.connect(self._show_people)
            self._draft.company(self._company)
            self.keep(self._company)
        self.begin(self._company)

    def _show_people(self) -> None:
        if self._company is None:
            return
        if self._people is None:
            go_on = _("Make the workspace") if self.workspace is None else _("Next")
            self._people = PeopleStep(_place(3), go_on)
            self._people.back_requested.connect(self._show_company_again)
            self._people.next_requested.connect(self._make)
            self._people.table.login_wanted.connect(self._suggest_login)
            self._draft.people(self._people)
            self.keep(self._people)
        self._people.take_team(self._company.team.value().strip())
        self.begin(self._people)

    def _show_company_again(self) -> None:
        self._show_company()

    def _make(self) -> None:
        """Make the workspace, then write company and persons; when the second is refused it is all that is repeated."""
        if self._people is None or self.workspace is not None or self._place is None:
            self._write_people()
            return
        path, key = self._place.folder.path(), self._place.key
        passphrase = self._place.passphrase.value() if key == PASSPHRASE else None
        self.work(self._people, lambda: _made(path, key, passphrase), self._on_made, answer_on=self._place)

    def _on_made(self, workspace: Any) -> None:
        self.workspace = workspace
        self._write_people()

    def _suggest_login(self, row: Any, name: str, taken: Sequence[str]) -> None:
        people = self._people
        if people is not None:
            self.tasks.run(
                lambda: _login_of(name, taken),
                lambda login: people.table.suggest_login(row, login),
                pool=True,
                owner=people.table,
            )

    def _write_people(self) -> None:
        if self._company is None or self._people is None:
            return
        workspace, persons = self.workspace, self._people.table.persons()
        company, phone = self._company.company.value(), self._company.phone.value()
        self.work(
            self._people,
            lambda: workspace.call(lambda: setting_up.set_up(workspace, company, phone, persons)),
            lambda _person: self._on_set_up(workspace),
        )

    def _on_set_up(self, workspace: Any) -> None:
        self._draft.drop()
        self._key.begin(workspace)

    # the end --------------------------------------------------------------------------------------------------------

    def _on_restored(self, workspace: Any) -> None:
        self.workspace = workspace

    def _on_backup_accepted(self) -> None:
        """A backup that was opened by its passphrase brings a new recovery key, which is shown now."""
        if self.workspace.first_recovery_key is not None:
            self._new_key.begin(self.workspace)
        else:
            self._hand_on()

    def _hand_on(self) -> None:
        workspace, self.workspace = self.workspace, None
        self.workspace_made.emit(workspace)


def _place(number: int) -> str:
    return _("Step {number} of {count}").format(number=number, count=STEPS)


def _made(path: Path, key: str, passphrase: str | None) -> Any:
    """A new workspace that remembers that its recovery key is still to be confirmed. Pool thread."""
    workspace = services.create_workspace(path, key=key, passphrase=passphrase)
    workspace.call(lambda: setting_up.expect_confirmation(workspace))
    return workspace


def _login_of(name: str, taken: Sequence[str]) -> str:
    """What a person of this name may be called. Pool thread."""
    from inspector.services.registers.hints import suggested_login  # noqa: PLC0415 - only when a name was typed

    return suggested_login(name, taken)
