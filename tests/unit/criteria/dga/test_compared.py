"""Typical values of other standards: figures of the tables, which row a transformer takes, what is above them."""

from fractions import Fraction

import pytest

from inspector.criteria.dga import Gases
from inspector.criteria.dga.compared import above, percentiles, typical


def gases(**values: float) -> Gases:
    return Gases(**{name: Fraction(str(value)) for name, value in values.items()})


@pytest.mark.parametrize(
    ("sealed", "age", "band", "c2h4"),
    [
        (True, None, "", (50, 100)),
        (True, 0.5, "", (50, 100)),
        (True, 1, "1–9", (20, 40)),
        (True, 9.99, "1–9", (20, 40)),
        (True, 10, "10–30", (50, 95)),
        (True, 30.9, "10–30", (50, 95)),
        (True, 31, "> 30", (90, 175)),
        (False, None, "", (50, 100)),
        (False, 5, "1–9", (25, 80)),
        (False, 20, "10–30", (60, 125)),
        (False, 40, "> 30", (60, 125)),
    ],
)
def test_tank_and_age_choose_the_row(sealed: bool, age: float | None, band: str, c2h4: tuple[int, int]) -> None:
    rows = percentiles(sealed=sealed, age_years=age)
    assert (rows.age, rows.first["c2h4"], rows.second["c2h4"]) == (band, *c2h4)


def test_a_gas_on_a_figure_is_not_above_it_and_one_that_was_not_measured_has_no_level() -> None:
    rows = percentiles(sealed=True, age_years=12)
    assert rows.levels(gases(h2=75, ch4=90.01, c2h2=2.1)) == {"h2": 1, "ch4": 2, "c2h2": 3}
    assert above(gases(h2=150, ch4=131, c2h2=0), typical(on_load=False)) == ("ch4",)


def test_acetylene_has_no_typical_value_where_a_tap_changer_may_share_the_oil() -> None:
    assert "c2h2" in typical(on_load=False)
    assert above(gases(c2h2=200), typical(on_load=True)) == ()
