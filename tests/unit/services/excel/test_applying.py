"""Writing an import: all or nothing, cancellable, seen by open visits, only against the register it was shown for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector import services
from inspector.domain.person import Role
from inspector.problems import Problem
from inspector.services import Workspace, excel
from inspector.services.excel.applying import IN_FRAME
from inspector.services.excel.reading import read_bytes
from inspector.services.excel.views import ImportPreview
from inspector.services.registers.entries import add_customer, find_customer
from tests.unit.services.excel.books import CUSTOMERS, EQUIPMENT, PEOPLE, TESTS, WANG, brought_in, workbook

FIRST = "50102237816"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    made = services.create_workspace(tmp_path / "empty", key="passphrase", passphrase="口令 1")
    yield made
    made.close()


@dataclass(frozen=True)
class State:
    """What must not change when an import fails."""

    frames: int
    customers: tuple[object, ...]
    equipment: tuple[object, ...]
    people: tuple[object, ...]
    settings: object


def state(workspace: Workspace) -> State:
    def read() -> State:
        db = workspace.db
        register = db.registers
        settings = db.settings.all()
        return State(
            db.overview.unsent_count(), register.customers(), register.all_equipment(), register.persons(), settings
        )

    return workspace.call(read)


def preview_of(workspace: Workspace, data: bytes) -> ImportPreview:
    book = read_bytes(data, "a.xlsx")
    return workspace.call(lambda: excel.preview(workspace, book, excel.suggest_mapping(book)))


def fails(workspace: Workspace, preview: ImportPreview, code: str) -> None:
    before = state(workspace)
    with pytest.raises(Problem, match=code):
        workspace.call(lambda: excel.apply_import(workspace, preview))
    assert state(workspace) == before


def everything() -> bytes:
    return workbook(
        {
            "人员": [PEOPLE, WANG, ("li", "李工", "二班")],
            "客户": [CUSTOMERS, ["0501", "甲"], ["0502", "乙"]],
            "设备": [EQUIPMENT, ["0501", "1号主变", "油变"], ["0502", "进线柜", "高压柜"]],
            "试验": [TESTS, ["0501", "1号主变", "2025-05-05", "油击穿电压", None, 45.5, "kV"]],
        }
    )


def test_a_first_import_brings_its_own_author(empty: Workspace) -> None:
    brought_in(empty, everything())
    people, customers = empty.call(lambda: (empty.db.registers.persons(), empty.db.registers.customers()))
    assert [person.login for person in people] == ["li", "wang"]
    assert empty.call(lambda: empty.acting).login == "wang"
    assert [customer.account for customer in customers] == ["0501", "0502"]
    item = empty.call(lambda: empty.db.registers.equipment_of(customers[0].id))[0]
    history = empty.call(lambda: empty.db.measurements.of_equipment(item.id))
    assert [value.value for value in history["oil_breakdown", "oil_breakdown"]] == [45.5]


def test_the_same_again_changes_nothing(empty: Workspace) -> None:
    brought_in(empty, everything())
    preview = preview_of(empty, everything())
    assert preview.plan.size == 0
    fails(empty, preview, "import_nothing")


def test_records_without_any_person_are_refused(empty: Workspace) -> None:
    fails(empty, preview_of(empty, workbook({"客户": [CUSTOMERS, ["0501", "甲"]]})), "no_person_yet")


def test_one_error_stops_everything(workspace: Workspace) -> None:
    data = workbook({"客户": [CUSTOMERS, ["0501", "甲"], ["0502", None]]})
    fails(workspace, preview_of(workspace, data), "import_has_errors")


def test_a_cancel_midway_leaves_nothing(empty: Workspace) -> None:
    rows = [[f"05{number:05}", f"客户{number}"] for number in range(3 * IN_FRAME)]
    preview = preview_of(empty, workbook({"人员": [PEOPLE, WANG], "客户": [CUSTOMERS, *rows]}))
    steps: list[int] = []
    before = state(empty)
    with pytest.raises(Problem, match="import_cancelled"):
        empty.call(
            lambda: excel.apply_import(
                empty, preview, lambda done, _total, _phase: steps.append(done), lambda: len(steps) > 1
            )
        )
    assert steps
    assert steps[-1] > IN_FRAME
    assert state(empty) == before
    empty.call(lambda: excel.apply_import(empty, preview))
    assert len(state(empty).customers) == 3 * IN_FRAME


def test_a_register_that_changed_since_the_preview_is_not_overwritten(workspace: Workspace) -> None:
    preview = preview_of(workspace, workbook({"客户": [CUSTOMERS, ["0501", "甲"]]}))
    workspace.call(lambda: add_customer(workspace, {"account": "0501", "name": "乙"}))
    fails(workspace, preview, "import_register_changed")


def test_changes_of_every_kind_are_one_event_each(workspace: Workspace) -> None:
    before = workspace.call(workspace.db.overview.unsent_count)
    head = (*EQUIPMENT, "型号")
    item = workspace.call(lambda: workspace.db.registers.equipment_of(find_customer(workspace, FIRST).id))[0]
    data = workbook(
        {
            "客户": [(*CUSTOMERS, "地址"), [FIRST, None, "新路 1 号"]],
            "设备": [head, [FIRST, item.name, None, "新型号"]],
            "人员": [(*PEOPLE, "电话"), ["wang", None, None, "123"]],
        }
    )
    preview = preview_of(workspace, data)
    assert [len(part) for part in (preview.plan.customers_changed, preview.plan.equipment_changed)] == [1, 1]
    workspace.call(lambda: excel.apply_import(workspace, preview))
    after = workspace.call(lambda: workspace.db.registers.equipment(item.id))
    assert after.model == "新型号"
    assert after.nameplate == item.nameplate
    assert workspace.call(workspace.db.overview.unsent_count) > before


def test_an_open_visit_takes_new_equipment_over_when_it_is_opened_again(workspace: Workspace) -> None:
    people = workspace.call(lambda: services.persons(workspace))
    inspectors = [person.login for person in people if Role.INSPECTOR in person.roles][:2]
    view = workspace.call(lambda: services.start_visit(workspace, FIRST, inspectors=inspectors))
    data = workbook(
        {
            "设备": [EQUIPMENT, [FIRST, "备用变", "干变"]],
            "试验": [TESTS, [FIRST, "备用变", "2025-05-05", "高压绕组直流电阻", "AB", 1.5, "Ω"]],
        }
    )
    brought_in(workspace, data)
    target = view.equipment[0].target
    workspace.call(lambda: services.form_view(workspace, view.id, target))
    again = workspace.call(lambda: services.open_visit(workspace, view.id))
    before = {section.target for section in view.equipment}
    (added,) = [section.target for section in again.equipment if section.target not in before]
    lines = workspace.call(lambda: services.form_view(workspace, view.id, added)).lines
    (line,) = [line for line in lines if line.ref.endswith("/dc_hv")]
    assert line.last
