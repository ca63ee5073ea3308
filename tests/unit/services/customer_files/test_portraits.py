"""Import of the portrait's figures: tolerant of headings and shapes, refuses what it cannot read, row by row."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from inspector import services
from inspector.domain.portrait import Portrait
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.customer_files.portraits import PortraitPreview, portrait_view
from inspector.services.excel.reading import read_workbook
from inspector.services.excel.views import Action
from inspector.services.registers.entries import find_customer

ACCOUNT = "50102237816"
OTHER = "50103342671"
"""A customer of the sample without a portrait."""


def preview(workspace: Workspace, path: Path) -> PortraitPreview:
    book = read_workbook(path)
    return workspace.call(lambda: services.preview_portraits(workspace, book))


def table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "画像.csv"
    path.write_text("\n".join(rows), encoding="utf-8-sig")
    return path


def portrait_of(workspace: Workspace, account: str) -> Portrait | None:
    return workspace.call(lambda: find_customer(workspace, account)).portrait


def test_usual_headings_and_shapes_of_figures_are_read(workspace: Workspace, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "2026 年 5 月客户画像",
        "用户编号,户名,用电类别,月均电量(kWh),服务率(%),同比,投诉件数,违约用电次数,违约金比例,统计月份",
        f'{OTHER},宏远,大工业用电,"1,250,000",96 %,-4.5%,2,1,0.5%,2026-05',
    )
    found = preview(workspace, path)
    assert [line.action for line in found.lines] == [Action.ADD]
    assert len(found.columns) == 9, "the name is none of the portrait's columns"
    workspace.call(lambda: services.apply_portraits(workspace, found))
    assert portrait_of(workspace, OTHER) == Portrait(
        date(2026, 5, 31), "large_industry", 1_250_000.0, 96.0, -4.5, 2.0, 1.0, 0.5
    )
    assert [line.action for line in preview(workspace, path).lines] == [Action.SAME]


def test_shares_of_a_workbook_are_per_cent(workspace: Workspace, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["户号", "增长率", "及时率", "投诉"])
    sheet.append([OTHER, 0.125, 0.98, 1])
    sheet.append([ACCOUNT, -0.03, 1, 0])
    path = tmp_path / "a.xlsx"
    book.save(path)
    lines = {line.account: line.portrait for line in preview(workspace, path).lines}
    assert (lines[OTHER].growth_pct, lines[OTHER].service_rate_pct, lines[OTHER].complaints) == (12.5, 98.0, 1.0)
    assert (lines[ACCOUNT].growth_pct, lines[ACCOUNT].service_rate_pct) == (-3.0, 100.0)


def test_a_row_keeps_what_it_does_not_say(workspace: Workspace, tmp_path: Path) -> None:
    before = portrait_of(workspace, ACCOUNT)
    assert before is not None
    found = preview(workspace, table(tmp_path, "户号,投诉次数,月均用电量", f"{ACCOUNT},4,"))
    (line,) = found.lines
    assert line.action is Action.CHANGE
    assert (line.portrait.complaints, line.portrait.monthly_kwh) == (4.0, before.monthly_kwh)


def test_rows_that_cannot_be_used_say_why_and_the_others_are_imported(workspace: Workspace, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "户号,投诉次数,用电性质",
        "999,1,大工业",
        f"{OTHER},x,大工业",
        f"{OTHER},-1,",
        f"{ACCOUNT},3,印染",
        f"{ACCOUNT},5,",
    )
    found = preview(workspace, path)
    assert [line.action for line in found.lines] == [
        Action.ERROR, Action.ERROR, Action.ERROR, Action.CHANGE, Action.ERROR,
    ]  # fmt: skip
    assert all(line.remarks for line in found.lines)
    before = workspace.call(lambda: services.apply_portraits(workspace, found))
    assert [customer for customer, _portrait in before] == [found.lines[3].customer]
    workspace.call(lambda: services.restore_portraits(workspace, before))
    assert portrait_of(workspace, ACCOUNT) == before[0][1]


def test_a_file_without_the_columns_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        preview(workspace, table(tmp_path, "户号,电话", "1,2"))
    assert refused.value.code == "portrait_no_heads"


def test_the_view_says_figures_in_both_languages() -> None:
    portrait = Portrait(date(2026, 5, 31), "public", 860000, 94, 12.8, 3, 0, None)
    chinese, english = portrait_view(portrait, "zh_CN"), portrait_view(portrait, "en")
    assert [axis.text for axis in english.axes] == [
        "Public service", "860,000\u00a0kWh", "94\u00a0%", "12.8\u00a0%", "3", "0", "",
    ]  # fmt: skip
    assert chinese.axes[0].text == "公共事业"
    assert chinese.highs == ("高电量", "高诉求")
    assert portrait_view(None, "en").is_empty
