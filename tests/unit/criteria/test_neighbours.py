"""Comparison with the other phases, sister units and the panels beside."""

from datetime import date
from itertools import permutations

import pytest

from inspector import assets
from inspector.criteria import load_packs
from inspector.criteria.neighbours import beside, deviation, judge_beside, odd_phase, sisters
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.verdict import Verdict

ON = date(2026, 6, 11)


def unit(name: str, position: int = 0, kind: EquipmentKind = EquipmentKind.SWITCHGEAR, **plate: str) -> Equipment:
    return Equipment(id=name, customer="c", kind=kind, name=name, position=position, nameplate=plate)


def test_the_odd_phase_is_the_one_farthest_from_the_others() -> None:
    found = odd_phase([48.2, 86.4, 46.5])
    assert found is not None
    assert found[0] == 1
    assert found[1].middle == pytest.approx(47.35)
    assert found[1].percent == pytest.approx(82.47, abs=0.01)
    assert odd_phase([1.0, 2.0]) is None


def test_the_order_of_the_phases_only_moves_the_index() -> None:
    values = (48.2, 86.4, 46.5)
    for order in permutations(values):
        found = odd_phase(order)
        assert found is not None
        assert order[found[0]] == 86.4


def test_a_deviation_needs_others_and_no_percent_of_nothing() -> None:
    assert deviation(3.0, []) is None
    off = deviation(3.0, [0.0])
    assert off is not None
    assert (off.difference, off.percent) == (3.0, None)


def test_sister_units_have_kind_and_rating_in_common() -> None:
    oil = EquipmentKind.TRANSFORMER_OIL
    t1, t2 = (unit(name, kind=oil, voltage_kv="10", capacity_kva="1250") for name in ("T1", "T2"))
    small = unit("T3", kind=oil, voltage_kv="10", capacity_kva="630")
    dry = unit("T4", kind=EquipmentKind.TRANSFORMER_DRY, voltage_kv="10", capacity_kva="1250")
    unknown = unit("T5", kind=oil)
    units = (t1, t2, small, dry, unknown)
    assert sisters(t1, units) == (t2,)
    assert sisters(unknown, (*units, unit("T6", kind=oil))) == ()


def test_the_units_beside_are_the_next_of_their_kind_in_the_row() -> None:
    row = [unit(f"G{n}", position=n) for n in (3, 1, 2)]
    cable = unit("L", position=2, kind=EquipmentKind.CABLE)
    assert [one.id for one in beside(row[2], [*row, cable])] == ["G1", "G3"]
    assert [one.id for one in beside(row[1], [*row, cable])] == ["G2"]


@pytest.mark.parametrize(
    ("value", "others", "verdict"),
    [
        (15.9, (10.0,), Verdict.PASS),
        (16.0, (10.0,), Verdict.ATTENTION),
        (16.0, (10.0, 16.0), Verdict.ATTENTION),
        (10.0, (23.0,), Verdict.PASS),
    ],
)
def test_tev_six_decibels_above_a_neighbour_calls_for_attention(
    value: float, others: tuple[float, ...], verdict: Verdict
) -> None:
    packs = load_packs({path.name: path.read_bytes() for path in assets.resource("criteria").glob("*.toml")})
    judged = judge_beside(packs, "tev", value, others, {"kind": "switchgear"}, ON)
    assert judged is not None
    assert judged.verdict is verdict


def test_without_a_neighbour_or_a_rule_nothing_is_judged() -> None:
    packs = load_packs({path.name: path.read_bytes() for path in assets.resource("criteria").glob("*.toml")})
    assert judge_beside(packs, "tev", 30.0, (), {"kind": "switchgear"}, ON) is None
    assert judge_beside(packs, "line_current", 30.0, (1.0,), {"kind": "switchgear"}, ON) is None
