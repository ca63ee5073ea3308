"""The reply file that goes out with a notice is there for whoever hands the notice over, then and later."""

import pytest

from inspector import services
from inspector.domain.hazard import HazardStatus
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.printing.notices import serve
from inspector.services.printing.reply_files import issued_notice, reply_files
from inspector.storage import HazardFilter
from tests.unit.services.story import SITE, Story


def signed(story: Story, *, failing: bool) -> str:
    if failing:
        row = next(row for part in story.form(SITE).sections for row in part.rows if row.kind.value == "judged")
        story.call(services.record_answer, SITE, row.ref, "fail")
    story.fill()
    story.decide()
    story.sign()
    return str(story.call(services.finish_visit).visit)


def test_the_notice_of_a_visit_comes_with_the_file_that_it_promises(story: Story) -> None:
    visit = signed(story, failing=True)
    found = story.workspace.call(lambda: issued_notice(story.workspace, visit))
    (reply,) = found.replies
    assert reply.name == f"{found.number}.xlsx"
    assert reply.data.startswith(b"PK")
    assert reply.code


def test_a_visit_without_hazards_has_no_reply_file(story: Story) -> None:
    visit = signed(story, failing=False)
    assert story.workspace.call(lambda: issued_notice(story.workspace, visit)).replies == ()


def test_a_rectification_notice_has_its_own(workspace: Workspace) -> None:
    rows = workspace.call(lambda: workspace.db.hazards.page(HazardFilter(), today=workspace.today()))
    waiting = next(row.hazard for row in rows if row.hazard.status is HazardStatus.OPEN)
    served = serve(workspace, [waiting.id]).notices[0]
    (reply,) = workspace.call(lambda: reply_files(workspace, [served.number, "XQ-0000-XX-0001", ""]))
    assert (reply.name, reply.code) == (f"{served.number}.xlsx", served.code)


def test_an_unknown_visit_is_named(workspace: Workspace) -> None:
    with pytest.raises(Problem) as caught:
        workspace.call(lambda: issued_notice(workspace, "JC-1999-0101-XX-01"))
    assert caught.value.code == "notice_missing"
