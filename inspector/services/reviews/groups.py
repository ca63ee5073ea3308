"""Cross-check groups (交叉检查组): who belongs to them. Leads form and change them. Worker thread."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from inspector.domain.person import Person, Role
from inspector.domain.roles import may_arrange
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.registers.entries import area_of
from inspector.services.reviews.offers import Independents
from inspector.services.reviews.views import GroupView
from inspector.services.words import here
from inspector.services.workspace import Workspace
from inspector.storage import GroupRow, NewEvent

register(
    ProblemKind.INPUT,
    {
        "group_lead": N_("Only team leads form cross-check groups, draw samples and hand out reviews."),
        "review_group_unknown": N_("There is no cross-check group “{group}”."),
        "group_name": N_("Give the group a name that no other group has."),
        "group_members": N_("{name} is no active reviewer. A group has active reviewers only."),
        "group_empty": N_("A group needs at least one member."),
    },
)


def list_groups(workspace: Workspace) -> tuple[GroupView, ...]:
    """All groups, active ones first, then by name."""
    known = Independents(workspace)
    views = [_group_view(workspace, row, known) for row in workspace.db.reviews.groups()]
    return tuple(sorted(views, key=lambda view: (not view.active, view.name)))


def _group_view(workspace: Workspace, row: GroupRow, known: Independents) -> GroupView:
    rounds = workspace.db.reviews.rounds(row.id)
    return GroupView(
        id=row.id,
        name=row.name,
        members=tuple((one, named(known, one)) for one in members_of(row)),
        chair=str(row.data.get("chair") or ""),
        active=bool(row.data.get("active", True)),
        rounds=len(rounds),
        last_drawn=datetime.fromisoformat(rounds[0].drawn_at).date() if rounds else None,
    )


def named(known: Independents, person: str) -> str:
    """Name and team of a person."""
    t = here()
    team = known.team(person)
    return t("{name} ({team})").format(name=known.name(person), team=team) if team else known.name(person)


def members_of(row: GroupRow) -> tuple[str, ...]:
    """Ids of a group's members."""
    return tuple(str(one) for one in row.data.get("members") or ())


def find_group(workspace: Workspace, name: str) -> GroupRow:
    """A group by id or name. Raises Problem review_group_unknown."""
    found = next((row for row in workspace.db.reviews.groups() if name in (row.id, row.name)), None)
    if found is None:
        raise Problem("review_group_unknown", group=name)
    return found


def form_group(workspace: Workspace, name: str, members: Iterable[str], *, chair: str = "") -> GroupView:
    """Form a group of reviewers (ids or logins). Raises Problem group_…, person_unknown."""
    lead(workspace)
    fields = {"name": _free_name(workspace, name), "active": True, **_people(workspace, members, chair)}
    identity = workspace.new_id()
    write(workspace, identity, "review_group", "review_group_formed", {"fields": fields})
    return _view_of(workspace, identity)


def change_group(
    workspace: Workspace,
    group: str,
    *,
    name: str | None = None,
    members: Iterable[str] | None = None,
    chair: str | None = None,
    active: bool | None = None,
) -> GroupView:
    """Change a group, or put it out of use (`active` False); what is None stays. Raises Problem group_…."""
    lead(workspace)
    row = find_group(workspace, group)
    fields: dict[str, Any] = {}
    if name is not None and name.strip() != row.name:
        fields["name"] = _free_name(workspace, name)
    if members is not None or chair is not None:
        now = members_of(row) if members is None else members
        made = _people(workspace, now, str(row.data.get("chair") or "") if chair is None else chair)
        fields |= {key: value for key, value in made.items() if value != row.data.get(key)}
    if active is not None and active != bool(row.data.get("active", True)):
        fields["active"] = active
    if fields:
        write(workspace, row.id, "review_group", "review_group_changed", {"fields": fields})
    return _view_of(workspace, row.id)


def _view_of(workspace: Workspace, group: str) -> GroupView:
    return _group_view(workspace, find_group(workspace, group), Independents(workspace))


def _free_name(workspace: Workspace, name: str) -> str:
    wanted = name.strip()
    if not wanted or any(row.name == wanted for row in workspace.db.reviews.groups()):
        raise Problem("group_name")
    return wanted


def _people(workspace: Workspace, members: Iterable[str], chair: str) -> dict[str, Any]:
    found = [workspace.person_of(one) for one in dict.fromkeys(members)]
    first = workspace.person_of(chair) if chair else None
    chosen = {person.id: person for person in (*found, *((first,) if first else ()))}
    if not chosen:
        raise Problem("group_empty")
    for person in chosen.values():
        if not person.active or Role.REVIEWER not in person.roles:
            raise Problem("group_members", name=person.name)
    return {"members": sorted(chosen), "chair": first.id if first else ""}


def lead(workspace: Workspace) -> Person:
    """The acting person, who must be a lead. Raises Problem group_lead."""
    person = workspace.acting
    if not may_arrange(person):
        raise Problem("group_lead")
    return person


def write(workspace: Workspace, entity: str, kind: str, event: str, body: Mapping[str, Any]) -> None:
    """Write one event of a group or a round."""
    made = NewEvent(entity, kind, event, dict(body))
    workspace.db.frames.append(area_of(workspace), workspace.acting.id, [made], workspace.now())
