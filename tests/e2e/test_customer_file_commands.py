"""The customer file by command: printed, scored with reasons, portraits from a workbook, papers."""

from pathlib import Path

from inspector.reports.pdf.raster import page_count, page_text
from tests.e2e.running import FIRST, Copy, inspector, ok


def test_the_file_is_printed_in_both_languages_and_a_closed_name_is_refused(copied: Copy, tmp_path: Path) -> None:
    path, out = copied(), tmp_path / "file.pdf"
    ok(inspector("document", "customer-file", FIRST, "--out", out, "--workspace", path))
    pdf = out.read_bytes()
    text = "".join(page_text(pdf, page) for page in range(page_count(pdf)))
    assert page_count(pdf) >= 3
    for part in ("一户一册", "一次系统图", "应急电源", "隐患", "资料"):
        assert part in text
    ok(inspector("--language", "en", "document", "customer-file", FIRST, "--out", out, "--workspace", path))
    assert "Customer File" in page_text(out.read_bytes(), 0)
    refused = inspector("document", "customer-file", "nobody", "--out", out, "--workspace", path)
    assert (refused.code, refused.problem) == (1, "customer_unknown")


def test_risk_scores_come_with_what_each_point_is_for(copied: Copy) -> None:
    path = copied()
    rows = ok(inspector("customer", "risk", "--json", "--workspace", path)).json
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    one = ok(inspector("customer", "risk", FIRST, "--json", "--workspace", path)).json
    assert one == [row for row in rows if row["account"] == FIRST]
    assert one[0]["score"] == min(100, sum(reason["points"] for reason in one[0]["reasons"])) > 0


def test_portraits_are_imported_unless_it_is_only_tried(copied: Copy, tmp_path: Path) -> None:
    path, sheet = copied(), tmp_path / "a.csv"
    sheet.write_text(f"户号,投诉次数\n{FIRST},7\n999,1", encoding="utf-8")
    words = ("customer", "portrait", sheet, "--json", "--workspace", path)
    tried = ok(inspector(*words, "--dry-run")).json
    assert [row["action"] for row in tried] == ["change", "error"]
    before = ok(inspector("customer", "show", FIRST, "--json", "--workspace", path)).json["portrait"]
    assert before["complaints"] != 7
    assert ok(inspector(*words)).json == tried
    after = ok(inspector("customer", "show", FIRST, "--json", "--workspace", path)).json["portrait"]
    assert after == {**before, "complaints": 7.0}
    assert [row["action"] for row in ok(inspector(*words)).json] == ["same", "error"]


def test_papers_are_listed_newest_first(copied: Copy) -> None:
    rows = ok(inspector("customer", "papers", FIRST, "--json", "--workspace", copied())).json
    assert rows
    assert [row["on"] for row in rows] == sorted((row["on"] for row in rows), reverse=True)
