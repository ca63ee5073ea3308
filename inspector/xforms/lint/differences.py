"""What an author changed between two versions of a form: questions and choices added, removed, moved, reworded.

Rows are known by their name; whoever renames a question removes one and adds another, and its earlier answers belong to
the old one.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

from inspector.quick_dataclass import dataclass
from inspector.xforms.lint.headers import TRANSLATED, Headings, declared
from inspector.xforms.lint.outline import Item, Outline
from inspector.xforms.lint.wording import languages_of
from inspector.xforms.lint.workbook import Workbook, read_workbook

Name = tuple[str, str]
"""Sheet and name: ("survey", path of the question) or ("choices", "list/choice")."""


class Change(StrEnum):
    """What happened to a row."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    """Only texts for people differ."""
    CHANGED = "changed"
    """What it asks, judges or needs differs."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that differs. `row` counts in the new version (in the old one for a removed row).

    `text` is what it asks; `columns` are the headings that differ with what stood there and what stands there now;
    `section` are the texts of the groups around it, outermost first, or the list of a choice.
    """

    change: Change
    sheet: str
    name: str
    row: int
    text: str
    columns: tuple[tuple[str, str, str], ...] = ()
    section: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    row: int
    above: str
    values: Mapping[str, str]
    around: tuple[tuple[str, Mapping[str, str]], ...] = ()
    """Name and columns of the groups around a question, outermost first."""


_ORDER: Final = ("survey", "choices", "settings")
_UNREAD: Final = frozenset({"version"})
"""What differs between any two versions."""


def differences(old: tuple[bytes, str], new: tuple[bytes, str], language: str = "") -> tuple[Difference, ...]:
    """All differences of two forms (content and suffix), sheet by sheet in the order of the new one.

    Texts are those of `language` ("en", "zh") where the form has them. Raises Problem sheet_….
    """
    before, after = (_lines(read_workbook(*one)) for one in (old, new))
    return tuple(one for sheet in _ORDER for one in _of_sheet(sheet, before[sheet], after[sheet], language))


def head_of(content: bytes, suffix: str) -> dict[str, str]:
    """The settings of a form: form_id, form_title, version and the others. Raises as `differences`."""
    return settings_of(read_workbook(content, suffix))


def settings_of(workbook: Workbook) -> dict[str, str]:
    """The sheet settings of a form, by the names of its columns."""
    return {name: line.values.get(name, "") for name, line in _lines(workbook, ("settings",))["settings"].items()}


def languages_in(workbook: Workbook) -> tuple[str, ...]:
    """The languages of a form's texts, as its columns name them; that which people see first comes first."""
    sheets = [workbook.by_name[name] for name in ("survey", "choices") if name in workbook.by_name]
    found = languages_of(Headings(workbook, sheet, frozenset(declared(""))) for sheet in sheets)
    first = settings_of(workbook).get("default_language", "")
    return (*(one for one in found if one == first), *(one for one in found if one != first))


def questions_of(workbook: Workbook) -> int:
    """How many rows of the survey are questions that people answer."""
    sheet = workbook.by_name.get("survey")
    if sheet is None:
        return 0
    outline = Outline(workbook, Headings(workbook, sheet, frozenset(declared(""))), frozenset())
    return sum(item.editable for item in outline.items)


def _lines(workbook: Workbook, sheets: Sequence[str] = _ORDER) -> dict[str, dict[str, _Line]]:
    found: dict[str, dict[str, _Line]] = {sheet: {} for sheet in sheets}
    for sheet in sheets:
        if sheet in workbook.by_name:
            headings = Headings(workbook, workbook.by_name[sheet], frozenset(declared("")))
            lines = {"survey": _survey, "choices": _choices, "settings": _settings}[sheet](workbook, headings)
            for line in lines:
                found[sheet].setdefault(line.name, line)
    return found


def _survey(workbook: Workbook, headings: Headings) -> Iterator[_Line]:
    for item in Outline(workbook, headings, frozenset()).items:
        around = tuple((one.name, _values(one)) for one in reversed(list(item.around())))
        yield _Line(item.name or f"({item.row.number})", item.row.number, _above(item), _values(item), around)


def _values(item: Item) -> dict[str, str]:
    return {key: cell.text for key, cell in item.values.items() if key != "name"}


def _above(item: Item) -> str:
    return item.parent.name if item.parent is not None else ""


def _choices(_workbook: Workbook, headings: Headings) -> Iterator[_Line]:
    of_list, of_name = headings.index("list_name"), headings.index("name")
    if of_list is None or of_name is None:
        return
    for row in headings.sheet.rows:
        if of_list in row.cells and of_name in row.cells:
            values = {c.header: row.cells[c.index].text for c in headings.columns if c.index in row.cells}
            name = f"{row.cells[of_list].text}/{row.cells[of_name].text}"
            yield _Line(name, row.number, row.cells[of_list].text, values)


def _settings(_workbook: Workbook, headings: Headings) -> Iterator[_Line]:
    for row in headings.sheet.rows[:1]:
        for column in headings.columns:
            if column.index in row.cells and column.key:
                yield _Line(column.key, row.number, "", {column.key: row.cells[column.index].text})


def _of_sheet(sheet: str, old: Mapping[str, _Line], new: Mapping[str, _Line], language: str) -> Iterator[Difference]:
    def told(change: Change, line: _Line, columns: tuple[tuple[str, str, str], ...] = ()) -> Difference:
        text, section = _text(line.values, language), _section(sheet, line, new, language)
        return Difference(change, sheet, line.name, line.row, text, columns, section)

    places = {_section(sheet, line, new, language): number for number, line in enumerate(list(new.values())[::-1])}
    found = list(_changed(old, new, told, settings=sheet == "settings"))
    yield from sorted(found, key=lambda one: -places.get(one.section, -1))


def _changed(
    old: Mapping[str, _Line], new: Mapping[str, _Line], told: Callable[..., Difference], *, settings: bool
) -> Iterator[Difference]:
    yield from (told(Change.REMOVED, line) for name, line in old.items() if name not in new)
    moved = _moved(old, new)
    for name, line in new.items():
        before = old.get(name)
        if before is None:
            yield told(Change.ADDED, line)
            continue
        if name in moved and not settings:
            yield told(Change.MOVED, line)
        columns = _columns(before, line)
        if columns:
            only_words = all(key.partition("::")[0] in TRANSLATED for key, _was, _now in columns)
            yield told(Change.REWORDED if only_words else Change.CHANGED, line, columns)


def _section(sheet: str, line: _Line, new: Mapping[str, _Line], language: str) -> tuple[str, ...]:
    """The groups around a question as the new version names them; a group stands in itself, with its questions."""
    if sheet == "survey":
        own = ((line.name, line.values),) if line.values.get("type", "").lower().startswith("begin") else ()
        groups = ((name, new[name].values if name in new else values) for name, values in (*line.around, *own))
        return tuple(_text(values, language) or name for name, values in groups)
    return (line.above,) if line.above else ()


def _columns(old: _Line, new: _Line) -> tuple[tuple[str, str, str], ...]:
    keys = [*old.values, *(key for key in new.values if key not in old.values)]
    pairs = ((key, old.values.get(key, ""), new.values.get(key, "")) for key in keys if key not in _UNREAD)
    return tuple((key, was, now) for key, was, now in pairs if was != now)


def _text(values: Mapping[str, str], language: str) -> str:
    """The label in a language, else the first one."""
    labels = {key: value for key, value in values.items() if key.partition("::")[0] == "label"}
    wanted = next((text for key, text in labels.items() if language and f"({language})" in key), "")
    return wanted or next(iter(labels.values()), "")


def _moved(old: Mapping[str, _Line], new: Mapping[str, _Line]) -> set[str]:
    """Rows in another group, and the fewest whose moving explains the new order of each group."""
    both = [name for name in new if name in old]
    moved = {name for name in both if old[name].above != new[name].above}
    place = {name: index for index, name in enumerate(old)}
    groups: dict[str, list[str]] = {}
    for name in both:
        if name not in moved:
            groups.setdefault(new[name].above, []).append(name)
    for names in groups.values():
        kept = _longest_rising([place[name] for name in names])
        moved |= {name for index, name in enumerate(names) if index not in kept}
    return moved


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Indexes of a longest subsequence that rises (patience sorting: n log n)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        at = bisect_left(tails, number)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [number]
        ends[at : at + 1] = [index]
    kept, index = set(), ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept
