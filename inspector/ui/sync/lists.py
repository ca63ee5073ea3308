"""The painted lists of the page: what waits for the server, rounds, devices, changes, and what was put aside."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter
from typing_extensions import override

from inspector.i18n import N_, _, ngettext
from inspector.services.syncing.page_views import (
    ChangeRow,
    DeviceRow,
    DeviceState,
    PendingGroup,
    PendingRow,
    RoundRow,
)
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.icons import STROKE_CHIP, draw_icon
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.painted_list import PaintedList
from inspector.ui.kit.painting import RIGHT, box, text, text_width
from inspector.ui.kit.rows import Scroller
from inspector.ui.sync.amounts import size_words
from inspector.ui.sync.side_words import day_words, short_moment

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

T = TypeVar("T")
ICONS: Final = {
    "visit": "clipboard-check",
    "hazard": "notebook-tabs",
    "ledger_issue": "file-text",
    "customer": "building-2",
    "equipment": "zap",
    "person": "users",
    "review_group": "users",
    "plan": "calendar",
    "review_round": "git-compare-arrows",
    "criterion": "scale",
    "criteria_pack": "scale",
    "hazard_entry": "book-open",
    "form": "clipboard-check",
    "setting": "settings",
}
GROUP_ICONS: Final = {
    PendingGroup.VISITS: "clipboard-check",
    PendingGroup.LEDGERS: "notebook-tabs",
    PendingGroup.CUSTOMERS: "building-2",
    PendingGroup.PEOPLE: "users",
}
VIAS: Final = {"network": (N_("Network"), "cloud"), "file": (N_("Exchange file"), "usb")}
OUTCOMES: Final = {
    "done": (N_("done"), "check", "green"),
    "partly": (N_("in part"), "", "amber"),
    "offline": (N_("no connection"), "", "grey"),
    "stopped": (N_("stopped"), "", "grey"),
    "failed": (N_("failed"), "", "amber"),
}
"""Outcome of a round -> words, icon, hue. No connection is a normal state."""


class PageList(PaintedList[T]):
    """A list somewhere in a scroll area: the current row is scrolled into view wherever that is."""

    today = date.min

    @override
    def ensure_visible(self) -> None:
        above: QWidget | None = self.parentWidget()
        while above is not None:
            if isinstance(above, Scroller):
                content = above.widget()
                if content is not None:
                    corner = self.mapTo(content, QPoint(0, self.current * self.row_height))
                    above.ensure_visible(QRect(corner.x(), corner.y(), self.width(), self.row_height), margin=0)
                return
            above = above.parentWidget()


def name_cut(title: str, room: float) -> str:
    """A title like "customer · number" that fits: the name is cut, what tells the thing from others stays."""
    name, dot, rest = title.rpartition(" · ")
    while (
        dot
        and len(name) > 1
        and text_width(f"{name}…{dot}{rest}", "body_medium") > room < text_width(title, "body_medium")
    ):
        name = name[:-1]
    cut = bool(dot) and len(f"{name}{dot}{rest}") < len(title)
    return f"{name}…{dot}{rest}" if cut else title


class PendingRows(PageList[PendingRow]):
    """Records of things that no server has yet."""

    row_height = 46

    @override
    def opens(self, item: PendingRow) -> bool:
        return bool(item.place[0])

    @override
    def words(self, item: PendingRow) -> str:
        parts = (item.title, item.hint, day_words(item.at, self.today), size_words(item.size), item.refused)
        return "\n".join(part for part in parts if part)

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: PendingRow) -> None:
        draw_icon(painter, QPointF(rect.left(), rect.center().y() - 8), GROUP_ICONS[item.group], "text-2", 16)
        size, when = size_words(item.size), short_moment(item.at, self.today)
        right = _right(painter, rect, size, "hint", "text-2", least=58)
        right = _right(painter, QRectF(rect.left(), rect.top(), right - rect.left(), rect.height()), when, "hint",
                       "text-2")  # fmt: skip
        left = rect.left() + 30
        room = right - 8 - left
        text(painter, QRectF(left, rect.top() + 4, room, 20), name_cut(item.title, room), "body_medium")
        hint, token = (item.refused, "amber-text") if item.refused else (item.hint, "text-2")
        text(painter, QRectF(left, rect.top() + 23, room, 18), hint, "hint", token)


class RoundRows(PageList[RoundRow]):
    """Rounds, newest first."""

    row_height = 37
    _time = 84.0
    """Width of the widest time."""

    @override
    def show_items(self, items: Sequence[RoundRow]) -> None:
        times = (text_width(day_words(item.at, self.today), "body") for item in items)
        self._time = max(times, default=0.0) + 12
        super().show_items(items)

    @override
    def words(self, item: RoundRow) -> str:
        via = f"{_(VIAS[item.via][0])} {item.peer}".strip() if item.via in VIAS else item.peer
        parts = (day_words(item.at, self.today), via, amounts(item), outcome_words(item), item.problem)
        return "\n".join(part for part in parts if part)

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: RoundRow) -> None:
        when = day_words(item.at, self.today)
        text(painter, QRectF(rect.left(), rect.top(), self._time, rect.height()), when, "body")
        icon = VIAS.get(item.via, ("", "cloud"))[1]
        x = rect.left() + self._time
        draw_icon(painter, QPointF(x, rect.center().y() - 7), icon, "text-2", 14 if icon == "usb" else 16)
        right = self._paint_outcome(painter, rect, item)
        left, shown = x + 21, _short_via(item)
        width = max(34.0, text_width(shown, "body"))
        if left + width + 12 + text_width(amounts(item), "body") <= right - 8:
            text(painter, QRectF(left, rect.top(), width, rect.height()), shown, "body", "text-2")
            left += width + 12
        text(painter, QRectF(left, rect.top(), max(0.0, right - left - 8), rect.height()), amounts(item), "body",
             "text-2")  # fmt: skip

    @staticmethod
    def _paint_outcome(painter: QPainter, rect: QRectF, item: RoundRow) -> float:
        """Right-aligned; returns where it begins."""
        words, icon, hue = outcome_words(item), *OUTCOMES.get(item.outcome, ("", "", "grey"))[1:]
        if icon:
            width = text_width(words, "body") + 19
            left = rect.right() - width
            draw_icon(painter, QPointF(left, rect.center().y() - 7), icon, f"{hue}-text", 13, STROKE_CHIP)
            text(painter, QRectF(left + 18, rect.top(), width, rect.height()), words, "body", f"{hue}-text")
            return left
        left = rect.right() - chip_width(words)
        paint_chip(painter, left, rect.center().y(), words, Look("", "", hue))
        return left


def _short_via(item: RoundRow) -> str:
    return _("USB") if item.via == "file" else _("Network")


def amounts(item: RoundRow) -> str:
    """What a round brought and took."""
    return _("in {received} · out {sent}").format(received=item.received, sent=item.sent)


def outcome_words(item: RoundRow) -> str:
    """How a round ended."""
    return _(OUTCOMES[item.outcome][0]) if item.outcome in OUTCOMES else item.outcome


class DeviceRows(PageList[DeviceRow]):
    """This laptop and the others."""

    row_height = 43
    pending = 0
    """How many records of this laptop wait for the server."""

    @override
    def opens(self, _item: DeviceRow) -> bool:
        return False

    @override
    def words(self, item: DeviceRow) -> str:
        return "\n".join(part for part in (self._title(item), self._hint(item), self.state_words(item)) if part)

    @staticmethod
    def _title(item: DeviceRow) -> str:
        name = _("This laptop") if item.state is DeviceState.OWN else item.name
        return " · ".join(part for part in (name, item.person) if part)

    def _hint(self, item: DeviceRow) -> str:
        if item.state is DeviceState.OWN:
            waits = _("{count} to upload").format(count=self.pending) if self.pending else ""
            return " · ".join(part for part in (item.team, item.name, waits) if part)
        last = _("last record {time}").format(time=day_words(item.at, self.today)) if item.at else _("no record yet")
        return " · ".join(part for part in (item.team, last) if part)

    @staticmethod
    def state_words(item: DeviceRow) -> str:
        """How the device stands; "" where nobody knows."""
        match item.state:
            case DeviceState.OWN:
                return _("this one")
            case DeviceState.EQUAL:
                return _("has everything")
            case DeviceState.BEHIND:
                return ngettext("{count} record behind", "{count} records behind", item.behind).format(
                    count=item.behind
                )
            case DeviceState.LOCKED:
                return _("locked out")
            case DeviceState.UNKNOWN:
                return ""

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: DeviceRow) -> None:
        draw_icon(painter, QPointF(rect.left(), rect.center().y() - 9), "laptop", "text-2", 18)
        words = self.state_words(item)
        right = rect.right()
        if words:
            token = {DeviceState.OWN: "primary-text", DeviceState.EQUAL: "green-text"}.get(item.state, "text-2")
            right = _right(painter, rect, words, "hint", token)
            _dot(painter, QPointF(right + 2, rect.center().y()), item.state)
            right -= 12
        left = rect.left() + 32
        text(painter, QRectF(left, rect.top() + 3, right - left - 8, 20), self._title(item), "body_medium")
        text(painter, QRectF(left, rect.top() + 22, right - left - 8, 18), self._hint(item), "hint", "text-2")


def _dot(painter: QPainter, right_center: QPointF, state: DeviceState) -> None:
    """A disc: full for this laptop and for equal ones, a ring for the others."""
    disc = QRectF(right_center.x() - 10, right_center.y() - 5, 10, 10)
    fills = {DeviceState.OWN: "primary", DeviceState.EQUAL: "green"}
    if state in fills:
        box(painter, disc, fill=fills[state], radius=5)
    else:
        box(painter, disc.adjusted(0.5, 0.5, -0.5, -0.5), border="edge", radius=4.5, width=1.75)


class ChangeRows(PageList[ChangeRow]):
    """Things that a round changed; each opens."""

    row_height = 46

    @override
    def opens(self, item: ChangeRow) -> bool:
        return bool(item.place[0])

    @override
    def words(self, item: ChangeRow) -> str:
        return "\n".join(part for part in (item.title, item.hint, _(", ").join(item.what)) if part)

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: ChangeRow) -> None:
        draw_icon(painter, QPointF(rect.left(), rect.center().y() - 8), ICONS.get(item.kind, "file-text"), "text-2", 16)
        right = rect.right()
        if item.place[0]:
            draw_icon(painter, QPointF(right - 14, rect.center().y() - 7), "chevron-right", "text-3", 14)
        right -= 24
        for words in reversed(item.what):
            right -= chip_width(words)
            look = Look("", "", "orange" if item.urgent and words == item.what[-1] else "grey")
            paint_chip(painter, right, rect.center().y(), words, look)
            right -= 6
        left = rect.left() + 30
        room = right - 8 - left
        if item.hint:
            text(painter, QRectF(left, rect.top() + 4, room, 20), item.title, "body_medium")
            text(painter, QRectF(left, rect.top() + 23, room, 18), item.hint, "hint", "text-2")
        else:
            text(painter, QRectF(left, rect.top(), room, rect.height()), item.title, "body_medium")


def _right(painter: QPainter, rect: QRectF, words: str, style: str, token: str, least: float = 0) -> float:
    """Words at the right end of a row; returns where they begin, with a gap."""
    width = max(least, text_width(words, style) + 2)
    text(painter, QRectF(rect.right() - width, rect.top(), width, rect.height()), words, style, token, RIGHT)
    return rect.right() - width - 8
