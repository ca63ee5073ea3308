"""Laptops of the benchmark `server`, each in a process of its own: they send what was prepared, as fast as it goes."""

import http.client
import multiprocessing
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SPAWN = multiprocessing.get_context("spawn")
WAIT_S = 600


@dataclass(frozen=True)
class Request:
    """One request; `token`: whose."""

    method: str
    path: str
    token: str
    body: bytes = b""


def send(port: int, version: Mapping[str, str], requests: Sequence[Request], begin: Any, results: Any) -> None:
    """Send everything over one connection; tell the seconds of each request, and the bytes that came."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.connect()
    begin.wait(WAIT_S)
    took, came, refused = [], 0, 0
    for one in requests:
        headers = {**version, "Authorization": f"Bearer {one.token}"}
        began = time.perf_counter()
        connection.request(one.method, one.path, one.body or None, headers)
        answer = connection.getresponse()
        came += len(answer.read())
        took.append(time.perf_counter() - began)
        refused += answer.status != 200
    connection.close()
    results.put((took, came, refused))


def load(port: int, version: Mapping[str, str], clients: Sequence[Sequence[Request]]) -> tuple[float, list[float], int]:
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
