"""Charts: geometry, axis, patterns, long words, and the files made of them."""

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.reports.figures.chart_files import chart_pdf, chart_svg, paper_measure
from inspector.reports.figures.chart_layout import drawn, height_of
from inspector.reports.figures.charts import (
    LINES,
    Area,
    Chart,
    Drawing,
    Fill,
    Kind,
    Measure,
    Outline,
    Stroke,
    Words,
    fitted,
    hatching,
    ticks,
)
from tests.golden.charts import CHARTS, DAY, EMPTY, HOSTILE, REMARK
from tests.unit.reports.pdf_reading import all_text, in_order, used_fonts

WIDTHS = (320.0, 616.0, 1244.0)


@pytest.fixture(scope="module")
def measure() -> Measure:
    return paper_measure()


def made(chart: Chart, width: float, measure: Measure, *, titled: bool = False) -> Drawing:
    return drawn(chart, width, height_of(chart, width, measure, titled=titled), measure, titled=titled)


def place(words: Words, measure: Measure) -> Area:
    width = measure(words.text, words.size, bold=words.bold)
    return Area(words.x - width * words.share, words.centre - words.size / 2, width, words.size)


def overlap(one: Area, other: Area) -> bool:
    return (
        min(one.right, other.right) - max(one.x, other.x) > 0.5
        and min(one.bottom, other.bottom) - max(one.top, other.top) > 0.5
    )


@given(st.floats(min_value=0, max_value=1e9, allow_nan=False), st.integers(min_value=2, max_value=10))
def test_ticks_are_round_whole_even_and_reach_just_far_enough(most: float, lines: int) -> None:
    found = ticks(most, lines)
    steps = {after - before for before, after in pairwise(found)}
    assert found[0] == 0
    assert found[-1] >= most
    assert 2 <= len(found) <= lines + 1
    assert len(steps) == 1
    assert str(steps.pop()).rstrip("0") in ("1", "2", "5")
    assert len(found) == 2 or found[-2] < most


def test_the_axis_of_per_cent_ends_at_a_hundred() -> None:
    assert ticks(100, LINES) == (0, 20, 40, 60, 80, 100)


@given(
    st.floats(min_value=0, max_value=500),
    st.floats(min_value=0.1, max_value=500),
    st.floats(min_value=0.1, max_value=300),
)
def test_hatching_stays_in_its_box_and_slants_up(x: float, width: float, height: float) -> None:
    area = Area(x, 10, width, height)
    for (left, low), (right, high) in hatching(area):
        assert area.x - 1e-6 <= left < right <= area.right + 1e-6
        assert area.top - 1e-6 <= high < low <= area.bottom + 1e-6
        assert abs((right - left) - (low - high)) < 1e-6


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [name for name, chart in CHARTS.items() if chart.kind is Kind.COLUMNS])
def test_columns_are_as_high_as_their_amounts_and_stand_apart(name: str, width: float, measure: Measure) -> None:
    drawing = made(CHARTS[name], width, measure)
    scale = {round(mark.bar.height / mark.value.amount, 6) for mark in drawing.marks if mark.value.amount}
    assert len(scale) == 1
    assert len({round(mark.bar.bottom, 6) for mark in drawing.marks}) == 1
    bars = [mark.bar for mark in drawing.marks]
    assert not any(overlap(one, other) for number, one in enumerate(bars) for other in bars[number + 1 :])


@pytest.mark.parametrize("width", WIDTHS)
def test_parts_are_as_long_as_their_amounts_one_behind_the_other(width: float, measure: Measure) -> None:
    chart = CHARTS["parts"]
    drawing = made(chart, width, measure)
    scale = {round(mark.bar.width / (mark.value.amount or 1), 4) for mark in drawing.marks}
    assert len(scale) == 1
    for number, one in enumerate(chart.categories):
        bars = [mark.bar for mark in drawing.marks if mark.category == number]
        assert len(bars) == sum(1 for value in one.values if value.amount)
        assert all(abs(before.right - after.x) < 1e-6 for before, after in pairwise(bars))


def test_points_stand_at_their_heights_and_the_line_breaks_where_there_is_no_amount(measure: Measure) -> None:
    chart = CHARTS["lines"]
    drawing = made(chart, 616, measure)
    marks = [(mark.value.amount, mark.bar) for mark in drawing.marks]
    middle = {amount: bar.top + bar.height / 2 for amount, bar in marks if amount is not None}
    highest, lowest = max(middle), min(middle)
    half = middle[highest] + (middle[lowest] - middle[highest]) * (highest - 50) / (highest - lowest)
    assert middle[50.0] == pytest.approx(half)
    lines = [shape for shape in drawing.shapes if isinstance(shape, Stroke) and not shape.dashed]
    assert [len(line.points) for line in lines] == [2, 3]
    target = next(
        shape
        for shape in drawing.shapes
        if isinstance(shape, Stroke) and len(shape.points) == 2 and shape.dashed and shape.points[0][0] > 20
    )
    assert middle[100.0] < target.points[0][1] < middle[50.0]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", CHARTS)
def test_everything_stands_within_the_chart_and_no_words_cross_others(
    name: str, width: float, measure: Measure
) -> None:
    drawing = made(CHARTS[name], width, measure, titled=True)
    words = [place(shape, measure) for shape in drawing.shapes if isinstance(shape, Words) and shape.text]
    for area in words:
        assert area.x >= -1
        assert area.right <= drawing.width + 1
        assert area.top >= -1
        assert area.bottom <= drawing.height + 1
    assert not any(overlap(one, other) for number, one in enumerate(words) for other in words[number + 1 :])
    for shape in drawing.shapes:
        if isinstance(shape, Fill | Outline):
            assert shape.area.x >= -1
            assert shape.area.right <= drawing.width + 1
    assert all(mark.value.words for mark in drawing.marks)


@pytest.mark.parametrize("name", CHARTS)
def test_places_to_point_at_do_not_overlap(name: str, measure: Measure) -> None:
    areas = [mark.area for mark in made(CHARTS[name], 616, measure).marks]
    assert areas
    assert not any(overlap(one, other) for number, one in enumerate(areas) for other in areas[number + 1 :])


def test_series_differ_by_pattern_and_not_by_colour_alone() -> None:
    for chart in CHARTS.values():
        assert len({series.look for series in chart.series}) == len(chart.series)


def test_an_empty_chart_says_so_and_has_nothing_to_open(measure: Measure) -> None:
    drawing = made(EMPTY, 616, measure)
    assert drawing.marks == ()
    assert [shape.text for shape in drawing.shapes if isinstance(shape, Words)] == [EMPTY.empty]


@given(st.text(min_size=1, max_size=60), st.floats(min_value=1, max_value=200))
def test_a_shortened_text_fits_and_begins_like_the_whole(text: str, width: float) -> None:
    def count(text: str, size: float, *, bold: bool = False) -> float:
        return len(text) * (size + bold)

    shown = fitted(text, width, 12, count)
    assert count(shown, 12) <= width or len(text) == 0
    assert shown == text or text.startswith(shown.removesuffix("…").rstrip())


@pytest.mark.parametrize("chart", [*CHARTS.values(), HOSTILE, EMPTY], ids=lambda chart: chart.key)
def test_svg_is_xml_with_every_word_as_it_was_written(chart: Chart) -> None:
    root = ET.fromstring(chart_svg(chart, REMARK))  # noqa: S314 - our own output
    space = "{http://www.w3.org/2000/svg}"
    told = {element.text for element in root.iter(f"{space}title")}
    shown = [element.text for element in root.iter(f"{space}text")]
    assert REMARK in shown
    assert chart.title in told
    values = [value.words for one in chart.categories for value in one.values if value.amount]
    assert {words for words in values if words.isprintable()} <= told
    assert not root.findall(f".//{space}script")


def test_svg_carries_no_character_that_xml_forbids_and_no_markup_of_a_name() -> None:
    data = chart_svg(HOSTILE)
    assert b"\x0b" not in data
    assert b"<b>" not in data
    assert "&lt;b&gt;" in data.decode()


@pytest.mark.parametrize("name", CHARTS)
def test_pdf_has_title_legend_labels_and_values_as_text(name: str) -> None:
    chart = CHARTS[name]
    pdf = chart_pdf(chart, DAY, REMARK)
    text = all_text(pdf)
    assert in_order(text, chart.title)
    assert in_order(text, REMARK)
    for one in chart.categories:
        assert in_order(text, one.label[:6])
    assert all(font.embedded for font in used_fonts(pdf))
    assert chart_pdf(chart, DAY, REMARK) == pdf
    assert chart_pdf(chart, date(2020, 1, 1), REMARK) != pdf
