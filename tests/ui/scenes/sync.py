"""States of synchronising, for pictures: another laptop has changed things apart, and rounds have been made."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector.services.conflicts.deciding import Taken, decide_conflict
from inspector.services.conflicts.finding import conflicts
from inspector.services.hazards.actions import act
from inspector.services.hazards.given import Given
from inspector.services.registers.entries import set_customer, set_person
from inspector.services.syncing.rounds import put_sync_settings
from inspector.services.syncing.views import SyncSettings, SyncState
from inspector.storage.syncing.log import RoundRecord
from inspector.storage.syncing.outbox import Delivered, SyncCounts
from inspector.sync.engine.alarms import Alarm
from inspector.sync.engine.session import Membership, keep_membership
from inspector.ui.page import Place
from inspector.ui.sync.page import SyncPage
from tests.ui.driven_window import DrivenWindow
from tests.unit.services.story import picture
from tests.unit.services.two_laptops import Pair, carry, do, look

URL = "https://sync.example.com"
SERVER = "公司服务器"
ROUNDS: tuple[tuple[int, str, str, int, int, str], ...] = (
    (64, "network", "partly", 3, 11, ""),
    (30, "network", "done", 22, 9, ""),
    (20, "file", "done", 14, 0, ""),
    (3, "network", "done", 14, 6, ""),
    (1, "network", "offline", 0, 0, "sync_offline"),
)
"""Hours ago, way, outcome, received, sent, problem."""


class Apart:
    """What the second laptop did, and a window whose keeper is still."""

    def __init__(self, driven: DrivenWindow) -> None:
        self.driven = driven
        self.workspace = driven.window.workspace
        self.watch = driven.window.shell.context.desk.sync
        self.watch.stop()
        if self.watch._keeper is not None:
            self.watch._keeper.stop()
        self.watch.look = lambda: None
        self.pair = Pair(self.workspace, Path(tempfile.mkdtemp(prefix="second-")) / "w", "班组机-02")
        self.pair.act_as("wang", "li")
        self._change()
        do(self.workspace, self._write_rounds)
        self.stranger()

    def _change(self) -> None:
        """A customer and a hazard change on both sides."""
        first, second = self.workspace, self.pair.second
        customer = look(first, lambda w: w.db.registers.customers())[0]
        here = {"transformers": "4×1600+1×800 kVA", "emergency_supply_kva": 1600.0}
        there = {"transformers": "5×1600 kVA", "phone": "023-0000 1188"}
        do(first, lambda: set_customer(first, customer.id, here))
        do(second, lambda: set_customer(second, customer.id, there))
        hazard = look(first, lambda w: w.db.hazards.of_customer(customer.id, unclosed_only=True))[0]
        mine = {"measure": "立即停电更换 B 相触头，并测温复查"}
        theirs = {"measure": "加装风机降温，限负荷运行，七日内停电处理；处理前每班测温两次并记录，超过 90 ℃ 立即停运"}
        do(first, lambda: act(first, hazard.id, "change", Given(fields=mine)))
        do(second, lambda: act(second, hazard.id, "change", Given(fields=theirs)))
        act(second, hazard.id, "photo", Given(photos=(picture(),)))
        self.pair.take()
        others = look(first, lambda w: w.db.hazards.of_customer(w.db.registers.customers()[1].id))
        self.things = [
            {"kind": "hazard", "entity": hazard.id, "title": hazard.number, "what": ["conflicted"]},
            {"kind": "customer", "entity": customer.id, "title": customer.name, "what": ["conflicted"]},
            *({"kind": "hazard", "entity": one.id, "title": one.number, "what": ["new"]} for one in others),
        ]

    def _write_rounds(self) -> None:
        now = self.workspace.now()
        for number, (hours, via, outcome, received, sent, problem) in enumerate(ROUNDS):
            at = now - timedelta(hours=hours)
            changes: dict[str, Any] = {"things": self.things if number == 3 else [], "more": 0, "counts": {}}
            if via == "file":
                changes["imported"] = ["JLGD-0610-1740.hzx"]
            self.workspace.db.sync_log.add(
                RoundRecord(
                    f"r{number}", at.isoformat(), (at + timedelta(seconds=4)).isoformat(), via,
                    SERVER if via == "network" else "班组机-02", outcome, received, sent, 2, 1, 120_000, 80_000,
                    problem,
                    {"url": URL, "reason": "timeout"} if problem else {}, changes,
                )
            )  # fmt: skip

    def stranger(self) -> None:
        """A record of a laptop that nobody knows."""
        first, second = self.workspace, self.pair.second
        device = second.store.device
        do(first, lambda: first.db.peers.forget(device.id))
        do(second, lambda: set_person(second, "li", {"phone": "023-0000 1190"}))
        carry(second, first)
        self.pair._meet()

    def tell(self, **given: Any) -> None:
        """Let the keeper say how it stands."""
        counts = look(self.workspace, lambda w: w.db.outbox.counts())
        state = SyncState("offline", URL, SERVER, None, counts, 2)
        self.watch._on_told(replace(state, **given))
        self.driven.settle()

    def page(self) -> SyncPage:
        """The page in front."""
        shell = self.driven.window.shell
        shell.open_page("home")
        shell.open_page("sync")
        self.driven.settle()
        page = shell.page("sync")
        assert isinstance(page, SyncPage)
        page.close_rounds()
        page.conflict.resume()
        page.refresh()
        self.driven.settle()
        return page

    def settle(self) -> None:
        """Everything is decided, and what was put aside is taken in."""
        first = self.workspace
        look(first, lambda w: w.db.frames.retry_parked())
        for conflict in look(first, conflicts):
            for row in conflict.open_rows:
                self._decide(conflict.entity, row.field, row.choices[1].value)

    def _decide(self, entity: str, field: str, value: object) -> None:
        first = self.workspace
        do(first, lambda: decide_conflict(first, entity, field, Taken(value=value)))

    def deliver(self) -> None:
        """The server has everything."""
        sent = look(self.workspace, lambda w: w.db.outbox.outgoing(0, 100_000))
        receipts = [Delivered(one.id, number) for number, one in enumerate(sent, start=1)]
        do(self.workspace, lambda: self.workspace.db.outbox.delivered(receipts))


_known: dict[int, Apart] = {}


def apart(driven: DrivenWindow) -> Apart:
    """The world of a window, made once."""
    if id(driven) not in _known:
        _known.clear()
        _known[id(driven)] = Apart(driven)
    return _known[id(driven)]


def unset(driven: DrivenWindow) -> None:
    world = apart(driven)
    world.tell(phase="unset", url="", server="", decisions=0)
    page = world.page()
    page.conflict.postpone()
    page.conflict.postpone()


def offline(driven: DrivenWindow) -> None:
    world = apart(driven)
    world.tell(phase="offline")
    world.page()


def customer(driven: DrivenWindow) -> None:
    """The customer of whom three fields changed, one of them on both sides."""
    offline(driven)
    page = driven.window.shell.page("sync")
    page.conflict.head_row.next.clicked.emit()
    page.conflict.take_focus()
    driven.settle()


def own_value(driven: DrivenWindow) -> None:
    offline(driven)
    page = driven.window.shell.page("sync")
    QTest.keyClick(page, Qt.Key.Key_3)


def running(driven: DrivenWindow) -> None:
    world = apart(driven)
    alarm = Alarm("own_frames_elsewhere", {"count": 4})
    world.tell(phase="running", stage="files", done=4, total=15, alarms=(alarm,))
    page = world.page()
    page.conflict.postpone()
    page.conflict.postpone()


def rounds(driven: DrivenWindow) -> None:
    offline(driven)
    driven.window.shell.page("sync").show_rounds("r3")


def synced(driven: DrivenWindow) -> None:
    world = apart(driven)
    world.settle()
    world.deliver()
    last = look(world.workspace, lambda w: w.db.sync_log.by_id("r3"))
    counts = SyncCounts(backed_up=130)
    world.tell(phase="synced", decisions=0, last=last, counts=counts)
    world.page()


def server(driven: DrivenWindow) -> None:
    driven.window.shell.open_place(Place("setting", "server"))


def joined(driven: DrivenWindow) -> None:
    world = apart(driven)
    workspace = world.workspace
    member = Membership(URL, "s", SERVER, "00" * 32, device=workspace.store.device.id)
    do(workspace, lambda: keep_membership(workspace.db, member))
    put_sync_settings(workspace, SyncSettings(url=URL, networks=("10.20.0.0/16", "10.21.0.0/16")))
    server(driven)
    driven.settle()
    world.tell(phase="offline")


SCENES: dict[str, Callable[[DrivenWindow], None]] = {
    "settings-server": server,
    "08-sync": customer,
    "08-sync-hazard": offline,
    "08-sync-own-value": own_value,
    "08-sync-unset": unset,
    "08-sync-running": running,
    "08-sync-rounds": rounds,
    "08-sync-synced": synced,
    "settings-server-joined": joined,
}
