"""What is accepted and what has an effect: whatever is authentic is stored, and ruled out where it breaks a rule."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.domain.events import TYPES, BlobRef, Event, Frame, decode_frame
from inspector.domain.merge import fold
from inspector.domain.person import Person, Role
from inspector.problems import Problem
from inspector.server import quarantine
from inspector.server.admission import Author, Known, judge
from inspector.server.people import Member
from inspector.server.state import is_signed
from inspector.sync.messages import Stored
from tests.unit.server.world import LEAD, Laptop, Server, codes

REVIEWER = (Role.REVIEWER,)
TOLD = {"author": "", "finders": [], "rectifiers": []}
"""What a pass has to say about teams, as a liar would say it."""


def events(laptop: Laptop, scope: str = "north") -> list[Event]:
    """Everything a laptop pulls of a scope."""
    return [event for packet in laptop.pull(scope).packets for event in decode_frame(packet.raw).events]


def registered(laptop: Laptop, hazard: str, *finders: str) -> Event:
    """A hazard is found by these persons."""
    fields = {"found_by": list(finders), "grade": "serious", "deadline": "2026-12-01"}
    return laptop.event("hazard_registered", hazard, fields=fields)


def test_a_ruling_is_a_frame_of_the_server_beside_what_it_judges(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    judged = laptop.event("hazard_voided", "h1")
    good = laptop.event("note_added", "h1")
    (receipt,) = laptop.push(laptop.frame(good, judged))
    assert (receipt.status, receipt.rulings) == (Stored.STORED, ((judged.id, "role"),))
    page = laptop.pull()
    stored, ruling = page.packets[-2:]
    made = decode_frame(ruling.raw)
    assert is_signed(server.core.hello().public_key, ruling.sig, ruling.raw)
    assert [decode_frame(stored.raw).id, made.dev] == [receipt.frame, server.core.hello().epoch]
    (event,) = made.events
    assert (event.entity, event.kind, event.type, event.par) == ("h1", "hazard", "event_ruled", (judged.id,))
    assert event.body == {"event": judged.id, "code": "role"}
    key = next(one.public_key for one in page.head.directory if one.device == made.dev)
    assert key == server.core.hello().public_key


def test_the_server_writes_one_chain_in_each_scope(server: Server) -> None:
    laptop = server.laptop(server.person("ann", scopes=("north", "south")))
    for _ in range(2):
        bad = [laptop.frame(laptop.event("hazard_voided", "h1"), scope=scope) for scope in ("north", "south")]
        laptop.push(*bad, laptop.frame(laptop.event("hazard_voided", "h2")))
    for scope in ("north", "south"):
        own = [f for p in laptop.pull(scope).packets if (f := decode_frame(p.raw)).dev == server.core.hello().epoch]
        assert [made.n for made in own] == list(range(1, len(own) + 1))
        hashes = ["", *(__import__("hashlib").sha256(made.raw).hexdigest() for made in own)]
        assert [made.prev for made in own] == hashes[:-1]


@pytest.mark.parametrize(
    ("roles", "type_", "body", "code"),
    [
        ((Role.INSPECTOR,), "hazard_registered", {"fields": {}}, []),
        ((Role.ADMINISTRATOR,), "hazard_registered", {"fields": {}}, ["role"]),
        ((Role.INSPECTOR,), "rectification_submitted", {}, []),
        ((Role.INSPECTOR,), "review_passed", {}, ["role"]),
        ((Role.INSPECTOR,), "review_passed", {"roles": ["reviewer"]}, ["role"]),
        (REVIEWER, "review_passed", {"roles": ["reviewer"], "teams": TOLD}, []),
        (REVIEWER, "review_passed", {"roles": ["reviewer"]}, ["team"]),
        (REVIEWER, "review_passed", {"teams": {"author": "a", "finders": ["a"]}}, ["team"]),
        (REVIEWER, "notice_served", {}, ["role"]),
        ((Role.INSPECTOR,), "notice_served", {}, []),
        ((Role.INSPECTOR,), "extension_requested", {}, []),
        ((Role.INSPECTOR,), "hazard_changed", {"fields": {"place": "roof"}}, []),
        ((Role.INSPECTOR,), "hazard_changed", {"fields": {"deadline": "2027-01-01"}, "extension": "x"}, ["role"]),
        ((Role.INSPECTOR,), "hazard_changed", {"fields": {"supervised": "why"}}, ["role"]),
        (LEAD, "hazard_changed", {"fields": {"supervised": "why"}}, []),
        ((Role.INSPECTOR,), "note_added", {"refused": True, "extension": "x"}, ["role"]),
        (LEAD, "dispute_adjudicated", {"outcome": "closed"}, []),
        (LEAD, "dispute_adjudicated", {"outcome": "perhaps"}, ["malformed"]),
        (LEAD, "hazard_changed", {"fields": 5}, ["malformed"]),
        (LEAD, "hazard_changed", {"fields": {"grade": "of_a_newer_program"}}, []),
        (LEAD, "hazard_changed", {"fields": {"grade": "neither word nor grade"}}, ["malformed"]),
        (LEAD, "hazard_changed", {"fields": {"grade": 3}}, ["malformed"]),
        (LEAD, "hazard_changed", {"fields": {"grade": "newer", "deadline": "soon"}}, ["malformed"]),
        (LEAD, "hazard_registered", {"fields": {"deadline": "soon"}}, ["malformed"]),
        (LEAD, "hazard_changed", {"fields": {"description": {"a": 1}}}, ["malformed"]),
        (LEAD, "hazard_changed", {"fields": {"deadline": "", "place": None, "of a newer program": {}}}, []),
        (LEAD, "note_added", {"text": "x", "photos": 5}, ["malformed"]),
        (LEAD, "review_returned", {"photos": {"display": "x"}}, ["malformed"]),
        (LEAD, "notice_served", {"on": "tomorrow"}, ["malformed"]),
        (LEAD, "event_ruled", {"event": "x"}, ["foreign_ruling"]),
        ((Role.INSPECTOR,), "event_adopted", {"event": "x"}, ["role"]),
    ],
)
def test_roles_and_bodies(roles: tuple[Role, ...], type_: str, body: dict[str, Any], code: list[str]) -> None:
    person = Person("p", "p", "P", "west", roles)
    author = Author(revoked=False, members={"p": Member(person, {"north": frozenset({"author"})})})
    event = Event("e", "h", "hazard", type_, (), body, user="p")
    frame = Frame("f", "north", "d", 1, "", "p", "2026-11-22", "1", 1, (event,))
    assert list(judge(frame, author, Known()).values()) == code


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("criterion", "criterion_decided"),
        ("criteria_pack", "criteria_pack_added"),
        ("criteria_pack", "criteria_pack_changed"),
        ("hazard_entry", "hazard_entry_added"),
        ("hazard_entry", "hazard_entry_changed"),
        ("form", "form_installed"),
        ("form", "form_changed"),
    ],
)
def test_only_leads_and_administrators_decide_about_criteria(kind: str, type_: str) -> None:
    def ruled(*roles: Role, administered: bool = False, **body: Any) -> list[str]:
        person = Person("p", "p", "P", "west", roles)
        author = Author(revoked=False, members={"p": Member(person, {"north": frozenset({"author"})})})
        event = Event("e", "x", kind, type_, (), body, user="p")
        frame = Frame("f", "north", "d", 1, "", "p", "2026-11-22", "1", 1, (event,))
        return list(judge(frame, author, Known(administered=administered)).values())

    assert ruled(Role.LEAD, fields={"row": "r"}) == []
    assert ruled(Role.ADMINISTRATOR, fields={"row": "r"}) == []
    assert ruled(Role.INSPECTOR, Role.REVIEWER, fields={"row": "r"}) == ["role"]
    assert ruled(Role.ADMINISTRATOR, administered=True, fields={"row": "r"}) == []
    refused = ["role"] if kind.startswith("criteri") else []
    assert ruled(Role.LEAD, administered=True, fields={"row": "r"}) == refused
    assert ruled(Role.LEAD) == ["malformed"]


@pytest.mark.parametrize(
    ("kind", "type_", "body", "code"),
    [
        ("customer", "customer_changed", {"fields": {"cycle_months": 100_000}}, ["malformed"]),
        ("customer", "customer_changed", {"fields": {"cycle_months": 120, "newer": [1]}}, []),
        ("customer", "customer_changed", {"fields": {"contacts": 5, "portrait": "x"}}, ["malformed"]),
        ("equipment", "equipment_changed", {"fields": {"position": 10**30}}, ["malformed"]),
        ("person", "person_changed", {"fields": {"roles": ["emperor"]}}, []),
        ("person", "person_changed", {"fields": {"roles": "emperor"}}, ["malformed"]),
        ("equipment", "equipment_changed", {"fields": {"kind": "battery-of-2031"}}, []),
        ("equipment", "equipment_changed", {"fields": {"kind": ["cable"]}}, ["malformed"]),
        ("customer", "customer_changed", {"fields": {"importance": "<script>"}}, ["malformed"]),
        ("visit", "visit_signed", {"counts": [10**400, -5, 1]}, ["malformed"]),
        ("visit", "visit_signed", {"counts": [1, 0, 3]}, []),
        ("equipment", "test_recorded", {"tested_on": 5}, ["malformed"]),
        ("customer", "paper_added", {"name": "report.bat", "type": "image/png"}, ["malformed"]),
        ("customer", "paper_added", {"name": "a.exe", "type": "application/x-msdownload"}, ["malformed"]),
        ("customer", "paper_added", {"name": "a.PDF", "type": "application/pdf"}, []),
        ("setting", "settings_changed", {"fields": {"company": "x"}, "roles": ["lead"]}, []),
        ("setting", "settings_changed", {"fields": {"company": "x"}}, []),
        ("setting", "settings_changed", {"fields": {"company": "x"}, "roles": ["inspector"]}, ["role"]),
    ],
)
def test_what_cannot_be_read_or_shown_is_ruled_out(
    kind: str, type_: str, body: dict[str, Any], code: list[str]
) -> None:
    person = Person("p", "p", "P", "west", (Role.LEAD, Role.INSPECTOR))
    author = Author(revoked=False, members={"p": Member(person, {"north": frozenset({"author"})})})
    event = Event("e", "t", kind, type_, (), body, user="p")
    frame = Frame("f", "north", "d", 1, "", "p", "2026-11-22", "1", 1, (event,))
    assert list(judge(frame, author, Known()).values()) == code


@pytest.mark.parametrize(
    ("role", "code"), [(Role.ADMINISTRATOR, []), (Role.INSPECTOR, []), (Role.LEAD, []), (Role.REVIEWER, ["role"])]
)
def test_papers_are_attached_and_withdrawn_by_who_may_do_so_on_laptops(role: Role, code: list[str]) -> None:
    author = Author(
        revoked=False, members={"p": Member(Person("p", "p", "P", "w", (role,)), {"north": frozenset({"author"})})}
    )
    bodies = {"paper_added": {"name": "a.pdf", "type": "application/pdf"}, "paper_withdrawn": {"paper": "x"}}
    for type_, body in bodies.items():
        event = Event("e", "t", "customer", type_, (), body, user="p")
        frame = Frame("f", "north", "d", 1, "", "p", "2026-11-22", "1", 1, (event,))
        assert list(judge(frame, author, Known()).values()) == code


def test_nouns_that_cannot_be_read_are_ruled_out(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    fields = {"account": "1", "name": "Mill", "scope": "north"}
    bad = laptop.event("customer_registered", "c1", kind="customer", fields={"account": 5})
    blob = laptop.event("photo_added", "h1", blobs=(BlobRef("zz", 3, ""),))
    good = laptop.event("customer_changed", "c2", kind="customer", fields=fields)
    (receipt,) = laptop.push(laptop.frame(bad, blob, good))
    assert receipt.rulings == tuple(sorted([(bad.id, "malformed"), (blob.id, "malformed")]))


names = st.sampled_from(
    [
        "fields",
        "teams",
        "roles",
        "finders",
        "rectifiers",
        "author",
        "found_by",
        "outcome",
        "event",
        "extension",
        "grade",
    ]
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["p", "east", "closed", "lead"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
some_events = st.builds(
    Event,
    id=st.sampled_from(["a", "b", "c", "d"]),
    entity=st.just("h"),
    kind=st.just("hazard"),
    type=st.sampled_from([*TYPES["hazard"], "event_ruled", "event_adopted", "unknown"]),
    par=st.lists(st.sampled_from(["a", "b"]), max_size=2).map(tuple),
    body=st.dictionaries(names, json_values, max_size=4),
    user=st.just("p"),
)


@settings(max_examples=60)
@given(st.lists(some_events, min_size=1, max_size=4, unique_by=lambda event: event.id))
def test_no_body_makes_the_judge_stumble(made: list[Event]) -> None:
    person = Person("p", "p", "P", "east", tuple(Role))
    author = Author(revoked=False, members={"p": Member(person, {"north": frozenset({"author"})})})
    frame = Frame("f", "north", "d", 1, "", "p", "2026-11-22", "1", 1, tuple(made))
    assert judge(frame, author, Known(past=lambda _entity: made, teams={"p": "east"})).keys() <= {e.id for e in made}


def test_a_scope_without_a_grant_is_ruled_out_whole(server: Server) -> None:
    laptop = server.laptop(server.member("ann", grants=[("north", "reader")]))
    assert codes(laptop.push(laptop.note("a"), laptop.note("b", scope="elsewhere"))) == ["out_of_scope"] * 2


def test_a_reviewers_grant_covers_reviews_alone(server: Server) -> None:
    ann, rita = server.laptop(server.person("ann")), server.member("rita", *REVIEWER, grants=[("north", "reviewer")])
    laptop = server.laptop(rita)
    found = registered(ann, "h1", "p-ann")
    asked = ann.event("rectification_submitted", "h1", found.id)
    ann.push(ann.frame(found, asked))
    passed = laptop.event("review_passed", "h1", asked.id, teams=TOLD)
    changed = laptop.event("customer_changed", "c1", kind="customer", fields={"name": "x"})
    receipts = laptop.push(laptop.frame(passed), laptop.frame(changed))
    assert [receipt.rulings for receipt in receipts] == [((passed.id, "own_team"),), ((changed.id, "out_of_scope"),)]
    west = server.member("will", *REVIEWER, team="west", grants=[("north", "reviewer")])
    other = server.laptop(west)
    assert codes(other.push(other.frame(other.event("review_passed", "h1", asked.id, teams=TOLD)))) == []


def test_nobody_judges_what_he_found_or_rectified_whatever_his_words_say(server: Server) -> None:
    both = server.person("ann", Role.INSPECTOR, Role.REVIEWER)
    laptop = server.laptop(both)
    found = registered(laptop, "h1", both)
    asked = replace(laptop.event("rectification_submitted", "h1"), par=(found.id,))
    laptop.push(laptop.frame(found), laptop.frame(asked))
    passed = laptop.event("review_passed", "h1", asked.id, finders=[], rectifiers=[], teams=TOLD)
    assert codes(laptop.push(laptop.frame(passed))) == ["own_rectification"]


def disputed(server: Server) -> tuple[Laptop, tuple[str, str]]:
    """A hazard that was passed and returned by two reviewers who did not see one another; whoever registered it."""
    ann = server.laptop(server.person("ann"))
    found = registered(ann, "h1", "p-ann")
    asked = ann.event("rectification_submitted", "h1", found.id)
    ann.push(ann.frame(found, asked))
    heads = []
    for login, type_ in (("will", "review_passed"), ("wanda", "review_returned")):
        laptop = server.laptop(server.person(login, *REVIEWER, team="west"))
        judged = laptop.event(type_, "h1", asked.id, teams=TOLD)
        assert codes(laptop.push(laptop.frame(judged))) == []
        heads.append(judged.id)
    return ann, (heads[0], heads[1])


@pytest.mark.parametrize(("outcome", "found"), [("closed", ["own_team"]), ("returned", [])])
def test_nobody_closes_a_dispute_about_his_own_teams_finding(server: Server, outcome: str, found: list[str]) -> None:
    _ann, heads = disputed(server)
    lead = server.laptop(server.person("lea", *LEAD))
    ruled = lead.event("dispute_adjudicated", "h1", *heads, outcome=outcome)
    assert codes(lead.push(lead.frame(ruled))) == found
    other = server.laptop(server.person("otto", *LEAD, team="south"))
    assert codes(other.push(other.frame(other.event("dispute_adjudicated", "h1", *heads, outcome=outcome)))) == []


def test_a_thing_stays_what_it_is_where_it_is(server: Server) -> None:
    laptop = server.laptop(server.person("ann", scopes=("north", "south")))
    laptop.push(laptop.frame(laptop.event("note_added", "h1")))
    moved = laptop.frame(laptop.event("note_added", "h1"), scope="south")
    changed = laptop.frame(laptop.event("customer_changed", "h1", kind="customer", fields={}))
    assert codes(laptop.push(moved, changed)) == ["out_of_scope", "kind_changed"]


def test_people_are_known_in_every_scope_they_work_in(server: Server) -> None:
    laptop = server.laptop(server.person("ann", scopes=("north", "south")))
    for scope in ("north", "south"):
        state = fold(event for event in events(laptop, scope) if event.entity == "p-ann")
        assert (state.fields["name"].value(), state.ineffective) == ("Ann", ())


def test_another_name_than_the_devices_persons_is_ruled_out(server: Server) -> None:
    server.person("bob")
    laptop = server.laptop(server.person("ann"))
    laptop.user = "p-bob"
    assert codes(laptop.push(laptop.note())) == ["person_unknown"]


def test_a_copied_laptop_forks_its_chain(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    laptop.push(laptop.note())
    copy = Laptop(server, laptop.id, laptop.user, dict(laptop.tips), made=1000)
    first = laptop.push(laptop.note(), laptop.note())
    forked = copy.push(copy.note(), copy.note(), copy.note())
    last = laptop.push(laptop.note())
    assert [codes(receipts) for receipts in (first, forked, last)] == [[], ["forked"] * 3, []]
    assert {receipt.status for receipt in forked} == {Stored.STORED}


def test_frames_that_arrive_in_another_order_are_no_fork(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    one, two, three, four = (laptop.note() for _ in range(4))
    assert codes((*laptop.push(three, one), *laptop.push(four), *laptop.push(two))) == []
    wrong = laptop.frame(laptop.event("note_added", "h1"), prev="0" * 64)
    assert codes(laptop.push(wrong)) == ["forked"]


def test_what_a_revoked_device_sends_is_stored_and_ruled_out_also_through_others(server: Server) -> None:
    laptop, other = server.laptop(server.person("ann")), server.laptop(server.person("bob"))
    early, late = laptop.note(), laptop.note()
    laptop.push(early)
    server.revoke(laptop.id)
    (own,) = laptop.push(late)
    (carried,) = other.push(laptop.note())
    assert codes((own, carried)) == ["revoked"] * 2
    assert {own.status, carried.status} == {Stored.STORED}
    assert other.push(early)[0].status is Stored.KNOWN


def test_a_lead_adopts_what_was_ruled_out(server: Server) -> None:
    laptop, lead = server.laptop(server.person("ann")), server.person("lea", *LEAD)
    found, asked = registered(laptop, "h1", "p-ann"), laptop.event("rectification_submitted", "h1")
    asked = replace(asked, par=(found.id,))
    laptop.push(laptop.frame(found))
    server.revoke(laptop.id)
    laptop.push(laptop.frame(asked))
    reader = server.laptop(lead)
    state = fold(event for event in events(reader) if event.entity == "h1")
    assert (state.status, state.ineffective) == ("open", (asked.id,))
    (held,) = quarantine.quarantine(server.core, "north")
    assert (held.event, held.code, held.type, held.user) == (asked.id, "revoked", asked.type, "p-ann")
    quarantine.adopt(server.core, asked.id, "lea")
    state = fold(event for event in events(reader) if event.entity == "h1")
    assert (state.status, state.ineffective) == ("in_review", ())
    assert quarantine.quarantine(server.core) == ()
    with pytest.raises(Problem) as caught:
        quarantine.adopt(server.core, asked.id, "lea")
    assert caught.value.code == "ruling_unknown"


def test_who_is_no_lead_of_the_area_adopts_nothing(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    server.person("sue", *LEAD, scopes=("south",))
    judged = laptop.event("hazard_voided", "h1")
    laptop.push(laptop.frame(judged))
    (held,) = quarantine.quarantine(server.core)
    for name in ("ann", "sue"):
        with pytest.raises(Problem) as caught:
            quarantine.adopt(server.core, held.event, name)
        assert caught.value.code == "adoption_forbidden"


def test_a_lead_adopts_from_his_own_laptop_and_nobody_else_does(server: Server) -> None:
    laptop, lead = server.laptop(server.person("ann")), server.laptop(server.person("lea", *LEAD))
    judged = laptop.event("hazard_voided", "h1")
    found = registered(laptop, "h1", "p-ann")
    laptop.push(laptop.frame(found, replace(judged, par=(found.id,))))
    ruling = next(event for event in events(lead) if event.type == "event_ruled")
    forged = laptop.event("event_adopted", "h1", ruling.id, event=judged.id)
    laptop.push(laptop.frame(forged))
    assert fold(e for e in events(lead) if e.entity == "h1").status == "open"
    assert judged.id in [held.event for held in quarantine.quarantine(server.core)]
    lead.push(lead.frame(lead.event("event_adopted", "h1", ruling.id, event=judged.id)))
    assert judged.id not in [held.event for held in quarantine.quarantine(server.core)]
    assert judged.id not in fold(e for e in events(lead) if e.entity == "h1").ineffective


def test_a_forged_ruling_stops_nothing(server: Server) -> None:
    laptop, other = server.laptop(server.person("ann")), server.laptop(server.person("bob"))
    found = registered(laptop, "h1", "p-ann")
    laptop.push(laptop.frame(found))
    forged = other.event("event_ruled", "h1", found.id, event=found.id, code="role")
    assert codes(other.push(other.frame(forged))) == ["foreign_ruling"]
    assert fold(e for e in events(laptop) if e.entity == "h1").status == "open"


def test_the_servers_own_frames_come_back_after_it_lost_them(server: Server, tmp_path: Any) -> None:
    laptop = server.laptop(server.person("ann"))
    judged = laptop.event("hazard_voided", "h1")
    laptop.push(laptop.frame(judged))
    held = laptop.pull().packets
    lost = [packet for packet in held if decode_frame(packet.raw).dev == server.core.hello().epoch]
    from inspector.server.database import Database, sqlite_url  # noqa: PLC0415
    from tests.unit.server import world  # noqa: PLC0415 - a second server with the same key

    restored = world.server(Database(sqlite_url(tmp_path / "again.db")), tmp_path / "again")
    again = restored.laptop(restored.person("ann", scopes=()))
    assert restored.core.hello().public_key == server.core.hello().public_key
    assert [receipt.status for receipt in again.push(*lost)] == [Stored.STORED] * len(lost)
    restored.core.database.close()


PLANNED = {"customer": "c", "kind": "periodic", "inspectors": ["mate", "other"], "planned_on": "2030-05-06"}
TEAMS = {"mate": "west", "other": "east", "far": "east", "further": "east"}


@pytest.mark.parametrize(
    ("roles", "type_", "fields", "code"),
    [
        ((Role.INSPECTOR,), "plan_made", PLANNED, []),
        ((Role.INSPECTOR,), "plan_made", {**PLANNED, "inspectors": ["p", "far"]}, []),
        ((Role.INSPECTOR,), "plan_made", {**PLANNED, "inspectors": ["far", "further"]}, ["foreign_plan"]),
        (LEAD, "plan_made", {**PLANNED, "inspectors": ["far", "further"]}, []),
        ((Role.INSPECTOR,), "plan_made", {**PLANNED, "inspectors": ["far", "not known here"]}, []),
        ((Role.ADMINISTRATOR,), "plan_made", PLANNED, ["role"]),
        (REVIEWER, "plan_cancelled", {"cancelled": True}, ["role"]),
        ((Role.INSPECTOR,), "plan_made", {"customer": "c"}, ["malformed"]),
        ((Role.INSPECTOR,), "plan_changed", {"planned_on": "soon"}, ["malformed"]),
        ((Role.INSPECTOR,), "plan_changed", {"kind": "of_a_newer_program"}, []),
        ((Role.INSPECTOR,), "plan_changed", {"kind": "newer", "planned_on": "soon"}, ["malformed"]),
        ((Role.INSPECTOR,), "plan_changed", {"inspectors": [["p"]]}, ["malformed"]),
    ],
)
def test_who_plans_for_whom(roles: tuple[Role, ...], type_: str, fields: dict[str, Any], code: list[str]) -> None:
    person = Person("p", "p", "P", "west", roles)
    author = Author(revoked=False, members={"p": Member(person, {"north": frozenset({"author"})})})
    event = Event("e", "plan:v", "plan", type_, (), {"fields": fields}, user="p")
    frame = Frame("f", "north", "d", 1, "", "p", "2026-11-22", "1", 1, (event,))
    assert list(judge(frame, author, Known(teams=TEAMS)).values()) == code


def test_a_plan_has_no_other_name_than_a_plan_s() -> None:
    person = Person("p", "p", "P", "west", LEAD)
    author = Author(revoked=False, members={"p": Member(person, {"north": frozenset({"author"})})})
    event = Event("e", "v", "plan", "plan_made", (), {"fields": PLANNED}, user="p")
    frame = Frame("f", "north", "d", 1, "", "p", "2026-11-22", "1", 1, (event,))
    assert list(judge(frame, author, Known()).values()) == ["malformed"]


def test_a_plan_of_another_team_is_not_taken_over_and_one_of_another_area_neither(server: Server) -> None:
    server.person("far", team="east")
    server.person("further", team="east")
    lead = server.laptop(server.person("lea", *LEAD, team="west"))
    made = lead.event("plan_made", "plan:v", kind="plan", fields={**PLANNED, "inspectors": ["p-far", "p-further"]})
    assert codes(lead.push(lead.frame(made))) == []
    ann = server.laptop(server.person("ann", team="west", scopes=("north", "south")))
    taken = ann.event("plan_changed", "plan:v", made.id, kind="plan", fields={"inspectors": ["p-ann", "p-far"]})
    assert codes(ann.push(ann.frame(taken))) == ["foreign_plan"]
    begun = ann.event("plan_begun", "plan:v", made.id, kind="plan", visit="v1")
    assert codes(ann.push(ann.frame(begun))) == [], "who stands before the door begins"
    away = ann.event("plan_begun", "plan:v", made.id, kind="plan", visit="v2")
    assert codes(ann.push(ann.frame(away, scope="south"))) == ["out_of_scope"]
