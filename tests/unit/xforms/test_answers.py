"""Relevance, calculation, constraint, required, types (forms.md, the dialect)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from inspector.xforms.changes import Changes
from tests.unit.xforms.conftest import Start, begin, define


def test_what_is_not_relevant_reads_as_blank_and_comes_back(start: Start) -> None:
    form = start(
        "<ask>yes</ask><g><v>5</v></g><double/><shown/>",
        '<bind nodeset="/data/g" relevant="/data/ask = \'yes\'"/><bind nodeset="/data/g/v" type="int" required="true()"'
        ' constraint=". &lt; 9"/><bind nodeset="/data/double" calculate="/data/g/v * 2"/>'
        "<bind nodeset=\"/data/shown\" calculate=\"concat('[', /data/g/v, ']')\"/>",
        '<input ref="/data/ask"/><input ref="/data/g/v"/>',
    )
    assert form.view("/data/double").value == "10"
    changes = form.answer("/data/ask", "no")
    assert set(changes.relevance) == {"/data/g", "/data/g/v"}
    assert form.view("/data/double").value == ""
    assert form.view("/data/shown").value == "[]"
    assert form.answers()["/data/g/v"] == "5"
    assert "/data/g/v" not in form.final_answers()
    form.answer("/data/g/v", "99")
    assert form.validate() == ()
    form.answer("/data/ask", "yes")
    assert form.view("/data/double").value == "198"
    assert [item.reason for item in form.validate()] == ["constraint"]


def test_a_calculation_runs_again_when_it_becomes_relevant(start: Start) -> None:
    form = start(
        "<on>0</on><n>1</n><c/>",
        '<bind nodeset="/data/c" relevant="/data/on = 1" calculate="/data/n + 1"/>',
    )
    form.answer("/data/n", "5")
    assert form.answers().get("/data/c") is None
    form.answer("/data/on", "1")
    assert form.view("/data/c").value == "6"


def test_calculations_run_in_order_of_dependency(start: Start) -> None:
    form = start(
        "<c/><b/><a>1</a>",
        '<bind nodeset="/data/c" calculate="/data/b + 1"/><bind nodeset="/data/b" calculate="/data/a + 1"/>',
    )
    assert form.view("/data/c").value == "3"
    changes = form.answer("/data/a", "10")
    assert changes.values == ("/data/a", "/data/b", "/data/c")
    assert form.answer("/data/a", "10") == Changes()


def test_required_depends_on_answers_and_blanks_are_no_answer(start: Start) -> None:
    form = start(
        "<a/><b/>",
        '<bind nodeset="/data/b" required="/data/a != \'\'" jr:requiredMsg="Needed"/>',
        '<input ref="/data/a"/><input ref="/data/b"/>',
    )
    assert form.view("/data/b").required_ok
    assert form.answer("/data/a", "x").flags == ("/data/b",)
    assert not form.view("/data/b").required_ok
    form.answer("/data/b", "  ")
    (violation,) = form.validate()
    assert (violation.ref, violation.reason, violation.message) == ("/data/b", "required", "Needed")
    form.answer("/data/b", "here")
    assert form.validate() == ()


def test_constraint_blocks_but_stores_and_skips_blank(start: Start) -> None:
    form = start(
        "<limit>10</limit><a/>",
        '<bind nodeset="/data/a" type="decimal" constraint=". &lt;= /data/limit" jr:constraintMsg="Too high"/>',
        '<input ref="/data/a"/>',
    )
    assert form.view("/data/a").constraint_ok
    form.answer("/data/a", "11")
    view = form.view("/data/a")
    assert (view.value, view.constraint_ok, view.constraint_message) == ("11", False, "Too high")
    form.answer("/data/limit", "20")
    assert form.view("/data/a").constraint_ok


def test_read_only_is_inherited(start: Start) -> None:
    form = start("<lock/><g><a/></g>", '<bind nodeset="/data/g" readonly="/data/lock = 1"/>')
    assert not form.view("/data/g/a").readonly
    assert "/data/g/a" in form.answer("/data/lock", "1").flags
    assert form.view("/data/g/a").readonly


@pytest.mark.parametrize(
    ("data_type", "typed", "stored"),
    [
        ("int", "007", "7"),
        ("int", "2147483648", None),
        ("int", "abc", None),
        ("int", "1.5", None),
        ("decimal", " 1.50 ", "1.50"),
        ("decimal", "1,5", None),
        ("decimal", "0.1234567890123456789", "0.1234567890123456789"),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "2023-02-29", None),
        ("date", "13:30", None),
        ("time", "13:30", "13:30"),
        ("time", "25:00", None),
        ("dateTime", "2024-02-29T13:30:00+08:00", "2024-02-29T13:30:00+08:00"),
        ("dateTime", "2024-02-29Tx", None),
        ("dateTime", "2024-02-29", None),
        ("geopoint", " 31.2 121.50  4 5", "31.2 121.5 4.0 5.0"),
        ("geopoint", "131.2 121.5", None),
        ("barcode", "T-7 ", "T-7 "),
        ("string", " as typed ", " as typed "),
    ],
)
def test_text_that_is_no_value_of_its_type(start: Start, data_type: str, typed: str, stored: str | None) -> None:
    form = start("<a/>", f'<bind nodeset="/data/a" type="{data_type}"/>', '<input ref="/data/a"/>')
    form.answer("/data/a", typed)
    view = form.view("/data/a")
    assert (view.value, view.typed_text_error) == ((stored, "") if stored is not None else ("", typed))
    assert [item.reason for item in form.validate()] == ([] if stored is not None else ["type"])
    form.answer("/data/a", "")
    assert form.validate() == ()


def test_nan_is_blank_and_numbers_keep_their_digits(start: Start) -> None:
    form = start(
        "<a/><n/><t/><i/>",
        '<bind nodeset="/data/n" calculate="/data/a + 1"/><bind nodeset="/data/t" calculate="/data/a div 3"/>'
        '<bind nodeset="/data/i" type="int" calculate="/data/a div 3"/>',
        '<input ref="/data/a"><label>A third: <output value="/data/t"/></label></input>',
    )
    assert form.view("/data/n").value == ""
    form.answer("/data/a", "10")
    assert form.view("/data/n").value == "11"
    assert form.view("/data/t").value == "3.3333333333333335"
    assert form.view("/data/i").value == "3"
    assert form.view("/data/a").label == "A third: 3.3333333333"


def test_dates_are_whole_local_days_in_every_zone() -> None:
    definition = define(
        "<a>2024-03-10</a><day/><next/><age/><today/>",
        '<bind nodeset="/data/a" type="date"/><bind nodeset="/data/day" calculate="number(date(/data/a))"/>'
        '<bind nodeset="/data/next" type="date" calculate="date(/data/a) + 1"/>'
        '<bind nodeset="/data/age" calculate="today() - date(/data/a)"/>'
        '<bind nodeset="/data/today" type="date" calculate="today()"/>',
    )
    moment = datetime(2024, 3, 11, 2, 0, tzinfo=UTC)
    expected = {"Asia/Shanghai": ("1", "2024-03-11"), "America/New_York": ("0", "2024-03-10")}
    for zone, (age, today) in expected.items():
        form = begin(definition, now=moment, tz=ZoneInfo(zone))
        assert form.view("/data/day").value == "19792"
        assert form.view("/data/age").value == age
        assert form.view("/data/today").value == today


def test_a_number_of_days_becomes_a_date_through_date(start: Start) -> None:
    form = start(
        "<a>2024-02-28</a><b/>", '<bind nodeset="/data/b" calculate="format-date(date(/data/a) + 2, \'%d.%m.\')"/>'
    )
    assert form.view("/data/b").value == "01.03."


def test_the_clock_is_read_once_for_each_change() -> None:
    moments = iter([datetime(2024, 1, day, tzinfo=UTC) for day in range(1, 9)])
    definition = define(
        "<a/><b/><c/>",
        '<bind nodeset="/data/b" calculate="concat(/data/a, now())"/>'
        '<bind nodeset="/data/c" calculate="concat(/data/a, now())"/>',
    )
    form = begin(definition, now=lambda: next(moments), tz=UTC)
    form.answer("/data/a", "")
    form.answer("/data/a", "x")
    assert form.view("/data/b").value == form.view("/data/c").value == "x2024-01-03T00:00:00.000+00:00"


def test_once_fires_on_the_first_recompute_only(start: Start) -> None:
    form = start("<a>1</a><b/>", '<bind nodeset="/data/b" calculate="once(/data/a)"/>')
    form.answer("/data/a", "2")
    assert form.view("/data/b").value == "1"


def test_sum_and_count_skip_what_is_not_relevant(start: Start) -> None:
    form = start(
        "<r><on>1</on><v>2</v></r><r><on>1</on><v>3</v></r><sum/><count/>",
        '<bind nodeset="/data/r/v" relevant="../on = 1"/><bind nodeset="/data/sum" calculate="sum(/data/r/v)"/>'
        '<bind nodeset="/data/count" calculate="count(/data/r/v)"/>',
        '<repeat nodeset="/data/r"><input ref="/data/r/v"/></repeat>',
    )
    assert (form.view("/data/sum").value, form.view("/data/count").value) == ("5", "2")
    form.answer("/data/r[1]/on", "0")
    assert (form.view("/data/sum").value, form.view("/data/count").value) == ("3", "1")
