"""Labels, hints, translations, messages."""

import pytest

from inspector.problems import Problem
from tests.unit.xforms.conftest import Start

ITEXT = """<itext><translation lang="中文" default="true()">
<text id="q"><value>温度 <output value="/data/site"/></value><value form="image">jr://images/q.png</value></text>
<text id="h"><value>提示</value><value form="guidance">详见规程</value></text><text id="y"><value>合格</value></text>
<text id="only"><value>仅中文</value></text><text id="m"><value>超出</value></text></translation>
<translation lang="English"><text id="q"><value>Temperature <output value="/data/site"/></value></text>
<text id="h"><value>Hint</value></text><text id="y"><value>Pass</value></text><text id="m"><value>Out</value></text>
</translation></itext>"""
FORM = (
    "<site>A</site><q/><o/><name/>",
    (
        '<bind nodeset="/data/q" type="int" constraint=". &lt; 5" jr:constraintMsg="jr:itext(\'m\')"/>'
        '<bind nodeset="/data/name" calculate="jr:choice-name(/data/q, \'/data/q\')"/>'
    ),
    (
        '<select1 ref="/data/q"><label ref="jr:itext(\'q\')"/><hint ref="jr:itext(\'h\')"/>'
        "<item><label ref=\"jr:itext('y')\"/><value>1</value></item></select1>"
        '<input ref="/data/o"><label ref="jr:itext(\'only\')"/></input>'
    ),
)


def test_texts_follow_the_language(start: Start) -> None:
    form = start(*FORM, extra=ITEXT)
    assert form.definition.languages == ("中文", "English")
    view = form.view("/data/q")
    assert (view.label, view.hint, view.guidance) == ("温度 A", "提示", "详见规程")
    assert view.media == (("image", "jr://images/q.png"),)
    assert view.constraint_message == "超出"
    form.answer("/data/q", "1")
    assert form.view("/data/name").value == "合格"
    changes = form.set_language("English")
    assert "/data/q" in changes.labels
    assert form.view("/data/q").label == "Temperature A"
    assert form.view("/data/q").options[0].label == "Pass"
    assert form.view("/data/name").value == "Pass"
    assert form.view("/data/o").label == "仅中文"
    with pytest.raises(Problem) as caught:
        form.set_language("Klingon")
    assert caught.value.code == "form_unknown_language"


def test_a_label_is_reported_when_what_it_shows_changes(start: Start) -> None:
    form = start(*FORM, extra=ITEXT, language="English")
    assert form.answer("/data/site", "B").labels == ("/data/q",)
    assert form.view("/data/q").label == "Temperature B"


def test_plain_labels_keep_their_outputs_in_place(start: Start) -> None:
    form = start(
        "<a>2</a><b/>",
        "",
        '<input ref="/data/b"><label>From <output value="/data/a + 0.1 + 0.2"/> to <h:b>here</h:b>.</label></input>',
    )
    assert form.view("/data/b").label == "From 2.3 to here."


def test_a_text_without_translation_is_the_one_written_beside_it(start: Start) -> None:
    form = start(
        "<a>5</a><b/>",
        "",
        '<input ref="/data/a"><label ref="jr:itext(\'known\')">not this</label></input>'
        '<input ref="/data/b"><label ref="jr:itext(\'unknown\')">Value <output value="/data/a"/></label></input>',
        extra='<itext><translation lang="e"><text id="known"><value>Known</value></text></translation></itext>',
    )
    assert form.view("/data/a").label == "Known"
    assert form.view("/data/b").label == "Value 5"
