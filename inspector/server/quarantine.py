"""What was ruled out and waits for a lead: list it, adopt it. Also what the server itself writes about people."""

from collections.abc import Callable, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.domain.events import Event
from inspector.domain.fields import changed_fields, to_fields
from inspector.domain.person import Person, Role
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.server import people
from inspector.server.core import Core
from inspector.server.people import AUTHOR
from inspector.server.push import begin
from inspector.server.store import events_of
from inspector.server.tables import event, frame, ruling


@dataclass(frozen=True, slots=True)
class Held:
    """An event in quarantine: what it is and why it has no effect."""

    event: str
    code: str
    scope: str
    frame: str
    entity: str
    kind: str
    type: str
    user: str
    device: str
    at: str


def quarantine(core: Core, scope: str = "", limit: int = 1000) -> tuple[Held, ...]:
    """What is in quarantine, in the order it came, of one scope or of all."""
    with core.database.reading() as connection:
        query = sa.select(ruling, event.c.entity).join(event, event.c.id == ruling.c.event)
        query = query.where(ruling.c.adopted == "").order_by(ruling.c.seq, ruling.c.event).limit(limit)
        rows = connection.execute(query.where(ruling.c.scope == scope) if scope else query).all()
        return tuple(_held(row, events_of(connection, row.entity)) for row in rows)


def _held(row: "sa.Row[tuple[object, ...]]", events: Sequence[Event]) -> Held:
    found = next(one for one in events if one.id == row.event)
    return Held(
        row.event,
        row.code,
        row.scope,
        row.frame,
        found.entity,
        found.kind,
        found.type,
        found.user,
        found.dev,
        found.at,
    )


def adopt(core: Core, judged: str, lead: str) -> str:
    """Let a lead adopt an event: it has its effect from now on, everywhere; the id of the adoption.

    Raises Problem ruling_unknown, user_unknown or adoption_forbidden.
    """
    with core.database.writing() as connection:
        push = begin(connection, core.here, [], core.numbering)
        held = connection.execute(sa.select(ruling).where(ruling.c.event == judged, ruling.c.adopted == "")).first()
        if held is None:
            raise Problem("ruling_unknown", event=judged)
        person = people.find_person(connection, lead)
        grants = {grant.scope for grant in people.grants_of(connection, [person.id]) if grant.role == AUTHOR}
        if not person.active or Role.LEAD not in person.roles or held.scope not in grants:
            raise Problem("adoption_forbidden")
        subject = connection.execute(sa.select(event.c.entity).where(event.c.id == judged)).scalar_one()
        kind = next(one.kind for one in events_of(connection, subject) if one.id == judged)
        seen = (held.id,)
        made = Event(core.here.ids.new(), subject, kind, "event_adopted", seen, {"event": judged})
        push.write(held.scope, person.id, [made])
        push.writer.close()
        connection.execute(sa.update(ruling).where(ruling.c.event == judged).values(adopted=made.id))
        return made.id


def grant(core: Core, name: str, scope: str, role: str) -> None:
    """Give a person a grant; whoever reads the scope learns who that is. Raises Problem user_unknown."""
    with core.database.writing() as connection:
        push = begin(connection, core.here, [], core.numbering)
        person = people.find_person(connection, name)
        people.grant(connection, person.id, scope, role)
        if not _introduced(connection, person.id, scope):
            fields = {key: value for key, value in to_fields(person).items() if key in KNOWN}
            made = Event(core.here.ids.new(), person.id, "person", "person_registered", (), {"fields": fields})
            push.write(scope, push.facts["server"], [made])
        push.writer.close()


def change(core: Core, name: str, changed: Callable[[Person], Person]) -> Person:
    """Change a person (not id and login); every area that knows him is told. Raises Problem user_unknown."""
    with core.database.writing() as connection:
        push = begin(connection, core.here, [], core.numbering)
        before = people.find_person(connection, name)
        after = changed(before)
        fields = changed_fields(before, after)
        if fields:
            people.change_person(connection, after)
            known = events_of(connection, before.id)
            for scope in sorted({one.scope for one in known}):
                par = _last([one for one in known if one.scope == scope])
                made = Event(core.here.ids.new(), before.id, "person", "person_changed", par, {"fields": fields})
                push.write(scope, push.facts["server"], [made])
        push.writer.close()
        return after


KNOWN: Final = frozenset({"login", "name", "team", "roles", "active"})
"""What the server knows of a person; of everything else, as the telephone, laptops know better, and it says nothing."""


def _last(events: Sequence[Event]) -> tuple[str, ...]:
    """Events that no other one of these has seen."""
    seen = {parent for one in events for parent in one.par}
    return tuple(sorted(one.id for one in events if one.id not in seen))


def _introduced(connection: Connection, person: str, scope: str) -> bool:
    """Whether a scope knows a person: the server says it once for each, and laptops may have said it before."""
    query = sa.select(event.c.id).join(frame, frame.c.seq == event.c.seq)
    return connection.execute(query.where(event.c.entity == person, frame.c.scope == scope)).first() is not None
