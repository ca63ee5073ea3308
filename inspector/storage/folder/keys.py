"""Where a workspace's 32-byte database key comes from (sync.md, "Security"). There is no plaintext fallback.

- `sample`: a well-known key, only for sample workspaces.
- `passphrase`: a random key, wrapped by a key that Argon2id derives from the passphrase (AES-256-GCM).
- `keyring`: a random key in the operating system's key store; python-keyring is imported only then.

`KeyRecord` is what `workspace.json` keeps about it: nothing that opens the workspace by itself.
"""

import base64
import binascii
import contextlib
import os
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass

KEY_BYTES: Final = 32
SERVICE: Final = "inspector-workspace"
"""Name of our entries in the operating system's key store."""
SAMPLE_KEY: Final = b"inspector sample workspace, open"[:KEY_BYTES]
"""Well-known: whoever has the program opens a sample workspace."""


class KeySource(StrEnum):
    """Where the key comes from."""

    SAMPLE = "sample"
    PASSPHRASE = "passphrase"  # noqa: S105 - a kind, not a passphrase
    KEYRING = "keyring"


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """Key source as kept in `workspace.json`; for a passphrase also Argon2id parameters and the wrapped key."""

    source: KeySource
    salt: bytes = b""
    memory_kib: int = 65536
    iterations: int = 3
    lanes: int = 4
    nonce: bytes = b""
    wrapped: bytes = b""

    def to_json(self) -> dict[str, Any]:
        """The record as JSON."""
        if self.source is not KeySource.PASSPHRASE:
            return {"source": self.source.value}
        kdf = {
            "name": "argon2id",
            "salt": _text(self.salt),
            "memory_kib": self.memory_kib,
            "iterations": self.iterations,
            "lanes": self.lanes,
        }
        return {"source": self.source.value, "kdf": kdf, "nonce": _text(self.nonce), "wrapped": _text(self.wrapped)}


def read_record(data: Mapping[str, Any]) -> KeyRecord:
    """The record from JSON. Raises ValueError, KeyError or TypeError when it is damaged or asks for absurd amounts."""
    source = KeySource(data["source"])
    if source is not KeySource.PASSPHRASE:
        return KeyRecord(source)
    kdf = data["kdf"]
    record = KeyRecord(
        source,
        _bytes(kdf["salt"]),
        int(kdf["memory_kib"]),
        int(kdf["iterations"]),
        int(kdf["lanes"]),
        _bytes(data["nonce"]),
        _bytes(data["wrapped"]),
    )
    sane = 8 * record.lanes <= record.memory_kib <= 1 << 21 and 1 <= record.iterations <= 64 and 1 <= record.lanes <= 64
    if kdf["name"] != "argon2id" or not sane or len(record.salt) < 8 or len(record.nonce) != 12:
        raise ValueError("kdf")
    return record


def make_key(workspace: str, source: KeySource, passphrase: str | None) -> tuple[bytes, KeyRecord]:
    """A key for a new workspace and the record that finds it again.

    Raises Problem passphrase_needed, passphrase_empty or keyring_unavailable.
    """
    if source is KeySource.SAMPLE:
        return SAMPLE_KEY, KeyRecord(source)
    key = os.urandom(KEY_BYTES)
    if source is KeySource.KEYRING:
        _keyring_put(workspace, key)
        return key, KeyRecord(source)
    return key, wrap_key(workspace, key, passphrase)


def wrap_key(workspace: str, key: bytes, passphrase: str | None) -> KeyRecord:
    """The record that finds a key again by a passphrase. Raises Problem passphrase_empty."""
    if not passphrase:
        raise Problem("passphrase_empty")
    source = KeySource.PASSPHRASE
    record = KeyRecord(source, salt=os.urandom(16), nonce=os.urandom(12))
    wrapped = AESGCM(_derive(record, passphrase)).encrypt(record.nonce, key, workspace.encode())
    return KeyRecord(source, salt=record.salt, nonce=record.nonce, wrapped=wrapped)


def find_key(workspace: str, record: KeyRecord, passphrase: str | None) -> bytes:
    """The key of a workspace. Raises Problem passphrase_needed, passphrase_wrong, keyring_unavailable, key_missing."""
    if record.source is KeySource.SAMPLE:
        return SAMPLE_KEY
    if record.source is KeySource.KEYRING:
        return _keyring_get(workspace)
    if passphrase is None:
        raise Problem("passphrase_needed", path="")
    try:
        return AESGCM(_derive(record, passphrase)).decrypt(record.nonce, record.wrapped, workspace.encode())
    except InvalidTag:
        raise Problem("passphrase_wrong") from None


def subkey(key: bytes, purpose: str) -> bytes:
    """A key for one purpose, derived from the database key (HKDF-SHA-256)."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=f"inspector {purpose}".encode()).derive(
        key
    )


def _derive(record: KeyRecord, passphrase: str) -> bytes:
    kdf = Argon2id(
        salt=record.salt,
        length=KEY_BYTES,
        iterations=record.iterations,
        lanes=record.lanes,
        memory_cost=record.memory_kib,
    )
    return kdf.derive(passphrase.encode())


def _keyring_put(workspace: str, key: bytes) -> None:
    import keyring  # noqa: PLC0415 - searches the system for back ends; only needed for this source
    from keyring.errors import KeyringError  # noqa: PLC0415 - as above

    _need_secure(keyring.get_keyring().priority)
    try:
        keyring.set_password(SERVICE, workspace, _text(key))
    except KeyringError:
        raise Problem("keyring_unavailable") from None


def _keyring_get(workspace: str) -> bytes:
    import keyring  # noqa: PLC0415 - searches the system for back ends; only needed for this source
    from keyring.errors import KeyringError  # noqa: PLC0415 - as above

    _need_secure(keyring.get_keyring().priority)
    try:
        found = keyring.get_password(SERVICE, workspace)
    except KeyringError:
        raise Problem("keyring_unavailable") from None
    if found is None:
        raise Problem("key_missing")
    return _bytes(found)


def forget_key(workspace: str) -> None:
    """Take a workspace's key out of the operating system's key store; what is not there is fine. Never raises."""
    import keyring  # noqa: PLC0415 - searches the system for back ends; only needed for this source
    from keyring.errors import KeyringError  # noqa: PLC0415 - as above

    with contextlib.suppress(KeyringError):
        keyring.delete_password(SERVICE, workspace)


def _need_secure(priority: float) -> None:
    """Back ends below 1 are the null, failing and plaintext ones."""
    if priority < 1:
        raise Problem("keyring_unavailable")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error
