"""What people call grades, statuses and the like, in lists, on paper and on the web: one msgid for each."""

import re
from typing import TYPE_CHECKING, Final

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade, Hazard, HazardStatus
from inspector.domain.said import said
from inspector.domain.visit import VisitKind
from inspector.i18n import LANGUAGES, N_, Translator

if TYPE_CHECKING:
    from inspector.domain.events import Event

NBSP: Final = "\u00a0"
PRACTICE: Final = N_("practice")
ANNEX: Final = N_("Annex {name}")
TABLE: Final = N_("Table {name}")
USUAL: Final = (N_("dual supply"), N_("single supply"), N_("HV"), N_("LV"))
"""What people usually type where the register asks for a supply mode or for what an electrician is certified."""
GRADES = {Grade.CRITICAL: N_("Critical"), Grade.SERIOUS: N_("Serious"), Grade.GENERAL: N_("General")}
IMPORTANCES = {
    Importance.SPECIAL: N_("Special important customer"),
    Importance.LEVEL_1: N_("Level 1 important customer"),
    Importance.LEVEL_2: N_("Level 2 important customer"),
    Importance.TEMPORARY: N_("Temporary important customer"),
    Importance.NONE: N_("Ordinary high-voltage customer"),
}
VISIT_KINDS = {
    VisitKind.PERIODIC: N_("Periodic inspection"),
    VisitKind.SEASONAL: N_("Seasonal inspection"),
    VisitKind.SPECIAL: N_("Special inspection"),
    VisitKind.AFTER_ACCIDENT: N_("Inspection after an accident"),
    VisitKind.INTERMEDIATE: N_("Intermediate inspection"),
    VisitKind.ACCEPTANCE: N_("Acceptance inspection"),
}
STATUSES = {
    "pending": N_("To be served"),
    "rectifying": N_("Being rectified"),
    "in_review": N_("In review"),
    "returned": N_("Returned"),
    "closed": N_("Closed"),
    "disputed": N_("Disputed"),
    "voided": N_("Voided"),
}
SUPERVISION = {
    "grade": N_("critical or serious"),
    "overdue": N_("overdue"),
    "recurrent": N_("recurrent"),
    "disputed": N_("disputed"),
    "by_hand": N_("put here by a lead"),
}
EVENTS: Final = {
    "hazard_registered": N_("Registered"),
    "notice_served": N_("Notice served"),
    "rectification_submitted": N_("Rectification submitted"),
    "review_passed": N_("Review passed"),
    "review_returned": N_("Returned"),
    "hazard_reopened": N_("Reopened"),
    "hazard_voided": N_("Voided"),
    "dispute_adjudicated": N_("Adjudicated"),
    "photo_added": N_("Photo added"),
    "measurement_added": N_("Measured again"),
    "note_added": N_("Note added"),
    "extension_requested": N_("Extension requested"),
    "hazard_changed": N_("Changed"),
    "event_ruled": N_("Ruled out by the server"),
    "event_adopted": N_("Adopted by a lead"),
}
NOTES: Final = {
    "eliminated": N_("eliminated"),
    "still": N_("still there"),
    "worse": N_("worse"),
}
OUTCOMES: Final = {"closed": N_("closed"), "returned": N_("returned")}


def status_key(hazard: Hazard) -> str:
    """The status as people count it: an open hazard is 待下发 until its notice was served, then 整改中."""
    if hazard.status is HazardStatus.OPEN:
        return "rectifying" if hazard.notice_served else "pending"
    return hazard.status.value


def days_text(days: int | None, t: Translator) -> str:
    """Days until a deadline: overdue, due today, or left."""
    if days is None:
        return ""
    if days < 0:
        return t.plural("{count} day overdue", "{count} days overdue", -days).format(count=-days)
    if days == 0:
        return t("due today")
    return t.plural("{count} day left", "{count} days left", days).format(count=days)


def split_place(place: str, equipment: str) -> tuple[str, str]:
    """The room and the equipment of a place that names both; documents print them on two lines."""
    if equipment and place.endswith(equipment):
        return place.removesuffix(equipment).strip(), equipment
    return place, ""


def label_of(event: "Event") -> str:
    """What kind of station an event is (msgid)."""
    body = event.body
    if event.type == "note_added" and body.get("judgement"):
        return N_("Judged at a visit")
    if event.type == "note_added" and body.get("refused"):
        return N_("Extension refused")
    if event.type == "hazard_changed":
        fields = said(event)
        if body.get("extension") or (body.get("approver") and "deadline" in fields):
            return N_("Extension granted")
        if "supervised" in fields:
            return N_("Put under key supervision") if fields["supervised"] else N_("Taken off key supervision")
    return EVENTS.get(event.type, event.type)


def basis_text(basis: str, t: Translator) -> str:
    """A stored basis in a language; "practice", annexes and tables stand in that of the document it came from."""
    others = [Translator(one) for one in LANGUAGES if one != t.language]
    for other in others:
        if basis == other(PRACTICE):
            return t(PRACTICE)
        for part in (ANNEX, TABLE):
            written, own = other(part).partition("{name}")[0], t(part).partition("{name}")[0]
            shown = own.replace(" ", NBSP)
            basis = re.sub(rf"(?<=\S) ?{re.escape(written)} ?(?=[A-Z0-9])", f"{t(', ')}{shown}", basis)
            basis = re.sub(rf"^{re.escape(written)} ?(?=[A-Z0-9])", shown, basis)
    return basis


def usual_text(value: str, t: Translator) -> str:
    """What somebody typed in one language, in another where it is a usual word; anything else as it was typed."""
    for word in USUAL:
        if any(value == Translator(one)(word) for one in LANGUAGES):
            return t(word)
    return value
