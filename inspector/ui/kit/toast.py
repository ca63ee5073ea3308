"""Toasts: bottom centre above the footer, 44 high, 6 s, one action, at most two; errors stay until closed.

A long sentence takes two lines, and loses its middle rather than its end: the name goes, the verb stays.

A toast never takes the focus. One that goes by itself has no place in the tab order either: its action has a key
(Ctrl+Z), and the focus of a control that vanishes must not fall onto it. An error waits, so Tab reaches its buttons,
and the focus returns to where it was when the error is closed.
"""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from inspector.i18n import pgettext
from inspector.ui.kit.access import Role, announce
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import box, metrics, text_width
from inspector.ui.kit.shadow import add_shadow
from inspector.ui.kit.text import Text
from inspector.ui.messages import Notice, Tone
from inspector.ui.theme import color, theme

HEIGHT = 44
STAY_MS = 6000
MOST = 2
MOTION_MS = 160
_LOOK = {
    Tone.SUCCESS: ("green", "circle-check"),
    Tone.INFO: ("primary", "info"),
    Tone.ERROR: ("red", "circle-alert"),
}


def shortened(words: str, fits: Callable[[str], bool]) -> str:
    """Words that fit, cut in the middle: a sentence keeps its beginning and its end, a long name inside it does not."""
    if fits(words):
        return words
    least, most = 0, len(words) - 1
    while least < most:
        kept = (least + most + 1) // 2
        least, most = (kept, most) if fits(_cut(words, kept)) else (least, kept - 1)
    return _cut(words, least)


def _cut(words: str, kept: int) -> str:
    end = kept // 2
    return f"{words[: kept - end]}…{words[len(words) - end :]}"


class _Words(Text):
    """The sentence: one line, two when it is long, and then cut in the middle; the tooltip has all of it."""

    def __init__(self, words: str) -> None:
        super().__init__("", "body_medium", wrap=True)
        self._full = words
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT - 4)

    @override
    def sizeHint(self) -> QSize:
        lines = self._full.splitlines() or [""]
        return QSize(round(max(text_width(line, "body_medium") for line in lines) + 2), HEIGHT - 4)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shown = shortened(self._full, self._fits)
        self.setText(shown)
        self.setToolTip(self._full if shown != self._full else "")

    def _fits(self, words: str) -> bool:
        room = QRectF(0, 0, self.width(), 1000)
        used = metrics("body_medium").boundingRect(room, int(Qt.TextFlag.TextWordWrap), words)
        return used.height() < 3 * metrics("body_medium").lineSpacing() - 1 and used.width() <= self.width()


class Toast(QWidget):
    """One message on screen."""

    closed = Signal()
    spoken_role = Role.AlertMessage

    def __init__(self, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self.notice = notice
        self.acted = False
        """Whether its action was run."""
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(notice.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(46, 0, 8, 0)
        row.setSpacing(8)
        self._label = _Words(notice.text)
        row.addWidget(self._label, 1)
        self._action: Button | None = None
        if notice.action:
            self._action = Button(notice.action, Kind.LINK, key=notice.key)
            row.addWidget(self._action)
        self._close = IconButton("x", pgettext("window", "Close"), size=32)
        row.addWidget(self._close)
        policy = Qt.FocusPolicy.TabFocus if notice.tone is Tone.ERROR else Qt.FocusPolicy.NoFocus
        for button in (self._action, self._close):
            if button is not None:
                button.setFocusPolicy(policy)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAY_MS)
        if notice.tone is not Tone.ERROR:
            self._timer.start()
        self.motion = QPropertyAnimation(self, b"pos", self)
        self.motion.setDuration(MOTION_MS)
        self.motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        add_shadow(self)
        self._connect()

    def stop_motion(self) -> None:
        """Stay where it is put."""
        self.motion.stop()

    def _connect(self) -> None:
        self._timer.timeout.connect(self.closed)
        self._close.clicked.connect(self.closed)
        if self._action is not None:
            self._action.clicked.connect(self._on_action_clicked)

    def _on_action_clicked(self) -> None:
        self.acted = True
        if self.notice.on_action is not None:
            self.notice.on_action()
        self.closed.emit()

    @override
    def enterEvent(self, event: QEvent) -> None:
        self._timer.stop()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        if self.notice.tone is not Tone.ERROR:
            self._timer.start()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        hue, icon = _LOOK[self.notice.tone]
        rect = QRectF(self.rect())
        box(painter, rect, fill="surface", border="line", radius=8)
        painter.save()
        painter.setClipRect(QRectF(0, 0, 4, HEIGHT))
        box(painter, rect, fill=color(hue), radius=8)
        painter.restore()
        draw_icon(painter, QRectF(18, 13, 18, 18).topLeft(), icon, f"{hue}-text", 18, 2)


class ToastHost(QObject):
    """Shows notices over `area`; connect `Messages.posted` to `show_notice`. `bottom` = height of a footer below."""

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._toasts: list[Toast] = []
        self._before: QWidget | None = None
        """What had the focus before it went into a toast."""
        self.bottom = 56
        area.installEventFilter(self)
        self._connect()

    def _connect(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._inside(new) and old is not None and not self._inside(old):
            self._before = old

    def _inside(self, widget: QWidget) -> bool:
        return any(toast.isAncestorOf(widget) for toast in self._toasts)

    def toasts(self) -> list[Toast]:
        """Those on screen, oldest first."""
        return list(self._toasts)

    def raise_all(self) -> None:
        """Keep those on screen above a page that was made after them."""
        for toast in self._toasts:
            toast.raise_()

    def show_notice(self, notice: Notice) -> None:
        """Show a notice; the oldest that is no error makes room when there are two already."""
        if any(toast.notice.text == notice.text for toast in self._toasts if notice.tone is Tone.ERROR):
            return
        while len(self._toasts) >= MOST:
            oldest = next((toast for toast in self._toasts if toast.notice.tone is not Tone.ERROR), self._toasts[0])
            self._on_closed(oldest)
        toast = Toast(notice, self._area)
        toast.closed.connect(lambda: self._on_closed(toast))
        self._toasts.append(toast)
        self._place()
        toast.show()
        toast.raise_()
        announce(toast, f"{notice.text} {notice.action}".strip())
        self._slide(toast)

    def run_action(self) -> bool:
        """Run the action of the newest toast (for Ctrl+Z); returns whether there was one."""
        for toast in reversed(self._toasts):
            if toast.notice.on_action is not None and toast.notice.tone is not Tone.ERROR:
                toast.acted = True
                toast.notice.on_action()
                self._drop(toast)
                return True
        return False

    def withdraw(self, notice: Notice) -> None:
        """Take a notice off the screen: what it offered is no longer to be had."""
        for toast in [toast for toast in self._toasts if toast.notice is notice]:
            self._drop(toast)

    def _on_closed(self, toast: Toast) -> None:
        known = toast in self._toasts
        self._drop(toast)
        if known and not toast.acted and toast.notice.on_closed is not None:
            toast.notice.on_closed()

    def _drop(self, toast: Toast) -> None:
        if toast in self._toasts:
            here, before = QApplication.focusWidget(), self._before
            focused = here is not None and toast.isAncestorOf(here)
            self._toasts.remove(toast)
            toast.hide()
            if focused and before is not None and shiboken6.isValid(before) and before.isVisible():
                before.setFocus(Qt.FocusReason.OtherFocusReason)
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        y = self._area.height() - self.bottom - 12
        for toast in reversed(self._toasts):
            toast.stop_motion()
            width = min(max(360, toast.sizeHint().width()), self._area.width() - 48, 640)
            y -= HEIGHT
            toast.setGeometry((self._area.width() - width) // 2, y, width, HEIGHT)
            y -= 8

    def _slide(self, toast: Toast) -> None:
        if not theme().motion:
            return
        end = toast.pos()
        motion = toast.motion
        motion.setStartValue(end + QPoint(0, 16))
        motion.setEndValue(end)
        motion.start()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
