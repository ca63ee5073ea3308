"""From the folded state of an entity to a row of `shown_hazard`, `shown_visit` or `shown_thing`.

What is wrong in an event's content raises Problem("field_invalid") or a built-in error; `catching_up` passes over it.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from inspector.domain.course import first_team, open_extension, rectifiers, served_on, submissions
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.domain.events import compact
from inspector.domain.fields import from_fields, to_json
from inspector.domain.hazard import HazardStatus
from inspector.domain.hazard_noun import hazard_noun
from inspector.domain.ledger import recurrence_key
from inspector.domain.merge import EntityState
from inspector.domain.person import Person
from inspector.domain.visit import VisitKind
from inspector.domain.words import status_key
from inspector.problems import Problem
from inspector.server.shapes import is_count

SHAPE: Final = 3
"""Version of these rows: raised when they are made in another way, so that a server makes all of them anew."""
FOLD_ERRORS: Final = (Problem, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What odd content of an event may cause; it concerns that entity alone."""
Row = dict[str, Any]


def hazard(state: EntityState, values: Mapping[str, Any], scope: str) -> Row | None:
    """The row of a hazard; None while no registration is effective."""
    if state.status is None or all(event.type != "hazard_registered" for event in state.decisions):
        return None
    noun = hazard_noun(state, values)
    supervised = values.get("supervised")
    searched = (noun.number, noun.place, noun.description, noun.responsible, noun.basis)
    return {
        "id": noun.id,
        "scope": scope,
        "number": noun.number,
        "customer": noun.customer,
        "visit": noun.visit,
        "grade": noun.grade.rank,
        "status": status_key(noun),
        "unclosed": noun.status.unclosed,
        "found_on": noun.found_on.isoformat(),
        "deadline": noun.deadline.isoformat(),
        "trouble": recurrence_key(noun),
        "closed_on": noun.closed_on.isoformat() if noun.closed_on else "",
        "prior_on": "",
        "reopened": state.reopened,
        "recurrent": False,
        "by_hand": supervised if isinstance(supervised, str) else str(int(bool(supervised))) if supervised else "",
        "words": "\n".join(searched).lower(),
        "data": compact({"hazard": to_json(noun), **_course(state, noun.found_by)}),
    }


def _course(state: EntityState, found_by: tuple[str, ...]) -> dict[str, Any]:
    submitted, served = submissions(state), served_on(state)
    closed = state.status is HazardStatus.CLOSED
    return {
        "team": first_team(state, found_by),
        "served_on": served.isoformat() if served else None,
        "submitted_on": submitted[-1].at[:10] if submitted else None,
        "rectifiers": list(rectifiers(state)),
        "reviewers": list(state.signers) if closed else [],
        "extended": sum(1 for one in state.changes if one.body.get("approver") and "deadline" in one.body["fields"]),
        "asks_extension": open_extension(state) is not None and state.status.unclosed if state.status else False,
    }


def visit(state: EntityState, _values: Mapping[str, Any], scope: str) -> Row | None:
    """The row of a signed visit; None before it was signed."""
    signed = next((event for event in state.facts if event.type == "visit_signed"), None)
    if signed is None:
        return None
    body = signed.body
    counts = list(body.get("counts") or (0, 0, 0))
    notices = [str(one.body["number"]) for one in state.facts if one.type == "notice_issued" and one.body.get("number")]
    notice = notices[-1] if notices else str(body.get("notice") or "")
    number, conclusion = str(body["number"]), str(body.get("conclusion") or "")
    if len(counts) != 3 or not all(map(is_count, counts)):
        raise ValueError("counts")
    return {
        "id": state.entity,
        "scope": scope,
        "number": number,
        "customer": str(body["customer"]),
        "kind": VisitKind(body["kind"]).value,
        "signed_on": datetime.fromisoformat(str(body.get("signed_at") or signed.at)).date().isoformat(),
        "words": f"{number}\n{notice}\n{conclusion}".lower(),
        "data": compact(
            {
                "inspectors": [str(one) for one in body.get("inspectors") or ()],
                "notice": notice,
                "conclusion": conclusion,
                "counts": counts,
            }
        ),
    }


def customer(state: EntityState, values: Mapping[str, Any], scope: str) -> Row | None:
    """The name and account of a customer, and what its inspection cycle hangs on."""
    if not values:
        return None
    noun = from_fields(Customer, values, id=state.entity)
    cycle = ("importance", "voltage_kv", "metering", "cycle_months")
    return _thing(state, scope, noun.name, noun.account, {name: to_json(getattr(noun, name)) for name in cycle})


def equipment(state: EntityState, values: Mapping[str, Any], scope: str) -> Row | None:
    """The name of a piece of equipment."""
    return _thing(state, scope, from_fields(Equipment, values, id=state.entity).name) if values else None


def person(state: EntityState, values: Mapping[str, Any], scope: str) -> Row | None:
    """The name of a person."""
    return _thing(state, scope, from_fields(Person, values, id=state.entity, has_pin=False).name) if values else None


def setting(state: EntityState, values: Mapping[str, Any], scope: str) -> Row | None:
    """A group of options that a company has chosen; its name is that of the group."""
    section = values.get("section")
    return _thing(state, scope, section, data=values) if isinstance(section, str) else None


def _thing(state: EntityState, scope: str, name: str, account: str = "", data: Mapping[str, Any] | None = None) -> Row:
    return {
        "id": state.entity,
        "kind": state.kind,
        "scope": scope,
        "name": name,
        "account": account,
        "data": compact(data or {}),
    }


Build = Callable[[EntityState, Mapping[str, Any], str], Row | None]
BUILDERS: Final[Mapping[str, Build]] = {
    "hazard": hazard,
    "visit": visit,
    "customer": customer,
    "equipment": equipment,
    "person": person,
    "setting": setting,
}
"""What makes the row of an entity, by its kind."""


def day(text: str | None) -> date | None:
    """A day as a row keeps it."""
    return date.fromisoformat(text[:10]) if text else None
