"""The diagnosis sheet as somebody reads it: one page, samples, methods, statement; without a call no methods."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from inspector.criteria.dga import Gases
from inspector.i18n import Translator
from inspector.reports.dga_sheet import DgaSheet, SheetMethod, SheetSample
from inspector.reports.dga_sheet_pdf import dga_sheet
from inspector.reports.figures.duval import Trail
from inspector.reports.pdf.raster import page_count
from tests.unit.reports.pdf_reading import all_text, in_order, squeezed

DAY = date(2026, 5, 20)
GASES = Gases(*(Fraction(value) for value in ("96", "84", "22", "96", "3.1")))
SHEET = DgaSheet(
    company="嘉陵供电公司",
    customer="嘉陵江化工股份有限公司",
    account="50102237816",
    equipment="T2 主变",
    model="S11-M-1250/10",
    facts=(("额定参数", "10 kV / 1250 kVA"), ("油", "0.86 t")),
    sampled_on=DAY,
    printed_on=DAY,
    gases=("H₂", "CH₄", "C₂H₄", "C₂H₆", "C₂H₂", "总烃", "CO", "CO₂"),
    samples=tuple(
        SheetSample(date(2023 + number, 5, 20), ("96", "84", "96", "22", "3.1", "205.1", "420", "3100"))
        for number in range(4)
    ),
    limits=("≤ 150", "—", "—", "—", "≤ 5", "≤ 150", "—", "—"),
    trail=Trail((GASES, GASES)),
    called=True,
    fault="T3",
    title="高于 700 °C 的过热",
    reasons=("总烃 205.1 µL/L，注意值 150。",),
    statement=("结合负荷和油温分析。" * 8,),
    methods=tuple(SheetMethod(f"方法 {number}", "T3", "高于 700 °C 的过热", "一致") for number in range(8)),
    ratios="三比值：C₂H₂ / C₂H₄ = 0.03；编码 0 0 2，高温过热。",
    rates=("总烃 11.4 %/月 (≤ 10)", "H₂ 1.5 mL/d (≤ 10)"),
)


def test_everything_stands_on_one_page_in_order() -> None:
    pdf = dga_sheet(SHEET, Translator("zh_CN"))
    assert page_count(pdf) == 1
    assert in_order(all_text(pdf), "50102237816", "2026-05-20", "205.1", "D2", "方法 7", "总烃 205.1", "11.4")


def test_a_sheet_without_a_call_names_no_method_and_no_fault() -> None:
    pdf = dga_sheet(replace(SHEET, called=False, trail=Trail((GASES,), muted=True)), Translator("zh_CN"))
    text = squeezed(all_text(pdf))
    assert "方法7" not in text
    assert "T3高于" not in text
    assert "205.1" in text


def test_a_sheet_that_leaves_samples_out_says_so_and_a_missing_day_is_a_dash() -> None:
    pdf = dga_sheet(replace(SHEET, earlier=3, sampled_on=None), Translator("en"))
    text = squeezed(all_text(pdf))
    assert "thelatest4of7" in text
    assert "None" not in text
    assert "latest" not in squeezed(all_text(dga_sheet(SHEET, Translator("en"))))


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert dga_sheet(SHEET, Translator("en")) == dga_sheet(SHEET, Translator("en"))
