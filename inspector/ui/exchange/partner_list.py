"""Whom files can be written for, as a list of which one row is chosen."""

from datetime import date, datetime

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter
from typing_extensions import override

from inspector.i18n import _
from inspector.services.exchange.views import Partner
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painted_list import PaintedList
from inspector.ui.kit.painting import RIGHT, text, text_width
from inspector.ui.sync.side_words import day_words


def partner_hint(partner: Partner) -> str:
    """Who somebody is, in a few words."""
    if partner.kind == "server":
        return _("Server of this laptop") if partner.enrolled else _("Server; this laptop is not let in yet")
    source = _("vouched for by the server") if partner.source == "server" else _("fingerprint was compared")
    return " · ".join(part for part in (partner.code, partner.person, source) if part)


class PartnerList(PaintedList[Partner]):
    """The partners; the current one is the choice."""

    moved = Signal()
    """Another row is the choice now."""
    row_height = 52
    PAD = 12
    always_lit = True
    today = date.min

    @override
    def set_current(self, index: int) -> None:
        super().set_current(index)
        self.moved.emit()

    @override
    def pressed_at(self, item: Partner, _x: float) -> None:
        """A click only chooses; Enter or the main button goes on."""
        self.moved.emit()

    @override
    def words(self, item: Partner) -> str:
        return f"{item.name} · {partner_hint(item)} · {self.last(item)}"

    def last(self, item: Partner) -> str:
        """When files went there or came from there last."""
        known = [moment for moment in (item.sent_at, item.received_at) if moment]
        if not known:
            return _("nothing exchanged yet")
        return day_words(max(datetime.fromisoformat(moment) for moment in known), self.today)

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: Partner) -> None:
        icon = "server" if item.kind == "server" else "laptop"
        draw_icon(painter, QPointF(rect.left(), rect.center().y() - 10), icon, "text-2", 20)
        when = self.last(item)
        width = text_width(when, "hint")
        room = rect.width() - 32 - width - 16
        left = rect.left() + 32
        text(painter, QRectF(left, rect.top() + 6, room, 20), item.name, "body_medium")
        text(painter, QRectF(left, rect.top() + 26, room, 18), partner_hint(item), "hint", "text-2")
        text(
            painter,
            QRectF(rect.right() - width - 1, rect.top(), width + 1, rect.height()),
            when,
            "hint",
            "text-2",
            RIGHT,
        )
