"""The server over real HTTP: what its refusals become here, what goes over the wire, and whom the laptop trusts."""

import http.server
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from typing_extensions import override

from inspector.domain.events import BlobRef
from inspector.i18n import describe
from inspector.problems import Problem
from inspector.server.limits import RateLimit
from inspector.server.running import Encryption, listening, server_of
from inspector.server.web import Service
from inspector.storage import KeySource, NewEvent, create_store
from inspector.sync.engine.local import StoreLocal
from inspector.sync.engine.round import run_round
from inspector.sync.engine.session import Session, enrol, membership
from inspector.sync.http import HttpRemote, address_of
from inspector.sync.messages import START, Hashes
from inspector.sync.protocol import PIECE, unpack_page
from tests.unit.server.web import served
from tests.unit.sync.direct import Office, noise, sha


class Wired:
    """A laptop with a real workspace that speaks HTTP."""

    def __init__(self, office: Office, url: str, person: str, name: str, ca: str = "") -> None:
        self.store = create_store(office.folder / name, source=KeySource.SAMPLE)
        self.local = StoreLocal(self.store, office.server.clock)
        self.remote = HttpRemote(url, ca=ca)
        enrol(self.local, self.remote, url, office.server.code(person), "laptop", ca=ca)

    @property
    def token(self) -> str:
        return self.session().signed_in().token

    def session(self) -> Session:
        member = self.store.call(membership)
        assert member is not None
        return Session.begin(self.local, self.remote, member)

    def close(self) -> None:
        self.remote.close()
        self.local.close()
        self.store.close()


@contextmanager
def wired(office: Office, url: str, person: str, name: str, ca: str = "") -> Iterator[Wired]:
    made = Wired(office, url, person, name, ca)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def url(office: Office) -> Iterator[str]:
    with served(office.server.core) as address:
        yield address


def test_one_change_is_two_requests_and_two_thousand_bytes(office: Office, url: str) -> None:
    with wired(office, url, "p-ann", "a") as ann, wired(office, url, "p-bob", "b") as bob:
        for laptop in (ann, bob):
            run_round(laptop.local, laptop.remote, laptop.session())
        _note(ann, office)
        report = run_round(ann.local, ann.remote, ann.session())
        assert (report.outcome, report.sent, report.requests) == ("done", 1, 2)
        assert report.bytes_in + report.bytes_out < 2000
        got = run_round(bob.local, bob.remote, bob.session())
        assert (got.outcome, got.stored, got.requests) == ("done", 1, 1)
        assert got.bytes_in + got.bytes_out < 2000


def _note(laptop: Wired, office: Office) -> None:
    event = NewEvent("h1", "hazard", "note_added", {"text": "The cable trench is under water again; pump ordered."})
    laptop.store.call(lambda db: db.frames.append("north", "p-ann", [event], office.server.clock()))


def test_every_request_of_the_engine_over_the_wire(office: Office, url: str) -> None:
    data = noise(2 * PIECE + 7)
    with wired(office, url, "p-ann", "a") as ann, wired(office, url, "p-bob", "b") as bob:
        ref = BlobRef(ann.store.blobs.put(data), len(data), "image/jpeg")
        event = NewEvent("h1", "hazard", "photo_added", {}, blobs=(ref,))
        ann.store.call(lambda db: db.frames.append("north", "p-ann", [event], office.server.clock()))
        assert run_round(ann.local, ann.remote, ann.session()).files_sent == 1
        got = run_round(bob.local, bob.remote, bob.session())
        assert (got.outcome, got.files_received) == ("done", 1)
        assert bob.store.blobs.get(sha(data)) == data
        remote, token = bob.remote, bob.token
        assert remote.blob_offset(token, "north", sha(data)).complete
        assert remote.ids(token, "north", "").digests
        assert remote.blobs_missing(token, "north", Hashes((sha(data),))).sha256 == ()
        page = unpack_page(remote.pull(token, "north", START, None, 0))
        assert page.head.count == len(page.packets)


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda remote, token: remote.pull(token, "south", START, None, 0), "scope_forbidden"),
        (lambda remote, token: remote.pull(token[::-1], "north", START, None, 0), "token_invalid"),
        (lambda remote, token: remote.blob_offset(token, "north", "0" * 64), "blob_unknown"),
        (lambda remote, token: remote.blob_offset(token, "south", "0" * 64), "scope_forbidden"),
        (lambda remote, token: remote.push(token, b"nonsense"), "protocol_malformed"),
    ],
)
def test_a_refusal_arrives_as_its_code(office: Office, url: str, ask: object, code: str) -> None:
    with wired(office, url, "p-ann", "a") as ann:
        with pytest.raises(Problem) as caught:
            ask(ann.remote, ann.token)  # type: ignore[operator]
        assert caught.value.code == code
        assert "{" not in describe(caught.value)


def test_a_code_that_is_wrong_lets_nobody_in(office: Office, url: str) -> None:
    store = create_store(office.folder / "a", source=KeySource.SAMPLE)
    local = StoreLocal(store, office.server.clock)
    with HttpRemote(url) as remote, pytest.raises(Problem) as caught:
        enrol(local, remote, url, "AAAA-BBBB-CCCC", "laptop")
    assert caught.value.code == "enrolment_code_invalid"
    assert store.call(membership) is None
    local.close()
    store.close()


def test_a_server_that_is_asked_too_often_says_when_to_come_back(office: Office) -> None:
    service = Service(office.server.core, strangers=RateLimit(1, 0.05, lambda: 0.0))
    sock = listening("127.0.0.1", 0)
    server = server_of(office.server.core, service)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    try:
        with HttpRemote(f"http://127.0.0.1:{sock.getsockname()[1]}") as remote:
            remote.challenge("d1")
            with pytest.raises(Problem) as caught:
                remote.challenge("d1")
    finally:
        server.should_exit = True
        thread.join()
        sock.close()
    assert (caught.value.code, caught.value.params["retry_after_s"]) == ("sync_busy", 20)


def test_nobody_there_is_offline() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with HttpRemote(f"http://127.0.0.1:{port}", connect_s=2) as remote, pytest.raises(Problem) as caught:
            remote.hello()
    assert caught.value.code == "sync_offline"


@contextmanager
def answering(status: int, body: bytes, headers: dict[str, str] | None = None) -> Iterator[str]:
    """A web server that says the same to everything."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, *_: object) -> None:
            return

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "headers", "code"),
    [
        (200, b"<html>Log in to the guest network</html>", {}, "server_foreign"),
        (302, b"", {"Location": "http://127.0.0.1:1/login"}, "server_foreign"),
        (502, b"<html>Bad gateway</html>", {}, "sync_offline"),
        (413, b"<html>Request Entity Too Large</html>", {}, "protocol_too_large"),
        (503, b"", {"Retry-After": "7"}, "sync_busy"),
        (400, b'{"code":"of_a_newer_server","params":{}}', {}, "server_refused"),
        (400, b'{"code":"too_many_frames","params":{"x":"{y}"}}', {}, "server_refused"),
        (404, b'{"code":"request_unsupported","params":{}}', {}, "request_unsupported"),
        (200, b"x" * 300_000, {}, "protocol_too_large"),
    ],
)
def test_whatever_answers_ends_in_a_problem(status: int, body: bytes, headers: dict[str, str], code: str) -> None:
    with answering(status, body, headers) as address, HttpRemote(address) as remote:
        with pytest.raises(Problem) as caught:
            remote.hello()
        assert caught.value.code == code
        assert describe(caught.value)


def certificate(folder: Path) -> tuple[str, str]:
    """A certificate for this machine that nobody vouches for, and its key: their files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sync")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "c.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "k.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(folder / "c.pem"), str(folder / "k.pem")


def test_only_a_certificate_that_is_trusted_is_spoken_to(office: Office) -> None:
    files = certificate(office.folder)
    sock = listening("127.0.0.1", 0)
    server = server_of(office.server.core, encryption=Encryption(*files))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    address = f"https://127.0.0.1:{sock.getsockname()[1]}"
    try:
        with HttpRemote(address) as remote, pytest.raises(Problem) as caught:
            remote.hello()
        assert caught.value.code == "sync_certificate"
        with wired(office, address, "p-ann", "a", Path(files[0]).read_text()) as ann:
            assert run_round(ann.local, ann.remote, ann.session()).outcome == "done"
    finally:
        server.should_exit = True
        thread.join()
        sock.close()
    with pytest.raises(Problem) as caught:
        HttpRemote(address, ca="no certificate")
    assert caught.value.code == "server_ca"
    assert isinstance(caught.value.__cause__, ValueError | ssl.SSLError)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("sync.example.com", "https://sync.example.com"),
        (" https://sync.example.com:8443/inspector/ ", "https://sync.example.com:8443/inspector"),
        ("http://127.0.0.1:8750", "http://127.0.0.1:8750"),
        ("http://localhost:8750", "http://localhost:8750"),
        ("https://[::1]:8750", "https://[::1]:8750"),
    ],
)
def test_addresses_as_people_type_them(typed: str, address: str) -> None:
    assert address_of(typed) == address


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "server_address_wrong"),
        ("ftp://sync.example.com", "server_address_wrong"),
        ("https://", "server_address_wrong"),
        ("https://sync.example.com:port", "server_address_wrong"),
        ("https://me:secret@sync.example.com", "server_address_wrong"),
        ("https://sync.example.com/?a=b", "server_address_wrong"),
        ("http://sync.example.com", "server_unsafe"),
        ("http://192.168.1.5:8750", "server_unsafe"),
    ],
)
def test_addresses_that_are_refused(typed: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        address_of(typed)
    assert caught.value.code == code
