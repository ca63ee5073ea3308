"""The lists of the home page: due inspections, latest activities, rectifications to review."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.due.views import Due
from inspector.services.home.views import Activity, ReviewItem
from inspector.services.words import account_shown, days_text, here, short_date
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.icons import STROKE_ACTIVE, draw_icon
from inspector.ui.kit.meaning import GRADES, IMPORTANCES, grade_name
from inspector.ui.kit.painted_list import PaintedList
from inspector.ui.kit.painting import RIGHT, box, text, text_width
from inspector.ui.visit.due_words import due_text, due_token, is_late, is_soon, months_text

CHECK = 16
GAP = 12
LEAST_NAME = 84
"""Room that a customer's name keeps before its cycle is left out."""
MOST_CYCLE = 220.0
THUMB, THUMB_HEIGHT = 48, 38
LEAST_ROOM = 330
"""Width of a row to be reviewed from which on its pictures show."""

ICONS: Final[Mapping[str, tuple[str, str]]] = {
    "visit_signed": ("clipboard-check", "primary"),
    "notice_served": ("send", "primary"),
    "hazard_registered": ("circle-alert", "amber"),
    "rectification_submitted": ("message-square-text", "violet"),
    "review_passed": ("badge-check", "green"),
    "review_returned": ("undo-2", "red"),
    "hazard_reopened": ("history", "orange"),
    "hazard_voided": ("ban", "grey"),
    "dispute_adjudicated": ("badge-check", "primary"),
}
"""Type of an activity -> icon and hue."""
OTHER: Final = ("plus", "grey")


class DueList(PaintedList[Due]):
    """Due inspections. Space or a click on the box chooses a customer for the plan; Enter opens the customer."""

    choice_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Inspections due"), parent)
        self._chosen: set[str] = set()
        self._rest = self._day = self._cycle = 0.0
        self.today = date.min

    @property
    def chosen(self) -> tuple[Due, ...]:
        """The rows chosen for the plan, in order."""
        return tuple(row for row in self.items if row.customer in self._chosen)

    def clear_choice(self) -> None:
        """Choose nothing."""
        self._chosen.clear()
        self.choice_changed.emit()
        self.update()

    def toggle(self, row: Due) -> None:
        """Choose a customer or let it go."""
        self._chosen ^= {row.customer}
        self.choice_changed.emit()
        self.update()

    @override
    def pressed_at(self, item: Due, x: float) -> None:
        if x < self.PAD + CHECK + 10:
            self.toggle(item)
        else:
            super().pressed_at(item, x)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.current_item
        if event.key() == Qt.Key.Key_Space and item is not None:
            self.toggle(item)
            return
        super().keyPressEvent(event)

    @override
    def words(self, item: Due) -> str:
        last = item.last_on.isoformat() if item.last_on else _("never")
        due = item.due_on.isoformat() if item.due_on else "—"
        lines = [
            f"{item.name} · {account_shown(item.account)}",
            _("last inspection {last}, due {due}").format(last=last, due=due),
            " · ".join((_cycle_words(item), item.cycle_source)),
        ]
        if item.running:
            lines.append(_("visit under way"))
        elif item.planned:
            lines.append(_("planned for {day}").format(day=item.planned.isoformat()))
        if item.risk:
            lines += [_("risk {score}").format(score=item.risk), *item.reasons]
        return "\n".join(lines)

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: Due) -> None:
        tick = QRectF(rect.left(), rect.center().y() - CHECK / 2, CHECK, CHECK)
        if item.customer in self._chosen:
            box(painter, tick, fill="primary", radius=4)
            draw_icon(painter, tick.topLeft() + QPointF(1.5, 1.5), "check", "on-fill", 13, 3)
        else:
            box(painter, tick, fill="surface", border="edge", radius=4)
        left = tick.right() + 10
        edge = rect.right() - self._rest
        self._paint_due(painter, QRectF(left, rect.top(), rect.right() - left, rect.height()), item)
        edge -= GAP + self._day + GAP
        room = edge - left
        width = self._cycle if room - self._cycle - GAP > LEAST_NAME else 0.0
        if width:
            text(painter, QRectF(edge - width, rect.top(), width, rect.height()), _cycle(item), "hint", "text-2")
            room -= width + GAP
        if item.risky:
            draw_icon(painter, QPointF(left, rect.center().y() - 7), "triangle-alert", "orange-text", 14, 2.25)
            left, room = left + 18, room - 18
        text(painter, QRectF(left, rect.top(), room, rect.height()), item.name, "body_medium", "text-1")

    def _paint_due(self, painter: QPainter, rect: QRectF, item: Due) -> None:
        """Day and rest at the right."""
        late = is_late(item)
        loud = (late or is_soon(item)) and not item.visit
        rest = QRectF(rect.right() - self._rest, rect.top(), self._rest, rect.height())
        token = "primary-text" if item.visit else due_token(item)
        text(painter, rest, self._words_of_rest(item), "body_bold" if loud else "body", token, RIGHT)
        day = QRectF(rest.left() - GAP - self._day, rect.top(), self._day, rect.height())
        on = short_date(item.due_on, self.today)
        text(painter, day, on, "body_bold" if late else "body", "red-text" if late else "text-2", RIGHT)

    def _words_of_rest(self, item: Due) -> str:
        if item.running:
            return _("under way")
        if item.planned:
            return _("planned {day}").format(day=short_date(item.planned, self.today))
        return due_text(item)

    @override
    def show_items(self, items: Sequence[Due]) -> None:
        self._rest = max((text_width(self._words_of_rest(item), "body_bold") for item in items), default=0.0) + 1
        days = (text_width(short_date(item.due_on, self.today), "body_bold") for item in items)
        self._day = max(days, default=0.0) + 1
        self._cycle = min(MOST_CYCLE, max((text_width(_cycle(item), "hint") for item in items), default=0.0) + 1)
        super().show_items(items)


def _cycle_words(item: Due) -> str:
    """Rule and length, or why there is none."""
    return item.cycle_name if item.cycle_months is None else f"{item.cycle_name}: {months_text(item.cycle_months)}"


def _cycle(item: Due) -> str:
    """Class and cycle of a customer in few words."""
    length = item.cycle_name if item.cycle_months is None else months_text(item.cycle_months)
    return f"{_(IMPORTANCES[item.importance].word)} · {length}"


class ActivityList(PaintedList[Activity]):
    """What happened lately, newest first."""

    row_height = 54

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Latest activities"), parent)
        self.today = date.min

    @override
    def opens(self, item: Activity) -> bool:
        return bool(item.place[0])

    @override
    def words(self, item: Activity) -> str:
        return f"{item.title}\n{item.hint}\n{item.at.astimezone():%Y-%m-%d %H:%M}"

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: Activity) -> None:
        icon, hue = ICONS.get(item.kind, OTHER)
        disc = QRectF(rect.left(), rect.center().y() - 14, 28, 28)
        box(painter, disc, fill="sub", radius=14)
        draw_icon(painter, disc.topLeft() + QPointF(6, 6), icon, f"{hue}-text", 16, STROKE_ACTIVE)
        when = self._when(item.at.astimezone())
        width = text_width(when, "hint") + 2
        text(painter, QRectF(rect.right() - width, rect.top(), width, rect.height()), when, "hint", "text-2", RIGHT)
        left = disc.right() + 10
        room = rect.right() - width - 10 - left
        text(painter, QRectF(left, rect.top() + 7, room, 20), item.title, "body_medium", "text-1")
        text(painter, QRectF(left, rect.top() + 27, room, 18), item.hint, "hint", "text-2")

    def _when(self, at: datetime) -> str:
        days = (self.today - at.date()).days
        if days == 0:
            return f"{at:%H:%M}"
        return _("yesterday") if days == 1 else short_date(at.date(), self.today)


class ReviewList(PaintedList[ReviewItem]):
    """Rectifications that the acting person may judge."""

    row_height = 54

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("For my review"), parent)
        self._thumbs: dict[str, tuple[str, str]] = {}
        self._pictures: dict[str, QPixmap] = {}

    def show_thumbs(self, thumbs: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
        """Leave room for pictures of finding and rectification, by hazard; returns those still to be loaded."""
        self._thumbs = dict(thumbs)
        self.update()
        wanted = (one for pair in thumbs.values() for one in pair if one)
        return tuple(one for one in dict.fromkeys(wanted) if one not in self._pictures)

    def show_picture(self, sha256: str, image: QImage) -> None:
        """A picture was loaded."""
        self._pictures[sha256] = QPixmap.fromImage(image)
        self.update()

    def _paint_thumbs(self, painter: QPainter, rect: QRectF, item: ReviewItem) -> float:
        """Draw the pictures of a row; returns the room they take."""
        pair = self._thumbs.get(item.hazard, ("", ""))
        if not any(pair) or rect.width() < LEAST_ROOM:
            return 0.0
        for index, sha256 in enumerate(pair):
            place = QRectF(rect.left() + index * (THUMB + 4), rect.center().y() - THUMB_HEIGHT / 2, THUMB, THUMB_HEIGHT)
            box(painter, place, fill="sunk", border="line", radius=3)
            picture = self._pictures.get(sha256)
            if picture is None or picture.isNull():
                draw_icon(painter, place.center() - QPointF(8, 8), "image", "text-3", 16)
                continue
            scale = max(place.width() / picture.width(), place.height() / picture.height())
            part = QRectF(0, 0, place.width() / scale, place.height() / scale)
            part.moveCenter(QPointF(picture.width() / 2, picture.height() / 2))
            painter.drawPixmap(place, picture, part)
        return 2 * THUMB + 4 + 10

    @override
    def words(self, item: ReviewItem) -> str:
        return f"{item.title}\n{item.customer} · {grade_name(item.grade)} · {days_text(item.days, here())}"

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: ReviewItem) -> None:
        look = GRADES[item.grade]
        rest = days_text(item.days, here())
        width = text_width(rest, "hint_bold") + 2
        token = "red-text" if item.days < 0 else "orange-text" if item.days <= 1 else "text-2"
        text(painter, QRectF(rect.right() - width, rect.top(), width, rect.height()), rest, "hint_bold", token, RIGHT)
        chip = chip_width(grade_name(item.grade), look.icon)
        left = rect.right() - width - 10 - chip
        paint_chip(painter, left, rect.center().y(), grade_name(item.grade), look)
        begin = rect.left() + self._paint_thumbs(painter, rect, item)
        room = left - 10 - begin
        text(painter, QRectF(begin, rect.top() + 7, room, 20), item.title, "body_medium", "text-1")
        text(painter, QRectF(begin, rect.top() + 27, room, 18), item.customer, "hint", "text-2")
