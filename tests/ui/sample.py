"""A small real workspace for tests of the window: two persons, two customers, hazards in several states.

Written through the services and the store like any other; `TODAY` is the day the window is told.
"""

import io
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from inspector import services
from inspector.domain.events import BlobRef
from inspector.services.registers.entries import add_customer, add_person
from inspector.services.workspace import create_workspace
from inspector.storage import NewEvent

TODAY = date(2026, 6, 11)
NOW = datetime.fromisoformat("2026-06-11T12:00:00+08:00")

HAZARDS: tuple[tuple[str, str, str, str, int, str], ...] = (
    ("ATS 切换柜", "电气闭锁接点被短接，有倒送电风险", "critical", "嘉陵江化工股份有限公司", 1, "pending"),
    ("35kV 进线 CT", "A 相渗油，油位低于下限", "critical", "金石水泥有限公司", -6, "rectifying"),
    ("T2 低压端子", "B 相过热 86.4 ℃", "serious", "嘉陵江化工股份有限公司", 7, "pending"),
    ("G03 变压器柜", "带电显示器 B 相失灵", "serious", "嘉陵江化工股份有限公司", -12, "returned"),
    ("G05 出线柜", "B 相母线接头过热 92.6 ℃", "serious", "金石水泥有限公司", 4, "in_review"),
    ("电缆沟", "积水约 200 mm，支架锈蚀，长约 12 m，两处穿墙管口未封堵，排水泵不能自动启动", "general",
     "金石水泥有限公司", 30, "rectifying"),
    ("值班室", "值班电工 1 人证件过期", "general", "嘉陵江化工股份有限公司", 1, "rectifying"),
    ("工器具柜", "绝缘手套 2 副超试验周期", "general", "嘉陵江化工股份有限公司", -30, "closed"),
)  # fmt: skip
"""place, description, grade, customer, days until the deadline, status"""

_COURSE = {
    "pending": (),
    "rectifying": ("notice_served",),
    "in_review": ("notice_served", "rectification_submitted"),
    "returned": ("notice_served", "rectification_submitted", "review_returned"),
    "closed": ("notice_served", "rectification_submitted", "review_passed"),
}


def make_workspace(path: Path, passphrase: str, more: int = 0) -> Path:
    """Make the workspace; `more` adds that many general hazards. Not from the GUI thread of a product run."""
    workspace = create_workspace(path, key="passphrase", passphrase=passphrase)
    try:
        workspace.call(lambda: _fill(workspace, more))
    finally:
        workspace.close()
    return path


def _fill(workspace: services.Workspace, more: int) -> None:
    add_person(workspace, {"login": "wang", "name": "王工", "team": "一班"})
    add_person(workspace, {"login": "chen", "name": "陈工", "team": "二班"})
    customers = {
        name: add_customer(workspace, {"account": account, "name": name})
        for account, name in (("50102237816", "嘉陵江化工股份有限公司"), ("50102237999", "金石水泥有限公司"))
    }
    filler = [(f"G{n:02}", f"柜内照明不亮 {n}", "general", "金石水泥有限公司", 30, "pending") for n in range(more)]
    for number, (place, text, grade, name, days, status) in enumerate([*HAZARDS, *filler], start=101):
        customer = customers[name]
        fields = {
            "number": f"YH-2026-{number:04}",
            "customer": customer.id,
            "visit": "",
            "place": place,
            "description": text,
            "grade": grade,
            "basis": "DL/T 664",
            "measure": "停电处理",
            "deadline": (TODAY + timedelta(days=days)).isoformat(),
            "responsible": "王工",
            "found_on": (TODAY - timedelta(days=40)).isoformat(),
            "found_by": [],
        }
        _register(workspace, customer.scope, fields, _COURSE[status])


def _register(workspace: services.Workspace, scope: str, fields: Mapping[str, Any], course: tuple[str, ...]) -> None:
    hazard = workspace.new_id()
    wang, chen = (workspace.person_of(login) for login in ("wang", "chen"))
    seen = {"teams": {"author": "", "finders": [], "rectifiers": []}}
    first = NewEvent(hazard, "hazard", "hazard_registered", {"fields": dict(fields), **seen})
    workspace.db.frames.append(scope, wang.id, [first], NOW)
    for step in course:
        user = chen.id if step.startswith("review") else wang.id
        blobs = _photo(workspace, step) if len(course) > 1 else ()
        names = ("display", "original", "thumb")
        photo = {name: blob.sha256 for name, blob in zip(names, blobs, strict=False)}
        photos = [{**photo, "taken_at": NOW.isoformat()}] if photo else []
        body = {"notice": "TZ-2026-0161", "photos": photos, **seen}
        event = NewEvent(hazard, "hazard", step, body, blobs=blobs)
        workspace.db.frames.append(scope, user, [event], NOW)


def _photo(workspace: services.Workspace, step: str) -> tuple[BlobRef, ...]:
    """Display picture, original and thumbnail of a photo that came with a step; each is another grey."""
    shas = []
    for index in range(3):
        picture = io.BytesIO()
        Image.new("L", (32, 20), (len(step) * 7 + index) % 256).save(picture, "JPEG")
        shas.append(workspace.store.blobs.put(picture.getvalue()))
    return tuple(BlobRef(sha, workspace.store.blobs.size(sha), "image/jpeg") for sha in shas)
