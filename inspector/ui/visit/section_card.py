"""The card of one section of a checklist: its head, and its questions, of which only those near the view are built."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from inspector.i18n import _
from inspector.services.visits.views import Row, RowKind, Section
from inspector.ui.forms.column import VirtualColumn
from inspector.ui.forms.face import Room, is_answerable, left_of, line_below, right_of
from inspector.ui.forms.sizes import RowSizes, made_for
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.text import Text
from inspector.ui.visit.question import QuestionRow
from inspector.ui.visit.read_only import writes


def waits(row: Row) -> bool:
    """Whether a question has to be answered and is not, as stored; what may be left empty never waits."""
    return is_answerable(row) and (row.required or row.kind is RowKind.JUDGED) and not row.value


class SectionCard(Card):
    """`make(row)` builds the widget of a question; a row that the list `keeps` is not taken down while out of view."""

    def __init__(
        self,
        section: Section,
        make: Callable[[Row], QuestionRow],
        keeps: Callable[[str], bool],
        sizes: RowSizes,
        *,
        headed: bool,
    ) -> None:
        super().__init__(f"{section.number} {section.title}".strip() if headed else "", flush=True)
        self.section = section
        self.rows = {row.ref: row for row in section.rows}
        self._make, self._headed, self._sizes = make, headed, sizes
        self.column = VirtualColumn(self._build, self._height, keeps=keeps, name=section.title)
        self.count: Text | None = None
        self.rest: Button | None = None
        if headed:
            self.count = Text("", "body", "text-2")
            self.rest = Button(_("Pass the rest"), Kind.TEXT, icon="check", key="Shift A")
            writes(self.rest)
            self.head.addWidget(self.count)
            self.head.addWidget(self.rest)
            self._show_count()
        self.body.addWidget(self.column)

    def _show_count(self) -> None:
        if self.count is not None and self.rest is not None:
            self.count.setText(f"{self.section.done}/{self.section.total}")
            self.rest.setVisible(self.section.rest > 0)

    def _build(self, ref: str) -> QWidget:
        row = self._make(self.rows[ref])
        self._set_edges(ref, row)
        return row

    def _height(self, ref: str, width: int) -> int:
        row = self.rows[ref]
        return self._sizes.height(row, Room(width, left_of(row), right_of(row, width)), line_below(row))

    def _set_edges(self, ref: str, row: QuestionRow) -> None:
        keys = self.column.keys
        row.set_edges(first=not self._headed and ref == keys[0], last=ref == keys[-1])

    def built(self, ref: str) -> QuestionRow | None:
        """The widget of a question, if it is built."""
        widget = self.column.widget(ref)
        return widget if isinstance(widget, QuestionRow) else None

    def ensure(self, ref: str) -> QuestionRow | None:
        """The widget of a question that is shown, built if need be."""
        widget = self.column.ensure(ref)
        return widget if isinstance(widget, QuestionRow) else None

    def show_refs(self, refs: list[str]) -> None:
        """Show these questions, in this order."""
        if tuple(refs) != self.column.keys:
            self.column.show_keys(refs)
        for ref in refs:
            widget = self.built(ref)
            if widget is not None:
                self._set_edges(ref, widget)

    def take(self, section: Section, held: Callable[[str], bool]) -> None:
        """Take fresh counts and rows, but those that are `held`: what was typed there since is not stored yet."""
        self.section = section
        before = self.rows
        self.rows = {row.ref: before[row.ref] if row.ref in before and held(row.ref) else row for row in section.rows}
        self._show_count()
        other = [ref for ref, row in self.rows.items() if ref in before and row != before[ref]]
        self.column.forget([ref for ref in other if made_for(self.rows[ref]) != made_for(before[ref])])
        for ref in other:
            widget = self.built(ref)
            if widget is not None and widget.row != self.rows[ref]:
                widget.set_row(self.rows[ref])
        self.column.measure(other)

    def take_row(self, row: Row) -> None:
        """Take fresh data of one question."""
        self.rows[row.ref] = row
        self.column.measure([row.ref])
