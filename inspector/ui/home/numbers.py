"""The row of key figures: unclosed hazards by grade, what is overdue, and how much of the year is closed.

Each cell opens the ledger, filtered to what it counts.
"""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from inspector.domain.hazard import Grade
from inspector.i18n import N_, _, ngettext, pgettext
from inspector.services.home.views import Closure, HomeView
from inspector.ui.kit.button import PressArea
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.meaning import GRADES
from inspector.ui.kit.painting import LEFT, RIGHT, box, text, text_width
from inspector.ui.theme import color

HEIGHT = 84
PAD = 16
NOTICEABLE = 0.05
"""Smallest change of the rate that shows."""
_NAMES = {
    Grade.CRITICAL: N_("Critical unclosed"),
    Grade.SERIOUS: N_("Serious unclosed"),
    Grade.GENERAL: N_("General unclosed"),
}


class NumberCell(PressArea):
    """One figure: icon and name above, the number with its unit, and a note at the right."""

    def __init__(self, name: str, icon: str, hue: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._name, self._icon, self._hue = name, icon, hue
        self._number, self._unit, self._note, self._token = "", "", "", "text-1"
        self._note_token = "text-2"
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_number(self, number: str, unit: str, note: str, *, loud: bool = False, note_token: str = "text-2") -> None:
        """Show another number; `loud` in red."""
        self._number, self._unit, self._note = number, unit, note
        self._token = "red-text" if loud else "text-1"
        self._note_token = note_token
        self.setAccessibleName(" ".join(part for part in (self._name, number, unit, note) if part))
        self.setToolTip(self.accessibleName())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(150, HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._hover or self._down:
            box(painter, QRectF(self.rect()).adjusted(3, 3, -3, -3), fill="sub", radius=6)
        room = self.width() - 2 * PAD
        draw_icon(painter, QPointF(PAD, 15), self._icon, f"{self._hue}-text", 18)
        text(painter, QRectF(PAD + 24, 12, room - 24, 24), self._name, "body", "text-2")
        width = text_width(self._number, "kpi")
        text(painter, QRectF(PAD, 38, width + 2, 36), self._number, "kpi", self._token)
        self.paint_rest(painter, QRectF(PAD + width + 8, 38, room - width - 8, 36))

    def paint_rest(self, painter: QPainter, rect: QRectF) -> None:
        """What stands right of the number."""
        style = "hint_bold" if self._note_token != "text-2" else "hint"
        unit = text_width(self._unit, "hint") + 8
        if unit + text_width(self._note, style) <= rect.width():
            text(painter, rect.adjusted(0, 8, 0, 0), self._unit, "hint", "text-2", LEFT)
        else:
            unit = 0.0
        text(painter, rect.adjusted(unit, 8, 0, 0), self._note, style, self._note_token, RIGHT)


class ClosureCell(NumberCell):
    """The closure rate with a bar and the mark of the target."""

    _closure: Closure | None = None

    def show_closure(self, closure: Closure) -> None:
        """Show another rate."""
        self._closure = closure
        rate = closure.rate
        number = "—" if rate is None else f"{rate:.1f}%"
        target = _("target {target} %").format(target=closure.target)
        self.show_number(number, _("{closed} of {found}").format(**_counts(closure)), target)
        if closure.change is not None and abs(closure.change) >= NOTICEABLE:
            self.setToolTip(f"{self.accessibleName()}\n{_change_words(closure.change)}")

    @override
    def paint_rest(self, painter: QPainter, rect: QRectF) -> None:
        closure = self._closure
        if closure is None:
            return
        left = PAD + 24 + text_width(self._name, "body") + 8
        text(painter, QRectF(left, 12, self.width() - PAD - left, 24), self._unit, "hint", "text-2")
        bar = QRectF(rect.left() + 4, 44, max(40.0, self.width() - PAD - rect.left() - 4), 8)
        rate = closure.rate
        box(painter, bar, fill="sunk", radius=4)
        if rate:
            met = rate >= closure.target
            filled = QRectF(bar.left(), bar.top(), max(8.0, bar.width() * rate / 100), 8)
            box(painter, filled, fill="green" if met or rate > closure.target / 2 else "orange", radius=4)
        mark = bar.left() + bar.width() * min(100, closure.target) / 100
        painter.fillRect(QRectF(mark - 1, bar.top() - 4, 2, 16), color("text-1"))
        under = QRectF(bar.left(), 56, bar.width(), 20)
        text(painter, under, self._note, "hint", "text-2", RIGHT)
        if closure.change is not None and abs(closure.change) >= NOTICEABLE:
            words = _change_words(closure.change)
            room = under.width() - text_width(self._note, "hint") - 8
            token = "green-text" if closure.change >= 0 else "orange-text"
            text(painter, QRectF(under.left(), 56, room, 20), words, "hint_bold", token)


def _change_words(change: float) -> str:
    sign = "+" if change >= 0 else "\u2212"
    return _("since last month {change}").format(change=f"{sign}{abs(change):.1f}")


def _counts(closure: Closure) -> dict[str, int]:
    return {"closed": closure.closed, "found": closure.found}


class NumberRow(QWidget):
    """All figures in one card. `ledger_requested(id)`: id of the place of kind ledger."""

    ledger_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._year = 0
        self.grades = {grade: NumberCell(_(_NAMES[grade]), GRADES[grade].icon, GRADES[grade].hue) for grade in Grade}
        self.overdue = NumberCell(_("Rectification overdue"), "calendar-clock", "red")
        self.closure = ClosureCell(_("Closure rate this year"), "circle-check", "green")
        for cell in (*self.grades.values(), self.overdue):
            row.addWidget(cell, 10)
        row.addWidget(self.closure, 14)
        self._connect()

    def _connect(self) -> None:
        for grade, cell in self.grades.items():
            cell.clicked.connect(self._asking(f"unclosed,{grade.value}"))
        self.overdue.clicked.connect(self._asking("unclosed,overdue"))
        self.closure.clicked.connect(lambda: self.ledger_requested.emit(f"rectification:year:{self._year}"))

    def _asking(self, filters: str) -> Callable[[], None]:
        return lambda: self.ledger_requested.emit(f"rectification:{filters}")

    def show_view(self, view: HomeView) -> None:
        """Show the figures."""
        self._year = view.today.year
        unit = pgettext("unit of a count", "hazards")
        for count in view.grades:
            late = _("{count} overdue").format(count=count.overdue) if count.overdue else ""
            loud = count.grade is Grade.CRITICAL and count.unclosed > 0
            self.grades[count.grade].show_number(
                f"{count.unclosed:,}", unit, late, loud=loud, note_token="red-text" if late else "text-2"
            )
        days = view.longest_overdue
        longest = ngettext("longest {count} day", "longest {count} days", days).format(count=days) if days else ""
        self.overdue.show_number(f"{view.overdue:,}", unit, longest, loud=view.overdue > 0)
        self.closure.show_closure(view.closure)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, QRectF(self.rect()), fill="surface", border="line", radius=8)
        for cell in (*list(self.grades.values())[1:], self.overdue, self.closure):
            painter.fillRect(QRectF(cell.x(), 1, 1, HEIGHT - 2), color("line2"))
