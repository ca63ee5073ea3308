"""20,000 customers and 100,000 hazards as rows of the projections, for the search benchmark; made once."""

import random
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from inspector.domain.events import compact
from inspector.storage import Database, KeySource, Store, create_store, open_store
from tests.benchmarks.places import FOLDER

CUSTOMERS, HAZARDS = 20_000, 100_000
PER_CUSTOMER = 3
"""Pieces of equipment of a customer."""
PLACES = (
    "嘉陵",
    "滨江",
    "金石",
    "北城",
    "锦绣",
    "长安",
    "宏远",
    "江北",
    "天和",
    "新源",
    "重庆",
    "东风",
    "南山",
    "西湖",
    "华能",
)
TRADES = (
    "化工",
    "水泥",
    "水务",
    "数据中心",
    "汽车零部件",
    "纺织",
    "人民医院",
    "商业广场",
    "机械制造",
    "电子材料",
    "食品",
    "物流",
)
FORMS = ("股份有限公司", "有限公司", "集团公司", "第二分厂", "产业园")
THINGS = ("电缆孔洞封堵不严", "变压器渗油", "开关柜带电显示器失灵", "接地电阻超标", "电缆沟积水", "绝缘手套超试验周期")
DETAILS = ("柜底", "进线侧", "B 相", "二次回路", "母线接头", "PT 柜", "高压室东侧", "低压侧出线")
KINDS = (("1号主变", "S11-M-1250/10"), ("G03 出线柜", "KYN28A-12"), ("10kV 进线电缆", "YJV22-8.7/15"))

COLUMNS = {
    "customer": "id, account, name, data",
    "equipment": "id, customer, name, position, data",
    "hazard": "id, number, customer, place, description, grade, grade_rank, basis, deadline, found_on, status,"
    " unclosed, recurrence",
    "visit": "id, event, number, customer, kind, signed_at, notice",
}

Row = tuple[Any, ...]


def folder() -> Path:
    """The workspace; made when it is asked for the first time, which takes about a minute."""
    made = FOLDER / f"search-{CUSTOMERS}-{HAZARDS}"
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


def _fill(db: Database) -> None:
    rng = random.Random(7)
    rows = {"customer": _customers(rng), "equipment": _equipment(), "hazard": _hazards(rng), "visit": _visits()}
    with db.transaction():
        for table, made in rows.items():
            columns = COLUMNS[table]
            marks = ", ".join("?" * len(columns.split(",")))
            db._session.many(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(made))  # noqa: S608 - own names


def _customers(rng: random.Random) -> Iterator[Row]:
    for n in range(CUSTOMERS):
        name = f"{rng.choice(PLACES)}{rng.choice(PLACES)}{rng.choice(TRADES)}{rng.choice(FORMS)}{n // 900 or ''}"
        data = {"account": f"5010{n * 37:07d}", "name": name, "address": f"{rng.choice(PLACES)}路{n % 400}号"}
        yield f"c{n:06d}", data["account"], name, compact({**data, "importance": "level_2", "phone": f"138{n:08d}"})


def _equipment() -> Iterator[Row]:
    for n in range(CUSTOMERS * PER_CUSTOMER):
        name, model = KINDS[n % PER_CUSTOMER]
        data = {"kind": "switchgear", "model": model, "place": "高压室", "serial": f"A{n:07d}"}
        yield f"e{n:06d}", f"c{n // PER_CUSTOMER:06d}", name, n % PER_CUSTOMER, compact(data)


def _hazards(rng: random.Random) -> Iterator[Row]:
    first = date(2023, 1, 1)
    for n in range(HAZARDS):
        customer, day = f"c{rng.randrange(CUSTOMERS):06d}", first + timedelta(days=n // 80)
        closed, rank = rng.random() < 0.9, rng.choice((0, 1, 1, 2, 2, 2, 2))
        yield (
            f"h{n:06d}",
            f"YH-{day:%Y}-QK-{n:05d}",
            customer,
            f"高压室 {rng.choice(KINDS)[0]}",
            f"{rng.choice(DETAILS)}{rng.choice(THINGS)}",
            ("critical", "serious", "general")[rank],
            rank,
            "GB 50053-2013 6.2.4",
            (day + timedelta(days=30)).isoformat(),
            day.isoformat(),
            "closed" if closed else "open",
            int(not closed),
            f"{customer}|{n % 6}",
        )


def _visits() -> Iterator[Row]:
    for n in range(HAZARDS // 4):
        day = date(2023, 1, 1) + timedelta(days=n // 20)
        number = f"JC-{day:%Y}-QK-{n:05d}"
        yield (
            f"v{n:06d}",
            f"x{n}",
            number,
            f"c{n % CUSTOMERS:06d}",
            "periodic",
            f"{day}T10:00:00+08:00",
            f"TZ{number[2:]}",
        )
