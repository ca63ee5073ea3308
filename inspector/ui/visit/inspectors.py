"""The fields for the inspectors of a visit: two are needed, a third is asked for at night."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.domain.person import Person
from inspector.domain.roles import NIGHT_INSPECTORS, may_inspect
from inspector.i18n import _
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.fields import ComboField
from inspector.ui.kit.text import Text


class InspectorFields(QWidget):
    """Three choices of people. At night a hint asks for three; it does not stop anybody.

    With fewer people than a visit needs this says where more are registered: `people_wanted`.
    """

    people_wanted = Signal()

    def __init__(self, persons: Sequence[Person], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        people = [(p.id, f"{p.name} · {p.team}" if p.team else p.name) for p in persons if may_inspect(p)]
        self.first = ComboField(_("Inspector"), people, label=True, required=True)
        self.second = ComboField(_("Second inspector"), people, label=True, required=True)
        self.third = ComboField(_("Third inspector"), [("", "—"), *people], label=True)
        self._known = {key for key, _label in people}
        self._night = False
        self._hint = Text("", "hint", "orange-text", wrap=True)
        self._hint.hide()
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in (self.first, self.second, self.third):
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._hint)
        self.few = QWidget()
        self.few.setVisible(len(people) < 2)
        self.register_button = Button(_("Settings › People"), Kind.LINK, height=28)
        line = QHBoxLayout(self.few)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        words = _("Only one inspector is registered. Add another in")
        line.addWidget(Text(words if people else _("No inspector is registered. Add two in"), "hint", "orange-text"))
        line.addWidget(self.register_button)
        line.addStretch(1)
        column.addWidget(self.few)
        self._connect()

    def _connect(self) -> None:
        for field in (self.first, self.second, self.third):
            field.value_edited.connect(self._on_edited)
        self.register_button.clicked.connect(self.people_wanted)

    def set_people(self, people: Sequence[str]) -> None:
        """Choose people by id; those who may not inspect any more are left out."""
        known = [person for person in people if person in self._known]
        for field, person in zip((self.first, self.second, self.third), [*known, "", "", ""], strict=False):
            field.set_value(person)
        self._on_edited()

    def people(self) -> tuple[str, ...]:
        """Ids of the chosen people."""
        return tuple(field.value() for field in (self.first, self.second, self.third) if field.value())

    def set_night(self, night: bool) -> None:
        """Say whether the visit is at night."""
        self._night = night
        self._on_edited()

    def _on_edited(self, _value: str = "") -> None:
        few = self._night and len(set(self.people())) < NIGHT_INSPECTORS
        self._hint.setText(_("At night at least three inspectors are asked for.") if few else "")
        self._hint.setVisible(few)

    def complaint(self) -> bool:
        """Whether somebody is missing; shown at the field, which gets the focus."""
        missing, other = _("Choose one."), _("Choose another person.")
        first, second, third = self.first.value(), self.second.value(), self.third.value()
        self.first.set_error("" if first else missing)
        self.second.set_error(missing if not second else other if second == first else "")
        self.third.set_error(other if third and third in (first, second) else "")
        wrong = [field for field in (self.first, self.second, self.third) if field.editor.property("invalid")]
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(wrong)
