"""Why a visit is made, in words; and the choice of it: a kind, or an occasion that brings its kind along."""

from datetime import date

from inspector.domain.visit import VisitKind
from inspector.i18n import N_, _
from inspector.services.planning.occasions import of_kind

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


def purpose_name(kind: VisitKind, occasion: str) -> str:
    """The kind of a visit, with its occasion where there is one."""
    return f"{kind_name(kind)} · {occasion}" if occasion else kind_name(kind)


def choices(day: date) -> list[tuple[str, str]]:
    """What a visit can be for: each kind, followed by its occasions, those in season first."""
    found: list[tuple[str, str]] = []
    for kind in KINDS:
        found.append((kind.value, kind_name(kind)))
        found += [(f"{kind.value}:{one.id}", purpose_name(kind, one.name)) for one in of_kind(kind, day)]
    return found


def chosen(value: str) -> tuple[VisitKind, str]:
    """Kind and id of the occasion ("" for none) of a choice."""
    kind, _colon, occasion = value.partition(":")
    return VisitKind(kind), occasion


def choice_of(kind: VisitKind, occasion: str) -> str:
    """The choice that stands for a kind and the id of an occasion."""
    return f"{kind.value}:{occasion}" if occasion else kind.value
