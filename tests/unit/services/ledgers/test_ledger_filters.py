"""Filters of the ledgers add up; unknown names are refused with what exists; totals, groups and chips fit the rows."""

import itertools

import pytest

from inspector import services
from inspector.domain.hazard import Grade
from inspector.problems import Problem
from inspector.services import LedgerKind, LedgerQuery, Workspace
from inspector.services.ledgers.columns import known_columns
from inspector.services.ledgers.filter_text import joined, parted
from inspector.services.ledgers.filters import FILTERS, VISIT_FILTERS, customer_id
from inspector.services.ledgers.paging import HAZARD_GROUPS, HAZARD_SORTS, VISIT_SORTS
from inspector.services.ledgers.views import LedgerRow
from inspector.storage import HazardFilter

ALL = LedgerKind.RECTIFICATION
GIVEN = {"YYYY-MM-DD..YYYY-MM-DD": "2000-01-01..", "YYYY-MM": "2026-05", "YYYY": "2026", "NAME": "x"}


def rows(workspace: Workspace, *filters: str, kind: LedgerKind = ALL, **more: object) -> list[LedgerRow]:
    query = LedgerQuery(filters=filters, limit=-1, **more)  # type: ignore[arg-type]
    found = workspace.call(lambda: services.ledger_rows(workspace, kind, query))
    assert len(found) == workspace.call(lambda: services.ledger_total(workspace, kind, query))
    return list(found)


def ids(found: list[LedgerRow]) -> set[str]:
    return {row.id for row in found}


def test_names_of_one_family_widen_and_families_narrow(workspace: Workspace) -> None:
    every = rows(workspace)
    graver = rows(workspace, "critical", "serious")
    assert ids(graver) == {row.id for row in every if row.grade in (Grade.CRITICAL, Grade.SERIOUS)}
    both = rows(workspace, "unclosed", "critical", "serious", "in_review", "returned")
    assert ids(both) == {row.id for row in graver if row.status in ("in_review", "returned")}
    assert ids(rows(workspace, "unclosed", "closed")) == ids(every)
    late, soon = rows(workspace, "overdue"), rows(workspace, "due_7")
    assert ids(rows(workspace, "overdue", "due_7")) == ids(late) | ids(soon)
    account = every[0].cells["account"]
    of_customer = rows(workspace, f"customer:{account}")
    assert ids(of_customer) == {row.id for row in every if row.cells["account"] == account}
    teams = {row.cells["team"] for row in every}
    of_teams = [ids(rows(workspace, f"team:{team}")) for team in teams if team]
    assert set().union(*of_teams) == {row.id for row in every if row.cells["team"]}
    assert all(not one & other for one, other in itertools.combinations(of_teams, 2))


@pytest.mark.parametrize("kind", list(LedgerKind))
def test_every_filter_that_is_told_is_known_and_others_are_refused(workspace: Workspace, kind: LedgerKind) -> None:
    told = VISIT_FILTERS if kind is LedgerKind.INSPECTION else FILTERS
    hazard = workspace.call(lambda: workspace.db.hazards.page(HazardFilter(), today=workspace.today())[0])
    unit = workspace.call(lambda: workspace.db.registers.equipment_of(hazard.hazard.customer)[0].id)
    given = {**GIVEN, "customer": hazard.account, "equipment": unit, "hazard": hazard.hazard.id}
    for name in told:
        head, colon, value = name.partition(":")
        rows(workspace, f"{head}:{given.get(value, given.get(head, value))}" if colon else name, kind=kind)
    bad = ("nonsense", "month:2026-13", "year:26", "found:..", "found:2026-05-01", "reason:luck", "customer:", "team:")
    for name in bad:
        with pytest.raises(Problem, match="filter_unknown") as caught:
            rows(workspace, name, kind=kind)
        assert all(known in str(caught.value.params["names"]) for known in told)
    with pytest.raises(Problem, match="sort_unknown"):
        rows(workspace, kind=kind, sort="colour")
    with pytest.raises(Problem, match="group_unknown"):
        rows(workspace, kind=kind, group="colour")


@pytest.mark.parametrize("kind", list(LedgerKind))
def test_a_customer_that_there_is_not_is_named_rather_than_having_no_rows(
    workspace: Workspace, kind: LedgerKind
) -> None:
    with pytest.raises(Problem, match="customer_named") as caught:
        rows(workspace, "customer:999", kind=kind)
    assert caught.value.params["name"] == "999"
    account = rows(workspace)[0].cells["account"]
    customer = workspace.call(lambda: customer_id(workspace, account))
    assert ids(rows(workspace, f"customer:{customer}")) == ids(rows(workspace, f"customer:{account}"))


def test_a_piece_of_equipment_that_there_is_not_is_named(workspace: Workspace) -> None:
    with pytest.raises(Problem, match="filter_equipment"):
        rows(workspace, "equipment:T9")


@pytest.mark.parametrize("team", ["检查一班", "一班,二班", "a\\b", "\\", ",", "x\\,", "a, b"])
def test_filters_in_one_line_are_read_as_they_were_written(team: str) -> None:
    names = ("unclosed", f"team:{team}", "month:2026-05")
    assert parted(joined(names)) == names
    assert parted(joined(names[1:2])) == names[1:2]


def test_what_people_type_is_parted_at_commas() -> None:
    assert parted(" unclosed, critical,, team:a\\,b ") == ("unclosed", "critical", "team:a,b")
    assert parted("") == ()


PAPER_ONLY = {"no", "remark", "equipment"}
"""A running number, a blank to write in, a second line of the place."""


@pytest.mark.parametrize("kind", list(LedgerKind))
def test_every_column_of_the_window_is_a_text_of_each_row_and_sorts(workspace: Workspace, kind: LedgerKind) -> None:
    sorts = tuple(VISIT_SORTS) if kind is LedgerKind.INSPECTION else HAZARD_SORTS
    every = rows(workspace, kind=kind)
    for key in known_columns(kind).keys() - PAPER_ONLY:
        assert all(key in row.cells for row in every)
        assert key in sorts
        assert ids(rows(workspace, kind=kind, sort=key)) == ids(every)


@pytest.mark.parametrize("group", HAZARD_GROUPS)
def test_groups_say_where_their_rows_are(workspace: Workspace, group: str) -> None:
    found = rows(workspace, "unclosed", group=group, sort="deadline")
    query = LedgerQuery(filters=("unclosed",), group=group, sort="deadline")
    groups = workspace.call(lambda: services.ledger_groups(workspace, ALL, query))
    assert groups == workspace.call(lambda: services.ledger_page(workspace, ALL, query)).groups
    assert sum(one.count for one in groups) == len(found)
    shown = {"customer": "customer", "grade": "grade", "status": "status"}.get(group)
    for one in groups:
        part = found[one.first : one.first + one.count]
        assert [row.id for row in part]
        if shown:
            assert {row.cells[shown] for row in part} == {one.label}


def test_chips_count_what_they_would_show(workspace: Workspace) -> None:
    for kind in (ALL, LedgerKind.SUPERVISION):
        counts = workspace.call(lambda kind=kind: services.chip_counts(workspace, kind))  # type: ignore[misc]
        for name in ("critical", "serious", "general", "overdue", "due_7", "mine"):
            assert counts[name] == len(rows(workspace, "unclosed", name, kind=kind))
        assert (counts["all"], counts["unclosed"]) == (
            len(rows(workspace, kind=kind)),
            len(rows(workspace, "unclosed", kind=kind)),
        )
