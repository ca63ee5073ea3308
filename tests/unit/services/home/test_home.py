"""The home page's one call: figures that agree with the ledger, months, activities, reviews by team."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from inspector import services
from inspector.domain.hazard import Grade, Hazard
from inspector.domain.ledger import LedgerKind
from inspector.domain.person import Role
from inspector.services import LedgerQuery, Workspace
from inspector.services.home.overview import closure, month_counts
from inspector.services.home.views import HomeView
from inspector.storage import MonthSum
from tests.unit.services.story import Story

TODAY = date(2026, 6, 11)


def home(workspace: Workspace) -> HomeView:
    return workspace.call(lambda: services.home_view(workspace))


def act_as(workspace: Workspace, person: str) -> None:
    workspace.call(lambda: workspace.act_as(person))


def hazard_of(workspace: Workspace, hazard: str) -> Hazard:
    return workspace.call(lambda: workspace.db.hazards.get(hazard))


def ledger_count(workspace: Workspace, *filters: str) -> int:
    query = LedgerQuery(filters=filters)
    return workspace.call(lambda: services.ledger_page(workspace, LedgerKind.RECTIFICATION, query)).total


def test_figures_are_those_of_the_ledger_they_open(workspace: Workspace) -> None:
    view = home(workspace)
    assert view.customers
    for count in view.grades:
        assert count.unclosed == ledger_count(workspace, "unclosed", count.grade.value)
        assert count.overdue == ledger_count(workspace, "unclosed", "overdue", count.grade.value)
    assert [count.grade for count in view.grades] == list(Grade)
    assert view.overdue == ledger_count(workspace, "overdue")
    assert (view.longest_overdue > 0) == (view.overdue > 0)
    for month in view.months:
        found = ledger_count(workspace, f"month:{month.month:%Y-%m}")
        assert month.found <= found, "a voided hazard is found in the ledger and not counted here"
    year = f"year:{view.today.year}"
    assert view.closure.found <= ledger_count(workspace, year)
    assert view.closure.closed <= ledger_count(workspace, year, "closed")


def test_signing_a_visit_shows_at_once(story: Story) -> None:
    workspace = story.workspace
    before = home(workspace)
    assert before.visits[0].id == story.id, "the running visit comes first"
    story.fill()
    target = next(iter(story.workspace.visits[story.id].session.forms))
    story.answer(target, "hole_sealing", "fail")
    story.fill()
    story.decide()
    story.sign()
    story.call(services.finish_visit)
    after = home(workspace)
    assert story.id not in [row.id for row in after.visits]
    assert after.activities[0].kind == "visit_signed"
    assert after.activities[0].place == ("visit", story.id)
    assert after.months[-1].found == before.months[-1].found + 1
    unclosed = [sum(count.unclosed for count in view.grades) for view in (before, after)]
    assert unclosed[1] == unclosed[0] + 1


def test_only_reviewers_of_other_teams_are_offered_a_review(workspace: Workspace) -> None:
    persons = workspace.call(lambda: services.persons(workspace))
    seen = set()
    for person in persons:
        act_as(workspace, person.id)
        offered = workspace.call(lambda: services.review_overview(workspace))
        if Role.REVIEWER not in person.roles:
            assert offered.items == ()
            continue
        for item in offered.items:
            hazard = hazard_of(workspace, item.hazard)
            finders = {p.team for p in persons if p.id in hazard.found_by}
            assert person.team not in finders
            seen.add(item.hazard)
        assert offered.total >= len(offered.items)
    assert seen


sums = st.lists(
    st.builds(
        MonthSum,
        found=st.dates(date(2024, 1, 1), TODAY).map(lambda day: f"{day:%Y-%m}"),
        closed=st.one_of(st.just(""), st.dates(date(2024, 1, 1), TODAY).map(lambda day: f"{day:%Y-%m}")),
        hazards=st.integers(1, 50),
    ),
    max_size=40,
)


@given(sums)
def test_months_and_rate_add_up(rows: list[MonthSum]) -> None:
    months = month_counts(rows, TODAY)
    assert [f"{month.month:%Y-%m}" for month in months][-1] == "2026-06"
    assert len({month.month for month in months}) == 12
    last_year = {f"{month.month:%Y-%m}" for month in months}
    assert sum(month.found for month in months) == sum(row.hazards for row in rows if row.found in last_year)
    assert sum(month.closed for month in months) == sum(row.hazards for row in rows if row.closed in last_year)
    rate = closure(rows, TODAY, 90)
    assert 0 <= rate.closed <= rate.found
    assert (rate.rate is None) == (rate.found == 0)
    assert rate.change is None or -100 <= rate.change <= 100
