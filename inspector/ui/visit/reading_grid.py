"""The reading grid (step 3): one table, groups with sticky heads that fold, three phase columns, rows of 36."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.visits.views import FormView, Target, TargetSummary
from inspector.ui.visit.reading_paint import GROUP_HEIGHT, paint_group
from inspector.ui.visit.reading_rows import Column, Group
from inspector.ui.visit.reading_table import ReadingTable
from inspector.ui.visit.reading_view import ColumnWidth

ROW = 36
WIDTHS = (
    ColumnWidth(Column.LABEL, 0, 0),
    ColumnWidth(Column.CELL_1, 92, 92),
    ColumnWidth(Column.CELL_2, 92, 92),
    ColumnWidth(Column.CELL_3, 92, 92),
    ColumnWidth(Column.LAST, 72, 84),
    ColumnWidth(Column.CHANGE, 72, 84),
    ColumnWidth(Column.LIMIT, 116, 124),
    ColumnWidth(Column.VERDICT, 112, 186),
    ColumnWidth(Column.TREND, 0, 90, optional=True),
    ColumnWidth(Column.BASIS, 0, 110, optional=True),
    ColumnWidth(Column.PHOTO, 64, 72),
)
LABEL_ROOM = 200


def group_of(form: FormView | TargetSummary) -> Group:
    """The group head of a form."""
    return Group(form.target, form.title, form.subtitle, form.done, form.total, form.state)


class _StickyHead(QWidget):
    """The head of the group at the top edge, fixed over the rows; a click folds the group."""

    def __init__(self, grid: "ReadingGrid") -> None:
        super().__init__(grid)
        self._grid = grid
        self._shown: tuple[Group, int] | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_group(self, group: Group | None, push: int) -> None:
        """Show a group's head, pushed up by the next head by `push` px; None hides it."""
        if (group, push) == self._shown and group is not None:
            return
        self._shown = (group, push) if group is not None else None
        if group is not None:
            viewport = self._grid.viewport()
            top = viewport.mapTo(self._grid, viewport.rect().topLeft())
            self.setGeometry(QRect(top.x(), top.y(), viewport.width(), GROUP_HEIGHT - push))
            self.raise_()
            self.update()
        self.setVisible(group is not None)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._shown is not None:
            self._grid.fold(self._shown[0].target)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown is None:
            return
        group, push = self._shown
        rect = QRectF(0, -push, self.width(), GROUP_HEIGHT)
        paint_group(QPainter(self), rect, group, folded=self._grid.reading_model.is_folded(group.target))


class ReadingGrid(ReadingTable):
    """Shows the lines of all forms of the step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Readings"), WIDTHS, row_height=ROW, label_room=LABEL_ROOM, parent=parent)
        self._sticky = _StickyHead(self)
        self._connect_scrolling()

    def _connect_scrolling(self) -> None:
        self.verticalScrollBar().valueChanged.connect(self._stick)
        model = self.reading_model
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.dataChanged):
            signal.connect(self._stick)

    def show_forms(self, forms: Sequence[FormView]) -> None:
        """Show the lines of all forms, one group each."""
        self.leave_editor()
        groups = [(group_of(form), form.lines) for form in forms if form.lines]
        self.reading_model.show(groups, grouped=True)
        self._span_heads()
        self.fit_columns()
        self._stick()

    def _span_heads(self) -> None:
        self.clearSpans()
        for row, entry in enumerate(self.reading_model.rows):
            if isinstance(entry, Group):
                self.setSpan(row, 0, 1, len(self.reading_model.columns))

    def set_abnormal_only(self, *, on: bool) -> None:
        """Show only abnormal lines; the focus stays on its line if that is still shown."""
        self.leave_editor()
        entry = self.current()
        self.reading_model.set_abnormal_only(on=on)
        self._span_heads()
        if entry is None or not self.focus_line(entry.target, entry.line.ref):
            self.focus_first_open()

    def fold(self, target: Target) -> None:
        """Fold a group or show its lines."""
        self.leave_editor()
        self.reading_model.set_folded(target, folded=not self.reading_model.is_folded(target))

    def fold_finished(self) -> None:
        """Fold every group in which nothing is left to do; when all of those are folded, show them again."""
        self.leave_editor()
        model = self.reading_model
        done = [entry.target for entry in model.rows if isinstance(entry, Group) and entry.done >= entry.total]
        fold = any(not model.is_folded(target) for target in done)
        here = self.current()
        for target in done:
            model.set_folded(target, folded=fold)
        if here is None or model.find(here.target, here.line.ref)[0] < 0:
            self.focus_first_open()

    def show_group(self, target: Target) -> None:
        """Scroll a group to the top and focus its first open cell."""
        self.reading_model.set_folded(target, folded=False)
        self.focus_first_open(target)
        row = self.reading_model.group_row(target)
        bar = self.verticalScrollBar()
        if row >= 0:
            bar.setValue(bar.value() + self.rowViewportPosition(row))
            self.scrollTo(self.currentIndex())

    @property
    @override
    def top_cover(self) -> int:
        return GROUP_HEIGHT

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sticky.show_group(None, 0)
        self._stick()

    def _stick(self) -> None:
        """Put the head of the topmost group over the rows, pushed away by the next head."""
        top = self.rowAt(0)
        group = self.reading_model.group_above(top)
        if group is None or (top == self.reading_model.group_row(group.target) and self.rowViewportPosition(top) >= 0):
            self._sticky.show_group(None, 0)
            return
        below = self.rowAt(GROUP_HEIGHT - 1)
        push = 0
        if below >= 0 and isinstance(self.reading_model.rows[below], Group):
            push = GROUP_HEIGHT - self.rowViewportPosition(below) if below != top else 0
        self._sticky.show_group(group, push)
