"""Repeats in the forms of a visit: their questions row by row, and rows that a person adds or takes away.

What is stored of a row is keyed by its place (`/data/g/sets[2]/maker`), and beside it `…[2]/@row` has the row's own id,
so that a reopened visit has the same rows. When a row goes, everything kept of the rows behind it moves up in the same
commit; undo brings all of it back.
"""

import re
from collections.abc import Mapping
from typing import Final

from inspector.services.visits.answers import live_form
from inspector.services.visits.building import build_form
from inspector.services.visits.changes import Touched
from inspector.services.visits.edit import Edit
from inspector.services.visits.live import LiveForm
from inspector.services.visits.opened import OpenVisit
from inspector.services.visits.session import item_key, target_and_ref
from inspector.services.visits.views import Change, Target
from inspector.services.workspace import Workspace

MARKS: Final = ("/@row", "/@rows")
"""What a draft ends with that says which rows there are."""
ADD: Final = "+"


def add_repeat_row(workspace: Workspace, visit_id: str, target: Target, ref: str) -> Change:
    """Add a row to the repeat `ref`. Raises the Problems of `FormInstance.add_row`."""
    visit = workspace.visit(visit_id)
    live = live_form(visit, target)
    ref = ref.removesuffix(ADD)
    live.instance.add_row(ref)
    return _write(visit, live, live.instance.repeat_ref(ref), visit.edit())


def remove_repeat_row(workspace: Workspace, visit_id: str, target: Target, ref: str) -> Change:
    """Take the row `ref` (`…/rep[2]`) away with all in it. Raises the Problems of `FormInstance.remove_row`."""
    visit = workspace.visit(visit_id)
    live = live_form(visit, target)
    row = live.instance.view(ref).ref
    live.instance.remove_row(ref)
    repeat, _, place = row.removesuffix("]").rpartition("[")
    edit = visit.edit()
    _move_up(visit, edit, target, repeat, int(place))
    return _write(visit, live, repeat, edit)


def _write(visit: OpenVisit, live: LiveForm, repeat: str, edit: Edit) -> Change:
    """Store which rows there are, and build the form anew from what is stored."""
    target, touched = live.target, Touched(visit.views)
    now = {ref: value for ref, value in live.instance.answers().items() if _marks_rows(ref, repeat)}
    for key in visit.session.of("answer"):
        place = target_and_ref(key)
        if place is not None and place[0] == target and _marks_rows(place[1], repeat) and place[1] not in now:
            edit.delete("answer", key)
    for ref, value in now.items():
        edit.put("answer", item_key(target, ref), {"value": value})
    try:
        saved = edit.commit()
    finally:
        visit.session.forms[target] = build_form(visit.workspace, visit.session, target, begun=True)
        visit.views.forget()
    visit.reconcile()
    layout = visit.session.forms[target].layout
    section = layout.section_at(repeat + ADD)
    touched.add(target, (repeat + ADD, *(section.questions if section is not None else ())))
    return touched.change(saved, signatures_cleared=edit.signatures_cleared)


def _marks_rows(ref: str, repeat: str) -> bool:
    return ref.endswith(MARKS) and ref.startswith((f"{repeat}[", f"{repeat}/"))


def _move_up(visit: OpenVisit, edit: Edit, target: Target, repeat: str, gone: int) -> None:
    """Drop what is kept of a row, and let what is kept of the rows behind it move up by one."""
    for kind, items in visit.session.items.items():
        for key, body in items.items():
            place = target_and_ref(key)
            if place is not None and place[0] == target and (wanted := _moved(place[1], repeat, gone)) != place[1]:
                edit.delete(kind, key)
                if wanted is not None:
                    edit.put(kind, item_key(target, wanted), _pointed(body, target, repeat, gone))
            elif kind == "photo":
                _move_photo(edit, key, body, target, repeat, gone)


def _move_photo(edit: Edit, key: str, body: Mapping[str, object], target: Target, repeat: str, gone: int) -> None:
    """A photo is kept under an id of its own and names the question it belongs to."""
    place = target_and_ref(str(body.get("at") or ""))
    if place is None or place[0] != target or (wanted := _moved(place[1], repeat, gone)) == place[1]:
        return
    if wanted is None:
        edit.delete("photo", key)
    else:
        edit.put("photo", key, _pointed(body, target, repeat, gone))


def _pointed(body: Mapping[str, object], target: Target, repeat: str, gone: int) -> dict[str, object]:
    """An item whose own references move up too."""
    found = dict(body)
    for name in ("at", "hazard"):
        place = target_and_ref(str(body.get(name) or ""))
        wanted = _moved(place[1], repeat, gone) if place is not None and place[0] == target else None
        if wanted is not None:
            found[name] = item_key(target, wanted)
    return found


def _moved(ref: str, repeat: str, gone: int) -> str | None:
    """Where a reference is after row `gone` of a repeat went; None for one that went with it."""
    match = re.match(rf"{re.escape(repeat)}\[(\d+)\]", ref)
    if match is None or (place := int(match[1])) < gone:
        return ref
    return None if place == gone else f"{repeat}[{place - 1}]{ref[match.end() :]}"
