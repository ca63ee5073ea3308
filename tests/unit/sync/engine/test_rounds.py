"""Rounds between laptops over a server: what reaches whom, with how many requests, and what is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from inspector.domain.person import Role
from inspector.problems import Problem
from inspector.server import people, state
from inspector.server.tables import frame, token
from inspector.storage import NewEvent
from inspector.sync.engine import pull
from inspector.sync.engine.round import run_round
from inspector.sync.engine.run import Options
from inspector.sync.engine.session import Session, keep_membership, membership
from tests.arriving import arrive
from tests.unit.sync.direct import URL, Laptop, Office, noise, offline


def test_what_one_writes_reaches_the_other(office: Office, ann: Laptop, bob: Laptop) -> None:
    made = ann.note("seen", "h1")
    assert ann.frames() == {made.id: None}
    report = ann.round()
    assert (report.outcome, report.sent, report.alarms) == ("done", 1, ())
    got = bob.round()
    assert (got.outcome, got.sent) == ("done", 0)
    assert bob.frames() == ann.frames()
    assert made.id in bob.frames()
    assert set(bob.frames()) == office.frames()


def test_one_change_takes_a_push_and_a_pull_that_brings_nothing_back(ann: Laptop, bob: Laptop) -> None:
    ann.round()
    bob.round()
    made = ann.note()
    ann.remote.asked.clear()
    report = ann.round()
    assert ann.remote.asked == ["push", "pull"]
    assert (report.sent, report.received) == (1, 0)
    bob.remote.asked.clear()
    assert bob.round().stored == 1
    assert bob.remote.asked == ["pull"]
    assert made.id in bob.frames()


def test_a_cursor_does_not_jump_over_what_others_wrote_in_between(ann: Laptop, bob: Laptop) -> None:
    ann.round()
    bob.round()
    theirs, mine = bob.note("his"), ann.note("hers")
    bob.round()
    ann.round()
    assert {theirs.id, mine.id} <= ann.frames().keys()


def test_a_record_that_nobody_can_read_keeps_nothing_from_being_read(office: Office, ann: Laptop, bob: Laptop) -> None:
    """As an older server took it in: at the end of a page, where its id is the cursor."""
    ann.round()
    bob.note("ODD", "h2")
    bob.round()
    with office.server.core.database.writing() as connection:
        last = connection.execute(sa.select(frame).order_by(frame.c.seq.desc()).limit(1)).one()
        odd = bytes(last.raw).replace(b'"ODD"', b"[" * 5000 + b"]" * 5000)
        connection.execute(sa.update(frame).where(frame.c.seq == last.seq).values(raw=odd))
    ann.round()
    assert ann.counts().parked == 1
    later = bob.note("seen", "h3")
    bob.round()
    ann.round()
    assert later.id in ann.frames()


def test_a_record_with_a_long_name_keeps_nothing_from_being_read(office: Office, ann: Laptop, bob: Laptop) -> None:
    eve = office.server.laptop(office.server.person("eve"))
    odd = eve.frame(eve.event("note_added", "h2"), id="隐 患" * 66)
    assert [one.status for one in eve.push(odd)] == ["stored"]
    assert ann.round().outcome == "done"
    later = bob.note("seen", "h3")
    bob.round()
    assert ann.round().outcome == "done"
    assert later.id in ann.frames()


def test_an_answer_that_was_lost_is_asked_for_again_and_is_the_same(ann: Laptop) -> None:
    ann.round()
    made = ann.note()
    ann.remote.after = offline("push")
    report = ann.round()
    assert (report.outcome, report.sent, ann.frames()[made.id]) == ("offline", 0, None)
    assert report.problem is not None
    assert report.problem.code == "sync_offline"
    ann.remote.after = lambda _request: None
    report = ann.round()
    assert (report.outcome, report.sent) == ("done", 1)
    assert ann.frames()[made.id] is not None


def test_a_read_that_broke_off_goes_on_behind_the_pages_that_came(office: Office, ann: Laptop) -> None:
    for number in range(5):
        ann.note(noise(1_500_000, number).hex(), f"h{number}")  # a page has room for one
    ann.round()
    bob = office.laptop("p-bob")
    pulls = []

    def third_fails(request: str) -> None:
        pulls.append(request) if request == "pull" else None
        if len(pulls) == 3:
            raise Problem("sync_offline", url=URL, reason="-")

    bob.remote.before = third_fails
    report = bob.round()
    assert report.outcome == "offline"
    assert 0 < len(bob.frames()) == report.stored < len(office.frames())
    assert bob.store.call(lambda db: db.frames.postponed()) == 0, "what has come is folded"
    bob.remote.before = lambda _request: None
    assert bob.round().outcome == "done"
    assert bob.frames().keys() == office.frames()
    assert bob.store.call(lambda db: db.frames.entity("h4")) is not None


def test_a_long_read_folds_in_between_what_it_would_have_to_keep(
    office: Office, ann: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        ann.note(noise(1_500_000, number).hex(), f"h{number}")
    ann.round()
    monkeypatch.setattr(pull, "FOLD_AT", 1)
    bob = office.laptop("p-bob")
    waiting = []
    bob.remote.before = lambda request: (
        waiting.append(bob.store.call(lambda db: db.frames.postponed())) if request == "pull" else None
    )
    assert bob.round().outcome == "done"
    assert max(waiting) <= 2 + pull.FOLD_AT
    assert bob.frames().keys() == office.frames()
    assert all(bob.store.call(lambda db, n=n: db.frames.entity(f"h{n}")) is not None for n in range(5))  # type: ignore[misc]


def _note(entity: str, text: str = "x") -> NewEvent:
    return NewEvent(entity, "hazard", "note_added", {"text": text})


def test_a_record_of_an_unknown_laptop_stays_and_stops_nothing(office: Office, ann: Laptop) -> None:
    ann.round()
    stranger = office.laptop()
    foreign = stranger.write(_note("h7"), user="p-eve")
    key = stranger.store.device.public_key
    (sent,) = stranger.store.call(lambda db: db.outbox.outgoing())
    ann.store.call(lambda db: arrive(db, sent.raw, sent.sig, key))
    own = ann.note()
    for _ in range(2):
        report = ann.round()
        assert (report.outcome, report.refused, ann.counts().refused) == ("partly", 1, 1)
    assert ann.frames()[foreign.id] is None
    assert ann.frames()[own.id] is not None
    office.server.person("eve")
    stranger.join(office.server.code("p-eve"))
    report = ann.round()
    assert (report.outcome, report.refused, ann.counts().unsent) == ("done", 0, 0)


def test_a_record_that_is_too_large_stops_nothing(ann: Laptop) -> None:
    first = ann.note("before")
    large = ann.note("x" * (17 * 1024 * 1024))
    last = ann.note("after")
    report = ann.round()
    numbers = ann.frames()
    assert (report.outcome, report.sent, report.refused) == ("partly", 2, 1)
    assert (numbers[large.id], ann.counts().refused) == (None, 1)
    assert numbers[first.id]
    assert numbers[last.id]


def test_a_laptop_that_was_locked_out_reads_nothing_and_hands_over_to_quarantine(
    office: Office, ann: Laptop, bob: Laptop
) -> None:
    ann.round()
    office.server.revoke(ann.store.device.id)
    theirs = bob.note("his")
    bob.round()
    mine = ann.note("hers")
    report = ann.round()
    assert [alarm.code for alarm in report.alarms] == ["revoked"]
    assert ann.frames()[mine.id] is not None
    assert theirs.id not in ann.frames()
    assert report.ruled == 1
    assert [alarm.code for alarm in ann.round().alarms] == ["revoked"], "also when nothing is to be sent"


def test_a_grant_that_was_taken_away_is_told_and_other_areas_go_on(office: Office) -> None:
    office.server.person("cid", scopes=("north", "south"))
    cid, dan = office.laptop("p-cid"), office.laptop("p-bob")
    cid.round()
    with office.server.core.database.writing() as connection:
        state.lock(connection)
        assert people.withdraw(connection, "p-cid", "north", "author")
    hidden, shown = dan.note("north"), cid.note("south", "h9", "south")
    dan.round()
    report = cid.round()
    assert [alarm.code for alarm in report.alarms] == ["grant_gone"]
    assert hidden.id not in cid.frames()
    assert cid.frames("south")[shown.id] is not None
    assert cid.round().alarms == (), "told once"


def test_a_new_grant_brings_what_is_there(office: Office, ann: Laptop, bob: Laptop) -> None:
    office.server.member("cid", Role.REVIEWER, grants=[("south", "author")])
    cid = office.laptop("p-cid")
    made = ann.note()
    ann.round()
    cid.round()
    assert cid.frames() == {}
    with office.server.core.database.writing() as connection:
        state.lock(connection)
        people.grant(connection, "p-cid", "north", "reader")
    cid.clock.pass_(3600)
    assert cid.round().outcome == "done"
    assert made.id in cid.frames()


def test_a_token_lasts_over_rounds_and_is_replaced_when_the_server_forgot_it(office: Office, ann: Laptop) -> None:
    ann.round()
    assert ann.remote.asked[-4:] == ["hello", "challenge", "token", "pull"]
    ann.remote.asked.clear()
    ann.round()
    assert ann.remote.asked == ["pull"]
    with office.server.core.database.writing() as connection:
        connection.execute(sa.delete(token))
    ann.remote.asked.clear()
    assert ann.round().outcome == "done"
    assert ann.remote.asked == ["pull", "hello", "challenge", "token", "pull"]


def test_another_server_at_the_address_gets_nothing(ann: Laptop) -> None:
    ann.round()
    made = ann.note()
    member = ann.store.call(membership)
    assert member is not None
    other = Session(ann.local, ann.remote, replace(member, public_key="00" * 32))
    ann.remote.asked.clear()
    report = run_round(ann.local, ann.remote, other, Options())
    assert (report.outcome, [alarm.code for alarm in report.alarms]) == ("failed", ["server_changed"])
    assert ann.remote.asked == ["hello"]
    assert ann.frames()[made.id] is None


def test_a_clock_that_is_off_is_told_and_decides_nothing(ann: Laptop) -> None:
    ann.off = timedelta(hours=-3)
    report = ann.round()
    assert [(alarm.code, alarm.params["seconds"]) for alarm in report.alarms] == [("clock_off", -3 * 3600)]
    assert report.outcome == "done"


def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(ann: Laptop) -> None:
    made = ann.note()

    def busy(request: str) -> None:
        if request == "push":
            raise Problem("sync_busy", retry_after_s=17)

    ann.remote.before = busy
    report = ann.round()
    assert (report.outcome, report.retry_after_s) == ("partly", 17)
    assert ann.frames()[made.id] is None
    assert ann.remote.asked.count("push") == 1


def test_a_round_that_is_stopped_keeps_what_it_did(ann: Laptop) -> None:
    first = ann.note()
    member = ann.store.call(membership)
    assert member is not None
    session = Session.begin(ann.local, ann.remote, member)
    report = run_round(ann.local, ann.remote, session, cancelled=lambda: "push" in ann.remote.asked)
    assert (report.outcome, report.sent) == ("stopped", 1)
    assert ann.frames()[first.id] is not None


def test_what_a_round_changed_is_listed_with_what_is_urgent_first(ann: Laptop, bob: Laptop) -> None:
    ann.write(_registered("h1", "H-1"), _registered("h2", "H-2"), _registered("h3", "H-3"))
    ann.round()
    bob.round()
    bob.write(NewEvent("h1", "hazard", "rectification_submitted", {"text": "done"}), user="p-bob")
    bob.write(_note("h3"), user="p-bob")
    bob.write(_registered("h4", "H-4"), user="p-bob")
    bob.write(NewEvent("h2", "hazard", "hazard_changed", {"fields": {"place": "roof"}}), user="p-bob")
    bob.round()
    ann.write(NewEvent("h2", "hazard", "hazard_changed", {"fields": {"place": "cellar"}}))
    changes = ann.round().changes
    said = [(thing["title"], thing["what"]) for thing in changes["things"]]
    assert said == [
        ("H-2", ["conflicted"]),
        ("H-1", ["in_review"]),
        ("H-4", ["new"]),
        ("H-3", ["changed"]),
    ]
    assert changes["counts"]["hazard:in_review"] == 1
    (record,) = ann.store.call(lambda db: db.sync_log.latest(1))
    assert record.changes["things"] == changes["things"]


def _registered(entity: str, number: str) -> NewEvent:
    fields = {"number": number, "customer": "c1", "description": "d", "grade": "general", "deadline": "2026-12-01",
              "found_on": "2026-11-01", "found_by": ["p-ann"], "place": "yard"}  # fmt: skip
    return NewEvent(entity, "hazard", "hazard_registered", {"fields": fields})


def test_rounds_in_which_nothing_happened_are_one_record(ann: Laptop) -> None:
    ann.note()
    for _ in range(3):
        ann.round()
    records = ann.store.call(lambda db: db.sync_log.latest())
    assert [(one.sent, one.outcome) for one in records] == [(0, "done"), (1, "done")]
    assert records[1].peer == "test"


def test_a_server_that_does_not_hold_the_key_it_names_is_not_joined(office: Office) -> None:
    laptop = office.laptop()
    honest = laptop.remote.hello
    laptop.remote.hello = lambda: replace(honest(), public_key="ab" * 32)  # type: ignore[method-assign]
    with pytest.raises(Problem) as caught:
        laptop.join(office.server.code("p-ann"))
    assert caught.value.code == "server_foreign"
    assert laptop.store.call(membership) is None


def test_a_workspace_that_left_its_server_during_a_round_stays_away(ann: Laptop) -> None:
    ann.remote.after = lambda request: (
        ann.store.call(lambda db: keep_membership(db, None)) if request == "hello" else None
    )
    ann.round()
    assert ann.store.call(membership) is None
