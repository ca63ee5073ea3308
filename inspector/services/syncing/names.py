"""What the things that records speak of are called, and which place shows them. Worker thread."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from inspector.domain.plan import PlanStatus, visit_of
from inspector.problems import Problem
from inspector.services.conflicts.field_words import part_name
from inspector.services.conflicts.finding import SETTINGS
from inspector.services.judgement.rule_names import rule_title
from inspector.services.syncing.page_views import PendingGroup
from inspector.services.words import STATUSES, here, status_key
from inspector.services.workspace import Workspace

if TYPE_CHECKING:
    from inspector.i18n import Translator

GROUPS: Final[Mapping[str, PendingGroup]] = {
    "visit": PendingGroup.VISITS,
    "plan": PendingGroup.VISITS,
    "customer": PendingGroup.CUSTOMERS,
    "equipment": PendingGroup.CUSTOMERS,
    "person": PendingGroup.PEOPLE,
}
"""Kind -> group; every other kind belongs to the ledgers."""
NO_PLACE: Final = ("", "")


def group_of(kind: str) -> PendingGroup:
    """The group of work a kind belongs to."""
    return GROUPS.get(kind, PendingGroup.LEDGERS)


class ThingNames:
    """Names of things for one page; what was looked up once is kept."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[tuple[str, str], tuple[str, str]] = {}
        self.t: Translator = here()

    @cached_property
    def people(self) -> Mapping[str, str]:
        """Names of all persons by id."""
        return self._workspace.db.registers.person_names()

    def named(self, kind: str, entity: str) -> tuple[str, str]:
        """Title and hint of a thing; what it is, for one whose name is not known (yet)."""
        if (kind, entity) not in self._known:
            try:
                self._known[kind, entity] = self._look_up(kind, entity)
            except Problem:
                self._known[kind, entity] = (part_name(kind, self.t), "")
        return self._known[kind, entity]

    def _look_up(self, kind: str, entity: str) -> tuple[str, str]:
        db, t = self._workspace.db, self.t
        match kind:
            case "customer":
                return f"{db.registers.customer(entity).name} · {part_name(kind, t)}", ""
            case "equipment":
                item = db.registers.equipment(entity)
                return f"{self.customer(item.customer)} · {item.name}", part_name(kind, t)
            case "person":
                person = db.registers.person(entity)
                return person.name, person.team
            case "hazard":
                hazard = db.hazards.get(entity)
                hint = " · ".join((hazard.number, self.customer(hazard.customer), t(STATUSES[status_key(hazard)])))
                return hazard.description, hint
            case "visit":
                visit = db.visits.get(entity)
                return f"{self.customer(visit.customer)} · {visit.number}", ""
            case "plan":
                return self._planned(entity)
            case "criterion" | "criteria_pack" | "hazard_entry" | "form" | "setting":
                return rule_title(self._workspace, entity), part_name(kind, t)
        return part_name(kind, t), ""

    def _planned(self, entity: str) -> tuple[str, str]:
        """A planned visit: its customer and day; when it was cancelled or begun, that as the hint."""
        row, t = self._workspace.db.plans.one(visit_of(entity)), self.t
        if row is None:
            return part_name("plan", t), ""
        day = row.plan.planned_on.isoformat() if row.plan.planned_on else t("no day yet")
        states = {PlanStatus.BEGUN: t("begun"), PlanStatus.CANCELLED: t("cancelled")}
        hint = " · ".join(part for part in (part_name("plan", t), states.get(row.status, "")) if part)
        return f"{self.customer(row.plan.customer) or t('Customer is missing')} · {day}", hint

    def customer(self, customer: str) -> str:
        """The name of a customer, "" for one that is not here."""
        try:
            return self._workspace.db.registers.customer(customer).name
        except Problem:
            return ""

    def place(self, kind: str, entity: str) -> tuple[str, str]:
        """The place that shows a thing."""
        if kind in SETTINGS:
            return "setting", SETTINGS[kind]
        if kind == "plan":
            row = self._workspace.db.plans.one(visit_of(entity))
            day = row.plan.planned_on if row is not None else None
            return ("planning", day.isoformat()) if day is not None else NO_PLACE
        if kind in ("customer", "equipment", "hazard", "visit") and self.named(kind, entity)[0] != self._bare(kind):
            return kind, entity
        return ("review", "samples") if kind.startswith("review") else NO_PLACE

    def _bare(self, kind: str) -> str:
        return part_name(kind, self.t)
