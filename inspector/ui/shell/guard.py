"""Keeps an open window from those it is not for: locked when nobody is there, or too long without the server.

One for each open workspace. What covers the window is one page at a time: the lock first, and after it, where contact
with the server is missing, the page that says so. GUI thread.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from inspector.domain.person import Person
from inspector.i18n import _, describe, ngettext
from inspector.problems import Problem
from inspector.services.access import locking
from inspector.services.access.locking import LockState
from inspector.services.syncing import offline_age
from inspector.services.syncing.offline_age import OfflineState
from inspector.ui.page import Context
from inspector.ui.shell.cover import Cover
from inspector.ui.shell.idle import IdleWatch

if TYPE_CHECKING:
    from inspector.ui.shell.lock_page import LockPage

CHECK_MS: Final = 10 * 60 * 1000
"""Between looks whether contact is missing by now."""
Clock = Callable[[], float]


class Guard(QObject):
    """`lock()` at once (Ctrl+L), by itself when idle. `quit_requested` from a page that covers the window."""

    quit_requested = Signal()

    def __init__(
        self,
        window: QWidget,
        stack: QStackedLayout,
        context: Context,
        *,
        clock: Clock = time.monotonic,
        wall: Clock = time.time,
    ) -> None:
        super().__init__(window)
        self._window, self._context, self._workspace = window, context, context.workspace
        self._cover = Cover(window, stack)
        self._covering: Literal["", "lock", "contact"] = ""
        self._warned = False
        self._offline: OfflineState | None = None
        self.idle = IdleWatch(self, clock=clock, wall=wall)
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._connect()

    def _connect(self) -> None:
        self.idle.idle.connect(self._on_idle)
        self._timer.timeout.connect(self.check_contact)
        desk = self._context.desk
        if desk is not None:
            desk.sync.state_changed.connect(self._on_sync_changed)

    def start(self, *, locked: bool = False, offline: OfflineState | None = None) -> None:
        """Begin; `locked` asks who is there before anything is shown, `offline` is how long the server is away."""
        handle = self._window.windowHandle()
        if handle is not None:
            self.idle.watch(handle)
        self._timer.start()
        if locked:
            self.lock()
        if offline is not None:
            self._on_offline(offline)
        self.refresh()

    def stop(self) -> None:
        """The workspace goes."""
        self.idle.stop()
        self._timer.stop()
        self._cover.drop()
        self._covering = ""

    def refresh(self) -> None:
        """Take over the minutes that were chosen."""
        workspace = self._workspace
        self._run(lambda: locking.lock_minutes(workspace), self.idle.set_minutes)

    @property
    def covered(self) -> bool:
        """Whether the shell is hidden."""
        return self._cover.page is not None

    @property
    def page(self) -> QWidget | None:
        """What covers the window."""
        return self._cover.page

    # the lock -------------------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Hide everything until somebody unlocks."""
        self._lock(told=True)

    def _on_idle(self) -> None:
        self._lock(told=False)

    def _lock(self, *, told: bool) -> None:
        if self._covering == "lock":
            return
        from inspector.ui.shell.lock_page import LockPage  # noqa: PLC0415 - see the module's docstring

        page = LockPage()
        page.secret_given.connect(lambda way, secret: self._on_secret(page, way, secret))
        page.persons_requested.connect(lambda: self._ask_person(page))
        page.quit_requested.connect(self.quit_requested)
        self._put(page, "lock")
        self._fetch(page, "", told=told)

    def _fetch(self, page: "LockPage", person: str, *, told: bool = True) -> None:
        workspace = self._workspace

        def impossible(problem: Problem) -> None:
            self._lift()
            if told:
                self._context.messages.problem(problem)

        def show(state: LockState) -> None:
            if state.way:
                page.show_state(state)
            else:
                impossible(Problem("lock_impossible"))

        self._run(lambda: locking.lock_state(workspace, person), show, impossible, owner=page)

    def _ask_person(self, page: "LockPage") -> None:
        from inspector import services  # noqa: PLC0415 - most locks are opened by who locked
        from inspector.ui.shell.person_choice import PersonDialog  # noqa: PLC0415 - as above

        workspace = self._workspace

        def ask(persons: tuple[Person, ...]) -> None:
            dialog = PersonDialog(page, persons, page.person)
            dialog.chosen.connect(lambda person: self._fetch(page, person))
            dialog.open()

        self._run(lambda: services.persons(workspace), ask, owner=page)

    def _on_secret(self, page: "LockPage", way: str, secret: str) -> None:
        workspace, person = self._workspace, page.person

        def refused(problem: Problem) -> None:
            wait = int(str(problem.params.get("seconds", 0)))
            page.refuse(describe(problem), wait, blocked=problem.code == "pin_locked")

        def work() -> Person:
            if way == "recovery":
                return locking.unlock_by_recovery_key(workspace, person, secret)
            return locking.unlock(workspace, person, secret)

        self._context.tasks.run(work, self._on_unlocked, refused, pool=True, owner=page)

    def _on_unlocked(self, person: Person) -> None:
        self._lift()
        self.idle.touch()
        if self._context.desk is not None:
            self._context.desk.take_person(person)
        self.check_contact()

    def _lift(self) -> None:
        """Take the lock away; what says that contact is missing comes in its place where it must."""
        if self._offline is not None and self._offline.phase == "over":
            self._show_contact(self._offline)
        else:
            self._covering = ""
            self._cover.lift()

    def _put(self, page: QWidget, kind: Literal["lock", "contact"]) -> None:
        self._covering = kind
        self._cover.put(page)

    # contact with the server ----------------------------------------------------------------------------------------

    def _on_sync_changed(self, state: Any) -> None:
        if state.phase in ("refused", "synced", "pending", "deciding"):
            self.check_contact()

    def check_contact(self) -> None:
        """See whether the laptop was too long without its server, or is again in contact."""
        workspace = self._workspace
        if not workspace.closed:
            self._run(lambda: offline_age.offline_state(workspace), self._on_offline)

    def _on_offline(self, state: OfflineState) -> None:
        before, self._offline = self._offline, state
        if self._covering == "lock":
            return
        if state.phase == "over" and not self._covering:
            self._show_contact(state)
        elif state.phase != "over" and self._covering:
            self._lift()
        if state.phase == "ending" and not self._warned:
            self._warned = True
            self._warn(state)
        elif before is not None and state.phase == "fine":
            self._warned = False

    def _show_contact(self, state: OfflineState) -> None:
        from inspector.ui.shell.contact import Contact  # noqa: PLC0415 - see the module's docstring

        contact = Contact(self._window, self._context, state)
        contact.contacted.connect(self.check_contact)
        contact.quit_requested.connect(self.quit_requested)
        self._put(contact.page, "contact")

    def _warn(self, state: OfflineState) -> None:
        ends = f"{state.ends_at.astimezone():%m-%d %H:%M}" if state.ends_at is not None else ""
        words = ngettext(
            "No contact with the server for {days} day. From {time} on the laptop is locked until it synchronised.",
            "No contact with the server for {days} days. From {time} on the laptop is locked until it synchronised.",
            state.days,
        )
        desk = self._context.desk
        hurry = desk.sync.hurry if desk is not None else None
        self._context.messages.error(words.format(days=state.days, time=ends), _("Synchronise now"), hurry)

    def _run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Problem], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        self._context.tasks.run(work, done, failed or (lambda _problem: None), owner=owner or self)
