"""Rings with Qt objects are destroyed on the GUI thread, whoever allocates."""

import gc
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from inspector.ui.start.garbage import GarbageCollector


@pytest.fixture
def python_collects() -> Iterator[None]:
    """As in a program that leaves its garbage to Python."""
    gc.collect()
    gc.enable()
    yield
    gc.disable()


class Ring(QObject):
    """Refers to itself, as a widget does whose signal is connected to a function that knows it."""

    def __init__(self, gone: list[bool]) -> None:
        super().__init__()
        self._itself = self
        self._gone = gone

    def __del__(self) -> None:
        self._gone.append(threading.current_thread() is threading.main_thread())


def _churn() -> int:
    """Cross every threshold many times: rings, and objects that stay meanwhile."""
    kept = []
    for _number in range(300_000):
        ring: list[object] = []
        ring.append(ring)
        kept.append([ring])
    return len(kept)


def test_a_ring_goes_on_the_gui_thread_though_a_worker_allocates(python_collects: None, qtbot: QtBot) -> None:
    collector = GarbageCollector()
    gone: list[bool] = []
    with ThreadPoolExecutor(1) as worker:
        Ring(gone)
        assert worker.submit(_churn).result() == 300_000
        assert gone == []
        qtbot.waitUntil(lambda: gone == [True])
    collector.stop()
    assert gc.isenabled()


def test_what_is_frozen_stays_and_what_is_new_goes(python_collects: None, qtbot: QtBot) -> None:
    collector = GarbageCollector()
    old: list[bool] = []
    new: list[bool] = []
    Ring(old)
    gc.freeze()
    Ring(new)
    with ThreadPoolExecutor(1) as worker:
        worker.submit(_churn).result()
    qtbot.waitUntil(lambda: new == [True])
    assert old == []
    gc.unfreeze()
    gc.collect()
    assert old == [True]
    collector.stop()


def test_one_collector_within_another_gives_back_what_it_found(python_collects: None) -> None:
    outer = GarbageCollector()
    GarbageCollector().stop()
    assert not gc.isenabled()
    outer.stop()
    assert gc.isenabled()


def test_tuples_that_other_threads_make_meanwhile_are_whole(python_collects: None, qtbot: QtBot) -> None:
    collector = GarbageCollector()
    done: list[int] = []

    def make() -> None:
        done.extend(len(tuple([number] for number in range(2_000))) for _round in range(400))

    with ThreadPoolExecutor(2) as workers:
        made = [workers.submit(make) for _worker in range(2)]
        while not all(one.done() for one in made):
            for generation in range(3):
                collector._collect(generation)
    for one in made:
        one.result()
    assert set(done) == {2_000}
    collector.stop()
