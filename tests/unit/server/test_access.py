"""Who is given what: a person without a grant nothing, a reviewer what the grant names, a revoked device nothing."""

import hashlib
from pathlib import Path

import pytest

from inspector.domain.events import BlobRef, decode_frame
from inspector.domain.fields import from_fields
from inspector.domain.merge import fold
from inspector.domain.person import Person, Role
from inspector.problems import Problem
from inspector.server import people
from inspector.server.administration import Change, change_user
from inspector.server.identity import Session
from inspector.sync.messages import START, Hashes, Offset
from inspector.sync.protocol import PIECE
from tests.unit.server.world import Laptop, Server

PHOTO = bytes(range(256)) * 5000
SHA = hashlib.sha256(PHOTO).hexdigest()


def photo(laptop: Laptop, scope: str = "north", data: bytes = PHOTO) -> None:
    """A record with a photo, and the photo."""
    session = laptop.session()
    sha256 = hashlib.sha256(data).hexdigest()
    event = laptop.event("photo_added", f"h-{laptop.id}-{scope}", blobs=(BlobRef(sha256, len(data), "image/jpeg"),))
    laptop.push(laptop.frame(event, scope=scope))
    for start in range(0, len(data), PIECE):
        laptop.server.core.blob_put(session, scope, sha256, start, data[start : start + PIECE])


def refusals(server: Server, session: Session) -> set[str]:
    """Codes of everything a session may try in the scope `north`."""
    core, found = server.core, set()
    for call in (
        lambda: core.pull(session, "north", START),
        lambda: core.ids(session, "north"),
        lambda: core.blobs_missing(session, "north", Hashes((SHA,))),
        lambda: core.blob_offset(session, "north", SHA),
        lambda: core.blob_put(session, "north", SHA, 0, b"x"),
        lambda: core.blob_get(session, SHA),
        lambda: core.blob_size(session, SHA),
    ):
        with pytest.raises(Problem) as caught:
            call()
        found.add(caught.value.code)
    return found


def test_a_person_without_a_grant_reads_nothing(server: Server) -> None:
    photo(server.laptop(server.person("ann")))
    eve = server.laptop(server.person("eve", scopes=("south",)))
    assert refusals(server, eve.session()) == {"scope_forbidden", "blob_unknown"}


def test_who_lost_the_grant_sends_the_photos_of_what_he_has_sent(server: Server) -> None:
    ann = server.laptop(server.person("ann"))
    event = ann.event("photo_added", "h1", blobs=(BlobRef(SHA, len(PHOTO), "image/jpeg"),))
    ann.push(ann.frame(event))
    with server.core.database.writing() as connection:
        people.withdraw(connection, "p-ann", "north", "author")
    session, offset = ann.session(), Offset(0)
    while not offset.complete:
        piece = PHOTO[offset.offset : offset.offset + PIECE]
        offset = server.core.blob_put(session, "north", SHA, offset.offset, piece)
    assert server.core.blob_offset(session, "north", SHA).complete


def test_naming_a_photo_in_ones_own_area_does_not_give_it(server: Server) -> None:
    photo(server.laptop(server.person("ann")))
    eve = server.laptop(server.person("eve", scopes=("south",)))
    event = eve.event("photo_added", "h1", blobs=(BlobRef(SHA, len(PHOTO), "image/jpeg"),))
    eve.push(eve.frame(event, scope="south"))
    assert refusals(server, eve.session()) == {"scope_forbidden", "blob_unknown"}
    assert server.core.blobs_missing(eve.session(), "south", Hashes((SHA,))).sha256 == (SHA,)
    assert server.core.blob_offset(eve.session(), "south", SHA) == Offset(0)


@pytest.mark.parametrize("grant", ["reader", "reviewer", "author"])
def test_every_grant_reads(server: Server, grant: str) -> None:
    photo(server.laptop(server.person("ann")))
    session = server.laptop(server.member("rita", Role.REVIEWER, grants=[("north", grant)])).session()
    assert len(server.core.pull(session, "north", START).packets) >= 2
    assert server.core.blob_get(session, SHA) == PHOTO
    assert server.core.blob_get(session, SHA, 10, 5) == PHOTO[10:15]


def test_a_revoked_device_is_given_nothing(server: Server) -> None:
    photo(server.laptop(server.person("ann")))
    lost = server.laptop(server.person("bob"))
    before = lost.session()
    server.core.pull(before, "north", START)
    token = server.core.token(lost.answer()).token
    server.revoke(lost.id)
    assert server.core.session(token).grants == ()
    after = lost.session()
    assert (after.revoked, after.grants) == (True, ())
    assert refusals(server, after) == {"scope_forbidden", "blob_unknown"}


def test_a_revoked_device_may_still_hand_over_photos_of_what_it_hands_over(server: Server) -> None:
    lost = server.laptop(server.person("bob"))
    server.revoke(lost.id)
    photo(lost)
    assert server.core.blob_get(server.laptop(server.person("ann")).session(), SHA) == PHOTO
    assert server.core.blobs_missing(lost.session(), "north", Hashes(("0" * 64,))).sha256 == ()


def test_a_revoked_device_does_not_enrol_again(server: Server) -> None:
    bob = server.person("bob")
    lost = server.laptop(bob)
    server.revoke(lost.id)
    with pytest.raises(Problem) as caught:
        lost.enrol(server.code(bob))
    assert caught.value.code == "device_revoked"


def test_a_photo_goes_on_where_it_stopped(server: Server) -> None:
    ann = server.laptop(server.person("ann"))
    session, core = ann.session(), server.core
    event = ann.event("photo_added", "h1", blobs=(BlobRef(SHA, len(PHOTO), "image/jpeg"),))
    ann.push(ann.frame(event))
    assert core.blobs_missing(session, "north", Hashes((SHA, "0" * 64, "x"))).sha256 == (SHA,)
    assert core.blob_put(session, "north", SHA, 0, PHOTO[:PIECE]) == Offset(PIECE)
    with pytest.raises(Problem) as caught:
        core.blob_put(session, "north", SHA, 5, PHOTO[5:9])
    assert (caught.value.code, caught.value.params) == ("blob_offset", {"offset": PIECE})
    assert core.blob_offset(session, "north", SHA) == Offset(PIECE)
    assert core.blob_put(session, "north", SHA, PIECE, PHOTO[PIECE:]) == Offset(len(PHOTO), complete=True)
    assert core.blob_offset(session, "north", SHA) == Offset(len(PHOTO), complete=True)
    assert core.blob_put(session, "north", SHA, 0, b"x") == Offset(len(PHOTO), complete=True)
    assert core.blobs_missing(session, "north", Hashes((SHA,))).sha256 == ()


def test_a_photo_that_is_gone_is_asked_for_again(server: Server, tmp_path: Path) -> None:
    ann, bob = server.laptop(server.person("ann")), server.laptop(server.person("bob", scopes=("north", "south")))
    for laptop, scope in ((ann, "north"), (bob, "south")):
        photo(laptop, scope)
    core, kept = server.core, tmp_path / "blobs" / SHA[:2] / SHA
    kept.unlink()
    assert core.blob_offset(ann.session(), "north", SHA) == Offset(0)
    for session, scope in ((ann.session(), "north"), (bob.session(), "south")):
        assert core.blobs_missing(session, scope, Hashes((SHA,))).sha256 == (SHA,)
        for start in range(0, len(PHOTO), PIECE):
            core.blob_put(session, scope, SHA, start, PHOTO[start : start + PIECE])
    kept.unlink()
    with pytest.raises(Problem) as caught:
        core.blob_get(ann.session(), SHA)
    assert caught.value.code == "blob_unknown"
    assert core.blobs_missing(ann.session(), "north", Hashes((SHA,))).sha256 == (SHA,)


def test_what_is_not_the_announced_file_is_thrown_away(server: Server) -> None:
    ann = server.laptop(server.person("ann"))
    session, core = ann.session(), server.core
    good = b"photo"
    sha256 = hashlib.sha256(good).hexdigest()
    ann.push(ann.frame(ann.event("photo_added", "h1", blobs=(BlobRef(sha256, 5, ""),))))
    for bad in (b"phony", b"photograph"):
        with pytest.raises(Problem) as caught:
            core.blob_put(session, "north", sha256, 0, bad)
        assert caught.value.code == "blob_wrong"
    assert core.blob_offset(session, "north", sha256) == Offset(0)
    assert core.blob_put(session, "north", sha256, 0, good).complete


def test_a_piece_that_is_too_large_or_not_announced_is_refused(server: Server) -> None:
    session = server.laptop(server.person("ann")).session()
    for data, code in ((bytes(PIECE + 1), "protocol_too_large"), (b"x", "blob_unknown")):
        with pytest.raises(Problem) as caught:
            server.core.blob_put(session, "north", SHA, 0, data)
        assert caught.value.code == code


def test_every_area_is_told_that_a_person_has_changed(server: Server) -> None:
    ann = server.person("ann", scopes=("north", "south"))
    laptop = server.laptop(ann)
    changes = (Change(team="west"), Change(name="Ann B", roles=(Role.LEAD,)), Change(name="Ann B"))
    for change in changes:
        change_user(server.core, "ann", change)
    for scope in ("north", "south"):
        packets = laptop.pull(scope).packets
        events = [one for packet in packets for one in decode_frame(packet.raw).events if one.entity == ann]
        state = fold(events)
        values = {name: heads.value() for name, heads in state.fields.items()}
        assert (values["team"], values["name"], values["roles"], values["login"]) == ("west", "Ann B", ["lead"], "ann")
        assert [one.type for one in events] == ["person_registered", "person_changed", "person_changed"]
        assert state.waiting == ()
    assert [one.team for one in laptop.token().people] == ["west"]


def test_the_server_says_nothing_of_a_person_that_it_does_not_know(server: Server) -> None:
    ann = server.person("ann", scopes=("north",))
    change_user(server.core, "ann", Change(team="west", name="Ann B"))
    packets = server.laptop(ann).pull("north").packets
    events = [one for packet in packets for one in decode_frame(packet.raw).events if one.entity == ann]
    assert [sorted(one.body["fields"]) for one in events] == [
        ["active", "login", "name", "roles", "team"],
        ["name", "team"],
    ]
    assert from_fields(Person, {name: heads.value() for name, heads in fold(events).fields.items()}, id=ann).phone == ""


def test_whoever_is_not_active_may_nothing(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    photo(server.laptop(server.person("bob")))
    change_user(server.core, "ann", Change(active=False))
    assert refusals(server, laptop.session()) == {"scope_forbidden", "blob_unknown"}
    assert laptop.token().people == ()
    (receipt,) = laptop.push(laptop.note())
    assert [code for _event, code in receipt.rulings] == ["person_unknown"]
    change_user(server.core, "ann", Change(active=True))
    assert laptop.push(laptop.note())[0].rulings == ()
