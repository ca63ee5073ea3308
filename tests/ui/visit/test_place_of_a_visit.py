"""Where the inspector is outlives a power cut, however fast answers follow each other."""

from PySide6.QtCore import QTimer

from inspector.domain.visit import Step
from tests.ui.visit.conftest import Bench


def test_the_place_is_written_while_typing_goes_on(bench: Bench) -> None:
    bench.start_first()
    presenter = bench.visit.presenter
    presenter.flush_position()
    bench.settle()
    session = bench.workspace.visits[presenter.visit.id].session
    before = dict(session.of("position").get("", {}))
    count = 0

    def move() -> None:
        nonlocal count
        count += 1
        presenter.remember(Step.INFRASTRUCTURE, presenter.visit.infrastructure, f"/data/question_{count}")

    typing = QTimer(interval=40)  # never quiet
    typing.timeout.connect(move)
    typing.start()
    bench.qtbot.waitUntil(lambda: dict(session.of("position").get("", {})) != before, timeout=5_000)
    assert typing.isActive()
    typing.stop()
    assert str(session.of("position")[""]["ref"]).startswith("/data/question_")
    bench.settle()
