"""The reply files that go out with notices of either kind, for whoever hands a notice over again. Worker thread."""

from collections.abc import Iterable, Mapping
from typing import Any

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.printing.notices import served_notice
from inspector.services.printing.visit_documents import result_notice
from inspector.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ReplyFile:
    """A workbook that the customer fills in: its file name, its bytes, and the check code printed on the notice."""

    name: str
    data: bytes
    code: str


@dataclass(frozen=True, slots=True)
class IssuedNotice:
    """A result notice as it was issued, with what goes out with it."""

    number: str
    pdf: bytes
    replies: tuple[ReplyFile, ...]


def issued_notice(workspace: Workspace, visit: str) -> IssuedNotice:
    """The result notice of a signed visit (id or number). Raises Problem notice_missing."""
    pdf = result_notice(workspace, visit)
    known = workspace.db.visits.by_number(visit) or workspace.db.visits.get(visit)
    return IssuedNotice(known.notice, pdf, reply_files(workspace, [known.notice]))


def reply_files(workspace: Workspace, notices: Iterable[str]) -> tuple[ReplyFile, ...]:
    """The reply files of notices, by number; one without hazards has none, and a file may not be on this laptop."""
    return tuple(made for number in notices if (made := _of(workspace, number)) is not None)


def _of(workspace: Workspace, number: str) -> ReplyFile | None:
    body = _told(workspace, number)
    sha = str(body.get("reply") or "")
    if not sha or not workspace.store.blobs.has(sha):
        return None
    return ReplyFile(f"{number}.xlsx", workspace.store.blobs.get(sha), str(body.get("code") or ""))


def _told(workspace: Workspace, number: str) -> Mapping[str, Any]:
    """What was recorded when the notice went out; nothing of a number that nobody knows."""
    visit = workspace.db.visits.by_notice(number) if number else None
    if visit is not None:
        events = workspace.db.frames.events_of(visit.id)
        return next((event.body for event in events if event.type == "notice_issued"), {})
    try:
        return served_notice(workspace, number)
    except Problem:
        return {}
