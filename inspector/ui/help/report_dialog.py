"""The error report before it is written: every file of it can be read, word for word. Nothing is sent."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.diagnosis.error_report import Part, packed, report_name
from inspector.ui.files.saving import ask_where, write_file
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.rows import Outline, OutlineItem
from inspector.ui.kit.text import Text
from inspector.ui.messages import Messages
from inspector.ui.tasks import Tasks

WIDTH = 860
HEIGHT = 320
LIST = 200


class ReportDialog(Dialog):
    """Files at the left, the text of one at the right; the main button asks where to save them as one archive."""

    def __init__(self, parent: QWidget, parts: Sequence[Part], tasks: Tasks, messages: Messages) -> None:
        super().__init__(
            parent,
            _("Error report"),
            _(
                "This is all the report holds: versions, sizes, and where the program made mistakes. No customer "
                "data, passphrases or photos. It stays on this computer until you hand the file on."
            ),
            accept=_("Save as a file…"),
            width=min(WIDTH, parent.window().width() - 64),
        )
        self._parts, self._tasks, self._messages = tuple(parts), tasks, messages
        self.list = Outline(_("Files of the report"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(HEIGHT)
        self.list.setFixedWidth(LIST)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.list, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        self.body.addLayout(row)
        self.body.addWidget(Text(_("Several lines may belong to one mistake."), "hint", "text-2"))
        self.list.item_chosen.connect(self.show_part)
        self.show_part(parts[0].name)

    def show_part(self, name: str) -> None:
        """Show one file."""
        part = next(one for one in self._parts if one.name == name)
        items = [OutlineItem(one.name, _(one.title), show_state=False) for one in self._parts]
        self.list.set_items(items, name)
        self.text.setPlainText(part.text)
        self.text.setAccessibleName(_(part.title))

    @override
    def first_focus(self) -> QWidget:
        return self.list

    @override
    def accept(self) -> None:
        name = report_name(datetime.now().astimezone())
        ask_where(self, _("Save the error report"), name, _("Archives (*.zip)"), self._write)

    def _write(self, path: Path) -> None:
        parts = self._parts
        self._tasks.run(
            lambda: write_file(path, packed(parts)), lambda _size: self._on_written(path), pool=True, owner=self
        )

    def _on_written(self, path: Path) -> None:
        self._messages.success(_("The error report is saved: {name}").format(name=path.name))
        self.accepted.emit()
        self._close()
