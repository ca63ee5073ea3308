"""Registers: customers, equipment, persons. Every write is an event of a frame; unchanged fields stay out of it."""

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.fields import changed_fields, from_fields, to_fields
from inspector.domain.person import Person
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.allowed import customer_fields, nameplate
from inspector.services.visits.signing import set_pin
from inspector.services.workspace import ACTING, Workspace
from inspector.storage import NewEvent

register(
    ProblemKind.INPUT,
    {
        "customer_unknown": N_("There is no customer with account “{account}”."),
        "equipment_name_missing": N_("Give the equipment a name."),
        "equipment_kind_unknown": N_("“{kind}” is no kind of equipment. Use one of: {kinds}."),
        "account_taken": N_("The account “{account}” belongs to another customer already."),
        "account_missing": N_("A customer needs an account number and a name."),
        "no_person_yet": N_(
            "Nobody is registered in this workspace. Begin with the person who works here: "
            "inspector person add login=… name=… team=…"
        ),
        "login_taken": N_("The login “{login}” belongs to another person already."),
        "person_incomplete": N_("A person needs a login, a name and a team."),
        "equipment_unknown": N_("There is no equipment “{equipment}”."),
        "id_missing": N_("Name the record: give its account, login or id."),
        "field_unknown": N_("“{field}” is no field of this register. Use one of: {fields}."),
    },
)

Noun = Customer | Equipment | Person
N = TypeVar("N", Customer, Equipment, Person)
KINDS: Mapping[type, str] = {Customer: "customer", Equipment: "equipment", Person: "person"}


def add_customer(workspace: Workspace, fields: Mapping[str, Any]) -> Customer:
    """Register a customer from JSON-like fields (`account` and `name` at least)."""
    account, name = str(fields.get("account", "")).strip(), str(fields.get("name", "")).strip()
    if not account or not name:
        raise Problem("account_missing")
    if workspace.db.registers.customer_by_account(account) is not None:
        raise Problem("account_taken", account=account)
    customer_fields(fields)
    scope = str(fields.get("scope") or area_of(workspace))
    return _register(workspace, Customer, {**fields, "account": account, "name": name, "scope": scope}, scope)


def set_customer(workspace: Workspace, account: str, fields: Mapping[str, Any]) -> Customer:
    """Change fields of a customer."""
    customer = find_customer(workspace, account)
    if not all(str(fields.get(key, "-")).strip() for key in ("account", "name")):
        raise Problem("account_missing")
    taken = workspace.db.registers.customer_by_account(str(fields["account"])) if "account" in fields else None
    if taken is not None and taken.id != customer.id:
        raise Problem("account_taken", account=taken.account)
    customer_fields(fields)
    return _change(workspace, customer, fields, customer.scope)


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


def add_equipment(workspace: Workspace, account: str, fields: Mapping[str, Any]) -> Equipment:
    """Register equipment of a customer."""
    customer = find_customer(workspace, account)
    if not str(fields.get("name", "")).strip():
        raise Problem("equipment_name_missing")
    position = len(workspace.db.registers.equipment_of(customer.id))
    given = {"position": position, **fields, "customer": customer.id}
    if isinstance(plate := fields.get("nameplate"), Mapping) and isinstance(kind := fields.get("kind"), str):
        given["nameplate"] = nameplate(plate, kind_of(kind))
    return _register(workspace, Equipment, given, customer.scope)


def set_equipment(workspace: Workspace, equipment_id: str, fields: Mapping[str, Any]) -> Equipment:
    """Change fields of a piece of equipment; a nameplate is merged key by key."""
    equipment = find_equipment(workspace, equipment_id)
    if not str(fields.get("name", "-")).strip():
        raise Problem("equipment_name_missing")
    customer = find_customer(workspace, equipment.customer)
    plate = fields.get("nameplate")
    merged = dict(fields)
    if isinstance(plate, Mapping):
        kind = kind_of(str(fields.get("kind", equipment.kind)))
        merged["nameplate"] = {**equipment.nameplate, **nameplate(plate, kind, equipment.nameplate)}
    return _change(workspace, equipment, merged, customer.scope)


def kind_of(kind: str) -> EquipmentKind:
    """The kind of equipment that a command or a row names."""
    if kind not in set(EquipmentKind):
        raise Problem("equipment_kind_unknown", kind=kind, kinds=", ".join(EquipmentKind))
    return EquipmentKind(kind)


def find_equipment(workspace: Workspace, equipment_id: str) -> Equipment:
    """A piece of equipment by id."""
    try:
        return workspace.db.registers.equipment(equipment_id)
    except Problem as problem:
        raise Problem("equipment_unknown", equipment=equipment_id) from problem


def add_person(workspace: Workspace, fields: Mapping[str, Any]) -> Person:
    """Register a person; the first one of a workspace acts from then on."""
    given = {key: str(fields.get(key, "")).strip() for key in ("login", "name", "team")}
    if not all(given.values()):
        raise Problem("person_incomplete")
    if workspace.db.registers.person_by_login(given["login"]) is not None:
        raise Problem("login_taken", login=given["login"])
    scope = area_of(workspace)
    person = _register(workspace, Person, {"areas": [scope], **fields, **given}, scope)
    if not workspace.db.settings.get(ACTING, ""):
        workspace.db.settings.put(ACTING, person.id)
    return person


def set_person(workspace: Workspace, name: str, fields: Mapping[str, Any]) -> Person:
    """Change fields of a person."""
    person = workspace.person_of(name)
    if not all(str(fields.get(key, "-")).strip() for key in ("login", "name", "team")):
        raise Problem("person_incomplete")
    taken = workspace.db.registers.person_by_login(str(fields["login"])) if "login" in fields else None
    if taken is not None and taken.id != person.id:
        raise Problem("login_taken", login=taken.login)
    return _change(workspace, person, fields, area_of(workspace))


def area_of(workspace: Workspace) -> str:
    """The area that new things belong to: the setting `area`, made when it is first needed."""
    known = str(workspace.db.settings.get("area", ""))
    if known:
        return known
    area = workspace.new_id()
    workspace.db.settings.put("area", area)
    return area


def _register(workspace: Workspace, noun: type[N], fields: Mapping[str, Any], scope: str) -> N:
    made = _build(noun, fields, workspace.new_id())
    _append(workspace, noun, made.id, f"{KINDS[noun]}_registered", to_fields(made), scope)
    return made


def _change(workspace: Workspace, before: N, fields: Mapping[str, Any], scope: str) -> N:
    after = _build(type(before), {**to_fields(before), **fields}, before.id)
    changed = changed_fields(before, after)
    if changed:
        _append(workspace, type(before), before.id, f"{KINDS[type(before)]}_changed", changed, scope)
    return after


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


def as_json(noun: Noun) -> dict[str, Any]:
    """A noun as flat JSON with its id."""
    return {"id": noun.id, **to_fields(noun)}


# commands: list, show, add, set --------------------------------------------------------------------------------

Parse = Callable[[Iterable[str]], dict[str, str]]


def _typed(noun: type[Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """Fields that were typed as text: what the register keeps as text, days and choices stay so, the rest is JSON."""
    hints = get_type_hints(noun)
    return {name: text if _plain(hints.get(name, str)) else _json(text) for name, text in texts.items()}


def _plain(hint: Any) -> bool:
    parts = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    return any(isinstance(part, type) and issubclass(part, str | date) for part in parts)


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text.strip() else None
    except (ValueError, RecursionError):
        return text


def customer_command(workspace: Workspace, verb: str, words: list[str], parse: Parse) -> Any:
    """`customer list | show ACCOUNT | add field=value … | set ACCOUNT field=value …`."""
    match verb:
        case "list":
            return [as_json(customer) for customer in workspace.db.registers.customers()]
        case "show":
            customer = find_customer(workspace, _first(words))
            equipment = [as_json(item) for item in workspace.db.registers.equipment_of(customer.id)]
            return {**as_json(customer), "equipment": equipment}
        case "add":
            return as_json(add_customer(workspace, _typed(Customer, parse(words))))
    return as_json(set_customer(workspace, _first(words), _typed(Customer, parse(words[1:]))))


def equipment_command(workspace: Workspace, verb: str, words: list[str], parse: Parse) -> Any:
    """`equipment list [ACCOUNT] | show ID | add ACCOUNT field=value … | set ID field=value …`."""
    registers = workspace.db.registers
    match verb:
        case "list":
            owners = [find_customer(workspace, words[0])] if words else registers.customers()
            return [as_json(item) for owner in owners for item in registers.equipment_of(owner.id)]
        case "show":
            return as_json(find_equipment(workspace, _first(words)))
        case "add":
            return as_json(add_equipment(workspace, _first(words), _typed(Equipment, parse(words[1:]))))
    return as_json(set_equipment(workspace, _first(words), _typed(Equipment, parse(words[1:]))))


def person_command(workspace: Workspace, verb: str, words: list[str], parse: Parse) -> Any:
    """`person list | add field=value … | set PERSON field=value …`; `pin=…` sets the PIN on this laptop."""
    if verb == "list":
        return [{**as_json(person), "has_pin": person.has_pin} for person in workspace.db.registers.persons()]
    fields = parse(words if verb == "add" else words[1:])
    pin, given = fields.pop("pin", None), _typed(Person, fields)
    with workspace.db.transaction():
        person = add_person(workspace, given) if verb == "add" else set_person(workspace, _first(words), given)
        if pin is not None:
            set_pin(workspace, person, pin)
    return as_json(person)


def _first(words: list[str]) -> str:
    if not words:
        raise Problem("id_missing")
    return words[0]
