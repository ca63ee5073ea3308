"""Cards at the right: the exchange file, and room on the disk; and what a page without a server says."""

from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext
from inspector.services.backups.folder import BackupState
from inspector.services.syncing.page_views import RoundRow, StorageState
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.painting import box
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.sync.amounts import size_words
from inspector.ui.sync.lists import outcome_words
from inspector.ui.sync.side_words import day_words

RECENT = timedelta(days=2)
"""A backup that is older asks for a look."""


class LastFile(QWidget):
    """The newest exchange file that was written or read."""

    def __init__(self) -> None:
        super().__init__()
        self.name = ElidedLabel("", "body_medium")
        self.hint = ElidedLabel("", "hint", "text-2")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(12)
        row.addWidget(Glyph("file-check", "green-text", 18))
        row.addLayout(words, 1)

    def show_round(self, row: RoundRow, today: Any) -> None:
        """Show a round by file."""
        self.name.setText(row.file or row.peer or _("Exchange file"))
        way, count = (_("imported"), row.received) if row.bytes_in else (_("exported"), row.sent)
        records = ngettext("{count} record", "{count} records", count).format(count=count)
        peer, ended = row.peer if row.file else "", outcome_words(row) if row.outcome != "done" else ""
        size = size_words(row.bytes_in + row.bytes_out)
        parts = (f"{day_words(row.at, today)} {way}", ended, peer, records, size)
        self.hint.setText(" · ".join(part for part in parts if part))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box(QPainter(self), QRectF(self.rect()), fill="sub", border="line", radius=6)


class ExchangeCard(Card):
    """U 盘摆渡. `export_requested`, `import_requested`."""

    export_requested = Signal()
    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Exchange file"), parent=parent)
        self.head.insertWidget(0, Glyph("usb", "text-1", 18))
        self.export = Button("", Kind.TINTED, icon="upload")
        self.take_in = Button(_("Import a file"), icon="download")
        self.last = LastFile()
        for button in (self.export, self.take_in):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.words = Text(
            _("Without a network, an encrypted file on a stick carries the changes from laptop to laptop or server."),
            "body",
            "text-2",
            wrap=True,
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.export, 1)
        row.addWidget(self.take_in, 1)
        self.body.setSpacing(10)
        self.body.addWidget(self.words)
        self.body.addLayout(row)
        self.body.addWidget(self.last)
        self.last.hide()
        self.show_pending(0)
        self._connect()

    def _connect(self) -> None:
        self.export.clicked.connect(self.export_requested)
        self.take_in.clicked.connect(self.import_requested)

    def show_pending(self, count: int) -> None:
        """Say how many records an export would carry."""
        words = ngettext("Export {count} record", "Export {count} records", count).format(count=count)
        self.export.set_label(words if count else _("Export a file"))

    def show_rounds(self, rounds: tuple[RoundRow, ...], today: Any) -> None:
        """Show the newest file."""
        found = next((row for row in rounds if row.via == "file"), None)
        self.last.setVisible(found is not None)
        if found is not None:
            self.last.show_round(found, today)


class _Shares(QWidget):
    """A bar of what the workspace takes of the disk."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[tuple[float, str], ...] = ()
        self.setFixedHeight(6)

    def show_parts(self, parts: tuple[tuple[float, str], ...]) -> None:
        self._parts = parts
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = QRectF(self.rect())
        box(painter, whole, fill="sunk", radius=3)
        x = 0.0
        for share, token in self._parts:
            width = max(4.0, whole.width() * share) if share else 0.0
            if width:
                box(painter, QRectF(x, 0, min(width, whole.width() - x), 6), fill=token, radius=3)
            x += width


class _Legend(QWidget):
    """A coloured disc with words."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self.words = Text("", "hint", "text-2")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 0, 0)
        row.addWidget(self.words)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box(QPainter(self), QRectF(0, self.height() / 2 - 5, 10, 10), fill=self._token, radius=5)


class StorageCard(Card):
    """Room on the disk, and whether there is a backup. `backup_requested` opens the settings."""

    backup_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Storage of this laptop"), parent=parent)
        self.head.insertWidget(0, Glyph("hard-drive", "text-1", 18))
        self.backup = Button("", Kind.LINK, icon="circle-check")
        self.head.addWidget(self.backup)
        self.head.setContentsMargins(15, 6, 4, 0)
        self.backup.hide()
        self._shares = _Shares()
        self._data, self._photos = _Legend("primary"), _Legend("primary-border")
        self.free = Text("", "hint", "text-2")
        self.free.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._data)
        row.addWidget(self._photos)
        row.addStretch(1)
        row.addWidget(self.free)
        self.body.addWidget(self._shares)
        self.body.addLayout(row)
        self.backup.clicked.connect(self.backup_requested)

    def show_storage(self, state: StorageState) -> None:
        """Show sizes."""
        self._data.words.setText(_("data {size}").format(size=size_words(state.data)))
        self._photos.words.setText(_("photos {size}").format(size=size_words(state.photos)))
        self.free.setText(_("{size} free").format(size=size_words(state.free)))
        total = max(1, state.total)
        self._shares.show_parts(((state.data / total, "primary"), (state.photos / total, "primary-border")))

    def show_backup(self, state: BackupState, now: datetime) -> None:
        """Say when the last backup was made, or that there is none; the button leads to the backups."""
        made = state.written_at
        recent = made is not None and now - made < RECENT and state.problem is None
        words = _("backed up {time}").format(time=day_words(made, now.date())) if made else _("no backup")
        self.backup.set_label(words)
        self.backup.set_icon("circle-check" if recent else "circle-alert")
        self.backup.setVisible(True)


class IntroCard(Card):
    """Without a server: both ways explained. `join_requested`, `export_requested`."""

    join_requested = Signal()
    exchange_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("How changes reach others"), parent=parent)
        self.join = Button(_("Join a server…"), Kind.PRIMARY, icon="server")
        self.exchange = Button(_("Exchange file…"), icon="usb")
        self.body.setSpacing(12)
        self.body.addLayout(
            _way(
                "cloud",
                _("With a server"),
                _(
                    "The administrator gives you an address and an enrolment code. From then on changes go both ways "
                    "by themselves whenever there is a network; until then everything waits safely on this laptop."
                ),
            )
        )
        self.body.addLayout(
            _way(
                "usb",
                _("By exchange file"),
                _(
                    "Where networks are apart, an encrypted file on a stick carries the same changes between laptops, "
                    "or to a server that has no connection. It may be imported twice without harm."
                ),
            )
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.exchange)
        row.addWidget(self.join)
        self.body.addLayout(row)
        self.join.clicked.connect(self.join_requested)
        self.exchange.clicked.connect(self.exchange_requested)


def _way(icon: str, title: str, words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(Glyph(icon, "primary-text", 22), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(Text(title, "body_bold"))
    column.addWidget(Text(words, "body", "text-2", wrap=True))
    row.addLayout(column, 1)
    return row
