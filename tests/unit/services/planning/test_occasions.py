"""What a visit is for: an occasion brings its kind, travels with the visit, and stands in its signed record."""

import json
from datetime import date

import pytest

from inspector import services
from inspector.domain.visit import VisitKind
from inspector.i18n import speaking
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.planning.occasions import OCCASION, occasion, occasion_name, occasions, of_kind
from inspector.services.printing.work_orders import work_order_model
from inspector.services.visits.list_row import VisitListRow
from inspector.services.visits.replay import replay

DAY = date(2030, 7, 1)


def row(workspace: Workspace, visit: str) -> VisitListRow:
    return next(one for one in workspace.call(lambda: services.waiting_rows(workspace)) if one.id == visit)


def plan(workspace: Workspace, known: str, kind: VisitKind = VisitKind.PERIODIC) -> str:
    account = workspace.call(lambda: services.customers(workspace))[0].account
    return workspace.call(
        lambda: services.plan_visit(
            workspace, account, kind=kind, inspectors=("wang", "li"), planned_on=DAY, occasion=known
        )
    )


def test_every_occasion_has_both_languages_and_a_kind_of_its_own() -> None:
    assert len({one.id for one in occasions()}) == len(occasions())
    for one in occasions():
        assert one.name_zh
        assert one.name_en
        assert one.kind in (VisitKind.SEASONAL, VisitKind.SPECIAL)


@pytest.mark.parametrize(("day", "season"), [("12-20", True), ("01-10", True), ("06-01", False), ("11-15", True)])
def test_a_season_may_reach_into_the_next_year(day: str, *, season: bool) -> None:
    assert occasion("winter_peak").in_season(date.fromisoformat(f"2030-{day}")) is season


def test_what_is_in_season_is_proposed_first() -> None:
    names = [one.id for one in of_kind(VisitKind.SEASONAL, date(2030, 12, 20))]
    assert names[0] == "winter_peak"
    assert set(names) == {one.id for one in occasions() if one.kind is VisitKind.SEASONAL}


def test_an_occasion_decides_about_the_kind_and_shows_in_the_language_spoken(workspace: Workspace) -> None:
    visit = plan(workspace, "summer_peak")
    with speaking("zh_CN"):
        shown = row(workspace, visit)
    assert (shown.kind, shown.occasion, shown.occasion_id) == (VisitKind.SEASONAL, "迎峰度夏", "summer_peak")


def test_an_unknown_occasion_is_refused_with_those_that_are_known(workspace: Workspace) -> None:
    with pytest.raises(Problem) as caught:
        plan(workspace, "carnival")
    assert caught.value.code == "occasion_unknown"
    assert "summer_peak" in str(caught.value.params["known"])


def test_a_name_that_only_a_newer_program_knows_is_shown_as_it_is() -> None:
    assert occasion_name("from_the_future") == "from_the_future"
    assert occasion_name(None) == ""


def test_another_kind_takes_the_occasion_away_and_another_occasion_replaces_it(workspace: Workspace) -> None:
    visit = plan(workspace, "flood")
    workspace.call(lambda: services.move_visit(workspace, visit, planned_on=DAY, occasion="fire"))
    assert (row(workspace, visit).kind, row(workspace, visit).occasion_id) == (VisitKind.SPECIAL, "fire")
    workspace.call(lambda: services.move_visit(workspace, visit, planned_on=DAY, kind=VisitKind.PERIODIC))
    assert (row(workspace, visit).kind, row(workspace, visit).occasion_id) == (VisitKind.PERIODIC, "")


def test_the_occasion_stays_when_the_visit_begins(workspace: Workspace) -> None:
    visit = plan(workspace, "flood")
    workspace.call(lambda: services.open_visit(workspace, visit))
    assert workspace.call(lambda: workspace.db.drafts.visit(visit).body[OCCASION]) == "flood"
    assert row(workspace, visit).occasion_id == "flood"


def test_the_work_order_names_it_in_the_language_of_the_document(workspace: Workspace) -> None:
    visit = plan(workspace, "summer_peak")

    def told(language: str) -> str:
        with speaking(language):
            return work_order_model(workspace, visit).occasion

    assert workspace.call(lambda: told("zh_CN")) == "迎峰度夏"
    assert workspace.call(lambda: told("en")) == "Summer peak"


def test_a_script_starts_a_visit_for_an_occasion(workspace: Workspace) -> None:
    account = workspace.call(lambda: services.customers(workspace))[-1].account
    line = {"op": "start", "visit": "s1", "customer": account, "inspectors": ["wang", "li"], "occasion": "fire"}
    (out,) = replay(workspace, [json.dumps(line)])
    visit = json.loads(out)["visit"]
    assert (row(workspace, visit).kind, row(workspace, visit).occasion_id) == (VisitKind.SPECIAL, "fire")
