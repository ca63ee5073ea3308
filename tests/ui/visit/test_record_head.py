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
