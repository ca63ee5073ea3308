"""The rectification ledger by the program: `python -m tests.benchmarks.ledger_pdf_ours ROWS PDF`."""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from inspector.domain.hazard import Grade
from inspector.domain.ledger import LedgerKind
from inspector.reports.ledger import LedgerDocument, LedgerRow
from inspector.reports.ledger_pdf import ledger_pdf

_DATES = ("found_on", "deadline", "closed_on")


def document(rows: list[dict[str, Any]]) -> LedgerDocument:
    """The ledger with these rows."""
    moment = datetime(2026, 6, 11, 12, 6)  # noqa: DTZ001 - printed as it is
    return LedgerDocument(
        kind=LedgerKind.RECTIFICATION,
        organisation="嘉陵供电公司 用电检查中心",
        period="2025-01-01 至 2026-06-11",
        scope="全部",
        number="ZG-2026-06",
        data_at=moment,
        printed_at=moment,
        rows=tuple(map(_row, rows)),
    )


def _row(values: dict[str, Any]) -> LedgerRow:
    bold = frozenset(values.pop("bold"))
    dates = {key: date.fromisoformat(values[key]) if values[key] else None for key in _DATES}
    return LedgerRow({**values, **dates, "grade": Grade(values["grade"])}, bold)


def main() -> None:
    """Read, draw, write."""
    rows, pdf = map(Path, sys.argv[1:3])
    pdf.write_bytes(ledger_pdf(document(json.loads(rows.read_text("utf-8")))))


if __name__ == "__main__":
    main()
