"""Photos of a visit: decoded, stamped and stored off the database thread, then attached in one commit.

The original is kept untouched and hashed; window and notice show the oriented, stamped picture. These functions do the
decoding themselves and hand only the write to the worker: call them from a pool thread, never from the worker.
"""

from inspector.i18n import N_, Translator
from inspector.photos.intake import intake
from inspector.photos.stamp import PhotoStamp
from inspector.problems import Problem, ProblemKind, register
from inspector.services.views import Change, Target
from inspector.services.visits.answers import hazard_item, live_form, question
from inspector.services.visits.changes import Touched
from inspector.services.visits.drafts import DOCUMENTS, place_of
from inspector.services.visits.opened import OpenVisit
from inspector.services.visits.session import VisitSession, item_key
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {"photo_nowhere": N_("Say what the photo shows: a question of a checklist, a hazard, or an old hazard.")},
)


def add_photo(
    workspace: Workspace,
    visit_id: str,
    data: bytes,
    name: str,
    *,
    target: Target | None = None,
    ref: str = "",
    hazard: str | None = None,
    old_hazard: str | None = None,
) -> Change:
    """Attach a photo to a question or line, a hazard draft, or an old hazard.

    Raises Problem for a place that the visit does not have, before anything is decoded or stored, and for a bad
    picture.
    """

    def prepare() -> PhotoStamp:
        visit = workspace.visit(visit_id)
        _check_place(visit, target, ref, hazard, old_hazard)
        return _stamp(workspace, visit.session, target)

    stamp = workspace.call(prepare)
    taken = intake(data, stamp)
    blobs = workspace.store.blobs
    body: dict[str, object] = {
        "original": blobs.put(data),
        "media": f"image/{taken.original_format.lower()}",
        "display": blobs.put(taken.display.data),
        "thumb": blobs.put(taken.thumbnail.data),
        "taken_at": (taken.taken_at or stamp.added_at).astimezone().isoformat(),
        "name": name,
        "at": item_key(target, ref) if target is not None else "",
        "hazard": hazard or "",
        "old_hazard": old_hazard or "",
    }
    return workspace.call(lambda: _attach(workspace, visit_id, body))


def _check_place(visit: OpenVisit, target: Target | None, ref: str, hazard: str | None, old: str | None) -> None:
    if target is None and not hazard and not old:
        raise Problem("photo_nowhere")
    if target is not None:
        question(live_form(visit, target), ref)
    if hazard:
        hazard_item(visit, hazard)
    if old and old not in visit.session.old:
        raise Problem("old_hazard_unknown", hazard=old)


def _stamp(workspace: Workspace, session: VisitSession, target: Target | None) -> PhotoStamp:
    place = place_of(session.forms[target]) if target is not None else ""
    inspectors = Translator(DOCUMENTS)(", ").join(person.name for person in session.inspectors)
    return PhotoStamp(session.customer.name, place, inspectors, workspace.now())


def _attach(workspace: Workspace, visit_id: str, body: dict[str, object]) -> Change:
    visit = workspace.visit(visit_id)
    edit, touched = visit.edit(), Touched(visit.views)
    edit.put("photo", workspace.new_id(), body)
    saved = edit.commit()
    _touch(visit.session, touched, body)
    return touched.change(saved, signatures_cleared=edit.signatures_cleared)


def _touch(session: VisitSession, touched: Touched, body: dict[str, object]) -> None:
    """Name what shows the photo: its question, its hazard, the old hazard."""
    for key in (str(body["at"]), str(body["hazard"])):
        form, _, rest = key.partition("|")
        equipment, _, ref = rest.partition("|")
        target = Target(form, equipment or None)
        if ref and target in session.forms:
            touched.add(target, (ref,))
        if key in session.of("hazard"):
            touched.hazards[key] = None
    if body["old_hazard"]:
        touched.old[str(body["old_hazard"])] = None


def remove_photo(workspace: Workspace, visit_id: str, photo: str) -> Change:
    """Take a photo off the visit; its original stays in the store until the workspace is cleaned. Worker thread."""
    visit = workspace.visit(visit_id)
    body = visit.session.of("photo").get(photo, {"at": "", "hazard": "", "old_hazard": ""})
    edit, touched = visit.edit(), Touched(visit.views)
    edit.delete("photo", photo)
    saved = edit.commit()
    _touch(visit.session, touched, body)
    return touched.change(saved, signatures_cleared=edit.signatures_cleared)


def paper_photo(workspace: Workspace, data: bytes) -> str:
    """Store the photo of a signed paper; returns the blob hash that `sign` takes. Pool thread."""
    stamp = PhotoStamp("", "", "", workspace.call(workspace.now))
    return workspace.store.blobs.put(intake(data, stamp).display.data)
