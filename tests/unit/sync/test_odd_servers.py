"""What an odd server, or a proxy before it, may answer: it ends in a problem, and never in a round without an end."""

from dataclasses import replace

import pytest

from inspector.problems import Problem
from inspector.sync.messages import Receipts
from inspector.sync.protocol import unpack
from tests.unit.sync.direct import Laptop


@pytest.mark.parametrize("lasts", [-5, 10**17])
def test_a_token_lasts_as_long_as_makes_sense(ann: Laptop, monkeypatch: pytest.MonkeyPatch, lasts: int) -> None:
    given = ann.remote.token
    monkeypatch.setattr(ann.remote, "token", lambda answer: replace(given(answer), expires_in_s=lasts))
    assert ann.round().outcome == "done"


def test_a_token_that_no_request_can_carry_is_refused(ann: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    given = ann.remote.token
    monkeypatch.setattr(ann.remote, "token", lambda answer: replace(given(answer), token="a\nb\u4e2d"))
    report = ann.round()
    assert report.problem is not None
    assert (report.outcome, report.problem.code) == ("failed", "protocol_malformed")


def test_records_that_a_server_stumbles_over_keep_nothing_else_from_passing(
    ann: Laptop, bob: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann.round()
    odd = {ann.note("ODD", f"h{number}").id for number in range(20)}
    given = ann.remote.push

    def push(token: str, data: bytes) -> Receipts:
        if any(b"ODD" in packet.raw for packet in unpack(data)):
            raise Problem("server_failed")
        return given(token, data)

    monkeypatch.setattr(ann.remote, "push", push)
    theirs = bob.note("theirs", "hb")
    bob.round()
    report = ann.round()
    assert (report.outcome, theirs.id in ann.frames()) == ("partly", True), "it goes on to read"
    mine = ann.note("mine", "hz")
    for _ in range(10):
        ann.round()
    assert ann.frames()[mine.id] is not None
    assert {one for one, seq in ann.frames().items() if seq is None} == odd
    monkeypatch.undo()
    assert (ann.round().outcome, ann.counts().unsent) == ("done", 0)
