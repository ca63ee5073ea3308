"""The search for cycles rests while bulk work goes on, and is as it was afterwards."""

import gc
import threading
from collections.abc import Iterator

import pytest

from inspector.storage.collecting import no_collecting


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    yield
    gc.enable()


def test_it_rests_until_the_last_one_is_done() -> None:
    with no_collecting():
        with no_collecting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_ends_the_rest() -> None:
    with pytest.raises(KeyError), no_collecting():
        raise KeyError
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    with no_collecting():
        pass
    assert not gc.isenabled()


def test_several_threads_share_it() -> None:
    go, done = threading.Event(), threading.Event()

    def other() -> None:
        with no_collecting():
            done.set()
            go.wait(10)

    thread = threading.Thread(target=other)
    thread.start()
    assert done.wait(10)
    with no_collecting():
        pass
    assert not gc.isenabled()
    go.set()
    thread.join()
    assert gc.isenabled()


def test_what_became_garbage_meanwhile_is_found_later() -> None:
    class Cycle:
        pass

    gone = threading.Event()
    with no_collecting():
        made = Cycle()
        made.me = made  # type: ignore[attr-defined]
        made.end = type("End", (), {"__del__": lambda _self: gone.set()})()  # type: ignore[attr-defined]
        del made
    gc.collect()
    assert gone.is_set()
