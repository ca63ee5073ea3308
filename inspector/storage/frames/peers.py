"""Devices whose frames may arrive, with their keys, and how far each scope was read from the server."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.storage.engine import NamedRow
from inspector.storage.session import Session

Source = Literal["server", "card", "hand_over", "restored"]
SERVER: Final = "server"


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device and its public keys: Ed25519 to check what it signed, X25519 to seal for it (empty: not known).

    `source`: who told us of it; what the server says counts over the rest. `number`: of the server's directory.
    """

    id: str
    code: str = ""
    public_key: bytes = b""
    exchange_key: bytes = b""
    person: str = ""
    name: str = ""
    revoked: bool = False
    source: Source = "server"
    number: int = 0


@dataclass(frozen=True, slots=True)
class ScopeState:
    """How far a scope was read.

    Cursor (`seq`, `id`), the server's epoch, number of the directory, and what the last page said of the whole scope.
    `roles` are the grants there. `backup_at`: the server's last backup (seconds since 1970); `saved_at`: that for which
    it was asked which files it holds.
    """

    scope: str
    roles: tuple[str, ...] = ()
    seq: int = 0
    id: str = ""
    epoch: str = ""
    directory: int = 0
    backup_seq: int = 0
    head_digest: str = ""
    count: int = 0
    pulled_at: str = ""
    backup_at: int = 0
    saved_at: int = 0


class Peers:
    """Reads and writes of known devices and of scopes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def devices(self) -> tuple[KnownDevice, ...]:
        """All known devices; this one only if the server told of it."""
        return tuple(_device(row) for row in self._session.rows("SELECT * FROM known_device ORDER BY code, id"))

    def device(self, identity: str) -> KnownDevice | None:
        """A known device, or None."""
        row = self._session.one("SELECT * FROM known_device WHERE id = :id", id=identity)
        return _device(row) if row is not None else None

    def learn(self, told: KnownDevice) -> bool:
        """Take note of a device; says whether it was unknown before.

        What is known already stays, but for what the server says and for an exchange key that was missing.
        Raises Problem device_key_changed if it is known with another key; then nothing is changed.
        """
        own = self._session.device.info
        known = self.device(told.id)
        key = own.public_key if told.id == own.id else known.public_key if known is not None else told.public_key
        if key != told.public_key:
            raise Problem("device_key_changed", device=told.name or told.code or told.id)
        if known is None or told.source == SERVER:
            self._put(told if known is None or told.exchange_key else replace(told, exchange_key=known.exchange_key))
        elif not known.exchange_key and told.exchange_key:
            self._put(replace(known, exchange_key=told.exchange_key))
        return known is None

    def forget(self, identity: str) -> None:
        """Take a device out again; what it wrote stays."""
        self._session.run("DELETE FROM known_device WHERE id = :id", id=identity)

    def keys(self) -> Mapping[str, bytes]:
        """Public key by device, this one's included."""
        own = self._session.device.info
        rows = self._session.rows("SELECT id, public_key FROM known_device")
        return {**{row.id: bytes.fromhex(row.public_key) for row in rows}, own.id: own.public_key}

    def scopes(self) -> tuple[ScopeState, ...]:
        """Every scope that is read from the server."""
        return tuple(_scope(row) for row in self._session.rows("SELECT * FROM scope_state ORDER BY scope"))

    def scope(self, name: str) -> ScopeState:
        """How far a scope was read; at its very beginning if it never was."""
        row = self._session.one("SELECT * FROM scope_state WHERE scope = :scope", scope=name)
        return _scope(row) if row is not None else ScopeState(name)

    def put_scope(self, state: ScopeState) -> None:
        """Save how far a scope was read; in the transaction that stores what was read."""
        self._session.run(
            "INSERT OR REPLACE INTO scope_state"
            " (scope, roles, seq, id, epoch, directory, backup_seq, head_digest, count, pulled_at,"
            " backup_at, saved_at)"
            " VALUES (:scope, :roles, :seq, :id, :epoch, :directory, :backup_seq, :digest, :count, :pulled_at,"
            " :backup_at, :saved_at)",
            scope=state.scope,
            roles=" ".join(state.roles),
            seq=state.seq,
            id=state.id,
            epoch=state.epoch,
            directory=state.directory,
            backup_seq=state.backup_seq,
            digest=state.head_digest,
            count=state.count,
            pulled_at=state.pulled_at,
            backup_at=state.backup_at,
            saved_at=state.saved_at,
        )

    def drop_scope(self, name: str) -> None:
        """Forget how far a scope was read; its frames stay."""
        self._session.run("DELETE FROM scope_state WHERE scope = :scope", scope=name)

    def _put(self, device: KnownDevice) -> None:
        self._session.run(
            "INSERT OR REPLACE INTO known_device"
            " (id, code, public_key, exchange_key, person, name, revoked, source, number)"
            " VALUES (:id, :code, :public_key, :exchange_key, :person, :name, :revoked, :source, :number)",
            id=device.id,
            code=device.code,
            public_key=device.public_key.hex(),
            exchange_key=device.exchange_key.hex(),
            person=device.person,
            name=device.name,
            revoked=int(device.revoked),
            source=device.source,
            number=device.number,
        )


def _device(row: NamedRow) -> KnownDevice:
    return KnownDevice(
        row.id,
        row.code,
        bytes.fromhex(row.public_key),
        bytes.fromhex(row.exchange_key),
        row.person,
        row.name,
        bool(row.revoked),
        row.source,
        row.number,
    )


def _scope(row: NamedRow) -> ScopeState:
    return ScopeState(
        row.scope,
        tuple(row.roles.split()),
        row.seq,
        row.id,
        row.epoch,
        row.directory,
        row.backup_seq,
        row.head_digest,
        row.count,
        row.pulled_at,
        row.backup_at,
        row.saved_at,
    )
