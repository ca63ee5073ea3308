"""Golden vectors and border points of the methods, and that rules and drawings agree."""

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.criteria.dga import Fault, Gases, family_of, methods_on
from inspector.criteria.dga.pentagons import PENTAGON_1, PENTAGON_2, Area, Spot, centroid, fault_at, outline
from inspector.criteria.dga.ratios import dlt722, iec60599, ratios_of, rogers
from inspector.criteria.dga.triangles import TRIANGLE_1, TRIANGLE_4, TRIANGLE_5, TRIANGLES, Triangle, Zone

# H2, CH4, C2H6, C2H4, C2H2; triangle 1; IEC; code; its class; Rogers; pentagons 1 and 2; centroid
GOLDEN = """
32930 2397 157 0 0       | PD | PD    | 0 1 0 | PD | PD | PD PD   | -0.23 28.76
650 81 170 51 270        | D1 |       | 2 0 0 | D1 | -  | D1 D1   | 2.42 17.72
535 160 16 305 680       | D2 | D1 D2 | 1 0 2 | D2 | D2 | D2 D2   | 12.78 7.77
1500 395 28 395 323      | D2 | D2    | 1 0 2 | D2 | D2 | D2 D2   | 3.28 10.87
1270 3450 520 1390 8     | T2 | T2    | 0 2 1 | T2 | T2 | T2 C    | -7.35 -15.57
8800 64064 72128 95650 0 | T3 | T2    | 0 2 1 | T2 | T2 | T2 C    | -5.12 -11.06
100 200 110 670 11       | T3 | T3    | 0 2 2 | T3 | T3 | T3 T3-H | 5.92 -17.33
84 126 28.9 132.2 0.37   | T3 | T3    | 0 2 2 | T3 | T3 | T3 C    | -1.46 -14.15
38 3.7 0 4.1 19.4        | D1 |       | 2 1 2 | D1 | -  | D1 D1   | 9.38 20.00
34 18.9 3.7 9.4 5.6      | D2 |       | 1 0 1 | D2 | -  | S S     | -0.66 4.42
""".strip().splitlines()


def gases(text: str) -> Gases:
    return Gases(*(Fraction(word) for word in text.split()))


@pytest.mark.parametrize("row", GOLDEN)
def test_published_cases_get_their_published_answers(row: str) -> None:
    sample, triangle, iec, code, by_code, by_rogers, pentagons, place = (part.strip() for part in row.split("|"))
    found = methods_on(gases(sample))
    assert found.dlt722 is not None
    assert found.triangle1 == triangle
    assert [*found.iec60599] == iec.split()
    assert " ".join(map(str, found.dlt722.code)) == code
    assert found.dlt722.fault_class == by_code
    assert (found.rogers or "-") == by_rogers
    assert [found.pentagon1, found.pentagon2] == pentagons.split()
    spot = centroid(gases(sample))
    assert spot is not None
    assert f"{spot[0]:.2f} {spot[1]:.2f}" == place


CAUSES = ["PD", *["discharge"] * 3, *["thermal"] * 3, *["discharge"] * 3]
"""What was found when the units of the golden vectors were opened; a discharge with overheating is a discharge."""
FAMILY = {"PD": "PD", **dict.fromkeys(("D1", "D2", "DT"), "discharge"), **dict.fromkeys(("T1", "T2", "T3"), "thermal")}


def test_the_combined_family_is_at_least_as_good_as_triangle_1_alone() -> None:
    found = [methods_on(gases(row.split("|")[0].strip())) for row in GOLDEN]
    combined = [family_of(one) == cause for one, cause in zip(found, CAUSES, strict=True)]
    alone = [FAMILY[str(one.triangle1)] == cause for one, cause in zip(found, CAUSES, strict=True)]
    assert sum(combined) >= sum(alone) == 9
    assert all(good for good, was in zip(combined, alone, strict=True) if was)


@pytest.mark.parametrize(
    ("point", "fault"),
    [
        *(("98 1 1", "PD"), ("97 2 1", "T1"), ("77 20 3", "T2"), ("76 20 4", "DT"), ("47 50 3", "T3")),
        *(("46 50 4", "T3"), ("36 50 14", "T3"), ("35 50 15", "DT"), ("88 0 12", "DT"), ("87 0 13", "D1")),
        *(("65 22 13", "D1"), ("64 23 13", "D2"), ("48 39 13", "D2"), ("47 40 13", "DT"), ("31 40 29", "D2")),
        *(("1 71 28", "DT"), ("0 71 29", "D2"), ("0 86 14", "T3"), ("0 85 15", "DT")),
    ],
)
def test_a_point_on_a_border_of_triangle_1_belongs_to_the_zone_that_holds_its_lower_end(point: str, fault: str) -> None:
    ch4, c2h4, c2h2 = (Fraction(word) / 7 for word in point.split())
    assert TRIANGLE_1.fault(Gases(ch4=ch4, c2h4=c2h4, c2h2=c2h2)) == fault


def depth(zone: Zone, point: tuple[float, ...]) -> float:
    """How deep a point lies in a zone, in %; negative outside. Any two coordinates span the plane."""
    inside, nearest = False, 1e9
    spots = [(x, y) for x, y, _ in zone.vertices]
    for (x1, y1), (x2, y2) in zip(spots, spots[1:] + spots[:1], strict=True):
        if (y1 > point[1]) != (y2 > point[1]) and point[0] < (x2 - x1) * (point[1] - y1) / (y2 - y1) + x1:
            inside = not inside
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        nearest = min(nearest, abs((x2 - x1) * (point[1] - y1) - (y2 - y1) * (point[0] - x1)) / length)
    return nearest if inside else -nearest


def size(spots: tuple[Spot, ...]) -> float:
    around = zip(spots, spots[1:] + spots[:1], strict=True)
    return abs(sum(float(x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in around)) / 2


shares = st.tuples(*[st.integers(0, 10**6)] * 3).filter(any)


@pytest.mark.parametrize("triangle", TRIANGLES, ids=lambda triangle: f"triangle{triangle.number}")
@given(raw=shares)
def test_rule_and_drawing_of_a_triangle_say_the_same(triangle: Triangle, raw: tuple[int, int, int]) -> None:
    exact = [Fraction(100 * part, sum(raw)) for part in raw]
    point = tuple(float(part) for part in exact)
    sample = Gases(**dict(zip(triangle.gases, exact, strict=True)))
    needed = next(iter(triangle.needs)) if triangle.needs else None
    clear = [zone for zone in triangle.zones if depth(zone, point) > 1e-6]
    if clear:
        assert [triangle.fault(sample, needed)] == [zone.fault for zone in clear]


@pytest.mark.parametrize("triangle", TRIANGLES, ids=lambda triangle: f"triangle{triangle.number}")
def test_the_zones_of_a_triangle_fill_it_and_do_not_overlap(triangle: Triangle) -> None:
    sizes = [size(tuple((x, y) for x, y, _ in zone.vertices)) for zone in triangle.zones]
    assert sum(sizes) == pytest.approx(5000)


@pytest.mark.parametrize("areas", [PENTAGON_1, PENTAGON_2])
def test_the_zones_of_a_pentagon_fill_its_outline(areas: tuple[Area, ...]) -> None:
    assert sum(size(one.vertices) for one in areas) == pytest.approx(size(outline()), rel=2e-3)


@given(st.tuples(*[st.fractions(0, 10**5, max_denominator=100)] * 5))
def test_a_pentagon_answers_wherever_two_neighbours_were_found(values: tuple[Fraction, ...]) -> None:
    sample = Gases(*values)
    h2, ch4, c2h6, c2h4, c2h2 = values
    ring = (h2, c2h6, ch4, c2h4, c2h2)
    neighbours = any(a and b for a, b in zip(ring, ring[1:] + ring[:1], strict=True))
    found = methods_on(sample)
    assert (found.pentagon1 is not None) == (found.pentagon2 is not None) == neighbours


def test_a_single_gas_or_two_that_are_no_neighbours_have_no_place_in_a_pentagon() -> None:
    assert centroid(gases("100 0 0 0 0")) is None
    assert centroid(gases("100 0 0 50 0")) is None


def test_the_smaller_zone_counts_where_rounded_borders_of_a_pentagon_overlap() -> None:
    assert fault_at(PENTAGON_1, (-0.5, 28.0)) is Fault.PD
    assert fault_at(PENTAGON_1, (-1.5, 28.0)) is Fault.S


BANDS = [Fraction(0), Fraction(1, 10), Fraction(1), Fraction(3)]


def test_the_code_of_dlt722_changes_at_the_lower_end_of_each_band() -> None:
    below = Fraction(1, 10**9)
    digits = [(0, 1, 1, 2), (1, 0, 2, 2), (0, 0, 1, 2)]
    for place, band in itertools.product(range(3), range(1, 4)):
        for value, expected in ((BANDS[band], band), (BANDS[band] - below, band - 1)):
            first, second, third = (value if index == place else Fraction(1, 2) for index in range(3))
            assert dlt722((first, second, third)).code[place] == digits[place][expected]


def test_25_of_the_27_codes_have_a_meaning() -> None:
    inner = [Fraction(1, 20), Fraction(1, 2), Fraction(2), Fraction(5)]
    said = [dlt722((a, b, c)) for a, b, c in itertools.product(inner, repeat=3)]
    found = {one.code: one for one in said}
    assert len(found) == 27
    assert sorted(code for code, one in found.items() if one.fault_class is None) == [(0, 0, 1), (0, 1, 1)]
    assert all((one.fault is None) == (one.fault_class is None) for one in said)


def test_division_by_zero_follows_the_rules() -> None:
    assert ratios_of(gases("0 0 10 10 10")) is None
    assert ratios_of(gases("10 5 0 0 0")) == (0, Fraction(1, 2), 0)
    above = ratios_of(gases("0 5 0 7 3"))
    assert above == (Fraction(3, 7), math.inf, math.inf)
    assert dlt722(above).code == (1, 2, 2)


def test_d1_and_d2_overlap_in_iec_60599() -> None:
    assert iec60599((Fraction(1), Fraction(1, 10), Fraction(5, 2))) == (Fault.D2,)
    assert iec60599((Fraction(101, 100), Fraction(1, 2), Fraction(3))) == (Fault.D1, Fault.D2)
    assert iec60599((Fraction(5, 2), Fraction(1, 2), Fraction(3))) == (Fault.D1, Fault.D2)
    assert iec60599((Fraction(26, 10), Fraction(1, 2), Fraction(3))) == (Fault.D1,)


def test_rogers_knows_the_normal_unit_and_no_low_energy_discharge() -> None:
    assert rogers((Fraction(0), Fraction(1, 2), Fraction(1, 2))) is Fault.NORMAL
    assert rogers((Fraction(5), Fraction(1, 2), Fraction(5))) is None


def test_the_finer_triangles_are_only_asked_after_the_faults_they_are_made_for() -> None:
    sample = gases("100 100 100 100 1")
    assert TRIANGLE_4.fault(sample, Fault.D1) is None
    assert TRIANGLE_4.fault(sample, Fault.T1) is Fault.S
    assert TRIANGLE_5.fault(sample, Fault.T1) is None
    assert TRIANGLE_5.fault(sample, Fault.T3) is None  # not determined
    assert TRIANGLE_5.fault(gases("1 20 10 70 0"), Fault.T3) is Fault.T3


@given(st.tuples(*[st.integers(0, 10**6)] * 5), st.sampled_from([3, 7, 1000, 10**6]))
def test_no_answer_depends_on_the_unit_of_the_laboratory(values: tuple[int, ...], factor: int) -> None:
    one = methods_on(Gases(*(Fraction(value) for value in values)))
    other = methods_on(Gases(*(Fraction(value, factor) for value in values)))
    assert one == other
