"""The shipped checklists: they compile, speak both languages, and every question names a known criterion."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from lxml import etree
from pyxform.xls2xform import convert

from inspector import assets
from inspector.criteria import Check, Packs, Quantity, load_packs
from inspector.criteria.derive import OF_ANY_NUMBER
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.visit import Step, VisitKind
from inspector.services.checklists.compiled import forms_for, forms_of_visit, visit_forms
from inspector.services.registers.nameplates import field_of

INSP = "{http://inspector.example/xforms}"
XF = "{http://www.w3.org/2002/xforms}"
VISIT = tomllib.loads(assets.form("visit.toml").read_text(encoding="utf-8"))["form"]
FORMS = sorted(path.parent.name for path in assets.form().glob("*/form.md"))
LANGUAGES = ("中文 (zh)", "English (en)")


@dataclass(frozen=True)
class Question:
    form: str
    ref: str
    name: str
    type: str
    tag: str
    attributes: dict[str, str]
    texts: dict[tuple[str, str], str]
    """(language, label or hint) → text."""

    @property
    def criterion(self) -> str:
        return self.attributes.get(f"{INSP}criterion", "")

    @property
    def judged(self) -> bool:
        return self.attributes.get("list") == "judgement"


@cache
def packs() -> Packs:
    return load_packs({path.name: path.read_bytes() for path in assets.resource("criteria").glob("*.toml")})


@cache
def compiled(form: str) -> etree._Element:
    result = convert(str(assets.form(f"{form}/form.md")), validate=False)
    assert result.warnings == []
    return etree.fromstring(result.xform.encode())


def _inner_text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext()).strip()


def _texts(root: etree._Element, ref: str) -> dict[tuple[str, str], str]:
    found = {}
    for translation in root.iter(f"{XF}translation"):
        for kind in ("label", "hint"):
            for text in translation.iterfind(f"{XF}text"):
                if text.get("id") == f"{ref}:{kind}":
                    found[str(translation.get("lang")), kind] = _inner_text(text)
    return found


@cache
def questions(form: str) -> tuple[Question, ...]:
    return tuple(_questions(form))


def _questions(form: str) -> Iterator[Question]:
    root = compiled(form)
    binds = {str(bind.get("nodeset")): dict(bind.attrib) for bind in root.iter(f"{XF}bind")}
    for tag in ("input", "select1", "select", "group"):
        for element in root.iter(f"{XF}{tag}"):
            ref = str(element.get("ref"))
            attributes = {str(key): str(value) for key, value in {**binds.get(ref, {}), **element.attrib}.items()}
            itemset = element.find(f"{XF}itemset")
            if itemset is not None:
                attributes["list"] = re.findall(r"instance\('(\w+)'\)", str(itemset.get("nodeset")))[0]
            kind = attributes.get("type", "")
            yield Question(form, ref, ref.rsplit("/", 1)[1], kind, tag, attributes, _texts(root, ref))


def asked(form: str) -> list[Question]:
    return [question for question in questions(form) if question.tag != "group"]


def test_visit_lists_every_form_once() -> None:
    assert sorted(entry["id"] for entry in VISIT) == FORMS


def test_visit_entries_are_complete() -> None:
    for entry in VISIT:
        assert entry["step"] in ("infrastructure", "equipment", "indications")
        assert entry["bound"] in ("site", "equipment")
        assert (entry["bound"] == "equipment") == bool(entry.get("kinds"))
        assert entry["title_zh"]
        assert entry["title_en"]


PLAN = visit_forms()


@pytest.mark.parametrize("visit", [VisitKind.PERIODIC, VisitKind.ACCEPTANCE])
def test_every_kind_of_equipment_has_one_general_checklist(visit: VisitKind) -> None:
    general = [form for form in forms_of_visit(PLAN, visit) if form.step is Step.EQUIPMENT and not form.when]
    assert sorted(kind for form in general for kind in form.kinds) == sorted(EquipmentKind)


@pytest.mark.parametrize("visit", list(VisitKind))
def test_every_occasion_fills_its_three_steps(visit: VisitKind) -> None:
    forms = forms_of_visit(PLAN, visit)
    assert [form.step for form in forms if form.bound_to_site].count(Step.INFRASTRUCTURE) == 1
    assert {form.step for form in forms} == {Step.INFRASTRUCTURE, Step.EQUIPMENT, Step.INDICATIONS}


@pytest.mark.parametrize(
    ("construction", "form"),
    [
        ("withdrawable", "switchgear-withdrawable"),
        ("rmu", "switchgear-rmu"),
        ("gis", "switchgear-gis"),
        ("disconnector", "switchgear-disconnector"),
        ("other", "switchgear"),
        ("", "switchgear"),
    ],
)
def test_the_nameplate_chooses_the_checklist_of_switchgear(construction: str, form: str) -> None:
    plate = {"construction": construction} if construction else {}
    panel = Equipment("e", "c", EquipmentKind.SWITCHGEAR, "G01", nameplate=plate)
    routine = forms_of_visit(PLAN, VisitKind.SEASONAL)
    assert [chosen.id for chosen in forms_for(routine, Step.EQUIPMENT, panel)] == [form]
    handed_over = forms_of_visit(PLAN, VisitKind.ACCEPTANCE)
    assert [chosen.id for chosen in forms_for(handed_over, Step.EQUIPMENT, panel)] == ["acceptance-switchgear"]


def test_every_construction_of_the_nameplate_is_known_to_the_plan() -> None:
    field = field_of(EquipmentKind.SWITCHGEAR, "construction")
    assert field is not None
    offered = {value for value, _label in field.choices}
    assert {condition.text for form in PLAN for condition in form.when} == offered - {"other"}


@pytest.mark.parametrize("form", FORMS)
def test_form_carries_its_folder_as_id(form: str) -> None:
    data = compiled(form).find(f".//{XF}instance/*")
    assert data is not None
    assert data.get("id") == form
    assert data.get("version")


@pytest.mark.parametrize("form", FORMS)
def test_names_are_unique_and_snake_case(form: str) -> None:
    names = [question.name for question in questions(form)]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)


@pytest.mark.parametrize("form", FORMS)
def test_labels_and_hints_in_both_languages(form: str) -> None:
    for question in questions(form):
        for language in LANGUAGES:
            assert question.texts.get((language, "label")), question.ref
            if question.tag != "group":
                assert question.texts.get((language, "hint")), question.ref
        chinese, english = (question.texts[language, "label"] for language in LANGUAGES)
        assert english.isascii() or not re.search(r"[\u4e00-\u9fff]", english), question.ref
        assert chinese != "-"


@pytest.mark.parametrize("form", FORMS)
def test_judged_questions_are_required_and_name_a_check(form: str) -> None:
    for question in asked(form):
        if question.judged:
            assert question.attributes.get("required") == "true()", question.ref
            assert isinstance(packs().criterion(question.criterion), Check), question.ref
            assert question.attributes.get(f"{INSP}title_zh"), question.ref
            assert question.attributes.get(f"{INSP}title_en"), question.ref


@pytest.mark.parametrize("form", FORMS)
def test_values_name_a_quantity_in_its_own_unit(form: str) -> None:
    for question in asked(form):
        if not question.criterion or question.judged:
            continue
        quantity = packs().criterion(question.criterion)
        assert isinstance(quantity, Quantity), question.ref
        assert question.attributes.get(f"{INSP}unit", "") == quantity.unit, question.ref


def _leaf(ref: str) -> str:
    return ref.rpartition("/")[2]


@pytest.mark.parametrize("form", FORMS)
def test_computed_rows_take_as_many_values_as_their_quantity(form: str) -> None:
    by_name = {question.name: question for question in asked(form)}
    worked_out = {_leaf(bind.get("nodeset", "")) for bind in compiled(form).iter(f"{XF}bind") if bind.get("calculate")}
    for question in asked(form):
        criterion = packs().criterion(question.criterion)
        inputs = question.attributes.get(f"{INSP}inputs", "").split()
        if not isinstance(criterion, Quantity) or not criterion.derive:
            assert not inputs, question.ref
            continue
        assert question.attributes.get("readonly") == "true()", question.ref
        if criterion.derive in OF_ANY_NUMBER:
            assert [by_name[name].tag for name in inputs] == ["select"], question.ref
            continue
        assert len(inputs) == criterion.inputs, question.ref
        assert all(name in worked_out or by_name[name].type == "decimal" for name in inputs), question.ref


@pytest.mark.parametrize("form", [form for form in FORMS if not form.startswith("indications")])
def test_no_answer_is_given_beforehand(form: str) -> None:
    data = compiled(form).find(f".//{XF}instance/*")
    assert data is not None
    assert not _inner_text(data)


@pytest.mark.parametrize("form", FORMS)
def test_decimals_have_a_unit_or_criterion(form: str) -> None:
    for question in asked(form):
        if question.type == "decimal":
            assert question.criterion or question.attributes.get(f"{INSP}unit"), question.ref


def test_infrastructure_has_seven_sections_and_at_least_forty_judged_questions() -> None:
    groups = [question for question in questions("infrastructure") if question.tag == "group"]
    assert [group.texts[LANGUAGES[0], "label"] for group in groups] == [
        "配电室环境",
        "消防与防小动物",
        "安全工器具",
        "标识与警示",
        "图纸与规章制度",
        "值班与电工资质",
        "自备应急电源",
    ]
    assert {group.attributes.get("appearance") for group in groups} == {"section"}
    assert sum(question.judged for question in asked("infrastructure")) >= 40


def test_emergency_supply_is_asked_about_only_where_there_is_one() -> None:
    for question in asked("infrastructure"):
        if "/emergency/" in question.ref and question.name != "has_emergency_supply":
            assert "has_emergency_supply" in question.attributes["relevant"], question.ref


@pytest.mark.parametrize(
    "form", [form.id for form in PLAN if form.step is Step.EQUIPMENT and not form.id.startswith("intermediate")]
)
def test_equipment_forms_have_checklist_test_head_and_test_table(form: str) -> None:
    groups = {question.attributes.get("appearance") for question in questions(form) if question.tag == "group"}
    assert {"section", "head", "tests"} <= groups
    names = [question.name for question in asked(form)]
    assert names[names.index("tested_on") : names.index("humidity_pct") + 1] == [
        "tested_on",
        "next_due",
        "lab",
        "ambient_c",
        "humidity_pct",
    ]


def test_oil_transformer_rows_stand_in_the_order_of_the_reference() -> None:
    order = [
        "insulation_hv", "absorption_hv", "dc_unbalance_hv", "dc_unbalance_lv", "ratio_error", "core_insulation",
        "oil_breakdown", "oil_water", "oil_tan_delta", "total_hydrocarbons", "ac_withstand",
    ]  # fmt: skip
    inputs = compiled("transformer-oil").iter(f"{XF}input")
    sheet = [str(element.get("ref")).rsplit("/", 1)[1] for element in inputs]
    assert [name for name in sheet if name in order] == order


@pytest.mark.parametrize("form", ["transformer-oil", "transformer-dry"])
@pytest.mark.parametrize(("line", "phase", "lines"), [("dc_hv", "A0", "AB"), ("dc_lv", "a0", "ab")])
def test_winding_resistance_says_whether_to_measure_phases_or_lines(
    form: str, line: str, phase: str, lines: str
) -> None:
    by_name = {question.name: question for question in questions(form)}
    for language in LANGUAGES:
        assert by_name[line].attributes[f"{INSP}neutral"] == f"{line[3:]}_neutral_out"
        label, hint = by_name[line].texts[language, "label"], by_name[f"{line}_ab"].texts[language, "hint"]
        assert all(name in label and name in hint for name in (phase, lines))
        cells = [by_name[f"{line}_{cell}"].texts[language, "label"] for cell in ("ab", "bc", "ca")]
        both = ["a0 / ab", "b0 / bc", "c0 / ca"]
        assert cells == ([name.upper() for name in both] if phase.isupper() else both)


@pytest.mark.parametrize("form", FORMS)
def test_a_hint_promises_only_units_that_may_be_typed(form: str) -> None:
    for question in asked(form):
        promised = re.findall(r"可输入 (\S+)|entered in (\S+)", "; ".join(question.texts.values()))
        for unit in {unit.rstrip(";") for pair in promised for unit in pair if unit}:
            quantity = packs().criterion(question.criterion)
            assert isinstance(quantity, Quantity)
            assert unit in quantity.units


ALLOWED = {
    "DL/T 596": {"", "6.1", "6.2", "8.1", "8.2", "9.5", "9.9", "9.10", "13.4", "14.1", "15.3", "16.1"},
    "GB 50150": {"", "8", "8.0.2", "10", "11", "13", "14", "17", "17.0.5", "18", "19", "20", "25", "附录D", "附录E"},
    "GB/T 14549": {""},
    "GB/T 15543": {""},
    "GB/T 15945": {""},
    "GB/T 7595": {""},
    "发改价格〔2023〕526": {""},
    "DL/T 722": {"9.3.1", "9.3.2", "10.2.3"},
    "DL/T 572": {"", "表1", "7.1.2", "7.1.7", "7.1.8", "7.1.10", "7.1.12", "7.3.1", "7.3.2"},
    "SD 292": {"7.5.2"},
    "Q/GDW 1519": {""},
    "Q/GDW 11060": {""},
    "GB/T 12325": {""},
    "GB/T 1094.11": {""},
    "GB/T 19826": {""},
    "DL/T 5044": {""},
    "DL/T 1476": {""},
    "GB 50053": {""},
    "JGJ 16": {"4.9.2"},
    "水电财字〔83〕215": {""},
    "DB11/T 527": {
        "", "4.4", "5.3.3", "6.1.1", "6.1.2", "6.1.4", "6.3.1", "6.3.2", "6.3.4", "6.3.6", "6.3.9", "7.1", "7.2.4",
        "7.3", "7.4.7", "8.1.3", "附录A", "附录B", "附录D",
    },
    "二十五项重点要求": {"3.1.1", "3.1.7", "3.1.11", "22.2.6.17", "22.3.2", "22.3.4", "22.3.5"},
    "DL/T 664": {""},
    "DL/T 724": {""},
    "GB/T 11022": {""},
    "GB/T 11024": {""},
    "DL/T 475": {""},
    "DL/T 593": {""},
    "供电营业规则": {""},
    "发改办价格〔2016〕1583": {""},
    "十八项电网重大反事故措施": {""},
    "国网客户安全用电服务若干规定": {""},
    "变压器运行规程": {""},
    "电力安全工作规程": {""},
    "雄安新区重要电力用户管理办法": {""},
    "GB/T 12706": {""},
    "GB 1094.3": {""},
    "DL/T 1498.2": {"A.3"},
    "practice": {""},
}  # fmt: skip
"""Clauses that may be cited; a new one needs a line in the limits collection first."""


def test_clauses_are_those_of_the_collection() -> None:
    sources = [check.source for check in packs().checks.values()]
    sources += [row.source for quantity in packs().quantities for row in packs().limits_for(quantity)]
    sources += [cycle.source for cycle in packs().cycles]
    for source in sources:
        assert source.clause in ALLOWED[source.standard], source
