"""Drawing on PDF pages in points, measured from the top left corner, in black and grey.

A `Pen` makes one document and belongs to one thread. Output is deterministic: the same calls and the same date give the
same bytes. On a page fills, curves and images come first, then rules, then text in the order it was drawn, which is the
order in which readers extract it.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from inspector.quick_dataclass import dataclass
from inspector.reports.pdf.embedding import EmbeddedFont
from inspector.reports.pdf.file import Bitmap, Bookmark, PdfFile, Properties
from inspector.reports.pdf.fonts import Weight, face
from inspector.reports.pdf.linebreak import HALF, Line, overhang
from inspector.reports.pdf.paper import Align

__all__ = ["Bitmap", "Pen", "Properties", "Stamp", "Style"]

CENTRE_OF_GLYPH = 0.38
"""Height of the middle of a Chinese glyph over the baseline, in em."""


@dataclass(frozen=True, slots=True)
class Style:
    """Weight, size and line distance of a text; sizes in points."""

    weight: Weight
    size: float
    leading: float
    spacing: float = 0.0
    """Extra space after each character."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Drawing of one pen that is repeated on several pages."""

    marks: str
    rules: dict[float, list[str]]
    texts: str


class Pen:
    """One PDF document being drawn, page by page."""

    def __init__(self, size: tuple[float, float], properties: Properties) -> None:
        self.width, self.height = size
        self._properties = properties
        self._file = PdfFile()
        self._tree = self._file.reserve()
        self._resources = self._file.reserve()
        self._pages: list[int] = []
        self._fonts: dict[Weight, EmbeddedFont] = {}
        self._images: set[int] = set()
        self._bookmarks: list[Bookmark] = []
        self._marks: list[str] = []
        self._rules: dict[float, list[str]] = {}
        self._texts: list[str] = []
        self._set = ""

    def _font(self, weight: Weight) -> EmbeddedFont:
        font = self._fonts.get(weight)
        if font is None:
            font = self._fonts[weight] = EmbeddedFont(face(weight), f"F{len(self._fonts) + 1}")
        return font

    def _shown(self, line: Line, font: EmbeddedFont) -> str:
        """The operator that shows a line; a mark that moves into the blank half before it is pulled back by it."""
        if not line.cuts:
            return f"<{''.join(map(font.__getitem__, line.text))}> Tj"
        ends = [*line.cuts, len(line.text)]
        parts = ("".join(map(font.__getitem__, line.text[start:end])) for start, end in pairwise([0, *ends]))
        return f"[<{f'> {HALF} <'.join(parts)}>] TJ"

    def line(self, line: Line, x: float, centre: float, style: Style, *, stretch: float = 0.0) -> None:
        """Write a line whose middle is `centre` below the top; `stretch` is added after each character."""
        self.put(*self.prepared((line,), x, 0, style, Align.LEFT, stretch=stretch), centre)

    def box(self, lines: Sequence[Line], x: float, centre: float, width: float, style: Style, align: Align) -> None:
        """Write lines in a column of `width`, vertically around `centre`."""
        if lines:
            self.put(*self.prepared(lines, x, width, style, align), centre)

    def prepared(
        self, lines: Sequence[Line], x: float, width: float, style: Style, align: Align, *, stretch: float = 0.0
    ) -> tuple[str, str, str, float]:
        """Lines ready to be `put` at any height: font, operators before and after that height, height of the first.

        A ledger puts equal cells again and again: all of it but the height is made once.
        """
        font = self._font(style.weight)
        size, share, spacing = style.size, align.value, style.spacing + stretch
        starts = [x + (width - _length(line, style)) * share if share else x for line in lines]
        shown = [self._shown(line, font) for line in lines]
        parts = [shown[0]]
        for before, start, operator in zip(starts, starts[1:], shown[1:], strict=False):
            parts.append(f"{start - before:.2f} {-style.leading:.2f} Td {operator}")
        if spacing:
            parts = [f"{spacing:.4f} Tc", *parts, "0 Tc"]
        rise = (len(lines) - 1) * style.leading / 2 - CENTRE_OF_GLYPH * size
        return f"/{font.resource} {size:g} Tf ", f"1 0 0 1 {starts[0]:.2f} ", f" Tm {' '.join(parts)}", rise

    def put(self, font: str, before: str, after: str, rise: float, centre: float) -> None:
        """Write what `prepared` made, vertically around `centre`."""
        if font != self._set:
            self._set = font
            self._texts.append(font)
        self._texts.append(f"{before}{self.height - centre + rise:.2f}{after}")

    def stamp(self, draw: Callable[[], None]) -> Stamp:
        """What `draw` draws, kept instead of drawn: the edges that every page shares are worked out once."""
        before = self._marks, self._rules, self._texts, self._set
        self._marks, self._rules, self._texts, self._set = [], {}, [], ""
        draw()
        made = Stamp("\n".join(self._marks), self._rules, "\n".join(self._texts))
        self._marks, self._rules, self._texts, self._set = before
        return made

    def press(self, stamp: Stamp) -> None:
        """Draw a stamp of this pen on this page, where it was drawn."""
        self._marks.append(stamp.marks)
        for thickness, path in stamp.rules.items():
            self._path(thickness).extend(path)
        self._texts.append(stamp.texts)
        self._set = ""

    def rule(self, x1: float, y1: float, x2: float, y2: float, thickness: float = 0.5) -> None:
        """Draw a straight black line."""
        height = self.height
        self._path(thickness).append(f"{x1:.2f} {height - y1:.2f} m {x2:.2f} {height - y2:.2f} l")

    def frame(self, x: float, top: float, width: float, height: float, thickness: float) -> None:
        """Draw the outline of a box."""
        below = self.height - top - height
        self._path(thickness).append(f"{x:.2f} {below:.2f} {width:.2f} {height:.2f} re")

    def _path(self, thickness: float) -> list[str]:
        path = self._rules.get(thickness)
        if path is None:
            path = self._rules[thickness] = []
        return path

    def fill(self, x: float, top: float, width: float, height: float, grey: float = 0.0) -> None:
        """Fill a box; grey 0 is black, 1 white."""
        below = self.height - top - height
        self._marks.append(f"{grey:g} g {x:.3f} {below:.3f} {width:.3f} {height:.3f} re f 0 g")

    def curve(self, points: Sequence[tuple[float, float]], thickness: float) -> None:
        """Draw a stroke of a pen through the points; a single point is a dot."""
        (x, y), rest = points[0], points[1:] or points
        path = " ".join(f"{across:.2f} {self.height - down:.2f} l" for across, down in rest)
        self._marks.append(f"q 1 J 1 j {thickness:g} w {x:.2f} {self.height - y:.2f} m {path} S Q")

    def polygon(self, points: Sequence[tuple[float, float]], grey: float) -> None:
        """Fill a polygon; grey 0 is black, 1 white."""
        path = " l ".join(f"{x:.2f} {self.height - y:.2f}" for x, y in points).replace(" l ", " m ", 1)
        self._marks.append(f"{grey:g} g {path} l h f 0 g")

    def picture(self, image: Bitmap, x: float, top: float, width: float, height: float) -> None:
        """Draw an image into a box; the caller keeps its proportions."""
        number = self._file.image(image)
        self._images.add(number)
        below = self.height - top - height
        self._marks.append(f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {below:.2f} cm /I{number} Do Q")

    def bookmark(self, title: str, top: float = 0.0, level: int = 0) -> None:
        """Let the outline lead to a place of this page; level 1 stands under the level 0 before it, and so on."""
        self._bookmarks.append(Bookmark(title, len(self._pages), self.height - top, level))

    def next_page(self) -> None:
        """End the page."""
        parts = [*self._marks]
        parts += (f"{thickness:g} w {' '.join(path)} S" for thickness, path in self._rules.items())
        parts += ("BT", *self._texts, "ET")
        content = self._file.stream("", "\n".join(parts).encode("ascii"))
        self._pages.append(
            self._file.add(
                f"<< /Type /Page /Parent {self._tree} 0 R /Resources {self._resources} 0 R /Contents {content} 0 R >>"
            )
        )
        self._marks.clear()
        self._rules.clear()
        self._texts.clear()
        self._set = ""

    def finish(self) -> bytes:
        """The whole document; every page must have been ended."""
        file = self._file
        fonts = " ".join(f"/{font.resource} {font.write(file)} 0 R" for font in self._fonts.values())
        images = " ".join(f"/I{number} {number} 0 R" for number in sorted(self._images))
        file.add(f"<< /Font << {fonts} >> /XObject << {images} >> >>", self._resources)
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        paper = f"/MediaBox [0 0 {self.width:.4f} {self.height:.4f}]"
        file.add(f"<< /Type /Pages /Count {len(self._pages)} {paper} /Kids [{kids}] >>", self._tree)
        catalog = f"/Pages {self._tree} 0 R /ViewerPreferences << /DisplayDocTitle true >>"
        if self._bookmarks:
            catalog += f" /Outlines {file.outline(self._bookmarks, self._pages)} 0 R /PageMode /UseOutlines"
        return file.finish(catalog, self._properties)


def _length(line: Line, style: Style) -> float:
    """Visible width of a line in points; the blank half of a mark at its end does not count where it is centred."""
    spaced = style.spacing * (len(line.text) - 1) if style.spacing else 0.0
    return (line.width - overhang(line)) * style.size / 1000 + spaced
