"""The inbox of what has no effect for now (隔离区): whose record, which, why, and what to do about it.

Many records of one person with one reason stand in one row, which opens and closes.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import N_, _, ngettext
from inspector.services.syncing.page_views import AsideGroup, AsideKind, AsideRow
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.painting import text, text_width
from inspector.ui.kit.text import ElidedLabel
from inspector.ui.sync.cards import ListCard
from inspector.ui.sync.lists import PageList
from inspector.ui.sync.side_words import moment_words

ASIDE: Final = {
    AsideKind.RULED: N_("ruled out"),
    AsideKind.PARKED: N_("put aside"),
    AsideKind.INCOMPLETE: N_("history incomplete"),
}
MANY: Final = 3
"""So many records of one person and reason make a group."""
KINDS: Final = 3
"""Kinds of records that the row of a group names."""
MOST_ROWS, FEW_ROWS = 6, 3
"""Rows that show at once, and beside a conflict."""
FRAME = 2
"""Borders of the card: without them the last row scrolls."""
HEAD = 46
Item = AsideRow | AsideGroup
Key = tuple[AsideKind, str, str]


def grouped(rows: Sequence[AsideRow]) -> tuple[Item, ...]:
    """The rows, those of one kind, reason and person together, in the order of the first of each."""
    found: dict[Key, list[AsideRow]] = {}
    for row in rows:
        found.setdefault(_key(row), []).append(row)
    items: list[Item] = []
    for same in found.values():
        items.extend([AsideGroup(tuple(same))] if len(same) >= MANY else same)
    return tuple(items)


def _key(row: AsideRow) -> Key:
    return row.kind, row.reason, row.person


def title_words(item: Item) -> str:
    """Whose record, and which; of a group how many, and which kinds are the most."""
    if isinstance(item, AsideRow):
        return _("{thing}: {what}").format(thing=item.person, what=item.title) if item.person else item.title
    count = len(item.rows)
    told = ngettext("{count} record", "{count} records", count).format(count=count)
    kinds = Counter(row.what for row in item.rows if row.what)
    names = [f"{what} {number}" if len(kinds) > 1 else what for what, number in kinds.most_common(KINDS)]
    words = " · ".join(part for part in (told, _(", ").join(names) + ("…" if len(kinds) > KINDS else "")) if part)
    person = item.first.person
    return _("{thing}: {what}").format(thing=person, what=words) if person else words


class AsideRows(PageList[Item]):
    """Records that are kept without effect. `toggled` when a group was opened or closed; else `row_opened(row)`."""

    toggled = Signal()
    row_height = 66
    PAD = 19

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._all: tuple[Item, ...] = ()
        self._opened: set[Key] = set()

    def show_rows(self, rows: Sequence[AsideRow]) -> None:
        """Show what was put aside; groups that were opened stay so."""
        self._all = grouped(rows)
        self._flatten()

    def _flatten(self) -> None:
        items: list[Item] = []
        for item in self._all:
            items.append(item)
            if isinstance(item, AsideGroup) and _key(item.first) in self._opened:
                items.extend(item.rows)
        self.show_items(items)

    @override
    def opens(self, item: Item) -> bool:
        return isinstance(item, AsideGroup) or bool(item.place[0])

    @override
    def _open(self, item: Item) -> None:
        if isinstance(item, AsideGroup):
            self._opened ^= {_key(item.first)}
            self._flatten()
            self.toggled.emit()
            return
        super()._open(item)

    @override
    def words(self, item: Item) -> str:
        one = item.first if isinstance(item, AsideGroup) else item
        parts = (title_words(item), _(ASIDE[one.kind]), one.reason, one.advice)
        return "\n".join(part for part in parts if part)

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: Item) -> None:
        one = item.first if isinstance(item, AsideGroup) else item
        label = _(ASIDE[one.kind])
        left = rect.left()
        if isinstance(item, AsideGroup):
            icon = "chevron-down" if _key(one) in self._opened else "chevron-right"
            draw_icon(painter, QPointF(left, rect.top() + 8), icon, "text-2", 14)
        if isinstance(item, AsideGroup) or any(isinstance(other, AsideGroup) for other in self._all):
            left += 20
        chip = chip_width(label)
        paint_chip(painter, rect.right() - chip, rect.top() + 15, label, Look("", "", "amber"))
        when = moment_words(one.at, self.today)
        width = text_width(when, "hint") + 2 if when else 0.0
        text(painter, QRectF(rect.right() - chip - 8 - width, rect.top() + 5, width, 20), when, "hint", "text-2")
        room = rect.right() - left
        text(painter, QRectF(left, rect.top() + 5, room - chip - width - 20, 20), title_words(item), "body_medium")
        text(painter, QRectF(left, rect.top() + 25, room, 18), one.reason, "hint", "amber-text")
        text(painter, QRectF(left, rect.top() + 43, room, 18), one.advice, "hint", "text-2")


class AsideCard(ListCard):
    """The inbox; hidden while it is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Quarantine"), "inbox", parent=parent)
        self._few = False
        self.set_colors("surface", "amber-border", "amber")
        remark = ElidedLabel(_("kept here, without effect for now"), "hint", "text-2")
        remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.head.addWidget(remark, 1000)
        self.head.setContentsMargins(19, 6, 15, 6)
        self.rows = AsideRows(_("Quarantine"))
        self._hold(self.rows, HEAD + self.rows.row_height)
        self.rows.row_opened.connect(self.ask_place)
        self.rows.toggled.connect(self._fit)
        self.hide()

    def show_rows(self, rows: Sequence[AsideRow], today: date) -> None:
        """Show what was put aside."""
        self.rows.today = today
        self.rows.show_rows(rows)
        self.count.setText(str(len(rows)))
        self._fit()
        self.setVisible(bool(rows))

    def fold(self, *, few: bool) -> None:
        """Show few rows at once, because something else waits for a decision."""
        self._few = few
        self._fit()

    def _fit(self) -> None:
        shown = min(FEW_ROWS if self._few else MOST_ROWS, max(1, len(self.rows.items)))
        self.setFixedHeight(HEAD + self.rows.row_height * shown + FRAME)
