"""Reports of testing companies: kept with the record, read out of a workbook, remembered for the company."""

import hashlib
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from inspector import services
from inspector.cli import run
from inspector.domain.verdict import Verdict
from inspector.problems import Problem
from inspector.services.lab_reports.importing import IGNORED, ReportPreview
from inspector.services.lab_reports.taking import preview_workbook, read_report, take_workbook
from inspector.services.visits.views import Target
from tests.unit.services.story import Story

PDF = b"%PDF-1.4\n%%EOF\n"
COMPANY = "华川电力试验公司"
HEAD = ["序号", "试验项目", "", "实测值", "标准", "结论"]
ROWS: Sequence[Sequence[Any]] = (
    [f"{COMPANY} 变压器试验报告"],
    ["试验日期", date(2026, 5, 20), "环境温度(℃)", 26, "相对湿度(%)", 58],
    ["试验单位", COMPANY, "油温(℃)", 32],
    HEAD,
    [1, "绝缘电阻(GΩ)", "高压对低压及地", 2.5, "≥2.24", "合格"],
    [2, "绝缘电阻(MΩ)", "低压对高压及地", 2300, "≥2240", "合格"],
    ["序号", "项目", "AB", "BC", "CA", "结论"],
    [3, "高压绕组直流电阻(Ω)", 1.854, 1.8597, 1.8651, "合格"],
    HEAD,
    [4, "击穿电压", "kV", 12, "≥35", "不合格"],
    [5, "局放量", "pC", 5, "", ""],
    [6, "微水", "mg/L", "溅出", "", ""],
)


def workbook(rows: Sequence[Sequence[Any]] = ROWS, title: str = "Sheet1") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def oil(story: Story) -> Target:
    return story.targets("transformer-oil")[0]


def preview(story: Story, data: bytes, chosen: dict[str, str] | None = None, company: str = "") -> ReportPreview:
    labels = read_report(story.workspace, story.id, oil(story), data, "report.xlsx")
    return preview_workbook(story.workspace, story.id, oil(story), labels, company=company, chosen=chosen)


def going(found: ReportPreview) -> dict[str, tuple[str, ...]]:
    return {row.name: tuple(one.value for one in row.expected) for row in found.rows if row.expected}


def cells(story: Story, name: str) -> list[str]:
    return [cell.value for cell in story.line(oil(story), name).cells]


def head(story: Story, name: str) -> str:
    return story.row(oil(story), name).value


# recognising ------------------------------------------------------------------------------------------------------


def test_what_is_recognised_and_what_is_not(story: Story) -> None:
    found = preview(story, workbook())
    assert going(found) == {
        "tested_on": ("2026-05-20",),
        "ambient_c": ("26",),
        "humidity_pct": ("58",),
        "lab": (COMPANY,),
        "oil_temp_c": ("32",),
        "insulation_hv": ("2500",),
        "insulation_lv": ("2300",),
        "dc_hv": ("1.854", "1.8597", "1.8651"),
        "oil_breakdown": ("12",),
    }
    assert found.company == COMPANY
    assert [row.label for row in found.rows if not row.name] == ["局放量"]
    low = next(row for row in found.rows if row.name == "oil_breakdown").expected[0].judgement
    assert low is not None
    assert low.verdict in (Verdict.FAIL, Verdict.ATTENTION)


def test_a_preview_writes_nothing(story: Story) -> None:
    preview(story, workbook())
    assert cells(story, "oil_breakdown") == [""]
    assert story.form(oil(story)).reports == ()


def test_values_below_their_names_are_found(story: Story) -> None:
    rows: list[list[Any]] = [["击穿电压(kV)", "酸值", "H2"], [52.5, 0.01, 20]]
    assert going(preview(story, workbook(rows))) == {
        "oil_breakdown": ("52.5",),
        "oil_acid": ("0.01",),
        "gas_h2": ("20",),
    }


def test_the_sheet_that_bears_the_name_of_the_equipment_counts(story: Story) -> None:
    name = story.form(oil(story)).title
    book = openpyxl.load_workbook(io.BytesIO(workbook([["击穿电压", 40]], "Other")))
    book.create_sheet(f"{name} 报告").append(["击穿电压", 55])
    stream = io.BytesIO()
    book.save(stream)
    assert going(preview(story, stream.getvalue())) == {"oil_breakdown": ("55",)}


def test_a_near_name_is_only_a_guess(story: Story) -> None:
    label = story.line(oil(story), "core_insulation").label
    found = preview(story, workbook([[f"{label}值", 600]]))
    assert [(row.name, row.sure) for row in found.rows] == [("core_insulation", False)]


def test_two_rows_for_one_value_do_not_overwrite_each_other(story: Story) -> None:
    found = preview(story, workbook([["击穿电压", 40], ["油耐压", 50]]))
    assert [(row.name, row.texts) for row in found.rows] == [("oil_breakdown", ("40",)), ("", ("50",))]


def test_units_behind_the_numbers_of_the_head_are_understood(story: Story) -> None:
    found = preview(story, workbook([["环境温度", "26℃", "相对湿度", "58%"], ["油温", "32.5 °C"], ["击穿电压", 50]]))
    assert going(found) == {
        "ambient_c": ("26",), "humidity_pct": ("58",), "oil_temp_c": ("32.5",), "oil_breakdown": ("50",)
    }  # fmt: skip
    assert all(not one.error for row in found.rows for one in row.expected)


def test_usual_labels_are_recognised(story: Story) -> None:
    rows: list[list[Any]] = [
        ["高压对低压及地绝缘电阻 R60", "2500 MΩ"],
        ["高压对低压及地绝缘电阻 R15", "1800 MΩ"],
        ["吸收比", 1.39],
        ["总烃", 25],
        ["高压绕组直流电阻 AB", 1.854],
        ["高压绕组直流电阻 BC", 1.8597],
        ["高压绕组直流电阻 CA", 1.8651],
        ["铁芯绝缘", "0.48 GΩ"],
    ]
    found = preview(story, workbook(rows))
    assert going(found) == {
        "insulation_hv": ("2500",),
        "insulation_hv_15s": ("1800",),
        "dc_hv_ab": ("1.854",),
        "dc_hv_bc": ("1.8597",),
        "dc_hv_ca": ("1.8651",),
        "core_insulation": ("480",),
    }
    assert [row.label for row in found.rows if row.name == IGNORED] == ["吸收比", "总烃"]


def test_phases_in_rows_of_their_own_go_to_their_cells_also_as_guesses(story: Story) -> None:
    rows = [["直流电阻 AB", 1.854], ["直流电阻 BC", 1.8597], ["直流电阻 CA", 1.8651]]
    found = preview(story, workbook(rows))
    assert going(found) == {"dc_hv_ab": ("1.854",), "dc_hv_bc": ("1.8597",), "dc_hv_ca": ("1.8651",)}
    assert [row.sure for row in found.rows] == [False, False, False]
    names = {place.name: place.label for place in found.places}
    assert [names[row.name] for row in found.rows] == ["直流电阻 高压 AB", "直流电阻 高压 BC", "直流电阻 高压 CA"]


def test_the_title_names_the_company(story: Story) -> None:
    story.answer(oil(story), "lab", "电科院")
    found = preview(story, workbook([[f"{COMPANY} 变压器试验报告"], ["击穿电压", 40]]))
    assert found.company == COMPANY
    assert [row.label for row in found.rows] == ["击穿电压"]
    assert preview(story, workbook([["变压器试验报告"], ["击穿电压", 40]])).company == "电科院"


def test_a_row_that_names_its_three_phases_holds_them(story: Story) -> None:
    found = preview(story, workbook([["高压绕组直流电阻 AB/BC/CA", 1.854, 1.8597, 1.8651]]))
    assert going(found) == {"dc_hv": ("1.854", "1.8597", "1.8651")}


@pytest.mark.parametrize(
    "rows",
    [
        [["高压对低压及地绝缘电阻 R60/R15", "5200/3500"]],
        [["高压对低压及地绝缘电阻 R15/R60 (MΩ)", "3500 / 5200 MΩ"]],
        [["项目", "R15s", "R60s", "吸收比"], ["高压对低压及地", 3500, 5200, 1.49]],
        [["绝缘电阻", "高压对低压及地 R60/R15", "5200/3500 MΩ"]],
    ],
)
def test_readings_after_15_and_60_seconds_in_one_row_come_apart(story: Story, rows: list[list[Any]]) -> None:
    found = preview(story, workbook([*rows, ["击穿电压", 50]]))
    assert going(found) == {"insulation_hv": ("5200",), "insulation_hv_15s": ("3500",), "oil_breakdown": ("50",)}


def test_a_ratio_that_was_worked_out_is_no_reading(story: Story) -> None:
    found = preview(story, workbook([["吸收比 R60/R15", 1.49], ["击穿电压", 50]]))
    assert going(found) == {"oil_breakdown": ("50",)}


def test_a_gas_that_was_not_found_is_none_and_nothing_else_is(story: Story) -> None:
    found = preview(story, workbook([["乙炔", "未检出"], ["H2", "ND"], ["微水", "未检出"]]))
    assert going(found)["gas_c2h2"] == ("0",)
    assert going(found)["gas_h2"] == ("0",)
    assert [bool(one.error) for row in found.rows if row.name == "oil_water" for one in row.expected] == [True]


# taking over ------------------------------------------------------------------------------------------------------


def take(story: Story, data: bytes, **named: object) -> None:
    take_workbook(story.workspace, story.id, oil(story), data, "report.xlsx", **named)  # type: ignore[arg-type]


def test_values_and_file_are_one_step(story: Story) -> None:
    data = workbook()
    take(story, data)
    assert cells(story, "insulation_hv") == ["2500"]
    assert cells(story, "dc_hv_ab") == ["1.854", "1.8597", "1.8651"]
    assert (head(story, "tested_on"), head(story, "lab")) == ("2026-05-20", COMPANY)
    (report,) = story.form(oil(story)).reports
    assert report.sha == hashlib.sha256(data).hexdigest()
    assert services.blob(story.workspace, report.sha) == data
    change = story.call(services.undo_visit)
    assert cells(story, "insulation_hv") == [""]
    assert head(story, "tested_on") == ""
    assert story.form(oil(story)).reports == ()
    assert dict(change.reports) == {oil(story): ()}


def test_what_was_chosen_is_remembered_for_the_company(story: Story) -> None:
    rows: list[list[Any]] = [["试验单位", COMPANY], ["局放量", 5], ["油样编号", 77]]
    chosen = {"局放量": "oil_acid", "油样编号": "-"}
    take(story, workbook(rows), chosen=chosen)
    assert cells(story, "oil_acid") == ["5"]
    again = preview(story, workbook(rows))
    assert [(row.label, row.name) for row in again.rows if row.label != "试验单位"] == [
        ("局放量", "oil_acid"),
        ("油样编号", "-"),
    ]
    other = preview(story, workbook([["试验单位", "别的公司"], *rows[1:]]))
    assert {row.name for row in other.rows if row.label == "局放量"} == {""}


def test_nothing_recognised_is_said_and_nothing_is_kept(story: Story) -> None:
    with pytest.raises(Problem, match="report_nothing"):
        take(story, workbook([["局放量", 5]]))
    assert story.form(oil(story)).reports == ()


def test_what_a_row_stands_for_must_exist(story: Story) -> None:
    with pytest.raises(Problem, match="report_question"):
        preview(story, workbook(), chosen={"局放量": "partial_discharge"})


# attached files ---------------------------------------------------------------------------------------------------


def attach(story: Story, data: bytes, name: str) -> None:
    services.add_report(story.workspace, story.id, oil(story), data, name)


def test_the_same_file_is_attached_once_and_can_be_removed(story: Story) -> None:
    attach(story, PDF, "C:\\reports\\T1.pdf")
    attach(story, PDF, "T1 again.pdf")
    (report,) = story.form(oil(story)).reports
    assert (report.name, report.media, report.size) == ("T1.pdf", "application/pdf", len(PDF))
    story.call(services.remove_report, report.id)
    assert story.form(oil(story)).reports == ()


def test_what_is_no_report_is_refused(story: Story) -> None:
    with pytest.raises(Problem, match="report_kind"):
        attach(story, b"MZ\x90", "virus.pdf")


def test_a_signed_record_names_its_report_and_the_customers_file_shows_it(story: Story) -> None:
    equipment = oil(story).equipment
    customer = story.workspace.visits[story.id].session.customer.id
    take(story, workbook())
    attach(story, PDF, "T1.pdf")
    story.fill()
    story.decide()
    story.sign()
    story.call(services.finish_visit)
    rows = story.workspace.call(lambda: services.customer_tests(story.workspace, customer))
    test = next(row for row in rows if row.equipment == equipment and row.reports)
    assert {report.name for report in test.reports} == {"report.xlsx", "T1.pdf"}
    assert services.blob(story.workspace, hashlib.sha256(PDF).hexdigest()) == PDF
    refs = {ref.sha256 for ref in story.workspace.call(lambda: list(story.workspace.db.frames.blobs()))}
    assert {report.sha for report in test.reports} <= refs


def test_the_command_shows_and_takes_over(story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, file = story.workspace.store.path, tmp_path / "r.xlsx"
    file.write_bytes(workbook())
    name = story.form(oil(story)).title
    visit = story.id
    story.workspace.close()
    common = [
        "--workspace",
        str(path),
        "--json",
        "visit",
        "import-report",
        str(file),
        "--visit",
        visit,
        "--equipment",
        name,
    ]
    assert run([*common, "--dry-run"]) == 0
    assert '"taken": false' in capsys.readouterr().out
    assert run(common) == 0
    assert '"taken": true' in capsys.readouterr().out
    assert run([*common[:-1], "no such transformer"]) == 1
    assert "report_equipment" in capsys.readouterr().err
