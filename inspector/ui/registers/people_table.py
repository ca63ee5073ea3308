"""Rows of people inside a dialog: a row of fields for each; the whole table is one field of its dialog.

What a record holds besides the fields that are shown stays with its row.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.quick_dataclass import dataclass
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.text import Text
from inspector.ui.registers.fields import CheckedField


@dataclass(frozen=True, slots=True)
class PeopleColumn:
    """A field of each row: its key in the record, head, share of the width, and what makes it for a row's number."""

    key: str
    head: str
    stretch: int
    make: Callable[[int], CheckedField]


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """Texts of a table."""

    title: str
    empty: str
    add: str
    remove: str


class PeopleRow:
    """The widgets of one person, by key; `kept` is what the record holds besides."""

    def __init__(self, number: int, columns: Sequence[PeopleColumn], remove: str, kept: Mapping[str, Any]) -> None:
        self.by_key = {column.key: column.make(number) for column in columns}
        self.kept = dict(kept)
        self.remove = IconButton("trash-2", remove)

    def fields(self) -> tuple[CheckedField, ...]:
        """The fields from left to right."""
        return tuple(self.by_key.values())

    def widgets(self) -> tuple[QWidget, ...]:
        """Everything in the row."""
        return (*self.fields(), self.remove)

    def texts(self) -> tuple[str, ...]:
        """What is typed."""
        return tuple(field.value().strip() for field in self.fields())


class PeopleTable(QWidget):
    """Rows of people; `value()` is their texts as JSON, also while incomplete. The first column is the name."""

    value_edited = Signal(str)
    row_added = Signal(object)
    """The widget that has the focus now."""

    def __init__(self, words: PeopleWords, columns: Sequence[PeopleColumn], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._columns = words, tuple(columns)
        self.rows: list[PeopleRow] = []
        rows = QWidget()
        self._grid = QGridLayout(rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        for number, column in enumerate(self._columns):
            self._grid.addWidget(Text(column.head, "hint", "text-2"), 0, number)
            self._grid.setColumnStretch(number, column.stretch)
        self._empty = Text(words.empty, "hint", "text-3")
        self.add_button = Button(words.add, Kind.TINTED, icon="plus")
        self._error = Text("", "hint", "red-text", wrap=True)
        self._error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Text(words.title, "body_bold"))
        layout.addWidget(rows)
        layout.addWidget(self._empty)
        layout.addWidget(self._error)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_button.clicked.connect(self._on_add)
        self._show_head()

    @property
    def editor(self) -> QWidget:
        """Where the focus goes."""
        return self.rows[0].fields()[0].editor if self.rows else self.add_button

    # values ---------------------------------------------------------------------------------------------------------

    def set_people(self, people: Iterable[Mapping[str, Any]]) -> None:
        """Show people, given as their fields."""
        shown = {column.key for column in self._columns}
        self._show_rows(
            (
                [str(one.get(column.key) or "") for column in self._columns],
                {key: value for key, value in one.items() if key not in shown},
            )
            for one in people
        )

    def people(self) -> list[dict[str, Any]]:
        """What is to be saved, without empty rows."""
        return [
            {**row.kept, **{key: field.tidy() or self.unknown(key) for key, field in row.by_key.items()}}
            for row in self.rows
            if any(row.texts())
        ]

    def unknown(self, _key: str) -> Any:
        """What an empty field is saved as."""
        return ""

    def value(self) -> str:
        """What stands in the rows."""
        return json.dumps([row.texts() for row in self.rows], ensure_ascii=False)

    def set_value(self, value: str) -> None:
        """Show rows again that `value` told; a record keeps what is not shown of the row at the same place."""
        kept = [row.kept for row in self.rows]
        found = [tuple(map(str, row)) for row in json.loads(value)]
        self._show_rows((row, kept[number] if number < len(kept) else {}) for number, row in enumerate(found))

    def set_error(self, message: str) -> None:
        """Show an error under the rows."""
        self._error.setText(message)
        self._error.setVisible(bool(message))

    def complain(self) -> bool:
        """Show what is wrong; whether something is."""
        self.set_error("")
        wrong = False
        for row in self.rows:
            name, *others = row.fields()
            nameless = any(row.texts()) and not row.texts()[0]
            name.set_error(_("Fill this in.") if nameless else "")
            complaints = sum(field.complain() for field in others)  # each one shows its own
            wrong = complaints > 0 or nameless or wrong
        return wrong

    def wrong_field(self) -> TextField | None:
        """The first field with an error."""
        return next((f for row in self.rows for f in row.fields() if f.editor.property("invalid")), None)

    # rows -----------------------------------------------------------------------------------------------------------

    def decorate(self, row: PeopleRow) -> None:
        """Say something beside a row, after its fields changed."""

    def _show_rows(self, rows: Iterable[tuple[Sequence[str], Mapping[str, Any]]]) -> None:
        given = list(rows)
        for row in list(self.rows):
            self._drop(row)
        for texts, kept in given:
            row = self._new_row(kept)
            for field, words in zip(row.fields(), texts, strict=False):
                field.set_value(words)
            self.decorate(row)
        self._show_head()

    def _new_row(self, kept: Mapping[str, Any]) -> PeopleRow:
        row = PeopleRow(len(self.rows) + 1, self._columns, self._words.remove, kept)
        at = self._grid.rowCount()
        for column, widget in enumerate(row.widgets()):
            self._grid.addWidget(widget, at, column, Qt.AlignmentFlag.AlignTop)
            widget.show()
        for field in row.fields():
            field.value_edited.connect(self._on_edited)
            field.value_committed.connect(lambda _text: self.decorate(row))
        row.remove.clicked.connect(lambda: self._on_remove(row))
        self.rows.append(row)
        return row

    def _drop(self, row: PeopleRow) -> None:
        self.rows.remove(row)
        for widget in row.widgets():
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _show_head(self) -> None:
        self._empty.setVisible(not self.rows)
        for column in range(len(self._columns)):
            item = self._grid.itemAtPosition(0, column)
            head = item.widget() if item is not None else None
            if head is not None:
                head.setVisible(bool(self.rows))

    def _on_add(self) -> None:
        row = self._new_row({})
        self._show_head()
        first = row.fields()[0]
        first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_edited("")
        self.row_added.emit(first)

    def _on_remove(self, row: PeopleRow) -> None:
        self._drop(row)
        self._show_head()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_edited("")

    def _on_edited(self, _text: str) -> None:
        self.value_edited.emit(self.value())
