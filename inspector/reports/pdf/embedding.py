"""Fonts inside one PDF: every character used gets a code of two bytes, and only the glyphs used are embedded.

Codes are given in the order of first use, so that equal documents are equal in all bytes. Text can be extracted again
whatever the glyph: the map back to Unicode goes by character, not by glyph (ISO 32000-1, sections 9.7 and 9.10.3).
"""

import hashlib
from collections.abc import Iterator

from inspector.reports.pdf.file import PdfFile
from inspector.reports.pdf.fonts import Face
from inspector.reports.words import NBSP

_STEM = 80
"""Thickness of stems, in 1/1000 em; only a viewer that lost the font would use it."""
_SYMBOLIC = 4
_MOST = 100
"""Entries of one block of a character map."""

_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{blocks}
endcmap CMapName currentdict /CMap defineresource pop end end
"""


class EmbeddedFont(dict[str, str]):
    """A font of one document: looks up the code of a character, as four hexadecimal digits."""

    def __init__(self, face: Face, resource: str) -> None:
        super().__init__()
        self.resource = resource
        """Name among the resources of the pages."""
        self._face = face

    def __missing__(self, char: str) -> str:
        code = self[char] = f"{len(self) + 1:04X}"
        return code

    def write(self, file: PdfFile) -> int:
        """Write the font with the glyphs used so far; returns the number of its object."""
        font = self._face.font
        program = font.subset([0, *map(self._face.glyph, self)])
        tag = "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(program).digest()[:6])
        name = f"{tag}+{self._face.name}"
        embedded = file.stream(f"/Length1 {len(program)}", program)
        descriptor = file.add(
            f"<< /Type /FontDescriptor /FontName /{name} /Flags {_SYMBOLIC} /ItalicAngle 0"
            f" /FontBBox [{' '.join(map(str, font.box))}] /Ascent {font.ascent} /Descent {font.descent}"
            f" /CapHeight {font.ascent} /StemV {_STEM} /FontFile2 {embedded} 0 R >>"
        )
        widths = " ".join(str(self._face.widths[char]) for char in self)
        descendant = file.add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /FontDescriptor {descriptor} 0 R"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /CIDToGIDMap /Identity /DW 1000 /W [1 [{widths}]] >>"
        )
        characters = file.stream("", _CMAP.format(blocks="\n".join(self._blocks())).encode())
        return file.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
            f" /DescendantFonts [{descendant} 0 R] /ToUnicode {characters} 0 R >>"
        )

    def _blocks(self) -> Iterator[str]:
        """The characters by code; a blank that keeps a number and its unit together is extracted as a common one."""
        texts = {char: char.replace(NBSP, " ").encode("utf-16-be").hex().upper() for char in self}
        entries = [f"<{code}> <{texts[char]}>" for char, code in self.items()]
        for start in range(0, len(entries), _MOST):
            part = entries[start : start + _MOST]
            yield f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar"
