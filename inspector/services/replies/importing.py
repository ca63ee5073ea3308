"""Writing a reply that was looked at: submissions and notes with their photos, all of it or nothing.

Pool thread: photos are stored first (content-addressed; what is stored without being referred to does no harm), then
one frame is written on the worker. Who may do it, and what must be seen first, says `services.hazards.actions`.
"""

from typing import Any, Final

from inspector.domain.actions import Action
from inspector.i18n import Translator
from inspector.photos.intake import MAX_BYTES
from inspector.problems import Problem
from inspector.services.excel.archive import open_archive
from inspector.services.excel.views import Cancelled, Progress, never, no_progress
from inspector.services.hazards.actions import events_of
from inspector.services.hazards.given import Given, PhotoInput
from inspector.services.replies.checking import digest_of
from inspector.services.replies.layout import STATES
from inspector.services.replies.views import Outcome, ReplyPhoto, ReplyPreview, ReplyResult, ReplyRow
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.workspace import Workspace

PHASE: Final = "write"


def import_reply(
    workspace: Workspace, preview: ReplyPreview, progress: Progress = no_progress, cancelled: Cancelled = never
) -> ReplyResult:
    """Write what a preview shows, in one frame, as the person who acts. Pool thread, never the worker.

    Raises Problem reply_refused, reply_nothing, import_cancelled, nobody_acting and those of `hazards.actions.act`
    (action_role, hazard_moved_on …); then nothing is written.
    """
    if preview.blocking:
        raise Problem("reply_refused", count=len(preview.blocking))
    rows = [row for row in preview.rows if row.outcome.writes]
    if not rows:
        raise nothing_new()
    workspace.call(lambda: _events(workspace, preview, rows, {}))
    photos = _store(workspace, preview, rows, progress, cancelled)
    workspace.call(lambda: _write(workspace, preview, rows, photos))
    return _result(preview)


def nothing_new() -> Problem:
    """The problem of a reply whose rows are empty or imported before."""
    return Problem("reply_nothing")


def _store(
    workspace: Workspace, preview: ReplyPreview, rows: list[ReplyRow], progress: Progress, cancelled: Cancelled
) -> dict[str, PhotoInput]:
    """Keep the photos of these rows: hash of the original -> the photo as events tell it."""
    archive = open_archive(preview.data, preview.file, cancelled)
    photos = {photo.original: photo for row in rows for photo in row.photos}
    put, stored = workspace.store.blobs.put, {}
    for number, photo in enumerate(photos.values()):
        if cancelled():
            raise Problem("import_cancelled")
        progress(number, len(photos), PHASE)
        stored[photo.original] = PhotoInput(
            display=put(photo.display),
            original=put(archive.member(photo.part, MAX_BYTES)),
            thumb=put(photo.thumb),
            taken_at=photo.taken_at.isoformat(),
            name=_name(photo),
            media=photo.media,
        )
    progress(len(photos), len(photos), PHASE)
    return stored


def _name(photo: ReplyPhoto) -> str:
    """Where it stood in the file."""
    return f"{photo.place}.{photo.part.rpartition('.')[2]}"


def _write(workspace: Workspace, preview: ReplyPreview, rows: list[ReplyRow], photos: dict[str, PhotoInput]) -> None:
    with workspace.db.transaction():
        events = _events(workspace, preview, rows, photos)
        scope = workspace.db.registers.customer(preview.customer).scope
        workspace.db.frames.append(scope, workspace.acting.id, events, workspace.now())


def _events(
    workspace: Workspace, preview: ReplyPreview, rows: list[ReplyRow], photos: dict[str, PhotoInput]
) -> list[Any]:
    """What is to be written; the first call, before photos are stored, only checks that it may be."""
    found = []
    for row in rows:
        action = Action.SUBMIT if row.outcome is Outcome.SUBMIT else Action.NOTE
        given = _given(preview, row, tuple(photos[photo.original] for photo in row.photos if photo.original in photos))
        found += events_of(workspace, row.hazard, action, given, seen=row.heads)
    return found


def _given(preview: ReplyPreview, row: ReplyRow, photos: tuple[PhotoInput, ...]) -> Given:
    """A row as an action takes it; what actions do not know stands beside it in the event."""
    more = {
        "notice": preview.notice,
        "reply": preview.sha256,
        "content": row.content,
        "words": digest_of(row, photos=False),
        "state": row.state.value if row.state else "",
        "phone": row.phone,
        "remark": row.remark,
        "from": "customer",
    }
    if row.outcome is Outcome.SUBMIT:
        return Given(note=row.measure, on=row.on, person=row.by, photos=photos, more=more)
    more |= {"by": row.by, "on": row.on.isoformat() if row.on else ""}
    return Given(note=_note(row), photos=photos, more=more)


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
