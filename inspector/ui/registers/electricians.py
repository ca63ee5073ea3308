"""The customer's electricians: a row of name, certificate and day of validity for each; rows come and go."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector.domain.customer import Electrician
from inspector.i18n import _, ngettext
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.text import Text
from inspector.ui.registers.fields import CheckedField, DayField

SOON_DAYS = 60
"""A certificate that ends sooner is told in amber (design, customer page)."""


class ElectricianRow:
    """The widgets of one electrician."""

    def __init__(self, number: int) -> None:
        self.name = CheckedField(_("Electrician {number}").format(number=number), label=False)
        self.certificate = CheckedField(_("Certificate {number}").format(number=number), label=False)
        self.valid_until = DayField(_("Valid until"), label=False)
        self.remove = IconButton("trash-2", _("Remove this electrician"))

    def fields(self) -> tuple[CheckedField, ...]:
        """The fields from left to right."""
        return self.name, self.certificate, self.valid_until

    def widgets(self) -> tuple[QWidget, ...]:
        """Everything in the row."""
        return (*self.fields(), self.remove)

    def texts(self) -> tuple[str, str, str]:
        """What is typed."""
        return self.name.value().strip(), self.certificate.value().strip(), self.valid_until.value().strip()


class ElectricianTable(QWidget):
    """Rows of electricians. It is one field of its dialog: `value()` is their texts as JSON, also while incomplete."""

    value_edited = Signal(str)
    row_added = Signal(object)
    """The widget that has the focus now."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.rows: list[ElectricianRow] = []
        rows = QWidget()
        self._grid = QGridLayout(rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        for column, (words, stretch) in enumerate(
            ((_("Name"), 3), (_("Certificate number"), 4), (_("Valid until"), 3))
        ):
            self._grid.addWidget(Text(words, "hint", "text-2"), 0, column)
            self._grid.setColumnStretch(column, stretch)
        self._empty = Text(_("No electrician is registered."), "hint", "text-3")
        self.add_button = Button(_("Add electrician"), Kind.TINTED, icon="plus")
        self._error = Text("", "hint", "red-text", wrap=True)
        self._error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Text(_("Electricians"), "body_bold"))
        layout.addWidget(rows)
        layout.addWidget(self._empty)
        layout.addWidget(self._error)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_button.clicked.connect(self._on_add)
        self._show_head()

    @property
    def editor(self) -> QWidget:
        """Where the focus goes."""
        return self.rows[0].name.editor if self.rows else self.add_button

    def set_electricians(self, electricians: Iterable[Electrician]) -> None:
        """Show the electricians of a customer."""
        rows = [(e.name, e.certificate, e.valid_until.isoformat() if e.valid_until else "") for e in electricians]
        self._show_rows(rows)

    def electricians(self) -> list[dict[str, Any]]:
        """What is to be saved, without empty rows."""
        return [
            {"name": name, "certificate": certificate, "valid_until": row.valid_until.tidy() or None}
            for row in self.rows
            for name, certificate, day in [row.texts()]
            if name or certificate or day
        ]

    def value(self) -> str:
        """What stands in the rows."""
        return json.dumps([row.texts() for row in self.rows], ensure_ascii=False)

    def set_value(self, value: str) -> None:
        """Show rows again that `value` told."""
        self._show_rows([tuple(row) for row in json.loads(value)])

    def set_error(self, message: str) -> None:
        """Show an error under the rows."""
        self._error.setText(message)
        self._error.setVisible(bool(message))

    def complain(self) -> bool:
        """Show what is wrong; whether something is."""
        self.set_error("")
        wrong = False
        for row in self.rows:
            nameless = any(row.texts()) and not row.texts()[0]
            row.name.set_error(_("Fill this in.") if nameless else "")
            wrong = row.valid_until.complain() or nameless or wrong
        return wrong

    def wrong_field(self) -> TextField | None:
        """The first field with an error."""
        return next((f for row in self.rows for f in row.fields() if f.editor.property("invalid")), None)

    def _show_rows(self, rows: Iterable[tuple[str, ...]]) -> None:
        for row in list(self.rows):
            self._drop(row)
        for texts in rows:
            row = self._new_row()
            for field, words in zip(row.fields(), texts, strict=True):
                field.set_value(words)
            self._tint(row)
        self._show_head()

    def _new_row(self) -> ElectricianRow:
        row = ElectricianRow(len(self.rows) + 1)
        at = self._grid.rowCount()
        for column, widget in enumerate(row.widgets()):
            self._grid.addWidget(widget, at, column, Qt.AlignmentFlag.AlignTop)
            widget.show()
        for field in row.fields():
            field.value_edited.connect(self._on_edited)
        row.valid_until.value_committed.connect(lambda _text: self._tint(row))
        row.remove.clicked.connect(lambda: self._on_remove(row))
        self.rows.append(row)
        return row

    def _drop(self, row: ElectricianRow) -> None:
        self.rows.remove(row)
        for widget in row.widgets():
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _tint(self, row: ElectricianRow) -> None:
        """Say when a certificate has expired or will soon."""
        day = row.valid_until.day()
        left = (day - self._today).days if day else None
        if left is not None and left < 0:
            row.valid_until.show_remark(
                ngettext("expired {count} day ago", "expired {count} days ago", -left).format(count=-left), "red-text"
            )
        elif left is not None and left < SOON_DAYS:
            row.valid_until.show_remark(
                ngettext("{count} day left", "{count} days left", left).format(count=left), "amber-text"
            )
        else:
            row.valid_until.show_remark("")

    def _show_head(self) -> None:
        self._empty.setVisible(not self.rows)
        for column in range(3):
            item = self._grid.itemAtPosition(0, column)
            head = item.widget() if item is not None else None
            if head is not None:
                head.setVisible(bool(self.rows))

    def _on_add(self) -> None:
        row = self._new_row()
        self._show_head()
        row.name.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_edited("")
        self.row_added.emit(row.name)

    def _on_remove(self, row: ElectricianRow) -> None:
        self._drop(row)
        self._show_head()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_edited("")

    def _on_edited(self, _text: str) -> None:
        self.value_edited.emit(self.value())
