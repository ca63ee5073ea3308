"""The hidden sheet of a reply file: what it answers, told to a program.

One record per row, all text: `inspector-reply` with the version, facts by name, one `hazard` per row of the visible
sheet with its locked texts, and the digest of all of it.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from inspector.domain.events import compact
from inspector.quick_dataclass import dataclass

MAGIC: Final = "inspector-reply"
VERSION: Final = "1"
FACTS: Final = ("notice", "code", "customer", "account", "sheet", "facts")


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A hazard of the file: its row in the visible sheet, its id, and the texts of the locked cells."""

    row: int
    hazard: str
    texts: tuple[str, ...]

    @property
    def version(self) -> str:
        """Digest of the texts: tells files of one hazard apart when its wording changed between them."""
        return hashlib.sha256(compact(self.texts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Keys:
    """What a reply file answers. `sheet` is the visible sheet, `facts` its line with notice, code and customer."""

    notice: str
    code: str
    customer: str
    account: str
    sheet: str
    facts: str
    rows: tuple[KeyRow, ...]

    @property
    def digest(self) -> str:
        """Over everything: a hidden sheet that was edited does not fit."""
        told = [[getattr(self, name) for name in FACTS], [[r.row, r.hazard, r.version, r.texts] for r in self.rows]]
        return hashlib.sha256(compact(told).encode()).hexdigest()


def to_records(keys: Keys) -> list[tuple[str, ...]]:
    """The rows of the hidden sheet."""
    facts = [(name, str(getattr(keys, name))) for name in FACTS]
    hazards = [("hazard", str(row.row), row.hazard, row.version, *row.texts) for row in keys.rows]
    return [(MAGIC, VERSION), *facts, *hazards, ("digest", keys.digest)]


def from_records(records: Iterable[Sequence[str]]) -> Keys | None:
    """The keys; None when the records are not complete, not of this version or were edited."""
    kept = [tuple(record) for record in records]
    if not kept or kept[0][:2] != (MAGIC, VERSION):
        return None
    facts: Mapping[str, str] = {record[0]: record[1] for record in kept if len(record) >= 2 and record[0] != "hazard"}
    rows = [record for record in kept if record[0] == "hazard"]
    if not rows or any(name not in facts for name in (*FACTS, "digest")):
        return None
    if any(len(row) < 4 or not (row[1].isascii() and row[1].isdigit() and len(row[1]) < 8) for row in rows):
        return None
    found = Keys(
        **{name: facts[name] for name in FACTS}, rows=tuple(KeyRow(int(r[1]), r[2], tuple(r[4:])) for r in rows)
    )
    return found if found.digest == facts["digest"] else None
