"""Draws every widget of the kit into PNG files, light and dark: `python -m tests.ui.gallery FOLDER`.

For looking at, beside the design's component sheet; `test_gallery.py` runs it so that it keeps working.
"""

import os
import sys
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector import i18n
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.services.visits.views import CellState, ItemState
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.cell import paint_cell
from inspector.ui.kit.chip import Chip, FilterChip, VerdictMark, grade_chip, note_chip, status_chip
from inspector.ui.kit.choice import GradeControl, JudgementControl
from inspector.ui.kit.dialog import ReasonDialog
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.fields import ComboField, DateField, TextArea, TextField
from inspector.ui.kit.meaning import IMPORTANCES, STATUSES
from inspector.ui.kit.photos import PhotoStrip
from inspector.ui.kit.progress import KeyHints, ProgressLine
from inspector.ui.kit.rows import Outline, OutlineItem
from inspector.ui.kit.stepper import StepItem, Stepper
from inspector.ui.kit.tabs import TabRow
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.kit.toast import Toast
from inspector.ui.messages import Notice, Tone
from inspector.ui.theme import STYLES, Mode, load_fonts, theme


def row(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return holder


def card(title: str, *widgets: QWidget) -> Card:
    made = Card(title)
    for widget in widgets:
        made.body.addWidget(widget)
    made.body.addStretch(1)
    return made


class Cells(QWidget):
    """One reading cell of each state."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(640, 40)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for index, state in enumerate(CellState):
            paint_cell(painter, QRectF(index * 90, 4, 82, 31), "10.32", state, focused=index == 6)


def buttons() -> Card:
    rows = []
    for kind in Kind:
        off = Button(kind.value, kind)
        off.setEnabled(False)
        hover = Button(kind.value, kind)
        hover._hover = True
        down = Button(kind.value, kind)
        down._down = True
        rows.append(
            row(Button(kind.value, kind), hover, down, off, Button(kind.value, kind, icon="check", key="Enter"))
        )
    return card("Button", *rows, row(IconButton("camera", "photo"), IconButton("search", "search", bordered=True)))


def judgements() -> Card:
    controls: list[QWidget] = []
    for value in ("", *(Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE)):
        control = JudgementControl("question")
        control.set_value(value)
        controls.append(row(control))
    grades = []
    for grade in Grade:
        chosen = GradeControl()
        chosen.set_value(grade)
        grades.append(row(chosen))
    return card("Segmented", *controls, *grades)


def chips() -> Card:
    on = FilterChip("未闭环")
    on.set_on(True)
    on.set_count(32)
    off = FilterChip("危急", "red")
    off.set_count(2)
    return card(
        "Chips",
        row(*(grade_chip(grade) for grade in Grade)),
        row(*(VerdictMark(verdict) for verdict in Verdict), note_chip("人工改判", icon="pencil")),
        row(*(status_chip(status) for status in STATUSES)),
        row(*(Chip(i18n._(look.word), look) for look in IMPORTANCES.values())),
        row(on, off, FilterChip("2026 年", menu=True)),
        Cells(),
    )


def fields() -> Card:
    wrong = DateField("deadline")
    wrong.set_date(date(2026, 6, 1))
    wrong.set_error("期限不能早于今天")
    fixed = TextField("fixed")
    fixed.set_value("只读")
    fixed.set_read_only(True)
    area = TextArea("text", label=True, required=True)
    area.set_value("整改后照片看不清 B 相触头，请补拍近景。")
    pick = ComboField("pick", [("a", "华川电力试验公司"), ("b", "二")])
    pick.set_value("a")
    return card("Fields", TextField("place", placeholder="输入位置"), fixed, wrong, pick, area)


def texts() -> Card:
    return card("Text", *(Text(f"{name} 击穿电压 33.5 kV，限值 35", name) for name in STYLES),
                ElidedLabel("很长的客户名称" * 12, "body"))  # fmt: skip


def lists() -> Card:
    outline = Outline("outline")
    outline.set_items(
        [
            OutlineItem("1", "配电室环境", "1", count="8/8", failed=1, show_state=False),
            OutlineItem("2", "消防与防小动物", "2", count="5/7", failed=1, show_state=False),
            OutlineItem("2.1", "挡鼠板", "2.1", level=1, state=ItemState.DONE),
            OutlineItem("2.2", "孔洞封堵", "2.2", level=1, state=ItemState.FAIL),
            OutlineItem("3", "安全工器具", "3", count="6/6", ticked=True, show_state=False),
            OutlineItem("g", "变压器", group=True),
            OutlineItem("t1", "T1 主变", subtitle="SCB13-1250/10 干式", count="7/7", state=ItemState.ATTENTION),
            OutlineItem("t2", "T2 主变", subtitle="S11-M-1250/10 油浸", count="11/12", state=ItemState.PROGRESS),
        ],
        "2",
        "2.2",
    )
    tabs = TabRow("tabs", [("a", "安全检查台账"), ("b", "隐患整改台账")])
    tabs.set_count("a", 186)
    tabs.set_count("b", 235)
    progress = ProgressLine("本步进度")
    progress.set_progress(38, 43)
    strip = PhotoStrip()
    strip.set_photos([("a", "a.jpg")])
    return card("Lists", outline, tabs, progress, strip, KeyHints([("↑|↓", "换题"), ("Ctrl Z", "撤销")]))


def messages(host: QWidget) -> Card:
    stepper = Stepper("steps")
    stepper.set_steps(
        [
            StepItem("a", "基础设施", "43/43", done=True),
            StepItem("b", "高压设备", "6/14 台"),
            StepItem("c", "指示数据", "未开始"),
        ],
        "b",
    )
    toasts = [
        Toast(Notice(Tone.SUCCESS, "已判 2.2 不合格，生成隐患草稿", "撤销", key="Ctrl Z"), host),
        Toast(Notice(Tone.INFO, "已恢复 10:32 的未提交内容", "查看"), host),
        Toast(Notice(Tone.ERROR, "照片写入失败：U 盘已拔出", "重试"), host),
    ]
    empty = EmptyState("clipboard-check", "今天没有检查计划", "从到期客户中选择，或新建一次检查",
                       Button("排入计划", Kind.PRIMARY), Button("新建检查", key="Ctrl N"))  # fmt: skip
    return card("Messages", stepper, *toasts, empty)


def build() -> QWidget:
    """One widget with everything on it."""
    sheet = QWidget()
    sheet.setAutoFillBackground(True)
    grid = QGridLayout(sheet)
    grid.setContentsMargins(16, 16, 16, 16)
    grid.setSpacing(12)
    columns = [(texts(), lists()), (buttons(), judgements()), (chips(), fields(), messages(sheet))]
    for index, cards in enumerate(columns):
        column = QVBoxLayout()
        column.setSpacing(12)
        for made in cards:
            column.addWidget(made)
        column.addStretch(1)
        grid.addLayout(column, 0, index)
    sheet.resize(1500, 1180)
    return sheet


def dialog_sheet() -> QWidget:
    host = QWidget()
    host.setAutoFillBackground(True)
    host.resize(720, 420)
    host.show()
    dialog = ReasonDialog(host, "退回重改？", "YH-2026-0107 将回到整改中，客户会收到你的意见。", label="退回意见",
                          accept="退回重改", dangerous=True)  # fmt: skip
    dialog.open()
    return host


def save_all(folder: Path) -> list[Path]:
    """Write gallery-light.png, gallery-dark.png and the dialog of each; returns the files."""
    made = []
    for mode in (Mode.LIGHT, Mode.DARK):
        theme().set_mode(mode)
        for name, widget in (("gallery", build()), ("dialog", dialog_sheet())):
            widget.show()
            if name == "gallery":
                control = widget.findChildren(JudgementControl)[1]
                control.setFocus(Qt.FocusReason.TabFocusReason)
                control.show_ring()
            QApplication.sendPostedEvents()
            path = folder / f"{name}-{mode.value}.png"
            canvas = widget.grab()
            canvas.save(str(path))
            made.append(path)
            widget.close()
            widget.deleteLater()
    return made


if __name__ == "__main__":
    application = QApplication([])
    i18n.set_language("zh_CN")
    load_fonts()
    theme().start(Mode.LIGHT)
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    save_all(target)
