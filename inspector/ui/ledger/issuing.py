"""Printing a ledger as a numbered issue: what it will hold, who signs it, what has changed since the one before."""

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.ledger import LedgerKind
from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.services.ledgers.views import LedgerQuery
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.progress import ProgressLine
from inspector.ui.kit.text import Text
from inspector.ui.page import Context

if TYPE_CHECKING:
    from inspector.services.issues.outlook import IssueOutlook

WIDTH: Final = 560


class _Progress(QObject):
    """Takes progress from the drawing thread to the window."""

    progressed = Signal(int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.stopped = False

    def tell(self, done: int, of: int) -> bool:
        """Any thread; False stops the drawing."""
        if not self.stopped:
            self.progressed.emit(done, of)
        return not self.stopped


class IssueDialog(Dialog):
    """`issued(LedgerIssue)` when it was made. Esc stops one that is under way: nothing is kept of it then."""

    issued = Signal(object)

    def __init__(self, parent: QWidget, context: Context, kind: LedgerKind, query: LedgerQuery) -> None:
        super().__init__(parent, _("Print as a numbered issue"), accept=_("Issue and print"), width=WIDTH)
        self._context, self._kind, self._query = context, kind, query
        self._busy = False
        self._progress = _Progress(self)
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(12)
        self.facts.setVerticalSpacing(6)
        self.facts.setColumnStretch(1, 1)
        self.body.addLayout(self.facts)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.signers = {
            key: TextField(name, label=True)
            for key, name in (("prepared", _("Prepared")), ("checked", _("Checked")), ("approved", _("Approved")))
        }
        for field in self.signers.values():
            row.addWidget(field)
        self.body.addLayout(row)
        self._line = ProgressLine(_("Drawing the pages"))
        self._line.hide()
        self._notice = Text("", "hint", "red-text", wrap=True)
        self._notice.hide()
        self.body.addWidget(self._line)
        self.body.addWidget(self._notice)
        self.accept_button.setEnabled(False)
        self._progress.progressed.connect(self._on_progressed)
        self._ask()

    def _ask(self) -> None:
        workspace, kind, query = self._context.workspace, self._kind, self._query

        def work() -> Any:
            from inspector.services.issues.outlook import issue_outlook  # noqa: PLC0415 - on the worker

            return issue_outlook(workspace, kind, query)

        self._context.tasks.run(work, self._on_outlook, self._on_failed, owner=self)

    def _on_outlook(self, outlook: "IssueOutlook") -> None:
        rows = (
            (_("Number"), outlook.number),
            (_("Period"), outlook.period),
            (_("Scope"), outlook.scope),
            (_("Rows"), str(outlook.rows)),
            (_("Since the last issue"), _since(outlook)),
        )
        for index, (label, value) in enumerate(rows):
            self.facts.addWidget(Text(label, "body", "text-2"), index, 0)
            self.facts.addWidget(Text(value, "body_medium", wrap=True), index, 1)
        for field, name in zip(self.signers.values(), outlook.signers, strict=True):
            if not field.value():
                field.set_value(name)
        self._focus_empty()
        self.accept_button.setEnabled(bool(outlook.rows))
        if not outlook.rows:
            self._on_told(_("There is no row to print under these filters."))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field: an issue cannot be taken back, so Ctrl+Enter or the button makes it."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.focusNextPrevChild(True)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _focus_empty(self) -> None:
        """The first signer nobody has named yet."""
        empty = [field for field in self.signers.values() if not field.value()]
        if empty:
            empty[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def accept(self) -> None:
        if self._busy or not self.accept_button.isEnabled():
            return
        from inspector.services import Signers  # noqa: PLC0415 - rare

        self._busy = True
        self.accept_button.setEnabled(False)
        self._notice.hide()
        self._line.show()
        signers = Signers(*(field.value().strip() for field in self.signers.values()))
        workspace, kind, query, tell = self._context.workspace, self._kind, self._query, self._progress.tell
        self._context.tasks.run(
            lambda: services.issue_ledger(workspace, kind, query, signers, tell),
            self._on_issued,
            self._on_failed,
            pool=True,
            owner=self,
        )

    @override
    def reject(self) -> None:
        self._progress.stopped = True
        if self._busy:
            self._context.messages.info(_("Nothing was issued."))
        super().reject()

    def _on_issued(self, issue: Any) -> None:
        if self._progress.stopped:
            return
        if self._context.desk is not None:
            self._context.desk.refresh()
        self.issued.emit(issue)
        self.accepted.emit()
        self._close()

    def _on_progressed(self, done: int, of: int) -> None:
        self._line.set_progress(done, of)

    def _on_failed(self, problem: Problem) -> None:
        self._busy = False
        self._line.hide()
        self.accept_button.setEnabled(True)
        self._on_told(describe(problem))

    def _on_told(self, words: str) -> None:
        self._notice.setText(words)
        self._notice.show()


def _since(outlook: "IssueOutlook") -> str:
    """What changed since the issue before, in words."""
    if not outlook.since:
        return _("This is the first one of this scope.")
    counts = Counter(outlook.changes)
    left = sum(counts[key] for key in ("closed", "left", "voided"))
    words = _("{new} new, {changed} changed, {closed} closed or no longer listed since {number}")
    return words.format(new=counts["new"], changed=counts["changed"], closed=left, number=outlook.since)
