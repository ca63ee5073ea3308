"""Chips: small marks for grade, verdict, status and class (never clickable), and the clickable filter chip.

`paint_chip` draws one into any painter, so table delegates show the same chips as widgets.
"""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.ui.kit.access import Role
from inspector.ui.kit.button import PressArea
from inspector.ui.kit.icons import STROKE_CHIP, draw_icon
from inspector.ui.kit.meaning import GRADES, STATUSES, VERDICTS, Look
from inspector.ui.kit.painting import box, text, text_width

HEIGHT = 22
_PAD = 8


def chip_width(label: str, icon: str = "") -> float:
    """Width of a chip in logical pixels."""
    return text_width(label, "hint_bold") + 2 * _PAD + (17 if icon else 0)


def paint_chip(painter: QPainter, left: float, middle: float, label: str, look: Look) -> float:
    """Draw a chip with its left edge at `left`, vertically centred at `middle`; returns its width."""
    width = chip_width(label, look.icon)
    rect = QRectF(left, middle - HEIGHT / 2, width, HEIGHT)
    ink = f"{look.hue}-text"
    if look.hue == "plain":
        ink = "text-2"
        box(painter, rect, fill="surface", border="edge", radius=5)
    elif look.solid:
        ink = "on-fill"
        box(painter, rect, fill=look.hue, radius=5)
    else:
        box(painter, rect, fill=f"{look.hue}-tint", border=f"{look.hue}-border", radius=5)
    x = rect.left() + _PAD
    if look.icon:
        draw_icon(painter, QPointF(x, middle - 6.5), look.icon, ink, 13, STROKE_CHIP)
        x += 17
    text(painter, QRectF(x, rect.top(), width, HEIGHT), label, "hint_bold", ink)
    return width


def paint_verdict(painter: QPainter, left: float, middle: float, verdict: Verdict) -> float:
    """Draw a verdict: 合格 is green text with a tick, 不适用 plain text, the rest chips. Returns the width."""
    look = VERDICTS[verdict]
    label = _(look.word)
    if verdict in (Verdict.ATTENTION, Verdict.FAIL, Verdict.UNDETERMINED):
        return paint_chip(painter, left, middle, label, look)
    x = left
    if look.icon:
        draw_icon(painter, QPointF(x, middle - 8), look.icon, f"{look.hue}-text", 16, STROKE_CHIP)
        x += 20
    width = text_width(label, "hint_bold")
    text(painter, QRectF(x, middle - 11, width + 1, HEIGHT), label, "hint_bold", f"{look.hue}-text")
    return x - left + width


class Chip(QWidget):
    """A chip with a free label; see the factories below for the fixed meanings."""

    def __init__(self, label: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._look = look
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def label(self) -> str:
        """The words on the chip."""
        return self._label

    def set_label(self, label: str) -> None:
        """Change the words."""
        self.set_look(label, self._look)

    def set_look(self, label: str, look: Look) -> None:
        """Change words and look."""
        self._label, self._look = label, look
        self.setAccessibleName(label)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(chip_width(self._label, self._look.icon) + 0.5), HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(QPainter(self), 0, self.height() / 2, self._label, self._look)


class VerdictMark(QWidget):
    """A verdict as text or chip; None draws nothing. Set a tooltip with the evidence."""

    def __init__(self, verdict: Verdict | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdict: Verdict | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_verdict(verdict)

    def set_verdict(self, verdict: Verdict | None) -> None:
        """Show another verdict."""
        self._verdict = verdict
        self.setAccessibleName(_(VERDICTS[verdict].word) if verdict else "")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        if self._verdict is None:
            return QSize(0, HEIGHT)
        look = VERDICTS[self._verdict]
        return QSize(round(chip_width(_(look.word), look.icon) + 0.5), HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._verdict is not None:
            paint_verdict(QPainter(self), 0, self.height() / 2, self._verdict)


def grade_chip(grade: Grade, count: int | None = None) -> Chip:
    """危急 / 严重 / 一般, with a count if given."""
    word = _(GRADES[grade].word)
    return Chip(word if count is None else f"{word} {count}", GRADES[grade])


def status_chip(status: str) -> Chip:
    """The status of a hazard, by its ledger key."""
    return Chip(_(STATUSES[status].word), STATUSES[status])


def note_chip(label: str, hue: str = "plain", icon: str = "", *, solid: bool = False) -> Chip:
    """A chip for anything else; `hue` is plain, primary, red, orange, amber, green, grey or violet."""
    return Chip(label, Look(label, icon, hue, solid))


class FilterChip(PressArea):
    """A pill that switches a filter on and off; shows its count, and an x while it is on. `toggled(bool)` by user."""

    ring_radius = 18.0
    spoken_role = Role.CheckBox

    def __init__(self, label: str, hue: str = "", parent: QWidget | None = None, *, menu: bool = False) -> None:
        super().__init__(label, parent)
        self._label = label
        self._hue = hue
        self._menu = menu
        self._count: int | None = None
        self._on = False
        self.setFixedHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def on(self) -> bool:
        """Whether the filter is on."""
        return self._on

    def spoken_state(self, state: QAccessible.State) -> None:
        """On or off."""
        state.checkable, state.checked = True, self._on

    def set_on(self, on: bool) -> None:
        """Show it on or off."""
        self._on = on
        self._describe()

    def set_count(self, count: int | None) -> None:
        """Show how many rows it would leave; None hides the number."""
        self._count = count
        self._describe()

    def set_label(self, label: str) -> None:
        """Change the words."""
        self._label = label
        self._describe()

    def _describe(self) -> None:
        self.setAccessibleName(f"{self._label} {'' if self._count is None else self._count}".strip())
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        width = text_width(self._label, "body_bold") + 24
        width += text_width(str(self._count), "body_bold") + 7 if self._count is not None else 0
        return QSize(round(width + (22 if self._on or self._menu else 0) + 0.5), 36)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._on:
            box(painter, rect, fill="primary-tint", border="primary-text", radius=18)
        else:
            box(painter, rect, fill="sub" if self._hover else "surface", border="edge", radius=18)
        ink = "primary-text" if self._on else "text-1"
        style = "body_bold" if self._on else "body"
        x = 12.0
        width = text_width(self._label, style)
        text(painter, QRectF(x, 0, width + 1, 36), self._label, style, ink)
        x += width + 7
        if self._count is not None:
            token = f"{self._hue}-text" if self._hue and self._count and not self._on else ink
            width = text_width(str(self._count), "body_bold")
            text(painter, QRectF(x, 0, width + 1, 36), str(self._count), "body_bold", token)
        if self._menu or self._on:
            name = "chevron-down" if self._menu else "x"
            draw_icon(painter, QPointF(rect.right() - 28, 10), name, ink, 16)
