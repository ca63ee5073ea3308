"""`criteria` and `hazard library` on a workspace: confirm, switch, choose, own packs, own entries; and who may not."""

from pathlib import Path
from typing import Any

from tests.e2e.running import Copy, inspector, ok

ROW = "room-humidity"
SURE = "frequency"
PACK = (
    '[pack]\nid = "house"\nstandard = "Q 1"\ntitle_zh = "本地"\ntitle_en = "House"\n'
    '[[limit]]\nid = "room-humidity"\nquantity = "room_humidity"\nlimit = { max = 80 }\n'
    'confidence = "memory"\ngrade = "general"\n'
)


def test_rows_are_confirmed_switched_and_chosen(copied: Copy) -> None:
    here = ("--workspace", copied(), "--json")
    decider = (*here, "--as", "admin")

    def row() -> Any:
        return next(one for one in ok(inspector("criteria", "rows", ROW, *here)).json if one["row"] == ROW)

    refused = inspector("criteria", "confirm", ROW, "--source", "page 9", *here)
    assert (refused.code, refused.problem) == (1, "criteria_role")
    assert ok(inspector("criteria", "confirm", ROW, "--source", "page 9", *decider)).json == {"changed": [ROW]}
    assert row()["confidence"] == "confirmed"
    assert ok(inspector("criteria", "unconfirm", ROW, *decider)).json == {"changed": [ROW]}
    ok(inspector("criteria", "disable", ROW, *decider))
    assert (row()["confidence"], row()["judges"]) == ("memory", False)
    refused = inspector("criteria", "disable", SURE, *decider)
    assert (refused.code, refused.problem) == (1, "criterion_reason")
    ok(inspector("criteria", "disable", SURE, "--reason", "under revision", *decider))
    sure = next(one for one in ok(inspector("criteria", "rows", SURE, *here)).json if one["row"] == SURE)
    assert (sure["judges"], sure["switched_off"]["reason"]) == (False, "under revision")
    ok(inspector("criteria", "enable", ROW, *decider))
    assert row()["judges"] is True
    ok(inspector("criteria", "choose", "ultrasonic-normal", "ultrasonic-6", *decider))
    groups = ok(inspector("criteria", "variants", *here)).json
    counts = {one["row"]: one["counts"] for one in groups if one["group"] == "ultrasonic-normal"}
    assert counts == {"ultrasonic-6": True, "ultrasonic-8": False}


def test_own_packs_come_and_go(copied: Copy, tmp_path: Path) -> None:
    here = ("--workspace", copied(), "--json")
    decider = (*here, "--as", "admin")
    file = tmp_path / "house.toml"
    file.write_text(PACK, encoding="utf-8")
    looked = ok(inspector("criteria", "pack", "add", file, "--dry-run", *here)).json
    assert [(line["change"], line["id"]) for line in looked["lines"]] == [("replaced", ROW)]
    assert ok(inspector("criteria", "pack", "list", *here)).json == []
    ok(inspector("criteria", "pack", "add", file, *decider))
    assert [one["id"] for one in ok(inspector("criteria", "pack", "list", *here)).json] == ["house"]
    ok(inspector("criteria", "pack", "remove", "house", *decider))
    assert ok(inspector("criteria", "pack", "list", *here)).json == []
    ok(inspector("criteria", "pack", "template", tmp_path / "t.toml"))
    ok(inspector("criteria", "check", tmp_path / "t.toml"))
    missing = inspector("criteria", "pack", "add", tmp_path / "none.toml", *decider)
    assert (missing.code, missing.problem) == (1, "pack_unreadable")


def test_own_entries_are_searched_with_those_of_the_program(copied: Copy) -> None:
    here = ("--workspace", copied(), "--json")
    decider = (*here, "--as", "admin")
    words = ("--hazard", "母线槽过热", "--measure", "紧固", "--kind", "switchgear,site", "--grade", "serious")
    made = ok(inspector("hazard", "library", "add", *words, *decider)).json
    assert (made["kinds"], made["grade"], made["own"]) == (["site", "switchgear"], "serious", True)
    found = ok(inspector("hazard", "library", "search", "母线槽", *here)).json
    assert [one["id"] for one in found] == [made["id"]]
    changed = ok(inspector("hazard", "library", "change", made["id"], "--days", "3", *decider)).json
    assert (changed["days"], changed["hazard"]) == (3, "母线槽过热")
    ok(inspector("hazard", "library", "remove", made["id"], *decider))
    assert ok(inspector("hazard", "library", "--own", *here)).json == []
    assert "oil-leak" in [one["id"] for one in ok(inspector("hazard", "library", "渗油", "--json")).json]


def test_people_read_sentences_and_columns(copied: Copy, tmp_path: Path) -> None:
    here = ("--workspace", copied())
    decider = (*here, "--as", "admin")
    file = tmp_path / "house.toml"
    file.write_text(PACK, encoding="utf-8")
    for told in (
        ok(inspector("criteria", "check", file)),
        ok(inspector("criteria", "pack", "add", file, "--dry-run", *here)),
        ok(inspector("criteria", "pack", "add", file, *decider)),
        ok(inspector("criteria", "pack", "list", *here)),
        ok(inspector("criteria", "pack", "remove", "house", *decider)),
        ok(inspector("criteria", "rows", ROW, *here)),
        ok(inspector("criteria", "variants", *here)),
        ok(inspector("criteria", "list", "--quantity", "room_humidity")),
    ):
        assert told.out.strip()
        assert not any(sign in told.out for sign in ("{", "[", "None", "ok:"))
    file.write_bytes(PACK.encode("gbk"))
    refused = inspector("criteria", "check", file)
    assert (refused.code, refused.problem) == (1, "pack_invalid")
    assert "codec" not in refused.err
    assert "UTF-8" in refused.err
