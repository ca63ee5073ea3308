"""The values of a hazard before and after, with bars against the limit; a value measured again is typed in place."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.access import Role
from inspector.ui.kit.chip import chip_width, paint_chip, paint_verdict
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.painting import CENTER, RIGHT, box, text, text_width
from inspector.ui.reviews.value_lines import Line, numbers
from inspector.ui.theme import color

HEAD, ROW = 36, 50
PAD, NUMBER, UNIT = 16, 66, 38
BARS = 70
"""Least width of the bars; where there is less, they are left out."""
APART = Look("", "", "orange")
EDITOR_WIDTH = 190
VERDICT = 72.0
"""Least width of the last column."""


class ValueTable(Focusable):
    """The table. Enter, F2 or a double click types the value of a line again: `value_typed(key, numbers)`."""

    spoken_role = Role.Table
    value_typed = Signal(str, object)
    ring_radius = 8.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._open = False
        self._current = 0
        self._editor: TextField | None = None
        self.setAccessibleName(_("Measured values"))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines as they show."""
        return self._lines

    @property
    def editor(self) -> TextField | None:
        """The field of the value that is being typed."""
        return self._editor

    def show_lines(self, lines: tuple[Line, ...], *, open_: bool) -> None:
        """Show lines; with `open_` values can be typed."""
        self._lines, self._open = lines, open_
        self._current = min(self._current, max(0, len(lines) - 1))
        said = [f"{one.name}: {one.before} → {one.after or '-'} {one.unit}, {one.limit}, {one.words}" for one in lines]
        self.setAccessibleDescription("\n".join(said))
        self.setFixedHeight(HEAD + ROW * len(lines) + 2)
        self.update()

    # typing ---------------------------------------------------------------------------------------------------------

    def edit(self, index: int) -> None:
        """Type the value of a line again."""
        if not self._open or not 0 <= index < len(self._lines):
            return
        self.close_editor()
        self._current = index
        line = self._lines[index]
        hint = " ".join(line.inputs) if len(line.inputs) > 1 else _("Value in {unit}").format(unit=line.unit)
        field = TextField(line.name, placeholder=hint, parent=self)
        field.set_value("" if len(line.inputs) > 1 else line.after)
        field.return_pressed.connect(self._on_return)
        field.editor.installEventFilter(self)
        self._editor = field
        self._place_editor()
        field.show()
        field.raise_()
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def close_editor(self) -> None:
        """Put the field away."""
        field, self._editor = self._editor, None
        if field is not None:
            had = field.editor.hasFocus()
            field.editor.removeEventFilter(self)
            field.hide()
            field.deleteLater()
            if had:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.update()

    def complain(self, words: str) -> None:
        """Say at the field what is wrong with the value."""
        if self._editor is not None:
            self._editor.set_error(words)
            self._place_editor()

    def _place_editor(self) -> None:
        if self._editor is None:
            return
        columns = self._columns()
        top = HEAD + ROW * self._current + 8
        left = min(columns["after"].left() + 4, self.width() - EDITOR_WIDTH - 4)
        height = self._editor.sizeHint().height()
        self._editor.setGeometry(round(left), round(min(top, self.height() - height)), EDITOR_WIDTH, height)

    def _on_return(self) -> None:
        if self._editor is None:
            return
        line = self._lines[self._current]
        found = numbers(self._editor.value())
        wanted = max(1, len(line.inputs))
        if found is None or len(found) not in (1, wanted):
            self.complain(
                _("Enter a number.") if wanted == 1 else _("Enter {count} numbers, or the result.").format(count=wanted)
            )
            return
        self.value_typed.emit(line.key, found)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._editor is not None and watched is self._editor.editor:
            if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
                if event.key() == Qt.Key.Key_Escape:
                    event.accept()
                    return True
            elif (
                event.type() == QEvent.Type.KeyPress
                and isinstance(event, QKeyEvent)
                and event.key() == Qt.Key.Key_Escape
            ):
                self.close_editor()
                return True
        return super().eventFilter(watched, event)

    # mouse and keys -------------------------------------------------------------------------------------------------

    def _at(self, y: float) -> int:
        index = int((y - HEAD) // ROW)
        return index if y >= HEAD and index < len(self._lines) else -1

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position().y())
        if index >= 0:
            self._current = index
            if self._columns()["after"].contains(QPointF(event.position().x(), 1)):
                self.edit(index)
            self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is not None and not event.modifiers() and 0 <= self._current + by < len(self._lines):
            self._current += by
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not event.modifiers():
            self.edit(self._current)
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._at(event.pos().y())
            QToolTip.showText(event.globalPos(), self._told(index) if index >= 0 else "", self)
            return True
        return super().event(event)

    def _told(self, index: int) -> str:
        line = self._lines[index]
        again = _("Type the value measured again (Enter)") if self._open else ""
        return "\n".join(part for part in (line.name, line.basis, line.note, again) if part)

    # painting -------------------------------------------------------------------------------------------------------

    def _columns(self) -> dict[str, QRectF]:
        """Left and right of every column; all of one height."""
        width = self.width() - 2 * PAD
        verdict = max([VERDICT, *(_mark_width(line) for line in self._lines)])
        limit = max([64.0, *(text_width(line.limit, "body_medium") + 4 for line in self._lines)])
        limit = min(limit, 150.0)
        fixed = 2 * NUMBER + UNIT + limit + 16 + verdict + 16
        names = max([90.0, *(text_width(line.name, "body_medium") + 8 for line in self._lines)])
        name = min(names, max(90.0, width - fixed - BARS))
        bars = max(0.0, width - fixed - name)
        widths = {
            "name": name,
            "before": NUMBER,
            "after": NUMBER,
            "unit": UNIT,
            "bars": bars,
            "limit": limit,
            "verdict": verdict,
        }
        x, found = float(PAD), {}
        for key, each in widths.items():
            gap = 16.0 if key in ("limit", "verdict") else 0.0
            found[key] = QRectF(x + gap, 0, each, 2)
            x += each + gap
        return found

    @override
    def sizeHint(self) -> QSize:
        return QSize(420, HEAD + ROW * len(self._lines) + 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="surface", border="line", radius=8)
        columns = self._columns()
        self._paint_head(painter, columns)
        for index, line in enumerate(self._lines):
            row = QRectF(1, HEAD + ROW * index, rect.width() - 2, ROW)
            if index == self._current and self.hasFocus():
                painter.fillRect(row.adjusted(0, 1, 0, -1), color("primary-tint"))
            if index:
                painter.fillRect(QRectF(row.left(), row.top(), row.width(), 1), color("line2"))
            self._paint_line(painter, row, line, columns)

    def _paint_head(self, painter: QPainter, columns: dict[str, QRectF]) -> None:
        area = QRectF(1, 1, self.width() - 2, HEAD - 1)
        painter.save()
        painter.setClipRect(area)
        box(painter, QRectF(1, 1, self.width() - 2, HEAD + 12), fill="sub", radius=7)
        painter.restore()
        painter.fillRect(QRectF(1, HEAD - 1, self.width() - 2, 1), color("line"))
        heads = (
            ("name", _("Measured value"), None),
            ("before", _("Before"), RIGHT),
            ("after", _("After"), RIGHT),
            ("limit", _("Limit"), RIGHT),
            ("verdict", _("Verdict"), None),
        )
        for key, words, flags in heads:
            at = QRectF(columns[key].left(), 0, columns[key].width(), HEAD)
            if flags is None:
                text(painter, at, words, "hint_bold", "text-2")
            else:
                text(painter, at, words, "hint_bold", "text-2", flags)

    def _paint_line(self, painter: QPainter, row: QRectF, line: Line, columns: dict[str, QRectF]) -> None:
        def cell(key: str) -> QRectF:
            return QRectF(columns[key].left(), row.top(), columns[key].width(), row.height())

        second = line.note if line.shares[0] is not None or columns["bars"].width() < BARS else ""
        name = cell("name")
        if second:
            wide = name.adjusted(0, 25, columns["bars"].width() if line.shares[0] is None else 0, -6)
            text(painter, name.adjusted(0, 7, 0, -22), line.name, "body_medium", "text-1")
            text(painter, wide, second, "hint", "text-2")
        else:
            text(painter, name, line.name, "body_medium", "text-1")
        text(
            painter, cell("before"), line.before or "-", "body_bold", "red-text" if line.before_bad else "text-1", RIGHT
        )
        self._paint_after(painter, cell("after"), line)
        text(painter, cell("unit").adjusted(10, 0, 0, 0), line.unit, "hint", "text-2")
        bars = cell("bars").adjusted(8, 0, 0, 0)
        if columns["bars"].width() >= BARS:
            if line.shares[0] is not None:
                _paint_bars(painter, bars, line)
            else:
                text(painter, bars, line.note, "hint", "orange-text" if line.apart else "text-2")
        text(painter, cell("limit"), line.limit, "body_medium", "text-1", RIGHT)
        self._paint_verdict(painter, cell("verdict"), line)

    def _paint_after(self, painter: QPainter, at: QRectF, line: Line) -> None:
        if not line.after:
            if self._open:
                cell = QRectF(at.right() - 52, at.center().y() - 15, 56, 30)
                box(painter, cell, border="edge", radius=6, dashed=True)
                words = _("Measure…")
                if text_width(words, "hint") <= cell.width() - 6:
                    text(painter, cell, words, "hint", "text-3", CENTER)
                else:
                    draw_icon(painter, cell.center() - QPointF(8, 8), "pencil", "text-3", 16)
            else:
                text(painter, at, "-", "body", "text-3", RIGHT)
            return
        token = "red-text" if line.after_bad else "green-text" if line.after_good else "text-1"
        text(painter, at, line.after, "body_bold", token, RIGHT)

    def _paint_verdict(self, painter: QPainter, at: QRectF, line: Line) -> None:
        middle = at.center().y()
        if line.apart:
            paint_chip(painter, at.left(), middle, _("Not comparable"), APART)
        elif line.verdict is not None:
            paint_verdict(painter, at.left(), middle, line.verdict)
        else:
            text(painter, at, _("Not measured"), "hint", "text-2")


def _mark_width(line: Line) -> float:
    if line.apart:
        return chip_width(_("Not comparable"))
    return text_width(_("Not measured"), "hint") + 2 if line.verdict is None else VERDICT


def _paint_bars(painter: QPainter, at: QRectF, line: Line) -> None:
    """Two bars and the dashed line of the limit."""
    before, after, limit = line.shares
    for share, top, bad in ((before, -14.0, line.before_bad), (after, 3.0, line.after_bad)):
        if share is not None:
            bar = QRectF(at.left(), at.center().y() + top, max(2.0, at.width() * min(1.0, share)), 11)
            box(painter, bar, fill="red" if bad else "green", radius=2)
    if limit is not None:
        x = at.left() + at.width() * min(1.0, limit)
        painter.setPen(QPen(color("text-1"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, at.top() + 6), QPointF(x, at.bottom() - 6))
