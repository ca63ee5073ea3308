"""The card at the top: how the workspace stands, three figures, and what to do now (F5)."""

from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext, pgettext
from inspector.services.syncing.page_views import RoundRow
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import Chip, note_chip
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import CENTER, box, text, text_width
from inspector.ui.kit.progress import Bar
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.sync.amounts import size_words
from inspector.ui.sync.state_words import StateLook, state_look

DISC = 48
HEIGHT = 76


class _Disc(QWidget):
    """The icon of the state on a disc."""

    def __init__(self) -> None:
        super().__init__()
        self._icon, self._hue = "cloud-off", "grey"
        self.setFixedSize(DISC, DISC)

    def show_look(self, icon: str, hue: str) -> None:
        self._icon, self._hue = icon, hue
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill = "sunk" if self._hue == "grey" else f"{self._hue}-tint"
        box(painter, QRectF(self.rect()), fill=fill, radius=DISC / 2)
        token = "text-2" if self._hue == "grey" else f"{self._hue}-text"
        draw_icon(painter, QPointF(DISC / 2 - 11, DISC / 2 - 11), self._icon, token, 22)


class _Figure(QWidget):
    """A number above its name."""

    def __init__(self) -> None:
        super().__init__()
        self._number, self._name, self._token = "", "", "text-1"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_figure(self, number: int, name: str, token: str = "text-1") -> None:
        self._number, self._name, self._token = f"{number:,}", name, token
        self.setAccessibleName(f"{self._number} {name}")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(max(text_width(self._name, "hint"), text_width(self._number, "page")) + 4), 50)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text(painter, QRectF(0, 2, self.width(), 28), self._number, "page", self._token, CENTER)
        text(painter, QRectF(0, 30, self.width(), 18), self._name, "hint", "text-2", CENTER)


class StatusCard(Card):
    """`sync_requested` (try, or go on after a pause), `join_requested` where there is no server."""

    sync_requested = Signal()
    join_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setMinimumHeight(HEIGHT)
        self._disc = _Disc()
        self.headline = Text("", "block")
        self.sentence = Text("", "body", "text-2", wrap=True)
        self.lacking = ElidedLabel("", "hint", "text-2")
        self.bar = Bar()
        self._mark: Chip | None = None
        self.pending, self.files, self.decisions = _Figure(), _Figure(), _Figure()
        self.button = Button(_("Connect again"), icon="refresh-cw", key="F5")
        self._joins = self._running = False
        self._build()
        self._connect()

    def _build(self) -> None:
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._line.addWidget(self.headline)
        self._line.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addLayout(self._line)
        words.addWidget(self.sentence)
        words.addWidget(self.bar)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._disc)
        row.addLayout(words, 1)
        for figure in (self.pending, self.files, self.decisions):
            row.addWidget(figure)
        row.addSpacing(4)
        row.addWidget(self.button)
        self.body.setContentsMargins(16, 11, 15, 11)
        self.body.addLayout(row)
        self.bar.hide()

    def _connect(self) -> None:
        self.button.clicked.connect(self.act)

    def act(self) -> None:
        """What the button does now (F5)."""
        if not self._running:
            (self.join_requested if self._joins else self.sync_requested).emit()

    def show_state(
        self, state: Any, today: date, reached: RoundRow | None = None, tried: datetime | None = None
    ) -> None:
        """Show a `SyncState`; `reached` is the last round in which the server was reached.

        `tried`: when somebody tried last to reach it, in vain.
        """
        look = state_look(state, today, reached, tried)
        self._show_look(look)
        self._show_figures(state)
        self._running = state.phase == "running"
        self.bar.setVisible(self._running)
        if self._running:
            self.bar.set_fraction(state.done / state.total if state.total else 0.0)
        self._joins = state.phase == "unset"
        self._show_button(state.phase)

    def _show_look(self, look: StateLook) -> None:
        self.setAccessibleName(_("{thing}: {what}").format(thing=look.headline, what=look.sentence))
        self._disc.show_look(look.icon, look.hue)
        self.headline.setText(look.headline)
        self.sentence.setText(look.sentence)
        if self._mark is not None:
            self._line.removeWidget(self._mark)
            self._mark.hide()
            self._mark.deleteLater()
            self._mark = None
        if look.mark:
            self._mark = note_chip(look.mark, look.hue)
            self._line.insertWidget(1, self._mark)

    def _show_figures(self, state: Any) -> None:
        counts = state.counts
        self.pending.show_figure(counts.unsent, pgettext("after a number of records", "to upload"))
        files = ngettext("file", "files", counts.files_unsent)
        size = f" {size_words(counts.files_unsent_bytes)}" if counts.files_unsent else ""
        self.files.show_figure(counts.files_unsent, files + size)
        waits = state.decisions > 0
        words = pgettext("after a number of fields", "for you to decide")
        self.decisions.show_figure(state.decisions, words, "orange-text" if waits else "text-1")

    def _show_button(self, phase: str) -> None:
        labels = {
            "offline": (_("Connect again"), "refresh-cw", "F5"),
            "refused": (_("Connect again"), "refresh-cw", "F5"),
            "paused": (_("Go on"), "play", "F5"),
            "running": (_("Synchronising"), "refresh-cw", ""),
        }
        label, icon, key = labels.get(phase, (_("Synchronise now"), "refresh-cw", "F5"))
        self.button.set_label(label)
        self.button.set_icon(icon)
        self.button.set_key(key)
        self.button.set_kind(Kind.PRIMARY if phase == "paused" else Kind.SECONDARY)
        self.button.setVisible(phase != "unset")
