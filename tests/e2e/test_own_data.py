"""From the first run to a signed visit on imported data, in the real window, by keyboard alone."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.visit import Step, VisitStatus
from inspector.reports.pdf.raster import page_count, page_text
from inspector.services.excel.template import template
from inspector.services.visits.views import StepView
from inspector.ui.importing.preview_view import PreviewView
from inspector.ui.theme import Mode, load_fonts, theme
from inspector.ui.visit.customer_picker import CustomerChoices
from inspector.ui.visit.page import VisitPage
from inspector.ui.visit.proposals import ProposalCard
from tests.ui.newcomer import Newcomer, make_workspace
from tests.ui.visit.complete_visit import paper

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
CUSTOMER = "江北精密铸造有限公司"
ACCOUNT = "0010200300"
ROWS: dict[str, list[dict[str, str | int]]] = {
    "客户": [
        {
            "户号": ACCOUNT,
            "客户名称": CUSTOMER,
            "供电电压 (kV)": 10,
            "合同容量 (kVA)": 630,
            "重要性等级": "二级重要用户",
            "联系人": "赵工",
        }
    ],
    "设备": [
        {"户号": ACCOUNT, "设备名称": "1#干变", "设备类型": "干式变压器", "额定电压 (kV)": 10},
        {"户号": ACCOUNT, "设备名称": "G01", "设备类型": "开关设备", "额定电压 (kV)": 12},
    ],
}


def filled(path: Path) -> Path:
    """The program's own template with a customer and two pieces of equipment."""
    book = load_workbook(BytesIO(template()))
    for name, rows in ROWS.items():
        sheet = book[name]
        heads = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1] if cell.value}
        for number, row in enumerate(rows, start=2):
            for head, value in row.items():
                sheet.cell(number, heads[head]).value = value
    book.save(path)
    return path


@pytest.fixture
def newcomer(qtbot: QtBot, tmp_path: Path) -> Iterator[Newcomer]:
    """Somebody in front of a window without a workspace."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    load_fonts()
    theme().motion = False
    theme().start(Mode.LIGHT)
    person = Newcomer(qtbot, tmp_path / "own")
    yield person
    person.leave()


def visit_page(person: Newcomer) -> VisitPage:
    """The open visit."""
    person.wait(lambda: person.window.findChild(VisitPage) is not None)
    page = person.window.findChild(VisitPage)
    assert isinstance(page, VisitPage)
    person.settle()
    return page


def step_of(page: VisitPage, step: Step) -> StepView:
    """Counts of a step."""
    return next(view for view in page.presenter.visit.steps if view.step is step)


def begin_work(person: Newcomer) -> None:
    """First run, up to the empty home page."""
    key = make_workspace(person)
    key.proof.setFocus()
    person.write(key._group)
    person.go_on()
    person.wait(lambda: person.window.shell is not None)
    person.settle()


def import_workbook(person: Newcomer, file: Path) -> None:
    """From the home page: the second button, the file, the preview, the import."""
    person.press(Qt.Key.Key_Tab)
    person.press(Qt.Key.Key_Return)
    person.settle()
    person.press(Qt.Key.Key_O, CONTROL)
    person.wait(lambda: isinstance(person.focus().window(), QFileDialog))
    person.write(str(file))
    person.press(Qt.Key.Key_Return)
    person.window.activateWindow()
    person.wait(lambda: any(view.isVisible() for view in person.window.findChildren(PreviewView)))
    person.settle()
    person.press(Qt.Key.Key_Return, CONTROL)
    person.wait(lambda: person.says("文件已导入"))
    person.settle()


def answer(page: VisitPage, person: Newcomer) -> None:
    """Steps 1 to 3: everything passes, there is no emergency supply, one line voltage is read."""
    total = step_of(page, Step.INFRASTRUCTURE).total
    for question in range(total):
        person.press(Qt.Key.Key_2 if question == total - 1 else Qt.Key.Key_1)
        person.settle()
    assert step_of(page, Step.INFRASTRUCTURE).done == total
    person.press(Qt.Key.Key_Return, CONTROL)
    person.settle()
    for _piece in range(step_of(page, Step.EQUIPMENT).total):
        while not person.focus().inherits("QAbstractItemView"):
            person.press(Qt.Key.Key_1)
            person.settle()
        person.press(Qt.Key.Key_Down, ALT)
        person.settle()
    person.press(Qt.Key.Key_Return, CONTROL)
    person.settle()
    for value in ("9.34", "9.36", "9.28"):
        person.type(value)
        person.press(Qt.Key.Key_Return)
        person.settle()
    person.press(Qt.Key.Key_Return, CONTROL)
    person.settle()


def sign(person: Newcomer, photo: Path) -> None:
    """Two PINs and a photo of the paper."""
    for pin in ("1234", "5678"):
        person.press(Qt.Key.Key_Return)
        person.settle()
        person.type(pin)
        person.press(Qt.Key.Key_Return)
        person.settle()
    person.press(Qt.Key.Key_Return)
    person.settle()
    person.type(str(photo))
    person.press(Qt.Key.Key_Return)
    person.settle()


def test_from_the_first_run_to_a_signed_visit_on_imported_data(newcomer: Newcomer, tmp_path: Path) -> None:
    person = newcomer
    photo = tmp_path / "paper.jpg"
    photo.write_bytes(paper())
    begin_work(person)
    import_workbook(person, filled(tmp_path / "customers.xlsx"))
    person.press(Qt.Key.Key_2, ALT)
    person.settle()
    person.press(Qt.Key.Key_N, CONTROL)
    person.settle()
    person.type("0300")
    person.wait(lambda: any(choices.isVisible() for choices in person.window.findChildren(CustomerChoices)))
    person.press(Qt.Key.Key_Return)
    person.settle()
    person.press(Qt.Key.Key_Return, CONTROL)
    page = visit_page(person)
    assert page.presenter.visit.customer.name == CUSTOMER
    answer(page, person)
    cards = [card for card in person.window.findChildren(ProposalCard) if card.isVisible()]
    assert len(cards) == 1
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: step_of(page, Step.SUMMARY).total == 3 and person.focus().accessibleName() != "生成隐患")
    sign(person, photo)
    assert step_of(page, Step.SUMMARY).done == 3
    visit = page.presenter.visit.id
    person.press(Qt.Key.Key_Return, CONTROL)
    workspace = person.window.workspace
    person.wait(lambda: person.says("TZ-"))
    person.settle()

    row = next(row for row in workspace.call(lambda: services.visit_rows(workspace)) if row.id == visit)
    assert (row.status, row.hazards) == (VisitStatus.SIGNED, 1)
    pdf = workspace.call(lambda: services.result_notice(workspace, visit))
    text = "".join(page_text(pdf, number) for number in range(page_count(pdf))).replace(" ", "").replace("\xa0", "")
    for words in ("嘉陵供电公司", CUSTOMER, "0010200300", "9.28", "王工（PIN）", row.number):
        assert words.replace(" ", "") in text, words
