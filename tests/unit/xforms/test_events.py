"""Defaults, preloads and setvalue."""

from tests.unit.xforms.conftest import Start, begin, define


def test_first_load_actions_and_preloads_run_once() -> None:
    definition = define(
        "<a/><b>static</b><uid/><day/><who/><made/>",
        '<bind nodeset="/data/uid" jr:preload="uid"/><bind nodeset="/data/day" type="date" jr:preload="date"/>'
        '<bind nodeset="/data/who" jr:preload="property" jr:preloadParams="username"/>'
        '<bind nodeset="/data/made" calculate="concat(/data/a, \'!\')"/>',
        '<input ref="/data/a"/>',
        extra='<setvalue event="odk-instance-first-load" ref="/data/a" value="concat(\'x\', /data/b)"/>',
    )
    form = begin(definition, properties={"username": "li"})
    assert form.view("/data/a").value == "xstatic"
    assert form.view("/data/made").value == "xstatic!"
    assert form.view("/data/day").value == "2024-03-15"
    assert form.view("/data/who").value == "li"
    assert form.view("/data/uid").value.startswith("uuid:")
    form.answer("/data/a", "")
    again = begin(definition, values=form.answers(), seed=8)
    assert again.view("/data/a").value == ""
    assert again.view("/data/uid") == form.view("/data/uid")


def test_value_changed_sets_the_target_in_the_same_row(start: Start) -> None:
    form = start(
        "<r><x/><copy/></r><r><x/><copy/></r>",
        "",
        '<repeat nodeset="/data/r"><input ref="/data/r/x"><setvalue event="xforms-value-changed" ref="/data/r/copy" '
        'value="concat(../x, position(..))"/></input></repeat>',
    )
    changes = form.answer("/data/r[2]/x", "v")
    assert form.view("/data/r[2]/copy").value == "v2"
    assert form.view("/data/r[1]/copy").value == ""
    assert "/data/r[2]/copy" in changes.values
    form.answer("/data/r[2]/copy", "mine")
    form.answer("/data/r[2]/x", "v")
    assert form.view("/data/r[2]/copy").value == "mine"


def test_triggers_follow_each_other_and_circles_end(start: Start) -> None:
    form = start(
        "<a/><b/><c/>",
        "",
        '<input ref="/data/a">'
        '<setvalue event="xforms-value-changed" ref="/data/b" value="concat(/data/a, \'b\')"/></input>'
        '<input ref="/data/b"><setvalue event="xforms-value-changed" ref="/data/c" value="/data/b"/></input>'
        '<input ref="/data/c"><setvalue event="xforms-value-changed" ref="/data/a">done</setvalue></input>',
    )
    form.answer("/data/a", "1")
    assert form.view("/data/a").value == "done"
    assert form.view("/data/c").value == "doneb"


def test_new_rows_get_their_dynamic_defaults_but_the_forms_own_rows_do_not(start: Start) -> None:
    form = start(
        '<n>1</n><r><x/></r><k jr:template=""><x/></k>',
        "",
        '<input ref="/data/n"/><repeat nodeset="/data/r"><setvalue event="odk-new-repeat" ref="/data/r/x" '
        'value="position(..) * 10"/><input ref="/data/r/x"/></repeat><repeat nodeset="/data/k" jr:count="/data/n">'
        '<setvalue event="odk-new-repeat" ref="/data/k/x" value="\'counted\'"/><input ref="/data/k/x"/></repeat>',
    )
    assert form.view("/data/r[1]/x").value == ""
    form.add_row("/data/r")
    assert form.view("/data/r[2]/x").value == "20"
    assert form.view("/data/k[1]/x").value == "counted"


def test_an_empty_setvalue_clears(start: Start) -> None:
    form = start("<a>x</a>", extra='<setvalue event="odk-instance-first-load" ref="/data/a" value=""/>')
    assert form.view("/data/a").value == ""


def test_actions_of_loading_reach_every_row_and_see_what_was_set_before(start: Start) -> None:
    form = start(
        "<a/><b/><c/><r><x/></r><r><x/></r>",
        '<bind nodeset="/data/b" calculate="/data/a + 1"/>',
        '<repeat nodeset="/data/r"><setvalue event="odk-instance-first-load odk-new-repeat" ref="/data/r/x" '
        'value="concat(\'row \', position(..))"/><input ref="/data/r/x"/></repeat>',
        extra='<setvalue event="odk-instance-first-load" ref="/data/a" value="1"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/c" value="/data/b"/>',
    )
    assert form.view("/data/c").value == "2"
    form.add_row("/data/r")
    assert [form.view(f"/data/r[{row}]/x").value for row in (1, 2, 3)] == ["row 1", "row 2", "row 3"]


def test_a_calculation_has_the_last_word_on_its_own_question(start: Start) -> None:
    form = start(
        "<a/><b/>",
        '<bind nodeset="/data/b" calculate="concat(\'c\', /data/a)"/>',
        '<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b">set</setvalue></input>',
    )
    form.answer("/data/a", "1")
    assert form.view("/data/b").value == "c1"


def test_the_end_is_stamped_when_the_form_is_handed_in(start: Start) -> None:
    form = start("<end/>", '<bind nodeset="/data/end" type="dateTime" jr:preload="timestamp" jr:preloadParams="end"/>')
    assert form.view("/data/end").value == ""
    assert b"<end>2024-03-15T12:30:00.000+08:00</end>" in form.to_xml()
