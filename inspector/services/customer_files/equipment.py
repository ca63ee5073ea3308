"""The equipment of one customer with its tests, readings and hazards, read once and asked for as rows and series."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment, EquipmentKind, TestValue
from inspector.domain.hazard import Grade, Hazard
from inspector.domain.verdict import Verdict
from inspector.i18n import N_
from inspector.problems import Problem
from inspector.services.customer_files.tests import (
    Key,
    ValueNames,
    newest,
    split_key,
    trend_choices,
    trend_of,
    verdict_of,
    worst,
)
from inspector.services.customer_files.views import Counts, EquipmentRow, Trend, TrendChoice, Urgency
from inspector.services.registers.nameplates import nameplate_fields
from inspector.services.words import NBSP, here, kind_name
from inspector.services.workspace import Workspace

SOON_DAYS: Final = 60
"""Certificates and tests that end within this many days are marked (design, picture 09)."""
RATINGS: Final = ("capacity_kva", "power_kw", "capacity_kvar", "rated_current_a", "length_km", "pieces")
"""Nameplate values that tell pieces of one family apart, the first that is known."""
_A_TREND: Final = 3
"""So many values show where something goes."""
FAMILIES: Final = {"transformer": N_("Transformers")}
"""Families that are more than one kind; the others are called as their kind."""


class EquipmentReader:
    """Equipment in service; with `retired` also what was taken out, with `only` one piece whatever its state."""

    def __init__(
        self, workspace: Workspace, customer: Customer, *, retired: bool = False, only: Equipment | None = None
    ) -> None:
        self._workspace = workspace
        registered = workspace.db.registers.equipment_of(customer.id) if only is None else (only,)
        self.equipment = tuple(item for item in registered if item.active or retired or only is not None)
        self.by_id = {item.id: item for item in self.equipment}
        self.tests = workspace.db.measurements.tests([item.id for item in self.equipment])
        self.unclosed = tuple(workspace.unclosed(customer.id).values())
        self._names: dict[str, ValueNames] = {}
        self._series: dict[str, Mapping[Key, Sequence[TestValue]]] = {}
        self._limits: dict[str, Mapping[tuple[str, str, str], str]] = {}

    def names(self, item: Equipment) -> ValueNames:
        """What the values of a piece of equipment are called."""
        if item.id not in self._names:
            self._names[item.id] = ValueNames(self._workspace, item)
        return self._names[item.id]

    def series(self, item: Equipment) -> Mapping[Key, Sequence[TestValue]]:
        """All values of a piece of equipment: tests and readings."""
        if item.id not in self._series:
            self._series[item.id] = self._workspace.db.measurements.of_equipment(item.id)
        return self._series[item.id]

    def rows(self) -> tuple[EquipmentRow, ...]:
        """Rows by family in the order of the register's kinds, then of the register."""
        order = list(EquipmentKind)
        ordered = sorted(
            self.equipment, key=lambda item: (_family_rank(item, order), not item.active, item.position, item.name)
        )
        return tuple(self._row(item) for item in ordered)

    def _row(self, item: Equipment) -> EquipmentRow:
        tested = [test for test in self.tests if test.equipment == item.id]
        last = tested[-1] if tested else None
        due = last.next_due if last else None
        verdict, evidence, unjudged = self._state(item)
        hazards = [hazard for hazard in self.unclosed if hazard.equipment == item.id]
        family = here()(FAMILIES[item.kind.family]) if item.kind.family in FAMILIES else kind_name(item.kind)
        return EquipmentRow(
            equipment=item,
            kind_name=kind_name(item.kind),
            family_name=family,
            rating=rating(item),
            tested_on=last.tested_on if last else None,
            next_test=due,
            next_urgency=urgency(due, self._workspace.today()),
            verdict=verdict,
            evidence=evidence,
            unjudged=unjudged,
            hazards=grades(hazards),
            grade=min((hazard.grade for hazard in hazards), key=lambda grade: grade.rank, default=None),
        )

    def _state(self, item: Equipment) -> tuple[Verdict | None, str, int]:
        """The worst of the newest values, which they are, and how many could not be judged."""
        judged = {key: verdict_of(value.verdict) for key, value in newest(self.series(item)).items()}
        verdict = worst(judged.values())
        unjudged = sum(1 for one in judged.values() if one is Verdict.UNDETERMINED)
        if verdict not in (Verdict.FAIL, Verdict.ATTENTION):
            return verdict, self._unjudged(unjudged), unjudged
        names = self.names(item)
        last = newest(self.series(item))
        bad = [f"{names.of(key).name} {names.text(last[key])}{NBSP}{last[key].unit}".strip()
               for key, found in judged.items() if found is verdict]  # fmt: skip
        return verdict, "\n".join(bad), unjudged

    @staticmethod
    def _unjudged(count: int) -> str:
        t = here()
        words = t.plural("{count} value could not be judged", "{count} values could not be judged", count)
        return words.format(count=count) if count else ""

    # series ---------------------------------------------------------------------------------------------------------

    def choices(self) -> tuple[TrendChoice, ...]:
        """Every series of the equipment."""
        by_family = [row.equipment for row in self.rows()]
        return tuple(
            choice for item in by_family for choice in trend_choices(self.names(item), item, self.series(item))
        )

    def trend(self, choice: TrendChoice) -> Trend:
        """A series with its limit."""
        equipment, key = split_key(choice.key)
        item = self.by_id[equipment]
        return trend_of(self.names(item), choice, self.series(item)[key], self._limit(item, key))

    def worth_a_look(self, choices: Sequence[TrendChoice]) -> Trend | None:
        """The series whose last value is the worst, of these the register's first; None without any value."""
        if not choices:
            return None
        severity = {Verdict.FAIL: 0, Verdict.ATTENTION: 1}
        order = list(EquipmentKind)

        def rank(choice: TrendChoice) -> tuple[int, bool, bool, int, int]:
            equipment, key = split_key(choice.key)
            item = self.by_id[equipment]
            values = self.series(item)[key]
            verdict = verdict_of(values[-1].verdict)
            worst_first = severity.get(verdict, 2) if verdict else 2
            short = len(values) < _A_TREND
            return worst_first, not self._limit(item, key), short, order.index(item.kind), -len(values)

        return self.trend(min(choices, key=rank))

    def _limit(self, item: Equipment, key: Key) -> str:
        """The limit that a series' newest value was judged by: it stands in its test, a reading's in its visit."""
        for test in reversed(self.tests):
            if test.equipment == item.id:
                for recorded in test.values:
                    if (recorded.value.quantity, recorded.value.label) == key:
                        return recorded.limit
        visit = self.series(item)[key][-1].visit
        return self._read_limits(visit).get((item.id, *key), "") if visit else ""

    def _read_limits(self, visit: str) -> Mapping[tuple[str, str, str], str]:
        """Limits of the readings of a visit by equipment, quantity and label."""
        if visit not in self._limits:
            try:
                readings = self._workspace.db.visits.body(visit).get("readings") or ()
            except Problem:  # the visit of a value may arrive after it
                readings = ()
            self._limits[visit] = {
                (str(row.get("equipment") or ""), str(row["quantity"]), str(row.get("label") or "")): str(
                    row.get("limit") or ""
                )
                for row in readings
            }
        return self._limits[visit]


def _family_rank(item: Equipment, order: Sequence[EquipmentKind]) -> int:
    return next(rank for rank, kind in enumerate(order) if kind.family == item.kind.family)


def rating(item: Equipment) -> str:
    """The figure that tells a piece apart from others of its family, with its unit; "" when none is known."""
    fields = {field.key: field for field in nameplate_fields(item.kind)}
    key = next((name for name in RATINGS if item.nameplate.get(name) and name in fields), "")
    return f"{item.nameplate[key]}{NBSP}{fields[key].unit}".strip() if key else ""


def supply_detail(row: EquipmentRow) -> str:
    """Rating, way of changing over and time to start of an emergency supply, as far as its nameplate says."""
    fields = {field.key: field for field in nameplate_fields(row.kind)}
    plate = row.equipment.nameplate
    known = [
        f"{fields[key].label_of(plate[key])}{NBSP}{fields[key].unit}".strip()
        for key in ("power_kw", "capacity_kva", "switching", "start_s")
        if plate.get(key) and key in fields
    ]
    return " · ".join(known)


def grades(hazards: Iterable[Hazard]) -> Counts:
    """Unclosed hazards by grade."""
    open_ = [hazard.grade for hazard in hazards if hazard.status.unclosed]
    critical, serious, general = (open_.count(grade) for grade in Grade)
    return critical, serious, general


def urgency(day: date | None, today: date) -> Urgency:
    """How near a day is."""
    if day is None:
        return Urgency.UNKNOWN
    if day < today:
        return Urgency.PAST
    return Urgency.SOON if (day - today).days < SOON_DAYS else Urgency.LATER
