"""The page of synchronising (picture 08): how things stand, what waits for a decision, what is on its way.

It tells what is so: offline is neutral, and nothing is called synchronised while anything lacks a receipt.
"""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.backups.folder import BackupState
from inspector.services.syncing.page_views import Digest, RoundRow, StorageState
from inspector.ui.kit.empty import Skeleton
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.page import Context, Page, Place
from inspector.ui.sync.alarms import Alarms
from inspector.ui.sync.aside import AsideCard
from inspector.ui.sync.cards import DevicesCard, DigestCard, PendingCard, RoundsCard
from inspector.ui.sync.conflict_card import ConflictCard
from inspector.ui.sync.deciding import Deciding
from inspector.ui.sync.presenter import PageData, SyncPresenter
from inspector.ui.sync.put_off import PutOffStrip
from inspector.ui.sync.rounds_view import RoundsView
from inspector.ui.sync.side_cards import ExchangeCard, IntroCard, StorageCard
from inspector.ui.sync.state_words import last_reached
from inspector.ui.sync.status_card import StatusCard
from inspector.ui.sync.tab_order import order_tabs

AGAIN_MS = 400
"""The page is fetched again this long after the state changed, once however often that was."""
WAITING, MAIN, ROUNDS = 0, 1, 2
ROOMY = 860
"""From this height on the page has room for a conflict and for what the last round changed."""
SERVER = Place("setting", "server")


class SyncPage(Page):
    """Cards, and behind them all rounds."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.presenter = SyncPresenter(context, self)
        self.state: Any = None
        self.today = date.min
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._wanted_round = self._wanted = ""
        self._arriving = True
        self._digest: Digest | None = None
        self._reached: RoundRow | None = None
        self.status = StatusCard()
        self.alarms = Alarms()
        self.intro = IntroCard()
        self.conflict = ConflictCard()
        self.put_off = PutOffStrip()
        self.digest = DigestCard()
        self.aside = AsideCard()
        self.rounds = RoundsCard()
        self.devices = DevicesCard()
        self.pending = PendingCard()
        self.exchange = ExchangeCard()
        self.storage = StorageCard()
        self.all_rounds = RoundsView()
        self.deciding = Deciding(self, self.presenter, self.conflict)
        self._build()
        self._connect()
        self._connect_keys()
        self._show_title()
        order_tabs(self)

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        lower = QHBoxLayout()
        for layout in (left, right, lower):
            layout.setSpacing(12)
        lower.addWidget(self.rounds, 1)
        lower.addWidget(self.devices, 1)
        for card in (self.intro, self.conflict, self.put_off, self.aside):
            left.addWidget(card)
        left.addWidget(self.digest, 1)
        left.addLayout(lower, 1)
        right.addWidget(self.pending, 1000)
        right.addWidget(self.exchange)
        right.addWidget(self.storage)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addLayout(left, 838)
        columns.addLayout(right, 404)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.status)
        column.addWidget(self.alarms)
        column.addLayout(columns, 1)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._scroller = Scroller(content)
        for widget in (Skeleton(6), self._scroller, self.all_rounds):
            self._stack.addWidget(widget)
        for hidden in (self.conflict, self.put_off, self.intro, self.digest):
            hidden.hide()

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.data_fetched.connect(self._on_data)
        presenter.storage_fetched.connect(self._on_storage)
        presenter.rounds_fetched.connect(self._on_rounds)
        presenter.digest_fetched.connect(self.all_rounds.show_digest)
        self.status.sync_requested.connect(self.sync)
        self.status.join_requested.connect(lambda: self.place_requested.emit(SERVER))
        self.intro.join_requested.connect(lambda: self.place_requested.emit(SERVER))
        self.intro.exchange_requested.connect(self.export)
        self.alarms.place_requested.connect(self.place_requested)
        self.conflict.changed.connect(self._on_conflict_changed)
        for shown in (self.conflict.question.tiles.grown, self.conflict.question.own.renewed, self.alarms.renewed):
            shown.connect(lambda: order_tabs(self))
        self.put_off.resume_requested.connect(self._resume)
        for card in (self.conflict, self.digest, self.aside, self.pending, self.all_rounds):
            card.place_requested.connect(self.place_requested)
        self.digest.merged_requested.connect(self.show_rounds)
        self.rounds.all_requested.connect(self.show_rounds)
        self.rounds.round_opened.connect(self.show_rounds)
        self.all_rounds.round_wanted.connect(presenter.fetch_digest)
        self.all_rounds.closed.connect(self.close_rounds)
        self.exchange.export_requested.connect(self.export)
        self.exchange.import_requested.connect(self.take_in)
        self.storage.backup_requested.connect(lambda: self.place_requested.emit(Place("setting", "safekeeping")))
        self._again.timeout.connect(self.refresh)
        if self.context.desk is not None:
            self.context.desk.sync.state_changed.connect(self._on_state_changed)

    def _connect_keys(self) -> None:
        page_keys(self, {"Ctrl+Return": self.conflict.question.apply, "Esc": self._on_escape})

    def _on_escape(self) -> None:
        if not self.conflict.question.leave_own():
            self.close_rounds()

    # asking ---------------------------------------------------------------------------------------------------------

    @override
    def activated(self) -> None:
        self._arriving = True
        self.refresh()
        self.presenter.fetch_storage()

    @override
    def show_place(self, place: Place) -> None:
        """Ask about the thing of this id, if it waits for a decision."""
        self.close_rounds()
        self._wanted = place.id
        self.conflict.choose(place.id)

    @override
    def leaving(self) -> None:
        self._again.stop()

    def refresh(self) -> None:
        """Fetch everything again."""
        if self.context.workspace.closed:
            return
        if self.context.desk is not None:
            self.show_state(self.context.desk.sync.state)
        self.presenter.fetch()

    def _on_state_changed(self, state: Any) -> None:
        before, self.state = self.state, state
        if not self.isVisible():
            return
        self.show_state(state)
        if before is None or (before.phase, before.counts, before.last) != (state.phase, state.counts, state.last):
            self._again.start()

    def show_state(self, state: Any) -> None:
        """Show a `SyncState`; None while it is not known yet."""
        if state is None:
            return
        self.state = state
        self.intro.setVisible(state.phase == "unset")
        if state.phase == "unset" and self.status.button.hasFocus():  # it goes, and its focus would fall onto a list
            self.intro.join.setFocus(Qt.FocusReason.OtherFocusReason)
        tried = self.context.desk.sync.tried_at if self.context.desk is not None else None
        self.status.show_state(state, self.today, self._reached, tried)
        self.alarms.show_alarms(state.alarms)
        self.devices.server.show_state(state, self.today, self._reached)
        self.exchange.show_pending(state.counts.unsent)

    def _on_data(self, data: PageData) -> None:
        self.today = data.today
        focus = QApplication.focusWidget()
        deciding = focus is not None and self.conflict.isAncestorOf(focus)
        self._reached = last_reached(data.rounds)
        first = self._stack.currentIndex() == WAITING or self._arriving
        self._arriving = False
        self.show_state(self.state)
        self.conflict.show_conflicts(data.conflicts, data.today)
        self.conflict.choose(self._wanted)
        self._wanted = ""
        self._digest = data.digest
        self._show_put_off()
        self.pending.show_list(data.pending, data.today)
        desk = self.context.desk
        if desk is not None and (self.state is None or self.state.counts.unsent != data.pending.total):
            desk.sync.look()
        self.exchange.show_pending(data.pending.total)
        self.exchange.show_rounds(data.rounds, data.today)
        self.rounds.show_rounds(data.rounds, data.today)
        self.devices.show_devices(data.devices, data.pending.total, data.today)
        self.aside.show_rows(data.aside, data.today)
        if data.digest is not None:
            self.digest.show_digest(data.digest, data.merged)
        if first:
            if self._stack.currentIndex() == WAITING:
                self._stack.setCurrentIndex(MAIN)
            self._focus_first()
        elif deciding and self.conflict.isHidden():
            self._focus_first()

    def _on_storage(self, state: StorageState, backup: BackupState) -> None:
        self.storage.show_storage(state)
        self.storage.show_backup(backup, self.context.workspace.now())

    def _focus_first(self) -> None:
        """What can be done first; the page shows its beginning."""
        if self._stack.currentIndex() == ROUNDS:
            self.all_rounds.take_focus()
            return
        if not self.conflict.isHidden():
            self.conflict.take_focus()
        elif not self.intro.isHidden():
            self.intro.join.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.status.button.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: self._scroller.verticalScrollBar().setValue(0))

    # synchronising --------------------------------------------------------------------------------------------------

    @override
    def synchronise(self) -> None:
        self.status.act()

    def sync(self) -> None:
        """Synchronise now, or go on after a pause (F5)."""
        desk = self.context.desk
        if desk is None:
            return
        if self.state is not None and self.state.phase == "paused":
            desk.sync.resume()
        else:
            desk.sync.hurry()

    def export(self) -> None:
        """Write an exchange file."""
        from inspector.ui.exchange.export_wizard import open_export_wizard  # noqa: PLC0415 - only when it is asked for

        open_export_wizard(self.context, self)

    def take_in(self) -> None:
        """Import an exchange file."""
        from inspector.ui.exchange.import_wizard import open_import_wizard  # noqa: PLC0415 - only when it is asked for

        open_import_wizard(self.context, self)

    # conflicts ------------------------------------------------------------------------------------------------------

    def _on_conflict_changed(self) -> None:
        self._show_put_off()
        if self.conflict.postponed:
            self.put_off.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_put_off(self) -> None:
        postponed = self.conflict.postponed
        self.conflict.setVisible(self.conflict.conflict is not None and not postponed)
        self.put_off.setVisible(postponed)
        self.put_off.show_count(self.conflict.waiting)
        self.aside.fold(few=not self.conflict.isHidden() and self.height() < ROOMY)
        # what the last round changed, where a conflict leaves room for it
        self.digest.setVisible(self._digest is not None and (self.conflict.isHidden() or self.height() >= ROOMY))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_put_off()

    def _resume(self) -> None:
        self.conflict.resume()
        self.conflict.take_focus()

    # rounds ---------------------------------------------------------------------------------------------------------

    def show_rounds(self, round_id: str = "") -> None:
        """Show all rounds, this one chosen."""
        self._wanted_round = round_id
        self.presenter.fetch_rounds()

    def _on_rounds(self, rounds: tuple[RoundRow, ...]) -> None:
        self._stack.setCurrentIndex(ROUNDS)
        self.all_rounds.show_rounds(rounds, self.today, self._wanted_round)
        self.all_rounds.take_focus()
        self.set_breadcrumb(_("Sync"), _("Rounds"))

    def _show_title(self) -> None:
        self.set_breadcrumb(_("Sync"), hint=_("offline first: data is on this laptop before anywhere else"))

    def close_rounds(self) -> None:
        """Back to the cards."""
        if self._stack.currentIndex() == ROUNDS:
            self._stack.setCurrentIndex(MAIN)
            self._show_title()
            self.rounds.all.setFocus(Qt.FocusReason.OtherFocusReason)
