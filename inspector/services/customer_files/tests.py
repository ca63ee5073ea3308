"""Tests and readings of equipment over time: what their values are called, how they were judged, as tables and series.

A value is remembered by quantity and by the name of its cell in the form; people are shown the labels of the current
checklist, in its order. Values that no checklist knows (imported ones) go by the name of their quantity.
"""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from inspector.criteria import facts_for, format_number
from inspector.domain.equipment import Equipment, TestValue
from inspector.domain.verdict import Verdict
from inspector.domain.visit import Step, VisitKind
from inspector.i18n import language
from inspector.quick_dataclass import dataclass
from inspector.services.checklists.compiled import VisitForm, forms_for, forms_of_visit
from inspector.services.customer_files.views import (
    TestCell,
    TestLine,
    TestTable,
    TestValueView,
    Trend,
    TrendChoice,
    TrendPoint,
)
from inspector.services.visits.layout import build_layout
from inspector.services.visits.live import LiveForm, form_language
from inspector.services.visits.views import ReportView, Target
from inspector.services.words import basis_shown, number_text
from inspector.services.workspace import Workspace
from inspector.storage import RecordedTest
from inspector.xforms import FormDefinition, FormInstance

Key = tuple[str, str]
"""(quantity, label) of a series."""
LAST_ORDER: Final = 10_000
_NUMBER: Final = re.compile(r"[-\u2212]?\d+(?:\.\d+)?")
SEPARATOR: Final = "|"


@dataclass(frozen=True, slots=True)
class ValueName:
    """What a value is called, and where its line stands in the form."""

    name: str
    order: int


class ValueNames:
    """Names of the values of one piece of equipment."""

    def __init__(self, workspace: Workspace, equipment: Equipment) -> None:
        self._quantities = workspace.packs.quantities
        self._names: dict[str, ValueName] = {}
        for step in (Step.EQUIPMENT, Step.INDICATIONS):
            for form in _read_first(workspace.forms.plan, step, equipment):
                definition = workspace.forms.definition(workspace.forms.current(workspace.db, form.id))
                self._read(definition, form.id, equipment)

    def _read(self, definition: FormDefinition, form: str, equipment: Equipment) -> None:
        live = replace(
            _blank(definition, language()),
            target=Target(form, equipment.id),
            equipment=equipment,
            facts=facts_for(None, equipment),
        )
        for line in live.layout.lines:
            cells = {ref: "" if ref == line.ref else live.shown_label(ref) for ref in line.cells or (line.ref,)}
            whole = without_parts(live.shown_label(line.ref), next(iter(cells.values())))
            for ref, part in cells.items():
                name = " ".join(word for word in (whole, part) if word)
                self._names.setdefault(live.name(ref), ValueName(name, len(self._names)))

    def of(self, key: Key) -> ValueName:
        """The name of a series; that of its quantity when no form has its cell."""
        quantity, label = key
        known = self._names.get(label)
        if known is not None:
            return known
        pack = self._quantities.get(quantity)
        name = pack.name.text(language()) if pack else quantity
        return ValueName(f"{name} {label}".strip() if label != quantity else name, LAST_ORDER)

    def text(self, value: TestValue) -> str:
        """A value as tables show it: with the quantity's digits, without its unit."""
        pack = self._quantities.get(value.quantity)
        if pack is not None and pack.unit == value.unit:
            return format_number(value.value, pack.decimals)
        return number_text(value.value)


def _read_first(plan: Sequence[VisitForm], step: Step, equipment: Equipment) -> list[VisitForm]:
    """The forms whose values a piece of equipment may have, the one for its nameplate first."""
    now = forms_for(forms_of_visit(plan, VisitKind.PERIODIC), step, equipment)
    return [*now, *(form for form in plan if form.step is step and equipment.kind in form.kinds and form not in now)]


def without_parts(line: str, first: str) -> str:
    """A line's label without the list of its cells at the end: ``LV current Ia / Ib / Ic`` for a cell ``Ia``."""
    return re.sub(rf"\s{re.escape(first)}(?=$|[\s/–-]).*$", "", line) if first else line


@functools.lru_cache(maxsize=64)
def _blank(definition: FormDefinition, lang: str) -> LiveForm:
    """A form that nobody fills in: it is only asked for its labels."""
    moment = datetime(2000, 1, 1, tzinfo=UTC)
    instance = FormInstance.new(
        definition,
        now=lambda: moment,
        tz=UTC,
        seed="",
        language=form_language(definition.languages, lang),
        values=None,
    )
    return LiveForm(Target(""), "", definition, build_layout(definition), instance, None, {}, {}, moment.date())


def verdict_of(text: str) -> Verdict | None:
    """A stored verdict; None when nothing was judged."""
    return Verdict(text) if text in set(Verdict) else None


def worst(verdicts: Iterable[Verdict | None]) -> Verdict | None:
    """The worst of several values of one piece of equipment, by `Verdict.severity`; None when nothing was judged."""
    return max((verdict for verdict in verdicts if verdict is not None), key=lambda one: one.severity, default=None)


def newest(series: Mapping[Key, Sequence[TestValue]]) -> dict[Key, TestValue]:
    """The last value of each series."""
    return {key: values[-1] for key, values in series.items() if values}


# tables -----------------------------------------------------------------------------------------------------------


def test_table(names: ValueNames, equipment: str, tests: Sequence[RecordedTest]) -> TestTable:
    """Tests of one piece of equipment side by side, the newest at the left."""
    chosen = [test for test in reversed(tests) if test.equipment == equipment]
    cells: dict[Key, dict[int, TestCell]] = {}
    units: dict[Key, str] = {}
    for column, test in enumerate(chosen):
        for recorded in test.values:
            value = recorded.value
            key = (value.quantity, value.label)
            tip = " · ".join(part for part in (recorded.limit, basis_shown(recorded.basis)) if part)
            units.setdefault(key, value.unit)
            text = names.text(value) + ("" if value.unit == units[key] else f" {value.unit}")
            cells.setdefault(key, {})[column] = TestCell(text, verdict_of(value.verdict), tip)
    lines = [
        TestLine(
            names.of(key).name,
            units[key],
            tuple(found.get(column) for column in range(len(chosen))),
            series_key(equipment, key),
        )
        for key, found in sorted(cells.items(), key=lambda item: (names.of(item[0]).order, item[0]))
    ]
    return TestTable(tuple(test.tested_on for test in chosen), tuple(lines))


def value_views(names: ValueNames, test: RecordedTest) -> tuple[TestValueView, ...]:
    """The values of one test in the order of the form."""
    made = [
        (
            names.of((recorded.value.quantity, recorded.value.label)),
            f"{names.text(recorded.value)}\u00a0{recorded.value.unit}".strip(),
            recorded,
        )
        for recorded in test.values
    ]
    return tuple(
        TestValueView(name.name, text, recorded.limit, basis_shown(recorded.basis), verdict_of(recorded.value.verdict))
        for name, text, recorded in sorted(made, key=lambda item: item[0].order)
    )


def recorded_reports(test: RecordedTest) -> tuple[ReportView, ...]:
    """The files that a recorded test names; what is none is left out."""
    return tuple(
        ReportView(sha, sha, str(one.get("name") or sha[:12]), str(one.get("type") or ""), size)
        for one in test.reports
        if isinstance(sha := one.get("sha256"), str) and isinstance(size := one.get("size", 0), int)
    )


# series -----------------------------------------------------------------------------------------------------------


def series_key(equipment: str, key: Key) -> str:
    """Key of a series of one piece of equipment, for the window."""
    return SEPARATOR.join((equipment, *key))


def split_key(text: str) -> tuple[str, Key]:
    """(equipment, (quantity, label)) of such a key."""
    equipment, quantity, label = [*text.split(SEPARATOR, 2), "", ""][:3]
    return equipment, (quantity, label)


def trend_choices(
    names: ValueNames, equipment: Equipment, series: Mapping[Key, Sequence[TestValue]]
) -> tuple[TrendChoice, ...]:
    """The series of a piece of equipment, in the order of its forms."""
    ordered = sorted(series, key=lambda key: (names.of(key).order, key))
    return tuple(
        TrendChoice(series_key(equipment.id, key), equipment.name, names.of(key).name, series[key][-1].unit)
        for key in ordered
        if series[key]
    )


def trend_of(names: ValueNames, choice: TrendChoice, values: Sequence[TestValue], limit: str) -> Trend:
    """A series with the limit that applied to its last value; only values in that value's unit are comparable."""
    points = tuple(
        TrendPoint(value.tested_on, value.value, names.text(value), verdict_of(value.verdict))
        for value in values
        if value.unit == choice.unit
    )
    return Trend(choice, points, limit_levels(limit), limit)


def limit_levels(text: str) -> tuple[float, ...]:
    """The numbers of a limit as it was shown: ``≤ 2`` one, ``9.3–10.7`` two, ``± 0.5`` both signs."""
    levels = tuple(float(found.replace("\u2212", "-")) for found in _NUMBER.findall(text))
    return (-levels[0], levels[0]) if text.startswith("±") and levels else levels[:2]
