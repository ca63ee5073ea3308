"""The sample workspace: customers, equipment, years of tests, earlier visits, hazards in every state, planned visits.

Everything is written as the events an ordinary workspace would hold. The same seed on the same day gives the same
content, ids included: time and randomness come from the seed. The key is the well-known sample key.
"""

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from inspector import assets
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.domain.fields import from_fields, to_fields
from inspector.domain.ids import IdSource
from inspector.domain.person import Person, Role
from inspector.domain.visit import VisitKind
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.access.pins import set_pin
from inspector.services.demo.course import tell_course
from inspector.services.demo.hazards import findings, hazard_events
from inspector.services.demo.visits import SampleForms, test_event, visit_events
from inspector.services.hazards.supervision import settle_recurrence
from inspector.services.planning import plan_visit
from inspector.services.planning.occasions import of_kind
from inspector.services.workspace import ACTING, Workspace
from inspector.storage import KeySource, NewEvent, create_store
from inspector.storage.local.settings import AREA_NAME

register(
    ProblemKind.INPUT,
    {
        "demo_counts": N_("A sample workspace has at least 5 customers and no negative number of hazards."),
        "sample_missing": N_("The sample data that comes with the program is missing. Install the program again."),
    },
)

YEARS = 4
PER_VISIT = 4
"""Hazards that an earlier visit finds at most, on average."""
STAGES_AT_FIRST = ("rectifying", "returned", "in_review")
"""Unclosed hazards of the first customer, whose visit is planned for today."""
VISITED = 0
"""Turn of a day's visits; what is done about a hazard comes later, step by step."""
VISIT_HOUR = 12
OFFICE_HOUR = 7
DETAILED = 40
"""The newest visits have answers, readings and a notice; older ones of a large sample only their hazards."""

Frame = tuple[date, int, str, str, str]
"""(day, turn, author, scope, visit): what one person did in one go. What somebody did in the office on one day is one
frame, which makes a large sample several times faster to write."""


TIMES = ("09:30", "14:00")
"""When planned visits begin, in turn."""


@dataclass(slots=True)
class Sample:
    """What is being made: the source of randomness, the people, the customers with their equipment."""

    workspace: Workspace
    rng: random.Random
    fate: random.Random
    """Decides what was found and what became of it; apart, so that a longer checklist leaves the ledgers alone."""
    today: date
    data: Mapping[str, Any]
    people: tuple[Person, ...] = ()
    customers: list[tuple[Customer, tuple[Equipment, ...]]] = field(default_factory=list)
    pictured: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The hazards that have photos, with what those show."""

    def at(self, day: date, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of a day in the local zone."""
        return datetime.combine(day, time(hour, minute)).astimezone()

    def team_pair(self, number: int) -> tuple[Person, ...]:
        """Two inspectors of one team; number chooses the team."""
        inspectors = [person for person in self.people if Role.INSPECTOR in person.roles]
        teams = sorted({person.team for person in inspectors})
        team = teams[number % len(teams)]
        return tuple(person for person in inspectors if person.team == team)[:2]

    def append(self, scope: str, user: str, events: list[NewEvent], day: date, hour: int = 10) -> None:
        """Write one frame."""
        self.workspace.db.frames.append(scope, user, events, self.at(day, hour))


def create_demo(path: Path, *, customers: int = 8, hazards: int = 36, seed: int = 1) -> dict[str, int]:
    """Make a sample workspace in a new folder; returns what is in it. Not on the GUI thread.

    `hazards` is the exact number of rows of the rectification ledger.
    """
    if customers < 5 or hazards < 0:
        raise Problem("demo_counts")
    try:
        data = tomllib.loads(assets.resource("sample/sample.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Problem("sample_missing") from error
    today = datetime.now().astimezone().date()
    rng = random.Random(seed)  # noqa: S311 - sample data, not secrets
    start = int(datetime.combine(today, time()).timestamp()) * 1000 - YEARS * 366 * 86_400_000
    workspace = Workspace(create_store(path, source=KeySource.SAMPLE, ids=IdSource(lambda: start, rng.randbytes)))
    try:
        fate = random.Random(f"{seed} story")  # noqa: S311 - sample data, not secrets
        sample = Sample(workspace, rng, fate, today, data)
        return workspace.call(lambda: _fill(sample, customers, hazards))
    finally:
        workspace.close()


def _fill(sample: Sample, customers: int, hazards: int) -> dict[str, int]:
    db = sample.workspace.db
    with db.transaction():
        _settings(sample)
        _people(sample)
        _customers(sample, customers)
        forms = SampleForms(sample.workspace)
        tests = _tests(sample, forms)
        visits = _visits(sample, forms, hazards)
        tell_course(sample, hazards)
        _plan(sample)
    return {"customers": customers, "hazards": hazards, "tests": tests, "visits": visits}


def _settings(sample: Sample) -> None:
    settings, data = sample.workspace.db.settings, sample.data
    settings.put("company", f"{data['company']} · {data['department']}")
    settings.put("service_phone", data["service_phone"])
    settings.put("area", sample.workspace.db.ids.new())
    settings.put(AREA_NAME + str(settings.get("area", "")), str(data["area"]))
    settle_recurrence(sample.workspace)


def _people(sample: Sample) -> None:
    db = sample.workspace.db
    scope = str(db.settings.get("area", ""))
    made = [
        from_fields(Person, {"areas": [scope], **row}, id=db.ids.new(), has_pin=True) for row in sample.data["person"]
    ]
    sample.people = tuple(made)
    events = [NewEvent(p.id, "person", "person_registered", {"fields": to_fields(p)}) for p in made]
    sample.append(scope, made[0].id, events, sample.today - timedelta(days=YEARS * 366))
    for person in made:
        set_pin(sample.workspace, person, str(sample.data["pin"]))
    db.settings.put(ACTING, made[0].id)


def _customers(sample: Sample, count: int) -> None:
    scope = str(sample.workspace.db.settings.get("area", ""))
    for number, row in enumerate(_customer_rows(sample, count)):
        db = sample.workspace.db
        equipment_rows = row.pop("equipment", [])
        row["electricians"] = [_electrician(sample, item) for item in row.get("electricians", ())]
        row["keeper"] = next((one.id for one in sample.people if one.login == row.get("keeper")), "")
        customer = from_fields(Customer, {"scope": scope, **row}, id=db.ids.new())
        equipment = tuple(
            from_fields(Equipment, {"customer": customer.id, "position": position, **item}, id=db.ids.new())
            for position, item in enumerate(equipment_rows)
        )
        events = [NewEvent(customer.id, "customer", "customer_registered", {"fields": to_fields(customer)})]
        events += [NewEvent(e.id, "equipment", "equipment_registered", {"fields": to_fields(e)}) for e in equipment]
        day = sample.today - timedelta(days=YEARS * 366 - 1)
        sample.append(scope, sample.people[number % 2].id, events, day)
        sample.customers.append((customer, equipment))


def _electrician(sample: Sample, row: Mapping[str, Any]) -> dict[str, Any]:
    """An electrician whose certificate ends so many days from today, so that some are always about to expire."""
    made = dict(row)
    days = made.pop("valid_in_days", None)
    return made if days is None else {**made, "valid_until": (sample.today + timedelta(days=days)).isoformat()}


def _customer_rows(sample: Sample, count: int) -> Iterator[dict[str, Any]]:
    """The written customers, then variations of them with names and accounts of their own."""
    written = sample.data["customer"]
    for number in range(count):
        row = plain(written[number % len(written)])
        if number >= len(written):
            series = number // len(written)
            row["name"] = sample.data["words"]["series"].format(name=row["name"], number=series + 1)
            row["account"] = f"5020{number:07d}"
            row["importance"] = "none" if series % 3 else row["importance"]
        yield row


def plain(value: Any) -> Any:
    """TOML values as JSON values: days as text."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _tests(sample: Sample, forms: SampleForms) -> int:
    """A preventive test of every piece of equipment in each of the last years."""
    count = 0
    for number, (customer, equipment) in enumerate(sample.customers):
        if number >= len(sample.data["customer"]):
            break
        for years_ago in range(YEARS, 0, -1):
            day = sample.today - timedelta(days=365 * years_ago - 60 + 12 * number)
            events = [test_event(sample, forms, e, day, YEARS - years_ago) for e in equipment]
            made = [event for event in events if event is not None]
            if made:
                sample.append(customer.scope, sample.team_pair(number)[0].id, made, day)
                count += len(made)
    return count


def _visits(sample: Sample, forms: SampleForms, hazards: int) -> int:
    """Earlier visits with the hazards they found and what became of them, written in the order of the days."""
    shares = _shares(sample, hazards)
    last_at_first = max((index for index, share in enumerate(shares) if share[1] == 0), default=-1)
    frames: dict[Frame, list[NewEvent]] = {}
    for index, (day, number, count) in enumerate(shares):
        customer, equipment = sample.customers[number]
        pair = sample.team_pair(number)
        stages = ["closed"] * count if number == 0 else []
        if index == last_at_first:
            stages = [*STAGES_AT_FIRST, *["closed"] * count]
        found = findings(sample, forms, equipment, day, count, stages)
        detailed = number < len(sample.data["customer"]) and index >= len(shares) - DETAILED
        visit, events = visit_events(sample, forms, customer, equipment, pair, day, found, detailed=detailed)
        frames[day, VISITED, pair[0].id, customer.scope, visit["id"]] = events
        for finding in found:
            registered, later = hazard_events(sample, visit, customer, pair, day, finding)
            events += registered
            for turn, (later_day, user, event) in enumerate(later, VISITED + 1):
                frames.setdefault((later_day, turn, user, customer.scope, ""), []).append(event)
    for (day, turn, user, scope, _visit), made in sorted(frames.items(), key=lambda item: item[0][:3]):
        sample.append(scope, user, made, day, VISIT_HOUR if turn == VISITED else OFFICE_HOUR + turn)
    return len(shares)


def _shares(sample: Sample, hazards: int) -> list[tuple[date, int, int]]:
    """(day, customer, hazards found) of every earlier visit, oldest first; the numbers add up to `hazards`."""
    customers = len(sample.customers)
    visits = max(2 * min(customers, len(sample.data["customer"])), -(-hazards // PER_VISIT))
    span = 700
    slots = [
        (sample.today - timedelta(days=max(2, round(span * (visits - index) / visits))), index % customers)
        for index in range(visits)
    ]
    found = [hazards // visits + (1 if index < hazards % visits else 0) for index in range(visits)]
    sample.fate.shuffle(found)
    shares = [(day, number, count) for (day, number), count in zip(slots, found, strict=True)]
    return _with_enough_at_first(shares)


def _with_enough_at_first(shares: list[tuple[date, int, int]]) -> list[tuple[date, int, int]]:
    """Let the newest visit of the first customer find enough, at the cost of the visits that found most."""
    index = max(i for i, share in enumerate(shares) if share[1] == 0)
    while shares[index][2] < len(STAGES_AT_FIRST) and sum(count for _day, _number, count in shares) >= 2 * PER_VISIT:
        donor = max((i for i in range(len(shares)) if i != index), key=lambda i: shares[i][2])
        for place, step in ((donor, -1), (index, 1)):
            day, number, count = shares[place]
            shares[place] = (day, number, count + step)
    return shares


def _plan(sample: Sample) -> None:
    """Planned visits: the first customer today, others in the next days; the second for what is in season then."""
    for number, (customer, _equipment) in enumerate(sample.customers[:4]):
        pair, day = sample.team_pair(0 if number < 2 else 1), sample.today + timedelta(days=2 * number)
        seasonal = of_kind(VisitKind.SEASONAL, day)[0].id
        with sample.workspace.acting_as(pair[0].id):
            plan_visit(
                sample.workspace,
                customer.account,
                kind=VisitKind.PERIODIC if number != 1 else VisitKind.SEASONAL,
                inspectors=("wang", "li") if number == 0 else tuple(person.id for person in pair),
                planned_on=day,
                at=TIMES[number % len(TIMES)],
                occasion=seasonal if number == 1 else "",
            )
