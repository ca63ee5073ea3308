"""What comparing collects: previews of rows and the plan; and how single fields are compared and told."""

import math
from collections.abc import Mapping
from typing import Any

from inspector.i18n import N_, _
from inspector.services.excel.columns import Column, Value, column_of
from inspector.services.excel.records import Head, Record
from inspector.services.excel.register import Register
from inspector.services.excel.text import clean
from inspector.services.excel.views import Action, FieldChange, Plan, RowPreview, SheetKind

YES, NO = N_("yes"), N_("no")

Owner = str | int
"""A customer or a piece of equipment: its id, or its number among the new ones of the file."""


class Outcome:
    """Grows while the sheets are compared, in the order people, customers, equipment, tests."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.rows: list[RowPreview] = []
        self.people: list[dict[str, Any]] = []
        self.people_changed: list[tuple[str, dict[str, Any]]] = []
        self.customers: list[dict[str, Any]] = []
        self.customers_changed: list[tuple[str, dict[str, Any]]] = []
        self.equipment: list[tuple[Owner, dict[str, Any]]] = []
        self.equipment_changed: list[tuple[str, dict[str, Any]]] = []
        self.tests: dict[tuple[Owner, str, str, str], dict[str, Any]] = {}

    def plan(self) -> Plan:
        """What is to be written."""
        return Plan(
            tuple(self.people),
            tuple(self.people_changed),
            tuple(self.customers),
            tuple(self.customers_changed),
            tuple(self.equipment),
            tuple(self.equipment_changed),
            tuple((key[0], body) for key, body in self.tests.items()),
        )

    def head(self, head: Head) -> None:
        """List what is wrong with a sheet as a whole."""
        if head.issues:
            wrong = any(not issue.warning for issue in head.issues)
            action = Action.ERROR if wrong else Action.SAME
            self.rows.append(RowPreview(head.kind, head.sheet.name, 0, action, "", (), tuple(head.issues)))

    def add(self, record: Record, action: Action, title: str, changes: tuple[FieldChange, ...] = ()) -> None:
        """List a row; one with an error is an error whatever else."""
        shown = Action.ERROR if record.wrong else action
        self.rows.append(RowPreview(record.kind, record.sheet, record.row, shown, title, changes, tuple(record.issues)))


def alike(old: Any, new: Any) -> bool:
    """Whether two stored values are the same to a person: text apart from blanks, numbers by value."""
    if isinstance(old, str) and isinstance(new, str):
        return clean(old) == clean(new)
    if isinstance(old, int | float) and isinstance(new, int | float):
        return bool(old == new) or math.isclose(old, new, rel_tol=1e-12)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(alike(a, b) for a, b in zip(old, new, strict=True))
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(alike(old[key], new[key]) for key in old)
    return bool(old == new)


def told(column: Column | None, value: Any) -> str:
    """A stored value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _(YES) if value else _(NO)
    if isinstance(value, list):
        return _(", ").join(told(column, item) for item in value)
    if column is not None and column.value in (Value.CHOICE, Value.CHOICES, Value.PLATE):
        return next((words.render() for choice, words in column.choices if choice == value), str(value))
    if column is not None and column.field is not None and isinstance(value, str):
        return column.field.label_of(value)
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def change(record: Record, key: str, old: Any, new: Any) -> FieldChange:
    """A changed field under the file's heading."""
    column = next((c for c in record.head.columns.values() if c.key == key), None) or column_of(record.kind, key)
    return FieldChange(record.head.heading(key), told(column, old), told(column, new))


def of_kind(kind: SheetKind, heads: list[Head]) -> list[Head]:
    """The sheets of one kind."""
    return [head for head in heads if head.kind is kind]
