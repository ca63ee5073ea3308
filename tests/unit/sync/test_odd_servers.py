"""What an odd server, or a proxy before it, may answer: it ends in a problem, and never in a round without an end."""

from dataclasses import replace

import pytest

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
