"""What reading, mapping and preview of a workbook hand to window and commands: frozen data, any thread.

Words are in the language that was set when the preview was made.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from inspector.i18n import describe
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.excel import problems as problems  # noqa: PLC0414 - registers the sentences of the issues

Progress = Callable[[int, int, str], None]
"""(done, total, phase); phases: read, check, write. Called on the working thread."""
Cancelled = Callable[[], bool]
"""Whether the person wants to stop; asked often."""


def no_progress(_done: int, _total: int, _phase: str) -> None:
    """For callers that show no progress."""


def never() -> bool:
    """For callers that cannot cancel."""
    return False


class SheetKind(StrEnum):
    """What the rows of a sheet are."""

    CUSTOMERS = "customers"
    EQUIPMENT = "equipment"
    TESTS = "tests"
    PEOPLE = "people"


class Action(StrEnum):
    """What the import does with a row."""

    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell whose value cannot be used: `code` is the problem, `shown` what the person sees in it."""

    code: str
    shown: str


CellValue = str | float | int | bool | datetime | date | BadCell | None
Cells = tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class SheetData:
    """A sheet: rows that hold anything, as (row number from 1, cells). Merged cells count downwards (see reading)."""

    name: str
    rows: tuple[tuple[int, Cells], ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class WorkbookSheets:
    """A file that was read."""

    name: str
    sheets: tuple[SheetData, ...]


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """How a sheet is read: what its rows are (None: not at all), which row is the head, column index -> key."""

    sheet: str
    kind: SheetKind | None
    head_row: int = 0
    columns: Mapping[int, str] = field(default_factory=dict)
    exact: bool = False
    """Every heading is one of the template's."""
    remembered: bool = False
    """It was chosen by a person for the same headings before."""


Mapped = tuple[SheetMapping, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """Something wrong at a place of the file. A warning does not stop the import. `row` 0 is the sheet as a whole."""

    sheet: str
    row: int
    column: str
    """Letters, "" for the whole row."""
    heading: str
    value: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    warning: bool = False

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the current language."""
        return describe(Problem(self.code, **self.params))


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that gets another value."""

    heading: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowPreview:
    """What a row of the file becomes. `row` 0 with only issues stands for the sheet as a whole."""

    kind: SheetKind
    sheet: str
    row: int
    action: Action
    title: str
    changes: tuple[FieldChange, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def warned(self) -> bool:
        """Whether it has a warning."""
        return any(issue.warning for issue in self.issues)


NEW_PERSON: Final = "new-person:"
"""Stands before the number of a person who is not on the register yet."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What `apply_import` writes. An owner or a piece of equipment is an id or the number of a new one in its list.

    A customer's `keeper` is an id, or NEW_PERSON and the number of a new person.
    """

    people: tuple[dict[str, Any], ...] = ()
    people_changed: tuple[tuple[str, dict[str, Any]], ...] = ()
    customers: tuple[dict[str, Any], ...] = ()
    customers_changed: tuple[tuple[str, dict[str, Any]], ...] = ()
    equipment: tuple[tuple[str | int, dict[str, Any]], ...] = ()
    equipment_changed: tuple[tuple[str, dict[str, Any]], ...] = ()
    tests: tuple[tuple[str | int, dict[str, Any]], ...] = ()

    @property
    def size(self) -> int:
        """How many records it writes."""
        return sum(
            len(part)
            for part in (
                self.people,
                self.people_changed,
                self.customers,
                self.customers_changed,
                self.equipment,
                self.equipment_changed,
                self.tests,
            )
        )


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do. `stamp` names the state of the register it was made against."""

    file: str
    mapping: Mapped
    rows: tuple[RowPreview, ...]
    plan: Plan
    stamp: str

    def of(self, action: Action) -> tuple[RowPreview, ...]:
        """The rows with one action."""
        return tuple(row for row in self.rows if row.action is action and row.row)

    @property
    def errors(self) -> tuple[Issue, ...]:
        """Everything that stops the import."""
        return tuple(issue for row in self.rows for issue in row.issues if not issue.warning)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """Everything to look at."""
        return tuple(issue for row in self.rows for issue in row.issues if issue.warning)

    @property
    def ready(self) -> bool:
        """Whether it can be imported and there is anything to import."""
        return self.plan.size > 0 and not self.errors


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was written: rows of the file by action."""

    added: int
    changed: int
    unchanged: int
