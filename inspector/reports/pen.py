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

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

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
        self._describe(properties)
        self._text = self._new_text()

    def _describe(self, properties: Properties) -> None:
        made = properties.made_at
        self._canvas.setTitle(properties.title)
        self._canvas.setAuthor(properties.author)
        self._canvas.setSubject(properties.subject)
        self._canvas.setCreator("inspector")
        self._canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d%H%M%S}")

    def _new_text(self) -> PDFTextObject:
        self._font: tuple[Weight, float] | None = None
        self._spacing = 0.0
        return self._canvas.beginText()

    def line(self, line: Line, x: float, centre: float, style: Style, *, stretch: float = 0.0) -> None:
        """Write a line whose middle is `centre` below the top; `stretch` is added after each character."""
        text, spacing = self._text, style.spacing + stretch
        if self._font != (style.weight, style.size):
            text.setFont(style.weight, style.size)
            self._font = (style.weight, style.size)
        if self._spacing != spacing:
            text.setCharSpace(spacing)
            self._spacing = spacing
        base = round(self.height - centre - CENTRE_OF_GLYPH * style.size, 2)
        written = 0
        for offset, piece in line.pieces:
            text.setTextOrigin(round(x + offset * style.size / 1000 + written * spacing, 2), base)
            text.textOut(piece)
            written += len(piece)

    def box(self, lines: Sequence[Line], x: float, centre: float, width: float, style: Style, align: Align) -> None:
        """Write lines in a column of `width`, vertically around `centre`."""
        middle = centre - (len(lines) - 1) * style.leading / 2
        for line in lines:
            free = width - line.width * style.size / 1000 - style.spacing * (len(line.text) - 1)
            self.line(line, x + free * align.value, middle, style)
            middle += style.leading

    def rule(self, x1: float, y1: float, x2: float, y2: float, thickness: float = 0.5) -> None:
        """Draw a straight black line."""
        self._canvas.setLineWidth(thickness)
        self._canvas.line(x1, self.height - y1, x2, self.height - y2)

    def frame(self, x: float, top: float, width: float, height: float, thickness: float) -> None:
        """Draw the outline of a box."""
        self._canvas.setLineWidth(thickness)
        self._canvas.rect(x, self.height - top - height, width, height, stroke=1, fill=0)

    def fill(self, x: float, top: float, width: float, height: float, grey: float = 0.0) -> None:
        """Fill a box; grey 0 is black, 1 white."""
        self._canvas.setFillGray(grey)
        self._canvas.rect(x, self.height - top - height, width, height, stroke=0, fill=1)
        self._canvas.setFillGray(0)

    def curve(self, points: Sequence[tuple[float, float]], thickness: float) -> None:
        """Draw a stroke of a pen through the points; a single point is a dot."""
        path = self._canvas.beginPath()
        (x, y), rest = points[0], points[1:] or points
        path.moveTo(x, self.height - y)
        for across, down in rest:
            path.lineTo(across, self.height - down)
        self._canvas.saveState()
        self._canvas.setLineWidth(thickness)
        self._canvas.setLineCap(1)
        self._canvas.setLineJoin(1)
        self._canvas.drawPath(path, stroke=1, fill=0)
        self._canvas.restoreState()

    def picture(self, image: ImageReader, x: float, top: float, width: float, height: float) -> None:
        """Draw an image into a box; the caller keeps its proportions."""
        self._canvas.drawImage(image, x, self.height - top - height, width, height, mask="auto")

    def next_page(self) -> None:
        """End the page."""
        self._canvas.drawText(self._text)
        self._canvas.showPage()
        self._text = self._new_text()

    def finish(self) -> bytes:
        """The whole document; every page must have been ended."""
        with _SAVING:
            self._canvas.save()
        return self._out.getvalue()
