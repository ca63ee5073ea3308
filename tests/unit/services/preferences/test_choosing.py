"""Options: who may choose them, what they do here and on another laptop, what asks, what arrives and makes no sense."""

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector import services
from inspector.domain.diagram import Diagram, Symbol, SymbolKind
from inspector.domain.hazard import Grade
from inspector.domain.ledger import SupervisionRule
from inspector.i18n import Translator
from inspector.problems import Problem
from inspector.services.conflicts.deciding import Taken, decide_conflict
from inspector.services.conflicts.finding import conflicts
from inspector.services.customer_files.diagrams import save_diagram
from inspector.services.hazards.supervision import SupervisionSettings
from inspector.services.judgement import rules
from inspector.services.preferences.catalogue import SECTIONS, option, options
from inspector.services.preferences.choosing import alone_here, choose, share_all
from inspector.services.preferences.options import Kind, Scope
from inspector.services.preferences.reading import chosen, chosen_all
from inspector.services.preferences.values import option_words
from inspector.services.printing.settings import logo, next_number, prepare_logo, set_logo
from inspector.services.registers.entries import add_customer, add_person, area_of, set_customer
from inspector.services.workspace import Workspace
from inspector.storage import KeySource, NewEvent, create_store
from tests.unit.services.two_laptops import Pair, do, section_thing


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Ann and Bob, who lead, on the first and second laptop; Cid only inspects."""
    first = Workspace(create_store(tmp_path / "first", source=KeySource.SAMPLE))
    for login, role in (("ann", "lead"), ("bob", "lead"), ("cid", "inspector")):
        person = {"login": login, "name": login.title(), "team": "one", "roles": [role]}
        do(first, functools.partial(add_person, first, person))
        do(first, lambda: first.act_as("ann"))
    area = do(first, lambda: area_of(first))
    made = Pair(first, tmp_path / "second")
    do(made.second, lambda: made.second.db.settings.put("area", area))
    made.act_as("ann", "bob")
    yield made
    made.close()
    first.close()


def at(workspace: Workspace, **values: Any) -> None:
    """Choose options; a dot is written as two underlines."""
    wanted = {key.replace("__", "."): value for key, value in values.items()}
    do(workspace, lambda: choose(workspace, wanted))


def value(workspace: Workspace, key: str) -> Any:
    return do(workspace, lambda: chosen(workspace, key))


def refusal(workspace: Workspace, values: dict[str, Any]) -> str:
    with pytest.raises(Problem) as caught:
        do(workspace, lambda: choose(workspace, values))
    return caught.value.code


def test_what_a_lead_chooses_is_the_same_on_every_laptop(pair: Pair) -> None:
    at(pair.first, company="北岸供电公司", numbering__hazard="隐患-{year}-{device}-{count}", deadline__serious=5)
    at(pair.first, **{"cycle__special-and-level-1": {"months": 2, "on": True}, "supervision__grades": ["critical"]})
    assert value(pair.second, "company") == ""
    pair.give()
    assert value(pair.second, "company") == "北岸供电公司"
    number = do(pair.second, lambda: next_number(pair.second, "hazard", pair.second.now(), peek=True))
    assert number.startswith("隐患-")
    rule = do(pair.second, lambda: services.supervision_settings(pair.second)).rule
    assert rule == SupervisionRule(grades=(Grade.CRITICAL,))
    row = {row.id: row for row in do(pair.second, lambda: services.cycle_rows(pair.second))}["special-and-level-1"]
    assert (row.months, row.changed) == (2, True)
    today = pair.second.today()
    assert (pair.second.packs.deadline(Grade.SERIOUS, today) - today).days == 5


def test_a_picture_travels_with_its_record(pair: Pair) -> None:
    import io  # noqa: PLC0415 - only here

    from PIL import Image  # noqa: PLC0415 - only here

    stream = io.BytesIO()
    Image.new("RGB", (200, 100), (11, 92, 173)).save(stream, "PNG")
    png = prepare_logo(stream.getvalue())
    kept = do(pair.first, lambda: set_logo(pair.first, png))
    assert do(pair.first, lambda: logo(pair.first)) == png
    thing = do(pair.first, lambda: section_thing(pair.first, "documents"))
    (event,) = do(pair.first, lambda: pair.first.db.frames.events_of(thing))
    assert [(ref.sha256, ref.size) for ref in event.blobs] == [(kept, len(png))]


def test_only_leads_and_administrators_choose_for_the_company(pair: Pair) -> None:
    do(pair.first, lambda: pair.first.act_as("cid"))
    assert refusal(pair.first, {"company": "x"}) == "settings_role"
    at(pair.first, lock_minutes="30", document_language="en")
    assert (value(pair.first, "lock_minutes"), value(pair.first, "document_language")) == ("30", "en")
    assert refusal(pair.first, {"theme": "dark"}) == "settings_person"


def test_two_who_choose_apart_are_asked_and_another_field_merges(pair: Pair) -> None:
    at(pair.first, company="甲公司", closure_target=95)
    at(pair.second, company="乙公司", service_phone="95598")
    pair.give()
    pair.take()
    for workspace, own in ((pair.first, "甲公司"), (pair.second, "乙公司")):
        assert value(workspace, "company") == own
        assert (value(workspace, "closure_target"), value(workspace, "service_phone")) == (95, "95598")
        (conflict,) = do(workspace, lambda workspace=workspace: conflicts(workspace))  # type: ignore[misc]
        assert [row.field for row in conflict.open_rows] == ["company"]
        assert conflict.place == ("setting", "company")
        assert "section" not in {row.field for row in conflict.rows}
    thing = do(pair.first, lambda: section_thing(pair.first, "company"))
    do(pair.first, lambda: decide_conflict(pair.first, thing, "company", Taken("乙公司")))
    pair.give()
    assert value(pair.second, "company") == value(pair.first, "company") == "乙公司"
    assert not do(pair.second, lambda: conflicts(pair.second))


@pytest.mark.parametrize(("text", "code"), [("9999", "option_whole"), ("soon", "option_whole")])
def test_a_conflict_is_decided_by_a_value_that_the_setting_takes(pair: Pair, text: str, code: str) -> None:
    at(pair.first, deadline__critical=2)
    at(pair.second, deadline__critical=3)
    pair.take()
    thing = do(pair.first, lambda: section_thing(pair.first, "deadlines"))
    with pytest.raises(Problem) as caught:
        do(pair.first, lambda: decide_conflict(pair.first, thing, "deadline.critical", Taken(text=text)))
    assert caught.value.code == code
    assert do(pair.first, lambda: conflicts(pair.first))
    do(pair.first, lambda: decide_conflict(pair.first, thing, "deadline.critical", Taken(text="7")))
    pair.give()
    assert value(pair.second, "deadline.critical") == 7
    assert not do(pair.second, lambda: conflicts(pair.second))


def test_a_drawing_made_apart_is_taken_whole_or_not_at_all(pair: Pair) -> None:
    customer = do(pair.first, lambda: add_customer(pair.first, {"account": "0501", "name": "甲"}))
    pair.give()
    for workspace, text in ((pair.first, "甲"), (pair.second, "乙")):
        drawn = Diagram((Symbol("s1", SymbolKind.SOURCE, 0, 0, label=text),))
        do(workspace, functools.partial(save_diagram, workspace, customer.id, drawn))
    pair.take()
    with pytest.raises(Problem) as caught:
        do(pair.first, lambda: decide_conflict(pair.first, customer.id, "diagram", Taken(text="hello")))
    assert caught.value.code == "conflict_take"
    with pytest.raises(Problem) as caught:
        do(pair.first, lambda: set_customer(pair.first, customer.id, {"diagram": "hello"}))
    assert caught.value.code == "diagram_unreadable"


def test_choosing_again_decides_a_conflict(pair: Pair) -> None:
    at(pair.first, company="甲")
    at(pair.second, company="乙")
    pair.take()
    at(pair.first, company="甲")
    assert not do(pair.first, lambda: conflicts(pair.first))


def test_what_a_laptop_had_before_goes_along_with_the_first_choice(pair: Pair) -> None:
    settings = pair.first.db.settings
    do(pair.first, lambda: settings.put("company", "旧名"))
    do(pair.first, lambda: settings.put("signature_lines", [{"role": "", "name": "王工"}]))
    do(pair.first, lambda: settings.put("supervision", SupervisionRule(overdue_days=None).to_json()))
    assert value(pair.first, "company") == "旧名"
    assert set(do(pair.first, lambda: alone_here(pair.first))) == {
        "company",
        "signature.prepared.name",
        "supervision.overdue",
    }
    at(pair.first, service_phone="95598")
    pair.give()
    assert value(pair.second, "company") == "旧名"
    assert value(pair.second, "signature.prepared.name") == ""
    assert do(pair.first, lambda: share_all(pair.first)) == ("signature.prepared.name", "supervision.overdue")
    pair.give()
    assert value(pair.second, "signature.prepared.name") == "王工"
    assert do(pair.second, lambda: services.supervision_settings(pair.second)).rule.overdue_days is None


def test_a_value_that_makes_no_sense_counts_as_not_chosen(pair: Pair) -> None:
    def write() -> None:
        scope = area_of(pair.first)
        for section, fields in (
            ("numbering", {"numbering.hazard": "{year.__class__}-{device}-{count}", "numbering.notice": 7}),
            ("deadlines", {"deadline.critical": "soon", "deadline.general": 10_000}),
            ("supervision", {"supervision.grades": "all", "supervision.overdue_days": -4, "supervision.cycles": None}),
            ("cycles", {"cycle.special-and-level-1": {"months": "x"}}),
            ("documents", {"document_logo": {"a": 1}}),
            ("company", {"company": None, "unheard of": 1}),
        ):
            thing = section_thing(pair.first, section)
            body = {"fields": {"section": section, **fields}}
            rules.write(pair.first, scope, [NewEvent(thing, "setting", "settings_changed", body)])

    do(pair.first, write)
    for key, found in do(pair.first, lambda: chosen_all(pair.first)).items():
        if key != "lock_minutes":
            assert found == option(key).default, key
    assert do(pair.first, lambda: services.supervision_settings(pair.first)) == SupervisionSettings(
        SupervisionRule(), 2
    )
    assert not [row for row in do(pair.first, lambda: services.cycle_rows(pair.first)) if row.changed]
    assert do(pair.first, lambda: next_number(pair.first, "hazard", pair.first.now(), peek=True)).startswith("YH-")


def test_patterns_that_two_laptops_chose_apart_never_give_a_number_twice(pair: Pair) -> None:
    pattern = "QX-{year}-{device}-{count}"
    at(pair.first, numbering__hazard=pattern)
    at(pair.second, numbering__notice=pattern)
    pair.give()
    number = [
        do(pair.second, functools.partial(next_number, pair.second, series, pair.second.now()))
        for series in ("hazard", "notice")
    ]
    assert number[0].startswith("QX-")
    assert number[1].startswith("TZ-")
    assert refusal(pair.first, {"numbering.work_order": pattern}) == "numbering_same"
    at(pair.second, service_phone="95598", lock_minutes="30")
    assert value(pair.second, "service_phone") == "95598"
    assert refusal(pair.second, {"numbering.notice": "QX-{year}-{device}-{count}-N", "numbering.work_order": pattern})
    at(pair.second, numbering__notice="QX-{year}-{device}-{count}-N")


@pytest.mark.parametrize(
    ("key", "text", "wanted"),
    [
        ("company", "  北岸 ", "北岸"),
        ("closure_target", "95", 95),
        ("deadline.critical", "", None),
        ("supervision.overdue", "off", False),
        ("supervision.grades", "serious，critical", ["critical", "serious"]),
        ("cycle.special-and-level-1", "2 off", {"months": 2, "on": False}),
        ("cycle.special-and-level-1", "as-needed", {"months": None, "on": True}),
        ("document_language", "en", "en"),
        ("sync.networks", "10.1.0.0/16, 10.2.0.0/16", ["10.1.0.0/16", "10.2.0.0/16"]),
    ],
)
def test_typed_values_are_read_and_written_alike(key: str, text: str, wanted: object) -> None:
    one = option(key)
    assert one.parse(text) == wanted
    assert one.parse(one.typed(wanted)) == wanted


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("closure_target", "101", "option_whole"),
        ("closure_target", "９５", "option_whole"),
        ("closure_target", "", "option_whole"),
        ("supervision.overdue", "maybe", "option_switch"),
        ("supervision.grades", "mild", "option_choice"),
        ("document_language", "de", "option_choice"),
        ("company", "x" * 121, "option_text"),
        ("company", "甲\n乙", "option_text_unseen"),
        ("company", "甲\ud800", "option_text_unseen"),
        ("company", "甲\u202e乙", "option_text_unseen"),
        ("sync.networks", "10.1.0.0/16, office", "network_wrong"),
        ("cycle.special-and-level-1", "0", "option_cycle"),
        ("numbering.hazard", "{count}", "numbering_incomplete"),
        ("document_logo", "logo.png", "option_picture"),
        ("nothing", "x", "option_unknown"),
    ],
)
def test_a_value_out_of_bounds_is_refused(key: str, text: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        option(key).parse(text)
    assert caught.value.code == code


def test_every_option_is_declared_in_full() -> None:
    for one in options().values():
        assert one.section in SECTIONS, one.key
        assert one.label or all(one.names), one.key
        if one.kind is Kind.PLACE:  # only its laptop can check it
            continue
        assert one.check(one.default) == one.default, one.key
        if one.kind is not Kind.PICTURE:
            assert one.parse(one.typed(one.default)) == one.default, one.key
    assert {one.scope for one in options().values()} == set(Scope)


def test_one_day_is_a_day() -> None:
    t = Translator("en")
    said = [option_words("supervision.overdue_days", days, t) for days in (1, 2)]
    assert [words.replace("\u00a0", " ") for words in said] == ["1 day", "2 days"]
