"""A form as one CSV text, from whatever file it came: what is kept of an installed version."""

import csv
import io

from inspector.xforms.lint.workbook import SHEET_NAMES, read_workbook


def as_csv(content: bytes, suffix: str) -> str:
    """The sheets of a form in CSV, as pyxform reads it. Raises Problem sheet_unreadable, sheet_too_large."""
    workbook = read_workbook(content, suffix)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    for name in SHEET_NAMES:
        sheet = workbook.by_name.get(name)
        if sheet is None or not sheet.headers:
            continue
        used = [index for index, header in enumerate(sheet.headers) if header]
        writer.writerow([name])
        writer.writerow(["", *(sheet.headers[index] for index in used)])
        for row in sheet.rows:
            cells = [_plain(row.cells[index].text) if index in row.cells else "" for index in used]
            if any(cells):
                writer.writerow(["", *cells])
    return out.getvalue()


def _plain(text: str) -> str:
    """A cell as it comes back from Excel: hard spaces are spaces there (pyxform reads them so), ends are trimmed."""
    return text.replace("\u00a0", " ").strip()
