"""What a round changed here, as words-as-data: which things, and what happened to each.

Every thing is looked at right before and right after what arrived about it is folded, in the same transaction. A first
read of a whole area is told as figures alone.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

from inspector.quick_dataclass import dataclass

if TYPE_CHECKING:
    from inspector.storage import Database
    from inspector.storage.syncing.glimpses import Glimpse

MOST: Final = 200
"""Things that are listed; the rest is counted."""
LOOKED_AT: Final = 2000
"""Things of one page that are looked at; more than that are a first read."""
URGENT: Final = ("disputed", "late_objection", "late_evidence", "fact_after_closure", "conflicted")
"""What somebody should look at: listed first, in this order."""
NEW: Final = "new"
CHANGED: Final = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A thing and what happened to it.

    `what`: `new`, a status that a hazard has now (`open`, `in_review`, `returned`, `closed`, `disputed`, `voided`), an
    alert (`late_objection`, `late_evidence`, `fact_after_closure`), `conflicted` (fields wait for a decision), or
    `changed`. `title` is its number or name.
    """

    kind: str
    entity: str
    title: str
    what: tuple[str, ...]

    @property
    def rank(self) -> int:
        """Where it stands in the list: what is urgent first, then hazards, then the rest."""
        for place, code in enumerate(URGENT):
            if code in self.what:
                return place
        return len(URGENT) + (self.kind != "hazard") + 2 * (self.what == (CHANGED,))


@dataclass(slots=True)
class Changes:
    """Collects the changes of a round. `follow` runs inside the transaction, `told` after the round."""

    first: dict[str, "Glimpse | None"] = field(default_factory=dict)
    last: dict[str, "Glimpse"] = field(default_factory=dict)
    figures: Counter[str] = field(default_factory=Counter)
    """What of a first read, or of a very large one, is only counted: by `kind:what`."""
    touched: set[tuple[str, str]] = field(default_factory=set)
    only_counted: str = NEW

    def before(self, db: "Database", entities: Collection[str], *, first_read: bool) -> None:
        """Look at things that are about to be folded anew."""
        self.only_counted = NEW if first_read else CHANGED
        if first_read or len(entities) > LOOKED_AT:
            return
        fresh = [entity for entity in entities if entity not in self.first]
        known = db.glimpses.of(fresh)
        self.first.update({entity: known.get(entity) for entity in fresh})

    def after(self, db: "Database", touched: Iterable[tuple[str, str]]) -> None:
        """Look at them again."""
        followed = []
        for kind, entity in touched:
            if (kind, entity) not in self.touched and entity not in self.first:
                self.figures[f"{kind}:{self.only_counted}"] += 1
            self.touched.add((kind, entity))
            if entity in self.first:
                followed.append(entity)
        self.last.update(db.glimpses.of(followed))

    def listed(self) -> list[Change]:
        """What happened to each thing, what is urgent first."""
        made = [_change(self.first[entity], now) for entity, now in self.last.items()]
        return sorted((one for one in made if one is not None), key=lambda one: (one.rank, one.title, one.entity))

    def told(self) -> dict[str, Any]:
        """For the log: `things` (at most MOST), how many `more` there are, and `counts` by `kind:what`."""
        every = self.listed()
        counts = Counter(f"{one.kind}:{what}" for one in every for what in one.what)
        counts.update(self.figures)
        things = [
            {"kind": one.kind, "entity": one.entity, "title": one.title, "what": list(one.what)} for one in every[:MOST]
        ]
        return {"things": things, "more": max(0, len(every) - MOST), "counts": dict(sorted(counts.items()))}


def _change(before: "Glimpse | None", now: "Glimpse") -> Change | None:
    """What happened between two looks at a thing."""
    if before == now:
        return None
    what = [] if before is not None else [NEW]
    if now.status and (before is None or before.status != now.status) and (what == [] or now.status != "open"):
        what.append(now.status)
    seen = frozenset(before.alerts) if before is not None else frozenset()
    what += sorted({code for code, event in now.alerts if (code, event) not in seen})
    if now.conflicted and (before is None or before.conflicted != now.conflicted):
        what.append("conflicted")
    return Change(now.kind, now.entity, now.title, tuple(what) or (CHANGED,))
