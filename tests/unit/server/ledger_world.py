"""A server with a customer, hazards in two areas and a visit; somebody who reads one of the areas in a browser."""

import hashlib
import re
from dataclasses import replace
from typing import Any

import httpx

from inspector.domain.events import BlobRef
from inspector.server.pages import readers
from tests.unit.server.world import LEAD, Laptop, Server

PICTURE = b"\xff\xd8\xff" + bytes(2000)
SHA = hashlib.sha256(PICTURE).hexdigest()
FIELDS = {
    "number": "H-1",
    "customer": "c1",
    "visit": "v1",
    "place": "配电室 1#主变",
    "equipment": "t1",
    "description": "接地线 <b>断股</b>",
    "grade": "critical",
    "basis": "GB 50150",
    "measure": "更换",
    "deadline": "2026-11-20",
    "responsible": "吴工",
    "found_on": "2026-11-19",
    "found_by": ["p-wang"],
    "photos": [SHA],
}
VISIT = {
    "number": "V-1",
    "customer": "c1",
    "kind": "periodic",
    "inspectors": ["p-wang", "p-li"],
    "started_at": "2026-11-19T09:00:00+08:00",
    "signed_at": "2026-11-19T11:00:00+08:00",
    "notice": "N-1",
    "counts": [1, 0, 1],
    "conclusion": "",
}


def hazard(laptop: Laptop, identity: str, scope: str = "north", **changed: Any) -> None:
    """A hazard that somebody registered."""
    blobs = (BlobRef(SHA, len(PICTURE), "image/jpeg"),)
    event = laptop.event("hazard_registered", identity, fields={**FIELDS, **changed}, blobs=blobs)
    (receipt,) = laptop.push(laptop.frame(event, scope=scope))
    assert receipt.rulings == ()


def fill(server: Server) -> Laptop:
    """Wang's laptop, after he has written in `north` and `south`."""
    server.member("li", *LEAD, team="west", grants=[("north", "reader")])
    server.person("wang", *LEAD, scopes=["north", "south"])
    laptop = server.laptop("p-wang", "d-one")
    customer = {"account": "50100056390", "name": "滨江人民医院", "scope": "north", "importance": "level_1"}
    thing = {"customer": "c1", "kind": "transformer_oil", "name": "1#主变", "place": "配电室"}
    made = [
        laptop.event("customer_registered", "c1", kind="customer", fields=customer),
        laptop.event("equipment_registered", "t1", kind="equipment", fields=thing),
        replace(laptop.event("visit_signed", "v1", kind="visit"), body=VISIT),
    ]
    (receipt,) = laptop.push(laptop.frame(*made))
    assert receipt.rulings == ()
    hazard(laptop, "h1")
    hazard(
        laptop,
        "h2",
        number="H-2",
        grade="general",
        deadline="2026-12-24",
        description="照明不亮",
        photos=[],
        equipment=None,
    )
    hazard(laptop, "h3", "south", number="S-1", customer="c9", visit="", description="南区", photos=[])
    server.core.blob_put(laptop.session(), "north", SHA, 0, PICTURE)
    return laptop


OPENED: list[httpx.Client] = []
"""Browsers that were opened; the tests close them."""


class Reading:
    """Somebody with a browser that has no scripts: cookies, forms and links, over HTTP."""

    def __init__(self, server: Server, url: str, login: str = "li") -> None:
        self.server, self.login = server, login
        self.http = httpx.Client(base_url=url, trust_env=False, timeout=60, follow_redirects=True)
        OPENED.append(self.http)
        self.http.headers["Accept-Language"] = "en"

    def key(self, path: str) -> str:
        """What the form on a page carries."""
        found = re.search(r'name="key" value="([0-9a-f]+)"', self.http.get(path).text)
        assert found
        return found[1]

    def sign_in(self, password: str = "", **more: str) -> httpx.Response:
        """Sign in through the form; with a new password unless one is given."""
        password = password or readers.give_password(self.server.core, self.login)
        fields = {"key": self.key("/sign-in"), "login": self.login, "password": password, **more}
        return self.http.post("/sign-in", data=fields)
