"""`settings` on a workspace: listed, read, chosen, reset, written to a file and taken from one; and who may not."""

import json
from pathlib import Path

from tests.e2e.running import Copy, inspector, ok


def test_settings_are_listed_chosen_and_reset(copied: Copy) -> None:
    here = ("--workspace", copied(), "--json")
    lead = (*here, "--as", "admin")
    rows = ok(inspector("settings", "list", *here)).json
    assert {row["scope"] for row in rows} == {"company", "laptop"}
    assert [row["key"] for row in ok(inspector("settings", "list", "closure", *here)).json] == ["closure_target"]
    refused = inspector("settings", "set", "closure_target", "95", *here)
    assert (refused.code, refused.problem) == (1, "settings_role")
    wrong = inspector("settings", "set", "closure_target", "950", *lead)
    assert (wrong.code, wrong.problem) == (1, "option_whole")
    assert ok(inspector("settings", "set", "closure_target", "95", *lead)).json == {"changed": ["closure_target"]}
    assert ok(inspector("settings", "get", "closure_target", *here)).json["value"] == "95"
    assert [row["key"] for row in ok(inspector("settings", "list", "--changed", "target", *here)).json] == [
        "closure_target"
    ]
    ok(inspector("settings", "reset", "closure_target", *lead))
    assert ok(inspector("settings", "get", "closure_target", *here)).json["value"] == "90"
    assert inspector("settings", "get", "theme", *here).problem == "settings_person"
    assert inspector("settings", "get", "colour", *here).problem == "option_unknown"


def test_settings_travel_in_a_file(copied: Copy, tmp_path: Path) -> None:
    here, file = ("--workspace", copied(), "--json", "--as", "admin"), tmp_path / "settings.json"
    ok(inspector("settings", "set", "numbering.hazard", "QX-{year}-{device}-{count}", *here))
    ok(inspector("settings", "set", "document_language", "en", *here))
    ok(inspector("settings", "export", "--out", file, *here))
    ok(inspector("settings", "reset", "numbering.hazard", "document_language", *here))
    looked = ok(inspector("settings", "import", file, "--dry-run", *here)).json
    assert {row["key"]: row["change"] for row in looked} == dict.fromkeys(
        ("numbering.hazard", "document_language"), "changed"
    )
    done = ok(inspector("settings", "import", file, "--only", "numbering.hazard", *here)).json
    assert done == {"changed": ["numbering.hazard"], "left_out": []}
    document = json.loads(file.read_text(encoding="utf-8"))
    document["settings"] |= {"closure_target": 900, "from the future": 1}
    file.write_text(json.dumps(document), encoding="utf-8")
    done = ok(inspector("settings", "import", file, *here)).json
    assert done["changed"] == ["document_language"]
    assert [one["key"] for one in done["left_out"]] == ["closure_target", "from the future"]
    for text, code in (
        ("{}", "settings_file"),
        ('{"format": "inspector-settings", "version": 9}', "settings_file_newer"),
    ):
        file.write_text(text, encoding="utf-8")
        assert inspector("settings", "import", file, *here).problem == code
    assert inspector("settings", "import", tmp_path / "none", *here).problem == "settings_unreadable"


def test_documents_speak_chinese_and_english_on_request(copied: Copy, tmp_path: Path) -> None:
    here, out = ("--workspace", copied()), tmp_path / "ledger.csv"
    for asked, word in (((), "隐患"), (("--lang", "en"), "Hazard"), (("--language", "en"), "Hazard")):
        ok(inspector("ledger", "export", "--format", "csv", "--out", out, *asked, *here))
        head = out.read_text(encoding="utf-8-sig")
        assert word in head, asked
    for kind, name in (("statistics", "2026"), ("customer-file", customer(here))):
        chinese, english = tmp_path / "zh.pdf", tmp_path / "en.pdf"
        ok(inspector("document", kind, name, "--out", chinese, *here))
        ok(inspector("document", kind, name, "--lang", "en", "--out", english, *here))
        assert chinese.read_bytes()[:5] == english.read_bytes()[:5] == b"%PDF-"
        assert chinese.read_bytes() != english.read_bytes()


def customer(here: tuple[str | Path, ...]) -> str:
    return str(ok(inspector("customer", "list", "--json", *here)).json[0]["account"])
