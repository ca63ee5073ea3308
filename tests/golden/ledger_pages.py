"""The printed ledgers that are kept as they were: `python -m tests.golden.ledger_pages` prints them anew.

A kept file tells, in words that can be compared by eye, everything of the PDF but its picture: pages, fonts,
properties, bookmarks, and the text of each page in the order in which readers extract it.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from inspector.domain.hazard import Grade
from inspector.domain.ledger import LedgerKind
from inspector.reports.ledger import LedgerDocument, LedgerRow, Mark
from inspector.reports.ledger_pdf import ledger_pdf
from inspector.reports.pdf.raster import page_count, page_text
from tests.benchmarks.ledger_pdf_data import rows
from tests.benchmarks.ledger_pdf_ours import document
from tests.unit.reports.pdf_reading import bookmarks, properties, used_fonts
from tests.unit.reports.samples import OVERDUE, ledger, strokes

FOLDER: Final = Path(__file__).parent
VISIT: Final = LedgerRow(
    {
        "number": "JC-2026-0611-QK-02",
        "customer": "嘉陵江化工股份有限公司",
        "account": "50102237816",
        "importance": "二级重要",
        "kind": "定期检查",
        "signed_on": date(2026, 6, 11),
        "inspectors": "王工、李工",
        "critical": 1,
        "serious": 1,
        "general": 0,
        "conclusion": "发现隐患 2 项，其中危急 1 项，已下发通知书",
        "notice": "TZ-2026-QK-0193",
    }
)


def supervision() -> LedgerDocument:
    """The design's page: nine rows of all kinds."""
    texts = (
        "电气闭锁接点被短接，有向电网倒送电风险",
        "红外 86.4 ℃，热点高于 80 ℃，不平衡度 31.0 %",
        "18 号、22 号单体电压偏低（11.2 V）",
    )
    made = tuple(
        LedgerRow(
            {
                **OVERDUE.values,
                "place": ("自备发电机房", "T2 主变", "2#主变")[number % 3],
                "equipment": ("ATS 切换柜", "低压 B 相端子", "")[number % 3],
                "description": texts[number % 3],
                "grade": tuple(Grade)[number % 3],
                "remark": "复测\n41.8 ℃" if number == 5 else "",
            },
            OVERDUE.bold if number % 4 == 1 else frozenset(),
        )
        for number in range(9)
    )
    return replace(ledger(0), rows=made)


def inspection() -> LedgerDocument:
    """Three visits."""
    return replace(ledger(0, LedgerKind.INSPECTION), rows=(VISIT,) * 3, totals=(), legend="")


def issue() -> LedgerDocument:
    """Three pages: two groups, marks since the issue before, what was closed since, three signatures."""
    marks = (Mark.NEW, Mark.NONE, Mark.CHANGED)
    first = document(rows(7))
    return replace(
        first,
        rows=tuple(
            replace(row, mark=marks[number % 3], group="危急、严重" if number < 3 else "一般")
            for number, row in enumerate(first.rows)
        ),
        since="ZG-2026-05",
        closed_rows=tuple(replace(row, mark=Mark.CLOSED) for row in document(rows(9)).rows[7:]),
        prepared=strokes("王工"),
        checked=replace(strokes("李工"), strokes=()),
        approved=replace(strokes("赵主任"), strokes=()),
    )


def strained() -> LedgerDocument:
    """Rare characters, an endless word, 2,000 characters, a row of empty fields."""
    texts = (
        "丁䶮、㐂田、\U00020bb7野家 😀",
        "YH-" * 60,
        "".join(f"第{number:03d}处接头过热，" for number in range(200)),
    )
    made = tuple(LedgerRow({**OVERDUE.values, "description": text}) for text in texts)
    return replace(ledger(0), rows=(*made, LedgerRow({})))


DOCUMENTS: Final[dict[str, Callable[[], LedgerDocument]]] = {
    "supervision": supervision,
    "inspection": inspection,
    "issue": issue,
    "strained": strained,
}


def kept(name: str) -> Path:
    """Where the words of that document are kept."""
    return FOLDER / f"ledger-{name}.txt"


def described(pdf: bytes) -> str:
    """The PDF in words."""
    return "\n".join(_described(pdf)) + "\n"


def _described(pdf: bytes) -> Iterator[str]:
    for key, value in sorted(properties(pdf).items()):
        if value:
            yield f"{key}: {value}"
    for font in sorted(used_fonts(pdf), key=str):
        yield f"Font: {font.name}{' embedded' * font.embedded}{' subset' * font.subset}"
    for one in bookmarks(pdf):
        yield f"Bookmark: {one.title} (page {one.page + 1})"
    for page in range(page_count(pdf)):
        yield f"--- page {page + 1} of {page_count(pdf)}"
        yield from (line.rstrip() for line in page_text(pdf, page).splitlines())


def main() -> None:
    """Print all of them anew; what changed is seen in the difference."""
    for name, model in DOCUMENTS.items():
        pdf = ledger_pdf(model())
        kept(name).write_text(described(pdf), "utf-8")
        if len(sys.argv) > 1:
            Path(sys.argv[1], f"ledger-{name}.pdf").write_bytes(pdf)


if __name__ == "__main__":
    main()
