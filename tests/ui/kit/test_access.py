"""What a screen reader is told of painted controls: what they are, what they are called, what is chosen."""

import gc

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector.ui.kit import access
from inspector.ui.kit.button import Button, IconButton
from inspector.ui.kit.chip import FilterChip
from inspector.ui.kit.choice import JudgementControl, Option, Segmented
from inspector.ui.kit.rows import Outline, OutlineItem
from inspector.ui.kit.stepper import StepItem, Stepper
from inspector.ui.kit.tabs import TabRow
from inspector.ui.shell.rail import RailEntry


@pytest.fixture(autouse=True)
def _reader() -> None:
    access.install()


def spoken(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def test_roles_and_names(qtbot: QtBot) -> None:
    for widget, role, name in (
        (Button("签发"), access.Role.Button, "签发"),
        (IconButton("x", "关闭"), access.Role.Button, "关闭"),
        (FilterChip("超期"), access.Role.CheckBox, "超期"),
        (TabRow("台账", [("a", "甲")]), access.Role.PageTabList, "台账"),
        (Stepper("步骤"), access.Role.PageTabList, "步骤"),
        (JudgementControl("门窗"), access.Role.RadioButton, "门窗"),
        (Outline("章节"), access.Role.List, "章节"),
        (RailEntry("台账", "notebook-tabs", "Alt+4"), access.Role.PageTab, "台账"),
    ):
        qtbot.addWidget(widget)
        told = spoken(widget)
        assert (told.role(), told.text(QAccessible.Text.Name)) == (role, name)


def test_values_and_states_follow(qtbot: QtBot) -> None:
    chip, entry = FilterChip("超期"), RailEntry("台账", "notebook-tabs", "")
    tabs = TabRow("台账", [("a", "甲"), ("b", "乙")])
    choice = Segmented("主题", [Option("light", "浅色"), Option("dark", "深色")])
    outline, stepper = Outline("章节"), Stepper("步骤")
    for widget in (chip, entry, tabs, choice, outline, stepper):
        qtbot.addWidget(widget)
    assert not spoken(chip).state().checked
    assert not spoken(entry).state().selected
    chip.set_on(True)
    entry.set_current(current=True)
    tabs.set_current("b")
    tabs.set_count("b", 3)
    choice.set_value("dark")
    outline.set_items([OutlineItem("x", "环境"), OutlineItem("y", "消防")], "y")
    stepper.set_steps([StepItem("s", "基础设施", "3/42")], "s")
    assert spoken(chip).state().checked
    assert spoken(entry).state().selected
    values = [spoken(one).text(QAccessible.Text.Value) for one in (tabs, choice, outline, stepper)]
    assert values == ["乙 3", "深色", "消防", "基础设施 3/42"]


def test_assistive_technology_presses_a_button(qtbot: QtBot) -> None:
    button = Button("签发")
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        spoken(button).actionInterface().doAction(access.PRESS)


def test_interfaces_go_with_their_widgets(qtbot: QtBot) -> None:
    for number in range(300):
        button = Button(str(number))
        assert spoken(button).text(QAccessible.Text.Name) == str(number)
        button.deleteLater()
    gc.collect()
    qtbot.wait(1)
    last = Button("last")
    qtbot.addWidget(last)
    assert spoken(last).role() == access.Role.Button
