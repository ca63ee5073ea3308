"""A signed visit read again: as it was signed, whatever changed since, also on another laptop."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector import services
from inspector.domain.visit import Step, VisitStatus
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.registers.entries import set_equipment
from inspector.services.visits.views import FormView, SummaryView, Target, VisitView
from inspector.storage import NewEvent
from tests.unit.services.story import SITE, Story, picture
from tests.unit.services.two_laptops import Pair, do


def told(view: FormView) -> list[Any]:
    """What a form says of its answers: no hazards (their places are other ones), no comparison with other units."""
    rows = [row for section in view.sections for row in section.rows] + list(view.head)
    said = [(r.ref, r.label, r.value, r.note, r.judgement, [p.display for p in r.photos]) for r in rows]
    lines = [
        (line.ref, line.label, line.waiting_reason, line.note, [(c.ref, c.value, c.state) for c in line.cells])
        + ((line.judgement, line.limit, line.last, line.change) if any(c.value for c in line.cells) else ())
        for line in view.lines
    ]
    return [view.title, said, lines]


def forms_of(workspace: Workspace, visit: str) -> dict[Target, list[Any]]:
    def work() -> dict[Target, list[Any]]:
        return {
            target: told(services.form_view(workspace, visit, target))
            for target in workspace.visits[visit].session.forms
        }

    return workspace.call(work)


def opened(workspace: Workspace, visit: str) -> VisitView:
    return do(workspace, lambda: services.open_signed(workspace, visit))


def summary_of(workspace: Workspace, visit: str) -> SummaryView:
    return do(workspace, lambda: services.summary(workspace, visit))


def written(story: Story) -> tuple[dict[Target, list[Any]], VisitView]:
    """A visit with everything in it, signed; its forms and head as they were just before."""
    oil = story.targets("transformer-oil")[0]
    story.answer(SITE, "room_door", "fail")
    story.answer(oil, "ratio_error", "9")
    story.answer(oil, "tested_on", "2026-05-01")
    story.call(services.record_note, SITE, story.ref(SITE, "room_leak"), "墙角水痕")
    story.call(services.record_waiting, oil, story.ref(oil, "core_insulation"), "下次停电")
    door = story.ref(SITE, "room_door")
    services.add_photo(story.workspace, story.id, picture(), "door.jpg", target=SITE, ref=door)
    story.fill()
    story.decide()
    story.sign()
    before = forms_of(story.workspace, story.id)
    return before, story.reopen()


@pytest.fixture
def pair(workspace: Workspace, tmp_path: Path) -> Iterator[Pair]:
    made = Pair(workspace, tmp_path / "second")
    yield made
    made.close()


def test_a_signed_visit_says_what_was_signed_whatever_the_register_says_since(
    story: Story, workspace: Workspace
) -> None:
    before, head = written(story)
    issued = story.call(services.finish_visit)
    oil = next(target.equipment for target in before if target.form == "transformer-oil")
    fields = {"nameplate": {"rated_kva": "20000", "rated_kv": "110"}}
    do(workspace, lambda: set_equipment(workspace, str(oil), fields))

    view = opened(workspace, issued.visit_number)
    assert view.status is VisitStatus.SIGNED
    assert forms_of(workspace, view.id) == before
    assert view.signed is not None
    assert (view.signed.borrowed, view.signed.lost, view.signed.judged_now) == ((), (), False)
    assert view.signed.by == tuple(person.name for person in head.inspectors)
    assert (view.signed.client, view.signed.notice) == ("李明", issued.notice_number)
    steps = {step.step: (step.done, step.total, step.failed, step.attention) for step in view.steps}
    assert steps == {step.step: (step.done, step.total, step.failed, step.attention) for step in head.steps}


def test_findings_stand_where_they_were_found_and_old_hazards_as_they_were_judged(
    story: Story, workspace: Workspace
) -> None:
    written(story)
    drafts = {draft.id: draft.description for draft in story.summary().hazards}
    old = story.call(services.old_hazards)
    issued = story.call(services.finish_visit)

    opened(workspace, issued.visit)
    view = summary_of(workspace, issued.visit)
    assert {draft.id: draft.description for draft in view.hazards} == drafts
    assert [made.number for made in view.will_make[:3]] == [
        issued.visit_number,
        issued.notice_number,
        issued.hazards[0][1],
    ]
    assert view.missing == ()
    assert all(box.method is not None for box in view.signatures)
    again = do(workspace, lambda: services.old_hazards(workspace, issued.visit))
    assert [(o.hazard.id, o.judgement, o.hazard.status) for o in again] == [
        (o.hazard.id, o.judgement, o.hazard.status) for o in old
    ]


def test_nothing_in_a_signed_visit_can_be_changed(story: Story, workspace: Workspace) -> None:
    written(story)
    ref = story.ref(SITE, "room_leak")
    issued = story.call(services.finish_visit)
    before = do(workspace, lambda: dict(workspace.db.visits.body(issued.visit)))
    opened(workspace, issued.visit)
    for act in (
        lambda: services.record_answer(workspace, issued.visit, SITE, ref, "fail"),
        lambda: services.record_note(workspace, issued.visit, SITE, ref, "x"),
        lambda: services.finish_visit(workspace, issued.visit),
    ):
        with pytest.raises(Problem) as found:
            do(workspace, act)
        assert found.value.code == "visit_signed_already"
    do(workspace, lambda: services.set_position(workspace, issued.visit, Step.SUMMARY))
    assert do(workspace, lambda: dict(workspace.db.visits.body(issued.visit))) == before


def test_another_laptop_shows_the_visit_in_the_version_it_was_signed_in(
    story: Story, workspace: Workspace, pair: Pair
) -> None:
    before, _head = written(story)
    issued = story.call(services.finish_visit)
    events = do(workspace, lambda: workspace.db.frames.events_of(issued.visit))
    carried = {blob.sha256: blob.type for event in events for blob in event.blobs}
    used = {entry["version"] for entry in do(workspace, lambda: workspace.db.visits.body(issued.visit))["forms"]}
    assert used <= {sha for sha, media in carried.items() if media == "application/xml"}

    pair.give()
    for sha in used:
        pair.second.store.blobs.put(workspace.store.blobs.get(sha))
    view = opened(pair.second, issued.visit)
    assert view.signed is not None
    assert view.signed.borrowed == ()
    assert forms_of(pair.second, issued.visit) == before


def test_where_the_version_of_then_is_missing_that_is_said(story: Story, workspace: Workspace, pair: Pair) -> None:
    written(story)
    issued = story.call(services.finish_visit)
    body = dict(do(workspace, lambda: workspace.db.visits.body(issued.visit)))
    body["forms"] = [{**one, "version": "0" * 64, "form": one["form"]} for one in body["forms"]]
    body["forms"].append({"form": "nobody-knows", "version": "1" * 64, "equipment": "", "answers": {"/data/a": "1"}})
    scope = do(workspace, lambda: workspace.db.registers.customer(str(body["customer"])).scope)
    other = do(workspace, workspace.new_id)
    body |= {"number": "JC-OTHER", "id": other}
    author = do(workspace, lambda: workspace.person_of("wang").id)
    event = NewEvent(other, "visit", "visit_signed", body)
    do(workspace, lambda: workspace.db.frames.append(scope, author, [event], workspace.now()))
    pair.give()

    view = opened(pair.second, "JC-OTHER")
    assert view.signed is not None
    assert len(view.signed.borrowed) == len({one["form"] for one in body["forms"]}) - 1
    assert view.signed.lost == ("nobody-knows",)


def filed(workspace: Workspace, number: str, forms: list[Any]) -> str:
    """A signed visit with this body of answers; its id."""

    def work() -> str:
        visit = workspace.new_id()
        customer = workspace.db.registers.customer_by_account("50102237816")
        assert customer is not None
        head = {"number": number, "customer": customer.id, "kind": "periodic", "inspectors": [], "forms": forms}
        body = {**head, "signed_at": workspace.now().isoformat(), "counts": [0, 0, 0]}
        event = NewEvent(visit, "visit", "visit_signed", body)
        workspace.db.frames.append(customer.scope, workspace.acting.id, [event], workspace.now())
        return visit

    return workspace.call(work)


@pytest.mark.parametrize(("forms", "code"), [([], "visit_bare"), ([7], "visit_record_odd")])
def test_a_visit_whose_answers_cannot_be_shown_says_so(workspace: Workspace, forms: list[Any], code: str) -> None:
    with pytest.raises(Problem) as found:
        opened(workspace, filed(workspace, "JC-ODD", forms))
    assert found.value.code == code


def test_visits_of_the_sample_open(workspace: Workspace) -> None:
    rows = do(workspace, lambda: services.visit_rows(workspace))
    signed = [row for row in rows if row.status is VisitStatus.SIGNED]
    for row in signed[:3]:
        view = opened(workspace, row.id)
        assert view.signed is not None
        assert not view.signed.judged_now
        assert len(summary_of(workspace, row.id).hazards) == row.hazards
