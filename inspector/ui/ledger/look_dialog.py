"""The columns of a ledger and its groups: what shows, in which order. Nothing changes before it is confirmed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from inspector.domain.ledger import LedgerKind
from inspector.i18n import N_, _
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import ComboField
from inspector.ui.kit.text import Text
from inspector.ui.ledger.columns import OWN, head, offered
from inspector.ui.ledger.tick_rows import TickRows

LIST_HEIGHT = 300
GROUP_WORDS = (
    ("", N_("No groups")),
    ("customer", N_("Customer")),
    ("grade", N_("Grade")),
    ("status", N_("Status")),
    ("team", N_("Team")),
    ("month", N_("Month found")),
)
_KEY = int(Qt.ItemDataRole.UserRole)


class LookDialog(Dialog):
    """`look_chosen(columns, group)`; columns are () for the ledger's own."""

    look_chosen = Signal(object, str)

    def __init__(self, parent: QWidget, kind: LedgerKind, chosen: Sequence[str], group: str) -> None:
        super().__init__(parent, _("Columns and groups"), accept=_("Apply"))
        self._kind = kind
        self.groups = ComboField(_("Group by"), [(key, _(label)) for key, label in GROUP_WORDS], label=True)
        self.groups.set_value(group)
        self.columns = QListWidget()
        self.columns.setAccessibleName(_("Columns"))
        self.columns.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.columns.setFixedHeight(LIST_HEIGHT)
        self.columns.setItemDelegate(TickRows(self.columns))
        self.columns.setFrameShape(QFrame.Shape.NoFrame)
        self.columns.installEventFilter(self)
        reset = Button(_("As it was at first"), Kind.LINK)
        reset.clicked.connect(lambda: self.show_columns(()))
        row = QHBoxLayout()
        row.addWidget(Text(_("Drag a column, or move it with Alt+↑ and Alt+↓."), "hint", "text-2", wrap=True), 1)
        row.addWidget(reset)
        self.body.addWidget(self.groups)
        self.groups.setVisible(kind is not LedgerKind.INSPECTION)  # without a parent it would be a window
        self.body.addWidget(self.columns)
        self.body.addLayout(row)
        self.show_columns(chosen)
        self.accepted.connect(self._on_accepted)

    def show_columns(self, chosen: Sequence[str]) -> None:
        """Show the columns, the chosen ones first and ticked."""
        on = tuple(chosen) or OWN[self._kind]
        self.columns.clear()
        for key in (*on, *(key for key in offered(self._kind) if key not in on)):
            item = QListWidgetItem(_(head(self._kind, key)), self.columns)
            item.setData(_KEY, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if key in on else Qt.CheckState.Unchecked)
        self.columns.setCurrentRow(0)

    def chosen(self) -> tuple[str, ...]:
        """Keys of the ticked columns in their order; () if that is how the ledger shows by itself."""
        items = [self.columns.item(row) for row in range(self.columns.count())]
        keys = tuple(str(item.data(_KEY)) for item in items if item.checkState() is Qt.CheckState.Checked)
        return () if keys == OWN[self._kind] else keys

    @override
    def first_focus(self) -> QWidget:
        return self.columns

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt with an arrow moves the current column."""
        if isinstance(watched, QListWidget) and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if by is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._move(by)
                return True
        return super().eventFilter(watched, event)

    def _move(self, by: int) -> None:
        row = self.columns.currentRow()
        if 0 <= row + by < self.columns.count():
            item = self.columns.takeItem(row)
            self.columns.insertItem(row + by, item)
            self.columns.setCurrentRow(row + by)

    def _on_accepted(self) -> None:
        self.look_chosen.emit(self.chosen(), self.groups.value())
