"""A commit that fails leaves memory and disk as they were, and what comes afterwards works."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from inspector import services
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.rescue.doctor import examine
from inspector.services.visits.views import CellState
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import SITE, Story, begin

LONG = "长" * 600_000
"""More than any free page of the database takes."""


@contextmanager
def full_disk(workspace: Workspace) -> Iterator[None]:
    """The database may not grow by a single page, as when the disk is full."""

    def limit(pages: str) -> None:
        workspace.db._session.rows(f"PRAGMA max_page_count = {pages}")

    size = workspace.call(lambda: workspace.db._session.rows("PRAGMA page_count")[0][0])
    workspace.call(lambda: limit(str(size)))
    yield
    workspace.call(lambda: limit("1000000"))


def test_an_answer_that_was_not_saved_is_not_shown_either(reopen: Reopen) -> None:
    story = begin(reopen())
    oil = story.targets("transformer-oil")[0]
    story.answer(SITE, "duty_phone", "023-1")
    story.answer(oil, "ratio_error", "0.2")
    with full_disk(story.workspace), pytest.raises(Problem) as found:
        story.answer(SITE, "duty_phone", LONG)
    assert found.value.code == "disk_full"
    assert story.row(SITE, "duty_phone").value == "023-1"
    story.answer(SITE, "duty_phone", "023-2")
    again = Story(reopen(), story.id)
    again.reopen()
    assert again.row(SITE, "duty_phone").value == "023-2"
    assert again.line(oil, "ratio_error").cells[0].value == "0.2"


def test_text_beside_an_error_and_judgements_come_back_too(story: Story) -> None:
    oil = story.targets("transformer-oil")[0]
    story.answer(oil, "ratio_error", "约 9")
    with full_disk(story.workspace), pytest.raises(Problem):
        story.answer(oil, "ratio_error", LONG)
    cell = story.line(oil, "ratio_error").cells[0]
    assert (cell.value, cell.state) == ("约 9", CellState.ERROR)
    assert story.summary().proposals == ()


def test_notes_hazards_and_overrides_are_all_or_nothing(story: Story) -> None:
    story.answer(SITE, "room_door", "fail")
    before = story.draft(SITE, "room_door")
    assert before is not None
    with full_disk(story.workspace):
        acts: tuple[Callable[[], object], ...] = (
            lambda: story.call(services.record_note, SITE, story.ref(SITE, "room_door"), LONG),
            lambda: story.call(services.edit_hazard, before.id, description=LONG),
            lambda: story.call(services.edit_hazard, None, description=LONG),
            lambda: story.call(services.dismiss_hazard, before.id, LONG),
        )
        for act in acts:
            with pytest.raises(Problem) as found:
                act()
            assert found.value.code == "disk_full"
    assert story.draft(SITE, "room_door") == before
    assert story.row(SITE, "room_door").note == ""
    assert story.summary().hazards == (before,)


def test_a_sign_off_that_fails_leaves_an_open_visit_that_can_be_signed_off(reopen: Reopen) -> None:
    story = begin(reopen())
    story.call(services.edit_hazard, None, description="长" * 3000)
    story.fill()
    story.decide()
    story.sign()
    promised = story.summary().will_make
    with full_disk(story.workspace), pytest.raises(Problem) as found:
        story.call(services.finish_visit)
    assert found.value.code == "disk_full"
    assert story.summary().will_make == promised
    again = Story(reopen(), story.id)
    again.reopen()
    assert again.summary().missing == ()
    issued = again.call(services.finish_visit)
    assert issued.notice_number == next(made.number for made in promised if made.kind == "notice")
    assert again.workspace.call(lambda: examine(again.workspace))["findings"] == []
