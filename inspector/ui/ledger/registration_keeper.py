"""Keeps all that is entered for a hazard to be registered, so that after a kill the dialog opens as it was left."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from inspector.ui.kit.typing import TypingKeeper

if TYPE_CHECKING:
    from inspector.ui.ledger.photo_input import PhotoInput
    from inspector.ui.ledger.register_dialog import RegisterHazardDialog


class KeptInput(QObject):
    """Any input as a field that a `TypingKeeper` keeps: its content as text, "" for what is usual there."""

    value_edited = Signal(str)

    def __init__(
        self,
        editor: QWidget,
        value: Callable[[], str],
        set_value: Callable[[str], None],
        changes: Sequence[SignalInstance],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._editor, self._value, self._set = editor, value, set_value
        for change in changes:
            change.connect(lambda *_told: self.value_edited.emit(""))

    @property
    def editor(self) -> QWidget:
        """What has the focus while it is changed."""
        return self._editor

    def value(self) -> str:
        """The content now."""
        return self._value()

    def set_value(self, value: str) -> None:
        """Show content that was kept."""
        self._set(value)


def keep_registration(dialog: "RegisterHazardDialog", keeper: TypingKeeper) -> None:
    """Attach every input of the dialog to the keeper."""
    grade, customer, photos = dialog.grade, dialog.customer, dialog.photos
    keeper.attach(
        KeptInput(customer.field.editor, customer.value, customer.set_value, (customer.known,), dialog), "customer"
    )
    keeper.attach(KeptInput(grade, grade.value, dialog.set_grade, (grade.value_chosen,), dialog), "grade")
    for key, field in dialog.inputs.items():
        kept = KeptInput(
            field.editor,
            lambda key=key: dialog.own_value(key),  # type: ignore[misc] # bound now
            lambda value, key=key: dialog.set_own_value(key, value),  # type: ignore[misc] # bound now
            (field.value_edited,),
            dialog,
        )
        keeper.attach(kept, key)
    keeper.attach(
        KeptInput(
            photos.strip, lambda: _written(photos), lambda value: _read(photos, value), (photos.changed,), dialog
        ),
        "photos",
    )


def _written(photos: "PhotoInput") -> str:
    return json.dumps(photos.paths, ensure_ascii=False) if photos.paths else ""


def _read(photos: "PhotoInput", value: str) -> None:
    """Take the files in again that are still there."""
    photos.add([path for path in json.loads(value) if Path(path).is_file()])
