"""Putting options into an order: the control of rank questions."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.visits.views import Row
from inspector.ui.forms.answers import Answer
from inspector.ui.kit.access import Role
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import RIGHT, box, text
from inspector.ui.kit.pointing import Pointing

LINE = 36
ARROW = 32


class RankList(Pointing):
    """Options in their order. ↑↓ walk, Ctrl+↑↓ move the option; the arrows at the right do it for the mouse."""

    spoken_role = Role.List
    order_changed = Signal(list)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._options: list[tuple[str, str]] = []
        self._here = 0
        self._given = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(_("Move with Ctrl+↑ and Ctrl+↓"))

    def show_order(self, options: Sequence[tuple[str, str]], *, given: bool) -> None:
        """Show an order; `given` says that a person chose it."""
        self._options, self._given = list(options), given
        self._here = min(self._here, max(0, len(self._options) - 1))
        self._describe()
        self.updateGeometry()
        self.update()

    def order(self) -> list[str]:
        """The values in their order."""
        return [value for value, _label in self._options]

    def _describe(self) -> None:
        order = ", ".join(f"{place} {label}" for place, (_value, label) in enumerate(self._options, 1))
        self.setAccessibleName(f"{self._name}: {order}" if self._given else self._name)
        self.setAccessibleDescription("" if self._given else _("No order was chosen yet"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, LINE * max(1, len(self._options)))

    @override
    def part_at(self, spot: QPointF) -> int:
        index = int(spot.y() // LINE)
        return index if 0 <= index < len(self._options) else -1

    @override
    def press_part(self, index: int) -> None:
        self._here = index
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index, from_right = self.part_at(event.position()), self.width() - event.position().x()
        if index >= 0 and self.isEnabled() and from_right < 2 * ARROW:
            self._move(1 if from_right < ARROW else -1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        control = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ControlModifier
        if by and control:
            self._move(by)
        elif by and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and self._inside(self._here + by):
            self._here += by
            self.update()
        else:
            super().keyPressEvent(event)

    def _inside(self, index: int) -> bool:
        return 0 <= index < len(self._options)

    def _move(self, by: int) -> None:
        target = self._here + by
        if self._inside(target) and self.isEnabled():
            self._options[self._here], self._options[target] = self._options[target], self._options[self._here]
            self._here, self._given = target, True
            self._describe()
            self.update()
            self.order_changed.emit(self.order())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for index, (_value, label) in enumerate(self._options):
            rect = QRectF(0, index * LINE, self.width(), LINE - 4)
            here = self.hasFocus() and index == self._here
            box(painter, rect, fill="primary-tint" if here else "sub" if index == self._pointed else "surface",
                border="primary-border" if here else "line", radius=6)  # fmt: skip
            ink = "text-1" if self._given else "text-2"
            number = str(index + 1) if self._given else "–"
            text(painter, QRectF(0, rect.top(), 28, rect.height()), number, "body_bold", ink, RIGHT)
            text(painter, rect.adjusted(40, 0, -2 * ARROW - 4, 0), label, "body", ink)
            self._paint_arrows(painter, index, rect)

    def _paint_arrows(self, painter: QPainter, index: int, rect: QRectF) -> None:
        middle = rect.center().y() - 8
        for icon, left, usable in (
            ("chevron-up", rect.right() - 2 * ARROW + 8, index > 0),
            ("chevron-down", rect.right() - ARROW + 8, index < len(self._options) - 1),
        ):
            draw_icon(painter, QPointF(left, middle), icon, "text-2" if usable and self.isEnabled() else "line", 16)


class RankAnswer(Answer):
    """The order as values separated by blanks; "" until somebody moved an option or took the order as it stands."""

    wide = True

    def __init__(self, row: Row) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._list = RankList(row.label)
        self._take = Button(_("Keep this order"), Kind.TEXT, icon="check")
        column.addWidget(self._list)
        column.addWidget(self._take)
        super().__init__(holder, self._list)
        self._value = ""
        self.show_row(row)
        self._list.order_changed.connect(self._on_order_changed)
        self._take.clicked.connect(lambda: self._on_order_changed(self._list.order()))

    def _on_order_changed(self, order: list[str]) -> None:
        self._value = " ".join(order)
        self.answered.emit(self._value)

    @override
    def show_row(self, row: Row) -> None:
        """Show the options in the stored order; those that are not ranked yet come last."""
        self._value = row.value
        order = row.value.split()
        places = {value: order.index(value) if value in order else len(order) for value, _label in row.options}
        self._list.show_order(sorted(row.options, key=lambda one: places[one[0]]), given=bool(order))
        self._list.setEnabled(not row.readonly)
        self._take.setVisible(not order and not row.readonly)

    @override
    def value(self) -> str:
        """The order."""
        return self._value
