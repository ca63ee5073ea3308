"""Unsaved text of an open visit: kept while somebody types, put back into its field when that shows again.

GUI thread; reading and writing happen on the workspace's worker. One keeper for the whole visit, because its fields
come and go with the focused row. Text goes once its field was committed, or its dialog answered; all of it with the
visit.
"""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from inspector import services
from inspector.services.visits.views import Target
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import TextArea, TextField
from inspector.ui.kit.typing import QUIET_MS, Workplace


def place(kind: str, target: Target | None, ref: str) -> str:
    """Key of what is typed at a question, line or cell."""
    return f"{kind}:{target.form if target else ''}|{(target.equipment if target else '') or ''}|{ref}"


def placed(key: str) -> tuple[str, Target | None, str]:
    """Kind, form and question of such a key; of any other its kind, and what stands behind it."""
    kind, _colon, rest = key.partition(":")
    form, bar, ref = rest.partition("|")
    if not bar:
        return kind, None, rest
    equipment, _bar, ref = ref.partition("|")
    return kind, Target(form, equipment or None), ref


class VisitTyping(QObject):
    """Keeps what is typed into the fields of a visit; `load` before the first field shows."""

    def __init__(self, workplace: Workplace, visit: str, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._prefix = f"visit:{visit}:"
        self._found: dict[str, str] = {}
        self._keys: dict[TextField | TextArea, str] = {}
        self._changed: dict[str, str] = {}
        self._wanted = ""
        """Key of the field that gets the focus when its text is put back."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self.keep)

    def load(self, done: Callable[[tuple[str, ...]], None]) -> None:
        """Fetch what was kept; `done(keys)`. What is asked for later comes after it."""
        workspace, prefix = self._workplace.workspace, self._prefix

        def take(kept: dict[str, str]) -> None:
            self._found = {key.removeprefix(prefix): text for key, text in kept.items()} | self._found
            done(tuple(self._found))

        self._workplace.tasks.run(lambda: services.kept_typing(workspace, prefix), take, owner=self)

    def text(self, key: str) -> str | None:
        """Text that was kept under a key; None if there is none."""
        return self._found.get(key)

    def focus_on(self, key: str) -> None:
        """Put the focus into the field of a key, as soon as it shows with its text."""
        field = next((field for field, one in self._keys.items() if one == key and field.isVisible()), None)
        if field is None:
            self._wanted = key
        else:
            field.editor.setFocus(Qt.FocusReason.TabFocusReason)

    # fields -----------------------------------------------------------------------------------------------------------

    def follow(self, field: TextField | TextArea, key: str) -> None:
        """Keep what is typed into `field` under `key`, and put back what was kept: call it after each `set_value`."""
        if field not in self._keys:
            field.value_edited.connect(lambda _text: self.typed(self._keys[field], field.value()))
            field.value_committed.connect(lambda _text: self.saved(self._keys[field]))
            field.destroyed.connect(lambda: self._keys.pop(field, None))
        self._keys[field] = key
        kept = self._found.get(key)
        if kept is not None and kept != field.value() and not field.editor.hasFocus():
            _put(field, kept)
            if key == self._wanted:
                self._wanted = ""
                QTimer.singleShot(0, field, lambda: field.editor.setFocus(Qt.FocusReason.TabFocusReason))

    def hold(self, field: TextField | TextArea, key: str) -> None:
        """Keep what is typed into a field that is stored by a button, not by leaving it; then call `saved`."""
        kept = self._found.get(key)
        if kept is not None:
            _put(field, kept)
        field.value_edited.connect(partial(self._on_typed, key, field))

    def ask(self, dialog: Dialog, fields: Mapping[str, TextField | TextArea]) -> None:
        """Keep what is typed into the fields of a dialog, each under its key, until it is answered."""
        for key, field in fields.items():
            self.hold(field, key)
            dialog.accepted.connect(partial(self.saved, key))
            dialog.rejected.connect(partial(self.saved, key))

    def _on_typed(self, key: str, field: TextField | TextArea, _text: str) -> None:
        self.typed(key, field.value())

    # text -------------------------------------------------------------------------------------------------------------

    def typed(self, key: str, text: str) -> None:
        """Somebody typed; it is kept after a moment of rest."""
        self._changed[key] = text
        self._timer.start()

    def keep(self) -> None:
        """Keep now what was typed since the last time."""
        self._timer.stop()
        changed, self._changed = self._changed, {}
        self._found |= changed
        workspace, prefix = self._workplace.workspace, self._prefix

        def work() -> None:
            for key, text in changed.items():
                services.keep_typing(workspace, prefix + key, text)

        if changed:
            self._workplace.tasks.run(work, owner=self)

    def saved(self, key: str) -> None:
        """The text was handed on to be stored, or thrown away: forget it, after the write that was asked for now."""
        known = self._found.pop(key, None) is not None
        self._changed.pop(key, None)
        if known:
            QTimer.singleShot(0, self, partial(self._drop, key))

    def _drop(self, key: str) -> None:
        if key in self._found or key in self._changed:
            return
        workspace, prefix = self._workplace.workspace, self._prefix
        self._workplace.tasks.run(lambda: services.drop_typing(workspace, prefix + key), owner=self)


def _put(field: TextField | TextArea, text: str) -> None:
    """Show text as if it had been typed: leaving the field commits it."""
    editor = field.editor
    if isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text)
    elif isinstance(editor, QLineEdit):
        editor.setText(text)
