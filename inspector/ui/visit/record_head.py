"""The head of a test record: when and where it was tested, next due date, ambient conditions."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.services.visits.views import Row, RowKind, Target
from inspector.ui.forms.answers import normal_text
from inspector.ui.kit.fields import ComboField, Field, TextField
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.visit.drafts import VisitTyping, place

_LEAST = 110
_CHOICE = 200
"""A choice in one line with its label takes no more, however wide the page is."""
_GAP, _MARGIN = 20, 16
_ANY = (1 << 24) - 1
"""Qt's word for no limit of a width."""
_WIDTHS = {RowKind.DATE: 118, RowKind.TIME: 84, RowKind.NUMBER: 84}


class _HeadField(QWidget):
    """A field with its label, required star and unit above it."""

    def __init__(self, row: Row, store: Callable[[str, str], None], *, inline: bool) -> None:
        super().__init__()
        self._kind = row.kind
        self._ref = row.ref
        self.narrow = row.kind in _WIDTHS
        """Whether it takes no more room than its value."""
        self.error = ""
        """What is wrong with the value, with the field's name."""
        self._store = store
        layout = QBoxLayout(QBoxLayout.Direction.LeftToRight if inline else QBoxLayout.Direction.TopToBottom, self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8 if inline else 3)
        top = QHBoxLayout()
        top.setSpacing(3)
        words = " ".join(part for part in (row.label, row.unit) if part)
        label = Text(words, "hint", "text-2") if inline else ElidedLabel(words, "hint", "text-2")
        top.addWidget(label)
        if row.required:
            top.addWidget(Text("*", "hint_bold", "red-text"))
        layout.addLayout(top)
        self.field: Field = ComboField(row.label) if row.kind is RowKind.CHOICE else TextField(row.label)
        layout.addWidget(self.field, 1)
        if row.kind in _WIDTHS and inline:
            self.field.setFixedWidth(_WIDTHS[row.kind])
        elif row.kind in _WIDTHS:  # as wide as its label where there is room
            self.setMinimumWidth(_WIDTHS[row.kind])
            self.setMaximumWidth(max(_WIDTHS[row.kind], top.sizeHint().width()))
        else:
            self.field.setMinimumWidth(_LEAST)
            if inline:
                self.setMaximumWidth(top.sizeHint().width() + layout.spacing() + _CHOICE)
        self._most = self.maximumWidth()
        self.least = top.sizeHint().width() + layout.spacing() + _WIDTHS.get(row.kind, _LEAST)
        """What it needs in one line with its label."""
        self.show_row(row)
        self.field.value_committed.connect(self._on_committed)

    def fill_column(self, *, on: bool) -> None:
        """Take the whole of its column, so that the fields of several lines end below each other."""
        self.setMaximumWidth(_ANY if on and not self.narrow else self._most)

    def _on_committed(self, text: str) -> None:
        stored = normal_text(text, self._kind)
        if stored != text and isinstance(self.field, TextField):
            self.field.set_value(stored)
        self._store(self._ref, stored)

    def show_row(self, row: Row) -> None:
        """Show the stored value; while somebody types, only the error changes."""
        if isinstance(self.field, ComboField):
            self.field.set_options((("", "—"), *row.options))
            self.field.set_value(row.value)
        elif isinstance(self.field, TextField) and not self.field.editor.hasFocus():
            self.field.set_value(row.value)
            self.field.show_start()
            self.field.set_read_only(row.readonly)
        self.error = f"{row.label}: {row.error}" if row.error else ""
        self.field.mark(row.error)
        self.field.setToolTip(row.error)


class TestHead(QWidget):
    """Shows head rows side by side, labels above or (`inline`) at the left.

    `value_entered(ref, text)` when a field is left with another value.
    """

    __test__ = False  # the head of a test, not a test class

    value_entered = Signal(str, str)

    def __init__(self, *, inline: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inline = inline
        self.typing: VisitTyping | None = None
        """Keeps what is typed into the fields; set it before the first row is shown."""
        self._target: Target | None = None
        self._fields: dict[str, _HeadField] = {}
        self._neighbours: tuple[QWidget, QWidget] | None = None
        self.errors = Text("", "hint", "red-text", wrap=True)
        """What is wrong, below the row: a narrow field has no room for a sentence."""
        self.errors.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 0 if inline else 8, _MARGIN, 6 if inline else 12)
        column.setSpacing(4)
        self._columns = 0
        """How many fields stand in a line."""
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(_GAP if inline else 8)
        self._lines.setVerticalSpacing(6)
        column.addLayout(self._lines)
        column.addWidget(self.errors)

    def show_rows(self, target: Target, rows: Sequence[Row]) -> None:
        """Show the head of another record, or fresh values of the same one."""
        shown = [row for row in rows if row.relevant and row.kind is not RowKind.NOTE]
        if target == self._target and [row.ref for row in shown] == list(self._fields):
            for row in shown:
                self.show_row(row)
            return
        self._target = target
        self._clear()
        for row in shown:
            self._fields[row.ref] = _HeadField(row, self.value_entered.emit, inline=self._inline)
            self._keep(row.ref)
        self._arrange()
        self.setVisible(bool(shown))
        self._show_errors()
        self._order()

    @property
    def target(self) -> Target | None:
        """Whose record it heads."""
        return self._target

    @property
    def filled(self) -> bool:
        """Whether it has any field."""
        return bool(self._fields)

    def stand_between(self, before: QWidget, after: QWidget) -> None:
        """Say what the focus comes from and goes to; fields are made late, and Qt would put them last."""
        self._neighbours = before, after

    def _order(self) -> None:
        if self._neighbours is None:
            return
        before, after = self._neighbours
        if not before.window() is self.window() is after.window():
            return
        for field in self._fields.values():
            editor = field.field.editor
            QWidget.setTabOrder(before, editor)
            before = editor
        QWidget.setTabOrder(before, after)

    def _arrange(self) -> None:
        """Lay the fields out in one line, or in as many as it takes where their labels stand at their left."""
        fields = list(self._fields.values())
        self._columns = columns = self._fitting()
        wrapped = columns < len(fields)
        for at in range(self._lines.columnCount()):
            self._lines.setColumnStretch(at, 0)
        for number, one in enumerate(fields):
            one.fill_column(on=wrapped)
            self._lines.addWidget(one, number // columns, number % columns)
            if wrapped or not (self._inline or one.narrow):
                self._lines.setColumnStretch(number % columns, 1)
        if not wrapped and (self._inline or all(one.narrow for one in fields)):
            self._lines.setColumnStretch(columns, 1)

    def _fitting(self) -> int:
        """How many fields fit into a line."""
        widths = [one.least for one in self._fields.values()]
        room = self.width() - 2 * _MARGIN
        if not self._inline or not widths or sum(widths) + _GAP * (len(widths) - 1) <= room:
            return max(1, len(widths))
        return max(1, min(len(widths), (room + _GAP) // (max(widths) + _GAP)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._inline and self._fitting() != self._columns:
            self._arrange()

    def _clear(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._fields = {}

    def show_row(self, row: Row) -> None:
        """Fresh data of one field."""
        if row.ref in self._fields:
            self._fields[row.ref].show_row(row)
            self._keep(row.ref)
            self._show_errors()

    def _show_errors(self) -> None:
        words = "\n".join(field.error for field in self._fields.values() if field.error)
        self.errors.setText(words)
        self.errors.setVisible(bool(words))

    def _keep(self, ref: str) -> None:
        field = self._fields[ref].field
        if self.typing is not None and isinstance(field, TextField):
            self.typing.follow(field, place("head", self._target, ref))

    def focus_row(self, ref: str) -> bool:
        """Focus a field; returns whether it is here."""
        if ref not in self._fields:
            return False
        self._fields[ref].field.editor.setFocus()
        return True
