"""What puts a hazard on the key-supervision ledger (重点监督), and when one counts as come back (复发), as set here.

The rule is this workspace's own (settings `supervision`, `recurrence`); the storage applies it, day by day, to every
row, and every row says why it is there. Worker thread.
"""

from dataclasses import dataclass, replace
from typing import Final

import inspector
from inspector.domain.hazard import Grade
from inspector.domain.ledger import SupervisionRule
from inspector.domain.person import Role
from inspector.domain.recurrence import MOST_CYCLES, rule_of
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.due import rules_of
from inspector.services.workspace import SETTLED, Workspace

register(
    ProblemKind.INPUT,
    {
        "supervision_role": N_("The rule of key supervision is set by a team lead or an administrator. Ask one."),
        "supervision_days": N_("Days past the deadline are a whole number from 0 to {most}."),
        "supervision_cycles": N_("Inspection cycles are a whole number from 1 to {most}."),
    },
)

KEY: Final = "supervision"
MOST_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class SupervisionSettings:
    """The rule, and within how many inspection cycles of the customer the same trouble counts as come back."""

    rule: SupervisionRule
    cycles: int


def supervision_settings(workspace: Workspace) -> SupervisionSettings:
    """As this workspace has set them."""
    kept = workspace.db.settings.get(KEY)
    rule = SupervisionRule.from_json(kept) if kept else SupervisionRule()
    return SupervisionSettings(rule, workspace.db.recurrence.rule().cycles)


def set_supervision(workspace: Workspace, wanted: SupervisionSettings) -> SupervisionSettings:
    """Change the rule; the ledger follows at once.

    Raises Problem supervision_role, supervision_days, supervision_cycles.
    """
    if not may_set_supervision(workspace):
        raise Problem("supervision_role")
    late = wanted.rule.overdue_days
    if late is not None and not 0 <= late <= MOST_DAYS:
        raise Problem("supervision_days", most=MOST_DAYS)
    if not 1 <= wanted.cycles <= MOST_CYCLES:
        raise Problem("supervision_cycles", most=MOST_CYCLES)
    grades = tuple(grade for grade in Grade if grade in wanted.rule.grades)
    with workspace.db.transaction():
        workspace.db.settings.put(KEY, replace(wanted.rule, grades=grades).to_json())
        workspace.db.recurrence.set_rule(rule_of(wanted.cycles, rules_of(workspace)))
    return supervision_settings(workspace)


def may_set_supervision(workspace: Workspace) -> bool:
    """What is supervised is for those who answer for it to say; where there is no lead yet, for everybody."""
    if not any(Role.LEAD in person.roles and person.active for person in workspace.db.registers.persons()):
        return True
    return workspace.somebody_acts and bool({Role.LEAD, Role.ADMINISTRATOR} & set(workspace.acting.roles))


def settle_recurrence(workspace: Workspace) -> bool:
    """Mark what came back by the inspection cycles as they are now; returns whether they are other ones than before."""
    db = workspace.db
    with db.transaction():
        db.settings.put(SETTLED, inspector.__version__)
        return db.recurrence.set_rule(rule_of(db.recurrence.rule().cycles, rules_of(workspace)))
