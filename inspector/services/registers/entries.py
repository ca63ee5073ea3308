"""Registers: customers, equipment, persons. Every write is an event of a frame; unchanged fields stay out of it.

A problem with one field names it in its parameter `field`, so that a dialog can show it there. What changes here is
told to the visits that are open (`visits.corrections.learn`), because their judgements rest on it.
"""

import dataclasses
import unicodedata
from collections.abc import Mapping
from typing import Any, TypeVar

from inspector.domain.customer import Customer
from inspector.domain.diagram import read_diagram
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.fields import changed_fields, from_fields, to_fields
from inspector.domain.person import Person, Role, each_once
from inspector.domain.visit import VisitStatus
from inspector.i18n import N_, Message
from inspector.problems import Problem, ProblemKind, register
from inspector.services.registers.allowed import customer_fields, nameplate
from inspector.services.workspace import ACTING, Workspace
from inspector.storage import NewEvent

register(
    ProblemKind.INPUT,
    {
        "customer_unknown": N_("There is no customer with account “{account}”."),
        "customer_visited": N_(
            "{name} has a visit that is planned or under way on this laptop. Issue it or take it off the plan first."
        ),
        "equipment_name_missing": N_("Give the equipment a name."),
        "account_taken": N_("The account “{account}” belongs to another customer already."),
        "account_missing": N_("A customer needs an account number and a name."),
        "electrician_name_missing": N_("Row {row} of the electricians has no name."),
        "no_person_yet": N_(
            "Nobody is registered in this workspace. Begin with the person who works here: "
            "inspector person add login=… name=… team=…"
        ),
        "login_taken": N_("The login “{login}” belongs to another person already."),
        "person_incomplete": N_("A person needs a login, a name and a team."),
        "person_own_rights": N_(
            "Nobody changes his own team or roles, for reviews rest on them. Ask a team lead or an administrator."
        ),
        "person_rights": N_("Team and roles of others are changed by a team lead or an administrator. Ask one."),
        "person_acting": N_("{name} is working here now. Let somebody else work first."),
        "equipment_unknown": N_("There is no equipment “{equipment}”."),
        "field_unknown": N_("“{field}” is no field of this register. Use one of: {fields}."),
    },
)

Noun = Customer | Equipment | Person
N = TypeVar("N", Customer, Equipment, Person)
RESPONSIBLE = frozenset({Role.LEAD, Role.ADMINISTRATOR})
KINDS: Mapping[type, str] = {Customer: "customer", Equipment: "equipment", Person: "person"}
NOUNS = frozenset(KINDS.values())
"""Kinds of records that this module writes."""


# customers --------------------------------------------------------------------------------------------------------


def add_customer(workspace: Workspace, fields: Mapping[str, Any]) -> Customer:
    """Register a customer from JSON-like fields (`account` and `name` at least)."""
    given = _customer_fields(workspace, {"account": "", "name": "", **fields})
    scope = str(fields.get("scope") or area_of(workspace))
    return _register(workspace, Customer, {**given, "scope": scope}, scope)


def set_customer(workspace: Workspace, account: str, fields: Mapping[str, Any]) -> Customer:
    """Change fields of a customer, named by account or id."""
    customer = find_customer(workspace, account)
    return _change(workspace, customer, _customer_fields(workspace, fields, customer.id), customer.scope)


def _customer_fields(workspace: Workspace, fields: Mapping[str, Any], own: str = "") -> dict[str, Any]:
    given = dict(fields)
    for key, read in (("account", account_text), ("name", _plain)):
        if key in given:
            given[key] = read(str(given[key]))
            if not given[key]:
                raise Problem("account_missing", field=key)
    taken = workspace.db.registers.customer_by_account(given["account"]) if "account" in given else None
    if taken is not None and taken.id != own:
        raise Problem("account_taken", account=taken.account, field="account")
    for row, electrician in enumerate(_rows(given.get("electricians")), 1):
        if not str(electrician.get("name", "")).strip():
            raise Problem("electrician_name_missing", row=row, field="electricians")
    if given.get("diagram"):
        read_diagram(str(given["diagram"]))
    customer_fields(given)
    return given


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def account_text(text: str) -> str:
    """An account number as it is kept: without the spaces that print it in groups, full-width digits made plain."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def find_customer(workspace: Workspace, name: str) -> Customer:
    """A customer by account or id."""
    registers = workspace.db.registers
    found = registers.customer_by_account(name)
    if found is not None:
        return found
    try:
        return registers.customer(name)
    except Problem as problem:
        raise Problem("customer_unknown", account=name) from problem


def close_customer(workspace: Workspace, account: str) -> Customer:
    """The supply contract has ended (销户): no visit is planned any more. Raises Problem customer_visited."""
    customer = find_customer(workspace, account)
    if customer.id in visited(workspace):
        raise Problem("customer_visited", name=customer.name)
    return _change(workspace, customer, {"active": False}, customer.scope)


def visited(workspace: Workspace) -> frozenset[str]:
    """Customers with a visit that is planned or under way on this laptop; what was handed over is not."""
    drafts = workspace.db.drafts.visits()
    return frozenset(draft.customer for draft in drafts if draft.status is not VisitStatus.HANDED_OVER)


def reopen_customer(workspace: Workspace, account: str) -> Customer:
    """The customer is supplied again."""
    customer = find_customer(workspace, account)
    return _change(workspace, customer, {"active": True}, customer.scope)


# equipment --------------------------------------------------------------------------------------------------------


def add_equipment(workspace: Workspace, account: str, fields: Mapping[str, Any]) -> Equipment:
    """Register equipment of a customer."""
    customer = find_customer(workspace, account)
    if not _plain(str(fields.get("name", ""))):
        raise Problem("equipment_name_missing", field="name")
    given = {"position": _next_position(workspace, customer.id), **fields, "customer": customer.id}
    plate = fields.get("nameplate")
    if isinstance(plate, Mapping):
        given["nameplate"] = _known(nameplate(plate, kind_of(str(fields.get("kind", "")))))
    return _register(workspace, Equipment, given, customer.scope)


register_equipment = add_equipment
"""Its name among the use cases of the window, where `add_equipment` adds what was found at a visit."""


def set_equipment(workspace: Workspace, equipment_id: str, fields: Mapping[str, Any]) -> Equipment:
    """Change fields of a piece of equipment; a nameplate is merged key by key, an empty value takes its key away."""
    equipment = find_equipment(workspace, equipment_id)
    if not _plain(str(fields.get("name", "-"))):
        raise Problem("equipment_name_missing", field="name")
    customer = find_customer(workspace, equipment.customer)
    merged = dict(fields)
    plate = fields.get("nameplate")
    if isinstance(plate, Mapping):
        kind = kind_of(str(fields.get("kind", equipment.kind.value)))
        merged["nameplate"] = _known({**equipment.nameplate, **nameplate(plate, kind, equipment.nameplate)})
    return _change(workspace, equipment, merged, customer.scope)


def _known(plate: Mapping[str, Any]) -> dict[str, Any]:
    """An unknown value is absent."""
    return {key: value for key, value in plate.items() if value is not None and str(value).strip()}


def _next_position(workspace: Workspace, customer: str) -> int:
    found = workspace.db.registers.equipment_of(customer)
    return max((item.position + 1 for item in found), default=0)


def kind_of(kind: str) -> EquipmentKind:
    """The kind of equipment that a command or a row names. Raises Problem field_invalid."""
    if kind not in set(EquipmentKind):
        raise Problem("field_invalid", field="kind", noun=Message(N_("Equipment")), value=kind)
    return EquipmentKind(kind)


def find_equipment(workspace: Workspace, equipment_id: str) -> Equipment:
    """A piece of equipment by id."""
    try:
        return workspace.db.registers.equipment(equipment_id)
    except Problem as problem:
        raise Problem("equipment_unknown", equipment=equipment_id) from problem


def retire_equipment(workspace: Workspace, equipment_id: str) -> Equipment:
    """Take equipment out of service (退运): visits that start from now on leave it out; what was recorded stays."""
    return set_equipment(workspace, equipment_id, {"active": False})


def reinstate_equipment(workspace: Workspace, equipment_id: str) -> Equipment:
    """Put equipment back into service."""
    return set_equipment(workspace, equipment_id, {"active": True})


# persons ----------------------------------------------------------------------------------------------------------


def add_person(workspace: Workspace, fields: Mapping[str, Any], *, pin: str | None = None) -> Person:
    """Register a person, with a PIN on this laptop if one is given; the first one of a workspace acts from then on."""
    given = _person_fields(workspace, {"login": "", "name": "", "team": "", **fields})
    scope = area_of(workspace)
    with workspace.db.transaction():
        person = _register(workspace, Person, {"areas": [scope], **given}, scope)
        _set_pin(workspace, person, pin)
        if not workspace.db.settings.get(ACTING, ""):
            workspace.db.settings.put(ACTING, person.id)
    return person


def set_person(workspace: Workspace, name: str, fields: Mapping[str, Any], *, pin: str | None = None) -> Person:
    """Change fields of a person, and the PIN on this laptop if one is given.

    Raises Problem person_own_rights, person_rights: who may review whom hangs on team and roles.
    """
    person = workspace.person_of(name)
    given = _person_fields(workspace, fields, person.id)
    _check_rights(workspace, person, given)
    with workspace.db.transaction():
        changed = _change(workspace, person, given, area_of(workspace))
        _set_pin(workspace, person, pin)
    return changed


def _check_rights(workspace: Workspace, person: Person, given: Mapping[str, Any]) -> None:
    """Team and roles are given by somebody else, who is responsible for people, as soon as there is such a person."""
    wanted = _build(Person, {**to_fields(person), **given}, person.id)
    if (wanted.team, frozenset(wanted.roles)) == (person.team, frozenset(person.roles)):
        return
    actor = workspace.acting
    if Role.ADMINISTRATOR in actor.roles:
        return
    if not any(one.active and RESPONSIBLE & frozenset(one.roles) for one in everybody(workspace)):
        return
    if actor.id == person.id:
        raise Problem("person_own_rights", field="team")
    if Role.LEAD not in actor.roles:
        raise Problem("person_rights", field="team")


def _person_fields(workspace: Workspace, fields: Mapping[str, Any], own: str = "") -> dict[str, Any]:
    given = dict(fields)
    for key in ("name", "login", "team"):
        if key in given:
            given[key] = _plain(str(given[key]))
            if not given[key]:
                raise Problem("person_incomplete", field=key)
    taken = workspace.db.registers.person_by_login(given["login"]) if "login" in given else None
    if taken is not None and taken.id != own:
        raise Problem("login_taken", login=taken.login, field="login")
    return given


def _set_pin(workspace: Workspace, person: Person, pin: str | None) -> None:
    if pin is not None:
        from inspector.services.access.pins import set_pin  # noqa: PLC0415 - lists need no signatures

        set_pin(workspace, person, pin)


def everybody(workspace: Workspace) -> tuple[Person, ...]:
    """All persons by login, each once, also those who work here no more."""
    return each_once(workspace.db.registers.persons(), workspace.acting.id if workspace.somebody_acts else "")


def deactivate_person(workspace: Workspace, name: str) -> Person:
    """A person works here no more; what the person did stays. Raises Problem person_acting."""
    person = workspace.person_of(name)
    if workspace.somebody_acts and workspace.acting.id == person.id:
        raise Problem("person_acting", name=person.name)
    return _change(workspace, person, {"active": False}, area_of(workspace))


def reactivate_person(workspace: Workspace, name: str) -> Person:
    """A person works here again."""
    return _change(workspace, workspace.person_of(name), {"active": True}, area_of(workspace))


def area_of(workspace: Workspace) -> str:
    """The area that new things belong to: the setting `area`, made when it is first needed."""
    known = str(workspace.db.settings.get("area", ""))
    if known:
        return known
    area = workspace.new_id()
    workspace.db.settings.put("area", area)
    return area


# what several people changed ----------------------------------------------------------------------------------------


def settle_field(
    workspace: Workspace, entity: str, kind: str, field: str, value: Any, *, claimed: bool, writing: bool
) -> None:
    """Set a field of a record that several people changed, whatever it shows now; checked first, `writing` or not.

    A value that somebody wrote (`claimed`) is taken as it is, another one like from a dialog. Raises like `set_…`.
    """
    before, scope = _record(workspace, kind, entity)
    given = {field: value}
    if isinstance(before, Person):
        _check_rights(workspace, before, given)
    if not claimed:
        given = _checked(workspace, before, given)
    noun: type[Any] = type(before)
    after = _build(noun, {**to_fields(before), **given}, entity)
    if writing:
        _append(workspace, noun, entity, f"{kind}_changed", {field: to_fields(after)[field]}, scope)
        _tell_visits(workspace, after)


def _record(workspace: Workspace, kind: str, entity: str) -> tuple[Noun, str]:
    """A record of the registers and its area."""
    if kind == "customer":
        customer = find_customer(workspace, entity)
        return customer, customer.scope
    if kind == "equipment":
        equipment = find_equipment(workspace, entity)
        return equipment, find_customer(workspace, equipment.customer).scope
    return workspace.person_of(entity), area_of(workspace)


def _checked(workspace: Workspace, before: Noun, given: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(before, Customer):
        return _customer_fields(workspace, given, before.id)
    if isinstance(before, Person):
        return _person_fields(workspace, given, before.id)
    if not _plain(str(given.get("name", "-"))):
        raise Problem("equipment_name_missing", field="name")
    return dict(given)


# writing ----------------------------------------------------------------------------------------------------------


def _register(workspace: Workspace, noun: type[N], fields: Mapping[str, Any], scope: str) -> N:
    made = _build(noun, fields, workspace.new_id())
    _append(workspace, noun, made.id, f"{KINDS[noun]}_registered", to_fields(made), scope)
    return made


def _change(workspace: Workspace, before: N, fields: Mapping[str, Any], scope: str) -> N:
    after = _build(type(before), {**to_fields(before), **fields}, before.id)
    changed = changed_fields(before, after)
    if changed:
        _append(workspace, type(before), before.id, f"{KINDS[type(before)]}_changed", changed, scope)
        _tell_visits(workspace, after)
    return after


def _tell_visits(workspace: Workspace, after: Noun) -> None:
    if workspace.visits and isinstance(after, Customer | Equipment):
        from inspector.services.visits.corrections import learn  # noqa: PLC0415 - only with the form engine loaded

        learn(workspace, after)


def _build(noun: type[N], fields: Mapping[str, Any], noun_id: str) -> N:
    allowed = {field.name for field in dataclasses.fields(noun)} - {"id", "has_pin"}
    unknown = next((key for key in fields if key not in allowed), None)
    if unknown is not None:
        raise Problem("field_unknown", field=unknown, fields=", ".join(sorted(allowed)))
    return from_fields(noun, fields, id=noun_id)


def _append(
    workspace: Workspace, noun: type[Any], entity: str, event: str, fields: Mapping[str, Any], scope: str
) -> None:
    made = NewEvent(entity=entity, kind=KINDS[noun], type=event, body={"fields": dict(fields)})
    workspace.db.frames.append(scope, _author(workspace, noun, entity), [made], workspace.now())


def _author(workspace: Workspace, noun: type[Any], entity: str) -> str:
    """Who acts; the first person of a workspace registers himself, because every record has an author."""
    if workspace.db.registers.persons():
        return workspace.acting.id
    if noun is not Person:
        raise Problem("no_person_yet")
    return entity


def _plain(text: str) -> str:
    """A name without blanks at its ends, full-width blanks too."""
    return text.strip()


def as_json(noun: Noun) -> dict[str, Any]:
    """A noun as flat JSON with its id."""
    return {"id": noun.id, **to_fields(noun)}
