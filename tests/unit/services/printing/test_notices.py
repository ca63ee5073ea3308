"""Rectification notices: one for each customer, with a reply file, in one commit; printed again as they were issued."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from inspector import services
from inspector.domain.actions import Action
from inspector.domain.hazard import Hazard, HazardStatus
from inspector.domain.person import Role
from inspector.problems import Problem
from inspector.reports.pdf.raster import page_text
from inspector.services import Workspace, act
from inspector.services.hazards.given import Given
from inspector.services.printing import notice_drawing, notices
from inspector.services.printing.notices import Served
from inspector.services.replies.code import check_code
from inspector.storage import HazardFilter, NewEvent
from tests.unit.services.story import SITE, Story, begin


@dataclass
class Words:
    note: str = ""
    on: date | None = None


def hazards(workspace: Workspace, *statuses: HazardStatus) -> list[Hazard]:
    chosen = HazardFilter(statuses=statuses)
    return [row.hazard for row in workspace.call(lambda: workspace.db.hazards.page(chosen, today=workspace.today()))]


def serve(workspace: Workspace, found: list[Hazard], words: Words | None = None) -> Served:
    def work() -> Served:
        person = next(p for p in workspace.db.registers.persons() if Role.LEAD in p.roles)
        with workspace.acting_as(person.id):
            return notices.serve(workspace, [hazard.id for hazard in found], words)

    return workspace.call(work)


def body_of(workspace: Workspace, hazard: str) -> dict[str, object]:
    events = workspace.call(lambda: workspace.db.frames.events_of(hazard))
    return dict(events[-1].body)


def test_each_customer_gets_one_notice_about_its_own_hazards(workspace: Workspace) -> None:
    found = hazards(workspace, HazardStatus.OPEN, HazardStatus.RETURNED)
    assert len({hazard.customer for hazard in found}) > 1
    before = workspace.call(lambda: services.unsent_count(workspace))
    served = serve(workspace, found, Words("请尽快整改。"))
    assert sorted(one for notice in served.notices for one in notice.hazards) == sorted(hazard.id for hazard in found)
    assert {notice.customer for notice in served.notices} == {hazard.customer for hazard in found}
    assert len({notice.number for notice in served.notices}) == len(served.notices)
    scopes = workspace.call(
        lambda: {workspace.db.registers.customer(notice.customer).scope for notice in served.notices}
    )
    assert workspace.call(lambda: services.unsent_count(workspace)) == before + len(scopes), "one frame for each area"
    by_id = {hazard.id: hazard for hazard in found}
    for notice in served.notices:
        assert notice.code == check_code(notice.number, [by_id[hazard] for hazard in notice.hazards])
        text = page_text(workspace.store.blobs.get(notice.pdf_sha), 0)
        assert notice.number in text
        assert notice.code in text
        assert "请尽快整改。" in text
        book = load_workbook(io.BytesIO(workspace.store.blobs.get(notice.reply_sha)))
        cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
        assert any(notice.code in cell for cell in cells)
        for hazard in notice.hazards:
            body = body_of(workspace, hazard)
            assert (body["notice"], body["kind"], body["code"]) == (notice.number, "rectification", notice.code)
            assert body["hazards"] == list(notice.hazards)


def test_a_hazard_may_be_served_again_and_the_day_it_reached_the_customer_is_kept(workspace: Workspace) -> None:
    hazard = hazards(workspace, HazardStatus.OPEN)[0]
    first = serve(workspace, [hazard]).notices[0]
    second = serve(workspace, [hazard], Words(on=date(2026, 5, 1))).notices[0]
    assert first.number != second.number
    assert body_of(workspace, hazard.id)["on"] == "2026-05-01"
    latest = workspace.call(lambda: notices.rectification_notice(workspace, hazard.number))
    assert latest == workspace.store.blobs.get(second.pdf_sha)
    earlier = workspace.call(lambda: notices.rectification_notice(workspace, first.number))
    assert earlier == workspace.store.blobs.get(first.pdf_sha)


def test_in_english_it_says_what_it_said_when_it_was_issued(workspace: Workspace) -> None:
    hazard = hazards(workspace, HazardStatus.OPEN)[0]
    notice = serve(workspace, [hazard]).notices[0]
    text = page_text(workspace.call(lambda: notices.rectification_notice(workspace, notice.number, "en")), 0)
    assert "Rectification Notice" in text
    assert notice.number in text
    assert notice.code in text
    assert hazard.deadline.isoformat() in text


@pytest.mark.parametrize("status", [HazardStatus.CLOSED, HazardStatus.IN_REVIEW, HazardStatus.VOIDED])
def test_no_notice_about_what_is_not_open(workspace: Workspace, status: HazardStatus) -> None:
    refused, fine = hazards(workspace, status)[0], hazards(workspace, HazardStatus.OPEN)[0]
    before = workspace.call(workspace.db.frames.stamp)
    with pytest.raises(Problem) as caught:
        serve(workspace, [fine, refused])
    assert caught.value.code == "notice_status"
    assert workspace.call(workspace.db.frames.stamp) == before, "nothing was written for the other one"
    assert serve(workspace, [fine]).notices[0].number.endswith("0001"), "and no number is gone"


def test_who_only_reviews_serves_nothing_and_nothing_is_no_choice(workspace: Workspace) -> None:
    with pytest.raises(Problem) as caught:
        serve(workspace, [])
    assert caught.value.code == "notice_no_hazards"
    fields = {"login": "onlyreviews", "name": "复查员", "team": "三班", "roles": [Role.REVIEWER.value]}
    scope = workspace.call(lambda: workspace.db.registers.customers()[0].scope)
    workspace.call(
        lambda: workspace.db.frames.append(
            scope, "", [NewEvent("reviewer-1", "person", "person_registered", {"fields": fields})], workspace.now()
        )
    )
    workspace.call(lambda: workspace.act_as("onlyreviews"))
    hazard = hazards(workspace, HazardStatus.OPEN)[0]
    with pytest.raises(Problem) as caught:
        workspace.call(lambda: notices.serve(workspace, [hazard.id]))
    assert caught.value.code == "notice_role"


def test_unknown_names_are_told(workspace: Workspace) -> None:
    with pytest.raises(Problem) as caught:
        workspace.call(lambda: notices.rectification_notice(workspace, "XQ-0000"))
    assert caught.value.code == "rectification_notice_missing"


def test_the_result_notice_goes_out_with_a_reply_file_too(workspace: Workspace) -> None:
    story: Story = begin(workspace)
    story.fill()
    story.decide()
    failing = next(row for section in story.form(SITE).sections for row in section.rows if "fail" in dict(row.options))
    story.answer(SITE, failing.ref.rsplit("/", 1)[1], "fail")
    story.fill()
    story.decide()
    story.sign()
    issued = story.call(services.finish_visit)
    assert issued.hazards
    hazard = issued.hazards[0][0]
    body = body_of(workspace, hazard)
    assert body["notice"] == issued.notice_number
    assert str(body["code"]) in page_text(workspace.store.blobs.get(issued.pdf), 0)
    assert workspace.store.blobs.has(str(body["reply"]))


# Drawn beside the worker ----------------------------------------------------------------------------------------------


class Watched:
    """Tells which notices the worker drew itself."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.worker = workspace.call(threading.get_ident)

    def drawing(self, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
        """For each PDF that is drawn from now on: whether the worker had to."""
        seen: list[bool] = []
        real = notice_drawing.print_rectification

        def watched(*args: Any) -> bytes:
            seen.append(threading.get_ident() == self.worker)
            return real(*args)

        monkeypatch.setattr(notice_drawing, "print_rectification", watched)
        return seen


def as_lead(workspace: Workspace) -> None:
    workspace.call(lambda: workspace.act_as("liu"))


def test_from_the_pool_the_worker_draws_nothing_and_stays_free(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_lead(workspace)
    found = hazards(workspace, HazardStatus.OPEN, HazardStatus.RETURNED)
    seen = Watched(workspace).drawing(monkeypatch)
    served = notices.serve(workspace, [hazard.id for hazard in found], Words("请尽快整改。"))
    assert len(seen) == len(served.notices) > 1
    assert not any(seen)
    for place, notice in enumerate(served.notices, 1):
        assert notice.number.endswith(f"{place:04d}")
        assert notice.number in page_text(workspace.store.blobs.get(notice.pdf_sha), 0)
        assert body_of(workspace, notice.hazards[0])["notice"] == notice.number


def test_acting_and_holding_draw_ahead_too(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    as_lead(workspace)
    first, second, third = hazards(workspace, HazardStatus.OPEN)[:3]
    seen = Watched(workspace).drawing(monkeypatch)
    act(workspace, first.id, "serve", Given(note="速办"))
    assert seen == [False]
    held = workspace.call(
        lambda: services.hold(
            workspace, "hazard_action", services.held_body([second.id], Action.SERVE, Given(note="速办"))
        )
    )
    notices.draw_ahead(workspace, [second.id], Given(note="速办"))
    workspace.call(lambda: services.carry_out(workspace, held.id))
    assert seen == [False, False]
    assert body_of(workspace, second.id)["note"] == "速办"
    workspace.call(lambda: notices.serve(workspace, [third.id]))
    assert seen == [False, False, True], "nothing was drawn ahead"


def test_what_was_drawn_ahead_and_is_no_longer_true_is_not_issued(workspace: Workspace) -> None:
    as_lead(workspace)
    hazard, other = hazards(workspace, HazardStatus.OPEN)[:2]
    notices.draw_ahead(workspace, [hazard.id])
    act(workspace, hazard.id, "change", Given(fields={"measure": "整体更换"}, reason="复核"))
    notices.serve(workspace, [other.id])
    served = workspace.call(lambda: notices.serve(workspace, [hazard.id])).notices[0]
    text = page_text(workspace.store.blobs.get(served.pdf_sha), 0)
    assert "整体更换" in text
    assert served.number in text
    assert served.number.endswith("0002")


def test_a_hazard_that_changes_while_its_notice_is_drawn_is_told(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_lead(workspace)
    hazard = hazards(workspace, HazardStatus.OPEN)[0]
    real = notice_drawing.print_rectification

    def meanwhile(*args: Any) -> bytes:
        act(workspace, hazard.id, "change", Given(fields={"measure": "整体更换"}, reason="复核"))
        return real(*args)

    monkeypatch.setattr(notice_drawing, "print_rectification", meanwhile)
    with pytest.raises(Problem) as caught:
        notices.serve(workspace, [hazard.id])
    assert (caught.value.code, caught.value.params["hazards"]) == ("notice_moved_on", hazard.number)
    monkeypatch.setattr(notice_drawing, "print_rectification", real)
    assert notices.serve(workspace, [hazard.id]).notices[0].number.endswith("0001"), "no number is gone"


def test_who_serves_at_the_same_time_as_others_gets_numbers_of_his_own(workspace: Workspace) -> None:
    as_lead(workspace)
    found = hazards(workspace, HazardStatus.OPEN)[:4]
    with ThreadPoolExecutor(4) as pool:
        served = list(pool.map(lambda hazard: notices.serve(workspace, [hazard.id]), found))
    assert sorted(one.notices[0].number[-4:] for one in served) == ["0001", "0002", "0003", "0004"]
