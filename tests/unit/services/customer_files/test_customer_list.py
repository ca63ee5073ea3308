"""The list of customers: windows, filters, orders, and what a row tells about the rest of the file."""

import pytest

from inspector import services
from inspector.domain.customer import Importance
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.customer_files.views import CustomerQuery
from inspector.services.registers.entries import (
    find_customer,
    retire_equipment,
    set_customer,
)


def page(workspace: Workspace, **query: object) -> list[str]:
    found = workspace.call(lambda: services.customer_page(workspace, CustomerQuery(**query)))  # type: ignore[arg-type]
    return [row.cells["name"] for row in found.rows]


def test_every_customer_stands_in_the_list_in_the_order_of_accounts(workspace: Workspace) -> None:
    found = workspace.call(lambda: services.customer_page(workspace, CustomerQuery()))
    accounts = [row.cells["account"] for row in found.rows]
    assert found.total == len(accounts) == 8
    assert accounts == sorted(accounts)


def test_windows_join_without_gap_or_overlap(workspace: Workspace) -> None:
    whole = page(workspace, sort="due")
    parts = [page(workspace, sort="due", offset=offset, limit=3) for offset in (0, 3, 6)]
    assert [name for part in parts for name in part] == whole


@pytest.mark.parametrize("sort", ["account", "name", "importance", "voltage", "capacity", "equipment", "last_visit"])
def test_each_order_can_be_turned_around(workspace: Workspace, sort: str) -> None:
    up = workspace.call(lambda: services.customer_page(workspace, CustomerQuery(sort=sort)))
    down = workspace.call(lambda: services.customer_page(workspace, CustomerQuery(sort=sort, descending=True)))
    key = {"last_visit": "last_visit"}.get(sort, sort)
    assert {row.id for row in up.rows} == {row.id for row in down.rows}
    assert up.rows[0].cells[key] != down.rows[0].cells[key]


def test_the_gravest_hazards_come_first_and_nobody_without_one_before_them(workspace: Workspace) -> None:
    found = workspace.call(lambda: services.customer_page(workspace, CustomerQuery(sort="hazards")))
    ranks = [next((rank for rank, count in enumerate(row.unclosed) if count), 9) for row in found.rows]
    assert ranks == sorted(ranks)


def test_search_looks_in_the_name_and_in_the_account_with_or_without_spaces(workspace: Workspace) -> None:
    name = "嘉陵江化工股份有限公司"
    assert page(workspace, search="江化工") == [name]
    assert page(workspace, search="5010 2237") == page(workspace, search="50102237") == [name]
    assert page(workspace, search="100%") == []


def test_filters_add_up(workspace: Workspace) -> None:
    special = workspace.call(
        lambda: services.customer_page(workspace, CustomerQuery(filters=("importance:level_1", "voltage:10")))
    )
    assert special.total > 0
    assert {row.importance for row in special.rows} == {Importance.LEVEL_1}
    assert {row.cells["voltage"] for row in special.rows} == {"10\u00a0kV"}
    unclosed = workspace.call(lambda: services.customer_page(workspace, CustomerQuery(filters=("unclosed",))))
    assert all(sum(row.unclosed) > 0 for row in unclosed.rows)
    overdue = workspace.call(lambda: services.customer_page(workspace, CustomerQuery(filters=("overdue",))))
    assert all((row.due_days or 0) < 0 for row in overdue.rows)


def test_the_chips_count_what_their_filter_leaves(workspace: Workspace) -> None:
    counts = workspace.call(lambda: services.customer_counts(workspace))
    for name, count in (("unclosed", counts.unclosed), ("overdue", counts.overdue), ("closed", counts.closed)):
        assert len(page(workspace, filters=(name,))) == count
    assert sum(count for _importance, count in counts.importances) == counts.all
    for voltage, count in counts.voltages:
        assert len(page(workspace, filters=(f"voltage:{voltage:g}",))) == count


def test_a_closed_account_leaves_the_list_and_stands_under_its_filter(workspace: Workspace) -> None:
    account = "50100056390"  # no visit is planned there, so it may be closed
    gone = workspace.call(lambda: set_customer(workspace, account, {"active": False}))
    assert gone.name not in page(workspace)
    assert page(workspace, filters=("closed",)) == [gone.name]
    assert workspace.call(lambda: services.customer_counts(workspace)).closed == 1


def test_equipment_out_of_service_is_not_counted(workspace: Workspace) -> None:
    def counted() -> str:
        found = services.customer_page(workspace, CustomerQuery(search="50102237816"))
        return found.rows[0].cells["equipment"]

    customer = workspace.call(lambda: find_customer(workspace, "50102237816"))
    before = int(workspace.call(counted))
    equipment = workspace.call(lambda: workspace.db.registers.equipment_of(customer.id))
    workspace.call(lambda: retire_equipment(workspace, equipment[0].id))
    assert int(workspace.call(counted)) == before - 1


def test_an_unknown_filter_is_named(workspace: Workspace) -> None:
    with pytest.raises(Problem) as caught:
        page(workspace, filters=("voltage:high",))
    assert caught.value.code == "customer_filter_unknown"


def test_the_riskiest_come_first_and_each_level_has_a_filter(workspace: Workspace) -> None:
    found = workspace.call(lambda: services.customer_page(workspace, CustomerQuery(sort="risk", descending=True)))
    scores = [row.risk[0] for row in found.rows if row.risk is not None]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == found.total
    assert [row.cells["risk"].split()[0] for row in found.rows] == [str(score) for score in scores]
    counts = dict(workspace.call(lambda: services.customer_counts(workspace)).risks)
    assert sum(counts.values()) == found.total
    for level, count in counts.items():
        left = workspace.call(lambda: services.customer_page(workspace, CustomerQuery(filters=(f"risk:{level}",))))  # noqa: B023 - called at once
        assert {row.risk[1] for row in left.rows if row.risk} <= {level}
        assert left.total == count
    with pytest.raises(Problem) as refused:
        page(workspace, filters=("risk:terrible",))
    assert refused.value.code == "customer_filter_unknown"


def test_who_is_responsible_stands_in_the_row_and_finds_his_customers(workspace: Workspace) -> None:
    me = workspace.call(lambda: workspace.acting)
    account = "50101556023"
    workspace.call(lambda: set_customer(workspace, account, {"keeper": me.id}))
    found = workspace.call(lambda: services.customer_page(workspace, CustomerQuery(filters=("mine",))))
    assert {row.cells["keeper"] for row in found.rows} == {me.name}
    assert account in {"".join(row.cells["account"].split()) for row in found.rows}
    assert workspace.call(lambda: services.customer_counts(workspace)).mine == found.total
    ordered = workspace.call(lambda: services.customer_page(workspace, CustomerQuery(sort="keeper")))
    names = [row.cells["keeper"] for row in ordered.rows]
    assert names == [*sorted(name for name in names if name), *(name for name in names if not name)]


def test_a_closed_account_has_no_risk(workspace: Workspace) -> None:
    workspace.call(lambda: set_customer(workspace, "50100056390", {"active": False}))
    found = workspace.call(lambda: services.customer_page(workspace, CustomerQuery(filters=("closed",), sort="risk")))
    assert [(row.risk, row.cells["risk"]) for row in found.rows] == [(None, "")]
