"""Why a visit is made, in words."""

from inspector.domain.visit import VisitKind
from inspector.i18n import N_, _

KINDS = {
    VisitKind.PERIODIC: N_("Periodic"),
    VisitKind.SEASONAL: N_("Seasonal"),
    VisitKind.SPECIAL: N_("Special"),
    VisitKind.AFTER_ACCIDENT: N_("After an accident"),
    VisitKind.INTERMEDIATE: N_("Intermediate inspection"),
    VisitKind.ACCEPTANCE: N_("Acceptance inspection"),
}


def kind_name(kind: VisitKind) -> str:
    """The occasion of a visit in words."""
    return _(KINDS[kind])
