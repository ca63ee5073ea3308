"""The head of records in one line: a choice keeps to what it needs, however wide the page is."""

from pytestqt.qtbot import QtBot

from inspector.services.visits.views import Row, RowKind, Target
from inspector.ui.visit.record_head import TestHead


def test_a_choice_in_one_line_does_not_take_the_width_of_the_page(qtbot: QtBot) -> None:
    head = TestHead(inline=True)
    qtbot.addWidget(head)
    head.resize(1600, 60)
    row = Row("/data/monitor", RowKind.CHOICE, "1", "On-line monitor", "On-line monitor", options=(("yes", "Yes"),))
    head.show_rows(Target("indications-transformer", "t1"), [row])
    head.show()
    qtbot.waitExposed(head)
    field = head._fields["/data/monitor"].field
    assert 110 <= field.width() <= 220


def test_choices_that_do_not_fit_stand_in_lines_and_none_is_cut(qtbot: QtBot) -> None:
    words = ("值班方式", "执行电价", "用户类别（功率因数标准）", "测点电压", "系统接地方式", "接地装置用途")
    rows = [Row(f"/data/{at}", RowKind.CHOICE, str(at), word, word) for at, word in enumerate(words)]
    head = TestHead(inline=True)
    qtbot.addWidget(head)
    head.resize(1060, 60)
    head.show_rows(Target("indications-site"), rows)
    head.show()
    qtbot.waitExposed(head)
    fields = list(head._fields.values())
    qtbot.waitUntil(lambda: len({one.y() for one in fields}) == 2)
    assert all(one.width() >= one.least and one.geometry().right() < head.width() for one in fields)
    head.resize(2400, 60)
    qtbot.waitUntil(lambda: len({one.y() for one in fields}) == 1)
