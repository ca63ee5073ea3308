"""Rounds between laptops over a server: what reaches whom, with how many requests, and what is told."""

from tests.unit.sync.direct import Laptop, Office


def test_what_one_writes_reaches_the_other(office: Office, ann: Laptop, bob: Laptop) -> None:
    made = ann.note("seen", "h1")
    assert ann.frames() == {made.id: None}
    report = ann.round()
    assert (report.outcome, report.sent, report.alarms) == ("done", 1, ())
    got = bob.round()
    assert (got.outcome, got.sent) == ("done", 0)
    assert bob.frames() == ann.frames()
    assert made.id in bob.frames()
    assert set(bob.frames()) == office.frames()
