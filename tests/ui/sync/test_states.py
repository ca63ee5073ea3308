"""How the page and the pill say how it stands: never more than is so, and offline is no alarm."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.i18n import describe
from inspector.problems import Problem
from inspector.services.syncing.views import SyncState
from inspector.storage.syncing.log import RoundRecord
from inspector.storage.syncing.outbox import Delivered
from inspector.sync.engine.alarms import Alarm
from inspector.sync.engine.session import Membership, keep_membership
from inspector.ui.kit.painting import text_width
from inspector.ui.kit.text import Text
from inspector.ui.page import Place
from inspector.ui.shell.sync_pill import SyncPill
from inspector.ui.sync.lists import name_cut
from inspector.ui.sync.state_words import state_look
from inspector.ui.sync.words import pill_look
from tests.ui.sample import NOW, TODAY
from tests.ui.sync.conftest import URL, Window, counts
from tests.unit.services.two_laptops import do

LAST = RoundRecord("r1", "2026-06-11T09:42:00+08:00", "2026-06-11T09:42:05+08:00", received=14, sent=6)
PHASES = ("unset", "offline", "running", "pending", "synced", "deciding", "paused", "refused")


def state(phase: str, **given: object) -> SyncState:
    made: dict[str, object] = {"last": LAST, "url": "https://s.example", "server": "County", **given}
    return SyncState(phase=phase, **made)  # type: ignore[arg-type]  # a phase by name


@pytest.mark.parametrize("phase", PHASES)
def test_every_state_has_a_picture_of_its_own_and_offline_is_neutral(phase: str) -> None:
    looks = {one: state_look(state(one, decisions=1), TODAY) for one in PHASES}
    look, pill = looks[phase], pill_look(state(phase, decisions=1), 0)
    assert look.headline
    assert look.sentence
    assert [one for one, other in looks.items() if other.headline == look.headline] == [phase]
    assert "red" not in (look.hue, pill.token, pill.fill)
    if phase in ("unset", "offline", "paused"):
        assert (look.hue, pill.token) == ("grey", "text-1")


@pytest.mark.parametrize("phase", PHASES)
def test_only_synced_says_so_and_not_while_anything_waits(phase: str) -> None:
    said = pill_look(state("synced"), 0).words.split()[0]
    assert pill_look(state(phase), 0).words.startswith(said) == (phase == "synced")
    assert not pill_look(state(phase), 2).words.startswith(said)


def test_before_a_state_is_known_nothing_is_said(qtbot: QtBot) -> None:
    pill = SyncPill()
    qtbot.addWidget(pill)
    room = pill.sizeHint().width()
    assert not pill_look(None, 132).words
    pill.show_look(pill_look(state("unset"), 132))
    assert pill.sizeHint().width() == room  # nothing beside it moves
    assert "132" not in pill.accessibleName()


def test_the_sentence_says_what_lacks_a_receipt_or_is_missing() -> None:
    lacking = counts(unsent=2, files_unsent=3, files_missing=4, parked=1)
    marks = {
        field: state_look(state("pending", counts=counts(**{field: 7})), TODAY).mark
        for field in ("unsent", "files_unsent", "files_missing", "parked", "delivered")
    }
    assert all("7" in mark for mark in marks.values())
    assert len(set(marks.values())) == 5
    assert "2" in state_look(state("pending", counts=lacking), TODAY).mark


def test_the_last_round_and_the_reason_stand_in_the_sentence() -> None:
    offline = state_look(state("offline"), TODAY).sentence
    ended = datetime.fromisoformat(LAST.ended_at).astimezone()
    assert f"{ended:%H:%M}" in offline
    assert "14" in offline
    assert "6" in offline
    refused = RoundRecord("r2", NOW.isoformat(), problem="device_revoked", outcome="failed")
    assert describe(Problem("device_revoked")) in state_look(state("refused", last=refused), TODAY).sentence


def test_without_a_server_both_ways_are_explained_and_joining_comes_first(window: Window) -> None:
    page = window.open()
    window.tell(phase="unset", url="", server="")
    assert page.intro.isVisible()
    assert page.status.button.isHidden()
    places = window.places()
    page.intro.join.clicked.emit()
    assert places == [Place("setting", "server")]
    QTest.keyClick(window.shell, Qt.Key.Key_F5)
    assert places == [Place("setting", "server")] * 2


def test_f5_tries_again_goes_on_after_a_pause_and_waits_while_a_round_runs(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, asked = window.open(), list[str]()
    assert window.context.desk is not None
    sync = window.context.desk.sync
    monkeypatch.setattr(sync, "hurry", lambda: asked.append("hurry"))
    monkeypatch.setattr(sync, "resume", lambda: asked.append("resume"))
    for phase in ("offline", "paused", "running", "synced"):
        window.tell(phase=phase)
        QTest.keyClick(window.shell, Qt.Key.Key_F5)
    assert asked == ["hurry", "resume", "hurry"]
    assert page.status.button.isVisible()


def test_pill_and_rail_follow_and_the_pill_opens_the_page(window: Window) -> None:
    window.shell.open_page("settings")
    window.settle()
    window.tell(phase="offline", counts=counts(unsent=3))
    badge = window.shell.rail._entries["sync"]
    assert (badge._badge, badge._badge_fill) == (3, "grey")
    assert "3" in window.shell.top_bar.sync.accessibleName()
    window.tell(phase="deciding", decisions=2, counts=counts())
    assert (badge._badge, badge._badge_fill) == (2, "primary")
    assert "2" in window.shell.top_bar.sync.accessibleName()
    window.shell.top_bar.sync.clicked.emit()
    window.settle()
    assert window.shell.current == "sync"
    QTest.keyClick(window.shell, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    window.settle()
    QTest.keyClick(window.shell, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    window.settle()
    assert window.shell.current == "sync"


def test_figures_and_progress_show(window: Window) -> None:
    page = window.open()
    window.tell(phase="offline", counts=counts(unsent=3, files_unsent=15, files_unsent_bytes=40_055_603), decisions=1)
    names = [figure.accessibleName() for figure in (page.status.pending, page.status.files, page.status.decisions)]
    assert names[0].startswith("3 ")
    assert "38.2" in names[1]
    assert names[2].startswith("1 ")
    assert page.status.bar.isHidden()
    window.tell(phase="running", stage="files", done=4, total=15)
    assert page.status.bar.isVisible()
    assert page.status.button.isEnabled()


def test_alarms_say_what_to_do_and_lead_there(window: Window) -> None:
    page = window.open()
    window.tell(
        phase="synced", alarms=(Alarm("own_frames_elsewhere", {"count": 4}), Alarm("clock_off", {"minutes": 9}))
    )
    assert page.alarms.isVisible()
    assert "4" in page.alarms.sentences[0]
    assert "9" in page.alarms.sentences[1]
    shown = [label.text() for label in page.alarms.findChildren(Text) if label.isVisible()]
    assert set(page.alarms.sentences) <= set(shown)
    window.tell(alarms=())
    assert page.alarms.isHidden()


def test_f5_synchronises_from_every_page(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    assert window.context.desk is not None
    monkeypatch.setattr(window.context.desk.sync, "hurry", lambda: asked.append("hurry"))
    window.shell.open_page("customers")
    window.settle()
    QTest.keyClick(window.shell, Qt.Key.Key_F5)
    assert asked == ["hurry"]


def test_a_server_that_only_exchange_files_reach_is_not_waited_for() -> None:
    told = state_look(state("offline", url=""), TODAY).sentence
    assert "摆渡文件" in told
    assert "网络" not in told


def test_f5_while_offline_runs_for_a_moment_and_says_when_it_was_tried_in_vain(
    window: Window, workspace: services.Workspace
) -> None:
    member = Membership(URL, "s1", "County", "00" * 32, device=workspace.store.device.id)
    do(workspace, lambda: keep_membership(workspace.db, member))
    page = window.open()
    window.tell(phase="offline")
    QTest.keyClick(window.shell, Qt.Key.Key_F5)
    window.settle()
    assert page.status.bar.isVisible()
    assert page.state.phase == "running"
    tried = f"{workspace.now().astimezone():%H:%M}"
    window.tell(phase="offline", next_try_at=NOW)
    assert page.status.bar.isHidden()
    assert tried in page.status.sentence.text()
    window.tell(phase="synced")
    window.tell(phase="offline")
    assert tried not in page.status.sentence.text()


def test_without_a_server_nothing_is_said_to_wait_for_it(window: Window) -> None:
    window.open()
    window.tell(phase="unset", url="", server="", counts=counts(unsent=122))
    assert window.shell.rail._entries["sync"]._badge == 0
    assert "122" not in window.shell.top_bar.sync.accessibleName()
    assert "未加入" in window.shell.top_bar.sync.accessibleName()


def test_without_a_server_no_list_takes_the_focus(window: Window) -> None:
    page = window.open()
    window.tell(phase="offline")
    page.status.button.setFocus()
    window.tell(phase="unset", url="", server="")
    assert page.intro.join.hasFocus()


def test_what_is_empty_leaves_the_cards_below_in_view(window: Window, workspace: services.Workspace) -> None:
    def deliver() -> None:
        found = workspace.db.outbox.outgoing(0, 10_000)
        workspace.db.outbox.delivered(Delivered(one.id, number) for number, one in enumerate(found, start=1))

    do(workspace, deliver)
    page = window.open()
    window.tell(phase="synced")
    assert page.pending.count.text() == ""
    shown = page._scroller.viewport()
    assert (
        shown.mapToGlobal(shown.rect().bottomLeft()).y()
        >= page.storage.mapToGlobal(page.storage.rect().bottomLeft()).y()
    )


def test_a_long_customer_leaves_the_number_of_the_visit(window: Window) -> None:
    cut = name_cut("嘉陵江化工有限责任公司第二分厂 · AQ-2026-0001", 180)
    assert cut.endswith(" · AQ-2026-0001")
    assert "…" in cut
    assert text_width(cut, "body_medium") <= 180
    assert name_cut("A · B", 180) == "A · B"
