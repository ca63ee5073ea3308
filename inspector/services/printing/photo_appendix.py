"""The photos of hazards as a document of their own (照片附录): beside each other, before and after. Worker thread."""

from collections.abc import Iterable, Sequence
from typing import Final

from inspector.domain.hazard import Hazard
from inspector.i18n import N_, Translator, speaking
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.blocks.appendix import PhotoAppendix, PhotoGroup, photo_appendix
from inspector.reports.blocks.photo_sizes import Quality
from inspector.services.hazards.detail import find_hazard, hazard_detail
from inspector.services.preferences.reading import chosen
from inspector.services.printing.hazard_papers import paper_photos
from inspector.services.printing.settings import logo
from inspector.services.registers.entries import find_customer
from inspector.services.reviews.blind import refuse_blind
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.words import here
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "photos_of_unknown": N_("“{name}” is no hazard, no visit and no customer of this workspace."),
        "photos_none": N_("There are no photos of {name} on this computer."),
    },
)

QUALITIES: Final = tuple(quality.name.lower() for quality in Quality)
"""How large photos are embedded at most; what does not fit into the file's budget becomes smaller by itself."""


def photos_document(workspace: Workspace, name: str, language: str = "", quality: str = QUALITIES[0]) -> bytes:
    """The photos of a hazard (number or id), of the hazards of a visit (number or id) or of a customer (account or id).

    Raises Problem photos_of_unknown, photos_none, second_owed.
    """
    return _drawn(workspace, _hazards_of(workspace, name), name, language, Quality[quality.upper()])


def photos_of(workspace: Workspace, hazards: Iterable[str], language: str = "") -> bytes:
    """The photos of these hazards (numbers or ids). Raises Problem photos_none, hazard_not_found, second_owed."""
    found = [find_hazard(workspace, hazard) for hazard in hazards]
    with speaking(language or DOCUMENTS):
        name = found[0].number if len(found) == 1 else here().plural("{count} hazard", "{count} hazards", len(found))
    return _drawn(workspace, found, name.format(count=len(found)), language, Quality.FINE)


def _hazards_of(workspace: Workspace, name: str) -> list[Hazard]:
    visits, hazards, today = workspace.db.visits, workspace.db.hazards, workspace.today()
    try:
        return [find_hazard(workspace, name)]
    except Problem:
        visit = visits.by_number(name) or visits.by_notice(name)
    if visit is not None:
        return [one for one in hazards.of_customer(visit.customer, today=today) if one.visit == visit.id]
    try:
        return list(hazards.of_customer(find_customer(workspace, name).id, today=today))
    except Problem as problem:
        raise Problem("photos_of_unknown", name=name) from problem


def _drawn(workspace: Workspace, hazards: Sequence[Hazard], name: str, language: str, quality: Quality) -> bytes:
    with speaking(language or DOCUMENTS):
        groups = tuple(group for one in hazards if (group := _group(workspace, one)).all)
        if not groups:
            raise Problem("photos_none", name=name)
        model = PhotoAppendix(
            number=name,
            company=chosen(workspace, "company"),
            subject=_subject(workspace, hazards) or name,
            made_at=workspace.now(),
            groups=groups,
            logo=logo(workspace),
        )
    return photo_appendix(model, Translator(language or DOCUMENTS), quality=quality)


def _subject(workspace: Workspace, hazards: Sequence[Hazard]) -> str:
    """The customer, if it is the same one everywhere."""
    customers = {hazard.customer for hazard in hazards}
    return workspace.db.registers.customer(customers.pop()).name if len(customers) == 1 else ""


def _group(workspace: Workspace, hazard: Hazard) -> PhotoGroup:
    refuse_blind(workspace, hazard)
    photos = hazard_detail(workspace, hazard.id).photos
    before, after = (paper_photos(workspace, (one for one in photos if one.after is late)) for late in (False, True))
    title = f"{hazard.number}  {hazard.description}"
    return PhotoGroup(title, before=before, after=after) if after else PhotoGroup(title, before)
