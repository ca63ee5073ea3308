"""Running and planned visits as rows: when, who, progress, and what can be done; grouped by day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.visit import VisitStatus
from inspector.i18n import _, language, ngettext
from inspector.services.handovers.past import HandOver
from inspector.services.planning.package_views import VisitPackage
from inspector.services.visits.list_row import VisitListRow
from inspector.services.words import short_date
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.chip import Chip
from inspector.ui.kit.keymap import keymap
from inspector.ui.kit.meaning import IMPORTANCES
from inspector.ui.kit.progress import Bar
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.theme import color
from inspector.ui.visit.occasions import purpose_name
from inspector.ui.visit.ready_mark import ReadyMark

HEIGHT = 72
GROUP = 28
CONTROLS = ("button", "print_button", "move_button", "cancel_button", "give_button", "back_button")
"""The controls of a row, by the names of its attributes."""


class VisitRow(QWidget):
    """A running or planned visit. Its button continues or starts it; a planned one can be printed, moved, cancelled.

    Both can be handed over to another laptop; one that was is viewed or taken back. `opened(id)`; the other signals
    carry the row.
    """

    opened = Signal(str)
    work_order_requested = Signal(object)
    move_requested = Signal(object)
    cancel_requested = Signal(object)
    hand_over_requested = Signal(object)
    take_back_requested = Signal(object)
    put_away_requested = Signal(object)

    def __init__(
        self, row: VisitListRow, *, first: bool = False, hand_over: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        running = row.status is VisitStatus.OPEN
        gone = row.status in (VisitStatus.HANDED_OVER, VisitStatus.ELSEWHERE)
        self.row = row
        self._tinted = running and first
        self.setFixedHeight(HEIGHT)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(12)
        line.addLayout(self._when(running=running))
        line.addLayout(self._who(), 1)
        if running:
            line.addLayout(self._progress())
        self.button = Button(
            _("View") if gone else _("Continue") if running else _("Start"),
            Kind.PRIMARY if running and first else Kind.SECONDARY,
            icon="" if running or gone else "play",
            key="Enter" if running and first else "",
        )
        self.print_button = IconButton("printer", _("Work order"), key="Ctrl P")
        self.move_button = IconButton("pencil", _("Change day or inspectors"), key="F2")
        self.cancel_button = IconButton("trash-2", _("Cancel the visit"), key="Del")
        self.give_button = IconButton("send", _("Hand over to another laptop"), key="Ctrl Shift O")
        self.back_button = IconButton("undo-2", _("Take back: the file is lost"), key="Ctrl B")
        self.away_button = IconButton("check", _("Put away: done on the other laptop"), key="Del")
        self.ready = ReadyMark()
        line.addWidget(self.ready)
        tools = QHBoxLayout()
        tools.setSpacing(0)
        if row.status is not VisitStatus.ELSEWHERE:
            tools.addWidget(self.print_button)
            if hand_over:
                tools.addWidget(self.back_button if gone else self.give_button)
                if gone:
                    tools.addWidget(self.away_button)
        if row.status is VisitStatus.PLANNED and row.changeable:
            tools.addWidget(self.move_button)
            tools.addWidget(self.cancel_button)
        line.addLayout(tools)
        line.addWidget(self.button)
        self._connect()

    def _connect(self) -> None:
        self.button.clicked.connect(lambda: self.opened.emit(self.row.id))
        self.print_button.clicked.connect(lambda: self.work_order_requested.emit(self.row))
        self.move_button.clicked.connect(lambda: self.move_requested.emit(self.row))
        self.cancel_button.clicked.connect(lambda: self.cancel_requested.emit(self.row))
        self.give_button.clicked.connect(lambda: self.hand_over_requested.emit(self.row))
        self.back_button.clicked.connect(lambda: self.take_back_requested.emit(self.row))
        self.away_button.clicked.connect(lambda: self.put_away_requested.emit(self.row))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the buttons that this row shows."""
        pressed = QKeySequence(event.keyCombination())
        for button, keys in (
            (self.print_button, "Ctrl+P"),
            (self.move_button, "F2"),
            (self.cancel_button, "Del"),
            (self.away_button, "Del"),
            (self.give_button, "Ctrl+Shift+O"),
            (self.back_button, "Ctrl+B"),
        ):
            if pressed == keymap().sequence(keys) and button.isVisible():
                button.clicked.emit()
                return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._tinted:
            painter.fillRect(self.rect(), color("primary-tint"))
            painter.fillRect(0, 0, 4, self.height(), color("primary-text"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, color("line2"))

    def _when(self, *, running: bool) -> QVBoxLayout:
        row = self.row
        at = row.started_at.astimezone() if row.started_at else None
        if at:
            when = f"{at:%H:%M}" if at.date() == date.today() else f"{at:%m-%d %H:%M}"  # noqa: DTZ011 - the local day
        else:
            when = row.planned_at or (f"{row.planned_on:%m-%d}" if row.planned_on else "—")
        state = _("Handed over") if row.handed_over else _("Running") if running else _("Planned")
        if row.status is VisitStatus.ELSEWHERE:
            state = _("Elsewhere")
        return _two(Text(when, "card_title"), Text(state, "hint", "text-2"), 84)

    def _who(self) -> QVBoxLayout:
        row = self.row
        name = QHBoxLayout()
        name.setSpacing(8)
        label = ElidedLabel(row.customer, "card_title")
        label.setMaximumWidth(label.sizeHint().width() + 4)
        name.addWidget(label)
        if row.customer_class:
            look = IMPORTANCES[row.importance]
            name.addWidget(Chip(_(look.word), look))
        name.addStretch(1)
        gone = _gone_words(row.handed_over) if row.handed_over else ""
        if row.begun_by:
            gone = _("{person} is there").format(person=row.begun_by)
        told = (gone, purpose_name(row.kind, row.occasion), row.capacity, row.inspectors, row.number)
        facts = " · ".join(part for part in told if part)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addStretch(1)
        column.addLayout(name)
        column.addWidget(ElidedLabel(facts, "hint", "text-2"))
        if row.hint or row.note:
            column.addWidget(ElidedLabel(row.hint or row.note, "hint", "orange-text" if row.hint else "text-2"))
        column.addStretch(1)
        return column

    def _progress(self) -> QVBoxLayout:
        row = self.row
        bar = Bar(track="primary-border" if self._tinted else "sunk")
        bar.setFixedWidth(120)
        bar.set_fraction(row.done / row.total if row.total else 0.0)
        words = QHBoxLayout()
        words.addWidget(Text(f"{row.done}/{row.total}" if row.total else _answers(row.done), "hint", "text-2"))
        words.addStretch(1)
        if row.hazards:
            words.addSpacing(12)
            found = _("hazards {count}").format(count=row.hazards)
            words.addWidget(Text(found, "hint_bold", "orange-text"))
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addStretch(1)
        column.addLayout(words)
        if row.total:
            column.addWidget(bar)
        column.addStretch(1)
        return column


def _gone_words(step: HandOver) -> str:
    return _("With {to} since {time}").format(to=step.to or "—", time=f"{step.moment.astimezone():%m-%d %H:%M}")


def _answers(count: int) -> str:
    return ngettext("{count} answer", "{count} answers", count).format(count=count)


def _two(first: QWidget, second: QWidget, width: int) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addStretch(1)
    for widget in (first, second):
        widget.setFixedWidth(width)
        column.addWidget(widget)
    column.addStretch(1)
    return column


class DayHead(QWidget):
    """The head of a day's visits."""

    def __init__(self, words: str, count: int, *, late: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(GROUP)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        row.addWidget(Text(words, "hint_bold", "red-text" if late else "text-2"))
        row.addWidget(Text(str(count), "hint", "text-2"))
        row.addStretch(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("sub"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, color("line2"))


def day_name(day: date | None, today: date) -> str:
    """A day as people say it: today, tomorrow, else weekday and date."""
    if day is None:
        return _("No day set")
    weekday = QLocale(language()).dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
    if day == today:
        return _("Today")
    if day == today + timedelta(days=1):
        return _("Tomorrow {weekday}").format(weekday=weekday)
    if day < today:
        return _("{date}, day passed").format(date=short_date(day, today))
    return f"{short_date(day, today)} {weekday}"


class WaitingList(QWidget):
    """Rows of running and planned visits; heads stand over each day but today. Signals as those of `VisitRow`."""

    opened = Signal(str)
    work_order_requested = Signal(object)
    move_requested = Signal(object)
    cancel_requested = Signal(object)
    hand_over_requested = Signal(object)
    take_back_requested = Signal(object)
    put_away_requested = Signal(object)

    def __init__(self, *, hand_over: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hand_over = hand_over
        """Whether a visit can be handed over from here."""
        self._rows: list[VisitRow] = []
        self._gone = ""
        """The visit that took the focus with it; when its cancelling is undone, the focus goes there."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    @property
    def rows(self) -> list[VisitRow]:
        """The rows, in order."""
        return list(self._rows)

    def show_rows(self, rows: Sequence[VisitListRow], today: date) -> None:
        """Show these visits; running ones first, then by day. The focus stays at its visit, else at its place."""
        here = self._focused()
        self._clear()
        for day, group in groupby(rows, key=lambda row: _day_of(row, today)):
            visits = list(group)
            if visits[0].handed_over is not None:
                self._column.addWidget(DayHead(_("Handed over"), len(visits)))
            elif day != today or self._rows:
                late = day is not None and day < today
                self._column.addWidget(DayHead(day_name(day, today), len(visits), late=late))
            for row in visits:
                self._add(row)
        self._column.addStretch(1)
        for index in range(self._column.count() - 1):  # until then they count for nothing in the height we ask for
            item = self._column.itemAt(index)
            if item is not None and (widget := item.widget()) is not None:
                widget.show()
        if here is not None or self._gone:
            self._focus_again(here)

    def show_readiness(self, packages: Mapping[str, VisitPackage]) -> None:
        """Say which planned visits have all they need on this laptop."""
        for row in self._rows:
            if row.row.status is VisitStatus.PLANNED:
                row.ready.show_package(packages.get(row.row.id))

    def _focused(self) -> tuple[int, VisitRow, str] | None:
        """Number and row that have the focus, and the name of the control in it."""
        focus = QApplication.focusWidget()
        for index, row in enumerate(self._rows):
            for name in CONTROLS:
                if getattr(row, name) is focus:
                    return index, row, name
        return None

    def _focus_again(self, here: tuple[int, VisitRow, str] | None) -> None:
        """Back to the visit that had the focus, or that took it along when it was cancelled; else to its place."""
        rows = {row.row.id: row for row in self._rows}
        if self._gone in rows:
            wanted, self._gone = rows[self._gone].button, ""
        elif here is None:
            return
        elif here[1].row.id in rows:
            wanted = getattr(rows[here[1].row.id], here[2])
        else:
            self._gone = here[1].row.id
            if not self._rows:
                return
            wanted = self._rows[min(here[0], len(self._rows) - 1)].button
        wanted.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def has_focus(self) -> bool:
        """Whether a control of a row has the focus."""
        return self._focused() is not None

    def _add(self, row: VisitListRow) -> None:
        line = VisitRow(row, first=not self._rows, hand_over=self._hand_over)
        line.opened.connect(self.opened)
        line.work_order_requested.connect(self.work_order_requested)
        line.move_requested.connect(self.move_requested)
        line.cancel_requested.connect(self.cancel_requested)
        line.hand_over_requested.connect(self.hand_over_requested)
        line.take_back_requested.connect(self.take_back_requested)
        line.put_away_requested.connect(self.put_away_requested)
        self._rows.append(line)
        self._column.addWidget(line)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        here = next((index for index, row in enumerate(self._rows) if row.isAncestorOf(self.focusWidget())), -1)
        if not by or here < 0 or not 0 <= here + by < len(self._rows):
            super().keyPressEvent(event)
            return
        self._rows[here + by].button.setFocus(Qt.FocusReason.TabFocusReason)
        area = self.parentWidget()
        scroller = area.parentWidget() if area is not None else None
        if isinstance(scroller, Scroller):
            scroller.ensure_visible(self._rows[here + by].geometry(), margin=GROUP)

    def _clear(self) -> None:
        self._rows.clear()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()

    def focus_first(self) -> None:
        """Put the focus on the first visit that can be continued or started."""
        if self._rows:
            self._rows[0].button.setFocus(Qt.FocusReason.TabFocusReason)


def _day_of(row: VisitListRow, today: date) -> date | None:
    """The day whose group a visit stands in; a running one stands in today's, one handed over in a group of its own."""
    if row.status is VisitStatus.HANDED_OVER:
        return date.max
    return today if row.status is not VisitStatus.PLANNED else row.planned_on
