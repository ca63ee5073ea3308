"""Fetches what page 08 shows, off the GUI thread, and carries out decisions. Belongs to the page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from inspector import services
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.backups.folder import BackupState, backup_state
from inspector.services.conflicts.deciding import VERB, Taken, prepare_decision
from inspector.services.conflicts.finding import conflicts, merged_changes
from inspector.services.conflicts.views import EntityConflict
from inspector.services.syncing.lists import (
    changed_entities,
    device_rows,
    latest_rounds,
    pending_list,
    round_digest,
    storage_state,
)
from inspector.services.syncing.page_views import AsideRow, DeviceRow, Digest, PendingList, RoundRow, StorageState
from inspector.services.syncing.quarantine import quarantine
from inspector.ui.decisions import decide
from inspector.ui.page import Context

ALL_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class PageData:
    """Everything the page shows but the state and the disk."""

    today: date
    conflicts: tuple[EntityConflict, ...]
    pending: PendingList
    rounds: tuple[RoundRow, ...]
    devices: tuple[DeviceRow, ...]
    aside: tuple[AsideRow, ...]
    digest: Digest | None
    merged: int
    """How many fields the newest round merged without asking."""


class SyncPresenter(QObject):
    """`data_fetched(PageData)`, `storage_fetched(StorageState, BackupState)`, `rounds_fetched(rounds)`.

    `digest_fetched(Digest, merged)` with what was merged without asking.
    """

    data_fetched = Signal(object)
    storage_fetched = Signal(object, object)
    rounds_fetched = Signal(object)
    digest_fetched = Signal(object, object)
    refused = Signal(str, str, object)
    """Thing, field and Problem of a decision that cannot be carried out."""
    held = Signal(str, str, str)
    """Thing, field and words of a decision that was accepted and can be taken back."""
    taken_back = Signal(str, str)
    settled = Signal()
    """A decision was carried out."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._on_the_way: set[tuple[str, str]] = set()
        """Thing and field of decisions that were begun and neither carried out nor taken back."""

    def fetch(self) -> None:
        """Fetch everything."""
        workspace = self._context.workspace
        self._context.tasks.run(lambda: _page_data(workspace), self._on_data)

    def _on_data(self, data: PageData) -> None:
        self.data_fetched.emit(data)

    def fetch_storage(self) -> None:
        """Look at the disk."""
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: (storage_state(workspace), backup_state(workspace)), self._on_storage, pool=True
        )

    def _on_storage(self, found: tuple[StorageState, BackupState]) -> None:
        self.storage_fetched.emit(*found)

    def fetch_rounds(self) -> None:
        """Fetch all rounds that are kept."""
        workspace = self._context.workspace
        self._context.tasks.run(lambda: latest_rounds(workspace, ALL_ROUNDS), self._on_rounds)

    def _on_rounds(self, rounds: tuple[RoundRow, ...]) -> None:
        self.rounds_fetched.emit(rounds)

    def fetch_digest(self, round_id: str) -> None:
        """Fetch what a round changed."""
        workspace = self._context.workspace

        def work() -> tuple[Digest | None, tuple[EntityConflict, ...]]:
            digest = round_digest(workspace, round_id)
            entities = [row.entity for row in digest.rows] if digest is not None else []
            return digest, merged_changes(workspace, entities)

        self._context.tasks.run(work, self._on_digest)

    def _on_digest(self, found: tuple[Digest | None, tuple[EntityConflict, ...]]) -> None:
        digest, merged = found
        if digest is not None:
            self.digest_fetched.emit(digest, merged)

    def decide(self, conflict: EntityConflict, field: str, taken: Taken, words: str, sentence: str) -> None:
        """Check a decision, then hold it so that it can be taken back."""
        workspace, entity, seen = self._context.workspace, conflict.entity, conflict.heads
        key = (entity, field)
        if key in self._on_the_way:
            return
        self._on_the_way.add(key)

        def hold(body: dict[str, Any]) -> None:
            self.held.emit(entity, field, words)
            if self._context.desk is not None:
                self._context.desk.sync.hold(key)
            decide(self._context, VERB, body, sentence, self._when_settled(key), self._when_back(key))

        def fail(problem: Problem) -> None:
            self._on_the_way.discard(key)
            self.refused.emit(entity, field, problem)

        self._context.tasks.run(
            lambda: prepare_decision(workspace, entity, field, taken, seen=seen), hold, fail, owner=self
        )

    def _when_settled(self, key: tuple[str, str]) -> Callable[[Any], None]:
        desk = self._context.desk

        def settled(_result: Any) -> None:
            if desk is not None and shiboken6.isValid(desk):
                desk.sync.carried_out(key)
            if shiboken6.isValid(self):
                self._on_the_way.discard(key)
                self.settled.emit()

        return settled

    def _when_back(self, key: tuple[str, str]) -> Callable[[], None]:
        desk = self._context.desk

        def back() -> None:
            if desk is not None and shiboken6.isValid(desk):
                desk.sync.take_back(key)
            if shiboken6.isValid(self):
                self._on_the_way.discard(key)
                self.taken_back.emit(*key)

        return back

    def load_blob(self, sha: str, done: Callable[[bytes], None], *, owner: QObject | None = None) -> None:
        """Fetch the bytes of a picture; dropped when `owner` is gone by then."""
        workspace = self._context.workspace
        self._context.tasks.run(lambda: services.blob(workspace, sha), done, pool=True, owner=owner or self)


def _page_data(workspace: Any) -> PageData:
    merged = merged_changes(workspace, changed_entities(workspace))
    return PageData(
        workspace.today(),
        conflicts(workspace),
        pending_list(workspace),
        latest_rounds(workspace),
        device_rows(workspace),
        quarantine(workspace),
        round_digest(workspace),
        sum(len(one.merged_rows) for one in merged),
    )
