"""Decisions that can be taken back while their message shows: held on disk at once, carried out when it goes.

GUI thread. The message stays six seconds (longer under the mouse); leaving the page and closing the window carry out at
once, and so does the next start after a kill.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from inspector import services
from inspector.i18n import _
from inspector.problems import Problem
from inspector.ui.messages import Notice, Tone
from inspector.ui.page import Context

if TYPE_CHECKING:
    from inspector.services import Held

Changed = Callable[[Any], None]


@dataclass(eq=False)
class _Decision:
    """One decision on its way: `held` is its id once it is on disk."""

    changed: Changed | None
    back: Callable[[], None] | None
    notice: Notice | None = None
    held: str = ""


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
        """How many decisions can still be taken back."""
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
        """Carry out at once all that is held."""
        for decision in list(self._waiting):
            if decision.notice is not None:
                self._context.messages.withdrawn.emit(decision.notice)
            self._carry_out(decision)

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
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: services.take_back(workspace, decision.held), lambda _was: self._on_taken_back(decision), owner=self
        )

    def _on_taken_back(self, decision: _Decision) -> None:
        if decision.back is not None:
            decision.back()

    def _carry_out(self, decision: _Decision) -> None:
        if decision not in self._waiting:
            return
        self._waiting.remove(decision)
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: services.carry_out(workspace, decision.held),
            lambda result: self._on_carried_out(decision, result),
            lambda problem: self._on_failed(decision, problem),
            owner=self,
        )

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

    `changed(result)` is called with what the verb's executor returned once it was carried out; `back()` when it was
    taken back or could not be carried out: show the former state again. Both on the GUI thread, and dropped with the
    window; a method of a page that may be closed before needs its own guard.
    """
    decisions_of(context).decide(verb, body, sentence, changed, back)
