"""Statistics: sums that agree with counting by hand, periods, and the printed sheet."""

from datetime import date
from statistics import mean, median

import pytest

from inspector.domain.hazard import Grade, Hazard, HazardStatus
from inspector.i18n import Translator
from inspector.problems import Problem
from inspector.reports.pdf.raster import page_count, page_text
from inspector.reports.statistics_pdf import percent
from inspector.services import Workspace
from inspector.services.figures.statistics import Statistics, StatisticsRow, period, statistics
from inspector.services.figures.statistics_document import statistics_document
from inspector.storage import HazardFilter

ALWAYS = (date(2000, 1, 1), date(2099, 12, 31))


def counted(workspace: Workspace, first: date, last: date) -> Statistics:
    return workspace.call(lambda: statistics(workspace, first, last, Translator("en")))


def every(workspace: Workspace) -> list[Hazard]:
    rows = workspace.call(lambda: workspace.db.hazards.page(HazardFilter(), today=workspace.today()))
    return [row.hazard for row in rows]


def by_hand(hazards: list[Hazard], today: date) -> tuple[int, int, int, int]:
    counted = [hazard for hazard in hazards if hazard.status is not HazardStatus.VOIDED]
    closed = [hazard for hazard in counted if hazard.status is HazardStatus.CLOSED]
    in_time = [hazard for hazard in closed if hazard.closed_on and hazard.closed_on <= hazard.deadline]
    late = [hazard for hazard in counted if hazard.status.unclosed and hazard.deadline < today]
    return len(counted), len(closed), len(in_time), len(late)


def numbers(row: StatisticsRow) -> tuple[int, int, int, int]:
    return row.found, row.closed, row.in_time, row.overdue


def test_totals_and_groups_agree_with_counting_by_hand(workspace: Workspace) -> None:
    found, hazards, today = counted(workspace, *ALWAYS), every(workspace), workspace.today()
    assert numbers(found.total) == by_hand(hazards, today)
    for grade, row in zip(Grade, found.grades, strict=True):
        assert numbers(row) == by_hand([hazard for hazard in hazards if hazard.grade is grade], today)
    for row in found.customers:
        assert numbers(row) == by_hand([hazard for hazard in hazards if hazard.customer == row.key], today)
    for group in (found.teams, found.grades, found.months, found.customers):
        assert sum(row.found for row in group) == found.total.found
    for group in (found.teams, found.grades, found.months):
        assert sum(row.closed_within for row in group) == found.total.closed_within
    days = [
        (hazard.closed_on - hazard.found_on).days
        for hazard in hazards
        if hazard.status is HazardStatus.CLOSED and hazard.closed_on
    ]
    assert found.total.mean_days == pytest.approx(mean(days))
    assert found.total.median_days == median(days)
    assert found.total.closure_rate == found.total.closed / found.total.found
    assert sum(found.statuses.values()) == len(hazards)


def test_only_the_period_counts_and_an_empty_one_divides_by_nothing(workspace: Workspace) -> None:
    hazards = every(workspace)
    day = hazards[0].found_on
    on_day = [hazard for hazard in hazards if hazard.found_on == day]
    assert numbers(counted(workspace, day, day).total) == by_hand(on_day, workspace.today())
    empty = counted(workspace, date(1990, 1, 1), date(1990, 1, 2))
    assert (empty.total.found, empty.total.closure_rate, empty.total.mean_days) == (0, None, None)
    assert (empty.months, empty.customers, [row.found for row in empty.grades]) == ((), (), [0, 0, 0])


def test_months_are_without_gaps(workspace: Workspace) -> None:
    months = [row.key for row in counted(workspace, *ALWAYS).months]
    first, last = months[0], months[-1]
    count = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    assert len(months) == len(set(months)) == count


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-01-15..2026-06-30", date(2026, 1, 15), date(2026, 6, 30)),
    ],
)
def test_periods(text: str, first: date, last: date) -> None:
    assert period(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "26", "2026-13", "2026-00", "0000", "2026-Q5", "2026-02-30..2026-03-01", "last year"]
)
def test_what_is_no_period_is_told(text: str) -> None:
    with pytest.raises(Problem) as caught:
        period(text)
    assert caught.value.code == "period_format"


def test_a_period_that_ends_before_it_begins_is_told() -> None:
    with pytest.raises(Problem) as caught:
        period("2026-06-30..2026-06-01")
    assert caught.value.code == "period_order"


def test_the_sheet_has_the_totals_and_every_view(workspace: Workspace) -> None:
    total = counted(workspace, *ALWAYS).total
    pdf = workspace.call(lambda: statistics_document(workspace, "2000-01-01..2099-12-31", "en"))
    text = "\n".join(page_text(pdf, page) for page in range(page_count(pdf)))
    assert percent(total.closure_rate).replace("\u00a0", " ") in text.replace("\u00a0", " ")
    assert all(words in text for words in ("By month", "By team", "By grade", "By customer"))


def test_the_running_month_is_listed_though_nothing_was_found_in_it(workspace: Workspace) -> None:
    today = workspace.today()
    found = counted(workspace, date(today.year - 1, 1, 1), date(today.year, 12, 31))
    assert found.months[-1].key == f"{today:%Y-%m}"
