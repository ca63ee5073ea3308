"""The quick card: one A4 page for the laptop's lid, with the keys that count on this computer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from inspector.domain.hazard import Grade
from inspector.i18n import N_, Translator
from inspector.reports.quick_card import CardGroup, CardNote, QuickCard, quick_card_pdf
from inspector.services.help.keyboard import keyboard_map

TITLE: Final = N_("Quick card")
SUBTITLE: Final = N_("Power-use safety inspection")
NOTES: Final = (
    (
        N_("A visit"),
        (
            N_("Judge the unclosed hazards first: 1 eliminated, 2 still there, 3 worse."),
            N_("Three steps in any order: infrastructure, equipment with test records, indications."),
            N_("2 fails a question and opens the hazard, already worded; Shift A passes what is left of a section."),
            N_("A failing value proposes a hazard: accept it, merge it or dismiss it with a reason before signing."),
            N_("Sign, then Ctrl Enter issues the notice. It all works without a network."),
        ),
    ),
    (
        N_("Nothing is lost"),
        (
            N_("“Saved” means on the disk; after a power cut the visit opens where it was."),
            N_("Ctrl Z takes back. Nothing is deleted; what was voided keeps its reason."),
            N_("Keep the recovery key apart from the laptop. Lock the screen with Ctrl L when you leave it."),
        ),
    ),
)
GRADES: Final = (
    (Grade.CRITICAL, "■", N_("Critical"), N_("24 hours")),
    (Grade.SERIOUS, "▲", N_("Serious"), N_("7 days")),
    (Grade.GENERAL, "●", N_("General"), N_("30 days")),
)
DEADLINES: Final = N_("Grades and usual deadlines")


def quick_card(chosen: Mapping[str, str], language: str, made_at: datetime) -> bytes:
    """The card as PDF in a language, with the `chosen` keys (command -> key). Any thread; Problem("font_missing")."""
    tr = Translator(language)
    keys = tuple(
        CardGroup(tr(group.where), tuple((" / ".join(line.keys), tr(line.label)) for line in group.lines if line.keys))
        for group in keyboard_map(chosen)
    )
    notes = tuple(CardNote(tr(title), tuple(map(tr, lines))) for title, lines in NOTES)
    grades = CardNote(tr(DEADLINES), tuple(f"{mark} {tr(name)}  {tr(days)}" for _grade, mark, name, days in GRADES))
    card = QuickCard(tr(TITLE), tr(SUBTITLE), keys, (notes[0], grades, notes[1]), tr.language, made_at)
    return quick_card_pdf(card)
