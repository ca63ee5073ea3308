"""Excel by command: template, import with its list of errors, dry run, mapping, export, and import again."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from inspector.services.excel.reading import read_workbook
from tests.e2e.running import FIRST, Copy, inspector, ok
from tests.unit.services.excel.books import CUSTOMERS, EQUIPMENT, PEOPLE, WANG, workbook


def written(folder: Path, sheets: dict[str, Any], name: str = "in.xlsx") -> Path:
    path = folder / name
    path.write_bytes(workbook(sheets))
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "empty"
    ok(inspector("init", path, env={"INSPECTOR_PASSPHRASE": "口令 5"}))
    return path


def test_the_template_needs_no_workspace(tmp_path: Path) -> None:
    target = tmp_path / "template.xlsx"
    nowhere = {"INSPECTOR_WORKSPACE": str(tmp_path / "nothing here")}
    ok(inspector("template", target, env=nowhere))
    assert [sheet.name for sheet in read_workbook(target).sheets][:4] == ["Customers", "Equipment", "Tests", "People"]
    ok(inspector("--language", "zh_CN", "template", target, env=nowhere))
    assert [sheet.name for sheet in read_workbook(target).sheets][:4] == ["客户", "设备", "试验", "人员"]
    assert inspector("template", tmp_path / "no folder" / "x.xlsx").problem == "output_unwritable"


def test_an_empty_workspace_is_filled_from_a_workbook(empty: Path, tmp_path: Path) -> None:
    sheets = {"人员": [PEOPLE, WANG], "客户": [CUSTOMERS, ["0501", "甲"]], "设备": [EQUIPMENT, ["0501", "1号", "油变"]]}
    path = written(tmp_path, sheets)
    at = ("--workspace", empty, "--json")
    secret = {"INSPECTOR_PASSPHRASE": "口令 5"}
    tried = ok(inspector("import", path, "--dry-run", *at, env=secret)).json
    assert (tried["imported"], tried["added"], tried["changed"]) == (False, 3, 0)
    assert ok(inspector("customer", "list", *at, env=secret)).json == []
    done = ok(inspector("import", path, *at, env=secret)).json
    assert (done["imported"], done["added"]) == (True, 3)
    (customer,) = ok(inspector("customer", "list", *at, env=secret)).json
    assert (customer["account"], customer["name"]) == ("0501", "甲")
    again = ok(inspector("import", path, *at, env=secret)).json
    assert (again["imported"], again["added"], again["unchanged"]) == (False, 0, 3)


def test_errors_are_listed_and_nothing_is_written(copied: Copy, tmp_path: Path) -> None:
    workspace = copied()
    sheets = {"客户": [CUSTOMERS, ["0501", "甲"], ["0502", None]], "设备": [EQUIPMENT, ["0599", "1号", "锅炉"]]}
    path = written(tmp_path, sheets)
    before = ok(inspector("customer", "list", "--json", "--workspace", workspace)).json
    ended = inspector("import", path, "--workspace", workspace)
    first, *lines = ended.err.splitlines()
    assert (ended.code, first.partition(":")[0], len(lines)) == (1, "import_has_errors", 3)
    assert "客户!B3" in lines[0]
    listed = inspector("import", path, "--json", "--workspace", workspace)
    assert listed.code == 1
    errors = [(e["sheet"], e["row"], e["column"], e["code"]) for e in listed.json["errors"]]
    assert errors == [
        ("客户", 3, "B", "cell_required"),
        ("设备", 2, "C", "cell_choice"),
        ("设备", 2, "A", "row_customer_unknown"),
    ]
    assert all(error["message"] and error["heading"] for error in listed.json["errors"])
    assert ok(inspector("customer", "list", "--json", "--workspace", workspace)).json == before


def test_changes_are_shown_field_by_field(copied: Copy, tmp_path: Path) -> None:
    workspace = copied()
    path = written(tmp_path, {"客户": [(*CUSTOMERS, "地址"), [FIRST, None, "新路 1 号"]]})
    shown = ok(inspector("import", path, "--dry-run", "--json", "--workspace", workspace)).json
    (change,) = shown["changes"]
    assert [(f["field"], f["new"]) for f in change["fields"]] == [("地址", "新路 1 号")]
    assert ok(inspector("import", path, "--workspace", workspace)).out.startswith("0 added, 1 changed")
    assert ok(inspector("customer", "show", FIRST, "--json", "--workspace", workspace)).json["address"] == "新路 1 号"


def test_a_mapping_for_a_workbook_of_other_headings(copied: Copy, tmp_path: Path) -> None:
    workspace = copied()
    path = written(tmp_path, {"表": [["代码", "主体"], ["0501", "甲"]]})
    at = ("--workspace", workspace)
    assert inspector("import", path, *at).problem == "import_no_sheet"
    mapping = tmp_path / "mapping.json"
    rows = json.loads(ok(inspector("import", path, "--suggest", *at)).out)
    rows[0] |= {"kind": "customers", "head_row": 1, "columns": {"A": "account", "B": "name"}}
    mapping.write_text(json.dumps(rows), encoding="utf-8")
    assert ok(inspector("import", path, "--mapping", mapping, "--json", *at)).json["added"] == 1
    other = written(tmp_path, {"表": [["主体", "代码"], ["乙", "0502"]]}, "other.xlsx")
    assert ok(inspector("import", other, "--json", *at)).json["added"] == 1
    mapping.write_text("{", encoding="utf-8")
    assert inspector("import", path, "--mapping", mapping, *at).problem == "import_mapping"


def test_an_export_comes_in_unchanged_and_fills_another_workspace(demo: Path, empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    ok(inspector("export", path, "--workspace", demo))
    same = ok(inspector("import", path, "--dry-run", "--json", "--workspace", demo)).json
    assert (same["added"], same["changed"], same["errors"]) == (0, 0, [])
    secret = {"INSPECTOR_PASSPHRASE": "口令 5"}
    filled = ok(inspector("import", path, "--json", "--workspace", empty, env=secret)).json
    assert filled["added"] == same["unchanged"]


def test_a_table_is_imported_too(copied: Copy, tmp_path: Path) -> None:
    path = tmp_path / "客户.csv"
    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows([CUSTOMERS, ["0501", "甲"]])
    assert ok(inspector("import", path, "--json", "--workspace", copied())).json["added"] == 1


def test_what_is_no_workbook_is_refused(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    for content, code in ((b"%PDF", "import_file_kind"), (b"PK\x03\x04x", "import_damaged")):
        path.write_bytes(content)
        ended = inspector("import", path, "--workspace", demo)
        assert (ended.code, ended.problem) == (1, code)
    missing = inspector("import", tmp_path / "none.xlsx", "--workspace", demo)
    assert (missing.code, missing.problem) == (1, "import_no_file")
