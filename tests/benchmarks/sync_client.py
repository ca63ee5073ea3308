"""A laptop of the benchmark `sync`, in a process of its own: `python -m tests.benchmarks.sync_client VERB FOLDER …`.

Prints one JSON document. Bytes are those that went through the sockets of this process, headers included.

* `fill FOLDER FRAMES`: a new workspace that holds the frames of a pickled list, as if a file had brought them.
* `join FOLDER URL CODE`: a workspace, new if there is none, that belongs to the server.
* `round FOLDER [change]`: one round as the window makes it, after one change where that is asked for.
"""

import json
import pickle
import socket
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from inspector import services
from inspector.services.syncing.rounds import enroll, sync_now
from inspector.services.workspace import Workspace
from inspector.storage import Database, NewEvent
from inspector.storage.frames.arrivals import Arrival
from inspector.storage.frames.peers import KnownDevice
from inspector.sync.engine.session import membership
from tests.benchmarks.sync_data import SCOPE, Team

PAGE = 500


class Wire:
    """Counts what every socket of this process sends and receives."""

    def __init__(self) -> None:
        self.sent = self.received = 0
        for name in ("send", "sendall"):
            setattr(socket.socket, name, self._sending(getattr(socket.socket, name)))
        socket.socket.recv = self._receiving(socket.socket.recv)  # type: ignore[method-assign]

    def _sending(self, send: Callable[..., Any]) -> Callable[..., Any]:
        def counted(sock: socket.socket, data: Any, *rest: Any) -> Any:
            done = send(sock, data, *rest)
            self.sent += len(data) if done is None else done
            return done

        return counted

    def _receiving(self, recv: Callable[..., bytes]) -> Callable[..., bytes]:
        def counted(sock: socket.socket, *rest: Any) -> bytes:
            data = recv(sock, *rest)
            self.received += len(data)
            return data

        return counted


def fill(folder: Path, frames: Path) -> dict[str, Any]:
    """Make a workspace that holds these frames."""
    signed = pickle.loads(frames.read_bytes())  # noqa: S301 - the benchmark has written it
    with closing(services.create_workspace(folder, key="sample")) as workspace:
        workspace.call(lambda: workspace.db.settings.put("area", SCOPE))
        workspace.call(lambda: _meet(workspace.db))
        for at in range(0, len(signed), PAGE):
            page = [Arrival(raw, sig) for raw, sig in signed[at : at + PAGE]]
            workspace.call(partial(_receive, workspace, page))
        while workspace.store.call(_caught_up):
            pass
        return {"frames": workspace.call(lambda: workspace.db.outbox.counts().unsent)}


def _receive(workspace: Workspace, page: list[Arrival]) -> None:
    workspace.db.frames.receive_all(page, later=True)


def _caught_up(db: Database) -> bool:
    return bool(db.frames.catch_up())


def _meet(db: Database) -> None:
    for one in Team().laptops:
        db.peers.learn(KnownDevice(one.id, one.code, one.public_key))


def join(folder: Path, url: str, code: str) -> dict[str, Any]:
    """Let a workspace belong to the server."""
    new = not (folder / "workspace.json").is_file()
    workspace = services.create_workspace(folder, key="sample") if new else services.open_workspace(folder)
    with closing(workspace):
        return {"areas": enroll(workspace, url, code).areas}


def make_round(folder: Path, *, change: bool) -> dict[str, Any]:
    """One round, and what it took."""
    with closing(services.open_workspace(folder)) as workspace:
        if change:
            workspace.call(lambda: _change(workspace))
        wire = Wire()
        began, used = time.perf_counter(), time.process_time()
        report = sync_now(workspace).report
        seconds, cpu = time.perf_counter() - began, time.process_time() - used
        if report.outcome != "done":
            raise RuntimeError(f"{report.outcome}: {report.problem}")
        return {
            "seconds": round(seconds, 3),
            "cpu_s": round(cpu, 3),
            "bytes": wire.sent + wire.received,
            "requests": report.requests,
            "received": report.stored,
            "sent": report.sent,
            "ruled": report.ruled,
            **workspace.call(lambda: _state(workspace.db)),
        }


def _change(workspace: Workspace) -> None:
    """A note on the first hazard, by whoever works here."""
    db = workspace.db
    hazard = db._session.one("SELECT id FROM hazard LIMIT 1")
    assert hazard is not None
    member = membership(db)
    assert member is not None
    note = NewEvent(hazard.id, "hazard", "note_added", {"text": "已电话联系客户，客户答复本周内完成"})
    db.frames.append(SCOPE, member.person, [note], workspace.now())


def _state(db: Database) -> dict[str, Any]:
    """What is here, to be compared between laptops."""
    session = db._session
    count = "SELECT (SELECT count(*) FROM frame), (SELECT count(*) FROM event), (SELECT count(*) FROM hazard),"
    row = session.one(
        f"{count} (SELECT count(*) FROM measurement), (SELECT count(*) FROM search_doc),"  # noqa: S608 - own text
        " (SELECT count(*) FROM entity WHERE error <> '' OR waiting <> '[]'), (SELECT sum(recurrent) FROM hazard),"
        " (SELECT count(*) FROM hazard WHERE status = 'closed')"
    )
    assert row is not None
    names = ("frames", "events", "hazards", "measurements", "documents", "in_trouble", "recurrent", "closed")
    return {"state": dict(zip(names, row, strict=True))}


def main() -> None:
    """One verb."""
    verb, folder, *rest = sys.argv[1:]
    work: dict[str, Callable[[], dict[str, Any]]] = {
        "fill": lambda: fill(Path(folder), Path(rest[0])),
        "join": lambda: join(Path(folder), rest[0], rest[1]),
        "round": lambda: make_round(Path(folder), change=bool(rest)),
    }
    sys.stdout.write(json.dumps(work[verb]()) + "\n")


if __name__ == "__main__":
    main()
