"""The single-line diagram: what is kept is read back, what cannot be kept is refused, and the register proposes one."""

import json

import pytest

from inspector.domain.customer import Customer
from inspector.domain.diagram import Diagram, Symbol, SymbolKind, Wire, read_diagram, write_diagram
from inspector.domain.diagram_draft import DraftWords, proposed_diagram
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.problems import Problem
from inspector.services.customer_files.rules import cabinet_words

WORDS = DraftWords("source", "{kv} kV", "{kv} kV {number}", "tie")
BREAKER = Symbol("s1", SymbolKind.BREAKER, 4, 2, "G01", equipment="e1", open=True)
BUS = Symbol("s2", SymbolKind.BUSBAR, 0, 4, length=12)


def gear(number: int, kind: EquipmentKind, name: str, **plate: str) -> Equipment:
    return Equipment(f"e{number}", "c", kind, name, nameplate=plate)


def test_a_diagram_is_read_as_it_was_written() -> None:
    diagram = Diagram((BREAKER, BUS), (Wire(4, 4, 8, 9),))
    assert read_diagram(write_diagram(diagram)) == diagram
    assert write_diagram(Diagram()) == ""
    assert read_diagram("") == Diagram()


def test_what_has_its_usual_value_takes_no_room_in_the_record() -> None:
    kept = json.loads(write_diagram(Diagram((BUS,))))
    assert kept["symbols"] == [{"id": "s2", "kind": "busbar", "x": 0, "y": 4, "length": 12}]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"symbols":[{"id":"a","kind":"ufo","x":1,"y":1}]}',
        '{"symbols":[{"id":"a","kind":"load","x":9999,"y":1}]}',
        '{"symbols":[{"id":"a","kind":"load","x":1,"y":1},{"id":"a","kind":"load","x":2,"y":1}]}',
        '{"wires":[{"x1":1,"y1":1,"x2":1e9,"y2":1}]}',
        '{"symbols":5}',
        "[" * 5000,
    ],
)
def test_what_is_no_diagram_is_refused_in_words(text: str) -> None:
    with pytest.raises(Problem) as refused:
        read_diagram(text)
    assert refused.value.code == "diagram_unreadable"


def test_a_diagram_has_an_end() -> None:
    full = Diagram(tuple(Symbol(f"s{n}", SymbolKind.LOAD, n % 300, n // 300) for n in range(600)))
    with pytest.raises(Problem) as refused:
        full.with_symbol(Symbol("more", SymbolKind.LOAD, 1, 9))
    assert refused.value.code == "diagram_too_large"


def test_a_symbol_lies_over_a_busbar_and_a_busbar_over_a_line() -> None:
    diagram = Diagram((BUS, BREAKER), (Wire(6, 4, 6, 9),))
    assert diagram.at(4, 4) == BREAKER
    assert diagram.at(6, 4) == BUS
    assert diagram.at(6, 7) == Wire(6, 4, 6, 9)
    assert diagram.at(20, 20) is None


def test_a_line_is_drawn_once_and_never_to_where_it_begins() -> None:
    diagram = Diagram((BUS,)).with_wire(Wire(1, 4, 1, 8))
    assert diagram.with_wire(Wire(1, 4, 1, 8)) == diagram
    assert diagram.with_wire(Wire(3, 3, 3, 3)) == diagram
    assert diagram.without(Wire(1, 4, 1, 8)).wires == ()


def test_the_register_proposes_what_it_knows_in_the_usual_places() -> None:
    customer = Customer("c", "1", "A", "s", voltage_kv=10, line="L1（主供）、L2")
    register = [
        gear(1, EquipmentKind.TRANSFORMER_DRY, "T1", capacity_kva="1250", lv_voltage_kv="0.4"),
        gear(2, EquipmentKind.TRANSFORMER_OIL, "T2"),
        gear(3, EquipmentKind.SWITCHGEAR, "G01 进线柜"),
        gear(4, EquipmentKind.SWITCHGEAR, "G02 PT 柜"),
        gear(5, EquipmentKind.SWITCHGEAR, "G03 1#变压器柜"),
        gear(6, EquipmentKind.GENERATOR, "G"),
        Equipment("e7", "c", EquipmentKind.TRANSFORMER_DRY, "old", active=False),
    ]
    diagram = proposed_diagram(customer, register, WORDS, cabinet_words())
    linked = {one.equipment: one for one in diagram.symbols if one.equipment}
    assert set(linked) == {"e1", "e2", "e3", "e4", "e5", "e6"}, "what left service is not on it"
    assert [one.label for one in diagram.symbols if one.kind is SymbolKind.SOURCE] == ["L1 主供", "L2"]
    assert linked["e1"].label == "T1 1250\u00a0kVA"
    assert linked["e5"].x == linked["e1"].x, "the outgoing cabinet feeds its transformer"
    assert linked["e4"].kind is SymbolKind.VOLTAGE_TRANSFORMER
    assert sum(one.kind is SymbolKind.TIE for one in diagram.symbols) == 1
    assert read_diagram(write_diagram(diagram)) == diagram


def test_without_transformer_and_switchgear_nothing_is_proposed() -> None:
    customer = Customer("c", "1", "A", "s")
    assert proposed_diagram(customer, [gear(1, EquipmentKind.CABLE, "L")], WORDS, cabinet_words()).is_empty
