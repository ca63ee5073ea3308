import math

from hypothesis import given
from hypothesis import strategies as st

from inspector.ui.visit.strokes import RATIO, contained, covering, finished, frame_for, smooth, thin

sizes = st.floats(min_value=90, max_value=2000)


@given(sizes, sizes, st.floats(0, 1), st.floats(0, 1))
def test_whatever_is_drawn_on_a_pad_lies_in_the_unit_square_undistorted(
    width: float, height: float, across: float, down: float
) -> None:
    frame = covering(width, height)
    point = (across * width, down * height)
    unit = frame.to_unit(point)
    assert 0 <= unit[0] <= 1
    assert 0 <= unit[1] <= 1
    assert math.dist(frame.to_pad(unit), point) <= frame.width * 1e-5
    assert math.isclose(frame.width / frame.height, RATIO)


@given(sizes, sizes)
def test_a_signature_made_on_another_pad_is_shown_whole(width: float, height: float) -> None:
    corners = (((0.0, 0.0), (1.0, 1.0)),)
    frame = frame_for(corners, width, height)
    for point in corners[0]:
        x, y = frame.to_pad(point)
        assert -1 <= x <= width + 1
        assert -1 <= y <= height + 1


def test_a_signature_keeps_its_size_where_it_was_drawn() -> None:
    small = (((0.4, 0.45), (0.6, 0.55)),)
    assert frame_for(small, 430, 100) == covering(430, 100)
    assert covering(430, 100) != contained(430, 100)


def test_corners_are_rounded_and_ends_stay() -> None:
    line = [(0.0, 0.0), (50.0, 0.0), (50.0, 50.0)]
    rounded = smooth(line)
    assert rounded[0] == line[0]
    assert rounded[-1] == line[-1]
    assert (50.0, 0.0) not in rounded


def test_points_on_a_straight_line_are_thinned_out() -> None:
    straight = [(float(x), 10.0) for x in range(100)]
    assert thin(straight) == [straight[0], straight[-1]]


def test_a_tap_becomes_a_dot_that_can_be_drawn() -> None:
    stroke = finished([(100.0, 40.0)], covering(300, 100))
    assert len(stroke) == 2
