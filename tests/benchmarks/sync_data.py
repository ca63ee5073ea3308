"""What a team writes in two years: 100,000 small events in 5,000 signed frames, for the benchmark of the session.

| Frames | Events each | What is in one |
|---:|---:|---|
| 400 | 20 | register: 3 customers with 17 pieces of equipment |
| 2,000 | 20 | visit: 1 signed, 6 tests, 4 hazards registered and served, 4 changes of register, 1 note |
| 375 | 20 | hazards whose rectification was put on record |
| 350 | 20 | reviews, 1 of 14 returned |
| 875 | 20 | follow-up: notes, later deadlines, another one responsible, more time asked for |
| 1,000 | 20 | register kept up to date: 8 customers and 12 pieces of equipment changed |

24 persons of 8 teams write on a laptop each, in one area, in turns. Bodies hold what the program itself writes there,
with the wording of the criteria packs; ids are UUIDv7, chains and signatures are real. Everything is legal: nothing is
ruled out or left waiting. The average event has 430 bytes. No files. Always the same for the same numbers.
"""

import hashlib
import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector.domain.events import Event, Frame, encode_frame
from inspector.domain.ids import IdSource
from inspector.domain.person import Person, Role
from inspector.domain.roles import as_seen
from tests.benchmarks.search_data import DETAILS, FORMS, KINDS, PLACES, TRADES

SCOPE = "01848d2f-5400-7002-9f78-44066542008d"
PEOPLE, TEAMS = 24, 8
PLAN = (("register", 400), ("visit", 2000), ("submit", 375), ("review", 350), ("follow", 875), ("upkeep", 1000))
SIZE = 20
"""Events in a frame."""
FIRST_DAY = datetime(2024, 1, 2, 1, tzinfo=UTC)
PACKS = Path(__file__).resolve().parents[2] / "resources" / "criteria"
QUANTITIES = (
    ("insulation_hv", "MΩ", 2500, "GB 50150-2016 8.0.10"),
    ("winding_resistance", "mΩ", 4, "DL/T 596-2021 6.1"),
    ("oil_breakdown", "kV", 46, "GB/T 7595-2017 5"),
    ("contact_resistance", "μΩ", 52, "DL/T 596-2021 9.1"),
    ("earth_resistance", "Ω", 2, "DL/T 596-2021 20.1"),
)
NOTES = (
    "已电话联系客户，客户答复本周内完成",
    "现场复看，尚未处理，已再次告知",
    "客户已下达维修计划，等待停电",
    "材料已到货，施工单位未进场",
    "客户电工值班，要求加强巡视",
)
REASONS = ("备件采购周期长，客户申请延期", "厂家备件两周后到货，申请延期整改", "需结合年度停电检修一并处理")
DONE = ("已按要求整改，请复查", "已更换并试验合格，请复查", "已封堵完毕，照片存档，请复查")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


@dataclass(frozen=True, slots=True)
class Signed:
    """A frame with its author's signature."""

    frame: str
    raw: bytes
    sig: bytes
    events: int


@dataclass
class Laptop:
    """A person with a device of their own. The key is made from the number."""

    number: int
    id: str
    person: Person
    n: int = 0
    prev: str = ""

    @property
    def key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"laptop {self.number}".encode()).digest())

    @property
    def public_key(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    @property
    def code(self) -> str:
        return f"Q{self.number:02d}"


@dataclass
class Thing:
    """An entity as its next author sees it."""

    id: str
    head: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    def par(self) -> tuple[str, ...]:
        """What nobody saw yet."""
        return (self.head,) if self.head else ()


class Team:
    """Writes frames, one after the other."""

    def __init__(self, frames: int = 5000, seed: int = 7) -> None:
        self.rng = random.Random(seed)
        self.now = FIRST_DAY
        self.ids = IdSource(lambda: int(self.now.timestamp() * 1000), self.rng.randbytes)
        self.laptops = [Laptop(n, self.ids.new(), self._person(n)) for n in range(PEOPLE)]
        self.customers: list[Thing] = []
        self.equipment: list[Thing] = []
        self.served: list[Thing] = []
        self.submitted: list[Thing] = []
        self.hazards: list[Thing] = []
        self.checks = _checks()
        self.share = frames / 5000
        self.made = 0

    def _person(self, n: int) -> Person:
        team = f"用电检查{n % TEAMS + 1}班"
        roles = (Role.INSPECTOR, Role.REVIEWER, Role.LEAD)
        return Person(self.ids.new(), f"p{n}", f"{SURNAMES[n % len(SURNAMES)]}工{n}", team, roles)

    def frames(self) -> Iterator[Signed]:
        """All frames in the order they were written."""
        for kind in self._order():
            self.now += timedelta(minutes=self.rng.randrange(60, 320), milliseconds=self.rng.randrange(60_000))
            author = self.rng.choice(self.laptops)
            yield self._sign(author, list(getattr(self, f"_{kind}")(author)))

    def _order(self) -> list[str]:
        """Kinds of frames, mixed; what a frame needs was written before."""
        counts = {kind: round(count * self.share) for kind, count in PLAN}
        first = max(1, counts["register"] // 8)
        rest = [kind for kind, count in counts.items() for _ in range(count - first * (kind == "register"))]
        self.rng.shuffle(rest)
        order, waiting = ["register"] * first, list(rest)
        ready = {"visit": 0, "submit": 0}
        while waiting:
            place = next((n for n, kind in enumerate(waiting) if self._possible(kind, ready)), -1)
            kind = waiting.pop(place) if place >= 0 else waiting.pop() and "upkeep"
            ready["visit"] += 4 * (kind == "visit") - 20 * (kind == "submit")
            ready["submit"] += 20 * (kind == "submit") - 20 * (kind == "review")
            order.append(kind)
        return order

    @staticmethod
    def _possible(kind: str, ready: dict[str, int]) -> bool:
        needs = {"submit": ready["visit"], "review": ready["submit"] - 60, "follow": ready["visit"] + ready["submit"]}
        return needs.get(kind, SIZE) >= SIZE

    def _sign(self, author: Laptop, events: Sequence[Event]) -> Signed:
        author.n += 1
        at = self.now.astimezone().isoformat(timespec="seconds")
        frame = Frame(self.ids.new(), SCOPE, author.id, author.n, author.prev, author.person.id, at, "0.1.0", 1,
                      tuple(events))  # fmt: skip
        raw = encode_frame(frame)
        author.prev = hashlib.sha256(raw).hexdigest()
        return Signed(frame.id, raw, author.key.sign(raw), len(events))

    def _event(self, thing: Thing, type_: str, body: dict[str, Any]) -> Event:
        kind = "equipment" if type_ == "test_recorded" else thing.data["kind"]
        made = Event(self.ids.new(), thing.id, kind, type_, thing.par(), body)
        thing.head = made.id
        return made

    def _register(self, _author: Laptop) -> Iterator[Event]:
        for n in range(3):
            customer = Thing(self.ids.new(), data={"kind": "customer", "scope": SCOPE})
            self.customers.append(customer)
            yield self._event(customer, "customer_registered", {"fields": self._customer(len(self.customers))})
            own = [Thing(self.ids.new(), data={"kind": "equipment"}) for _ in range(6 if n else 5)]
            customer.data["equipment"] = own
            self.equipment += own
            for position, item in enumerate(own):
                yield self._event(item, "equipment_registered", {"fields": self._equipment(customer, position)})

    def _customer(self, number: int) -> dict[str, Any]:
        rng = self.rng
        kva = rng.choice((630.0, 800.0, 1000.0, 1250.0, 1600.0, 2000.0))
        town = rng.choice(PLACES)
        return {
            "account": f"5020{rng.randrange(10**7):07d}",
            "name": f"{rng.choice(PLACES)}{town}{rng.choice(TRADES)}{rng.choice(FORMS)}{number // 900 or ''}",
            "scope": SCOPE,
            "address": f"{town}区{rng.choice(PLACES)}路 {rng.randrange(1, 400)} 号",
            "voltage_kv": 10.0,
            "capacity_kva": kva,
            "transformers": f"1×{kva:.0f} kVA",
            "supply_mode": rng.choice(("单电源", "双电源")),
            "metering": "hv",
            "importance": rng.choice(("none", "none", "level_2", "level_1")),
            "industry": rng.choice(TRADES),
            "contact": f"{rng.choice(SURNAMES)}工",
            "contact_title": "动力科长",
            "phone": f"138{rng.randrange(10**8):08d}",
            "emergency_supply_kva": None,
            "security_load_kw": None,
            "power_factor_class": 0.9,
            "earthing": "not_effective",
            "electricians": [],
            "line": f"{rng.choice(PLACES)}{rng.randrange(1, 9)}号线",
            "cycle_months": None,
            "active": True,
        }

    def _equipment(self, customer: Thing, position: int) -> dict[str, Any]:
        name, model = KINDS[position % len(KINDS)]
        kind = ("transformer_oil", "switchgear", "cable")[position % len(KINDS)]
        year = self.rng.randrange(2005, 2024)
        return {
            "customer": customer.id,
            "kind": kind,
            "name": name if position < len(KINDS) else f"{name}({position})",
            "model": model,
            "place": self.rng.choice(("高压室", "配电室", "电缆沟")),
            "commissioned": f"{year}-{self.rng.randrange(1, 13):02d}-08",
            "position": position,
            "nameplate": {"voltage_kv": "10", "rated_current_a": str(self.rng.choice((340, 630, 1250)))},
            "serial": f"{year}{self.rng.randrange(10**5):05d}",
            "maker": "",
            "active": True,
        }

    def _visit(self, author: Laptop) -> Iterator[Event]:
        rng, customer = self.rng, self.rng.choice(self.customers)
        second = rng.choice([one for one in self.laptops if one is not author])
        pair, day = [author.person, second.person], self.now.date()
        visit = Thing(self.ids.new(), data={"kind": "visit"})
        number, notice = f"JC-{day:%Y-%m%d}-{author.code}-{author.n:02d}", f"TZ-{day:%Y}-{author.code}-{author.n:04d}"
        own = customer.data["equipment"]
        found = [rng.choice(self.checks) for _ in range(4)]
        yield self._event(visit, "visit_signed", self._signed(customer, pair, number, notice, found))
        for item in (own * 2)[:6]:
            yield self._event(item, "test_recorded", self._test(visit))
        for check in found:
            yield from self._hazard(customer, visit, author, pair, check, notice)
        for item in own[:3]:
            yield self._event(item, "equipment_changed", {"fields": {"serial": f"{day:%Y}{rng.randrange(10**5):05d}"}})
        yield self._event(customer, "customer_changed", {"fields": self._correction()})
        yield self._event(visit, "note_added", {"text": rng.choice(NOTES)})

    def _signed(
        self, customer: Thing, pair: Sequence[Person], number: str, notice: str, found: Sequence[dict[str, Any]]
    ) -> dict[str, Any]:
        at = self.now.astimezone().isoformat(timespec="seconds")
        started = (self.now - timedelta(minutes=self.rng.randrange(60, 200))).astimezone().isoformat(timespec="seconds")
        grades = [check["grade"] for check in found]
        return {
            "number": number,
            "customer": customer.id,
            "kind": "periodic",
            "inspectors": [person.id for person in pair],
            "started_at": started,
            "signed_at": at,
            "notice": notice,
            "counts": [grades.count(grade) for grade in ("critical", "serious", "general")],
            "conclusion": "hazards",
            "forms": [],
            "readings": [],
            "signatures": [
                {"who": "inspector", "person": person.id, "name": person.name, "method": "pin", "at": at}
                for person in pair
            ],
            "overrides": [],
            "old_hazards": [],
        }

    def _test(self, visit: Thing) -> dict[str, Any]:
        quantity, unit, usual, basis = self.rng.choice(QUANTITIES)
        day = self.now.date()
        return {
            "tested_on": day.isoformat(),
            "next_due": (day + timedelta(days=365)).isoformat(),
            "visit": visit.id,
            "values": [
                {
                    "quantity": quantity,
                    "label": quantity,
                    "value": round(usual * self.rng.uniform(0.8, 1.2), 1),
                    "unit": unit,
                    "temperature_c": 25.0,
                    "verdict": "pass",
                    "basis": basis,
                }
            ],
        }

    def _hazard(
        self,
        customer: Thing,
        visit: Thing,
        author: Laptop,
        pair: Sequence[Person],
        check: dict[str, Any],
        notice: str,
    ) -> Iterator[Event]:
        day = self.now.date()
        item = self.rng.choice([None, *customer.data["equipment"]])
        hazard = Thing(self.ids.new(), data={"kind": "hazard", "pair": list(pair), "found_on": day})
        self.hazards.append(hazard)
        days = {"critical": 1, "serious": 7, "general": 30}[check["grade"]]
        fields = {
            "number": f"YH-{day:%Y}-{author.code}-{len(self.hazards):05d}",
            "customer": customer.id,
            "visit": visit.id,
            "equipment": item.id if item else None,
            "place": f"高压室 {self.rng.choice(DETAILS)}",
            "description": check["hazard_zh"],
            "grade": check["grade"],
            "basis": f"{check.get('standard', '惯例')} {check.get('clause', '')}".strip(),
            "measure": check.get("measure_zh", "请处理并报送照片"),
            "deadline": (day + timedelta(days=days)).isoformat(),
            "responsible": f"{self.rng.choice(SURNAMES)}工",
            "found_on": day.isoformat(),
            "found_by": [person.id for person in pair],
            "criterion": check["id"],
            "photos": [],
        }
        yield self._event(hazard, "hazard_registered", {"fields": fields, **as_seen(pair[0], finders=pair)})
        yield self._event(hazard, "notice_served", {"notice": notice, "visit": visit.id})
        self.served.append(hazard)

    def _submit(self, author: Laptop) -> Iterator[Event]:
        self.rng.shuffle(self.served)
        for _ in range(SIZE):
            hazard = self.served.pop()
            body = as_seen(author.person, finders=hazard.data["pair"], rectifiers=[author.person])
            hazard.data["by"] = author.person
            self.submitted.append(hazard)
            told = {"note": self.rng.choice(DONE), "on": self.now.date().isoformat()}
            yield self._event(hazard, "rectification_submitted", {**told, **body})

    def _review(self, author: Laptop) -> Iterator[Event]:
        mine = [hazard for hazard in self.submitted if self._independent(author.person, hazard)][:SIZE]
        for hazard in mine:
            self.submitted.remove(hazard)
            body = as_seen(author.person, finders=hazard.data["pair"], rectifiers=[hazard.data["by"]])
            if self.rng.random() < 1 / 14:
                yield self._event(hazard, "review_returned", {"comment": "照片不清，请补充现场照片", **body})
            else:
                yield self._event(hazard, "review_passed", {"comment": "现场复核合格", **body})
        for _ in range(SIZE - len(mine)):
            yield self._note(self.rng.choice(self.hazards))

    @staticmethod
    def _independent(person: Person, hazard: Thing) -> bool:
        return person.team not in {hazard.data["by"].team, *(one.team for one in hazard.data["pair"])}

    def _follow(self, author: Laptop) -> Iterator[Event]:
        under_way = [*self.served, *self.submitted] or self.hazards
        for n in range(SIZE):
            hazard = self.rng.choice(under_way)
            until = (self.now.date() + timedelta(days=self.rng.randrange(5, 40))).isoformat()
            match n % 5:
                case 0 | 1:
                    yield self._note(hazard)
                case 2:
                    yield self._event(hazard, "hazard_changed", {"fields": {"responsible": f"{author.person.name}"}})
                case 3:
                    told = {"fields": {"deadline": until}, "reason": self.rng.choice(REASONS)}
                    yield self._event(hazard, "hazard_changed", {**told, "approver": author.person.id})
                case _:
                    body = {"until": until, "reason": self.rng.choice(REASONS)}
                    yield self._event(hazard, "extension_requested", body)

    def _note(self, hazard: Thing) -> Event:
        return self._event(hazard, "note_added", {"text": self.rng.choice(NOTES)})

    def _upkeep(self, _author: Laptop) -> Iterator[Event]:
        for customer in self.rng.choices(self.customers, k=8):
            yield self._event(customer, "customer_changed", {"fields": self._correction()})
        for item in self.rng.choices(self.equipment, k=12):
            serial = f"{self.now:%Y}{self.rng.randrange(10**5):05d}"
            yield self._event(item, "equipment_changed", {"fields": {"serial": serial, "place": "高压室"}})

    def _correction(self) -> dict[str, Any]:
        rng = self.rng
        return {"contact": f"{rng.choice(SURNAMES)}工", "phone": f"138{rng.randrange(10**8):08d}"}


def _checks() -> list[dict[str, Any]]:
    """Points of the inspection with their wording."""
    found: list[dict[str, Any]] = []
    for name in ("checks-infrastructure", "checks-switchgear-cable", "checks-transformer"):
        found += tomllib.loads((PACKS / f"{name}.toml").read_text(encoding="utf-8"))["check"]
    return [check for check in found if "hazard_zh" in check]
