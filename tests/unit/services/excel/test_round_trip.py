"""What goes out comes in again unchanged, whatever the register holds."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector import i18n, services
from inspector.domain.customer import Contact, Customer, Electrician, Importance, Metering
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.person import Person, Role
from inspector.services import Workspace, excel
from inspector.services.excel.exporting import write_registers
from inspector.services.excel.items import load_items
from inspector.services.excel.reading import read_bytes
from inspector.services.excel.register import RecordedTest, Register
from inspector.services.excel.text import folded
from inspector.services.excel.views import Action
from inspector.services.registers.nameplates import nameplate_fields
from tests.unit.services.excel.books import TODAY, codes, seen, workbook

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
NAME = TEXT.filter(lambda text: bool(folded(text)))
ACCOUNT = st.from_regex(r"[0-9A-Z]{1,20}", fullmatch=True)
DAYS = st.dates(date(1900, 1, 1), TODAY)
POSITIVE = st.floats(1e-6, 1e9).map(lambda value: float(f"{value:.6g}"))


@st.composite
def customers(draw: st.DrawFn, keepers: tuple[Person, ...] = ()) -> tuple[Customer, ...]:
    accounts = draw(st.lists(ACCOUNT, max_size=4, unique_by=lambda text: text.casefold().lstrip("0")))
    return tuple(
        Customer(
            f"c{number}",
            account,
            draw(NAME),
            "area",
            address=draw(TEXT),
            voltage_kv=draw(st.none() | st.floats(0.1, 1100).map(lambda v: float(f"{v:.6g}"))),
            capacity_kva=draw(st.none() | POSITIVE),
            metering=draw(st.sampled_from(Metering)),
            importance=draw(st.sampled_from(Importance)),
            contact=draw(TEXT),
            emergency_supply_kva=draw(st.none() | st.just(0.0) | POSITIVE),
            power_factor_class=draw(st.none() | st.sampled_from((0.9, 0.85, 0.8))),
            cycle_months=draw(st.none() | st.integers(1, 120)),
            earthing=draw(st.sampled_from(("", "effective", "not_effective"))),
            electricians=tuple(
                Electrician(draw(NAME), draw(TEXT), draw(st.none() | DAYS), draw(TEXT), draw(TEXT))
                for _ in range(draw(st.integers(0, 5)))
            ),
            contacts=tuple(Contact(draw(NAME), draw(TEXT), draw(TEXT)) for _ in range(draw(st.integers(0, 3)))),
            duty=draw(TEXT),
            keeper=draw(st.sampled_from(("", *(person.id for person in keepers), "gone"))),
            active=draw(st.booleans()),
        )
        for number, account in enumerate(accounts)
    )


@st.composite
def equipment(draw: st.DrawFn, owners: tuple[Customer, ...]) -> tuple[Equipment, ...]:
    found = []
    for number in range(draw(st.integers(0, 6)) if owners else 0):
        kind = draw(st.sampled_from(EquipmentKind))
        plate = {}
        for field in nameplate_fields(kind):
            if draw(st.booleans()):
                choices = st.sampled_from([value for value, _label in field.choices] or ["x"])
                plate[field.key] = (
                    draw(choices) if field.kind == "choice" else draw(st.sampled_from(("1", "7", "见图纸")))
                )
        if draw(st.booleans()):
            plate["old_key"] = draw(TEXT)
        found.append(
            Equipment(
                f"e{number}",
                draw(st.sampled_from(owners)).id,
                kind,
                draw(NAME),
                model=draw(TEXT),
                commissioned=draw(st.none() | DAYS),
                position=number,
                nameplate=plate,
                serial=draw(TEXT),
                active=draw(st.booleans()),
            )
        )
    return tuple(found)


@st.composite
def recorded(draw: st.DrawFn, items: tuple[Equipment, ...]) -> tuple[RecordedTest, ...]:
    packs = load_items().packs
    found = []
    for _number in range(draw(st.integers(0, 8)) if items else 0):
        item = draw(st.sampled_from(items))
        known = load_items().by_kind.get(item.kind, ())
        free = st.sampled_from(sorted(packs.quantities)).map(lambda quantity: (quantity, "A"))
        pairs = [(one.quantity, one.label) for one in known]
        quantity, label = draw(st.sampled_from(pairs) | free if pairs else free)
        found.append(
            RecordedTest(
                item.id,
                draw(DAYS).isoformat(),
                quantity,
                label,
                draw(st.floats(-1e6, 1e6).map(lambda value: float(f"{value:.6g}"))),
                packs.quantities[quantity].unit,
                draw(st.none() | st.floats(-40, 80).map(lambda value: round(value, 1))),
                draw(TEXT),
                "",
            )
        )
    return tuple(found)


@st.composite
def a_register(draw: st.DrawFn) -> Register:
    logins = draw(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), max_size=3, unique=True))
    people = tuple(
        Person(
            f"p{number}",
            login,
            draw(NAME),
            draw(NAME),
            tuple(draw(st.lists(st.sampled_from(Role), min_size=1, max_size=3, unique=True))),
            active=draw(st.booleans()),
        )
        for number, login in enumerate(logins)
    )
    owners = draw(customers(people))
    items = draw(equipment(owners))
    return Register(owners, items, people, draw(recorded(items)), TODAY, "1:1")


@settings(max_examples=25)
@given(register=a_register(), language=st.sampled_from(i18n.LANGUAGES))
def test_any_register_reads_back_unchanged(register: Register, language: str) -> None:
    reads_back(register, language)


@pytest.mark.long
@settings(max_examples=300)
@given(register=a_register(), language=st.sampled_from(i18n.LANGUAGES))
def test_many_registers_read_back_unchanged(register: Register, language: str) -> None:
    reads_back(register, language)


def reads_back(register: Register, language: str) -> None:
    i18n.set_language(language)
    try:
        data = write_registers(register)
        if not (register.customers or register.people):
            return
        preview = seen(data, register)
    finally:
        i18n.set_language("zh_CN")
    assert codes(preview) == []
    assert [row for row in preview.rows if row.action is not Action.SAME] == []
    assert preview.plan.size == 0


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_sample_goes_out_and_comes_in_elsewhere(workspace: Workspace, tmp_path: Path, language: str) -> None:
    i18n.set_language(language)
    book = read_bytes(workspace.call(lambda: excel.export_registers(workspace)), "a.xlsx")
    assert workspace.call(lambda: excel.preview(workspace, book, excel.suggest_mapping(book))).plan.size == 0
    other = services.create_workspace(tmp_path / "other", key="passphrase", passphrase="口令 2")
    try:
        mapping = excel.suggest_mapping(book)
        other.call(lambda: excel.apply_import(other, excel.preview(other, book, mapping)))
        assert other.call(lambda: excel.preview(other, book, mapping)).plan.size == 0
        mine, theirs = (workspace.call(lambda: excel.snapshot(workspace)), other.call(lambda: excel.snapshot(other)))
    finally:
        other.close()
    assert len(mine.tests) == len(theirs.tests) > 1000
    assert [c.account for c in mine.customers] == [c.account for c in theirs.customers]
    assert [(c.electricians, c.contacts, c.duty) for c in mine.customers] == [
        (c.electricians, c.contacts, c.duty) for c in theirs.customers
    ]
    assert any(c.keeper for c in mine.customers)
    assert [_keeper(mine, c.keeper) for c in mine.customers] == [_keeper(theirs, c.keeper) for c in theirs.customers]
    assert sorted(tuple(sorted(e.nameplate.items())) for e in mine.equipment) == sorted(
        tuple(sorted(e.nameplate.items())) for e in theirs.equipment
    )


def _keeper(register: Register, person: str) -> str:
    """Who is responsible, by a name that holds in both workspaces."""
    return register.person_by_id[person].login if person else ""


ONE = Customer(
    "c1",
    "5010",
    "甲厂",
    "area",
    electricians=(Electrician("王强", "T1", date(2028, 6, 30), "高压", "137"), Electrician("何平")),
    contacts=(Contact("周工", "夜间值班", "136"),),
    duty="24 h",
    keeper="p1",
)
PEOPLE = (Person("p1", "wang", "王工", "一班"), Person("p2", "li", "李工", "一班"))
HEADS = ("户号", "户名", "电工电话", "电工证类别", "其他联系人", "备用联系人电话", "值班方式", "责任人")


def test_contacts_manning_and_who_is_responsible_come_in_under_the_headings_people_use() -> None:
    row = ("5010", "甲厂", "138", "低压", "周工", "135", "无人值守", "李工")
    preview = seen(workbook({"客户": (HEADS, row)}), Register((ONE,), (), PEOPLE, (), TODAY, "1"))
    assert codes(preview) == []
    ((customer, changed),) = preview.plan.customers_changed
    assert customer == "c1"
    assert changed["electricians"][0] | {"valid_until": None} == {
        "name": "王强",
        "certificate": "T1",
        "valid_until": None,
        "category": "低压",
        "phone": "138",
    }
    assert changed["contacts"] == [{"name": "周工", "title": "夜间值班", "phone": "135"}]
    assert (changed["duty"], changed["keeper"]) == ("无人值守", "p2")
    told = {change.heading: (change.old, change.new) for change in preview.rows[0].changes}
    assert told["责任人"] == ("王工", "李工")
    assert told["备用联系人电话"] == ("136", "135")


def test_a_person_who_is_new_in_the_file_is_responsible_once_both_are_written(tmp_path: Path) -> None:
    people = (("登录名", "姓名", "班组"), ("zhou", "周检", "一班"), ("wu", "吴检", "一班"))
    customers = (("户号", "户名", "责任人"), ("7010", "乙厂", "吴检"), ("7011", "丙厂", "没有这个人"))
    book = read_bytes(workbook({"人员": people, "客户": customers}), "a.xlsx")
    fresh = services.create_workspace(tmp_path / "fresh", key="passphrase", passphrase="口令 2")
    try:
        preview = fresh.call(lambda: excel.preview(fresh, book, excel.suggest_mapping(book)))
        assert [issue.code for issue in preview.warnings] == ["cell_person_unknown"]
        fresh.call(lambda: excel.apply_import(fresh, preview))
        found = fresh.call(lambda: excel.snapshot(fresh))
    finally:
        fresh.close()
    assert [_keeper(found, customer.keeper) for customer in found.customers] == ["wu", ""]


def test_a_further_contact_needs_a_name() -> None:
    heads = ("户号", "户名", "其他联系人2电话")
    preview = seen(workbook({"客户": (heads, ("5010", "甲厂", "135"))}), Register((ONE,), (), PEOPLE, (), TODAY, "1"))
    assert [code for *_place, code in codes(preview)] == ["cell_required"]


def test_of_two_people_with_one_name_the_login_says_who() -> None:
    twins = (
        Person("p1", "wang", "王工", "一班"),
        Person("p2", "wang2", "王工", "一班"),
        Person("p3", "x", "王工", "", active=False),
    )
    register = Register((ONE,), (), twins, (), TODAY, "1")
    assert register.name_of("p1") == "wang"
    assert register.person_named("王工") is None
    left = Register((ONE,), (), twins[1:], (), TODAY, "1")
    assert left.person_named("王工") is twins[1]
