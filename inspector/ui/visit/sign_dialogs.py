"""Dialogs of signing: name and PIN, photo of the signed paper, refusal, the representative's name and title.

They check what is missing and hand on what was entered; none of them saves. A dialog whose answer can be turned down
later (a wrong PIN, an unreadable photo) stays open until `succeed` and shows the sentence given to `fail`.
"""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.button import Button
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import TextArea, TextField

PICTURES = "*.jpg *.jpeg *.png *.heic *.webp *.bmp *.tif *.tiff"


class _Pending(Dialog):
    """A dialog that stays open until what it asked for was carried out."""

    def missing(self) -> bool:
        """Show what is missing; whether anything is."""
        return False

    def submit(self) -> None:
        """Send what was entered."""
        raise NotImplementedError

    @override
    def complaint(self) -> bool:
        if not self.missing():
            self.accept_button.setEnabled(False)
            self.submit()
        return True

    def succeed(self) -> None:
        """It was carried out: close."""
        self._close()

    def fail(self, sentence: str) -> None:
        """It was not: show why under the field and let the person try again."""
        self.accept_button.setEnabled(True)
        self.blame(sentence)

    def blame(self, sentence: str) -> None:
        """Show the sentence at the field it is about."""
        raise NotImplementedError


class PinDialog(_Pending):
    """An inspector signs with name and PIN: `pin_entered(pin)`."""

    pin_entered = Signal(str)

    def __init__(self, parent: QWidget, name: str) -> None:
        title = _("Sign as {name}").format(name=name)
        text = _("Enter the PIN of this inspector. Name, time and this device are recorded with the signature.")
        super().__init__(parent, title, text, accept=_("Sign now"), width=380)
        self.field = TextField(_("PIN"), label=True, required=True, secret=True)
        self.body.addWidget(self.field)

    @override
    def missing(self) -> bool:
        empty = not self.field.value()
        self.field.set_error(_("Enter the PIN.") if empty else "")
        return empty

    @override
    def submit(self) -> None:
        self.pin_entered.emit(self.field.value())

    @override
    def blame(self, sentence: str) -> None:
        self.field.set_error(sentence)
        self.field.setFocus()


class RefusalDialog(_Pending):
    """The customer refuses to sign: `refused(reason, witness)`, both required."""

    refused = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        text = _("The notice is issued all the same and says that it was not signed, why, and who was present.")
        super().__init__(parent, _("The customer refuses to sign"), text, accept=_("Record the refusal"))
        self.reason = TextArea(_("Reason"), label=True, required=True, rows=2)
        self.witness = TextField(_("Witness"), label=True, required=True)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.witness)

    @override
    def missing(self) -> bool:
        reason, witness = self.reason.value().strip(), self.witness.value().strip()
        self.reason.set_error("" if reason else _("A reason is needed."))
        self.witness.set_error("" if witness else _("Enter who was present."))
        return not (reason and witness)

    @override
    def submit(self) -> None:
        self.refused.emit(self.reason.value().strip(), self.witness.value().strip())

    @override
    def blame(self, sentence: str) -> None:
        self.reason.set_error(sentence)


class NameFields(QWidget):
    """Name and title of whoever signs for the customer, side by side."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = TextField(_("Name"), label=True, required=True)
        self.name.set_value(name)
        self.title = TextField(_("Job title"), label=True)
        self.title.set_value(title)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.name, 1)
        row.addWidget(self.title, 1)

    def missing(self) -> bool:
        """Show that the name is missing; whether it is."""
        empty = not self.name.value().strip()
        self.name.set_error(_("Enter who signs for the customer.") if empty else "")
        return empty

    def values(self) -> tuple[str, str]:
        """Name and title as entered."""
        return (self.name.value().strip(), self.title.value().strip())


class DetailsDialog(Dialog):
    """Who signs for the customer: `details_given(name, title)`."""

    details_given = Signal(str, str)

    def __init__(self, parent: QWidget, name: str, title: str) -> None:
        super().__init__(parent, _("Who signs for the customer?"), accept=_("Use this name"))
        self.fields = NameFields(name, title)
        self.body.addWidget(self.fields)
        self.accepted.connect(self._on_accepted)

    @override
    def complaint(self) -> bool:
        return self.fields.missing()

    def _on_accepted(self) -> None:
        self.details_given.emit(*self.fields.values())


class PaperDialog(_Pending):
    """The photo of a signed paper: `photo_chosen(path, name, title)`; `for_staff` asks for no name.

    The path can be typed, pasted or chosen, so a keyboard is enough.
    """

    photo_chosen = Signal(str, str, str)

    def __init__(self, parent: QWidget, name: str, title: str, *, for_staff: bool = False) -> None:
        text = _("Print or write the notice, have it signed, and choose the photo of the signature.")
        super().__init__(parent, _("Photo of the signed paper"), text, accept=_("Attach and sign"), width=520)
        self._for_staff = for_staff
        self.fields = NameFields(name, title)
        self.body.addWidget(self.fields)
        self.fields.setVisible(not for_staff)
        self.path = TextField(_("Photo file"), label=True, required=True, placeholder=_("Path of the photo"))
        choose = Button(_("Choose…"), icon="folder-open")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.path, 1)
        column = QHBoxLayout()
        column.setContentsMargins(0, 22, 0, 0)
        column.addWidget(choose)
        row.addLayout(column)
        self.body.addLayout(row)
        choose.clicked.connect(self._on_choose)

    @override
    def first_focus(self) -> QWidget:
        named = self._for_staff or bool(self.fields.name.value())
        return self.path.editor if named else self.fields.name.editor

    def _on_choose(self) -> None:
        files = _("Pictures") + f" ({PICTURES})"
        dialog = QFileDialog(self.window(), _("Photo of the signed paper"), self.path.value(), files)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file_selected(self, path: str) -> None:
        self.path.set_value(path)
        self.path.set_error("")
        self.path.setFocus()

    @override
    def missing(self) -> bool:
        empty = not self.path.value().strip()
        self.path.set_error(_("Choose the photo of the signature.") if empty else "")
        unnamed = not self._for_staff and self.fields.missing()
        return empty or unnamed

    @override
    def submit(self) -> None:
        self.photo_chosen.emit(str(Path(self.path.value().strip()).expanduser()), *self.fields.values())

    @override
    def blame(self, sentence: str) -> None:
        self.path.set_error(sentence)
        self.path.setFocus()
