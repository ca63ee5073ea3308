"""Killed processes: every line that was answered is there, and a visit is signed or open, never both, never neither."""

import contextlib
import json
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from inspector import services
from inspector.services import Workspace
from inspector.services.rescue.doctor import examine
from tests.e2e import scripts
from tests.e2e.running import ROOT, environment

ACCOUNT, KEY, INSPECTORS = "50102237816", "killed", ["wang", "li"]
START = scripts.start(KEY, ACCOUNT, INSPECTORS)
KILLS = 55
STATUS = {"op": "status"}
Place = tuple[str, str | None, str]


class Replay:
    """A `visit replay -` that is spoken to line by line and may be killed."""

    def __init__(self, workspace: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "inspector", "visit", "replay", "-", "--workspace", str(workspace)],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def send(self, *lines: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("".join(json.dumps(line) + "\n" for line in lines))
        self.process.stdin.flush()

    def ask(self, line: Any) -> dict[str, Any]:
        self.send(line)
        return self.read()

    def read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        assert answer.get("ok"), answer
        return answer

    def let_run(self, seconds: float) -> None:
        """Let it work for a moment of its own."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)

    def kill(self) -> list[dict[str, Any]]:
        """Kill it; what it had said by then."""
        self.process.send_signal(signal.SIGKILL)
        assert self.process.stdout is not None
        said = [json.loads(line) for line in self.process.stdout if line.endswith("\n")]
        self.process.wait()
        self.process.stdout.close()
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        return said

    def end(self) -> None:
        self.process.communicate()
        assert self.process.returncode == 0


def place(line: Any) -> Place:
    return line["form"], line["equipment"], line["ref"]


def kept(status: dict[str, Any]) -> dict[Place, str]:
    return {place(answer): answer["value"] for answer in status["answers"]}


def again(rng: random.Random, lines: list[Any]) -> Iterable[Any]:
    """The script, then the same questions with other answers, for ever."""
    yield from lines
    asked = [line for line in lines if line["op"] == "answer" and line["value"] in ("pass", "10")]
    while True:
        line = rng.choice(asked)
        yield {**line, "value": rng.choice(["pass", "na"] if line["value"] == "pass" else ["10", "11"])}


def test_every_answered_line_survives_kills_at_random_moments(copied: Callable[[], Path]) -> None:
    workspace, rng = copied(), random.Random(20)
    first = Replay(workspace)
    script = list(scripts.answers(first.ask(START)))
    first.kill()
    source = iter(again(rng, script))
    taken: dict[Place, str] = {}
    unsure: dict[Place, set[str]] = {}
    judged: set[str] = set()
    for number in range(KILLS):
        replay = Replay(workspace)
        started = replay.ask(START)
        status = replay.ask(STATUS)
        found = kept(status)
        for at, value in taken.items():
            assert found.get(at) in {value} | unsure.get(at, set()), at
        assert {old["hazard"] for old in status["old_hazards"]} >= judged
        assert bool(started["restored"]) == bool(found or judged)
        taken, unsure = dict(found), {}
        burst = [next(source) for _ in range(rng.randrange(2, 9))]
        if number % 2:
            replay.send(*burst)
            replay.let_run(rng.uniform(0, 0.03))
            answered = len(replay.kill())
        else:
            for line in burst:
                replay.ask(line)
            replay.kill()
            answered = len(burst)
        for line in burst[:answered]:
            if line["op"] == "answer":
                taken[place(line)] = line["value"]
            else:
                judged.add(line["hazard"])
        for line in burst[answered:]:
            if line["op"] == "answer":
                unsure.setdefault(place(line), set()).add(line["value"])
    assert len(taken) > KILLS
    finishing(workspace, script)


def finishing(workspace: Path, script: list[Any]) -> None:
    """After all that the visit can be completed, signed and issued, and is whole."""
    last = Replay(workspace)
    last.ask(START)
    for line in script:
        last.ask(line)
    for line in scripts.signatures(INSPECTORS):
        last.ask(line)
    issued = last.ask({"op": "finish"})
    last.end()
    opened = services.open_workspace(workspace)
    try:
        assert opened.call(lambda: examine(opened))["findings"] == []
        pdf = opened.call(lambda: services.result_notice(opened, issued["number"]))
        assert pdf.startswith(b"%PDF")
    finally:
        opened.close()


@pytest.mark.parametrize("kills", [7, pytest.param(25, marks=pytest.mark.long)])
def test_a_killed_sign_off_leaves_the_visit_open_or_signed(
    copied: Callable[[str], Path], tmp_path: Path, kills: int
) -> None:
    base, rng = copied("base"), random.Random(7)
    prepare = Replay(base)
    for line in scripts.answers(prepare.ask(START)):
        prepare.ask(line)
    for line in scripts.signatures(INSPECTORS):
        prepare.ask(line)
    prepare.end()
    outcomes = []
    for number in range(kills):
        workspace = tmp_path / str(number)
        shutil.copytree(base, workspace)
        outcomes.append(_kill_finish(workspace, rng.uniform(0.0, 0.9) if number else None))
    assert set(outcomes) == {"open", "signed"}


def _kill_finish(workspace: Path, seconds: float | None) -> str:
    replay = Replay(workspace)
    number = replay.ask(START)["number"]
    replay.send({"op": "finish"})
    said = [replay.read()] if seconds is None else []
    replay.let_run(seconds or 0)
    said += replay.kill()
    opened = services.open_workspace(workspace)
    try:
        return opened.call(lambda: _outcome(opened, number, answered=bool(said)))
    finally:
        opened.close()


def _outcome(workspace: Workspace, number: str, *, answered: bool) -> str:
    (row,) = [row for row in services.visit_rows(workspace, signed=-1) if row.number == number]
    outcome = row.status.value
    assert outcome == "signed" or not answered
    assert examine(workspace)["findings"] == []
    if outcome == "signed":
        assert services.result_notice(workspace, number).startswith(b"%PDF")
        assert row.id not in [draft.id for draft in workspace.db.drafts.visits()]
    else:
        services.open_visit(workspace, row.id)
        assert services.finish_visit(workspace, row.id).visit_number == number
    return outcome
