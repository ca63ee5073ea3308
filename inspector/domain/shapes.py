"""What the head of a frame must look like to be kept in a database: short texts, sane numbers. Pure."""

from typing import Final

from inspector.domain.events import Frame

NAME: Final = 200
"""Characters of an id or another short text of a frame."""
MOST_NUMBER: Final = 2**53


def plain(text: str, most: int) -> bool:
    """Whether a text can be stored in any database: not too long, no NUL, no half of a surrogate pair."""
    return len(text) <= most and "\0" not in text and (text.isascii() or _encodes(text))


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def frame_flaw(frame: Frame) -> str:
    """Why a frame cannot be kept at all, "" if it can: an honest program writes none like it."""
    heads = {
        "id": frame.id,
        "scope": frame.scope,
        "dev": frame.dev,
        "prev": frame.prev,
        "user": frame.user,
        "at": frame.at,
        "app": frame.app,
    }
    for name, text in heads.items():
        if not plain(text, NAME):
            return name
    if frame.n > MOST_NUMBER or frame.v > MOST_NUMBER:
        return "n"
    if b"\n" in frame.raw:
        return "JSON"
    ids = {event.id for event in frame.events}
    if not ids or len(ids) < len(frame.events):
        return "events"
    for event in frame.events:
        texts = (event.id, event.entity, event.kind, event.type, *event.par)
        whole = "".join(texts)  # short and of plain letters as a rule: then one look is enough
        if len(whole) <= NAME and whole.isascii() and "\0" not in whole:
            continue
        if not all(plain(text, NAME) for text in texts):
            return "event"
    return ""
