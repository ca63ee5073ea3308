"""What the engine needs of this laptop: its database, its files, its key, its clock."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from inspector.sync.engine.parts import Parts, SealedParts

if TYPE_CHECKING:
    from inspector.storage import Database, Store
    from inspector.storage.folder.device import DeviceInfo

T = TypeVar("T")

HELPERS = 4
"""Threads beside that of the round, which wait for the network or for the database."""


class Blobs(Protocol):
    """The files of this workspace, by SHA-256."""

    def has(self, sha256: str) -> bool:
        """Whether a file is here."""

    def get(self, sha256: str) -> bytes:
        """Its bytes. Raises Problem blob_missing or blob_damaged."""

    def put(self, data: bytes) -> str:
        """Keep a file durably; its hash."""


class Local(Protocol):
    """This laptop. All methods are for the thread of the round, and for work given to `ahead`."""

    @property
    def device(self) -> "DeviceInfo":
        """Who it is."""

    @property
    def blobs(self) -> Blobs:
        """Its files."""

    @property
    def parts(self) -> Parts:
        """Files that have not arrived whole."""

    def read(self, work: "Callable[[Database], T]") -> T:
        """Read, without holding up who writes."""

    def write(self, work: "Callable[[Database], T]", *, quiet: bool = False) -> T:
        """Write. `quiet`: it is bookkeeping, nothing that copies or windows have to follow."""

    def sign(self, data: bytes) -> bytes:
        """The signature by the device's key."""

    def exchange_key(self) -> bytes:
        """The public key (X25519) of what is sealed for this device."""

    def now(self) -> datetime:
        """This laptop's clock, aware. Nothing is decided by it but when to ask for a new token."""

    def ahead(self, work: Callable[[], T]) -> Callable[[], T]:
        """Begin work that is needed soon; what is returned waits for its result. It may also be done at once."""


class StoreLocal:
    """The laptop of an open workspace. Close it after the round."""

    def __init__(self, store: "Store", now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._helpers = ThreadPoolExecutor(HELPERS, thread_name_prefix="sync")
        self.parts: Parts = SealedParts(store.path / "parts", store.subkey("file parts"))

    @property
    def device(self) -> "DeviceInfo":
        """See Local."""
        return self._store.device

    @property
    def blobs(self) -> Blobs:
        """See Local."""
        return self._store.blobs

    def read(self, work: "Callable[[Database], T]") -> T:
        """See Local."""
        return self._store.read(work)

    def write(self, work: "Callable[[Database], T]", *, quiet: bool = False) -> T:
        """See Local."""

        def done(db: "Database") -> T:
            if quiet:
                self._store.quietly()
            return work(db)

        return self._store.call(done)

    def sign(self, data: bytes) -> bytes:
        """See Local."""
        return self._store.sign(data)

    def exchange_key(self) -> bytes:
        """See Local."""
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: PLC0415 - to enrol only

        private = X25519PrivateKey.from_private_bytes(self._store.exchange_private_key())
        return private.public_key().public_bytes_raw()

    def now(self) -> datetime:
        """See Local."""
        return self._now()

    def ahead(self, work: Callable[[], T]) -> Callable[[], T]:
        """See Local."""
        return self._helpers.submit(work).result

    def close(self) -> None:
        """Wait for the helpers."""
        self._helpers.shutdown(wait=True, cancel_futures=True)
