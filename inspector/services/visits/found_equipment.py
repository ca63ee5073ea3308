"""Equipment found on the spot: kept with the visit, with forms of its own, and registered when the visit is signed."""

from collections.abc import Mapping
from datetime import date

from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.visit import Step
from inspector.i18n import N_, Message
from inspector.problems import Problem, ProblemKind, register
from inspector.services.registers import allowed
from inspector.services.visits.building import renew_forms
from inspector.services.visits.views import Target, VisitView
from inspector.services.visits.visit_view import visit_view
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "equipment_name_missing": N_("Give the equipment a name."),
        "equipment_kind_unknown": N_("“{kind}” is no kind of equipment. Use one of: {kinds}."),
    },
)

TEXTS = ("model", "place", "maker", "serial")
"""What may be said of equipment beside kind, name and nameplate."""


def equipment_of_item(key: str, customer: str, body: Mapping[str, object]) -> Equipment:
    """Equipment found on the spot, as stored with the visit until it is signed; a day that is none is left out."""
    plate = body.get("nameplate")
    return Equipment(
        id=key,
        customer=customer,
        kind=EquipmentKind(str(body["kind"])),
        name=str(body["name"]),
        model=str(body.get("model", "")),
        place=str(body.get("place", "")),
        commissioned=None if unreadable_day(body) else _day(body),
        position=10_000,
        nameplate={str(k): str(v) for k, v in plate.items()} if isinstance(plate, Mapping) else {},
        serial=str(body.get("serial", "")),
        maker=str(body.get("maker", "")),
    )


def day_of_service(text: str) -> date | None:
    """The day that somebody gives as the first in service, None for "". Raises Problem field_invalid."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        noun = Message(N_("Equipment"))
        raise Problem("field_invalid", field="commissioned", noun=noun, value=text[:80]) from None


def unreadable_day(body: Mapping[str, object]) -> str:
    """What stands where the stored first day in service should be and is no day; "" if nothing is wrong."""
    try:
        _day(body)
    except Problem:
        return str(body["commissioned"])
    return ""


def _day(body: Mapping[str, object]) -> date | None:
    return day_of_service(str(body.get("commissioned") or ""))


def add_equipment(
    workspace: Workspace,
    visit_id: str,
    kind: str,
    name: str,
    nameplate: Mapping[str, str],
    **more: str,
) -> tuple[VisitView, Target | None]:
    """Add equipment found on the spot; it is registered when the visit is signed.

    `more` are further texts, by the names in `TEXTS`. Returns its first form's target, None for a kind without a
    checklist.
    """
    if not name.strip():
        raise Problem("equipment_name_missing", field="name")
    if kind not in set(EquipmentKind):
        raise Problem("equipment_kind_unknown", field="kind", kind=kind, kinds=", ".join(EquipmentKind))
    visit = workspace.visit(visit_id)
    session = visit.session
    key = workspace.new_id()
    body = {
        "kind": kind,
        "name": name.strip(),
        **{key: more.get(key, "").strip() for key in TEXTS},
        "nameplate": allowed.nameplate(nameplate, EquipmentKind(kind)),
    }
    edit = visit.edit()
    edit.put("equipment", key, body)
    edit.commit()
    visit.added |= {key}
    session.equipment[key] = equipment_of_item(key, session.customer.id, body)
    renew_forms(workspace, session)
    target = next((target for target in session.targets(Step.EQUIPMENT) if target.equipment == key), None)
    return visit_view(visit), target
