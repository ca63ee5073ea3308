"""Hazards of the sample workspace and their course: found, served, rectified, reviewed by the other team, closed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from inspector.criteria import Check
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.domain.hazard import Grade, default_deadline
from inspector.domain.person import Person, Role
from inspector.domain.roles import as_seen
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.visits.live import CRITERION
from inspector.storage import NewEvent

if TYPE_CHECKING:
    from inspector.services.demo import Sample
    from inspector.services.sample_visits import SampleForms

Later = list[tuple[date, str, NewEvent]]
SHARES: Mapping[Grade, float] = {Grade.CRITICAL: 0.06, Grade.SERIOUS: 0.24, Grade.GENERAL: 0.70}
OLD = 150
"""Days after which nearly everything is closed."""


def hazard_events(  # noqa: PLR0913 - a finding and the visit around it
    sample: "Sample",
    forms: "SampleForms",
    visit: Mapping[str, str],
    customer: Customer,
    equipment: Sequence[Equipment],
    pair: Sequence[Person],
    day: date,
    index: int,
    *,
    must_close: bool,
) -> tuple[list[NewEvent], Later, bool]:
    """Events of the visit's frame, later events with day and author, and whether it is unclosed today."""
    db, rng = sample.workspace.db, sample.rng
    hazard = db.ids.new()
    check, owner, place = _finding(sample, forms, equipment)
    grade = rng.choices(list(SHARES), list(SHARES.values()))[0]
    number = f"YH-{day:%Y}-{sample.workspace.store.device.code}-{db.counters.next(f'hazard:{day:%Y}'):04d}"
    deadline = default_deadline(grade, day)
    fields = {
        "number": number,
        "customer": customer.id,
        "visit": visit["id"],
        "equipment": owner.id if owner else None,
        "place": place,
        "description": check.hazard.text(DOCUMENTS),
        "grade": grade.value,
        "basis": check.source.basis if check.source.standard != "practice" else "惯例",
        "measure": check.measure.text(DOCUMENTS),
        "deadline": deadline.isoformat(),
        "responsible": customer.contact,
        "found_on": day.isoformat(),
        "found_by": [person.id for person in pair],
        "criterion": check.id,
        "photos": [],
    }
    registered = {"fields": fields, **as_seen(pair[0], finders=pair)}
    events = [NewEvent(hazard, "hazard", "hazard_registered", registered)]
    age = (sample.today - day).days
    if age > 1:
        events.append(NewEvent(hazard, "hazard", "notice_served", {"notice": visit["notice"], "visit": visit["id"]}))
    stage = "closed" if must_close else _stage(sample, age, index)
    return events, list(_course(sample, hazard, pair, day, stage)), stage not in ("closed", "voided")


def _finding(
    sample: "Sample", forms: "SampleForms", equipment: Sequence[Equipment]
) -> tuple[Check, Equipment | None, str]:
    """A point of a checklist that failed: at a piece of equipment or at the site."""
    owner = sample.rng.choice([None, *equipment])
    form = "infrastructure" if owner is None else next(f.id for f in forms.plan if owner.kind in f.kinds)
    layout, questions = forms.layouts[form], forms.questions[form]
    known = [
        (forms.packs.checks[criterion], section.ref)
        for section in layout.sections
        for ref in section.questions
        if (criterion := questions[ref].attributes.get(CRITERION, "")) in forms.packs.checks
    ]
    check, _section = sample.rng.choice(known)
    if owner is None:
        return check, None, "配电室"
    return check, owner, f"{owner.place} {owner.name}".strip()


def _stage(sample: "Sample", age: int, index: int) -> str:
    """Where the hazard stands today: old ones are nearly all closed, fresh ones are under way."""
    roll = sample.rng.random()
    if age > OLD:
        return "closed" if roll < 0.96 else "voided" if roll < 0.98 else "rectifying"
    if age > 40:
        return (
            "closed" if roll < 0.62 else ("in_review" if roll < 0.76 else "returned" if roll < 0.86 else "rectifying")
        )
    return "in_review" if roll < 0.25 and index % 2 == 0 else "rectifying"


def _course(sample: "Sample", hazard: str, pair: Sequence[Person], day: date, stage: str) -> Later:
    """What happened after the visit."""
    if stage == "rectifying":
        return []
    rng, today = sample.rng, sample.today

    def later(days: int) -> date:
        return min(today, day + timedelta(days=days))

    if stage == "voided":
        lead = next(person for person in sample.people if Role.LEAD in person.roles)
        void = {"reason": "重复登记", **as_seen(lead, finders=pair)}
        return [(later(3), lead.id, NewEvent(hazard, "hazard", "hazard_voided", void))]
    submitted = rng.randint(4, 25)
    submit = {"note": "已按要求整改，请复查", **as_seen(pair[0], finders=pair)}
    found: Later = [(later(submitted), pair[0].id, NewEvent(hazard, "hazard", "rectification_submitted", submit))]
    if stage == "in_review":
        return found
    reviewer = next(p for p in sample.people if Role.REVIEWER in p.roles and p.team not in {m.team for m in pair})
    body: dict[str, Any] = {**as_seen(reviewer, finders=pair, rectifiers=[pair[0]])}
    if stage == "returned":
        body["comment"] = "整改后照片看不清，请补拍近景"
        return [*found, (later(submitted + 3), reviewer.id, NewEvent(hazard, "hazard", "review_returned", body))]
    body["comment"] = "现场复核合格"
    return [*found, (later(submitted + 4), reviewer.id, NewEvent(hazard, "hazard", "review_passed", body))]
