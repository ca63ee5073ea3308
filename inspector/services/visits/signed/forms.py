"""The version of a checklist that a visit was signed in, wherever it can be had. Worker thread.

Since signed visits carry their checklists, a laptop that received one has them. Of older visits the version may still
be known from the records of the company's own checklists; else the version that counts here stands in, and is said to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from inspector.domain.equipment import EquipmentKind
from inspector.domain.visit import Step
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.checklists.compiled import FormSource, VisitForm, own_source, shipped_source, thing_of_form
from inspector.services.workspace import Workspace


@dataclass(slots=True)
class Versions:
    """Blob hashes by form, and the forms for which another version stands in or none is left."""

    blobs: dict[str, str] = field(default_factory=dict)
    borrowed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def versions_of(workspace: Workspace, entries: list[Mapping[str, Any]], scope: str) -> Versions:
    """The versions of all forms that a signed visit names."""
    made = Versions()
    for form, wanted in {str(entry["form"]): str(entry.get("version") or "") for entry in entries}.items():
        found = wanted if _readable(workspace, wanted) else _from_records(workspace, form, wanted, scope)
        stand_in = "" if found else _current(workspace, form)
        if found or stand_in:
            made.blobs[form] = found or stand_in
        if stand_in:
            made.borrowed = (*made.borrowed, form)
        elif not found:
            made.lost = (*made.lost, form)
    return made


def _readable(workspace: Workspace, blob: str) -> bool:
    try:
        return bool(blob) and workspace.store.blobs.has(blob) and bool(workspace.forms.definition(blob).questions)
    except Problem:
        return False


def _from_records(workspace: Workspace, form: str, wanted: str, scope: str) -> str:
    """The wanted version, compiled anew from a sheet that is still on record here; "" if none of them is it."""
    for source in _sources(workspace, form, scope):
        try:
            if workspace.forms.stored(workspace.db, source) == wanted:
                return wanted
        except Problem:
            continue
    return ""


def _sources(workspace: Workspace, form: str, scope: str) -> Iterator[FormSource]:
    areas = dict.fromkeys((scope, str(workspace.db.settings.get("area", ""))))
    for area in areas:
        for event in workspace.db.frames.events_of(thing_of_form(area, form)):
            fields = event.body.get("fields")
            content = fields.get("content") if isinstance(fields, Mapping) else None
            if isinstance(content, str):
                yield own_source(form, content)
    try:
        yield shipped_source(form)
    except Problem:
        return


def _current(workspace: Workspace, form: str) -> str:
    try:
        return workspace.forms.current(workspace.db, form)
    except Problem:
        return ""


def line_of(plan: tuple[VisitForm, ...], form: str, *, bound: bool) -> VisitForm:
    """The line of the plan of visits that a form stands in; one that is in none any more belongs to a likely step."""
    known = next((line for line in plan if line.id == form), None)
    if known is not None:
        return known
    step = Step.EQUIPMENT if bound else Step.INFRASTRUCTURE
    return VisitForm(form, step, frozenset(EquipmentKind) if bound else frozenset(), form, form)
