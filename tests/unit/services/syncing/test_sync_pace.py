"""When the next round is due."""

import math

import pytest

from inspector.services.syncing.pace import AT_MOST, BASE, CAP, LEAST, SETTLE, SPREAD, START, Pace


def pace(chance: float = 0.5) -> Pace:
    made = Pace(lambda: chance, 300.0)
    made.begin(1000.0)
    return made


def test_the_first_round_comes_when_start_up_has_settled() -> None:
    made = pace()
    assert made.due == 1000.0 + START
    assert not made.rounds(1000.0)
    assert made.rounds(1000.0 + START)
    assert made.due == math.inf, "until it is said how it ended"


def test_changes_are_looked_at_when_they_have_settled_and_at_the_latest_after_a_while() -> None:
    made = pace()
    made.rounds(2000.0)
    made.ended(2000.0, well=True)
    made.changed(2001.0)
    assert made.due == 2001.0 + SETTLE
    for second in range(2002, 2030):
        made.changed(float(second))
    assert made.due == 2001.0 + AT_MOST
    made.looked(2021.0, unsent=False)
    assert made.due > 2100.0, "nothing new for the server: no round"
    made.changed(2050.0)
    made.looked(2053.0, unsent=True)
    assert made.rounds(2053.0)


def test_failures_wait_longer_and_longer_and_never_all_alike() -> None:
    waits = []
    for chance in (0.0, 0.25, 1.0):
        made = pace(chance)
        found = []
        for _ in range(12):
            made.ended(0.0, well=False)
            found.append(made.round_at)
        waits.append(found)
    low, middle, high = waits
    assert low == [LEAST] * 12
    assert high[:4] == [BASE, 2 * BASE, 4 * BASE, 8 * BASE]
    assert high[-1] == CAP
    assert middle[3] == pytest.approx(2 * BASE)


def test_a_change_does_not_hurry_a_server_that_is_away_but_a_person_does() -> None:
    made = pace(1.0)
    for _ in range(5):
        made.ended(3000.0, well=False)
    made.changed(3001.0)
    made.looked(3004.0, unsent=True)
    assert not made.rounds(3004.0)
    made.hurry()
    assert made.due == 0.0
    assert made.rounds(3004.0)
    made.ended(3010.0, well=True)
    assert made.round_at == 3010.0 + 300.0 * (1 - SPREAD)


def test_a_server_that_asks_for_time_gets_at_least_that() -> None:
    made = pace(0.0)
    made.ended(0.0, well=False, wait_s=120.0)
    assert made.round_at == 120.0
    made = pace(1.0)
    made.ended(0.0, well=False, wait_s=120.0)
    assert made.round_at == 120.0 * (1 + SPREAD)


def test_without_a_server_it_rests_until_something_changes() -> None:
    made = pace()
    made.rests()
    assert made.due == math.inf
    made.changed(5000.0)
    assert made.due == 5000.0 + SETTLE
