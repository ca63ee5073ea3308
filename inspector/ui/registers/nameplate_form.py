"""The nameplate of a kind of equipment: fields in groups, changed with the kind; what is unknown stays empty."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.domain.equipment import EquipmentKind
from inspector.services.registers.nameplates import nameplate_fields
from inspector.ui.registers.fields import RegisterField, plate_field
from inspector.ui.registers.form import section


class NameplateForm(QWidget):
    """Fields by key in `fields`. What was typed for one kind is offered to the next one that has the field too.

    Values of keys that the kind does not have are left alone.
    """

    value_edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, RegisterField] = {}
        self._known: dict[str, str] = {}
        self._groups = QVBoxLayout(self)
        self._groups.setContentsMargins(0, 0, 0, 0)
        self._groups.setSpacing(8)

    def show_kind(self, kind: EquipmentKind, values: Mapping[str, str] | None = None) -> None:
        """Show the nameplate of a kind; with `values`, these stand in it."""
        self._known = dict(values) if values is not None else {**self._known, **self.values()}
        self._clear()
        groups: dict[str, list[RegisterField]] = {}
        for field in nameplate_fields(kind):
            made = plate_field(field)
            made.set_value(self._known.get(field.key, ""))
            made.value_edited.connect(self.value_edited)
            self.fields[field.key] = made
            groups.setdefault(field.group, []).append(made)
        for title, fields in groups.items():
            self._groups.addWidget(section(title, fields))

    def _clear(self) -> None:
        self.fields = {}
        while (item := self._groups.takeAt(0)) is not None:
            group = item.widget()
            if group is not None:
                group.hide()
                group.deleteLater()

    def values(self) -> dict[str, str]:
        """What stands in the fields, as typed."""
        return {key: field.value().strip() for key, field in self.fields.items()}

    def entries(self) -> dict[str, str]:
        """What is to be saved; an empty value takes its key away. Call it only while nothing is wrong."""
        return {key: self._entry(key, field) for key, field in self.fields.items()}

    def _entry(self, key: str, field: RegisterField) -> str:
        """Older data keeps its spelling where nobody touched it."""
        return field.value() if field.value() == self._known.get(key) else field.tidy()

    def complain(self) -> RegisterField | None:
        """Show what is wrong; the first field of it."""
        wrong = [
            field
            for key, field in self.fields.items()
            if field.value() != self._known.get(key, "") and field.complain()
        ]
        return wrong[0] if wrong else None
