"""How smoothly a form of 600 questions scrolls, and what an answer in it costs the window's own thread.

The form of the benchmark `form` in the view that fills in any form, offscreen, at the size of a small laptop's middle
column. A frame is: the scroll bar moves, rows that come into view are built, everything visible is painted. Steps are
those of a wheel, of Page Down, and jumps to anywhere; rows ahead are built between frames, as in a person's pauses,
and the longest turn of that is told beside them. The yardstick of the same run is a bare list of the same height that
paints one line of text for each row, moved in the same steps. Times are CPU times of this thread; wall-clock times are
beside them. `answer` is the work of the window's thread from the answer to the last repaint.
"""

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QScrollBar, QWidget
from typing_extensions import override

from inspector.ui.forms.filler import FormFiller
from inspector.ui.forms.lines import AskRow
from inspector.ui.forms.view import FormView
from inspector.ui.messages import Messages
from inspector.ui.start.garbage import GarbageCollector
from inspector.ui.tasks import Tasks
from inspector.xforms import load_form
from tests.benchmarks.form_data import form, places_csv
from tests.ui.driven_window import application

QUESTIONS = 600
SIZE = (760, 620)
WHEEL = 3 * 20
FRAMES = {"wheel": 400, "page": 80, "jump": 80}
ANSWERS = 100
FRAME_MS, ANSWER_MS = 16.7, 16.7
"""A screen of 60 pictures a second has this long for one."""
NOON = datetime(2026, 6, 11, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


class _Bare(QWidget):
    """Lines of text, as many as the form has rows, in the form's height."""

    def __init__(self, rows: int, height: int) -> None:
        super().__init__()
        self._rows, self._row = rows, height / rows
        self.setFixedHeight(height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        first, last = int(event.rect().top() / self._row), int(event.rect().bottom() / self._row)
        for row in range(first, min(last + 1, self._rows)):
            place = QRect(16, int(row * self._row), self.width() - 32, int(self._row))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), f"Line {row} of a bare list")


def measure(rounds: int = 0) -> dict[str, Any]:
    """The benchmark; milliseconds. `rounds` multiplies the frames."""
    app = application()
    garbage = GarbageCollector(app)
    view, tasks, opened = _view(app)
    bare = QScrollArea()
    bare.setWidgetResizable(True)
    bare.setWidget(_Bare(len(view.column.keys), view.column.height()))
    bare.resize(*SIZE)
    bare.show()
    _rest(app, tasks)
    frames = {kind: count * max(1, rounds) for kind, count in FRAMES.items()}
    ours, turns = _scrolled(app, view, view.scroller.verticalScrollBar(), frames)
    theirs, _turns = _scrolled(app, bare, bare.verticalScrollBar(), frames)
    answers, round_trips = _answered(app, tasks, view)
    built = len(view.column.built)
    tasks.shut_down()
    garbage.stop()
    worst = max(times["cpu_ms"]["p99"] for times in ours.values())
    return {
        "benchmark": "scroll",
        "questions": QUESTIONS,
        "rows_shown": len(view.column.keys),
        "rows_built": built,
        "height": view.column.height(),
        "opened_ms": round(opened * 1000, 1),
        "frame": ours,
        "bare_list": theirs,
        "idle_turn_ms": _spread(turns),
        "answer_gui_ms": _spread(answers),
        "answer_round_trip_ms": _spread(round_trips),
        "limits": {"frame_p99_ms": FRAME_MS, "answer_gui_p99_ms": ANSWER_MS},
        "met": worst <= FRAME_MS and _spread(answers)["p99"] <= ANSWER_MS,
    }


def _view(app: QApplication) -> tuple[FormView, Tasks, float]:
    messages = Messages()
    tasks = Tasks(None, messages)
    filler = FormFiller(tasks, messages, clock=lambda: NOON)
    view = FormView(filler)
    view.resize(*SIZE)
    view.show()
    _rest(app, tasks)
    xml, lists = form(QUESTIONS), {"places.csv": places_csv()}
    start = time.perf_counter()
    filler.open(lambda: load_form(xml, attachments=lists))
    while filler.page is None:
        app.processEvents()
    view.repaint()
    opened = time.perf_counter() - start
    _rest(app, tasks)
    return view, tasks, opened


def _rest(app: QApplication, tasks: Tasks) -> None:
    """Until nothing is under way."""
    quiet = 0
    while quiet < 20:
        app.sendPostedEvents()
        app.processEvents()
        quiet = 0 if tasks.busy else quiet + 1


def _steps(bar: QScrollBar, kind: str, count: int) -> Iterator[int]:
    """Where the bar goes: down and up again by steps, or anywhere."""
    rng, down, value = random.Random(count), True, 0
    for _step in range(count):
        if kind == "jump":
            yield rng.randint(0, bar.maximum())
            continue
        by = WHEEL if kind == "wheel" else bar.pageStep()
        down = (value < bar.maximum()) if down else value <= 0
        value = min(max(value + (by if down else -by), 0), bar.maximum())
        yield value


def _scrolled(
    app: QApplication, window: QWidget, bar: QScrollBar, frames: dict[str, int]
) -> tuple[dict[str, Any], list[float]]:
    """Times of the frames by kind of step, and of the turns between them."""
    found: dict[str, Any] = {}
    turns: list[float] = []
    for kind, count in frames.items():
        bar.setValue(0)
        app.processEvents()
        cpu, wall = [], []
        for value in _steps(bar, kind, count):
            used, took = _clocked(lambda value=value: _frame(bar, window, value))  # type: ignore[misc]
            cpu.append(used)
            wall.append(took)
            turns.extend(_clocked(app.processEvents)[0] for _turn in range(6))
        found[kind] = {"frames": count, "cpu_ms": _spread(cpu), "wall_ms": _spread(wall)}
    return found, turns


def _frame(bar: QScrollBar, window: QWidget, value: int) -> None:
    bar.setValue(value)
    window.repaint()


def _answered(app: QApplication, tasks: Tasks, view: FormView) -> tuple[list[float], list[float]]:
    """GUI-thread time of each answer, and the time until the fresh page is shown."""
    work: list[float] = []
    trips: list[float] = []
    keys = [item.key for item in view.filler.page.items if item.row is not None] if view.filler.page else []
    for number, key in enumerate(random.Random(1).choices(keys, k=ANSWERS)):
        view.focus_key(key)
        _rest(app, tasks)
        row = view.column.widget(key)
        if not isinstance(row, AskRow):
            continue
        value = ("pass", "fail", "na")[number % 3] if row.row.kind == "judged" else str(number)
        seen: list[object] = []
        view.filler.page_changed.connect(seen.append)
        start, used = time.perf_counter(), time.thread_time()
        row.answered.emit(key, value)
        while not seen:
            app.processEvents()
        view.repaint()
        work.append(time.thread_time() - used)
        trips.append(time.perf_counter() - start)
        view.filler.page_changed.disconnect(seen.append)
    return work, trips


def _clocked(work: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall-clock seconds."""
    cpu, wall = time.thread_time(), time.perf_counter()
    work()
    return time.thread_time() - cpu, time.perf_counter() - wall


def _spread(times: list[float]) -> dict[str, float]:
    """Median, 99th percentile and worst, in milliseconds."""
    ordered = sorted(times)
    return {
        "p50": round(statistics.median(ordered) * 1000, 2),
        "p99": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000, 2),
        "worst": round(ordered[-1] * 1000, 2),
    }
