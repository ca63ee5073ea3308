"""The list of due inspections: order, counts, what moves a due day, and the settings."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inspector import services
from inspector.domain.customer import Importance, Metering
from inspector.domain.fields import to_fields
from inspector.domain.inspection import Supply, deciding_rule
from inspector.domain.visit import VisitKind
from inspector.services import Workspace
from inspector.services.customer_files.views import CustomerQuery
from inspector.services.due.listing import _dated, _kept, shipped_rules
from inspector.services.due.views import CycleRow, Due
from inspector.services.preferences.choosing import choose
from inspector.services.words import here
from inspector.storage import NewEvent, ScheduledCustomer
from tests.unit.services.story import Story

TODAY = date(2026, 6, 11)


def rows(workspace: Workspace, **named: object) -> tuple[Due, ...]:
    found: tuple[Due, ...] = workspace.call(lambda: services.due_list(workspace, -1, **named))  # type: ignore[arg-type]
    return found


def due_of(workspace: Workspace, customer: str) -> Due:
    return workspace.call(lambda: services.due_of(workspace, customer))


def change_customer(workspace: Workspace, customer: str, **fields: object) -> None:
    def work() -> None:
        known = workspace.db.registers.customer(customer)
        event = NewEvent(customer, "customer", "customer_changed", {"fields": fields})
        workspace.db.frames.append(known.scope, workspace.acting.id, [event], workspace.now())

    workspace.call(work)


def test_the_list_holds_every_customer_overdue_first(workspace: Workspace) -> None:
    listed = rows(workspace)
    customers = workspace.call(lambda: services.customers(workspace))
    assert sorted(row.customer for row in listed) == sorted(customer.id for customer in customers)
    days = [row.days for row in listed if row.days is not None]
    assert days == sorted(days)
    overview = workspace.call(lambda: services.due_overview(workspace, 3))
    assert overview.rows == listed[:3]
    assert overview.total == len(listed)
    assert overview.overdue == sum(day < 0 for day in days)
    assert overview.soon == sum(0 <= day <= 7 for day in days)


def test_a_row_says_when_and_why(workspace: Workspace) -> None:
    for row in rows(workspace):
        assert due_of(workspace, row.customer) == row
        assert row.cycle_months in (3, 6, 12, 24)
        assert row.cycle_name
        assert row.cycle_source
        assert row.due_on is not None
        assert row.days == (row.due_on - workspace.today()).days


def test_what_is_kept_between_two_questions_is_what_would_be_read_anew(story: Story) -> None:
    workspace = story.workspace
    before = rows(workspace)
    story.fill()
    story.decide()
    story.sign()
    story.call(services.finish_visit)
    change_customer(workspace, before[0].customer, cycle_months=2)
    change_customer(workspace, before[1].customer, active=False)
    kept = rows(workspace)
    _kept.clear()
    assert rows(workspace) == kept != before


def test_the_own_cycle_of_a_customer_goes_before_the_rules(workspace: Workspace) -> None:
    before = rows(workspace)[0]
    change_customer(workspace, before.customer, cycle_months=1)
    after = due_of(workspace, before.customer)
    assert after.cycle_months == 1
    assert after.due_on is not None
    assert before.due_on is not None
    assert after.due_on <= before.due_on


def test_a_closed_account_is_never_due(workspace: Workspace) -> None:
    first = rows(workspace)[0]
    change_customer(workspace, first.customer, active=False)
    assert first.customer not in [row.customer for row in rows(workspace)]


def test_a_new_customer_is_due_at_once_and_without_voltage_as_needed(workspace: Workspace) -> None:
    known = workspace.call(lambda: services.customers(workspace))[0]
    new = replace(known, id=workspace.new_id(), account="9900000001", importance=Importance.NONE)

    def register() -> None:
        made = NewEvent(new.id, "customer", "customer_registered", {"fields": to_fields(new)})
        workspace.db.frames.append(known.scope, workspace.acting.id, [made], workspace.now())

    workspace.call(register)
    due = due_of(workspace, new.id)
    assert (due.last_on, due.days) == (None, 0)
    change_customer(workspace, new.id, voltage_kv=None)
    vague = due_of(workspace, new.id)
    assert (vague.due_on, vague.days) == (None, None)
    assert vague.cycle_source == here()("The voltage of this customer is missing.")
    assert rows(workspace)[-1].customer == new.id, "what cannot be dated comes last"


def test_a_signed_visit_moves_the_day_and_a_special_one_does_not(story: Story) -> None:
    workspace = story.workspace
    session = workspace.visits[story.id].session
    customer = session.customer.id
    before = due_of(workspace, customer)
    assert before.visit == story.id, "its visit is under way"
    story.fill()
    story.decide()
    story.sign()
    story.call(services.finish_visit)
    after = due_of(workspace, customer)
    assert after.last_on == workspace.today()
    assert after.days is not None
    assert after.days > 7
    last = before.last_on
    workspace.call(lambda: _append_special(workspace, customer))
    assert due_of(workspace, customer).last_on == after.last_on != last


def _append_special(workspace: Workspace, customer: str) -> None:
    known = workspace.db.registers.customer(customer)
    last = workspace.db.visits.last_of(customer)
    assert last is not None
    later = (workspace.now() + timedelta(days=1)).isoformat()
    body = {**workspace.db.visits.body(last.id), "kind": VisitKind.SPECIAL.value, "signed_at": later}
    visit = NewEvent(workspace.new_id(), "visit", "visit_signed", body)
    workspace.db.frames.append(known.scope, workspace.acting.id, [visit], workspace.now())


def test_text_and_state_narrow_the_list(workspace: Workspace) -> None:
    listed = rows(workspace)
    wanted = listed[-1]
    assert [row.account for row in rows(workspace, text=wanted.account)] == [wanted.account]
    assert wanted.customer in [row.customer for row in rows(workspace, text=wanted.name[:4])]
    assert rows(workspace, text="%") == ()
    assert all(row.days is not None and row.days < 0 for row in rows(workspace, state="overdue"))


def test_a_planned_visit_shows_at_its_customer(workspace: Workspace) -> None:
    planned = [row for row in workspace.call(lambda: services.visit_rows(workspace)) if row.planned_on]
    by_account = {row.account: row for row in rows(workspace)}
    assert planned
    for visit in planned:
        assert (by_account[visit.account].visit, by_account[visit.account].planned) == (visit.id, visit.planned_on)


def set_cycle(workspace: Workspace, *, months: int, on: bool = True) -> tuple[CycleRow, ...]:
    """Change the cycle of the most important customers; how the settings show all cycles then."""
    workspace.call(lambda: choose(workspace, {"cycle.special-and-level-1": {"months": months, "on": on}}))
    return workspace.call(lambda: services.cycle_rows(workspace))


def test_settings_change_a_cycle_and_keep_what_was_shipped(workspace: Workspace) -> None:
    workspace.call(lambda: workspace.act_as("liu"))
    before = {row.id: row for row in workspace.call(lambda: services.cycle_rows(workspace))}
    assert not any(row.changed for row in before.values())
    assert {row.id: row.months for row in before.values()} == {rule.id: rule.months for rule in shipped_rules()}
    changed = set_cycle(workspace, months=1)
    assert {row.id for row in changed if row.changed} == {"special-and-level-1"}
    own = {c.id for c in workspace.call(lambda: services.customers(workspace)) if c.cycle_months}
    classes = (Importance.SPECIAL, Importance.LEVEL_1)
    important = [row for row in rows(workspace) if row.importance in classes and row.customer not in own]
    assert {row.cycle_months for row in important} == {1}
    off = set_cycle(workspace, months=3, on=False)
    assert not next(row for row in off if row.id == "special-and-level-1").enabled
    assert 3 not in {row.cycle_months for row in rows(workspace) if row.customer not in own}
    back = set_cycle(workspace, months=3)
    assert not any(row.changed for row in back)


def test_a_class_inspected_as_needed_has_no_day_and_says_so_everywhere(workspace: Workspace) -> None:
    chosen = next(c for c in workspace.call(lambda: services.customers(workspace)) if c.voltage_kv and c.active)
    fields = {"importance": Importance.TEMPORARY, "cycle_months": None}
    workspace.call(lambda: services.set_customer(workspace, chosen.id, fields))
    due = due_of(workspace, chosen.id)
    assert (due.cycle_months, due.due_on, due.cycle_name) == (None, None, "按需")
    assert "临时" in due.cycle_source
    assert rows(workspace)[-1].due_on is None
    assert chosen.id in [row.customer for row in rows(workspace) if row.due_on is None]
    listed = workspace.call(lambda: services.customer_page(workspace, CustomerQuery(search=chosen.account)))
    assert [row.cells["due"] for row in listed.rows] == ["按需"]
    file = workspace.call(lambda: services.customer_overview(workspace, chosen.id))
    assert any("按需" in value and "临时" in value for _label, value in file.facts)


customers = st.builds(
    ScheduledCustomer,
    id=st.uuids().map(str),
    account=st.text("0123456789", min_size=10, max_size=10),
    importance=st.sampled_from(Importance),
    voltage_kv=st.one_of(st.none(), st.sampled_from([10.0, 35.0, 110.0])),
    metering=st.sampled_from(Metering),
    cycle_months=st.one_of(st.none(), st.integers(1, 60)),
    active=st.just(value=True),
    last=st.one_of(st.just(""), st.dates().map(lambda day: day.replace(year=2000 + day.year % 30).isoformat()
                                                if (day.month, day.day) != (2, 29) else "2024-02-29")),
)  # fmt: skip


@given(st.lists(customers, max_size=30))
def test_every_customer_is_dated_or_not_once_and_by_its_own_cycle(found: list[ScheduledCustomer]) -> None:
    rules, today = shipped_rules(), TODAY
    dated, undated = _dated(found, rules, today)
    assert len(dated) + len(undated) == len(found)
    for due_on, _rank, _account, _id, customer in dated:
        rule = deciding_rule(rules, Supply(customer.importance, customer.voltage_kv, customer.metering))
        assert customer.cycle_months or rule is not None
        assert (due_on == today) or customer.last
    for customer in undated:
        assert customer.cycle_months is None
        assert customer.voltage_kv is None or customer.importance is Importance.TEMPORARY
