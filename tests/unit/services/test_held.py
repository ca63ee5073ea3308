"""Decisions that can be taken back for a few seconds, and unsaved text."""

import multiprocessing
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector import services
from inspector.domain.person import Person
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.held import HOLD, executor
from tests.unit.services.conftest import Reopen


@executor("test_remember")
def _remember(workspace: Workspace, body: Mapping[str, Any]) -> str:
    times = int(services.get_setting(workspace, "times", "0")) + 1
    services.put_setting(workspace, "times", str(times))
    services.put_setting(workspace, "by", workspace.acting.login)
    if body.get("refuse"):
        raise Problem("reason_missing")
    return str(body["what"])


def times(workspace: Workspace) -> str:
    return workspace.call(lambda: services.get_setting(workspace, "times", "0"))


def hold(workspace: Workspace, **body: object) -> str:
    return workspace.call(lambda: services.hold(workspace, "test_remember", body)).id


def test_a_decision_is_carried_out_once(workspace: Workspace) -> None:
    held = hold(workspace, what="a")
    assert times(workspace) == "0"
    assert workspace.call(lambda: services.carry_out(workspace, held)) == "a"
    assert workspace.call(lambda: services.carry_out(workspace, held)) is None
    assert times(workspace) == "1"
    assert not workspace.call(lambda: services.take_back(workspace, held))


def test_a_decision_taken_back_never_happens(workspace: Workspace, reopen: Reopen) -> None:
    held = hold(workspace, what="a")
    assert workspace.call(lambda: services.take_back(workspace, held))
    assert workspace.call(lambda: services.carry_out(workspace, held)) is None
    assert times(reopen()) == "0"


def test_only_what_is_due_is_carried_out(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now().astimezone()
    monkeypatch.setattr(workspace, "_clock", lambda: now)
    hold(workspace, what="a")
    now += HOLD - timedelta(seconds=1)
    hold(workspace, what="b")
    assert workspace.call(lambda: services.carry_out_due(workspace)) == ()
    assert times(workspace) == "0"
    now += timedelta(seconds=1)
    assert workspace.call(lambda: services.carry_out_due(workspace)) == ()
    assert times(workspace) == "1"


def test_a_decision_is_carried_out_in_the_name_of_who_decided(workspace: Workspace) -> None:
    def persons() -> list[Person]:
        return sorted(services.persons(workspace), key=lambda person: person.login)

    first, second = workspace.call(persons)[:2]
    workspace.call(lambda: workspace.act_as(first.id))
    held = hold(workspace, what="a")
    workspace.call(lambda: workspace.act_as(second.id))
    workspace.call(lambda: services.carry_out(workspace, held))
    assert workspace.call(lambda: services.get_setting(workspace, "by")) == first.login
    assert workspace.call(lambda: services.acting_person(workspace)).id == second.id


def test_a_refused_decision_leaves_nothing_behind_and_is_not_tried_again(workspace: Workspace, reopen: Reopen) -> None:
    hold(workspace, what="a", refuse=True)
    hold(workspace, what="b")
    again = reopen()
    assert [problem.code for problem in again.refused] == ["reason_missing"]
    assert times(again) == "1"
    assert reopen().refused == ()


def test_a_verb_that_nobody_carries_out_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Problem, match="held_unknown"):
        workspace.call(lambda: services.hold(workspace, "unheard_of", {}))


def _hold_and_die(path: Path) -> None:
    workspace = services.open_workspace(path)
    hold(workspace, what="a")
    workspace.call(lambda: services.keep_typing(workspace, "visit:1:note:q", "half a sen"))
    os._exit(9)


def _found_at_opening(path: Path) -> tuple[tuple[Problem, ...], str, dict[str, str]]:
    workspace = services.open_workspace(path)
    kept = workspace.call(lambda: services.kept_typing(workspace, "visit:"))
    found = (workspace.refused, times(workspace), kept)
    workspace.close()
    return found


def test_a_decision_survives_a_kill_and_is_carried_out_at_the_next_opening(workspace: Workspace) -> None:
    path = workspace.path
    workspace.close()
    process = multiprocessing.get_context("fork").Process(target=_hold_and_die, args=(path,))
    process.start()
    process.join()
    assert process.exitcode == 9
    for _time in range(2):
        assert _found_at_opening(path) == ((), "1", {"visit:1:note:q": "half a sen"})


def test_unsaved_text_is_kept_by_key_and_dropped_by_prefix(workspace: Workspace) -> None:
    def work() -> tuple[dict[str, str], dict[str, str]]:
        for key, text in (("a:1", "x"), ("a:1", "xy"), ("a:%", "p"), ("ab:1", "z")):
            services.keep_typing(workspace, key, text)
        before = services.kept_typing(workspace, "a:")
        services.drop_typing(workspace, "a:")
        return before, services.kept_typing(workspace, "")

    assert workspace.call(work) == ({"a:%": "p", "a:1": "xy"}, {"ab:1": "z"})
