"""The risk score follows what the file says, the same for one customer as for all."""

from datetime import timedelta
from functools import partial

from inspector import services
from inspector.domain.risk import RiskScore
from inspector.services import Workspace
from inspector.services.customer_files.risk import risk_facts
from inspector.services.registers.entries import find_customer

ACCOUNT = "50102237816"


def score(workspace: Workspace, customer: str) -> RiskScore:
    one = workspace.call(lambda: services.risk_of(workspace, customer))
    everybody = workspace.call(lambda: services.risk_scores(workspace))
    assert everybody[customer] == one
    return one


def customer_of(workspace: Workspace) -> str:
    return workspace.call(lambda: find_customer(workspace, ACCOUNT)).id


def reasons(found: RiskScore) -> set[str]:
    return {one.factor.id for one in found.reasons}


def test_one_customer_scores_as_among_all(workspace: Workspace) -> None:
    everybody = workspace.call(lambda: services.risk_scores(workspace))
    assert len(everybody) == len(workspace.call(lambda: services.customers(workspace)))
    for customer in everybody:
        facts = workspace.call(partial(risk_facts, workspace, customer))
        assert facts[customer] == workspace.call(lambda: risk_facts(workspace))[customer]


def test_an_expired_certificate_counts_until_it_is_renewed(workspace: Workspace) -> None:
    customer = customer_of(workspace)
    assert "certificates-expired" in reasons(score(workspace, customer))
    day = (workspace.today() + timedelta(days=400)).isoformat()
    people = [{"name": "A", "certificate": "1", "valid_until": day}]
    workspace.call(lambda: services.set_customer(workspace, customer, {"electricians": people}))
    after = score(workspace, customer)
    assert not reasons(after) & {"certificates-expired", "no-electrician"}
    expired = [{**people[0], "valid_until": (workspace.today() - timedelta(days=1)).isoformat()}]
    workspace.call(lambda: services.set_customer(workspace, customer, {"electricians": expired}))
    assert {"certificates-expired", "no-electrician"} <= reasons(score(workspace, customer))


def test_class_source_and_emergency_supply_count_together(workspace: Workspace) -> None:
    made = workspace.call(
        lambda: services.add_customer(workspace, {"account": "7", "name": "新户", "importance": "level_1"})
    )
    assert reasons(score(workspace, made.id)) == {"level-1", "never-inspected", "no-emergency-supply"}
    fields = {"emergency_supply_kva": 100.0, "supply_sources": 1}
    workspace.call(lambda: services.set_customer(workspace, made.id, fields))
    assert reasons(score(workspace, made.id)) == {"level-1", "never-inspected", "single-source"}


def test_a_closed_account_has_no_score(workspace: Workspace) -> None:
    made = workspace.call(lambda: services.add_customer(workspace, {"account": "7", "name": "新户"}))
    workspace.call(lambda: services.close_customer(workspace, made.id))
    assert made.id not in workspace.call(lambda: services.risk_scores(workspace))
    assert workspace.call(lambda: services.risk_of(workspace, made.id)).score == 0


def test_a_portrait_moves_the_score(workspace: Workspace) -> None:
    made = workspace.call(lambda: services.add_customer(workspace, {"account": "7", "name": "新户"}))
    before = score(workspace, made.id).score
    portrait = {"monthly_kwh": 9e6, "growth_pct": 60, "complaints": 6, "breaches": 3}
    workspace.call(lambda: services.set_customer(workspace, made.id, {"portrait": portrait}))
    assert score(workspace, made.id).score == before + 12
