"""Registering a hazard outside an inspection: what is written, who found it, and what is refused without a trace."""

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from inspector.domain.course import found_by
from inspector.domain.hazard import Grade
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.hazards.courses import course_of
from inspector.services.hazards.registering import NewHazard, register_hazard, registration_choices
from inspector.services.registers.entries import add_person
from inspector.services.visits.numbers import hazard_number
from inspector.storage import HazardFilter


def account(workspace: Workspace, place: int = 0) -> str:
    return workspace.call(lambda: workspace.db.registers.customers()[place].account)


def next_number(workspace: Workspace) -> str:
    return workspace.call(lambda: hazard_number(workspace, workspace.now(), peek=True))


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), "sienna").save(stream, "JPEG")
    return stream.getvalue()


def test_it_stands_on_record_like_one_that_an_inspection_found(workspace: Workspace) -> None:
    number, today = next_number(workspace), workspace.today()
    who = account(workspace)
    new = NewHazard(who, "  电缆头放电 ", Grade.SERIOUS, place="G02", measure="更换", photos=(picture(),))
    detail = register_hazard(workspace, new)
    hazard = detail.hazard
    assert (hazard.number, hazard.description, hazard.grade) == (number, "电缆头放电", Grade.SERIOUS)
    assert hazard.deadline == today + timedelta(days=7)
    assert hazard.responsible == workspace.call(lambda: registration_choices(workspace, who)).responsible
    assert detail.status == "pending"
    assert [photo.after for photo in detail.photos] == [False]
    course = workspace.call(lambda: course_of(workspace, hazard.id))
    me = workspace.call(lambda: workspace.acting)
    assert found_by(course.values) == (me.id,)
    assert course.facts.finder_teams == {me.team}
    listed = workspace.call(lambda: workspace.db.hazards.page(HazardFilter(ids=(hazard.id,)), today=today))
    assert [row.hazard.number for row in listed] == [number]
    assert next_number(workspace) != number


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"description": " "}, "hazard_description"),
        ({"customer": "nobody"}, "customer_unknown"),
        ({"equipment": "of somebody else"}, "hazard_equipment"),
        ({"photos": (b"no picture",)}, "photo_not_image"),
    ],
)
def test_what_is_refused_uses_no_number(workspace: Workspace, changes: dict[str, object], code: str) -> None:
    number = next_number(workspace)
    given = {"customer": account(workspace), "description": "x"} | changes
    with pytest.raises(Problem) as caught:
        register_hazard(workspace, NewHazard(**given))  # type: ignore[arg-type]  # parametrized
    assert caught.value.code == code
    assert next_number(workspace) == number


def test_days_must_be_in_order(workspace: Workspace) -> None:
    today, who = workspace.today(), account(workspace)
    for days, code in (
        ({"found_on": today + timedelta(days=1)}, "hazard_found_on"),
        ({"found_on": date.max}, "hazard_found_on"),
        ({"deadline": today - timedelta(days=1)}, "hazard_deadline"),
    ):
        with pytest.raises(Problem) as caught:
            register_hazard(workspace, NewHazard(who, "x", **days))  # type: ignore[arg-type]  # parametrized
        assert caught.value.code == code


def test_reviewers_register_nothing(workspace: Workspace) -> None:
    workspace.call(lambda: add_person(workspace, {"login": "rev", "name": "R", "team": "x", "roles": ["reviewer"]}))
    workspace.call(lambda: workspace.act_as("rev"))
    with pytest.raises(Problem) as caught:
        register_hazard(workspace, NewHazard(account(workspace), "x"))
    assert caught.value.code == "hazard_role"
