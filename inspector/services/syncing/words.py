"""What a round changed, in sentences: from the words-as-data of its record."""

from collections.abc import Mapping
from typing import Any, Final

from inspector.i18n import N_, Translator
from inspector.services.words import here

SAID: Final[Mapping[str, str]] = {
    "disputed": N_("is in dispute: adjudicate it"),
    "late_objection": N_("has a late objection"),
    "late_evidence": N_("has late evidence"),
    "fact_after_closure": N_("has something new since it was closed"),
    "conflicted": N_("was changed by several people: decide which value holds"),
    "new": N_("is new"),
    "open": N_("is open again"),
    "in_review": N_("waits for a review"),
    "returned": N_("was sent back"),
    "closed": N_("was closed"),
    "voided": N_("was voided"),
    "changed": N_("was changed"),
}
"""What happened to a thing -> words."""
MOST: Final = 20
"""Things that are told one by one."""


def change_lines(changes: Mapping[str, Any]) -> list[str]:
    """The things a round changed, what is urgent first; then how many more."""
    t, things = here(), list(changes.get("things", ()))
    pattern = t("{thing}: {what}")
    lines = [
        pattern.format(thing=thing["title"] or thing["entity"], what=_said(thing["what"], t)) for thing in things[:MOST]
    ]
    more = len(things) - len(lines) + int(changes.get("more", 0))
    if more > 0:
        words = t.plural("{count} more thing was changed.", "{count} more things were changed.", more)
        lines.append(words.format(count=more))
    return lines


def _said(what: list[str], t: Translator) -> str:
    words = [t(SAID[code]) for code in what if code in SAID]
    return t(", ").join(words)
