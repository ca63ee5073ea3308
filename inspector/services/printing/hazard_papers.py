"""Papers of one hazard as PDF: hazard sheet (隐患单) and review record (复查记录). Worker thread.

Both are made from the records each time; what they say is what this laptop knows now.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from inspector.domain.events import Event
from inspector.domain.hazard import Hazard
from inspector.domain.ledger import overdue_days
from inspector.domain.person import Person
from inspector.domain.review import Check
from inspector.i18n import N_, Translator, speaking
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.hazard_papers import (
    CourseLine,
    HazardSheet,
    Paper,
    PaperCheck,
    PaperHazard,
    PaperValue,
    ReviewRecord,
)
from inspector.reports.notice import NoticePhoto
from inspector.services.hazards.detail import find_hazard, hazard_detail
from inspector.services.hazards.values import hazard_values
from inspector.services.ledgers.views import CourseEntry, HazardDetail, PhotoView
from inspector.services.printing.settings import logo
from inspector.services.printing.visit_documents import notice_head
from inspector.services.reviews.blind import refuse_blind
from inspector.services.reviews.cases import effective
from inspector.services.reviews.checks import LABELS
from inspector.services.reviews.views import ValuePair
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.words import STATUSES, basis_text, here, two_lines
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {"review_missing": N_("The hazard {hazard} was not reviewed yet, so there is no review record.")},
)

REVIEWS: Final = {"review_passed": True, "review_returned": False}


def hazard_sheet(workspace: Workspace, name: str, language: str = "") -> bytes:
    """The sheet of a hazard by number or id. Raises Problem hazard_not_found."""
    from inspector.reports.hazard_papers_pdf import hazard_sheet as draw  # noqa: PLC0415 - fonts and drawing, when it is printed

    return draw(hazard_sheet_model(workspace, name, language), Translator(language or DOCUMENTS))


def hazard_sheet_model(workspace: Workspace, name: str, language: str = "") -> HazardSheet:
    """What the sheet says. Raises Problem hazard_not_found, second_owed."""
    refuse_blind(workspace, find_hazard(workspace, name))
    with speaking(language or DOCUMENTS):
        detail = hazard_detail(workspace, name)
        paper = _paper(workspace, detail)
        return HazardSheet(
            **_shared(paper),
            course=tuple(_station(entry) for entry in detail.course if entry.on is not None),
            alerts=(*detail.alerts, *_missing(workspace, detail.photos)),
        )


def review_record(workspace: Workspace, name: str, language: str = "") -> bytes:
    """The record of the latest review of a hazard (number or id) that counts.

    Raises Problem hazard_not_found, review_missing.
    """
    from inspector.reports.hazard_papers_pdf import review_record as draw  # noqa: PLC0415 - as above

    return draw(review_record_model(workspace, name, language), Translator(language or DOCUMENTS))


def review_record_model(workspace: Workspace, name: str, language: str = "") -> ReviewRecord:
    """What the record says; reviews and rectifications that do not count are left out.

    Raises Problem hazard_not_found, review_missing, second_owed.
    """
    hazard = find_hazard(workspace, name)
    refuse_blind(workspace, hazard)
    events = effective(workspace.db.hazards.history(hazard.id))
    reviews = [event for event in events if event.type in REVIEWS]
    if not reviews:
        raise Problem("review_missing", hazard=hazard.number)
    with speaking(language or DOCUMENTS):
        return _record(workspace, hazard_detail(workspace, hazard.id), events, reviews)


def _record(workspace: Workspace, detail: HazardDetail, events: Iterable[Event], reviews: list[Event]) -> ReviewRecord:
    t = here()
    people = {person.id: person for person in workspace.db.registers.persons()}
    review = reviews[-1]
    before = list(events)[: [event.id for event in events].index(review.id)]
    submitted = [event for event in before if event.type == "rectification_submitted"]
    judged = [event for event in submitted if event.id == review.body.get("submission")]
    submission = next(iter((*judged, *reversed(submitted))), None)
    body = submission.body if submission is not None else {}
    reviewer = people.get(review.user)
    passed = REVIEWS[review.type]
    paper = _paper(workspace, detail)
    return ReviewRecord(
        **_shared(paper),
        outcome=t("passed, the hazard can be closed") if passed else t("returned for further rectification"),
        passed=passed,
        reviewer=_name(people, review.user),
        reviewer_team=str((review.body.get("teams") or {}).get("author") or (reviewer.team if reviewer else "")),
        reviewed_at=_at(moment(review)),
        statement=_statement(review, people, t),
        checks=_checks(review.body, t),
        comment=str(review.body.get("comment") or review.body.get("note") or ""),
        rectification=str(body.get("note") or ""),
        rectified_by=_name(people, str(body.get("by") or (submission.user if submission else ""))),
        rectified_on=str(body.get("on") or "") or (_at(moment(submission))[:10] if submission else ""),
        earlier=tuple(
            CourseLine(
                _at(moment(event)),
                t("passed") if REVIEWS[event.type] else t("returned"),
                _name(people, event.user),
                str(event.body.get("comment") or event.body.get("note") or ""),
            )
            for event in reviews[:-1]
        ),
    )


def _statement(review: Event, people: Mapping[str, Person], t: Translator) -> str:
    """Who found, rectified and reviewed, with their teams as the review saw them.

    A review that broke the rules of independence does not count, so the record of one that counts may say they hold.
    """
    body = review.body
    teams: Mapping[str, Any] = body.get("teams") or {}

    def person(name: str, *own: str) -> str:
        return t("{name} ({teams})").format(name=name, teams=t(", ").join(own)) if any(own) else name

    def side(key: str) -> str:
        names = t(", ").join(_name(people, str(one)) for one in body.get(key) or ())
        return person(names or "—", *map(str, teams.get(key) or ()))

    told = t("Found by: {finders}. Rectification recorded by: {rectifiers}. Reviewed by: {reviewer}.").format(
        finders=side("finders"),
        rectifiers=side("rectifiers"),
        reviewer=person(_name(people, review.user), str(teams.get("author") or "")),
    )
    holds = t("The reviewer neither found nor rectified the hazard and belongs to none of their teams.")
    return f"{told} {holds}"


def _checks(body: Mapping[str, Any], t: Translator) -> tuple[PaperCheck, ...]:
    """The points of the checklist as the review kept them; none of an older record that kept nothing."""
    kept = body.get("checks")
    if not kept:
        return ()
    states: Mapping[str, Any] = kept if isinstance(kept, Mapping) else dict.fromkeys(map(str, kept), True)
    return tuple(PaperCheck(t(LABELS[check]), _met(states.get(check.value, False))) for check in Check)


def _met(state: object) -> bool | None:
    match state:
        case bool():
            return state
        case "not_needed" | None:
            return None
    return state in ("holds", "ticked", "vouched")


def _shared(paper: Paper) -> dict[str, Any]:
    return {name: getattr(paper, name) for name in Paper.__dataclass_fields__}


def _paper(workspace: Workspace, detail: HazardDetail) -> Paper:
    """What both papers head a hazard with, its values and photos, in the language spoken."""
    hazard = detail.hazard
    customer = workspace.db.registers.customer(hazard.customer)
    people = {person.id: person for person in workspace.db.registers.persons()}
    lead = next((people[one] for one in hazard.found_by if one in people), Person("", "", "", ""))
    head = notice_head(workspace, customer, lead, here())
    pictures = {after: [photo for photo in detail.photos if photo.after is after] for after in (False, True)}
    return Paper(
        printed_on=workspace.today(),
        company=head.company,
        hazard=_head(workspace, detail, people),
        team=head.team,
        service_phone=head.service_phone,
        values=tuple(_value(pair) for pair in hazard_values(workspace, hazard)),
        before=paper_photos(workspace, pictures[False]),
        after=paper_photos(workspace, pictures[True]),
        logo=logo(workspace),
    )


def _head(workspace: Workspace, detail: HazardDetail, people: Mapping[str, Person]) -> PaperHazard:
    hazard, t = detail.hazard, here()
    customer = workspace.db.registers.customer(hazard.customer)
    equipment = {item.id: item.name for item in workspace.db.registers.equipment_of(customer.id)}
    teams = dict.fromkeys(people[one].team for one in hazard.found_by if one in people)
    found = t(", ").join(_name(people, one) for one in hazard.found_by)
    return PaperHazard(
        number=hazard.number,
        customer=customer.name,
        account=customer.account,
        place=two_lines(hazard.place, equipment.get(hazard.equipment or "", "")),
        description=hazard.description,
        grade=hazard.grade,
        status=t(STATUSES[detail.status]),
        found_on=hazard.found_on,
        deadline=hazard.deadline,
        found_by=" ".join(filter(None, (found, t(", ").join(filter(None, teams))))),
        basis=basis_text(hazard.basis, t),
        measure=hazard.measure,
        responsible=hazard.responsible,
        visit=_visit_number(workspace, hazard),
        notices=t(", ").join(_notices(workspace, hazard)),
        supervision=t(", ").join(detail.supervision),
        late=overdue_days(hazard.status, hazard.deadline, workspace.today()) > 0,
    )


def _visit_number(workspace: Workspace, hazard: Hazard) -> str:
    try:
        return workspace.db.visits.get(hazard.visit).number if hazard.visit else ""
    except Problem:
        return ""


def _notices(workspace: Workspace, hazard: Hazard) -> tuple[str, ...]:
    served = (event.body for event in workspace.db.hazards.history(hazard.id) if event.type == "notice_served")
    return tuple(dict.fromkeys(str(body["notice"]) for body in served if body.get("notice")))


def _station(entry: CourseEntry) -> CourseLine:
    at = f"{entry.at:%Y-%m-%d %H:%M}" if entry.at else f"{entry.on:%Y-%m-%d}" if entry.on else ""
    remarks = (entry.text, *entry.values, entry.alert)
    words = "\n".join(dict.fromkeys(text for text in remarks if text))
    label = entry.label if entry.effective else here()(N_("{event} (does not count)")).format(event=entry.label)
    return CourseLine(at, label, entry.by, words)


def _value(pair: ValuePair) -> PaperValue:
    return PaperValue(pair.label, pair.before_text, pair.after_text, pair.limit, pair.verdict, pair.within is False)


def paper_photos(workspace: Workspace, photos: Iterable[PhotoView]) -> tuple[NoticePhoto, ...]:
    """Those that are on this laptop, with number, time and photographer."""
    blobs = workspace.store.blobs
    return tuple(
        NoticePhoto(blobs.get(photo.display), f"{number}  {photo.taken_at:%Y-%m-%d %H:%M}  {photo.name}".strip())
        for number, photo in enumerate(photos, 1)
        if blobs.has(photo.display)
    )


def _missing(workspace: Workspace, photos: Iterable[PhotoView]) -> tuple[str, ...]:
    """That photos have not arrived on this laptop, so that nobody takes the sheet for complete."""
    count = sum(1 for photo in photos if not workspace.store.blobs.has(photo.display))
    words = here().plural(
        "{count} photo is not on this laptop and is left out.",
        "{count} photos are not on this laptop and are left out.",
        count,
    )
    return (words.format(count=count),) if count else ()


def moment(event: Event | None) -> datetime | None:
    """When an event was written, by its author's clock."""
    return datetime.fromisoformat(event.at) if event is not None and event.at else None


def _at(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def _name(people: Mapping[str, Person], person: str) -> str:
    return people[person].name if person in people else person
