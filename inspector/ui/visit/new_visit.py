"""The dialogs of a single visit: an unplanned one is started, a planned one is moved."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.person import Person
from inspector.domain.roles import at_night
from inspector.domain.visit import VisitKind
from inspector.i18n import _
from inspector.services.due.views import Due
from inspector.services.visits.list_row import VisitListRow
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import ComboField, DateField, TextField
from inspector.ui.page import Context
from inspector.ui.visit.customer_picker import CustomerPicker
from inspector.ui.visit.inspectors import InspectorFields
from inspector.ui.visit.occasions import choice_of, choices, chosen, kind_name, purpose_name

WIDTH = 640


def kind_field() -> ComboField:
    """The field for the occasion, periodic at first. Its values are read by `occasions.chosen`."""
    today = datetime.now().astimezone().date()
    field = ComboField(_("Occasion"), choices(today), label=True, required=True)
    field.set_value(VisitKind.PERIODIC.value)
    return field


def note_field() -> TextField:
    """The field for what those who go should know."""
    return TextField(_("Note"), placeholder=_("What those who go should know"), label=True)


class NewVisitDialog(Dialog):
    """Asks what a visit needs. `chosen(account, VisitKind, ids of the inspectors, occasion)` when it is complete.

    A customer whose visit is planned or under way gets no second one unawares: going on with that one is proposed,
    `visit_chosen(id)`, unless another occasion was chosen before. A highlighted customer counts as the chosen one.
    """

    chosen = Signal(str, object, object, str)
    visit_chosen = Signal(str)

    def __init__(self, parent: QWidget, context: Context, persons: Sequence[Person], usual: Sequence[str] = ()) -> None:
        super().__init__(parent, _("New visit"), accept=_("Start the visit"), width=WIDTH)
        self.customer = CustomerPicker(context, _("Customer"), required=True)
        self._context = context
        self._known: Due | None = None
        self._planned: VisitListRow | None = None
        """The planned visit of the customer as lists know it, as soon as it is known."""
        self._kind_chosen = False
        self.kind = kind_field()
        self.inspectors = InspectorFields(persons)
        self.inspectors.set_people(usual)
        self.inspectors.set_night(at_night(datetime.now().astimezone().hour))
        self.first, self.second = self.inspectors.first, self.inspectors.second
        self.which = ComboField(_("This customer has a visit already"), label=True, required=True)
        self.which.hide()
        for widget in (self.customer, self.which, self.kind, self.inspectors):
            self.body.addWidget(widget)
        self.customer.known.connect(self._on_known)
        self.which.value_edited.connect(self._on_which)
        self.kind.value_edited.connect(self._on_kind_chosen)
        self.accepted.connect(self._on_accepted)

    def _on_known(self, row: Due | None) -> None:
        visit = row.visit if row is not None else ""
        self._known, self._planned = row, None
        if row is not None and visit:
            self._offer(row)
            if not row.running:
                self._ask_what_for(visit)
        self.which.set_value(visit)
        self.which.setVisible(bool(visit))
        self._on_which(visit)

    def _ask_what_for(self, visit: str) -> None:
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: services.waiting_rows(workspace), lambda rows: self._on_planned(visit, rows), owner=self
        )

    def _on_planned(self, visit: str, rows: Sequence[VisitListRow]) -> None:
        """Say what the planned visit is for; who chose another occasion before keeps it."""
        if self._known is None or self._known.visit != visit:
            return
        self._planned = next((row for row in rows if row.id == visit), None)
        self._offer(self._known)
        differs = self._planned is not None and chosen(self.kind.value())[0] is not self._planned.kind
        if self._kind_chosen and differs and self.which.value():
            self.which.set_value("")
            self._on_which("")

    def _on_kind_chosen(self, _value: str) -> None:
        self._kind_chosen = True
        if self._known is not None and self._known.visit:
            self._offer(self._known)

    def _offer(self, row: Due) -> None:
        """What can be done about a customer who has a visit already."""
        kind, _occasion = chosen(self.kind.value())
        another = _("Start another visit beside it: {kind}").format(kind=kind_name(kind))
        self.which.set_options([(row.visit, _go_on(row, self._planned)), ("", another)])

    def _on_which(self, visit: str) -> None:
        """What is planned has its occasion and inspectors; only another visit asks for them."""
        self.kind.setVisible(not visit)
        self.inspectors.setVisible(not visit)
        running = self._known is not None and self._known.running
        words = _("Continue the visit") if running else _("Start the planned visit")
        self.accept_button.set_label(words if visit else _("Start the visit"))

    @override
    def complaint(self) -> bool:
        if not self.customer.value() and self.customer.take_highlighted() and self.which.value():
            return True  # what is planned for this customer is shown first
        self.customer.set_error("" if self.customer.value() else _("Choose one."))
        if self.customer.value() and self.which.value():
            return False
        people = self.inspectors.complaint()
        if not self.customer.value():
            self.customer.field.editor.setFocus()
        return people or not self.customer.value()

    def _on_accepted(self) -> None:
        if self.which.value():
            self.visit_chosen.emit(self.which.value())
            return
        kind, occasion = chosen(self.kind.value())
        self.chosen.emit(self.customer.value(), kind, self.inspectors.people(), occasion)


def _go_on(row: Due, planned: VisitListRow | None) -> str:
    """What going on with a customer's visit is called."""
    if row.running:
        return _("Continue the visit under way")
    if row.planned is None:
        return _("Start the planned visit")
    day = row.planned.isoformat()
    if planned is None:
        return _("Start the visit planned for {day}").format(day=day)
    kind = purpose_name(planned.kind, planned.occasion)
    return _("Start the visit planned for {day}: {kind}").format(day=day, kind=kind)


class MoveVisitDialog(Dialog):
    """Changes a planned visit. `moved(date, time, VisitKind, ids of the inspectors, occasion, note)`."""

    moved = Signal(object, str, object, object, str, str)

    def __init__(self, parent: QWidget, row: VisitListRow, persons: Sequence[Person], today: date) -> None:
        super().__init__(parent, _("Change the planned visit"), row.customer, accept=_("Save"), width=WIDTH)
        self.day = DateField(_("Day"), label=True, required=True)
        self.at = TextField(_("Time"), placeholder="09:30", label=True)
        self.kind = kind_field()
        self.inspectors = InspectorFields(persons)
        self.inspectors.set_people(row.people)

        self.day.set_earliest(min(row.planned_on or today, today))
        self._kept, self._today = row.planned_on, today
        self.day.set_date(row.planned_on or today)
        self.at.set_value(row.planned_at)
        self.note = note_field()
        self.note.set_value(row.note)
        self.kind.set_value(choice_of(row.kind, row.occasion_id))
        line = QHBoxLayout()
        line.setSpacing(12)
        for widget in (self.day, self.at, self.kind):
            line.addWidget(widget, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.inspectors)
        self.body.addWidget(self.note)
        self._on_time(row.planned_at)
        self.at.value_edited.connect(self._on_time)
        self.accepted.connect(self._on_accepted)

    def _on_time(self, words: str) -> None:
        hour = hour_of(words)
        self.at.set_error("")
        self.inspectors.set_night(hour is not None and at_night(hour))

    @override
    def complaint(self) -> bool:
        words = self.at.value().strip()
        wrong = bool(words) and hour_of(words) is None
        self.at.set_error(_("Write the time as 09:30.") if wrong else "")
        past = self.day.day() < self._today and self.day.day() != self._kept
        self.day.set_error(_("Choose today or a later day.") if past else "")
        people = self.inspectors.complaint()
        return people or wrong or past

    def _on_accepted(self) -> None:
        kind, occasion = chosen(self.kind.value())
        people, note = self.inspectors.people(), self.note.value().strip()
        self.moved.emit(self.day.day(), self.at.value().strip(), kind, people, occasion, note)


def hour_of(words: str) -> int | None:
    """The hour of a time written as 09:30, None when it is no time."""
    hour, colon, minute = words.strip().partition(":")
    digits = hour.isascii() and minute.isascii() and hour.isdigit() and minute.isdigit()
    if not (colon and digits and len(hour) == 2 and len(minute) == 2 and int(minute) < 60):
        return None
    return int(hour) if int(hour) < 24 else None
