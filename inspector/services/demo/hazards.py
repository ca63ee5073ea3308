"""Hazards of the sample workspace and their course: found, served, rectified, reviewed by the other team, closed."""

from collections.abc import Container, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from inspector.criteria import Check
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.hazard import Grade, default_deadline
from inspector.domain.person import Person, Role
from inspector.domain.roles import as_seen
from inspector.quick_dataclass import dataclass
from inspector.services.demo.photos import choose, take_sample_photos
from inspector.services.demo.values import QUANTITY, HotOil, hot_oil
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.visits.live import CRITERION
from inspector.storage import NewEvent

if TYPE_CHECKING:
    from inspector.domain.events import BlobRef
    from inspector.services.demo.building import Sample
    from inspector.services.demo.visits import SampleForms

_Thing = TypeVar("_Thing")
Later = list[tuple[date, str, NewEvent]]
SHARES: Mapping[Grade, float] = {Grade.CRITICAL: 0.08, Grade.SERIOUS: 0.30, Grade.GENERAL: 0.62}
OLD = 200
"""Days after which nearly everything is closed."""
MIDDLE = 60
UNSERVED_DAYS = 3
LATER_SHARE = 0.8
FORTNIGHT = 14
BEFORE_SUBMISSION = 3
AFTER_RETURN = 29
"""Days after the visit before which nothing was submitted, and by which what was returned had been."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A hazard that an earlier visit found, before it is written down."""

    check: Check
    equipment: Equipment | None
    place: str
    grade: Grade
    stage: str
    """Where it stands today: rectifying, in_review, returned, closed or voided."""

    @property
    def unclosed(self) -> bool:
        """Whether it is unclosed today."""
        return self.stage not in ("closed", "voided")


def findings(
    sample: "Sample", forms: "SampleForms", equipment: Sequence[Equipment], day: date, count: int, stages: Sequence[str]
) -> list[Finding]:
    """What one earlier visit found; `stages` fixes where the first of them stand, the rest is drawn by age."""
    made: list[Finding] = []
    for index in range(count):
        drawn = (sample.fate.random(), sample.fate.random())
        wanted = sample.fate.choices(list(SHARES), list(SHARES.values()))[0]
        check, owner, place = _finding(sample, forms, equipment, wanted, drawn, {one.check.id for one in made})
        grade = check.grade
        stage = stages[index] if index < len(stages) else _stage(sample, (sample.today - day).days)
        if stage == "in_review" and index < len(stages):
            owner, place = _transformer(equipment) or (owner, place)
        made.append(Finding(check, owner, place, grade, stage))
    return made


def hazard_events(
    sample: "Sample",
    visit: Mapping[str, str],
    customer: Customer,
    pair: Sequence[Person],
    day: date,
    finding: Finding,
) -> tuple[list[NewEvent], Later]:
    """Events of the visit's own frame, and later ones with their day and author."""
    db, words = sample.workspace.db, sample.data["words"]
    hazard = db.ids.new()
    source = finding.check.source
    fields = {
        "number": f"YH-{day:%Y}-{sample.workspace.store.device.code}-{db.counters.next(f'hazard:{day:%Y}'):04d}",
        "customer": customer.id,
        "visit": visit["id"],
        "equipment": finding.equipment.id if finding.equipment else None,
        "place": finding.place,
        "description": finding.check.hazard.text(DOCUMENTS),
        "grade": finding.grade.value,
        "basis": source.basis if source.standard != "practice" else words["practice"],
        "measure": finding.check.measure.text(DOCUMENTS),
        "deadline": default_deadline(finding.grade, day).isoformat(),
        "responsible": customer.contact,
        "found_on": day.isoformat(),
        "found_by": [person.id for person in pair],
        "criterion": finding.check.id,
        "photos": [],
    }
    hot = hot_of(sample, customer, finding, day)
    if hot is not None:
        changed = {"description": hot.description, "measure": hot.measure, "basis": hot.basis, "criterion": QUANTITY}
        fields |= changed
    registered = {"fields": fields, **(hot.before if hot else {}), **as_seen(pair[0], finders=pair)}
    blobs: tuple[BlobRef, ...] = ()
    where = (customer.name, finding.place, pair[0].name)
    if choose(sample, hazard, finding.check.id, hot=hot is not None, unclosed=finding.unclosed):
        registered["photos"], blobs = take_sample_photos(sample, hazard, *where, sample.at(day, 9))
    events = [NewEvent(hazard, "hazard", "hazard_registered", registered, blobs=blobs)]
    if (sample.today - day).days > UNSERVED_DAYS or not finding.unclosed:
        events.append(NewEvent(hazard, "hazard", "notice_served", {"notice": visit["notice"], "visit": visit["id"]}))
    extension = _extension(sample, hazard, finding, day)
    return events, [*_course(sample, hazard, pair, day, finding.stage, hot, where), *extension]


def _extension(sample: "Sample", hazard: str, finding: Finding, day: date) -> Later:
    """A later day that a lead agreed to, for some general hazards under way whose first deadline is over.

    Critical and serious ones keep their deadline: nobody extends what is to be done at once.
    """
    today = sample.today
    if not finding.unclosed or sample.fate.random() >= LATER_SHARE:
        return []
    ahead = 1 + sample.fate.randint(1, 28) % FORTNIGHT
    if finding.grade is not Grade.GENERAL or default_deadline(finding.grade, day) >= today:
        return []
    lead = next(person for person in sample.people if Role.LEAD in person.roles)
    body = {
        "fields": {"deadline": (today + timedelta(days=ahead)).isoformat()},
        "reason": sample.data["words"]["extended"],
        "approver": lead.id,
        **as_seen(lead),
    }
    asked = max(today - timedelta(days=2 + ahead % 5), day + timedelta(days=AFTER_RETURN))
    if finding.stage == "in_review":
        asked = day + timedelta(days=BEFORE_SUBMISSION)
    return [(asked, lead.id, NewEvent(hazard, "hazard", "hazard_changed", body))]


def _transformer(equipment: Sequence[Equipment]) -> tuple[Equipment, str] | None:
    """The first oil transformer and its place: what waits for a review today was found by a reading at it."""
    found = next((item for item in equipment if item.kind is EquipmentKind.TRANSFORMER_OIL), None)
    return None if found is None else (found, f"{found.place} {found.name}".strip())


def _finding(
    sample: "Sample",
    forms: "SampleForms",
    equipment: Sequence[Equipment],
    grade: Grade,
    drawn: tuple[float, float],
    found: Container[str],
) -> tuple[Check, Equipment | None, str]:
    """A point of a checklist that failed, of that grade if there is any: at a piece of equipment or at the site.

    `drawn` are two numbers below 1 that choose the place and the point; what the visit `found` before is not found
    again.
    """
    checked = {item.id: form for item in equipment if (form := forms.tested_by(item, sample.data["values"]))}
    owner = _one_of([None, *(item for item in equipment if item.id in checked)], drawn[0])
    known = _checks(forms, "infrastructure" if owner is None else checked[owner.id])
    if not any(check.grade is grade for check in known):
        owner, known = None, _checks(forms, "infrastructure")
    fresh = [one for one in known if one.id not in found] or known
    check = _one_of([one for one in fresh if one.grade is grade] or fresh, drawn[1])
    if owner is None:
        return check, None, str(sample.data["words"]["room"])
    return check, owner, f"{owner.place} {owner.name}".strip()


def _checks(forms: "SampleForms", form: str) -> list[Check]:
    """The points of a checklist that have a criterion, in its order."""
    layout, questions = forms.layouts[form], forms.questions[form]
    return [
        forms.packs.checks[criterion]
        for section in layout.sections
        for ref in section.questions
        if (criterion := questions[ref].attributes.get(CRITERION, "")) in forms.packs.checks
    ]


def _one_of(things: Sequence[_Thing], drawn: float) -> _Thing:
    """One of several, by a number below 1 however many they are."""
    return things[int(drawn * len(things))]


def hot_of(sample: "Sample", customer: Customer, finding: Finding, day: date) -> HotOil | None:
    """What a finding that waits for a review today rests on: a reading at an oil transformer."""
    return hot_oil(sample, customer, finding.equipment, day) if finding.stage == "in_review" else None


def _stage(sample: "Sample", age: int) -> str:
    """Where a hazard stands today: old ones are nearly all closed, fresh ones are under way."""
    older = (("closed", 0.76), ("voided", 0.03), ("rectifying", 0.1), ("in_review", 0.07), ("returned", 0.04))
    middle = (("closed", 0.4), ("in_review", 0.25), ("returned", 0.15), ("rectifying", 0.2))
    fresh = (("in_review", 0.25), ("rectifying", 0.75))
    shares = older if age > OLD else middle if age > MIDDLE else fresh
    return sample.fate.choices([stage for stage, _share in shares], [share for _stage, share in shares])[0]


def _course(
    sample: "Sample",
    hazard: str,
    pair: Sequence[Person],
    day: date,
    stage: str,
    hot: HotOil | None,
    where: tuple[str, str, str],
) -> Later:
    """What happened after the visit."""
    if stage == "rectifying":
        return []
    rng, today, words = sample.fate, sample.today, sample.data["words"]

    def later(days: int) -> date:
        return min(today, day + timedelta(days=days))

    if stage == "voided":
        lead = next(person for person in sample.people if Role.LEAD in person.roles)
        void = {"reason": words["voided"], **as_seen(lead, finders=pair)}
        return [(later(3), lead.id, NewEvent(hazard, "hazard", "hazard_voided", void))]
    submitted = rng.randint(4, 25)
    told = {"note": hot.submitted, **hot.after} if hot else {"note": words["submitted"]}
    submit: dict[str, Any] = {**told, **as_seen(pair[0], finders=pair, rectifiers=[pair[0]])}
    blobs: tuple[BlobRef, ...] = ()
    if hazard in sample.pictured:
        submit["photos"], blobs = take_sample_photos(sample, hazard, *where, sample.at(later(submitted), 9), after=True)
    event = NewEvent(hazard, "hazard", "rectification_submitted", submit, blobs=blobs)
    found: Later = [(later(submitted), pair[0].id, event)]
    if stage == "in_review":
        return found
    reviewer = next(p for p in sample.people if Role.REVIEWER in p.roles and p.team not in {m.team for m in pair})
    body: dict[str, Any] = {**as_seen(reviewer, finders=pair, rectifiers=[pair[0]])}
    if stage == "returned":
        body["comment"] = words["returned"]
        return [*found, (later(submitted + 3), reviewer.id, NewEvent(hazard, "hazard", "review_returned", body))]
    body["comment"] = words["passed"]
    return [*found, (later(submitted + 4), reviewer.id, NewEvent(hazard, "hazard", "review_passed", body))]
