"""Forms and answers made to break the engine end in coded problems, within bounds of time and memory."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.problems import Problem
from inspector.xforms import FormInstance, load_form
from inspector.xforms.problems import MAX_TEXT
from tests.unit.xforms.conftest import HEAD, Start, begin, define, xform

SECONDS = 15.0
"""CPU time that any one of these may take on a slow machine."""


@contextmanager
def bounded() -> Iterator[None]:
    begun = time.thread_time()
    yield
    assert time.thread_time() - begun < SECONDS


def code_of(work: Callable[[], object]) -> str:
    with bounded(), pytest.raises(Problem) as caught:
        work()
    return caught.value.code


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("xml", "codes"),
    [
        (f'<!DOCTYPE d [<!ENTITY e0 "x">{BOMB}]><d>&e11;</d>', {"form_unsafe", "form_invalid"}),
        (f'<!DOCTYPE d [<!ENTITY e0 "x">{BOMB}]><d a="&e11;"/>', {"form_unsafe", "form_invalid"}),
        ('<!DOCTYPE d [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><d/>', {"form_unsafe", "form_invalid"}),
        ('<!DOCTYPE d SYSTEM "http://localhost:9/x.dtd"><d/>', {"form_invalid"}),
        ("<a>" * 100_000, {"form_invalid"}),
        ("<a/>" * 1_100_000, {"form_too_large"}),
        (HEAD * 3, {"form_invalid"}),
        ("\x00", {"form_invalid"}),
        ("", {"form_invalid"}),
    ],
    ids=["bomb", "bomb in an attribute", "parameter entity", "outside", "deep", "wide", "unfinished", "zero", "empty"],
)
def test_hostile_xml(xml: str, codes: set[str]) -> None:
    assert code_of(lambda: load_form(xml.encode())) in codes


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("(" * 10_000 + "1", "xpath_too_complex"),
        ("a[" * 9_000 + "1", "xpath_too_complex"),
        ("not(" * 5_000, "xpath_too_complex"),
        ("1" * 20_001, "xpath_too_complex"),
        ("1 " * 9_000, "xpath_syntax"),
        ("'" * 9_999, "xpath_syntax"),
        ("concat(" + "'a'," * 4_000, "xpath_syntax"),
    ],
)
def test_hostile_expressions(expression: str, code: str) -> None:
    assert code_of(lambda: define("<q/>", f'<bind nodeset="/data/q" calculate="{expression}"/>')) == code


def test_patterns_that_try_for_ever_are_given_up_and_the_recompute_with_them(start: Start) -> None:
    names = [f"q{n}" for n in range(40)]
    binds = "".join(
        f'<bind nodeset="/data/{name}" calculate="regex(/data/text, \'((a+)+b?)+{n}$\')"/>'
        for n, name in enumerate(names)
    )
    form = start("<text/>" + "".join(f"<{name}/>" for name in names), binds, '<input ref="/data/text"/>')
    assert code_of(lambda: form.answer("/data/text", "a" * 5_000)) == "xpath_steps"
    form.answer("/data/text", "b")
    assert form.view("/data/q0").value == "false"


def test_texts_that_double_each_other_end_blank(start: Start) -> None:
    names = [f"q{n}" for n in range(60)]
    binds = "".join(
        f'<bind nodeset="/data/{name}" calculate="concat(/data/{before}, /data/{before}, \'ab\')"/>'
        for before, name in pairwise(names)
    )
    with bounded():
        form = start("".join(f"<{name}/>" for name in names), binds, '<input ref="/data/q0"/>')
        form.answer("/data/q0", "text")
    lengths = [len(form.view(f"/data/{name}").value) for name in names]
    assert 100_000 < max(lengths) <= MAX_TEXT


def test_rows_in_rows_cannot_fill_the_memory() -> None:
    leaves = "".join(f"<x{n}/>" for n in range(40))
    instance = f'<n>99999999</n><o jr:template=""><i jr:template="">{leaves}</i></o>'
    body = '<repeat nodeset="/data/o" jr:count="/data/n"><repeat nodeset="/data/o/i" jr:count="/data/n"/></repeat>'
    definition = define(instance, "", body)
    assert code_of(lambda: begin(definition)) == "form_rows_too_many"


def test_a_draft_from_elsewhere_cannot_ask_for_millions_of_rows() -> None:
    definition = define("<r><x/></r>", "", '<repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>')
    with bounded():
        form = begin(definition, values={"/data/r[999999999]/x": "1"})
    assert form.row_count("/data/r") <= 5_000


def test_paths_over_everything_are_given_up(start: Start) -> None:
    leaves = "".join(f"<x{n}/>" for n in range(400))
    names = [f"q{n}" for n in range(4)]
    binds = "".join(
        f'<bind nodeset="/data/{name}" calculate="count(/data/g//*[count(/data/g//*[count(/data/g//*) > {n}]) > 1])"/>'
        for n, name in enumerate(names)
    )
    build = f"<a/><g>{leaves}</g>" + "".join(f"<{name}/>" for name in names)
    assert code_of(lambda: start(build, binds)) == "xpath_steps"


@pytest.mark.parametrize("formula", ["count(/data/*) &gt; 1", "count(//q1) &gt; 1", "count(//*[//* = .]) = 1"])
def test_forms_in_which_everything_reads_everything_are_refused(formula: str) -> None:
    leaves = "".join(f"<q{n}/>" for n in range(1_500))
    binds = "".join(f'<bind nodeset="/data/q{n}" required="{formula}"/>' for n in range(1_500))
    assert code_of(lambda: define(leaves, binds)) == "form_too_complex"


def test_actions_that_set_each_other_off_end(start: Start) -> None:
    one = (
        '<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="concat(/data/a, 1)"/></input>'
    )
    other = '<input ref="/data/b"><setvalue event="xforms-value-changed" ref="/data/a" value="/data/b"/></input>'
    form = start("<a/><b/>", "", one + other)
    with bounded():
        form.answer("/data/a", "x")
    assert form.view("/data/a").value.startswith("x1")


@pytest.mark.parametrize("data_type", ["int", "decimal", "date", "dateTime", "time", "geopoint", "string"])
@pytest.mark.parametrize(
    "text",
    ["9" * 400, "9" * 5_000, "1e999", "-1e-999", "9999-12-31T23:59:59.999-14:00", "0000-00-00", "\ud800", "\x00"],
)
def test_hostile_values(start: Start, data_type: str, text: str) -> None:
    form = start(
        "<q/><copy/><day/>",
        f'<bind nodeset="/data/q" type="{data_type}"/><bind nodeset="/data/copy" type="int" calculate="number(/data/q)"'
        '/><bind nodeset="/data/day" type="date" calculate="date(number(/data/q) + 1)"/>',
        '<input ref="/data/q"/>',
    )
    form.answer("/data/q", text)
    assert begin(form.definition, values=form.answers()).answers() == form.answers()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.geojson", b"[" * 100_000),
        ("x.geojson", b'{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":[]}}]}'),
        ("x.geojson", b'{"type":"FeatureCollection","features":[7]}'),
        ("x.csv", b"a,b\n" + b'"' + b"x" * 200_000),
        ("x.csv", b"1," * 999 + b"1\n" + (b"," * 999 + b"\n") * 1_100),
        ("x.xml", b"<a/>" * 1_100_000),
    ],
)
def test_hostile_lists(name: str, data: bytes) -> None:
    extra = f'<instance id="x" src="jr://file/{name}"/>'
    assert code_of(lambda: define("<q/>", extra=extra, attachments={name: data})) == "form_attachment_invalid"


WHOLE = xform(
    '<a>1</a><g><b/></g><r jr:template=""><x/><y/></r><s/>',
    '<bind nodeset="/data/a" type="int" constraint=". &lt; 5" required="true()"/><bind nodeset="/data/g" relevant='
    '"/data/a != 2"/><bind nodeset="/data/r/y" calculate="../x + position(..)"/>',
    '<input ref="/data/a"><label ref="jr:itext(\'t\')"/><setvalue event="xforms-value-changed" ref="/data/s" '
    'value="1"/>'
    '</input><repeat nodeset="/data/r" jr:count="/data/a"><input ref="/data/r/x"/></repeat><select1 ref="/data/s">'
    '<itemset nodeset="instance(\'l\')/root/item[n = /data/a]"><value ref="n"/><label ref="n"/></itemset></select1>',
    extra='<itext><translation lang="e"><text id="t"><value>A <output value="/data/a"/></value></text></translation>'
    '</itext><instance id="l"><root><item><n>1</n></item><item><n>2</n></item></root></instance>',
).decode()
SNIPPETS = [
    "/data/r",
    "/data",
    "..",
    "jr:count",
    "<",
    ">",
    '"',
    "&amp;",
    "&#0;",
    "position(..)",
    "</",
    "1",
    "[1]",
    "//",
]
SNIPPETS += ["ref", "nodeset", "<r>", "</r>", "jr:template", "instance('l')", "true()", "select1", "bind", "'", " "]


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A good form with pieces cut out, doubled or put in."""
    text = WHOLE
    for _ in range(draw(st.integers(1, 4))):
        start, length = draw(st.integers(0, len(text))), draw(st.integers(0, 40))
        piece = draw(st.sampled_from(SNIPPETS) | st.text(max_size=5) | st.just(text[start : start + length] * 2))
        text = text[:start] + piece + text[start + length :]
    return text


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    damaged() | st.text(max_size=60),
    st.lists(st.tuples(st.sampled_from(["a", "g/b", "s", "r[1]/x"]), st.text(max_size=4))),
)
def test_damaged_forms_load_and_run_or_are_refused_with_a_code(text: str, answers: list[tuple[str, str]]) -> None:
    try:
        form = begin(load_form(text.encode("utf-8", "replace")))
    except Problem as problem:
        assert problem.code.startswith(("form_", "xpath_"))  # noqa: PT017 - either outcome is right
        return
    for ref, value in answers:
        _answer(form, f"/data/{ref}", value)
    assert begin(form.definition, values=form.answers()).answers() == form.answers()


def _answer(form: FormInstance, ref: str, value: str) -> None:
    try:
        form.answer(ref, value)
    except Problem as problem:
        assert problem.code in {"form_unknown_ref", "form_no_answer"}  # noqa: PT017 - as above
