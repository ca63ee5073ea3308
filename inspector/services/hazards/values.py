"""Values of a hazard before and after its rectification, judged by the criteria it was found by. Worker thread.

Before: what the registration holds (`visits.finding_values`), or, of a hazard of an older version, the failing values
of its visit. After: the newest value of each quantity and phase that came with a rectification, a new measurement
(`measurement_added`) or the visit at which the rectification was seen. What came before a reopening does not count.

A value is an entry {quantity, label, phase, value, unit, temperature_c, verdict, limit, basis, judgement}; an event
carries `values` (list of entries) and `load_a` (load current, A).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from typing import Any, Final

from inspector.domain.events import Event
from inspector.domain.hazard import Hazard
from inspector.domain.review import LOAD_BOUND, LOAD_TOLERANCE, LOADS, comparable, load_difference, phase_of
from inspector.domain.verdict import Verdict
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.hazards.value_judging import Judged, judged_again, judged_before
from inspector.services.reviews.views import LoadPair, ValuePair
from inspector.services.visits.value_names import value_name
from inspector.services.words import VERDICTS, here, number_text
from inspector.services.workspace import Workspace

AFTER: Final = ("rectification_submitted", "measurement_added")
FAILING: Final = (Verdict.FAIL.value, Verdict.ATTENTION.value)
ROOM: Final = 1.15
"""The longest bar or the limit leaves this much of the width free."""
SEPARATOR: Final = "|"

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with when and by whom it was measured."""

    entry: Entry
    on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class HazardValues:
    """Everything measured of a hazard: entries before and after by key, the two load currents in A."""

    hazard: Hazard
    before: Mapping[str, Entry] = field(default_factory=dict)
    after: Mapping[str, Measured] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    """Facts that were answered in the form of the visit."""
    load_before: float | None = None
    load_after: float | None = None


def hazard_values(workspace: Workspace, hazard: Hazard) -> tuple[ValuePair, ...]:
    """The values of a hazard before and after; empty if it came from no value."""
    return pairs(workspace, collect(workspace, hazard, workspace.db.hazards.history(hazard.id)))


def entry_key(entry: Entry) -> str:
    """Names a value: its quantity and the name of its cell."""
    return f"{entry['quantity']}{SEPARATOR}{entry.get('label') or ''}"


def collect(workspace: Workspace, hazard: Hazard, events: Sequence[Event]) -> HazardValues:
    """Gather the values of a hazard from its events and from the visits they name."""
    found = next((event for event in events if event.type == "hazard_registered"), None)
    if found is None:
        return HazardValues(hazard)
    if found.body.get("values"):
        before, load = _entries(found.body), _number(found.body.get("load_a"))
    else:
        before, load = _at_visit(workspace, hazard)
    after: dict[str, Measured] = {}
    load_after = None
    for event in events:
        if event.type == "hazard_reopened":
            after, load_after = {}, None
        if event.type in AFTER:
            entries, read = _brought(workspace, hazard, event, before)
            moment = _day(event)
            after |= {
                _key_in(before, entry): Measured(entry, moment, event.user) for entry in entries if _is_value(entry)
            }
            load_after = load_after if read is None else read
    facts = {str(key): str(value) for key, value in (found.body.get("facts") or {}).items()}
    return HazardValues(
        hazard, {entry_key(entry): entry for entry in before if _is_value(entry)}, after, facts, load, load_after
    )


def _key_in(before: Iterable[Entry], entry: Entry) -> str:
    """The key of the value a new one stands beside: its own; else, where its cell is not named, that of its phase."""
    key = entry_key(entry)
    alike = [one for one in before if one["quantity"] == entry["quantity"]]
    if entry.get("label") or not alike:
        return key
    phase = str(entry.get("phase") or "")
    fitting = [one for one in alike if str(one.get("phase") or "") == phase] or (alike if len(alike) == 1 else [])
    return entry_key(fitting[0]) if fitting else key


def _entries(body: Mapping[str, Any]) -> list[Entry]:
    values = body.get("values")
    return [entry for entry in values if isinstance(entry, Mapping)] if isinstance(values, list | tuple) else []


def _is_value(entry: Entry) -> bool:
    return bool(entry.get("quantity")) and _number(entry.get("value")) is not None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _day(event: Event) -> date | None:
    text = str(event.body.get("on") or event.at)[:10]
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _brought(
    workspace: Workspace, hazard: Hazard, event: Event, before: Iterable[Entry]
) -> tuple[list[Entry], float | None]:
    """Values and load that an event brings: its own, else those that its visit read in the same places."""
    own = _entries(event.body)
    visit = str(event.body.get("visit") or "")
    load = _number(event.body.get("load_a"))
    if own or not visit or event.type != "rectification_submitted":
        return own, load
    recorded = list(_recorded(workspace, visit, hazard.equipment))
    wanted = {entry_key(entry): str(entry.get("phase") or "") for entry in before}
    found = [entry for entry in recorded if entry_key(entry) in wanted]
    return found, _load(recorded, next(iter(wanted.values()), "")) if found else None


def _at_visit(workspace: Workspace, hazard: Hazard) -> tuple[list[Entry], float | None]:
    """The failing values of the visit a hazard was found at, where its criterion is a quantity or one of its limits."""
    if not hazard.visit or not hazard.criterion or hazard.criterion in workspace.packs.checks:
        return [], None
    recorded = list(_recorded(workspace, hazard.visit, hazard.equipment))
    found = [entry for entry in recorded if entry.get("verdict") in FAILING and _is_of(entry, hazard.criterion)]
    phase = phase_of(str(found[0].get("label") or "")) if found else ""
    return found, _load(recorded, phase)


def _is_of(entry: Entry, criterion: str) -> bool:
    judgement = entry.get("judgement") or {}
    return criterion in (entry.get("quantity"), judgement.get("row"))


def _recorded(workspace: Workspace, visit: str, equipment: str | None) -> Iterator[Entry]:
    """Readings and test values of a visit at one piece of equipment, or at the site."""
    try:
        body = workspace.db.visits.body(visit)
    except Problem:
        return
    for entry in body.get("readings") or ():
        if (entry.get("equipment") or None) == (equipment or None):
            yield _phased(entry)
    for event in workspace.db.frames.events_of(equipment) if equipment else ():
        if event.type == "test_recorded" and event.body.get("visit") == visit:
            yield from map(_phased, event.body.get("values") or ())


def _phased(entry: Entry) -> Entry:
    return entry if "phase" in entry else {**entry, "phase": phase_of(str(entry.get("label") or ""))}


def _load(recorded: Iterable[Entry], phase: str) -> float | None:
    """The load current, A: of the phase if it was read, else the highest."""
    currents = {str(entry["phase"]): float(entry["value"]) for entry in recorded if entry.get("quantity") in LOADS}
    return currents.get(phase) if phase in currents else max(currents.values(), default=None)


# What is shown --------------------------------------------------------------------------------------------------------


def pairs(workspace: Workspace, values: HazardValues) -> tuple[ValuePair, ...]:
    """The values as lines of a table: those it was found by, then what else was measured since."""
    keys = dict.fromkeys((*values.before, *values.after))
    names = {person.id: person.name for person in workspace.db.registers.persons()} if values.after else {}
    return tuple(_pair(workspace, values, key, names) for key in keys)


def _pair(workspace: Workspace, values: HazardValues, key: str, names: Mapping[str, str]) -> ValuePair:
    t = here()
    first = values.before.get(key)
    second = values.after.get(key)
    entry = first if first is not None else second.entry if second is not None else {}
    quantity, phase = str(entry["quantity"]), str(entry.get("phase") or "")
    before = judged_before(first) if first is not None else None
    after = (
        None if second is None else judged_again(workspace, values.hazard, values.facts, first, second.entry, second.on)
    )
    now = after or before
    unit = str(entry.get("unit") or "")
    shares = _shares(before, after)
    return ValuePair(
        key=key,
        quantity=quantity,
        label=value_name(workspace, quantity, str(entry.get("label") or ""), phase, t),
        phase=phase,
        unit=unit,
        before=before.value if before else None,
        before_text=_shown(workspace, quantity, before),
        before_verdict=before.verdict if before else None,
        after=after.value if after else None,
        after_text=_shown(workspace, quantity, after),
        after_verdict=after.verdict if after else None,
        limit=(before.limit if before and before.limit else after.limit if after else ""),
        basis=(before.basis if before and before.basis else after.basis if after else ""),
        verdict=t(VERDICTS[now.verdict]) if now and now.verdict else "",
        reason=after.reason if after else "",
        within=after.within if after else None,
        share_before=shares[0],
        share_after=shares[1],
        share_limit=shares[2],
        inputs=tuple(str(name) for name in entry.get("inputs") or ()),
        measured_on=second.on if second else None,
        measured_by=names.get(second.by, second.by) if second else "",
    )


def _shown(workspace: Workspace, quantity: str, judged: Judged | None) -> str:
    known = workspace.packs.quantities.get(quantity)
    if judged is None:
        return ""
    digits = judged.decimals if judged.decimals is not None else known.decimals if known else None
    return number_text(judged.value, digits=digits)


def _shares(before: Judged | None, after: Judged | None) -> tuple[float | None, float | None, float | None]:
    """Lengths of the two bars and the place of the limit's line, as shares of the width."""
    judged = before or after
    bounds = (judged.high, judged.low) if judged else ()
    limit = next((bound for bound in bounds if bound is not None), None)
    numbers = (before.value if before else None, after.value if after else None, limit)
    known = [abs(number) for number in numbers if number is not None]
    top = max(known, default=0.0) * ROOM
    if not top:
        return None, None, None

    def share(number: float | None) -> float | None:
        return None if number is None else abs(number) / top

    return share(numbers[0]), share(numbers[1]), share(limit)


def load_bound(values: HazardValues) -> bool:
    """Whether any value of the hazard rises and falls with the load."""
    return any(str(entry["quantity"]) in LOAD_BOUND for entry in values.before.values())


def load_pair(values: HazardValues) -> LoadPair | None:
    """The load at the finding and now; None if the values do not hang on it, or it was not read at the finding."""
    before, after = values.load_before, values.load_after
    if before is None or not load_bound(values):
        return None
    t = here()
    limit = t("± {percent} %").format(percent=f"{LOAD_TOLERANCE:g}")
    if after is None:
        text = t("The load was not read again.")
        return LoadPair(before, None, number_text(before), "", None, None, text, limit)
    fits, difference = comparable(before, after), load_difference(before, after)
    words = (
        t("{percent} % apart, the values can be compared")
        if fits
        else t("{percent} % apart, not comparable: measure again at a similar load")
    )
    shown = number_text(difference, digits=1) if difference != float("inf") else "∞"
    text = words.format(percent=shown)
    return LoadPair(before, after, number_text(before), number_text(after), difference, fits, text, limit)


def moment_of(text: str) -> datetime | None:
    """A moment of an event; None where it says none."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
