"""Where everything in a chart stands. The same arithmetic for every medium; texts are measured by whoever draws."""

from collections.abc import Iterator
from typing import Final

from inspector.reports.figures.charts import (
    Area,
    Category,
    Chart,
    Dot,
    Drawing,
    Fill,
    Kind,
    Look,
    Mark,
    Measure,
    Outline,
    Series,
    Shape,
    Stroke,
    Value,
    Words,
    fitted,
    hatching,
    ticks,
)

SMALL: Final = 11.0
LABEL: Final = 12.0
TITLE: Final = 14.0
PLAIN_HEIGHT: Final = 226.0
"""Height of a chart with an axis."""
ROW: Final = 28.0
BAR: Final = 18.0
LEGEND: Final = 22.0
HEADING: Final = 28.0
WIDEST: Final = 30.0
"""Width of an upright bar at most."""
ABOVE: Final = 17.0
"""Room over the axis for the text of the highest bar."""
BELOW: Final = 22.0
PAD: Final = 8.0
SWATCH: Final = 12.0
LABELS: Final = 0.36
"""Share of the width that the labels of lying bars may take."""
DOT: Final = 3.5


def height_of(chart: Chart, width: float, measure: Measure, *, titled: bool = False) -> float:
    """The height a chart wants at a width."""
    above = HEADING if titled else 0.0
    if chart.kind is not Kind.PARTS or chart.is_empty:
        return PLAIN_HEIGHT + above
    return above + _legend_height(chart, width, measure) + ROW * len(chart.categories) + PAD


def drawn(chart: Chart, width: float, height: float, measure: Measure, *, titled: bool = False) -> Drawing:
    """The chart as shapes; with its title over it where nothing else says what it is."""
    return _Layout(chart, width, height, measure).drawing(titled=titled)


def _legend_height(chart: Chart, width: float, measure: Measure) -> float:
    return LEGEND * len(_legend(chart, width, measure))


def _legend(chart: Chart, width: float, measure: Measure) -> list[list[tuple[float, str, Series | None]]]:
    """Rows of (x, words, series; None for the target); none where one series explains itself."""
    parts: list[tuple[str, Series | None]] = [(one.name, one) for one in chart.series if len(chart.series) > 1]
    parts += [(chart.target_words, None)] if chart.target is not None else []
    rows: list[list[tuple[float, str, Series | None]]] = []
    x = width
    for words, series in parts:
        needed = SWATCH + 6 + measure(words, LABEL) + 18
        if not rows or x + needed - 18 > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, words, series))
        x += needed
    return rows


class _Layout:
    """Makes the drawing of one chart."""

    def __init__(self, chart: Chart, width: float, height: float, measure: Measure) -> None:
        self._chart = chart
        self._width, self._height = width, height
        self._measure = measure
        self._shapes: list[Shape] = []
        self._marks: list[Mark] = []

    def drawing(self, *, titled: bool) -> Drawing:
        """Everything."""
        chart, top = self._chart, 0.0
        if titled:
            title = fitted(chart.title, self._width, TITLE, self._measure, bold=True)
            self._shapes.append(Words(title, 0, 10, TITLE, "text-1", bold=True))
            top = HEADING
        if chart.is_empty:
            self._shapes.append(
                Words(chart.empty, self._width / 2, (top + self._height) / 2, LABEL, "text-2", share=0.5)
            )
            return self._done()
        top = self._draw_legend(top)
        if chart.kind is Kind.PARTS:
            self._draw_parts(top)
        else:
            self._draw_plot(top)
        return self._done()

    def _done(self) -> Drawing:
        return Drawing(self._width, self._height, tuple(self._shapes), tuple(self._marks))

    def _draw_legend(self, top: float) -> float:
        for row in _legend(self._chart, self._width, self._measure):
            for x, words, series in row:
                if series is None:
                    self._shapes.append(Stroke(((x, top + 9), (x + SWATCH, top + 9)), "text-1", 1.5, dashed=True))
                elif self._chart.kind is Kind.LINES:
                    self._shapes.append(Stroke(((x, top + 9), (x + SWATCH, top + 9)), series.edge, 2))
                else:
                    self._bar(Area(x, top + 3, SWATCH, SWATCH), series)
                shown = fitted(words, self._width - x - SWATCH - 6, LABEL, self._measure)
                self._shapes.append(Words(shown, x + SWATCH + 6, top + 9, LABEL, "text-2"))
            top += LEGEND
        return top

    def _bar(self, area: Area, series: Series) -> None:
        """A bar in the look of its series."""
        if area.width <= 0 or area.height <= 0:
            return
        self._shapes.append(Fill(area, series.fill))
        if series.look is Look.HATCHED:
            self._shapes.extend(Stroke(line, series.edge) for line in hatching(area))
        if series.look is not Look.SOLID:
            self._shapes.append(Outline(area, series.edge))

    # lying bars -----------------------------------------------------------------------------------------------------

    def _draw_parts(self, top: float) -> None:
        chart, measure = self._chart, self._measure
        labels = max(measure(one.label, LABEL) for one in chart.categories)
        labels = min(labels, self._width * LABELS)
        notes = max(measure(one.note, SMALL) for one in chart.categories)
        left = labels + PAD
        room = max(1.0, self._width - left - notes - PAD)
        most = max(sum(value.amount or 0 for value in one.values) for one in chart.categories) or 1.0
        for number, one in enumerate(chart.categories):
            centre = top + ROW * number + ROW / 2
            shown = fitted(one.label, labels, LABEL, measure)
            self._shapes.append(Words(shown, labels, centre, LABEL, "text-1", share=1.0))
            end = self._draw_row(number, one, Area(left, centre - BAR / 2, room, BAR), room / most)
            self._shapes.append(Words(one.note, end + PAD, centre, SMALL, "text-2"))
        low = top + ROW * len(chart.categories)
        self._shapes.append(Fill(Area(left - 1, top + 2, 1, low - top - 4), "edge"))

    def _draw_row(self, number: int, one: Category, row: Area, scale: float) -> float:
        x = row.x
        for place, (value, series) in enumerate(zip(one.values, self._chart.series, strict=True)):
            width = (value.amount or 0.0) * scale
            bar = Area(x, row.top, width, row.height)
            self._bar(bar, series)
            self._draw_inside(bar, value, series)
            if value.amount:
                area = Area(x, row.top - (ROW - BAR) / 2, width, ROW)
                self._marks.append(Mark(number, place, area, bar, value))
            x += width
        return x

    def _draw_inside(self, bar: Area, value: Value, series: Series) -> None:
        width = self._measure(value.text, SMALL, bold=True)
        if not value.amount or width + 6 > bar.width:
            return
        centre = bar.x + bar.width / 2
        if series.look is Look.HATCHED:
            self._shapes.append(Fill(Area(centre - width / 2 - 2, bar.top + 2, width + 4, bar.height - 4), series.fill))
        self._shapes.append(Words(value.text, centre, bar.top + BAR / 2, SMALL, series.ink, bold=True, share=0.5))

    # upright bars and lines -----------------------------------------------------------------------------------------

    def _draw_plot(self, top: float) -> None:
        chart, measure = self._chart, self._measure
        steps = ticks(chart.top if chart.top is not None else chart.highest)
        words = [f"{step:,}{chart.unit}" for step in steps]
        left = max(measure(text, SMALL) for text in words) + PAD
        plot = Area(left, top + ABOVE, self._width - left - 2, self._height - top - ABOVE - BELOW)
        for step, text in zip(steps, words, strict=True):
            y = round(plot.bottom - plot.height * step / steps[-1])
            self._shapes.append(Fill(Area(plot.x, y, plot.width, 1), "line2" if step else "edge"))
            self._shapes.append(Words(text, left - PAD, y, SMALL, "text-3", share=1.0))
        if chart.target is not None:
            level = plot.bottom - plot.height * chart.target / steps[-1]
            self._shapes.append(Stroke(((plot.x, level), (plot.right, level)), "text-1", 1.5, dashed=True))
        if chart.kind is Kind.LINES:
            self._draw_lines(plot, steps[-1])
        else:
            self._draw_columns(plot, steps[-1])
        self._draw_labels(plot)

    def _bands(self, plot: Area) -> Iterator[tuple[int, Category, float, float]]:
        width = plot.width / len(self._chart.categories)
        for number, one in enumerate(self._chart.categories):
            yield number, one, plot.x + number * width, width

    def _fits(self, room: float) -> bool:
        """Whether the texts of all values fit into a width: all of them stand there or none."""
        texts = [value.text for one in self._chart.categories for value in one.values]
        return max(self._measure(text, SMALL, bold=True) for text in texts) <= room

    def _draw_columns(self, plot: Area, most: float) -> None:
        count = len(self._chart.series)
        width = min(WIDEST, plot.width / len(self._chart.categories) * 0.8 / count)
        room = plot.width / len(self._chart.categories) / count if count == 1 else width + 1
        texts = self._fits(room)
        for number, one, x, band in self._bands(plot):
            start = x + band / 2 - width * count / 2
            for place, (value, series) in enumerate(zip(one.values, self._chart.series, strict=True)):
                height = plot.height * (value.amount or 0.0) / most
                left = start + width * place
                bar = Area(left + 0.5, plot.bottom - height, width - 1, height)
                self._bar(bar, series)
                if texts and value.amount:
                    self._value(value, left + width / 2, bar.top - 9)
                area = Area(left, plot.top - ABOVE, width, plot.height + ABOVE)
                self._marks.append(Mark(number, place, area, bar, value))

    def _value(self, value: Value, x: float, centre: float) -> None:
        self._shapes.append(Words(value.text, x, centre, SMALL, "text-1", bold=True, share=0.5))

    def _draw_lines(self, plot: Area, most: float) -> None:
        texts = self._fits(plot.width / len(self._chart.categories) - 2)
        for place, series in enumerate(self._chart.series):
            points: list[list[tuple[float, float]]] = [[]]
            for number, one, x, band in self._bands(plot):
                value, middle = one.values[place], x + band / 2
                y = plot.bottom - plot.height * (value.amount or 0.0) / most
                bar = Area(middle - DOT, y - DOT, 2 * DOT, 2 * DOT)
                area = Area(x, plot.top - ABOVE, band, plot.height + ABOVE)
                self._marks.append(Mark(number, place, area, bar, value))
                if value.amount is None:
                    points.append([])
                else:
                    points[-1].append((middle, y))
            for part in points:
                self._line(part, series)
        if texts:
            self._draw_texts()
        self._marks.sort(key=lambda mark: (mark.category, mark.series))

    def _draw_texts(self) -> None:
        """The values over their points, on a plate: lines run behind them."""
        for bar, value in ((mark.bar, mark.value) for mark in self._marks if mark.value.amount is not None):
            x, centre, width = bar.x + DOT, bar.top - 8, self._measure(value.text, SMALL, bold=True)
            self._shapes.append(Fill(Area(x - width / 2 - 1, centre - 6, width + 2, 12), "surface"))
            self._value(value, x, centre)

    def _line(self, points: list[tuple[float, float]], series: Series) -> None:
        if len(points) > 1:
            self._shapes.append(Stroke(tuple(points), series.edge, 2))
        self._shapes.extend(Dot(x, y, DOT, series.edge) for x, y in points)

    def _draw_labels(self, plot: Area) -> None:
        """The labels under the axis: every one, or every second, third …, so that the last one is there."""
        categories = self._chart.categories
        band = plot.width / len(categories)
        widest = max(self._measure(one.label, SMALL) for one in categories)
        every = 1
        while every < len(categories) and widest + 6 > band * every and band * every < LABEL * 8:
            every += 1
        for number, one, x, width in self._bands(plot):
            if (len(categories) - 1 - number) % every == 0:
                shown = fitted(one.label, max(width * every - 4, 1), SMALL, self._measure)
                centre = min(max(x + width / 2, self._half(shown)), self._width - self._half(shown))
                self._shapes.append(Words(shown, centre, plot.bottom + 12, SMALL, "text-2", share=0.5))

    def _half(self, text: str) -> float:
        return self._measure(text, SMALL) / 2
