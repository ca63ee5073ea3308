"""`form check|list|export|install|reset`: findings and exit codes, a workbook given out, changed and installed."""

from pathlib import Path

from openpyxl import load_workbook

from tests.e2e.running import Copy, inspector, ok

BAD = (
    "| survey |\n| | type | name | label | relevant | wibble |\n"
    "| | integer | age | Age | | x |\n| | text | why | Why | ${agee} > 5 and ${age} > 5 | |\n"
    "| settings |\n| | form_id | version |\n| | f | 1 |\n"
)
KEYS = {"sheet", "row", "column", "cell", "line", "code", "severity", "message", "advice"}


def test_a_sheet_is_checked_without_a_workspace(tmp_path: Path) -> None:
    file = tmp_path / "f.md"
    file.write_text(BAD, encoding="utf-8")
    nowhere = {"INSPECTOR_WORKSPACE": str(tmp_path / "none")}
    ended = inspector("form", "check", file, "--json", env=nowhere)
    assert (ended.code, ended.err) == (1, "")
    assert all(set(one) == KEYS for one in ended.json)
    found = [(one["code"], one["severity"], one["sheet"], one["row"], one["column"]) for one in ended.json]
    assert found == [
        ("column_unknown", "error", "survey", 1, "wibble"),
        ("blank_guard", "warning", "survey", 3, "relevant"),
        ("reference_unknown", "error", "survey", 3, "relevant"),
    ]
    text = inspector("form", "check", file, env=nowhere)
    assert text.code == 1
    assert "survey, row 3, relevant: error reference_unknown:" in text.out
    chinese = inspector("form", "check", file, "--language", "zh_CN", env=nowhere)
    assert "\u9519\u8bef" in chinese.out
    file.write_text(BAD.replace("${agee} > 5 and ", "").replace("wibble", "# wibble"), encoding="utf-8")
    warned = inspector("form", "check", file, "--json", env=nowhere)
    assert (warned.code, [one["severity"] for one in warned.json]) == (0, ["warning"])
    assert inspector("form", "check", tmp_path / "none.xlsx").problem == "form_unreadable"
    (tmp_path / "empty").mkdir()
    assert inspector("form", "check", tmp_path / "empty").problem == "form_no_sheet"
    (tmp_path / "form.docx").write_bytes(b"")
    assert inspector("form", "check", tmp_path / "form.docx").problem == "form_kind"
    assert not (tmp_path / "none").exists()


def test_a_checklist_is_given_out_changed_and_installed(copied: Copy, tmp_path: Path) -> None:
    here, book = ("--workspace", copied(), "--json"), tmp_path / "cable.xlsx"
    lead = (*here, "--as", "liu")
    ok(inspector("form", "export", "cable", "--out", book, *here))
    assert ok(inspector("form", "check", book, "--json")).json == []
    same = ok(inspector("form", "install", book, *lead)).json
    assert (same["same"], same["changes"], same["refusal"], same["done"]) == (True, [], "form_same", False)
    said = ok(inspector("form", "install", book, *lead[:2], "--as", "liu")).out
    assert "--yes" not in said
    assert inspector("form", "install", book, "--yes", *lead).problem == "form_same"
    edited = load_workbook(book)
    edited["survey"]["C3"].value = "\u65b0\u7684"
    edited.save(book)
    told = inspector("form", "install", book, *lead)
    assert (told.code, told.json["refusal"], told.json["done"]) == (1, "form_version_same", False)
    edited["settings"]["C2"].value = "2027.1"
    edited.save(book)
    shown = ok(inspector("form", "install", book, *lead)).json
    assert (shown["form"], shown["version"], shown["done"]) == ("cable", "2027.1", False)
    assert [one["change"] for one in shown["changes"]] == ["reworded"]
    refused = inspector("form", "install", book, "--yes", *here, "--as", "wang")
    assert (refused.code, refused.problem) == (1, "form_role")
    assert ok(inspector("form", "install", book, "--yes", *lead)).json["done"] is True
    line = next(one for one in ok(inspector("form", "list", *here)).json if one["id"] == "cable")
    assert (line["version"], line["own"]) == ("2027.1", True)
    assert ok(inspector("form", "reset", "cable", *lead)).json["own"] is False
    edited["survey"]["D3"].value = None
    edited.save(book)
    wrong = inspector("form", "install", book, "--yes", *lead)
    assert (wrong.code, wrong.json["done"], wrong.json["findings"][0]["code"]) == (1, False, "translation_missing")
    unknown = inspector("form", "export", "none", "--out", book, *here)
    assert (unknown.code, unknown.problem) == (1, "form_unknown")


def test_a_checklist_with_a_list_in_a_file_is_installed_from_a_folder(copied: Copy, tmp_path: Path) -> None:
    here, folder = ("--workspace", copied(), "--json"), tmp_path / "new"
    folder.mkdir()
    book = folder / "form.xlsx"
    ok(inspector("form", "export", "safety-tools", "--out", book, *here))
    edited = load_workbook(book)
    survey, heads = edited["survey"], [cell.value for cell in edited["survey"][1]]
    survey.insert_rows(2)
    asked = {"type": "select_one_from_file rooms.csv", "name": "room", "label::English (en)": "Room"}
    for key, value in {**asked, "label::\u4e2d\u6587 (zh)": "\u623f\u95f4"}.items():
        survey.cell(2, heads.index(key) + 1).value = value
    edited["settings"]["C2"].value = "2027.1"
    edited.save(book)
    missing = inspector("form", "check", folder, "--json")
    assert (missing.code, [one["code"] for one in missing.json]) == (1, ["file_missing"])
    (folder / "rooms.csv").write_text("name,label\nhall,Hall\n", encoding="utf-8")
    assert ok(inspector("form", "check", folder, "--json")).json == []
    done = ok(inspector("form", "install", folder, "--yes", *here, "--as", "liu")).json
    assert (done["done"], done["files"]) == (True, ["rooms.csv"])
    assert [one["section"] for one in done["changes"] if one["name"] == "room"] == [[]]
    listed = ok(inspector("form", "list", "--workspace", here[1])).out
    assert "2027.1" in listed
