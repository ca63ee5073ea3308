"""How the calendar looks: heads of the days, cells, cards of a week and lines of a month."""

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QLocale, QPointF, QRectF
from PySide6.QtGui import QPainter

from inspector.domain.visit import VisitStatus
from inspector.i18n import _, language, ngettext
from inspector.services.planning.board import CalendarVisit
from inspector.services.planning.package_views import Readiness
from inspector.services.words import short_date
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import CENTER, LEFT, RIGHT, box, text, text_width
from inspector.ui.planning.layout import DAY_HEAD, MORE, WEEK, Layout
from inspector.ui.theme import color
from inspector.ui.visit.occasions import kind_name
from inspector.ui.visit.ready_mark import LOOKS

SATURDAY = 6
BAR = 3
ICON = 14
HUES = {
    VisitStatus.PLANNED: "primary",
    VisitStatus.OPEN: "orange",
    VisitStatus.ELSEWHERE: "orange",
    VisitStatus.SIGNED: "green",
}


def weekday_name(day: date) -> str:
    """A weekday in short."""
    return QLocale(language()).dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)


def state_name(visit: CalendarVisit) -> str:
    """Whether a visit is planned, under way or signed."""
    match visit.status:
        case VisitStatus.OPEN:
            return _("Running")
        case VisitStatus.SIGNED:
            return _("Signed")
        case VisitStatus.ELSEWHERE:
            return _("Under way elsewhere")
        case _other:
            return _("Planned")


def purpose(visit: CalendarVisit) -> str:
    """What a visit is for, in few words."""
    return visit.occasion or kind_name(visit.kind)


def paint_heads(
    painter: QPainter, layout: Layout, today: date, counts: Mapping[date, int], loaded: Mapping[date, str]
) -> None:
    """Weekdays; over a week also the dates, how many visits a day has, and a mark where somebody has too many."""
    painter.fillRect(QRectF(0, 0, layout.width, layout.head), color("sub"))
    painter.fillRect(QRectF(0, layout.head - 1, layout.width, 1), color("line"))
    width = layout.width / WEEK
    for index in range(WEEK):
        day = layout.first + timedelta(days=index)
        rect = QRectF(index * width, 0, width, layout.head)
        ink = "text-3" if day.isoweekday() >= SATURDAY else "text-1"
        if layout.month:
            text(painter, rect, weekday_name(day), "hint_bold", ink, CENTER)
            continue
        now = day == today
        words = f"{weekday_name(day)} {short_date(day, today)}"
        text(painter, rect.adjusted(10, 4, -8, -20), words, "hint_bold", "primary-text" if now else ink, LEFT)
        count = counts.get(day, 0)
        told = ngettext("{count} visit", "{count} visits", count).format(count=count) if count else "—"
        text(painter, rect.adjusted(10, 22, -8, -4), told, "tiny", "text-2", LEFT)
        if day in loaded:
            draw_icon(painter, QPointF(rect.right() - ICON - 8, 15), "triangle-alert", "orange-text", ICON, 2.25)
        if now:
            painter.fillRect(QRectF(rect.left(), layout.head - 3, rect.width(), 3), color("primary-text"))


def paint_cell(
    painter: QPainter, layout: Layout, day: date, today: date, *, current: bool, target: bool, loaded: bool
) -> None:
    """The ground of a day, and over a month its number."""
    cell = layout.cell(day)
    if target:
        painter.fillRect(cell, color("primary-tint"))
    elif day < today or day.isoweekday() >= SATURDAY:
        painter.fillRect(cell, color("canvas"))
    painter.fillRect(QRectF(cell.right() - 1, cell.top(), 1, cell.height()), color("line2"))
    painter.fillRect(QRectF(cell.left(), cell.bottom() - 1, cell.width(), 1), color("line2"))
    if layout.month:
        place = QRectF(cell.left() + 8, cell.top() + 2, cell.width() - 16, DAY_HEAD - 4)
        ink = "primary-text" if day == today else "text-3" if day < today else "text-1"
        words = short_date(day, today) if day.day == 1 else f"{day.day}"
        text(painter, place, words, "hint_bold" if day >= today else "hint", ink, LEFT)
        if loaded:
            draw_icon(painter, QPointF(cell.right() - ICON - 6, cell.top() + 5), "triangle-alert", "orange-text", ICON)
    if current:
        box(painter, cell.adjusted(1, 1, -2, -2), border="primary-text", radius=4, width=2)


def paint_visit(
    painter: QPainter,
    rect: QRectF,
    visit: CalendarVisit,
    *,
    month: bool,
    chosen: bool,
    cut: bool,
    ready: Readiness | None,
) -> None:
    """One visit: a card in a week, a line in a month."""
    hue = HUES[visit.status]
    fill = "primary-tint" if chosen else "surface"
    border = "primary-text" if chosen else "line"
    box(painter, rect, fill=fill, border=border, radius=5, width=2 if chosen else 1, dashed=cut)
    painter.fillRect(QRectF(rect.left() + 1, rect.top() + 3, BAR, rect.height() - 6), color(hue))
    ink = "text-3" if cut else "text-1"
    inner = rect.adjusted(BAR + 6, 0, -6, 0)
    if ready is not None and visit.status is VisitStatus.PLANNED:
        icon, token = LOOKS[ready]
        draw_icon(painter, QPointF(inner.right() - ICON, rect.top() + (3 if month else 6)), icon, token, ICON, 2.25)
        inner.setRight(inner.right() - ICON - 4)
    if visit.hint:
        top = rect.top() + (3 if month else 6)
        draw_icon(painter, QPointF(inner.right() - ICON, top), "triangle-alert", "orange-text", ICON, 2.25)
        inner.setRight(inner.right() - ICON - 4)
    if month:
        if visit.at:
            width = text_width(visit.at, "hint") + 4
            text(painter, QRectF(inner.left(), inner.top(), width, inner.height()), visit.at, "hint", "text-2")
            inner.setLeft(inner.left() + width + 2)
        text(painter, inner, visit.name, "hint", ink)
        return
    text(painter, QRectF(inner.left(), rect.top() + 3, inner.width(), 18), visit.name, "hint_bold", ink)
    below = QRectF(inner.left(), rect.top() + 19, rect.right() - inner.left() - 6, 16)
    told = " · ".join(part for part in (visit.at, purpose(visit)) if part)
    text(painter, below, told, "tiny", "text-2")
    people = QRectF(below.left(), rect.top() + 33, below.width(), 16)
    text(painter, people, visit.inspectors, "tiny", "text-2")


def paint_more(painter: QPainter, layout: Layout, day: date, count: int) -> None:
    """How many visits of a day have no room: below its cards, over a month beside its number."""
    cell = layout.cell(day)
    words = _("{count} more").format(count=count)
    width = text_width(words, "tiny") + 8
    left = cell.right() - width - (ICON + 12 if layout.month else 6)
    top = cell.top() + 3 if layout.month else cell.bottom() - MORE - 1
    text(painter, QRectF(left, top, width, MORE), words, "tiny", "primary-text", RIGHT)
