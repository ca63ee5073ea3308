"""The registers as the workbook that the import reads: what goes out comes in again unchanged."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from inspector.domain.fields import to_fields
from inspector.i18n import Translator, _, language
from inspector.problems import Problem
from inspector.services.excel.book import Book, CellIn
from inspector.services.excel.columns import (
    CONTACTS,
    ELECTRICIANS,
    PLATE,
    SHEETS,
    Column,
    Value,
    columns_of,
    customer_columns,
    equipment_columns,
    people_columns,
    test_columns,
)
from inspector.services.excel.items import Items, load_items
from inspector.services.excel.numbered import GROUPS, columns_of_list
from inspector.services.excel.register import RecordedTest, Register, snapshot
from inspector.services.excel.template import YES_NO, drops, write_notes
from inspector.services.excel.views import Cancelled, Issue, Progress, SheetKind, never, no_progress
from inspector.services.registers.nameplates import nameplate_fields
from inspector.services.workspace import Workspace

PHASE = "write"


def export_registers(workspace: Workspace, progress: Progress = no_progress, cancelled: Cancelled = never) -> bytes:
    """The registers of a workspace as .xlsx. Worker thread."""
    return write_registers(snapshot(workspace), progress, cancelled)


def write_registers(register: Register, progress: Progress = no_progress, cancelled: Cancelled = never) -> bytes:
    """A register as .xlsx, in the current language. Any thread. Raises Problem import_cancelled."""
    translator = Translator(language())
    book = Book(translator)
    counter = _Counter(register, progress, cancelled)
    electricians = max([ELECTRICIANS, *(len(customer.electricians) for customer in register.customers)])
    contacts = max([CONTACTS, *(len(customer.contacts) for customer in register.customers)])
    writer = _Rows(register, translator)
    sheets: dict[SheetKind, tuple[Sequence[Column], Iterable[Mapping[str, Any]]]] = {
        SheetKind.CUSTOMERS: (customer_columns(electricians, contacts), writer.customers()),
        SheetKind.EQUIPMENT: (equipment_columns(_extra_keys(register)), writer.equipment()),
        SheetKind.TESTS: (test_columns(), writer.tests()),
        SheetKind.PEOPLE: (people_columns(), writer.people()),
    }
    for kind, (columns, rows) in sheets.items():
        cells = (tuple(_cell(c, row.get(c.key), translator) for c in columns) for row in counter.counted(rows))
        book.sheet(SHEETS[kind].render(translator), columns, cells, drops(kind, columns, translator))
    write_notes(book)
    return book.data()


def issues_xlsx(issues: Sequence[Issue]) -> bytes:
    """A list of what is wrong with a file, to be worked through. Any thread."""
    book = Book(Translator(language()))
    head = [_("Sheet"), _("Row"), _("Column"), _("Heading"), _("Value"), _("Kind"), _("What to do")]
    rows = (
        (
            issue.sheet,
            issue.row or None,
            issue.column,
            issue.heading,
            issue.value,
            _("Warning") if issue.warning else _("Error"),
            issue.message,
        )
        for issue in issues
    )
    book.table(_("Errors and warnings"), (16, 8, 8, 22, 26, 10, 80), head, rows)
    return book.data()


class _Counter:
    """Counts rows for the progress and looks for a cancel."""

    def __init__(self, register: Register, progress: Progress, cancelled: Cancelled) -> None:
        self._total = len(register.customers) + len(register.equipment) + len(register.people) + len(register.tests)
        self._done = 0
        self._progress = progress
        self._cancelled = cancelled

    def counted(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """The rows as they are taken."""
        for row in rows:
            self._done += 1
            if self._done % 250 == 0:
                if self._cancelled():
                    raise Problem("import_cancelled")
                self._progress(self._done, self._total, PHASE)
            yield row


def _extra_keys(register: Register) -> list[str]:
    """Nameplate keys that no list knows: a newer program or older data wrote them."""
    known = {column.key.removeprefix(PLATE) for column in columns_of(SheetKind.EQUIPMENT)}
    return sorted({key for item in register.equipment for key in item.nameplate} - known)


class _Rows:
    """Rows of the sheets as values by key."""

    def __init__(self, register: Register, translator: Translator) -> None:
        self._register = register
        self._spoken = translator.language

    def customers(self) -> Iterator[dict[str, Any]]:
        """Customers by account."""
        for customer in self._register.customers:
            row = {**to_fields(customer), "id": customer.id}
            for group in GROUPS:
                row |= columns_of_list(group, row.pop(group.field))
            yield {**row, "keeper": self._register.name_of(customer.keeper)}

    def equipment(self) -> Iterator[dict[str, Any]]:
        """Equipment, customer by customer."""
        items = self._register.equipment_by_owner
        for customer in self._register.customers:
            for item in items.get(customer.id, ()):
                row = {**to_fields(item), "id": item.id, "account": customer.account, "customer_name": customer.name}
                fields = {field.key: field for field in nameplate_fields(item.kind)}
                for key, value in row.pop("nameplate").items():
                    field = fields.get(key)
                    row[PLATE + key] = field.label_of(value) if field and field.kind == "choice" else value
                yield row

    def tests(self) -> Iterator[dict[str, Any]]:
        """Tests in the order of the equipment."""
        if not self._register.tests:
            return
        items, by_equipment = load_items(), self._register.equipment_by_id
        accounts = self._register.customer_by_id
        for test in self._register.tests:
            item = by_equipment.get(test.equipment)
            owner = accounts.get(item.customer) if item else None
            if item is not None and owner is not None:
                name, phase = self._words(items, item.kind, test)
                yield {
                    "account": owner.account,
                    "customer_name": owner.name,
                    "equipment": item.name,
                    "tested_on": test.tested_on,
                    "quantity": name,
                    "label": phase,
                    "value": test.value,
                    "unit": test.unit,
                    "temperature_c": test.temperature_c,
                    "lab": test.lab,
                    "next_due": test.next_due,
                    "id": item.id,
                }

    def _words(self, items: Items, kind: Any, test: RecordedTest) -> tuple[str, str]:
        """Item and phase in words if they lead back to the same value, else as they are stored."""
        item = items.item(kind, test.quantity, test.label)
        if item is None:
            return test.quantity, test.label
        for name, phase in ((item.name(self._spoken), item.phase(self._spoken)), (item.label, "")):
            if items.find(kind, name, phase) == (test.quantity, test.label):
                return name, phase
        return test.quantity, test.label

    def people(self) -> Iterator[dict[str, Any]]:
        """People by login."""
        for person in self._register.people:
            yield {**to_fields(person), "id": person.id}


def _cell(column: Column, value: Any, translator: Translator) -> CellIn:
    """A stored value as a cell."""
    if value in (None, "", []):
        return None
    if column.value is Value.FLAG:
        return translator(YES_NO[0][0] if value else YES_NO[1][0])
    if column.value is Value.DAY:
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return str(value)
        return day if day.year >= 1900 else str(value)
    if column.value in (Value.CHOICE, Value.CHOICES):
        values = value if isinstance(value, list) else [value]
        words = dict(column.choices)
        return ", ".join(words[one].render(translator) if one in words else str(one) for one in values)
    if column.field is not None and column.field.kind == "choice" and column.value is Value.FIGURE:
        return column.field.label_of(str(value))
    return value if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
