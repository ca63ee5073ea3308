"""People in the settings: listed, added, changed, deactivated with a way back, and the empty list."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QVBoxLayout

from inspector import services
from inspector.ui.decisions import decisions_of
from inspector.ui.messages import Tone
from inspector.ui.registers import PersonDialog
from inspector.ui.settings.people import PeopleSection
from inspector.ui.settings.people_table import PeopleModel
from tests.ui.registers.conftest import Office, focused


@pytest.fixture
def people(office: Office) -> Iterator[PeopleSection]:
    desk = office.context.desk
    assert desk is not None
    desk.start()
    made = PeopleSection(office.context)
    QVBoxLayout(office.window).addWidget(made)
    made.show()
    made.activated()
    office.settle()
    yield made
    decisions_of(office.context).carry_out()
    office.settle()


def names(people: PeopleSection) -> list[str]:
    return [person.name for person in people.table.people.rows]


def test_the_model_keeps_the_rules_of_models(people: PeopleSection) -> None:
    model = PeopleModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(people.table.people.rows)
    assert tester.model() is model
    assert model.rowCount() == 2


def test_who_works_here_is_listed_and_changed_by_enter(office: Office, people: PeopleSection) -> None:
    assert names(people) == ["陈工", "王工"]
    assert people.table.hasFocus()
    office.press(Qt.Key.Key_Return)
    dialog = office.dialogs(PersonDialog)[0]
    assert dialog.person == people.table.people.rows[0]
    dialog.fields["phone"].set_value("119")
    office.save()
    assert people.table.people.rows[0].phone == "119"


def test_a_person_is_added(office: Office, people: PeopleSection) -> None:
    people.add_button.clicked.emit()
    office.settle()
    office.write("Anna")
    office.dialogs(PersonDialog)[0].fields["team"].set_value("一班")
    office.save()
    assert names(people) == ["Anna", "陈工", "王工"]
    assert people.count.text() == "3"


def test_a_person_leaves_and_comes_back(office: Office, people: PeopleSection) -> None:
    office.press(Qt.Key.Key_Delete)
    office.settle()
    assert names(people) == ["王工"], "at once"
    assert len(office.call(services.persons)) == 2, "but it can be taken back"
    undo = office.told[-1].on_action
    assert undo is not None
    undo()
    office.settle()
    assert names(people) == ["陈工", "王工"]
    people.table.setFocus()
    office.press(Qt.Key.Key_Up)
    office.press(Qt.Key.Key_Delete)
    office.settle()
    decisions_of(office.context).carry_out()
    office.settle()
    assert [person.name for person in office.call(services.persons)] == ["王工"]
    people.former.clicked.emit()
    assert names(people) == ["陈工", "王工"]
    people.table.selectRow(0)
    people.switch_button.clicked.emit()
    office.settle()
    assert len(office.call(services.persons)) == 2


def test_who_works_here_now_stays(office: Office, people: PeopleSection) -> None:
    desk = office.context.desk
    assert desk is not None
    assert desk.person is not None
    people.table.selectRow(names(people).index(desk.person.name))
    people.table.setFocus()
    assert focused() is people.table
    office.press(Qt.Key.Key_Delete)
    office.settle()
    assert office.told[-1].tone is Tone.ERROR
    assert len(names(people)) == 2


def test_a_workspace_without_people_says_what_to_do(office: Office, people: PeopleSection) -> None:
    people._on_fetched(())
    assert people.empty.isVisible()
    assert not people.table.isVisible()
    people.first_button.clicked.emit()
    office.settle()
    assert office.dialogs(PersonDialog)
