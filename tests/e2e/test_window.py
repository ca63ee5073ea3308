"""The whole job in the real window, by keyboard alone: old hazards, three steps, signatures, issue, ledgers."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.equipment import Equipment
from inspector.domain.hazard import HazardStatus
from inspector.domain.ledger import LedgerKind
from inspector.domain.verdict import Verdict
from inspector.domain.visit import Step, VisitStatus
from inspector.reports.pdf.raster import page_count, page_text
from inspector.services.ledgers.views import LedgerQuery
from inspector.services.visits.views import StepView
from inspector.ui.app import MainWindow
from inspector.ui.kit.button import Button
from inspector.ui.preferences import Preferences
from inspector.ui.theme import Mode, load_fonts, theme
from inspector.ui.visit.page import VisitPage
from inspector.ui.visit.proposals import ProposalCard
from tests.ui.visit.complete_visit import PIN, paper

TODAY = datetime.now().astimezone().date()
CUSTOMER = "嘉陵江化工股份有限公司"
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample workspace."""
    folder = tmp_path_factory.mktemp("demo") / "workspace"
    services.create_demo(folder)
    return folder


@pytest.fixture
def folder(demo: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(demo, tmp_path / "workspace"))


class Person:
    """Somebody at the keyboard of one window."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.bot = qtbot
        self.window = MainWindow(folder, Preferences())
        self.window.show()
        self.window.activateWindow()
        with qtbot.waitSignal(self.window.workspace_opened, timeout=30_000):
            self.window.open_workspace()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.bot.waitUntil(lambda: not self.window.tasks.busy, timeout=15_000)
        QApplication.sendPostedEvents()

    def focus(self) -> QWidget:
        """What has the focus."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, and wait for what it starts."""
        QTest.keyClick(self.focus(), key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Type text where the focus is."""
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self.focus(), letter)
            else:
                event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(self.focus(), event)
        self.settle()

    def has_cards(self, count: int) -> bool:
        """Whether step 4 still lists so many proposals."""
        return sum(1 for card in self.window.findChildren(ProposalCard) if card.isVisible()) == count

    @property
    def page(self) -> VisitPage:
        """The open visit."""
        found = self.window.findChild(VisitPage)
        assert isinstance(found, VisitPage)
        return found

    def step(self, step: Step) -> StepView:
        """Counts of a step."""
        return next(view for view in self.page.presenter.visit.steps if view.step is step)

    def says(self, text: str) -> bool:
        """Whether a visible label contains the text."""
        return any(text in label.text() for label in self.window.findChildren(QLabel) if label.isVisible())

    def quit(self) -> None:
        """Close the window and the workspace."""
        self.window.close()
        self.window.finish()


@pytest.fixture
def at_work(qtbot: QtBot, folder: Path, tmp_path: Path) -> Iterator[Person]:
    """A person with the sample workspace open."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    load_fonts()
    theme().motion = False
    theme().start(Mode.LIGHT)
    person = Person(qtbot, folder)
    qtbot.addWidget(person.window)
    yield person
    person.quit()


def judge_old_hazards(person: Person) -> None:
    """First page: one eliminated, the rest still there."""
    total = person.step(Step.OLD_HAZARDS).total
    assert total >= 3
    for number in range(total):
        person.press(Qt.Key.Key_1 if number == 0 else Qt.Key.Key_2)
    assert person.step(Step.OLD_HAZARDS).done == total


def answer_infrastructure(person: Person) -> None:
    """Step 1: everything passes but the third question; there is no emergency supply (a choice, answered by 2)."""
    person.press(Qt.Key.Key_1)
    person.press(Qt.Key.Key_1)
    person.press(Qt.Key.Key_2)
    assert person.step(Step.INFRASTRUCTURE).failed == 1
    person.press(Qt.Key.Key_Down)
    for _count in range(60):
        view = person.step(Step.INFRASTRUCTURE)
        if view.done == view.total:
            return
        last = view.done == view.total - 1
        person.press(Qt.Key.Key_2 if last else Qt.Key.Key_1)
    pytest.fail("the checklist has no end")


def check_equipment(person: Person) -> None:
    """Step 2: every piece passes by eye; the second one, an oil transformer, has a new test that is out of balance."""
    total = person.step(Step.EQUIPMENT).total
    for piece in range(total):
        while person.focus().inherits("QAbstractItemView") is False:
            person.press(Qt.Key.Key_1)
        if piece == 1:
            record_test(person)
        person.press(Qt.Key.Key_Down, ALT)


def record_test(person: Person) -> None:
    """Date, temperatures (full-width digits as an input method gives them), and resistances out of balance."""
    while person.focus().accessibleName() != "试验日期":
        person.press(Qt.Key.Key_Backtab)
    person.type(TODAY.isoformat())
    for _field in range(3):
        person.press(Qt.Key.Key_Tab)
    person.type("２６")
    person.press(Qt.Key.Key_Tab)
    person.press(Qt.Key.Key_Tab)
    person.type("25")
    person.press(Qt.Key.Key_Tab)
    for value in ("2500", "5000", "3400", "4200", "1.852", "1.856", "1.99"):
        person.type(value)
        person.press(Qt.Key.Key_Return)


def take_readings(person: Person) -> None:
    """Step 3: a few readings by Enter from cell to cell."""
    for value in ("10.32", "10.28", "10.35", "78.4", "81.2", "76.9", "0.95"):
        person.type(value)
        person.press(Qt.Key.Key_Return)


def sign_all(person: Person, photo: Path) -> None:
    """Step 4: both inspectors by PIN, the customer by a photo of the paper."""
    for _inspector in range(2):
        person.press(Qt.Key.Key_Return)
        person.type(PIN)
        person.press(Qt.Key.Key_Return)
    person.press(Qt.Key.Key_Return)
    person.type(str(photo))
    person.press(Qt.Key.Key_Return)
    assert person.step(Step.SUMMARY).done == 3


def decide(person: Person) -> int:
    """Accept the proposals that the values made, one Enter each; returns how many there were."""
    cards = person.window.findChildren(ProposalCard)
    for left in range(len(cards) - 1, -1, -1):
        assert person.focus().accessibleName() == "生成隐患"
        person.press(Qt.Key.Key_Return)
        person.bot.waitUntil(partial(person.has_cards, left), timeout=5_000)
    return len(cards)


def test_a_whole_visit_by_keyboard(at_work: Person, tmp_path: Path) -> None:
    person, window = at_work, at_work.window
    photo = tmp_path / "paper.jpg"
    photo.write_bytes(paper())
    assert isinstance(person.focus(), Button)
    person.press(Qt.Key.Key_Return)
    visit = person.page.presenter.visit
    assert visit.customer.name == CUSTOMER

    judge_old_hazards(person)
    person.press(Qt.Key.Key_Return, CONTROL)
    answer_infrastructure(person)
    person.press(Qt.Key.Key_Return, CONTROL)
    check_equipment(person)
    assert person.step(Step.EQUIPMENT).failed >= 1
    person.press(Qt.Key.Key_Return, CONTROL)
    take_readings(person)
    person.press(Qt.Key.Key_Return, CONTROL)
    assert decide(person) == 2
    sign_all(person, photo)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.bot.waitUntil(lambda: person.says("TZ-"), timeout=20_000)

    check_records(window.workspace, visit.id)
    check_ledger_page(person)


def check_records(workspace: services.Workspace, visit: str) -> None:
    """What the visit left: the signed visit, its hazards, the notice's text, the ledgers, the test's history."""
    signed = next(row for row in workspace.call(lambda: services.visit_rows(workspace)) if row.id == visit)
    assert signed.status is VisitStatus.SIGNED
    assert signed.hazards == 3
    pdf = workspace.call(lambda: services.result_notice(workspace, visit))
    text = "".join(page_text(pdf, page) for page in range(page_count(pdf))).replace(" ", "").replace("\xa0", "")
    for words in (CUSTOMER, signed.number, "50102237816", "直流电阻不平衡率", "7.27%", "王工（PIN）", "电缆沟"):
        assert words.replace(" ", "") in text, words

    def hazards() -> dict[str, list[str]]:
        kinds = {kind: services.ledger_page(workspace, kind, LedgerQuery(limit=500)) for kind in LedgerKind}
        return {
            kind.value: [row.cells["number"] for row in page.rows if "number" in row.cells]
            for kind, page in kinds.items()
        }

    found = workspace.call(hazards)
    assert signed.number in found["inspection"]
    issued = workspace.call(lambda: workspace.db.visits.body(visit))["hazards"]
    numbers = workspace.call(lambda: {workspace.db.hazards.get(key).number for key in issued})
    assert numbers <= set(found["rectification"])
    assert len(numbers & set(found["supervision"])) == 2
    eliminated = [
        hazard for hazard in workspace.call(lambda: workspace.unclosed(signed_customer(workspace, visit))).values()
        if hazard.status is HazardStatus.IN_REVIEW
    ]  # fmt: skip
    assert eliminated
    oil = next(e for e in equipment_of(workspace, visit) if e.name == "T2 主变")
    series = workspace.call(lambda: workspace.db.measurements.of_equipment(oil.id))
    last = series["dc_unbalance_hv", "dc_unbalance_hv"][-1]
    assert round(last.value, 2) == 7.27
    assert (last.verdict, last.tested_on) == (Verdict.FAIL.value, TODAY)


def signed_customer(workspace: services.Workspace, visit: str) -> str:
    """The customer of a signed visit."""
    return workspace.call(lambda: workspace.db.visits.get(visit)).customer


def equipment_of(workspace: services.Workspace, visit: str) -> tuple[Equipment, ...]:
    """The equipment of a signed visit's customer."""
    customer = signed_customer(workspace, visit)
    return workspace.call(lambda: workspace.db.registers.equipment_of(customer))


def check_ledger_page(person: Person) -> None:
    """The ledger in the window shows the new hazards, and its PDF can be made."""
    person.press(Qt.Key.Key_4, ALT)
    model = next(view.model() for view in person.window.findChildren(QTableView) if view.isVisible())
    person.bot.waitUntil(lambda: model.rowCount() >= 12, timeout=5_000)
    shown = {str(model.index(row, column).data()) for row in range(12) for column in range(model.columnCount())}
    assert any("直流电阻不平衡率" in text for text in shown)
    workspace = person.window.workspace
    query = LedgerQuery(filters=("unclosed",))
    pdf = workspace.call(lambda: services.export_ledger(workspace, LedgerKind.SUPERVISION, query, "pdf"))
    assert "直流电阻不平衡率" in "".join(page_text(pdf, page) for page in range(page_count(pdf))).replace("\n", "")


def test_a_window_that_was_killed_reopens_the_visit_where_it_was(qtbot: QtBot, folder: Path, at_work: Person) -> None:
    """The window goes away without any farewell; what was answered is there, and the page says so."""
    person = at_work
    person.press(Qt.Key.Key_Return)
    judge_old_hazards(person)
    person.press(Qt.Key.Key_Return, CONTROL)
    for _question in range(4):
        person.press(Qt.Key.Key_1)
    visit = person.page.presenter.visit.id
    at = person.focus().accessibleName()
    person.page.presenter.flush_position()
    person.settle()
    person.window.workspace.close()
    person.window.workspace = None

    again = Person(qtbot, folder)
    qtbot.addWidget(again.window)
    again.press(Qt.Key.Key_Return)
    assert again.page.presenter.visit.id == visit
    assert again.step(Step.INFRASTRUCTURE).done == 4
    assert "4 个答案" in again.page.presenter.visit.restored
    assert again.says("已恢复")
    assert again.focus().accessibleName() == at
    again.quit()
