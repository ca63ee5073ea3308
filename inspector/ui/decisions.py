"""Decisions that can be taken back while their message shows: held on disk at once, carried out when it goes.

GUI thread. The message stays six seconds (longer under the mouse); leaving the page and closing the window carry out at
once, and so does the next start after a kill. What the machine prevents (a full disk) stays held and is tried again
with the next page, at the latest with the next start; a message says so and offers to try now.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from inspector import services
from inspector.i18n import _, describe
from inspector.problems import Problem, ProblemKind
from inspector.quick_dataclass import dataclass
from inspector.ui.messages import Notice, Tone
from inspector.ui.page import Context

if TYPE_CHECKING:
    from inspector.services import Held

Changed = Callable[[Any], None]


@dataclass(slots=True, eq=False)
class _Decision:
    """One decision on its way: `held` is its id once it is on disk."""

    changed: Changed | None
    back: Callable[[], None] | None
    notice: Notice | None = None
    held: str = ""
    unwanted: bool = False
    """Somebody asked to take it back; it waits only because that failed."""


class Decisions(QObject):
    """What is held in this window. One per window: `decisions_of(context)`."""

    carried_out = Signal()
    """A decision became a fact: who counts such things may count again."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.messages)
        self._context = context
        self._waiting: list[_Decision] = []

    @property
    def waiting(self) -> int:
        """How many decisions are still held."""
        return len(self._waiting)

    def decide(
        self,
        verb: str,
        body: Mapping[str, Any],
        sentence: str,
        changed: Changed | None = None,
        back: Callable[[], None] | None = None,
    ) -> None:
        """Hold a decision and say so; see `decide`."""
        decision = _Decision(changed, back)
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: services.hold(workspace, verb, body),
            lambda held: self._on_held(decision, held, sentence),
            lambda problem: self._on_failed(decision, problem),
            owner=self,
        )

    def carry_out(self) -> None:
        """Carry out at once all that is held; take back what somebody wished to take back."""
        for decision in list(self._waiting):
            if decision.notice is not None:
                self._context.messages.withdrawn.emit(decision.notice)
            self._again(decision)

    def _again(self, decision: _Decision) -> None:
        (self._take_back if decision.unwanted else self._carry_out)(decision)

    def _on_held(self, decision: _Decision, held: "Held", sentence: str) -> None:
        decision.held = held.id
        decision.notice = Notice(
            Tone.SUCCESS,
            sentence,
            _("Undo"),
            lambda: self._take_back(decision),
            "Ctrl Z",
            lambda: self._carry_out(decision),
        )
        self._waiting.append(decision)
        self._context.messages.posted.emit(decision.notice)

    def _take_back(self, decision: _Decision) -> None:
        if decision not in self._waiting:
            return
        self._waiting.remove(decision)
        decision.unwanted = True
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: services.take_back(workspace, decision.held),
            lambda was: self._on_taken_back(decision, was=was),
            lambda problem: self._on_not_taken_back(decision, problem),
            owner=self,
        )

    def _on_taken_back(self, decision: _Decision, *, was: bool) -> None:
        if not was:
            self._context.messages.error(_("This was carried out already and cannot be undone."))
            self._on_carried_out(decision, None)
        elif decision.back is not None:
            decision.back()

    def _on_not_taken_back(self, decision: _Decision, problem: Problem) -> None:
        self._keep(decision, _("Not undone yet: {reason}").format(reason=describe(problem)), _("Undo"))

    def _carry_out(self, decision: _Decision) -> None:
        if decision not in self._waiting:
            return
        self._waiting.remove(decision)
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: services.carry_out(workspace, decision.held),
            lambda result: self._on_carried_out(decision, result),
            lambda problem: self._on_not_carried_out(decision, problem),
            owner=self,
        )

    def _on_not_carried_out(self, decision: _Decision, problem: Problem) -> None:
        """What the machine prevents is held as before; what can never be done is no longer."""
        if problem.kind is ProblemKind.ENVIRONMENT:
            words = _("Not done yet, it will be tried again: {reason}").format(reason=describe(problem))
            self._keep(decision, words, _("Try again"))
        else:
            self._on_failed(decision, problem)

    def _keep(self, decision: _Decision, words: str, action: str) -> None:
        """Wait with a decision that could be neither carried out nor taken back, and say so."""
        decision.notice = Notice(Tone.ERROR, words, action, lambda: self._again(decision))
        self._waiting.append(decision)
        self._context.messages.posted.emit(decision.notice)

    def _on_carried_out(self, decision: _Decision, result: Any) -> None:
        self.carried_out.emit()
        if decision.changed is not None:
            decision.changed(result)

    def _on_failed(self, decision: _Decision, problem: Problem) -> None:
        self._context.messages.problem(problem)
        if decision.back is not None:
            decision.back()


def decisions_of(context: Context) -> Decisions:
    """The window's decisions; made when first asked for."""
    found = context.messages.findChild(Decisions)
    return found if isinstance(found, Decisions) else Decisions(context)


def decide(
    context: Context,
    verb: str,
    body: Mapping[str, Any],
    sentence: str,
    changed: Changed | None = None,
    back: Callable[[], None] | None = None,
) -> None:
    """Hold the decision `verb` with its `body` durably, then show `sentence` with 撤销 (also Ctrl+Z) for six seconds.

    `changed(result)` is called with what the verb's executor returned once it was carried out (None if somebody else
    did it); `back()` when it was taken back or can never be carried out: show the former state again. While the machine
    prevents it, neither is called. Both on the GUI thread, and dropped with the window; a method of a page that may be
    closed before needs its own guard.
    """
    decisions_of(context).decide(verb, body, sentence, changed, back)
