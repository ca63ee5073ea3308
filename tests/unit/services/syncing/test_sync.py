"""Joining a server, rounds, and how it stands, in workspaces as people have them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inspector import services
from inspector.problems import Problem
from inspector.server import areas, people
from inspector.services import Workspace
from inspector.services.registers.hints import register_names
from inspector.services.syncing.rounds import network_allowed
from inspector.services.syncing.views import SyncSettings
from tests.unit.server.web import served
from tests.unit.services.sync_world import Town, note, town


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as made:
        made.server.person("ann")
        made.server.person("bob")
        yield made


def persons(workspace: Workspace) -> dict[str, str]:
    return {person.id: person.login for person in workspace.call(workspace.db.registers.persons)}


def test_a_fresh_workspace_works_in_the_area_and_as_the_person_of_its_code(place: Town) -> None:
    ann = place.workspace()
    joined = services.enroll(ann, place.url, place.code("ann"))
    assert (joined.server, joined.logins, joined.areas) == ("test", ("ann",), ("north",))
    assert services.sync_state(ann).phase == "offline", "joined, and nothing exchanged yet"
    result = services.sync_now(ann)
    assert result.report.outcome == "done"
    assert persons(ann) == {"p-ann": "ann", "p-bob": "bob"}
    assert ann.call(lambda: ann.acting.login) == "ann"
    assert ann.call(lambda: ann.db.settings.get("area")) == "north"
    note(ann)
    assert services.sync_state(ann).phase == "pending"
    result = services.sync_now(ann)
    assert (result.report.ruled, services.sync_state(ann).phase) == (0, "synced")


def test_a_laptop_calls_its_areas_as_the_administrator_does(place: Town) -> None:
    areas.name_area(place.server.core, "north", "城东供电所")
    ann = place.workspace("ann")
    services.sync_now(ann)
    assert services.sync_state(ann).areas == (("north", "城东供电所"),)
    assert ann.call(lambda: register_names(ann)).area("north") == "城东供电所"
    areas.name_area(place.server.core, "城东供电所", "城西供电所")
    place.server.clock.pass_(3 * 3600)
    services.sync_now(ann)
    assert services.sync_state(ann).areas == (("north", "城西供电所"),)


def test_a_person_nobody_wrote_down_is_registered_under_the_id_of_the_server(place: Town) -> None:
    place.server.member("cid")
    with place.server.core.database.writing() as connection:
        people.grant(connection, "p-cid", "west", "author")
    cid = place.workspace("cid")
    report = services.sync_now(cid).report
    assert (report.outcome, report.sent, report.ruled) == ("done", 1, 0)
    assert persons(cid) == {"p-cid": "cid"}
    assert (cid.call(lambda: cid.acting.id), services.sync_state(cid).phase) == ("p-cid", "synced")


def test_records_made_before_joining_are_those_of_the_persons_of_the_server(place: Town) -> None:
    """Their areas come with them, and the ids by which they named themselves."""
    old = place.workspace()
    own = old.call(lambda: services.add_person(old, {"login": "ann", "name": "Ann", "team": "east"}))
    both = old.call(lambda: services.add_person(old, {"login": "bob", "name": "Bob", "team": "east"}))
    old.call(lambda: services.set_acting_person(old, own.id))
    area = old.call(old.db.outbox.scopes)
    note(old)
    old.call(lambda: services.set_acting_person(old, both.id))
    note(old)
    joined = services.enroll(old, place.url, place.code("ann", "bob"))
    assert set(joined.areas) == {*area, "north"}
    report = services.sync_now(old).report
    assert (report.outcome, report.ruled) == ("done", 0)
    assert old.call(lambda: old.acting.id) == both.id, "who works here goes on"
    assert [person.id for person in old.call(lambda: services.persons(old))] == [own.id, both.id], "nobody twice"
    assert len(old.call(lambda: services.everybody(old))) == 2
    other = place.workspace("bob")
    services.sync_now(other)
    assert len(other.call(lambda: other.db.frames.events_of("h1"))) == 2


def test_a_login_that_turns_up_later_is_told_to_the_server(place: Town) -> None:
    ann = place.workspace("ann")
    made = ann.call(lambda: services.add_person(ann, {"login": "ann", "name": "Ann", "team": "east"}))
    ann.call(lambda: services.set_acting_person(ann, made.id))
    services.sync_now(ann)
    note(ann)
    report = services.sync_now(ann).report
    assert (report.outcome, report.ruled) == ("done", 0)


def test_nothing_goes_out_without_a_server_while_paused_or_in_another_network(place: Town) -> None:
    ann = place.workspace()
    assert (services.sync_state(ann).phase, _refusal(ann)) == ("unset", "sync_unset")
    services.enroll(ann, place.url, place.code("ann"))
    services.pause(ann)
    assert (services.sync_state(ann).phase, _refusal(ann)) == ("paused", "sync_paused")
    services.resume(ann)
    services.put_sync_settings(ann, replace(services.sync_settings(ann), networks=("10.20.0.0/16",)))
    assert _refusal(ann) == "sync_network"
    services.put_sync_settings(ann, replace(services.sync_settings(ann), networks=("10.20.0.0/16", "127.0.0.0/8")))
    assert services.sync_now(ann).report.outcome == "done"
    with pytest.raises(Problem) as caught:
        services.put_sync_settings(ann, SyncSettings(networks=("the office",)))
    assert caught.value.code == "network_wrong"


def _refusal(workspace: Workspace) -> str:
    with pytest.raises(Problem) as caught:
        services.sync_now(workspace)
    return caught.value.code


def test_a_name_that_nobody_knows_is_in_no_network() -> None:
    assert not network_allowed("https://nowhere.invalid", ("0.0.0.0/0",))
    assert network_allowed("https://nowhere.invalid", ())


def test_a_server_that_moved_is_found_at_its_new_address(place: Town) -> None:
    ann = place.workspace("ann")
    with served(place.server.core) as url:
        services.put_sync_settings(ann, replace(services.sync_settings(ann), url=url))
        assert services.sync_settings(ann).url == url
        assert services.sync_now(ann).report.outcome == "done"
        assert services.sync_now(ann, place.url).report.outcome == "done"
        assert services.sync_settings(ann).url == place.url, "the way that was given by hand is kept when it led there"
        assert services.sync_now(ann, url).report.outcome == "done"
        assert services.sync_now(ann).report.outcome == "done"


def test_an_address_where_nobody_answers_is_offline_and_nothing_is_lost(place: Town) -> None:
    ann = place.workspace("ann")
    services.sync_now(ann)
    made = note(ann)
    result = services.sync_now(ann, "http://127.0.0.1:9")
    assert result.report.outcome == "offline"
    state = services.sync_state(ann)
    assert (state.phase, state.problem, state.counts.unsent) == ("offline", "sync_offline", 1)
    services.sync_now(ann)
    assert services.sync_state(ann).phase == "synced"
    assert dict(ann.call(lambda: ann.db.outbox.ids("north")))[made]


def test_fields_that_wait_for_a_decision_are_counted(place: Town) -> None:
    ann, bob = place.workspace("ann"), place.workspace("bob")
    for workspace in (ann, bob):
        services.sync_now(workspace)
    customer = ann.call(lambda: services.add_customer(ann, {"account": "50100000001", "name": "Mill"}))
    services.sync_now(ann)
    services.sync_now(bob)
    ann.call(lambda: services.set_customer(ann, customer.id, {"name": "Paper mill"}))
    bob.call(lambda: services.set_customer(bob, customer.id, {"name": "Steel mill"}))
    services.sync_now(ann)
    result = services.sync_now(bob)
    state = services.sync_state(bob)
    assert (state.phase, state.decisions) == ("deciding", 1)
    (thing,) = result.report.changes["things"]
    assert (thing["kind"], thing["what"]) == ("customer", ["conflicted"])


def test_a_laptop_that_was_locked_out_is_told_so(place: Town) -> None:
    ann = place.workspace("ann")
    services.sync_now(ann)
    place.server.revoke(ann.store.device.id)
    note(ann)
    services.sync_now(ann)
    state = services.sync_state(ann)
    assert (state.phase, [alarm.code for alarm in state.alarms]) == ("refused", ["revoked"])
    assert state.counts.unsent == 0


def test_leaving_keeps_everything_and_another_server_is_given_everything(place: Town, tmp_path: Path) -> None:
    ann = place.workspace("ann")
    services.sync_now(ann)
    note(ann)
    services.sync_now(ann)
    services.leave_server(ann)
    assert services.sync_state(ann).phase == "unset"
    services.enroll(ann, place.url, place.code("ann"))
    result = services.sync_now(ann)
    assert (result.report.outcome, result.report.sent) == ("done", 0), "it is the same server: nothing goes twice"
    services.leave_server(ann)
    (tmp_path / "second").mkdir()
    with town(tmp_path / "second", seed=2) as other:
        other.server.person("ann")
        services.enroll(ann, other.url, other.code("ann"))
        assert services.sync_state(ann).phase == "offline", "what the former server has counts here no more"
        result = services.sync_now(ann)
        assert result.report.sent >= 1
        assert ann.call(ann.db.outbox.counts).unsent == result.report.refused


def test_a_workspace_does_not_change_its_server_by_accident(place: Town, tmp_path: Path) -> None:
    ann = place.workspace("ann")
    (tmp_path / "second").mkdir()
    with town(tmp_path / "second", seed=2) as other:
        other.server.person("ann")
        with pytest.raises(Problem) as caught:
            services.enroll(ann, other.url, other.code("ann"))
        assert caught.value.code == "server_changed"
        result = services.sync_now(ann, other.url)
        assert [alarm.code for alarm in result.report.alarms] == ["server_changed"]
        assert services.sync_state(ann).phase == "refused"


def test_a_renewed_identity_needs_a_new_code(place: Town) -> None:
    ann = place.workspace("ann")
    services.sync_now(ann)
    before = ann.store.device.id
    assert services.sync_state(ann).phase == "synced"
    services.renew_identity(ann)
    assert ann.store.device.id != before
    assert (services.sync_state(ann).phase, services.sync_state(ann).last) == ("offline", None)
    assert services.sync_now(ann).report.outcome == "failed"
    assert services.sync_state(ann).phase == "refused"
    services.enroll(ann, place.url, place.code("ann"))
    note(ann)
    report = services.sync_now(ann).report
    assert (report.outcome, report.ruled, services.sync_state(ann).phase) == ("done", 0, "synced")


def test_what_was_written_before_a_renewal_is_still_delivered(place: Town) -> None:
    ann = place.workspace("ann")
    services.sync_now(ann)
    note(ann, "under the former identity")
    services.renew_identity(ann)
    services.enroll(ann, place.url, place.code("ann"))
    report = services.sync_now(ann).report
    assert (report.outcome, report.sent, report.ruled) == ("done", 1, 0)
