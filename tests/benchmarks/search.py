"""How long the database works for one search, at 20,000 customers and 100,000 hazards.

Every kind of question is asked many times, in turns with the others; a word that nearly everything holds counts as
much as one that nothing holds. The peer in the same run is what one would do without an index: LIKE over the same rows,
for those questions that it can answer at all (no pinyin). Times are those of the database's thread, so that what else
the machine does counts less.
"""

import gc
import statistics
import time
from typing import Any

from inspector.storage import Database, Store
from inspector.storage.search.index import KINDS, SearchIndex
from inspector.storage.search.terms import words_of
from tests.benchmarks.search_data import CUSTOMERS, HAZARDS, opened

ROUNDS, PEER_ROUNDS = 15, 3
LIMIT_MS = 50.0
HITS = 6
"""Hits of a kind, as the window asks for them."""
QUESTIONS = {
    "one character": "电",
    "two characters, in most rows": "电缆",
    "two characters, customers": "嘉陵",
    "part of every name": "有限公司",
    "two words": "嘉陵 变压器",
    "two words without a blank": "嘉陵变压器",
    "many ways to cut": "嘉陵江化工变压器电缆配电室",
    "common words": "有限公司 封堵",
    "words that never meet": "变压器 电缆孔洞",
    "several words": "高压室 渗油 重庆 医院",
    "mixed": "1号 电缆",
    "clause": "gb 50053",
    "account": "50100007400",
    "end of an account": "7400",
    "digits, everywhere": "00",
    "zeros": "0000",
    "number of a hazard": "YH-2025-QK-60107",
    "initials": "jl",
    "syllables": "jialing",
    "common syllables": "jiang",
    "letters of a number": "qk",
    "end of a number, everywhere": "10001013",
    "no way to cut": "山电子材料集团公 电 s11",
    "no hit": "没有这个",
    "no hit, letters": "zzqx",
}
PEERS = ("two characters, in most rows", "two words", "end of an account", "no hit")
SCAN = {
    "customer": "SELECT t.id FROM customer t WHERE {where} LIMIT :most",
    "equipment": "SELECT t.id FROM equipment t JOIN customer c ON c.id = t.customer WHERE {where} LIMIT :most",
    "hazard": "SELECT t.id FROM hazard t JOIN customer c ON c.id = t.customer WHERE {where}"
    " ORDER BY t.unclosed DESC, t.grade_rank LIMIT :most",
    "visit": "SELECT t.id FROM visit t JOIN customer c ON c.id = t.customer WHERE {where} LIMIT :most",
}
TEXTS = {
    "customer": "t.name || ' ' || t.account || ' ' || t.data",
    "equipment": "t.name || ' ' || t.data || ' ' || c.name",
    "hazard": "t.number || ' ' || t.description || ' ' || t.place || ' ' || t.basis || ' ' || c.name",
    "visit": "t.number || ' ' || t.notice || ' ' || c.name",
}


def measure(rounds: int = 0) -> dict[str, Any]:
    """The benchmark; times in milliseconds, sizes in megabytes."""
    with opened() as store:
        build = store.call(_build)
        gc.collect()
        gc.disable()  # as in the window, which collects on its own thread
        times: dict[str, list[float]] = {name: [] for name in QUESTIONS}
        walls: dict[str, list[float]] = {name: [] for name in QUESTIONS}
        hits = {name: _ask(store, text)[2] for name, text in QUESTIONS.items()}
        for _round in range(rounds or ROUNDS):
            for name, text in QUESTIONS.items():
                cpu, wall, _hits = _ask(store, text)
                times[name].append(cpu)
                walls[name].append(wall)
        peers = {name: statistics.median(_scan(store, QUESTIONS[name]) for _ in range(PEER_ROUNDS)) for name in PEERS}
        rows, size = store.call(_sizes)
    gc.enable()
    worst = max(max(values) for values in times.values())
    return {
        "benchmark": "search",
        "customers": CUSTOMERS,
        "hazards": HAZARDS,
        "documents": rows,
        "index_mb": round(size / 1e6, 1),
        "build_s": round(build, 1),
        "rounds": rounds or ROUNDS,
        "ms": {name: _spread(values) | {"hits": hits[name]} for name, values in times.items()},
        "wall_ms": {name: _spread(values) for name, values in walls.items()},
        "scan_ms": {name: round(value, 1) for name, value in peers.items()},
        "ratio_to_scan": {name: round(statistics.median(times[name]) / value, 3) for name, value in peers.items()},
        "limit_ms": LIMIT_MS,
        "worst_ms": round(worst, 1),
        "met": max(_spread(values)["p95"] for values in times.values()) <= LIMIT_MS,
    }


def _spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"p50": round(statistics.median(ordered), 2), "p95": round(p95, 2), "max": round(ordered[-1], 2)}


def _build(db: Database) -> float:
    before = time.perf_counter()
    with db.transaction():
        SearchIndex(db._session).rebuild()
    return time.perf_counter() - before


def _ask(store: Store, text: str) -> tuple[float, float, int]:
    """Milliseconds of the processor and of the clock on the database's thread, and the number of hits."""

    def work(db: Database) -> tuple[float, float, int]:
        before, began, words = time.thread_time(), time.perf_counter(), words_of(text)
        found = sum(len(db.search.find(kind, words, HITS)) for kind in KINDS)
        found += len(db.search.drafts(words, HITS))
        if not found:
            found = sum(len(db.search.find_apart(kind, words, HITS)) for kind in KINDS)
        return (time.thread_time() - before) * 1000, (time.perf_counter() - began) * 1000, found

    return store.call(work)


def _scan(store: Store, text: str) -> float:
    words = words_of(text)
    values = {f"w{number}": f"%{word}%" for number, word in enumerate(words)}

    def work(db: Database) -> float:
        before = time.thread_time()
        for kind in KINDS:
            where = " AND ".join(f"{TEXTS[kind]} LIKE :{name}" for name in values)
            db._session.rows(SCAN[kind].format(where=where), most=HITS, **values)
        return (time.thread_time() - before) * 1000

    return store.call(work)


def _sizes(db: Database) -> tuple[int, int]:
    rows = db._session.one("SELECT count(*) AS n FROM search_doc")
    blocks = [f"(SELECT coalesce(sum(length(block)), 0) FROM search_{kind}_data)" for kind in KINDS]  # noqa: S608 - own names
    size = db._session.one(f"SELECT {' + '.join(blocks)} AS bytes")
    return (int(rows.n), int(size.bytes)) if rows and size else (0, 0)
