"""Laptops of the benchmark `server`, each in a process of its own: they send what was prepared, as fast as it goes."""

import http.client
import json
import multiprocessing
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector.sync.messages import ChallengeRequest, TokenRequest
from inspector.sync.protocol import challenge_proof, to_bytes

SPAWN = multiprocessing.get_context("spawn")
WAIT_S = 600


@dataclass(frozen=True)
class Request:
    """One request; `token`: whose."""

    method: str
    path: str
    token: str
    body: bytes = b""

    def send(self, connection: http.client.HTTPConnection, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Status and body of the answer."""
        given = {**headers, "Authorization": f"Bearer {self.token}"} if self.token else dict(headers)
        connection.request(self.method, self.path, self.body or None, given)
        answer = connection.getresponse()
        return answer.status, answer.read()


@dataclass(frozen=True)
class SignIn:
    """A laptop shows who it is: two requests. `key`: its private one."""

    device: str
    key: bytes

    def send(self, connection: http.client.HTTPConnection, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Status and body of the last answer."""
        asked = Request("POST", "/v1/challenge", "", to_bytes(ChallengeRequest(self.device)))
        status, body = asked.send(connection, headers)
        if status != 200:
            return status, body
        nonce = json.loads(body)["nonce"]
        sig = Ed25519PrivateKey.from_private_bytes(self.key).sign(challenge_proof(nonce, self.device)).hex()
        answer = to_bytes(TokenRequest(self.device, nonce, sig))
        return Request("POST", "/v1/token", "", answer).send(connection, headers)


Step = Request | SignIn


def send(port: int, version: Mapping[str, str], requests: Sequence[Step], begin: Any, results: Any) -> None:
    """Send everything over one connection; tell the seconds of each request, and the bytes that came."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.connect()
    begin.wait(WAIT_S)
    took, came, refused = [], 0, 0
    for one in requests:
        began = time.perf_counter()
        status, body = one.send(connection, version)
        took.append(time.perf_counter() - began)
        came += len(body)
        refused += status != 200
    connection.close()
    results.put((took, came, refused))


def load(port: int, version: Mapping[str, str], clients: Sequence[Sequence[Step]]) -> tuple[float, list[float], int]:
    """Seconds until all clients were done, seconds of each request, bytes that came. A refused request fails."""
    begin, results = SPAWN.Barrier(len(clients) + 1), SPAWN.Queue()
    processes = [SPAWN.Process(target=send, args=(port, version, list(one), begin, results)) for one in clients]
    for process in processes:
        process.start()
    begin.wait(WAIT_S)
    began = time.perf_counter()
    told = [results.get(timeout=WAIT_S) for _client in clients]
    wall = time.perf_counter() - began
    for process in processes:
        process.join()
    assert not sum(refused for _took, _came, refused in told), "a request was refused"
    return wall, [seconds for took, _came, _refused in told for seconds in took], sum(came for _t, came, _r in told)
