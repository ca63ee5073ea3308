"""What puts a hazard on the key-supervision ledger (重点监督), and when one counts as come back (复发), as set here.

The rule is the company's (`services.preferences`); the storage applies it, day by day, to every row, and every row says
why it is there. Worker thread.
"""

from typing import Any

import inspector
from inspector.domain.hazard import Grade
from inspector.domain.ledger import MOST_DAYS, SupervisionRule
from inspector.domain.recurrence import MOST_CYCLES, rule_of
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.due.listing import rules_of
from inspector.services.preferences.choosing import choose, may_choose
from inspector.services.preferences.reading import chosen, chosen_all
from inspector.services.workspace import SETTLED, Workspace

register(
    ProblemKind.INPUT,
    {
        "supervision_role": N_("The rule of key supervision is set by a team lead or an administrator. Ask one."),
        "supervision_days": N_("Days past the deadline are a whole number from 0 to {most}."),
        "supervision_cycles": N_("Inspection cycles are a whole number from 1 to {most}."),
    },
)


@dataclass(frozen=True, slots=True)
class SupervisionSettings:
    """The rule, and within how many inspection cycles of the customer the same trouble counts as come back."""

    rule: SupervisionRule
    cycles: int


def supervision_settings(workspace: Workspace) -> SupervisionSettings:
    """As this workspace has set them."""
    values = chosen_all(workspace)
    return SupervisionSettings(SupervisionRule().chosen(values), values["supervision.cycles"])


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
    late, rule = wanted.rule.overdue_days, wanted.rule
    values: dict[str, Any] = {
        "grades": [grade.value for grade in Grade if grade in rule.grades],
        "overdue": late is not None,
        "recurrent": rule.recurrent,
        "disputed": rule.disputed,
        "by_hand": rule.by_hand,
        "cycles": wanted.cycles,
    }
    if late is not None:
        values["overdue_days"] = late
    choose(workspace, {f"supervision.{key}": value for key, value in values.items()})
    return supervision_settings(workspace)


def may_set_supervision(workspace: Workspace) -> bool:
    """What is supervised is for those who answer for it to say; where there is no lead yet, for everybody."""
    return may_choose(workspace)


def settle_recurrence(workspace: Workspace) -> bool:
    """Mark what came back by the inspection cycles as they are now; returns whether they are other ones than before."""
    db = workspace.db
    with db.transaction():
        db.settings.put(SETTLED, inspector.__version__)
        return db.recurrence.set_rule(rule_of(chosen(workspace, "supervision.cycles"), rules_of(workspace)))
