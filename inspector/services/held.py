"""Decisions that can be taken back for a few seconds: on disk first, carried out when the time is over, exactly once.

Whoever offers such a decision registers what carries it out, by verb (`executor`), and lists the verb's module in
`EXECUTORS`, so that a decision survives a kill: what is still held when the workspace is opened is carried out then.
Everything here runs on the workspace's worker thread.
"""

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.workspace import Workspace
from inspector.storage import HeldDecision

register(ProblemKind.INPUT, {"held_unknown": N_("This program does not know the held decision “{verb}”: update it.")})

HOLD: Final = timedelta(seconds=6)
"""How long a decision can be taken back: as long as its message stays on the screen."""

EXECUTORS: Final[dict[str, str]] = {
    "cancel_visit": "planning",
    "decide_conflict": "conflicts.deciding",
    "close_customer": "registers.endings",
    "put_away_visit": "handovers.put_away",
    "deactivate_person": "registers.endings",
    "judge_review": "reviews.judging",
    "hazard_action": "hazards.actions",
    "retire_equipment": "registers.endings",
}
"""Verb -> module under `inspector.services` that registers its executor; imported when the verb is carried out."""

Executor = Callable[[Workspace, Mapping[str, Any]], object]
_known: dict[str, Executor] = {}


@dataclass(frozen=True, slots=True)
class Held:
    """A decision that is held: its id, and when it is due."""

    id: str
    due_at: datetime


def executor(verb: str) -> Callable[[Executor], Executor]:
    """Register what carries a verb out: called with workspace and body, as the person who decided.

    It runs inside the commit that ends the holding; if it raises, nothing of it stays. What it returns goes to whoever
    waited for it.
    """

    def remember(work: Executor) -> Executor:
        _known[verb] = work
        return work

    return remember


def hold(workspace: Workspace, verb: str, body: Mapping[str, Any]) -> Held:
    """Hold a decision, durably, for `HOLD`; the acting person is kept with it. Raises Problem held_unknown."""
    _executor(verb)
    now = workspace.now()
    user = workspace.acting.id if workspace.somebody_acts else ""
    decision = HeldDecision(workspace.new_id(), verb, dict(body), user, now, now + HOLD)
    workspace.db.held.put(decision)
    return Held(decision.id, decision.due_at)


def take_back(workspace: Workspace, held_id: str) -> bool:
    """Take a decision back; False if it was carried out (or taken back) before."""
    return workspace.db.held.remove(held_id)


def carry_out(workspace: Workspace, held_id: str) -> object | None:
    """Carry a decision out now and return what its executor returns; None if it is no longer held.

    Raises the executor's Problem; a decision that can never be carried out (wrong input) is then no longer held, one
    that failed for want of disk space and the like still is.
    """
    decision = workspace.db.held.get(held_id)
    if decision is None:
        return None
    work = _executor(decision.verb)
    try:
        with workspace.db.transaction(), _acting(workspace, decision.user):
            workspace.db.held.remove(held_id)
            return work(workspace, decision.body)
    except Problem as problem:
        if problem.kind is ProblemKind.INPUT:
            workspace.db.held.remove(held_id)
        raise


def carry_out_due(workspace: Workspace, *, everything: bool = False) -> tuple[Problem, ...]:
    """Carry out what is due (or `everything` that is held), in the order it was decided; returns what went wrong."""
    problems = []
    for decision in workspace.db.held.all():
        if everything or decision.due_at <= workspace.now():
            try:
                carry_out(workspace, decision.id)
            except Problem as problem:
                problems.append(problem)
    return tuple(problems)


def _executor(verb: str) -> Executor:
    if verb not in _known and verb in EXECUTORS:
        importlib.import_module(f"inspector.services.{EXECUTORS[verb]}")
    if verb not in _known:
        raise Problem("held_unknown", verb=verb)
    return _known[verb]


@contextmanager
def _acting(workspace: Workspace, person: str) -> Iterator[None]:
    """Let the person act who decided."""
    if not person:
        yield
        return
    with workspace.acting_as(person):
        yield
