"""Acting on a hazard: what is written, what is refused and how it is said, on the sample workspace."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from inspector import services
from inspector.domain.actions import Action
from inspector.domain.hazard import Grade, HazardStatus
from inspector.domain.person import Person, Role
from inspector.i18n import describe
from inspector.problems import Problem
from inspector.services import Given, Workspace, act, act_many, held_body
from inspector.services.hazards.courses import course_of
from inspector.services.hazards.detail import hazard_json
from inspector.services.ledgers.views import HazardDetail
from inspector.services.registers.entries import add_person, everybody
from inspector.storage import HazardFilter, NewEvent
from tests.unit.services.conftest import Reopen


class Case:
    """One hazard that waits for its rectification, found by 检查一班 or 检查二班, and the people around it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.people = self._people()
        rows = workspace.call(self._open)
        self.hazard = next(row.hazard for row in rows if row.hazard.grade is Grade.GENERAL)
        team = self.person(self.hazard.found_by[0]).team
        self.finder = self.person(self.hazard.found_by[0])
        independent = [p for p in self.people.values() if p.team != team and Role.REVIEWER in p.roles]
        self.reviewer, self.second = [p for p in independent if Role.LEAD not in p.roles][:2]
        self.lead = next(p for p in self.people.values() if Role.LEAD in p.roles)

    def _people(self) -> dict[str, Person]:
        ws = self.workspace
        return {person.login: person for person in ws.call(lambda: everybody(ws))}

    def _open(self) -> Any:
        ws = self.workspace
        chosen = HazardFilter(statuses=("open",), notice_served=True)
        rows = ws.db.hazards.page(chosen, today=ws.today(), sort=("-found_on",))
        return [row for row in rows if not row.asks_extension and not row.by_hand and not row.hazard.supervision]

    def newcomer(self, login: str, team: str, role: Role) -> Person:
        ws, fields = self.workspace, {"login": login, "name": login, "team": team, "roles": [role.value]}
        return ws.call(lambda: add_person(ws, fields))

    def person(self, identity: str) -> Person:
        return next(person for person in self.people.values() if person.id == identity)

    def act(self, who: Person, action: str, *, seen: Any = None, **given: Any) -> HazardDetail:
        self.workspace.call(lambda: self.workspace.act_as(who.id))
        return act(self.workspace, self.hazard.id, action, Given(**given), seen=seen)

    def refused(self, who: Person, action: str, *, seen: Any = None, **given: Any) -> str:
        with pytest.raises(Problem) as caught:
            self.act(who, action, seen=seen, **given)
        assert "{" not in describe(caught.value)
        return caught.value.code

    def detail(self) -> HazardDetail:
        return self.workspace.call(lambda: services.hazard_detail(self.workspace, self.hazard.id))


def frames(workspace: Workspace) -> int:
    return workspace.call(lambda: len(workspace.db.frames.unsent(1_000_000)))


@pytest.fixture
def case(workspace: Workspace) -> Case:
    return Case(workspace)


def test_from_rectification_to_closure_by_somebody_independent(case: Case) -> None:
    assert case.detail().primary is Action.SUBMIT
    found = case.act(case.finder, "submit", note="dried", values=({"quantity": "top_oil_temperature", "value": 60.0},))
    assert (found.hazard.status, found.primary) == (HazardStatus.IN_REVIEW, Action.PASS)
    assert [party.id for party in found.rectifiers] == [case.finder.id]
    assert case.refused(case.finder, "pass", comment="fine") == "action_own_rectification"
    mate = case.newcomer("mate", case.finder.team, Role.REVIEWER)
    assert case.refused(mate, "pass", comment="fine") == "action_own_team"
    assert case.refused(case.reviewer, "pass", comment=" ") == "action_needs"
    closed = case.act(case.reviewer, "pass", comment="fine")
    assert closed.hazard.status is HazardStatus.CLOSED
    assert closed.course[-1].by == case.reviewer.name
    assert case.refused(case.reviewer, "return", comment="no") == "action_status"
    assert case.refused(case.newcomer("new", "T", Role.INSPECTOR), "reopen", reason="again") == "action_role"
    again = case.act(case.lead, "reopen", reason="again")
    assert (again.hazard.status, again.reopened) == (HazardStatus.OPEN, 1)
    assert "recurrent" in again.hazard.supervision


def test_a_person_of_ours_who_did_the_work_counts_as_rectifier(case: Case) -> None:
    case.act(case.finder, "submit", note="dried", person=case.reviewer.login)
    assert case.refused(case.reviewer, "pass", comment="fine") == "action_own_rectification"
    assert case.refused(case.second, "pass", comment="fine") == "action_own_team"


def test_more_time_is_asked_for_and_decided_by_another(case: Case) -> None:
    until = max(case.hazard.deadline, case.workspace.call(case.workspace.today)) + timedelta(days=20)
    assert case.refused(case.finder, "extend", until=until) == "action_needs"
    assert case.refused(case.finder, "extend", until=case.hazard.deadline, reason="parts") == "extension_day"
    asked = case.act(case.finder, "extend", until=until, reason="parts")
    assert asked.extension is not None
    assert (asked.extension.until, asked.extension.by, asked.extension.reason) == (until, case.finder.name, "parts")
    assert case.refused(case.finder, "extend", until=until, reason="parts") == "action_already_asked"
    assert case.refused(case.finder, "grant") == "action_role"
    refused = case.act(case.lead, "refuse", reason="dangerous")
    assert (refused.extension, refused.hazard.deadline) == (None, case.hazard.deadline)
    assert case.refused(case.lead, "grant") == "action_nothing_asked"
    case.act(case.lead, "extend", until=until, reason="parts")
    assert case.refused(case.lead, "grant") == "action_own_decision"
    other = case.newcomer("boss", "office", Role.LEAD)
    granted = case.act(other, "grant")
    assert (granted.extension, granted.hazard.deadline) == (None, until)


def test_a_decision_about_something_new_is_refused_and_says_what_is_new(case: Case) -> None:
    case.act(case.finder, "submit", note="dried")
    seen = case.detail().heads
    case.act(case.finder, "note", note="look at the cover too")
    with pytest.raises(Problem) as caught:
        case.act(case.reviewer, "pass", comment="fine", seen=seen)
    assert caught.value.code == "hazard_moved_on"
    assert case.finder.name in describe(caught.value)
    assert case.detail().hazard.status is HazardStatus.IN_REVIEW
    case.act(case.reviewer, "note", note="seen so", seen=seen)
    heads = case.detail().heads
    case.act(case.reviewer, "note", note="my own")
    assert case.act(case.reviewer, "pass", comment="fine", seen=heads).hazard.status is HazardStatus.CLOSED


def test_two_who_did_not_see_each_other_are_settled_by_a_third(case: Case) -> None:
    case.act(case.finder, "submit", note="dried")
    ws, heads = case.workspace, case.detail().heads

    def dispute() -> None:
        course = course_of(ws, case.hazard.id)
        for person, kind in ((case.reviewer, "review_passed"), (case.second, "review_returned")):
            event = NewEvent(case.hazard.id, "hazard", kind, {"comment": "c", **course.seen_by(person)}, heads)
            ws.db.frames.append(ws.db.registers.customer(case.hazard.customer).scope, person.id, [event], ws.now())

    ws.call(dispute)
    found = case.detail()
    assert (found.hazard.status, found.primary) == (HazardStatus.DISPUTED, Action.ADJUDICATE)
    assert "disputed" in found.hazard.supervision
    assert case.refused(case.lead, "adjudicate", outcome="perhaps", comment="c") == "action_outcome"
    settled = case.act(case.lead, "adjudicate", outcome="returned", comment="not yet")
    assert settled.hazard.status is HazardStatus.RETURNED


def test_photos_are_stored_stamped_and_told(case: Case, tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "gray").save(picture, "JPEG")
    path = tmp_path / "after.jpg"
    path.write_bytes(picture.getvalue())
    found = case.act(case.finder, "submit", note="dried", photos=(path, picture.getvalue()))
    told = next(entry for entry in found.course if entry.type == "rectification_submitted")
    assert [photo.after for photo in told.photos] == [True, True]
    assert case.workspace.store.blobs.get(told.photos[0].original) == picture.getvalue()
    assert case.refused(case.finder, "photo", photos=(tmp_path / "none.jpg",)) == "photo_unreadable"
    assert case.refused(case.finder, "photo") == "action_needs"


def test_fields_are_checked_and_a_deadline_is_not_among_them(case: Case) -> None:
    found = case.act(case.finder, "change", fields={"measure": "pump"}, grade=Grade.SERIOUS, reason="worse")
    assert (found.hazard.measure, found.hazard.grade) == ("pump", Grade.SERIOUS)
    assert case.refused(case.finder, "change", fields={"measure": "pump"}) == "change_nothing"
    assert case.refused(case.finder, "change", fields={"deadline": "2030-01-01"}) == "change_deadline"
    assert case.refused(case.finder, "change", fields={"status": "closed"}) == "change_field"
    assert case.refused(case.finder, "change", fields={"description": " "}) == "change_value"
    assert case.act(case.finder, "assign", person="Li").hazard.responsible == "Li"


def test_a_lead_supervises_and_releases_with_a_reason(case: Case) -> None:
    assert case.refused(case.lead, "release", reason="done") == "action_nothing_asked"
    found = case.act(case.lead, "supervise", reason="third time")
    assert (found.by_hand, "by_hand" in found.hazard.supervision) == ("third time", True)
    assert "by_hand" not in case.act(case.lead, "release", reason="done").hazard.supervision


def test_several_at_once_are_one_frame_and_what_is_not_open_is_told(workspace: Workspace) -> None:
    rows = workspace.call(lambda: workspace.db.hazards.page(HazardFilter(), today=workspace.today()))
    before = frames(workspace)
    result = act_many(workspace, [row.hazard.id for row in rows], Action.ASSIGN, Given(person="Li"))
    unclosed = {row.hazard.id for row in rows if row.hazard.status.unclosed}
    assert set(result.done) == unclosed
    assert {one.problem.code for one in result.refused} == {"action_status"}
    assert len(result.done) + len(result.refused) == len(rows)
    assert frames(workspace) == before + 1


def test_a_held_decision_survives_a_kill_and_is_carried_out_as_who_decided(reopen: Reopen) -> None:
    case = Case(reopen())
    ws = case.workspace
    ws.call(lambda: ws.act_as(case.lead.id))
    body = held_body([case.hazard.id], Action.VOID, Given(reason="twice"), {case.hazard.id: case.detail().heads})
    ws.call(lambda: services.hold(ws, "hazard_action", body))
    again = reopen()
    shown = again.call(lambda: hazard_json(again, case.hazard.id))
    assert (shown["status"], shown["history"][-1]["user"]) == ("voided", case.lead.id)
    assert again.refused == ()


def test_what_is_open_to_whom_is_told_with_the_reason(case: Case) -> None:
    case.act(case.finder, "submit", note="dried")
    shown = case.workspace.call(lambda: hazard_json(case.workspace, case.hazard.id))
    assert shown["refused"]["pass"] == "own_rectification"
    assert "submit" in shown["next"]
    offers = {offer.action: offer for offer in case.detail().offers}
    assert offers[Action.PASS].reason
    assert not offers[Action.PASS].allowed


def test_who_passes_by_comment_alone_vouches_for_the_points_by_hand(case: Case) -> None:
    case.act(case.finder, "submit", note="dried")
    case.act(case.reviewer, "pass", comment="saw it")
    shown = case.workspace.call(lambda: hazard_json(case.workspace, case.hazard.id))
    body = shown["history"][-1]["body"]
    assert (body["vouched"], body["checks"]["on_site"]) == (True, "vouched")


def test_reviews_are_judged_one_by_one(case: Case) -> None:
    case.act(case.finder, "submit", note="dried")
    for action in (Action.PASS, Action.RETURN):
        with pytest.raises(Problem, match="action_by_itself"):
            act_many(case.workspace, [case.hazard.id], action, Given(comment="fine"))


def test_texts_have_an_end(case: Case) -> None:
    assert case.refused(case.finder, "note", note="x" * 2001) == "action_text_long"
    case.act(case.finder, "note", note="x" * 2000)


def test_closing_a_dispute_needs_a_review_and_somebody_independent(case: Case) -> None:
    case.act(case.finder, "submit", note="dried")
    ws, heads = case.workspace, case.detail().heads
    other = case.newcomer("boss", "office", Role.LEAD)
    mate = case.newcomer("mate", case.finder.team, Role.LEAD)

    def contradict(*kinds: tuple[Person, str]) -> None:
        course = course_of(ws, case.hazard.id)
        for person, kind in kinds:
            body = {"comment": "c", "reason": "r", **course.seen_by(person)}
            event = NewEvent(case.hazard.id, "hazard", kind, body, heads)
            ws.db.frames.append(ws.db.registers.customer(case.hazard.customer).scope, person.id, [event], ws.now())

    ws.call(lambda: contradict((case.second, "review_returned"), (case.lead, "hazard_voided")))
    assert case.refused(other, "adjudicate", outcome="closed", comment="c") == "adjudicate_unreviewed"
    shown = ws.call(lambda: services.dispute_detail(ws, case.hazard.id))
    assert (shown.allowed, shown.closable) == (True, False)
    assert shown.why_open
    ws.call(lambda: contradict((case.reviewer, "review_passed")))
    assert case.refused(mate, "adjudicate", outcome="closed", comment="c") == "adjudicate_dependent"
    closed = case.act(other, "adjudicate", outcome="closed", comment="c")
    assert closed.hazard.status is HazardStatus.CLOSED


def test_team_and_roles_are_given_by_somebody_else(case: Case) -> None:
    ws = case.workspace

    def refused(who: Person, whom: Person, **fields: Any) -> str:
        ws.call(lambda: ws.act_as(who.id))
        try:
            ws.call(lambda: services.set_person(ws, whom.id, fields))
        except Problem as problem:
            return problem.code
        return ""

    assert refused(case.finder, case.finder, team="elsewhere") == "person_own_rights"
    assert refused(case.lead, case.lead, roles=["reviewer"]) == "person_own_rights"
    assert refused(case.finder, case.reviewer, roles=["reviewer"]) == "person_rights"
    assert refused(case.finder, case.finder, name="Renamed") == ""
    assert refused(case.lead, case.finder, team="elsewhere") == ""
    assert refused(case.people["admin"], case.people["admin"], team="elsewhere") == ""
