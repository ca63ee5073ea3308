"""What two laptops changed apart, by command: listed with all values, decided once, and told when it is not open."""

from pathlib import Path
from typing import Any

import pytest

from inspector import services
from inspector.services.registers.entries import set_customer
from tests.e2e.running import FIRST, Copy, inspector, ok
from tests.unit.services.two_laptops import Pair, do


@pytest.fixture
def apart(copied: Copy, tmp_path: Path) -> Path:
    """A sample workspace whose first customer was changed here and on another laptop."""
    path = copied()
    workspace = services.open_workspace(path)
    pair = Pair(workspace, tmp_path / "second")
    pair.act_as("wang", "li")
    do(pair.first, lambda: set_customer(pair.first, FIRST, {"phone": "111", "capacity_kva": 500.0}))
    do(pair.second, lambda: set_customer(pair.second, FIRST, {"phone": "222", "capacity_kva": 700.0}))
    pair.take()
    pair.close()
    workspace.close()
    return path


def waiting(path: Path) -> dict[str, Any]:
    rows = ok(inspector("conflict", "list", "--json", "--workspace", path)).json
    return {row["field"]: row for row in rows}


def test_what_waits_is_listed_and_decided_by_number_or_by_another_value(apart: Path) -> None:
    found = waiting(apart)
    assert set(found) == {"phone", "capacity_kva"}
    phone = found["phone"]
    assert [(one["value"], one["own"]) for one in phone["values"]] == [("111", True), ("222", False)]
    left = ok(inspector("conflict", "decide", phone["entity"], "phone", "--take", "2", "--json", "--workspace", apart))
    assert [row["field"] for row in left.json] == ["capacity_kva"]
    ok(inspector("conflict", "decide", phone["entity"], "capacity_kva", "--value", "0.6 MVA", "--workspace", apart))
    shown = ok(inspector("customer", "show", FIRST, "--json", "--workspace", apart)).json
    assert (shown["phone"], shown["capacity_kva"]) == ("222", 600.0)
    assert waiting(apart) == {}
    again = inspector("conflict", "decide", phone["entity"], "phone", "--take", "1", "--workspace", apart)
    assert again.problem == "conflict_unknown"


def test_a_wrong_choice_is_told(apart: Path) -> None:
    entity = waiting(apart)["phone"]["entity"]
    words = ("conflict", "decide", entity, "phone", "--workspace", apart)
    assert inspector(*words, "--take", "3").problem == "conflict_choice"
    assert inspector("conflict", "decide", entity, "capacity_kva", "--value=-4", "--workspace", apart).problem == (
        "field_range"
    )
    assert set(waiting(apart)) == {"phone", "capacity_kva"}
