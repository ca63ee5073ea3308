"""Rectifications that wait for a review, with drawn photos and values, for tests and pictures of the page."""

import io
from datetime import timedelta
from typing import Any

from PIL import Image, ImageDraw

from inspector import services
from inspector.criteria import JudgeRequest, facts_for, judge, to_record
from inspector.domain.actions import Action
from inspector.domain.equipment import EquipmentKind
from inspector.domain.roles import as_seen
from inspector.services import Workspace
from inspector.services.hazards.actions import act
from inspector.services.hazards.given import Given, PhotoInput
from inspector.storage import NewEvent

FINDERS = ("zhang", "chen")
PHASES = ((0.2, "A"), (0.5, "B"), (0.8, "C"))
OIL, WINDING = "top_oil_temperature", "winding_temperature"
LONG = "变压器顶层油温与绕组温度同时偏高，风机两台不转，散热器积灰严重，" * 12


def thermal(hot: bool, size: tuple[int, int] = (960, 720)) -> bytes:
    """A drawn thermal image of three joints; the middle one glows."""
    image = Image.new("RGB", size, (42, 16, 92))
    draw = ImageDraw.Draw(image)
    width, height = size
    for share, _name in PHASES:
        x = width * share
        draw.rectangle((x - 60, 0, x + 60, height), fill=(92, 32, 128))
    if hot:
        for step in range(24, 0, -1):
            glow = (255, min(255, 90 + 160 * (24 - step) // 24), 20 + 6 * (24 - step))
            radius = 12 * step
            middle = (width / 2 - radius, height / 2 - radius, width / 2 + radius, height / 2 + radius)
            draw.ellipse(middle, fill=glow if step < 18 else (150, 50, 110))
    for share, _name in PHASES:
        x, y = width * share, height / 2
        draw.ellipse((x - 22, y - 22, x + 22, y + 22), outline=(255, 255, 255), width=5)
        draw.line((x, y - 34, x, y + 34), fill=(255, 255, 255), width=4)
        draw.line((x - 34, y, x + 34, y), fill=(255, 255, 255), width=4)
    return _jpeg(image)


def plain(hue: tuple[int, int, int]) -> bytes:
    """A drawn stand-in for an ordinary photo."""
    image = Image.new("RGB", (800, 600), hue)
    draw = ImageDraw.Draw(image)
    for step in range(80, 800, 180):
        draw.rectangle((step, 60, step + 120, 540), fill=tuple(min(255, part + 40) for part in hue))
    return _jpeg(image)


def _jpeg(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=85)
    return stream.getvalue()


def stored(workspace: Workspace, data: bytes, taken: str, name: str) -> PhotoInput:
    """A photo in the store with its thumbnail."""
    small = Image.open(io.BytesIO(data))
    small.thumbnail((240, 180))
    put = workspace.store.blobs.put
    sha = put(data)
    return PhotoInput(sha, sha, put(_jpeg(small)), taken, name)


def entry(workspace: Workspace, equipment: str, quantity: str, value: float) -> dict[str, Any]:
    """A value as an event carries it, judged by the criteria of the equipment."""
    registers = workspace.db.registers
    found = registers.equipment(equipment)
    facts = facts_for(registers.customer(found.customer), found)
    judged = judge(workspace.packs, JudgeRequest(quantity, (value,), facts, None, workspace.today()))
    return {
        "quantity": quantity,
        "label": quantity,
        "phase": "",
        "value": value,
        "unit": "°C",
        "verdict": judged.verdict.value,
        "limit": judged.limit_text,
        "basis": judged.basis,
        "judgement": to_record(judged),
    }


class ReviewWorld:
    """Hazards that 检查二班 found; every method acts as whom it names and leaves 王工 of 检查一班 acting."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def call(self, work: Any) -> Any:
        return self.workspace.call(work)

    def act_as(self, login: str) -> Any:
        return self.call(lambda: self.workspace.act_as(login))

    def transformer(self) -> Any:
        """An oil transformer of the sample."""

        def find() -> Any:
            for customer in self.workspace.db.registers.customers():
                for one in self.workspace.db.registers.equipment_of(customer.id):
                    if one.kind is EquipmentKind.TRANSFORMER_OIL:
                        return one
            raise LookupError

        return self.call(find)

    def find(self, number: str, description: str, grade: str = "serious", **more: Any) -> str:
        """Register a hazard found 20 days ago and serve its notice. `photos` are PhotoInputs, `values` entries."""
        workspace = self.workspace

        def write() -> str:
            finders = [workspace.person_of(login) for login in FINDERS]
            equipment = more.pop("equipment", None)
            customer = workspace.db.registers.customer(equipment.customer) if equipment else (
                workspace.db.registers.customers()[1]
            )  # fmt: skip
            found = workspace.today() - timedelta(days=20)
            photos = more.pop("photos", ())
            hazard = workspace.new_id()
            fields = {
                "number": number,
                "customer": customer.id,
                "equipment": equipment.id if equipment else None,
                "place": equipment.name if equipment else "电缆沟",
                "description": description,
                "grade": grade,
                "basis": "DL/T 572-2021 表1",
                "measure": "检修冷却装置",
                "deadline": (found + timedelta(days=30)).isoformat(),
                "responsible": customer.contact,
                "found_on": found.isoformat(),
                "found_by": [person.id for person in finders],
            }
            body = {"fields": fields, **more, **as_seen(finders[0], finders=finders)}
            body["photos"] = [photo.told() for photo in photos]
            events = [
                NewEvent(hazard, "hazard", "hazard_registered", body),
                NewEvent(hazard, "hazard", "notice_served", {"notice": "TZ-T-1"}),
            ]
            at = workspace.now() - timedelta(days=20)
            workspace.db.frames.append(customer.scope, finders[0].id, events, at)
            return hazard

        return str(self.call(write))

    def submit(self, hazard: str, login: str = "zhang", **given: Any) -> None:
        """Record the rectification."""
        self.act_as(login)
        values: dict[str, Any] = {
            "note": "清洗散热器，更换两台风机，复测油温正常；附检修记录 1 份、照片 3 张。",
            "person": "周电工",
            "on": self.call(self.workspace.today),
            **given,
        }
        act(self.workspace, hazard, Action.SUBMIT, Given(**values))
        self.act_as("wang")

    def hot(self, number: str = "YH-T-0001", *, after: bool = True, load: float | None = 305, **more: Any) -> str:
        """A transformer that was too hot, with three photos before and after; `after`: measured again already."""
        workspace, equipment = self.workspace, self.transformer()
        values = [
            self.call(lambda q=q, v=v: entry(workspace, equipment.id, q, v)) for q, v in ((OIL, 97.0), (WINDING, 118.0))
        ]
        words = more.pop("description", "变压器顶层油温 97 °C，超过限值")
        before = self._photos("2026-05-18T14:20:00+08:00", hot=True)
        hazard = self.find(number, words, equipment=equipment, values=values, load_a=312.0, photos=before, **more)
        again = [
            self.call(lambda q=q, v=v: entry(workspace, equipment.id, q, v)) for q, v in ((OIL, 74.0), (WINDING, 82.0))
        ]
        given: dict[str, Any] = {"photos": self._photos("2026-06-03T10:05:00+08:00", hot=False)}
        if after:
            given["values"] = tuple(again)
            given["more"] = {"load_a": load} if load is not None else {}
        self.submit(hazard, **given)
        return hazard

    def _photos(self, taken: str, *, hot: bool) -> tuple[PhotoInput, ...]:
        hue = (120, 132, 140) if hot else (96, 128, 120)
        shade = (70, 76, 84) if hot else (60, 84, 90)
        pictures = (thermal(hot), plain(hue), plain(shade))
        return tuple(stored(self.workspace, data, taken, f"{n}.jpg") for n, data in enumerate(pictures))

    def ditch(self, number: str = "YH-T-0002") -> str:
        """Water in a cable ditch: photos, nothing measured."""
        photo = stored(self.workspace, plain((90, 96, 80)), "2026-05-20T09:10:00+08:00", "before.jpg")
        other = stored(self.workspace, plain((150, 150, 140)), "2026-06-01T16:40:00+08:00", "after.jpg")
        hazard = self.find(number, "电缆沟积水约 200 mm", "general", photos=(photo,))
        self.submit(hazard, photos=(other,), note="抽干积水，封堵管口。")
        return hazard

    def own(self, number: str = "YH-T-0003") -> str:
        """What 王工 rectified himself: not his to judge."""
        hazard = self.find(number, "照明灯具不亮", "general")
        self.submit(hazard, "wang")
        return hazard

    def group(self, name: str = "交叉一组", members: tuple[str, ...] = ("wang", "li", "zhang", "chen")) -> Any:
        """A cross-check group, formed by 刘班长."""
        self.act_as("liu")
        made = self.call(lambda: services.form_group(self.workspace, name, members, chair="wang"))
        self.act_as("wang")
        return made

    def drawn(self, group: Any, share: float = 100, **how: Any) -> Any:
        """A round of the group."""
        self.act_as("liu")
        made = self.call(lambda: services.draw_round(self.workspace, group.id, services.Draw(share, **how)))
        self.act_as("wang")
        return made

    def given(self, made: Any, hazard: str, first: str, second: str) -> None:
        """Who judges an item of a round."""
        self.act_as("liu")
        self.call(lambda: services.assign_review(self.workspace, made.id, hazard, person=first, second=second))
        self.act_as("wang")

    def contradicted(self, number: str = "YH-T-0009") -> str:
        """A hazard that 王工 passed and 李工 returned, neither knowing of the other."""
        hazard, workspace = self.hot(number), self.workspace

        def write() -> None:
            heads = (workspace.db.hazards.history(hazard)[-1].id,)
            scope = workspace.db.registers.customer(workspace.db.hazards.get(hazard).customer).scope
            teams = {"finders": ["检查二班"], "rectifiers": ["检查二班"]}
            decisions = (("wang", "review_passed", "现场复核合格"), ("li", "review_returned", "照片不清，请补拍"))
            for hours, (login, kind, words) in enumerate(decisions):
                person = workspace.person_of(login)
                body = {"comment": words, **as_seen(person, teams=teams)}
                at = workspace.now() - timedelta(hours=2 - hours)
                workspace.db.frames.append(scope, person.id, [NewEvent(hazard, "hazard", kind, body, par=heads)], at)

        self.call(write)
        return hazard

    def judged(self, hazard: str, login: str, outcome: str = "pass", comment: str = "合格，同意销号。") -> Any:
        """Somebody's judgement with all points ticked."""
        from inspector.services.reviews.judging import ticks_of  # noqa: PLC0415 - as the commands do

        self.act_as(login)
        ticks = ticks_of(("same_view", "record", "on_site"))
        found = services.judge_review(self.workspace, hazard, outcome, services.ReviewInput(ticks, comment))
        self.act_as("wang")
        return found
