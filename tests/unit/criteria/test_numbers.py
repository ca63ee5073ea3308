"""Numbers as typed; units; how limits are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.criteria import below_detection, convert_unit, format_number, parse_entry, parse_number
from inspector.problems import Problem
from tests.unit.criteria.cases import shipped


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("33.5", 33.5),
        (" 33.5 ", 33.5),
        ("３３．５", 33.5),
        ("33。5", 33.5),
        ("0,5", 0.5),
        ("0,125", 0.125),
        ("1，5", 1.5),
        ("-3", -3.0),
        ("−3", -3.0),
        ("－３", -3.0),
        ("+7", 7.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("1e3", 1000.0),
        ("-0", 0.0),
    ],
)
def test_numbers_people_type(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "number_empty"),
        ("   ", "number_empty"),
        ("abc", "number_unreadable"),
        ("1.2.3", "number_unreadable"),
        ("1,2,3", "number_unreadable"),
        ("--1", "number_unreadable"),
        ("1 2", "number_unreadable"),
        ("10²", "number_unreadable"),
        ("1_000", "number_unreadable"),
        ("nan", "number_unreadable"),
        ("inf", "number_unreadable"),
        ("1e999", "number_unreadable"),
        ("٣", "number_unreadable"),
        ("2,500", "number_ambiguous"),
    ],
)
def test_text_that_is_no_number_is_a_coded_problem(text: str, code: str) -> None:
    with pytest.raises(Problem) as raised:
        parse_number(text)
    assert raised.value.code == code


def test_entry_with_a_unit() -> None:
    insulation = shipped().quantity("insulation_resistance")
    assert parse_entry(insulation, "2500") == 2500.0
    assert parse_entry(insulation, "2.5 GΩ") == 2500.0
    assert parse_entry(insulation, "2.24GΩ") == 2240.0
    assert parse_entry(insulation, "2.5", "GΩ") == 2500.0
    assert parse_entry(shipped().quantity("core_earth_current"), "85 mA") == 0.085


@pytest.mark.parametrize(
    ("quantity", "text", "value"),
    [
        ("core_earth_current", "80 mA", 0.08),
        ("core_earth_current", "８０　ｍＡ", 0.08),
        ("core_earth_current", "80mA ", 0.08),
        ("core_earth_current", "0.08 A", 0.08),
        ("earthing_continuity", "300 mΩ", 0.3),
        ("earthing_continuity", "300 m\u2126", 0.3),
        ("insulation_resistance", "2．5 ＧΩ", 2500.0),
        ("insulation_resistance", "2,500.5 MΩ", 2500.5),
        ("loop_resistance", "45 \u03bcΩ", 45.0),
        ("loop_resistance", "45 \u00b5Ω", 45.0),
        ("top_oil_temperature", "65 ℃", 65.0),
        ("lv_line_voltage", "0.4 kV", 400.0),
    ],
)
def test_units_are_understood_as_keyboards_write_them(quantity: str, text: str, value: float) -> None:
    assert parse_entry(shipped().quantity(quantity), text) == value


@pytest.mark.parametrize("text", ["80 ma", "80 MA", "mA", "80 mA 3", "80²", "80 A mA", "8 0 mA"])
def test_what_is_no_unit_of_the_quantity_is_not_guessed(text: str) -> None:
    with pytest.raises(Problem):
        parse_entry(shipped().quantity("core_earth_current"), text)


@pytest.mark.parametrize(("text", "unit", "code"), [("2.5 V", "", "number_unreadable"), ("2.5", "V", "unit_unknown")])
def test_entry_with_a_foreign_unit_is_refused(text: str, unit: str, code: str) -> None:
    with pytest.raises(Problem) as raised:
        parse_entry(shipped().quantity("insulation_resistance"), text, unit)
    assert raised.value.code == code


@given(st.integers(min_value=1, max_value=10**9), st.integers(min_value=0, max_value=6))
def test_a_value_is_the_same_in_every_entry_unit(digits: int, places: int) -> None:
    for quantity in shipped().quantities.values():
        value = digits / 10**places
        for unit, factor in quantity.units.items():
            wanted = float(repr(value)) * float(factor)
            assert convert_unit(quantity, value, unit) == pytest.approx(wanted, rel=1e-15)


def test_number_texts() -> None:
    assert format_number(2.50, 2) == "2.5"
    assert format_number(2.50, 2, keep_zeros=True) == "2.50"
    assert format_number(2240.0, 0) == "2240"
    assert format_number(-0.001, 2) == "0"
    assert format_number(-1.5, 1) == "\u22121.5"


@pytest.mark.parametrize(
    ("quantity", "text", "value"),
    [
        ("insulation_resistance", "2,500", 2500.0),
        ("insulation_resistance", "2，500", 2500.0),
        ("insulation_resistance", "2,500 kΩ", 2.5),
        ("oil_breakdown", "1,000", 1000.0),
        ("room_humidity", "58,125", 58.125),
        ("power_factor_month", "0,950", 0.95),
        ("insulation_resistance", "12,5", 12.5),
    ],
)
def test_a_single_comma_is_read_as_the_quantity_allows(quantity: str, text: str, value: float) -> None:
    assert parse_entry(shipped().quantity(quantity), text) == value


@pytest.mark.parametrize(
    ("quantity", "text"),
    [("dc_resistance_hv", "1,852"), ("insulation_resistance", "2,500 GΩ"), ("frequency", "50,125")],
)
def test_a_single_comma_that_may_be_either_is_asked_about(quantity: str, text: str) -> None:
    known = shipped().quantity(quantity)
    with pytest.raises(Problem) as raised:
        parse_entry(known, text)
    assert raised.value.code == "number_ambiguous"


@pytest.mark.parametrize(
    "text", ["未检出", "未 检 出", "ND", "n.d.", "Not detected", "<0.1", "＜0.1", "≤ 0.1 µL/L", "<0.05"]
)
def test_a_gas_that_was_not_found_is_0(text: str) -> None:
    gas = shipped().quantity("gas_c2h2")
    assert below_detection(gas, text)
    assert parse_entry(gas, text) == 0.0


@pytest.mark.parametrize(
    ("quantity", "text", "code"),
    [
        ("gas_c2h2", "<1", "number_bound"),
        ("gas_c2h2", ">0.1", "number_bound"),
        ("gas_c2h2", "<-0.1", "number_bound"),
        ("gas_c2h2", "<0.1 MΩ", "number_bound"),
        ("gas_c2h2", "none of it", "number_unreadable"),
        ("gas_c2h2", "", "number_empty"),
        ("insulation_resistance", "ND", "number_unreadable"),
        ("insulation_resistance", "<0.1", "number_bound"),
    ],
)
def test_what_is_no_absence_is_refused(quantity: str, text: str, code: str) -> None:
    known = shipped().quantity(quantity)
    assert not below_detection(known, text)
    with pytest.raises(Problem) as raised:
        parse_entry(known, text)
    assert raised.value.code == code
