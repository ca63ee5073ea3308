"""Hazard sheet and review record from real records, in both languages."""

import pytest

from inspector import i18n
from inspector.domain.hazard import HazardStatus
from inspector.problems import Problem
from inspector.reports.raster import page_count, page_text
from inspector.services import Workspace
from inspector.services.hazard_documents import (
    hazard_sheet,
    hazard_sheet_model,
    review_record,
    review_record_model,
)
from inspector.storage import HazardFilter


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
