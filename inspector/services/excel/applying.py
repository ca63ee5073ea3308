"""Writes an import: every record as an event, all of it in one transaction or nothing at all. Worker thread.

Events go out in frames of a few hundred, which keeps frames small enough to be sent and the work cancellable. A cancel
or an error rolls everything back, ids and settings included.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.domain.fields import from_fields, to_fields
from inspector.domain.person import Person
from inspector.problems import Problem
from inspector.services.excel.register import stamp_of
from inspector.services.excel.views import (
    NEW_PERSON,
    Action,
    Cancelled,
    ImportPreview,
    ImportResult,
    Plan,
    Progress,
    never,
    no_progress,
)
from inspector.services.registers.entries import area_of
from inspector.services.workspace import ACTING, Workspace
from inspector.storage import NewEvent

PHASE: Final = "write"
IN_FRAME: Final = 400
"""Events of one frame."""


def has_errors(preview: ImportPreview) -> Problem:
    """The problem of a file with errors."""
    return Problem("import_has_errors", count=len(preview.errors))


def apply_import(
    workspace: Workspace, preview: ImportPreview, progress: Progress = no_progress, cancelled: Cancelled = never
) -> ImportResult:
    """Write what the preview shows.

    Raises Problem import_has_errors, import_nothing, import_register_changed (the preview is out of date),
    import_cancelled, no_person_yet or nobody_acting; then nothing was written.
    """
    if preview.errors:
        raise has_errors(preview)
    if not preview.plan.size:
        raise Problem("import_nothing")
    db = workspace.db
    with db.transaction():
        if stamp_of(workspace) != preview.stamp:
            raise Problem("import_register_changed")
        writer = _Writer(workspace, preview.plan, progress, cancelled)
        writer.write()
    _let_visits_know(workspace, writer.touched)
    counts = {action: len(preview.of(action)) for action in Action}
    return ImportResult(counts[Action.ADD], counts[Action.CHANGE], counts[Action.SAME])


def _let_visits_know(workspace: Workspace, customers: set[str]) -> None:
    """A visit that is open in this process takes over the register when it is opened next."""
    for visit in workspace.visits.values():
        visit.register_changed = visit.register_changed or visit.session.customer.id in customers


class _Writer:
    """Lives inside the transaction."""

    def __init__(self, workspace: Workspace, plan: Plan, progress: Progress, cancelled: Cancelled) -> None:
        self._workspace = workspace
        self._plan = plan
        self._progress = progress
        self._cancelled = cancelled
        self._area = area_of(workspace)
        self._now = workspace.now()
        self._done = 0
        self._people_made: list[str] = []
        self._customers: list[Customer] = []
        self._equipment: list[tuple[str, str]] = []
        """(id, scope) of new equipment."""
        self._scopes: dict[str, str] = {}
        self._author = ""
        self.touched: set[str] = set()
        """Customers whose equipment or tests changed."""

    def write(self) -> None:
        """People first: somebody has to be the author."""
        plan = self._plan
        self._people()
        self._author = self._author or self._workspace.acting.id
        self._send(self._new_customers())
        self._send(self._changes("customer", self._kept(plan.customers_changed), self._scope_of_customer))
        self._send(self._new_equipment())
        self._send(self._changes("equipment", plan.equipment_changed, self._scope_of_equipment))
        self._send(self._tests())

    def _people(self) -> None:
        """The first person of a workspace registers himself and the others, and acts from then on."""
        db, plan = self._workspace.db, self._plan
        made = [from_fields(Person, {"areas": [self._area], **row}, id=self._workspace.new_id()) for row in plan.people]
        self._people_made = [person.id for person in made]
        if not db.registers.persons():
            if not made:
                raise Problem("no_person_yet")
            self._author = made[0].id
            if not db.settings.get(ACTING, ""):
                db.settings.put(ACTING, made[0].id)
        else:
            self._author = self._workspace.acting.id
        self._send(
            (self._area, NewEvent(person.id, "person", "person_registered", {"fields": to_fields(person)}))
            for person in made
        )
        self._send(self._changes("person", plan.people_changed, lambda _id: self._area))

    def _send(self, events: "Iterator[tuple[str, NewEvent]]") -> None:
        """Write events in frames, one scope in each, in the order they come."""
        waiting: dict[str, list[NewEvent]] = {}
        for scope, event in events:
            batch = waiting.setdefault(scope, [])
            batch.append(event)
            if len(batch) >= IN_FRAME:
                self._append(scope, waiting.pop(scope))
        for scope, batch in waiting.items():
            self._append(scope, batch)

    def _append(self, scope: str, events: Sequence[NewEvent]) -> None:
        if self._cancelled():
            raise Problem("import_cancelled")
        self._workspace.db.frames.append(scope, self._author, events, self._now)
        self._done += len(events)
        self._progress(self._done, self._plan.size, PHASE)

    def _new_customers(self) -> Iterator[tuple[str, NewEvent]]:
        for row in self._plan.customers:
            fields = {"scope": self._area, **self._with_keeper(row)}
            customer = from_fields(Customer, fields, id=self._workspace.new_id())
            self._customers.append(customer)
            yield self._area, NewEvent(customer.id, "customer", "customer_registered", {"fields": to_fields(customer)})

    def _kept(self, changed: Sequence[tuple[str, dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
        return [(entity, self._with_keeper(fields)) for entity, fields in changed]

    def _with_keeper(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The fields with the id that a new person got."""
        keeper = str(fields.get("keeper") or "")
        if not keeper.startswith(NEW_PERSON):
            return fields
        return {**fields, "keeper": self._people_made[int(keeper.removeprefix(NEW_PERSON))]}

    def _new_equipment(self) -> Iterator[tuple[str, NewEvent]]:
        for owner, row in self._plan.equipment:
            customer, scope = self._owner(owner)
            self.touched.add(customer)
            item = from_fields(Equipment, {**row, "customer": customer}, id=self._workspace.new_id())
            self._equipment.append((item.id, scope))
            yield scope, NewEvent(item.id, "equipment", "equipment_registered", {"fields": to_fields(item)})

    def _tests(self) -> Iterator[tuple[str, NewEvent]]:
        for owner, body in self._plan.tests:
            entity, scope = (
                self._equipment[owner] if isinstance(owner, int) else (owner, self._scope_of_equipment(owner))
            )
            yield scope, NewEvent(entity, "equipment", "test_recorded", body)

    @staticmethod
    def _changes(
        kind: str, changed: Sequence[tuple[str, dict[str, Any]]], scope_of: Callable[[str], str]
    ) -> Iterator[tuple[str, NewEvent]]:
        for entity, fields in changed:
            yield scope_of(entity), NewEvent(entity, kind, f"{kind}_changed", {"fields": fields})

    def _owner(self, owner: str | int) -> tuple[str, str]:
        if isinstance(owner, int):
            customer = self._customers[owner]
            return customer.id, customer.scope
        return owner, self._scope_of_customer(owner)

    def _scope_of_customer(self, customer: str) -> str:
        known = self._scopes.get(customer)
        if known is None:
            known = self._scopes[customer] = self._workspace.db.registers.customer(customer).scope
        self.touched.add(customer)
        return known

    def _scope_of_equipment(self, equipment: str) -> str:
        return self._scope_of_customer(self._workspace.db.registers.equipment(equipment).customer)
