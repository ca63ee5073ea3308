"""Keeps what is typed into fields until it is saved, so that a power cut costs at most the last third of a second.

GUI thread; reading and writing happen on the workspace's worker. A keeper belongs to one dialog or editor and names it
by its prefix; each field has a key of its own under it.
"""

from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector import services
from inspector.ui.kit.fields import TextArea, TextField
from inspector.ui.tasks import Tasks

QUIET_MS = 300
"""How long nobody must have typed before the text is kept."""


class Workplace(Protocol):
    """Where a keeper works: a page's `Context`, or the presenter of a visit."""

    @property
    def workspace(self) -> Any:
        """The open workspace."""

    @property
    def tasks(self) -> Tasks:
        """Runs the work."""


class TypedField(Protocol):
    """What can be kept: a text field, or anything that tells and takes its content as text."""

    @property
    def value_edited(self) -> SignalInstance:
        """Sent on each change by a person."""

    @property
    def editor(self) -> QWidget:
        """What has the focus while somebody types."""

    def value(self) -> str:
        """The content now."""

    def set_value(self, value: str) -> None:
        """Show content without a signal."""


class TypingKeeper(QObject):
    """Keeps the text of its fields under `prefix`; a child of `parent`, and gone with it.

    Attach the fields when they show their saved values, then `restore()`. `clear()` after the values were saved or
    thrown away. `restored` tells the names of the fields that got unsaved text back: say so to the person.
    """

    restored = Signal(object)
    """tuple of keys."""

    def __init__(self, place: Workplace, prefix: str, parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self._prefix = prefix if prefix.endswith(":") else f"{prefix}:"
        self._fields: dict[str, TypedField] = {}
        self._saved: dict[str, str] = {}
        self._kept: dict[str, str] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self.keep)
        parent.destroyed.connect(self._on_parent_destroyed)

    def attach(self, field: TypedField, key: str) -> None:
        """Keep what is typed into `field` under `key`; the value that it shows now is the saved one."""
        self._fields[key] = field
        self._saved[key] = self._kept[key] = field.value()
        field.value_edited.connect(self._on_edited)
        field.editor.installEventFilter(self)

    def detach(self, key: str) -> None:
        """Let go of a field that goes before the others; what was kept of it stays kept until `clear`."""
        field = self._fields.pop(key, None)
        if field is not None:
            field.editor.removeEventFilter(self)
            self._saved.pop(key)
            self._kept.pop(key)

    def restore(self) -> None:
        """Fetch unsaved text and put it into its fields."""
        workspace, prefix = self._place.workspace, self._prefix
        self._place.tasks.run(lambda: services.kept_typing(workspace, prefix), self._on_fetched, owner=self)

    def clear(self) -> None:
        """Forget what was kept: the fields were saved or thrown away."""
        self._timer.stop()
        self._saved = {key: field.value() for key, field in self._fields.items()}
        self._kept = dict(self._saved)
        workspace, prefix = self._place.workspace, self._prefix
        self._place.tasks.run(lambda: services.drop_typing(workspace, prefix), owner=self)

    def keep(self) -> None:
        """Keep now what was typed since the last time."""
        self._timer.stop()
        changed = {key: field.value() for key, field in self._fields.items() if field.value() != self._kept[key]}
        self._kept |= changed
        for key, text in changed.items():
            self._keep(self._prefix + key, text)

    def _keep(self, key: str, text: str) -> None:
        workspace = self._place.workspace
        self._place.tasks.run(lambda: services.keep_typing(workspace, key, text), owner=self)

    def _on_parent_destroyed(self) -> None:
        """The fields go one after the other and lose the focus meanwhile: look at none of them any more."""
        self._timer.stop()
        self._fields.clear()

    def _on_edited(self, _text: str) -> None:
        self._timer.start()

    def _on_fetched(self, kept: dict[str, str]) -> None:
        found = []
        for key, field in self._fields.items():
            text = kept.get(self._prefix + key)
            if text is not None and text != field.value() and field.value() == self._saved[key]:
                _show(field, text)
                self._kept[key] = text
                found.append(key)
        if found:
            self.restored.emit(tuple(found))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self._timer.isActive():
            self.keep()
        return super().eventFilter(watched, event)


def _show(field: TypedField, text: str) -> None:
    """Put text into a field as if it had been typed: the field still counts it as not committed."""
    if not isinstance(field, TextField | TextArea):
        field.set_value(text)
        return
    editor = field.editor
    editor.setProperty("plainText" if editor.metaObject().indexOfProperty("plainText") >= 0 else "text", text)
