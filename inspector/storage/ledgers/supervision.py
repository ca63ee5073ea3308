"""The rule of the key-supervision ledger: what the company chose, else what was set here (setting `supervision`)."""

import json
from typing import Final

from inspector.domain.ledger import SupervisionRule
from inspector.storage.registers.house_rules import company_settings
from inspector.storage.session import Session

KEY: Final = "supervision"
NEVER: Final = "0"


def supervision_rule(session: Session) -> SupervisionRule:
    """The rule of this workspace."""
    row = session.one("SELECT value FROM setting WHERE key = :key", key=KEY)
    local = SupervisionRule.from_json(json.loads(row.value)) if row else SupervisionRule()
    return local.chosen(company_settings(session))


def reason_tests(rule: SupervisionRule) -> dict[str, str]:
    """SQL for each reason that puts an unclosed hazard `h` on the ledger on the day `:today`, in the order it is shown.

    The same as `domain.ledger.supervision_reasons`.
    """
    ranks = ", ".join(str(grade.rank) for grade in rule.grades)
    late = "" if rule.overdue_days is None else f"date(:today, '-{int(rule.overdue_days)} days')"
    tests = {
        "grade": f"h.grade_rank IN ({ranks})" if ranks else "",
        "overdue": f"h.deadline < {late}" if late else "",
        "recurrent": "h.recurrent = 1" if rule.recurrent else "",
        "disputed": "h.status = 'disputed'" if rule.disputed else "",
        "by_hand": "h.by_hand <> ''" if rule.by_hand else "",
    }
    return {reason: test or NEVER for reason, test in tests.items()}
