"""The list of visits: running and planned ones as rows with their button, signed ones as a table."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.visit import VisitStatus
from inspector.i18n import N_, _, ngettext
from inspector.services.list_views import VisitListRow
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import Chip
from inspector.ui.kit.meaning import IMPORTANCES
from inspector.ui.kit.progress import Bar
from inspector.ui.kit.table import TableView
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.theme import color
from inspector.ui.visit.occasions import kind_name

AnyIndex = QModelIndex | QPersistentModelIndex
HEADS = (
    N_("Number"),
    N_("Customer"),
    N_("Account no."),
    N_("Occasion"),
    N_("Inspectors"),
    N_("Signed"),
    N_("Hazards"),
)
WIDTHS = (190, 0, 130, 90, 150, 110, 70)
"""Column widths; 0 takes the rest."""


class OpenVisitRow(QWidget):
    """A running or planned visit: when, who, progress, and the button that continues or starts it."""

    opened = Signal(str)

    def __init__(
        self, row: VisitListRow, *, first: bool = False, last: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        running = row.status is VisitStatus.OPEN
        self.row = row
        self._tinted = running and first
        self._last = last
        self.setFixedHeight(72)
        self.button = Button(
            _("Continue") if running else _("Start"),
            Kind.PRIMARY if running and first else Kind.SECONDARY,
            icon="" if running else "clipboard-check",
        )
        self.button.clicked.connect(lambda: self.opened.emit(row.id))
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(16)
        line.addLayout(self._when(running=running))
        line.addLayout(self._who(), 1)
        if running:
            line.addLayout(self._progress())
        line.addWidget(self.button)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._tinted:
            painter.fillRect(self.rect(), color("primary-tint"))
            painter.fillRect(0, 0, 4, self.height(), color("primary-text"))
        if not self._last:
            painter.fillRect(0, self.height() - 1, self.width(), 1, color("line2"))

    def _when(self, *, running: bool) -> QVBoxLayout:
        row = self.row
        at = row.started_at.astimezone() if row.started_at else None
        day = f"{at:%m-%d %H:%M}" if at else f"{row.planned_on:%m-%d}" if row.planned_on else "—"
        return _two(Text(day, "card_title"), Text(_("Running") if running else _("Planned"), "hint", "text-2"), 96)

    def _who(self) -> QVBoxLayout:
        row = self.row
        name = QHBoxLayout()
        name.setSpacing(8)
        label = ElidedLabel(row.customer, "card_title")
        label.setMaximumWidth(label.sizeHint().width() + 4)
        name.addWidget(label)
        if row.customer_class:
            name.addWidget(Chip(row.customer_class, IMPORTANCES[row.importance]))
        name.addStretch(1)
        facts = " · ".join(part for part in (kind_name(row.kind), row.account, row.inspectors, row.number) if part)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addStretch(1)
        column.addLayout(name)
        column.addWidget(ElidedLabel(facts, "hint", "text-2"))
        column.addStretch(1)
        return column

    def _progress(self) -> QVBoxLayout:
        row = self.row
        bar = Bar()
        bar.setFixedWidth(110)
        bar.set_fraction(row.done / row.total if row.total else 0.0)
        words = f"{row.done}/{row.total}" if row.total else _answers(row.done)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addStretch(1)
        column.addWidget(Text(words, "hint", "text-2"))
        if row.total:
            column.addWidget(bar)
        column.addStretch(1)
        return column


def _answers(count: int) -> str:
    return ngettext("{count} answer", "{count} answers", count).format(count=count)


def _two(first: QWidget, second: QWidget, width: int) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addStretch(1)
    for widget in (first, second):
        widget.setFixedWidth(width)
        column.addWidget(widget)
    column.addStretch(1)
    return column


class SignedModel(QAbstractTableModel):
    """Signed visits, newest first."""

    def __init__(self, rows: Sequence[VisitListRow] = ()) -> None:
        super().__init__()
        self._rows = tuple(rows)

    def set_rows(self, rows: Sequence[VisitListRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, index: int) -> VisitListRow:
        """The visit in a row."""
        return self._rows[index]

    @override
    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(HEADS)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(self._rows[index.row()])[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == len(HEADS) - 1:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section == len(HEADS) - 1:
            return int(Qt.AlignmentFlag.AlignRight)
        return None


def _cells(row: VisitListRow) -> tuple[str, ...]:
    signed = f"{row.signed_at.astimezone():%Y-%m-%d}" if row.signed_at else ""
    hazards = str(row.hazards) if row.hazards else "—"
    return row.number, row.customer, row.account, kind_name(row.kind), row.inspectors, signed, hazards


class VisitList(QWidget):
    """`visit_opened(id)` for a running or planned visit, `notice_requested(VisitListRow)` for a signed one."""

    visit_opened = Signal(str)
    notice_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = SignedModel()
        self.table = TableView(_("Signed visits"))
        self.table.setModel(self.model)
        self._open_card = Card(_("Running and planned"), flush=True)
        self._signed_card = Card(_("Signed visits"), hint=_("Enter saves the result notice"), flush=True)
        self._signed_card.body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._open_card)
        column.addWidget(self._signed_card, 1)
        self._fit_columns()
        self.table.activated.connect(self._on_activated)

    def _fit_columns(self) -> None:
        for column, width in enumerate(WIDTHS):
            if width:
                self.table.setColumnWidth(column, width)
            else:
                self.table.head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def open_rows(self) -> list[OpenVisitRow]:
        """The rows with a button, in order."""
        return self._open_card.findChildren(OpenVisitRow)

    def show_rows(self, rows: Sequence[VisitListRow]) -> None:
        """Show all visits; running ones come first."""
        while (item := self._open_card.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        waiting = [row for row in rows if row.status is not VisitStatus.SIGNED]
        for index, row in enumerate(waiting):
            line = OpenVisitRow(row, first=index == 0, last=index == len(waiting) - 1)
            line.opened.connect(self.visit_opened)
            self._open_card.body.addWidget(line)
        self._open_card.setVisible(bool(waiting))
        signed = [row for row in rows if row.status is VisitStatus.SIGNED]
        self.model.set_rows(signed)
        self._signed_card.setVisible(bool(signed))

    def focus_first(self) -> None:
        """Put the focus on the first visit that can be continued or started."""
        rows = self.open_rows()
        (rows[0].button if rows else self.table).setFocus(Qt.FocusReason.TabFocusReason)

    def _on_activated(self, index: QModelIndex) -> None:
        self.notice_requested.emit(self.model.row(index.row()))
