"""What opens a sealed file: a passphrase that two people typed, or a 32-byte key.

A passphrase is normalised (NFKC), because an input method may give full-width characters on one laptop and not on the
other, and goes through Argon2id (RFC 9106). The parameters stand in the file; they are bounded when it is read, so that
a hostile file cannot ask for all memory or hours of work.
"""

import base64
import binascii
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from inspector.quick_dataclass import dataclass

KEY_BYTES: Final = 32
MEMORY_KIB: Final = 64 * 1024
ITERATIONS: Final = 3
LANES: Final = 4
MOST_MEMORY_KIB: Final = 256 * 1024
MOST_ITERATIONS: Final = 16
MOST_LANES: Final = 16


@dataclass(frozen=True, slots=True)
class Passphrase:
    """A passphrase as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class RawKey:
    """A random key of 32 bytes, held by both sides."""

    key: bytes


Secret = Passphrase | RawKey


def new_parameters(secret: Secret) -> dict[str, Any]:
    """How the key of a new file comes from its secret, as JSON for the file's head."""
    if isinstance(secret, RawKey):
        return {"kind": "key"}
    salt = base64.b64encode(secrets.token_bytes(16)).decode("ascii")
    return {
        "kind": "passphrase",
        "kdf": "argon2id",
        "salt": salt,
        "memory_kib": MEMORY_KIB,
        "iterations": ITERATIONS,
        "lanes": LANES,
    }


def derive(secret: Secret, parameters: Mapping[str, Any]) -> bytes | None:
    """The key of a file; None when the file wants another kind of secret.

    Raises ValueError, KeyError or TypeError for parameters that are damaged or absurd.
    """
    kind = parameters["kind"]
    if kind == "key":
        return secret.key if isinstance(secret, RawKey) else None
    if kind != "passphrase" or parameters["kdf"] != "argon2id":
        raise ValueError(kind)
    if not isinstance(secret, Passphrase):
        return None
    memory, iterations, lanes = (_count(parameters[name]) for name in ("memory_kib", "iterations", "lanes"))
    sane = 8 * lanes <= memory <= MOST_MEMORY_KIB and iterations <= MOST_ITERATIONS and lanes <= MOST_LANES
    salt = _bytes(parameters["salt"])
    if not sane or not 8 <= len(salt) <= 64:
        raise ValueError("kdf")
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=iterations, lanes=lanes, memory_cost=memory)
    return kdf.derive(unicodedata.normalize("NFKC", secret.text).encode())


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(value)
    return value


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error
