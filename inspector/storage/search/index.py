"""The search index: one document for each customer, piece of equipment, hazard and signed visit, a table a kind.

It is brought up to date right before the commit of the transaction that changed something, so index and projections
never disagree, and a thing that changed often in one transaction is written once. Documents have no text of their own
(contentless): `search_doc` says which thing a document stands for. The number of a document is its rank: a band by kind
and weight in the high bits, then the order of writing. Reading a table backwards gives open and grave hazards first,
then the newest, and may stop early however many documents match.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from inspector.quick_dataclass import dataclass
from inspector.storage.schema import versions
from inspector.storage.search import pinyin
from inspector.storage.search.terms import characters, pairs
from inspector.storage.session import Session, chunks

SHIFT: Final = 40
KINDS: Final = ("visit", "hazard", "equipment", "customer")
BANDS: Final = 4
"""Bands of a kind; 0 is the least."""

SOURCES: Final[Mapping[str, str]] = {
    "customer": "SELECT id, account AS number, name, data FROM customer t WHERE t.id IN",
    "equipment": (
        "SELECT t.id, t.name, t.data, c.name AS owner FROM equipment t LEFT JOIN customer c ON c.id = t.customer"
        " WHERE t.id IN"
    ),
    "hazard": (
        "SELECT t.id, t.number, t.description AS name, t.place, t.responsible, t.basis, t.unclosed, t.grade_rank,"
        " c.name AS owner, c.account, s.initials FROM hazard t LEFT JOIN customer c ON c.id = t.customer"
        " LEFT JOIN search_doc s ON s.entity = t.customer WHERE t.id IN"
    ),
    "visit": (
        "SELECT t.id, t.number, t.notice, c.name, c.account, s.initials FROM visit t"
        " LEFT JOIN customer c ON c.id = t.customer LEFT JOIN search_doc s ON s.entity = t.customer WHERE t.id IN"
    ),
}
INSERT_DOC: Final = "INSERT INTO search_doc (doc, entity, initials, digest) VALUES (?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be found of a thing. `name` and `numbers` weigh most.

    Of the name all readings are found, unless the initials of the owner's name are given (`letters`).
    """

    band: int
    name: str
    numbers: tuple[str, ...]
    other: tuple[str, ...]
    letters: str | None = None

    def digest(self) -> bytes:
        """Tells whether the document is another one than that in the index."""
        told = json.dumps([self.band, self.name, self.numbers, self.other, self.letters], ensure_ascii=False)
        return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).digest()

    def texts(self) -> tuple[str, str, str, str, str]:
        """The columns of the index."""
        return (
            pairs([self.name]),
            pairs(self.numbers),
            self._pinyin(),
            pairs(self.other),
            characters([self.name, *self.numbers]),
        )

    def _pinyin(self) -> str:
        if self.letters is not None:
            return pairs([self.letters])
        found = pinyin.reading(self.name)
        return pairs([found.initials, *found.variants, found.syllables]) if found else ""

    def initials(self) -> str:
        """One letter for each character of the name, for bold marks; "" where pinyin finds something else."""
        found = pinyin.reading(self.name) if self.letters is None else None
        return found.initials if found else ""


def _customer(row: Any) -> Document:
    data = json.loads(row.data)
    other = tuple(str(data.get(key) or "") for key in ("address", "contact", "phone", "line", "industry"))
    return Document(_active(data), row.name, (row.number,), other)


def _equipment(row: Any) -> Document:
    data = json.loads(row.data)
    other = (row.owner or "", *(str(data.get(key) or "") for key in ("model", "place", "maker")))
    return Document(_active(data), row.name, (str(data.get("serial") or ""),), other)


def _hazard(row: Any) -> Document:
    band = BANDS - 1 - min(row.grade_rank, BANDS - 2) if row.unclosed else 0
    other = (row.owner or "", row.account or "", row.place, row.responsible, row.basis)
    return Document(band, row.name, (row.number,), other, row.initials or "")


def _visit(row: Any) -> Document:
    return Document(0, row.name or "", (row.number, row.notice), (row.account or "",), row.initials or "")


def _active(data: Mapping[str, Any]) -> int:
    return int(data.get("active", True) is not False)


DOCUMENTS: Final[Mapping[str, Callable[[Any], Document]]] = {
    "customer": _customer,
    "equipment": _equipment,
    "hazard": _hazard,
    "visit": _visit,
}


class SearchIndex:
    """Writes the index; always inside a transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def settle(self) -> None:
        """Bring the documents of everything that was touched in this transaction up to date."""
        touched: dict[str, set[str]] = {}
        for kind, entity in self._session.touched:
            if kind in DOCUMENTS:
                touched.setdefault(kind, set()).add(entity)
        self._session.touched.clear()
        customers = sorted(touched.pop("customer", ()))
        renamed = self._update("customer", customers)
        for kind in ("equipment", "hazard", "visit"):
            of_renamed = {
                row.id
                for chunk in chunks(renamed)
                for row in self._session.within(f"SELECT id FROM {kind} WHERE customer IN", chunk)  # noqa: S608
            }
            self._update(kind, sorted(touched.get(kind, set()) | of_renamed))

    def rebuild(self) -> None:
        """Make the whole index anew from the projections."""
        self._session.touched.clear()
        self._session.run("DELETE FROM search_doc")
        for kind in reversed(KINDS):
            self._session.run(f"INSERT INTO search_{kind} (search_{kind}) VALUES ('delete-all')")  # noqa: S608 - own names
            ids = [row.id for row in self._session.rows(f"SELECT id FROM {kind} ORDER BY id")]  # noqa: S608
            self._update(kind, ids)

    def refresh(self) -> None:
        """Make the index anew if it was written by another version of the program, or never."""
        if versions.index_is_current(self._session):
            return
        with self._session.transaction():
            self.rebuild()
            self._session.run(f"PRAGMA user_version = {versions.INDEX}")

    def _update(self, kind: str, ids: Sequence[str]) -> list[str]:
        """Write what is new or different; returns the ids of those whose words or weight changed."""
        changed: list[str] = []
        for chunk in chunks(ids):
            known = {
                row.entity: row
                for row in self._session.within("SELECT doc, entity, digest FROM search_doc WHERE entity IN", chunk)
            }
            wanted = {row.id: DOCUMENTS[kind](row) for row in self._session.within(SOURCES[kind], chunk)}
            digests = {entity: document.digest() for entity, document in wanted.items()}
            stale = [row for entity, row in known.items() if digests.get(entity) != bytes(row.digest)]
            gone = {row.entity for row in stale}
            self._remove(kind, [row.doc for row in stale])
            fresh = [entity for entity in chunk if entity in wanted and (entity in gone or entity not in known)]
            self._insert(kind, [(entity, wanted[entity], digests[entity]) for entity in fresh])
            changed += {*gone, *fresh}
        return changed

    def _remove(self, kind: str, docs: list[int]) -> None:
        for table, column in ((f"search_{kind}", "rowid"), ("search_doc", "doc")):
            sql = f"DELETE FROM {table} WHERE {column} = ?"  # noqa: S608 - own names
            self._session.many(sql, [(doc,) for doc in sorted(docs)])

    def _insert(self, kind: str, documents: Sequence[tuple[str, Document, bytes]]) -> None:
        numbers = {band: self._numbers(kind, band) for band in {document.band for _, document, _ in documents}}
        placed = [(next(numbers[made.band]), entity, made, digest) for entity, made, digest in documents]
        placed.sort(key=lambda row: row[0])  # FTS5 writes rising numbers in one go
        columns = "rowid, name, number, pinyin, other, chars"
        sql = f"INSERT INTO search_{kind} ({columns}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 - own names
        self._session.many(sql, [(doc, *made.texts()) for doc, _, made, _ in placed])
        self._session.many(INSERT_DOC, [(doc, entity, made.initials(), digest) for doc, entity, made, digest in placed])

    def _numbers(self, kind: str, band: int) -> Iterator[int]:
        """Free numbers at the end of a band."""
        first = (KINDS.index(kind) * BANDS + band) << SHIFT
        row = self._session.one(
            "SELECT max(doc) AS last FROM search_doc WHERE doc BETWEEN :first AND :last",
            first=first,
            last=first + (1 << SHIFT) - 1,
        )
        last = first if row is None or row.last is None else int(row.last)
        while True:
            last += 1
            yield last
