"""Figures by command: numbers, what opens behind them, charts as files, and what is refused."""

from pathlib import Path
from xml.etree import ElementTree as ET

from tests.e2e.running import Copy, inspector, ok


def test_figures_as_data_name_the_ledger_behind_each_number(copied: Copy) -> None:
    path = copied()
    data = ok(inspector("figures", "--json", "--workspace", path)).json
    overdue = next(one for one in data["numbers"] if one["key"] == "overdue")
    kind, _colon, filters = overdue["rows"].partition(":")
    rows = ok(inspector("ledger", "list", "--kind", kind, "--filter", filters, "--json", "--workspace", path)).json
    assert len(rows) == overdue["count"] > 0
    team = next(one["label"] for chart in data["charts"] if chart["key"] == "teams" for one in chart["values"])
    one = ok(inspector("figures", "--team", team, "--period", "year", "--json", "--workspace", path)).json
    assert team in one["scope"]
    assert "teams" not in [chart["key"] for chart in one["charts"]]


def test_a_chart_and_all_figures_go_into_files(copied: Copy, tmp_path: Path) -> None:
    path, svg, pdf = copied(), tmp_path / "a.svg", tmp_path / "a.pdf"
    ok(inspector("figures", "--chart", "teams", "--format", "svg", "--out", svg, "--workspace", path))
    assert ET.fromstring(svg.read_bytes()).tag.endswith("svg")  # noqa: S314 - our own output
    ok(inspector("figures", "--out", pdf, "--workspace", path))
    assert pdf.read_bytes().startswith(b"%PDF")


def test_what_cannot_be_counted_is_refused_in_one_line(copied: Copy, tmp_path: Path) -> None:
    path, out = copied(), tmp_path / "a.svg"
    assert inspector("figures", "--chart", "teams", "--workspace", path).problem == "chart_needs_file"
    assert inspector("figures", "--chart", "pie", "--out", out, "--workspace", path).problem == "chart_unknown"
    assert inspector("figures", "--period", "soon", "--workspace", path).problem == "period_format"
    assert inspector("figures", "--team", "九班", "--workspace", path).problem == "team_unknown"
    assert inspector("figures", "--customer", "0", "--workspace", path).problem == "customer_named"
    assert not out.exists()
