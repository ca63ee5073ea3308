"""The table of a preventive-test record (step 2): item, this time, last, first, limit, verdict, trend, basis."""

from PySide6.QtWidgets import QWidget

from inspector.i18n import _
from inspector.services.visits.views import FormView
from inspector.ui.visit.reading_rows import Column, Group
from inspector.ui.visit.reading_table import ReadingTable
from inspector.ui.visit.reading_view import ColumnWidth

ROW = 39
WIDTHS = (
    ColumnWidth(Column.LABEL, 0, 0),
    ColumnWidth(Column.CELL_1, 82, 92, shared=70),
    ColumnWidth(Column.CELL_2, 82, 92, shared=70),
    ColumnWidth(Column.CELL_3, 82, 92, shared=70),
    ColumnWidth(Column.LAST, 64, 76, shared=55),
    ColumnWidth(Column.FIRST, 60, 76, optional=True, shared=55),
    ColumnWidth(Column.LIMIT, 78, 100, shared=70),
    ColumnWidth(Column.VERDICT, 92, 176),
    ColumnWidth(Column.TREND, 80, 100, optional=True, shared=56),
    ColumnWidth(Column.BASIS, 96, 140, optional=True, shared=76),
)
LABEL_ROOM = 138
"""Least width of the label before optional columns give way, logical pixels."""


class TestTable(ReadingTable):
    """Shows the lines of one form."""

    __test__ = False  # a table of tests, not a test class

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Test record"), WIDTHS, row_height=ROW, label_room=LABEL_ROOM, parent=parent)

    def show_form(self, form: FormView) -> None:
        """Show the lines of a form."""
        self.leave_editor()
        self.reading_model.show([(Group(form.target, form.title), form.lines)], grouped=False)
        self.fit_columns()
