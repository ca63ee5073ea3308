"""Options below each other, one or several of which are chosen: radios and boxes, painted as one widget.

An option may have a picture, which stands under its words.

Up and Down walk through the options and leave the list at its ends, Space chooses, digits choose at once.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.quick_dataclass import dataclass
from inspector.ui.forms.label_pictures import label_picture
from inspector.ui.kit.access import Role
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import LEFT, box
from inspector.ui.kit.pointing import Pointing
from inspector.ui.theme import color, font

LEAST = 32
MARK = 18
TEXT_LEFT = 34
PICTURE_GAP = 4
WRAP = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class Line:
    """Where an option lies, and how much of it is words; below them is its picture."""

    top: int
    height: int
    words: int


class OptionList(Pointing):
    """`value_chosen(str)` on user action: the value, or the values in the options' order, separated by blanks."""

    spoken_role = Role.List
    value_chosen = Signal(str)

    def __init__(
        self, name: str, options: Sequence[tuple[str, str]], *, several: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._options = tuple(options)
        self._pictures: tuple[str, ...] = ()
        self._several = several
        self._chosen: frozenset[str] = frozenset()
        self._here = 0
        self._lines: dict[int, tuple[Line, ...]] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._describe()

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer others; the chosen ones stay chosen."""
        if tuple(options) != self._options:
            self._options = tuple(options)
            self._here = min(self._here, max(0, len(options) - 1))
            self._lines.clear()
            self.updateGeometry()
            self.update()

    def set_pictures(self, pictures: Sequence[str]) -> None:
        """A picture for each option as a `data:` address, "" for none; nothing where none has one."""
        if tuple(pictures) != self._pictures:
            self._pictures = tuple(pictures)
            self._lines.clear()
            self.updateGeometry()
            self.update()

    def value(self) -> str:
        """What is chosen."""
        known = [value for value, _label in self._options if value in self._chosen]
        return " ".join([*known, *sorted(self._chosen - set(known))])

    def set_value(self, value: str) -> None:
        """Show what is chosen, without a signal."""
        chosen = frozenset(value.split() if self._several else [value] if value else ())
        if chosen != self._chosen:
            self._chosen = chosen
            if not self._several and value:
                self._here = next((at for at, (one, _label) in enumerate(self._options) if one == value), self._here)
            self._describe()
            self.update()

    def press_key(self, key: str) -> bool:
        """Choose the option of a digit."""
        index = int(key) - 1 if key.isdecimal() and key.isascii() else -1
        if not (0 <= index < min(9, len(self._options)) and self.isEnabled()):
            return False
        self.press_part(index)
        return True

    def _describe(self) -> None:
        labels = [label for value, label in self._options if value in self._chosen]
        self.setAccessibleName(f"{self._name}: {', '.join(labels)}" if labels else self._name)

    # geometry -------------------------------------------------------------------------------------------------------

    def _placed(self, width: int) -> tuple[Line, ...]:
        if width not in self._lines:
            measure, top, found = QFontMetrics(font("body")), 0, []
            for index, (_value, label) in enumerate(self._options):
                words = measure.boundingRect(0, 0, max(60, width - TEXT_LEFT - 8), 1000, WRAP, label).height()
                words = max(LEAST, words + 12)
                picture = self._picture(index).height()
                found.append(Line(top, words + (picture + 2 * PICTURE_GAP if picture else 0), words))
                top += found[-1].height
            self._lines[width] = tuple(found)
        return self._lines[width]

    def _picture(self, index: int) -> QImage:
        return label_picture(self._pictures[index]) if index < len(self._pictures) else QImage()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        lines = self._placed(width)
        return lines[-1].top + lines[-1].height if lines else LEAST

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(self.width() if self.width() > 100 else 320))

    @override
    def part_at(self, spot: QPointF) -> int:
        lines = self._placed(self.width())
        return next((at for at, line in enumerate(lines) if line.top <= spot.y() < line.top + line.height), -1)

    def line_rect(self, index: int) -> QRectF:
        """Where an option lies."""
        line = self._placed(self.width())[index]
        return QRectF(0, line.top, self.width(), line.height)

    @property
    def here(self) -> int:
        """The option that Space chooses."""
        return self._here

    # choosing -------------------------------------------------------------------------------------------------------

    @override
    def press_part(self, index: int) -> None:
        value = self._options[index][0]
        self._here = index
        if self._several:
            self._chosen ^= {value}
        else:
            self._chosen = frozenset() if value in self._chosen else frozenset({value})
        self._describe()
        self.update()
        self.value_chosen.emit(self.value())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._options:
            self.press_part(self._here)
            return
        target = self._here + {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), len(self._options))
        if 0 <= target < len(self._options):
            self._here = target
            self.show_ring()
            self.update()
        elif not self.press_key(event.text()):
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.BacktabFocusReason and not self._chosen:
            self._here = max(0, len(self._options) - 1)

    # painting -------------------------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for index in range(len(self._options)):
            rect = self.line_rect(index)
            if rect.bottom() >= event.rect().top() and rect.top() <= event.rect().bottom():
                self._paint_line(painter, index, rect)

    def _paint_line(self, painter: QPainter, index: int, rect: QRectF) -> None:
        value, label = self._options[index]
        chosen = value in self._chosen
        if self.isEnabled() and (index == self._pointed or (self.hasFocus() and index == self._here)):
            box(painter, rect, fill="primary-tint" if self.hasFocus() and index == self._here else "sub", radius=5)
        words = QRectF(rect.topLeft(), QSizeF(rect.width(), self._placed(self.width())[index].words))
        mark = QRectF(8, words.center().y() - MARK / 2, MARK, MARK)
        edge = "edge" if self.isEnabled() else "line"
        if self._several:
            box(painter, mark, fill="primary" if chosen else "surface", border=None if chosen else edge, radius=4)
            if chosen:
                draw_icon(painter, mark.topLeft() + QPointF(2.5, 2.5), "check", "on-fill", 13, 2.25)
        else:
            box(
                painter,
                mark,
                fill="surface",
                border="primary-text" if chosen else edge,
                radius=9,
                width=2 if chosen else 1,
            )
            if chosen:
                box(painter, mark.adjusted(5, 5, -5, -5), fill="primary-text", radius=4)
        painter.setFont(font("body_medium" if chosen else "body"))
        painter.setPen(color("text-1" if self.isEnabled() else "text-2"))
        painter.drawText(words.adjusted(TEXT_LEFT, 0, -8, 0), WRAP | int(LEFT), label)
        picture = self._picture(index)
        if not picture.isNull():
            painter.drawImage(QPoint(TEXT_LEFT, int(words.bottom()) + PICTURE_GAP), picture)
