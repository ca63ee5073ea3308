"""Reading a PDF back as somebody else's program would: text, fonts, properties."""

import re
from dataclasses import dataclass

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from inspector.reports.pdf.raster import page_count, page_text


def all_text(pdf: bytes) -> str:
    """The text of all pages."""
    return "\n".join(page_text(pdf, page) for page in range(page_count(pdf)))


def squeezed(text: str) -> str:
    """The text without white space: what must be found whatever lines it was broken into."""
    return re.sub(r"\s", "", text)


def in_order(text: str, *parts: str) -> bool:
    """Whether the parts occur in the text in this order, white space left aside."""
    position, bare = 0, squeezed(text)
    for part in map(squeezed, parts):
        position = bare.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return True


@dataclass(frozen=True)
class UsedFont:
    """A font some text of the document is set in."""

    name: str
    embedded: bool
    subset: bool
    """Its name begins with six letters and a plus sign, as those of parts of a font do."""


def used_fonts(pdf: bytes) -> set[UsedFont]:
    """Fonts of all text objects."""
    document = pypdfium2.PdfDocument(pdf)
    found = set()
    for page in document:
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = thing.get_font()
            tag, _plus, name = font.get_base_name().rpartition("+")
            found.add(UsedFont(name, bool(font.is_embedded), re.fullmatch("[A-Z]{6}", tag) is not None))
    document.close()
    return found


def declared_fonts(pdf: bytes) -> set[str]:
    """Base font names of the font dictionaries, also of fonts no text uses."""
    return {name.decode() for name in re.findall(rb"/Type\s*/Font\b(?!D)|/BaseFont\s*/([^\s/>]+)", pdf) if name}


def properties(pdf: bytes) -> dict[str, str]:
    """The document properties."""
    document = pypdfium2.PdfDocument(pdf)
    found = dict(document.get_metadata_dict())
    document.close()
    return found


def has_ink(page: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether anything is printed in a box (left, top, right, bottom in pixels) of a grey page."""
    return sum(page.crop(box).histogram()[:200]) > 0


@dataclass(frozen=True)
class FoundBookmark:
    """An entry of the outline."""

    title: str
    page: int
    level: int


def bookmarks(pdf: bytes) -> list[FoundBookmark]:
    """The outline, in order."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for one in document.get_toc():
        target = one.get_dest()
        assert target is not None
        found.append(FoundBookmark(one.get_title(), target.get_index(), one.level))
    document.close()
    return found
