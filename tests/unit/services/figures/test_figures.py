"""Figures: every number opens as many rows as it says, what each one counts, periods, scopes, files."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from inspector.domain.customer import Customer
from inspector.domain.ledger import LedgerKind
from inspector.problems import Problem
from inspector.reports.figures.charts import Kind
from inspector.reports.pdf.raster import page_text
from inspector.services import LedgerQuery, Workspace
from inspector.services.figures import charts
from inspector.services.figures.charts import CHARTS, FigurePage, figure_page
from inspector.services.figures.documents import chart_file, chart_named, figures_document, figures_json
from inspector.services.figures.key_figures import Scope, figure_teams, figures, period_of, scope_of
from inspector.services.figures.statistics import statistics
from inspector.services.ledgers.paging import ledger_total

NOW = datetime.now(UTC).date()
EVER = f"{NOW.year - 2}-01-01..{NOW.year}-12-31"
"""Everything in the sample, which is as old as the day on which it is made."""
PERIODS = ("12-months", "year", "quarter", "month", f"{NOW.year}-03-10..{NOW.year}-10-19", EVER, "1999")


def page_of(workspace: Workspace, period: str = "12-months", scope: Scope | None = None) -> FigurePage:
    return workspace.call(lambda: figure_page(workspace, period, scope))


def opened(workspace: Workspace, rows: str) -> int:
    """How many rows the ledger has when it is opened at this place."""
    kind, _colon, filters = rows.partition(":")
    query = LedgerQuery(filters=tuple(filters.split(",")))
    return workspace.call(lambda: ledger_total(workspace, LedgerKind(kind), query))


def numbers(page: FigurePage) -> Iterator[tuple[str, str, int]]:
    """Name, place and number of everything that opens rows."""
    yield from ((one.key, one.rows, one.count) for one in page.numbers)
    for chart in page.charts:
        for one in chart.categories:
            yield from ((value.words, value.rows, value.count) for value in one.values if value.rows)


def customer_of(workspace: Workspace) -> Customer:
    def first() -> Customer:
        return workspace.db.registers.customers()[0]

    return workspace.call(first)


def found_between(workspace: Workspace, first: date, last: date) -> int:
    return workspace.call(lambda: statistics(workspace, first, last)).total.found


def printed(workspace: Workspace, language: str) -> bytes:
    return workspace.call(lambda: figures_document(workspace, "12-months", language=language))


def scopes(workspace: Workspace) -> list[Scope]:
    first = customer_of(workspace).id
    teams = workspace.call(lambda: figure_teams(workspace))
    return [Scope(), *(Scope(team) for team in teams), Scope(customer=first), Scope(teams[0], first)]


@pytest.mark.parametrize("period", PERIODS)
def test_every_number_opens_as_many_rows_as_it_says(workspace: Workspace, period: str) -> None:
    for scope in scopes(workspace):
        for name, rows, count in numbers(page_of(workspace, period, scope)):
            assert opened(workspace, rows) == count, f"{name} {scope} {rows}"


def test_bars_and_their_rows_are_the_same_number_where_the_bar_counts(workspace: Workspace) -> None:
    counted = [chart for chart in page_of(workspace).charts if chart.key not in ("rate", "days")]
    values = [value for chart in counted for one in chart.categories for value in one.values]
    assert sum(value.count for value in values) > 20
    assert all(value.amount == value.count for value in values)
    assert all(value.rows for value in values)


def test_closure_rate_counts_what_is_closed_of_what_was_found_without_voided_ones(workspace: Workspace) -> None:
    page = page_of(workspace, EVER)
    total = page.figures.statistics.total
    everything = opened(workspace, f"rectification:found:{EVER}")
    voided = opened(workspace, f"rectification:found:{EVER},voided")
    assert voided > 0
    assert total.found == everything - voided
    assert total.closed == opened(workspace, f"rectification:found:{EVER},status:closed")
    rate = next(one for one in page.numbers if one.key == "rate")
    assert rate.text.startswith(f"{100 * total.closed / total.found:.1f}")
    assert all(one.told for one in page.numbers)
    assert all(chart.told for chart in page.charts)


def test_teams_grades_months_and_customers_add_up_to_the_total(workspace: Workspace) -> None:
    found = workspace.call(lambda: statistics(workspace, *period_of(EVER, NOW)))
    for name in ("found", "closed", "overdue", "recurrent", "reopened", "in_time", "submitted"):
        total = getattr(found.total, name)
        for rows in (found.teams, found.grades, found.months, found.customers):
            assert sum(getattr(row, name) for row in rows) == total, name
    assert sum(row.closed_within for row in found.months) == found.total.closed_within


def test_days_to_close_are_the_median_and_what_nine_of_ten_need(workspace: Workspace) -> None:
    first, last = period_of(EVER, NOW)

    def closed() -> list[int]:
        ids = [row.id for row in workspace.db.registers.customers()]
        hazards = [hazard for one in ids for hazard in workspace.db.hazards.of_customer(one)]
        return sorted((h.closed_on - h.found_on).days for h in hazards if h.closed_on and h.status.value == "closed")

    days = workspace.call(closed)
    total = workspace.call(lambda: statistics(workspace, first, last)).total
    assert len(days) == total.closed > 3
    middle = len(days) // 2
    assert total.median_days == (days[middle] if len(days) % 2 else (days[middle - 1] + days[middle]) / 2)
    assert total.slow_days is not None
    within = sum(day <= total.slow_days for day in days)
    assert within >= 0.9 * len(days) > sum(day < total.slow_days for day in days)


def test_overdue_at_the_end_of_a_month_is_worked_out_from_deadline_and_closing(workspace: Workspace) -> None:
    made = page_of(workspace, EVER).figures
    month, count = next((month, count) for month, count in made.late if count)

    def expected() -> int:
        ids = [row.id for row in workspace.db.registers.customers()]
        hazards = [hazard for one in ids for hazard in workspace.db.hazards.of_customer(one)]
        return sum(
            f"{h.deadline:%Y-%m}" <= month and (h.closed_on is None or f"{h.closed_on:%Y-%m}" > month)
            for h in hazards
            if h.status.value != "voided"
        )

    assert count == workspace.call(expected)
    assert made.late[-1] == (f"{workspace.today():%Y-%m}", made.overdue)


def test_a_hazard_sent_back_counts_once_and_stays_counted_after_it_was_closed(workspace: Workspace) -> None:
    before = page_of(workspace, EVER).figures.returned
    assert before > 0
    assert opened(workspace, f"rectification:found:{EVER},counted,sent_back") == before
    closed = opened(workspace, f"rectification:found:{EVER},status:closed,sent_back")
    assert closed <= before


def test_one_team_or_customer_counts_only_theirs(workspace: Workspace) -> None:
    whole = page_of(workspace).figures.statistics
    for row in whole.teams:
        one = page_of(workspace, scope=Scope(row.key or "-")).figures.statistics.total
        assert (one.found, one.closed, one.overdue) == (row.found, row.closed, row.overdue)
    row = whole.customers[0]
    page = page_of(workspace, scope=Scope(customer=row.key))
    assert page.figures.statistics.total.found == row.found
    assert page.figures.customer_name == row.label
    assert "customers" not in [chart.key for chart in page.charts]


def test_a_scope_is_named_by_account_and_unknown_ones_are_refused(workspace: Workspace) -> None:
    customer = customer_of(workspace)
    assert workspace.call(lambda: scope_of(workspace, "", customer.account)) == Scope(customer=customer.id)
    with pytest.raises(Problem, match="team_unknown"):
        page_of(workspace, scope=Scope("九班"))
    with pytest.raises(Problem, match="record_missing"):
        page_of(workspace, scope=Scope(customer="nobody"))
    with pytest.raises(Problem, match="period_order"):
        workspace.call(lambda: figures(workspace, date(2026, 2, 1), date(2026, 1, 1)))


def test_periods_follow_the_day() -> None:
    day = date(2026, 5, 17)
    assert period_of("year", day) == (date(2026, 1, 1), date(2026, 12, 31))
    assert period_of("12-months", day) == (date(2025, 6, 1), date(2026, 5, 31))
    assert period_of("quarter", day) == (date(2026, 4, 1), date(2026, 6, 30))
    assert period_of("month", date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))
    assert period_of("2026-Q1", day) == (date(2026, 1, 1), date(2026, 3, 31))
    with pytest.raises(Problem, match="period_format"):
        period_of("soon", day)


def test_long_periods_are_shown_as_quarters_and_years_and_bars_stay_few(workspace: Workspace) -> None:
    for period in (EVER, f"2010-01-01..{NOW.year}-12-31"):
        chart = chart_named(page_of(workspace, period), "months")
        assert 2 <= len(chart.categories) <= 18
        found = [one.values[0].count for one in chart.categories]
        first, last = period_of(period, workspace.today())
        assert sum(found) == found_between(workspace, first, last)


def test_an_empty_period_has_empty_charts_and_no_rate(workspace: Workspace) -> None:
    page = page_of(workspace, "1999")
    assert next(one.text for one in page.numbers if one.key == "rate") == "—"
    assert all(chart.empty for chart in page.charts)
    assert all(chart.is_empty for chart in page.charts)


def test_only_the_customers_with_most_hazards_have_bars_and_the_rest_are_summed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = chart_named(page_of(workspace, EVER), "customers")
    monkeypatch.setattr(charts, "MOST_CUSTOMERS", 3)
    page = page_of(workspace, EVER)
    chart = chart_named(page, "customers")
    assert chart.kind is Kind.PARTS
    assert chart.categories[:3] == whole.categories[:3]
    assert len(chart.categories) == 4
    rest = [[one.values[place].count for one in whole.categories[3:]] for place in range(3)]
    assert [value.count for value in chart.categories[3].values] == [sum(counts) for counts in rest]
    assert not any(value.rows for value in chart.categories[3].values)
    assert str(len(whole.categories) - 3) in chart.categories[3].label


def test_figures_as_data_files_and_paper(workspace: Workspace) -> None:
    page = page_of(workspace)
    data = json.loads(json.dumps(figures_json(page)))
    assert [chart["key"] for chart in data["charts"]] == list(CHARTS)
    assert {one["key"] for one in data["numbers"]} == {"rate", "overdue", "days", "recurrence", "returned"}
    assert chart_file(page.charts[0], page.remark, "svg", page.figures.as_of).startswith(b"<svg")
    assert chart_file(page.charts[0], page.remark, "pdf", page.figures.as_of).startswith(b"%PDF")
    with pytest.raises(Problem, match="chart_unknown"):
        chart_named(page, "pie")
    for language, title in (("zh_CN", "闭环率（按发现月份）"), ("en", "Closure rate by month of finding")):
        pdf = printed(workspace, language)
        assert re.sub(r"\s", "", title) in re.sub(r"\s", "", page_text(pdf, 0))
