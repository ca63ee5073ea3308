"""All rounds, and what the chosen one did: numbers, why it ended so, and the things it changed, each a link."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext
from inspector.services.conflicts.views import EntityConflict
from inspector.services.syncing.page_views import Digest, RoundRow
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.marks import Panel, Rule
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.page import Place
from inspector.ui.sync.amounts import size_words
from inspector.ui.sync.cards import digest_words, empty_words
from inspector.ui.sync.conflict_table import ConflictTable
from inspector.ui.sync.lists import VIAS, ChangeRows, RoundRows, outcome_words
from inspector.ui.sync.side_words import day_words
from inspector.ui.sync.words import sentences

LIST_WIDTH = 440
RULE = "line2"


class WalkedRounds(RoundRows):
    """Rounds of which the current one is shown beside the list: walking along opens them."""

    row_height = 40

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.current
        super().keyPressEvent(event)
        item = self.current_item
        if self.current != before and item is not None:
            self.row_opened.emit(item)


class RoundsView(QWidget):
    """`round_wanted(id)` when another one is chosen, `closed` by Esc or the button, `place_requested(Place)`."""

    round_wanted = Signal(str)
    closed = Signal()
    place_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date.min
        self._current = ""
        self.back = Button(_("Back"), icon="chevron-left", key="Esc")
        self.rows = WalkedRounds(_("Rounds"))
        self.rows.always_lit = True
        self.title = Text("", "card_title")
        self.facts = Text("", "body", "text-2", wrap=True)
        self.problem = Text("", "body", "amber-text", wrap=True)
        self.changes = ChangeRows(_("Changed things"))
        self._nothing = empty_words(_("This round changed nothing here."))
        self._merged = QWidget()
        self._merged_column = QVBoxLayout(self._merged)
        self._merged_column.setContentsMargins(0, 0, 0, 0)
        self._merged_column.setSpacing(8)
        self._build()
        self._connect()

    def _build(self) -> None:
        listing = Card(_("Rounds"), flush=True)
        listing.body.addWidget(Rule(token=RULE))
        listing.body.addWidget(Scroller(self.rows), 1)
        listing.setFixedWidth(LIST_WIDTH)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._merged, self._nothing, self.changes):
            column.addWidget(widget)
        column.addStretch(1)
        detail = Card(flush=True)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(4)
        for words in (self.title, self.facts, self.problem):
            head.addWidget(words)
        detail.body.addLayout(head)
        detail.body.addWidget(Rule(token=RULE))
        detail.body.addWidget(Scroller(inside), 1)
        bar = Panel("surface", "b")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 16, 8)
        row.addWidget(self.back)
        row.addStretch(1)
        cards = QHBoxLayout()
        cards.setContentsMargins(16, 16, 16, 16)
        cards.setSpacing(12)
        cards.addWidget(listing)
        cards.addWidget(detail, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addLayout(cards, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.closed)
        self.rows.row_opened.connect(lambda row: self.choose(row.id))
        self.changes.row_opened.connect(self._on_change_opened)

    def show_rounds(self, rounds: Sequence[RoundRow], today: date, current: str = "") -> None:
        """Show all rounds; the chosen one stays, or the given one is chosen."""
        self._today = self.rows.today = today
        self.rows.show_items(rounds)
        wanted = current or self._current or (rounds[0].id if rounds else "")
        self.choose(wanted)

    def choose(self, round_id: str) -> None:
        """Show another round."""
        self._current = round_id
        index = next((number for number, row in enumerate(self.rows.items) if row.id == round_id), -1)
        if index >= 0:
            self.rows.set_current(index)
            self._show_head(self.rows.items[index])
            self.round_wanted.emit(round_id)

    def _show_head(self, row: RoundRow) -> None:
        via = _(VIAS[row.via][0]) if row.via in VIAS else row.via
        self.title.setText(" · ".join(part for part in (day_words(row.at, self._today), via, row.peer) if part))
        numbers = _("{received} records received, {sent} sent; {files_in} files received, {files_out} sent; {size}.")
        size = size_words(row.bytes_in + row.bytes_out)
        told = numbers.format(
            received=row.received, sent=row.sent, files_in=row.files_received, files_out=row.files_sent, size=size
        )
        ended = _("It ended: {outcome}.").format(outcome=outcome_words(row))
        self.facts.setText(sentences(told, ended))
        self.problem.setText(row.problem)
        self.problem.setVisible(bool(row.problem))

    def show_digest(self, digest: Digest, merged: Sequence[EntityConflict]) -> None:
        """What the chosen round changed; `merged` of it without asking."""
        if digest.round.id != self._current:
            return
        self.changes.show_items(digest.rows)
        self.changes.setAccessibleDescription(digest_words(digest))
        self._nothing.setVisible(not digest.rows)
        while (item := self._merged_column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in merged:
            self._merged_column.addWidget(self._merged_view(one))
        self._merged.setVisible(bool(merged))

    def _merged_view(self, conflict: EntityConflict) -> QWidget:
        """What was merged of one thing."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(4)
        count = len(conflict.merged_rows)
        merged = ngettext("{count} merged by itself", "{count} merged by themselves", count).format(count=count)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 8, 0)
        link = Button(f"{conflict.title} · {conflict.part}", Kind.LINK, icon="git-merge")
        link.clicked.connect(lambda: self.place_requested.emit(Place(*conflict.place)))
        row.addWidget(link)
        row.addWidget(Text(merged, "hint", "text-2"))
        row.addStretch(1)
        column.addLayout(row)
        table = ConflictTable()
        table.show_conflict(conflict, "", {}, self._today)
        column.addWidget(table)
        column.addWidget(Rule(token=RULE))
        return holder

    def take_focus(self) -> None:
        """Put the focus on the rounds."""
        (self.rows if self.rows.items else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_change_opened(self, row: object) -> None:
        place = getattr(row, "place", ("", ""))
        if place[0]:
            self.place_requested.emit(Place(*place))
