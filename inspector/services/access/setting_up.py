"""The first run on one's own data: whether anybody is registered yet, the company, the first persons.

The window goes on where it was killed: a workspace without persons asks for them, one whose recovery key nobody has
confirmed shows a new one.
"""

from collections.abc import Sequence

from inspector.domain.person import Person, Role
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.access.pins import set_pin
from inspector.services.preferences.choosing import may_choose, share_all
from inspector.services.registers.entries import add_person
from inspector.services.settings import KEY_OPEN
from inspector.services.workspace import ACTING, Workspace

register(
    ProblemKind.INPUT,
    {
        "login_twice": N_("The login “{login}” stands there twice."),
        "already_set_up": N_("This workspace has persons already."),
    },
)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as first entered; the PIN may be empty and set later."""

    login: str
    name: str
    team: str
    roles: tuple[Role, ...] = (Role.INSPECTOR,)
    pin: str = ""


def expect_confirmation(workspace: Workspace) -> None:
    """Remember that the recovery key is still to be shown and confirmed. Worker thread."""
    workspace.db.settings.put(KEY_OPEN, "1")


def confirm_recovery_key(workspace: Workspace) -> None:
    """The person has the recovery key on paper. Worker thread."""
    workspace.db.settings.put(KEY_OPEN, "")


def set_up(workspace: Workspace, company: str, service_phone: str, persons: Sequence[NewPerson]) -> Person:
    """Write company and first persons in one commit; the first one is who works here from now on. Worker thread.

    Raises Problem already_set_up, login_twice, person_incomplete or pin_weak; then nothing is written.
    """
    if workspace.db.registers.persons():
        raise Problem("already_set_up")
    logins = [person.login.strip() for person in persons]
    twice = next((login for login in logins if logins.count(login) > 1), None)
    if twice is not None:
        raise Problem("login_twice", login=twice)
    with workspace.db.transaction():
        workspace.db.settings.put("company", company.strip())
        workspace.db.settings.put("service_phone", service_phone.strip())
        made = [_add(workspace, person) for person in persons]
        workspace.db.settings.put(ACTING, made[0].id)
        first = workspace.act_as(made[0].id)
        if may_choose(workspace):
            share_all(workspace)
    return first


def _add(workspace: Workspace, given: NewPerson) -> Person:
    first = not workspace.db.registers.persons()
    fields = {
        "login": given.login,
        "name": given.name,
        "team": given.team,
        "roles": [role.value for role in given.roles],
    }
    made = add_person(workspace, fields)
    if first:
        workspace.act_as(made.id)
    if given.pin:
        set_pin(workspace, made, given.pin)
    return made
