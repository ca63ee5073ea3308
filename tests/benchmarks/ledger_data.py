"""100,000 hazards with their customers, visits and people as rows of the projections, for the ledger benchmark.

Rows are as wide as real ones: ids are UUIDs, descriptions and measures are sentences, every hazard names its visit,
equipment, finders and photos. Made once.
"""

import random
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from inspector.domain.events import compact
from inspector.storage import Database, KeySource, Store, create_store, open_store
from tests.benchmarks.places import FOLDER
from tests.benchmarks.search_data import DETAILS, FORMS, KINDS, PLACES, THINGS, TRADES

CUSTOMERS, HAZARDS, VISITS, PEOPLE, TEAMS = 20_000, 100_000, 25_000, 48, 8
FIRST_DAY = date(2023, 1, 1)
PER_DAY = 77
"""Hazards found on a day: the last ones were found in the middle of 2026."""
TODAY = FIRST_DAY + timedelta(days=HAZARDS // PER_DAY + 3)
"""The day the benchmark plays on."""
WHERE = (
    "1号主变低压侧出线桩头",
    "高压室东墙下方",
    "二层配电间入口处",
    "电缆夹层中段",
    "直流屏背面接线端",
    "环网柜底部",
)
FOUND = ("发现明显锈蚀并伴有放电痕迹", "缺少警示标识和防小动物措施", "测温超过相间允许温差", "试验周期已超过规定期限")
TODO = (
    "请立即停电处理并重新做试验",
    "请更换合格产品并保存记录",
    "请封堵后由专人复查",
    "请在下次检修时一并处理并报送照片",
)
STATUSES = (
    ("closed", 0.86),
    ("voided", 0.03),
    ("open", 0.06),
    ("in_review", 0.03),
    ("returned", 0.015),
    ("disputed", 0.005),
)
GRADES = ("critical", "serious", "general")
COLUMNS = {
    "person": "id, login, name, data",
    "customer": "id, account, name, data",
    "equipment": "id, customer, name, position, data",
    "visit": "id, event, number, customer, kind, inspectors, started_at, signed_at, notice, critical, general",
    "hazard": "id, number, customer, visit, equipment, place, description, grade, grade_rank, basis, measure, deadline,"
    " responsible, found_on, found_by, status, unclosed, notice_served, criterion, closed_on, photos, recurrence,"
    " reopened, recurrent, by_hand, submitted_at, rectifiers, served_on, team, prior_on, extension, closed_by",
}
Row = tuple[Any, ...]


def folder() -> Path:
    """The workspace; made when it is asked for the first time, which takes a minute."""
    made = FOLDER / f"ledger-{HAZARDS}"
    if not (made / "workspace.json").is_file():
        shutil.rmtree(made, ignore_errors=True)
        half = made.with_suffix(".part")
        shutil.rmtree(half, ignore_errors=True)
        half.parent.mkdir(parents=True, exist_ok=True)
        with create_store(half, source=KeySource.SAMPLE) as store:
            store.call(_fill)
        half.rename(made)
    return made


def opened() -> Store:
    """The workspace, open."""
    return open_store(folder())


def made_id(kind: str, number: int) -> str:
    """An id as long as a real one; ids of hazards do not follow the order in which they were found."""
    mixed = number * 2_654_435_761 % (1 << 32)
    return f"0190{ord(kind):04x}-{mixed >> 16:04x}-7{number % 4096:03x}-8{mixed & 0xFFF:03x}-{number:012x}"


def _fill(db: Database) -> None:
    rng = random.Random(7)
    made = {
        "person": _people(),
        "customer": _customers(rng),
        "equipment": _equipment(),
        "visit": _visits(),
        "hazard": _hazards(rng),
    }
    with db.transaction():
        for table, rows in made.items():
            insert(db, table, list(rows))
    db.rebuild_search()


def insert(db: Database, table: str, rows: list[Row]) -> None:
    """Write rows as the projections do."""
    marks = ", ".join("?" * len(COLUMNS[table].split(",")))
    db._session.many(f"INSERT INTO {table} ({COLUMNS[table]}) VALUES ({marks})", rows)  # noqa: S608 - own names


def _people() -> Iterator[Row]:
    for n in range(PEOPLE):
        data = {"login": f"p{n}", "name": f"{PLACES[n % len(PLACES)][0]}工{n}", "team": team(n), "roles": ["lead"]}
        yield made_id("p", n), data["login"], data["name"], compact(data)


def team(person: int) -> str:
    """The team of the person with this number."""
    return f"用电检查{person % TEAMS + 1}班"


def _customers(rng: random.Random) -> Iterator[Row]:
    for n in range(CUSTOMERS):
        name = f"{rng.choice(PLACES)}{rng.choice(PLACES)}{rng.choice(TRADES)}{rng.choice(FORMS)}{n // 900 or ''}"
        data = {"account": f"5010{n * 37 % 10_000_000:07d}", "name": name, "scope": "north", "importance": "level_2"}
        yield made_id("c", n), data["account"], name, compact({**data, "address": f"{rng.choice(PLACES)}路{n % 400}号"})


def _equipment() -> Iterator[Row]:
    for n in range(CUSTOMERS * len(KINDS)):
        name, model = KINDS[n % len(KINDS)]
        data = {"kind": "switchgear", "model": model, "place": "高压室", "serial": f"A{n:07d}"}
        yield made_id("e", n), made_id("c", n // len(KINDS)), name, n % len(KINDS), compact(data)


def _visits() -> Iterator[Row]:
    for n in range(VISITS):
        day = FIRST_DAY + timedelta(days=n * 4 // PER_DAY)
        number, pair = f"JC-{day:%Y}-QK-{n:05d}", compact(_pair(n))
        start, end = (f"{day}T{hour:02d}:00:00+08:00" for hour in (9, 11))
        customer = made_id("c", n % CUSTOMERS)
        yield made_id("v", n), f"x{n}", number, customer, "periodic", pair, start, end, f"TZ{number[2:]}", n % 2, 3


def _pair(visit: int) -> list[str]:
    first = visit % PEOPLE
    return [made_id("p", first), made_id("p", (first + TEAMS) % PEOPLE)]


def _hazards(rng: random.Random) -> Iterator[Row]:
    names, shares = zip(*STATUSES, strict=True)
    for n in range(HAZARDS):
        visit, day = n // 4, FIRST_DAY + timedelta(days=n // PER_DAY)
        owner, age = visit % CUSTOMERS, (HAZARDS - n) // PER_DAY
        status = rng.choices(names, shares)[0] if age > 60 else rng.choice(("open", "open", "in_review", "closed"))
        unclosed = int(status not in ("closed", "voided"))
        rank = rng.choices((0, 1, 2), (0.08, 0.3, 0.62))[0]
        equipment = owner * len(KINDS) + n % len(KINDS)
        submitted = f"{day + timedelta(days=9)}T10:00:00+08:00" if status not in ("open", "voided") else ""
        again = int(rng.random() < 0.04)
        yield (
            made_id("h", n),
            f"YH-{day:%Y}-QK-{n:05d}",
            made_id("c", owner),
            made_id("v", visit),
            made_id("e", equipment),
            f"高压室 {KINDS[n % len(KINDS)][0]}",
            f"{rng.choice(WHERE)}{rng.choice(DETAILS)}{rng.choice(THINGS)},{rng.choice(FOUND)}",
            GRADES[rank],
            rank,
            f"GB 50053-2013 {rng.randrange(3, 9)}.{rng.randrange(1, 9)}.{n % 7}",
            rng.choice(TODO),
            (day + timedelta(days=(1, 7, 30)[rank])).isoformat(),
            f"{rng.choice(PLACES)}工",
            day.isoformat(),
            compact(_pair(visit)),
            status,
            unclosed,
            int(status != "open" or age > 3),
            f"switchgear.visual.{n % 60}",
            (day + timedelta(days=rng.randrange(10, 60))).isoformat() if status == "closed" else None,
            compact([f"{n:064x}", f"{n + 1:064x}"]) if n % 2 else "[]",
            f"{made_id('c', owner)}\x1f{made_id('e', equipment)}\x1fswitchgear.visual.{n % 60}",
            int(rng.random() < 0.01),
            again,
            "由班长挂牌督办" if unclosed and rng.random() < 0.05 else "",
            submitted,
            compact(_pair(visit)[:1]) if submitted else "[]",
            (day + timedelta(days=1)).isoformat(),
            team(visit),
            (day - timedelta(days=300)).isoformat() if again else "",
            "",
            compact(_pair(visit + 3)[:1]) if status == "closed" else "[]",
        )
