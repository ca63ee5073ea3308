"""Where a person enters a value of his own for a field that several people changed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector.i18n import _
from inspector.services.conflicts.views import FieldRow, InputKind
from inspector.services.registers.nameplates import customer_fields
from inspector.ui.registers.fields import CheckedField, ChoiceField, DayField, NumberField, RegisterField

WIDTH = 560


class OwnValue(QWidget):
    """The field that suits; Enter in it is left to who asks. `renewed` when another field stands here."""

    renewed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addStretch(1)
        self.field: RegisterField | None = None
        self._for = ("", "")

    def show_row(self, entity: str, row: FieldRow) -> None:
        """Ask for this field; what was typed for it stays while it is the same one."""
        if self._for == (entity, row.field) and self.field is not None:
            return
        if self.field is not None:
            self._row.removeWidget(self.field)
            self.field.hide()
            self.field.deleteLater()
        self._for = (entity, row.field)
        self.field = _field(row)
        self.field.setMaximumWidth(WIDTH)
        self.field.setMinimumWidth(WIDTH // 2)
        self._row.insertWidget(0, self.field, 1)
        self.renewed.emit()

    def text(self) -> str:
        """What was entered."""
        return self.field.tidy() if self.field is not None else ""

    def complain(self) -> bool:
        """Show what is wrong with it; whether something is."""
        return self.field is not None and self.field.complain()

    def refuse(self, sentence: str) -> None:
        """Show what the register has against it."""
        if self.field is not None:
            self.field.set_error(sentence)
            self.take_focus()

    def take_focus(self) -> None:
        """Put the focus into it."""
        if self.field is not None:
            self.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)


def _field(row: FieldRow) -> RegisterField:
    name = _("Another value of: {field}").format(field=row.label)
    match row.own_input.kind:
        case InputKind.CHOICE:
            return ChoiceField(name, row.own_input.options, unknown=False)
        case InputKind.DAY:
            return DayField(name)
        case InputKind.NUMBER:
            bound = next((one for one in customer_fields() if one.key == row.field), None)
            if bound is not None:
                return NumberField(bound)
    return CheckedField(name)
