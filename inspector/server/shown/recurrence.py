"""Which hazards came back (复发), by `domain.recurrence` with the cycles that come with the program."""

import functools
import json
import tomllib
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector import assets
from inspector.domain.customer import Importance, Metering
from inspector.domain.inspection import Supply, read_rules
from inspector.domain.recurrence import DEFAULT_CYCLES, RecurrenceRule, recurs, rule_of
from inspector.server.database import chunks
from inspector.server.shown import settings
from inspector.server.tables import shown_hazard, shown_thing


@functools.cache
def rule(cycles: int = DEFAULT_CYCLES) -> RecurrenceRule:
    """The rule with the inspection cycles that come with the program. Raises Problem cycles_invalid."""
    document = tomllib.loads(assets.resource("criteria/inspection/cycles.toml").read_text("utf-8"))
    return rule_of(cycles, read_rules(document))


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
        months = _months(connection, {row.customer for row in rows})
        chosen = {scope: rule(settings.cycles(connection, scope)) for scope in {row.scope for row in rows}}
        groups: dict[str, list[Any]] = {}
        for row in rows:
            groups.setdefault(row.trouble, []).append(row)
        for same in groups.values():
            _mark(connection, same, months, chosen)


def _mark(
    connection: Connection, same: list[Any], months: dict[str, int | None], chosen: dict[str, RecurrenceRule]
) -> None:
    """Hazards of one trouble: found again after another of them had been closed."""
    for row in same:
        closed = (one for one in same if one.status == "closed" and one.closed_on)
        before = (one.found_on for one in closed if one.found_on < row.found_on and one.closed_on <= row.found_on)
        prior = max(before, default="")
        again = recurs(row.found_on, prior, row.reopened, chosen[row.scope], months.get(row.customer))
        if (prior, again) != (row.prior_on, bool(row.recurrent)):
            this = sa.update(shown_hazard).where(shown_hazard.c.id == row.id)
            connection.execute(this.values(prior_on=prior, recurrent=again))


def _months(connection: Connection, customers: set[str]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for some in chunks(sorted(customers)):
        for row in connection.execute(sa.select(shown_thing).where(shown_thing.c.id.in_(some))):
            data = json.loads(row.data)
            if row.kind == "customer":
                found[row.id] = data["cycle_months"] or rule().months(_supply(data))
    return found


def _supply(data: dict[str, Any]) -> Supply:
    return Supply(Importance(data["importance"]), data["voltage_kv"], Metering(data["metering"]))
