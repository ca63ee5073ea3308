"""Fields that two people changed apart: what both knew, what each made of it; a decision settles it on both."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.domain.merge import fold
from inspector.domain.person import Role
from inspector.i18n import Translator
from inspector.problems import Problem
from inspector.services.conflicts.deciding import Taken, decide_conflict, prepare_decision
from inspector.services.conflicts.field_words import value_text
from inspector.services.conflicts.finding import conflict_of, conflicts, merged_changes
from inspector.services.conflicts.views import EntityConflict, FieldRow, InputKind, Result
from inspector.services.hazards.actions import act
from inspector.services.hazards.given import Given
from inspector.services.held import carry_out, hold
from inspector.services.registers.entries import (
    add_customer,
    add_equipment,
    add_person,
    set_customer,
    set_equipment,
    set_person,
)
from inspector.services.workspace import Workspace
from inspector.storage import KeySource, NewEvent, create_store
from tests.unit.services.story import picture
from tests.unit.services.two_laptops import Pair, conflict_count, do, look


class Mill(Pair):
    """A customer with a transformer and a hazard, known on both laptops; ann works on the first, bob on the second."""

    customer: Customer
    equipment: Equipment
    hazard: str

    def change(self, workspace: Workspace, **fields: Any) -> None:
        """Change the customer there."""
        do(workspace, lambda: set_customer(workspace, self.customer.id, fields))

    def view(self, entity: str = "") -> EntityConflict:
        """The conflict as the first laptop shows it."""
        found = do(self.first, lambda: conflict_of(self.first, entity or self.customer.id))
        assert found is not None
        return found

    def row(self, field: str, entity: str = "") -> FieldRow:
        return next(row for row in self.view(entity).rows if row.field == field)

    def decide(self, field: str, taken: Taken, entity: str = "") -> None:
        """Decide on the first laptop, as the screen shows it."""
        view = self.view(entity)
        do(self.first, lambda: decide_conflict(self.first, view.entity, field, taken, seen=view.heads))


@pytest.fixture
def mill(tmp_path: Path) -> Iterator[Mill]:
    first = Workspace(create_store(tmp_path / "first", source=KeySource.SAMPLE))
    ann = {"login": "ann", "name": "Ann", "team": "one", "roles": ["lead", "inspector"]}
    do(first, lambda: add_person(first, ann))
    do(first, lambda: add_person(first, {"login": "bob", "name": "Bob", "team": "two"}))
    customer = do(
        first,
        lambda: add_customer(
            first, {"account": "0001", "name": "Mill", "phone": "111", "capacity_kva": 6400.0, "contact": "Li"}
        ),
    )
    equipment = do(
        first,
        lambda: add_equipment(
            first,
            "0001",
            {"kind": "transformer_oil", "name": "T1", "nameplate": {"rated_kva": "800", "model_year": "2"}},
        ),
    )
    hazard = _hazard(first, customer)
    pair = Mill(first, tmp_path / "second")
    pair.customer, pair.equipment, pair.hazard = customer, equipment, hazard
    pair.act_as("ann", "bob")
    yield pair
    pair.close()
    first.close()


def _hazard(workspace: Workspace, customer: Customer) -> str:
    hazard, today = workspace.new_id(), workspace.today()
    fields = {
        "number": "H-1",
        "customer": customer.id,
        "description": "water in the trench",
        "place": "trench",
        "grade": "general",
        "measure": "pump",
        "deadline": (today + timedelta(days=30)).isoformat(),
        "found_on": today.isoformat(),
        "found_by": [],
    }
    event = NewEvent(hazard, "hazard", "hazard_registered", {"fields": fields})
    do(workspace, lambda: workspace.db.frames.append(customer.scope, workspace.acting.id, [event], workspace.now()))
    return hazard


def test_only_a_field_that_both_changed_asks_and_the_rest_merges_and_is_listed(mill: Mill) -> None:
    mill.change(mill.first, capacity_kva=8000.0, transformers="2×800")
    mill.change(mill.second, phone="222")
    mill.change(mill.second, capacity_kva=6300.0)
    mill.take()
    view = mill.view()
    assert [side.own for side in view.sides] == [True, False]
    assert (view.sides[0].person, view.sides[1].person, view.sides[1].label) == ("Ann", "Bob", "Team laptop 2")
    assert view.title == "Mill"
    assert [row.field for row in view.open_rows] == ["capacity_kva"]
    capacity = mill.row("capacity_kva")
    assert (capacity.original, capacity.cells) == ("6400\u00a0kVA", ("8000\u00a0kVA", "6300\u00a0kVA"))
    assert capacity.shown == "8000\u00a0kVA"
    phone, transformers = mill.row("phone"), mill.row("transformers")
    assert (phone.original, phone.cells, phone.taken, phone.result) == ("111", ("", "222"), 1, Result.MERGED)
    assert (transformers.original, transformers.cells, transformers.taken) == ("—", ("2×800", ""), 0)
    assert view.rows[-1].field == "capacity_kva"
    assert do(mill.first, lambda: conflict_count(mill.first)) == 1
    assert [one.entity for one in do(mill.first, lambda: conflicts(mill.first))] == [mill.customer.id]


@pytest.mark.parametrize("choice", [0, 1])
def test_any_of_the_values_settles_it_on_both_laptops_and_every_value_stays_in_the_record(
    mill: Mill, choice: int
) -> None:
    mill.change(mill.first, phone="333")
    mill.change(mill.second, phone="222")
    mill.take()
    chosen = mill.row("phone").choices[choice]
    mill.decide("phone", Taken(value=chosen.value))
    mill.give()
    for workspace in (mill.first, mill.second):
        events = look(workspace, lambda w: w.db.frames.events_of(mill.customer.id))
        field = fold(events).fields["phone"]
        assert not field.conflicted
        assert field.value() == chosen.value == ("333", "222")[choice]
        assert {"111", "222", "333"} <= {event.body["fields"].get("phone") for event in events}
        assert look(workspace, conflict_count) == 0
        assert look(workspace, lambda w: w.db.registers.customer(mill.customer.id)).phone == chosen.value


def test_another_value_is_checked_like_in_the_register(mill: Mill) -> None:
    mill.change(mill.first, capacity_kva=8000.0, account="0003")
    mill.change(mill.second, capacity_kva=6300.0, account="0004")
    do(mill.first, lambda: add_customer(mill.first, {"account": "0002", "name": "Other"}))
    mill.take()
    for field, text, code in (
        ("capacity_kva", "-3", "field_range"),
        ("account", "0002", "account_taken"),
        ("account", " ", "conflict_value_missing"),
    ):
        with pytest.raises(Problem) as refused:
            mill.decide(field, Taken(text=text))
        assert refused.value.code == code
    assert do(mill.first, lambda: conflict_count(mill.first)) == 2
    mill.decide("capacity_kva", Taken(text="7.1 MVA"))
    mill.decide("account", Taken(text="00 09"))
    stored = do(mill.first, lambda: mill.first.db.registers.customer(mill.customer.id))
    assert (stored.capacity_kva, stored.account) == (7100.0, "0009")
    assert do(mill.first, lambda: conflict_count(mill.first)) == 0


def test_nobody_decides_about_a_value_he_has_not_seen(mill: Mill) -> None:
    mill.change(mill.first, phone="333")
    mill.change(mill.second, phone="222")
    mill.take()
    seen = mill.view()
    mill.change(mill.second, phone="444")
    mill.take()
    with pytest.raises(Problem) as refused:
        do(
            mill.first,
            lambda: decide_conflict(mill.first, seen.entity, "phone", Taken(value="222"), seen=seen.heads),
        )
    assert refused.value.code == "conflict_moved_on"
    assert mill.row("phone").cells == ("333", "444")
    mill.decide("phone", Taken(value="444"))
    with pytest.raises(Problem) as again:
        do(mill.first, lambda: decide_conflict(mill.first, seen.entity, "phone", Taken(value="444")))
    assert again.value.code == "conflict_settled"


def test_two_who_decide_apart_make_a_new_conflict_of_the_two_decisions(mill: Mill) -> None:
    mill.change(mill.first, phone="333")
    mill.change(mill.second, phone="222")
    mill.take()
    mill.give()
    mill.decide("phone", Taken(value="333"))
    do(mill.second, lambda: decide_conflict(mill.second, mill.customer.id, "phone", Taken(value="222")))
    mill.take()
    row = mill.row("phone")
    assert row.result is Result.OPEN
    assert row.cells == ("333", "222")


def test_nameplates_tell_only_the_parts_that_differ_and_go_together_where_they_can(mill: Mill) -> None:
    equipment = mill.equipment.id
    do(mill.first, lambda: set_equipment(mill.first, equipment, {"nameplate": {"rated_kva": "1000"}}))
    do(mill.second, lambda: set_equipment(mill.second, equipment, {"nameplate": {"impedance_pct": "6"}}))
    mill.take()
    view = mill.view(equipment)
    (row,) = view.open_rows
    assert view.title == "Mill · T1"
    assert "1000" in row.cells[0]
    assert "model_year" not in "".join(row.cells)
    assert row.own_input.kind is InputKind.REGISTER
    both = row.choices[-1]
    assert both.side == -1
    mill.decide("nameplate", Taken(value=both.value), equipment)
    plate = do(mill.first, lambda: mill.first.db.registers.equipment(equipment)).nameplate
    assert plate == {"rated_kva": "1000", "impedance_pct": "6", "model_year": "2"}


def test_a_hazards_field_is_settled_by_those_who_may_change_it_with_the_photos_of_each_side(mill: Mill) -> None:
    one, two = mill.first, mill.second
    do(one, lambda: act(one, mill.hazard, "change", Given(fields={"grade": "serious"})))
    do(two, lambda: act(two, mill.hazard, "change", Given(fields={"grade": "critical"})))
    do(two, lambda: act(two, mill.hazard, "change", Given(fields={"measure": "wall"})))
    act(two, mill.hazard, "photo", Given(photos=(picture(),)))
    mill.take()
    row = mill.row("grade", mill.hazard)
    assert len(row.choices[0].photos) == 0
    assert len(row.choices[1].photos) == 1
    assert row.own_input.kind is InputKind.CHOICE
    do(one, lambda: set_person(one, "bob", {"roles": ["reviewer"]}))
    do(one, lambda: one.act_as("bob"))
    assert mill.view(mill.hazard).refusal
    with pytest.raises(Problem) as refused:
        mill.decide("grade", Taken(value="critical"), mill.hazard)
    assert refused.value.code == "action_role"
    do(one, lambda: one.act_as("ann"))
    mill.decide("grade", Taken(value="critical"), mill.hazard)
    assert do(one, lambda: one.db.hazards.get(mill.hazard)).grade.value == "critical"
    assert do(one, lambda: conflict_of(one, mill.hazard)) is None


def test_rights_of_a_person_are_settled_by_who_is_responsible_for_people(mill: Mill) -> None:
    one = mill.first
    bob = do(one, lambda: one.person_of("bob"))
    do(one, lambda: set_person(one, "bob", {"team": "three"}))
    do(mill.second, lambda: mill.second.act_as("ann"))
    do(mill.second, lambda: set_person(mill.second, "bob", {"team": "four"}))
    mill.take()
    do(one, lambda: one.act_as("bob"))
    with pytest.raises(Problem) as refused:
        mill.decide("team", Taken(value="four"), bob.id)
    assert refused.value.code == "person_own_rights"
    do(one, lambda: one.act_as("ann"))
    mill.decide("team", Taken(value="four"), bob.id)
    assert do(one, lambda: one.person_of("bob")).team == "four"
    assert Role.INSPECTOR in do(one, lambda: one.person_of("bob")).roles


def test_changes_of_different_fields_merge_and_are_told_until_somebody_writes_on(mill: Mill) -> None:
    mill.change(mill.first, contact="Wu")
    mill.change(mill.second, phone="222")
    mill.take()
    assert do(mill.first, lambda: conflict_count(mill.first)) == 0
    (told,) = do(mill.first, lambda: merged_changes(mill.first, [mill.customer.id, mill.equipment.id]))
    assert {(row.field, row.taken) for row in told.merged_rows} == {("contact", 0), ("phone", 1)}
    mill.change(mill.first, address="North road 1")
    assert do(mill.first, lambda: merged_changes(mill.first, [mill.customer.id])) == ()


def test_both_wrote_the_same_is_no_conflict(mill: Mill) -> None:
    mill.change(mill.first, phone="222", contact="Wu")
    mill.change(mill.second, phone="222")
    mill.take()
    assert do(mill.first, lambda: conflict_count(mill.first)) == 0
    row = mill.row("phone")
    assert (row.result, row.taken, row.cells) == (Result.MERGED, -1, ("222", "222"))


def test_a_held_decision_is_written_once_and_only_when_it_is_carried_out(mill: Mill) -> None:
    one = mill.first
    mill.change(one, phone="333")
    mill.change(mill.second, phone="222")
    mill.take()
    heads = mill.view().heads
    body = do(one, lambda: prepare_decision(one, mill.customer.id, "phone", Taken(value="222"), seen=heads))
    held = do(one, lambda: hold(one, "decide_conflict", body))
    assert do(one, lambda: conflict_count(one)) == 1
    assert do(one, lambda: carry_out(one, held.id)) == mill.customer.id
    assert do(one, lambda: carry_out(one, held.id)) is None
    assert do(one, lambda: conflict_count(one)) == 0


def test_odd_records_of_others_keep_no_conflict_from_showing(mill: Mill) -> None:
    one, two = mill.first, mill.second
    do(one, lambda: act(one, mill.hazard, "change", Given(fields={"place": "north"})))
    scope = mill.customer.scope
    odd = [
        NewEvent(mill.hazard, "hazard", "photo_added", {"photos": [{"taken_at": "then"}]}),
        NewEvent(mill.hazard, "hazard", "hazard_changed", {"fields": {"place": {"deep": [1]}, "grade": 7}}),
    ]
    for event in odd:
        append(two, scope, event)
    mill.change(one, phone="1")
    mill.change(two, phone="2")
    mill.take()
    shown = look(one, conflicts)
    assert mill.customer.id in [found.entity for found in shown]
    assert mill.hazard not in [found.entity for found in shown]  # what cannot be read was not said


def append(workspace: Workspace, scope: str, event: NewEvent) -> None:
    """Write an event as it is."""
    do(workspace, lambda: workspace.db.frames.append(scope, workspace.acting.id, [event], workspace.now()))


def test_a_value_of_several_parts_that_nobody_had_set_reads_as_none() -> None:
    t = Translator("en")
    assert value_text("setting", "cycle.hv-metering", {"months": "", "on": ""}, str, t) == "—"
    assert value_text("setting", "cycle.hv-metering", {"months": None, "on": True}, str, t) == "as needed"
