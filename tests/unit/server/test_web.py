"""The server over loopback: what the core does arrives, every cap holds, bad input is refused and never a bug."""

import hashlib
import json
import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from inspector.domain.events import BlobRef, decode_frame
from inspector.problems import Problem
from inspector.server.app import application
from inspector.server.database import Database, sqlite_url
from inspector.server.limits import RateLimit
from inspector.server.log import JsonLines
from inspector.server.openapi import OPERATIONS
from inspector.server.routes import ROUTES
from inspector.sync.messages import ChallengeRequest, Hashes, Hello, IdBuckets, People, PeopleNames, Stored, Welcome
from inspector.sync.protocol import MOST_CONTROL, MOST_PACKED, PIECE, VERSION_HEADER, to_bytes
from tests.unit.server import world
from tests.unit.server.web import Wire, read, refused, served
from tests.unit.server.world import Laptop, Server


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server on the network, on SQLite; the core's own tests cover both databases."""
    folder = tmp_path_factory.mktemp("web")
    made = world.server(Database(sqlite_url(folder / "s.db")), folder)
    with served(made.core) as url:
        yield made, url
    made.core.database.close()


@pytest.fixture
def wire(running: tuple[Server, str], request: pytest.FixtureRequest) -> Iterator[Wire]:
    """A laptop of a new person, signed in."""
    made, url = running
    login = hashlib.sha256(request.node.name.encode()).hexdigest()[:10]
    laptop = Laptop(made, f"d-{login}", made.person(login))
    found = Wire(url, laptop)
    found.ask(Welcome, "/v1/enroll", laptop.asked(made.code(laptop.user)))
    found.sign_in()
    yield found
    found.http.close()


def test_enrolled_signed_in_pushed_and_pulled_over_loopback(wire: Wire) -> None:
    hello = read(Hello, httpx.get(wire.http.base_url.join("/v1/hello"), trust_env=False))
    assert hello.public_key == wire.laptop.server.core.hello().public_key
    sent = [wire.laptop.note(str(number)) for number in range(30)]
    assert {receipt.status for receipt in wire.push(*sent).receipts} == {Stored.STORED}
    assert {receipt.status for receipt in wire.push(*sent).receipts} == {Stored.KNOWN}
    page, got = wire.pull(), []
    while page.packets:
        got += [replace(packet, seq=None) for packet in page.packets]
        page = wire.pull(after=f"{page.packets[-1].seq}:{decode_frame(page.packets[-1].raw).id}")
    assert [packet for packet in got if packet in sent] == sent
    ids = read(IdBuckets, wire.http.get("/v1/ids", params={"scope": "north"}))
    assert ids.digests != {}


def test_a_photo_travels_in_pieces_and_comes_back_in_ranges(wire: Wire) -> None:
    photo = bytes(range(256)) * 6000
    sha256 = hashlib.sha256(photo).hexdigest()
    wire.push(wire.laptop.frame(wire.laptop.event("photo_added", "hp", blobs=(BlobRef(sha256, len(photo), ""),))))
    assert wire.ask(Hashes, "/v1/blobs/missing", Hashes((sha256,)), scope="north").sha256 == (sha256,)
    path, query = f"/v1/blobs/{sha256}", {"scope": "north"}
    for start in (0, PIECE):
        headers = {"Upload-Offset": str(start)}
        sent = wire.http.patch(path, params=query, headers=headers, content=photo[start : start + PIECE])
        assert sent.status_code == 200
    assert wire.http.head(path, params=query).headers["Upload-Complete"] == "1"
    again = wire.http.get(path, headers={"Range": "bytes=1000-"})
    assert (again.status_code, again.content) == (206, photo[1000 : 1000 + PIECE])
    assert again.headers["Content-Range"] == f"bytes 1000-{1000 + PIECE - 1}/{len(photo)}"
    assert wire.http.get(path).content == photo
    assert refused(wire.http.get(path, headers={"Range": f"bytes={len(photo)}-"})) == (400, "protocol_malformed")


def test_people_are_named_over_loopback(wire: Wire) -> None:
    (known,) = wire.sign_in().people
    named = wire.ask(People, "/v1/people", PeopleNames(((known.login, f"local-{known.login}"),)))
    assert named.people == (replace(known, alias=f"local-{known.login}"),)


def test_answers_are_not_held_back_by_the_system(wire: Wire) -> None:
    def seconds() -> float:
        began = time.perf_counter()
        wire.http.post("/v1/challenge", content=to_bytes(ChallengeRequest(wire.laptop.id)))
        return time.perf_counter() - began

    assert min(seconds() for _ in range(20)) < 0.03  # Nagle's algorithm and a delayed acknowledgement: 0.04


def test_a_piece_at_the_wrong_place_is_told_the_right_one(wire: Wire) -> None:
    sha256 = hashlib.sha256(b"12345").hexdigest()
    wire.push(wire.laptop.frame(wire.laptop.event("photo_added", "hq", blobs=(BlobRef(sha256, 5, ""),))))
    sent = wire.http.patch(
        f"/v1/blobs/{sha256}", params={"scope": "north"}, headers={"Upload-Offset": "3"}, content=b"45"
    )
    assert refused(sent) == (409, "blob_offset")
    assert sent.json()["params"] == {"offset": "0"}


def test_refusals_have_their_status(wire: Wire) -> None:
    http = wire.http
    after = {"after": "0:"}
    cases = [
        (http.get("/v1/pull", params={"scope": "south", **after}), (403, "scope_forbidden")),
        (http.get("/v1/pull", params={"scope": "north", "after": "77:x"}), (409, "cursor_unknown")),
        (http.get("/v1/pull", params={"scope": "north", "after": "x"}), (400, "protocol_malformed")),
        (http.get("/v1/pull", params={"scope": "north", "head": "-1", **after}), (400, "protocol_malformed")),
        (http.get("/v1/pull", params=[("scope", "a"), ("scope", "b"), ("after", "0:")]), (400, "protocol_malformed")),
        (http.get("/v1/ids", params={"scope": "north", "prefix": "xx"}), (400, "protocol_malformed")),
        (http.get("/v1/blobs/" + "0" * 64), (404, "blob_unknown")),
        (http.get("/v1/blobs/short"), (400, "protocol_malformed")),
        (http.post("/v1/push", content=b"not zstd"), (400, "protocol_malformed")),
        (http.post("/v1/enroll", content=b"[]"), (400, "protocol_malformed")),
        (http.get("/v1/nothing"), (404, "request_unsupported")),
        (http.delete("/v1/push"), (405, "request_unsupported")),
        (http.get("/v1/ids", params=after, headers={VERSION_HEADER: "1999-01-01"}), (426, "protocol_version")),
        (http.get("/v1/ids", headers={"Authorization": "Bearer zz"}), (401, "token_invalid")),
        (http.get("/v1/ids", headers={"Authorization": "Basic zz"}), (401, "token_invalid")),
    ]
    for response, wanted in cases:
        assert refused(response) == wanted


def test_caps_hold_before_anything_is_read(wire: Wire) -> None:
    for path, size in (("/v1/push", MOST_PACKED), ("/v1/enroll", MOST_CONTROL), ("/v1/blobs/missing", MOST_CONTROL)):
        body = (bytes(65536) for _ in range(size // 65536 + 2))  # chunked, without a length
        response = wire.http.post(path, content=body, params={"scope": "north"})
        assert refused(response) == (413, "protocol_too_large")


def test_health_and_figures_hold_nothing_personal(wire: Wire) -> None:
    wire.push(wire.laptop.note("secret words"), wire.laptop.frame(wire.laptop.event("hazard_voided", "h1")))
    assert wire.http.get("/health").json() == {"ok": True}
    text = wire.http.get("/metrics").text
    assert 'inspector_frames_total{status="stored"}' in text
    assert 'inspector_rulings_total{code="role"}' in text
    for secret in ("secret words", wire.laptop.user, wire.laptop.id):
        assert secret not in text


def test_the_log_is_json_without_names(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "inspector.server"):
        wire.push(wire.laptop.note("secret words"))
    records = [record for record in caplog.records if record.name == "inspector.server"]
    lines = [json.loads(JsonLines().format(record)) for record in records]
    assert [(line["event"], line["route"], line["status"]) for line in lines] == [("request", "/v1/push", 200)]
    assert wire.laptop.user not in str(lines)


@pytest.mark.expects_log("bug")
def test_a_bug_is_answered_and_logged_without_values(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made = world.server(Database(sqlite_url(tmp_path / "s.db")), tmp_path)
    broken = replace(made.core, here=replace(made.core.here, now=lambda: {}["a name"]))  # type: ignore[index]
    with served(broken) as url:
        assert refused(httpx.get(f"{url}/v1/hello", trust_env=False)) == (500, "server_failed")
    made.core.database.close()
    (record,) = [record for record in caplog.records if record.getMessage() == "bug"]
    line = json.loads(JsonLines().format(record))
    assert (line["error"], line["route"]) == ("KeyError", "/v1/hello")
    assert "a name" not in str(line)


@pytest.mark.expects_log("environment")
def test_a_database_that_went_away_is_a_matter_of_trying_again(tmp_path: Path) -> None:
    made = world.server(Database(sqlite_url(tmp_path / "s.db")), tmp_path)
    gone = Database(sqlite_url(tmp_path / "nowhere" / "s.db"))
    with served(replace(made.core, database=gone)) as url:
        response = httpx.get(f"{url}/health", trust_env=False)
    assert refused(response) == (503, "server_database")
    assert int(response.headers["Retry-After"]) >= 2
    made.core.database.close()
    gone.close()


def test_whoever_asks_too_often_is_told_when_to_come_back() -> None:
    now = [0.0]
    limit = RateLimit(2, 0.5, lambda: now[0])

    def waits(asker: str) -> object:
        try:
            limit.take(asker)
        except Problem as problem:
            return problem.params["seconds"]
        return 0

    assert [waits("a"), waits("a"), waits("a"), waits("b")] == [0, 0, 2, 0]
    now[0] = 2
    assert [waits("a"), waits("a")] == [0, 2]


def test_guessing_codes_is_slowed_down(tmp_path: Path) -> None:
    made = world.server(Database(sqlite_url(tmp_path / "s.db")), tmp_path)
    laptop = Laptop(made, "d-guess", "p")
    with served(made.core, limited=True) as url:
        wire = Wire(url, laptop)
        asked = to_bytes(laptop.asked("AAAA-BBBB-CCCC"))
        answers = [wire.http.post("/v1/enroll", content=asked) for _ in range(60)]
        wire.http.close()
    made.core.database.close()
    assert [refused(one) for one in answers[:30]] == [(403, "enrolment_code_invalid")] * 30
    slowed = [one for one in answers[30:] if refused(one) == (429, "too_many_requests")]
    assert slowed
    assert int(slowed[0].headers["Retry-After"]) >= 1


def test_every_route_is_described(running: tuple[Server, str]) -> None:
    assert set(OPERATIONS) == {(route.path, method) for route in ROUTES for method in route.methods}
    assert application(running[0].core) is not None
