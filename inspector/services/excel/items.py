"""Test items: which quantity and label a row of the test history means, in the words of the checklists.

Values are remembered by quantity and by the name of the form's cell (`dc_resistance_hv`, `dc_hv_ab`), so a test that is
imported under the same pair stands beside the cell when the next test is typed. Any thread.
"""

import functools
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from inspector import assets
from inspector.criteria import Packs, load_packs
from inspector.domain.equipment import EquipmentKind
from inspector.domain.visit import Step, VisitKind
from inspector.i18n import N_, Message, _, language
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.checklists.compiled import forms_of_visit, sheet_of, visit_forms
from inspector.services.excel.text import folded, shown
from inspector.services.visits.layout import LineLayout, build_layout
from inspector.services.visits.live import CRITERION, form_language
from inspector.xforms import FormDefinition, FormInstance, compile_sheet, load_form

LANGUAGES: Final = ("zh_CN", "en")
PHASE: Final = N_("Phase or point")
_PHASE_ENDS: Final = re.compile(r"(相|phase)$")


@dataclass(frozen=True, slots=True)
class Item:
    """One value a test can have. `names` and `phases` are (Chinese, English); no phases: it is measured once."""

    quantity: str
    label: str
    names: tuple[str, str]
    phases: tuple[str, str] = ("", "")
    unit: str = ""

    def name(self, spoken: str) -> str:
        """What people call it."""
        return self.names[0 if spoken.startswith("zh") else 1]

    def phase(self, spoken: str) -> str:
        """Which of several places it is measured at."""
        return self.phases[0 if spoken.startswith("zh") else 1]


class Items:
    """The items of every kind of equipment that has a checklist, and the quantities for the rest."""

    def __init__(self, packs: Packs, by_kind: Mapping[EquipmentKind, tuple[Item, ...]]) -> None:
        self.packs = packs
        self.by_kind = by_kind
        self._by_name: dict[EquipmentKind, dict[str, list[Item]]] = {}
        for kind, items in by_kind.items():
            names = self._by_name[kind] = {}
            for item in items:
                quantity = packs.quantities[item.quantity]
                known = {item.label, *item.names, item.quantity, quantity.name.zh, quantity.name.en}
                for name in {folded(text) for text in known}:
                    names.setdefault(name, []).append(item)
        self._quantities = {
            folded(text): quantity.id
            for quantity in packs.quantities.values()
            for text in (quantity.name.en, quantity.name.zh, quantity.id)
        }
        self._known = {kind: {(i.quantity, i.label): i for i in items} for kind, items in by_kind.items()}

    def item(self, kind: EquipmentKind, quantity: str, label: str) -> Item | None:
        """The item a stored value belongs to."""
        return self._known.get(kind, {}).get((quantity, label))

    def find(self, kind: EquipmentKind, name: str, phase: str) -> tuple[str, str]:
        """(quantity, label) of a name and a phase. Raises Problem test_quantity_unknown or test_phase_needed."""
        found = self._by_name.get(kind, {}).get(folded(name), [])
        wanted = _phase(phase)
        fitting = [item for item in found if wanted in _phases(item)] if wanted else self._whole(found, folded(name))
        if len(fitting) == 1:
            return fitting[0].quantity, fitting[0].label
        quantity = self._quantities.get(folded(name))
        if quantity is not None and (wanted or not found):
            return quantity, phase
        if not found:
            raise Problem("test_quantity_unknown", value=shown(name, 40))
        choices = _(", ").join(dict.fromkeys(item.phase(language()) or item.name(language()) for item in found))
        raise Problem("test_phase_needed", column=Message(PHASE), choices=choices)

    def quantity(self, name: str) -> str:
        """The id of a quantity by its id or name, "" if there is none."""
        return self._quantities.get(folded(name), "")

    @staticmethod
    def _whole(found: list[Item], name: str) -> list[Item]:
        """Items that a name alone means: the name of a cell or line itself, else all of a quantity."""
        named = [item for item in found if name == folded(item.label)]
        lines = [item for item in found if not any(item.phases) and name in map(folded, item.names)]
        return named or lines or [item for item in found if not any(item.phases)]


def _phase(text: str) -> str:
    return _PHASE_ENDS.sub("", folded(text))


def _phases(item: Item) -> set[str]:
    """`A0 / AB` is called A0, AB, or by the name of the cell; a single letter too."""
    found = {folded(item.label)}
    for text in item.phases:
        found.add(_phase(text))
        found |= {_phase(part) for part in text.split("/")}
    return found - {""}


def criteria() -> Packs:
    """The criteria packs that came with the program."""
    folder = assets.resource("criteria")
    return load_packs({path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))})


@functools.cache
def load_items() -> Items:
    """The items of the shipped checklists. Takes about half a second the first time."""
    packs = criteria()
    found: dict[EquipmentKind, list[Item]] = {}
    for form in forms_of_visit(visit_forms(), VisitKind.PERIODIC):
        if form.step is Step.EQUIPMENT:
            items = _items(load_form(compile_sheet(sheet_of(form.id))), packs)
            for kind in sorted(form.kinds):
                found.setdefault(kind, []).extend(items)
    return Items(packs, {kind: _distinct(items) for kind, items in found.items()})


def _distinct(items: list[Item]) -> tuple[Item, ...]:
    """Each cell once: several forms of a kind ask for the same values."""
    first = {(item.quantity, item.label): item for item in reversed(items)}
    return tuple(item for item in items if first[item.quantity, item.label] is item)


def _items(definition: FormDefinition, packs: Packs) -> list[Item]:
    views = [_labels(definition, spoken) for spoken in LANGUAGES]
    questions = {question.ref: question for question in definition.questions}
    found = []
    for line in build_layout(definition).lines:
        for ref in () if line.overdue else (line.ref,) if line.computed else line.cells:
            quantity = questions[ref].attributes.get(CRITERION, "") or line.criterion
            if quantity in packs.quantities:
                found.append(_item(line, ref, quantity, questions[ref].name, views))
    return [
        item
        if item.unit
        else Item(item.quantity, item.label, item.names, item.phases, packs.quantities[item.quantity].unit)
        for item in found
    ]


def _item(line: LineLayout, ref: str, quantity: str, label: str, views: list[dict[str, str]]) -> Item:
    several = ref != line.ref
    names = tuple(view[line.ref] or view[ref] for view in views)
    phases = tuple(view[ref] for view in views) if several else ("", "")
    return Item(quantity, label, (names[0], names[1]), (phases[0], phases[1]), line.unit)


def _labels(definition: FormDefinition, spoken: str) -> dict[str, str]:
    wanted = form_language(definition.languages, spoken)
    instance = FormInstance.new(definition, now=datetime(2026, 1, 1, tzinfo=UTC), tz=UTC, seed=0, language=wanted)
    return {view.ref: view.label for view in instance.views()}
