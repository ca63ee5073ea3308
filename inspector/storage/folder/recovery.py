"""A key wrapped by a recovery key: the second way into a workspace, kept in `workspace.json` beside the first.

The recovery key has 160 random bits, so HKDF suffices and no slow derivation is needed. Two things are wrapped: the
database key itself, and the key of the copies in a second place, so that a copy can be written by whoever opened the
workspace but read by whoever has the recovery key. Both are made anew with every recovery key.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.storage.folder.keys import KEY_BYTES, subkey

SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
WRAPPED_BYTES: Final = KEY_BYTES + 16


@dataclass(frozen=True, slots=True)
class Wrap:
    """A 32-byte key sealed under a recovery key; opens nothing by itself."""

    salt: bytes
    nonce: bytes
    wrapped: bytes

    def to_json(self) -> dict[str, str]:
        """The wrap as JSON."""
        return {name: base64.b64encode(getattr(self, name)).decode("ascii") for name in ("salt", "nonce", "wrapped")}


@dataclass(frozen=True, slots=True)
class RecoveryRecord:
    """What `workspace.json` keeps of a recovery key. `id` names the key without telling it; `made_at` is ISO 8601."""

    id: str
    made_at: str
    workspace: Wrap
    place: Wrap

    def to_json(self) -> dict[str, Any]:
        """The record as JSON."""
        return {
            "id": self.id,
            "made_at": self.made_at,
            "workspace": self.workspace.to_json(),
            "place": self.place.to_json(),
        }


def read_wrap(data: Mapping[str, Any]) -> Wrap:
    """A wrap from JSON. Raises ValueError, KeyError or TypeError when it is damaged."""
    made = Wrap(_bytes(data["salt"]), _bytes(data["nonce"]), _bytes(data["wrapped"]))
    if (len(made.salt), len(made.nonce), len(made.wrapped)) != (SALT_BYTES, NONCE_BYTES, WRAPPED_BYTES):
        raise ValueError("wrap")
    return made


def read_recovery(data: Mapping[str, Any]) -> RecoveryRecord:
    """The record from JSON. Raises ValueError, KeyError or TypeError when it is damaged."""
    return RecoveryRecord(str(data["id"]), str(data["made_at"]), read_wrap(data["workspace"]), read_wrap(data["place"]))


def make_recovery(workspace: str, key: bytes, secret: bytes, made_at: str) -> RecoveryRecord:
    """Wrap the database key, and the key of copies that goes with this recovery key."""
    identity = os.urandom(8).hex()
    return RecoveryRecord(
        identity,
        made_at,
        wrap(secret, f"workspace {workspace}", key),
        wrap(secret, f"place {identity}", place_key(key, identity)),
    )


def place_key(key: bytes, recovery: str) -> bytes:
    """The key of copies in a second place: of this workspace and this recovery key."""
    return subkey(key, f"second place {recovery}")


def wrap(secret: bytes, purpose: str, key: bytes) -> Wrap:
    """Seal a key under a recovery key for one purpose."""
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    return Wrap(salt, nonce, AESGCM(_derive(secret, salt, purpose)).encrypt(nonce, key, purpose.encode()))


def unwrap(secret: bytes, purpose: str, sealed: Wrap) -> bytes:
    """The key again. Raises Problem("recovery_key_wrong")."""
    try:
        return AESGCM(_derive(secret, sealed.salt, purpose)).decrypt(sealed.nonce, sealed.wrapped, purpose.encode())
    except InvalidTag:
        raise Problem("recovery_key_wrong") from None


def _derive(secret: bytes, salt: bytes, purpose: str) -> bytes:
    info = f"inspector recovery {purpose}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(secret)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error
