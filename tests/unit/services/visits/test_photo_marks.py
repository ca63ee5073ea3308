"""Marks over the photos of a visit: a layer that can be taken away, filed with everything it stands on."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from inspector import services
from inspector.photos.annotation import Annotation, MarkColour, MarkKind, mark, to_json
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.visits.replay import replay
from inspector.services.visits.views import PhotoView
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import SITE, Story, picture

MARKS = Annotation(
    (
        mark(MarkKind.ARROW, MarkColour.RED, (0.1, 0.2), (0.5, 0.5)),
        mark(MarkKind.TEXT, MarkColour.YELLOW, (0.2, 0.6), text="接头过热 82 ℃"),
    )
)
HEIC = (Path(__file__).resolve().parents[3] / "data" / "photos" / "irot6.heic").read_bytes()


def add(story: Story, name: str = "room_door", data: bytes = b"", **more: Any) -> PhotoView:
    ref = story.ref(SITE, name)
    services.add_photo(story.workspace, story.id, data or picture(), "door.jpg", target=SITE, ref=ref, **more)
    return story.row(SITE, name).photos[-1]


def annotate(story: Story, photo: PhotoView, marks: Annotation | None) -> PhotoView:
    change = services.annotate_photo(story.workspace, story.id, photo.id, marks)
    assert change.rows
    return story.row(SITE, "room_door").photos[0]


def test_marks_change_what_shows_and_nothing_else(story: Story, workspace: Workspace) -> None:
    plain = add(story)
    marked = annotate(story, plain, MARKS)
    assert (marked.id, marked.original, marked.taken_at) == (plain.id, plain.original, plain.taken_at)
    assert (marked.plain, marked.annotation) == (plain.display, MARKS)
    assert marked.display != plain.display
    assert marked.thumb != plain.thumb
    assert services.blob(workspace, marked.original) == picture()


def test_without_its_marks_a_photo_is_the_former_one(story: Story) -> None:
    plain = add(story)
    first = annotate(story, plain, MARKS)
    second = annotate(story, plain, Annotation(MARKS.marks[:1]))
    assert second.plain == first.plain
    assert second.display != first.display
    assert annotate(story, plain, None) == plain
    assert annotate(story, plain, Annotation()) == plain


def test_marks_survive_the_program(story: Story, reopen: Reopen) -> None:
    marked = annotate(story, add(story), MARKS)
    again = Story(reopen(), story.id)
    again.reopen()
    assert again.row(SITE, "room_door").photos == (marked,)
    assert annotate(again, marked, None).display == marked.plain


def test_marks_clear_signatures_as_every_edit_does(story: Story) -> None:
    photo = add(story)
    story.fill()
    story.decide()
    story.sign()
    assert services.annotate_photo(story.workspace, story.id, photo.id, MARKS).signatures_cleared


def test_a_photo_that_is_gone_takes_no_marks(story: Story) -> None:
    photo = add(story)
    story.call(services.remove_photo, photo.id)
    with pytest.raises(Problem) as caught:
        services.annotate_photo(story.workspace, story.id, photo.id, MARKS)
    assert caught.value.code == "photo_unknown"


def test_the_camera_of_the_computer_says_when(story: Story) -> None:
    at = datetime.fromisoformat("2026-06-11T09:08:00+08:00")
    assert add(story, taken_at=at).taken_at == at
    assert add(story, data=HEIC, taken_at=at).taken_at == datetime.fromisoformat("2026-06-11T10:22:33+08:00")


def test_a_heic_photo_is_kept_as_it_is(story: Story, workspace: Workspace) -> None:
    photo = add(story, data=HEIC)
    assert services.blob(workspace, photo.original) == HEIC
    for made in (photo.display, photo.thumb):
        assert services.blob(workspace, made).startswith(b"\xff\xd8\xff")


def test_sign_off_files_original_pictures_and_marks(story: Story, workspace: Workspace) -> None:
    story.answer(SITE, "room_door", "fail")
    plain = add(story, data=HEIC)
    marked = annotate(story, plain, MARKS)
    story.fill()
    story.decide()
    story.sign()
    issued = workspace.call(lambda: services.finish_visit(workspace, story.id))

    hazard_id = issued.hazards[0][0]

    def events() -> tuple[dict[str, Any], dict[str, Any], dict[str, str], list[str]]:
        signed = next(e for e in workspace.db.frames.events_of(story.id) if e.type == "visit_signed")
        registered = next(e for e in workspace.db.frames.events_of(hazard_id) if e.type == "hazard_registered")
        kinds = {blob.sha256: blob.type for blob in (*signed.blobs, *registered.blobs)}
        return dict(signed.body), dict(registered.body), kinds, [blob.sha256 for blob in registered.blobs]

    visit, hazard, kinds, of_hazard = workspace.call(events)
    (evidence,) = hazard["photos"]
    assert evidence["display"] == marked.display
    assert evidence["plain"] == plain.display
    assert evidence["original"] == plain.original
    assert evidence["annotation"] == to_json(MARKS)
    assert {marked.display, marked.thumb, plain.display, plain.original} <= set(of_hazard)
    (item,) = visit["photos"]
    assert item["annotation"] == to_json(MARKS)
    assert {item["plain_display"], item["plain_thumb"]} == {plain.display, plain.thumb}
    assert {plain.display, plain.thumb, marked.display, plain.original} <= set(kinds)
    assert kinds[plain.original] == "image/heif"
    shown = workspace.call(lambda: services.hazard_detail(workspace, hazard_id)).photos[0]
    assert (shown.display, shown.plain) == (marked.display, plain.display)


def test_a_script_lays_marks_over_a_photo(story: Story, workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "door.heic"
    file.write_bytes(HEIC)
    start = {"op": "start", "visit": "s", "customer": "50102237816", "inspectors": ["wang", "li"]}
    line = {"op": "photo", "form": "infrastructure", "ref": story.ref(SITE, "room_door"), "file": str(file)}
    bad = {"version": 1, "marks": [{}]}
    script = [start, line | {"annotation": to_json(MARKS)}, line | {"annotation": bad}]
    out = [json.loads(answer) for answer in replay(workspace, [json.dumps(one) for one in script])]
    assert [answer.get("error", "ok") for answer in out] == ["ok", "ok", "annotation_unreadable"]
    again = Story(workspace, out[0]["visit"])
    (photo,) = again.row(SITE, "room_door").photos
    assert photo.annotation == MARKS


def test_marks_are_a_step_that_is_taken_back_and_again(story: Story) -> None:
    plain = add(story)
    marked = annotate(story, plain, MARKS)
    story.call(services.undo_visit)
    assert story.row(SITE, "room_door").photos == (plain,)
    story.call(services.redo_visit)
    assert story.row(SITE, "room_door").photos == (marked,)
