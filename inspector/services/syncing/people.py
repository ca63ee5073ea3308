"""Persons of a laptop that joined a server: each side has named them by ids of its own.

The server keeps, for each laptop, a second id by which its records name a person. Who is known here by login is told to
the server; who is not known here at all, because nobody may write down the registers he could read, is registered under
the server's id.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from inspector.domain.fields import to_fields
from inspector.domain.person import Person, Role
from inspector.quick_dataclass import dataclass
from inspector.services.workspace import ACTING, Workspace
from inspector.storage import NewEvent
from inspector.sync.messages import PeopleNames, ServerPerson

if TYPE_CHECKING:
    from inspector.sync.engine.session import Session
    from inspector.sync.remote import Remote

NAMED: Final = "sync_named"
"""Setting: ids by login that the server was told, so that one it passes over is not told again every time."""


@dataclass(frozen=True, slots=True)
class LocalPeople:
    """The persons of a workspace, for a round (`engine.round.People`). Never on the worker."""

    workspace: Workspace
    remote: "Remote"

    def name(self, session: "Session") -> None:
        """Tell the server by which ids records here name its persons; before any of them goes out."""
        held, workspace = session.ticket, self.workspace
        if held is None or held.revoked:
            return
        names = workspace.call(lambda: _names(workspace, held.people))
        if names:
            told = session.ask(lambda token: self.remote.people(token, PeopleNames(names)))
            session.ticket = replace(session.ticket or held, people=told.people)
            workspace.call(lambda: _told(workspace, names))

    def settle(self, session: "Session") -> bool:
        """Register who is not known here; whether that was written. Somebody acts from then on."""
        self.name(session)
        held, workspace = session.ticket, self.workspace
        if held is None or not held.people:
            return False
        writes = sorted(grant.scope for grant in held.grants if grant.role == "author")
        return workspace.call(lambda: settle(workspace, held.people, writes))


def _names(workspace: Workspace, people: Iterable[ServerPerson]) -> tuple[tuple[str, str], ...]:
    """(login, id here) of persons whose id here the server does not know."""
    told = workspace.db.settings.get(NAMED, {})
    here: dict[str, list[str]] = {}
    for person in workspace.db.registers.persons():
        here.setdefault(person.login, []).append(person.id)
    found = []
    for one in people:
        others = [identity for identity in here.get(one.login, ()) if identity != one.id]
        if not one.alias and others and told.get(one.login) != others[0]:
            found.append((one.login, others[0]))
    return tuple(found)


def _told(workspace: Workspace, names: Iterable[tuple[str, str]]) -> None:
    workspace.store.quietly()
    workspace.db.settings.put(NAMED, {**workspace.db.settings.get(NAMED, {}), **dict(names)})


def settle(workspace: Workspace, people: Iterable[ServerPerson], writes: Sequence[str]) -> bool:
    """Register persons who are not known here, in the first area that may be written; whether any were. Worker."""
    persons = workspace.db.registers.persons()
    known, logins = {person.id for person in persons}, {person.login: person.id for person in persons}
    wrote = False
    local = []
    for one in people:
        if one.alias not in known and one.id not in known and one.login not in logins and writes:
            _register(workspace, one, writes[0])
            known.add(one.id)
            wrote = True
        local += [identity for identity in (one.alias, one.id, logins.get(one.login, "")) if identity in known][:1]
    if local and not workspace.somebody_acts:
        workspace.db.settings.put(ACTING, local[0])
    return wrote


def _register(workspace: Workspace, one: ServerPerson, scope: str) -> None:
    roles = tuple(Role(role) for role in one.roles if role in {known.value for known in Role})
    made = Person(one.id, one.login, one.name, one.team, roles or (Role.INSPECTOR,), (scope,))
    event = NewEvent(one.id, "person", "person_registered", {"fields": to_fields(made)})
    workspace.db.frames.append(scope, one.id, [event], workspace.now())
