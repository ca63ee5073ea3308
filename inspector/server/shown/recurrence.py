"""Which hazards came back (复发), by `domain.recurrence` with the inspection cycles of the area's company."""

import functools
import json
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector import assets
from inspector.domain.customer import Importance, Metering
from inspector.domain.inspection import InspectionRule, Supply, changed_rule, read_rules
from inspector.domain.recurrence import RecurrenceRule, recurs, rule_of
from inspector.server.database import chunks
from inspector.server.log import LOG
from inspector.server.shown import settings
from inspector.server.shown.rows import FOLD_ERRORS
from inspector.server.tables import shown_hazard, shown_thing


@functools.cache
def shipped() -> tuple[InspectionRule, ...]:
    """The inspection cycles that come with the program. Raises Problem cycles_invalid."""
    return read_rules(tomllib.loads(assets.resource("criteria/inspection/cycles.toml").read_text("utf-8")))


def rule_in(connection: Connection, scope: str) -> RecurrenceRule:
    """The rule of an area: the cycles that its company has changed before those that come with the program."""
    chosen = settings.cycle_choices(connection, scope)
    rules = tuple(changed_rule(rule, [chosen.get(f"cycle.{rule.id}")]) for rule in shipped())
    return rule_of(settings.cycles(connection, scope), rules)


def settle(connection: Connection, troubles: Iterable[str], customers: Iterable[str]) -> None:
    """Mark the hazards of these troubles, and of these customers, anew."""
    wanted = set(troubles)
    for some in chunks(sorted(set(customers))):
        query = sa.select(shown_hazard.c.trouble).where(
            shown_hazard.c.customer.in_(some), shown_hazard.c.prior_on != ""
        )
        wanted.update(connection.execute(query).scalars())
    for some in chunks(sorted(wanted)):
        rows = connection.execute(sa.select(shown_hazard).where(shown_hazard.c.trouble.in_(some))).all()
        chosen = {scope: rule_in(connection, scope) for scope in {row.scope for row in rows}}
        months = _months(connection, {row.customer for row in rows}, chosen)
        groups: dict[str, list[Any]] = {}
        for row in rows:
            groups.setdefault(row.trouble, []).append(row)
        for trouble, same in groups.items():
            try:
                _mark(connection, same, months, chosen)
            except FOLD_ERRORS as error:  # these keep the marks they have; everything else goes on
                LOG.warning("trouble_unreadable", extra={"told": {"trouble": trouble, "error": type(error).__name__}})


def _mark(
    connection: Connection,
    same: list[Any],
    months: Mapping[tuple[str, str], int | None],
    chosen: Mapping[str, RecurrenceRule],
) -> None:
    """Hazards of one trouble: found again after another of them had been closed."""
    for row in same:
        closed = (one for one in same if one.status == "closed" and one.closed_on)
        before = (one.found_on for one in closed if one.found_on < row.found_on and one.closed_on <= row.found_on)
        prior = max(before, default="")
        again = recurs(row.found_on, prior, row.reopened, chosen[row.scope], months.get((row.scope, row.customer)))
        if (prior, again) != (row.prior_on, bool(row.recurrent)):
            this = sa.update(shown_hazard).where(shown_hazard.c.id == row.id)
            connection.execute(this.values(prior_on=prior, recurrent=again))


def _months(
    connection: Connection, customers: set[str], chosen: Mapping[str, RecurrenceRule]
) -> dict[tuple[str, str], int | None]:
    """The cycle of each customer, by area and id."""
    found: dict[tuple[str, str], int | None] = {}
    for some in chunks(sorted(customers)):
        for row in connection.execute(sa.select(shown_thing).where(shown_thing.c.id.in_(some))):
            data = json.loads(row.data)
            if row.kind == "customer" and row.scope in chosen:
                found[row.scope, row.id] = data["cycle_months"] or chosen[row.scope].months(_supply(data))
    return found


def _supply(data: dict[str, Any]) -> Supply:
    return Supply(Importance(data["importance"]), data["voltage_kv"], Metering(data["metering"]))
