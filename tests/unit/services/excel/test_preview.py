"""What a file would do to the register, and every error by its place."""

from datetime import date
from typing import Any

import pytest

from inspector import i18n
from inspector.domain.customer import Customer, Electrician, Importance
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.person import Person
from inspector.services.excel.register import RecordedTest, Register
from inspector.services.excel.views import Action, FieldChange
from tests.unit.services.excel.books import (
    CUSTOMERS,
    EQUIPMENT,
    NOBODY,
    PEOPLE,
    TESTS,
    TODAY,
    WANG,
    codes,
    seen,
    warned,
    workbook,
)

CUSTOMER = Customer("c1", "0501", "甲公司", "area", capacity_kva=1250, electricians=(Electrician("王", "T1"),))
OTHER = Customer("c2", "0502", "乙公司", "area")
TRANSFORMER = Equipment(
    "e1", "c1", EquipmentKind.TRANSFORMER_OIL, "1号主变", serial="77", nameplate={"capacity_kva": "1250"}
)
TWINS = tuple(Equipment(f"t{n}", "c2", EquipmentKind.CABLE, "电缆", serial=f"s{n}") for n in (1, 2))
PERSON = Person("p1", "wang", "王工", "一班")
TEST = RecordedTest("e1", "2025-05-05", "oil_breakdown", "oil_breakdown", 45.5, "kV", 20.0, "电科院", "")
KNOWN = Register((CUSTOMER, OTHER), (TRANSFORMER, *TWINS), (PERSON,), (TEST,), TODAY, "1:1")


def actions(data: bytes, register: Register = KNOWN) -> list[tuple[int, Action]]:
    return [(row.row, row.action) for row in seen(data, register).rows if row.row]


def test_customers_are_added_changed_or_left() -> None:
    head = (*CUSTOMERS, "合同容量", "重要性等级")
    data = workbook({"客户": [head, ["0501", "甲公司", "1600 kVA", "二级"], ["0502", "乙公司"], ["0503", "丙"]]})
    preview = seen(data, KNOWN)
    assert [row.action for row in preview.rows] == [Action.CHANGE, Action.SAME, Action.ADD]
    assert preview.rows[0].changes == (
        FieldChange("合同容量", "1250", "1600"),
        FieldChange("重要性等级", "普通高压用户", "二级重要用户"),
    )
    assert preview.plan.customers_changed == (("c1", {"capacity_kva": 1600.0, "importance": Importance.LEVEL_2}),)


def test_an_empty_cell_changes_nothing() -> None:
    data = workbook({"客户": [(*CUSTOMERS, "合同容量"), ["0501", "甲公司", None], ["0502", None, " \u00a0"]]})
    assert actions(data) == [(2, Action.SAME), (3, Action.SAME)]


def test_electricians_are_merged_by_number() -> None:
    head = (*CUSTOMERS, "电工1姓名", "电工1证件有效期至", "电工2姓名")
    preview = seen(workbook({"客户": [head, ["0501", "甲公司", "王", "2028.6.30", "李"]]}), KNOWN)
    ((_id, fields),) = preview.plan.customers_changed
    assert fields["electricians"] == [
        {"name": "王", "certificate": "T1", "valid_until": "2028-06-30", "category": "", "phone": ""},
        {"name": "李", "certificate": "", "valid_until": None, "category": "", "phone": ""},
    ]
    assert [change.new for change in preview.rows[0].changes] == ["2028-06-30", "李"]


def test_an_account_stored_as_a_number_finds_the_customer_of_the_same_name_and_warns() -> None:
    preview = seen(workbook({"客户": [CUSTOMERS, [501, "甲公司"], [777, "丙"]]}), KNOWN)
    assert [row.action for row in preview.rows] == [Action.SAME, Action.ADD]
    assert warned(preview) == [("A", 2, "cell_account_number"), ("A", 3, "cell_account_number")]


@pytest.mark.parametrize(
    ("account", "name"), [("501", "乙公司"), ("501", "甲公司"), (501, "丁公司")], ids=["text", "same name", "number"]
)
def test_an_account_without_the_zeros_of_another_is_another_customer(account: object, name: str) -> None:
    preview = seen(workbook({"客户": [CUSTOMERS, [account, name], ["0501", "甲公司"]]}), KNOWN)
    assert [row.action for row in preview.rows] == [Action.ADD, Action.SAME]
    assert preview.plan.customers_changed == ()
    assert ("A", 2, "row_account_alike") in warned(preview)
    assert codes(preview) == []


def test_accounts_that_differ_by_zeros_stand_in_one_file() -> None:
    preview = seen(workbook({"客户": [CUSTOMERS, ["001234", "甲"], ["1234", "乙"]]}))
    assert [(row["account"], row["name"]) for row in preview.plan.customers] == [("001234", "甲"), ("1234", "乙")]
    assert warned(preview) == [("A", 3, "row_account_alike")]


def test_a_number_and_the_text_it_came_from_are_one_customer_twice() -> None:
    preview = seen(workbook({"客户": [CUSTOMERS, ["001234", "甲"], [1234, "甲"]]}))
    assert codes(preview) == [("客户", "A", 3, "row_duplicate")]


def test_equipment_goes_to_the_customer_whom_the_sheet_of_customers_named_by_that_number() -> None:
    data = workbook(
        {"客户": [CUSTOMERS, [501, "甲公司"]], "设备": [EQUIPMENT, [501, "柜", "高压柜"], [502, "柜", "高压柜"]]}
    )
    preview = seen(data, KNOWN)
    assert [owner for owner, _row in preview.plan.equipment] == ["c1"]
    assert codes(preview) == [("设备", "A", 3, "row_customer_unknown")]


def test_equipment_refers_to_customers_of_the_register_or_the_file() -> None:
    data = workbook(
        {
            "设备": [
                EQUIPMENT,
                ["0501", "1号主变", "油变"],
                ["0501", "2号主变", "干变"],
                ["0503", "进线柜", "高压柜"],
                ["0599", "柜", "高压柜"],
            ],
            "客户": [CUSTOMERS, ["0503", "丙"]],
        }
    )
    preview = seen(data, KNOWN)
    assert codes(preview) == [("设备", "A", 5, "row_customer_unknown")]
    assert [(owner, row["name"], row["position"]) for owner, row in preview.plan.equipment] == [
        ("c1", "2号主变", 1),
        (0, "进线柜", 0),
    ]


def test_equipment_is_found_by_serial_number_under_a_new_name() -> None:
    preview = seen(workbook({"设备": [(*EQUIPMENT, "出厂编号"), ["0501", "#1主变", "油变", "77"]]}), KNOWN)
    assert preview.plan.equipment_changed == (("e1", {"name": "#1主变"}),)


def test_twins_are_told_apart_by_serial_number_or_not_at_all() -> None:
    head = (*EQUIPMENT, "出厂编号", "型号")
    data = workbook({"设备": [head, ["0502", "电缆", "电缆", "s2", "YJV"], ["0502", "电缆", "电缆", None, "X"]]})
    preview = seen(data, KNOWN)
    assert preview.plan.equipment_changed[0] == ("t2", {"model": "YJV"})
    assert codes(preview) == [("设备", "B", 3, "row_equipment_ambiguous")]


def test_the_nameplate_is_checked_by_kind_and_merged() -> None:
    head = (*EQUIPMENT, "额定电压 (kV)", "冷却方式", "电缆长度 (km)")
    preview = seen(workbook({"设备": [head, ["0501", "1号主变", "油变", "10000V", "ONAN 油浸自冷", 3]]}), KNOWN)
    ((_id, fields),) = preview.plan.equipment_changed
    assert fields["nameplate"] == {"capacity_kva": "1250", "voltage_kv": "10", "cooling": "ONAN"}
    assert warned(preview) == [("F", 2, "cell_not_of_kind")]
    bad = seen(workbook({"设备": [head, ["0501", "1号主变", "油变", "十千伏", "AF"]]}), KNOWN)
    assert codes(bad) == [("设备", "D", 2, "field_range"), ("设备", "E", 2, "field_range")]


def test_kind_and_owner_of_known_equipment_stay() -> None:
    head = (*EQUIPMENT, "记录编号（请勿改动）")
    data = workbook({"设备": [head, ["0501", "1号主变", "干变", None], ["0502", "1号主变", "油变", "e1"]]})
    assert [code for *_place, code in codes(seen(data, KNOWN))] == [
        "row_kind_change",
        "row_owner_change",
        "row_duplicate",
    ]


def test_tests_by_item_phase_and_unit() -> None:
    head = (*TESTS, "试验单位")
    rows: list[list[Any]] = [
        ["0501", "1号主变", "2025.5.5", "油击穿电压", None, "45.5", "kV", "电科院"],
        ["0501", "1号主变", "2026-05-05", "油击穿电压", None, 41, None, "电科院"],
        ["0501", "1号主变", 20260505, "直流电阻 高压 A0–C0 / AB–CA", "AB相", "1852 mΩ", None, "电科院"],
        ["0501", "1号主变", "2026年5月5日", "dc_hv_bc", None, 1.856, "Ω", "电科院"],
    ]
    preview = seen(workbook({"试验": [head, *rows]}), KNOWN)
    assert codes(preview) == []
    assert [row.action for row in preview.rows] == [Action.SAME, Action.ADD, Action.ADD, Action.ADD]
    ((owner, body),) = preview.plan.tests
    assert (owner, body["tested_on"], body["lab"], body["visit"]) == ("e1", "2026-05-05", "电科院", "")
    assert [(v["quantity"], v["label"], v["value"], v["unit"]) for v in body["values"]] == [
        ("oil_breakdown", "oil_breakdown", 41.0, "kV"),
        ("dc_resistance_hv", "dc_hv_ab", 1.852, "Ω"),
        ("dc_resistance_hv", "dc_hv_bc", 1.856, "Ω"),
    ]
    assert {v["verdict"] for v in body["values"]} == {""}


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (["0501", "1号主变", "2025-05-05", "油击穿电压", None, 50, "kV"], "F", "test_recorded_other"),
        (["0501", "1号主变", "2026-06-12", "油击穿电压", None, 50, "kV"], "C", "test_in_future"),
        (["0501", "1号主变", "2026-05-05", "不存在", None, 50, "kV"], "D", "test_quantity_unknown"),
        (["0501", "1号主变", "2026-05-05", "油击穿电压", None, 50, "MΩ"], "G", "test_unit"),
        (["0501", "1号主变", "2026-05-05", "油击穿电压", None, "合格", "kV"], "F", "number_unreadable"),
        (["0501", "1号主变", "2026-05-05", "高压绕组直流电阻", None, 1, "Ω"], "E", "test_phase_needed"),
        (["0501", "9号主变", "2026-05-05", "油击穿电压", None, 50, "kV"], "B", "row_equipment_unknown"),
        (["0501", "1号主变", None, "油击穿电压", None, 50, "kV"], "C", "cell_required"),
        (["0501", "1号主变", "昨天", "油击穿电压", None, 50, "kV"], "C", "cell_date"),
        (["0502", "电缆", "2026-05-05", "油击穿电压", None, 50, "kV"], "B", "row_equipment_ambiguous"),
    ],
)
def test_wrong_tests(row: list[Any], column: str, code: str) -> None:
    preview = seen(workbook({"试验": [TESTS, row]}), KNOWN)
    assert codes(preview) == [("试验", column, 2, code)]
    assert preview.errors[0].message.endswith(("。", "）", "："))


def test_the_same_value_twice_counts_once_and_two_values_are_an_error() -> None:
    row = ["0501", "1号主变", "2026-05-05", "油击穿电压", None, 50, "kV"]
    preview = seen(workbook({"试验": [TESTS, row, row, [*row[:5], 51, "kV"]]}), KNOWN)
    assert [row.action for row in preview.rows] == [Action.ADD, Action.SAME, Action.ERROR]
    assert codes(preview) == [("试验", "F", 4, "row_duplicate")]


def test_people() -> None:
    head = (*PEOPLE, "角色", "是否在岗")
    data = workbook(
        {
            "人员": [
                head,
                ["WANG", "王工", "二班", None, "否"],
                ["li", "李工", "一班", "班组长、检查员"],
                ["zhao", None, "一班"],
            ]
        }
    )
    preview = seen(data, KNOWN)
    assert preview.plan.people_changed == (("p1", {"team": "二班", "active": False}),)
    assert preview.plan.people[0] == {"login": "li", "name": "李工", "team": "一班", "roles": ["lead", "inspector"]}
    assert codes(preview) == [("人员", "B", 4, "cell_required")]


def test_duplicates_inside_the_file() -> None:
    data = workbook(
        {
            "客户": [CUSTOMERS, ["1", "甲"], ["１", "乙"]],
            "设备": [EQUIPMENT, ["1", "柜", "高压柜"], ["1", " 柜", "高压柜"]],
            "人员": [PEOPLE, WANG, WANG],
        }
    )
    assert [(sheet, row, code) for sheet, _column, row, code in codes(seen(data))] == [
        ("人员", 3, "row_duplicate"),
        ("客户", 3, "row_duplicate"),
        ("设备", 3, "row_duplicate"),
    ]


def test_a_new_account_that_is_taken() -> None:
    data = workbook({"客户": [(*CUSTOMERS, "记录编号（请勿改动）"), ["0502", "甲公司", "c1"]]})
    assert codes(seen(data, KNOWN)) == [("客户", "A", 2, "row_account_taken")]


def test_bad_cells_and_long_texts_are_listed_with_their_place() -> None:
    data = workbook({"客户": [(*CUSTOMERS, "地址"), ["0503", "=1+1", "x"], ["#N/A", "乙", "x" * 501]]})
    assert codes(seen(data)) == [
        ("客户", "B", 2, "cell_formula"),
        ("客户", "A", 3, "cell_error_value"),
        ("客户", "C", 3, "cell_too_long"),
    ]


def test_every_complaint_is_a_sentence_in_both_languages() -> None:
    preview = seen(workbook({"设备": [EQUIPMENT, ["x", "1号", "锅炉"], [None, "2号", "电缆"]]}), NOBODY)
    chinese = [issue.message for issue in preview.errors]
    i18n.set_language("en")
    english = [issue.message for issue in preview.errors]
    assert len(chinese) == 3
    assert all("{" not in text for text in chinese + english)
    assert not set(chinese) & set(english)


def test_the_day_of_the_preview_decides_what_lies_in_the_future() -> None:
    row = ["0501", "1号主变", "2026-06-12", "油击穿电压", None, 50, "kV"]
    later = Register(KNOWN.customers, KNOWN.equipment, KNOWN.people, KNOWN.tests, date(2026, 6, 12), "1:1")
    assert codes(seen(workbook({"试验": [TESTS, row]}), later)) == []


def test_who_is_working_and_who_is_about_to_be_visited_stay_in_service() -> None:
    known = Register(KNOWN.customers, (), KNOWN.people, (), TODAY, "1:1", frozenset({"c1"}), "p1")
    data = workbook({"客户": [(*CUSTOMERS, "在用"), ["0501", None, "否"], ["0502", None, "否"]]})
    assert codes(seen(data, known)) == [("客户", "C", 2, "customer_visited")]
    assert codes(seen(workbook({"人员": [(*PEOPLE, "在岗"), ["wang", None, None, "否"]]}), known)) == [
        ("人员", "D", 2, "person_acting")
    ]
