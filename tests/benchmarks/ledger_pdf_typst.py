"""The same ledger by typst: `python -m tests.benchmarks.ledger_pdf_typst CELLS PDF FONTS`.

Written as its manual recommends: one table with a repeated head, fonts from the folder alone, no tags for assistive
technology, because ours makes none.
"""

import sys
from pathlib import Path

import typst

from tests.benchmarks.ledger_pdf_data import HEADS, WEIGHTS

SOURCE = """
#set document(title: "大客户用电安全隐患整改台账", author: "嘉陵供电公司",
  date: datetime(year: 2026, month: 6, day: 11))
#set page(paper: "a4", flipped: true, margin: (x: 11.6mm, top: 78pt, bottom: 112pt),
  header-ascent: 4pt, footer-descent: 20pt,
  header: [
    #align(center, text(17pt, weight: "bold", tracking: 2.4pt)[大客户用电安全隐患整改台账])
    #text(9.4pt)[编制单位：*嘉陵供电公司 用电检查中心* #h(1fr) 统计期间：*2025-01-01 至 2026-06-11* #h(1fr) 范围：*全部*
      #h(1fr) 编号：*ZG-2026-06*]],
  footer: context [
    #text(9.4pt)[#grid(columns: (1fr, 1fr, 1fr), column-gutter: 24pt,
      ..("编制：", "审核：", "批准：").map(one => [#one #box(width: 1fr, line(length: 100%, stroke: 0.5pt))]))]
    #v(8pt)
    #line(length: 100%, stroke: 0.5pt)
    #text(8.4pt)[数据截至 2026-06-11 12:06 #h(1fr)
      第 #counter(page).display() 页　共 #counter(page).final().first() 页]])
#set text(font: "Noto Sans SC", size: 8.6pt, lang: "zh")
#set par(leading: 5.7pt)
#set table.cell(breakable: false)
#let heads = HEADS
#let centred = (0, 5, 8, 9, 10, 11, 12, 13)
#table(
  columns: WEIGHTS,
  align: (x, y) => horizon + if y == 0 or x in centred { center } else { left },
  inset: (x: 3.8pt, y: 4.2pt),
  stroke: 0.5pt,
  fill: (x, y) => if y == 0 { luma(240) },
  table.header(..heads.map(strong)),
  ..json("CELLS").flatten().chunks(2).map(((text, bold)) => if bold { strong(text) } else { text }),
)
"""


def main() -> None:
    """Write the source beside the cells and compile it."""
    cells, pdf, fonts = map(Path, sys.argv[1:4])
    heads = "(" + ", ".join(f'"{head}"' for head in HEADS) + ")"
    weights = "(" + ", ".join(f"{weight}fr" for weight in WEIGHTS) + ")"
    text = SOURCE.replace("HEADS", heads).replace("WEIGHTS", weights).replace("CELLS", cells.name)
    source = cells.with_name("ledger.typ")
    source.write_text(text, "utf-8")
    typst.compile(source, output=pdf, font_paths=[fonts], ignore_system_fonts=True, format="pdf", pdf_tags=False)


if __name__ == "__main__":
    main()
