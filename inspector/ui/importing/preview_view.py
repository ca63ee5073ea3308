"""The preview: what would be added and changed, and every error and warning by its place."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import N_, _, ngettext
from inspector.quick_dataclass import dataclass
from inspector.services.excel.text import bare_heading, heading_key
from inspector.services.excel.views import Action, ImportPreview, Issue, RowPreview
from inspector.ui.importing.preview_frame import PreviewFrame
from inspector.ui.kit.button import Button
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.columns import ROW_ROLE, Column, ColumnsModel
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.painting import text_width
from inspector.ui.kit.table import AnyIndex, RowDelegate
from inspector.ui.kit.text import Text

COLUMNS = (
    Column("action", N_("Import"), 70, sortable=False),
    Column("sheet", N_("Sheet"), 56, sortable=False, drop=1),
    Column("row", N_("Row"), 44, right=True, sortable=False),
    Column("title", N_("Record"), 220, stretch=2, strong=True, loud=True, sortable=False),
    Column("what", N_("Change or complaint"), 320, stretch=3, sortable=False),
)
ALL, WARNED = "all", "warned"
TABS = (
    (ALL, N_("All")),
    (Action.ADD.value, N_("Added")),
    (Action.CHANGE.value, N_("Changed")),
    (Action.SAME.value, N_("Unchanged")),
    (WARNED, N_("Warnings")),
    (Action.ERROR.value, N_("Errors")),
)
FIRST = (Action.ERROR.value, Action.CHANGE.value, Action.ADD.value)
"""What needs a look first: errors, then what is overwritten, then what is new."""
LOOKS = {
    Action.ADD: Look(N_("add"), "", "green"),
    Action.CHANGE: Look(N_("change"), "", "primary"),
    Action.SAME: Look(N_("as it is"), "", "plain"),
    Action.ERROR: Look(N_("error"), "octagon-alert", "red", solid=True),
}
DETAIL = 340
SHEET_NAME = 140.0
"""Most width for the names of sheets."""
MOST_LINES = 200
"""Lines of one row's details."""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as the table shows it."""

    id: str
    cells: Mapping[str, str]
    preview: RowPreview


class PreviewModel(ColumnsModel):
    """Rows of a preview under a filter; texts are made when they are asked for, so that any number costs nothing."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self._shown: tuple[RowPreview, ...] = ()

    def show_rows(self, rows: tuple[RowPreview, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._shown = rows
        self.endResetModel()

    @override
    def row(self, number: int) -> Any:
        if not 0 <= number < len(self._shown):
            return None
        found = self._shown[number]
        return PreviewRow(f"{found.sheet}:{found.row}:{number}", _cells(found), found)

    @override
    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)


class PreviewDelegate(RowDelegate):
    """Chips for what happens to a row."""

    @override
    def paint_content(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is None or COLUMNS[index.column()].key != "action":
            super().paint_content(painter, rect, index)
            return
        look = LOOKS[row.preview.action]
        paint_chip(painter, rect.left(), rect.center().y(), _(look.word), look)


class PreviewView(PreviewFrame):
    """As every preview of an import, and `mapping_wanted`."""

    mapping_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        model = PreviewModel()
        super().__init__(_("Rows of the file"), TABS, model, parent)
        self._model = model
        self._preview: ImportPreview | None = None
        self.table.setItemDelegate(PreviewDelegate(self.table))
        widths = [chip_width(_(look.word), look.icon) for look in LOOKS.values()]
        self.table.contents = {"action": max(widths)}
        self.summary = Text("", "body_medium", "text-2")
        self.columns_button = Button(_("Columns…"))
        self.columns_button.clicked.connect(self.mapping_wanted)
        self._lay_out(self._build_detail(), self.summary, self.columns_button, self.list_button, self.import_button)

    def _build_detail(self) -> Panel:
        side = Panel("surface", "l")
        side.setFixedWidth(DETAIL)
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 14, 0, 14)
        column.setSpacing(8)
        self.detail_title = Text("", "card_title", wrap=True)
        self.detail = Text("", "body", "text-2", wrap=True)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 12, 0)
        inner.addWidget(self.detail)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(holder)
        for area in (scroll.viewport(), holder):
            area.setAutoFillBackground(False)
        column.addWidget(self.detail_title)
        column.addWidget(scroll, 1)
        return side

    @property
    def preview(self) -> ImportPreview | None:
        """What is shown."""
        return self._preview

    def show_preview(self, preview: ImportPreview) -> None:
        """Show a preview; what needs a look comes first."""
        self._preview = preview
        self._groups = grouped(preview)
        counts = {key: len(rows) for key, rows in self._groups.items()}
        names = {row.sheet for row in preview.rows}
        self.table.contents["sheet"] = min(max([text_width(name, "body") for name in names], default=0.0), SHEET_NAME)
        for key, count in counts.items():
            self.tabs.set_count(key, count)
        errors = counts[Action.ERROR.value]
        changes = counts[Action.ADD.value] + counts[Action.CHANGE.value]
        ready = not errors and preview.plan.size > 0
        self.list_button.setVisible(bool(errors or counts[WARNED]))
        self.import_button.setEnabled(ready)
        words = ngettext("Import {count} row", "Import {count} rows", changes).format(count=changes)
        self.import_button.set_label(words if ready else _("Import"))
        self.summary.setText(_summary(errors, counts, empty=not preview.plan.size))
        self.summary.set_token("red-text" if errors else "text-2")
        self._open_at(next((key for key in FIRST if counts[key]), ALL))

    @override
    def _show_rows(self, rows: tuple[Any, ...]) -> None:
        self._model.show_rows(rows)

    @override
    def _on_row_chosen(self, number: int) -> None:
        row = self._rows.row(number)
        self.detail_title.setText(_place(row.preview) if row else "")
        self.detail.setText("\n".join(_lines(row.preview)) if row else "")


def grouped(preview: ImportPreview) -> dict[str, tuple[RowPreview, ...]]:
    """The rows of each tab, in one pass."""
    found: dict[str, list[RowPreview]] = {key: [] for key, _label in TABS}
    for row in preview.rows:
        if row.row or row.action is Action.ERROR:
            found[row.action.value].append(row)
        if row.issues and row.warned:
            found[WARNED].append(row)
    return {ALL: preview.rows, **{key: tuple(rows) for key, rows in found.items() if key != ALL}}


def _summary(errors: int, counts: Mapping[str, int], *, empty: bool) -> str:
    """What stops the import, or how much it brings."""
    if errors:
        words = ngettext(
            "{count} row with errors: correct it in the file",
            "{count} rows with errors: correct them in the file",
            errors,
        )
        return words.format(count=errors)
    if empty:
        return _("There is nothing to import: the register holds all of it already.")
    words = _("{added} added, {changed} changed, {unchanged} unchanged.")
    return words.format(
        added=counts[Action.ADD.value], changed=counts[Action.CHANGE.value], unchanged=counts[Action.SAME.value]
    )


def _cells(row: RowPreview) -> dict[str, str]:
    return {
        "action": _(LOOKS[row.action].word),
        "sheet": row.sheet,
        "row": str(row.row) if row.row else "",
        "title": row.title or (_("the whole sheet") if not row.row else ""),
        "what": _what(row),
    }


def _what(row: RowPreview) -> str:
    """The first complaint, else the changes, in one line."""
    issue = next((issue for issue in row.issues if not issue.warning), next(iter(row.issues), None))
    if issue is not None:
        message = issue.message
        named = bare_heading(issue.heading) in heading_key(message)
        return message if named else f"{issue.heading} {message}"
    return " · ".join(f"{c.heading} {c.old or '–'} → {c.new}" for c in row.changes[:4])


def _place(row: RowPreview) -> str:
    where = _("{sheet}, row {row}").format(sheet=row.sheet, row=row.row) if row.row else row.sheet
    return f"{where}\n{row.title}" if row.title else where


def _lines(row: RowPreview) -> list[str]:
    """Everything about a row: complaints with their column and value, then changes."""
    found: list[str] = []
    for issue in sorted(row.issues, key=lambda issue: (issue.warning, len(issue.column), issue.column)):
        found += [_complaint(issue), ""]
    found += [f"{change.heading}: {change.old or '–'} → {change.new}" for change in row.changes]
    if not found:
        found = [_("Nothing to look at in this row.")] if row.action is Action.SAME else [_("A new record.")]
    return found[:MOST_LINES]


def _complaint(issue: Issue) -> str:
    place = " ".join(part for part in (issue.column, issue.heading) if part)
    value = _("“{value}”").format(value=issue.value) if issue.value else ""
    head = " ".join(part for part in (place, value) if part)
    return f"{head}\n{issue.message}" if head else issue.message
