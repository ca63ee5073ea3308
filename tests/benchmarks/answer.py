"""How long an answer takes: in the window's own thread, on the worker, and until its saved mark shows.

The real window on a sample workspace, offscreen, driven by key presses: judgements of step 1, readings of step 3.
`gui` is the time the GUI thread works from the key press to the last repaint; `worker` everything the service does for
one answer; `commit` the durable transaction in it; `round_trip` from the key press to the committed change on screen.
The yardstick is the same row written durably to another SQLCipher file, in turn with the answers.
"""

import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector import services
from inspector.domain.visit import Step
from inspector.services.visits.edit import Edit
from inspector.services.visits.views import RowKind
from inspector.storage.engine import open_connection
from inspector.ui.visit.checklist import ChecklistPanel
from inspector.ui.visit.hazard_editor import HazardEditor
from inspector.ui.visit.readings import ReadingsPanel
from tests.benchmarks.places import sample
from tests.ui.driven_window import DrivenWindow, application

ROUNDS = 6
SAVE_P99_MS, GUI_P99_MS = 5.0, 16.0
READING_S = 0.6
"""A person needs longer than this to read a question; the window uses the time to prepare what comes next."""
IDLE_S = 5e-5
"""An event loop round that took no longer did nothing."""
SIZE = QSize(1366, 690)


class Yardstick:
    """A bare durable commit: one row the size of an answer, in a file of its own with the same settings."""

    def __init__(self, path: Path) -> None:
        self._raw = open_connection(path, b"k" * 32)
        self._raw.execute(
            "CREATE TABLE item (visit TEXT, kind TEXT, key TEXT, body TEXT, heads TEXT, at TEXT,"
            " PRIMARY KEY (visit, kind, key)) WITHOUT ROWID"
        )
        self._count = 0
        self.times: list[float] = []

    def commit(self) -> None:
        """Write one more row."""
        self._count += 1
        row = ("v" * 36, "answer", f"infrastructure||/data/section/q{self._count % 50}", json.dumps({"value": "pass"}))
        start = time.perf_counter()
        self._raw.execute("BEGIN IMMEDIATE")
        self._raw.execute(
            "INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?, '[]', '2026-01-01T00:00:00.000000+08:00')", row
        )
        self._raw.execute("COMMIT")
        self.times.append(time.perf_counter() - start)

    def close(self) -> None:
        """Close the file."""
        self._raw.close()


class Timed:
    """Times of the calls of a method of a class while it is watched."""

    def __init__(self, owner: Any, name: str) -> None:
        self.times: list[float] = []
        self._owner, self._name = owner, name
        self._original: Callable[..., Any] = getattr(owner, name)
        setattr(owner, name, self._watched())

    def _watched(self) -> Callable[..., Any]:
        original, times = self._original, self.times

        def call(*args: Any, **more: Any) -> Any:
            start = time.perf_counter()
            try:
                return original(*args, **more)
            finally:
                times.append(time.perf_counter() - start)

        return call

    def stop(self) -> None:
        """Watch no longer."""
        setattr(self._owner, self._name, self._original)


class Driver:
    """Presses keys and measures what follows."""

    def __init__(self, yardstick: Yardstick) -> None:
        self.yardstick = yardstick
        self.gui: dict[str, list[float]] = {"judge": [], "fail": [], "reading": [], "typing": [], "editor": []}
        self.round_trip: list[float] = []
        self._arrived = 0

    def work(self, driven: DrivenWindow) -> None:
        """Answer a fresh visit once."""
        self.driven = driven
        self.page = driven.open_visit()
        self.page.presenter.change_applied.connect(self._on_change)
        self.judge()
        self.read()

    def _on_change(self, _change: object) -> None:
        self._arrived += 1

    def press(self, key: Qt.Key, kind: str) -> None:
        """Press a key that answers, and follow it until the committed answer is painted."""
        app, before = QApplication.instance(), self._arrived
        if app is None:
            raise RuntimeError("no application")
        start = time.perf_counter()
        QTest.keyClick(self._focus(), key)
        busy = time.perf_counter() - start
        quiet = 0
        while self._arrived == before or quiet < 3 or self.driven.window.tasks.busy:
            lap = time.perf_counter()
            app.processEvents()
            spent = time.perf_counter() - lap
            busy += spent if spent > IDLE_S else 0
            quiet = quiet + 1 if spent <= IDLE_S else 0
            if self._arrived != before and not quiet:
                arrived = time.perf_counter()
            if spent <= IDLE_S:
                time.sleep(IDLE_S)  # as the event loop would; a loop that spins would keep the worker from its turn
            if time.perf_counter() - start > 20:
                raise RuntimeError(f"{kind}: the answer was not written")
        self.gui[kind].append(busy)
        self.round_trip.append(arrived - start)
        self.yardstick.commit()

    def unfold(self, panel: ChecklistPanel) -> None:
        """The frame in which the editor of a failing answer's hazard unfolds, after the answer was painted."""
        start, busy, quiet = time.perf_counter(), 0.0, 0
        while quiet < 3:
            lap = time.perf_counter()
            self.driven.app.processEvents()
            spent = time.perf_counter() - lap
            busy += spent if spent > IDLE_S else 0
            shown = any(editor.isVisible() for editor in panel.findChildren(HazardEditor))
            quiet = quiet + 1 if shown and spent <= IDLE_S else 0
            if spent <= IDLE_S:
                time.sleep(IDLE_S)  # as above
            if time.perf_counter() - start > 20:
                raise RuntimeError("the editor did not unfold")
        self.gui["editor"].append(busy)

    def type(self, text: str) -> None:
        """Type into a cell; nothing is written yet."""
        for letter in text:
            start = time.perf_counter()
            QTest.keyClick(self._focus(), ord(letter))
            self.driven.app.processEvents()
            self.gui["typing"].append(time.perf_counter() - start)

    def _focus(self) -> Any:
        found = QApplication.focusWidget()
        if found is None:
            raise RuntimeError("nothing has the focus")
        return found

    def judge(self) -> None:
        """Step 1: every judged question, passed and failed in turn."""
        self.page.open_step(Step.INFRASTRUCTURE)
        self.driven.settle()
        panel = self.page.panel
        if not isinstance(panel, ChecklistPanel):
            raise TypeError(panel)
        form = panel._form
        refs = [row.ref for s in form.sections for row in s.rows if row.kind is RowKind.JUDGED] if form else []
        for index, ref in enumerate(refs):
            failing = index % 5 == 4
            panel._open(ref)
            self.driven.rest(READING_S)
            self.press(Qt.Key.Key_2 if failing else Qt.Key.Key_1, "fail" if failing else "judge")
            if failing:
                self.unfold(panel)

    def read(self) -> None:
        """Step 3: every cell of the grid that is typed."""
        self.page.open_step(Step.INDICATIONS)
        self.driven.settle()
        panel = self.page.panel
        if not isinstance(panel, ReadingsPanel):
            raise TypeError(panel)
        workspace, visit = self.driven.window.workspace, self.page.presenter.visit.id
        forms = workspace.call(lambda: services.indications(workspace, visit))
        typed = [(form.target, line) for form in forms for line in form.lines if not line.computed]
        cells = [(target, cell.ref) for target, line in typed for cell in line.cells]
        for index, (target, ref) in enumerate(cells):
            panel.grid.focus_line(target, ref)
            panel.grid.setFocus()
            self.driven.settle()
            self.type(f"{20 + index % 9}")
            self.press(Qt.Key.Key_Return, "reading")


def measure(rounds: int = 0) -> dict[str, Any]:
    """The benchmark; times in milliseconds."""
    folder = sample("sample", hazards=36, customers=8)
    app = application()
    (folder.parent / "yardstick.db").unlink(missing_ok=True)
    yardstick = Yardstick(folder.parent / "yardstick.db")
    driver = Driver(yardstick)
    worker, commit = Timed(services, "record_answer"), Timed(Edit, "commit")
    for _round in range(rounds or ROUNDS):
        driven = DrivenWindow(app, folder, SIZE)
        try:
            driver.work(driven)
        finally:
            driven.close()
    commit.stop()
    worker.stop()
    yardstick.close()
    gui = [one for kind in ("judge", "fail", "reading") for one in driver.gui[kind]]
    save = figures(commit.times)
    return {
        "benchmark": "answer",
        "answers": len(gui),
        "save_ms": save,
        "worker_ms": figures(worker.times),
        "gui_ms": figures(gui),
        "gui_by_kind_ms": {kind: figures(times) for kind, times in driver.gui.items()},
        "round_trip_ms": figures(driver.round_trip),
        "bare_commit_ms": figures(yardstick.times),
        "save_to_bare_ratio": round(statistics.median(commit.times) / statistics.median(yardstick.times), 2),
        "limit_ms": {"save_p99": SAVE_P99_MS, "gui_p99": GUI_P99_MS},
        "met": save["p99"] <= SAVE_P99_MS
        and figures(gui)["p99"] <= GUI_P99_MS
        and figures(driver.gui["editor"])["p99"] <= GUI_P99_MS,
    }


def figures(times: list[float]) -> dict[str, float]:
    """Middle, nearly worst and worst of times in seconds, in milliseconds."""
    ordered = sorted(time * 1000 for time in times)
    if not ordered:
        return {}
    last = len(ordered) - 1
    return {name: round(ordered[round(last * part)], 2) for name, part in (("p50", 0.5), ("p99", 0.99), ("max", 1.0))}
