"""Drafts come back as they were; submissions hold what is relevant."""

import pytest
from lxml import etree

from inspector.problems import Problem
from inspector.xforms import DroppedAnswer, submitted_values
from tests.unit.xforms.conftest import Start, begin, define

FORM = define(
    '<a>default</a><r jr:template=""><x/><u/></r><o><i><y/></i></o><n/><k jr:template=""><z/></k><gone>1</gone>',
    '<bind nodeset="/data/r/u" calculate="uuid()"/><bind nodeset="/data/gone" relevant="/data/a != \'hide\'"/>'
    '<bind nodeset="/data/n" type="int"/>',
    '<input ref="/data/a"/><repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat><repeat nodeset="/data/o">'
    '<repeat nodeset="/data/o/i"><input ref="/data/o/i/y"/></repeat></repeat><input ref="/data/n"/>'
    '<repeat nodeset="/data/k" jr:count="/data/n"><input ref="/data/k/z"/></repeat>',
)


def test_a_draft_comes_back_with_rows_ids_and_cleared_defaults() -> None:
    form = begin(FORM)
    form.answer("/data/a", "")
    form.answer("/data/n", "2")
    form.answer("/data/k[2]/z", "kept")
    for _ in range(3):
        form.add_row("/data/r")
    form.remove_row("/data/r[1]")
    form.answer("/data/r[2]/x", "last")
    form.add_row("/data/o")
    form.add_row("/data/o[2]/i")
    form.answer("/data/o[2]/i[2]/y", "deep")
    again = begin(FORM, values=form.answers(), seed=99)
    assert again.answers() == form.answers()
    assert again.views() == form.views()
    assert again.row_ids("/data/r") == form.row_ids("/data/r")
    again.add_row("/data/r")
    assert again.row_ids("/data/r")[2] not in form.answers().values()


def test_a_repeat_without_rows_stays_so_and_an_untouched_one_keeps_its_rows() -> None:
    form = begin(FORM)
    form.remove_row("/data/o[1]")
    assert begin(FORM, values=form.answers()).row_count("/data/o") == 0
    assert begin(FORM, values={"/data/a": "x"}).row_count("/data/o") == 1


def test_references_the_form_no_longer_has_are_left_out() -> None:
    form = begin(FORM, values={"/data/old": "1", "/data/a": "2", "/data/a[4]": "3", "/data/r[2]/x": "4"})
    assert form.view("/data/a").value == "2"
    assert form.view("/data/r[2]/x").value == "4"


def test_final_answers_and_submission_hold_what_is_relevant() -> None:
    form = begin(FORM)
    assert form.final_answers()["/data/gone"] == "1"
    form.answer("/data/a", "hide")
    form.add_row("/data/r")
    form.answer("/data/r[1]/x", "温度 <5>")
    assert "/data/gone" not in form.final_answers()
    root = etree.fromstring(form.to_xml())
    assert (root.tag, root.get("id"), root.get("version")) == ("{http://www.w3.org/2002/xforms}data", "f", "3")
    names = [etree.QName(item).localname for item in root]
    assert names == ["a", "r", "o", "n"]
    assert root.findtext("{*}r/{*}x") == "温度 <5>"


def test_what_sign_off_drops_is_said_and_calculations_are_no_answers() -> None:
    form = begin(
        define(
            "<a>show</a><g><b/><c/></g>",
            '<bind nodeset="/data/g" relevant="/data/a = \'show\'"/><bind nodeset="/data/g/c" calculate="1 + 1"/>',
            '<input ref="/data/a"/><input ref="/data/g/b"/>',
        )
    )
    form.answer("/data/g/b", "typed")
    assert form.left_out() == ()
    form.answer("/data/a", "hide")
    assert form.left_out() == (DroppedAnswer("/data/g/b", "typed"),)


EDITED = define(
    '<a>default</a><b lang="x"/><r jr:template=""><x>new</x></r><o><i><y/></i></o><o:meta '
    'xmlns:o="http://openrosa.org/xforms"><o:instanceID/><o:deprecatedID/></o:meta>',
    '<bind nodeset="/data/b" relevant="/data/a != \'hide\'"/>',
    '<input ref="/data/a"/><input ref="/data/b"/><repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>'
    '<repeat nodeset="/data/o"><repeat nodeset="/data/o/i"><input ref="/data/o/i/y"/></repeat></repeat>',
)


def test_a_submission_is_edited_under_a_new_id() -> None:
    form = begin(EDITED)
    form.answer("/data/b", "gone")
    form.answer("/data/a", "hide")
    form.add_row("/data/r")
    form.add_row("/data/r")
    form.answer("/data/r[2]/x", "温度 <5>")
    form.remove_row("/data/o[1]/i[1]")
    first = form.view("/data/meta/instanceID").value
    again = begin(EDITED, values=submitted_values(EDITED, form.to_xml()), seed=8)
    assert [again.view(f"/data/r[{row}]/x").value for row in (1, 2)] == ["new", "温度 <5>"]
    assert (again.row_count("/data/r"), again.row_count("/data/o"), again.row_count("/data/o[1]/i")) == (2, 1, 0)
    assert again.view("/data/meta/deprecatedID").value == first
    assert again.view("/data/meta/instanceID").value not in {"", first}
    again.answer("/data/a", "shown")
    assert again.view("/data/b").value == ""


def test_attributes_of_the_form_are_read_and_submitted(start: Start) -> None:
    form = start('<a unit="kV">5</a><u/>', '<bind nodeset="/data/u" calculate="/data/a/@unit"/>')
    assert form.view("/data/u").value == "kV"
    assert etree.fromstring(form.to_xml())[0].get("unit") == "kV"


@pytest.mark.parametrize("xml", [b"<other/>", b'<data id="another"/>', b"<data", b""])
def test_submissions_of_other_forms_are_refused(xml: bytes) -> None:
    with pytest.raises(Problem) as caught:
        submitted_values(EDITED, xml)
    assert caught.value.code == "form_invalid"
