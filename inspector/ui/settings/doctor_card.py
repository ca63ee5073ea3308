"""The card of the doctor: examines the workspace and says what it found, what it means, and what to do."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _, ngettext
from inspector.services.rescue.doctor import examine
from inspector.ui.kit.button import Button
from inspector.ui.kit.card import Card
from inspector.ui.kit.progress import ProgressLine
from inspector.ui.kit.text import Text
from inspector.ui.page import Context

SUBJECT = 24
"""Characters of an id or hash that tell it from others."""


class DoctorCard(Card):
    """A button and, after it was pressed, the report. Reads beside the work that goes on; changes nothing."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Examination"))
        self._context = context
        self.button = Button(_("Examine the workspace"), icon="shield-check")
        self.progress = ProgressLine(_("Examining"))
        self.verdict = Text("", "body_bold", wrap=True)
        self.numbers = Text("", "hint", "text-2", wrap=True)
        self._report: QWidget | None = None
        hint = _("Reads the database, every record and every photo, and says what is wrong or missing. Work goes on.")
        self.body.addWidget(Text(hint, "hint", "text-2", wrap=True))
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.verdict)
        self.body.addWidget(self.numbers)
        for hidden in (self.progress, self.verdict, self.numbers):
            hidden.hide()
        self.button.clicked.connect(self.examine)

    def examine(self) -> None:
        """Examine now."""
        workspace = self._context.workspace
        self.button.setEnabled(False)
        self.verdict.hide()
        self.numbers.hide()
        self._drop_report()
        self.progress.set_progress(0, 0, " ")
        self.progress.show()
        self._context.tasks.run(lambda: examine(workspace), self._on_examined, pool=True)

    def _on_examined(self, report: dict[str, Any]) -> None:
        self.button.setEnabled(True)
        self.progress.hide()
        found, notes = report["findings"], report["notes"]
        in_order = _("Everything is in order.")
        wrong = ngettext("{count} thing is not in order.", "{count} things are not in order.", len(found))
        self.verdict.setText(in_order if report["ok"] else wrong.format(count=len(found)))
        self.verdict.set_token("green-text" if report["ok"] else "red-text")
        self.verdict.show()
        self.numbers.setText(self._numbers(report))
        self.numbers.show()
        self._show([*found, *notes], len(found))

    def _numbers(self, report: dict[str, Any]) -> str:
        """When it was examined, and how much."""
        files, unsent = report["files"], report["unsent"]
        parts = (
            _("Examined at {time}").format(time=f"{self._context.workspace.now().astimezone():%H:%M}"),
            ngettext("{count} file checked", "{count} files checked", files).format(count=files),
            ngettext("{count} record is not on a server", "{count} records are not on a server", unsent).format(
                count=unsent
            ),
        )
        return " · ".join(parts)

    def _show(self, lines: list[dict[str, str]], wrong: int) -> None:
        """Findings, then advice."""
        self._report = QWidget()
        column = QVBoxLayout(self._report)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for number, line in enumerate(lines):
            subject = f" ({line['subject'][:SUBJECT]})" if line["subject"] else ""
            token = "red-text" if number < wrong else "text-1"
            column.addWidget(Text(f"{line['message']}{subject}", "body_bold", token, wrap=True))
            column.addWidget(Text(f"{line['meaning']} {line['advice']}".strip(), "body", "text-2", wrap=True))
            column.addSpacing(6)
        self.body.addWidget(self._report)

    def _drop_report(self) -> None:
        if self._report is not None:
            self._report.hide()
            self._report.deleteLater()
            self._report = None
