"""Rectification notices drawn ahead of their issue, on a thread of the pool: hundreds of rows take seconds.

What was drawn is kept for a moment and taken up when the worker issues exactly the same notice; one that says anything
else by then (another number, a changed hazard, another day) is drawn anew. So nothing is issued that is not true.
"""

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from weakref import WeakKeyDictionary

from inspector.domain.customer import Customer
from inspector.domain.hazard import Hazard
from inspector.i18n import Translator
from inspector.quick_dataclass import dataclass
from inspector.reports.notice import NoticePhoto
from inspector.reports.rectification_notice import RectificationNotice
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.workspace import Workspace

KEPT: Final = 2
"""Acts of serving whose notices are kept: one that is held while the next is prepared."""
_guard: Final = threading.Lock()
_ahead: Final[WeakKeyDictionary[Workspace, "deque[tuple[DrawnNotice, ...]]"]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """A notice as it would be issued now. `photos` are hash and caption of each; they are read when it is drawn."""

    customer: Customer
    hazards: tuple[Hazard, ...]
    model: RectificationNotice
    photos: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DrawnNotice:
    """A draft with its PDF and its reply file."""

    draft: NoticeDraft
    pdf: bytes
    reply: bytes


def draw(workspace: Workspace, draft: NoticeDraft) -> DrawnNotice:
    """Draw a notice and write its reply file. Any thread."""
    from inspector.services.replies.workbook import write_reply  # noqa: PLC0415 - only serving needs Excel

    blobs, model = workspace.store.blobs, draft.model
    photos = tuple(NoticePhoto(blobs.get(sha), caption) for sha, caption in draft.photos if blobs.has(sha))
    pdf = print_rectification(replace(model, photos=photos))
    return DrawnNotice(
        draft, pdf, write_reply(model.number, draft.customer, draft.hazards, model.reply_code, model.company)
    )


def print_rectification(model: RectificationNotice, language: str = "") -> bytes:
    """A rectification notice as PDF, by default in the documents' language."""
    from inspector.reports.rectification_notice_pdf import rectification_notice  # noqa: PLC0415 - drawing: 100 ms

    return rectification_notice(model, Translator(language or DOCUMENTS))


def keep(workspace: Workspace, drawn: Sequence[DrawnNotice]) -> None:
    """Keep notices until they are issued, or others were drawn. Any thread."""
    with _guard:
        _ahead.setdefault(workspace, deque(maxlen=KEPT)).append(tuple(drawn))


def kept(workspace: Workspace, draft: NoticeDraft) -> DrawnNotice | None:
    """The notice that was drawn from an equal draft, if there is one. Any thread."""
    with _guard:
        sets = tuple(_ahead.get(workspace, ()))
    return next((one for drawn in sets for one in drawn if one.draft == draft), None)


def forget(workspace: Workspace, issued: Sequence[DrawnNotice]) -> None:
    """Let go of what was issued. Any thread."""
    gone = {id(one) for one in issued}
    with _guard:
        sets = _ahead.pop(workspace, ())
        left = [rest for drawn in sets if (rest := tuple(one for one in drawn if id(one) not in gone))]
        if left:
            _ahead[workspace] = deque(left, maxlen=KEPT)
