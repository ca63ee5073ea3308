"""The settings of key supervision: a lead sets them, everybody else looks and reads why."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.i18n import describe
from inspector.problems import Problem
from inspector.services.registers.entries import add_person
from inspector.ui.page import Context
from inspector.ui.settings.supervision import SupervisionSection


def with_lead(context: Context, acting: str) -> None:
    """刘班长 is the lead; `acting` works."""
    workspace = context.workspace

    def write() -> None:
        add_person(workspace, {"login": "liu", "name": "刘班长", "team": "一班", "roles": ["lead"]})
        services.set_acting_person(workspace, acting)

    workspace.call(write)


def section(qtbot: QtBot, context: Context) -> SupervisionSection:
    made = SupervisionSection(context)
    qtbot.addWidget(made)
    made.show()
    made.activated()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    return made


def press_left(qtbot: QtBot, context: Context, shown: SupervisionSection) -> None:
    QTest.keyClick(shown.grades, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: not context.tasks.busy)


def kept(context: Context) -> int:
    """How many grades are supervised."""
    workspace = context.workspace
    return len(workspace.call(lambda: services.supervision_settings(workspace)).rule.grades)


def test_a_lead_sets_the_rule(qtbot: QtBot, context: Context) -> None:
    with_lead(context, "liu")
    shown = section(qtbot, context)
    before = kept(context)
    press_left(qtbot, context, shown)
    assert kept(context) == before - 1
    assert not shown.why.isVisible()


def test_an_inspector_looks_on_and_reads_why(qtbot: QtBot, context: Context) -> None:
    with_lead(context, "wang")
    shown = section(qtbot, context)
    switches = (shown.grades, shown.overdue, shown.recurrent, shown.disputed, shown.by_hand, shown.days, shown.cycles)
    assert [widget.isEnabled() for widget in switches] == [False] * 7
    assert shown.why.isVisible()
    assert shown.why.text() == describe(Problem("settings_role"))


def test_a_refusal_puts_the_control_back(qtbot: QtBot, context: Context) -> None:
    with_lead(context, "liu")
    shown = section(qtbot, context)
    before, value = kept(context), shown.grades.value()
    workspace = context.workspace
    workspace.call(lambda: services.set_acting_person(workspace, "wang"))
    with qtbot.waitSignal(context.messages.posted) as told:
        press_left(qtbot, context, shown)
    assert told.args[0].text == describe(Problem("supervision_role"))
    qtbot.waitUntil(lambda: not shown.grades.isEnabled())
    assert (kept(context), shown.grades.value()) == (before, value)
