"""Filling many cells in the window: pasted columns and blocks, grey last values, test reports."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from inspector import services
from inspector.domain.visit import Step
from inspector.services.visits.views import CellState, Line, Target
from inspector.ui.kit.choice import Segmented
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.text import Text
from inspector.ui.visit.equipment import EquipmentPanel
from inspector.ui.visit.equipment_form import Part
from inspector.ui.visit.library_picker import LibraryPicker
from inspector.ui.visit.paste_dialog import PasteDialog
from inspector.ui.visit.reading_paste import Way
from inspector.ui.visit.reading_rows import Group, LineRow
from inspector.ui.visit.readings import ReadingsPanel
from inspector.ui.visit.report_dialog import ReportDialog
from tests.ui.visit.conftest import Bench

CTRL = Qt.KeyboardModifier.ControlModifier


class Record:
    """The test record of the oil transformer, opened in the window."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        bench.start_first()
        presenter = bench.visit.presenter
        self.target: Target = next(
            piece.target for piece in presenter.visit.equipment if piece.target.form == "transformer-oil"
        )
        presenter.go(Step.EQUIPMENT, self.target, "")
        bench.settle()
        self.panel = bench.visit.findChildren(EquipmentPanel)[0]
        self.panel.form.turn(Part.TESTS)
        bench.settle()
        self.table = self.panel.form.table

    def line(self, name: str) -> Line:
        lines = self.table.reading_model.lines
        return next(line for line in lines if any(ref.endswith(f"/{name}") for ref in _refs(line)))

    def values(self, name: str) -> list[str]:
        return [cell.value for cell in self.line(name).cells]

    def focus(self, name: str) -> None:
        self.table.setFocus()
        line = self.line(name)
        ref = next(ref for ref in _refs(line) if ref.endswith(f"/{name}"))
        assert self.table.focus_line(self.target, ref)

    def paste(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.bench.press(Qt.Key.Key_V, CTRL)

    def dialog(self, kind: type[Dialog]) -> Dialog:
        found = [one for one in self.bench.page.window().findChildren(kind) if one.isVisible()]
        assert len(found) == 1
        return found[0]


def _refs(line: Line) -> tuple[str, ...]:
    return (line.ref, *(cell.ref for cell in line.cells))


@pytest.fixture
def record(bench: Bench) -> Record:
    return Record(bench)


# paste ------------------------------------------------------------------------------------------------------------


def test_a_column_goes_in_at_once_and_one_undo_takes_it_back(record: Record) -> None:
    record.focus("oil_breakdown")
    record.paste("52,5\r\n11\r\n")
    assert (record.values("oil_breakdown"), record.values("oil_water")) == (["52.5"], ["11"])
    undo = record.bench.notices[-1].on_action
    assert undo is not None
    undo()
    record.bench.settle()
    assert (record.values("oil_breakdown"), record.values("oil_water")) == ([""], [""])


def test_a_single_value_replaces_what_the_cell_holds(record: Record) -> None:
    record.focus("oil_breakdown")
    record.paste("40\n")
    record.focus("oil_breakdown")
    record.paste("41")
    assert record.values("oil_breakdown") == ["41"]


def test_a_row_fills_the_phases(record: Record) -> None:
    record.focus("dc_hv_ab")
    record.paste("1.851\t1.852\t1.853\n")
    assert record.values("dc_hv_ab") == ["1.851", "1.852", "1.853"]


def test_what_can_be_read_in_two_ways_is_asked(record: Record) -> None:
    record.focus("dc_hv_ab")
    record.paste("1.851\n1.852\n1.853\n")
    dialog = record.dialog(PasteDialog)
    assert isinstance(dialog, PasteDialog)
    assert record.values("dc_hv_ab") == ["", "", ""]
    dialog.ways.value_chosen.emit(Way.ACROSS)
    record.bench.settle()
    dialog.accept()
    record.bench.settle()
    assert record.values("dc_hv_ab") == ["1.851", "1.852", "1.853"]


def test_a_dialog_of_one_way_opens_no_window_of_its_own(record: Record) -> None:
    shown: list[QObject] = []

    class Watch(QObject):
        @override
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, Segmented) and watched.isWindow():
                shown.append(watched)
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)  # type: ignore[union-attr]
    try:
        record.focus("dc_hv_ab")
        record.paste("1.851\n1.852\n1.853\n")
        record.dialog(PasteDialog).reject()
    finally:
        QApplication.instance().removeEventFilter(watch)  # type: ignore[union-attr]
    assert shown == []


def test_what_is_no_value_is_shown_and_stays_in_its_cell(record: Record) -> None:
    record.focus("oil_breakdown")
    record.paste("52\nspilt\n")
    dialog = record.dialog(PasteDialog)
    assert isinstance(dialog, PasteDialog)
    assert [bool(row.error) for row in dialog.table.value_model.rows] == [False, True]
    dialog.accept()
    record.bench.settle()
    cell = record.line("oil_water").cells[0]
    assert (cell.value, cell.state) == ("spilt", CellState.ERROR)


def test_a_block_pasted_while_a_cell_is_typed_goes_to_the_table(record: Record) -> None:
    record.focus("oil_breakdown")
    record.bench.type("9")
    record.paste("52\n11\n")
    assert (record.values("oil_breakdown"), record.values("oil_water")) == (["52"], ["11"])


def test_an_empty_clipboard_is_said(record: Record) -> None:
    record.focus("oil_breakdown")
    record.paste("\n")
    assert record.values("oil_breakdown") == [""]
    assert record.bench.notices


# hints ------------------------------------------------------------------------------------------------------------


def test_a_grey_hint_is_no_reading_until_space_confirms_it(record: Record) -> None:
    record.focus("insulation_hv")
    record.bench.press(Qt.Key.Key_D, CTRL)
    hint = record.line("insulation_hv").cells[0].hint
    assert hint
    assert record.values("insulation_hv") == [""]
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        record.focus("insulation_hv")
        record.bench.press(key)
        assert record.values("insulation_hv") == [""]
    record.focus("insulation_hv")
    record.bench.press(Qt.Key.Key_Space)
    assert float(record.values("insulation_hv")[0]) == float(hint)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_without_hints_nothing_is_taken(record: Record, key: Qt.Key) -> None:
    record.focus("insulation_hv")
    record.bench.press(key)
    assert record.values("insulation_hv") == [""]


def test_the_footer_names_the_key_while_hints_are_shown(record: Record) -> None:
    record.focus("insulation_hv")
    record.bench.press(Qt.Key.Key_D, CTRL)
    assert record.panel.footer_hints[0][0] == "Space"
    record.bench.press(Qt.Key.Key_D, CTRL)
    assert all(keys != "Space" for keys, _words in record.panel.footer_hints)


def test_the_grid_shows_and_hides_them_too(bench: Bench) -> None:
    bench.start_first()
    bench.visit.presenter.go(Step.INDICATIONS)
    bench.settle()
    panel = bench.visit.findChildren(ReadingsPanel)[0]
    bench.press(Qt.Key.Key_D, CTRL)
    assert panel.grid.reading_model.hint_at(panel.grid.currentIndex())
    panel.head.last_values.clicked.emit()
    assert not panel.grid.reading_model.hint_at(panel.grid.currentIndex())


def test_named_values_go_to_the_panel_that_is_focused_and_the_dialog_names_it(bench: Bench) -> None:
    bench.start_first()
    bench.visit.presenter.go(Step.INDICATIONS)
    bench.settle()
    grid = bench.visit.findChildren(ReadingsPanel)[0].grid
    model = grid.reading_model
    panels = [
        piece.target
        for piece in bench.visit.presenter.visit.indications
        if piece.target.form == "indications-switchgear"
    ]
    first, last = panels[0], panels[-1]
    assert first != last
    wanted = [
        row.line for row in model.rows if isinstance(row, LineRow) and row.target == last and not row.line.computed
    ]
    grid.setFocus()
    assert grid.focus_line(last, wanted[0].ref)
    QApplication.clipboard().setText("".join(f"{line.label}\t{7 + at}\n" for at, line in enumerate(wanted[:2])))
    bench.press(Qt.Key.Key_V, CTRL)
    dialog = next(one for one in bench.page.window().findChildren(PasteDialog) if one.isVisible())
    assert {one.target for one in dialog.chosen.placed} == {last}
    title = next(row.title for row in model.rows if isinstance(row, Group) and row.target == last)
    assert all(row.goes_to.startswith(title) for row in dialog.table.value_model.rows)
    dialog.accept()
    bench.settle()
    stored = {
        row.line.ref: row.line.cells[0].value for row in model.rows if isinstance(row, LineRow) and row.target == last
    }
    others = [row.line for row in model.rows if isinstance(row, LineRow) and row.target == first]
    assert [stored[line.ref] for line in wanted[:2]] == ["7", "8"]
    assert all(not cell.value for line in others if not line.computed for cell in line.cells)


def test_finished_groups_fold_and_unfold_and_the_rest_stays(bench: Bench) -> None:
    bench.start_first()
    bench.visit.presenter.go(Step.INDICATIONS)
    bench.settle()
    panel = bench.visit.findChildren(ReadingsPanel)[0]
    model = panel.grid.reading_model
    target = bench.visit.presenter.visit.indications[0].target
    for entry in [row for row in model.rows if isinstance(row, LineRow) and row.target == target]:
        if not entry.line.computed:
            bench.visit.presenter.out_of_service(target, entry.line.ref, flag=True)
    bench.settle()
    panel.head.fold.clicked.emit()
    assert model.is_folded(target)
    assert not any(model.is_folded(piece.target) for piece in bench.visit.presenter.visit.indications[1:6])
    assert panel.grid.current() is not None
    panel.head.fold.clicked.emit()
    assert not model.is_folded(target)


def test_the_room_stands_in_the_head_of_the_grid(bench: Bench) -> None:
    bench.start_first()
    bench.visit.presenter.go(Step.INDICATIONS)
    bench.settle()
    panel = bench.visit.findChildren(ReadingsPanel)[0]
    site = next(row for row in panel.grid.reading_model.rows if row.target.form == "indications-site").target
    ref = next(line.ref for line in panel.grid.reading_model.lines if line.ref.endswith("/room_temperature"))
    bench.visit.presenter.answer(site, ref, "31")
    bench.settle()
    assert any("31" in label.text() for label in panel.head.findChildren(Text))


# reports ----------------------------------------------------------------------------------------------------------


def test_a_workbook_is_previewed_taken_over_and_undone(record: Record, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["试验日期", "2026-05-20"], ["击穿电压", 52], ["微水", 11], ["局放量", 5]):
        book.active.append(row)
    path = tmp_path / "report.xlsx"
    book.save(path)
    record.panel.form.reports.import_workbook(path)
    record.bench.settle()
    dialog = record.dialog(ReportDialog)
    assert isinstance(dialog, ReportDialog)
    rows = {row.source.partition(":")[0]: row.goes_to for row in dialog.table.value_model.rows}
    assert rows["局放量"] == ""
    assert rows["击穿电压"] == record.line("oil_breakdown").label
    dialog.accept()
    record.bench.settle()
    assert (record.values("oil_breakdown"), record.values("oil_water")) == (["52"], ["11"])
    assert record.panel.form.reports.button.label.endswith("1")
    record.bench.visit.footer.undo.clicked.emit()
    record.bench.settle()
    assert record.values("oil_breakdown") == [""]
    assert not record.panel.form.reports.button.label.endswith("1")


def test_an_attached_pdf_opens_in_the_systems_viewer(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def note(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    path = tmp_path / "T1.pdf"
    path.write_bytes(b"%PDF-1.4 report")
    reports = record.panel.form.reports
    reports.attach([path])
    record.bench.settle()
    action = next(action for action in reports.menu().actions() if action.text() == "T1.pdf")
    action.trigger()
    record.bench.settle()
    assert [path.name for path in opened] == ["T1.pdf"]
    assert [path.stat().st_size for path in opened] == [len(b"%PDF-1.4 report")]


# library ----------------------------------------------------------------------------------------------------------


def test_a_hazard_is_added_by_hand_from_the_library(bench: Bench) -> None:
    bench.start_first()
    bench.visit.presenter.go(Step.SUMMARY)
    bench.settle()
    bench.press(Qt.Key.Key_N, CTRL)
    picker = bench.page.window().findChildren(LibraryPicker)[0]
    bench.type("shenyou")
    bench.press(Qt.Key.Key_Return)
    words = picker.description.value()
    assert words
    bench.press(Qt.Key.Key_Return, CTRL)
    visit = bench.visit.presenter.visit.id
    summary = bench.call(lambda: services.summary(bench.workspace, visit))
    assert words in [hazard.description for hazard in summary.hazards]


# head of the record -------------------------------------------------------------------------------------------------


def test_an_error_in_the_head_is_said_below_it_and_moves_no_field(record: Record) -> None:
    head = record.panel.form.test_head
    fields = head.findChildren(TextField)
    before = [(field.mapTo(head, field.rect().topLeft()), field.editor.size()) for field in fields]
    form = record.panel.form.form
    assert form is not None
    ref = next(row.ref for row in form.head if row.ref.endswith("/ambient_c"))
    record.bench.visit.presenter.answer(record.target, ref, "about 26")
    record.bench.settle()
    assert not head.errors.isHidden()
    assert [(field.mapTo(head, field.rect().topLeft()), field.editor.size()) for field in fields] == before
    record.bench.visit.presenter.answer(record.target, ref, "26")
    record.bench.settle()
    assert head.errors.isHidden()
