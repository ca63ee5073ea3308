"""The cards of the page that show lists: what waits, rounds, devices, changes, what was put aside."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import N_, _, ngettext
from inspector.services.syncing.page_views import DeviceRow, Digest, PendingGroup, PendingList, RoundRow
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.marks import Panel, Rule
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.page import Place
from inspector.ui.sync.amounts import size_words
from inspector.ui.sync.lists import ChangeRows, DeviceRows, PendingRows, RoundRows, amounts
from inspector.ui.sync.side_words import day_words

RULE = "line2"
GROUP_HEIGHT = 28
SHOWN_ROUNDS: Final = 8
PENDING_HEIGHT, DIGEST_HEIGHT, BARE_HEIGHT = 176, 150, 92
QWIDGETSIZE_MAX: Final = (1 << 24) - 1
"""As Qt has it: no limit."""
LEDGER: Final = Place("ledger", "rectification")
GROUPS: Final = {
    PendingGroup.VISITS: N_("Inspection records"),
    PendingGroup.LEDGERS: N_("Ledgers"),
    PendingGroup.CUSTOMERS: N_("Customer data"),
    PendingGroup.PEOPLE: N_("People"),
}


def kind_words(kind: str, count: int) -> str:
    """How many things of a kind; "" for kinds that are not told one by one."""
    match kind:
        case "hazard":
            words = ngettext("{count} hazard", "{count} hazards", count)
        case "visit":
            words = ngettext("{count} inspection", "{count} inspections", count)
        case "customer":
            words = ngettext("{count} customer", "{count} customers", count)
        case "equipment":
            words = ngettext("{count} piece of equipment", "{count} pieces of equipment", count)
        case "ledger_issue":
            words = ngettext("{count} ledger issue", "{count} ledger issues", count)
        case "person":
            words = ngettext("{count} person", "{count} persons", count)
        case _:
            words = ""
    return words.format(count=count)


class ListCard(Card):
    """A card with a head (title, count, a remark or a link at the right) over a list that scrolls.

    `place_requested(Place)` when a row is opened.
    """

    place_requested = Signal(object)

    def __init__(self, title: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, flush=True, parent=parent)
        self.count = Text("", "body", "text-2")
        self.head.insertWidget(1, self.count)
        if icon:
            self.head.insertWidget(0, Glyph(icon, "text-2", 16))
        self.head.setContentsMargins(15, 6, 15, 6)
        self.head.addStrut(32)
        self.body.addWidget(Rule(token=RULE))

    def _hold(self, widget: QWidget, least: int) -> None:
        self.body.addWidget(Scroller(widget), 1)
        self.setMinimumHeight(least)

    def ask_place(self, row: Any) -> None:
        """A row was opened."""
        if row.place[0]:
            self.place_requested.emit(Place(*row.place))


def empty_words(words: str) -> Text:
    """The line of an empty list."""
    line = Text(words, "body", "text-2", wrap=True)
    line.setAlignment(Qt.AlignmentFlag.AlignCenter)
    line.setContentsMargins(16, 12, 16, 12)
    return line


class PendingCard(ListCard):
    """What no server has yet, by kind of work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("To upload"), parent=parent)
        self.whole = Text("", "hint", "text-2")
        self.head.addWidget(self.whole)
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._groups: dict[PendingGroup, tuple[_GroupHead, PendingRows]] = {}
        for group, words in GROUPS.items():
            head, rows = _GroupHead(_(words)), PendingRows(_(words))
            rows.row_opened.connect(self.ask_place)
            self._groups[group] = (head, rows)
            self._column.addWidget(head)
            self._column.addWidget(rows)
        self._rest = empty_words("")
        self._rest.setMinimumHeight(44)
        self._column.addWidget(self._rest)
        self._column.addStretch(1)
        self._hold(self._holder, PENDING_HEIGHT)

    @property
    def lists(self) -> tuple[PendingRows, ...]:
        """The lists of all groups."""
        return tuple(rows for _head, rows in self._groups.values())

    def show_list(self, pending: PendingList, today: date) -> None:
        """Show what waits."""
        self.count.setText(str(pending.total) if pending.total else "")
        self.whole.setText(_("{size} in all").format(size=size_words(pending.size)) if pending.total else "")
        counts = dict(pending.counts)
        for group, (head, rows) in self._groups.items():
            head.show_count(counts.get(group, 0))
            rows.today = today
            rows.show_items([row for row in pending.rows if row.group is group])
            rows.setVisible(group in counts)
        words = _("The oldest are listed; the rest follows.") if pending.cut else ""
        self._rest.setText(words if pending.rows else _("Nothing waits for the server."))
        self._rest.setVisible(bool(self._rest.text()))
        self.setMinimumHeight(PENDING_HEIGHT if pending.rows else BARE_HEIGHT)
        self.setMaximumHeight(QWIDGETSIZE_MAX if pending.rows else BARE_HEIGHT)


class _GroupHead(Panel):
    """Name of a group and how many records it has; hidden while it has none."""

    def __init__(self, words: str) -> None:
        super().__init__("sub")
        self.setFixedHeight(GROUP_HEIGHT)
        self._count = Text("", "hint_bold", "text-1")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(Text(words, "hint", "text-2"))
        row.addWidget(self._count)
        row.addStretch(1)

    def show_count(self, count: int) -> None:
        self._count.setText(str(count))
        self.setVisible(count > 0)


class RoundsCard(ListCard):
    """The newest rounds. `round_opened(id)`, `all_requested`."""

    round_opened = Signal(str)
    all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Latest rounds"), parent=parent)
        self.all = Button(_("All"), Kind.LINK)
        self.head.setContentsMargins(15, 4, 4, 4)
        self.head.addWidget(self.all)
        self.rows = RoundRows(_("Latest rounds"))
        self._empty = empty_words(_("Nothing was synchronised yet."))
        self.body.addWidget(self._empty)
        self._hold(self.rows, 196)
        self._connect()

    def _connect(self) -> None:
        self.rows.row_opened.connect(lambda row: self.round_opened.emit(row.id))
        self.all.clicked.connect(self.all_requested)

    def show_rounds(self, rounds: Sequence[RoundRow], today: date) -> None:
        """Show the newest rounds."""
        self.rows.today = today
        self.rows.show_items(rounds[:SHOWN_ROUNDS])
        self._empty.setVisible(not rounds)
        self.all.setVisible(bool(rounds))


class DevicesCard(ListCard):
    """This laptop, the others, and the server."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Devices"), parent=parent)
        self.rows = DeviceRows(_("Devices"))
        self.server = ServerLine()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.rows)
        column.addWidget(self.server)
        column.addStretch(1)
        self._hold(holder, 196)

    def show_devices(self, devices: Sequence[DeviceRow], pending: int, today: date) -> None:
        """Show the laptops."""
        self.rows.today, self.rows.pending = today, pending
        self.rows.show_items(devices)
        self.count.setText(str(len(devices)))


class ServerLine(QWidget):
    """The server, as far as this laptop knows it; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel("", "body_medium")
        self.hint = ElidedLabel("", "hint", "text-2")
        self.state = Text("", "hint", "text-2")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 3, 16, 3)
        row.setSpacing(14)
        row.addWidget(Glyph("server", "text-2", 18))
        row.addLayout(words, 1)
        row.addWidget(self.state)

    def show_state(self, state: Any, today: date, reached_last: RoundRow | None = None) -> None:
        """Show a `SyncState`; `reached_last` is the last round in which the server was reached."""
        self.setVisible(state.phase != "unset")
        self.name.setText(state.server or state.url)
        at = day_words(reached_last.ended_at or reached_last.at, today) if reached_last is not None else ""
        self.hint.setText(_("last round {time}").format(time=at) if at else _("no round yet"))
        reached = state.phase in ("running", "synced", "deciding")
        self.state.setText(_("connected") if reached else _("not connected"))
        self.state.set_token("green-text" if reached else "text-2")


class DigestCard(ListCard):
    """What the newest round changed here. `merged_requested(round)` shows what was merged without asking."""

    merged_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Changed by the last round"), "download", parent=parent)
        self.remark = ElidedLabel("", "hint", "text-2")
        self.remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.merged = Button("", Kind.LINK, icon="git-merge")
        self.head.addWidget(self.merged)
        self.head.addWidget(self.remark, 1000)
        self.rows = ChangeRows(_("Changed by the last round"))
        self.uncounted = Button(
            _("Much changed with the first round; look at it in the ledger."), Kind.LINK, icon="notebook-tabs"
        )
        self._bare = QWidget()
        self._bare.hide()
        line = QHBoxLayout(self._bare)
        line.setContentsMargins(12, 4, 12, 4)
        line.addWidget(self.uncounted)
        line.addStretch(1)
        self.body.addWidget(self._bare)
        self._hold(self.rows, DIGEST_HEIGHT)
        self.rows.row_opened.connect(self.ask_place)
        self.uncounted.clicked.connect(lambda: self.place_requested.emit(LEDGER))
        self._round = ""
        self.merged.clicked.connect(lambda: self.merged_requested.emit(self._round))
        self.merged.hide()

    def show_digest(self, digest: Digest, merged: int) -> None:
        """Show what a round brought; `merged` fields were merged without asking."""
        self._round = digest.round.id
        self.count.setText(str(digest.round.changes))
        self.remark.setText(digest_words(digest))
        self.rows.show_items(digest.rows)
        self._bare.setVisible(not digest.rows)
        self.setMinimumHeight(DIGEST_HEIGHT if digest.rows else BARE_HEIGHT)
        self.setMaximumHeight(QWIDGETSIZE_MAX if digest.rows else BARE_HEIGHT)
        self.merged.setVisible(merged > 0)
        words = ngettext("{count} merged by itself", "{count} merged by themselves", merged)
        self.merged.set_label(words.format(count=merged))


def digest_words(digest: Digest) -> str:
    """What a round brought, counted by kind."""
    parts = [kind_words(kind, count) for kind, count in digest.counts]
    return " · ".join((*(part for part in parts if part), amounts(digest.round)))
