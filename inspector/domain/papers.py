"""Files that people attach to records: which of them stand, which kinds there are, and how their names end. Pure.

What a record says of its file anybody may have written, and by the end of its name a system decides what to run. So
names end as the kind says, and no kind is a program.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from inspector.quick_dataclass import dataclass

if TYPE_CHECKING:
    from inspector.domain.events import Event

ADDED: Final = "paper_added"
WITHDRAWN: Final = "paper_withdrawn"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/heic": (".heic",),
    "image/webp": (".webp",),
    XLSX: (".xlsx",),
}
"""Media type -> how such a file is named; the first ending is given to one that is named otherwise."""


def fits(name: object, media: object) -> bool:
    """Whether a file of this type may have this name."""
    if not isinstance(name, str) or not isinstance(media, str) or media not in ENDINGS:
        return False
    return name.casefold().endswith(ENDINGS[media])


def named(name: str, media: str) -> str:
    """The name, ending as files of this type do."""
    return name if fits(name, media) else name.rstrip(". ") + ENDINGS[media][0]


@dataclass(frozen=True, slots=True)
class Paper:
    """A file attached to a record, once however often it was attached apart.

    `ids` are the events that attached it, the first of them gives it its name; `users` who did, each once.
    """

    ids: tuple[str, ...]
    sha: str
    title: str
    """What it is called: its title, or the file's name where nobody gave one."""
    name: str
    media: str
    size: int
    at: str
    users: tuple[str, ...]

    @property
    def id(self) -> str:
        """One of its events, the same on every laptop that has the same records."""
        return self.ids[0]


def standing(facts: "Iterable[Event]") -> tuple[Paper, ...]:
    """The papers among effective facts that nobody withdrew; the same bytes under one title are one paper.

    The same bytes under two titles are two: nobody says which title is right. A paper attached by somebody who had not
    seen its withdrawal stands. Bodies may say anything: what is no hash is no paper.
    """
    facts = tuple(facts)
    gone = {str(fact.body.get("paper")) for fact in facts if fact.type == WITHDRAWN}
    same: dict[tuple[str, str], list[Event]] = {}
    for fact in sorted(facts, key=lambda one: one.id):
        sha = fact.body.get("sha256")
        if fact.type == ADDED and fact.id not in gone and isinstance(sha, str) and sha:
            same.setdefault((sha, title_of(fact.body)), []).append(fact)
    return tuple(_paper(some, title) for (_sha, title), some in same.items())


def title_of(body: Mapping[str, Any]) -> str:
    """What a paper is called by the body of its event."""
    told = (str(body.get(key) or "").strip() for key in ("title", "name"))
    return next(filter(None, told), str(body.get("sha256") or "")[:12])


def _paper(same: "Sequence[Event]", title: str) -> Paper:
    body, size = same[0].body, same[0].body.get("size")
    sha = str(body["sha256"])
    return Paper(
        tuple(one.id for one in same),
        sha,
        title,
        str(body.get("name") or sha[:12]),
        str(body.get("type") or ""),
        size if isinstance(size, int) else 0,
        same[0].at,
        tuple(dict.fromkeys(one.user for one in same)),
    )
