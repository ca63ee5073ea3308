"""Facts as people give them: words that are not understood, numbers that cannot be, voltages between the steps."""

import pytest

from inspector.criteria.facts import label, resolve
from inspector.criteria.vocabulary import WORDS, usable
from inspector.domain.equipment import EquipmentKind
from inspector.domain.verdict import Verdict
from inspector.i18n import Translator
from inspector.services.registers.nameplates import nameplate_fields
from tests.unit.criteria.cases import OIL, judged, shipped


def nominal(kv: str, kind: str = "transformer_oil") -> str:
    return resolve({"kind": kind, "voltage_kv": kv}, ["nominal_kv"]).get("nominal_kv", "")


@pytest.mark.parametrize(
    ("facts", "quantity", "value", "words"),
    [
        ({**OIL, "cooling": "ONAN/ONAF"}, "top_oil_temperature", 99.0, "ONAN, ONAF"),
        ({**OIL, "cooling": "KNAN"}, "top_oil_temperature", 99.0, "ONAN, ONAF"),
        ({**OIL, "service": "交接"}, "oil_breakdown", 30.0, "in, acceptance"),
        ({**OIL, "kind": "pump"}, "core_insulation", 50.0, "transformer_oil"),
        ({"kind": "safety_tools", "safety_tool": "绝缘手套"}, "tool_leakage", 8.0, "gloves"),
        ({"kind": "earthing", "earthing_use": "grid"}, "earthing_resistance", 1.0, "shared"),
        ({**OIL, "vector_group": "Y/Y0-12"}, "load_imbalance", 5.0, "Dyn11"),
    ],
)
def test_a_word_that_is_not_understood_is_asked_for_with_the_words_that_are(
    facts: dict[str, str], quantity: str, value: float, words: str
) -> None:
    inputs = (10.0, 10.0, 10.0) if shipped().quantity(quantity).inputs == 3 else (value,)
    found = judged(quantity, *inputs, facts=facts)
    assert found.verdict in (Verdict.UNDETERMINED, Verdict.ATTENTION, Verdict.FAIL)
    assert words in " ".join(part.render(Translator("en")) for part in found.missing)


@pytest.mark.parametrize("kva", ["0", "-5", "big"])
def test_a_capacity_that_cannot_be_is_asked_for(kva: str) -> None:
    found = judged("dc_unbalance_hv", 0.52, 0.52, 0.52, capacity_kva=kva)
    assert found.verdict is Verdict.UNDETERMINED
    assert label("capacity_kva", {"capacity_kva": kva}).render(Translator("en")).endswith("a number above zero")


@pytest.mark.parametrize(
    ("rated", "system"),
    [
        *(("0.4", "0.4"), ("3.15", "3"), ("6.3", "6"), ("10", "10"), ("10.5", "10"), ("11", "10"), ("12", "10")),
        *(("35", "35"), ("36", "35"), ("37", "35"), ("38.5", "35"), ("40.5", "35"), ("63", "66"), ("69", "66")),
        *(("72.5", "66"), ("121", "110"), ("126", "110"), ("242", "220"), ("15", ""), ("50", "")),
    ],
)
def test_a_rated_voltage_belongs_to_a_system(rated: str, system: str) -> None:
    assert nominal(rated) == system


def test_between_the_steps_a_limit_still_applies() -> None:
    assert judged("core_insulation", 5.0, voltage_kv="38.5").verdict is Verdict.FAIL
    assert judged("oil_breakdown", 3.0, voltage_kv="38.5", service="acceptance").verdict is Verdict.FAIL


def test_the_system_of_an_arrester_is_asked_for_and_not_taken_from_its_rated_voltage() -> None:
    assert nominal("51", "arrester") == ""
    arrester = {"kind": "arrester", "service": "in", "voltage_kv": "51"}
    unknown = judged("arrester_insulation", 1500.0, facts=arrester)
    assert unknown.verdict is Verdict.UNDETERMINED
    assert "nominal voltage of the system" in unknown.missing[0].text
    assert judged("arrester_insulation", 1500.0, facts={**arrester, "nominal_kv": "35"}).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("group", "high", "low"),
    [("YNyn0d11", "1", "0"), ("YNd11", "1", "0"), ("Dyn11", "0", "1"), ("YNa0d11", "1", "0"), ("Dyn11yn11", "0", "1")],
)
def test_the_neutrals_follow_from_vector_groups_of_two_and_three_windings(group: str, high: str, low: str) -> None:
    known = resolve({"vector_group": group}, ["hv_neutral_out", "lv_neutral_out"])
    assert known == {"hv_neutral_out": high, "lv_neutral_out": low}


def test_the_packs_and_the_registers_use_no_other_words() -> None:
    for compiled in shipped().compiled():
        for condition in compiled.row.when:
            if condition.fact in WORDS:
                assert all(usable(condition.fact, word) for word in condition.text.split("|")), compiled.row.id
    for kind in EquipmentKind:
        for field in nameplate_fields(kind):
            if field.kind == "choice" and field.key in WORDS:
                assert all(usable(field.key, value) for value, _ in field.choices), field.key
