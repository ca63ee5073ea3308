"""Marks over a photo: as data, and burnt into the picture where the data says."""

import io
import json
import math
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from inspector.photos import annotation as shapes
from inspector.photos.annotation import Annotation, Mark, MarkColour, MarkKind, from_json, mark, to_json
from inspector.photos.intake import Intake, intake
from inspector.photos.stamp import PhotoStamp
from inspector.problems import Problem

STAMP = PhotoStamp("嘉陵江化工股份有限公司", "高压配电室", "王工", datetime(2026, 6, 11, 10, 22, tzinfo=UTC))
GREY = (110, 110, 110)
COLOUR = {MarkColour.RED: (225, 24, 32), MarkColour.YELLOW: (255, 212, 0), MarkColour.WHITE: (255, 255, 255)}

unit = st.floats(0, 1)
points = st.tuples(unit, unit)
letters = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=60).filter(str.strip)
marks = st.one_of(
    st.builds(mark, st.sampled_from([MarkKind.ARROW, MarkKind.ELLIPSE]), st.sampled_from(MarkColour), points, points),
    st.builds(
        lambda colour, at, text: mark(MarkKind.TEXT, colour, at, text=text),
        st.sampled_from(MarkColour),
        points,
        letters,
    ),
)
layers = st.lists(marks, max_size=8).map(lambda found: Annotation(tuple(found)))


def photo(size: tuple[int, int] = (1600, 1200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, GREY).save(out, "PNG")
    return out.getvalue()


def with_marks(*found: Mark, size: tuple[int, int] = (1600, 1200)) -> Intake:
    return intake(photo(size), STAMP, annotation=Annotation(found))


def shown(taken: Intake) -> Image.Image:
    assert taken.marked_display is not None
    return Image.open(io.BytesIO(taken.marked_display.data)).convert("RGB")


def near(image: Image.Image, x: float, y: float, colour: tuple[int, int, int]) -> bool:
    pixel = image.getpixel((round(x * (image.width - 1)), round(y * (image.height - 1))))
    assert isinstance(pixel, tuple)
    return sum(abs(a - b) for a, b in zip(pixel, colour, strict=True)) < 90


@given(layers)
def test_what_is_stored_comes_back(layer: Annotation) -> None:
    assert from_json(json.loads(json.dumps(to_json(layer)))) == layer


ARROW = {"kind": "arrow", "colour": "red", "points": [[0, 0], [1, 1]]}
TEXT = {"kind": "text", "colour": "red", "points": [[0, 0]], "text": "82 ℃"}


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        (None, "annotation_unreadable"),
        ([], "annotation_unreadable"),
        ({"version": 1}, "annotation_unreadable"),
        ({"version": 2, "marks": []}, "annotation_newer"),
        ({"version": "1", "marks": []}, "annotation_unreadable"),
        ({"version": 1, "marks": [ARROW] * 101}, "annotation_unreadable"),
    ],
)
def test_what_is_no_layer_is_refused(stored: object, code: str) -> None:
    with pytest.raises(Problem) as caught:
        from_json(stored)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "stored",
    [
        7,
        {},
        {**ARROW, "kind": "star"},
        {**ARROW, "colour": "blue"},
        {**ARROW, "points": [[0, 0]]},
        {**ARROW, "points": [[0, 0], [1, 2]]},
        {**ARROW, "points": [[0, 0], [1, math.nan]]},
        {**ARROW, "points": [[0, 0], [1, True]]},
        {**ARROW, "points": [[0, 0], "ab"]},
        {**ARROW, "points": [[0, 0], [1, 1, 1]]},
        {**TEXT, "text": " "},
        {**TEXT, "text": "a\n"},
        {**TEXT, "text": "\ud800"},
        {**TEXT, "text": "x" * 61},
        {**TEXT, "points": [[0, 0], [1, 1]]},
    ],
)
def test_what_is_no_mark_is_refused_by_its_number(stored: object) -> None:
    with pytest.raises(Problem) as caught:
        from_json({"version": 1, "marks": [ARROW, TEXT, stored]})
    assert caught.value.code == "annotation_unreadable"
    assert caught.value.params["reason"] == "marks[2]"


@pytest.mark.parametrize("colour", list(MarkColour))
def test_an_arrow_lies_between_its_points(colour: MarkColour) -> None:
    image = shown(with_marks(mark(MarkKind.ARROW, colour, (0.2, 0.3), (0.7, 0.3))))
    assert near(image, 0.4, 0.3, COLOUR[colour])
    assert near(image, 0.695, 0.3, COLOUR[colour])
    for x, y in ((0.15, 0.3), (0.75, 0.3), (0.4, 0.35), (0.4, 0.25)):
        assert near(image, x, y, GREY)


def test_an_ellipse_touches_its_box_and_is_hollow() -> None:
    image = shown(with_marks(mark(MarkKind.ELLIPSE, MarkColour.YELLOW, (0.8, 0.6), (0.4, 0.2))))
    for x, y in ((0.4, 0.4), (0.8, 0.4), (0.6, 0.2), (0.6, 0.6)):
        assert near(image, x, y, COLOUR[MarkColour.YELLOW])
    for x, y in ((0.6, 0.4), (0.42, 0.22), (0.35, 0.4)):
        assert near(image, x, y, GREY)


def test_a_text_begins_at_its_point() -> None:
    image = shown(with_marks(mark(MarkKind.TEXT, MarkColour.WHITE, (0.4, 0.3), text="接头过热")))
    em = shapes.letter_size(1600, 1200)
    left, top = round(0.4 * 1600), round(0.3 * 1200)
    inked = [
        (x, y)
        for x in range(left - 200, left + 500)
        for y in range(top - 100, top + 200)
        if image.getpixel((x, y)) == (255, 255, 255)
    ]
    xs, ys = [x for x, _y in inked], [y for _x, y in inked]
    assert left <= min(xs) < left + em / 4
    assert left + 3.5 * em < max(xs) < left + 4.3 * em
    assert top <= min(ys) < top + em / 3
    assert max(ys) < top + 1.2 * em


def test_every_colour_has_a_rim_that_shows_on_its_own_ground() -> None:
    for colour, ink in COLOUR.items():
        out = io.BytesIO()
        Image.new("RGB", (800, 600), ink).save(out, "PNG")
        layer = Annotation((mark(MarkKind.ARROW, colour, (0.2, 0.3), (0.7, 0.3)),))
        image = shown(intake(out.getvalue(), STAMP, annotation=layer))
        assert any(not near(image, 0.4, y / 600, ink) for y in range(150, 210))


def test_the_stamp_stays_on_top_and_the_plain_pictures_stay_the_same() -> None:
    plain = intake(photo(), STAMP)
    taken = with_marks(mark(MarkKind.ARROW, MarkColour.RED, (0.0, 0.95), (0.4, 0.95)))
    assert (taken.display, taken.thumbnail) == (plain.display, plain.thumbnail)
    image = shown(taken)
    assert near(image, 0.397, 0.95, COLOUR[MarkColour.RED]) or near(image, 0.38, 0.95, COLOUR[MarkColour.RED])
    panel = [image.getpixel((x, 1140)) for x in range(40, 160)]
    assert not any(isinstance(pixel, tuple) and pixel[0] > 200 and pixel[1] < 60 for pixel in panel)


def test_the_thumbnail_shows_the_marks() -> None:
    taken = with_marks(mark(MarkKind.ELLIPSE, MarkColour.RED, (0.3, 0.3), (0.7, 0.7)))
    assert taken.marked_thumbnail is not None
    small = Image.open(io.BytesIO(taken.marked_thumbnail.data)).convert("RGB")
    assert small.size == (320, 240)
    pixel = small.getpixel((96, 120))
    assert isinstance(pixel, tuple)
    assert pixel[0] > pixel[1] + 60


@settings(max_examples=20)
@given(layers)
def test_any_layer_can_be_drawn_on_small_and_large_pictures(layer: Annotation) -> None:
    for size in ((3, 700), (90, 60)):
        taken = intake(photo(size), STAMP, annotation=layer)
        assert (taken.marked_display is not None) == bool(layer.marks)


@given(marks, st.floats(-2, 2), st.floats(-2, 2))
def test_moving_keeps_a_mark_whole_and_inside(one: Mark, right: float, down: float) -> None:
    moved = one.moved(right, down)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in moved.points)
    if len(one.points) == 2:
        before = one.points[1][0] - one.points[0][0]
        assert math.isclose(moved.points[1][0] - moved.points[0][0], before, abs_tol=2e-4)
