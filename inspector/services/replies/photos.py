"""The photos of a reply: each put upright, stamped and hashed as any other photo; the original stays untouched.

Decoding takes about half a second a photo: pool thread.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from inspector.i18n import Translator, describe
from inspector.photos.intake import MAX_BYTES, intake
from inspector.photos.stamp import PhotoStamp
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.excel.archive import Archive
from inspector.services.excel.pictures import Picture
from inspector.services.excel.views import Cancelled, Issue, Progress
from inspector.services.replies.facts import Facts
from inspector.services.replies.reading import Filled, letters
from inspector.services.replies.views import ReplyPhoto, ReplyRow
from inspector.services.visits.drafts import DOCUMENTS

PHASE: Final = "photos"
MOST_IN_ROW: Final = 12
ENDS_IT: Final = frozenset({"import_cancelled"})


@dataclass(frozen=True, slots=True)
class _Work:
    """What taking photos in needs."""

    filled: Filled
    archive: Archive
    facts: Facts


def take_photos(
    filled: Filled, archive: Archive, rows: Iterable[ReplyRow], facts: Facts, progress: Progress, cancelled: Cancelled
) -> tuple[list[ReplyRow], list[Issue]]:
    """The rows with their photos and what is to be said about these; photos in no row are told apart.

    Raises Problem import_cancelled, import_too_large.
    """
    work, made, seen = _Work(filled, archive, facts), list[ReplyRow](), dict[str, int]()
    listed = list(rows)
    total = sum(1 for picture in filled.pictures if any(picture.row == row.row for row in listed))
    done = 0
    for row in listed:
        own = [picture for picture in filled.pictures if picture.row == row.row]
        photos, issues = list[ReplyPhoto](), list(row.issues)
        for picture in own[:MOST_IN_ROW]:
            if cancelled():
                raise Problem("import_cancelled")
            progress(done, total, PHASE)
            done += 1
            photo, told = _take(work, row, picture)
            issues += told
            if photo is None or any(photo.original == known.original for known in photos):
                continue
            issues += _doubts(work, row, photo, seen)
            photos.append(photo)
        if len(own) > MOST_IN_ROW:
            issues.append(_issue(work, own[MOST_IN_ROW], "reply_photos_many", most=MOST_IN_ROW))
        if row.outcome.writes and not photos and not own:
            issues.append(Issue(filled.keys.sheet, row.row, "", "", "", "reply_no_photos", warning=True))
        made.append(replace(row, photos=tuple(photos), issues=tuple(issues)))
    progress(total, total, PHASE)
    known_rows = {row.row for row in listed}
    lost = [
        _issue(work, picture, "reply_photo_nowhere") for picture in filled.pictures if picture.row not in known_rows
    ]
    return made, lost


def _take(work: _Work, row: ReplyRow, picture: Picture) -> tuple[ReplyPhoto | None, list[Issue]]:
    if not picture.part:
        return None, [_issue(work, picture, "reply_photo_linked")]
    rows = {known.row for known in work.filled.keys.rows}
    told = []
    if sum(number in rows for number in picture.rows) > 1:
        told.append(_issue(work, picture, "reply_photo_between"))
    stamp = PhotoStamp(work.facts.customer.name, row.place, row.by, work.facts.now)
    try:
        taken = intake(work.archive.member(picture.part, MAX_BYTES), stamp, translator=Translator(DOCUMENTS))
    except Problem as problem:
        if problem.code in ENDS_IT:
            raise
        return None, [*told, _issue(work, picture, "reply_photo_unreadable", reason=describe(problem))]
    photo = ReplyPhoto(
        part=picture.part,
        place=f"{letters(picture.column)}{picture.row}",
        original=taken.original_sha256,
        media=f"image/{taken.original_format.lower()}",
        taken_at=(taken.taken_at or work.facts.now).astimezone(),
        display=taken.display.data,
        thumb=taken.thumbnail.data,
    )
    if taken.taken_at is not None and taken.taken_at.date() < work.facts.hazards[row.hazard].hazard.found_on:
        told.append(_issue(work, picture, "reply_photo_before", on=taken.taken_at.date().isoformat()))
    return photo, told


def _doubts(work: _Work, row: ReplyRow, photo: ReplyPhoto, seen: dict[str, int]) -> list[Issue]:
    """The same picture beside another hazard, or one that the hazard has already."""
    found = []
    place = photo.place.rstrip("0123456789")

    def tell(code: str, **params: object) -> None:
        found.append(Issue(work.filled.keys.sheet, row.row, place, "", "", code, params, warning=True))

    if photo.original in seen:
        tell("reply_photo_twice", row=seen[photo.original])
    seen.setdefault(photo.original, row.row)
    if photo.original in work.facts.hazards[row.hazard].originals:
        tell("reply_photo_known")
    return found


def _issue(work: _Work, picture: Picture, code: str, **params: object) -> Issue:
    column = letters(picture.column) if picture.row else ""
    return Issue(work.filled.keys.sheet, picture.row, column, "", "", code, params, warning=True)
