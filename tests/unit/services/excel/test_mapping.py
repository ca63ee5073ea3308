"""Which sheet and column is what: the template's headings, other words, titles above the head, units, memory."""

import io
import json

import pytest
from openpyxl import load_workbook

from inspector import i18n
from inspector.problems import Problem
from inspector.services import Workspace, excel
from inspector.services.excel.columns import columns_of, translators
from inspector.services.excel.reading import read_bytes
from inspector.services.excel.synonyms import synonyms
from inspector.services.excel.template import choice_words
from inspector.services.excel.text import heading_key
from inspector.services.excel.values import read
from inspector.services.excel.views import SheetKind, SheetMapping
from tests.unit.services.excel.books import CUSTOMERS, NOBODY, codes, seen, warned, workbook


def suggested(data: bytes) -> SheetMapping:
    return excel.suggest_mapping(read_bytes(data, "a.xlsx"))[0]


@pytest.mark.parametrize("kind", list(SheetKind))
def test_no_two_columns_have_one_heading(kind: SheetKind) -> None:
    for translator in translators():
        words = [heading_key(column.head.render(translator)) for column in columns_of(kind)]
        assert len(words) == len(set(words))


@pytest.mark.parametrize("kind", list(SheetKind))
def test_other_words_mean_columns_there_are(kind: SheetKind) -> None:
    keys = {column.key for column in columns_of(kind)}
    assert set(synonyms().headings[kind].values()) <= keys


@pytest.mark.parametrize("written", ["zh_CN", "en"])
@pytest.mark.parametrize("reads", ["zh_CN", "en"])
def test_the_template_is_recognised_in_both_languages(written: str, reads: str) -> None:
    i18n.set_language(written)
    data = excel.template()
    i18n.set_language(reads)
    mapping = excel.suggest_mapping(read_bytes(data, "a.xlsx"))
    assert [one.kind for one in mapping if one.exact] == list(SheetKind)
    for one in mapping[:4]:
        assert one.kind is not None
        assert list(one.columns.values()) == [column.key for column in columns_of(one.kind)]


def test_the_notes_of_the_template_are_no_data() -> None:
    mapping = excel.suggest_mapping(read_bytes(excel.template(), "a.xlsx"))
    assert [one.kind for one in mapping[4:]] == [None, None]


def test_other_headings_under_a_title() -> None:
    data = workbook(
        {
            "Sheet1": [
                ["2026年大客户台账"],
                [],
                ["序号", "用户编号", "单位名称", "电压等级(V)", "合同容量（MVA）", "重要等级", "备注"],
                [1, "0501", "甲", 10000, 1.25, "二级", "x"],
            ]
        }
    )
    mapping = suggested(data)
    assert (mapping.kind, mapping.head_row, mapping.exact) == (SheetKind.CUSTOMERS, 3, False)
    preview = seen(data)
    assert codes(preview) == []
    (customer,) = preview.plan.customers
    assert customer == {
        "account": "0501",
        "name": "甲",
        "voltage_kv": 10.0,
        "capacity_kva": 1250.0,
        "importance": "level_2",
    }
    assert warned(preview) == [("A", 3, "sheet_column_ignored"), ("G", 3, "sheet_column_ignored")]


def test_a_heading_with_an_unknown_unit_is_doubted() -> None:
    data = workbook({"客户": [["户号", "户名", "容量(万kVA)"], ["0501", "甲", 1]]})
    assert ("C", 1, "sheet_unit_unknown") in warned(seen(data))


def test_a_sheet_of_english_headings() -> None:
    data = workbook(
        {
            "Assets": [
                ["Account", "Equipment name", "Type", "Serial no", "Rated voltage (kV)"],
                ["1", "T1", "dry", "7", 10],
            ]
        }
    )
    assert suggested(data).columns == {0: "account", 1: "name", 2: "kind", 3: "serial", 4: "plate.voltage_kv"}


def test_missing_required_columns_are_told() -> None:
    assert codes(seen(workbook({"客户": [["户号", "地址", "电话"], ["1", "a", "2"]]}))) == [
        ("客户", "", 1, "sheet_column_missing"),
        ("客户", "", 2, "cell_required"),
    ]


def test_a_workbook_of_nothing_known() -> None:
    with pytest.raises(Problem, match="import_no_sheet"):
        seen(workbook({"a": [["苹果", "梨"], [1, 2]]}))


def test_a_chosen_mapping_is_remembered_for_the_same_headings(workspace: Workspace) -> None:
    first = read_bytes(workbook({"表": [["代码", "主体", "户名"], ["1", "甲", "乙"]]}), "a.xlsx")
    chosen = (SheetMapping("表", SheetKind.CUSTOMERS, 1, {0: "account", 1: "name"}),)
    workspace.call(lambda: excel.remember_mapping(workspace, first, chosen))
    again = read_bytes(workbook({"别的表": [["户名", "代码", "主体"], ["乙", "2", "丙"]]}), "b.xlsx")
    known = workspace.call(lambda: excel.remembered_mappings(workspace))
    (mapping,) = excel.suggest_mapping(again, known)
    assert (mapping.kind, mapping.columns, mapping.remembered) == (SheetKind.CUSTOMERS, {1: "account", 2: "name"}, True)


def test_a_mapping_as_a_file() -> None:
    mapping = (SheetMapping("表", SheetKind.CUSTOMERS, 2, {0: "account", 27: "name"}), SheetMapping("b", None))
    text = json.dumps(excel.mapping_to_json(mapping))
    assert excel.mapping_from_json(text) == mapping
    assert '"AB"' in text


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '[{"sheet":"a","kind":"apples"}]', '[{"sheet":"a","kind":"people","columns":{"A":"x"}}]']
)
def test_a_mapping_file_that_is_none(text: str) -> None:
    with pytest.raises(Problem, match="import_mapping"):
        excel.mapping_from_json(text)


def test_a_mapping_to_columns_beyond_the_sheet_reads_nothing() -> None:
    book = read_bytes(workbook({"表": [CUSTOMERS, ["1", "甲"]]}), "a.xlsx")
    mapping = (
        SheetMapping("表", SheetKind.CUSTOMERS, 1, {0: "account", 1: "name", 300: "phone"}),
        SheetMapping("gone", SheetKind.PEOPLE, 1),
    )
    assert excel.compare(book, mapping, NOBODY).plan.customers == ({"account": "1", "name": "甲"},)


def test_the_template_keeps_leading_zeros_and_offers_the_choices() -> None:
    book = load_workbook(io.BytesIO(excel.template("zh_CN")))
    sheet = book["客户"]
    assert sheet.column_dimensions["A"].number_format == "@"
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].comment is not None
    ranges = {str(rule.sqref): str(rule.formula1) for rule in sheet.data_validations.dataValidation}
    lists = book["_lists"]
    classes = next(cell.column_letter for cell in sheet[1] if cell.value == "重要性等级")
    letter = ranges[f"{classes}2:{classes}5001"].split("$")[1]
    words = [cell.value for cell in lists[letter] if cell.value]
    assert "一级重要用户" in words
    assert lists.sheet_state == "hidden"
    assert [row for row in sheet.iter_rows(min_row=2, values_only=True) if any(row)] == []


def test_what_the_drop_downs_offer_can_be_read() -> None:
    """Every word of a drop-down is a value of its column."""
    for kind in SheetKind:
        for column in columns_of(kind):
            for word in choice_words(column, translators()[0]):
                value, warning = read(column, word)
                assert warning is None
                assert value not in (None, "")
