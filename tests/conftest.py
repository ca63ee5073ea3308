"""Rules for every test: fixed language, no unexpected log warnings, no workspace files opened by the GUI thread.

Qt's own warnings fail a test through pytest-qt (`qt_log_level_fail`); exceptions in slots do so as well. That database
calls stay on their worker is asserted by the storage itself.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "0"

import logging
import re
from collections.abc import Iterator

import hypothesis
import pytest

from inspector import i18n
from tests.gui_thread_guard import GUARD

hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.register_profile("searching", deadline=None)


def pytest_configure(config: pytest.Config) -> None:
    """Random tests play the same examples in each run; with the long tests (`--all`) they search for new ones."""
    hypothesis.settings.load_profile("steady" if "not long" in config.option.markexpr else "searching")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How much the simulation of synchronising plays."""
    parser.addoption("--histories", type=int, default=2000, help="histories that the simulation plays")
    parser.addoption("--history", type=int, default=None, metavar="SEED", help="play only the history of this seed")


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """Tests read Chinese unless they switch."""
    i18n.set_language("zh_CN")
    yield
    i18n.set_language("zh_CN")


@pytest.fixture(autouse=True)
def _no_unexpected_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning in the log fails the test unless `expects_log(pattern)` allows it."""
    yield
    allowed = [re.compile(str(marker.args[0])) for marker in request.node.iter_markers("expects_log")]
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    loud = [record for record in records if record.levelno >= logging.WARNING]
    unexpected = [r.getMessage() for r in loud if not any(p.search(r.getMessage()) for p in allowed)]
    assert not unexpected, f"unexpected log: {unexpected}"


@pytest.fixture(autouse=True)
def _no_workspace_files_on_gui_thread() -> Iterator[None]:
    """Code of the window must not open a file of a workspace on the GUI thread."""
    GUARD.start()
    yield
    found = GUARD.stop()
    assert not found, "\n".join(found)
