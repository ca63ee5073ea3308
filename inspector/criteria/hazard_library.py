"""The hazard library: what inspectors find again and again, with wording, grade, measure and basis.

Entries are data (`resources/hazards/*.toml`: a list of `[[entry]]`). They cite only clauses of the collection of
limits; what has none is "practice".
"""

import tomllib
import unicodedata
from collections.abc import Mapping
from typing import Final

from inspector.criteria.model import Bilingual, printed_basis
from inspector.criteria.spec import Spec
from inspector.criteria.spec_error import Reason, SpecError, reason_of
from inspector.domain.equipment import EquipmentKind
from inspector.domain.hazard import Grade
from inspector.i18n import N_
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass

SITE: Final = "site"
KINDS: Final = frozenset([*(kind.value for kind in EquipmentKind), SITE])


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A hazard as it is worded. `kinds`: equipment kinds it is about, and "site" for what belongs to none.

    `words` help the search and are shown nowhere. `days` until the deadline; 0 is the usual one of the grade. `own`: it
    is the company's, not the program's.
    """

    id: str
    kinds: frozenset[str]
    grade: Grade
    hazard: Bilingual
    measure: Bilingual
    standard: str
    edition: str = ""
    clause: str = ""
    words: str = ""
    days: int = 0
    own: bool = False

    @property
    def basis(self) -> str:
        """Standard, edition and clause as printed, or "practice"."""
        return printed_basis(self.standard, self.edition, self.clause)


def load_library(sources: Mapping[str, bytes]) -> tuple[LibraryEntry, ...]:
    """Read libraries given as TOML bytes by file name. Raises Problem pack_invalid (file, place, reason)."""
    found: dict[str, LibraryEntry] = {}
    for name in sorted(sources):
        for number, table in enumerate(_tables(name, sources[name]), start=1):
            try:
                entry = _entry(Spec(table))
                if entry.id in found:
                    raise SpecError(N_("the id is used twice"))
            except ValueError as error:
                place = f"entry {table.get('id', number)}"
                raise Problem("pack_invalid", file=name, place=place, reason=reason_of(error)) from error
            found[entry.id] = entry
    return tuple(found.values())


def _tables(name: str, content: bytes) -> list[Mapping[str, object]]:
    try:
        document = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem("pack_invalid", file=name, place="TOML", reason=reason_of(error)) from error
    tables = document.get("entry", [])
    if set(document) - {"entry"} or not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise Problem(
            "pack_invalid", file=name, place="TOML", reason=Reason(N_("write [[{section}]]"), {"section": "entry"})
        )
    return tables


def _entry(spec: Spec) -> LibraryEntry:
    try:
        grade = Grade(spec.word("grade"))
    except ValueError as error:
        raise SpecError(N_("{key} is one of {values}"), key="grade", values=", ".join(Grade)) from error
    entry = LibraryEntry(
        id=spec.word("id"),
        kinds=_kinds(spec.texts("kinds")),
        grade=grade,
        hazard=spec.pair("hazard"),
        measure=spec.pair("measure"),
        standard=spec.word("standard"),
        edition=spec.word("edition", ""),
        clause=spec.word("clause", ""),
        words=spec.word("words", ""),
    )
    spec.finish()
    return entry


def _kinds(names: tuple[str, ...]) -> frozenset[str]:
    unknown = sorted(set(names) - KINDS)
    if unknown or not names:
        raise SpecError(N_("{key} is one of {values}"), key="kinds", values=", ".join(sorted(KINDS)))
    return frozenset(names)


def find_entries(library: tuple[LibraryEntry, ...], text: str = "", kind: str = "") -> tuple[LibraryEntry, ...]:
    """Entries that hold every word of a text somewhere; with `kind` those about it come first."""
    words = _plain(text).split()

    def holds(entry: LibraryEntry) -> bool:
        where = _plain(" ".join((*entry.hazard, *entry.measure, entry.words, entry.basis)))
        return all(word in where for word in words)

    found = [entry for entry in library if holds(entry)]
    return tuple(sorted(found, key=lambda entry: bool(kind) and kind not in entry.kinds))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
