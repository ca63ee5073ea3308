"""Killed processes, plaintext on disk, and the amounts the product must carry."""

import random
import signal
import subprocess
import sys
from pathlib import Path

from inspector.domain.ids import IdSource
from inspector.domain.visit import VisitKind, VisitStatus
from inspector.storage import HazardFilter, KeySource, NewEvent, Store, VisitDraft, create_store, open_store
from tests.unit.storage.stories import (
    NOW,
    TODAY,
    add_customer,
    add_hazard,
    add_person,
    append,
    hazard_fields,
)

ROOT = Path(__file__).parents[3]

WRITER = """
import sys
from inspector.storage import NewEvent, open_store
from tests.unit.storage.stories import add_hazard
store = open_store(sys.argv[1])
for number in range(int(sys.argv[2]), 100_000):
    store.call(lambda db: db.drafts.item_put("v1", "answer", str(number), {"value": number}))
    if number % 5 == 0:
        add_hazard(store, "c1", f"H-{number}")
        store.blobs.put(str(number).encode() * 500)
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


def write_until_killed(path: Path, start: int, count: int) -> int:
    """Let a process write; kill it some lines after `count`; the last number it answered."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(start)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    last = start - 1
    for line in process.stdout:
        last = int(line)
        if last >= start + count:
            process.send_signal(signal.SIGKILL)
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    return last


def test_every_acknowledged_write_survives_a_kill(tmp_path: Path) -> None:
    rng, start = random.Random(3), 0
    with create_store(tmp_path / "w", source=KeySource.SAMPLE) as store:
        store.call(
            lambda db: db.drafts.visit_put(VisitDraft("v1", "c1", VisitKind.PERIODIC, VisitStatus.OPEN, key="k"))
        )
    for _ in range(6):
        last = write_until_killed(tmp_path / "w", start, rng.randrange(5, 60))
        with open_store(tmp_path / "w") as store:
            kept = {int(i.key): i.body["value"] for i in store.call(lambda db: db.drafts.items("v1"))}
            assert kept == {number: number for number in kept}
            assert set(kept) >= set(range(last + 1))
            hazards = {r.hazard.number for r in store.call(lambda db: db.hazards.page(HazardFilter(), today=TODAY))}
            assert hazards >= {f"H-{number}" for number in range(0, last + 1, 5)}
            assert store.call(lambda db: list(db.frames.verify())) == []
            assert not list((tmp_path / "w" / "blobs").glob("*/.part-*"))
        start = last + 1


SECRETS = ("Jade Mill 翡翠厂", "Zhou Wei 周伟", "water in the trench", "13800001111", "draft words", "5309-pin")


def test_no_known_plaintext_is_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "w"
    photo = b"\xff\xd8\xff\xe0 known photo bytes " * 200
    with create_store(path, source=KeySource.PASSPHRASE, passphrase="open sesame") as store:
        customer = add_customer(store, "0001", SECRETS[0])
        add_person(store, "zhou", SECRETS[1])
        add_hazard(store, customer)
        append(store, NewEvent(customer, "customer", "customer_changed", {"fields": {"phone": SECRETS[3]}}))
        store.call(lambda db: db.drafts.visit_put(VisitDraft("v", "c", VisitKind.PERIODIC, VisitStatus.OPEN)))
        store.call(lambda db: db.drafts.item_put("v", "note", "n", {"text": SECRETS[4]}))
        store.call(lambda db: db.credentials.put_pin("zhou", SECRETS[5]))
        name = store.blobs.put(photo)
        while_open = [file.read_bytes() for file in path.rglob("*") if file.is_file()]
    closed = [file.read_bytes() for file in path.rglob("*") if file.is_file()]
    assert len(while_open) >= 5
    for raw in while_open + closed:
        for secret in (*SECRETS, "open sesame", name, store.device.id, "SQLite format", "CREATE TABLE"):
            assert secret.encode() not in raw
        assert photo[:24] not in raw
    assert not any(name in file.name for file in path.rglob("*"))


def seeded() -> IdSource:
    rng, clock = random.Random(1), iter(range(1_700_000_000_000, 1_800_000_000_000))
    return IdSource(lambda: next(clock), rng.randbytes)


def fill(store: Store, count: int) -> list[bytes]:
    customers = [add_customer(store, f"{n:04}", f"Customer {n}") for n in range(5)]
    events = []
    for number in range(count):
        hazard = store.call(lambda db: db.ids.new())
        body = {"fields": hazard_fields(customers[number % 5], f"H-{number}", criterion=f"c{number % 50}")}
        events.append(NewEvent(hazard, "hazard", "hazard_registered", body))
    store.call(lambda db: db.frames.append("north", "ann", events, NOW))
    return [raw for _, raw, _ in store.call(lambda db: db.frames.unsent())]


def test_the_same_seed_gives_the_same_content_byte_by_byte(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        with create_store(tmp_path / name, source=KeySource.SAMPLE, ids=seeded()) as store:
            made.append((fill(store, 200), store.device, store.info.id))
    assert made[0] == made[1]


def test_large_lists_are_counted_and_paged_by_index(store: Store) -> None:
    fill(store, 2_000)

    def plan(sql: str) -> str:
        return " ".join(str(row.detail) for row in store.call(lambda db: db._session.rows("EXPLAIN QUERY PLAN " + sql)))

    order = "ORDER BY h.grade_rank, h.deadline, h.id LIMIT 50"
    assert "TEMP B-TREE" not in plan(f"SELECT h.* FROM hazard h WHERE h.unclosed = 1 {order}")  # noqa: S608 - own text
    assert "COVERING INDEX" in plan("SELECT count(*) FROM hazard h WHERE h.unclosed = 1")
    assert "INDEX" in plan("SELECT * FROM measurement WHERE equipment = 'e' ORDER BY tested_on")
    assert store.call(lambda db: db.hazards.count(HazardFilter(unclosed=True), today=TODAY)) == 2_000
