"""The risk score of every customer in service, with its reasons: it orders visits. Worker thread."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from weakref import WeakKeyDictionary

from inspector.domain.customer import Importance
from inspector.domain.fields import from_fields
from inspector.domain.hazard import Grade
from inspector.domain.inspection import add_months
from inspector.domain.portrait import Portrait, axes, total
from inspector.domain.risk import Fact, RiskLevel, RiskScore, risk_score
from inspector.i18n import language
from inspector.problems import Problem
from inspector.services.customer_files.rules import portrait_rules, risk_rules
from inspector.services.customer_files.views import RiskView
from inspector.services.due.listing import due_dates, due_of
from inspector.services.workspace import Workspace
from inspector.storage.registers.risk_facts import RiskCustomer

OLD_YEARS: Final = 20
"""Years in service from which on equipment counts as old (practice)."""
_IMPORTANT: Final = frozenset({Importance.SPECIAL.value, Importance.LEVEL_1.value, Importance.LEVEL_2.value})
_GRADES: Final = tuple(grade.value for grade in Grade)

Facts = dict[str, Fact]
State = tuple[int, date]
_kept: WeakKeyDictionary[Workspace, tuple[State, Mapping[str, RiskScore]]] = WeakKeyDictionary()
"""The scores at a state of the database (its newest event) and day."""


def risk_scores(workspace: Workspace) -> Mapping[str, RiskScore]:
    """Score and reasons of each customer in service, by id; kept until the next event or day.

    `RiskReason.text(language)` is a reason in words. Raises Problem risk_table_invalid.
    """
    state = (workspace.db.schedule.version(), workspace.today())
    known = _kept.get(workspace)
    if known is not None and known[0] == state:
        return known[1]
    rules = risk_rules()
    scores = {customer: risk_score(facts, rules) for customer, facts in risk_facts(workspace).items()}
    _kept[workspace] = (state, scores)
    return scores


def risk_of(workspace: Workspace, customer: str) -> RiskScore:
    """The score of one customer; zero without reasons for an account that is closed."""
    known = _kept.get(workspace)
    if known is not None and known[0] == (workspace.db.schedule.version(), workspace.today()):
        return known[1].get(customer, RiskScore(0, RiskLevel.LOW))
    facts = risk_facts(workspace, customer).get(customer)
    return RiskScore(0, RiskLevel.LOW) if facts is None else risk_score(facts, risk_rules())


def risk_view(workspace: Workspace, customer: str, spoken: str = "") -> RiskView:
    """The score of one customer in a language, the window's unless one is given."""
    found = risk_of(workspace, customer)
    tongue = spoken or language()
    return RiskView(found.score, found.level, tuple((one.points, one.text(tongue)) for one in found.reasons))


def risk_facts(workspace: Workspace, customer_id: str = "") -> dict[str, Facts]:
    """The facts that the factors may ask for, by id of the customer in service: of one, or of all."""
    today = workspace.today()
    reads = workspace.db.risk_facts
    registered = {customer.id: customer for customer in reads.customers(customer_id)}
    facts: dict[str, Facts] = {one: _registered(customer, today) for one, customer in registered.items()}
    for count in reads.hazards(today.isoformat(), customer_id):
        if count.customer in facts:
            _add_hazards(facts[count.customer], *count[1:])
    generators = set()
    for piece in reads.equipment(add_months(today, -12 * OLD_YEARS).isoformat(), customer_id):
        if piece.customer in facts:
            facts[piece.customer]["old_equipment"] = float(piece.old)
            generators |= {piece.customer} if piece.generators else set()
    for test in reads.tests(today.isoformat(), customer_id):
        if test.customer in facts:
            facts[test.customer] |= {"tests_overdue": float(test.overdue), "failed_equipment": float(test.failed)}
    _add_inspections(workspace, facts, today, customer_id)
    for one, customer in registered.items():
        if customer.importance in _IMPORTANT and not customer.emergency_supply_kva and one not in generators:
            facts[one]["no_emergency_supply"] = 1.0
    return facts


def _registered(customer: RiskCustomer, today: date) -> Facts:
    """What the register says: class, sources, certificates, portrait."""
    facts: Facts = {customer.importance: 1.0}
    if customer.importance in _IMPORTANT and customer.supply_sources == 1:
        facts["single_source"] = 1.0
    until = [str(one.get("valid_until") or "") for one in customer.electricians]
    expired = sum(1 for day in until if day and day < today.isoformat())
    facts["certificates_expired"] = float(expired)
    if until and expired == len(until):
        facts["no_valid_certificate"] = 1.0
    points = total(axes(_portrait(customer.portrait), portrait_rules())) if customer.portrait else None
    if points is not None:
        facts["portrait"] = float(points)
    return facts


def _portrait(fields: Mapping[str, object] | None) -> Portrait | None:
    """A portrait that cannot be read counts as none: the score is no place to refuse a record."""
    try:
        return from_fields(Portrait, fields) if fields else None
    except Problem:
        return None


def _add_hazards(facts: Facts, rank: int, unclosed: int, overdue: int, recurrent: int) -> None:
    facts[_GRADES[rank]] = float(unclosed)
    for name, count in (("overdue_hazards", overdue), ("recurrent", recurrent)):
        facts[name] = float(facts.get(name, 0)) + count


def _add_inspections(workspace: Workspace, facts: dict[str, Facts], today: date, only: str) -> None:
    inspected = workspace.db.schedule.inspected(only)
    one = due_of(workspace, only).due_on if only in facts else None
    dates = due_dates(workspace) if not only else {only: one} if one is not None else {}
    for customer, due in dates.items():
        if customer not in facts:
            continue
        if customer not in inspected:
            facts[customer]["never_inspected"] = 1.0
        elif due < today:
            facts[customer]["inspection_days_late"] = float((today - due).days)
