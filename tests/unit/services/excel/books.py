"""Workbooks as people and other programs make them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from inspector.services import Workspace, excel
from inspector.services.excel.reading import read_bytes
from inspector.services.excel.register import Register
from inspector.services.excel.views import ImportPreview

TODAY = date(2026, 6, 11)
NOBODY = Register((), (), (), (), TODAY, "")
CUSTOMERS = ("户号", "户名")
EQUIPMENT = ("户号", "设备名称", "设备类型")
TESTS = ("户号", "设备名称", "试验日期", "试验项目", "相别", "测量值", "单位")
PEOPLE = ("登录名", "姓名", "班组")
WANG = ("wang", "王工", "一班")
CONTENT = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """An ordinary workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def raw(sheet: str, **parts: str) -> bytes:
    """A workbook of one sheet from the XML of its part; `parts` replace further ones (workbook, styles, texts)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", _relations(("officeDocument", "xl/workbook.xml")))
        listed = (
            f'<workbook xmlns="{CONTENT}" xmlns:r="{RELATION}">'
            '<sheets><sheet name="客户" sheetId="1" r:id="r0"/></sheets></workbook>'
        )
        archive.writestr("xl/workbook.xml", parts.get("workbook", listed))
        related = (("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "texts.xml"), ("styles", "styles.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(*related))
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name in ("texts", "styles"):
            if name in parts:
                archive.writestr(f"xl/{name}.xml", parts[name])
    return out.getvalue()


def rows(text: str, after: str = "") -> str:
    """A sheet part."""
    return f'<worksheet xmlns="{CONTENT}"><sheetData>{text}</sheetData>{after}</worksheet>'


def _relations(*found: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(found)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )


def seen(data: bytes, register: Register = NOBODY, name: str = "test.xlsx") -> ImportPreview:
    """The preview of a file against a register."""
    book = read_bytes(data, name)
    return excel.compare(book, excel.suggest_mapping(book), register)


def brought_in(workspace: Workspace, data: bytes) -> ImportPreview:
    """Import a file that has no errors."""
    book = read_bytes(data, "test.xlsx")
    preview = workspace.call(lambda: excel.preview(workspace, book, excel.suggest_mapping(book)))
    assert [issue.message for issue in preview.errors] == []
    workspace.call(lambda: excel.apply_import(workspace, preview))
    return preview


def codes(preview: ImportPreview) -> list[tuple[str, str, int, str]]:
    """What is wrong and where."""
    return [(issue.sheet, issue.column, issue.row, issue.code) for issue in preview.errors]


def warned(preview: ImportPreview) -> list[tuple[str, int, str]]:
    """What is doubtful and where."""
    return [(issue.column, issue.row, issue.code) for issue in preview.warnings]
