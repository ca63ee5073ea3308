"""A setting says who chose it: one that somebody without the right wrote takes no effect, however it came."""

from pathlib import Path

import pytest

from inspector import services
from inspector.services import Workspace
from inspector.services.preferences import choosing
from inspector.services.preferences.reading import chosen
from inspector.services.registers.entries import area_of
from inspector.storage import NewEvent
from tests.unit.services.two_laptops import section_thing


def write(workspace: Workspace, login: str, **body: object) -> None:
    """A record as a modified program writes it, which asks for no right."""

    def work() -> None:
        who = workspace.person_of(login)
        thing = section_thing(workspace, "company")
        fields = {"section": "company", "company": "FORGED"}
        event = NewEvent(thing, choosing.KIND, choosing.CHANGED, {"fields": fields, **body})
        workspace.db.frames.append(area_of(workspace), who.id, [event], workspace.now())

    workspace.call(work)


def login_of(workspace: Workspace, *, lead: bool) -> str:
    """A lead or administrator, or somebody who is neither lead nor administrator."""
    people = workspace.call(lambda: services.everybody(workspace))
    return next(one.login for one in people if bool({"lead", "administrator"} & {*one.roles}) is lead)


@pytest.mark.parametrize("body", [{}, {"roles": ["inspector"]}, {"roles": []}])
def test_an_inspectors_setting_takes_no_effect(workspace: Workspace, body: dict[str, object]) -> None:
    before = workspace.call(lambda: chosen(workspace, "company"))
    write(workspace, login_of(workspace, lead=False), **body)
    assert workspace.call(lambda: chosen(workspace, "company")) == before != "FORGED"


def test_a_leads_setting_or_administrators_setting_says_his_roles_and_counts(workspace: Workspace) -> None:
    write(workspace, login_of(workspace, lead=True))
    assert workspace.call(lambda: chosen(workspace, "company")) == "FORGED"
    thing = workspace.call(lambda: section_thing(workspace, "company"))
    last = workspace.call(lambda: workspace.db.frames.events_of(thing))[-1]
    assert {"lead", "administrator"} & {*last.body["roles"]}


def test_where_nobody_leads_everybodys_settings_count(tmp_path: Path) -> None:
    made = services.create_workspace(tmp_path / "w", key="passphrase", passphrase="口令 3")
    try:
        person = {"login": "wang", "name": "王工", "team": "一班", "roles": ["inspector"]}
        made.call(lambda: services.add_person(made, person))
        made.call(lambda: made.act_as("wang"))
        write(made, "wang")
        assert made.call(lambda: chosen(made, "company")) == "FORGED"
    finally:
        made.close()
