"""The registers by command: list, show, add, set, with fields typed as text."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.person import Person
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.registers.entries import (
    add_customer,
    add_equipment,
    add_person,
    as_json,
    close_customer,
    find_customer,
    find_equipment,
    reinstate_equipment,
    reopen_customer,
    retire_equipment,
    set_customer,
    set_equipment,
    set_person,
)
from inspector.services.registers.nameplates import nameplate_fields
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "id_missing": N_("Name the record: give its account, login or id."),
        "words_left": N_("“{word}” is one word too many for “{verb}”."),
        "nameplate_unknown": N_("“{field}” is not on the nameplate of this kind of equipment. Use one of: {fields}."),
    },
)

PLATE: Final = "nameplate."
"""`nameplate.KEY=value` sets one value of a nameplate."""

OWNER: Final = "customer="
LISTED: Final = re.compile(r"[,，、;；]")
"""What parts the items of a list that is typed as a person writes one."""

Parse = Callable[[Iterable[str]], dict[str, str]]


def customer_command(workspace: Workspace, verb: str, words: list[str], parse: Parse) -> Any:
    """`customer list | show ACCOUNT | add field=value … | set ACCOUNT field=value … | close|reopen ACCOUNT`.

    `risk`, `portrait` and `papers` concern the customer file.
    """
    _need_no_more(verb, words, {"list": 0, "risk": 1, "portrait": 2})
    match verb:
        case "list":
            everything = [as_json(customer) for customer in workspace.db.registers.customers()]
            return [{key: value for key, value in one.items() if key != "diagram"} for one in everything]
        case "show":
            customer = find_customer(workspace, _first(words))
            equipment = [as_json(item) for item in workspace.db.registers.equipment_of(customer.id)]
            return {**as_json(customer), "equipment": equipment}
        case "add":
            return as_json(add_customer(workspace, _typed(Customer, parse(words))))
        case "close" | "reopen":
            act = close_customer if verb == "close" else reopen_customer
            return as_json(act(workspace, _first(words)))
        case "risk" | "portrait" | "papers":
            return _file_command(workspace, verb, words)
    return as_json(set_customer(workspace, _first(words), _typed(Customer, parse(words[1:]))))


def _file_command(workspace: Workspace, verb: str, words: list[str]) -> Any:
    """`customer risk [ACCOUNT] | portrait FILE [dry-run] | papers ACCOUNT`."""
    from inspector.services.customer_files import file_commands  # noqa: PLC0415 - reads workbooks and documents

    if verb == "risk":
        return file_commands.risk_rows(workspace, words[0] if words else "")
    if verb == "papers":
        return file_commands.paper_rows(workspace, _first(words))
    return file_commands.import_portraits(workspace, Path(_first(words)), dry_run="dry-run" in words[1:])


def equipment_command(workspace: Workspace, verb: str, words: list[str], parse: Parse) -> Any:
    """`equipment list [ACCOUNT] | show ID | add ACCOUNT field=value … | set ID field=value … | retire|reinstate ID`.

    `nameplate.KEY=value` gives one value of the nameplate.
    """
    stored = workspace.db.registers
    _need_no_more(verb, words, {"list": 1})
    match verb:
        case "list":
            owners = [find_customer(workspace, words[0])] if words else stored.customers()
            return [as_json(item) for owner in owners for item in stored.equipment_of(owner.id)]
        case "show":
            return as_json(find_equipment(workspace, _first(words)))
        case "add":
            owner = [word.removeprefix(OWNER) for word in words[:1]]  # named as a field is
            given = parse(words[1:])
            fields = _equipment(given, given.get("kind", ""), ())
            return as_json(add_equipment(workspace, _first(owner), fields))
        case "retire" | "reinstate":
            act = retire_equipment if verb == "retire" else reinstate_equipment
            return as_json(act(workspace, _first(words)))
    known = find_equipment(workspace, _first(words))
    given = parse(words[1:])
    fields = _equipment(given, given.get("kind", known.kind.value), known.nameplate)
    return as_json(set_equipment(workspace, known.id, fields))


def person_command(workspace: Workspace, verb: str, words: list[str], parse: Parse) -> Any:
    """`person list | add field=value … | set PERSON field=value …`; `pin=…` sets the PIN on this laptop."""
    _need_no_more(verb, words, {"list": 0})
    if verb == "list":
        return [{**as_json(person), "has_pin": person.has_pin} for person in workspace.db.registers.persons()]
    fields = parse(words if verb == "add" else words[1:])
    pin, given = fields.pop("pin", None), _typed(Person, fields)
    if verb == "add":
        return as_json(add_person(workspace, given, pin=pin))
    return as_json(set_person(workspace, _first(words), given, pin=pin))


def _equipment(texts: Mapping[str, str], kind: str, known: Iterable[str]) -> dict[str, Any]:
    """Fields of equipment; `nameplate.KEY` has to be on the nameplate of the kind, or already there."""
    single = {name.removeprefix(PLATE): text for name, text in texts.items() if name.startswith(PLATE)}
    fields = _typed(Equipment, {name: text for name, text in texts.items() if not name.startswith(PLATE)})
    if not single:
        return fields
    keys = [field.key for field in nameplate_fields(EquipmentKind(kind))] if kind in set(EquipmentKind) else []
    wrong = next((key for key in single if keys and key not in (*keys, *known)), None)
    if wrong is not None:
        raise Problem("nameplate_unknown", field=PLATE + wrong, fields=", ".join(PLATE + key for key in keys))
    whole = fields.get("nameplate")
    return {**fields, "nameplate": {**(whole if isinstance(whole, Mapping) else {}), **single}}


def _need_no_more(verb: str, words: list[str], most: Mapping[str, int]) -> None:
    """Raise Problem words_left for words that a verb without fields has no use for."""
    allowed = most.get(verb, len(words) if verb in ("add", "set") else 1)
    if len(words) > allowed:
        raise Problem("words_left", word=words[allowed], verb=verb)


def _typed(noun: type[Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """Fields typed as text: what the register keeps as text, days and choices stay so, words become a list.

    The rest is JSON, as lists may be too.
    """
    hints = get_type_hints(noun)
    return {name: _value(hints.get(name, str), text) for name, text in texts.items()}


def _value(hint: Any, text: str) -> Any:
    if _plain(hint):
        return text
    said = _json(text)
    of = get_args(hint)[:1] if get_origin(hint) is tuple else ()
    if isinstance(said, list) or not any(_plain(item) for item in of):
        return said
    return [part.strip() for part in LISTED.split(text) if part.strip()]


def _plain(hint: Any) -> bool:
    parts = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    return any(isinstance(part, type) and issubclass(part, str | date) for part in parts)


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text.strip() else None
    except (ValueError, RecursionError):
        return text


def _first(words: list[str]) -> str:
    if not words:
        raise Problem("id_missing")
    return words[0]
