"""Figures as they are shown: key figures and charts, with the ledger behind every bar. Worker thread."""

from dataclasses import replace
from typing import Final

from inspector.i18n import Translator
from inspector.quick_dataclass import dataclass
from inspector.reports.figures.charts import Category, Chart, Kind, Look, Series, Value
from inspector.services.figures.key_figures import (
    Figures,
    KeyFigure,
    Scope,
    days_number,
    figures,
    percent,
    period_of,
    rows_of,
    span_filter,
)
from inspector.services.figures.months import Bucket, buckets, summed
from inspector.services.figures.statistics import StatisticsRow
from inspector.services.ledgers.filters import NO_TEAM
from inspector.services.words import here
from inspector.services.workspace import Workspace

MOST_CUSTOMERS: Final = 15
CHARTS: Final = ("months", "rate", "overdue", "recurrence", "days", "teams", "customers")


@dataclass(frozen=True, slots=True)
class FigurePage:
    """Everything the page of figures shows."""

    figures: Figures
    numbers: tuple[KeyFigure, ...]
    charts: tuple[Chart, ...]

    @property
    def remark(self) -> str:
        """Period and scope, for the foot of an exported chart."""
        return f"{self.figures.days} · {self.figures.scope_text}"


def figure_page(
    workspace: Workspace, period: str, scope: Scope | None = None, translator: Translator | None = None
) -> FigurePage:
    """The figures of a period (`key_figures.period_of`) as key figures and charts. Raises what `key_figures` raises."""
    t = translator or here()
    first, last = period_of(period, workspace.today())
    made = figures(workspace, first, last, scope, t)
    maker = _Charts(made, t)
    return FigurePage(made, maker.numbers(), maker.charts())


class _Charts:
    """Makes what is shown of one set of figures."""

    def __init__(self, made: Figures, t: Translator) -> None:
        self._made, self._t = made, t
        self._scope = made.scope
        self._span = span_filter(made.first, made.last)
        self._buckets = tuple(buckets(made))

    def _rows(self, *filters: str, scope: Scope | None = None) -> str:
        return rows_of(scope or self._scope, *filters)

    # key figures ----------------------------------------------------------------------------------------------------

    def numbers(self) -> tuple[KeyFigure, ...]:
        """The key figures."""
        t, made, total = self._t, self._made, self._made.statistics.total
        share = t("{part} of {whole}")
        return (
            KeyFigure(
                "rate",
                t("Closure rate"),
                percent(total.closure_rate),
                share.format(part=total.closed, whole=total.found),
                t("Of the hazards found in the period, how many are closed today. Voided ones are left out."),
                self._rows(self._span, "counted"),
                total.found,
            ),
            KeyFigure(
                "overdue",
                t("Overdue today"),
                f"{made.overdue:,}",
                t("{count} of them found in the period").format(count=total.overdue),
                t("Hazards that are not closed and past their deadline today, extensions included, whenever found."),
                self._rows("overdue"),
                made.overdue,
                loud=made.overdue > 0,
            ),
            KeyFigure(
                "days",
                t("Median days to close"),
                days_number(total.median_days),
                t("nine of ten within {days} days").format(days=days_number(total.slow_days)) if total.closed else "",
                t("Median of the days from finding to closing, of the hazards found in the period and closed."),
                self._rows(self._span, "status:closed"),
                total.closed,
                unit=t.plural("day", "days", 1 if total.median_days == 1 else 2) if total.closed else "",
            ),
            *self._troubles_again(),
        )

    def _troubles_again(self) -> tuple[KeyFigure, ...]:
        """What came back, and what a reviewer sent back."""
        t, made, total = self._t, self._made, self._made.statistics.total
        share = t("{part} of {whole}")
        returned = made.returned / total.submitted if total.submitted else None
        return (
            KeyFigure(
                "recurrence",
                t("Recurrence rate"),
                percent(total.recurrence_rate),
                share.format(part=total.recurrent, whole=total.found),
                t(
                    "Of the hazards found in the period, how many came back: the same check of the same equipment had"
                    " failed and been closed within the last cycles, or the hazard was reopened."
                ),
                self._rows(self._span, "counted", "recurrent"),
                total.recurrent,
            ),
            KeyFigure(
                "returned",
                t("Sent back in review"),
                percent(returned),
                share.format(part=made.returned, whole=total.submitted),
                t(
                    "Of the hazards found in the period and handed in for review, how many a reviewer sent back at"
                    " least once."
                ),
                self._rows(self._span, "counted", "sent_back"),
                made.returned,
            ),
        )

    # charts ---------------------------------------------------------------------------------------------------------

    def charts(self) -> tuple[Chart, ...]:
        """The charts, without those that the scope leaves a single bar."""
        made = {
            "months": self._months,
            "rate": self._rate,
            "overdue": self._overdue,
            "recurrence": self._recurrence,
            "days": self._days,
            "teams": self._teams,
            "customers": self._customers,
        }
        left_out = {"teams": bool(self._scope.team), "customers": bool(self._scope.customer)}
        charts = (made[key]() for key in CHARTS if not left_out.get(key))
        return tuple(replace(chart, empty=self._t("No hazards under these choices")) for chart in charts)

    def _months(self) -> Chart:
        t = self._t
        found, closed = t("Hazards found"), t("Hazards closed")
        categories = [
            Category(
                one.label,
                (
                    self._value(one.label, found, one.row.found, one.found_filter, "counted"),
                    self._value(one.label, closed, one.row.closed_within, one.closed_filter, "status:closed"),
                ),
            )
            for one in self._buckets
        ]
        return Chart(
            key="months",
            title=t("Hazards found and closed"),
            kind=Kind.COLUMNS,
            series=(Series(found, "primary", Look.LIGHT), Series(closed, "primary", Look.SOLID)),
            categories=tuple(categories),
            told=t("Found in the month, and closed in the month whenever found. Voided hazards are left out."),
        )

    def _value(self, label: str, name: str, count: int, *filters: str) -> Value:
        return Value(count, f"{count:,}", f"{label}: {name} {count:,}", self._rows(*filters), count)

    def _rate(self) -> Chart:
        t = self._t
        categories = [Category(one.label, (self._point(one),)) for one in self._buckets]
        return Chart(
            key="rate",
            title=t("Closure rate by month of finding"),
            kind=Kind.LINES,
            series=(Series(t("Closure rate"), "primary", Look.SOLID),),
            categories=tuple(categories),
            told=t("Of the hazards found in the month, how many are closed today: the latest months are still open."),
            unit="%",
            top=100,
            target=self._made.target,
            target_words=t("Target {share} %").format(share=self._made.target),
        )

    def _point(self, one: Bucket) -> Value:
        row, rate = one.row, one.row.closure_rate
        told = self._t("{closed} of {found} closed").format(closed=row.closed, found=row.found)
        words = f"{one.label}: {percent(rate)}, {told}"
        text = "" if rate is None else f"{100 * rate:.0f}%"
        rows = self._rows(one.found_filter, "counted")
        return Value(None if rate is None else 100 * rate, text, words, rows, row.found)

    def _overdue(self) -> Chart:
        t = self._t
        name = t("Overdue")
        running = f"{self._made.as_of:%Y-%m}"
        categories = [
            Category(
                one.label,
                (
                    self._value(
                        one.label,
                        name,
                        one.late,
                        "overdue" if one.late_month == running else f"late_in:{one.late_month}",
                    ),
                ),
            )
            for one in self._buckets
            if one.late is not None
        ]
        return Chart(
            key="overdue",
            title=t("Overdue at the end of the month"),
            kind=Kind.COLUMNS,
            series=(Series(name, "red", Look.HATCHED),),
            categories=tuple(categories),
            told=t(
                "Hazards past their deadline and not closed when the month ended, whenever found; in the running"
                " month, those of today. Deadlines are those of today, extensions included."
            ),
        )

    def _recurrence(self) -> Chart:
        t = self._t
        name = t("Recurrent")
        categories = [
            Category(
                one.label,
                (
                    self._value(
                        one.label,
                        name,
                        one.row.recurrent,
                        one.found_filter,
                        "counted",
                        "recurrent",
                    ),
                ),
            )
            for one in self._buckets
        ]
        return Chart(
            key="recurrence",
            title=t("Recurrent hazards by month of finding"),
            kind=Kind.COLUMNS,
            series=(Series(name, "violet", Look.SOLID),),
            categories=tuple(categories),
            told=t("Hazards found in the month that came back after they had been closed, or were reopened."),
        )

    def _days(self) -> Chart:
        t = self._t
        names = (t("Median"), t("Nine of ten within"))
        categories = []
        for row in self._made.statistics.grades:
            rows = self._rows(self._span, row.key, "status:closed")
            values = [self._day(row, name, days, rows) for name, days in zip(names, _spread(row), strict=True)]
            categories.append(Category(row.label, tuple(values)))
        return Chart(
            key="days",
            title=t("Days to close by grade"),
            kind=Kind.COLUMNS,
            series=(Series(names[0], "green", Look.SOLID), Series(names[1], "green", Look.HATCHED)),
            categories=tuple(categories),
            told=t(
                "Days from finding to closing, of the hazards found in the period and closed: half of them took no"
                " longer than the median, nine of ten no longer than the second bar."
            ),
        )

    def _day(self, row: StatisticsRow, name: str, days: float | None, rows: str) -> Value:
        t = self._t
        told = t.plural("{count} closed hazard", "{count} closed hazards", row.closed).format(count=row.closed)
        text = days_number(days)
        words = t("{label}: {name} {days} days, of {told}").format(label=row.label, name=name, days=text, told=told)
        return Value(days, text, words, rows, row.closed)

    def _teams(self) -> Chart:
        t = self._t
        scopes = [replace(self._scope, team=row.key or NO_TEAM) for row in self._made.statistics.teams]
        rows = zip(self._made.statistics.teams, scopes, strict=True)
        return self._parts("teams", t("Hazards by team"), [self._part(row, scope) for row, scope in rows if row.found])

    def _customers(self) -> Chart:
        found = self._made.statistics
        shown = found.customers[:MOST_CUSTOMERS]
        parts = [self._part(row, replace(self._scope, customer=row.key)) for row in shown]
        rest = found.customer_count - len(shown)
        if rest > 0:
            words = self._t.plural("{count} other customer", "{count} other customers", rest)
            total, known = found.total, summed("", shown)
            others = replace(
                known,
                label=words.format(count=f"{rest:,}"),
                found=total.found - known.found,
                closed=total.closed - known.closed,
                overdue=total.overdue - known.overdue,
            )
            parts.append(self._part(others, None))
        return self._parts("customers", self._t("Hazards by customer"), parts)

    def _parts(self, key: str, title: str, parts: list[Category]) -> Chart:
        t = self._t
        return Chart(
            key=key,
            title=title,
            kind=Kind.PARTS,
            series=(
                Series(t("Closed"), "primary", Look.SOLID),
                Series(t("Within the deadline"), "primary", Look.LIGHT),
                Series(t("Overdue"), "red", Look.HATCHED),
            ),
            categories=tuple(parts),
            told=t(
                "Hazards found in the period, as they stand today; behind the bar how many of them are closed and the"
                " closure rate. The team is that of the first finder."
            ),
        )

    def _part(self, row: StatisticsRow, scope: Scope | None) -> Category:
        t = self._t
        parts = (
            (t("Closed"), row.closed, "status:closed"),
            (t("Within the deadline"), row.found - row.closed - row.overdue, "on_time"),
            (t("Overdue"), row.overdue, "overdue"),
        )
        values = tuple(
            Value(
                count,
                f"{count:,}",
                f"{row.label}: {name} {count:,}",
                self._rows(self._span, name_of, scope=scope) if scope else "",
                count,
            )
            for name, count, name_of in parts
        )
        return Category(row.label, values, f"{row.closed:,}/{row.found:,} · {percent(row.closure_rate)}")


def _spread(row: StatisticsRow) -> tuple[float | None, float | None]:
    return row.median_days, row.slow_days
