"""Registers change: doubles are refused, things leave service and come back, decisions are held, visits follow."""

from datetime import timedelta
from typing import Any

import pytest

from inspector import services
from inspector.commands.console import fields_of
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.verdict import Verdict
from inspector.domain.visit import SignMethod, VisitKind, VisitStatus
from inspector.i18n import Translator
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.held import carry_out_due
from inspector.services.registers import commands
from inspector.services.registers.entries import (
    add_customer,
    add_person,
    find_equipment,
    register_equipment,
    set_customer,
)
from inspector.services.registers.hints import suggested_login
from inspector.services.visits.views import Target
from inspector.storage import NewEvent
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import PIN, Story, begin

INSPECTORS = ("wang", "li")


def do(workspace: Workspace, act: Any, *args: Any, **named: Any) -> Any:
    return workspace.call(lambda: act(workspace, *args, **named))


def refused(workspace: Workspace, code: str, act: Any, *args: Any, **named: Any) -> Problem:
    with pytest.raises(Problem) as found:
        do(workspace, act, *args, **named)
    assert found.value.code == code
    return found.value


def customers(workspace: Workspace) -> tuple[Customer, ...]:
    found: tuple[Customer, ...] = do(workspace, services.customers)
    return found


def equipment(workspace: Workspace, customer: Customer, kind: EquipmentKind) -> Equipment:
    return next(e for e in workspace.call(lambda: workspace.db.registers.equipment_of(customer.id)) if e.kind is kind)


# doubles and fields -------------------------------------------------------------------------------------------------


def test_problems_name_the_field_that_they_are_about(workspace: Workspace) -> None:
    first, second = customers(workspace)[:2]
    cases: list[tuple[str, str, Any, tuple[Any, ...]]] = [
        ("account_missing", "account", add_customer, ({"name": "x"},)),
        ("account_missing", "name", add_customer, ({"account": "9", "name": "  "},)),
        ("account_taken", "account", add_customer, ({"account": first.account, "name": "x"},)),
        ("account_taken", "account", set_customer, (second.id, {"account": first.account})),
        ("field_range", "cycle_months", set_customer, (first.id, {"cycle_months": 0})),
        ("field_range", "cycle_months", set_customer, (first.id, {"cycle_months": 121})),
        ("field_invalid", "cycle_months", set_customer, (first.id, {"cycle_months": "x"})),
        ("electrician_name_missing", "electricians", set_customer, (first.id, {"electricians": [{}]})),
        ("equipment_name_missing", "name", register_equipment, (first.id, {"kind": "cable", "name": ""})),
        ("field_invalid", "kind", register_equipment, (first.id, {"kind": "rocket", "name": "x"})),
        ("person_incomplete", "team", add_person, ({"login": "n", "name": "n"},)),
        ("login_taken", "login", add_person, ({"login": "wang", "name": "n", "team": "t"},)),
    ]
    for code, field, act, args in cases:
        assert refused(workspace, code, act, *args).params["field"] == field


def test_an_account_is_kept_without_the_blanks_that_print_it_in_groups(workspace: Workspace) -> None:
    made = do(workspace, services.add_customer, {"account": " ５０１０ 9999 001 ", "name": " 新户 "})
    assert (made.account, made.name) == ("50109999001", "新户")
    refused(workspace, "account_taken", services.add_customer, {"account": "5010 9999 001", "name": "x"})


def test_a_name_that_is_nearly_taken_is_remarked_on(workspace: Workspace) -> None:
    known = next(customer for customer in customers(workspace) if customer.name == "嘉陵江化工股份有限公司")
    found = do(workspace, services.similar_customers, "嘉陵江化工 股份有限公司")
    assert [customer.id for customer in found] == [known.id]
    assert do(workspace, services.similar_customers, known.name, known.id) == ()
    assert do(workspace, services.similar_customers, "江北无线电厂") == ()
    assert do(workspace, services.similar_customers, "x") == ()


def test_logins_are_suggested_from_letters_or_pinyin() -> None:
    assert suggested_login("Anna Müller", ()) == "annamuller"
    assert suggested_login("Wang", ("wang", "wang2")) == "wang3"
    assert suggested_login("王工", ()) == "wanggong"
    assert suggested_login("张建国", ("zhangjg",)) == "zhangjg2"
    assert suggested_login("·", ()) == ""


def test_new_fields_are_kept_and_events_without_them_still_read(workspace: Workspace) -> None:
    first = customers(workspace)[0]
    changed = do(workspace, services.set_customer, first.id, {"line": "化工二线", "cycle_months": 6})
    assert (changed.line, changed.cycle_months, changed.active) == ("化工二线", 6, True)
    made = do(
        workspace,
        services.register_equipment,
        first.id,
        {"kind": "generator", "name": "G9", "serial": "77", "maker": "M", "nameplate": {"power_kw": "４００ kW"}},
    )
    assert (made.serial, made.maker, made.nameplate) == ("77", "M", {"power_kw": "400"})
    assert made.position > max(e.position for e in workspace.call(lambda: _others(workspace, made)))


def _others(workspace: Workspace, made: Equipment) -> list[Equipment]:
    return [e for e in workspace.db.registers.equipment_of(made.customer) if e.id != made.id]


def test_free_text_of_older_data_stays_until_somebody_writes_something_else(workspace: Workspace) -> None:
    customer = next(customer for customer in customers(workspace) if customer.name == "嘉陵江化工股份有限公司")
    oil = equipment(workspace, customer, EquipmentKind.TRANSFORMER_OIL)
    old = {**oil.nameplate, "winding_material": "Cu wire", "oil_t": "about 2"}
    workspace.call(lambda: _write_as_older_program(workspace, oil, old))
    kept = do(workspace, services.set_equipment, oil.id, {"nameplate": {**old, "capacity_kva": "1600"}})
    assert (kept.nameplate["winding_material"], kept.nameplate["capacity_kva"]) == ("Cu wire", "1600")
    refused(workspace, "field_range", services.set_equipment, oil.id, {"nameplate": {"winding_material": "gold"}})
    emptied = do(workspace, services.set_equipment, oil.id, {"nameplate": {"winding_material": "", "oil_t": "1.5"}})
    assert "winding_material" not in emptied.nameplate
    assert emptied.nameplate["oil_t"] == "1.5"


def _write_as_older_program(workspace: Workspace, item: Equipment, plate: dict[str, str]) -> None:
    """What another device wrote passes no check."""
    event = NewEvent(item.id, "equipment", "equipment_changed", {"fields": {"nameplate": plate}})
    scope = workspace.db.registers.customer(item.customer).scope
    workspace.db.frames.append(scope, workspace.acting.id, [event], workspace.now())


# leaving service ----------------------------------------------------------------------------------------------------


def test_equipment_out_of_service_is_left_out_of_new_visits_only(reopen: Reopen) -> None:
    workspace = reopen()
    story = begin(workspace)
    customer = workspace.visits[story.id].session.customer
    cable = equipment(workspace, customer, EquipmentKind.CABLE)
    target = next(t for t in story.targets("cable") if t.equipment == cable.id)
    oil = equipment(workspace, customer, EquipmentKind.TRANSFORMER_OIL)
    first = next(row for section in story.form(target).sections for row in section.rows)
    story.call(services.record_answer, target, first.ref, "pass")
    do(workspace, services.retire_equipment, cable.id)
    do(workspace, services.retire_equipment, oil.id)
    assert target in workspace.visits[story.id].session.forms
    workspace = reopen()
    again = Story(workspace, story.id)
    again.reopen()
    assert target in again.targets("cable"), "what was answered stays in the visit"
    assert not again.targets("transformer-oil"), "what was not begun is left out"
    do(workspace, services.reinstate_equipment, oil.id)
    assert equipment(workspace, customer, EquipmentKind.TRANSFORMER_OIL).active


def test_equipment_of_every_kind_has_a_checklist(workspace: Workspace) -> None:
    story = begin(workspace)
    session = workspace.visits[story.id].session
    kinds = {item.kind for item in session.equipment.values()}
    assert {EquipmentKind.GENERATOR, EquipmentKind.DC_SYSTEM, EquipmentKind.ARRESTER} <= kinds
    assert {session.equipment[target.equipment].kind for target in session.forms if target.equipment} == kinds
    _view, target = story.call(services.add_equipment, "safety_tools", "绝缘手套", {"pieces": "2 "}, maker="M")
    assert target.form == "safety-tools"
    key = list(workspace.visits[story.id].session.of("equipment"))[-1]
    story.fill()
    for person in workspace.visits[story.id].session.inspectors:
        story.call(services.sign, person.id, SignMethod.PIN, pin=PIN)
    story.call(services.sign, "customer", SignMethod.REFUSED, reason="x", witness="y")
    story.call(services.finish_visit)
    made = workspace.call(lambda: workspace.db.registers.equipment(key))
    assert (made.kind, made.name, made.maker, made.nameplate) == (
        EquipmentKind.SAFETY_TOOLS, "绝缘手套", "M", {"pieces": "2"},
    )  # fmt: skip


def test_equipment_that_an_occasion_has_no_checklist_for_makes_no_target(workspace: Workspace) -> None:
    account = customers(workspace)[0].account
    view = do(workspace, services.start_visit, account, kind=VisitKind.INTERMEDIATE, inspectors=INSPECTORS)
    story = Story(workspace, view.id)
    session = workspace.visits[story.id].session
    shown = {session.equipment[target.equipment].kind for target in session.forms if target.equipment}
    assert EquipmentKind.SWITCHGEAR in shown
    assert EquipmentKind.ARRESTER not in shown
    view, target = story.call(services.add_equipment, "safety_tools", "绝缘手套", {"pieces": "2 "}, maker="M")
    assert target is None
    assert view.equipment


def test_a_closed_customer_is_not_offered_for_planning(workspace: Workspace) -> None:
    planned = {draft.customer for draft in workspace.call(lambda: workspace.db.drafts.visits(VisitStatus.PLANNED))}
    free = next(customer for customer in customers(workspace) if customer.id not in planned)
    busy = next(customer for customer in customers(workspace) if customer.id in planned)
    refused(workspace, "customer_visited", services.close_customer, busy.account)
    closed = do(workspace, services.close_customer, free.account)
    assert not closed.active
    assert free.id not in [customer.id for customer in customers(workspace)]
    plan = {"kind": VisitKind.PERIODIC, "inspectors": INSPECTORS, "planned_on": None}
    refused(workspace, "customer_closed", services.plan_visit, free.account, **plan)
    refused(workspace, "customer_closed", services.start_visit, free.account, inspectors=INSPECTORS)
    do(workspace, services.reopen_customer, free.account)
    assert do(workspace, services.plan_visit, free.account, **plan)


def test_who_works_here_now_is_not_deactivated_and_who_left_cannot_inspect(workspace: Workspace) -> None:
    refused(workspace, "person_acting", services.deactivate_person, "wang")
    left = do(workspace, services.deactivate_person, "zhang")
    assert not left.active
    assert left.id not in [person.id for person in do(workspace, services.persons)]
    assert left.id in [person.id for person in do(workspace, services.everybody)]
    account = customers(workspace)[0].account
    refused(workspace, "not_inspector", services.start_visit, account, inspectors=("wang", "zhang"))
    assert do(workspace, services.reactivate_person, left.id).active


def test_held_decisions_are_carried_out_when_their_time_is_over_and_after_a_kill(reopen: Reopen) -> None:
    workspace = reopen()
    item = equipment(workspace, customers(workspace)[0], EquipmentKind.CABLE)
    back = do(workspace, services.hold, "retire_equipment", {"id": item.id})
    assert workspace.call(lambda: workspace.db.registers.equipment(item.id)).active
    assert do(workspace, services.take_back, back.id)
    do(workspace, services.hold, "retire_equipment", {"id": item.id})
    person = next(p for p in do(workspace, services.persons) if p.login == "zhang")
    do(workspace, services.hold, "deactivate_person", {"id": person.id})
    assert do(workspace, carry_out_due) == ()
    workspace = reopen()
    assert not workspace.call(lambda: workspace.db.registers.equipment(item.id)).active
    assert not workspace.call(lambda: workspace.db.registers.person(person.id)).active


def test_a_person_is_registered_with_a_pin_or_not_at_all(workspace: Workspace) -> None:
    new = {"login": "sun", "name": "孙工", "team": "检查一班"}
    refused(workspace, "pin_weak", services.add_person, new, pin="12")
    assert "sun" not in [person.login for person in do(workspace, services.everybody)]
    do(workspace, services.add_person, new, pin="4711")
    made = next(person for person in do(workspace, services.everybody) if person.login == "sun")
    assert made.has_pin
    hints = do(workspace, services.person_hints)
    assert "检查二班" in hints.teams
    assert "sun" in hints.logins
    assert [name for _area, name in hints.areas] == ["嘉陵供电区"]


# visits follow ------------------------------------------------------------------------------------------------------


def verdict(story: Story, target: Target, name: str) -> Verdict | None:
    judged = story.line(target, name).judgement
    return judged.verdict if judged is not None else None


def loop_resistance(story: Story) -> Target:
    target = story.targets("switchgear-withdrawable")[0]
    for phase in "abc":
        story.answer(target, f"loop_resistance_{phase}", "30")
    return target


def test_a_corrected_nameplate_is_judged_by_at_once(story: Story, workspace: Workspace) -> None:
    target = loop_resistance(story)
    assert verdict(story, target, "loop_resistance_a") is Verdict.PASS
    fields = {"nameplate": {"loop_resistance_factory_uohm": "20 µΩ"}}
    story.call(services.correct_equipment, target.equipment, fields)
    assert verdict(story, target, "loop_resistance_a") is not Verdict.PASS
    stored = do(workspace, find_equipment, target.equipment)
    assert stored.nameplate["loop_resistance_factory_uohm"] == "20"
    form = story.form(target)
    assert form.equipment is not None
    assert form.equipment.nameplate["loop_resistance_factory_uohm"] == "20"
    do(workspace, services.set_equipment, target.equipment, {"nameplate": {"loop_resistance_factory_uohm": "45"}})
    assert verdict(story, target, "loop_resistance_a") is Verdict.PASS
    problem = {"nameplate": {"loop_resistance_factory_uohm": "-1"}}
    with pytest.raises(Problem, match="field_range"):
        story.call(services.correct_equipment, target.equipment, problem)


def test_equipment_found_on_the_spot_is_corrected_in_the_visit(reopen: Reopen) -> None:
    workspace = reopen()
    story = begin(workspace)
    _view, target = story.call(services.add_equipment, "switchgear", "AH9", {"voltage_kv": "12"})
    for phase in "abc":
        story.answer(target, f"loop_resistance_{phase}", "30")
    assert verdict(story, target, "loop_resistance_a") is Verdict.UNDETERMINED
    plate = {"loop_resistance_factory_uohm": "50", "breaker": "vacuum"}
    fields = {"name": "AH9 出线柜", "commissioned": "2020-05-01", "nameplate": plate}
    story.call(services.correct_equipment, target.equipment, fields)
    assert verdict(story, target, "loop_resistance_a") is Verdict.PASS
    story.call(services.correct_equipment, target.equipment, {"commissioned": None})
    workspace = reopen()
    again = Story(workspace, story.id)
    again.reopen()
    known = workspace.visits[story.id].session.equipment[target.equipment]
    assert (known.name, known.commissioned, known.nameplate) == ("AH9 出线柜", None, {"voltage_kv": "12", **plate})
    with pytest.raises(Problem, match="record_missing"):
        workspace.call(lambda: workspace.db.registers.equipment(target.equipment))


def test_a_day_that_is_none_is_refused_before_anything_is_stored(reopen: Reopen) -> None:
    story = begin(reopen())
    _view, target = story.call(services.add_equipment, "switchgear", "AH9", {"voltage_kv": "12"})
    with pytest.raises(Problem) as found:
        story.call(services.correct_equipment, target.equipment, {"name": "AH10", "commissioned": "2020年3月"})
    assert (found.value.code, found.value.params["field"]) == ("field_invalid", "commissioned")
    again = Story(reopen(), story.id)
    again.reopen()
    assert again.workspace.visits[story.id].session.equipment[target.equipment].name == "AH9"


def test_a_visit_with_a_stored_day_that_is_none_opens_and_says_so(reopen: Reopen) -> None:
    workspace = reopen()
    story = begin(workspace)
    _view, target = story.call(services.add_equipment, "switchgear", "AH9", {"voltage_kv": "12"})

    def spoil() -> None:
        visit = workspace.visit(story.id)
        edit = visit.edit()
        body = visit.session.of("equipment")[target.equipment]
        edit.put("equipment", target.equipment, {**body, "commissioned": "2020年3月"})
        edit.commit()

    workspace.call(spoil)
    again = Story(reopen(), story.id)
    view = again.reopen()
    assert "AH9" in view.restored
    assert "2020年3月" in view.restored
    assert again.workspace.visits[story.id].session.equipment[target.equipment].commissioned is None
    again.call(services.correct_equipment, target.equipment, {"commissioned": "2020-03-01"})
    assert Story(reopen(), story.id).reopen().restored == ""


def test_signatures_are_cleared_only_if_a_correction_changes_a_judgement(story: Story, workspace: Workspace) -> None:
    target = loop_resistance(story)
    story.fill()
    person = workspace.visits[story.id].session.inspectors[0]
    story.call(services.sign, person.id, SignMethod.PIN, pin=PIN)
    story.call(services.correct_equipment, target.equipment, {"maker": "M"})
    assert workspace.visits[story.id].session.of("signature")
    story.call(services.correct_equipment, target.equipment, {"nameplate": {"loop_resistance_factory_uohm": "20"}})
    assert not workspace.visits[story.id].session.of("signature")


def test_the_customers_supply_is_judged_by_at_once(story: Story, workspace: Workspace) -> None:
    target = story.targets("indications-site")[0]
    story.answer(target, "power_factor_month", "0.86")
    customer = workspace.visits[story.id].session.customer
    before = verdict(story, target, "power_factor_month")
    do(workspace, services.set_customer, customer.id, {"power_factor_class": 0.8})
    after = verdict(story, target, "power_factor_month")
    assert (before, after) == (Verdict.ATTENTION, Verdict.PASS) or (before, after) == (Verdict.FAIL, Verdict.PASS)


# commands -----------------------------------------------------------------------------------------------------------


def command(workspace: Workspace, noun: str, verb: str, *words: str) -> Any:
    act = getattr(commands, f"{noun}_command")
    return workspace.call(lambda: act(workspace, verb, list(words), fields_of))


def test_single_values_of_a_nameplate_by_command(workspace: Workspace) -> None:
    account = customers(workspace)[0].account
    made = command(
        workspace, "equipment", "add", account, "kind=cable", "name=L7", "nameplate.length_km=420m",
        "nameplate.conductor=铝",
    )  # fmt: skip
    assert made["nameplate"] == {"length_km": "0.42", "conductor": "aluminium"}
    after = command(workspace, "equipment", "set", made["id"], "nameplate.length_km=", 'nameplate={"voltage_kv":10}')
    assert after["nameplate"] == {"voltage_kv": "10", "conductor": "aluminium"}
    with pytest.raises(Problem) as found:
        command(workspace, "equipment", "set", made["id"], "nameplate.oil_t=3")
    assert found.value.code == "nameplate_unknown"
    assert "nameplate.length_km" in Translator("en").describe(found.value)


def test_leaving_service_by_command(workspace: Workspace) -> None:
    customer = customers(workspace)[-1]
    assert command(workspace, "customer", "close", customer.account)["active"] is False
    assert command(workspace, "customer", "reopen", customer.account)["active"] is True
    item = workspace.call(lambda: workspace.db.registers.equipment_of(customer.id))[0]
    assert command(workspace, "equipment", "retire", item.id)["active"] is False
    assert command(workspace, "equipment", "reinstate", item.id)["active"] is True
    assert command(workspace, "person", "set", "zhang", "active=false")["active"] is False


def test_certificates_of_the_sample_have_expired_or_will_soon(workspace: Workspace) -> None:
    today = workspace.today()
    days = [e.valid_until - today for c in customers(workspace) for e in c.electricians if e.valid_until]
    assert any(left < timedelta() for left in days)
    assert any(timedelta() <= left < timedelta(days=60) for left in days)
