"""What stands in the way of sign-off, by where step 4 shows it: a signer's box, a proposal's card, or the list."""

from inspector.domain.visit import Step
from inspector.services.visits.views import HazardDraft, Missing, SummaryView


def is_signature(view: SummaryView, missing: Missing) -> bool:
    """Whether a signature is missing."""
    return missing.step is Step.SUMMARY and missing.ref in {box.who for box in view.signatures}


def proposal_of(view: SummaryView, missing: Missing) -> HazardDraft | None:
    """The open proposal that a missing thing is about."""
    at = [draft for draft in view.proposals if (draft.target, draft.ref) == (missing.target, missing.ref)]
    return at[0] if at else None


def listed(view: SummaryView) -> tuple[Missing, ...]:
    """What the list names: neither signatures (their boxes are empty) nor proposals (they stand below)."""
    return tuple(one for one in view.missing if not is_signature(view, one) and not proposal_of(view, one))
