"""What people call the actions on a hazard, and why one is not open to them."""

from typing import Final

from inspector.domain.actions import Action, Why
from inspector.i18n import N_

ACTIONS: Final = {
    Action.SERVE: N_("Serve the notice"),
    Action.SUBMIT: N_("Record the rectification"),
    Action.PASS: N_("Pass and close"),
    Action.RETURN: N_("Return for rework"),
    Action.ADJUDICATE: N_("Adjudicate"),
    Action.EXTEND: N_("Ask for more time"),
    Action.GRANT: N_("Grant more time"),
    Action.REFUSE: N_("Refuse more time"),
    Action.SUPERVISE: N_("Put under key supervision"),
    Action.RELEASE: N_("Take off key supervision"),
    Action.ASSIGN: N_("Name who is responsible"),
    Action.CHANGE: N_("Change details"),
    Action.NOTE: N_("Add a note"),
    Action.PHOTO: N_("Add photos"),
    Action.REOPEN: N_("Reopen"),
    Action.VOID: N_("Void"),
}
WHYS: Final = {
    Why.ROLE: N_("This is not for your role."),
    Why.STATUS: N_("This is not possible in its present state."),
    Why.OWN_FINDING: N_("You found this hazard yourself: somebody of another team reviews it."),
    Why.OWN_TEAM: N_("Your team found or rectified it: somebody of another team reviews it."),
    Why.OWN_RECTIFICATION: N_("You put the rectification on record yourself: somebody of another team reviews it."),
    Why.OWN_DECISION: N_("You wrote what is to be decided here: another team lead decides."),
    Why.NOTHING_ASKED: N_("There is nothing to decide here."),
    Why.NOT_ASSIGNED: N_("It was given to somebody else to review."),
    Why.POINTS_OPEN: N_("A point of the checklist is not met, so it cannot be passed."),
    Why.NOT_PASSED: N_("Nobody passed a review of it, so it cannot be closed, only returned."),
    Why.ALREADY_ASKED: N_("A request for more time is waiting for a decision already."),
}
LISTED_BY_RULE: Final = N_("A rule lists it: nobody can take it off by hand.")
"""Why nobody takes a hazard off key supervision that no lead put there."""


def why_text(action: Action, why: Why, *, listed: bool) -> str:
    """Why an action is not open (msgid); `listed`: the hazard is under key supervision."""
    if action is Action.RELEASE and why is Why.NOTHING_ASKED and listed:
        return LISTED_BY_RULE
    return WHYS[why]


ASKS: Final = {
    "note": N_("what was done or seen (note)"),
    "reason": N_("the reason"),
    "comment": N_("a comment"),
    "until": N_("the new deadline"),
    "outcome": N_("whether it is closed or returned"),
    "person": N_("who is responsible"),
    "fields": N_("what is to change"),
    "photos": N_("at least one photo"),
}
FIELDS: Final = {
    "description": N_("Description"),
    "place": N_("Place"),
    "grade": N_("Grade"),
    "basis": N_("Basis"),
    "measure": N_("Measure"),
    "deadline": N_("Deadline"),
    "responsible": N_("Responsible"),
    "equipment": N_("Equipment"),
    "supervised": N_("Key supervision"),
    "criterion": N_("Criterion"),
    "number": N_("Number"),
    "customer": N_("Customer"),
    "visit": N_("Visit"),
    "found_on": N_("Found on"),
    "found_by": N_("Found by"),
    "photos": N_("Photos"),
}
"""Fields of a hazard."""
