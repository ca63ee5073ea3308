"""What stands in a testing company's workbook: labels with the values beside or below them. Any thread, no workspace.

Nobody's layout is assumed. A cell of words is a label; its values are the numbers to its right, as far as their
columns are not headed as limits or former values, else the one number right below it. Phases come in the order of the
columns, or as the heads of the columns name them. Readings of one insulation resistance after 15, 60 and 600 seconds
stand in one cell (``R60/R15``: ``5200/3500``) or under heads of their own (``R15``, ``R60``): each becomes a label.
"""

import functools
import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from inspector import assets
from inspector.quick_dataclass import dataclass
from inspector.services.excel.reading import read_bytes
from inspector.services.excel.views import SheetData
from inspector.services.visits.pasted import comparable

MOST_VALUES: Final = 3
_DATE: Final = re.compile(r"\d{4}\D+\d{1,2}\D+\d{1,2}\D?(?:\s.*)?")
_BRACKETS: Final = re.compile(r"[(（\[]([^()（）\[\]]{1,12})[)）\]]\s*$")
NUMBER: Final = re.compile(r"[+-]?[\d.,]*\d(?:[eE][+-]?\d+)?")
"""A number at the beginning of a cell."""
_TIMES: Final = re.compile(r"R\s*(?:15|60|600)\s*[s\"″]?(?:\s*[/／]\s*R\s*(?:15|60|600)\s*[s\"″]?)+", re.IGNORECASE)
"""The readings of a label that names several: ``R60/R15``."""
_TIME: Final = re.compile(r"R\s*(15|60|600)\s*[s\"″]?", re.IGNORECASE)
_SEVERAL: Final = re.compile(r"[\d.,]*\d(?:\s*[/／]\s*[\d.,]*\d){1,2}")
"""Numbers with strokes between them at the beginning of a cell."""
_LIMIT: Final = re.compile(r"\s*[<>≤≥≦≧±]")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of reports in comparable form: question names by label, column heads to skip, phases by column head."""

    head: Mapping[str, str]
    lines: Mapping[str, str]
    skip: frozenset[str]
    phases: Mapping[str, int]
    units: frozenset[str]
    titles: frozenset[str]
    """Heads of the column of labels, and of the column of values."""
    computed: frozenset[str]
    none: frozenset[str]
    """What stands for a gas that was not found."""
    companies: tuple[str, ...]
    """How the names of testing companies end."""

    @property
    def heads(self) -> frozenset[str]:
        """All words that head a column."""
        return self.titles | self.skip | frozenset(self.phases)


@functools.cache
def words() -> Words:
    """The words of `resources/excel/report_words.toml`."""
    data = tomllib.loads(assets.resource("excel/report_words.toml").read_text(encoding="utf-8"))
    return Words(
        {comparable(word): name for name, several in data["head"].items() for word in several},
        {comparable(word): name for name, several in data["lines"].items() for word in several},
        frozenset(comparable(word) for word in data["columns"]["skip"]),
        {comparable(word): at for at, several in enumerate(data["phases"].values()) for word in several},
        frozenset(data["units"]["known"]),
        frozenset(comparable(word) for word in data["columns"]["titles"]),
        frozenset(comparable(word) for word in data["computed"]["names"]),
        frozenset(comparable(word) for word in data["values"]["none"]),
        tuple(data["titles"]["companies"]),
    )


def company_in(title: str) -> str:
    """The testing company that a title names, "" without one: the words up to the end of such a name."""
    ends = [title.index(word) + len(word) for word in words().companies if word in title]
    return title[: max(ends)].strip() if ends else ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label of the report with what stands beside it. `place` as people name cells: ``Sheet1!B7``.

    `values` are numbers as written, by phase if the report names phases ("" for one that is missing); `text` is the
    first cell beside it whatever it holds, for dates and names. `unit` stands in brackets behind the label or in a cell
    of its own, "" if nowhere.
    """

    place: str
    label: str
    values: tuple[str, ...]
    text: str
    unit: str = ""
    before: str = ""
    """The label at its left, of which it may be a part: insulation resistance | HV to LV and earth."""

    @property
    def whole(self) -> str:
        """The label together with the one at its left, for comparing."""
        return _named(self.before) + self.key if self.before else self.key

    @property
    def key(self) -> str:
        """The label for comparing and remembering: without its unit."""
        return _named(self.label)


def _named(label: str) -> str:
    """A label for comparing, without the unit in brackets behind it; ``(R15)`` and words in brackets stay."""
    found = _BRACKETS.search(label)
    inside = found.group(1) if found is not None else ""
    unit = inside and not any(sign.isdigit() or "\u4e00" <= sign <= "\u9fff" for sign in inside)
    return comparable(_BRACKETS.sub("", label) if unit else label) or comparable(label)


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is read: cells by row and column, and what the heads of its columns say."""

    data: SheetData
    units: frozenset[str]
    skipped: set[int] = field(default_factory=set)
    phases: dict[int, int] = field(default_factory=dict)
    times: dict[int, str] = field(default_factory=dict)
    """Columns headed by the seconds of a reading: ``R60``."""

    def labelled(self) -> Iterator[Labelled]:
        rows = [(number, [_text(cell) for cell in cells]) for number, cells in self.data.rows]
        for index, (number, cells) in enumerate(rows):
            if self._is_head(cells):
                self._read_head(cells)
                continue
            below = rows[index + 1][1] if index + 1 < len(rows) and rows[index + 1][0] == number + 1 else []
            yield from self._row(number, cells, below)

    def _is_head(self, cells: Sequence[str]) -> bool:
        known = words()
        heads = (comparable(cell) for cell in cells)
        named = sum(1 for head in heads if head in known.skip or head in known.phases or _TIME.fullmatch(head))
        return named >= 2 and not any(self._is_value(cell) for cell in cells)

    def _read_head(self, cells: Sequence[str]) -> None:
        known = words()
        self.skipped = {at for at, cell in enumerate(cells) if comparable(cell) in known.skip}
        self.times = {at: f"R{found[1]}" for at, cell in enumerate(cells) if (found := _TIME.fullmatch(cell.strip()))}
        self.phases = {
            at: known.phases[key] for at, cell in enumerate(cells) if (key := comparable(cell)) in known.phases
        }

    def _row(self, number: int, cells: Sequence[str], below: Sequence[str]) -> Iterator[Labelled]:
        for at, label in enumerate(cells):
            if not self._is_label(label):
                continue
            end = next((i for i in range(at + 1, len(cells)) if self._is_label(cells[i])), len(cells))
            beside = [(i, cells[i]) for i in range(at + 1, end) if cells[i] and i not in self.skipped]
            found = [(i, cell) for i, cell in beside if self._is_value(cell)]
            under = not found and not beside and self._holds_values(below) and at < len(below) and bool(below[at])
            found = [(at, below[at])] if under else found
            first = next((cell for _i, cell in beside if cell not in self.units), found[0][1] if found else "")
            following = cells[end] if end < len(cells) and not first else ""
            before = "" if under else self._before(cells[:at])
            unit = self._unit(label, [cell for _i, cell in beside]) or self._unit(before, [])
            place = f"{self.data.name}!{_column(at)}{number}"
            apart = self._by_time(label, found, first)
            if apart:
                yield from (Labelled(place, name, (value,), value, unit, before) for name, value in apart)
                continue
            yield Labelled(place, label, self._by_phase(found), first or following, unit, before)

    def _by_time(self, label: str, found: Sequence[tuple[int, str]], text: str) -> list[tuple[str, str]]:
        """Label and value of each reading, where one row holds the readings after several times; else nothing."""
        headed = [(f"{label} {self.times[at]}", cell) for at, cell in found if at in self.times]
        if len(headed) > 1:
            return headed
        named, several = _TIMES.search(label), _SEVERAL.match(text)
        if named is None or several is None:
            return []
        times, numbers = _TIME.findall(named[0]), re.split(r"\s*[/／]\s*", several[0])
        rest = text[several.end() :].strip()
        if len(times) != len(numbers) or rest not in ("", *self.units):
            return []
        names = (f"{label[: named.start()]} R{time} {label[named.end() :]}".strip() for time in times)
        return [(name, f"{number} {rest}".strip()) for name, number in zip(names, numbers, strict=True)]

    def _before(self, cells: Sequence[str]) -> str:
        """The label at the left, unless a value of its own stands between."""
        nearest = next((cell for cell in reversed(cells) if cell), "")
        return nearest if self._is_label(nearest) else ""

    def _holds_values(self, cells: Sequence[str]) -> bool:
        """Whether a row holds nothing but values: it belongs to the names above it."""
        return any(cells) and all(not cell or self._is_value(cell) for cell in cells)

    def _is_label(self, cell: str) -> bool:
        plain = comparable(cell)
        several = _SEVERAL.match(cell)
        if several is not None and cell[several.end() :].strip() in ("", *self.units):
            return False
        starts_like_value = self._is_value(cell) or _LIMIT.match(cell) is not None or _DATE.fullmatch(cell) is not None
        return bool(plain) and not starts_like_value and cell not in self.units and not plain.isdigit()

    def _unit(self, label: str, beside: Sequence[str]) -> str:
        found = _BRACKETS.search(label)
        if found is not None and found.group(1).strip() in self.units:
            return found.group(1).strip()
        return next((cell for cell in beside if cell in self.units), "")

    def _is_value(self, cell: str) -> bool:
        """Whether a cell is a number, perhaps with a unit, or says that nothing was found.

        ``10kV side`` only begins with a number.
        """
        if comparable(cell) in words().none:
            return True
        found = NUMBER.match(cell)
        return found is not None and cell[found.end() :].strip() in ("", *self.units)

    def _by_phase(self, found: Sequence[tuple[int, str]]) -> tuple[str, ...]:
        placed = {self.phases[at]: cell for at, cell in found if at in self.phases}
        if placed:
            return tuple(placed.get(phase, "") for phase in range(MOST_VALUES))
        return tuple(cell for _at, cell in found[:MOST_VALUES])


def _text(cell: object) -> str:
    """A cell as a person would type it."""
    match cell:
        case str():
            return " ".join(cell.split())
        case bool() | None:
            return ""
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case int() | float():
            return f"{Decimal(repr(cell)):f}" if math.isfinite(cell) else ""
    return str(getattr(cell, "shown", ""))


def _column(at: int) -> str:
    name = ""
    while at >= 0:
        name, at = chr(ord("A") + at % 26) + name, at // 26 - 1
    return name


def read_labels(data: bytes, name: str, units: frozenset[str], wanted: str = "") -> tuple[Labelled, ...]:
    """Labels of a workbook that have something beside them. `wanted` names equipment: its sheet, if one bears its name.

    Raises the problems of `excel.reading.read_bytes`.
    """
    book = read_bytes(data, name)
    sheets = [sheet for sheet in book.sheets if not sheet.hidden]
    own = [sheet for sheet in sheets if wanted and comparable(wanted) in comparable(sheet.name)]
    every = units | words().units
    found = [label for sheet in own or sheets for label in _Sheet(sheet, every).labelled()]
    titles = {label.place: label for label in found if company_in(label.label)}
    return tuple(label for label in found if label.text or label.values or label.place in titles)
