"""Drawing on PDF pages in points, measured from the top left corner, in black and grey.

A `Pen` makes one document and belongs to one thread. Output is deterministic: the same calls and the same date give the
same bytes. Text of a page is written after its fills and rules, in the order it was drawn, which is the order in which
readers extract it.
"""

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from inspector.reports.fonts import Weight, face
from inspector.reports.linebreak import Line
from inspector.reports.paper import Align

CENTRE_OF_GLYPH = 0.38
"""Height of the middle of a Chinese glyph over the baseline, in em."""

_SAVING = threading.Lock()  # ReportLab cuts font subsets with a cursor inside the shared font object


@dataclass(frozen=True, slots=True)
class Style:
    """Weight, size and line distance of a text; sizes in points."""

    weight: Weight
    size: float
    leading: float
    spacing: float = 0.0
    """Extra space after each character."""


@dataclass(frozen=True, slots=True)
class Properties:
    """Document properties of a PDF; `made_at` is printed into it, no clock is read."""

    title: str
    author: str
    subject: str
    language: str
    made_at: datetime


class Pen:
    """One PDF document being drawn, page by page."""

    def __init__(self, size: tuple[float, float], properties: Properties) -> None:
        for weight in Weight:
            face(weight)
        self.width, self.height = size
        self._out = io.BytesIO()
        self._canvas = Canvas(
            self._out,
            pagesize=size,
            invariant=1,
            pageCompression=1,
            initialFontName=str(Weight.REGULAR),  # type: ignore[arg-type]  # the stub says float, the code wants a name
            lang=properties.language,
        )
        document: Any = self._canvas._doc  # type: ignore[attr-defined] # noqa: SLF001 - subsets are kept by document
        self._document = document
        self._describe(properties)
        self._shown: dict[tuple[Weight, str], str] = {}
        self._texts: list[str] = []

    def _describe(self, properties: Properties) -> None:
        made = properties.made_at
        self._canvas.setTitle(properties.title)
        self._canvas.setAuthor(properties.author)
        self._canvas.setSubject(properties.subject)
        self._canvas.setCreator("inspector")
        self._canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d%H%M%S}")

    def _show(self, weight: Weight, text: str) -> str:
        """The operators that show the text at size 1; equal texts are encoded once in a document.

        PDF numbers and strings are written here and not by ReportLab's text object: a ledger has 100,000 of them.
        """
        found = self._shown.get((weight, text))
        if found is None:
            font: Any = pdfmetrics.getFont(weight)
            parts = [
                f"{font.getSubsetInternalName(subset, self._document)} 1 Tf <{codes.hex()}> Tj"
                for subset, codes in font.splitString(text, self._document)
            ]
            found = self._shown[weight, text] = " ".join(parts)
        return found

    def line(self, line: Line, x: float, centre: float, style: Style, *, stretch: float = 0.0) -> None:
        """Write a line whose middle is `centre` below the top; `stretch` is added after each character."""
        size, spacing = style.size, style.spacing + stretch
        base = self.height - centre - CENTRE_OF_GLYPH * size
        write = self._texts.append
        write(f"BT {spacing / size:.4f} Tc" if spacing else "BT")
        written = 0
        for offset, piece in line.pieces:
            left = x + offset * size / 1000 + written * spacing
            write(f"{size:g} 0 0 {size:g} {left:.2f} {base:.2f} Tm {self._show(style.weight, piece)}")
            written += len(piece)
        write("0 Tc ET" if spacing else "ET")

    def box(self, lines: Sequence[Line], x: float, centre: float, width: float, style: Style, align: Align) -> None:
        """Write lines in a column of `width`, vertically around `centre`."""
        middle = centre - (len(lines) - 1) * style.leading / 2
        for line in lines:
            free = width - line.width * style.size / 1000
            if style.spacing:
                free -= style.spacing * (len(line.text) - 1)
            self.line(line, x + free * align.value, middle, style)
            middle += style.leading

    def rule(self, x1: float, y1: float, x2: float, y2: float, thickness: float = 0.5) -> None:
        """Draw a straight black line."""
        height = self.height
        self._canvas.addLiteral(f"{thickness:g} w {x1:.2f} {height - y1:.2f} m {x2:.2f} {height - y2:.2f} l S")

    def frame(self, x: float, top: float, width: float, height: float, thickness: float) -> None:
        """Draw the outline of a box."""
        below = self.height - top - height
        self._canvas.addLiteral(f"{thickness:g} w {x:.2f} {below:.2f} {width:.2f} {height:.2f} re S")

    def fill(self, x: float, top: float, width: float, height: float, grey: float = 0.0) -> None:
        """Fill a box; grey 0 is black, 1 white."""
        below = self.height - top - height
        self._canvas.addLiteral(f"{grey:g} g {x:.3f} {below:.3f} {width:.3f} {height:.3f} re f 0 g")

    def curve(self, points: Sequence[tuple[float, float]], thickness: float) -> None:
        """Draw a stroke of a pen through the points; a single point is a dot."""
        (x, y), rest = points[0], points[1:] or points
        path = " ".join(f"{across:.2f} {self.height - down:.2f} l" for across, down in rest)
        self._canvas.addLiteral(f"q 1 J 1 j {thickness:g} w {x:.2f} {self.height - y:.2f} m {path} S Q")

    def picture(self, image: ImageReader, x: float, top: float, width: float, height: float) -> None:
        """Draw an image into a box; the caller keeps its proportions."""
        self._canvas.drawImage(image, x, self.height - top - height, width, height, mask="auto")

    def next_page(self) -> None:
        """End the page."""
        self._canvas.addLiteral("\n".join(self._texts))
        self._texts.clear()
        self._canvas.showPage()

    def finish(self) -> bytes:
        """The whole document; every page must have been ended."""
        with _SAVING:
            self._canvas.save()
        return self._out.getvalue()
