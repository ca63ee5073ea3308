"""Registers and ledgers by command: what is a record, lists, filters, and exported files."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from inspector.reports.pdf.raster import page_text
from tests.e2e.running import FIRST, Copy, inspector, ok


def test_registers_refuse_what_is_no_record(copied: Copy) -> None:
    path = copied()
    cases: list[tuple[tuple[str, ...], str]] = [
        (("customer", "show", "nobody"), "customer_unknown"),
        (("customer", "show"), "id_missing"),
        (("customer", "add", f"account={FIRST}", "name=x"), "account_taken"),
        (("customer", "add", "name=x"), "account_missing"),
        (("customer", "add", "account=9", "name=x", "voltage_kv=NaN"), "field_range"),
        (("customer", "add", "account=9", "name=x", "voltage_kv=1e999"), "field_range"),
        (("customer", "add", "account=9", "name=x", "importance=huge"), "field_invalid"),
        (("customer", "set", FIRST, "name="), "account_missing"),
        (("customer", "set", FIRST, "colour=red"), "field_unknown"),
        (("customer", "set", FIRST, "red"), "field_format"),
        (("equipment", "add", FIRST, "kind=rocket", "name=x"), "field_invalid"),
        (("equipment", "add", FIRST, "kind=cable"), "equipment_name_missing"),
        (("equipment", "show", "nothing"), "equipment_unknown"),
        (("person", "add", "login=wang", "name=x", "team=y"), "login_taken"),
        (("person", "add", "login=new", "name=x", "team=y", "pin=12"), "pin_weak"),
        (("person", "set", "li", "login=wang"), "login_taken"),
        (("person", "set", "ghost", "name=x"), "person_unknown"),
        (("--as", "ghost", "customer", "list"), "person_unknown"),
        (("customer", "list", "all"), "words_left"),
        (("customer", "show", FIRST, "1"), "words_left"),
        (("equipment", "list", FIRST, "1"), "words_left"),
        (("person", "list", "li"), "words_left"),
        (("customer", "set", FIRST, "name=x", "name=y"), "field_twice"),
        (("person", "set", "li", "roles=king"), "field_invalid"),
    ]
    for words, code in cases:
        ended = inspector(*words, "--workspace", path)
        assert (ended.code, ended.problem, words) == (1, code, words)
    people = ok(inspector("person", "list", "--json", "--workspace", path)).json
    assert "new" not in [person["login"] for person in people]


def test_fields_are_typed_as_people_write_them(copied: Copy) -> None:
    at = ("--as", "liu", "--json", "--workspace", copied())
    made = ok(inspector("equipment", "add", f"customer={FIRST}", "kind=cable", "name=L9", *at)).json
    assert made["name"] in [item["name"] for item in ok(inspector("customer", "show", FIRST, *at)).json["equipment"]]
    assert ok(inspector("person", "set", "li", "roles=inspector, lead", *at)).json["roles"] == ["inspector", "lead"]
    assert ok(inspector("person", "set", "li", 'roles=["inspector"]', *at)).json["roles"] == ["inspector"]


def test_changes_are_seen_and_only_what_changed_is_written(copied: Copy) -> None:
    path = copied()
    ok(inspector("customer", "set", FIRST, "phone=023-1", "capacity_kva=", "--as", "liu", "--workspace", path))
    shown = ok(inspector("customer", "show", FIRST, "--json", "--workspace", path)).json
    assert (shown["phone"], shown["capacity_kva"]) == ("023-1", None)
    assert len(shown["equipment"]) == 10
    unit = shown["equipment"][0]["id"]
    ok(inspector("equipment", "set", unit, 'nameplate={"oil_t":"3"}', "--workspace", path))
    after = ok(inspector("equipment", "show", unit, "--json", "--workspace", path)).json
    assert after["nameplate"] == {**shown["equipment"][0]["nameplate"], "oil_t": "3"}
    listed = ok(inspector("equipment", "list", FIRST, "--json", "--workspace", path)).json
    assert [item["id"] for item in listed] == [item["id"] for item in shown["equipment"]]


def test_lists_are_arrays_of_flat_rows(demo: Path) -> None:
    at = ("--json", "--workspace", demo)
    visits = ok(inspector("visit", "list", *at)).json
    today = date.fromisoformat(visits[0]["planned_on"])
    assert (visits[0]["status"], visits[0]["account"]) == ("planned", FIRST)
    assert len([visit for visit in visits if visit["status"] == "signed"]) == 16
    hazards = ok(inspector("hazard", "list", "--unclosed", *at)).json
    assert len([hazard for hazard in hazards if hazard["account"] == FIRST]) >= 3
    assert all(hazard["status"] not in ("closed", "voided") for hazard in hazards)
    assert abs(today - date.fromisoformat(max(hazard["found_on"] for hazard in hazards))) < timedelta(days=60)
    for rows in (visits, hazards, ok(inspector("person", "list", *at)).json):
        assert len({tuple(row) for row in rows}) == 1


@pytest.mark.parametrize("kind", ["inspection", "rectification", "supervision"])
def test_ledger_rows_have_the_printed_columns_in_their_order(demo: Path, kind: str, tmp_path: Path) -> None:
    at = ("--kind", kind, "--workspace", demo)
    rows = ok(inspector("ledger", "list", *at, "--json")).json
    assert len({tuple(row) for row in rows}) == 1
    assert all(not isinstance(value, list | dict) for row in rows for value in row.values())
    assert [row["no"] for row in rows] == list(range(1, len(rows) + 1))
    ok(inspector("ledger", "export", *at, "--format", "json", "--out", tmp_path / "l.json"))
    assert json.loads((tmp_path / "l.json").read_text("utf-8")) == rows
    table = list(
        csv.reader(io.StringIO(ok(inspector("ledger", "export", *at, "--format", "csv")).out.lstrip("\ufeff")))
    )
    assert len(table) == len(rows) + 1
    assert {len(line) for line in table} == {len(rows[0]) - 1}  # everything but the id
    assert len(ok(inspector("ledger", "list", *at)).out.splitlines()) == len(rows) + 1  # under its heads


def test_filters_add_up_and_unknown_ones_are_named(demo: Path) -> None:
    at = ("ledger", "list", "--json", "--workspace", demo)
    every = ok(inspector(*at)).json
    assert len(every) == 36
    both = ok(inspector(*at, "--filter", "unclosed, serious")).json
    assert both == ok(inspector(*at, "--filter", "unclosed", "--filter", "serious")).json
    assert 0 < len(both) < len(every)
    for name in ("nonsense", "year:0000", "year:20", "year:"):
        bad = inspector(*at, "--filter", name)
        assert (bad.code, bad.problem) == (1, "filter_unknown")
    assert ok(inspector(*at, "--filter", "year:0001")).json == []


def test_ledgers_are_printed_and_files_that_cannot_be_written_leave_nothing(demo: Path, tmp_path: Path) -> None:
    ok(inspector("ledger", "export", "--kind", "supervision", "--out", tmp_path / "s.pdf", "--workspace", demo))
    assert "重点监督整改台账" in page_text((tmp_path / "s.pdf").read_bytes(), 0)
    ok(inspector("ledger", "export", "--format", "xlsx", "--out", tmp_path / "s.xlsx", "--workspace", demo))
    assert (tmp_path / "s.xlsx").read_bytes()[:2] == b"PK"
    (tmp_path / "folder").mkdir()
    for target in (tmp_path / "none" / "x.pdf", tmp_path / "folder"):
        ended = inspector("ledger", "export", "--format", "csv", "--out", target, "--workspace", demo)
        assert (ended.code, ended.problem) == (3, "output_unwritable")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["folder", "s.pdf", "s.xlsx"]
