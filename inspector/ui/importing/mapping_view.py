"""Which sheet is what and which column is which field, for workbooks with other headings."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import N_, _
from inspector.quick_dataclass import dataclass
from inspector.services.excel.columns import SHEETS, column_of, columns_of
from inspector.services.excel.mapping import head_texts, missing_keys, remap
from inspector.services.excel.rows import column_letters
from inspector.services.excel.text import shown
from inspector.services.excel.views import Mapped, SheetData, SheetKind, SheetMapping, WorkbookSheets
from inspector.services.words import here
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.columns import Column, ColumnsTable, RowsModel
from inspector.ui.kit.fields import ComboField, TextField
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.tabs import TabRow
from inspector.ui.kit.text import Text

COLUMNS = (
    Column("letters", N_("Column"), 48, sortable=False),
    Column("heading", N_("Heading"), 150, stretch=1, strong=True, loud=True, sortable=False),
    Column("sample", N_("First values"), 180, stretch=2, sortable=False),
    Column("field", N_("Field"), 170, stretch=1, loud=True, sortable=False),
)
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column of the sheet."""

    id: str
    cells: Mapping[str, str]
    index: int


class MappingView(QWidget):
    """`accepted(mapping)` when the person goes on to the preview."""

    accepted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets: dict[str, SheetData] = {}
        self._mapping: dict[str, SheetMapping] = {}
        self._current = ""
        self._rows = RowsModel(COLUMNS, self)
        self._tabs: TabRow | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self.table = ColumnsTable(_("Columns of the sheet"), self._rows)
        kinds = [("", _("not imported")), *((kind.value, SHEETS[kind].render()) for kind in SheetKind)]
        self.kind = ComboField(_("The rows of this sheet are"), kinds, label=True)
        self.head_row = TextField(_("Headings stand in row"), label=True)
        self.field = ComboField(_("Field of the chosen column"), (), label=True)
        self.hint = Text("", "body", "text-2", wrap=True)
        side = Panel("surface", "l")
        side.setFixedWidth(320)
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for widget in (self.kind, self.head_row, self.field, self.hint):
            column.addWidget(widget)
        column.addStretch(1)
        self._top = Panel("surface", "b")
        self._top_row = QHBoxLayout(self._top)
        self._top_row.setContentsMargins(16, 0, 16, 0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.table, 1)
        middle.addWidget(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top)
        layout.addLayout(middle, 1)
        layout.addWidget(self._build_footer())

    def _build_footer(self) -> Panel:
        footer = Panel("surface", "t")
        row = QHBoxLayout(footer)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(12)
        self.missing = Text("", "body_medium", "red-text")
        self.go_on = Button(_("Preview"), Kind.PRIMARY, key="Ctrl Enter")
        row.addWidget(self.missing)
        row.addStretch(1)
        row.addWidget(self.go_on)
        return footer

    def _connect(self) -> None:
        self.table.row_chosen.connect(self._on_column_chosen)
        self.table.row_opened.connect(self._on_column_opened)
        self.kind.value_edited.connect(self._on_kind)
        self.head_row.value_committed.connect(self._on_head_row)
        self.field.value_edited.connect(self._on_field)
        self.go_on.clicked.connect(self.accept)

    # content --------------------------------------------------------------------------------------------------------

    def show_book(self, book: WorkbookSheets, mapping: Mapped) -> None:
        """Show the sheets of a file with the mapping suggested for it."""
        self._sheets = {sheet.name: sheet for sheet in book.sheets}
        self._mapping = {one.sheet: one for one in mapping if one.sheet in self._sheets}
        self._show_tabs()
        first = next((one.sheet for one in mapping if one.kind), next(iter(self._mapping), ""))
        self._show_sheet(first)

    def _show_tabs(self) -> None:
        if self._tabs is not None:
            self._top_row.removeWidget(self._tabs)
            self._tabs.hide()
            self._tabs.deleteLater()
        names = [(name, name if len(name) < 14 else name[:13] + "…") for name in self._mapping][:12]
        self._tabs = TabRow(_("Sheets"), names or [("", "")], height=44)
        self._top_row.insertWidget(0, self._tabs)
        self._top_row.addStretch(1)
        self._tabs.tab_chosen.connect(self._show_sheet)

    def _show_sheet(self, name: str) -> None:
        self._current = name
        if name not in self._mapping:
            return
        one = self._mapping[name]
        if self._tabs is not None:
            self._tabs.set_current(name)
        self.kind.set_value(one.kind.value if one.kind else "")
        self.head_row.set_value(str(one.head_row or 1))
        self._show_columns()
        self.table.choose(0)

    def _show_columns(self) -> None:
        one, sheet = self._mapping[self._current], self._sheets[self._current]
        before = self.table.currentIndex().row()
        self._rows.set_rows(_column_rows(sheet, one))
        options = [("", _("not imported"))]
        options += [(key, words) for key, words in _fields(one.kind)]
        self.field.set_options(options)
        self.field.setEnabled(one.kind is not None)
        self.table.choose(max(before, 0))
        self._on_column_chosen(self.table.currentIndex().row())
        self._tell()

    def _tell(self) -> None:
        one = self._mapping[self._current]
        self.hint.setText(_("Chosen before for the same headings.") if one.remembered else "")
        wanting = [(name, words) for name, words in ((m.sheet, _missing(m)) for m in self._mapping.values()) if words]
        text = ""
        if not any(m.kind for m in self._mapping.values()):
            text = _("Say of at least one sheet what its rows are.")
        elif wanting:
            text = _("{sheet}: no column for {fields}").format(sheet=wanting[0][0], fields=", ".join(wanting[0][1]))
        self.missing.setText(text)
        self.go_on.setEnabled(not text)

    # actions --------------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Go on with this mapping (Ctrl+Enter)."""
        if self.go_on.isEnabled():
            self.accepted.emit(tuple(self._mapping.values()))

    def take_focus(self) -> None:
        """Let the arrow keys walk the columns."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_column_chosen(self, number: int) -> None:
        row = self._rows.row(number)
        one = self._mapping.get(self._current)
        if row is not None and one is not None:
            self.field.set_value(one.columns.get(row.index, ""))

    def _on_column_opened(self, _number: int) -> None:
        if self.field.isEnabled():
            self.field.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_kind(self, kind: str) -> None:
        sheet, one = self._sheets[self._current], self._mapping[self._current]
        head = one.head_row or (sheet.rows[0][0] if sheet.rows else 1)
        self._mapping[self._current] = remap(sheet, SheetKind(kind) if kind else None, head)
        self._show_columns()

    def _on_head_row(self, text: str) -> None:
        one = self._mapping.get(self._current)
        given = text.strip()
        valid = given.isascii() and given.isdigit() and 0 < len(given) < 7
        self.head_row.set_error("" if valid else _("Type the number of a row."))
        if one is not None and valid and int(given) != one.head_row:
            self._mapping[self._current] = remap(self._sheets[self._current], one.kind, int(given))
            self._show_columns()

    def _on_field(self, key: str) -> None:
        row, one = self._rows.row(self.table.currentIndex().row()), self._mapping[self._current]
        if row is None:
            return
        columns = {index: known for index, known in one.columns.items() if known != key and index != row.index}
        if key:
            columns[row.index] = key
        self._mapping[self._current] = replace(one, columns=columns, exact=False)
        self._show_columns()


def _column_rows(sheet: SheetData, one: SheetMapping) -> list[ColumnRow]:
    """The columns that have a heading or a value in the first rows below it."""
    texts = head_texts(sheet, one.head_row)
    below = [cells for number, cells in sheet.rows if number > one.head_row][:50]
    width = max([*texts, *(len(cells) - 1 for cells in below), -1]) + 1
    found = []
    for index in range(width):
        samples = [shown(cells[index], 24) for cells in below if index < len(cells)]
        given = [text for text in samples if text][:SAMPLES]
        if given or index in texts:
            field = column_of(one.kind, one.columns[index]) if one.kind and index in one.columns else None
            cells = {
                "letters": column_letters(index),
                "heading": texts.get(index, ""),
                "sample": " · ".join(given),
                "field": field.head.render() if field else "–",
            }
            found.append(ColumnRow(column_letters(index), cells, index))
    return found


def _fields(kind: SheetKind | None) -> list[tuple[str, str]]:
    return [(column.key, column.heading(here())) for column in columns_of(kind)] if kind else []


def _missing(one: SheetMapping) -> list[str]:
    if one.kind is None:
        return []
    columns = [column_of(one.kind, key) for key in missing_keys(one.kind, one.columns)]
    return [column.head.render() for column in columns if column is not None]
