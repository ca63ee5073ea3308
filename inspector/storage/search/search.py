"""Searching: which things hold the words, best first, without fetching everything that matches.

Documents are read backwards until they are enough (see `index` for what their order means). Customers are asked
in tiers, from "the name begins so" to "stands somewhere".
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from functools import cache
from typing import Any, Final

from inspector.quick_dataclass import dataclass
from inspector.storage.search.terms import apart, ends_there, fold, goes_on, phrase, runs
from inspector.storage.session import Session

DETAILS: Final[Mapping[str, str]] = {
    "customer": "SELECT s.doc, s.initials, t.id, t.name, t.account AS number, t.data FROM search_doc s"
    " JOIN customer t ON t.id = s.entity",
    "equipment": "SELECT s.doc, s.initials, t.id, t.name, t.data, c.name AS owner FROM search_doc s"
    " JOIN equipment t ON t.id = s.entity LEFT JOIN customer c ON c.id = t.customer",
    "hazard": "SELECT s.doc, s.initials, t.id, t.description AS name, t.number, t.place, t.grade, t.status,"
    " t.notice_served, c.name AS owner FROM search_doc s JOIN hazard t ON t.id = s.entity"
    " LEFT JOIN customer c ON c.id = t.customer",
    "visit": "SELECT s.doc, o.initials, t.id, c.name, t.number, t.notice, t.kind, t.signed_at FROM search_doc s"
    " JOIN visit t ON t.id = s.entity LEFT JOIN customer c ON c.id = t.customer"
    " LEFT JOIN search_doc o ON o.entity = t.customer",
}
DRAFTS: Final = """
SELECT d.id, d.number, d.kind, d.status, d.planned_on, c.name, c.account, coalesce(s.initials, '') AS initials
FROM (
 SELECT id, number, customer, kind, status, planned_on FROM draft d WHERE status <> 'planned'
 OR NOT EXISTS (SELECT 1 FROM plan p WHERE p.visit = d.id)
 UNION ALL SELECT visit, '', customer, json_extract(data, '$.fields.kind'), status, planned_on FROM plan p
 WHERE status = 'planned' AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.id = p.visit AND d.status <> 'planned')
) d JOIN customer c ON c.id = d.customer LEFT JOIN search_doc s ON s.entity = c.id
WHERE d.status IN ('open', 'planned', 'handed_over') ORDER BY d.status, d.planned_on, d.id LIMIT 2000
"""


WINDOW: Final = 250
"""Of anything but customers, how many of those that weigh most are looked through for the better place of the words:
asking the index for words of one column walks over all that have them in another."""


STARTING: Final = 60
"""Customers that begin with the words among which the better ones are chosen."""


class Tier(IntEnum):
    """Where the words were found; the least is the best."""

    EXACT = 0
    START = 1
    NAME = 2
    PINYIN = 3
    OTHER = 4


COLUMNS: Final = {Tier.START: "{name number}", Tier.NAME: "{name number}", Tier.PINYIN: "{name number pinyin}"}
"""Where a tier looks for words; the last looks everywhere."""


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was found. `facts` are what its subtitle is made of, by column."""

    kind: str
    id: str
    tier: Tier
    name: str
    number: str
    owner: str
    initials: str
    facts: Mapping[str, Any]


class Search:
    """Reads of the search index."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, kind: str, words: Sequence[str], limit: int) -> list[Found]:
        """Up to `limit` things of a kind that hold all the words (`search_terms.words_of`), best first."""
        if not words:
            return []
        most = limit if kind == "customer" else max(limit, WINDOW)
        tiers = dict.fromkeys(self._documents(kind, Tier.OTHER, words, most + 1), Tier.OTHER)
        if kind == "customer" and len(tiers) > most:  # else these are all there are
            tiers = self._best(kind, words, limit) | tiers
        found = [replace(one, tier=judged(one, words)) for one in self._details(kind, tiers)]
        return sorted(found, key=lambda one: _order(one, words))[:limit]

    def find_apart(self, kind: str, words: Sequence[str], limit: int) -> list[Found]:
        """As `find`, for Chinese typed without blanks of which nothing holds the whole: with the runs cut apart."""
        cuts = apart(tuple(words), cache(lambda part: bool(self._matching(kind, phrase(part), 1))))
        if not cuts:
            return []
        question = " OR ".join(f"({asked(Tier.OTHER, parts)})" for parts in cuts)
        return list(self._details(kind, dict.fromkeys(self._matching(kind, question, limit), Tier.OTHER)))

    def _best(self, kind: str, words: Sequence[str], limit: int) -> dict[int, Tier]:
        """The first documents of each tier, until they are enough."""
        tiers = dict.fromkeys(self._documents(kind, Tier.START, words, STARTING), Tier.START)
        if len(tiers) == STARTING:  # there may be more
            tiers = self._ending(kind, words, limit) | tiers
        letters = any(word.isascii() and not word.isdigit() for word in words)
        for tier in (Tier.NAME, Tier.PINYIN) if letters else (Tier.NAME,):
            if len(tiers) < limit:
                for doc in self._documents(kind, tier, words, limit + len(tiers)):
                    tiers.setdefault(doc, tier)
        return tiers

    def _ending(self, kind: str, words: Sequence[str], limit: int) -> dict[int, Tier]:
        """Of very many that begin with the words, those whose number or Latin word ends with them; not accounts."""
        longer = goes_on(words[0]) if len(words[0]) > 1 and not words[0].isdigit() else ()
        if not longer:
            return {}
        beyond = " OR ".join(f"({asked(Tier.START, (one, *words[1:]))})" for one in longer)
        whole = f"({asked(Tier.START, words)}) NOT ({beyond})"
        return dict.fromkeys(self._matching(kind, whole, limit), Tier.START)

    def some(self, kind: str, ids: Sequence[str]) -> list[Found]:
        """These things, in the order given; what is gone is left out."""
        sql = f"{DETAILS[kind]} WHERE s.entity IN"
        rows = {row.id: _found(kind, row, Tier.OTHER) for row in self._session.within(sql, ids)}
        return [rows[one] for one in ids if one in rows]

    def drafts(self, words: Sequence[str], limit: int) -> list[Found]:
        """Open and planned visits that hold all the words in customer, account or number, the open ones first."""
        found: list[Found] = []
        for row in self._session.rows(DRAFTS) if words else ():
            whole = fold(f"{row.name} {row.account} {row.number}")
            if all(word in whole or word in row.initials for word in words):
                made = _found("visit", row, Tier.OTHER)
                found.append(replace(made, tier=judged(made, words)))
        return sorted(found, key=lambda one: one.tier)[:limit]

    def stale(self) -> int:
        """How many things have no document, or documents no thing (for the doctor)."""
        row = self._session.one(
            "SELECT (SELECT count(*) FROM search_doc) AS docs, (SELECT count(*) FROM customer) +"
            " (SELECT count(*) FROM equipment) + (SELECT count(*) FROM hazard) + (SELECT count(*) FROM visit) AS things"
        )
        return abs(int(row.docs) - int(row.things)) if row else 0

    def _documents(self, kind: str, tier: Tier, words: Sequence[str], most: int) -> list[int]:
        return self._matching(kind, asked(tier, words), most)

    def _matching(self, kind: str, question: str, most: int) -> list[int]:
        sql = f"SELECT rowid AS doc FROM search_{kind} WHERE search_{kind} MATCH :asked ORDER BY rowid DESC LIMIT :most"  # noqa: S608 - own names
        return [int(row.doc) for row in self._session.rows(sql, asked=question, most=most)]

    def _details(self, kind: str, tiers: Mapping[int, Tier]) -> Iterator[Found]:
        """In the order of the documents given, which is that of `tiers`."""
        if not tiers:
            return
        sql = f"{DETAILS[kind]} WHERE s.doc IN (SELECT value FROM json_each(:docs))"  # noqa: S608 - own text
        rows = {row.doc: row for row in self._session.rows(sql, docs=json.dumps(list(tiers)))}
        for doc, tier in tiers.items():
            if doc in rows:
                yield _found(kind, rows[doc], tier)


def _order(one: Found, words: Sequence[str]) -> tuple[int, bool, int]:
    """The tier; of customers and equipment that begin so, those where a number or word ends; then the shorter name."""
    if one.tier is not Tier.START or one.kind not in ("customer", "equipment"):
        return one.tier, False, 0
    begins = (found[0] for found in (runs(one.name), runs(one.number)) if found)
    longer = not any(ends_there(run, words[0]) for run in begins)
    return one.tier, longer, len(one.name) if one.kind == "customer" else 0


def judged(one: Found, words: Sequence[str]) -> Tier:
    """The tier as the texts say."""
    name, number = runs(one.name), runs(one.number)
    if "".join(words) in ("".join(name), "".join(number)):
        return Tier.EXACT
    if all(any(word in run for run in (*name, *number)) for word in words):
        starts = any(run[:1] and run[0].startswith(words[0]) for run in (name, number))
        return Tier.START if starts else Tier.NAME
    if one.tier is not Tier.OTHER:
        return one.tier
    letters = [*one.initials.split(), *name, *number]
    return Tier.PINYIN if all(any(word in run for run in letters) for word in words) else Tier.OTHER


def asked(tier: Tier, words: Sequence[str]) -> str:
    """The question to the index."""
    phrases = [phrase(word) for word in words]
    if tier is Tier.START:
        first, rest = phrases[0], [_within(tier, one, word) for one, word in zip(phrases[1:], words[1:], strict=True)]
        column = "chars" if len(words[0]) == 1 else COLUMNS[tier]
        return " AND ".join([f"{column} : ^ {first}", *rest])
    return " AND ".join(_within(tier, one, word) for one, word in zip(phrases, words, strict=True))


def _within(tier: Tier, one: str, word: str) -> str:
    """A phrase within the columns of a tier; single characters stand in one column only."""
    if len(word) == 1:
        return f"chars : {one}"
    return f"{COLUMNS[tier]} : {one}" if tier in COLUMNS else one


def _found(kind: str, row: Any, tier: Tier) -> Found:
    facts = {key: row[key] for key in row.keys() if key not in ("doc", "initials", "id", "name", "data", "owner")}  # noqa: SIM118 - a row iterates its values
    if "data" in row.keys():  # noqa: SIM118 - as above
        facts.update(json.loads(row.data))
    owner = row.owner if "owner" in row.keys() else ""  # noqa: SIM118 - as above
    number = row.number if "number" in row.keys() else str(facts.get("serial") or "")  # noqa: SIM118 - as above
    return Found(kind, row.id, tier, row.name or "", number or "", owner or "", row.initials or "", facts)
