"""Undo and redo of a visit: whatever was done, undone it never was, redone it is again, on disk as in memory."""

import contextlib
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector import services
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.domain.visit import OldHazardJudgement, SignMethod, Step
from inspector.i18n import _
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.visits.edits import MOST, NO_STEP, EditStep, EditSteps
from inspector.services.visits.views import DraftStatus, StepsBack, Target, Where
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import PIN, SITE, Story, picture

VALUES = ("pass", "fail", "na", "", "12.5", "0.2", "900", "2026-03-01", "abc", "1")
WORDS = ("", "门锁坏", "second look")


def state(story: Story) -> dict[str, Any]:
    """Items of the visit but for what no step holds, and everything the window shows of them."""

    def read() -> dict[str, Any]:
        workspace = story.workspace
        session = workspace.visit(story.id).session
        items = {kind: dict(found) for kind, found in session.items.items() if found and kind not in NO_STEP}
        summary = services.summary(workspace, story.id)
        view = services.open_visit(workspace, story.id)
        return {
            "items": items,
            "forms": {target: services.form_view(workspace, story.id, target) for target in session.forms},
            "old": services.old_hazards(workspace, story.id),
            "hazards": (summary.hazards, summary.proposals, session.drafts()),
            "missing": summary.missing,
            "steps": (view.steps, view.equipment, view.indications),
        }

    found: dict[str, Any] = story.workspace.call(read)
    return found


def on_disk(story: Story) -> dict[str, Any]:
    """The same after the visit was opened again from its rows."""

    def forget() -> None:
        del story.workspace.visits[story.id]
        services.open_visit(story.workspace, story.id)

    story.workspace.call(forget)
    return state(story)


def steps_back(story: Story) -> StepsBack:
    found: StepsBack = story.workspace.call(lambda: services.open_visit(story.workspace, story.id).steps_back)
    return found


def undo_all(story: Story) -> int:
    """Undo until nothing is left; the number of steps."""
    count = 0
    while steps_back(story).undo:
        story.call(services.undo_visit)
        count += 1
    return count


# any sequence of edits ----------------------------------------------------------------------------------------------


class Hand:
    """Makes one edit out of numbers; what cannot be done now is a Problem, and no step."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.acts: tuple[Callable[..., object], ...] = (
            self.answer,
            self.answer,
            self.answer,
            self.note,
            self.override,
            self.out,
            self.waiting,
            self.edit_hazard,
            self.decide,
            self.merge,
            self.by_hand,
            self.old,
            self.photo,
            self.equipment,
            self.rest,
        )

    def do(self, act: int, a: int, b: int, c: int) -> None:
        with contextlib.suppress(Problem):
            self.acts[act % len(self.acts)](a, b, c)

    def place(self, a: int, b: int) -> tuple[Target, str]:
        forms = self.story.workspace.visits[self.story.id].session.forms
        target = list(forms)[a % len(forms)]
        layout = forms[target].layout
        refs = [*layout.section_of, *layout.head, *layout.line_of]
        return target, refs[b % len(refs)]

    def draft(self, a: int) -> str:
        drafts = self.story.workspace.visits[self.story.id].session.drafts()
        return drafts[a % len(drafts)].id if drafts else "none"

    def answer(self, a: int, b: int, c: int) -> None:
        target, ref = self.place(a, b)
        self.story.call(services.record_answer, target, ref, VALUES[c % len(VALUES)])

    def note(self, a: int, b: int, c: int) -> None:
        self.story.call(services.record_note, *self.place(a, b), WORDS[c % 3])

    def override(self, a: int, b: int, c: int) -> None:
        verdict = (*Verdict, None)[c % (len(Verdict) + 1)]
        self.story.call(services.override_judgement, *self.place(a, b), verdict, "seen")

    def out(self, a: int, b: int, c: int) -> None:
        self.story.call(services.record_out_of_service, *self.place(a, b), flag=bool(c % 3))

    def waiting(self, a: int, b: int, c: int) -> None:
        self.story.call(services.record_waiting, *self.place(a, b), WORDS[c % 3])

    def edit_hazard(self, a: int, b: int, c: int) -> None:
        grade = list(Grade)[b % 3] if b % 2 else None
        self.story.call(services.edit_hazard, self.draft(a), description=f"d{c}", grade=grade)

    def decide(self, a: int, b: int, _c: int) -> None:
        draft = self.draft(a)
        match b % 3:
            case 0:
                self.story.call(services.accept_hazard, draft)
            case 1:
                self.story.call(services.dismiss_hazard, draft, "seen")
            case _:
                self.story.call(services.restore_hazard, draft)

    def merge(self, a: int, b: int, _c: int) -> None:
        self.story.call(services.merge_hazard, self.draft(a), self.draft(b))

    def by_hand(self, a: int, b: int, c: int) -> None:
        target, ref = self.place(a, b)
        if c % 2:
            self.story.call(services.request_hazard, target, ref)
        else:
            deadline = date(2100, 1, 1) + timedelta(days=b % 30)
            self.story.call(services.edit_hazard, None, description=f"by hand {c}", deadline=deadline)

    def old(self, a: int, b: int, c: int) -> None:
        old = list(self.story.workspace.visits[self.story.id].session.old)
        judgement = (*OldHazardJudgement, None)[b % 4]
        grade = list(Grade)[c % 3]
        self.story.call(services.judge_old_hazard, old[a % len(old)], judgement, grade=grade, note=WORDS[c % 3])

    def photo(self, a: int, b: int, c: int) -> None:
        workspace, visit = self.story.workspace, self.story.id
        photos = list(workspace.visits[visit].session.of("photo"))
        old = list(workspace.visits[visit].session.old)
        target, ref = self.place(a, b)
        match c % 4:
            case 0 if photos:
                workspace.call(lambda: services.remove_photo(workspace, visit, photos[a % len(photos)]))
            case 1:
                services.add_photo(workspace, visit, PICTURE, "p.jpg", hazard=self.draft(a))
            case 2:
                services.add_photo(workspace, visit, PICTURE, "p.jpg", old_hazard=old[a % len(old)])
            case _:
                services.add_photo(workspace, visit, PICTURE, "p.jpg", target=target, ref=ref)

    def equipment(self, a: int, b: int, c: int) -> None:
        if a % 3 == 0:  # forms are slow to make
            self.story.call(services.add_equipment, ("cable", "switchgear")[b % 2], f"found {c}", {})

    def rest(self, a: int, b: int, c: int) -> None:
        target, _ref = self.place(0 if a % 2 else a, b)
        sections = self.story.workspace.visits[self.story.id].session.forms[target].layout.sections
        self.story.call(services.pass_rest, target, str(1 + b % max(1, len(sections))), random.Random(c))


PICTURE = picture()
NUMBERS = st.integers(0, 400)
EDITS = st.lists(st.tuples(st.integers(0, 14), NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def shared(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """One workspace for all random visits."""
    path = shutil.copytree(demo, tmp_path_factory.mktemp("undo") / "w")
    workspace = services.open_workspace(path)
    yield workspace
    workspace.close()


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS)
def test_any_edits_undone_never_were_and_redone_are_again(
    shared: Workspace, edits: list[tuple[int, int, int, int]]
) -> None:
    undone_and_redone(shared, edits)


@pytest.mark.long
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS)
def test_many_edits_undone_never_were_and_redone_are_again(
    shared: Workspace, edits: list[tuple[int, int, int, int]]
) -> None:
    undone_and_redone(shared, edits)


def undone_and_redone(shared: Workspace, edits: list[tuple[int, int, int, int]]) -> None:
    """The customer has open hazards and an earlier visit."""
    people = shared.call(lambda: [person.login for person in services.persons(shared) if "inspector" in person.roles])
    view = shared.call(lambda: services.start_visit(shared, "50102237816", inspectors=people[:2]))
    story = Story(shared, view.id)
    start = state(story)
    hand = Hand(story)
    for edit in edits:
        hand.do(*edit)
    end = state(story)
    steps = undo_all(story)
    assert state(story) == start
    for _step in range(steps):
        story.call(services.redo_visit)
    assert steps_back(story).redo == ""
    assert state(story) == end
    undo_all(story)
    assert on_disk(story) == start


# one step at a time -------------------------------------------------------------------------------------------------


def test_an_undone_failure_takes_its_hazard_along_and_brings_its_wording_back(story: Story) -> None:
    story.answer(SITE, "room_door", "fail")
    draft = story.draft(SITE, "room_door")
    assert draft is not None
    story.call(services.edit_hazard, draft.id, description="门锁损坏")
    story.answer(SITE, "room_door", "pass")
    assert story.draft(SITE, "room_door") is None
    change = story.call(services.undo_visit)
    assert change.went == Where(Step.INFRASTRUCTURE, SITE, story.ref(SITE, "room_door"))
    assert [(row.value, row.hazard.description) for _target, row in change.rows] == [("fail", "门锁损坏")]
    story.call(services.undo_visit)
    change = story.call(services.undo_visit)
    assert change.hazards_gone == (draft.id,)
    assert story.row(SITE, "room_door").value == ""
    assert change.steps_back.undo == ""


def test_steps_are_named_for_people(story: Story) -> None:
    story.answer(SITE, "room_door", "fail")
    story.call(services.record_note, SITE, story.ref(SITE, "room_leak"), "wet")
    note = _("Note: {what}").format(what="1.2")
    assert steps_back(story) == StepsBack(note, "")
    change = story.call(services.undo_visit)
    assert change.steps_back == StepsBack(_("Answer: {what}").format(what="1.1"), note)


def test_a_new_edit_ends_redo(story: Story) -> None:
    story.answer(SITE, "room_door", "pass")
    story.call(services.undo_visit)
    story.answer(SITE, "room_leak", "pass")
    assert steps_back(story).redo == ""
    with pytest.raises(Problem, match="nothing_to_redo"):
        story.call(services.redo_visit)


def test_an_edit_that_changes_nothing_is_no_step(story: Story) -> None:
    with pytest.raises(Problem, match="nothing_to_undo"):
        story.call(services.undo_visit)
    story.answer(SITE, "room_door", "pass")
    story.call(services.undo_visit)
    story.answer(SITE, "room_door", "")
    story.call(services.record_note, SITE, story.ref(SITE, "room_leak"), " ")
    assert steps_back(story).redo != ""


def test_quick_saves_of_one_text_field_are_one_step(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    now = story.workspace.now()
    monkeypatch.setattr(story.workspace, "_clock", lambda: now)
    for text in ("d", "do", "door"):
        story.call(services.record_note, SITE, story.ref(SITE, "room_door"), text)
    now += timedelta(minutes=1)
    story.call(services.record_note, SITE, story.ref(SITE, "room_door"), "door frame")
    story.call(services.undo_visit)
    assert story.row(SITE, "room_door").note == "door"
    story.call(services.undo_visit)
    assert (story.row(SITE, "room_door").note, steps_back(story).undo) == ("", "")


def test_old_steps_are_given_up() -> None:
    steps, now = EditSteps(), datetime(2026, 5, 1, tzinfo=UTC)
    for number in range(MOST + 3):
        steps.push(EditStep({("note", "a"): {"text": number}}, {("note", "a"): {"text": number + 1}}, now, now.date()))
    count = 0
    while steps.undoable is not None:
        steps.undone(steps.undoable.after)
        count += 1
    assert count == MOST


def test_a_signature_does_not_come_back(story: Story) -> None:
    story.fill()
    story.decide()
    story.call(services.record_note, SITE, story.ref(SITE, "room_door"), "seen")
    view = story.reopen()
    for person in view.inspectors:
        story.call(services.sign, person.id, SignMethod.PIN, pin=PIN)
    change = story.call(services.undo_visit)
    assert change.signatures_cleared
    assert all(box.method is None for box in story.call(services.redo_visit).signatures)


def test_equipment_that_was_added_goes_with_what_its_forms_answered_and_comes_back(story: Story) -> None:
    _view, target = story.call(services.add_equipment, "cable", "AH9 出线", {})
    assert target is not None
    change = story.call(services.undo_visit)
    assert change.visit is not None
    assert target not in {summary.target for summary in change.visit.equipment}
    assert target not in story.workspace.visits[story.id].session.forms
    assert change.went == Where(Step.EQUIPMENT)
    change = story.call(services.redo_visit)
    assert change.went == Where(Step.EQUIPMENT, target)
    assert target in {summary.target for summary in change.visit.equipment}


def test_what_a_new_day_changed_stays_changed(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hazard of an overdue test is worked out by the program: undoing an edit of before midnight leaves it."""
    story.answer(SITE, "room_door", "pass")
    later = story.workspace.now() + timedelta(days=4000)
    monkeypatch.setattr(story.workspace, "_clock", lambda: later)
    story.reopen()
    proposals = {draft.id for draft in story.summary().proposals}
    assert proposals
    story.call(services.undo_visit)
    assert {draft.id for draft in story.summary().proposals} == proposals
    assert steps_back(story).undo == ""


def test_a_full_disk_leaves_the_step_where_it_is(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.answer(SITE, "room_door", "fail")
    before = state(story)

    def full(*_args: object, **_named: object) -> None:
        raise Problem("disk_full", path="w")

    with monkeypatch.context() as patch:
        patch.setattr(story.workspace.db.drafts, "item_delete", full)
        with pytest.raises(Problem, match="disk_full"):
            story.call(services.undo_visit)
    assert state(story) == before
    assert steps_back(story).undo != ""
    story.call(services.undo_visit)
    assert story.row(SITE, "room_door").value == ""


def test_a_photo_comes_back_with_its_file(story: Story, reopen: Reopen) -> None:
    ref = story.ref(SITE, "room_door")
    services.add_photo(story.workspace, story.id, PICTURE, "door.jpg", target=SITE, ref=ref)
    (photo,) = story.row(SITE, "room_door").photos
    story.call(services.remove_photo, photo.id)
    change = story.call(services.undo_visit)
    assert [row.photos for _target, row in change.rows] == [(photo,)]
    again = Story(reopen(), story.id)
    again.reopen()
    assert again.row(SITE, "room_door").photos == (photo,)
    assert services.blob(again.workspace, photo.original) == PICTURE


def test_an_accepted_proposal_is_open_again(story: Story) -> None:
    target = story.targets("transformer-oil")[0]
    for name, value in (("dc_hv_ab", "1.000"), ("dc_hv_bc", "1.000"), ("dc_hv_ca", "1.100")):
        story.answer(target, name, value)
    proposal = story.summary().proposals[0]
    story.call(services.accept_hazard, proposal.id)
    change = story.call(services.undo_visit)
    assert [draft.status for draft in change.hazards] == [DraftStatus.PROPOSAL]


def test_a_visit_read_anew_because_the_register_changed_can_still_be_undone(story: Story) -> None:
    story.answer(SITE, "room_door", "pass")
    story.workspace.visits[story.id].register_changed = True
    story.reopen()
    assert steps_back(story).undo != ""
    story.call(services.undo_visit)
    assert story.row(SITE, "room_door").value == ""
