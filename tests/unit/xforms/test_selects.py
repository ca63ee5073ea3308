"""Choices: static, filtered, from lists in the form, CSV and repeats; dropped answers; choice names."""

from inspector.xforms import DroppedAnswer
from tests.unit.xforms.conftest import Start, begin, define

CITIES = b"name,label,province\nsh,Shanghai,east\nhz,Hangzhou,east\ncd,Chengdu,west\n"
FILTERED = (
    "<province/><city/><label/>",
    '<bind nodeset="/data/label" calculate="jr:choice-name(/data/city, \'/data/city\')"/>',
    (
        '<input ref="/data/province"/><select1 ref="/data/city"><itemset nodeset="'
        'instance(\'cities\')/root/item[province = /data/province]"><value ref="name"/><label ref="label"/></itemset>'
        "</select1>"
    ),
)
CSV = '<instance id="cities" src="jr://file-csv/cities.csv"/>'


def test_choices_are_filtered_and_an_answer_that_no_longer_fits_is_dropped(start: Start) -> None:
    form = start(*FILTERED, extra=CSV, attachments={"cities.csv": CITIES})
    assert form.view("/data/city").options == ()
    assert "/data/city" in form.answer("/data/province", "east").options
    assert [(option.value, option.label) for option in form.view("/data/city").options] == [
        ("sh", "Shanghai"),
        ("hz", "Hangzhou"),
    ]
    form.answer("/data/city", "hz")
    assert form.view("/data/label").value == "Hangzhou"
    changes = form.answer("/data/province", "west")
    assert [(item.ref, item.value) for item in changes.dropped] == [("/data/city", "hz")]
    assert form.view("/data/city").value == ""
    assert form.view("/data/label").value == ""


def test_an_answer_that_still_fits_stays(start: Start) -> None:
    cities = CITIES + b"hz,Hangzhou,west\n"
    form = start(*FILTERED, extra=CSV, attachments={"cities.csv": cities})
    form.answer("/data/province", "east")
    form.answer("/data/city", "hz")
    assert form.answer("/data/province", "west").dropped == ()
    assert form.view("/data/city").value == "hz"


def test_of_many_answers_only_those_that_no_longer_fit_are_dropped(start: Start) -> None:
    form = start(
        "<kinds/><picked/>",
        "",
        '<input ref="/data/kinds"/><select ref="/data/picked"><itemset nodeset="'
        'instance(\'all\')/root/item[selected(/data/kinds, kind)]"><value ref="name"/><label ref="name"/></itemset>'
        "</select>",
        extra='<instance id="all"><root><item><name>a</name><kind>x</kind></item><item><name>b</name><kind>y</kind>'
        "</item><item><name>c</name><kind>x</kind></item></root></instance>",
    )
    form.answer("/data/kinds", "x y")
    form.answer("/data/picked", "c b a")
    assert form.view("/data/picked").value == "a b c"
    changes = form.answer("/data/kinds", "x")
    assert form.view("/data/picked").value == "a c"
    assert changes.dropped[0].value == "a b c"


def test_an_answer_that_is_not_relevant_is_not_dropped_until_it_is(start: Start) -> None:
    instance, binds, body = FILTERED
    form = start(
        instance + "<show>1</show>",
        binds + '<bind nodeset="/data/city" relevant="/data/show = 1"/>',
        body,
        extra=CSV,
        attachments={"cities.csv": CITIES},
    )
    form.answer("/data/province", "east")
    form.answer("/data/city", "sh")
    form.answer("/data/show", "0")
    assert form.answer("/data/province", "west").dropped == ()
    assert len(form.answer("/data/show", "1").dropped) == 1


def test_numbers_and_texts_find_the_same_rows_as_a_walk_would(start: Start) -> None:
    rows = "".join(f"<item><v>{n}</v><k>{n % 3}.0</k></item>" for n in range(30))
    form = start(
        "<n>1</n><text/><number/><both/><true/>",
        '<bind nodeset="/data/text" calculate="count(instance(\'l\')/root/item[k = /data/n])"/>'
        '<bind nodeset="/data/number" calculate="count(instance(\'l\')/root/item[k = number(/data/n)])"/>'
        '<bind nodeset="/data/both" calculate="count(instance(\'l\')/root/item[number(/data/n) = k'
        ' and v &gt; 10][2]/v)"/>'
        '<bind nodeset="/data/true" calculate="count(instance(\'l\')/root/item[k = true()])"/>',
        extra=f'<instance id="l"><root>{rows}</root></instance>',
    )
    values = [form.view(f"/data/{name}").value for name in ("text", "number", "both", "true")]
    assert values == ["0", "10", "1", "30"]
    form.answer("/data/n", "2.0")
    assert form.view("/data/text").value == "10"


def test_choices_from_a_repeat_follow_its_rows(start: Start) -> None:
    form = start(
        "<p><name/></p><who/>",
        "",
        '<repeat nodeset="/data/p"><input ref="/data/p/name"/></repeat><select1 ref="/data/who"><itemset '
        'nodeset="/data/p[name != \'\']"><value ref="name"/><label ref="name"/></itemset></select1>',
    )
    form.answer("/data/p[1]/name", "Li")
    form.add_row("/data/p")
    form.answer("/data/p[2]/name", "Wu")
    assert [option.value for option in form.view("/data/who").options] == ["Li", "Wu"]
    form.answer("/data/who", "Wu")
    assert form.remove_row("/data/p[2]").dropped[0].value == "Wu"


def test_written_choices_xml_and_geojson_lists(start: Start) -> None:
    form = start(
        "<a/><b/><c/>",
        "",
        '<select1 ref="/data/a"><item><label>Yes</label><value>y</value></item></select1>'
        '<select1 ref="/data/b"><itemset nodeset="instance(\'x\')/root/item"><value ref="id"/>'
        '<label ref="t"/></itemset>'
        '</select1><select1 ref="/data/c"><itemset nodeset="instance(\'g\')/root/item"><value ref="id"/>'
        '<label ref="title"/></itemset></select1>',
        extra='<instance id="x" src="jr://file/l.xml"/><instance id="g" src="jr://file/l.geojson"/>',
        attachments={
            "l.xml": b"<root><item><id>1</id><t>One</t></item></root>",
            "l.geojson": b'{"type": "FeatureCollection", "features": '
            b'[{"id": 5, "geometry": {"type": "Point", "coordinates": [1, 2]}, '
            b'"properties": {"title": "Here"}}]}',
        },
    )
    shown = [(option.value, option.label) for ref in "abc" for option in form.view(f"/data/{ref}").options]
    assert shown == [("y", "Yes"), ("1", "One"), ("5", "Here")]


def test_an_unseeded_shuffle_keeps_its_order_between_looks() -> None:
    rows = "".join(f"<item><v>{n}</v></item>" for n in range(20))
    definition = define(
        "<a/>",
        "",
        '<select1 ref="/data/a"><itemset nodeset="randomize(instance(\'l\')/root/item)"><value ref="v"/>'
        '<label ref="v"/></itemset></select1>',
        extra=f'<instance id="l"><root>{rows}</root></instance>',
    )
    form = begin(definition)
    first = form.view("/data/a").options
    assert first == form.view("/data/a").options
    assert [option.value for option in first] != [str(n) for n in range(20)]


def test_only_choices_are_stored_and_what_is_left_out_is_said(start: Start) -> None:
    items = "".join(f"<item><label>{one}</label><value>{one}</value></item>" for one in "abc")
    form = start(
        "<one>zz</one><many>c zz a</many><set/>",
        "",
        f'<select1 ref="/data/one">{items}<setvalue event="xforms-value-changed" ref="/data/set" value="\'zz\'"/>'
        f'</select1><select ref="/data/many">{items}</select><select1 ref="/data/set">{items}</select1>',
    )
    assert [form.view(f"/data/{name}").value for name in ("one", "many")] == ["", "c a"]
    assert form.answer("/data/one", "b").dropped == ()
    changes = form.answer("/data/one", "no")
    assert changes.dropped == (DroppedAnswer("/data/one", "no"),)
    assert form.view("/data/one").value == ""
    form.answer("/data/many", "c no b")
    assert form.view("/data/many").value == "b c"
    assert form.view("/data/set").value == ""


def test_a_range_takes_what_lies_between_its_ends(start: Start) -> None:
    form = start(
        "<n/>", '<bind nodeset="/data/n" type="decimal"/>', '<range ref="/data/n" start="10" end="0" step="0.5"/>'
    )
    for typed, stored in (("0", "0"), ("10", "10"), ("2.5", "2.5"), ("10.1", ""), ("-1", "")):
        form.answer("/data/n", typed)
        assert form.view("/data/n").value == stored
    assert [found.reason for found in form.validate()] == ["type"]
    assert form.view("/data/n").typed_text_error == "-1"


def test_labels_of_choices_are_followed_wherever_they_are_shown(start: Start) -> None:
    form = start(
        "<r><id>1</id><name>One</name></r><pick/><chosen/>",
        '<bind nodeset="/data/chosen" calculate="jr:choice-name(/data/pick, \'/data/pick\')"/>',
        '<repeat nodeset="/data/r"><input ref="/data/r/id"/><input ref="/data/r/name"/></repeat><select1 '
        'ref="/data/pick"><itemset nodeset="/data/r"><value ref="id"/><label ref="name"/></itemset></select1>',
    )
    form.answer("/data/pick", "1")
    assert form.view("/data/chosen").value == "One"
    changes = form.answer("/data/r[1]/name", "Uno")
    assert form.view("/data/chosen").value == "Uno"
    assert "/data/pick" in changes.options


def test_a_choice_without_a_label_shows_its_value(start: Start) -> None:
    form = start("<q/>", "", '<select1 ref="/data/q"><item><value>x</value></item></select1>')
    assert [(option.value, option.label) for option in form.view("/data/q").options] == [("x", "x")]
