"""The base of the registers' dialogs: sections of fields that scroll, saving, errors at their field, drafts, undo."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.ui.kit.dialog import ConfirmDialog, Dialog
from inspector.ui.kit.fields import Field, TextArea
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.kit.typing import TypingKeeper
from inspector.ui.messages import Messages, Notice, Tone
from inspector.ui.registers.fields import RegisterField
from inspector.ui.tasks import Tasks

WIDTH: Final = 760
MARGIN: Final = 16
"""Least distance of the dialog from the edges of the window."""
LEAST_HEIGHT: Final = 120
FOCUS_ROOM: Final = 56
"""Room that is kept above and below the focused field."""


class Office(Protocol):
    """Where a dialog works: a page's `Context`, or the presenter of a visit."""

    @property
    def workspace(self) -> Any:
        """The open workspace."""

    @property
    def tasks(self) -> Tasks:
        """Runs the work."""

    @property
    def messages(self) -> Messages:
        """Tells what was done."""


class RegisterDialog(Dialog):
    """Fields by key in sections. Subclasses fill `content` and say what to write (`write`) and how to undo it.

    `saved(object)` after it was written, and again after that was undone. Ctrl+Enter saves, Enter goes on to the next
    field, Esc asks only if something was typed. What was typed is kept until it is saved or thrown away.
    """

    saved = Signal(object)

    def __init__(self, parent: QWidget, context: Office, title: str, *, prefix: str, before: Any) -> None:
        super().__init__(parent, title, accept=_("Save"), width=min(WIDTH, parent.window().width() - 2 * MARGIN))
        self.context = context
        self.before = before
        self.fields: dict[str, RegisterField] = {}
        self.accept_button.set_key("Ctrl Enter")
        self._busy = False
        self.notice = Text("", "hint", "red-text", wrap=True)
        self.notice.hide()
        self.content = QVBoxLayout()
        self.content.setContentsMargins(0, 0, 12, 4)
        self.content.setSpacing(8)
        inside = QWidget()
        inside.setLayout(self.content)
        self._inside = inside
        inside.installEventFilter(self)  # the dialog grows with its content
        self._scroller = Scroller(inside)
        self._scroller.setFixedHeight(LEAST_HEIGHT)
        self.body.addWidget(self._scroller)
        self.body.addWidget(self.notice)
        self.keeper = TypingKeeper(context, prefix, self)
        self._saved_values: dict[str, str] = {}

    # building -------------------------------------------------------------------------------------------------------

    def add_section(self, title: str, fields: Sequence[tuple[str, RegisterField]], *, columns: int = 2) -> QWidget:
        """A headed grid of fields, from left to right."""
        for key, field in fields:
            self.fields[key] = field
        made = section(title, [field for _key, field in fields], columns)
        self.content.addWidget(made)
        return made

    def begin(self) -> None:
        """Take what the fields show now as saved; called at the end of a constructor."""
        self.content.addStretch(1)
        for key, field in self.typed().items():
            self.keeper.attach(field, key)
        self.keeper.restored.connect(self._on_restored)
        self._saved_values = self.values()

    def typed(self) -> dict[str, Any]:
        """Fields whose unsaved content is kept, by key."""
        return dict(self.fields)

    def values(self) -> dict[str, str]:
        """What stands in the fields, to tell whether something was typed."""
        return {key: field.value() for key, field in self.fields.items()}

    @property
    def dirty(self) -> bool:
        """Whether something differs from what is saved."""
        return self.values() != self._saved_values

    # saving ---------------------------------------------------------------------------------------------------------

    def write(self) -> Any:
        """What saves the record: a function for the worker thread. Called on the GUI thread, reads the fields."""
        raise NotImplementedError

    def undo_work(self, after: Any) -> Any:
        """What restores the record as it was before: a function for the worker thread; None if it cannot be undone."""
        raise NotImplementedError

    def told(self, after: Any) -> str:
        """What the message says after saving."""
        return _("{name} saved.").format(name=after.name)

    @override
    def complaint(self) -> bool:
        wrong = [field for field in self.fields.values() if not field.isHidden() and field.complain()]
        if wrong:
            self.show_field(wrong[0])
        return bool(wrong)

    @override
    def accept(self) -> None:
        if self._busy or self.complaint():
            return
        self.notice.hide()
        self._busy = True
        self.accept_button.setEnabled(False)
        self.context.tasks.run(self.write(), self._on_saved, self._on_refused, owner=self)

    def _on_saved(self, after: Any) -> None:
        self.keeper.clear()
        undo = self.undo_work(after)
        action = _("Undo") if undo is not None else ""
        back = None if undo is None else lambda: self._take_back(undo)
        self.context.messages.posted.emit(
            Notice(Tone.SUCCESS, self.told(after), action, back, "", self._on_message_gone)
        )
        self.accepted.emit()
        self.saved.emit(after)
        self._leave()

    def _take_back(self, undo: Any) -> None:
        self.context.tasks.run(undo, self._on_taken_back, self.context.messages.problem, owner=self)

    def _on_taken_back(self, record: Any) -> None:
        self.context.messages.info(_("The change was taken back."))
        self.saved.emit(record)
        self.deleteLater()

    def _on_message_gone(self) -> None:
        if shiboken6.isValid(self):
            self.deleteLater()

    def _on_refused(self, problem: Problem) -> None:
        self._busy = False
        self.accept_button.setEnabled(True)
        self.refused(problem)

    def refused(self, problem: Problem) -> None:
        """Show a problem under the field that it names, else above the buttons."""
        field = self.fields.get(str(problem.params.get("field", "")))
        if field is None or field.isHidden():
            self.notice.setText(describe(problem))
            self.notice.show()
        else:
            self.refuse_at(field, problem)

    def refuse_at(self, field: Field, problem: Problem) -> None:
        """Show a problem under a field."""
        field.set_error(describe(problem))
        self.show_field(field)

    def show_field(self, field: Field) -> None:
        """Bring a field into sight and give it the focus."""
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.see(field)

    # closing --------------------------------------------------------------------------------------------------------

    @override
    def reject(self) -> None:
        if not self.dirty:
            self._throw_away()
            return
        ask = ConfirmDialog(
            self,
            _("Throw away what you typed?"),
            _("It was not saved yet."),
            accept=_("Throw away"),
            dangerous=True,
        )
        ask.accepted.connect(self._throw_away)
        ask.open()

    def _throw_away(self) -> None:
        self.keeper.clear()
        super().reject()

    def _leave(self) -> None:
        """Close, but stay alive for the undo of the message."""
        self.window().removeEventFilter(self)
        self.hide()
        if self._before is not None and shiboken6.isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    # showing --------------------------------------------------------------------------------------------------------

    @override
    def open(self) -> None:
        super().open()
        self.keeper.restore()

    def _on_restored(self, keys: Sequence[str]) -> None:
        for key in keys:
            if key in self.fields:
                self.fields[key].complain()
        self.context.messages.info(_("What you typed last time and did not save is back."))

    @override
    def first_focus(self) -> QWidget:
        return next((field.editor for field in self.fields.values() if field.editor.isEnabled()), self.accept_button)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if enter and not control and not isinstance(self._focused_field(), TextArea):
            self.focusNextPrevChild(True)
            event.accept()
            return
        super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        moved = super().focusNextPrevChild(next)
        here = QApplication.focusWidget()
        if here is not None:
            self.see(here)
        return moved

    def see(self, widget: QWidget) -> None:
        """Scroll so that a widget of the content shows."""
        if self._inside.isAncestorOf(widget):
            self._scroller.ensureWidgetVisible(widget, 0, FOCUS_ROOM)

    @override
    def _cover(self) -> None:
        window = self.parentWidget()
        if window is not None:
            around = self._panel.sizeHint().height() - self._scroller.maximumHeight()
            room = window.height() - 2 * MARGIN - around
            content = max(
                self.content.totalSizeHint().height(),
                self.content.totalMinimumSize().height(),
                self.content.totalHeightForWidth(self._scroller.viewport().width()),
            )
            height = max(LEAST_HEIGHT, min(content, room))
            if self._scroller.maximumHeight() != height:
                self._scroller.setFixedHeight(height)
        super()._cover()


def section(title: str, fields: Sequence[QWidget], columns: int = 2) -> QWidget:
    """A headed grid of widgets, from left to right."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 8)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(10)
    if title:
        grid.addWidget(Text(title, "body_bold"), 0, 0, 1, columns)
    for index, field in enumerate(fields):
        grid.addWidget(field, 1 + index // columns, index % columns, Qt.AlignmentFlag.AlignTop)
    for column in range(columns):
        grid.setColumnStretch(column, 1)
    return made


def restoring(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that turn `after` back into `before`; a nameplate is merged key by key, so new keys are emptied."""
    changed = {key: value for key, value in before.items() if after.get(key) != value}
    plate = changed.get("nameplate")
    if isinstance(plate, Mapping):
        changed["nameplate"] = {**dict.fromkeys(after.get("nameplate", {}), ""), **plate}
    return changed
