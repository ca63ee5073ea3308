"""The PIN with which the acting person signs on this computer: typed twice, kept as a hash in the workspace."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.domain.person import Person
from inspector.i18n import _
from inspector.ui.kit.button import Button
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.text import Text

FIELD_WIDTH = 180
LABEL_ROOM = 22
"""Height of a field's label, so that the button stands in line with the editors."""


class PinForm(QWidget):
    """The PIN until now if there is one, a new one twice, and a button.

    `pin_given(new, before)` when both new ones say the same; `refuse` shows why it was not taken.
    """

    pin_given = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.before = TextField(_("PIN until now"), label=True, secret=True)
        self.first = TextField(_("New PIN"), label=True, secret=True)
        self.second = TextField(_("Once more"), label=True, secret=True)
        self.button = Button("")
        self._hint = Text("", "hint", "text-2", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.before.setFixedWidth(FIELD_WIDTH)
        for field in (self.first, self.second):
            field.setFixedWidth(FIELD_WIDTH)
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        below_labels = QVBoxLayout()
        below_labels.setContentsMargins(0, LABEL_ROOM, 0, 0)
        below_labels.addWidget(self.button)
        below_labels.addStretch(1)
        row.addLayout(below_labels)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.before)
        column.addLayout(row)
        column.addWidget(self._hint)
        self.show_person(None)
        self._connect()

    def _connect(self) -> None:
        self.button.clicked.connect(self._on_given)
        self.before.return_pressed.connect(self.first.editor.setFocus)
        self.first.return_pressed.connect(self.second.editor.setFocus)
        self.second.return_pressed.connect(self._on_given)
        self.before.value_edited.connect(lambda _text: self.before.set_error(""))
        self.first.value_edited.connect(lambda _text: self.first.set_error(""))
        self.second.value_edited.connect(lambda _text: self.second.set_error(""))

    def show_person(self, person: Person | None) -> None:
        """Show whose PIN it is, and forget what was typed."""
        has_pin = person is not None and person.has_pin
        for field in (self.before, self.first, self.second):
            field.set_value("")
            field.set_error("")
            field.setEnabled(person is not None)
        self.before.setVisible(has_pin)
        self.button.setEnabled(person is not None)
        self.button.set_label(_("Change the PIN") if has_pin else _("Set the PIN"))
        signs = _("With name and PIN you sign a visit on this computer. A PIN has 4 to 12 digits.")
        state = _("A PIN is set.") if has_pin else _("No PIN is set yet.")
        self._hint.setText(f"{state}\n{signs}" if person is not None else signs)

    def refuse(self, sentence: str, *, before: bool = False) -> None:
        """Show why the PIN was not taken, and let the person type another; `before`: the former one was wrong."""
        for field in (self.before, self.first, self.second):
            field.set_value("")
        wrong = self.before if before else self.first
        wrong.set_error(sentence)
        wrong.editor.setFocus()

    def _on_given(self) -> None:
        before, first, second = self.before.value(), self.first.value(), self.second.value()
        missing = not self.before.isHidden() and not before
        self.before.set_error(_("Enter the PIN.") if missing else "")
        self.first.set_error("" if first else _("Enter the PIN."))
        differs = bool(first) and first != second
        self.second.set_error(_("The two entries differ. Enter the PIN again.") if differs else "")
        if differs:
            self.second.set_value("")
            self.second.editor.setFocus()
        elif missing or not first:
            (self.before if missing else self.first).editor.setFocus()
        else:
            self.pin_given.emit(first, before)
