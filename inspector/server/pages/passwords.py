"""Passwords of the web page: made by an administrator, changed by whoever has one, kept as Argon2id hashes (RFC 9106).

A hash is `argon2id$<KiB>$<passes>$<salt>$<key>`, hexadecimal. Making one takes a tenth of a second and 32 MiB.
"""

import hmac
import os
from typing import Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from inspector.domain.ids import device_code
from inspector.problems import Problem

MEMORY_KIB: Final = 32 * 1024
PASSES: Final = 3
LEAST: Final = 10
MOST: Final = 200
"""Characters of a password."""
GROUPS: Final = 4
LETTERS: Final = 4
NOBODY: Final = f"argon2id${MEMORY_KIB}${PASSES}${'00' * 16}${'00' * 32}"
"""A hash that no password has: compared with when nobody has the login, so that both take the same time."""


def new_password(random: bytes) -> str:
    """A password to be handed over: 16 letters out of 31, 79 bits. `random`: at least 16 bytes."""
    letters = device_code(random[: GROUPS * LETTERS])
    return "-".join(letters[at : at + LETTERS] for at in range(0, len(letters), LETTERS))


def checked(password: str, login: str) -> str:
    """A password that somebody chose. Raises Problem password_weak."""
    if not LEAST <= len(password) <= MOST or login.lower() in password.lower() or len(set(password)) < 5:
        raise Problem("password_weak", least=LEAST)
    return password


def hash_of(password: str) -> str:
    """What is kept of a password."""
    salt = os.urandom(16)
    return f"argon2id${MEMORY_KIB}${PASSES}${salt.hex()}${_derived(password, MEMORY_KIB, PASSES, salt).hex()}"


def is_right(password: str, kept: str) -> bool:
    """Whether a password is the one of a hash; takes as long when it is not."""
    _name, memory, passes, salt, key = kept.split("$")
    derived = _derived(password[:MOST], int(memory), int(passes), bytes.fromhex(salt))
    return hmac.compare_digest(derived, bytes.fromhex(key))


def _derived(password: str, memory: int, passes: int, salt: bytes) -> bytes:
    kdf = Argon2id(salt=salt, length=32, iterations=passes, lanes=1, memory_cost=memory)
    return kdf.derive(password.encode("utf-8", "surrogatepass"))
