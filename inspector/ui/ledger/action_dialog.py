"""The dialog of an action on hazards: what the action asks for, with usual answers; problems stand at their field."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget
from typing_extensions import override

from inspector.domain.actions import Action
from inspector.domain.hazard import Grade
from inspector.i18n import N_, _, describe
from inspector.problems import Problem
from inspector.services.ledgers.views import HazardDetail
from inspector.ui.kit.choice import GradeControl, Option, Segmented
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import DateField, Field, TextArea, TextField
from inspector.ui.kit.text import Text
from inspector.ui.kit.typing import TypingKeeper
from inspector.ui.ledger.photo_input import PhotoInput
from inspector.ui.page import Context

if TYPE_CHECKING:
    from inspector.services.hazards.given import Given

WIDTH: Final = 560
MORE_TIME: Final = timedelta(days=15)
"""How much later than the deadline a request for more time asks for, until the person says otherwise."""
LAYOUT: Final[Mapping[Action, tuple[str, ...]]] = {
    Action.SUBMIT: ("note", "on", "person", "photos"),
    Action.RETURN: ("comment", "photos"),
    Action.ADJUDICATE: ("outcome", "comment"),
    Action.EXTEND: ("until", "reason"),
    Action.GRANT: ("until", "reason"),
    Action.REFUSE: ("reason",),
    Action.SUPERVISE: ("reason",),
    Action.RELEASE: ("reason",),
    Action.ASSIGN: ("person",),
    Action.CHANGE: ("description", "place", "grade", "basis", "measure", "reason"),
    Action.NOTE: ("note", "photos"),
    Action.PHOTO: ("photos", "note"),
    Action.REOPEN: ("reason", "photos"),
    Action.VOID: ("reason", "photos"),
}
NEEDED: Final[Mapping[Action, frozenset[str]]] = {
    Action.SUBMIT: frozenset({"note"}),
    Action.RETURN: frozenset({"comment"}),
    Action.ADJUDICATE: frozenset({"outcome", "comment"}),
    Action.EXTEND: frozenset({"until", "reason"}),
    Action.GRANT: frozenset({"until"}),
    Action.REFUSE: frozenset({"reason"}),
    Action.SUPERVISE: frozenset({"reason"}),
    Action.RELEASE: frozenset({"reason"}),
    Action.ASSIGN: frozenset({"person"}),
    Action.CHANGE: frozenset({"description", "grade"}),
    Action.NOTE: frozenset({"note"}),
    Action.PHOTO: frozenset({"photos"}),
    Action.REOPEN: frozenset({"reason"}),
    Action.VOID: frozenset({"reason"}),
}
HINTS: Final[Mapping[Action, str]] = {
    Action.SUBMIT: N_("It goes to review. Whoever records it does not review it."),
    Action.CHANGE: N_("A deadline is moved by asking for more time."),
    Action.VOID: N_("For what was registered by mistake. It stays in the records with your reason."),
    Action.REOPEN: N_("It counts as reopened and must be rectified and reviewed again."),
}
FIELDS_OF_CODE: Final = {
    "action_day": "on",
    "extension_day": "until",
    "extension_undated": "until",
    "change_value": "description",
}
DETAILS: Final = ("description", "place", "grade", "basis", "measure")
"""Inputs that are fields of the hazard itself."""


class ActionDialog(Dialog):
    """Asks for what an action needs. `given(Given)` when it may be taken: `check` was asked on the worker thread.

    Without `detail` it is for several hazards. What was typed is kept under `prefix` until `services.drop_typing`.
    """

    given = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        action: Action,
        title: str,
        label: str,
        today: date,
        detail: HazardDetail | None,
        *,
        prefix: str,
    ) -> None:
        dangerous = action in (Action.VOID, Action.RETURN)
        hint = _(HINTS[action]) if action in HINTS else ""
        super().__init__(parent, title, hint, accept=label, dangerous=dangerous, width=WIDTH)
        self._context, self._action, self._today, self._detail = context, action, today, detail
        self.check: Callable[[Given], object] | None = None
        """Raises the Problem that stands against what is given. Worker thread."""
        self._busy = False
        self.inputs: dict[str, Any] = {}
        self._show_demand()
        for key in LAYOUT[action]:
            if key == "photos" and detail is None:
                continue  # a photo belongs to one hazard
            widget = self.inputs[key] = self._input(key)
            self.body.addWidget(widget)
        self._notice = Text("", "hint", "red-text", wrap=True)
        self._notice.hide()
        self.body.addWidget(self._notice)
        self._keeper = TypingKeeper(context, prefix, self)
        for key, widget in self.inputs.items():
            if isinstance(widget, TextArea | TextField):
                self._keeper.attach(widget, key)
        self._keeper.restored.connect(self._on_restored)

    def _show_demand(self) -> None:
        """Show what was required where somebody says what was done; it is no answer to that."""
        measure = self._detail.hazard.measure if self._detail is not None else ""
        if self._action is Action.SUBMIT and measure:
            self.body.addWidget(Text(_("Required: {measure}").format(measure=measure), "hint", "text-2", wrap=True))

    # inputs ---------------------------------------------------------------------------------------------------------

    def _input(self, key: str) -> QWidget:
        required = key in NEEDED[self._action]
        match key:
            case "photos":
                return PhotoInput(self._context.tasks, _("Photos") + (" *" if required else ""))
            case "on" | "until":
                return self._day(key, required=required)
            case "outcome":
                options = (Option("closed", _("Close it")), Option("returned", _("Return it")))
                return Segmented(_("Outcome"), options)
            case "grade":
                grade = GradeControl()
                grade.set_value(self._detail.hazard.grade.value if self._detail else Grade.GENERAL.value)
                return grade
            case "person" | "place" | "basis":
                return self._line(key, required=required)
        area = TextArea(self._name(key), label=True, required=required, rows=3 if key != "measure" else 2)
        area.set_value(self._usual(key))
        return area

    def _day(self, key: str, *, required: bool) -> DateField:
        field = DateField(self._name(key), label=True, required=required)
        day = self._today
        if key == "until":
            asked = self._detail.extension if self._detail is not None else None
            deadline = self._detail.hazard.deadline if self._detail is not None else day
            day = asked.until if asked is not None and asked.until else max(deadline, day) + MORE_TIME
        field.set_date(day)
        return field

    def _line(self, key: str, *, required: bool) -> TextField:
        field = TextField(self._name(key), label=True, required=required)
        field.set_value(self._usual(key))
        return field

    def _name(self, key: str) -> str:
        rectifier = self._action is Action.SUBMIT
        return {
            "note": _("What was done") if rectifier else _("Note"),
            "comment": _("Comment"),
            "reason": _("Reason"),
            "on": _("Done on"),
            "until": _("New deadline"),
            "person": _("Done by") if rectifier else _("Responsible"),
            "description": _("Description"),
            "place": _("Place"),
            "basis": _("Basis"),
            "measure": _("Measure"),
        }[key]

    def _usual(self, key: str) -> str:
        """What stands in a field at first."""
        if self._detail is None:
            return ""
        hazard = self._detail.hazard
        if self._action is Action.CHANGE and key in DETAILS:
            return str(getattr(hazard, key))
        return hazard.responsible if key == "person" else ""

    def suggest(self, names: tuple[str, ...]) -> None:
        """Offer names while a person is typed."""
        field = self.inputs.get("person")
        if isinstance(field, TextField) and isinstance(field.editor, QLineEdit):
            field.editor.setCompleter(QCompleter(list(names), field.editor))

    # answering ------------------------------------------------------------------------------------------------------

    @override
    def open(self) -> None:
        super().open()
        self._keeper.restore()

    @override
    def first_focus(self) -> QWidget:
        first = next(iter(self.inputs.values()), None)
        if isinstance(first, Field):
            return first.editor
        return first if isinstance(first, Segmented) else super().first_focus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """P asks for photos; where text is typed the letter does not come here."""
        if event.key() == Qt.Key.Key_P and not event.modifiers() and "photos" in self.inputs:
            self.inputs["photos"].choose()
            event.accept()
            return
        super().keyPressEvent(event)

    @override
    def complaint(self) -> bool:
        self._notice.hide()
        missing = [key for key in LAYOUT[self._action] if key in NEEDED[self._action] and not self._value(key)]
        for key, widget in self.inputs.items():
            if hasattr(widget, "set_error"):
                widget.set_error(_("Fill this in.") if key in missing else "")
        if self._same_person():
            missing.append("person")
            self.inputs["person"].set_error(_("This person is responsible already. Name somebody else."))
        if "outcome" in missing or "grade" in missing:
            self._tell(_("Choose one."))
        if missing:
            widget = self.inputs[missing[0]]
            (widget.editor if isinstance(widget, Field) else widget).setFocus()
        return bool(missing)

    def _same_person(self) -> bool:
        """Whether the one who is named as responsible is it already."""
        if self._action is not Action.ASSIGN or self._detail is None:
            return False
        return bool(self._value("person")) and self._value("person") == self._detail.hazard.responsible

    def _value(self, key: str) -> Any:
        widget = self.inputs[key]
        return widget.paths if isinstance(widget, PhotoInput) else widget.value().strip()

    def _made(self) -> "Given":
        from inspector.services.hazards.given import Given, read_day  # noqa: PLC0415 - brings the photo library

        values: dict[str, Any] = {key: self._value(key) for key in self.inputs}
        days: dict[str, Any] = {key: read_day(values.pop(key)) for key in ("on", "until") if key in values}
        details: dict[str, Any] = {key: values.pop(key) for key in DETAILS if key in values}
        if self._detail is not None:
            details = {key: value for key, value in details.items() if value != getattr(self._detail.hazard, key)}
        return Given(**values, **days, fields=details)

    @override
    def accept(self) -> None:
        if self._busy or self.complaint():
            return
        made, check = self._made(), self.check
        if check is None:
            self._finish(made)
            return
        self._set_busy(on=True)
        self._context.tasks.run(lambda: check(made), lambda _done: self._finish(made), self._on_refused, owner=self)

    def _finish(self, made: "Given") -> None:
        self._keeper.keep()
        self.given.emit(made)
        self.accepted.emit()
        self._close()

    def _on_refused(self, problem: Problem) -> None:
        self._set_busy(on=False)
        named = "photos" if problem.code.startswith("photo_") else FIELDS_OF_CODE.get(problem.code, "")
        widget = self.inputs.get(named)
        if widget is not None and hasattr(widget, "set_error"):
            widget.set_error(describe(problem))
        else:
            self._tell(describe(problem))

    def _set_busy(self, *, on: bool) -> None:
        self._busy = on
        self.accept_button.setEnabled(not on)

    def _tell(self, words: str) -> None:
        self._notice.setText(words)
        self._notice.show()

    def _on_restored(self, _keys: tuple[str, ...]) -> None:
        self._context.messages.info(_("What you typed last time and did not save is back."))
