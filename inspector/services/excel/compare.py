"""Compares a file with the register: what would be added, changed or is wrong. Pure; any thread."""

from collections.abc import Callable

from inspector.problems import Problem
from inspector.services.excel.gear import EquipmentOfFile, TestsOfFile
from inspector.services.excel.items import load_items
from inspector.services.excel.nouns import CustomersOfFile, PeopleOfFile
from inspector.services.excel.outcome import Outcome, of_kind
from inspector.services.excel.records import Head, Record, records
from inspector.services.excel.register import Register
from inspector.services.excel.views import (
    Cancelled,
    ImportPreview,
    Mapped,
    Progress,
    SheetKind,
    WorkbookSheets,
    never,
    no_progress,
)

PHASE = "check"


def compare(
    book: WorkbookSheets,
    mapping: Mapped,
    register: Register,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> ImportPreview:
    """What the import would do. Raises Problem import_no_sheet, import_no_rows or import_cancelled."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    heads = [Head(sheets[one.sheet], one, one.kind) for one in mapping if one.kind and one.sheet in sheets]
    if not heads:
        raise Problem("import_no_sheet", name=book.name)
    outcome = Outcome(register)
    for head in heads:
        outcome.head(head)
    total = sum(len(head.sheet.rows) for head in heads)
    counted = _Counted(total, progress)
    for kind, act in _comparers(outcome, heads):
        for head in of_kind(kind, heads):
            for record in records(head, cancelled):
                act(record)
                counted.step()
    progress(total, total, PHASE)
    if not outcome.rows:
        raise Problem("import_no_rows", name=book.name)
    return ImportPreview(book.name, mapping, tuple(outcome.rows), outcome.plan(), register.stamp)


class _Counted:
    """Tells the progress every now and then."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total = total
        self._done = 0
        self._progress = progress

    def step(self) -> None:
        self._done += 1
        if self._done % 250 == 0:
            self._progress(self._done, self._total, PHASE)


def _comparers(outcome: Outcome, heads: list[Head]) -> list[tuple[SheetKind, Callable[[Record], None]]]:
    customers = CustomersOfFile(outcome)
    equipment = EquipmentOfFile(outcome, customers)
    found: list[tuple[SheetKind, Callable[[Record], None]]] = [
        (SheetKind.PEOPLE, PeopleOfFile(outcome).compare),
        (SheetKind.CUSTOMERS, customers.compare),
        (SheetKind.EQUIPMENT, equipment.compare),
    ]
    if of_kind(SheetKind.TESTS, heads):
        found.append((SheetKind.TESTS, TestsOfFile(outcome, equipment, load_items()).compare))
    return found
