"""Reply files as customers send them back: filled in, with photos over the cells and in them, and spoilt."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.drawing.image import Image as Drawn
from PIL import Image

from inspector.domain.hazard import Hazard
from inspector.services import Workspace
from inspector.services.printing.notices import serve
from inspector.services.replies import layout
from inspector.services.replies.exporting import reply_file
from inspector.storage import HazardFilter

ID = "ID_0123456789ABCDEF0123456789ABCDEF"
CELL_IMAGES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<etc:cellImages xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData">
<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="{id}"/><xdr:cNvPicPr/></xdr:nvPicPr>
<xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill><xdr:spPr/></xdr:pic></etc:cellImage></etc:cellImages>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"""
IMAGE = (
    '<Relationship Id="{}" Target="{}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
)
DONE = {"state": "已完成", "done": "更换高压侧套管密封垫，补油至正常油位", "on": date(2026, 5, 20), "by": "李强"}


@dataclass
class Notice:
    """A notice with its hazards in the order of its reply file."""

    number: str
    hazards: tuple[Hazard, ...]
    data: bytes = field(repr=False)


def notice_of(workspace: Workspace, count: int = 2) -> Notice:
    """A rectification notice that was just served for some hazards of one customer."""

    def make() -> Notice:
        db, today = workspace.db, workspace.today()
        rows = db.hazards.page(HazardFilter(unclosed=True), today=today)
        open_ones = [row.hazard for row in rows if row.hazard.status.value in ("open", "returned")]
        customer = next(
            h.customer for h in open_ones if sum(other.customer == h.customer for other in open_ones) >= count
        )
        ids = [hazard.id for hazard in open_ones if hazard.customer == customer][:count]
        served = serve(workspace, ids).notices[0]
        hazards = tuple(db.hazards.get(hazard, today=today) for hazard in served.hazards)
        return Notice(served.number, hazards, reply_file(workspace, served.number))

    return workspace.call(make)


def picture(color: str = "navy", kind: str = "PNG", size: tuple[int, int] = (320, 240)) -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, kind)
    return out.getvalue()


def filled(
    data: bytes, rows: Mapping[int, Mapping[str, Any]], photos: Mapping[str, bytes] | None = None, **also: Any
) -> bytes:
    """A file with values by row (index from 0) and column key, and photos over cells; `also`: other cells by name."""
    book = load_workbook(io.BytesIO(data))
    sheet: Any = book.worksheets[0]
    for index, values in rows.items():
        for key, value in values.items():
            sheet.cell(layout.FIRST_ROW + index, layout.column_index(key) + 1).value = value
    for cell, value in also.items():
        sheet[cell] = value
    for cell, content in (photos or {}).items():
        drawn = Drawn(io.BytesIO(content))
        drawn.width, drawn.height = 100, 75
        sheet.add_image(drawn, cell)
    return saved(book)


def saved(book: Any) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(content: Mapping[str, bytes | str]) -> bytes:
    """A file of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in content.items():
            made.writestr(name, part)
    return out.getvalue()


def rewritten(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """A file with the text of one part changed."""
    content = parts(data)
    content[part] = change(content[part].decode()).encode()
    return packed(content)


def with_cell_picture(data: bytes, cell: str, content: bytes, *, formula: str = "") -> bytes:
    """The file as WPS saves it after a picture was put into a cell that is there and empty."""
    held: dict[str, bytes | str] = dict(parts(data))
    held["xl/cellimages.xml"] = CELL_IMAGES.format(id=ID)
    held["xl/_rels/cellimages.xml.rels"] = RELATIONS.format(IMAGE.format("rId1", "media/cell1.jpeg"))
    held["xl/media/cell1.jpeg"] = content
    told = formula or f'_xlfn.DISPIMG("{ID}",1)'
    value = f'<f>{told.replace(chr(34), "&quot;")}</f><v>=DISPIMG("{ID}",1)</v>'
    sheet, count = re.subn(
        rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|></c>)',
        lambda match: f'<c r="{cell}"{match[1] or ""} t="str">{value}</c>',
        bytes(parts(data)["xl/worksheets/sheet1.xml"]).decode(),
    )
    assert count == 1
    return packed({**held, "xl/worksheets/sheet1.xml": sheet})


def put(folder: Path, data: bytes, name: str = "整改回复.xlsx") -> Path:
    """The file on disk."""
    path = folder / name
    path.write_bytes(data)
    return path


RICH = {
    "xl/metadata.xml": """<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:xlrd="http://schemas.microsoft.com/office/spreadsheetml/2017/richdata">
<metadataTypes count="1"><metadataType name="XLRICHVALUE"/></metadataTypes>
<futureMetadata name="XLRICHVALUE" count="1"><bk><extLst><ext uri="{3e2802c4-a4d2-4d8b-9148-e3be6c30e623}">
<xlrd:rvb i="0"/></ext></extLst></bk></futureMetadata>
<valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>""",
    "xl/richData/rdrichvalue.xml": """<rvData count="1"
 xmlns="http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"><rv s="0"><v>0</v><v>5</v></rv></rvData>""",
    "xl/richData/richValueRel.xml": """<richValueRels
 xmlns="http://schemas.microsoft.com/office/spreadsheetml/2022/richvaluerel"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><rel r:id="rId1"/></richValueRels>""",
    "xl/richData/_rels/richValueRel.xml.rels": RELATIONS.format(IMAGE.format("rId1", "../media/rich1.png")),
}
"""A picture placed in a cell by Excel 365: a chain of parts."""
WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels"


def with_placed_picture(data: bytes, cell: str, content: bytes) -> bytes:
    """The file as Excel 365 saves it after a picture was placed in a cell that is there and empty."""
    held: dict[str, bytes | str] = {**parts(data), **RICH, "xl/media/rich1.png": content}
    types = {
        "rId91": ("officeDocument/2006/relationships/sheetMetadata", "metadata.xml"),
        "rId92": ("office/2017/06/relationships/rdRichValue", "richData/rdrichvalue.xml"),
        "rId93": ("office/2022/10/relationships/richValueRel", "richData/richValueRel.xml"),
    }
    more = "".join(
        f'<Relationship Id="{key}" Type="http://schemas.openxmlformats.org/{kind}" Target="{target}"/>'
        for key, (kind, target) in types.items()
    )
    held[WORKBOOK_RELATIONS] = parts(data)[WORKBOOK_RELATIONS].decode().replace("</Rel", f"{more}</Rel")
    sheet, count = re.subn(
        rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|></c>)',
        lambda match: f'<c r="{cell}"{match[1] or ""} t="e" vm="1"><v>#VALUE!</v></c>',
        parts(data)["xl/worksheets/sheet1.xml"].decode(),
    )
    assert count == 1
    return packed({**held, "xl/worksheets/sheet1.xml": sheet})
