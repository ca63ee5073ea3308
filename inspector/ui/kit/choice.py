"""Segmented controls: the judgement 合格 / 不合格 / 不适用, the grade of a hazard, and plain choices.

A page that wants 1/2/3 to work anywhere in a row forwards its key events with `press_key`. A checklist shows the same
control dozens of times in few states, so each state is drawn once and kept as a picture.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.quick_dataclass import dataclass
from inspector.ui.kit.access import Role
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.icons import STROKE_ACTIVE, draw_icon
from inspector.ui.kit.meaning import GRADES, grade_name
from inspector.ui.kit.painting import LEFT, box, keycap, keycap_width, text, text_width
from inspector.ui.theme import color, theme

MARK = 26
"""Height of what was chosen in a control that only shows."""
KEPT = 256
"""Pictures of control states that are kept; all are thrown away when there would be more."""
_pictures: dict[tuple[object, ...], QPixmap] = {}


@dataclass(frozen=True, slots=True)
class Option:
    """One segment. `chosen_*` are tokens of the chosen look; `icon_token` colours the icon while not chosen."""

    value: str
    label: str
    key: str = ""
    icon: str = ""
    icon_token: str = "text-2"
    chosen_fill: str = "primary"
    chosen_text: str = "on-fill"
    chosen_border: str = ""
    width: int = 0
    """Fixed width in logical pixels; 0 = as wide as its content."""


class Segmented(Focusable):
    """A row of options of which at most one is chosen. Left/Right moves, digits choose, a chosen one pressed clears.

    `value_chosen(str)` is sent on user action only, "" when cleared. `clearable=False` keeps one chosen.
    """

    value_chosen = Signal(str)
    ring_radius = 7.0
    spoken_role = Role.RadioButton

    def __init__(
        self,
        name: str,
        options: Sequence[Option],
        *,
        clearable: bool = False,
        height: int = 36,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._options = tuple(options)
        self._clearable = clearable
        self._value = ""
        self._hover = -1
        self._name = name
        self._widths: tuple[float, ...] = ()
        self._shown_only = False
        self.setFixedHeight(height)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._describe()

    def value(self) -> str:
        """The chosen value, "" if none."""
        return self._value

    def set_value(self, value: str) -> None:
        """Show a value without sending `value_chosen`."""
        if value != self._value:
            self._value = value
            self._describe()
            self.update()

    def only_show(self) -> None:
        """Show what was chosen as a mark; nothing can be chosen any more."""
        if not self._shown_only:
            self._shown_only = True
            self.unsetCursor()
            self.setEnabled(False)
            self.update()

    def spoken_value(self) -> str:
        """What is chosen."""
        return next((option.label for option in self._options if option.value == self._value), "")

    def spoken_state(self, state: QAccessible.State) -> None:
        """Whether anything is chosen."""
        state.checkable, state.checked = True, bool(self._value)

    def press_key(self, key_text: str) -> bool:
        """Act on a key of one of the options (for example "2"); returns whether it was one."""
        for option in self._options:
            if option.key and option.key == key_text and self.isEnabled():
                self._choose(option.value)
                return True
        return False

    def _describe(self) -> None:
        chosen = self.spoken_value()
        self.setAccessibleName(f"{self._name}: {chosen}" if chosen else self._name)

    def _choose(self, value: str) -> None:
        wanted = "" if self._clearable and value == self._value else value
        if wanted != self._value:
            self.set_value(wanted)
            self.value_chosen.emit(wanted)

    def _width(self, option: Option) -> float:
        if option.width:
            return option.width
        width = text_width(option.label, "body_bold") + 24
        width += 22 if option.icon else 0
        return width + (keycap_width(option.key) + 6 if option.key else 0)

    def _all_widths(self) -> tuple[float, ...]:
        if not self._widths:
            self._widths = tuple(self._width(option) for option in self._options)
        return self._widths

    def _rects(self) -> list[QRectF]:
        x, rects = 0.0, []
        for width in self._all_widths():
            rects.append(QRectF(x, 0, width, self.height()))
            x += width
        return rects

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._all_widths()) + 0.5), self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _at(self, x: float) -> int:
        return next((index for index, rect in enumerate(self._rects()) if rect.left() <= x < rect.right()), -1)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self._at(event.position().x())
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover = -1
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position().x())
        if index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._options[index].value)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.text() and self.press_key(event.text()):
            if self.hasFocus():
                self.show_ring()
            return
        if plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if event.key() == Qt.Key.Key_Right else -1)
            return
        super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        values = [option.value for option in self._options]
        start = values.index(self._value) if self._value in values else (-1 if by > 0 else len(values))
        target = start + by
        if 0 <= target < len(values):
            self._choose(values[target])

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(0, 0, self._picture())

    def _picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        looks = (self._value, self._hover, self.isEnabled(), self._shown_only, theme().dark)
        state = (self._options, self._all_widths(), self.size().toTuple(), ratio, *looks)
        if state not in _pictures:
            if len(_pictures) >= KEPT:
                _pictures.clear()
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            self._draw(painter)
            painter.end()
            _pictures[state] = picture
        return _pictures[state]

    def _draw_chosen(self, painter: QPainter) -> None:
        """Only what was chosen, where the control begins; a line where nothing was."""
        chosen = next((option for option in self._options if option.value == self._value), None)
        if chosen is None:
            text(painter, QRectF(self.rect()), "—", "body", "text-3", LEFT)
            return
        wide = text_width(chosen.label, "body_bold") + 20 + (22 if chosen.icon else 0)
        rect = QRectF(0, (self.height() - MARK) / 2, wide, MARK)
        box(painter, rect, fill=chosen.chosen_fill, border=chosen.chosen_border or chosen.chosen_fill, radius=5)
        x = rect.left() + 10
        if chosen.icon:
            draw_icon(painter, QPointF(x, rect.center().y() - 8), chosen.icon, chosen.chosen_text, 16, STROKE_ACTIVE)
            x += 22
        shown = QRectF(x, rect.top(), rect.right() - x, MARK)
        text(painter, shown, chosen.label, "body_bold", chosen.chosen_text, LEFT)

    def _draw(self, painter: QPainter) -> None:
        if self._shown_only:
            self._draw_chosen(painter)
            return
        whole = QRectF(self.rect())
        box(painter, whole, fill="surface" if self.isEnabled() else "sub", radius=7)
        clip = QPainterPath()
        clip.addRoundedRect(whole, 7, 7)
        painter.save()
        painter.setClipPath(clip)
        rects = self._rects()
        for index, rect in enumerate(rects):
            self._paint_fill(painter, index, rect)
        painter.restore()
        box(painter, whole, border="edge" if self.isEnabled() else "line", radius=7)
        for option, rect in zip(self._options, rects, strict=True):
            self._paint_option(painter, option, rect)

    def _paint_fill(self, painter: QPainter, index: int, rect: QRectF) -> None:
        option = self._options[index]
        if option.value == self._value:
            painter.fillRect(rect, color(option.chosen_fill))
        elif index == self._hover and self.isEnabled():
            painter.fillRect(rect, color("sub"))
        if index and self._value not in (option.value, self._options[index - 1].value):
            painter.fillRect(QRectF(rect.left(), 0, 1, rect.height()), color("line"))

    def _paint_border(self, painter: QPainter, token: str, rect: QRectF) -> None:
        """The border of the chosen segment: round only where the frame is, over the frame's own line."""
        whole = QRectF(self.rect())
        left = 0.0 if rect.left() <= whole.left() else 10.0
        right = 0.0 if rect.right() >= whole.right() - 1 else 10.0
        painter.save()
        painter.setClipRect(rect)
        box(painter, rect.adjusted(-left, 0, right, 0).intersected(whole), border=token, radius=7, width=1.5)
        painter.restore()
        for x, inner in ((rect.left(), left), (rect.right() - 1.5, right)):
            if inner:
                painter.fillRect(QRectF(x, 0, 1.5, rect.height()), color(token))

    def _paint_option(self, painter: QPainter, option: Option, rect: QRectF) -> None:
        chosen = option.value == self._value
        if chosen and option.chosen_border:
            self._paint_border(painter, option.chosen_border, rect)
        ink = option.chosen_text if chosen else ("text-1" if self.isEnabled() else "disabled")
        style = "body_bold" if chosen else "body"
        used = text_width(option.label, style) + (22 if option.icon else 0)
        used += keycap_width(option.key) + 6 if option.key else 0
        x = rect.left() + (rect.width() - used) / 2
        if option.icon:
            token = ink if chosen else option.icon_token
            draw_icon(painter, QPointF(x, rect.center().y() - 8), option.icon, token, 16, STROKE_ACTIVE)
            x += 22
        width = text_width(option.label, style)
        text(painter, QRectF(x, 0, width + 1, rect.height()), option.label, style, ink, LEFT)
        if option.key:
            edge = color(ink)
            edge.setAlpha(150 if chosen else 110)
            keycap(painter, QPointF(x + width + 6 + keycap_width(option.key), rect.center().y()), option.key, ink, edge)


TIGHT = 12
"""How much less room the judgement control leaves beside its words than others."""


class JudgementControl(Segmented):
    """合格 / 不合格 / 不适用 with keys 1/2/3; values are those of `Verdict` (pass, fail, na), "" = not answered."""

    def __init__(self, question: str, parent: QWidget | None = None) -> None:
        options = (
            Option(Verdict.PASS, _("Pass"), "1", chosen_fill="green-tint", chosen_text="green-text",
                   chosen_border="green"),
            Option(Verdict.FAIL, _("Fail"), "2", chosen_fill="red"),
            Option(Verdict.NOT_APPLICABLE, _("N/A"), "3", chosen_fill="grey"),
        )  # fmt: skip
        super().__init__(question, options, clearable=True, parent=parent)

    @override
    def _width(self, option: Option) -> float:
        return max(super()._width(option) - TIGHT, 76 if option.value == Verdict.PASS else 84)

    def verdict(self) -> Verdict | None:
        """The answer as a Verdict, None if there is none."""
        return Verdict(self.value()) if self.value() else None


class GradeControl(Segmented):
    """危急 / 严重 / 一般; values are those of `Grade`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        options = [
            Option(
                grade,
                grade_name(grade),
                icon=look.icon,
                icon_token=f"{look.hue}-text",
                chosen_fill=look.hue,
                chosen_text="on-amber" if look.hue == "amber" else "on-fill",
                width=82,
            )
            for grade, look in GRADES.items()
        ]
        super().__init__(_("Grade"), options, parent=parent)

    @override
    def _width(self, option: Option) -> float:
        return max(82.0, text_width(option.label, "body_bold") + 46)

    def grade(self) -> Grade | None:
        """The chosen grade."""
        return Grade(self.value()) if self.value() else None
