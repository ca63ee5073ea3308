"""A hazard from its finding by 检查二班 to its review by 检查一班, as tests of reviews tell it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from inspector import services
from inspector.domain.actions import Action
from inspector.domain.person import Person
from inspector.domain.roles import as_seen
from inspector.services import Workspace
from inspector.services.hazards.actions import act
from inspector.services.hazards.given import Given
from inspector.services.reviews.views import ReviewDetail
from inspector.storage import NewEvent

BY_HAND = ("same_view", "record", "on_site")
FINDERS = ("zhang", "chen")
PHOTO = {"display": "d" * 64, "original": "e" * 64, "thumb": "f" * 64, "taken_at": "2026-05-18T14:20:00+08:00"}


@dataclass
class ReviewStory:
    """One hazard; every method acts as the person it names and leaves him acting."""

    workspace: Workspace
    hazard: str = ""

    def call(self, work: Any) -> Any:
        return self.workspace.call(work)

    def act_as(self, login: str) -> Person:
        return self.workspace.call(lambda: self.workspace.act_as(login))

    def find(self, number: str = "YH-T-0001", **more: Any) -> str:
        """Register a hazard that 张工 and 陈工 found ten days ago, with its notice."""
        workspace = self.workspace

        def write() -> str:
            finders = [workspace.person_of(login) for login in FINDERS]
            customer = workspace.db.registers.customers()[0]
            found = workspace.today() - timedelta(days=10)
            self.hazard = workspace.new_id()
            fields: dict[str, Any] = {
                "number": number,
                "customer": customer.id,
                "place": "变压器室",
                "description": f"顶层油温高 {number}",
                "grade": "serious",
                "basis": "DL/T 572-2021 表1",
                "measure": "检修冷却装置",
                "deadline": (found + timedelta(days=7)).isoformat(),
                "responsible": customer.contact,
                "found_on": found.isoformat(),
                "found_by": [person.id for person in finders],
                **more.pop("fields", {}),
            }
            body = {"fields": fields, **more, **as_seen(finders[0], finders=finders)}
            events = [
                NewEvent(self.hazard, "hazard", "hazard_registered", body),
                NewEvent(self.hazard, "hazard", "notice_served", {"notice": "TZ-T-1"}),
            ]
            at = workspace.now() - timedelta(days=10)
            workspace.db.frames.append(customer.scope, finders[0].id, events, at)
            return self.hazard

        return str(self.call(write))

    def submit(self, login: str = "zhang", **given: Any) -> None:
        self.act_as(login)
        values: dict[str, Any] = {"note": "清洗散热器", "person": "周电工", "on": self.today(), **given}
        act(self.workspace, self.hazard, Action.SUBMIT, Given(**values))

    def today(self) -> Any:
        return self.call(self.workspace.today)

    def detail(self) -> ReviewDetail:
        view: ReviewDetail = self.call(lambda: services.review_detail(self.workspace, self.hazard))
        return view

    def keep(self, *ticks: str, comment: str = "") -> ReviewDetail:
        view: ReviewDetail = self.call(lambda: services.keep_review(self.workspace, self.hazard, ticks, comment))
        return view

    def judge(self, outcome: str = "pass", comment: str = "合格，同意销号。", ticks: tuple[str, ...] = BY_HAND) -> Any:
        given = services.ReviewInput(ticks=frozenset(ticks), comment=comment)  # type: ignore[arg-type]
        return services.judge_review(self.workspace, self.hazard, outcome, given)

    def status(self) -> str:
        return str(self.call(lambda: self.workspace.db.hazards.get(self.hazard).status.value))
