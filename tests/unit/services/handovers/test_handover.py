"""Handing a visit over: it goes on there with everything, can only be read here, and may come back."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from inspector import services
from inspector.domain.visit import SignMethod, VisitStatus
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.handovers.file import HandOverFile
from inspector.services.handovers.handing import (
    hand_over,
    passphrase_strength,
    take_back,
    take_over,
)
from inspector.services.handovers.past import chain_of
from inspector.storage import VisitDraft
from tests.arriving import arrive
from tests.unit.services.story import PIN, SITE, Story, begin, picture, planned

WORDS = "vier Worte für zwei"


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Workspace]:
    made = services.create_workspace(tmp_path / "other", key="passphrase", passphrase="x")
    yield made
    made.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.visit"


def half(workspace: Workspace) -> Story:
    story = begin(workspace)
    story.answer(SITE, "room_door", "fail")
    services.add_photo(workspace, story.id, picture(), "门.jpg", target=SITE, ref=story.ref(SITE, "room_door"))
    workspace.call(lambda: services.keep_typing(workspace, f"visit:{story.id}:note", "halb getippt"))
    return story


def items(workspace: Workspace, visit: str) -> list[tuple[str, str, object]]:
    found = workspace.call(lambda: workspace.db.drafts.items(visit))
    return [(item.kind, item.key, dict(item.body)) for item in found if item.kind != "position"]


def draft(workspace: Workspace, visit: str) -> VisitDraft:
    return workspace.call(lambda: workspace.db.drafts.visit(visit))


def pins(workspace: Workspace, story: Story) -> None:
    for person in story.reopen().inspectors:
        workspace.call(lambda person=person: services.set_pin(workspace, person, PIN))  # type: ignore[misc]


def refused(act: object, *args: object) -> str:
    try:
        act(*args)  # type: ignore[operator]
    except Problem as problem:
        return problem.code
    return ""


def test_everything_travels_and_the_visit_is_signed_there(workspace: Workspace, other: Workspace, file: Path) -> None:
    story = half(workspace)
    before, number = items(workspace, story.id), workspace.visits[story.id].session.number
    old = {each.hazard.number for each in story.call(services.old_hazards)}
    hand_over(workspace, number, WORDS, file, to="二班")
    assert take_over(other, file, WORDS) == story.id
    assert items(other, story.id) == before
    assert other.call(lambda: services.kept_typing(other, f"visit:{story.id}:")) == {
        f"visit:{story.id}:note": "halb getippt"
    }
    there = Story(other, story.id)
    view = there.reopen()
    assert (view.number, view.status) == (number, VisitStatus.OPEN)
    assert view.restored != ""
    photos = there.row(SITE, "room_door").photos
    assert all(services.blob(other, sha) for photo in photos for sha in (photo.display, photo.original, photo.thumb))
    assert len(photos) == 1
    assert {each.hazard.number for each in there.call(services.old_hazards)} == old
    pins(other, there)
    there.fill()
    there.decide()
    there.sign()
    assert there.call(services.finish_visit).visit_number == number
    body = other.call(lambda: other.db.visits.body(story.id))
    assert [(step["to"], step["code"]) for step in body["handovers"]] == [("二班", workspace.store.device.code)]
    assert refused(take_over, other, file, WORDS) == "visit_signed_already"


def test_here_it_can_be_read_and_not_changed(workspace: Workspace, file: Path) -> None:
    story = half(workspace)
    before = items(workspace, story.id)
    hand_over(workspace, story.id, WORDS, file, to="二班")
    view = story.reopen()
    assert (view.status, view.handed_over.to if view.handed_over else "") == (VisitStatus.HANDED_OVER, "二班")
    assert story.form(SITE).sections
    story.call(services.set_position, view.step, SITE, "x")
    inspector = view.inspectors[0].id
    for act in (
        lambda: story.answer(SITE, "room_door", "pass"),
        lambda: story.call(services.record_note, SITE, story.ref(SITE, "room_door"), "x"),
        lambda: services.add_photo(workspace, story.id, picture(), "x", target=SITE, ref=story.ref(SITE, "room_door")),
        lambda: story.call(services.finish_visit),
    ):
        assert refused(act) == "visit_handed_over"
    assert refused(lambda: story.call(services.sign, inspector, SignMethod.PIN, pin=PIN)) in (
        "visit_handed_over",
        "not_ready_to_sign",
    )
    assert items(workspace, story.id) == before
    (row,) = [row for row in workspace.call(lambda: services.visit_rows(workspace)) if row.id == story.id]
    assert (row.status, row.handed_over.to if row.handed_over else "") == (VisitStatus.HANDED_OVER, "二班")
    assert refused(hand_over, workspace, story.id, WORDS, file) == "visit_handed_over"


def test_a_write_that_fails_leaves_the_visit_here(workspace: Workspace, file: Path, tmp_path: Path) -> None:
    story = half(workspace)
    assert refused(hand_over, workspace, story.id, WORDS, tmp_path / "none" / "x") == "bundle_unwritable"
    assert refused(hand_over, workspace, story.id, "kurz", file) == "handover_passphrase_short"
    assert refused(hand_over, workspace, "nothing", WORDS, file) == "handover_visit_unknown"
    assert draft(workspace, story.id).status is VisitStatus.OPEN
    assert chain_of(draft(workspace, story.id).body) == ()
    story.reopen()
    story.answer(SITE, "room_door", "pass")


def test_damaged_wrong_or_foreign_files_change_nothing(workspace: Workspace, other: Workspace, file: Path) -> None:
    story = half(workspace)
    hand_over(workspace, story.id, WORDS, file)
    raw = file.read_bytes()
    for position in (5, 100, len(raw) // 2, len(raw) - 1):
        file.write_bytes(raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :])
        assert refused(take_over, other, file, WORDS).startswith("bundle_")
    file.write_bytes(raw[:-1])
    assert refused(take_over, other, file, WORDS) == "bundle_damaged"
    file.write_bytes(raw)
    assert refused(take_over, other, file, "falsch falsch") == "bundle_passphrase_wrong"
    assert other.call(lambda: services.visit_rows(other)) == ()
    assert other.call(lambda: services.customers(other)) == ()
    with HandOverFile(file, WORDS) as opened:
        assert opened.visit.draft.id == story.id


def test_it_goes_to_and_fro_and_an_older_file_is_refused(
    workspace: Workspace, other: Workspace, file: Path, tmp_path: Path
) -> None:
    story = half(workspace)
    hand_over(workspace, story.id, WORDS, file, to="二班")
    assert refused(take_over, workspace, file, WORDS) == "handover_stale"
    take_over(other, file, WORDS)
    assert take_over(other, file, WORDS) == story.id
    there = Story(other, story.id)
    view = there.reopen()
    other.call(lambda: services.set_acting_person(other, view.inspectors[0].id))
    there.answer(SITE, "room_door", "pass")
    back = tmp_path / "back.visit"
    hand_over(other, story.id, WORDS, back, to="一班")
    assert refused(take_over, other, file, WORDS) == "handover_stale"
    assert take_over(workspace, back, WORDS) == story.id
    story.reopen()
    row = story.row(SITE, "room_door")
    assert row.value == "pass"
    assert [step.to for step in chain_of(draft(workspace, story.id).body)] == ["二班", "一班"]
    assert refused(take_over, workspace, file, WORDS) == "visit_there_already"


def test_taking_back_goes_on_under_a_new_id_and_number(workspace: Workspace, file: Path) -> None:
    story = half(workspace)
    number = workspace.visits[story.id].session.number
    kept = [item for item in items(workspace, story.id) if item[0] != "signature"]

    def back(reason: str) -> str:
        return workspace.call(lambda: take_back(workspace, story.id, reason))

    assert refused(back, "x") == "visit_not_handed_over"
    hand_over(workspace, story.id, WORDS, file, to="二班")
    assert refused(back, "  ") == "take_back_reason"
    new = back("U 盘丢了")
    again = Story(workspace, new)
    view = again.reopen()
    assert (new != story.id, view.number != number, view.status) == (True, True, VisitStatus.OPEN)
    assert items(workspace, new) == kept
    assert workspace.call(lambda: services.kept_typing(workspace, "visit:")) == {f"visit:{new}:note": "halb getippt"}
    again.fill()
    again.decide()
    again.sign()
    again.call(services.finish_visit)
    note = workspace.call(lambda: workspace.db.visits.body(new))["taken_back_from"]
    assert (note["visit"], note["number"], note["reason"], note["handed_over"]["to"]) == (
        story.id,
        number,
        "U 盘丢了",
        "二班",
    )


def test_a_planned_visit_can_be_handed_over_too(workspace: Workspace, other: Workspace, file: Path) -> None:
    visit = planned(workspace, 1)
    hand_over(workspace, visit, WORDS, file, to="二班")
    assert refused(lambda: workspace.call(lambda: services.open_visit(workspace, visit))) == "visit_handed_over"
    take_over(other, file, WORDS)
    (row,) = other.call(lambda: services.visit_rows(other, signed=0))
    assert (row.id, row.status) == (visit, VisitStatus.PLANNED)
    view = other.call(lambda: services.open_visit(other, visit))
    assert other.store.device.code in view.number
    new = workspace.call(lambda: take_back(workspace, visit, "Datei verloren"))
    assert draft(workspace, new).status is VisitStatus.PLANNED


def test_what_arrives_signed_takes_the_visit_off_the_list(workspace: Workspace, other: Workspace, file: Path) -> None:
    story = half(workspace)
    hand_over(workspace, story.id, WORDS, file)
    take_over(other, file, WORDS)
    there = Story(other, story.id)
    there.reopen()
    pins(other, there)
    there.fill()
    there.decide()
    there.sign()
    there.call(services.finish_visit)
    rows = other.call(lambda: other.db.local_rows.frames_of([story.id]))
    public = other.store.device.public_key
    for frame in other.call(lambda: other.db.local_rows.frames(rows)):
        workspace.store.call(lambda db, frame=frame: arrive(db, frame.raw, frame.sig, public))  # type: ignore[misc]
    listed = workspace.call(lambda: services.visit_rows(workspace))
    assert [row.status for row in listed if row.id == story.id] == [VisitStatus.SIGNED]
    assert refused(lambda: workspace.call(lambda: take_back(workspace, story.id, "x"))) == "visit_signed_already"


@pytest.mark.parametrize(
    ("typed", "strength"),
    [("", "short"), ("1234567", "short"), ("12345678", "weak"), ("aaaaaaaaaaaaaaaa", "weak"),
     ("vier Worte für zwei", "good"), ("Ab3!xy9k", "good")],
)  # fmt: skip
def test_a_hint_while_the_passphrase_is_typed(typed: str, strength: str) -> None:
    assert passphrase_strength(typed) == strength


def test_when_it_was_handed_over_is_kept(workspace: Workspace, file: Path) -> None:
    step = hand_over(workspace, begin(workspace).id, WORDS, file)
    assert abs((datetime.now().astimezone() - step.moment).total_seconds()) < 60
