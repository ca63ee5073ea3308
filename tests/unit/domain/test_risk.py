"""Risk score and portrait: points add up and say why; figures are rated by the tables that come with the program."""

from typing import Any

import pytest

from inspector.domain.portrait import Indicator, Portrait, axes, high_sides, read_portrait_rules, total
from inspector.domain.risk import RiskLevel, read_risk_rules, risk_score
from inspector.problems import Problem
from inspector.services.customer_files.rules import FACTS, portrait_rules, risk_rules


def rules(*factors: dict[str, Any], medium: int = 30, high: int = 60) -> Any:
    document = {"level": {"medium": medium, "high": high}, "factor": list(factors)}
    return read_risk_rules(document, frozenset({"a", "b", "c"}))


def factor(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "fact": name, "zh": "{n} 项", "en": "{n} of them", **more}


def test_points_add_up_to_their_cap_and_every_reason_is_told_the_weightiest_first() -> None:
    table = rules(factor("a", each=10, most=25), factor("b", steps=[[1, 5], [90, 30]]), factor("c", steps=[[1, 8]]))
    score = risk_score({"a": 4.0, "b": 95.0, "c": 0.0}, table)
    assert score.score == 55
    assert [(one.points, one.text("en")) for one in score.reasons] == [(30, "95 of them"), (25, "4 of them")]
    assert score.reasons[0].text("zh_CN") == "95 项"
    assert score.level is RiskLevel.MEDIUM


def test_nobody_scores_more_than_a_hundred_and_nothing_known_scores_nothing() -> None:
    table = rules(factor("a", each=90, most=180))
    assert risk_score({"a": 2.0}, table).score == 100
    assert risk_score({"a": 2.0}, table).level is RiskLevel.HIGH
    assert risk_score({}, table) == risk_score({"a": 0.0}, table)
    assert risk_score({}, table).reasons == ()


@pytest.mark.parametrize(
    "wrong",
    [
        factor("z", each=1, most=2),
        factor("a", each=1),
        factor("a", each=1, most=2, steps=[[1, 2]]),
        factor("a", each=1, most=2, odd=1),
        {"id": "a", "fact": "a"},
    ],
)
def test_a_table_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Problem) as refused:
        rules(wrong)
    assert refused.value.code == "risk_table_invalid"
    with pytest.raises(Problem):
        rules(medium=60, high=30)


def test_each_fact_that_is_found_has_a_factor_in_the_table_of_the_program() -> None:
    assert {one.fact for one in risk_rules().factors} == FACTS
    assert all(one.text[0] and one.text[1] for one in risk_rules().factors)


# portrait -----------------------------------------------------------------------------------------------------------


def rated(**figures: Any) -> dict[Indicator, int | None]:
    return {axis.rule.indicator: axis.rating for axis in axes(Portrait(**figures), portrait_rules())}


def test_a_figure_is_rated_by_its_steps_and_an_unknown_one_is_not_zero() -> None:
    assert rated(monthly_kwh=0)[Indicator.MONTHLY_KWH] == 0
    assert rated(monthly_kwh=5_000_000)[Indicator.MONTHLY_KWH] == 5
    assert rated()[Indicator.MONTHLY_KWH] is None
    assert rated(growth_pct=-20)[Indicator.GROWTH] == 0


def test_a_low_rate_of_service_asks_for_attention() -> None:
    ratings = [rated(service_rate_pct=rate)[Indicator.SERVICE_RATE] for rate in (100, 99, 96, 92, 85, 40)]
    assert ratings == [0, 1, 2, 3, 4, 5]


def test_the_nature_of_use_is_known_by_key_name_and_usual_words_and_otherwise_not_rated() -> None:
    for words in ("large_industry", "大工业", "大工业用电", "Large Industry", " 大 工 业 "):
        assert rated(nature=words)[Indicator.NATURE] == 5
    assert rated(nature="印染")[Indicator.NATURE] is None


def test_a_portrait_in_one_number_needs_three_figures() -> None:
    table = portrait_rules()
    assert total(axes(Portrait(complaints=5, breaches=2), table)) is None
    assert total(axes(Portrait(complaints=5, breaches=2, penalty_share_pct=5), table)) == 100
    assert total(axes(Portrait(complaints=0, breaches=0, penalty_share_pct=0), table)) == 0


def test_a_side_is_high_by_one_of_its_figures() -> None:
    table = portrait_rules()
    assert high_sides(axes(Portrait(breaches=1, monthly_kwh=10), table)) == ("conduct",)
    assert high_sides(axes(None, table)) == ()


def test_a_table_of_other_indicators_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        read_portrait_rules({"headings": {"account": [], "until": []}, "side": [], "indicator": []})
    assert refused.value.code == "portrait_table_invalid"
