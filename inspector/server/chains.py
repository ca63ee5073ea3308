"""The chain of every device in every scope: each frame names the hash of the one before.

A frame is *forked* when another one stands at its place, or when it follows or precedes one that it does not fit to.
Gaps are none: what is missing may come later and is compared then. What follows a forked frame is forked as well.
"""

from collections.abc import Iterable
from dataclasses import field

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.domain.events import Frame
from inspector.quick_dataclass import dataclass
from inspector.server.tables import frame


@dataclass(frozen=True, slots=True)
class Link:
    """A frame as its neighbours see it."""

    n: int
    prev: str
    hash: str
    forked: bool


@dataclass(slots=True)
class Chains:
    """The neighbours of the frames of one push, and those frames themselves as they are judged one by one."""

    links: dict[tuple[str, str], list[Link]] = field(default_factory=dict)

    @classmethod
    def around(cls, connection: Connection, frames: Iterable[Frame]) -> "Chains":
        """Load what stands beside these frames."""
        spans: dict[tuple[str, str], list[int]] = {}
        for made in frames:
            spans.setdefault((made.dev, made.scope), []).append(made.n)
        loaded = cls()
        for (dev, scope), numbers in spans.items():
            near = frame.c.n.between(min(numbers) - 1, max(numbers) + 1)
            query = sa.select(frame.c.n, frame.c.prev, frame.c.hash, frame.c.forked)
            rows = connection.execute(query.where(frame.c.dev == dev, frame.c.scope == scope, near))
            loaded.links[dev, scope] = [Link(row.n, row.prev, row.hash, bool(row.forked)) for row in rows]
        return loaded

    def add(self, made: Frame, digest: str) -> bool:
        """Whether a new frame is forked; it is a neighbour of the next ones from now on."""
        links = self.links.setdefault((made.dev, made.scope), [])
        forked = self._forks(made, digest, links)
        links.append(Link(made.n, made.prev, digest, forked))
        return forked

    def _forks(self, made: Frame, digest: str, links: list[Link]) -> bool:
        if (made.n == 1) != (made.prev == ""):
            return True
        sound = {link.n: link for link in links if not link.forked}
        before, after = sound.get(made.n - 1), sound.get(made.n + 1)
        if made.n in sound or any(link.forked and link.hash == made.prev for link in links):
            return True
        return (before is not None and before.hash != made.prev) or (after is not None and after.prev != digest)
