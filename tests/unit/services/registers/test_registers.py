"""What a register refuses: numbers that cannot be and that verdicts would rest on."""

from collections.abc import Mapping
from typing import Any

import pytest

from inspector import i18n, services
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.registers.entries import (
    add_customer,
    add_equipment,
    find_customer,
    set_customer,
    set_equipment,
)
from tests.unit.services.story import Story


def refused(workspace: Workspace, act: Any, *args: Any) -> Problem:
    with pytest.raises(Problem) as found:
        workspace.call(lambda: act(workspace, *args))
    assert found.value.code == "field_range"
    return found.value


@pytest.mark.parametrize(
    ("fields", "allowed"),
    [
        ({"power_factor_class": 7}, "a number greater than 0 and at most 1"),
        ({"power_factor_class": 0}, "a number greater than 0 and at most 1"),
        ({"voltage_kv": -5}, "a number greater than 0 and at most 1100"),
        ({"voltage_kv": 10000.0}, "a number greater than 0 and at most 1100"),
        ({"capacity_kva": 0}, "a number greater than 0"),
        ({"security_load_kw": -1}, "a number from 0 on"),
    ],
)
def test_a_customer_with_impossible_numbers(workspace: Workspace, fields: Mapping[str, Any], allowed: str) -> None:
    known = workspace.call(lambda: services.customers(workspace))[0]
    new = {"account": "9", "name": "x", **fields}
    for problem in (
        refused(workspace, add_customer, new),
        refused(workspace, set_customer, known.account, fields),
    ):
        assert problem.params["field"] in fields
        assert i18n.Translator("en").describe(problem).endswith(f"Allowed is {allowed}.")
    assert workspace.call(lambda: find_customer(workspace, known.account)) == known


def test_the_edges_are_allowed(workspace: Workspace) -> None:
    fields = {"account": "9", "name": "x", "power_factor_class": 1, "voltage_kv": 0.4, "security_load_kw": 0}
    made = workspace.call(lambda: add_customer(workspace, fields))
    assert (made.power_factor_class, made.voltage_kv, made.security_load_kw) == (1.0, 0.4, 0.0)
    unknown = workspace.call(lambda: set_customer(workspace, "9", {"power_factor_class": None}))
    assert unknown.power_factor_class is None


@pytest.mark.parametrize(
    ("key", "value"),
    [("length_km", "abc"), ("length_km", "-1"), ("capacity_kva", "0"), ("voltage_kv", "1e9"), ("oil_t", "1,234")],
)
def test_a_nameplate_whose_numbers_are_none(story: Story, workspace: Workspace, key: str, value: str) -> None:
    customer = workspace.visits[story.id].session.customer
    known = workspace.call(lambda: workspace.db.registers.equipment_of(customer.id))[0]
    new = {"kind": "cable", "name": "L", "nameplate": {key: value}}
    problem = refused(workspace, add_equipment, customer.account, new)
    assert (problem.params["field"], problem.params["value"]) == (key, value)
    refused(workspace, set_equipment, known.id, {"nameplate": {key: value}})
    refused(workspace, services.add_equipment, story.id, "cable", "L", {key: value})
    assert workspace.call(lambda: workspace.db.registers.equipment(known.id)) == known


def test_a_nameplate_keeps_numbers_as_criteria_read_them_and_everything_else_as_typed(workspace: Workspace) -> None:
    account = workspace.call(lambda: services.customers(workspace))[0].account
    plate = {"length_km": "０．４２", "voltage_kv": 10, "ct_ratio": "300/5", "vector_group": "Dyn11", "oil_t": ""}
    fields = {"kind": "cable", "name": "L", "nameplate": plate}
    made = workspace.call(lambda: add_equipment(workspace, account, fields))
    known = {key: value for key, value in plate.items() if key != "oil_t"}
    assert made.nameplate == {**known, "length_km": "0.42", "voltage_kv": "10"}
