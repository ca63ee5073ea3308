"""登记隐患: the dialog that puts a hazard on record that was found outside an inspection."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.hazard import DEFAULT_DAYS, Grade
from inspector.i18n import N_, Translator, _, describe
from inspector.problems import Problem
from inspector.services.due.views import Due
from inspector.services.ledgers.views import HazardDetail
from inspector.services.visits.drafts import DOCUMENTS
from inspector.ui.kit.choice import GradeControl
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import ComboField, DateField, TextArea, TextField
from inspector.ui.kit.text import Text
from inspector.ui.kit.typing import TypingKeeper
from inspector.ui.ledger.photo_input import PhotoInput
from inspector.ui.ledger.registration_keeper import keep_registration
from inspector.ui.page import Context
from inspector.ui.visit.customer_picker import CustomerPicker

if TYPE_CHECKING:
    from inspector.services.hazards.registering import RegistrationChoices

WIDTH: Final = 760
MARGIN: Final = 32
KEPT: Final = "hazard:new"
"""Under which what was entered is kept."""
MEASURES: Final[Mapping[Grade, str]] = {
    Grade.CRITICAL: N_("Take it out of service at once and remove the hazard before it is switched on again"),
    Grade.SERIOUS: N_("Repair it within the deadline; watch it until then"),
    Grade.GENERAL: N_("Repair it within the deadline"),
}
"""What is proposed as measure until somebody writes another one; it goes on record, so in the documents' language."""


class RegisterHazardDialog(Dialog):
    """`saved(HazardDetail)` once it is on record. Grade brings deadline and measure as long as nobody changed them."""

    saved = Signal(object)

    def __init__(self, parent: QWidget, context: Context) -> None:
        width = min(WIDTH, parent.window().width() - MARGIN)
        words = _("The number is given with Register and is final: it cannot be undone, only voided with a reason.")
        super().__init__(parent, _("Register a hazard"), words, accept=_("Register"), width=width)
        self._context = context
        self._today = date.today()  # noqa: DTZ011 - the local day, as people read a deadline
        self._busy = False
        self._own: set[str] = set()
        """Fields whose usual value somebody changed."""
        self._places: dict[str, str] = {}
        self._days: Mapping[Grade, int] = DEFAULT_DAYS
        """Until the usual deadline; those of this company once they are known."""
        self._equipment = ""
        """The piece that was kept, until the customer's pieces are known."""
        self._build()
        self._connect_fields()
        self._use_grade()
        self._keeper = TypingKeeper(context, KEPT, self)
        keep_registration(self, self._keeper)
        self._keeper.restored.connect(self._on_restored)

    def _build(self) -> None:
        self.customer = CustomerPicker(self._context, _("Customer"), required=True)
        self.grade = GradeControl()
        self.grade.set_value(Grade.GENERAL.value)
        self.photos = PhotoInput(self._context.tasks, _("Photos"))
        self.inputs: dict[str, Any] = {
            "equipment": ComboField(_("Equipment"), [("", "—")], label=True),
            "place": TextField(_("Place"), label=True),
            "description": TextArea(_("Description"), label=True, required=True, rows=2),
            "found_on": DateField(_("Found on"), label=True),
            "deadline": DateField(_("Deadline"), label=True),
            "measure": TextArea(_("Measure"), label=True, rows=2),
            "basis": TextField(_("Basis"), label=True, placeholder=_("Standard and clause")),
            "responsible": TextField(_("Responsible"), label=True),
        }
        self.inputs["found_on"].set_date(self._today)
        grade = QVBoxLayout()
        grade.setSpacing(4)
        grade.addWidget(Text(_("Grade"), "hint", "text-2"))
        grade.addWidget(self.grade)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        self.body.addWidget(self.customer)
        for key, row, column, span in (
            ("equipment", 0, 0, 2),
            ("place", 0, 2, 2),
            ("description", 1, 0, 4),
            ("found_on", 2, 2, 1),
            ("deadline", 2, 3, 1),
            ("measure", 3, 0, 4),
            ("basis", 4, 0, 2),
            ("responsible", 4, 2, 2),
        ):
            grid.addWidget(self.inputs[key], row, column, 1, span)
        grid.addLayout(grade, 2, 0, 1, 2)
        self.body.addLayout(grid)
        self.body.addWidget(self.photos)
        self._notice = Text("", "hint", "red-text", wrap=True)
        self._notice.hide()
        self.body.addWidget(self._notice)

    def _connect_fields(self) -> None:
        for key, field in self.inputs.items():
            field.value_edited.connect(lambda _text, key=key: self._own.add(key))
        self.customer.known.connect(self._on_customer)
        self.grade.value_chosen.connect(lambda _grade: self._use_grade())
        self.inputs["found_on"].value_edited.connect(lambda _day: self._use_grade())
        self.inputs["equipment"].value_edited.connect(self._on_equipment)

    @override
    def open(self) -> None:
        super().open()
        self._keeper.restore()

    @override
    def first_focus(self) -> QWidget:
        return self.customer.field.editor

    # usual values ---------------------------------------------------------------------------------------------------

    def _use_grade(self) -> None:
        grade = self.grade.grade() or Grade.GENERAL
        if "deadline" not in self._own:
            days = timedelta(days=self._days[grade])
            self.inputs["deadline"].set_date(self.inputs["found_on"].day() + days)
        if "measure" not in self._own:
            self.inputs["measure"].set_value(Translator(DOCUMENTS)(MEASURES[grade]))

    def _on_customer(self, due: Due | None) -> None:
        if due is None:
            return
        workspace, account = self._context.workspace, due.account

        def work() -> Any:
            from inspector.services.hazards.registering import registration_choices  # noqa: PLC0415 - photo library

            return registration_choices(workspace, account)

        self._context.tasks.run(work, self._on_choices, owner=self)

    def _on_choices(self, choices: "RegistrationChoices") -> None:
        self._days = choices.days
        self._use_grade()
        options = [("", "—"), *((key, name) for key, name, _place in choices.equipment)]
        self.inputs["equipment"].set_options(options)
        if self._equipment:
            self.inputs["equipment"].set_value(self._equipment)
            self._equipment = ""
        self._places = {key: f"{place} {name}".strip() for key, name, place in choices.equipment}
        if "responsible" not in self._own:
            self.inputs["responsible"].set_value(choices.responsible)

    def _on_equipment(self, equipment: str) -> None:
        if "place" not in self._own:
            self.inputs["place"].set_value(self._places.get(equipment, ""))

    # saving ---------------------------------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """P asks for photos; where text is typed the letter does not come here."""
        if event.key() == Qt.Key.Key_P and not event.modifiers():
            self.photos.choose()
            event.accept()
            return
        super().keyPressEvent(event)

    @override
    def complaint(self) -> bool:
        self._notice.hide()
        unknown = not self.customer.value()
        empty = not self.inputs["description"].value().strip()
        self.customer.set_error(_("Choose a customer.") if unknown else "")
        self.inputs["description"].set_error(_("Fill this in.") if empty else "")
        if unknown:
            self.customer.field.editor.setFocus()
        elif empty:
            self.inputs["description"].editor.setFocus()
        return unknown or empty

    @override
    def accept(self) -> None:
        if self._busy or self.complaint():
            return
        self._busy = True
        self.accept_button.setEnabled(False)
        values = {key: field.value().strip() for key, field in self.inputs.items()}
        days: dict[str, Any] = {key: date.fromisoformat(values.pop(key)) for key in ("found_on", "deadline")}
        customer, grade, photos = self.customer.value(), self.grade.grade() or Grade.GENERAL, self.photos.paths
        workspace = self._context.workspace

        def work() -> HazardDetail:
            from inspector.services.hazards.registering import NewHazard, register_hazard  # noqa: PLC0415 - as above

            return register_hazard(workspace, NewHazard(customer, grade=grade, photos=photos, **values, **days))

        self._context.tasks.run(work, self._on_saved, self._on_refused, pool=True, owner=self)

    def _on_saved(self, detail: HazardDetail) -> None:
        self._keeper.clear()
        self._context.messages.success(_("{number} is on record.").format(number=detail.hazard.number))
        self.saved.emit(detail)
        self.accepted.emit()
        self._close()

    def _on_refused(self, problem: Problem) -> None:
        self._busy = False
        self.accept_button.setEnabled(True)
        field = self.inputs.get(str(problem.params.get("field", "")))
        if field is not None:
            field.set_error(describe(problem))
            field.editor.setFocus()
        elif problem.code.startswith("photo_"):
            self.photos.set_error(describe(problem))
        else:
            self._notice.setText(describe(problem))
            self._notice.show()

    # what was kept --------------------------------------------------------------------------------------------------

    def own_value(self, key: str) -> str:
        """What somebody put into a field; "" while its usual value stands there."""
        value: str = self.inputs[key].value()
        if key == "equipment":
            value = value or self._equipment
        return value if key in self._own else ""

    def set_own_value(self, key: str, value: str) -> None:
        """Put back what somebody had put into a field."""
        self._own.add(key)
        field = self.inputs[key]
        if key == "equipment":
            self._equipment = value
        elif isinstance(field, DateField):
            field.set_date(date.fromisoformat(value))
            self._use_grade()
        else:
            field.set_value(value)

    def set_grade(self, value: str) -> None:
        """Choose a grade, with what is usual for it."""
        self.grade.set_value(value)
        self._use_grade()

    @override
    def reject(self) -> None:
        """Close; what was entered is kept for the next time, unless it is thrown away now."""
        self._keeper.keep()
        if self._entered():
            tasks, workspace = self._context.tasks, self._context.workspace

            def forget() -> None:
                tasks.run(lambda: services.drop_typing(workspace, f"{KEPT}:"))

            words = _("The hazard was not registered. What you entered is kept.")
            self._context.messages.info(words, _("Clear"), forget)
        else:
            self._keeper.clear()
        super().reject()

    def _entered(self) -> bool:
        """Whether anything stands in the dialog that a person put there."""
        own = any(self.own_value(key).strip() for key in self.inputs)
        return own or bool(self.customer.value() or self.photos.paths) or self.grade.grade() is not Grade.GENERAL

    def _on_restored(self, _keys: tuple[str, ...]) -> None:
        self._context.messages.info(_("What you typed last time and did not save is back."))
