"""What only this program knows: names of criteria, and the attributes that its checklists may carry."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Final

from inspector.quick_dataclass import dataclass
from inspector.xforms.lint.findings import Finding, found
from inspector.xforms.lint.outline import Item, Outline
from inspector.xforms.lint.types import KNOWN, LISTS

PREFIX: Final = "bind::insp:"
CRITERION: Final = f"{PREFIX}criterion"
INPUTS: Final = f"{PREFIX}inputs"
_NUMBERS: Final = frozenset({"integer", "decimal", "range", "note", "calculate", "hidden", "text"})
"""What has or shows a number, or text that is read as one."""
_ROWS: Final = KNOWN - LISTS
"""What has an answer; a group may carry the criterion of its cells."""


@dataclass(frozen=True, slots=True)
class House:
    """Names that a form may use. Empty sets check nothing. `attributes` are those of the house's prefix.

    `words` are the only values that an attribute may have, `days` the attributes that are a number of days, and the
    most they may be.
    """

    criteria: frozenset[str] = field(default_factory=frozenset)
    attributes: frozenset[str] = field(default_factory=frozenset)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    quantities: frozenset[str] = field(default_factory=frozenset)
    """Those of the criteria that judge numbers; the others are points that somebody looks at."""


def of_house(outline: Outline, house: House) -> Iterator[Finding]:
    """Names in attributes that nothing answers to."""
    if house.attributes:
        yield from _attributes(outline, house.attributes)
    for item in outline.items:
        criterion = item.text(CRITERION)
        if house.criteria and criterion and criterion not in house.criteria:
            yield found("criterion_unknown", item.place(CRITERION), criterion=criterion)
        elif house.quantities and criterion:
            yield from _kind(item, criterion, number=criterion in house.quantities)
        yield from _inputs(outline, item)
        yield from _values(item, house)


def _kind(item: Item, criterion: str, *, number: bool) -> Iterator[Finding]:
    """A limit for what is no number, or a point for what is no judgement: neither would ever be judged."""
    if item.kind not in _ROWS:
        return
    if number and item.kind not in _NUMBERS:
        yield found("criterion_number", item.place(CRITERION), criterion=criterion)
    if not number and item.kind != "select_one":
        yield found("criterion_point", item.place(CRITERION), criterion=criterion)


def _values(item: Item, house: House) -> Iterator[Finding]:
    """Values that the program would pass over without a word."""
    for name, known in house.words.items():
        value = item.text(f"{PREFIX}{name}").strip()
        if value and value not in known:
            place, attribute = item.place(f"{PREFIX}{name}"), f"insp:{name}"
            yield found("attribute_value", place, attribute=attribute, value=value, known=", ".join(known))
    for name, most in house.days.items():
        value = item.text(f"{PREFIX}{name}").strip()
        if value and not (value.isdecimal() and 0 < int(value) <= most):
            yield found("attribute_days", item.place(f"{PREFIX}{name}"), value=value, most=most)


def _inputs(outline: Outline, item: Item) -> Iterator[Finding]:
    for name in item.text(INPUTS).split():
        if outline.find(name) is None:
            yield found("reference_unknown", item.place(INPUTS), name=name)


def _attributes(outline: Outline, known: frozenset[str]) -> Iterator[Finding]:
    for column in outline.headings.columns:
        if column.key.startswith(PREFIX) and column.key.removeprefix(PREFIX) not in known:
            place = outline.workbook.place(outline.sheet, None, column.index)
            names = ", ".join(sorted(known))
            yield found("attribute_unknown", place, attribute=column.key.removeprefix("bind::"), known=names)
