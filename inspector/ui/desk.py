"""Who is working in this workspace and how much waits for a server: what the top bar and the settings show."""

import weakref
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from inspector import services
from inspector.domain.person import Person
from inspector.problems import Problem
from inspector.ui.keeping import Keeper, Keeping, Tell
from inspector.ui.messages import Messages
from inspector.ui.sync.watch import SyncWatch
from inspector.ui.tasks import Tasks

KEEP_MS = 500
"""What is kept going behind the window begins this long after the start: the first page's lists come before it."""
COUNT_MS = 400
"""Reviews are counted this long after they were asked for, once however often that was: nobody waits for a badge, and
the page that is opening has questions of its own."""

RECOUNT_MS = 250
"""Unsent records are counted this long after something was written, once for all that came meanwhile."""


class Desk(QObject):
    """Keeps the acting person and the number of unsent records, which is counted again whenever something was written.

    `refresh()` after anything was signed or issued.
    """

    person_changed = Signal(object)
    """The acting Person, or None while nobody was chosen."""
    persons_fetched = Signal(object)
    """All active persons."""
    pending_changed = Signal(int)
    pin_wanted = Signal(object)
    """A Person who is to work from now on has a PIN, which `act_as` needs then."""
    reviews_changed = Signal(int)
    """How many judgements wait for the acting person."""
    _written = Signal()
    """Something was written; emitted on the workspace's worker."""

    def __init__(self, workspace: Any, tasks: Tasks, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._tasks, self._messages = workspace, tasks, messages
        self.person: Person | None = None
        self.safekeeping = Keeping(lambda tell: _second_place(workspace, tell), self)
        """Copies in the second place; its state is a PlaceState."""
        self.backups = Keeping(lambda tell: _backups(workspace, tell), self)
        """Daily backups; its state is a BackupState."""
        self.sync = SyncWatch(workspace, tasks, self)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(COUNT_MS)
        self._counting.timeout.connect(self._count_reviews)
        self._told: Callable[[], None] | None = None
        """What the store calls after a write, once this has started."""
        self._recounting = QTimer(self)
        self._recounting.setSingleShot(True)
        self._recounting.setInterval(RECOUNT_MS)
        self._recounting.timeout.connect(self._recount)
        self._written.connect(self._on_written, Qt.ConnectionType.QueuedConnection)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(KEEP_MS)
        self._keeping.timeout.connect(self._start_keeping)

    def start(self, person: Person | None = None) -> None:
        """Begin with who is acting; unless it is known, find out."""
        workspace = self._workspace
        if person is None:
            self._tasks.run(lambda: services.acting_person(workspace), self._on_person, self._on_nobody)
        else:
            self._on_person(person)
        self.refresh()
        self._keeping.start()
        if self._told is None:
            self._told = _teller(weakref.ref(self))
            workspace.store.subscribe(self._told)

    def refresh(self) -> None:
        """Count again what no server has yet, and let it be copied."""
        self.safekeeping.hurry()
        self.count()

    def count(self) -> None:
        """Count again what no server has yet and what waits for a review; page after page does so."""
        workspace = self._workspace
        self._tasks.run(lambda: services.unsent_count(workspace), self.pending_changed.emit, owner=self)
        self.count_reviews()

    def count_reviews(self) -> None:
        """Count again what waits for a review by the acting person, in a moment."""
        self._counting.start()

    def stop(self) -> None:
        """Count no more: the workspace is about to be closed."""
        if self._told is not None:
            self._workspace.store.unsubscribe(self._told)
            self._told = None
        self._recounting.stop()
        self._counting.stop()
        self._keeping.stop()
        self.sync.stop()

    def _on_written(self) -> None:
        if not self._recounting.isActive() and self._told is not None:
            self._recounting.start()

    def _recount(self) -> None:
        """Count what no server has yet, when nothing that a person waits for is under way."""
        if self._tasks.busy:
            self._recounting.start()
        elif not self._workspace.closed:
            workspace = self._workspace
            self._tasks.run(lambda: services.unsent_count(workspace), self.pending_changed.emit, owner=self)

    def _start_keeping(self) -> None:
        """Start what works behind the window; again only what does not work yet."""
        if self._tasks.busy:
            self._keeping.start()
        elif not self._workspace.closed:
            self.safekeeping.start()
            self.backups.start()
            self.sync.start()

    def _count_reviews(self) -> None:
        if self._tasks.busy:
            self._counting.start()
            return
        workspace = self._workspace
        if workspace.closed:
            return
        self._tasks.run(lambda: services.waiting_reviews(workspace), self.reviews_changed.emit, owner=self)

    def fetch_persons(self) -> None:
        """Ask for the persons to choose from."""
        workspace = self._workspace
        self._tasks.run(lambda: services.persons(workspace), self.persons_fetched.emit, owner=self)

    def act_as(self, person: str, pin: str | None = None, failed: Callable[[Problem], None] | None = None) -> None:
        """Let another person work, now and at the next start; `pin_wanted` if that takes a PIN and none is given."""
        workspace = self._workspace

        def refused(problem: Problem) -> None:
            if problem.code == "pin_needed":
                self._tasks.run(lambda: workspace.person_of(person), self.pin_wanted.emit, owner=self)
            elif failed is not None:
                failed(problem)
            else:
                self._messages.problem(problem)

        self._tasks.run(lambda: services.switch_person(workspace, person, pin), self._on_person, refused, owner=self)

    def take_person(self, person: Person) -> None:
        """Somebody unlocked the screen and works from now on."""
        self._on_person(person)

    def set_pin(
        self, pin: str, done: Callable[[], None], failed: Callable[[Problem], None], *, before: str = ""
    ) -> None:
        """Set the PIN with which the acting person signs on this computer; one that is set is `before`.

        The person is known anew afterwards.
        """
        person = self.person
        if person is None:
            return
        workspace = self._workspace

        def finished(fresh: Person) -> None:
            self._on_person(fresh)
            done()

        self._tasks.run(lambda: services.change_pin(workspace, person.id, pin, before), finished, failed, owner=self)

    def _on_person(self, person: Person) -> None:
        self.person = person
        self.person_changed.emit(person)
        self.count_reviews()

    def _on_nobody(self, problem: Problem) -> None:
        self.person = None
        self.person_changed.emit(None)
        if problem.code != "nobody_acting":
            self._messages.problem(problem)


def _teller(here: "weakref.ref[Desk]") -> Callable[[], None]:
    """What tells a desk from another thread that something was written, as long as there is one."""

    def told() -> None:
        desk = here()
        if desk is not None and shiboken6.isValid(desk):
            desk._written.emit()  # noqa: SLF001 - its own, from the other thread

    return told


def _second_place(workspace: Any, tell: Tell) -> Keeper:
    from inspector.services.second_place.keeper import Keeper as SecondPlaceKeeper  # noqa: PLC0415 - after the start

    return SecondPlaceKeeper(workspace, tell)


def _backups(workspace: Any, tell: Tell) -> Keeper:
    from inspector.services.backups.keeper import BackupKeeper  # noqa: PLC0415 - after the start

    return BackupKeeper(workspace, tell)
