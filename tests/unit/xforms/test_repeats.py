"""Repeats: rows, their stable ids, counts, positions, templates."""

import pytest

from inspector.problems import Problem
from inspector.xforms import Kind
from inspector.xforms.problems import MAX_REPEAT_ROWS
from tests.unit.xforms.conftest import Start

ROWS = (
    '<r jr:template=""><x>1</x><place/></r><sum/><count/>',
    (
        '<bind nodeset="/data/r/place" calculate="position(..)"/><bind nodeset="/data/sum" calculate="sum(/data/r/x)"/>'
        '<bind nodeset="/data/count" calculate="count(/data/r)"/>'
    ),
    '<repeat nodeset="/data/r"><input ref="/data/r/x"><label>Row <output value="../place"/></label></input></repeat>',
)


def test_adding_and_removing_rows_moves_positions_counts_sums_and_labels(start: Start) -> None:
    form = start(*ROWS)
    assert (form.row_count("/data/r"), form.view("/data/count").value) == (0, "0")
    for _ in range(3):
        changes = form.add_row("/data/r")
    assert changes.rows == ("/data/r",)
    assert (form.view("/data/count").value, form.view("/data/sum").value) == ("3", "3")
    form.answer("/data/r[3]/x", "7")
    assert form.view("/data/sum").value == "9"
    assert form.view("/data/r[3]/x").label == "Row 3"
    changes = form.remove_row("/data/r[1]")
    assert "/data/r[2]/x" in changes.labels
    assert form.view("/data/r[2]/x").label == "Row 2"
    assert (form.view("/data/count").value, form.view("/data/sum").value) == ("2", "8")


def test_rows_keep_their_ids_whatever_their_position(start: Start) -> None:
    form = start(*ROWS)
    for _ in range(3):
        form.add_row("/data/r")
    first, second, third = form.row_ids("/data/r")
    form.remove_row("/data/r[2]")
    form.add_row("/data/r")
    assert form.row_ids("/data/r")[:2] == (first, third)
    assert form.row_ids("/data/r")[2] not in {first, second, third}
    assert form.view("/data/r[2]").row_id == third
    assert form.view("/data/r[2]").kind is Kind.ROW


def test_a_smaller_count_says_what_it_takes_and_gives_it_back(start: Start) -> None:
    form = start(
        '<n>2</n><r jr:template=""><x>new</x></r><r><x>first</x></r>',
        "",
        '<input ref="/data/n"/><repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/x"/></repeat>',
    )
    assert [form.view(f"/data/r[{row}]/x").value for row in (1, 2)] == ["first", "new"]
    form.answer("/data/r[2]/x", "kept")
    second = form.row_ids("/data/r")[1]
    (removed,) = form.answer("/data/n", "1").removed_rows
    assert (removed.row_id, removed.answers) == (second, (("/data/r[2]/x", "kept"),))
    form.answer("/data/n", "3")
    assert [form.view(f"/data/r[{row}]/x").value for row in (1, 2, 3)] == ["first", "kept", "new"]
    assert form.row_ids("/data/r")[1] == second


def test_counted_and_fixed_repeats_refuse_rows_by_hand(start: Start) -> None:
    form = start(
        "<n>1</n><r><x/></r><s><x/></s>",
        "",
        '<repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/x"/></repeat>'
        '<repeat nodeset="/data/s" jr:noAddRemove="true()"><input ref="/data/s/x"/></repeat>',
    )
    for change, ref in ((form.add_row, "/data/r"), (form.remove_row, "/data/s[1]")):
        with pytest.raises(Problem) as caught:
            change(ref)
        assert caught.value.code == "form_rows_fixed"
    with pytest.raises(Problem) as caught:
        form.add_row("/data/n")
    assert caught.value.code == "form_not_a_repeat"
    form.answer("/data/n", "99999999999")
    assert form.row_count("/data/r") == MAX_REPEAT_ROWS


def test_absolute_paths_stay_in_the_row_of_the_question(start: Start) -> None:
    form = start(
        "<r><x>1</x><double/></r><r><x>2</x><double/></r>",
        '<bind nodeset="/data/r/double" calculate="/data/r/x * 2"/>',
        '<repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>',
    )
    assert [form.view(f"/data/r[{row}]/double").value for row in (1, 2)] == ["2", "4"]
    assert form.answer("/data/r[2]/x", "5").values == ("/data/r[2]/x", "/data/r[2]/double")


def test_indexed_repeat_reads_another_row_and_is_blank_out_of_range(start: Start) -> None:
    form = start(
        "<r><x>10</x><before/></r><r><x>20</x><before/></r><at>2</at><found/>",
        '<bind nodeset="/data/r/before" calculate="indexed-repeat(../x, /data/r, position(..) - 1)"/>'
        '<bind nodeset="/data/found" calculate="indexed-repeat(/data/r/x, /data/r, /data/at)"/>',
        '<repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>',
    )
    assert [form.view(f"/data/r[{row}]/before").value for row in (1, 2)] == ["", "10"]
    assert form.view("/data/found").value == "20"
    form.answer("/data/r[1]/x", "11")
    assert form.view("/data/r[2]/before").value == "11"
    form.answer("/data/at", "3")
    assert form.view("/data/found").value == ""
    form.add_row("/data/r")
    assert form.view("/data/found").value == ""
    form.answer("/data/r[3]/x", "10")
    assert form.view("/data/found").value == "10"


def test_repeats_in_repeats(start: Start) -> None:
    form = start(
        '<o jr:template=""><i><x>1</x></i><n/><all/></o><total/>',
        '<bind nodeset="/data/o/n" calculate="count(../i)"/><bind nodeset="/data/o/all" calculate="sum(../i/x)"/>'
        '<bind nodeset="/data/total" calculate="sum(/data/o/i/x)"/>',
        '<repeat nodeset="/data/o"><repeat nodeset="/data/o/i"><input ref="/data/o/i/x"/></repeat></repeat>',
    )
    form.add_row("/data/o")
    form.add_row("/data/o")
    form.add_row("/data/o[2]/i")
    form.answer("/data/o[2]/i[2]/x", "5")
    assert [form.view(f"/data/o[{row}]/n").value for row in (1, 2)] == ["1", "2"]
    assert [form.view(f"/data/o[{row}]/all").value for row in (1, 2)] == ["1", "6"]
    assert form.view("/data/total").value == "7"
    assert len({*form.row_ids("/data/o"), *form.row_ids("/data/o[1]/i"), *form.row_ids("/data/o[2]/i")}) == 5
    form.remove_row("/data/o[1]")
    assert form.view("/data/total").value == "6"


def test_relevance_of_a_row_counts(start: Start) -> None:
    form = start(
        "<r><on>1</on></r><r><on>0</on></r><min>2</min><n/>",
        '<bind nodeset="/data/n" calculate="count(/data/r)"/>'
        '<bind nodeset="/data/r" relevant="position(.) &gt;= /data/min"/>',
        '<repeat nodeset="/data/r"><input ref="/data/r/on"/></repeat>',
    )
    assert form.view("/data/n").value == "1"
    form.answer("/data/min", "1")
    assert form.view("/data/n").value == "2"


def test_new_rows_take_defaults_from_a_template_only(start: Start) -> None:
    body = '<repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>'
    own = start("<r><x>its own</x></r>", "", body)
    own.add_row("/data/r")
    assert [own.view(f"/data/r[{row}]/x").value for row in (1, 2)] == ["its own", ""]
    template = start('<r jr:template=""><x>usual</x></r><r><x>its own</x></r>', "", body)
    template.add_row("/data/r")
    assert [template.view(f"/data/r[{row}]/x").value for row in (1, 2)] == ["its own", "usual"]


def test_position_of_a_repeat_is_that_of_the_row_one_stands_in(start: Start) -> None:
    form = start(
        "<r><x/><y/></r><r><x/><y/></r><outside/>",
        '<bind nodeset="/data/r/x" calculate="position(..)"/><bind nodeset="/data/r/y" calculate="position(/data/r)"/>'
        '<bind nodeset="/data/outside" calculate="position(/data/r)"/>',
        '<repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>',
    )
    assert [form.view(f"/data/r[{row}]/y").value for row in (1, 2)] == ["1", "2"]
    assert form.view("/data/outside").value == ""
