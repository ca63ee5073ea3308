"""Writing a reply that was looked at: submissions and notes with their photos, all of it or nothing.

Pool thread: photos are stored first (content-addressed; what is stored without being referred to does no harm), then
one frame is written on the worker.
"""

from collections.abc import Mapping
from typing import Any, Final

from inspector.domain.events import BlobRef
from inspector.domain.roles import ALLOWED, as_seen
from inspector.i18n import Translator
from inspector.photos.intake import MAX_BYTES
from inspector.problems import Problem
from inspector.services.excel.archive import open_archive
from inspector.services.excel.views import Cancelled, Progress, never, no_progress
from inspector.services.replies.checking import digest_of
from inspector.services.replies.layout import STATES
from inspector.services.replies.views import Outcome, ReplyPhoto, ReplyPreview, ReplyResult, ReplyRow
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent

PHASE: Final = "write"
JPEG: Final = "image/jpeg"
Stored = Mapping[str, tuple[dict[str, Any], tuple[BlobRef, ...]]]
"""Original's hash -> the photo as an event tells it, and its files."""


def import_reply(
    workspace: Workspace, preview: ReplyPreview, progress: Progress = no_progress, cancelled: Cancelled = never
) -> ReplyResult:
    """Write what a preview shows, in one frame, as the person who acts. Pool thread, never the worker.

    Raises Problem reply_refused, reply_nothing, reply_role, reply_outdated, nobody_acting, import_cancelled; then
    nothing is written.
    """
    if preview.blocking:
        raise Problem("reply_refused", count=len(preview.blocking))
    rows = [row for row in preview.rows if row.outcome.writes]
    if not rows:
        raise nothing_new()
    workspace.call(lambda: _may(workspace, rows))
    stored = _store(workspace, preview, rows, progress, cancelled)
    workspace.call(lambda: _write(workspace, preview, rows, stored))
    return _result(preview)


def nothing_new() -> Problem:
    """The problem of a reply whose rows are empty or imported before."""
    return Problem("reply_nothing")


def _may(workspace: Workspace, rows: list[ReplyRow]) -> None:
    """Who acts may submit, and nothing happened to the hazards since the reply was read."""
    if not ALLOWED["submit"] & frozenset(workspace.acting.roles):
        raise Problem("reply_role")
    for row in rows:
        info = workspace.db.frames.entity(row.hazard)
        if info is None or tuple(info.heads) != row.heads:
            raise Problem("reply_outdated")


def _store(
    workspace: Workspace, preview: ReplyPreview, rows: list[ReplyRow], progress: Progress, cancelled: Cancelled
) -> Stored:
    """Keep the photos of these rows."""
    archive = open_archive(preview.data, preview.file, cancelled)
    photos = {photo.original: photo for row in rows for photo in row.photos}
    blobs, stored = workspace.store.blobs, {}
    for number, photo in enumerate(photos.values()):
        if cancelled():
            raise Problem("import_cancelled")
        progress(number, len(photos), PHASE)
        original = archive.member(photo.part, MAX_BYTES)
        told = {
            "display": blobs.put(photo.display),
            "original": blobs.put(original),
            "thumb": blobs.put(photo.thumb),
            "taken_at": photo.taken_at.isoformat(),
            "name": _name(photo),
        }
        files = (
            BlobRef(told["display"], len(photo.display), JPEG),
            BlobRef(told["original"], len(original), photo.media),
            BlobRef(told["thumb"], len(photo.thumb), JPEG),
        )
        stored[photo.original] = told, files
    progress(len(photos), len(photos), PHASE)
    return stored


def _name(photo: ReplyPhoto) -> str:
    """Where it stood in the file."""
    return f"{photo.place}.{photo.part.rpartition('.')[2]}"


def _write(workspace: Workspace, preview: ReplyPreview, rows: list[ReplyRow], stored: Stored) -> None:
    with workspace.db.transaction():
        _may(workspace, rows)
        person = workspace.acting
        seen = as_seen(person, rectifiers=(person,))
        events = [_event(preview, row, stored, seen) for row in rows]
        scope = workspace.db.registers.customer(preview.customer).scope
        workspace.db.frames.append(scope, person.id, events, workspace.now())


def _event(preview: ReplyPreview, row: ReplyRow, stored: Stored, seen: Mapping[str, Any]) -> NewEvent:
    submits = row.outcome is Outcome.SUBMIT
    kept = [stored[photo.original] for photo in row.photos]
    body: dict[str, Any] = {
        "notice": preview.notice,
        "reply": preview.sha256,
        "content": row.content,
        "words": digest_of(row, photos=False),
        "state": row.state.value if row.state else "",
        "on": row.on.isoformat() if row.on else "",
        "by": row.by,
        "phone": row.phone,
        "remark": row.remark,
        "photos": [told for told, _files in kept],
        "from": "customer",
    }
    body |= {"note": row.measure, **seen} if submits else {"text": _note(row)}
    files = tuple({ref.sha256: ref for _told, refs in kept for ref in refs}.values())
    kind = "rectification_submitted" if submits else "note_added"
    return NewEvent(row.hazard, "hazard", kind, body, par=row.heads, blobs=files)


def _note(row: ReplyRow) -> str:
    """What the customer says of a hazard that is not submitted, in the documents' language."""
    t = Translator(DOCUMENTS)
    state = t(STATES[row.state]) if row.state else ""
    day = f"{row.on:%Y-%m-%d}" if row.on else ""
    return t("; ").join(part for part in (state, row.measure, row.remark, day, row.by) if part)


def _result(preview: ReplyPreview) -> ReplyResult:
    def numbers(outcome: Outcome) -> tuple[str, ...]:
        return tuple(row.number for row in preview.of(outcome))

    return ReplyResult(
        notice=preview.notice,
        submitted=numbers(Outcome.SUBMIT),
        noted=numbers(Outcome.NOTE),
        same=numbers(Outcome.SAME),
        empty=numbers(Outcome.EMPTY),
        refused={row.number: tuple(i.message for i in row.problems) for row in preview.of(Outcome.REFUSED)},
        photos=sum(len(row.photos) for row in preview.rows if row.outcome.writes),
    )
