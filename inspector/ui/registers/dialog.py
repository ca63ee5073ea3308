"""The base of the registers' dialogs: a form that writes by itself, with drafts of what is typed and undo."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.problems import Problem
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.kit.typing import TypingKeeper
from inspector.ui.messages import Messages, Notice, Tone
from inspector.ui.registers.form import FormDialog
from inspector.ui.tasks import Tasks


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


class RegisterDialog(FormDialog):
    """A form that writes by itself. Subclasses fill `content` and say what to write (`write`) and how to undo it.

    `saved(object)` after it was written, and again after that was undone. Esc asks only if something was typed.
    What was typed is kept until it is saved or thrown away.
    """

    saved = Signal(object)

    def __init__(self, parent: QWidget, context: Office, title: str, *, prefix: str) -> None:
        super().__init__(parent, title)
        self.context = context
        self._busy = False
        self.keeper = TypingKeeper(context, prefix, self)
        self._saved_values: dict[str, str] = {}

    # what is typed -------------------------------------------------------------------------------------------------

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


def restoring(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that turn `after` back into `before`; a nameplate is merged key by key, so new keys are emptied."""
    changed = {key: value for key, value in before.items() if after.get(key) != value}
    plate = changed.get("nameplate")
    if isinstance(plate, Mapping):
        changed["nameplate"] = {**dict.fromkeys(after.get("nameplate", {}), ""), **plate}
    return changed
