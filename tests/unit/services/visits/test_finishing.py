"""签发并归档: the events, numbers, projections, notice and ledgers of a visit that was signed."""

import json
from typing import Any

import pytest

from inspector import services
from inspector.domain.hazard import Grade, HazardStatus
from inspector.domain.verdict import Verdict
from inspector.domain.visit import OldHazardJudgement
from inspector.problems import Problem
from inspector.reports.pdf.raster import page_count, page_text
from inspector.services import LedgerKind, LedgerQuery, Workspace
from inspector.services.hazards.detail import hazard_json
from inspector.services.rescue.doctor import examine
from inspector.services.visits.views import Issued
from inspector.storage import NewEvent
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import SITE, Story, begin, picture


def finish(story: Story) -> Issued:
    issued: Issued = story.call(services.finish_visit)
    return issued


def complete(story: Story) -> Issued:
    story.fill()
    story.decide()
    story.sign()
    return finish(story)


def text_of(pdf: bytes) -> str:
    return "".join(page_text(pdf, page) for page in range(page_count(pdf)))


def test_what_is_missing_is_said_in_the_order_of_the_steps(story: Story) -> None:
    with pytest.raises(Problem) as found:
        finish(story)
    assert found.value.code == "visit_incomplete"
    assert story.call(services.old_hazards)[0].hazard.number in str(found.value.params["what"])
    assert found.value.params["count"] == len(story.summary().missing)
    story.fill()
    with pytest.raises(Problem) as unsigned:
        finish(story)
    assert unsigned.value.params["count"] == 3


def test_a_signed_visit_with_all_that_hangs_on_it(story: Story, workspace: Workspace) -> None:
    oil = story.targets("transformer-oil")[0]
    story.answer(SITE, "room_door", "fail")
    story.answer(oil, "ratio_error", "9")
    story.answer(oil, "tested_on", "2026-05-01")
    story.call(services.record_note, SITE, story.ref(SITE, "room_leak"), "墙角水痕")
    story.call(services.record_waiting, oil, story.ref(oil, "core_insulation"), "下次停电")
    services.add_photo(workspace, story.id, picture(), "door.jpg", target=SITE, ref=story.ref(SITE, "room_door"))
    door = story.draft(SITE, "room_door")
    assert door is not None
    door_ref, leak_ref = story.ref(SITE, "room_door"), story.ref(SITE, "room_leak")
    story.fill()
    story.decide()
    story.sign()
    promised = {made.kind: made.number for made in story.summary().will_make}
    issued = finish(story)

    code = workspace.store.device.code
    assert issued.visit_number == promised["inspection"]
    assert issued.notice_number == promised["notice"]
    assert f"-{code}-" in issued.notice_number
    numbers = [number for _id, number in issued.hazards]
    assert promised["rectification"] in numbers
    assert all(f"-{code}-" in number for number in numbers)

    def stored() -> tuple[dict[str, Any], list[str], bytes, list[str]]:
        body = dict(workspace.db.visits.body(issued.visit))
        types = [event.type for event in workspace.db.frames.events_of(issued.visit)]
        left = [draft.id for draft in workspace.db.drafts.visits()]
        return body, types, services.result_notice(workspace, issued.visit), left

    body, types, pdf, left = workspace.call(stored)
    assert types == ["visit_signed", "notice_issued"]
    assert issued.visit not in left
    grades = [_grade(workspace, hazard) for hazard in body["hazards"]]
    assert body["counts"] == [grades.count(grade) for grade in Grade]
    site = next(form for form in body["forms"] if form["form"] == "infrastructure")
    assert site["answers"][door_ref] == "fail"
    assert site["notes"] == {leak_ref: "墙角水痕"}
    found = text_of(pdf)
    for words in (issued.notice_number, issued.visit_number, door.description, "嘉陵江化工股份有限公司", "李明"):
        assert words in found.replace("\n", "")

    tests = workspace.call(lambda: workspace.db.measurements.of_equipment(str(oil.equipment)))
    ratio = tests["ratio_error", "ratio_error"][-1]
    assert (ratio.value, ratio.tested_on.isoformat(), ratio.verdict) == (9.0, "2026-05-01", "fail")
    hazard = workspace.call(lambda: workspace.db.hazards.by_number(numbers[0], today=workspace.today()))
    assert hazard is not None
    assert (hazard.status, hazard.notice_served, hazard.visit) == (HazardStatus.OPEN, True, issued.visit)
    description = door.description
    photographed = workspace.call(lambda: services.hazard_detail(workspace, _of(workspace, description)))
    assert [services.blob(workspace, photo.original) for photo in photographed.photos] == [picture()]
    assert workspace.call(lambda: examine(workspace))["findings"] == []


def _grade(workspace: Workspace, hazard: str) -> Grade:
    return workspace.call(lambda: workspace.db.hazards.get(hazard, today=workspace.today()).grade)


def _of(workspace: Workspace, description: str) -> str:
    """The newest hazard with this description."""
    query = LedgerQuery(search=description, sort="number", descending=True)
    return services.ledger_page(workspace, LedgerKind.RECTIFICATION, query).rows[0].id


def test_the_three_ledgers_show_it(story: Story, workspace: Workspace) -> None:
    before = workspace.call(lambda: services.ledger_counts(workspace))
    story.call(services.edit_hazard, None, description="围墙倒塌", place="北侧", grade=Grade.CRITICAL)
    story.call(services.edit_hazard, None, description="标识牌褪色", place="大门", grade=Grade.GENERAL)
    issued = complete(story)
    after = workspace.call(lambda: services.ledger_counts(workspace))
    assert {kind: after[kind] - before[kind] for kind in after} == {
        LedgerKind.INSPECTION: 1,
        LedgerKind.RECTIFICATION: 2,
        LedgerKind.SUPERVISION: 1,
    }

    def page(kind: LedgerKind, search: str) -> list[str]:
        return [row.id for row in services.ledger_page(workspace, kind, LedgerQuery(search=search)).rows]

    ids = [hazard for hazard, _number in issued.hazards]
    assert workspace.call(lambda: page(LedgerKind.INSPECTION, issued.visit_number)) == [issued.visit]
    assert workspace.call(lambda: page(LedgerKind.RECTIFICATION, "标识牌褪色")) == ids[1:]
    assert workspace.call(lambda: page(LedgerKind.SUPERVISION, "围墙倒塌")) == ids[:1]


def test_a_visit_is_signed_once(story: Story, workspace: Workspace) -> None:
    issued = complete(story)
    with pytest.raises(Problem) as second:
        finish(story)
    assert second.value.code == "visit_not_open"
    with pytest.raises(Problem) as opened:
        story.reopen()
    assert opened.value.code == "visit_signed_already"
    rows = workspace.call(lambda: services.visit_rows(workspace, signed=-1))
    assert [row.status.value for row in rows if row.id == issued.visit] == ["signed"]


def test_numbers_go_on_after_a_restart(reopen: Reopen) -> None:
    first = complete(begin(reopen(), 0))
    second = complete(begin(reopen(), 0))
    head, _dash, count = first.notice_number.rpartition("-")
    assert second.notice_number == f"{head}-{int(count) + 1:04d}"
    assert second.visit_number != first.visit_number


def test_equipment_found_on_the_spot_is_registered(story: Story, workspace: Workspace) -> None:
    _view, target = story.call(services.add_equipment, "cable", "出线电缆 L9", {"voltage_kv": "10"}, model="YJV22")
    story.answer(target, "sheath_insulation", "5")
    story.answer(target, "tested_on", "2026-05-01")
    known = workspace.call(lambda: services.customers(workspace))
    complete(story)
    session_customer = next(customer for customer in known if customer.account == "50102237816")
    units = workspace.call(lambda: workspace.db.registers.equipment_of(session_customer.id))
    new = next(unit for unit in units if unit.id == target.equipment)
    assert (new.name, new.model, dict(new.nameplate)) == ("出线电缆 L9", "YJV22", {"voltage_kv": "10"})
    tests = workspace.call(lambda: workspace.db.measurements.of_equipment(new.id))
    assert {label: [one.value for one in values] for (_quantity, label), values in tests.items()} == {
        "sheath_insulation": [5.0]
    }


def status_of(workspace: Workspace, hazard: str) -> HazardStatus:
    return workspace.call(lambda: workspace.db.hazards.get(hazard, today=workspace.today()).status)


def test_old_hazards_go_the_way_they_were_judged(story: Story, workspace: Workspace) -> None:
    old = {one.hazard.status: one.hazard for one in story.call(services.old_hazards)}
    eliminated = old[HazardStatus.OPEN]
    returned, reviewed = old[HazardStatus.RETURNED], old[HazardStatus.IN_REVIEW]
    story.call(services.judge_old_hazard, eliminated.id, OldHazardJudgement.ELIMINATED, note="已更换")
    story.call(services.judge_old_hazard, returned.id, OldHazardJudgement.STILL)
    services.add_photo(workspace, story.id, picture(), "old.jpg", old_hazard=eliminated.id)
    worse = next((hazard for hazard in (reviewed, returned) if hazard.grade is not Grade.CRITICAL), reviewed)
    with pytest.raises(Problem) as grade:
        story.call(services.judge_old_hazard, worse.id, OldHazardJudgement.WORSE)
    assert grade.value.code == "grade_missing"
    with pytest.raises(Problem) as milder:
        story.call(services.judge_old_hazard, worse.id, OldHazardJudgement.WORSE, grade=worse.grade)
    assert milder.value.code == "grade_missing"
    story.call(services.judge_old_hazard, worse.id, OldHazardJudgement.WORSE, grade=Grade.CRITICAL, note="已放电")
    before = {hazard.id: hazard.status for hazard in old.values()}
    complete(story)
    assert status_of(workspace, eliminated.id) is HazardStatus.IN_REVIEW
    assert status_of(workspace, worse.id) is before[worse.id]
    assert _grade(workspace, worse.id) is Grade.CRITICAL
    events = workspace.call(lambda: workspace.db.frames.events_of(eliminated.id))
    assert [event.type for event in events][-2:] == ["note_added", "rectification_submitted"]
    assert events[-1].body["note"] == "已更换"
    assert len(events[-1].blobs) == 3
    both = workspace.call(lambda: sorted(workspace.db.visits.body(story.id)["inspectors"]))
    assert len(both) > 1
    assert events[-1].body["rectifiers"] == both, "whoever judged it eliminated does not review it"


def test_a_disputed_hazard_only_gets_a_fact(reopen: Reopen) -> None:
    workspace = reopen()
    story = begin(workspace)
    hazard = next(one.hazard for one in story.call(services.old_hazards) if one.hazard.status is HazardStatus.IN_REVIEW)

    apart: dict[str, object] = {"author": "", "finders": [], "rectifiers": []}

    def dispute() -> None:
        frames = workspace.db.frames
        heads = frames.heads_of(hazard.id)
        scope = workspace.visits[story.id].session.customer.scope
        for login, verb in (("zhang", "review_passed"), ("chen", "review_returned")):
            person = workspace.person_of(login)
            event = NewEvent(hazard.id, "hazard", verb, {"comment": "x", "teams": apart}, par=heads)
            frames.append(scope, person.id, [event], workspace.now())

    workspace.call(dispute)
    again = reopen()
    story = Story(again, story.id)
    story.reopen()
    shown = next(one for one in story.call(services.old_hazards) if one.hazard.id == hazard.id)
    assert shown.disputed
    story.call(services.judge_old_hazard, hazard.id, OldHazardJudgement.ELIMINATED)
    complete(story)
    assert status_of(again, hazard.id) is HazardStatus.DISPUTED
    assert again.call(lambda: hazard_json(again, hazard.id))["history"][-1]["type"] == "note_added"


def test_overrides_and_dismissals_are_on_record(story: Story, workspace: Workspace) -> None:
    oil = story.targets("transformer-oil")[0]
    story.answer(oil, "ratio_error", "9")
    story.answer(oil, "core_insulation", "0.1")
    story.answer(oil, "tested_on", "2026-05-01")
    story.call(services.override_judgement, oil, story.ref(oil, "ratio_error"), Verdict.PASS, "仪器误差")
    for proposal in story.summary().proposals:
        story.call(services.dismiss_hazard, proposal.id, "接线错误")
    assert story.summary().proposals == ()
    issued = complete(story)
    body = workspace.call(lambda: json.loads(json.dumps(dict(workspace.db.visits.body(issued.visit)))))
    assert [(item["verdict"], item["reason"]) for item in body["overrides"]] == [("pass", "仪器误差")]
    assert "接线错误" in [item["reason"] for item in body["dismissed"]]


def test_photos_of_what_passed_stay_with_the_visit_and_are_shown_next_time(story: Story, workspace: Workspace) -> None:
    original, ref = picture("PNG"), story.ref(SITE, "room_leak")
    services.add_photo(workspace, story.id, original, "wall.png", target=SITE, ref=ref)
    [photo] = story.row(SITE, "room_leak").photos
    issued = complete(story)

    def kept() -> tuple[list[str], dict[str, str]]:
        body = workspace.db.visits.body(issued.visit)
        signed = next(event for event in workspace.db.frames.events_of(issued.visit) if event.type == "visit_signed")
        return [item["original"] for item in body["photos"]], {blob.sha256: blob.type for blob in signed.blobs}

    originals, blobs = workspace.call(kept)
    assert originals == [photo.original]
    assert blobs[photo.original] == "image/png"
    assert blobs[photo.thumb] == blobs[photo.display] == "image/jpeg"
    assert services.blob(workspace, photo.original) == original
    assert workspace.call(lambda: examine(workspace))["ok"]

    account = workspace.call(lambda: services.customers(workspace))
    customer = next(
        one for one in account if one.id == workspace.call(lambda: workspace.db.visits.get(issued.visit)).customer
    )
    again = workspace.call(
        lambda: services.start_visit(workspace, customer.account, inspectors=("wang", "li"), key="next")
    )
    last = Story(workspace, again.id).row(SITE, "room_leak").last
    assert last is not None
    assert last.photo == photo.thumb
