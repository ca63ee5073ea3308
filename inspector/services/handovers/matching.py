"""What a visit from another laptop is about, found again in the own registers.

Two laptops that imported the same workbook know the same customer and the same people under different ids. Taking the
records over as well would double them. Instead the visit is moved onto the own ones: the customer by its account, its
equipment by kind and name, people by login and name. That cannot be done where the other laptop has a history of the
customer, because signed records name ids that never change: then nothing is taken over, and the problem says why.

Pure but for reading the registers. Worker thread.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any, Final

from inspector.domain.events import Event, decode_frame
from inspector.domain.plan import KIND as PLAN
from inspector.i18n import N_, Message
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.handovers.file import Travelling, remapped
from inspector.services.workspace import Workspace
from inspector.sync.packs import SignedFrame

register(
    ProblemKind.INPUT,
    {
        "handover_same_customer": N_(
            "The customer {name} ({account}) was registered on both laptops, and the records cannot be brought "
            "together ({reason}). Nothing was taken over. Finish the visit on the laptop it came from, or make this "
            "workspace anew from that laptop's copy."
        ),
        "handover_same_login": N_(
            "The login “{login}” belongs to {there} on the other laptop and to {here} on this one. Nothing was taken "
            "over. Give one of them another login and have the visit handed over once more."
        ),
    },
)

REGISTERS: Final = ("customer", "equipment", "person")
HISTORY: Final = N_("the other laptop has inspections or hazards of it")
"""Records of those are signed and name the customer by its id there."""
OTHERS: Final = N_("its record came in one piece with others")
EQUIPMENT: Final = N_("the equipment “{name}” is missing here or there twice")


@dataclass(frozen=True, slots=True)
class Matched:
    """The visit as it belongs here, and the records to take over with it."""

    visit: Travelling
    frames: list[SignedFrame]


@dataclass(slots=True)
class _There:
    """The registers of the other laptop, as far as they came along: fields by id."""

    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)
    """Customers with a signed visit or a hazard."""

    def add(self, event: Event) -> None:
        given = event.body.get("fields")
        if event.kind == PLAN:
            return
        if event.kind not in REGISTERS:
            of_hazard = given.get("customer", "") if isinstance(given, Mapping) else ""
            self.visited |= {str(event.body.get("customer", "")), str(of_hazard)}
        elif isinstance(given, Mapping):
            self.kinds[event.entity] = event.kind
            self.fields.setdefault(event.entity, {}).update(given)

    def of(self, kind: str) -> Iterable[tuple[str, dict[str, Any]]]:
        return ((entity, self.fields[entity]) for entity, known in self.kinds.items() if known == kind)


def matched(workspace: Workspace, visit: Travelling, frames: list[SignedFrame]) -> Matched:
    """The visit on the own registers. Raises Problem handover_same_customer or handover_same_login."""
    there, events = _There(), [decode_frame(raw).events for raw, _sig in frames]
    for event in (event for frame in events for event in frame):
        there.add(event)
    ids = {**_customer(workspace, visit, there), **_persons(workspace, visit, there)}
    moved = set(ids)
    if visit.draft.customer in ids:
        moved |= {gear for gear, fields in there.of("equipment") if fields.get("customer") == visit.draft.customer}
    wanted, history = _wanted(visit, there) - moved, visit.draft.customer not in ids
    kept = [
        frame
        for frame, held in zip(frames, events, strict=True)
        if not moved
        or any(event.entity in wanted or (history and event.kind not in (*REGISTERS, PLAN)) for event in held)
    ]
    _need_no_doubles(workspace, kept)
    return Matched(remapped(visit, ids) if ids else visit, kept)


def _wanted(visit: Travelling, there: _There) -> set[str]:
    """What the visit needs of the registers."""
    customer = visit.draft.customer
    gear = {entity for entity, fields in there.of("equipment") if fields.get("customer") == customer}
    return {customer, *visit.draft.inspectors, *gear}


def _customer(workspace: Workspace, visit: Travelling, there: _There) -> dict[str, str]:
    """The own ids of the customer and its equipment; empty when it is new here, or the same."""
    registers, customer = workspace.db.registers, visit.draft.customer
    fields = there.fields.get(customer, {})
    known = any(found.id == customer for found in registers.some_customers((customer,)))
    own = None if known else registers.customer_by_account(str(fields.get("account", "")))
    if own is None:
        return {}
    told = {"name": fields.get("name", ""), "account": own.account}
    if customer in there.visited:
        raise Problem("handover_same_customer", **told, reason=Message(HISTORY))
    here: dict[tuple[str, str], list[str]] = {}
    for item in registers.equipment_of(own.id):
        here.setdefault((item.kind.value, item.name), []).append(item.id)
    ids = {customer: own.id}
    named = str(visit)
    for gear, given in there.of("equipment"):
        if given.get("customer") != customer:
            continue
        same = here.get((str(given.get("kind")), str(given.get("name"))), [])
        if len(same) == 1 and same[0] not in ids.values():
            ids[gear] = same[0]
        elif gear in named:
            raise Problem("handover_same_customer", **told, reason=Message(EQUIPMENT, {"name": given.get("name", "")}))
    return ids


def _persons(workspace: Workspace, visit: Travelling, there: _There) -> dict[str, str]:
    """The own ids of people who are known here by the same login."""
    registers = workspace.db.registers
    known, ids = {person.id for person in registers.persons()}, {}
    for person, fields in there.of("person"):
        own = None if person in known else registers.person_by_login(str(fields.get("login", "")))
        if own is None:
            continue
        if own.name == fields.get("name"):
            ids[person] = own.id
        elif person in visit.draft.inspectors:
            raise Problem("handover_same_login", login=own.login, there=fields.get("name", ""), here=own.name)
    return ids


def _need_no_doubles(workspace: Workspace, frames: Iterable[SignedFrame]) -> None:
    """Records that are taken over register no customer that is here already under another id."""
    there = _There()
    for raw, _sig in frames:
        for event in decode_frame(raw).events:
            there.add(event)
    for customer, fields in there.of("customer"):
        account = str(fields.get("account", ""))
        own = workspace.db.registers.customer_by_account(account) if account else None
        if own is not None and own.id != customer:
            name = fields.get("name", "")
            raise Problem("handover_same_customer", name=name, account=account, reason=Message(OTHERS))
