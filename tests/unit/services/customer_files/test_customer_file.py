"""The customer file: what each tab is told, and that it follows what happens to customer and equipment."""

import functools
from datetime import timedelta

import pytest

from inspector import services
from inspector.domain.hazard import HazardStatus
from inspector.domain.verdict import Verdict
from inspector.domain.visit import VisitStatus
from inspector.i18n import set_language, speaking
from inspector.problems import Problem
from inspector.reports.customer_file import CustomerFile
from inspector.services import Workspace
from inspector.services.customer_files.printing import file_model
from inspector.services.customer_files.tests import limit_levels, without_parts, worst
from inspector.services.customer_files.views import EquipmentFile, Overview, Urgency
from inspector.services.registers.entries import (
    find_customer,
    retire_equipment,
    set_customer,
)
from inspector.storage import NewEvent
from tests.unit.services.story import Story

ACCOUNT = "50102237816"


def overview(workspace: Workspace) -> Overview:
    return workspace.call(lambda: services.customer_overview(workspace, ACCOUNT))


def file_of(workspace: Workspace, name: str) -> EquipmentFile:
    row = next(row for row in overview(workspace).equipment if row.equipment.name == name)
    return workspace.call(lambda: services.equipment_file(workspace, row.id))


def record(workspace: Workspace, equipment: str, quantity: str, value: float, **more: object) -> None:
    """A test of one value on the day of the workspace."""
    body = {
        "tested_on": workspace.today().isoformat(),
        "next_due": more.pop("next_due", None),
        "values": [{"quantity": quantity, "label": quantity, "value": value, "unit": "µL/L", **more}],
    }
    customer = find_customer(workspace, ACCOUNT)
    made = NewEvent(equipment, "equipment", "test_recorded", body)
    workspace.db.frames.append(customer.scope, workspace.acting.id, [made], workspace.now())


def unjudged(workspace: Workspace, name: str) -> None:
    """Two values of a piece of equipment that the criteria could not judge."""
    for quantity in ("pd_uhf", "ir_core"):
        workspace.call(
            functools.partial(
                record, workspace, file_of(workspace, name).row.equipment.id, quantity, 3.0, verdict="undetermined"
            )
        )


def test_the_head_counts_what_the_tabs_list(workspace: Workspace) -> None:
    head = workspace.call(lambda: services.customer_head(workspace, ACCOUNT))
    customer = head.customer.id
    assert head.equipment == len(workspace.call(lambda: services.customer_equipment(workspace, customer)))
    assert head.tests == len(workspace.call(lambda: services.customer_tests(workspace, customer)))
    assert head.visits == len(workspace.call(lambda: services.customer_visits(workspace, customer)))
    hazards = workspace.call(lambda: services.customer_hazards(workspace, customer))
    assert head.hazards == len(hazards)
    assert sum(head.unclosed) == sum(1 for row in hazards if row.days_left is not None)


def test_the_planned_visit_is_offered_until_it_is_open(workspace: Workspace) -> None:
    head = workspace.call(lambda: services.customer_head(workspace, ACCOUNT))
    assert head.visit_status is VisitStatus.PLANNED


def test_an_open_visit_is_the_one_to_continue(story: Story) -> None:
    workspace = story.workspace
    head = workspace.call(lambda: services.customer_head(workspace, ACCOUNT))
    assert (head.visit, head.visit_status) == (story.id, VisitStatus.OPEN)


def test_an_unknown_customer_is_a_problem(workspace: Workspace) -> None:
    with pytest.raises(Problem) as caught:
        workspace.call(lambda: services.customer_head(workspace, "nobody"))
    assert caught.value.code == "customer_unknown"


def test_certificates_are_marked_before_they_expire(workspace: Workspace) -> None:
    today = workspace.today()
    days = {"甲": 400, "乙": 59, "丙": 0, "丁": -11}
    rows = [{"name": name, "valid_until": (today + timedelta(days=count)).isoformat()} for name, count in days.items()]
    fields = {"electricians": [*rows, {"name": "戊"}]}
    workspace.call(lambda: set_customer(workspace, ACCOUNT, fields))
    found = {item.name: (item.urgency, item.days_left) for item in overview(workspace).certificates}
    assert found == {
        "甲": (Urgency.LATER, 400),
        "乙": (Urgency.SOON, 59),
        "丙": (Urgency.SOON, 0),
        "丁": (Urgency.PAST, -11),
        "戊": (Urgency.UNKNOWN, None),
    }


def test_the_worst_of_the_newest_values_is_the_state_of_a_piece_and_its_trend_is_shown_first(
    workspace: Workspace,
) -> None:
    oil = next(row for row in overview(workspace).equipment if row.equipment.name == "T2 主变")
    more = {"verdict": "fail", "limit": "≤\u00a0150", "basis": "DL/T 722"}
    workspace.call(lambda: record(workspace, oil.id, "total_hydrocarbons", 205.1, **more))
    after = overview(workspace)
    row = next(row for row in after.equipment if row.id == oil.id)
    assert row.verdict is Verdict.FAIL
    assert "205.1" in row.evidence
    assert after.trend is not None
    assert after.trend.choice.owner == "T2 主变"
    assert after.trend.limits == (150.0,)
    assert after.trend.points[-1].value == 205.1


def test_the_worst_of_several_values_is_the_state_and_what_could_not_be_judged_is_worse_than_a_pass() -> None:
    assert worst([Verdict.PASS, Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE]) is Verdict.UNDETERMINED
    assert worst([Verdict.UNDETERMINED, Verdict.ATTENTION, Verdict.PASS]) is Verdict.ATTENTION
    assert worst([Verdict.PASS, Verdict.NOT_APPLICABLE]) is Verdict.PASS
    assert worst([Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE]) is Verdict.UNDETERMINED
    assert worst([None]) is None


def test_the_test_table_has_a_column_per_test_newest_first_and_lines_in_the_order_of_the_form(
    workspace: Workspace,
) -> None:
    table = file_of(workspace, "T2 主变").table
    assert list(table.days) == sorted(table.days, reverse=True)
    assert all(len(line.cells) == len(table.days) for line in table.lines)
    set_language("zh_CN")
    names = [line.name for line in file_of(workspace, "T2 主变").table.lines]
    assert names.index("油击穿电压") < names.index("油中总烃")


def test_phases_are_called_by_their_line_and_their_cell(workspace: Workspace) -> None:
    set_language("zh_CN")
    names = {choice.name for choice in overview(workspace).choices}
    assert {"低压电流 Ia", "低压电流 Ib", "回路电阻 A"} <= names
    set_language("en")
    assert "LV current Ia" in {choice.name for choice in overview(workspace).choices}


def test_a_value_that_no_form_knows_goes_by_its_quantity(workspace: Workspace) -> None:
    oil = next(row for row in overview(workspace).equipment if row.equipment.name == "T2 主变")
    workspace.call(lambda: record(workspace, oil.id, "something_measured", 3.5))
    line = next(line for line in file_of(workspace, "T2 主变").table.lines if "something_measured" in line.key)
    assert line.name == "something_measured"
    assert next(cell.text if cell else None for cell in line.cells) == "3.5"


def test_a_day_that_is_none_counts_as_not_given(workspace: Workspace) -> None:
    oil = next(row for row in overview(workspace).equipment if row.equipment.name == "T2 主变")
    assert oil.next_test is not None
    workspace.call(lambda: record(workspace, oil.id, "total_hydrocarbons", 12.0, next_due="soon"))
    after = next(row for row in overview(workspace).equipment if row.id == oil.id)
    assert (after.next_test, after.next_urgency) == (None, Urgency.UNKNOWN)
    assert after.tested_on == workspace.today()


def test_the_limit_of_a_reading_stands_in_its_visit(workspace: Workspace) -> None:
    key = next(choice.key for choice in overview(workspace).choices if "load_imbalance" in choice.key)
    trend = workspace.call(lambda: services.customer_trend(workspace, key))
    assert trend is not None
    assert trend.limits


def test_a_series_is_found_by_its_key(workspace: Workspace) -> None:
    choice = overview(workspace).choices[0]
    trend = workspace.call(lambda: services.customer_trend(workspace, choice.key))
    assert trend is not None
    assert trend.choice == choice
    assert [point.on for point in trend.points] == sorted(point.on for point in trend.points)


def test_nameplate_values_are_shown_with_name_and_unit(workspace: Workspace) -> None:
    set_language("en")
    plate = dict(file_of(workspace, "T2 主变").nameplate)
    assert "1250\u00a0kVA" in plate.values()
    assert "capacity_kva" not in plate


def test_retired_equipment_leaves_the_overview_and_stays_under_equipment(workspace: Workspace) -> None:
    gone = overview(workspace).equipment[0]
    workspace.call(lambda: retire_equipment(workspace, gone.id))
    assert gone.id not in {row.id for row in overview(workspace).equipment}
    every = workspace.call(lambda: services.customer_equipment(workspace, ACCOUNT, retired=True))
    assert [row.equipment.active for row in every if row.id == gone.id] == [False]
    assert workspace.call(lambda: services.equipment_file(workspace, gone.id)).table.days


def test_visits_say_how_many_of_their_hazards_are_closed(workspace: Workspace) -> None:
    rows = workspace.call(lambda: services.customer_visits(workspace, ACCOUNT))
    customer = workspace.call(lambda: find_customer(workspace, ACCOUNT))
    hazards = workspace.call(lambda: workspace.db.hazards.of_customer(customer.id))
    closed = sum(1 for hazard in hazards if hazard.status is HazardStatus.CLOSED)
    assert sum(row.closed for row in rows) == closed > 0
    assert rows[0].status is VisitStatus.PLANNED
    days = [row.on for row in rows[1:] if row.on]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("≤\u00a0150", (150.0,)),
        ("≥\u00a01.19", (1.19,)),
        ("9.30–10.70", (9.3, 10.7)),
        ("±\u00a00.5", (-0.5, 0.5)),
        ("\u221210–7", (-10.0, 7.0)),
        ("", ()),
    ],
)
def test_limits_as_shown_are_read_as_levels(text: str, levels: tuple[float, ...]) -> None:
    assert limit_levels(text) == levels


@pytest.mark.parametrize(
    ("line", "first", "name"),
    [
        ("LV current Ia / Ib / Ic", "Ia", "LV current"),
        ("直流电阻 高压 AB–CA", "AB", "直流电阻 高压"),
        ("回路电阻", "A", "回路电阻"),
        ("Insulation A class", "", "Insulation A class"),
    ],
)
def test_a_line_is_called_without_the_list_of_its_cells(line: str, first: str, name: str) -> None:
    assert without_parts(line, first) == name


def test_the_state_says_how_many_values_could_not_be_judged(workspace: Workspace) -> None:
    unjudged(workspace, "T1 主变")
    row = file_of(workspace, "T1 主变").row
    assert row.verdict is Verdict.UNDETERMINED
    assert row.unjudged == 2
    assert "2" in row.evidence


def test_the_printed_file_names_open_hazards_and_unjudged_values_as_the_state(workspace: Workspace) -> None:
    def made() -> CustomerFile:
        with speaking("en"):
            return file_model(workspace, ACCOUNT)

    unjudged(workspace, "T1 主变")
    model = workspace.call(made)
    states = {row[0]: row[-1] for row in model.equipment.rows}
    open_ = {row.equipment.name for row in overview(workspace).equipment if row.grade is not None}
    assert open_
    assert {states[name] for name in open_} == {"Hazard open"}
    assert states["T1 主变"] == "Undetermined: 2"
