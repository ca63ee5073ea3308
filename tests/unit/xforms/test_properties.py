"""Properties: incremental equals from scratch; nothing a person types breaks the parser or the form."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.problems import Problem
from inspector.xforms import FormInstance
from inspector.xforms.xpath.compiler import compile_expression
from inspector.xforms.xpath.environment import Names
from inspector.xforms.xpath.parser import parse
from tests.unit.xforms.conftest import begin, define

PIECES = ["a", "b", "/", "//", "..", ".", "*", "@", "::", "(", ")", "[", "]", "1", ".5", "'t'", '"', "and", "or", "mod"]
PIECES += ["div", "-", "=", "!=", "<", "|", ",", "$", ":", "child::", "text()", "count(", "if(", " ", "中", "jr:itext("]
NAMES = [f"q{index}" for index in range(5)]


@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text_parses_or_is_refused_with_a_code(text: str) -> None:
    try:
        compile_expression(text, Names(any_namespace=True))
    except Problem as problem:
        assert problem.code.startswith("xpath_")  # noqa: PT017 - either outcome is right


@given(st.integers(0, 200))
def test_nesting_is_bounded_not_crashing(depth: int) -> None:
    for opening, closing in (("(", ")"), ("a[", "]"), ("not(", ")"), ("if(1, 2, ", ")")):
        text = opening * depth + "1" + closing * depth
        try:
            compile_expression(text, Names())
            assert depth < 64
        except Problem as problem:
            assert problem.code == "xpath_too_complex"  # noqa: PT017 - either outcome is right
            assert depth >= 64


@given(st.lists(st.sampled_from(["", " "]), min_size=6, max_size=6))
def test_spaces_between_tokens_do_not_matter(gaps: list[str]) -> None:
    assert parse("a{}*{}b{}-{}3{}<{}c".format(*gaps[:2], " ", *gaps[3:])) == parse("a * b - 3 < c")


def _formula(draw: Any, earlier: list[str], *, row: bool) -> str:
    """A formula over earlier questions, so that generated forms have no circles."""
    if not earlier:
        return "1 + 1"
    one, two = draw(st.sampled_from(earlier)), draw(st.sampled_from(earlier))
    shapes = [f"{one} + {two}", f"concat({one}, '-', {two})", f"if({one} > 2, {two}, '')", f"coalesce({one}, {two})"]
    shapes += [f"{one} != {two}", f"number({one}) > 1", f"string-length({two})"]
    return str(draw(st.sampled_from([*shapes, "position(..)"] if row else shapes)))


@st.composite
def forms(draw: Any) -> tuple[str, str]:
    """Five questions, a repeat of five, aggregates over it."""
    instance, binds = "", ""
    for base, row in (("/data", False), ("/data/r", True)):
        known = [] if not row else [f"/data/{name}" for name in NAMES]
        for name in NAMES:
            roles = draw(st.sets(st.sampled_from(["relevant", "calculate", "required"]), max_size=2))
            parts = "".join(f' {role}="{_escaped(_formula(draw, known, row=row))}"' for role in sorted(roles))
            binds += f'<bind nodeset="{base}/{name}"{parts} constraint=". != \'3\'"/>'
            known.append(f"../{name}" if row else f"/data/{name}")
    rows = "".join(f"<{name}/>" for name in NAMES)
    instance = rows + f"<r>{rows}</r><sum/><count/><second/>"
    binds += '<bind nodeset="/data/sum" calculate="sum(/data/r/q1[number(.) = number(.)])"/>'
    binds += '<bind nodeset="/data/count" calculate="count(/data/r/q2)" relevant="/data/q0 != 2"/>'
    binds += '<bind nodeset="/data/second" calculate="indexed-repeat(/data/r/q3, /data/r, 2)"/>'
    return instance, binds


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["top", "row", "add", "remove"]),
        st.integers(1, 3),
        st.sampled_from(NAMES),
        st.sampled_from("0123 "),
    ),
    max_size=15,
)


@settings(max_examples=60)
@given(forms(), EDITS)
def test_edits_give_the_same_state_as_computing_from_scratch(form: tuple[str, str], edits: list[Any]) -> None:
    definition = define(*form, '<repeat nodeset="/data/r"><input ref="/data/r/q0"/></repeat>')
    calculated = {node.ref for node in definition.loaded.document.walk() if node.bind.calculate is not None}
    instance = begin(definition)
    for edit in edits:
        _apply(instance, edit, calculated)
    again = begin(definition, values=instance.answers())
    assert again.views() == instance.views()
    assert again.validate() == instance.validate()


def _apply(instance: FormInstance, edit: tuple[str, int, str, str], calculated: set[str]) -> None:
    what, row, name, value = edit
    count = instance.row_count("/data/r")
    if what == "add":
        instance.add_row("/data/r")
    elif what == "remove" and row <= count:
        instance.remove_row(f"/data/r[{row}]")
    elif what == "top" and f"/data/{name}" not in calculated:
        instance.answer(f"/data/{name}", value.strip())
    elif what == "row" and row <= count and f"/data/r/{name}" not in calculated:
        instance.answer(f"/data/r[{row}]/{name}", value.strip())


PLACES = "".join(f"<item><n>p{n}</n><l>P{n}</l><k>{n % 3}</k></item>" for n in range(12))
WIDE = define(
    '<key>0</key><rows>1</rows><one/><many/><named/><log/><o jr:template=""><k>1</k><pick/><i jr:template=""><v>2</v>'
    "<w/></i></o><all/><longest/>",
    '<bind nodeset="/data/rows" type="int"/><bind nodeset="/data/many" relevant="/data/key != 2"/>'
    '<bind nodeset="/data/named" calculate="concat(jr:choice-name(/data/one, \'/data/one\'), '
    'count-selected(/data/many))"/>'
    '<bind nodeset="/data/o/i/w" calculate="../v * position(..) + count(/data/o/i)"/>'
    '<bind nodeset="/data/o/i" relevant="../k != 2"/>'
    '<bind nodeset="/data/all" calculate="sum(/data/o/i/w)"/>'
    '<bind nodeset="/data/longest" calculate="max(/data/o/i/v)"/>',
    '<input ref="/data/key"><setvalue event="xforms-value-changed" ref="/data/log" '
    "value=\"concat(/data/log, ., ';')\"/>"
    '</input><select1 ref="/data/one"><itemset nodeset="instance(\'p\')/root/item[k = /data/key]"><value ref="n"/>'
    '<label ref="l"/></itemset></select1><select ref="/data/many"><itemset nodeset="instance(\'p\')/root/item[k = '
    '/data/key or n = /data/one]"><value ref="n"/><label ref="l"/></itemset></select><repeat nodeset="/data/o">'
    '<input ref="/data/o/k"/><select1 ref="/data/o/pick"><itemset nodeset="instance(\'p\')/root/item[k = '
    'current()/../k]"><value ref="n"/><label ref="l"/></itemset></select1><repeat nodeset="/data/o/i" '
    'jr:count="/data/rows"><input ref="/data/o/i/v"><label>V <output value="../w"/> of <output value="/data/all"/>'
    "</label></input></repeat></repeat>",
    extra=f'<instance id="p"><root>{PLACES}</root></instance>',
)
REFS = ["/data/key", "/data/rows", "/data/one", "/data/many", "/data/o[1]/k", "/data/o[1]/pick", "/data/o[2]/k"]
REFS += ["/data/o[2]/pick", "/data/o[1]/i[1]/v", "/data/o[2]/i[2]/v", "/data/o[1]/i[3]/v"]
VALUES = ["", "0", "1", "2", "3", "p0", "p1", "p4", "p5 p1", "p3 p0 p6", "zz"]
STEPS = st.lists(st.tuples(st.sampled_from([*REFS, "add", "drop"]), st.sampled_from(VALUES)), max_size=20)


@settings(max_examples=80)
@given(STEPS)
def test_choices_nested_rows_and_actions_give_the_same_state_as_from_scratch(steps: list[tuple[str, str]]) -> None:
    instance = begin(WIDE)
    for ref, value in steps:
        if ref == "add":
            instance.add_row("/data/o")
        elif ref == "drop" and instance.row_count("/data/o"):
            instance.remove_row("/data/o[1]")
        elif instance.has(ref):
            changes = instance.answer(ref, value)
            gone = {item.ref for item in changes.dropped}
            assert gone <= {view.ref for view in instance.views()}
    again = begin(WIDE, values=instance.answers())
    assert again.views() == tuple(replace(view, typed_text_error="") for view in instance.views())
    assert again.answers() == instance.answers()
    assert again.validate() == tuple(found for found in instance.validate() if found.reason != "type")


@settings(max_examples=40)
@given(STEPS)
def test_what_an_edit_reports_is_all_that_a_screen_must_show_anew(steps: list[tuple[str, str]]) -> None:
    instance = begin(WIDE)
    shown = {view.ref: view for view in instance.views()}
    for ref, value in steps:
        if not instance.has(ref):
            continue
        changes = instance.answer(ref, value)
        now = {view.ref: view for view in instance.views()}
        if not changes.rows:
            different = {ref for ref in now if now[ref] != shown[ref]}
            assert different <= set(changes.refs)
        shown = now
