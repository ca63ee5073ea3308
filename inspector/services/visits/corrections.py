"""Corrections of the register while a visit is open: what it judges rests on nameplates and on the customer's supply.

A correction is an event of the register at once, not part of the visit: it is true whether or not the visit is issued.
Equipment found on the spot is not registered yet; its correction is kept with the visit. Either way everything the
visit judged of it is judged again, hazards follow, and signatures given to other judgements are cleared.
"""

from collections.abc import Mapping
from typing import Any

from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.problems import Problem
from inspector.services.registers import allowed
from inspector.services.registers.entries import set_equipment
from inspector.services.visits.building import renew_forms, take_facts
from inspector.services.visits.found_equipment import day_of_service, equipment_of_item
from inspector.services.visits.live import LiveForm
from inspector.services.visits.opened import OpenVisit
from inspector.services.visits.views import VisitView
from inspector.services.visits.visit_view import visit_view
from inspector.services.workspace import Workspace

FOUND = ("name", "model", "place", "serial", "maker", "commissioned")
"""Fields of equipment found on the spot, beside its nameplate."""


def correct_equipment(workspace: Workspace, visit_id: str, equipment_id: str, fields: Mapping[str, Any]) -> VisitView:
    """Correct fields of equipment of an open visit; `nameplate` is merged key by key, an empty value takes a key away.

    Raises the problems of `registers.entries.set_equipment`; then nothing is stored.
    """
    visit = workspace.visit(visit_id)
    if visit.session.shut is not None:
        raise visit.session.shut.problem(visit.session.number)
    body = visit.session.of("equipment").get(equipment_id)
    if body is None:
        set_equipment(workspace, equipment_id, fields)
        return visit_view(visit)
    known = visit.session.equipment[equipment_id]
    after = _corrected(known, body, fields)
    if after != body:
        edit = visit.edit()
        edit.put("equipment", equipment_id, after)
        edit.commit()
        visit.session.equipment[equipment_id] = equipment_of_item(equipment_id, visit.session.customer.id, after)
        _judge_again(workspace, visit, equipment_id)
    return visit_view(visit)


def _corrected(known: Equipment, body: Mapping[str, object], fields: Mapping[str, Any]) -> dict[str, object]:
    """The stored item after the correction; unknown things are left out of it."""
    texts = {key: str(fields[key] or "").strip() for key in FOUND if key in fields}
    if texts.get("commissioned", "-") == "":
        body = {key: value for key, value in body.items() if key != "commissioned"}
        del texts["commissioned"]
    day_of_service(texts.get("commissioned", ""))
    if not texts.get("name", known.name):
        raise Problem("equipment_name_missing", field="name")
    plate = allowed.nameplate(fields.get("nameplate") or {}, known.kind, known.nameplate)
    merged = {key: value for key, value in {**known.nameplate, **plate}.items() if value}
    return {**body, **texts, "nameplate": merged}


def learn(workspace: Workspace, changed: Customer | Equipment) -> None:
    """Let the open visits of a customer judge by what its register says now."""
    for visit in workspace.visits.values():
        session = visit.session
        if session.shut is not None:
            continue
        if isinstance(changed, Customer) and session.customer.id == changed.id:
            session.customer = changed
            _judge_again(workspace, visit)
        elif isinstance(changed, Equipment) and changed.id in session.equipment:
            session.equipment[changed.id] = changed
            _judge_again(workspace, visit, changed.id)


def _judge_again(workspace: Workspace, visit: OpenVisit, equipment_id: str | None = None) -> None:
    """Judge the forms of one piece of equipment, or all forms, by the facts as they are now.

    A nameplate may also call for another checklist; one that holds answers stays.
    """
    session = visit.session
    if equipment_id is not None:
        renew_forms(workspace, session)
    forms = [live for live in session.forms.values() if equipment_id in (None, live.target.equipment)]
    before = [dict(live.judgements) for live in forms]
    for live in forms:
        _take_facts(visit, live)
    visit.views.forget()
    visit.reconcile()
    signed = session.of("signature")
    if signed and before != [live.judgements for live in forms]:
        edit = visit.edit()
        for who in list(signed):
            edit.delete("signature", who)
        edit.commit(step=False)


def _take_facts(visit: OpenVisit, live: LiveForm) -> None:
    if live.target.equipment:
        live.equipment = visit.session.equipment[live.target.equipment]
    take_facts(visit.session, live)
    live.judgements.clear()
    live.judge_all(visit.session.packs)
