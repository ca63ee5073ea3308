"""Searching the workspace: customers, equipment, hazards and visits by words, numbers and pinyin.

Several words must all be found, wherever they stand: in the thing's own texts or in its customer's name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade, HazardStatus
from inspector.domain.visit import VisitKind
from inspector.i18n import N_, _
from inspector.quick_dataclass import dataclass
from inspector.reports.words import grouped
from inspector.services.words import GRADES, IMPORTANCES, STATUSES, VISIT_KINDS
from inspector.services.workspace import Workspace
from inspector.storage.search.pinyin import syllables
from inspector.storage.search.search import Found, Tier
from inspector.storage.search.terms import composed, fold, joined, spans, words_of

KINDS: Final = ("customer", "equipment", "hazard", "visit")
"""Kinds of hits, in the order of the groups where nothing else decides."""
RECENT: Final = "search.recent"
MOST_RECENT: Final = 12
SPACES: Final = (" ", "\u00a0")
PLANNED: Final = {"open": N_("under way"), "planned": N_("planned for {day}"), "handed_over": N_("handed over")}

Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A thing that was found; `kind` and `id` are those of the place that shows it.

    `marks` and `subtitle_marks` are (start, length) of what matched in the texts.
    """

    kind: str
    id: str
    title: str
    subtitle: str
    marks: Marks = ()
    subtitle_marks: Marks = ()
    grade: Grade | None = None
    """Of a hazard that is not closed."""


@dataclass(frozen=True, slots=True)
class SearchGroup:
    """Hits of one kind, best first."""

    kind: str
    hits: tuple[SearchHit, ...]


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What was found for a text, the group with the best hit first."""

    text: str
    groups: tuple[SearchGroup, ...]


def search(workspace: Workspace, text: str, limit: int = 6) -> SearchResults:
    """Up to `limit` things of each kind that hold all words of the text."""
    words = words_of(text)
    recent = _recent(workspace)
    found: dict[str, list[Found]] = {}
    held = {kind: workspace.db.search.find(kind, words, limit) for kind in KINDS} if words else {}
    if words:
        held["visit"] = workspace.db.search.drafts(words, limit) + held["visit"]
    if words and not any(held.values()):
        held = {kind: workspace.db.search.find_apart(kind, words, limit) for kind in KINDS}
    for kind, hits in held.items():
        used = {(one.kind, one.id) for one in hits} & recent
        found[kind] = sorted(hits, key=lambda one: (one.tier, (one.kind, one.id) not in used))[:limit]
    order = sorted((kind for kind in found if found[kind]), key=lambda kind: _weight(found[kind][0], words))
    groups = [SearchGroup(kind, tuple(_hit(one, words) for one in found[kind])) for kind in order]
    return SearchResults(text, tuple(groups))


def recent_things(workspace: Workspace, limit: int = 6) -> tuple[SearchHit, ...]:
    """What was opened from the search lately, the last first."""
    kept = _kept(workspace)
    found: dict[tuple[str, str], Found] = {}
    for kind in KINDS:
        ids = [one for of, one in kept if of == kind]
        if ids:
            found.update({(kind, one.id): one for one in workspace.db.search.some(kind, ids)})
    return tuple(_hit(found[place], ()) for place in kept if place in found)[:limit]


def remember_thing(workspace: Workspace, kind: str, thing: str) -> None:
    """Note that a thing was opened from the search."""
    kept = [(kind, thing), *(place for place in _kept(workspace) if place != (kind, thing))]
    workspace.db.settings.put(RECENT, kept[:MOST_RECENT])


def rebuild_search(workspace: Workspace) -> None:
    """Make the search index anew; takes some seconds for a hundred thousand things."""
    workspace.db.rebuild_search()


def spellings(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """How Chinese names are typed without an input method, by name: in full or by initials, from any character on.

    Not on the GUI thread: the first use loads a large library.
    """
    found = ((name, syllables(name) or ()) for name in names)
    return {name: tuple(_spelled(parts)) for name, parts in found}


def _spelled(parts: Sequence[str]) -> Iterator[str]:
    for start in range(len(parts)):
        yield fold("".join(parts[start:]))
        yield fold("".join(part[0] for part in parts[start:]))


def spelled(text: str, spelling: Iterable[str]) -> bool:
    """Whether all words of what was typed begin one of the spellings of a name."""
    ways, words = tuple(spelling), words_of(text)
    return bool(words) and all(any(way.startswith(word) for way in ways) for word in words)


def matching(text: str, *names: str) -> bool:
    """Whether all words of what was typed stand in these names of one thing (for pages and actions)."""
    whole = [fold(name) for name in names]
    return all(any(word in name for name in whole) for word in words_of(text))


def marks(shown: str, text: str) -> Marks:
    """Where the words of what was typed stand in a text shown."""
    return spans(shown, words_of(text))


def _weight(one: Found, words: Sequence[str]) -> tuple[Tier, int]:
    """Where a group stands by its best hit; a visit that only has its customer's name stands behind."""
    by_name = one.kind == "visit" and not spans(one.number, words)
    return Tier.OTHER if by_name else one.tier, KINDS.index(one.kind)


def _kept(workspace: Workspace) -> list[tuple[str, str]]:
    match workspace.db.settings.get(RECENT, []):
        case list(kept):
            return [(str(one[0]), str(one[1])) for one in kept if isinstance(one, list) and len(one) == 2]
    return []


def _recent(workspace: Workspace) -> set[tuple[str, str]]:
    return set(_kept(workspace))


def _hit(one: Found, words: Sequence[str]) -> SearchHit:
    title = composed(one.name or one.number)
    subtitle = " · ".join(part for part in SUBTITLES[one.kind](one) if part)
    unclosed = one.kind == "hazard" and HazardStatus(one.facts["status"]).unclosed
    grade = Grade(one.facts["grade"]) if unclosed else None
    return SearchHit(
        one.kind, one.id, title, subtitle, _title_marks(one, title, words), _spaced(subtitle, words), grade
    )


def _title_marks(one: Found, title: str, words: Sequence[str]) -> Marks:
    found = spans(title, words)
    if one.tier is Tier.PINYIN and len(one.initials) == len(title):
        letters = {i for start, length in spans(one.initials, words) for i in range(start, start + length)}
        return joined({i for start, length in found for i in range(start, start + length)} | letters)
    return found


def _spaced(text: str, words: Iterable[str]) -> Marks:
    """Marks in a text whose numbers are grouped by spaces."""
    places = [index for index, char in enumerate(text) if char not in SPACES]
    solid = "".join(text[index] for index in places)
    return joined(places[i] for start, length in spans(solid, words) for i in range(start, start + length))


def _customer(one: Found) -> tuple[str, ...]:
    importance = Importance(one.facts.get("importance") or Importance.NONE)
    closed = _("supply ended") if one.facts.get("active", True) is False else ""
    return grouped(one.number), _(IMPORTANCES[importance]), closed


def _equipment(one: Found) -> tuple[str, ...]:
    retired = _("out of service") if one.facts.get("active", True) is False else ""
    return one.owner, _text(one, "place"), _text(one, "model"), one.number, retired


def _hazard(one: Found) -> tuple[str, ...]:
    status = str(one.facts["status"])
    if status == "open":
        status = "rectifying" if one.facts["notice_served"] else "pending"
    return one.owner, _(GRADES[Grade(one.facts["grade"])]), _(STATUSES[status]), _text(one, "place"), one.number


def _visit(one: Found) -> tuple[str, ...]:
    kind = _(VISIT_KINDS[VisitKind(one.facts["kind"])])
    if one.facts.get("signed_at"):
        return one.number, kind, str(one.facts["signed_at"])[:10]
    planned = str(one.facts.get("planned_on") or "")
    words = PLANNED[one.facts["status"]]
    state = _(words).format(day=date.fromisoformat(planned) if planned else "")
    return one.number, kind, state.strip()


def _text(one: Found, key: str) -> str:
    return str(one.facts.get(key) or "")


SUBTITLES: Final[dict[str, Any]] = {
    "customer": _customer,
    "equipment": _equipment,
    "hazard": _hazard,
    "visit": _visit,
}
