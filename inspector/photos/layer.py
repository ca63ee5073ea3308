"""Burns the marks of an annotation into a picture: each mark drawn large in a mask of its own, reduced, then painted.

Any thread. A mask covers the mark's own box only, so that memory stays far below that of the picture.
"""

import math
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw

from inspector.photos import annotation as shapes
from inspector.photos.annotation import RGB, RIM, Annotation, Mark, MarkKind, Point
from inspector.photos.stamp import drawable, open_font

FONT = "NotoSansSC-Bold.ttf"
_FINE = 2
"""How much finer than the picture masks are drawn, for smooth edges."""
_Box = tuple[int, int, int, int]
_Shape = Callable[[ImageDraw.ImageDraw, float], None]
"""Draws a mark into its mask, wider by so many pixels of the picture on each side."""


def draw(image: Image.Image, annotation: Annotation) -> None:
    """Paint all marks onto the RGB picture. Problem("font_missing") without the font."""
    for one in annotation.marks:
        match one.kind:
            case MarkKind.ARROW:
                _arrow(image, one)
            case MarkKind.ELLIPSE:
                _ellipse(image, one)
            case MarkKind.TEXT:
                _text(image, one)


def _pixels(image: Image.Image, one: Mark) -> tuple[Point, ...]:
    return tuple((x * image.width, y * image.height) for x, y in one.points)


def _arrow(image: Image.Image, one: Mark) -> None:
    start, end = _pixels(image, one)
    width, edge = shapes.stroke(*image.size), shapes.rim(*image.size)
    outline = shapes.arrow(start, end, width)
    box = _grown(image, outline, edge)

    def shape(draw: ImageDraw.ImageDraw, wider: float) -> None:
        corners = _placed(outline, box)
        draw.polygon(corners, fill=255)
        if wider:
            draw.line([*corners, corners[0], corners[1]], fill=255, width=_whole(2 * wider), joint="curve")

    _paint(image, one, box, shape)


def _ellipse(image: Image.Image, one: Mark) -> None:
    points = _pixels(image, one)
    width, edge = shapes.stroke(*image.size), shapes.rim(*image.size)
    box = _grown(image, points, width / 2 + edge)
    left, top, right, bottom = shapes.box_of(points)

    def shape(draw: ImageDraw.ImageDraw, wider: float) -> None:
        half = width / 2 + wider
        (x0, y0), (x1, y1) = _placed([(left - half, top - half), (right + half, bottom + half)], box)
        draw.ellipse((x0, y0, x1, y1), outline=255, width=_whole(2 * half))

    _paint(image, one, box, shape)


def _text(image: Image.Image, one: Mark) -> None:
    ((x, y),) = _pixels(image, one)
    size, edge = shapes.letter_size(*image.size), shapes.rim(*image.size)
    font = open_font(round(size * _FINE), FONT)
    words = drawable(one.text, font)
    room = (x, y), (x + font.getlength(words) / _FINE, y + size * 1.3)
    box = _grown(image, room, edge + size * 0.2)

    def shape(draw: ImageDraw.ImageDraw, wider: float) -> None:
        ((left, base),) = _placed([(x, y + size * shapes.ASCENT)], box)
        draw.text((left, base), words, font=font, fill=255, anchor="ls", stroke_width=round(wider * _FINE))

    _paint(image, one, box, shape)


def _whole(pixels: float) -> int:
    """A line width in the mask."""
    return max(1, round(pixels * _FINE))


def _grown(image: Image.Image, points: Sequence[Point], by: float) -> _Box:
    """The box of points, grown, in whole pixels within the picture."""
    left, top, right, bottom = shapes.box_of(tuple(points))
    grown = by + 2
    return (
        max(0, math.floor(left - grown)),
        max(0, math.floor(top - grown)),
        min(image.width, math.ceil(right + grown)),
        min(image.height, math.ceil(bottom + grown)),
    )


def _placed(points: Sequence[Point], box: _Box) -> list[Point]:
    """Points of the picture as points of the mask."""
    return [((x - box[0]) * _FINE, (y - box[1]) * _FINE) for x, y in points]


def _paint(image: Image.Image, one: Mark, box: _Box, shape: _Shape) -> None:
    size = max(1, box[2] - box[0]), max(1, box[3] - box[1])
    edge = shapes.rim(*image.size)
    for wider, colour in ((edge, RIM[one.colour]), (0.0, RGB[one.colour])):
        mask = Image.new("L", (size[0] * _FINE, size[1] * _FINE), 0)
        shape(ImageDraw.Draw(mask), wider)
        image.paste(colour, (box[0], box[1]), mask.resize(size, Image.Resampling.BOX))
