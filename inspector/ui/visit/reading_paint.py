"""Painting of the test table and the reading grid: cells, judgements, sparklines, group heads."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.services.visits.views import CellState, ItemState, Line
from inspector.ui.kit.cell import HEIGHT as CELL_HEIGHT
from inspector.ui.kit.cell import paint_cell
from inspector.ui.kit.chip import chip_width, paint_chip, paint_verdict
from inspector.ui.kit.icons import STROKE, draw_icon
from inspector.ui.kit.meaning import VERDICTS, Look
from inspector.ui.kit.painting import LEFT, RIGHT, box, bubble, text, text_width
from inspector.ui.kit.sparkline import paint_sparkline
from inspector.ui.theme import color
from inspector.ui.visit.reading_model import ReadingModel
from inspector.ui.visit.reading_rows import CELLS, Column, Group, LineRow, line_text, out_of_service, without_limit

AnyIndex = QModelIndex | QPersistentModelIndex
PAD = 10
LEFT_PAD = 16
GROUP_HEIGHT = 28
TAG = Look("", "", "grey")
TAG_GAP = 2
"""What a tag after a label in two lines leaves of its usual gap."""
FILED_PLAIN = (CellState.EMPTY, CellState.NORMAL, CellState.COMPUTED)
"""Cells of a signed visit that need no box: those that are boxed tell a verdict or a mark."""
OVERRIDE = Look("", "pencil", "plain")
ERROR_SPAN = (Column.LAST, Column.FIRST, Column.CHANGE, Column.LIMIT, Column.VERDICT)
"""Columns an error message is written across."""


def verdict_room(*, overridden: bool, wide: bool) -> int:
    """Width the verdict column needs for its widest chip and the mark of an override: a pencil, words when `wide`."""
    judged = (Verdict.ATTENTION, Verdict.FAIL, Verdict.UNDETERMINED)
    chip = max(chip_width(_(VERDICTS[verdict].word), VERDICTS[verdict].icon) for verdict in judged)
    words = chip_width(_("Overridden"), "pencil") + 8 if wide else 24
    mark = words if overridden else 0  # without one the room is for the trend
    return round(PAD + chip + 4 + mark)


def break_at(words: str, style: str, room: float) -> int:
    """Where to break a text so that its beginning fits into `room`: at a space if there is one, else anywhere."""
    fits = max((i for i in range(1, len(words) + 1) if text_width(words[:i], style) <= room), default=1)
    if fits == len(words):  # only the unit did not fit: it must not stand alone in the second line
        fits = (len(words) + 1) // 2
    space = words.rfind(" ", 1, fits + 1)
    if space >= 2:
        return space
    whole = fits
    while 1 < whole < len(words) and words[whole - 1].isdigit() and words[whole].isdigit():
        whole -= 1  # no number is broken
    return whole if whole > 1 else fits


def fits_two_lines(words: str, room: float, marks: float) -> bool:
    """Whether a label fits into two small lines of `room`, its unit and star (`marks` wide) behind it."""
    second = words[break_at(words, "hint", room) :].lstrip()
    return text_width(second, "hint") + 1 + marks <= room


def change_style(words: str, room: float, *, judged: bool) -> str:
    """The style of a change that shows all of it where one does: a cut number misleads."""
    style, small = ("body_bold", "tiny_bold") if judged else ("body", "tiny")
    return style if text_width(words, style) <= room else small


def cell_rect(rect: QRectF) -> QRectF:
    """The box of a cell inside its table cell."""
    height = min(CELL_HEIGHT, rect.height() - 5)
    return QRectF(rect.left() + 3, rect.center().y() - height / 2, rect.width() - 6, height)


def paint_group(painter: QPainter, rect: QRectF, group: Group, *, folded: bool) -> None:
    """A group head: fold mark, title, subtitle, count."""
    painter.fillRect(rect, color("canvas"))
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), color("line2"))
    middle = rect.center().y()
    draw_icon(painter, QPointF(LEFT_PAD, middle - 8), "chevron-right" if folded else "chevron-down", "text-2", 16)
    x = LEFT_PAD + 24.0
    right = rect.right() - LEFT_PAD
    count = f"{group.done}/{group.total}"
    text(painter, QRectF(right - 80, rect.top(), 80, rect.height()), count, "hint", "text-2", RIGHT)
    if group.state in (ItemState.FAIL, ItemState.ATTENTION) and folded:
        look = VERDICTS[Verdict.FAIL if group.state is ItemState.FAIL else Verdict.ATTENTION]
        right -= text_width(count, "hint") + 12 + chip_width(_(look.word), look.icon)
        paint_chip(painter, right, middle, _(look.word), look)
    width = min(text_width(group.title, "body_bold") + 1, right - x)
    text(painter, QRectF(x, rect.top(), width, rect.height()), group.title, "body_bold", "text-1")
    x += width + 8
    text(painter, QRectF(x, rect.top(), max(0.0, right - x - 60), rect.height()), group.subtitle, "hint", "text-2")


class LineDelegate(QStyledItemDelegate):
    """Paints one table cell; reads the model's rows directly, since data roles would cost a call for each property."""

    def __init__(self, view: QTableView, model: ReadingModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self.hide_cell: tuple[int, int] = (-1, -1)
        """(row, column) whose text is hidden because the editor lies over it."""
        self.current_row = -1
        """The focused row; kept by the view, since asking it for every cell costs more than painting the ground."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(40, 36)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        rect = QRectF(option.rect)
        entry = self._model.rows[index.row()]
        if isinstance(entry, Group):
            if index.column() == 0:
                whole = QRectF(0, rect.top(), self._view.viewport().width(), rect.height())
                paint_group(painter, whole, entry, folded=self._model.is_folded(entry.target))
            return
        self._paint_ground(painter, rect, current=index.row() == self.current_row, first=index.column() == 0)
        column = self._model.columns[index.column()]
        if column in CELLS:
            self._paint_cell(painter, rect, index)
        elif column in ERROR_SPAN and (error := self._model.error_of(entry)):
            painter.save()
            painter.setClipRect(rect)
            self._paint_error(painter, rect, index.row(), error)
            painter.restore()
        else:
            self._paint_column(painter, rect, column, entry)

    @staticmethod
    def _paint_ground(painter: QPainter, rect: QRectF, *, current: bool, first: bool) -> None:
        painter.fillRect(rect, color("primary-tint" if current else "surface"))
        if current and first:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), color("primary-text"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), color("line2"))

    def _paint_cell(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        cell = self._model.cell_at(index)
        if cell is None:
            return
        here = self._view.currentIndex()
        focused = (here.row(), here.column()) == (index.row(), index.column())
        place = cell_rect(rect)
        if self.hide_cell == (index.row(), index.column()):
            paint_cell(painter, place, "", CellState.NORMAL, focused=True)
            return
        entry = self._model.line_row(index.row())
        if self._model.filed and cell.state in FILED_PLAIN:
            inner = place.adjusted(0, 0, -8, 0)
            ink = "text-1" if cell.value else "text-3"
            text(painter, inner, cell.value or "—", "body_bold" if cell.value else "body", ink, RIGHT)
        elif entry is not None and entry.line.computed and not cell.value:
            paint_cell(painter, place, "—", CellState.COMPUTED)
        else:
            paint_cell(painter, place, cell.value, cell.state, hint=self._model.hint_at(index))
        if focused and self._view.hasFocus():
            box(painter, place, border="primary-text", radius=6, width=2)

    def _paint_error(self, painter: QPainter, rect: QRectF, row: int, error: str) -> None:
        """A part of the message that runs across the columns of ERROR_SPAN."""
        shown = [i for i, column in enumerate(self._model.columns) if column in ERROR_SPAN]
        rects = [QRectF(self._view.visualRect(self._model.index(row, i))) for i in shown]
        rects = [part for part in rects if part.width() > 0]
        left, right = min(part.left() for part in rects) + PAD, max(part.right() for part in rects) - 4
        draw_icon(painter, QPointF(left, rect.center().y() - 8), "circle-alert", "red-text", 16, 2)
        text(painter, QRectF(left + 22, rect.top(), right - left - 22, rect.height()), error, "hint", "red-text", LEFT)

    def _paint_column(self, painter: QPainter, rect: QRectF, column: Column, entry: LineRow) -> None:
        line = entry.line
        inner = rect.adjusted(PAD, 0, -PAD, -1)
        match column:
            case Column.LABEL:
                self._paint_label(painter, rect.adjusted(LEFT_PAD, 0, -6, -1), line)
            case Column.VERDICT:
                self._paint_verdict(painter, inner, line)
            case Column.TREND:
                self._paint_trend(painter, rect.adjusted(4, 2, -6, -2), line)
            case Column.PHOTO if line.photos or not self._model.filed:
                self._paint_photos(painter, rect, len(line.photos))
            case Column.BASIS:
                self._paint_basis(painter, inner, line_text(line, column))
            case Column.LIMIT:
                self._paint_limit(painter, inner, line.limit)
            case Column.CHANGE:
                hue = _hue(line)
                room = rect.adjusted(1, 0, -PAD, -1)
                style = change_style(line.change, room.width(), judged=bool(hue))
                text(painter, room, line.change, style, f"{hue}-text" if hue else "text-2", RIGHT)
            case _:
                text(painter, rect.adjusted(1, 0, -PAD, -1), line_text(line, column), "body", "text-2", RIGHT)

    @staticmethod
    def _paint_basis(painter: QPainter, rect: QRectF, basis: str) -> None:
        """Standard and clause; the standard alone where both do not fit (the tooltip has both), or in two lines."""
        for words in (basis, basis.partition(" · ")[0]):
            if text_width(words, "hint") <= rect.width():
                text(painter, rect, words, "hint", "text-2")
                return
        standard = basis.partition(" · ")[0]
        cut = break_at(standard, "tiny", rect.width())
        top = rect.center().y() - 15
        for index, part in enumerate((standard[:cut].rstrip(), standard[cut:].lstrip())):
            text(painter, QRectF(rect.left(), top + 15 * index, rect.width(), 15), part, "tiny", "text-2")

    @staticmethod
    def _paint_limit(painter: QPainter, rect: QRectF, limit: str) -> None:
        """The limit; a range that is too long for one line stands in two, since a cut number would mislead."""
        low, dash, high = limit.partition("–")
        if not dash or text_width(limit, "body_medium") <= rect.width():
            text(painter, rect, limit, "body_medium", "text-1", RIGHT)
            return
        top = rect.center().y() - 16
        for index, part in enumerate((low + dash, high)):
            text(painter, QRectF(rect.left(), top + 16 * index, rect.width(), 16), part, "hint", "text-1", RIGHT)

    def _paint_label(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        missing = line.required and not any(cell.value for cell in line.cells) and not line.computed
        marks = [(" *", "hint_bold", "red-text")] if missing else []
        marks += [(f" {line.unit}", "hint", "text-2")] if line.unit else []
        marks_width = sum(text_width(words, style) + 2 for words, style, _ink in marks)
        width = text_width(line.label, "body_medium") + 1
        tags = [line.tag] if line.tag else []
        room = rect.width() - sum(chip_width(tag) + 6 for tag in tags)
        computed = _("calc.")
        if line.computed and fits_two_lines(line.label, room - chip_width(computed) - 6, marks_width):
            tags.insert(0, computed)  # the grey cell says it too, so words of the label come first
            room -= chip_width(computed) + 6
        if width + marks_width <= room:
            text(painter, QRectF(rect.left(), rect.top(), width, rect.height()), line.label, "body_medium", "text-1")
            x = self._paint_marks(painter, QRectF(rect.left() + width, rect.top(), room, rect.height()), marks)
        else:
            x = self._paint_two_lines(painter, QRectF(rect.left(), rect.top(), room, rect.height()), line.label, marks)
        for tag in tags:
            x += paint_chip(painter, x + 8, rect.center().y(), tag, TAG) + 6

    @staticmethod
    def _paint_marks(painter: QPainter, rect: QRectF, marks: Sequence[tuple[str, str, str]]) -> float:
        """Required star and unit after a label; returns where they end."""
        x = rect.left()
        for words, style, ink in marks:
            width = text_width(words, style) + 2
            text(painter, QRectF(x, rect.top(), width, rect.height()), words, style, ink)
            x += width
        return x

    def _paint_two_lines(
        self, painter: QPainter, rect: QRectF, label: str, marks: Sequence[tuple[str, str, str]]
    ) -> float:
        """A label that is too long for one line stands in two, smaller; its end often tells lines apart."""
        cut = break_at(label, "hint", rect.width())
        first, second = label[:cut].rstrip(), label[cut:].lstrip()
        top = rect.center().y() - 17
        text(painter, QRectF(rect.left(), top, rect.width(), 17), first, "hint", "text-1")
        marks_width = sum(text_width(words, style) + 2 for words, style, _ink in marks)
        width = min(text_width(second, "hint") + 1, rect.width() - marks_width)
        text(painter, QRectF(rect.left(), top + 17, width, 17), second, "hint", "text-1")
        self._paint_marks(painter, QRectF(rect.left() + width, top + 17, marks_width, 17), marks)
        return rect.right() - TAG_GAP

    @staticmethod
    def _paint_verdict(painter: QPainter, rect: QRectF, line: Line) -> None:
        middle = rect.center().y()
        judged = line.judgement
        if judged is None or without_limit(line):
            text(painter, rect, _state_words(line), "hint", "text-3")
            return
        x = rect.left() + paint_verdict(painter, rect.left(), middle, judged.verdict)
        if judged.overridden is None:
            return
        words = _("Overridden")
        if x + 6 + chip_width(words, "pencil") <= rect.right() + PAD - 4:
            paint_chip(painter, x + 6, middle, words, OVERRIDE)
            return
        small = QRectF(min(x + 4, rect.right() + PAD - 21), middle - 10, 20, 20)
        box(painter, small, fill="surface", border="edge", radius=5)
        draw_icon(painter, small.topLeft() + QPointF(3.5, 3.5), "pencil", "text-2", 13, 2)

    @staticmethod
    def _paint_trend(painter: QPainter, rect: QRectF, line: Line) -> None:
        if len(line.history) < 2:
            text(painter, rect.adjusted(6, 0, 0, 0), "—", "hint", "text-3")
            return
        verdict = line.judgement.verdict if line.judgement else None
        paint_sparkline(painter, rect, line.history, line.history_limit, verdict)

    @staticmethod
    def _paint_photos(painter: QPainter, rect: QRectF, count: int) -> None:
        middle = rect.center()
        draw_icon(painter, middle - QPointF(9, 9), "camera", "text-2" if count else "edge", 18, STROKE)
        if count:
            bubble(painter, middle + QPointF(10, -8), str(count), "text-2")


def _hue(line: Line) -> str:
    """The hue of a judged line, "" when it is quiet."""
    if line.judgement is None:
        return ""
    return {Verdict.FAIL: "red", Verdict.ATTENTION: "amber"}.get(line.judgement.verdict, "")


def _state_words(line: Line) -> str:
    """What stands in the verdict column of a line without a verdict."""
    if out_of_service(line):
        return _("Not measured")
    filled = [bool(cell.value) for cell in line.cells]
    if line.waiting_reason or (any(filled) and not all(filled)):
        return _("To enter")
    return "—"


def line_tooltip(line: Line, column: Column) -> str:
    """What the pointer shows over a line: the whole label, the evidence of the judgement, the reasons given."""
    parts = [" ".join(part for part in (line.label, line.unit) if part)]
    judged = line.judgement
    telling = column in (Column.VERDICT, Column.LIMIT, Column.CHANGE, Column.TREND, Column.BASIS)
    if telling and judged:
        parts += [judged.tooltip]
        if judged.overridden is not None:
            rule = _(VERDICTS[judged.overridden].word)
            parts += [_("Overridden; the rule says: {verdict}").format(verdict=rule), judged.override_reason]
    parts += [line.basis] if telling and not judged else []
    parts += [line.outlook, *line.beside] if telling else []
    parts += [_("Waiting: {reason}").format(reason=line.waiting_reason)] if line.waiting_reason else []
    parts += [line.note] if line.note else []
    if column is Column.PHOTO:
        parts = [_("Photo (P)")]
    return "\n".join(part for part in parts if part)
