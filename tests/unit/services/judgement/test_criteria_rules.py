"""Decisions about criteria: who may take them, what they do here and on another laptop, and what asks."""

import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector import services
from inspector.criteria import Judgement, JudgeRequest, from_record, judge
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.problems import Problem
from inspector.services.conflicts.deciding import Taken, decide_conflict
from inspector.services.conflicts.finding import conflicts
from inspector.services.judgement import packs, rules
from inspector.services.judgement.listing import criteria_list, rows_with, variant_groups
from inspector.services.judgement.rule_names import rule_title
from inspector.services.registers.entries import add_person, area_of
from inspector.services.workspace import Workspace
from inspector.storage import KeySource, create_store
from tests.unit.services.judgement.shown_rows import criterion_view
from tests.unit.services.story import Story
from tests.unit.services.two_laptops import Pair, do

ROW = "harmonic-odd-10"
PACK = (
    '[pack]\nid = "house"\nstandard = "Q 1"\nedition = "2024"\ntitle_zh = "本地"\ntitle_en = "House"\n'
    '[[limit]]\nid = "harmonic-odd-10"\nquantity = "harmonic_odd"\nlimit = { max = 2 }\n'
    'confidence = "verified"\ngrade = "general"\n'
    '[[limit]]\nid = "house-temperature"\nquantity = "room_temperature"\nlimit = { max = 50 }\n'
    'confidence = "memory"\ngrade = "general"\n'
).encode()


class Laptops(Pair):
    """Ann and Bob, administrators, on the first and the second laptop. Eve leads, Cid only inspects."""

    def at(self, workspace: Workspace, act: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Do something there."""
        return do(workspace, lambda: act(workspace, *args, **named))


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Laptops]:
    first = Workspace(create_store(tmp_path / "first", source=KeySource.SAMPLE))
    for login, role in (
        ("ann", "administrator"),
        ("bob", "administrator"),
        ("cid", "inspector"),
        ("eve", "lead"),
    ):
        person = {"login": login, "name": login.title(), "team": "one", "roles": [role]}
        do(first, functools.partial(add_person, first, person))
        do(first, lambda: first.act_as("ann"))
    area = do(first, lambda: area_of(first))
    made = Laptops(first, tmp_path / "second")
    do(made.second, lambda: made.second.db.settings.put("area", area))
    made.act_as("ann", "bob")
    yield made
    made.close()
    first.close()


def verdict(workspace: Workspace, value: float) -> Verdict:
    return judge(
        workspace.packs, JudgeRequest("harmonic_odd", (value,), {"quality_kv": "10"}, None, workspace.today())
    ).verdict


def test_a_confirmation_says_who_when_and_by_which_paper_and_may_fail_everywhere(pair: Laptops) -> None:
    assert verdict(pair.first, 3.3) is Verdict.ATTENTION
    assert pair.at(pair.first, rules.confirm_rows, [ROW, ROW], " page 9 ") == (ROW,)
    assert pair.at(pair.first, rules.confirm_rows, [ROW], "another page") == ()
    view = pair.at(pair.first, criterion_view, ROW)
    assert [(one.name, one.on, one.seen) for one in view.confirmed] == [("Ann", pair.first.today(), "page 9")]
    assert "Ann" in view.confidence_words
    assert pair.first.today().isoformat() in view.confidence_words
    assert verdict(pair.first, 3.3) is Verdict.FAIL
    before = pair.second.packs
    pair.give()
    assert pair.second.packs is not before
    assert verdict(pair.second, 3.3) is Verdict.FAIL
    assert pair.at(pair.second, rules.unconfirm_rows, [ROW]) == (ROW,)
    assert pair.at(pair.second, rules.unconfirm_rows, [ROW]) == ()
    pair.take()
    assert verdict(pair.first, 3.3) is Verdict.ATTENTION


def test_packs_are_made_anew_only_after_a_decision_about_them(pair: Laptops) -> None:
    before = pair.first.packs
    person = {"login": "dan", "name": "Dan", "team": "one", "roles": ["inspector"]}
    do(pair.first, lambda: add_person(pair.first, person))
    assert pair.first.packs is before


def test_two_who_confirm_the_same_apart_agree_and_both_are_named(pair: Laptops) -> None:
    pair.at(pair.first, rules.confirm_rows, [ROW], "page 9")
    pair.at(pair.second, rules.confirm_rows, [ROW], "page 10")
    pair.take()
    assert do(pair.first, lambda: conflicts(pair.first)) == ()
    view = pair.at(pair.first, criterion_view, ROW)
    assert {(one.name, one.seen) for one in view.confirmed} == {("Ann", "page 9"), ("Bob", "page 10")}


def test_decisions_apart_about_a_variant_ask_and_a_person_settles_it(pair: Laptops) -> None:
    pair.at(pair.first, rules.choose_variant, "serious-deadline", "deadline-serious-3")
    pair.at(pair.second, rules.choose_variant, "serious-deadline", "deadline-serious-7")
    pair.take()
    (found,) = do(pair.first, lambda: conflicts(pair.first))
    assert (found.kind, found.place, [row.field for row in found.open_rows]) == (
        "criterion",
        ("setting", "criteria"),
        ["chosen"],
    )
    (row,) = found.open_rows
    assert [choice.text.split()[0] for choice in row.choices] == ["3", "7"], "the limits, not ids, are to choose from"
    group = next(one for one in pair.at(pair.first, variant_groups) if one.id == "serious-deadline")
    assert (group.open, group.chosen) == (True, "deadline-serious-3")
    pair.at(pair.first, decide_conflict, found.entity, "chosen", Taken("deadline-serious-7"))
    assert do(pair.first, lambda: conflicts(pair.first)) == ()
    pair.give()
    for workspace in (pair.first, pair.second):
        assert (workspace.packs.deadline(Grade.SERIOUS, workspace.today()) - workspace.today()).days == 7


@pytest.mark.parametrize("login", ["cid", "eve"])
def test_where_there_are_administrators_only_they_decide(pair: Laptops, login: str) -> None:
    do(pair.first, lambda: pair.first.act_as(login))
    acts: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = [
        (rules.confirm_rows, ([ROW], "page"), {}),
        (rules.unconfirm_rows, ([ROW],), {}),
        (rules.switch_rows, ([ROW],), {"enabled": False}),
        (rules.choose_variant, ("serious-deadline", "deadline-serious-3"), {}),
        (packs.add_pack, ("a.toml", PACK), {}),
        (packs.remove_pack, ("house",), {}),
    ]
    for act, args, named in acts:
        with pytest.raises(Problem) as raised:
            pair.at(pair.first, act, *args, **named)
        assert raised.value.code == "criteria_role"
    found = pair.at(pair.first, criteria_list)
    assert (found.may_rule, found.may_enter) == (False, login == "eve")


def test_where_nobody_administers_yet_a_lead_decides_and_others_do_not(tmp_path: Path) -> None:
    workspace = Workspace(create_store(tmp_path / "led", source=KeySource.SAMPLE))
    for login, role in (("cid", "inspector"), ("eve", "lead")):
        person = {"login": login, "name": login.title(), "team": "one", "roles": [role]}
        do(workspace, functools.partial(add_person, workspace, person))
    allowed = {}
    for login in ("cid", "eve"):
        do(workspace, functools.partial(workspace.act_as, login))
        allowed[login] = do(workspace, lambda: rules.may_decide(workspace))
    workspace.close()
    assert allowed == {"cid": False, "eve": True}


def test_where_nobody_leads_yet_whoever_works_decides(tmp_path: Path) -> None:
    workspace = Workspace(create_store(tmp_path / "alone", source=KeySource.SAMPLE))
    person = {"login": "cid", "name": "Cid", "team": "one", "roles": ["inspector"]}
    do(workspace, lambda: add_person(workspace, person))
    do(workspace, lambda: workspace.act_as("cid"))
    assert do(workspace, lambda: rules.confirm_rows(workspace, [ROW], "page")) == (ROW,)
    workspace.close()


def test_another_area_decides_for_itself(pair: Laptops) -> None:
    do(pair.second, lambda: pair.second.db.settings.put("area", "elsewhere"))
    pair.at(pair.first, rules.confirm_rows, [ROW], "page 9")
    pair.give()
    assert verdict(pair.second, 3.3) is Verdict.ATTENTION
    pair.at(pair.second, rules.switch_rows, [ROW], enabled=False)
    pair.take()
    assert verdict(pair.first, 3.3) is Verdict.FAIL


@pytest.mark.parametrize(
    ("act", "args", "named", "code"),
    [
        (rules.confirm_rows, (["nothing"], "page"), {}, "criterion_unknown"),
        (rules.confirm_rows, ([ROW], "  "), {}, "criterion_source"),
        (rules.switch_rows, (["ultrasonic-6"],), {"enabled": True}, "criterion_chosen"),
        (rules.switch_rows, (["infra_room_thermometer"],), {"enabled": False}, "criterion_check"),
        (rules.choose_variant, ("nothing", ROW), {}, "criterion_group"),
        (rules.choose_variant, ("serious-deadline", ROW), {}, "criterion_rival"),
        (packs.remove_pack, ("house",), {}, "pack_missing"),
        (packs.add_pack, ("a.toml", b"[pack]\n"), {}, "pack_invalid"),
        (packs.add_pack, ("a.toml", PACK.replace(b'"house"', b'"My House"')), {}, "pack_name"),
        (packs.add_pack, ("a.toml", PACK + b"#" * packs.MOST_BYTES), {}, "pack_too_large"),
    ],
)
def test_what_cannot_be_decided_is_refused(
    pair: Laptops, act: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any], code: str
) -> None:
    before = pair.first.packs
    with pytest.raises(Problem) as raised:
        pair.at(pair.first, act, *args, **named)
    assert raised.value.code == code
    assert pair.first.packs is before


def test_a_row_is_switched_off_and_left_to_the_pack_again(pair: Laptops) -> None:
    pair.at(pair.first, rules.switch_rows, [ROW], enabled=False)
    view = pair.at(pair.first, criterion_view, ROW)
    assert (view.judges, view.switched) == (False, True)
    pair.at(pair.first, rules.switch_rows, [ROW], enabled=None)
    view = pair.at(pair.first, criterion_view, ROW)
    assert (view.judges, view.switched) == (True, False)


def test_a_confirmed_row_is_switched_off_only_with_a_reason_that_stays(pair: Laptops) -> None:
    pair.at(pair.first, rules.confirm_rows, [ROW], "page 9")
    with pytest.raises(Problem) as raised:
        pair.at(pair.first, rules.switch_rows, [ROW], enabled=False, reason="  ")
    assert raised.value.code == "criterion_reason"
    assert pair.at(pair.first, rules.switch_rows, [ROW], enabled=False, reason=" under revision ") == (ROW,)
    pair.give()
    for workspace in (pair.first, pair.second):
        off = pair.at(workspace, criterion_view, ROW).off
        assert off is not None
        assert (off.name, off.on, off.seen) == ("Ann", pair.first.today(), "under revision")
    pair.at(pair.first, rules.switch_rows, [ROW], enabled=True)
    assert pair.at(pair.first, criterion_view, ROW).off is None


def test_a_pack_brings_inference_rules_that_count_in_visits(pair: Laptops) -> None:
    content = PACK + INFERENCE
    preview = pair.at(pair.first, packs.preview_pack, "a.toml", content)
    assert preview.inferences in (("Poor contact",), ("接触不良",))
    pair.at(pair.first, packs.add_pack, "a.toml", content)
    pair.give()
    assert [rule.id for rule in pair.second.packs.inferences] == ["local-contact"]
    for wrong in (
        INFERENCE.replace(b'"ir_temperature"', b'"nothing"'),
        INFERENCE.replace(b"{phase}", b"{face}"),
        INFERENCE.replace(b'grade = "general"', b'grade = "odd"'),
        INFERENCE + INFERENCE,
    ):
        with pytest.raises(Problem) as raised:
            pair.at(pair.first, packs.preview_pack, "a.toml", PACK + wrong)
        assert raised.value.code == "pack_invalid"


INFERENCE = """
[[inference]]
id = "local-contact"
kinds = ["transformer_oil"]
grade = "general"
title_zh = "{phase}接触不良"
title_en = "Poor contact {phase}"
hazard_zh = "接触不良"
hazard_en = "Poor contact"
measure_zh = "紧固"
measure_en = "Tighten"
[[inference.sign]]
about = ["ir_temperature"]
is = "abnormal"
""".encode()


def test_a_pack_is_looked_at_used_replaced_and_taken_out(pair: Laptops) -> None:
    preview = pair.at(pair.first, packs.preview_pack, "a.toml", PACK)
    assert [(line.change, line.id) for line in preview.lines] == [
        ("added", "house-temperature"),
        ("replaced", ROW),
    ]
    assert (preview.replaces, preview.unproved, preview.same) == (False, 1, False)
    assert "3.2" in preview.lines[1].before
    assert "2\u00a0%" in preview.lines[1].limit
    pair.at(pair.first, packs.add_pack, "a.toml", PACK)
    assert verdict(pair.first, 2.1) is Verdict.ATTENTION
    with pytest.raises(Problem, match="pack_in_use"):
        pair.at(pair.first, packs.add_pack, "b.toml", PACK)
    pair.give()
    assert verdict(pair.second, 2.1) is Verdict.ATTENTION
    other = PACK.replace(b"max = 2", b"max = 2.2").split(b'[[limit]]\nid = "house-temperature"')[0]
    preview = pair.at(pair.second, packs.preview_pack, "a.toml", other)
    assert [(line.change, line.id) for line in preview.lines] == [("replaced", ROW), ("removed", "house-temperature")]
    pair.at(pair.second, packs.add_pack, "a.toml", other)
    assert [(one.id, one.rows, one.by) for one in pair.at(pair.second, packs.local_packs)] == [("house", 1, "Bob")]
    pair.at(pair.second, packs.remove_pack, "house")
    assert pair.at(pair.second, packs.local_packs) == ()
    pair.take()
    assert verdict(pair.first, 2.25) is Verdict.PASS


def test_a_row_of_an_own_pack_counts_once_it_is_confirmed_and_a_newer_pack_voids_that(pair: Laptops) -> None:
    pair.at(pair.first, packs.add_pack, "a.toml", PACK)
    pair.at(pair.first, rules.confirm_rows, [ROW], "our own rule book")
    assert verdict(pair.first, 2.1) is Verdict.FAIL
    pair.at(pair.first, packs.add_pack, "a.toml", PACK.replace(b"max = 2", b"max = 2.2"))
    view = pair.at(pair.first, criterion_view, ROW)
    assert (view.outdated, view.local, verdict(pair.first, 2.25)) == (True, True, Verdict.ATTENTION)


def test_two_packs_that_got_in_each_others_way_stop_nothing_and_are_told(pair: Laptops) -> None:
    pair.at(pair.first, packs.add_pack, "a.toml", PACK)
    pair.at(pair.second, packs.add_pack, "a.toml", PACK.replace(b'"house"', b'"other"'))
    pair.take()
    assert verdict(pair.first, 2.1) is Verdict.ATTENTION
    found = pair.at(pair.first, criteria_list)
    assert [bool(view.trouble) for view in found.packs] == [False, True]
    assert len(found.troubles) == 1
    pair.at(pair.first, packs.remove_pack, "house")
    assert pair.at(pair.first, criteria_list).troubles == ()


def test_the_template_is_a_pack_that_changes_nothing_yet(pair: Laptops) -> None:
    preview = pair.at(pair.first, packs.preview_pack, "t.toml", packs.template())
    assert (preview.lines, preview.quantities) == ((), ())


def test_every_row_is_listed_in_words_and_found_by_them(pair: Laptops) -> None:
    rows = pair.at(pair.first, criteria_list).rows
    assert len({row.id for row in rows}) == len(rows) > 300
    assert all(row.name and row.basis and row.confidence_words and row.pack for row in rows)
    assert all(row.limit for row in rows if row.section != "check")
    assert not [row.id for row in rows if "formula" in row.limit]
    assert "{" not in "".join(row.limit + row.applies for row in rows)
    assert [row.id for row in rows_with(rows, "ultrasonic-6")] == ["ultrasonic-6"]
    assert rows_with(rows, "nothing-of-the-kind") == ()
    assert not [row.applies for row in rows if re.search(r"[a-z]{4}", row.applies)], "identifiers in Chinese words"


def test_a_decision_has_a_name_in_lists(pair: Laptops) -> None:
    pair.at(pair.first, rules.confirm_rows, [ROW], "page")
    area = do(pair.first, lambda: area_of(pair.first))
    row = pair.at(pair.first, criterion_view, ROW)
    thing = rules.thing_of(area, "row", ROW)
    assert do(pair.first, lambda: rule_title(pair.first, thing)) == f"{row.name} {row.limit}"


def test_an_open_visit_judges_by_what_was_decided_and_a_signed_one_stays(story: Story) -> None:
    workspace = story.workspace
    (target,) = story.targets("indications-site")
    live = workspace.visits[story.id].session.forms[target]
    asked = next(line for line in live.layout.lines if any(_is_harmonic(live, cell) for cell in line.cells))
    ref = asked.ref
    story.call(services.record_answer, target, asked.cells[0], "3.3")
    assert _verdict(story, target, ref) is Verdict.ATTENTION
    _as_administrator(workspace, lambda: rules.confirm_rows(workspace, [ROW], "page 9"))
    assert _verdict(story, target, ref) is Verdict.FAIL
    judgement = next(line for line in story.form(target).lines if line.ref == ref).judgement
    assert judgement is not None
    assert "系统管理员" in judgement.confidence
    story.fill()
    story.decide()
    story.sign()
    story.call(services.finish_visit)
    before = _filed(workspace, story.id)
    assert (before.verdict, before.limit_high) == (Verdict.FAIL, 3.2)
    assert before.confirmation is not None
    _as_administrator(workspace, lambda: rules.unconfirm_rows(workspace, [ROW]))
    _as_administrator(workspace, lambda: packs.add_pack(workspace, "a.toml", PACK))
    assert _filed(workspace, story.id) == before


def _as_administrator(workspace: Workspace, act: Callable[[], object]) -> None:
    """Let the administrator of the sample decide; the inspector goes on working."""

    def decide() -> None:
        with workspace.acting_as(workspace.person_of("admin").id):
            act()

    do(workspace, decide)


def _filed(workspace: Workspace, visit: str) -> Judgement:
    """The judgement of the harmonics as the record of the visit keeps it."""
    body = do(workspace, lambda: workspace.db.visits.body(visit))
    (entry,) = [one for one in body["readings"] if (one["quantity"], one["value"]) == ("harmonic_odd", 3.3)]
    return from_record(entry["judgement"])


def _is_harmonic(live: Any, ref: str) -> bool:
    return bool(live.questions[ref].attributes.get("insp:criterion") == "harmonic_odd")


def _verdict(story: Story, target: Any, ref: str) -> Verdict | None:
    line = next(line for line in story.form(target).lines if line.ref == ref)
    return line.judgement.verdict if line.judgement is not None else None


def test_rows_of_safety_tools_begin_with_the_tool(workspace: Workspace) -> None:
    rows = {row.id: row for row in workspace.call(lambda: criteria_list(workspace)).rows}
    assert rows["tool-gloves"].applies == "绝缘手套"
    assert rows["tool-mat"].applies == "绝缘垫"
    tools = [row for row in rows.values() if row.id.startswith("tool-")]
    assert len({(row.name, row.limit, row.applies) for row in tools}) == len(tools)
