"""The nameplates as data: complete for what criteria ask, both languages, bounds, units and choices."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from inspector import assets, i18n
from inspector.criteria.facts import LABELS, SOURCES
from inspector.domain.customer import Customer
from inspector.domain.equipment import EquipmentKind
from inspector.problems import Problem
from inspector.services.registers.nameplates import NameplateField, customer_fields, field_of, nameplate_fields
from inspector.services.words import kind_name

CUSTOMER_FACTS = {
    "system_earthing": "earthing",
    "total_kva": "capacity_kva",
    "power_factor_class": "power_factor_class",
    "supply_sources": "supply_sources",
    "supply_circuits": "supply_circuits",
    "declared_demand_kw": "declared_demand_kw",
    "meter_multiplier": "meter_multiplier",
    "cycle_months": "cycle_months",
}
"""Facts that a customer knows, by the field that holds them; its importance is always known."""
ALWAYS = {"metering", "age_years", "certificate_days"}
"""Facts that follow from what every register holds: metering, first day in service, certificates."""


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = i18n.language()
    yield
    i18n.set_language(before)


def asked() -> Iterator[tuple[str, str]]:
    """(kind of equipment or "site", fact) of every limit and cycle of the shipped packs."""
    for path in sorted(assets.resource("criteria").glob("*.toml")):
        pack = tomllib.loads(path.read_text("utf-8"))
        for row in (*pack.get("limit", ()), *pack.get("cycle", ())):
            kinds = row.get("when", {}).get("kind", "site")
            facts = [*row.get("when", {}), *_facts_of(row.get("limit", {}))]
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                yield from ((kind, fact) for fact in facts if fact not in ("kind", "service", "importance"))


def _facts_of(limit: dict[str, Any]) -> list[str]:
    return [limit["fact"]] if "fact" in limit else []


def site_answers() -> set[str]:
    """Facts that forms of the site ask for (column insp:fact)."""
    return set(_column("indications-site", "insp:fact"))


def stated() -> set[str]:
    """Facts that the forms of readings state or work out themselves (columns insp:given and insp:fact)."""
    found: set[str] = set()
    for form in assets.form("").glob("indications-*"):
        found |= {pair.partition("=")[0] for text in _column(form.name, "insp:given") for pair in text.split()}
        found |= set(_column(form.name, "insp:fact"))
    return found


def _column(form: str, name: str) -> list[str]:
    """What stands in a column of a sheet."""
    lines = [line.split("|") for line in assets.form(f"{form}/form.md").read_text("utf-8").splitlines()]
    heads = next(line for line in lines if any("label::" in cell for cell in line))
    columns = [index for index, head in enumerate(heads) if name in head]
    return [line[index].strip() for index in columns for line in lines if len(line) == len(heads)][1:]


def test_every_fact_that_a_criterion_asks_for_can_be_entered() -> None:
    site, found = site_answers(), 0
    own = ALWAYS | stated()
    for kind, fact in asked():
        plate = {field.key for field in nameplate_fields(EquipmentKind(kind))} if kind != "site" else set()
        everywhere = {field.key for one in EquipmentKind for field in nameplate_fields(one)}
        known = plate | own | CUSTOMER_FACTS.keys() | (site | everywhere if kind == "site" else set())
        assert fact in known or (fact in SOURCES and set(SOURCES[fact]) <= known), (kind, fact)
        assert fact in LABELS, fact
        found += 1
    assert found > 100
    assert {field.key for field in customer_fields()} >= set(CUSTOMER_FACTS.values())


def test_choices_cover_the_words_that_criteria_compare_with() -> None:
    compared = {
        "cooling": ("transformer_oil", {"ONAN", "ONAF", "OFAF", "ODAF", "OFWF", "ODWF"}),
        "insulation": ("transformer_dry", {"B", "F", "H"}),
        "breaker": ("switchgear", {"vacuum"}),
        "winding_material": ("transformer_oil", {"copper", "aluminium"}),
        "vector_group": ("transformer_dry", {"Dyn11", "Yyn0", "Yzn11"}),
        "earthing_use": ("earthing", {"hv", "shared", "lv", "lightning_rod"}),
    }
    for key, (kind, words) in compared.items():
        field = field_of(EquipmentKind(kind), key)
        assert field is not None
        assert words <= {value for value, _label in field.choices}, key


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_kind_has_a_name_and_a_nameplate_in_both_languages(language: str) -> None:
    i18n.set_language(language)
    for kind in EquipmentKind:
        fields = nameplate_fields(kind)
        assert fields
        assert kind_name(kind)
        assert len({field.key for field in fields}) == len(fields), kind
        for field in fields:
            assert field.name
            assert field.group
            assert field.name.isascii() == (language == "en") or field.key == "u1ma_factory_kv", field.name
            assert (field.kind == "choice") <= bool(field.choices)
        groups = [field.group for field in fields]
        assert groups == sorted(groups, key=groups.index), "a group is not torn apart"


def test_the_figures_of_a_customer_are_fields_of_a_customer() -> None:
    assert all(hasattr(Customer, field.key) or field.key in Customer.__annotations__ for field in customer_fields())


def plate(key: str, kind: str = "transformer_oil") -> NameplateField:
    found = field_of(EquipmentKind(kind), key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("key", "kind", "typed", "kept"),
    [
        ("capacity_kva", "transformer_oil", "１２５０", "1250"),
        ("capacity_kva", "transformer_oil", " 1250 kVA ", "1250"),
        ("capacity_kva", "transformer_oil", "6.3MVA", "6300"),
        ("capacity_kva", "transformer_oil", "１２５０ｋＶＡ", "1250"),
        ("lv_voltage_kv", "transformer_dry", "400V", "0.4"),
        ("length_km", "cable", "420 m", "0.42"),
        ("loop_resistance_factory_uohm", "switchgear", "45.0", "45"),
        ("winding_material", "transformer_oil", "铝", "aluminium"),
        ("winding_material", "transformer_oil", "Copper", "copper"),
        ("winding_material", "transformer_oil", "ALUMINIUM", "aluminium"),
        ("sealed", "transformer_oil", "是", "1"),
        ("vector_group", "transformer_oil", "YNyn0d11", "YNyn0d11"),
        ("ct_ratio", "switchgear", " 400/5 ", "400/5"),
        ("oil_t", "transformer_oil", "   ", ""),
    ],
)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_is_typed_is_kept_as_criteria_read_it(key: str, kind: str, typed: str, kept: str, language: str) -> None:
    i18n.set_language(language)
    assert plate(key, kind).entry(typed) == kept


@pytest.mark.parametrize(
    ("key", "kind", "typed", "allowed"),
    [
        ("voltage_kv", "cable", "10000", "a number greater than 0 and at most 1100"),
        ("voltage_kv", "cable", "10 kA", "a number greater than 0 and at most 1100"),
        ("capacity_kva", "transformer_dry", "-5", "a number greater than 0"),
        ("reactance_percent", "capacitor", "101", "a number from 0 to 100"),
        ("pieces", "safety_tools", "1.5", "a whole number from 1 to 10000"),
        ("winding_material", "transformer_oil", "silver", "one of copper, aluminium"),
    ],
)
def test_what_cannot_be_is_refused_with_what_is_allowed(key: str, kind: str, typed: str, allowed: str) -> None:
    i18n.set_language("en")
    field = plate(key, kind)
    with pytest.raises(Problem) as found:
        field.entry(typed)
    assert found.value.params["field"] == key
    sentence = i18n.describe(found.value)
    assert sentence.endswith(f"Allowed is {allowed}.")
    assert field.name in sentence
    assert field_of(EquipmentKind(kind), key) is field
    chinese = i18n.Translator("zh_CN").describe(found.value)
    assert field.name not in chinese
