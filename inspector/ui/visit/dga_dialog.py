"""The larger view of a gas analysis: triangles 1, 4, 5, pentagons 1, 2, every method, growth, all samples."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.criteria.dga.triangles import TRIANGLES
from inspector.i18n import _
from inspector.reports.figures.duval import DgaDrawing, Trail, pentagon_drawing, triangle_drawing
from inspector.services.gases.views import DgaView
from inspector.ui.files.saving import ask_where, write_file
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.text import Text
from inspector.ui.visit.dga_paint import DgaPicture
from inspector.ui.visit.dga_parts import GasTiles, Legend, TextGrid
from inspector.ui.visit.dga_rows import Rows, compared_rows, method_rows, rate_rows, ratio_rows, sample_rows
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.read_only import only_shows

WIDTH = 1080
MARGIN = 24
PICTURE = 244
ACROSS = 3

Draw = Callable[[float, float], DgaDrawing]


def drawings_of(trail: Trail, closer: Collection[int] = (4, 5)) -> list[tuple[str, Draw]]:
    """Titles and drawings, in the order they are read; triangles 4 and 5 are grey where `closer` does not name them."""
    triangles: list[tuple[str, Draw]] = []
    for triangle in TRIANGLES:
        name = _("Duval triangle {number}").format(number=triangle.number)
        applies = triangle.number == 1 or triangle.number in closer or not trail.current
        shown = trail if applies else replace(trail, muted=True)
        title = name if applies else f"{name} · {_('not applicable')}"
        triangles.append((title, partial(triangle_drawing, triangle, shown)))
    pentagons: list[tuple[str, Draw]] = [
        (_("Duval pentagon {number}").format(number=number), partial(pentagon_drawing, number, trail))
        for number in (1, 2)
    ]
    return [*triangles, *pentagons]


class DgaDialog(Dialog):
    """Shows everything, and saves the diagnosis sheet."""

    def __init__(self, parent: QWidget, presenter: VisitPresenter, view: DgaView) -> None:
        width = min(WIDTH, parent.window().width() - 2 * MARGIN)
        title = _("Dissolved gases in the oil") + (f" · {view.fault} {view.title}" if view.called else "")
        super().__init__(parent, title, accept=_("Done"), width=width)
        self._presenter = presenter
        self._view = view
        self.cancel_button.hide()
        self.sheet_button = Button(_("Save the diagnosis sheet…"), Kind.SECONDARY, icon="printer")
        only_shows(self.sheet_button)
        self.sheet_button.clicked.connect(self._on_sheet)
        trail = Trail(tuple(one.gases for one in view.samples), current=view.current, muted=not view.called)
        tiles = GasTiles()
        tiles.show_tiles(view.tiles)
        legend = Legend()
        legend.show_view(view)
        self.pictures = QWidget()
        grid = QGridLayout(self.pictures)
        grid.setContentsMargins(0, 0, 0, 0)
        for number, (name, draw) in enumerate(drawings_of(trail, view.closer)):
            grid.addWidget(_titled(name, draw), number // ACROSS, number % ACROSS)
        grid.addWidget(self._ratios(view), 1, 2)
        for part in (tiles, self.pictures, legend):
            self.body.addWidget(part)
        self.body.addWidget(self.sheet_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_words(view)
        self._add_tables(view)

    @override
    def first_focus(self) -> QWidget:
        return self.accept_button

    def _on_sheet(self) -> None:
        name = _("Oil gases {day}").format(day=self._view.samples[-1].on or "").strip()
        ask_where(self, _("Save the diagnosis sheet"), f"{name}.pdf", "PDF (*.pdf)", self._save)

    def _save(self, path: Path) -> None:
        presenter, target = self._presenter, self._view.target
        if target is None:
            return
        ws, visit = presenter.workspace, presenter.visit.id
        saved = _("Saved as {file}").format(file=path)

        def told(_size: int) -> None:
            presenter.messages.success(saved)

        def keep(pdf: bytes) -> None:
            presenter.load(lambda: write_file(path, pdf), told, pool=True, owner=presenter)

        presenter.load(lambda: services.gas_sheet_preview(ws, visit, target), keep, owner=presenter)

    @staticmethod
    def _ratios(view: DgaView) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(12, 0, 0, 0)
        column.addWidget(Text(_("Three ratios, DL/T 722"), "card_title"))
        table = TextGrid(wide=(0,))
        table.show_rows(ratio_rows(view))
        column.addWidget(table)
        column.addWidget(Text(view.code_words, "body", "text-2", wrap=True))
        column.addWidget(Text(_("Growth"), "card_title"))
        growth = TextGrid(wide=(0,))
        growth.show_rows(rate_rows(view))
        column.addWidget(growth)
        if view.missing and view.current:
            names = _(", ").join(view.missing)
            column.addWidget(Text(_("Missing for rates: {names}.").format(names=names), "hint", "text-2", wrap=True))
        column.addStretch(1)
        return holder

    def _add_words(self, view: DgaView) -> None:
        for words in (*view.reasons, *view.statement, *view.doubts_words):
            self.body.addWidget(Text(words, "body", "text-1", wrap=True))
        if view.current and not view.called:
            told = _("Nothing calls for a diagnosis; what the methods say is for comparison only.")
            self.body.addWidget(Text(told, "body", "text-2", wrap=True))

    def _add_tables(self, view: DgaView) -> None:
        row = QHBoxLayout()
        row.setSpacing(24)
        if view.methods:
            row.addLayout(_tables((_("All methods"), method_rows(view), 2)), 1)
        samples = [(_("Samples, µL/L"), sample_rows(view), 0)]
        if view.compared:
            samples.append((_("Typical values of other standards, µL/L"), compared_rows(view), 0))
        row.addLayout(_tables(*samples), 1)
        self.body.addLayout(row)
        if view.compared_words:
            self.body.addWidget(Text(view.compared_words, "hint", "text-2", wrap=True))


def _tables(*tables: tuple[str, Rows, int]) -> QVBoxLayout:
    """Tables under each other: title, rows, the column that takes the free width."""
    holder = QVBoxLayout()
    for words, rows, wide in tables:
        holder.addWidget(Text(words, "card_title"))
        table = TextGrid(wide=(wide,))
        table.show_rows(rows)
        holder.addWidget(table)
    holder.addStretch(1)
    return holder


def _titled(name: str, draw: Draw) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Text(name, "hint_bold", "text-2"))
    picture = DgaPicture(PICTURE)
    picture.show_drawing(draw, name)
    column.addWidget(picture)
    return holder
