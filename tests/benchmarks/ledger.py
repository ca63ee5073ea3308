"""First rows of filters, sorts and searches over 100,000 hazards, and the ledger page scrolled from top to bottom.

The yardstick in the same run is the bare SQL: the same columns of the same rows by the same conditions and order, as
one would write it, on a plain connection, fetched as tuples and made into nothing. Times are those of the database's
thread, so that what else the machine does counts less; "first" is the first time after opening, by the clock.
"""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from inspector.domain.ledger import LedgerKind, SupervisionRule
from inspector.services.ledgers.filters import hazard_filter
from inspector.services.ledgers.paging import chip_counts, ledger_groups, ledger_rows, ledger_total
from inspector.services.ledgers.views import LedgerQuery
from inspector.services.workspace import Workspace
from inspector.storage.engine import open_connection
from inspector.storage.ledgers.hazard_filter import where_of
from inspector.storage.ledgers.hazard_ledger import DEFAULT_SORT, FOUND, GROUPS, SORTS
from inspector.storage.ledgers.hazard_rows import JOINS, LEDGER
from inspector.storage.ledgers.words import question_of, terms_of
from tests.benchmarks.ledger_data import HAZARDS, TODAY, folder, made_id, opened, team

ROUNDS = 9
LIMIT_MS, LIMIT_RATIO, LIMIT_MB = 100.0, 1.5, 300.0
SMALL_MS = 1.5
"""Under this the ratio says nothing: what a call costs by itself (filters understood, names read) is about 0.5 ms."""
ROWS = 200
"""Rows of a window, as the page asks for them."""
ALL = LedgerKind.RECTIFICATION
ASKED: dict[str, tuple[LedgerKind, LedgerQuery]] = {
    "as it opens": (ALL, LedgerQuery(filters=("unclosed",))),
    "everything": (ALL, LedgerQuery()),
    "closed": (ALL, LedgerQuery(filters=("closed",))),
    "supervision": (LedgerKind.SUPERVISION, LedgerQuery()),
    "recurrent": (LedgerKind.SUPERVISION, LedgerQuery(filters=("reason:recurrent",))),
    "overdue and critical": (ALL, LedgerQuery(filters=("unclosed", "overdue", "critical"))),
    "disputed": (ALL, LedgerQuery(filters=("disputed",))),
    "of a month": (ALL, LedgerQuery(filters=("month:2025-03",), sort="found_on")),
    "of a team": (ALL, LedgerQuery(filters=(f"team:{team(3)}",), sort="deadline", descending=True)),
    "of a customer": (ALL, LedgerQuery(filters=(f"customer:{made_id('c', 77)}",))),
    "by deadline": (ALL, LedgerQuery(sort="deadline", descending=True)),
    "by day found": (ALL, LedgerQuery(sort="found_on", descending=True)),
    "by number": (ALL, LedgerQuery(sort="number", descending=True)),
    "by customer": (ALL, LedgerQuery(sort="customer")),
    "by description": (ALL, LedgerQuery(sort="description")),
    "by status": (ALL, LedgerQuery(sort="status")),
    "unclosed by customer": (ALL, LedgerQuery(filters=("unclosed",), sort="customer")),
    "unclosed by description": (ALL, LedgerQuery(filters=("unclosed",), sort="description")),
    "unclosed by inspectors": (ALL, LedgerQuery(filters=("unclosed",), sort="inspectors")),
    "grouped by customer": (ALL, LedgerQuery(filters=("unclosed",), group="customer")),
    "grouped by team": (ALL, LedgerQuery(filters=("unclosed",), group="team", sort="deadline")),
    "words in many": (ALL, LedgerQuery(search="变压器渗油")),
    "words in many, unclosed": (ALL, LedgerQuery(filters=("unclosed",), search="变压器渗油", sort="found_on")),
    "words in nearly all": (ALL, LedgerQuery(search="高压室", sort="deadline")),
    "words of customers": (ALL, LedgerQuery(filters=("unclosed",), search="嘉陵 化工")),
    "words in none": (ALL, LedgerQuery(search="没有这个")),
    "a number": (ALL, LedgerQuery(search="YH-2024-QK-30111")),
    "an account": (ALL, LedgerQuery(search="50100370")),
    "one character": (ALL, LedgerQuery(filters=("unclosed",), search="电")),
}


def measure(rounds: int = 0) -> dict[str, Any]:
    """The benchmark; times in milliseconds, sizes in megabytes."""
    path = folder()
    with opened() as store:
        noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12).astimezone()
        workspace = Workspace(store, clock=lambda: noon)
        found = workspace.call(lambda: _questions(workspace, path, rounds or ROUNDS))
    window = _window(path)
    slow = [name for name, ms in found["ms"].items() if ms["p95"] > LIMIT_MS]
    far = [
        name for name, ratio in found["ratio"].items() if ratio > LIMIT_RATIO and found["ms"][name]["p50"] > SMALL_MS
    ]
    return {
        "benchmark": "ledger",
        "hazards": HAZARDS,
        "rounds": rounds or ROUNDS,
        **found,
        "window": window,
        "limit": {"ms": LIMIT_MS, "ratio": LIMIT_RATIO, "mb": LIMIT_MB},
        "missed": [*slow, *far],
        "met": not slow and not far and window["mb"] <= LIMIT_MB and not window["on_gui_thread"],
    }


def _questions(workspace: Workspace, path: Path, rounds: int) -> dict[str, Any]:
    plain = open_connection(path / "data.db", workspace.store._key)
    plain.row_factory = None
    first, ours, bare, made = {}, dict[str, list[float]](), dict[str, list[float]](), {}
    for name, (kind, query) in ASKED.items():
        before = time.perf_counter()
        rows = ledger_rows(workspace, kind, query)
        first[name] = round((time.perf_counter() - before) * 1000, 1)
        sql, values = _bare(workspace, kind, query)
        expected = [row[0] for row in plain.execute(sql, values).fetchall()]
        if [row.id for row in rows] != expected:
            raise RuntimeError(f"{name}: not the rows of the bare SQL")
        made[name] = _timed(lambda kind=kind, query=query: list(ledger_rows(workspace, kind, query)))  # type: ignore[misc]
        ours[name], bare[name] = [], []
    for _round in range(rounds):
        for name, (kind, query) in ASKED.items():
            sql, values = _bare(workspace, kind, query)
            ours[name].append(_timed(lambda kind=kind, query=query: ledger_rows(workspace, kind, query)))  # type: ignore[misc]
            bare[name].append(_timed(lambda sql=sql, values=values: plain.execute(sql, values).fetchall()))  # type: ignore[misc]
    plain.close()
    return {
        "ms": {name: _spread(values) for name, values in ours.items()},
        "bare_ms": {name: round(statistics.median(values), 2) for name, values in bare.items()},
        "ratio": {name: round(statistics.median(ours[name]) / statistics.median(bare[name]), 2) for name in ours},
        "first_ms": first,
        "with_texts_ms": {name: round(value, 1) for name, value in made.items()},
        "afterwards_ms": _afterwards(workspace),
        "write_ms": _writes(workspace),
    }


def _bare(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> tuple[str, dict[str, Any]]:
    """The query as one would write it."""
    chosen = hazard_filter(workspace, kind, query)
    tests, values = where_of(chosen, workspace.today(), SupervisionRule())
    terms = terms_of(chosen.text)
    for number, term in enumerate(terms):
        if not term.question:
            tests.append(f"({' OR '.join(f'{text} LIKE :like{number}' for text in LIKED)})")
            values[f"like{number}"] = f"%{term.text}%"
    if asked := question_of(terms):
        tests.append(f"h.id IN ({FOUND})")
        values["asked"] = asked
    keys = [("-" if query.descending else "") + query.sort] if query.sort else []
    order = [*GROUPS.get(query.group, ()), *(_column(key) for key in (*keys, *DEFAULT_SORT)), "h.id"]
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    sql = f"SELECT {LEDGER} FROM hazard h {JOINS}{where} ORDER BY {', '.join(order)} LIMIT {ROWS}"  # noqa: S608 - own text
    return sql, values


LIKED = ("h.number", "h.place", "h.description", "h.responsible", "h.basis", "c.name", "c.account")
NAMES = (
    "(SELECT group_concat(coalesce(p.name, j.value), char(31)) FROM json_each(h.found_by) j"
    " LEFT JOIN person p ON p.id = j.value)"
)


def _column(key: str) -> str:
    name = key.lstrip("-")
    return (NAMES if name == "inspectors" else SORTS[name]) + (" DESC" if key.startswith("-") else "")


WRITTEN = 2_000
INDEXES = {"with": (), "without": ("ix_hazard_ledger", "ix_hazard_description", "ix_hazard_measure")}


def _afterwards(workspace: Workspace) -> dict[str, float]:
    """What comes after the rows: totals, groups and the counts of the chips."""
    by_customer = LedgerQuery(filters=("unclosed",), group="customer")
    asked: dict[str, Callable[[], object]] = {
        "total of everything": lambda: ledger_total(workspace, ALL, LedgerQuery()),
        "total, unclosed": lambda: ledger_total(workspace, ALL, LedgerQuery(filters=("unclosed",))),
        "total of words in many": lambda: ledger_total(workspace, ALL, LedgerQuery(search="变压器渗油")),
        "groups by customer, unclosed": lambda: ledger_groups(workspace, ALL, by_customer),
        "counts of the chips": lambda: chip_counts(workspace, ALL),
        "last rows of everything": lambda: ledger_rows(workspace, ALL, LedgerQuery(offset=HAZARDS - ROWS)),
    }
    return {name: round(min(_timed(work) for _ in range(3)), 1) for name, work in asked.items()}


def _writes(workspace: Workspace) -> dict[str, float]:
    """What a new row of a hazard costs with the ledgers' indexes, and without them; nothing of it is kept."""
    session = workspace.db._session
    columns = [str(row.name) for row in session.rows("SELECT name FROM pragma_table_info('hazard')")]
    names = ", ".join(name for name in columns if name != "id")
    copy = f"INSERT INTO hazard (id, {names}) SELECT 'x' || id, {names} FROM hazard LIMIT {WRITTEN}"  # noqa: S608 - own names

    def cost(dropped: Sequence[str]) -> float:
        spent = 0.0
        with contextlib.suppress(_Undone), session.transaction():
            for index in dropped:
                session.run(f"DROP INDEX {index}")
            spent = _timed(lambda: session.run(copy)) / WRITTEN
            _undo()
        return spent

    return {name: round(min(cost(dropped) for _ in range(3)), 4) for name, dropped in INDEXES.items()}


def _undo() -> None:
    raise _Undone


class _Undone(Exception):  # noqa: N818 - no error
    """Rolls a transaction back."""


def _timed(work: Callable[[], object]) -> float:
    before = time.thread_time()
    work()
    return (time.thread_time() - before) * 1000


def _spread(values: Sequence[float]) -> dict[str, float]:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"p50": round(statistics.median(ordered), 2), "p95": round(p95, 2)}


def _window(path: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as settings:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": settings}
        command = [sys.executable, "-m", "tests.benchmarks.ledger_window", str(path)]
        root = Path(__file__).resolve().parents[2]
        done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        raise RuntimeError(f"the window ended with {done.returncode}: {done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
