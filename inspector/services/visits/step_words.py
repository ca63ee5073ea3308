"""What a step of a visit did, in a few words for the tooltips of undo and redo."""

from collections.abc import Mapping
from typing import Final

from inspector.i18n import N_, Translator, language
from inspector.services.visits.drafts import number_of
from inspector.services.visits.edits import Body, EditStep, Key
from inspector.services.visits.session import VisitSession, target_and_ref
from inspector.services.visits.views import StepsBack

ORDER: Final = (
    "bulk",
    "many",
    "equipment",
    "answer",
    "override",
    "note",
    "out",
    "waiting",
    "old_hazard",
    "photo",
    "report",
    "hazard",
    "inference",
)
"""Which item of a step names it: the first kind in this order."""
WORDS: Final = {
    "answer": N_("Answer: {what}"),
    "override": N_("Override: {what}"),
    "note": N_("Note: {what}"),
    "out": N_("Out of service: {what}"),
    "waiting": N_("Value to come: {what}"),
    "old_hazard": N_("Old hazard: {what}"),
    "photo": N_("Photo: {what}"),
    "hazard": N_("Hazard: {what}"),
    "inference": N_("Inference dismissed: {what}"),
    "equipment": N_("Equipment: {what}"),
    "bulk": N_("Rest of section {what} passed"),
    "many": N_("Values taken over: {what}"),
    "report": N_("Test report: {what}"),
}
LONGEST: Final = 24
"""Characters of a label or description in a tooltip."""


def principal(step: EditStep) -> tuple[Key, Body]:
    """The item that names a step, with what stands in it before or after."""
    ranks = {kind: rank for rank, kind in enumerate(ORDER)}
    marked = next((item for item, body in step.after.items() if item[0] == "out" and body is not None), None)
    first = marked or min(step.after, key=lambda item: ranks.get(item[0], len(ORDER)))
    return first, step.after[first] or step.before.get(first)


def steps_back(session: VisitSession) -> StepsBack:
    """What undo and redo would do, in words."""
    undo, redo = session.edits.undoable, session.edits.redoable
    return StepsBack(words(session, undo) if undo else "", words(session, redo) if redo else "")


def words(session: VisitSession, step: EditStep) -> str:
    """A step in words."""
    t = Translator(language())
    (kind, key), body = principal(step)
    return t(WORDS[kind]).format(what=_what(session, kind, key, body or {}))


def _what(session: VisitSession, kind: str, key: str, given: Mapping[str, object]) -> str:
    match kind:
        case "bulk":
            return str(given.get("number", ""))
        case "many":
            parts = (_short(str(given.get("name", ""))), str(given.get("count", "")))
            return " · ".join(part for part in parts if part)
        case "inference":
            return _short(str(given.get("title" if language().startswith("zh") else "title_en", "")))
        case "report" | "equipment":
            return _short(str(given.get("name", "")))
        case "old_hazard":
            return session.old[key].number if key in session.old else ""
        case "hazard":
            return _short(str(given.get("description", "")))
        case "photo":
            at = str(given.get("at") or given.get("hazard") or "")
            return _label(session, at) or _short(str(given.get("name", "")))
    return _label(session, key)


def _label(session: VisitSession, key: str) -> str:
    """The number of a question, else its label."""
    place = target_and_ref(key)
    live = session.forms.get(place[0]) if place else None
    if place is None or live is None or place[1] not in live.questions:
        return ""
    line = live.layout.line_of.get(place[1])
    label = live.shown_label(line.ref if line else place[1]) or session.title_of(live)[0]
    return number_of(live, place[1]) or _short(label)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
