"""The tabs that are plain lists: tests with the values of one in a drawer, visits, hazards."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector.domain.verdict import Verdict
from inspector.i18n import N_, _
from inspector.quick_dataclass import dataclass
from inspector.services.customer_files.views import HazardRow, TestRow, TestValueView, VisitRow
from inspector.ui.customers.cards import facts_grid, visit_result
from inspector.ui.customers.looks import FileDelegate, State, days_width, grade_width, status_width, verdict_width
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.chip import VerdictMark
from inspector.ui.kit.columns import Column, ColumnsTable, RowsModel
from inspector.ui.kit.drawer import Drawer, DrawerSplit
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.marks import Rule
from inspector.ui.kit.painting import text_width
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text

TESTS = (
    Column("tested_on", N_("Test date"), 70, sortable=False, loud=True),
    Column("name", N_("Equipment"), 120, stretch=2, strong=True, sortable=False),
    Column("kind", N_("Kind"), 80, stretch=1, sortable=False, drop=1),
    Column("lab", N_("Tested by"), 100, stretch=2, sortable=False),
    Column("values", N_("Values"), 40, right=True, sortable=False, drop=2),
    Column("bad", N_("Beyond limit / attention"), 60, right=True, sortable=False, drop=3),
    Column("next_due", N_("Next test"), 70, sortable=False),
    Column("verdict", N_("State"), 60, sortable=False),
)
VISITS = (
    Column("on", N_("Date"), 76, sortable=False, loud=True),
    Column("number", N_("Inspection sheet"), 140, sortable=False, strong=True),
    Column("kind", N_("Occasion"), 110, stretch=1, sortable=False),
    Column("inspectors", N_("Inspector"), 100, stretch=1, sortable=False),
    Column("result", N_("Result"), 120, stretch=1, sortable=False, loud=True),
    Column("notice", N_("Result notice"), 120, sortable=False),
)
HAZARDS = (
    Column("number", N_("Hazard no."), 150, sortable=False),
    Column("place", N_("Place / equipment"), 100, stretch=2, sortable=False),
    Column("description", N_("Hazard"), 150, stretch=4, sortable=False, loud=True),
    Column("grade", N_("Grade"), 56, sortable=False),
    Column("found_on", N_("Found on"), 60, sortable=False, drop=1),
    Column("deadline", N_("Deadline"), 100, sortable=False),
    Column("status", N_("Status"), 56, sortable=False),
    Column("closed_on", N_("Closed on"), 60, sortable=False, drop=2),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: texts, and what its delegate paints; `source` is what services gave."""

    id: str
    cells: Mapping[str, str]
    source: TestRow | VisitRow
    state: State = State(None)


class ListTab(QWidget):
    """A table, or what is said when it is empty. `row_opened(source)` by Enter or click."""

    row_opened = Signal(object)

    def __init__(self, name: str, columns: Sequence[Column], empty: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RowsModel(columns, self)
        self.table = ColumnsTable(name, self.model)
        self.table.setItemDelegate(FileDelegate(self.table))
        self._empty = empty
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._stack)
        self.table.row_opened.connect(self._on_row_opened)

    def show_lines(self, lines: Sequence[Line | HazardRow]) -> None:
        """Show other rows; the one that was chosen stays so."""
        before = self.model.row(self.table.currentIndex().row())
        self.model.set_rows(lines)
        self._stack.setCurrentWidget(self.table if lines else self._empty)
        self.table.choose(max(0, self.model.find(before.id)) if before is not None else 0)

    def focus_first(self) -> None:
        """Give the focus to the table."""
        self.table.setFocus()

    def _on_row_opened(self, number: int) -> None:
        row = self.model.row(number)
        if row is not None:
            self.row_opened.emit(row.source if isinstance(row, Line) else row)


class VisitsTab(ListTab):
    """检查. `row_opened(VisitRow)`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        empty = EmptyState(
            "clipboard-check", _("Not inspected yet."), _("The button at the top starts the first visit.")
        )
        super().__init__(_("Visits"), VISITS, empty, parent)
        self.table.contents = {
            "number": text_width("JC-2026-0611-WWW-01", "body_medium"),
            "notice": text_width("TZ-2026-WWW-0001", "body"),
        }

    def show_rows(self, rows: Sequence[VisitRow]) -> None:
        """Show visits."""
        self.show_lines([_visit_line(row) for row in rows])


class HazardsTab(ListTab):
    """隐患. `row_opened(HazardRow)`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        empty = EmptyState("shield", _("No hazard was ever found here"), _("What visits find is listed here."))
        super().__init__(_("Hazards"), HAZARDS, empty, parent)
        self.table.contents = {
            "number": text_width("YH-2026-WWW-0001", "body"),
            "grade": grade_width(),
            "deadline": days_width(),
            "status": status_width(),
        }

    def show_rows(self, rows: Sequence[HazardRow]) -> None:
        """Show hazards."""
        self.show_lines(rows)


class TestDrawer(Drawer):
    """The values of one test."""

    __test__ = False
    report_requested = Signal(object)
    """`ReportView`: open this file of the testing company."""

    def show_test(self, row: TestRow) -> None:
        """Show a test."""
        self.title.setText(f"{row.name} · {row.tested_on}")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(15, 12, 15, 16)
        column.setSpacing(8)
        facts = ((_("Tested by"), row.lab), (_("Next test"), row.next_due.isoformat() if row.next_due else ""))
        column.addLayout(facts_grid([(label, value) for label, value in facts if value]))
        for report in row.reports:
            button = Button(report.name, Kind.LINK, icon="paperclip")
            button.clicked.connect(lambda report=report: self.report_requested.emit(report))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Rule())
        column.addLayout(_value_grid(row.values))
        column.addStretch(1)
        while (item := self.body.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.body.addWidget(Scroller(content))


class TestsTab(ListTab):
    """试验: all tests, the values of the chosen one in the drawer."""

    __test__ = False
    report_requested = Signal(object)
    """`ReportView`: open this file of the testing company."""

    def __init__(self, parent: QWidget | None = None) -> None:
        empty = EmptyState(
            "zap", _("No test is recorded yet."), _("Tests come from visits, or from a workbook that is imported.")
        )
        super().__init__(_("Tests"), TESTS, empty, parent)
        self.table.contents = {"tested_on": text_width("2026-12-30", "body"), "verdict": verdict_width()}
        self.table.contents["next_due"] = self.table.contents["tested_on"]
        self._drawer = TestDrawer()
        self._layout.removeWidget(self._stack)
        self.split = DrawerSplit(self._stack, self._drawer, "customer-tests")
        self._layout.addWidget(self.split)
        self._connect()

    def _connect(self) -> None:
        self.row_opened.connect(self._on_test_opened)
        self._drawer.report_requested.connect(self.report_requested)
        self.table.row_chosen.connect(self._on_row_chosen)
        self.split.opened_changed.connect(lambda _open: self.table.setFocus())

    def show_rows(self, rows: Sequence[TestRow]) -> None:
        """Show tests."""
        self.show_lines([_test_line(row) for row in rows])

    def close_drawer(self) -> bool:
        """Close the drawer; says whether it was open."""
        was = self.split.is_open
        self.split.set_open(False)
        return was

    def _on_test_opened(self, row: TestRow) -> None:
        self._drawer.show_test(row)
        self.split.set_open(True)

    def _on_row_chosen(self, number: int) -> None:
        row = self.model.row(number)
        if self.split.is_open and row is not None:
            self._drawer.show_test(row.source)


def _visit_line(row: VisitRow) -> Line:
    cells = {
        "on": f"{row.on:%Y-%m-%d}" if row.on else "",
        "number": row.number,
        "kind": row.kind,
        "inspectors": row.inspectors,
        "result": visit_result(row)[0],
        "notice": row.notice,
    }
    return Line(row.id, cells, row)


def _test_line(row: TestRow) -> Line:
    cells = {
        "tested_on": row.tested_on.isoformat(),
        "name": row.name,
        "kind": row.kind_name,
        "lab": row.lab,
        "values": str(len(row.values)),
        "bad": f"{row.failed} / {row.attention}" if row.failed or row.attention else "",
        "next_due": row.next_due.isoformat() if row.next_due else "",
    }
    unjudged = sum(1 for value in row.values if value.verdict is Verdict.UNDETERMINED)
    return Line(row.id, cells, row, State(row.verdict, None, unjudged))


def _value_grid(values: Sequence[TestValueView]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for number, value in enumerate(values):
        line = 2 * number
        if number:
            grid.addWidget(Rule(token="line2"), line - 1, 0, 1, 3)  # noqa: S106 - a colour token
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(value.name, "body", wrap=True))
        said = " · ".join(part for part in (value.limit, value.basis) if part)
        if said:
            words.addWidget(Text(said, "hint", "text-2", wrap=True))
        grid.addLayout(words, line, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        grid.addWidget(Text(value.text, "body_medium"), line, 1, right)
        if value.verdict in (Verdict.FAIL, Verdict.ATTENTION, Verdict.PASS):
            grid.addWidget(VerdictMark(value.verdict), line, 2, right)
    return grid
