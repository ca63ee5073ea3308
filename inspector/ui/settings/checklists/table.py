"""The table of checklists: title, id, version, where it comes from, which step uses it, since when, questions."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import N_, _
from inspector.quick_dataclass import dataclass
from inspector.services.checklists.versions import FormLine
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.columns import ROW_ROLE, Column, ColumnsTable, RowsModel
from inspector.ui.kit.table import AnyIndex, RowDelegate
from inspector.ui.settings.checklists.words import CONFLICT, OWN, SHIPPED, TROUBLE, since, source_look, used_by

COLUMNS: Final = (
    Column("title", N_("Checklist"), 200, stretch=4, strong=True, loud=True, sortable=False),
    Column("used", N_("Used in step"), 170, stretch=3, sortable=False),
    Column("version", N_("Version"), 64, sortable=False),
    Column("source", N_("Source"), 0, sortable=False),
    Column("since", N_("Installed by"), 110, sortable=False, drop=2),
    Column("questions", N_("Questions"), 40, right=True, sortable=False, drop=1),
)


@dataclass(frozen=True, slots=True)
class FormRow:
    """A checklist as the table shows it."""

    id: str
    cells: Mapping[str, str]
    line: FormLine


def row_of(line: FormLine) -> FormRow:
    """A line in words."""
    cells = {
        "title": line.title,
        "used": used_by(line),
        "version": line.version,
        "source": _(source_look(line).word),
        "since": since(line),
        "questions": str(line.questions),
    }
    return FormRow(line.id, cells, line)


class _Delegate(RowDelegate):
    """Text, and a chip for the source."""

    @override
    def paint_content(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is None or COLUMNS[index.column()].key != "source":
            super().paint_content(painter, rect, index)
            return
        look = source_look(row.line)
        paint_chip(painter, rect.left(), rect.center().y(), _(look.word), look)


class FormsTable(ColumnsTable):
    """Rows of checklists; `row_chosen` tells the current one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.forms = RowsModel(COLUMNS)
        super().__init__(_("Checklists"), self.forms, dense=True, parent=parent)
        self.forms.setParent(self)
        looks = (SHIPPED, OWN, TROUBLE, CONFLICT)
        self.contents["source"] = max(chip_width(_(look.word), look.icon) for look in looks)
        self.setItemDelegate(_Delegate(self))

    def show_lines(self, lines: tuple[FormLine, ...], wanted: str = "") -> None:
        """Show other rows; `wanted` (an id) becomes current, else the current one stays, else the row in its place."""
        before, number = self.current(), max(0, self.currentIndex().row())
        self.forms.set_rows([row_of(line) for line in lines])
        found = self.forms.find(wanted or (before.id if before is not None else ""))
        self.choose(found if found >= 0 else number)

    def current(self) -> FormLine | None:
        """The current checklist."""
        row = self.forms.row(self.currentIndex().row())
        return row.line if row is not None else None
