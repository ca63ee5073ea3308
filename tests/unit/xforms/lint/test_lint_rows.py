"""What the linter finds row by row: each mistake alone, where it is; the right way gives nothing."""

from typing import Any

import pytest

from inspector import i18n
from inspector.xforms.lint import Severity, check_form, has_errors
from tests.unit.xforms.lint.sheets import HOUSE, LISTS, SETTINGS, Rows, asked, check, markdown, told

AGE = asked("integer", "age")
NEEDED = asked("integer", "age", required="yes")
MANY = asked("select_multiple l", "many")
DAY, MOMENT = asked("date", "day", required="yes"), asked("dateTime", "moment", required="yes")


def calc(text: str, **more: Any) -> dict[str, Any]:
    return asked("calculate", "c", calculation=text, **more)


REPEAT = [asked("begin_repeat", "r"), asked("integer", "x", required="yes")]
END = asked("end_repeat", "")
CLOSE = asked("end_group", "")

WRONG: list[tuple[str, Rows, tuple[str, int, str]]] = [
    ("bad XPath", [AGE, calc("1 + + )")], ("xpath_syntax", 3, "calculation")),
    ("unknown function", [AGE, calc("summ(1)")], ("xpath_unknown_function", 3, "calculation")),
    ("number of arguments", [AGE, calc("today(1)")], ("xpath_arguments", 3, "calculation")),
    ("prefix in an expression", [AGE, calc("/data/foo:x")], ("xpath_unknown_prefix", 3, "calculation")),
    ("pattern", [asked("text", "t", constraint="regex(., '^(a$')")], ("xpath_regex", 2, "constraint")),
    ("anchors", [asked("text", "t", constraint="regex(., '[0-9]+')")], ("pattern_anchors", 2, "constraint")),
    ("no such question", [AGE, calc("${agee} + 1")], ("reference_unknown", 3, "calculation")),
    (
        "no such question in a text",
        [asked("note", "n", **{"label::en": "${x}"})],
        ("reference_unknown", 2, "label::en"),
    ),
    (
        "circle",
        [calc("${d} + 1"), asked("calculate", "d", calculation="${c}")],
        ("calculation_cycle", 2, "calculation"),
    ),
    ("audit by another name", [AGE, asked("audit", "log")], ("audit_name", 3, "name")),
    ("entities", [asked("text", "t", save_to="x")], ("save_to_none", 2, "save_to")),
    ("a list is no answer", [asked("csv-external", "l"), calc("${l}")], ("reference_unknown", 3, "calculation")),
    ("instanceID", [asked("text", "instanceID")], ("name_reserved", 2, "name")),
    ("circle of itself", [calc("${c} + 1")], ("calculation_cycle", 2, "calculation")),
    ("empty answer", [AGE, asked("text", "t", relevant="${age} > 5")], ("blank_guard", 3, "relevant")),
    ("empty answer, not this", [MANY, AGE, asked("text", "t", relevant="${age} != 3")], ("blank_guard", 4, "relevant")),
    ("empty answer in a sum", [AGE, calc("if(${age} * 2 > 9, 1, 0)")], ("blank_guard", 3, "calculation")),
    ("true or false", [NEEDED, calc("${age} = 3")], ("boolean_calculate", 3, "calculation")),
    ("true or false inside", [NEEDED, calc("if(1, selected(${age}, 1), 0)")], ("boolean_calculate", 3, "calculation")),
    ("day and moment", [DAY, MOMENT, calc("if(${day} = ${moment}, 1, 0)")], ("date_datetime", 4, "calculation")),
    ("day and now", [asked("date", "d", constraint=". <= now()")], ("date_datetime", 2, "constraint")),
    ("day minus moment", [DAY, calc("${day} - once(now())")], ("date_datetime", 3, "calculation")),
    ("editable", [NEEDED, asked("decimal", "d", calculation="${age} * 2")], ("calculate_editable", 3, "calculation")),
    ("now", [calc("now()")], ("now_bare", 2, "calculation")),
    ("now inside", [calc("format-date(now(), '%Y')")], ("now_bare", 2, "calculation")),
    ("several", [MANY, asked("text", "t", relevant="${many} = 'a'")], ("select_multiple_equals", 3, "relevant")),
    ("sum of itself", [*REPEAT, calc("sum(${x})"), END], ("aggregate_in_repeat", 4, "calculation")),
    ("number of itself", [*REPEAT, calc("count(${r})"), END], ("count_in_repeat", 4, "calculation")),
    ("same name", [AGE, asked("text", "age")], ("name_duplicate", 3, "name")),
    ("bad name", [asked("text", "a b")], ("name_invalid", 2, "name")),
    ("no name", [asked("text", "")], ("name_missing", 2, "name")),
    ("no type", [AGE, asked("", "t")], ("type_missing", 3, "type")),
    ("unknown type", [asked("intger", "i")], ("type_unknown", 2, "type")),
    ("a type without control", [asked("geoshape", "g")], ("type_unsupported", 2, "type")),
    ("no list", [asked("select_one", "s")], ("list_missing", 2, "type")),
    ("unknown list", [asked("select_one m", "s")], ("list_unknown", 2, "type")),
    ("open group", [asked("begin_group", "g"), AGE], ("group_open", 2, "type")),
    ("closed group", [AGE, asked("end_group", "")], ("group_close", 3, "type")),
    ("crossed groups", [asked("begin_group", "g"), AGE, END], ("group_close", 4, "type")),
    (
        "unknown criterion",
        [asked("text", "t", **{"bind::insp:criterion": "oil"})],
        ("criterion_unknown", 2, "bind::insp:criterion"),
    ),
    ("grade", [asked("text", "t", **{"bind::insp:grade": "grave"})], ("attribute_value", 2, "bind::insp:grade")),
    (
        "no days",
        [asked("text", "t", **{"bind::insp:deadline": "1 month"})],
        ("attribute_days", 2, "bind::insp:deadline"),
    ),
    (
        "a number for a point",
        [asked("decimal", "d", **{"bind::insp:criterion": "oil_leak"})],
        ("criterion_point", 2, "bind::insp:criterion"),
    ),
    (
        "a text for a point",
        [asked("text", "t", **{"bind::insp:criterion": "oil_leak"})],
        ("criterion_point", 2, "bind::insp:criterion"),
    ),
    (
        "a day for a point",
        [asked("date", "d", **{"bind::insp:criterion": "oil_leak"})],
        ("criterion_point", 2, "bind::insp:criterion"),
    ),
    (
        "several choices for a point",
        [asked("select_multiple l", "s", **{"bind::insp:criterion": "oil_leak"})],
        ("criterion_point", 2, "bind::insp:criterion"),
    ),
    (
        "a day for a number",
        [asked("date", "d", **{"bind::insp:criterion": "voltage"})],
        ("criterion_number", 2, "bind::insp:criterion"),
    ),
    (
        "choices for a number",
        [asked("select_one l", "s", **{"bind::insp:criterion": "voltage"})],
        ("criterion_number", 2, "bind::insp:criterion"),
    ),
    ("inputs", [asked("note", "t", **{"bind::insp:inputs": "a"})], ("reference_unknown", 2, "bind::insp:inputs")),
    ("no label", [asked("text", "t", **{"label::zh": "", "label::en": ""})], ("label_missing", 2, "label::zh")),
    ("one language", [asked("text", "t", **{"label::en": ""})], ("translation_missing", 2, "label::en")),
    ("no parameters", [asked("range", "r", parameters="from 1 to 9")], ("parameters_invalid", 2, "parameters")),
    ("unknown parameter", [asked("range", "r", parameters="steps=2")], ("parameter_unknown", 2, "parameters")),
    ("parameter of another type", [asked("date", "d", parameters="rows=2")], ("parameter_unknown", 2, "parameters")),
    ("range of words", [asked("range", "r", parameters="start=1 end=x")], ("parameter_number", 2, "parameters")),
    ("no whole number", [asked("text", "t", parameters="rows=2.5")], ("parameter_number", 2, "parameters")),
    ("too large a step", [asked("range", "r", parameters="end=9;step=20")], ("range_step", 2, "parameters")),
    ("no step", [asked("range", "r", parameters="step=0")], ("range_step", 2, "parameters")),
    ("half random", [asked("select_one l", "s", parameters="randomize=maybe")], ("parameter_choice", 2, "parameters")),
    ("a seed alone", [asked("select_one l", "s", parameters="seed=4")], ("parameter_seed", 2, "parameters")),
    (
        "a seed of words",
        [asked("select_one l", "s", parameters="randomize=true seed=x")],
        ("parameter_number", 2, "parameters"),
    ),
    ("no file of choices", [asked("select_one_from_file towns.txt", "s")], ("list_file_kind", 2, "type")),
    ("no calculation", [asked("calculate", "c", calculation="")], ("calculation_missing", 2, "calculation")),
    ("no trigger", [AGE, calc("now()", trigger="age")], ("trigger_invalid", 3, "trigger")),
    (
        "or other, filtered",
        [AGE, asked("select_one l or_other", "s", choice_filter="${age} = 1")],
        ("other_filtered", 3, "choice_filter"),
    ),
    ("the form's own name", [asked("begin_group", "meta"), AGE, asked("end_group", "")], ("name_reserved", 2, "name")),
    ("a repeat named as the form", [asked("begin_repeat", "data"), AGE, END], ("name_reserved", 2, "name")),
    ("large and small letters", [AGE, asked("text", "Age")], ("name_alike", 3, "name")),
    (
        "two repeats of one name",
        [*REPEAT, END, asked("begin_group", "g"), asked("begin_repeat", "r"), asked("text", "y"), END, CLOSE],
        ("name_duplicate", 6, "name"),
    ),
    ("time at midnight", [asked("text", "t", default="2026-05-01 00:00:00")], ("excel_date", 2, "default")),
]

RIGHT: list[tuple[str, Rows]] = [
    ("guarded", [AGE, asked("text", "t", relevant="${age} != '' and ${age} > 5")]),
    ("guarded by its length", [AGE, asked("text", "t", relevant="string-length(${age}) > 0 and ${age} > 5")]),
    ("guarded by coalesce", [AGE, calc("if(coalesce(${age}, 0) > 5, 1, 0)")]),
    (
        "guarded by the group",
        [AGE, asked("begin_group", "g", relevant="${age} != ''"), calc("if(${age} > 5, 1, 0)"), asked("end_group", "")],
    ),
    ("required", [NEEDED, asked("text", "t", relevant="${age} > 5")]),
    ("equal to something", [AGE, asked("text", "t", relevant="${age} = 5")]),
    ("the answer itself", [asked("integer", "i", constraint=". >= 0 and . < 9")]),
    ("one or the other", [DAY, asked("date", "e", constraint=". > ${day}")]),
    ("if", [NEEDED, calc("if(${age} = 3, 1, 0)")]),
    ("a day of a moment", [DAY, MOMENT, calc("if(${day} = date(${moment}), 1, 0)")]),
    ("read-only", [NEEDED, asked("decimal", "d", calculation="${age} * 2", readonly="yes")]),
    ("once", [calc("once(now())")]),
    ("triggered", [AGE, calc("now()", trigger="${age}")]),
    ("selected", [MANY, asked("text", "t", relevant="selected(${many}, 'a') or ${many} = ''")]),
    ("sum outside", [*REPEAT, END, calc("sum(${x}) + count(${r})")]),
    ("sum of the inner", [*REPEAT, asked("begin_repeat", "q"), asked("integer", "y"), END, calc("sum(${y})"), END]),
    (
        "number of the inner",
        [*REPEAT, asked("begin_repeat", "q"), asked("integer", "y"), END, calc("count(${q})"), END],
    ),
    ("larger of two", [*REPEAT, asked("integer", "y", required="yes"), calc("max(${x}, ${y})"), END]),
    ("pattern", [asked("text", "t", constraint="regex(., '^[0-9]+$')")]),
    (
        "aliases",
        [
            asked("int", "i"),
            asked("begin group", "g"),
            asked("add text prompt".replace("add text prompt", "string"), "s"),
            asked("end group", ""),
        ],
    ),
    ("remarks", [asked("text", "t", **{"# mine": "ask Ann"})]),
    ("choice filter", [MANY, asked("select_one l", "s", choice_filter="selected(${many}, name)", required="yes")]),
    ("last visit", [asked("text", "t", default="${last-saved#t}")]),
    ("audit", [AGE, {"type": "audit", "name": "audit"}]),
    ("range", [asked("range", "r", parameters="start=0; end=1, step=0.1")]),
    ("range downwards", [asked("range", "r", parameters="start=9 end=1 step=-2")]),
    ("random", [NEEDED, asked("select_one l", "s", parameters="randomize=true, seed=${age}")]),
    ("rows of a text", [asked("text", "t", parameters="rows=4")]),
    ("coarse picture", [asked("image", "i", parameters="max-pixels=640")]),
    ("calculated default", [NEEDED, asked("calculate", "c", default="${age}")]),
    ("several triggers", [AGE, asked("text", "t"), calc("now()", trigger="${age}, ${t}")]),
    ("or other", [asked("select_one l or_other", "s")]),
    ("number", [asked("decimal", "d", **{"bind::insp:criterion": "voltage"})]),
    ("point", [asked("select_one l", "s", **{"bind::insp:criterion": "oil_leak"})]),
    ("own grade", [asked("text", "t", **{"bind::insp:grade": "serious", "bind::insp:deadline": "7"})]),
    ("criterion", [asked("select_one l", "s", **{"bind::insp:criterion": "oil_leak", "bind::insp:clause": "1.10"})]),
]


def only_used(survey: Rows) -> Rows:
    return LISTS if any(" l" in str(row.get("type")) for row in survey) else ()


@pytest.mark.parametrize(("survey", "expected"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_mistake_is_found_where_it_is(survey: Rows, expected: tuple[str, int, str]) -> None:
    code, row, column = expected
    assert (code, "survey", row, column) in told(check(survey, only_used(survey)))


@pytest.mark.parametrize("survey", [case[1] for case in RIGHT], ids=[case[0] for case in RIGHT])
def test_what_is_right_gives_no_finding(survey: Rows) -> None:
    assert told(check(survey, only_used(survey))) == []


COLUMNS: list[tuple[dict[str, str], str]] = [
    ({"relevent": "1 = 1"}, "column_misspelt"),
    ({"wibble": "x"}, "column_unknown"),
    ({"hint:English": "x"}, "column_single_colon"),
    ({"bind:relevant": "1 = 1"}, "column_single_colon"),
    ({"hint\uff1aEnglish": "x"}, "column_single_colon"),
    ({"relevant::en": "1 = 1"}, "column_language"),
    ({"bind::insp:unit::en": "x"}, "column_language"),
    ({"bind::foo:bar": "x"}, "prefix_undeclared"),
    ({"bind::criterion": "x"}, "column_unknown"),
    ({"bind::insp:critereon": "x"}, "attribute_unknown"),
    ({"relevance": "1 = 1", "relevant": "1 = 1"}, "column_duplicate"),
    ({"hint::zh": "x"}, "translation_missing"),
    ({"hint": "x"}, "language_unnamed"),
]


@pytest.mark.parametrize(("more", "code"), COLUMNS, ids=[next(iter(case[0])) for case in COLUMNS])
def test_a_column_that_would_be_lost_is_found(more: dict[str, str], code: str) -> None:
    found = check([asked("text", "t", **more)])
    assert [one for one in told(found) if one[0] == code and one[2] == 1]


def test_choices_are_checked() -> None:
    twice = [*LISTS, {**LISTS[0]}, {"list_name": "l"}, {"name": "x"}, {"list_name": "m", "name": "a", "label::zh": "x"}]
    found = told(check([asked("select_one l", "s")], twice))
    assert ("choice_duplicate", "choices", 4, "name") in found
    assert ("choice_missing", "choices", 5, "name") in found
    assert ("choice_missing", "choices", 6, "name") in found
    assert ("list_unused", "choices", 7, "list_name") in found
    assert ("translation_missing", "choices", 7, "label::en") in found
    allowed = [{**SETTINGS[0], "allow_choice_duplicates": "yes"}]
    assert told(check([asked("select_one l", "s")], [*LISTS, LISTS[0]], allowed)) == []
    columned = [{**row, "area": "x"} for row in LISTS]
    assert told(check([asked("select_one l", "s")], columned)) == [("column_unused", "choices", 1, "area")]
    assert told(check([asked("select_one l", "s", choice_filter="area = 'x'")], columned)) == []


def test_settings_and_sheets_are_checked() -> None:
    rows = [asked("text", "t")]
    assert told(check(rows, (), [{"form_id": "f"}])) == [("setting_missing", "settings", 1, "")]
    (version,), (form,) = (check(rows, (), [{key: "1"}]) for key in ("form_id", "version"))
    assert version.code == form.code
    assert "versions" in version.advice.text
    assert "form_id" in form.advice.text
    assert "language_default" in {one[0] for one in told(check(rows, (), [{**SETTINGS[0], "default_language": "fr"}]))}
    assert "namespaces_invalid" in {one[0] for one in told(check(rows, (), [{**SETTINGS[0], "namespaces": "insp"}]))}
    named = [{**SETTINGS[0], "instance_name": "concat(${u}, "}]
    assert {one[0] for one in told(check(rows, (), named)) if one[3] == "instance_name"} == {
        "xpath_syntax",
        "reference_unknown",
    }
    misspelt = markdown(rows).replace(b"| settings |", b"| setings |")
    assert [one.code for one in check_form(misspelt, ".md")] == ["sheet_misspelt", "setting_missing", "setting_missing"]
    nothing = b"| choices |\n| | list_name | name |\n| | l | a |\n| settings |\n| | form_id | version |\n| | f | 1 |"
    assert "sheet_missing" in {one.code for one in check_form(nothing, ".md")}
    assert "column_missing" in {one.code for one in check_form(b"| survey |\n| | name |\n| | a |\n", ".md")}


def test_all_mistakes_of_a_form_are_told_at_once_in_the_order_of_its_rows() -> None:
    survey = [
        *(AGE, MANY, asked("text", "age")),
        asked("text", "t1", relevant="${age} > 5 and ${many} = 'a'", constraint="regex(., 'x')"),
        asked("calculate", "c1", calculation="${c2}"),
        asked("calculate", "c2", calculation="${c1}"),
        asked("calculate", "c3", calculation="1 +"),
        asked("text", "t2", default="2026-05-01 00:00:00", **{"bind::insp:criterion": "no", "wibble": "x"}),
    ]
    found = check(survey, LISTS)
    assert found == check(survey, LISTS)
    rows = [one.place.row for one in found if one.place.sheet == "survey"]
    assert rows == sorted(rows)
    codes = {one.code for one in found}
    assert {"calculation_cycle", "blank_guard", "xpath_syntax", "criterion_unknown", "excel_date"} <= codes
    assert {"name_duplicate", "select_multiple_equals", "pattern_anchors", "column_unknown"} <= codes
    assert has_errors(found)


def test_a_circle_names_all_its_rows_and_a_second_one_is_told_as_well() -> None:
    first = [asked("calculate", f"a{i}", calculation=f"${{a{(i + 1) % 3}}} + 1") for i in range(3)]
    second = [asked("text", "p", relevant="${q} = 'x'"), asked("text", "q", relevant="${p} = 'x'")]
    found = [one for one in check([*first, *second]) if one.code == "calculation_cycle"]
    assert [one.message.params for one in found] == [
        {"names": "a0, a1, a2", "rows": "2, 3, 4"},
        {"names": "p, q", "rows": "5, 6"},
    ]


def test_a_text_file_tells_the_line() -> None:
    (found,) = check([AGE, asked("text", "t", relevant="${age} > 5")])
    assert (found.place.row, found.place.line, found.place.cell) == (3, 4, "")
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_finding_is_a_sentence_in_both_languages(language: str) -> None:
    spoken = i18n.Translator(language)
    survey = [row for _name, rows, _expected in WRONG for row in rows] + [
        asked("text", "t", **more) for more, _code in COLUMNS
    ]
    for finding in check_form(markdown(survey, LISTS), ".md", HOUSE):
        for sentence in (finding.message.render(spoken), finding.advice.render(spoken)):
            assert sentence.rstrip()[-1] in ".)。）", sentence
            chinese = any("\u4e00" <= letter <= "\u9fff" for letter in sentence)
            assert chinese == (language == "zh_CN"), sentence


def test_a_choice_with_a_space_is_two_answers_where_several_can_be_ticked() -> None:
    spaced = [{**LISTS[0], "name": "a b"}, LISTS[1]]
    assert told(check([asked("select_multiple l", "s")], spaced)) == [("choice_spaces", "choices", 2, "name")]
    assert told(check([asked("select_one l", "s")], spaced)) == []


def test_a_table_that_is_no_sheet_of_a_form_is_told_in_a_text_file() -> None:
    notes = b"| _notes |\n| | a |\n| | b |\n"
    assert ("sheet_foreign", "_notes") in {
        (one.code, one.place.sheet) for one in check_form(markdown([AGE]) + b"\n" + notes, ".md", HOUSE)
    }
