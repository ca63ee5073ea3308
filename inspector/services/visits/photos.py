"""Photos of a visit: decoded, stamped and stored off the database thread, then attached in one commit.

The original is kept untouched and hashed; window and notice show the oriented, stamped picture. These functions do the
decoding themselves and hand only the write to the worker: call them from a pool thread, never from the worker.
"""

from collections.abc import Mapping
from datetime import datetime

from inspector.i18n import N_, Translator
from inspector.photos.annotation import Annotation, to_json
from inspector.photos.intake import Intake, intake
from inspector.photos.stamp import PhotoStamp
from inspector.problems import Problem, ProblemKind, register
from inspector.services.visits.answers import hazard_item, live_form, question
from inspector.services.visits.changes import Touched
from inspector.services.visits.drafts import DOCUMENTS, place_of
from inspector.services.visits.opened import OpenVisit
from inspector.services.visits.session import VisitSession, item_key
from inspector.services.visits.views import Change, Target
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "photo_nowhere": N_("Say what the photo shows: a question of a checklist, a hazard, or an old hazard."),
        "photo_unknown": N_("The photo is not there any more. Look at the photos again."),
    },
)

PHOTO_FILES = ("display", "original", "thumb", "plain_display", "plain_thumb")
"""Fields of a photo's item that name a stored file; the plain ones are there when marks lie over the photo."""


def add_photo(  # noqa: PLR0913 - where it belongs is given by name, most of it left out
    workspace: Workspace,
    visit_id: str,
    data: bytes,
    name: str,
    *,
    target: Target | None = None,
    ref: str = "",
    hazard: str | None = None,
    old_hazard: str | None = None,
    annotation: Annotation | None = None,
    taken_at: datetime | None = None,
) -> Change:
    """Attach a photo to a question or line, a hazard draft, or an old hazard; with marks over it, if any are given.

    `taken_at` is when a camera of this computer took it; what the photo itself says counts more. Raises Problem for a
    place that the visit does not have, before anything is decoded or stored, and for a bad picture.
    """

    def prepare() -> PhotoStamp:
        visit = workspace.visit(visit_id)
        _check_place(visit, target, ref, hazard, old_hazard)
        return _stamp(workspace, visit.session, target, taken_at)

    stamp = workspace.call(prepare)
    taken = intake(data, stamp, annotation=annotation)
    blobs = workspace.store.blobs
    body: dict[str, object] = {
        "original": blobs.put(data),
        "media": f"image/{taken.original_format.lower()}",
        **_pictures(workspace, taken, annotation),
        "taken_at": (taken.taken_at or stamp.added_at).astimezone().isoformat(),
        "name": name,
        "at": item_key(target, ref) if target is not None else "",
        "hazard": hazard or "",
        "old_hazard": old_hazard or "",
        "stamp": stamp_item(stamp),
    }
    return workspace.call(lambda: _put(workspace, visit_id, workspace.new_id(), body))


def _pictures(workspace: Workspace, taken: Intake, annotation: Annotation | None) -> dict[str, object]:
    """Store the pictures of a photo; returns the fields of its item that depend on its marks."""
    put = workspace.store.blobs.put
    display, thumb = put(taken.display.data), put(taken.thumbnail.data)
    if not annotation or taken.marked_display is None or taken.marked_thumbnail is None:
        return {"display": display, "thumb": thumb}
    return {
        "display": put(taken.marked_display.data),
        "thumb": put(taken.marked_thumbnail.data),
        "plain_display": display,
        "plain_thumb": thumb,
        "annotation": to_json(annotation),
    }


def annotate_photo(workspace: Workspace, visit_id: str, photo: str, annotation: Annotation | None) -> Change:
    """Lay marks over a photo, or take them away (None or no marks): then its former picture shows again.

    The original is not touched. Decodes it anew: pool thread. Raises Problem photo_unknown.
    """

    def prepare() -> tuple[dict[str, object], PhotoStamp]:
        session = workspace.visit(visit_id).session
        item = _item(session, photo)
        return item, stamp_of(session, item)

    item, stamp = workspace.call(prepare)
    plain = {key: value for key, value in item.items() if key not in ("plain_display", "plain_thumb", "annotation")}
    if annotation:
        taken = intake(workspace.store.blobs.get(str(item["original"])), stamp, annotation=annotation)
        body = plain | _pictures(workspace, taken, annotation)
    elif item.get("annotation"):
        body = plain | {"display": item["plain_display"], "thumb": item["plain_thumb"]}
    else:
        body = plain

    def replace() -> Change:
        _item(workspace.visit(visit_id).session, photo)
        return _put(workspace, visit_id, photo, body)

    return workspace.call(replace)


def _item(session: VisitSession, photo: str) -> dict[str, object]:
    found = session.of("photo").get(photo)
    if found is None:
        raise Problem("photo_unknown", photo=photo)
    return dict(found)


def stamp_item(stamp: PhotoStamp) -> dict[str, object]:
    """A stamp as it is kept with its photo, to be printed the same again under new marks."""
    return {
        "customer": stamp.customer,
        "place": stamp.place,
        "inspector": stamp.inspector,
        "added_at": stamp.added_at.isoformat(),
        "taken_at": stamp.taken_at.isoformat() if stamp.taken_at else "",
    }


def stamp_of(session: VisitSession, item: Mapping[str, object]) -> PhotoStamp:
    """The stamp of a photo; of one that was added before stamps were kept, as it would be today."""
    kept = item.get("stamp")
    if not isinstance(kept, Mapping):
        form, equipment, _ref = [*str(item.get("at", "")).split("|"), "", ""][:3]
        live = session.forms.get(Target(form, equipment or None))
        added_at = datetime.fromisoformat(str(item["taken_at"]))
        return PhotoStamp(session.customer.name, place_of(live) if live else "", _names(session), added_at)
    taken_at = str(kept["taken_at"])
    return PhotoStamp(
        str(kept["customer"]),
        str(kept["place"]),
        str(kept["inspector"]),
        datetime.fromisoformat(str(kept["added_at"])),
        datetime.fromisoformat(taken_at) if taken_at else None,
    )


def _check_place(visit: OpenVisit, target: Target | None, ref: str, hazard: str | None, old: str | None) -> None:
    if target is None and not hazard and not old:
        raise Problem("photo_nowhere")
    if target is not None:
        question(live_form(visit, target), ref)
    if hazard:
        hazard_item(visit, hazard)
    if old and old not in visit.session.old:
        raise Problem("old_hazard_unknown", hazard=old)


def _stamp(workspace: Workspace, session: VisitSession, target: Target | None, taken_at: datetime | None) -> PhotoStamp:
    place = place_of(session.forms[target]) if target is not None else ""
    return PhotoStamp(session.customer.name, place, _names(session), workspace.now(), taken_at)


def _names(session: VisitSession) -> str:
    return Translator(DOCUMENTS)(", ").join(person.name for person in session.inspectors)


def _put(workspace: Workspace, visit_id: str, photo: str, body: dict[str, object]) -> Change:
    visit = workspace.visit(visit_id)
    edit, touched = visit.edit(), Touched(visit.views)
    edit.put("photo", photo, body)
    saved = edit.commit()
    touched.photo(body)
    return touched.change(saved, signatures_cleared=edit.signatures_cleared)


def remove_photo(workspace: Workspace, visit_id: str, photo: str) -> Change:
    """Take a photo off the visit; its original stays in the store until the workspace is cleaned. Worker thread."""
    visit = workspace.visit(visit_id)
    body = visit.session.of("photo").get(photo, {"at": "", "hazard": "", "old_hazard": ""})
    edit, touched = visit.edit(), Touched(visit.views)
    edit.delete("photo", photo)
    saved = edit.commit()
    touched.photo(body)
    return touched.change(saved, signatures_cleared=edit.signatures_cleared)


def paper_photo(workspace: Workspace, data: bytes) -> str:
    """Store the photo of a signed paper; returns the blob hash that `sign` takes. Pool thread."""
    stamp = PhotoStamp("", "", "", workspace.call(workspace.now))
    return workspace.store.blobs.put(intake(data, stamp).display.data)
