"""The workspace object that window and commands hold: the store, the criteria, the checklists, who is acting.

`open_workspace` may take a moment (key derivation, migrations) and must not run on a GUI thread. Everything else that
services do runs on the store's one worker thread: hand a function to `Workspace.submit` (or `call`, which waits).
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import inspector
from inspector.domain.hazard import Hazard
from inspector.domain.ids import IdSource
from inspector.domain.person import Person
from inspector.domain.visit import VisitStatus
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.temporary import Temporary
from inspector.storage import Database, KeySource, Store, create_store, open_store
from inspector.storage.folder.workspace import unmake_folder
from inspector.sync.recovery_key import SECRET_BYTES, RecoveryKey

if TYPE_CHECKING:
    from concurrent.futures import Future

    from inspector.criteria import Packs
    from inspector.services.checklists.compiled import FormLibrary
    from inspector.services.visits.opened import OpenVisit

register(
    ProblemKind.INPUT,
    {
        "person_unknown": N_("There is no person “{person}” in this workspace."),
        "nobody_acting": N_("Say who is working: add --as PERSON (id or login), or choose a person in the settings."),
        "visit_not_open": N_("The visit “{visit}” is not open on this laptop."),
    },
)

T = TypeVar("T")

ACTING = "acting_person"
SETTLED = "recurrence_settled"
"""Setting: the version of the program that worked out last what counts as come back."""


class Workspace:
    """One open workspace. `submit`, `call`, `blob` and `close` are for any thread; the rest belongs to the worker."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime] | None = None) -> None:
        self.store = store
        self.visits: dict[str, OpenVisit] = {}
        self._clock = clock or (lambda: datetime.now().astimezone())
        self._ids = IdSource(lambda: time.time_ns() // 1_000_000, os.urandom)
        self._acting: Person | None = None
        self._db: Database | None = None
        self.first_recovery_key: RecoveryKey | None = None
        """Of a workspace that was just made, until it was shown (`services.rescue.recovery.first_key`)."""
        self.copying = threading.Lock()
        """Held by whoever copies to the second place."""
        self.syncing = threading.Lock()
        """Held by whoever synchronises with the server."""
        self.backing_up = threading.Lock()
        """Held by whoever writes a backup."""
        self.before_close: list[Callable[[], None]] = []
        """Called by `close` first: whoever works on the workspace by himself stops here."""
        self.closed = False
        """Whether it is closed, or about to be: it takes no more work."""
        self.temporary = Temporary(store.path)
        """Where plaintext may lie for a moment."""
        self.temporary.begin()
        self._packs: tuple[str, Packs, tuple[Problem, ...]] | None = None
        self.refused: tuple[Problem, ...] = ()
        """Held decisions that could not be carried out when the workspace was opened: what went wrong with each."""

    @property
    def path(self) -> Path:
        """The workspace's folder."""
        return self.store.path

    @property
    def packs(self) -> "Packs":
        """The criteria as they count here: packs of the program and the company's own, with its decisions laid over.

        Read when a visit needs them, and again after a decision, made here or arrived. The worker's; another thread
        waits for it.
        """
        return self._criteria()[1]

    @property
    def pack_troubles(self) -> "tuple[Problem, ...]":
        """What is wrong with packs of the company that cannot be used. As `packs`."""
        return self._criteria()[2]

    def _criteria(self) -> "tuple[str, Packs, tuple[Problem, ...]]":
        if not self.on_worker():
            return self.call(self._criteria)
        mark = self.db.house_rules.mark()
        if self._packs is None or self._packs[0] != mark:
            from inspector.services.judgement.rules import current_packs  # noqa: PLC0415 - the ledgers start without

            self._packs = (mark, *current_packs(self))
        return self._packs

    @cached_property
    def forms(self) -> "FormLibrary":
        """The checklists of this workspace; read when a visit needs them."""
        from inspector.services.checklists.compiled import FormLibrary  # noqa: PLC0415 - the form engine; the ledgers start without

        return FormLibrary(self.store.blobs)

    def submit(self, work: Callable[[], T]) -> "Future[T]":
        """Run work on the worker thread; errors come out of the future."""
        return self.store.submit(lambda db: self._run(db, work))

    def call(self, work: Callable[[], T]) -> T:
        """Run work on the worker thread and wait for it. Never from the GUI thread."""
        return self.store.call(lambda db: self._run(db, work))

    def on_worker(self) -> bool:
        """Whether this is the worker thread, where `call` runs at once."""
        return self._db is not None and self._db.on_own_thread()

    def _run(self, db: Database, work: Callable[[], T]) -> T:
        self._db = db
        return work()

    def close(self) -> None:
        """Finish what is queued and close the database."""
        self.closed = True
        while self.before_close:
            self.before_close.pop()()
        self.temporary.end()  # while the workspace is still ours alone
        self.store.close()

    # worker thread only ---------------------------------------------------------------------------------------------

    @property
    def db(self) -> Database:
        """The database; only inside work handed to `submit`."""
        if self._db is None:
            raise RuntimeError("the database is used outside the worker")
        return self._db

    def now(self) -> datetime:
        """Local time with its zone."""
        return self._clock()

    def today(self) -> date:
        """The local day."""
        return self.now().date()

    def new_id(self) -> str:
        """A fresh UUIDv7."""
        return self._ids.new()

    def visit(self, visit_id: str) -> "OpenVisit":
        """An open visit; Problem if it is not open in this process."""
        found = self.visits.get(visit_id)
        if found is None:
            raise Problem("visit_not_open", visit=visit_id)
        if found.stale or found.session.packs is not self.packs:
            found.refresh()
        return found

    def person_of(self, name: str) -> Person:
        """A person by id or login. Raises Problem person_unknown."""
        found = self.db.registers.person_by_login(name)
        if found is not None:
            return found
        try:
            return self.db.registers.person(name)
        except Problem as problem:
            raise Problem("person_unknown", person=name) from problem

    def act_as(self, name: str) -> Person:
        """Let a person act from now on in this process."""
        self._acting = self.person_of(name)
        return self._acting

    @property
    def somebody_acts(self) -> bool:
        """Whether it is known who is working, and who that is."""
        return self._acting is not None or self._remembered() is not None

    @property
    def acting(self) -> Person:
        """Who is acting: chosen now, else remembered; on a sample workspace its sample inspector."""
        if self._acting is None:
            self._acting = self._remembered()
            if self._acting is None:
                raise Problem("nobody_acting")
        return self._acting

    def _remembered(self) -> Person | None:
        """Who worked last; None for nobody, or for somebody whose record a damaged copy did not give back."""
        remembered = str(self.db.settings.get(ACTING, ""))
        try:
            return self.person_of(remembered) if remembered else None
        except Problem:
            return None

    @contextmanager
    def acting_as(self, person: str) -> Iterator[None]:
        """Let a person (id) act for a moment: what somebody decided is carried out in that person's name."""
        before, self._acting = self._acting, self.person_of(person)
        try:
            yield
        finally:
            self._acting = before

    def unclosed(self, customer: str) -> dict[str, Hazard]:
        """The customer's unclosed hazards, gravest first."""
        found = self.db.hazards.of_customer(customer, unclosed_only=True)
        return {hazard.id: hazard for hazard in sorted(found, key=lambda h: (h.grade.rank, h.deadline, h.number))}


def own_devices(workspace: Workspace) -> frozenset[str]:
    """Ids of this device, and of those that the workspace was restored from: all their records are here. Worker."""
    return workspace.db.own_devices()


def create_workspace(path: Path, *, key: str, passphrase: str | None = None) -> Workspace:
    """Make an empty workspace whose key comes from a passphrase or the system's keyring. Raises Problem.

    Its recovery key is made with it and waits in `first_recovery_key` to be shown once.
    """
    workspace = Workspace(create_store(path, source=KeySource(key), passphrase=passphrase))
    first = RecoveryKey(os.urandom(SECRET_BYTES))
    try:
        workspace.store.set_recovery(first.secret, workspace.now().isoformat(timespec="seconds"))
    except BaseException:
        workspace.close()
        unmake_folder(path)  # a workspace without a recovery key would look finished and refuse a second try
        raise
    workspace.first_recovery_key = first
    return workspace


def open_workspace(
    path: Path,
    *,
    passphrase: str | None = None,
    recovery_key: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Workspace:
    """Open a workspace, and carry out the decisions that were still held when it was closed or killed.

    With `recovery_key`, as somebody typed it, the passphrase is not asked for.
    Raises Problem (unreadable, foreign, newer, locked, wrong passphrase, damaged …).
    """
    secret = RecoveryKey.parse(recovery_key).secret if recovery_key is not None else None
    workspace = Workspace(open_store(path, passphrase=passphrase, recovery=secret), clock=clock)
    try:
        workspace.call(lambda: _settle(workspace))
        workspace.refused = workspace.call(lambda: _carry_out_held(workspace))
    except BaseException:
        workspace.close()
        raise
    return workspace


def _settle(workspace: Workspace) -> None:
    """Work out anew what counts as come back, once after each new program: its inspection cycles may be other ones."""
    if workspace.db.settings.get(SETTLED) != inspector.__version__:
        from inspector.services.hazards.supervision import settle_recurrence  # noqa: PLC0415 - rarely; it needs this module

        settle_recurrence(workspace)
    if any(row.status is VisitStatus.PLANNED for row in workspace.db.drafts.local()):
        from inspector.services.planning.records import adopt_planned  # noqa: PLC0415 - only for planned visits of an older program

        adopt_planned(workspace)


def _carry_out_held(workspace: Workspace) -> tuple[Problem, ...]:
    if not workspace.db.held.all():
        return ()
    from inspector.services.held import carry_out_due  # noqa: PLC0415 - it needs this module

    return carry_out_due(workspace, everything=True)
