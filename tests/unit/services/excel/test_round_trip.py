"""What goes out comes in again unchanged, whatever the register holds."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector import i18n, services
from inspector.domain.customer import Customer, Electrician, Importance, Metering
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
from tests.unit.services.excel.books import TODAY, codes, seen

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
NAME = TEXT.filter(lambda text: bool(folded(text)))
ACCOUNT = st.from_regex(r"[0-9A-Z]{1,20}", fullmatch=True)
DAYS = st.dates(date(1900, 1, 1), TODAY)
POSITIVE = st.floats(1e-6, 1e9).map(lambda value: float(f"{value:.6g}"))


@st.composite
def customers(draw: st.DrawFn) -> tuple[Customer, ...]:
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
                Electrician(draw(NAME), draw(TEXT), draw(st.none() | DAYS)) for _ in range(draw(st.integers(0, 5)))
            ),
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
    owners = draw(customers())
    items = draw(equipment(owners))
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
    assert sorted(tuple(sorted(e.nameplate.items())) for e in mine.equipment) == sorted(
        tuple(sorted(e.nameplate.items())) for e in theirs.equipment
    )
