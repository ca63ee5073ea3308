"""The issues of a ledger: numbered, by whom and when, what they marked; each can be printed again as it was."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.domain.ledger import LedgerKind
from inspector.i18n import _, pgettext
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.painted_list import PaintedList
from inspector.ui.kit.painting import RIGHT, text
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.page import Context

if TYPE_CHECKING:
    from inspector.services.issues.issuing import LedgerIssue, RowChange

WIDTH: Final = 720
HEIGHT: Final = 260
SHOWN_CHANGES: Final = 40
"""Changed rows that are named; the print marks all."""


class IssueRows(PaintedList["LedgerIssue"]):
    """The issues, the newest first."""

    row_height = 44

    @override
    def words(self, item: "LedgerIssue") -> str:
        return " · ".join((item.number, f"{item.issued_at:%Y-%m-%d %H:%M}", item.issued_by, item.scope, _told(item)))

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: "LedgerIssue") -> None:
        half = rect.height() / 2
        upper = QRectF(rect.left(), rect.top() + 3, rect.width(), half)
        lower = QRectF(rect.left(), rect.top() + half - 1, rect.width(), half)
        text(painter, upper, item.number, "body_medium", "text-1")
        text(painter, upper, f"{item.issued_at:%Y-%m-%d %H:%M} · {item.issued_by}", "hint", "text-2", RIGHT)
        text(
            painter,
            QRectF(lower.left(), lower.top(), lower.width() - 260, lower.height()),
            item.scope,
            "hint",
            "text-2",
        )
        text(painter, lower, _told(item), "hint", "text-2", RIGHT)

    @override
    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 60, self.row_height * max(1, len(self.items)))


def _told(issue: "LedgerIssue") -> str:
    if not issue.since:
        return _("{rows} rows").format(rows=issue.rows)
    words = _("{rows} rows: {new} new, {changed} changed, {closed} closed")
    return words.format(rows=issue.rows, new=issue.new, changed=issue.changed, closed=issue.closed)


class IssueListDialog(Dialog):
    """Enter or a click chooses an issue and shows what it marked; the main button prints it again as it was."""

    reprint_wanted = Signal(object)

    def __init__(self, parent: QWidget, context: Context, kind: LedgerKind) -> None:
        hint = _("A reprint is the same, byte for byte.")
        super().__init__(parent, _("Issues of this ledger"), hint, accept=_("Print again…"), width=WIDTH)
        self._context = context
        self._chosen: LedgerIssue | None = None
        self.rows = IssueRows(_("Issues of this ledger"))
        scroller = Scroller(self.rows)
        scroller.setFixedHeight(HEIGHT)
        self._changes = Text("", "hint", "text-2", wrap=True)
        self.body.addWidget(scroller)
        self.body.addWidget(self._changes)
        self.accept_button.setEnabled(False)
        self.cancel_button.set_label(pgettext("window", "Close"))
        self.rows.row_opened.connect(self._on_row_opened)
        self.accepted.connect(self._on_accepted)
        workspace = context.workspace

        def work() -> Any:
            from inspector.services.issues.issuing import issues  # noqa: PLC0415 - on the worker

            return issues(workspace, kind)

        context.tasks.run(work, self._on_fetched, owner=self)

    @override
    def first_focus(self) -> QWidget:
        return self.rows

    def _on_fetched(self, found: "tuple[LedgerIssue, ...]") -> None:
        self.rows.show_items(found)
        if found:
            self.rows.setFocus()
            self._on_row_opened(found[0])
        else:
            self._changes.setText(_("Nothing was issued yet. Print the ledger to make the first issue."))

    def _on_row_opened(self, issue: "LedgerIssue") -> None:
        self._chosen = issue
        self.accept_button.setEnabled(True)
        self._changes.setText(f"{issue.number} · {_('Check')} {issue.check}")
        workspace = self._context.workspace

        def work() -> Any:
            from inspector.services.issues.issuing import changes  # noqa: PLC0415 - on the worker

            return changes(workspace, issue.id)

        def done(found: "tuple[RowChange, ...]") -> None:
            if self._chosen is issue:
                self._changes.setText(_changes_text(issue, found))

        self._context.tasks.run(work, done, owner=self)

    def _on_accepted(self) -> None:
        if self._chosen is not None:
            self.reprint_wanted.emit(self._chosen)


def _changes_text(issue: "LedgerIssue", found: "tuple[RowChange, ...]") -> str:
    """Which rows an issue marked, by what became of them."""
    names = {
        "new": _("New"),
        "changed": _("Changed"),
        "closed": _("Closed"),
        "voided": _("Voided"),
        "left": _("No longer listed"),
    }
    lines = [f"{issue.number} · {_('Check')} {issue.check}"]
    for key, name in names.items():
        rows = [str(change.row.values.get("number") or "") for change in found if change.change == key]
        if rows:
            more = f" … +{len(rows) - SHOWN_CHANGES}" if len(rows) > SHOWN_CHANGES else ""
            lines.append(f"{name}: {', '.join(rows[:SHOWN_CHANGES])}{more}")
    return "\n".join(lines)
