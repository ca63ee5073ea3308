"""The running part of the presenter: work off the GUI thread, changes back, position, signatures.

GUI thread. Every service call runs on the workspace's worker through `Tasks`; nothing here touches disk. Writes are
carried out in the order they were made. While several writes of one answer are under way, only the last one's row is
handed on, so that a fast second key press is never painted over by the echo of the first.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from inspector import services
from inspector.domain.visit import Step
from inspector.i18n import _, describe, ngettext
from inspector.problems import Problem
from inspector.services.visits.views import Bulk, Change, SignatureView, StepView, Target, TargetSummary, VisitView
from inspector.ui.messages import Messages, Notice, Tone
from inspector.ui.tasks import Tasks
from inspector.ui.visit.drafts import VisitTyping

if TYPE_CHECKING:
    from inspector.services import Workspace

T = TypeVar("T")
POSITION_DELAY_MS = 400
"""How often the position is written at most; the last one counts."""


class VisitSession(QObject):
    """Base of `VisitPresenter`. `visit` is kept current; panels listen to the signals."""

    change_applied = Signal(object)
    """`Change` of each committed write, after `visit` was brought up to date."""
    visit_changed = Signal(object)
    """The fresh `VisitView`."""
    go_requested = Signal(object, object, str)
    """(Step, Target | None, ref): a panel wishes to jump."""
    write_failed = Signal(object, str, object)
    """(Target | None, ref, Problem): nothing was stored; what was typed stays in the widget beside the error."""
    write_cancelled = Signal(object, str)
    """(Target | None, ref): the person kept the signatures; the panel shows the stored state again."""
    unlock_requested = Signal(object, object)
    """(proceed, cancel), two callables without arguments: an edit would clear signatures; ask first."""
    issued = Signal(object)
    """`Issued`: the visit was signed and archived."""

    def __init__(
        self, workspace: "Workspace", tasks: Tasks, messages: Messages, visit: VisitView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.tasks = tasks
        self.messages = messages
        self.visit = visit
        self.typing = VisitTyping(self, visit.id, self)
        """What is typed and not stored yet."""
        self.signatures: dict[str, SignatureView] = {}
        """Who has to sign and how they did, by signer; filled by loaded summaries and by changes."""
        self._bulk_notice: Notice | None = None
        self._pending: Counter[tuple[Target | None, str]] = Counter()
        self._position: tuple[Step, Target | None, str] = (visit.step, visit.target, visit.ref)
        self._stored = self._standing()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(POSITION_DELAY_MS)
        self._timer.timeout.connect(self.flush_position)

    @property
    def read_only(self) -> bool:
        """Whether the visit was signed or handed over and can only be read here."""
        return self.visit.shut is not None

    @property
    def signed(self) -> bool:
        """Whether anybody has signed, so that an edit would clear signatures."""
        return any(signature.method is not None for signature in self.signatures.values())

    def load(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        *,
        pool: bool = False,
        failed: Callable[[Problem], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Run a reading call; `done(result)` on the GUI thread, dropped when `owner` (or `done`'s widget) is gone.

        A problem is shown as a message unless `failed` takes it.
        """
        receiver = getattr(done, "__self__", None)
        keeper = owner or (receiver if isinstance(receiver, QObject) else self)
        self.tasks.run(work, done, failed, pool=pool, owner=keeper)

    def write(
        self,
        work: Callable[[], Change],
        *,
        target: Target | None = None,
        ref: str = "",
        pool: bool = False,
        content: bool = True,
        told: str = "",
    ) -> None:
        """Run a writing call. `content` says that it touches what was signed: then the person is asked first.

        `told` is said when it is stored, with an offer to take it back.
        """
        if self.visit.shut is not None:
            self.messages.info(describe(self.visit.shut.problem(self.visit.number)))
            self.write_cancelled.emit(target, ref)
            return
        if content and self.signed:
            self.unlock_requested.emit(
                lambda: self._write(work, (target, ref), pool=pool, told=told),
                lambda: self.write_cancelled.emit(target, ref),
            )
            return
        self._write(work, (target, ref), pool=pool, told=told)

    def _write(self, work: Callable[[], Change], key: tuple[Target | None, str], *, pool: bool, told: str) -> None:
        self._pending[key] += 1
        self.tasks.run(
            work,
            lambda change: self._on_written(key, change, told),
            lambda problem: self._on_failed(key, problem),
            pool=pool,
            owner=self,
        )

    def pending(self, target: Target | None, ref: str) -> bool:
        """Whether a write of this answer is still under way (it does not count as saved yet)."""
        return self._pending[target, ref] > 0

    @property
    def busy(self) -> bool:
        """Whether a write is still under way; what it did follows."""
        return bool(self._pending)

    def _standing(self) -> tuple[object, ...]:
        """What is written with the position: where the inspector is, and how far the visit is."""
        return (*self._position, *((step.done, step.total) for step in self.visit.steps))

    @property
    def position(self) -> tuple[Step, Target | None, str]:
        """Where the inspector was last: step, form, and question, line or hazard."""
        return self._position

    def _settle(self, key: tuple[Target | None, str]) -> None:
        self._pending[key] -= 1
        if self._pending[key] <= 0:
            del self._pending[key]

    def _on_written(self, key: tuple[Target | None, str], change: Change, told: str) -> None:
        self._settle(key)
        if change.rows and self._pending:
            change = replace(change, rows=tuple(row for row in change.rows if not self.pending(row[0], row[1].ref)))
        self.take(change)
        if told:
            self._offer_undo(told)

    def _on_failed(self, key: tuple[Target | None, str], problem: Problem) -> None:
        self._settle(key)
        self.messages.problem(problem)
        self.write_failed.emit(key[0], key[1], problem)

    def take(self, change: Change) -> None:
        """Merge a change into `visit` and tell the panels; also for calls that return more than a change."""
        change = replace(change, lines=(*change.lines, *change.alike))
        if change.signatures_cleared:
            self.signatures.clear()
        self.note_signatures(change.signatures)
        self.withdraw_bulk()
        steps = {step.step: step for step in change.steps}
        fresh = {summary.target: summary for summary in change.targets}
        known = change.visit or self.visit
        self.set_visit(
            replace(
                known,
                saved_at=change.saved_at,
                steps=_steps(known.steps, steps),
                equipment=_targets(known.equipment, fresh),
                indications=_targets(known.indications, fresh),
                steps_back=change.steps_back,
                inferences=change.inferences,
            )
        )
        for sentence in change.dropped:
            self.messages.info(sentence)
        self._write_soon()  # how far the visit is stands with the position
        self.change_applied.emit(change)
        if change.bulk is not None:
            self._tell_bulk(change.bulk)
        if change.went is not None:
            self.go(change.went.step, change.went.target, change.went.ref)

    # undo, redo, and what is passed at once -------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the visit's last step back, what is being stored just now included; go to where it was made."""
        workspace, visit = self.workspace, self.visit.id
        if self.visit.steps_back.undo or self._pending:
            self.write(lambda: services.undo_visit(workspace, visit), ref="undo")

    def redo(self) -> None:
        """Make the step again that was undone last."""
        workspace, visit = self.workspace, self.visit.id
        if self.visit.steps_back.redo:
            self.write(lambda: services.redo_visit(workspace, visit), ref="redo")

    def pass_rest(self, target: Target, section: str) -> None:
        """其余判合格: pass what is open in a section, but for what deserves a look."""
        workspace, visit = self.workspace, self.visit.id
        self.write(lambda: services.pass_rest(workspace, visit, target, section), target=target, ref=section)

    def withdraw_bulk(self) -> None:
        """Something else was done, or another page comes: the message no longer offers to take the rest back."""
        if self._bulk_notice is not None:
            self.messages.withdrawn.emit(self._bulk_notice)
            self._bulk_notice = None

    def _tell_bulk(self, bulk: Bulk) -> None:
        """Say what was passed; the message offers to take it back until something else is done."""
        parts = [ngettext("{count} question passed", "{count} questions passed", bulk.passed).format(count=bulk.passed)]
        if bulk.drawn:
            words = ngettext("{count} drawn for a closer look", "{count} drawn for a closer look", bulk.drawn)
            parts.append(words.format(count=bulk.drawn))
        others = bulk.left - bulk.drawn
        if others > 0:
            parts.append(ngettext("{count} left to answer", "{count} left to answer", others).format(count=others))
        self._offer_undo(" · ".join(parts))

    def _offer_undo(self, words: str) -> None:
        """Say what many answers at once came to; the message offers to take it back until something else is done."""
        self._bulk_notice = Notice(Tone.SUCCESS, words, _("Undo"), self.undo, "Ctrl Z")
        self.messages.posted.emit(self._bulk_notice)

    def close_position(self) -> None:
        """The visit is over: what is waiting is not written any more."""
        self._timer.stop()
        self._stored = self._standing()

    def set_visit(self, visit: VisitView) -> None:
        """Take a whole fresh view, for example after equipment was added."""
        self.visit = visit
        self.visit_changed.emit(visit)

    def note_signatures(self, signatures: Iterable[SignatureView]) -> None:
        """Remember who signed."""
        self.signatures |= {signature.who: signature for signature in signatures}

    def go(self, step: Step, target: Target | None = None, ref: str = "") -> None:
        """Wish to jump."""
        self.go_requested.emit(step, target, ref)

    def remember(self, step: Step, target: Target | None = None, ref: str = "") -> None:
        """Remember where the inspector is; fire and forget, the last of a quick series is written."""
        if (step, target, ref) != self._position:
            self._position = (step, target, ref)
            self._write_soon()

    def _write_soon(self) -> None:
        """Write the position in a moment; what comes meanwhile does not put it off, so fast typing is no gap."""
        if not self._timer.isActive():
            self._timer.start()

    def flush_position(self) -> None:
        """Write the position and how far the visit is, if that changed; the page calls it before it goes."""
        self._timer.stop()
        if self._standing() == self._stored:
            return
        self._stored = self._standing()
        step, target, ref = self._position
        workspace, visit = self.workspace, self.visit.id
        self.tasks.run(lambda: services.set_position(workspace, visit, step, target, ref), owner=self)


def _steps(old: tuple[StepView, ...], fresh: dict[Step, StepView]) -> tuple[StepView, ...]:
    return tuple(fresh.get(step.step, step) for step in old)


def _targets(old: tuple[TargetSummary, ...], fresh: dict[Target, TargetSummary]) -> tuple[TargetSummary, ...]:
    return tuple(fresh.get(summary.target, summary) for summary in old)
