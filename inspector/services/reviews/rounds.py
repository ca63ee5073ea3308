"""Rounds of cross-checks: samples drawn for a group, who judges what, blind second judgements.

A sample can be drawn again by anybody: the round keeps the population, the share and the seed (`domain.review.draw`).
Leads draw and assign; nobody is given what he is not independent of. Worker thread.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from inspector.domain.hazard import Grade, HazardStatus
from inspector.domain.review import draw, sample_size, spread
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.reviews.agreement import Pair, pairs_of
from inspector.services.reviews.groups import find_group, lead, members_of, named, write
from inspector.services.reviews.offers import Independents
from inspector.services.reviews.views import AssignedEvenly, RoundItem, RoundView
from inspector.services.workspace import Workspace
from inspector.storage import GroupRow, ReviewLine, RoundItemRow, RoundRow

register(
    ProblemKind.INPUT,
    {
        "group_inactive": N_("The group “{group}” is not active. Make it active before a sample is drawn."),
        "round_unknown": N_("There is no round “{round}”."),
        "round_share": N_("The share is above 0 and at most 100 per cent."),
        "round_empty": N_("There is nothing to draw from: no rectification that this group is independent of."),
        "item_unknown": N_("The hazard “{hazard}” was not drawn in this round."),
        "assign_dependent": N_("{name} may not judge {number}: not independent of who found or rectified it."),
        "assign_same": N_("{number}: the second judgement is for somebody else than the first."),
        "second_given": N_("{number}: the second judgement was given already."),
    },
)

SINCE_DAYS: Final = 31
"""How far back closed hazards are drawn for a group's first round."""
SERIES: Final = "review_round"


@dataclass(frozen=True, slots=True)
class Draw:
    """How a sample is drawn. `seed` "" = a random one is made; `closed_from` None = since the group's last round."""

    share: float
    """Per cent of the population, rounded up; at least one."""
    seed: str = ""
    by_grade: bool = False
    """Draw the share from each grade of its own."""
    closed_from: date | None = None


def draw_round(workspace: Workspace, group: str, how: Draw) -> RoundView:
    """Draw a sample of what is in review or was closed since the group's last round.

    Only what at least one member is independent of is drawn from. Raises Problem group_…, round_share, round_empty.
    """
    lead(workspace)
    row = find_group(workspace, group)
    if not row.data.get("active", True):
        raise Problem("group_inactive", group=row.name)
    if not 0 < how.share <= 100:
        raise Problem("round_share")
    since = how.closed_from or _since(workspace, row.id)
    lines = _population(workspace, row, since)
    if not lines:
        raise Problem("round_empty")
    strata = {line.id: line.grade for line in lines} if how.by_grade else None
    seed = how.seed.strip() or secrets.token_hex(8)
    population = sorted(line.id for line in lines)
    identity = workspace.new_id()
    body = {
        "number": _number(workspace, workspace.now()),
        "group": row.id,
        "seed": seed,
        "seed_given": bool(how.seed.strip()),
        "share": how.share,
        "population": population,
        "strata": strata or {},
        "hazards": draw(seed, how.share, population, strata),
        "criteria": {"closed_from": since.isoformat(), "statuses": ["in_review", "closed"], "by_grade": how.by_grade},
        "drawn_at": workspace.now().isoformat(timespec="seconds"),
    }
    with workspace.db.transaction():
        write(workspace, identity, "review_round", "sample_drawn", body)
    return round_view(workspace, identity)


def preview_size(workspace: Workspace, group: str, how: Draw) -> tuple[int, int]:
    """(how many would be drawn, of how many), before anything is drawn."""
    row = find_group(workspace, group)
    lines = _population(workspace, row, how.closed_from or _since(workspace, row.id))
    counts = (
        [sum(1 for line in lines if line.grade == grade.value) for grade in Grade] if how.by_grade else [len(lines)]
    )
    return sum(sample_size(how.share, count) for count in counts), len(lines)


def _since(workspace: Workspace, group: str) -> date:
    rounds = workspace.db.reviews.rounds(group)
    if rounds:
        return datetime.fromisoformat(rounds[0].drawn_at).date()
    return workspace.today() - timedelta(days=SINCE_DAYS)


def _population(workspace: Workspace, group: GroupRow, since: date) -> list[ReviewLine]:
    known = Independents(workspace)
    members = [known.persons[one] for one in members_of(group) if one in known.persons]
    lines = workspace.db.reviews.population(since.isoformat())
    return [line for line in lines if any(known.free(line, person) for person in members)]


def _number(workspace: Workspace, now: datetime) -> str:
    """The number of a round, final when made: FC-2026-K7-01."""
    count = workspace.db.counters.next(f"{SERIES}:{now:%Y}")
    return f"FC-{now:%Y}-{workspace.store.device.code}-{count:02d}"


def list_rounds(workspace: Workspace, group: str = "") -> tuple[RoundView, ...]:
    """Rounds of a group (id or name), or all, newest first."""
    wanted = find_group(workspace, group).id if group else ""
    return tuple(_round_view(workspace, row) for row in workspace.db.reviews.rounds(wanted))


def round_view(workspace: Workspace, name: str) -> RoundView:
    """A round by id or number. Raises Problem round_unknown."""
    return _round_view(workspace, _find_round(workspace, name))


def _find_round(workspace: Workspace, name: str) -> RoundRow:
    found = next((row for row in workspace.db.reviews.rounds() if name in (row.id, row.number)), None)
    if found is None:
        raise Problem("round_unknown", round=name)
    return found


def _round_view(workspace: Workspace, row: RoundRow) -> RoundView:
    known = Independents(workspace)
    db, data = workspace.db, row.data
    group = next((one for one in db.reviews.groups() if one.id == row.group), None)
    items = db.reviews.items(row.id)
    lines = db.reviews.lines([item.hazard for item in items])
    judged = {pair.hazard: pair for pair in pairs_of(workspace, row.id)}
    owed = {item.hazard for item in db.reviews.seconds_for(workspace.acting.id)} if workspace.somebody_acts else set()
    strata = data.get("strata") or None
    again = draw(str(data["seed"]), float(data["share"]), data["population"], strata)
    creator = next((e.user for e in db.frames.events_of(row.id) if e.type == "sample_drawn"), "")
    views = [
        _item_view(known, group, item, lines[item.hazard], judged.get(item.hazard), blind=item.hazard in owed)
        for item in items
        if item.hazard in lines
    ]
    return RoundView(
        id=row.id,
        number=row.number,
        group=row.group,
        group_name=group.name if group else "",
        seed=str(data["seed"]),
        share=float(data["share"]),
        population=len(data["population"]),
        drawn_on=datetime.fromisoformat(row.drawn_at).date(),
        drawn_by=known.name(creator),
        items=tuple(sorted(views, key=lambda view: (view.grade.rank, view.number))),
        strata=_strata(data),
        closed_from=_closed_from(data),
        reproduced=again == list(data["hazards"]),
    )


def _strata(data: Mapping[str, Any]) -> tuple[tuple[Grade, int, int], ...]:
    """(grade, drawn, population) of each grade that was drawn from by itself."""
    strata = data.get("strata") or {}
    counts = [
        (
            grade,
            sum(1 for hazard in data["hazards"] if strata.get(hazard) == grade.value),
            sum(1 for hazard in data["population"] if strata.get(hazard) == grade.value),
        )
        for grade in Grade
    ]
    return tuple(count for count in counts if count[2])


def _closed_from(data: Mapping[str, Any]) -> date | None:
    text = str((data.get("criteria") or {}).get("closed_from") or "")
    return date.fromisoformat(text) if text else None


def _item_view(
    known: Independents,
    group: GroupRow | None,
    item: RoundItemRow,
    line: ReviewLine,
    judged: Pair | None,
    *,
    blind: bool,
) -> RoundItem:
    able = _able(known, group, line)
    status = HazardStatus.IN_REVIEW.value if blind else line.status
    return RoundItem(
        hazard=line.id,
        number=line.number,
        title=" ".join(line.description.split()),
        grade=Grade(line.grade),
        customer=line.customer,
        status=status,
        assignee=item.assignee,
        assignee_name=known.name(item.assignee) if item.assignee else "",
        second=item.second,
        second_name=known.name(item.second) if item.second else "",
        choices=tuple((one, named(known, one)) for one in able),
        judged=status != HazardStatus.IN_REVIEW.value,
        judged_second=judged is not None and not blind,
        disagrees=judged is not None and judged.disagrees and not blind,
        blind=blind,
    )


def _able(known: Independents, group: GroupRow | None, line: ReviewLine) -> tuple[str, ...]:
    """Members of the group who are independent of a hazard."""
    members = members_of(group) if group is not None else ()
    return tuple(one for one in members if one in known.persons and known.free(line, known.persons[one]))


# Assigning ------------------------------------------------------------------------------------------------------------


def assign_review(
    workspace: Workspace, round_name: str, hazard: str, *, person: str | None = None, second: str | None = None
) -> RoundView:
    """Give an item to a person for the judgement, or for the blind second one; "" takes it back, None leaves it.

    Raises Problem group_lead, round_unknown, item_unknown, assign_dependent, assign_same.
    """
    lead(workspace)
    row = _find_round(workspace, round_name)
    item, line = _item(workspace, row, hazard)
    known = Independents(workspace)
    wanted = {"": person, ":second": second}
    chosen = {suffix: workspace.person_of(one).id if one else "" for suffix, one in wanted.items() if one is not None}
    for one in chosen.values():
        if one and not known.free(line, known.persons[one]):
            raise Problem("assign_dependent", name=known.name(one), number=line.number)
    first, other = chosen.get("", item.assignee), chosen.get(":second", item.second)
    if other and (other == first or other in _judged_by(workspace, line.id)):
        raise Problem("assign_same", number=line.number)
    fields = {f"{line.id}{suffix}": one for suffix, one in chosen.items()}
    if fields:
        write(workspace, row.id, "review_round", "review_assigned", {"fields": fields})
    return round_view(workspace, row.id)


def _item(workspace: Workspace, row: RoundRow, hazard: str) -> tuple[RoundItemRow, ReviewLine]:
    items = workspace.db.reviews.items(row.id)
    lines = workspace.db.reviews.lines([item.hazard for item in items])
    for item in items:
        line = lines.get(item.hazard)
        if line is not None and hazard in (line.id, line.number):
            return item, line
    raise Problem("item_unknown", hazard=hazard)


def _judged_by(workspace: Workspace, hazard: str) -> frozenset[str]:
    """Who judged this hazard already."""
    events = workspace.db.frames.events_of(hazard)
    return frozenset(event.user for event in events if event.type in ("review_passed", "review_returned"))


def assign_evenly(workspace: Workspace, round_name: str, *, second_share: float = 0) -> AssignedEvenly:
    """Give what nobody has yet to independent members, as evenly as possible; who has much to judge gets less.

    `second_share` (per cent) of the items get a blind second reviewer too, drawn with the round's own seed. Items that
    were judged already are only given for the second judgement. Raises Problem group_lead, round_unknown.
    """
    lead(workspace)
    row = _find_round(workspace, round_name)
    known = Independents(workspace)
    group = find_group(workspace, row.group)
    items = {item.hazard: item for item in workspace.db.reviews.items(row.id)}
    lines = workspace.db.reviews.lines(list(items))
    able = {hazard: _able(known, group, line) for hazard, line in lines.items()}
    load = workspace.db.reviews.open_load(members_of(group))
    todo = [one for one, line in lines.items() if not items[one].assignee and line.status == "in_review"]
    given = spread(todo, able, load)
    for person in given.values():
        load[person] += 1
    seconds = _seconds(workspace, row, items, given, able, load, second_share)
    fields = {**given, **{f"{hazard}:second": person for hazard, person in seconds.items()}}
    if fields:
        write(workspace, row.id, "review_round", "review_assigned", {"fields": fields})
    people = [*given.values(), *seconds.values()]
    counts = {person: people.count(person) for person in dict.fromkeys(people)}
    return AssignedEvenly(counts, tuple(lines[one].number for one in todo if one not in given))


def _seconds(
    workspace: Workspace,
    row: RoundRow,
    items: Mapping[str, RoundItemRow],
    given: Mapping[str, str],
    able: Mapping[str, Sequence[str]],
    load: Mapping[str, int],
    share: float,
) -> dict[str, str]:
    """Who judges a second time: somebody else than the first, of the items that the round's seed draws."""
    if share <= 0:
        return {}
    chosen = draw(f"{row.data['seed']}:second", min(share, 100), list(able))
    free = {
        one: [
            person
            for person in able[one]
            if person not in (given.get(one, ""), items[one].assignee) and person not in _judged_by(workspace, one)
        ]
        for one in chosen
        if not items[one].second
    }
    return spread(list(free), free, load)


# Second judgements ----------------------------------------------------------------------------------------------------


def give_second(
    workspace: Workspace, item: RoundItemRow, outcome: str, comment: str, checks: Mapping[str, str], submission: str
) -> bool:
    """Record the acting person's blind second judgement; says whether it disagrees with the first, if there is one.

    It is a fact of the round: it closes and returns nothing. Raises Problem assign_dependent, second_given.
    """
    known, person = Independents(workspace), workspace.acting
    line = workspace.db.reviews.lines([item.hazard])[item.hazard]
    if not known.free(line, person) or person.id != item.second:
        raise Problem("assign_dependent", name=person.name, number=line.number)
    given = workspace.db.reviews.seconds(item.round)
    if any(one.hazard == item.hazard and one.person == person.id for one in given):
        raise Problem("second_given", number=line.number)
    body = {
        "hazard": item.hazard,
        "outcome": outcome,
        "comment": comment,
        "checks": dict(checks),
        "submission": submission,
        "blind": True,
    }
    write(workspace, item.round, "review_round", "second_judgement_given", body)
    return any(pair.disagrees for pair in pairs_of(workspace, item.round) if pair.hazard == item.hazard)
