"""Laptops that exchange files with each other and with a server, and nothing else."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from inspector import services
from inspector.domain.events import BlobRef
from inspector.domain.fields import to_fields
from inspector.domain.hazard import Grade
from inspector.domain.person import Person, Role
from inspector.server import exchange, exchange_answer
from inspector.server.core import Core
from inspector.services import Workspace
from inspector.services.exchange.exporting import export_exchange
from inspector.services.exchange.importing import import_exchange
from inspector.services.exchange.parties import own_card_file, trust_card
from inspector.services.exchange.views import Exported, Imported
from inspector.storage import Database, NewEvent
from tests.unit.server.world import Server

AREA = "north"
T = TypeVar("T")


@dataclass
class Laptop:
    """A workspace with one person, and a stick."""

    path: Path
    login: str
    stick: Path
    workspace: Workspace = field(init=False)
    files: int = 0

    def __post_init__(self) -> None:
        self.workspace = services.create_workspace(self.path, key="passphrase", passphrase="x")
        person = Person(f"p-{self.login}", self.login, self.login.title(), "east", (Role.INSPECTOR, Role.LEAD), (AREA,))
        event = NewEvent(person.id, "person", "person_registered", {"fields": to_fields(person)})
        self.append(event, user=person.id)
        self.ask(lambda db: db.settings.put("area", AREA))
        self.workspace.call(lambda: self.workspace.act_as(person.id))

    @property
    def user(self) -> str:
        return f"p-{self.login}"

    @property
    def device(self) -> Any:
        return self.workspace.store.device

    def ask(self, work: Callable[[Database], T]) -> T:
        return self.workspace.store.call(work)

    def append(self, *events: NewEvent, scope: str = AREA, user: str = "") -> str:
        now = self.workspace.now()
        return self.ask(lambda db: db.frames.append(scope, user or self.user, events, now)).id

    def hazard(self, name: str, photo: bytes = b"", scope: str = AREA) -> str:
        """A hazard, with a photo if one is given."""
        blobs: tuple[BlobRef, ...] = ()
        if photo:
            sha256 = self.workspace.store.blobs.put(photo)
            blobs = (BlobRef(sha256, len(photo), "image/jpeg"),)
        fields = {"number": name, "description": name, "grade": Grade.GENERAL.value, "customer": "c"}
        body = {"fields": fields, "teams": ["east"], "roles": ["inspector"]}
        self.append(NewEvent(f"h-{name}", "hazard", "hazard_registered", body, blobs=blobs), scope=scope)
        return f"h-{name}"

    def out(self) -> Path:
        self.files += 1
        return self.stick / f"{self.login}-{self.files}.hzx"

    def export(self, to: "str | Laptop" = "", **more: Any) -> Exported:
        name = to.device.id if isinstance(to, Laptop) else to
        return export_exchange(self.workspace, self.out(), name, **more)

    def take(self, *files: "Exported | Path", **more: Any) -> Imported:
        paths = [path for one in files for path in (one.paths if isinstance(one, Exported) else [one])]
        return import_exchange(self.workspace, paths, **more)

    def card(self) -> tuple[Path, str]:
        data, view = self.workspace.call(lambda: own_card_file(self.workspace))
        path = self.stick / f"{self.login}.hzc"
        path.write_bytes(data)
        return path, view.fingerprint

    def trust(self, other: "Laptop") -> None:
        path, fingerprint = other.card()
        trust_card(self.workspace, path, fingerprint)

    def frames(self) -> set[str]:
        return set(self.ask(lambda db: [row.id for row in db._session.rows("SELECT id FROM frame")]))

    def hazards(self) -> set[str]:
        rows = self.ask(lambda db: db._session.rows("SELECT id FROM entity WHERE kind = 'hazard'"))
        return {row.id for row in rows}

    def counts(self) -> Any:
        return self.ask(lambda db: db.outbox.counts())

    def scope(self, name: str = AREA) -> Any:
        return self.ask(lambda db: db.peers.scope(name))

    def close(self) -> None:
        self.workspace.close()


@dataclass
class Office:
    """The server and its end of the stick."""

    server: Server
    stick: Path
    files: int = 0

    @property
    def core(self) -> Core:
        return self.server.core

    def admit(self, login: str, scopes: tuple[str, ...] = (AREA,)) -> str:
        """A person; the code for the laptop."""
        who = self.server.person(login, Role.INSPECTOR, Role.LEAD, scopes=scopes)
        return self.server.code(who)

    def card(self) -> tuple[Path, str]:
        path = self.stick / "server.hzc"
        path.write_bytes(exchange.card(self.core))
        return path, exchange.own_card(self.core).fingerprint

    def take(self, *files: Exported | Path) -> exchange.Imported:
        paths = [path for one in files for path in (one.paths if isinstance(one, Exported) else [one])]
        for path in paths:
            report = exchange.import_file(self.core, path)
        return report

    def answer(self, laptop: Laptop, **more: Any) -> Path:
        self.files += 1
        out = self.stick / f"office-{self.files}.hzx"
        told = exchange_answer.export_file(self.core, laptop.device.id, out, **more)
        return told.paths[0]

    def answers(self, laptop: Laptop, **more: Any) -> tuple[Path, ...]:
        self.files += 1
        out = self.stick / f"office-{self.files}.hzx"
        return exchange_answer.export_file(self.core, laptop.device.id, out, **more).paths


def join(office: Office, laptop: Laptop, scopes: tuple[str, ...] = (AREA,)) -> Imported:
    """A laptop becomes one of the server's without ever seeing it."""
    code = office.admit(laptop.login, scopes)
    trust_card(laptop.workspace, *office.card())
    office.take(laptop.export(code=code))
    return laptop.take(office.answer(laptop))


def photo(name: str, size: int = 5000) -> bytes:
    return hashlib.sha256(name.encode()).digest() * (size // 32)
