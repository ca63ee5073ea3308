"""The same ledger by ReportLab's platypus: `python -m tests.benchmarks.ledger_pdf_platypus CELLS PDF FONTS`.

Written as its manual recommends: a LongTable of Paragraphs that wrap as Chinese does, the head repeated.
"""

import json
import sys
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

from tests.benchmarks.ledger_pdf_data import HEADS, WEIGHTS

LEFT, TOP, BOTTOM = 32.9, 78.0, 116.0
META = "编制单位：嘉陵供电公司 用电检查中心　统计期间：2025-01-01 至 2026-06-11　范围：全部"
CENTRED = (0, 5, 8, 9, 10, 11, 12, 13)


def main() -> None:
    """Read, lay out, write."""
    cells, pdf, fonts = map(Path, sys.argv[1:4])
    for name in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(name, str(fonts / f"NotoSansSC-{name}.ttf")))
    width, height = landscape(A4)
    styles = {
        (bold, centred): ParagraphStyle(
            f"{bold}{centred}", fontName="Bold" if bold else "Regular", fontSize=8.6, leading=12, wordWrap="CJK",
            alignment=TA_CENTER if centred else TA_LEFT,
        )
        for bold in (True, False) for centred in (True, False)
    }  # fmt: skip
    rows: list[list[Any]] = [[Paragraph(head, styles[True, True]) for head in HEADS]]
    rows += (
        [Paragraph(escape(text).replace("\n", "<br/>"), styles[bold, column in CENTRED])
         for column, (text, bold) in enumerate(row)]
        for row in json.loads(cells.read_text("utf-8"))
    )  # fmt: skip
    scale = (width - 2 * LEFT) / sum(WEIGHTS)
    table = LongTable(rows, colWidths=[weight * scale for weight in WEIGHTS], repeatRows=1)
    table.setStyle([
        ("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("BACKGROUND", (0, 0), (-1, 0), "#F0F0F0"), ("LEFTPADDING", (0, 0), (-1, -1), 3.8),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3.8), ("TOPPADDING", (0, 0), (-1, -1), 4.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4.2),
    ])  # fmt: skip
    frame = SimpleDocTemplate(
        str(pdf),
        pagesize=(width, height),
        leftMargin=LEFT - 6,
        rightMargin=LEFT - 6,
        topMargin=TOP,
        bottomMargin=BOTTOM,
    )
    frame.build([table], onFirstPage=_edges, onLaterPages=_edges)


def _edges(canvas: Canvas, _document: object) -> None:
    width, height = landscape(A4)
    canvas.setFont("Bold", 17)
    canvas.drawCentredString(width / 2, height - 46, "大客户用电安全隐患整改台账", charSpace=2.4)
    canvas.setFont("Regular", 9.4)
    canvas.drawString(
        LEFT, height - 68, "编制单位：嘉陵供电公司 用电检查中心　统计期间：2025-01-01 至 2026-06-11　范围：全部"
    )
    canvas.drawRightString(width - LEFT, height - 68, "编号：ZG-2026-06")
    for number, label in enumerate(("编制：", "审核：", "批准：")):
        x = LEFT + number * (width - 2 * LEFT) / 3
        canvas.drawString(x, height - 536, label)
        canvas.line(x + 34, height - 536, x + 230, height - 536)
    canvas.line(LEFT, height - 560, width - LEFT, height - 560)
    canvas.setFont("Regular", 8.4)
    canvas.drawString(LEFT, height - 574, "数据截至 2026-06-11 12:06")
    canvas.drawRightString(width - LEFT, height - 574, f"第 {canvas.getPageNumber()} 页")


if __name__ == "__main__":
    main()
