"""Hazard sheet and review record from real records, in both languages."""

from typing import Any

import pytest

from inspector import i18n
from inspector.domain.actions import Action
from inspector.domain.hazard import HazardStatus
from inspector.problems import Problem
from inspector.reports.pdf.raster import page_count, page_text
from inspector.services import Workspace, act
from inspector.services.hazards.given import Given
from inspector.services.printing.hazard_papers import (
    hazard_sheet,
    hazard_sheet_model,
    review_record,
    review_record_model,
)
from inspector.storage import HazardFilter, NewEvent
from tests.unit.services.review_story import ReviewStory


def number_of(workspace: Workspace, status: HazardStatus) -> str:
    chosen = HazardFilter(statuses=(status,))
    rows = workspace.call(lambda: workspace.db.hazards.page(chosen, today=workspace.today(), limit=1))
    return rows[0].hazard.number


def text_of(pdf: bytes) -> str:
    return "\n".join(page_text(pdf, page) for page in range(page_count(pdf)))


def test_the_sheet_tells_the_hazard_and_its_whole_course(workspace: Workspace) -> None:
    number = number_of(workspace, HazardStatus.CLOSED)
    model = workspace.call(lambda: hazard_sheet_model(workspace, number))
    hazard = workspace.call(lambda: workspace.db.hazards.by_number(number))
    assert hazard is not None
    assert (model.hazard.number, model.hazard.description) == (number, hazard.description)
    assert model.hazard.visit
    assert model.hazard.notices
    assert model.course[0].what == "登记"
    assert all(line.at and line.who for line in model.course)
    text = text_of(workspace.call(lambda: hazard_sheet(workspace, hazard.id)))
    assert "安全隐患单" in text
    assert number in text


def test_the_record_says_who_reviewed_and_why_he_was_independent(workspace: Workspace) -> None:
    number = number_of(workspace, HazardStatus.CLOSED)
    model = workspace.call(lambda: review_record_model(workspace, number))
    assert model.passed
    assert model.comment
    assert model.rectification
    assert model.reviewer_team != ""
    assert model.reviewer in model.statement
    assert "独立性" in text_of(workspace.call(lambda: review_record(workspace, number)))
    assert "符合独立性要求" in model.statement


def test_a_returned_one_is_recorded_as_returned(workspace: Workspace) -> None:
    number = number_of(workspace, HazardStatus.RETURNED)
    model = workspace.call(lambda: review_record_model(workspace, number))
    assert not model.passed
    assert "退回" in model.outcome


def test_documents_speak_their_own_language_whatever_the_window_does(workspace: Workspace) -> None:
    number = number_of(workspace, HazardStatus.CLOSED)
    before = i18n.language()
    english = text_of(workspace.call(lambda: review_record(workspace, number, "en")))
    assert "Hazard Review Record" in english
    assert "Closed" in english
    i18n.set_language("en")
    try:
        assert "隐患整改复查记录" in text_of(workspace.call(lambda: review_record(workspace, number)))
    finally:
        i18n.set_language(before)


def test_what_was_not_reviewed_has_no_record(workspace: Workspace) -> None:
    number = number_of(workspace, HazardStatus.OPEN)
    with pytest.raises(Problem) as caught:
        workspace.call(lambda: review_record(workspace, number))
    assert caught.value.code == "review_missing"


def reviewed(workspace: Workspace, **submitted: Any) -> ReviewStory:
    """A hazard that was found, rectified as told and passed by somebody independent."""
    story = ReviewStory(workspace)
    story.find()
    story.submit(**submitted)
    story.act_as("li")
    act(workspace, story.hazard, Action.PASS, Given(comment="合格，同意销号。"))
    return story


@pytest.mark.parametrize(("named", "printed"), [("周电工", "周电工"), ("chen", "陈工"), ("", "张工")])
def test_the_record_names_who_rectified_not_who_wrote_it_down(workspace: Workspace, named: str, printed: str) -> None:
    story = reviewed(workspace, person=named)
    model = workspace.call(lambda: review_record_model(workspace, story.hazard))
    assert model.rectified_by == printed
    assert printed in text_of(workspace.call(lambda: review_record(workspace, story.hazard)))


def append(workspace: Workspace, login: str, hazard: str, kind: str, **body: object) -> None:
    """What an older or changed program on another laptop might write, against the rules."""

    def write() -> None:
        scope = workspace.db.registers.customer(workspace.db.hazards.get(hazard).customer).scope
        author = workspace.person_of(login)
        roles = {"roles": [role.value for role in author.roles]}
        event = NewEvent(hazard, "hazard", kind, {**roles, **body})
        workspace.db.frames.append(scope, author.id, [event], workspace.now())

    workspace.call(write)


def test_a_review_that_does_not_count_makes_no_record(workspace: Workspace) -> None:
    story = ReviewStory(workspace)
    story.find()
    story.submit(note="已清洗")
    author = workspace.call(lambda: workspace.person_of("zhang").id)
    append(workspace, "zhang", story.hazard, "review_passed", comment="自己看过", finders=[author], rectifiers=[author])
    assert story.status() == "in_review"
    with pytest.raises(Problem) as caught:
        workspace.call(lambda: review_record_model(workspace, story.hazard))
    assert caught.value.code == "review_missing"
    story.act_as("li")
    act(workspace, story.hazard, Action.RETURN, Given(comment="照片不清晰"))
    append(workspace, "zhang", story.hazard, "review_passed", comment="自己看过", finders=[author], rectifiers=[author])
    model = workspace.call(lambda: review_record_model(workspace, story.hazard))
    assert not model.passed
    assert (model.comment, model.earlier) == ("照片不清晰", ())


def test_values_are_called_by_their_names_in_the_course(workspace: Workspace) -> None:
    story = ReviewStory(workspace)
    story.find()
    values = [{"quantity": "top_oil_temperature", "value": 97, "unit": "℃"}]
    story.submit(values=({"quantity": "line_current", "phase": "B", "value": 41.5, "unit": "A"}, *values))
    model = workspace.call(lambda: hazard_sheet_model(workspace, story.hazard))
    (said,) = [line.text for line in model.course if "97" in line.text]
    assert "顶层油温" in said
    assert "B 相" in said.replace("B相", "B 相")
    text = text_of(workspace.call(lambda: hazard_sheet(workspace, story.hazard)))
    assert "top_oil_temperature" not in text
    assert "line_current" not in text
    english = workspace.call(lambda: hazard_sheet_model(workspace, story.hazard, "en"))
    assert any("oil temperature" in line.text for line in english.course)
