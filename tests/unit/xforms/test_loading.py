"""What a form may be: definitions, hardening, circles, missing things."""

import pytest

from inspector.problems import Problem
from inspector.xforms import Kind, load_form
from tests.unit.xforms.conftest import Start, begin, define, xform


def refusal(xml: bytes) -> Problem:
    with pytest.raises(Problem) as caught:
        load_form(xml)
    return caught.value


def test_definition_names_questions_and_their_attributes() -> None:
    definition = define(
        "<g><q/><n/></g><r><x/></r><hidden/>",
        '<bind nodeset="/data/g/q" type="decimal" insp:criterion="oil.breakdown" relevant="true()"/>'
        '<bind nodeset="/data/g/n" readonly="true()"/>',
        '<group ref="/data/g" appearance="field-list"><input ref="/data/g/q" appearance="grid"/>'
        '<input ref="/data/g/n"/></group><group ref="/data/r"><label>Rows</label><repeat nodeset="/data/r">'
        '<input ref="/data/r/x"/></repeat></group>',
    )
    assert (definition.id, definition.version, definition.title) == ("f", "3", "Form")
    kinds = {question.ref: question.kind for question in definition.questions}
    assert kinds == {
        "/data/g": Kind.GROUP,
        "/data/g/q": Kind.INPUT,
        "/data/g/n": Kind.NOTE,
        "/data/r": Kind.REPEAT,
        "/data/r/x": Kind.INPUT,
        "/data/hidden": Kind.MODEL_VALUE,
    }
    question = definition.question("/data/g/q")
    assert question is not None
    assert (question.data_type, question.appearance, question.parent) == ("decimal", "grid", "/data/g")
    assert question.attributes["insp:criterion"] == "oil.breakdown"
    assert question.attributes["{http://inspector.example/xforms}criterion"] == "oil.breakdown"


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"<html", "form_invalid"),
        (b"<html/>", "form_invalid"),
        (b"<h><model/></h>", "form_invalid"),
        (b'<!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>', "form_unsafe"),
        (b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>', "form_unsafe"),
        (b"<a>" * 400 + b"</a>" * 400, "form_invalid"),
        (b" " * (33 * 1024 * 1024), "form_too_large"),
        (xform("<q/>", "", '<input ref="/data/other"/>'), "form_invalid"),
        (xform("<q/>", '<bind nodeset="/data/q" relevant="1 +"/>'), "xpath_syntax"),
        (xform("<q/>", '<bind nodeset="/data/q" constraint="missing()"/>'), "xpath_unknown_function"),
        (xform("<q/>", extra='<setvalue event="never" ref="/data/q"/>'), "form_invalid"),
        (xform("<q/>", extra='<setvalue event="odk-instance-load" ref="/data/z"/>'), "form_invalid"),
        (
            xform("<q/>", "", '<input ref="/data/q"><label><output value="zz:q"/></label></input>'),
            "xpath_unknown_prefix",
        ),
        (xform("<q/>", extra='<instance id="x" src="jr://file-csv/x.csv"/>'), "form_attachment_missing"),
    ],
)
def test_forms_that_cannot_be_used_are_refused_with_a_code(xml: bytes, code: str) -> None:
    assert refusal(xml).code == code


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.xml", b"<root><item>"),
        ("x.geojson", b"{}"),
        ("x.csv", b"\xff\xfe\xff"),
        ("x.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"),
    ],
)
def test_broken_attachments_are_refused_with_the_form(name: str, data: bytes) -> None:
    with pytest.raises(Problem) as caught:
        define("<q/>", extra=f'<instance id="x" src="jr://file/{name}"/>', attachments={name: data})
    assert caught.value.code == "form_attachment_invalid"


@pytest.mark.parametrize(
    ("instance", "binds", "named"),
    [
        ("<a/>", '<bind nodeset="/data/a" calculate="/data/a + 1"/>', "/data/a"),
        ("<a/><b/>", '<bind nodeset="/data/a" calculate="../b"/><bind nodeset="/data/b" calculate="../a"/>', "/data/b"),
        (
            "<a/><b/>",
            '<bind nodeset="/data/a" relevant="/data/b"/><bind nodeset="/data/b" calculate="/data/a"/>',
            "/data/a",
        ),
        ("<g><a/></g>", '<bind nodeset="/data/g" relevant="/data/g/a = 1"/>', "/data/g"),
    ],
)
def test_circles_are_refused_and_named(instance: str, binds: str, named: str) -> None:
    problem = refusal(xform(instance, binds))
    assert problem.code == "form_cycle"
    assert named in str(problem.params["refs"])


def test_a_sum_over_earlier_rows_is_no_circle(start: Start) -> None:
    form = start(
        "<r><amount/><total/></r>",
        '<bind nodeset="/data/r/amount" type="int"/><bind nodeset="/data/r/total" type="int" calculate="'
        '../amount + coalesce(indexed-repeat(/data/r/total, /data/r, position(..) - 1), 0)"/>',
        '<repeat nodeset="/data/r"><input ref="/data/r/amount"/></repeat>',
    )
    for _ in range(2):
        form.add_row("/data/r")
    for row, amount in enumerate("123", 1):
        form.answer(f"/data/r[{row}]/amount", amount)
    assert form.view("/data/r[3]/total").value == "6"
    form.answer("/data/r[1]/amount", "10")
    assert form.view("/data/r[3]/total").value == "15"


def test_prefixes_of_references_may_be_left_out(start: Start) -> None:
    form = start('<o:meta xmlns:o="http://openrosa.org/xforms"><o:instanceID/></o:meta><a/>')
    assert form.view("/data/meta/instanceID").value.startswith("uuid:")
    assert form.view("/data/o:meta/o:instanceID") == form.view("/data/meta/instanceID")


def test_unknown_references_are_refused(start: Start) -> None:
    form = start("<a/><g><b/></g>")
    for ref in ("/data/none", "/data/a[2]", "/data/[", ""):
        with pytest.raises(Problem) as caught:
            form.view(ref)
        assert caught.value.code == "form_unknown_ref"
    with pytest.raises(Problem) as caught:
        form.answer("/data/g", "x")
    assert caught.value.code == "form_no_answer"


def test_what_nobody_sees_and_is_calculated_takes_no_answer(start: Start) -> None:
    binds = '<bind nodeset="/data/twice" calculate="/data/a * 2"/><bind nodeset="/data/seen" calculate="/data/a + 1"/>'
    form = start("<a/><twice/><seen/><free/>", binds, '<input ref="/data/a"/><input ref="/data/seen"/>')
    form.answer("/data/a", "4")
    with pytest.raises(Problem, match="form_no_answer"):
        form.answer("/data/twice", "99")
    assert form.view("/data/twice").value == "8"
    form.answer("/data/seen", "7")
    form.answer("/data/free", "x")
    assert (form.view("/data/seen").value, form.view("/data/free").value) == ("7", "x")
    form.answer("/data/a", "5")
    assert (form.view("/data/twice").value, form.view("/data/seen").value) == ("10", "6")


def test_one_definition_serves_many_instances() -> None:
    definition = define("<a/>", '<bind nodeset="/data/a"/>')
    one, two = begin(definition), begin(definition)
    one.answer("/data/a", "x")
    assert two.view("/data/a").value == ""
