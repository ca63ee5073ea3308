"""Entries of the hazard library as somebody chooses from them: worded, with deadline and basis, found by pinyin too."""

import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

from inspector.criteria.hazard_library import SITE
from inspector.domain.hazard import Grade
from inspector.i18n import Translator, language
from inspector.quick_dataclass import dataclass
from inspector.services.hazards.entries import entries
from inspector.services.searching import spelled, spellings
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class HazardChoice:
    """An entry. `shown` is in the window's language; what is filled in is in the documents' language."""

    id: str
    shown: str
    description: str
    measure: str
    grade: Grade
    deadline: date
    basis: str
    own: bool
    fits: bool
    """Whether it is about the kind of equipment it was asked for."""
    words: str
    spelling: tuple[str, ...]


def hazard_choices(workspace: Workspace, visit_id: str, equipment: str | None = None) -> tuple[HazardChoice, ...]:
    """All entries; those about the equipment, or the site, first, then the company's own. Worker thread."""
    known = workspace.visit(visit_id).session.equipment.get(equipment or "")
    kind = known.kind.value if known is not None else SITE
    found = entries(workspace)
    practice = Translator(DOCUMENTS)("practice")
    spelling = spellings(entry.hazard.text(DOCUMENTS) for entry in found)
    today = workspace.today()
    made = [
        HazardChoice(
            entry.id,
            entry.hazard.text(language()),
            entry.hazard.text(DOCUMENTS),
            entry.measure.text(DOCUMENTS),
            entry.grade,
            today + timedelta(days=entry.days) if entry.days else workspace.packs.deadline(entry.grade, today),
            practice if entry.basis == "practice" else entry.basis,
            entry.own,
            kind in entry.kinds,
            _plain(" ".join((*entry.hazard, *entry.measure, entry.words, entry.basis))),
            spelling[entry.hazard.text(DOCUMENTS)],
        )
        for entry in found
    ]
    return tuple(sorted(made, key=lambda choice: (not choice.fits, not choice.own, choice.grade.rank)))


def chosen_by(choices: Sequence[HazardChoice], text: str) -> tuple[HazardChoice, ...]:
    """Those that hold every word of a text, or whose wording is spelled so. Any thread."""
    words = _plain(text).split()
    return tuple(
        choice for choice in choices if all(word in choice.words or spelled(word, choice.spelling) for word in words)
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
