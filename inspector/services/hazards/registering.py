"""登记隐患: a hazard that was found outside an inspection goes on record as one that an inspection found does.

`register_hazard` may be called from any thread but the window's: photos are decoded where it is called, number and
event are written together on the worker, so that a kill leaves both or neither.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from inspector.domain.hazard import Grade
from inspector.domain.roles import as_seen, may_inspect
from inspector.i18n import N_
from inspector.photos.stamp import PhotoStamp
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.hazards.detail import hazard_detail
from inspector.services.hazards.given import PhotoInput, blobs_of, take_photo
from inspector.services.ledgers.views import HazardDetail
from inspector.services.registers.entries import find_customer
from inspector.services.visits.numbers import hazard_number
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent

register(
    ProblemKind.INPUT,
    {
        "hazard_role": N_("Only inspectors and team leads register hazards."),
        "hazard_description": N_("Say what is wrong: the description is empty."),
        "hazard_found_on": N_("{day} lies in the future. Correct the day it was found on."),
        "hazard_deadline": N_("The deadline {deadline} lies before the day it was found on, {found_on}."),
        "hazard_equipment": N_("This piece of equipment is not the customer's. Choose another one, or none."),
    },
)


@dataclass(frozen=True, slots=True)
class NewHazard:
    """What was found. `customer` is an account or id; without a day it is today's, without a deadline its grade's."""

    customer: str
    description: str
    grade: Grade = Grade.GENERAL
    equipment: str = ""
    place: str = ""
    basis: str = ""
    measure: str = ""
    deadline: date | None = None
    found_on: date | None = None
    responsible: str = ""
    """"" for the customer's contact."""
    photos: tuple[PhotoInput | Path | str | bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class RegistrationChoices:
    """What the dialog offers for a customer: its pieces of equipment (id, name, place) and who is responsible.

    `days` until the usual deadline, by grade.
    """

    equipment: tuple[tuple[str, str, str], ...]
    responsible: str
    days: Mapping[Grade, int]


def registration_choices(workspace: Workspace, account: str) -> RegistrationChoices:
    """What to choose from. Worker thread. Raises Problem customer_unknown."""
    customer = find_customer(workspace, account)
    items = workspace.db.registers.equipment_of(customer.id)
    equipment = tuple((item.id, item.name, item.place) for item in items if item.active)
    today = workspace.today()
    days = {grade: (workspace.packs.deadline(grade, today) - today).days for grade in Grade}
    return RegistrationChoices(equipment, customer.contact, days)


def register_hazard(workspace: Workspace, new: NewHazard) -> HazardDetail:
    """Put a hazard on record; returns it with its number.

    Raises Problem hazard_role, hazard_description, hazard_found_on, hazard_deadline, hazard_equipment,
    customer_unknown, nobody_acting and those of photos; then nothing was written and no number is used.
    """
    workspace.call(lambda: _fields(workspace, new, number=""))
    if new.photos:
        stamp = workspace.call(lambda: _stamp(workspace, new))
        taken = tuple(
            photo if isinstance(photo, PhotoInput) else take_photo(workspace, photo, stamp) for photo in new.photos
        )
        new = replace(new, photos=taken)
    return workspace.call(lambda: _store(workspace, new))


def _stamp(workspace: Workspace, new: NewHazard) -> PhotoStamp:
    customer = find_customer(workspace, new.customer)
    return PhotoStamp(customer.name, new.place.strip(), workspace.acting.name, workspace.now())


def _store(workspace: Workspace, new: NewHazard) -> HazardDetail:
    author, now = workspace.acting, workspace.now()
    customer = find_customer(workspace, new.customer)
    photos = tuple(photo for photo in new.photos if isinstance(photo, PhotoInput))
    with workspace.db.transaction():
        fields = _fields(workspace, new, number=hazard_number(workspace, now))
        fields["photos"] = [photo.display for photo in photos]
        body = {"fields": fields, "photos": [photo.told() for photo in photos], **as_seen(author, finders=(author,))}
        hazard = workspace.new_id()
        event = NewEvent(hazard, "hazard", "hazard_registered", body, blobs=blobs_of(workspace, photos))
        workspace.db.frames.append(customer.scope, author.id, [event], now)
    return hazard_detail(workspace, hazard)


def _fields(workspace: Workspace, new: NewHazard, *, number: str) -> dict[str, Any]:
    """The fields of the registration, checked. Raises Problem."""
    author, today = workspace.acting, workspace.today()
    if not may_inspect(author):
        raise Problem("hazard_role")
    customer = find_customer(workspace, new.customer)
    if not new.description.strip():
        raise Problem("hazard_description", field="description")
    found_on = new.found_on or today
    if found_on > today:
        raise Problem("hazard_found_on", day=found_on.isoformat(), field="found_on")
    deadline = new.deadline or workspace.packs.deadline(new.grade, found_on)
    if deadline < found_on:
        raise Problem("hazard_deadline", deadline=deadline.isoformat(), found_on=found_on.isoformat(), field="deadline")
    if new.equipment and new.equipment not in {item.id for item in workspace.db.registers.equipment_of(customer.id)}:
        raise Problem("hazard_equipment", field="equipment")
    return {
        "number": number,
        "customer": customer.id,
        "visit": "",
        "equipment": new.equipment or None,
        "place": new.place.strip(),
        "description": new.description.strip(),
        "grade": new.grade.value,
        "basis": new.basis.strip(),
        "measure": new.measure.strip(),
        "deadline": deadline.isoformat(),
        "responsible": new.responsible.strip() or customer.contact,
        "found_on": found_on.isoformat(),
        "found_by": [author.id],
        "criterion": "",
    }
