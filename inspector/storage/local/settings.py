"""What belongs to this computer alone: settings, PINs and the counters of readable numbers."""

import json
from typing import Any, Final

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from inspector.storage.session import Session

AREA_NAME: Final = "area_name:"
"""Begins the key of a setting that keeps what people call an area, by its id."""
PIN_COST: Final = 1 << 14
"""Scrypt cost: about 50 ms and 16 MiB for each attempt; the database is encrypted as well."""


class Settings:
    """Settings by key; values are JSON."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, key: str, default: Any = None) -> Any:
        """The value, or the default."""
        row = self._session.one("SELECT value FROM setting WHERE key = :key", key=key)
        return json.loads(row.value) if row else default

    def put(self, key: str, value: Any) -> None:
        """Save a value."""
        self._session.run(
            "INSERT INTO setting (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value",
            key=key,
            value=json.dumps(value, ensure_ascii=False),
        )

    def all(self, prefix: str = "") -> dict[str, Any]:
        """All settings whose key begins so."""
        rows = self._session.rows("SELECT key, value FROM setting WHERE substr(key, 1, length(:p)) = :p", p=prefix)
        return {row.key: json.loads(row.value) for row in rows}


class Credentials:
    """PINs, kept as salted scrypt hashes; never in an event."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put_pin(self, person: str, pin: str) -> None:
        """Set a person's PIN."""
        salt = self._session.ids.random(16)
        self._session.run(
            "INSERT INTO credential (person, salt, hash) VALUES (:person, :salt, :hash) ON CONFLICT (person)"
            " DO UPDATE SET salt = excluded.salt, hash = excluded.hash, failures = 0",
            person=person,
            salt=salt,
            hash=_pin_hash(pin, salt),
        )

    def remove_pin(self, person: str) -> None:
        """Forget a person's PIN; one that is not there changes nothing."""
        self._session.run("DELETE FROM credential WHERE person = :person", person=person)

    def has_pin(self, person: str) -> bool:
        """Whether the person has a PIN on this computer."""
        return self._session.one("SELECT 1 FROM credential WHERE person = :person", person=person) is not None

    def check_pin(self, person: str, pin: str) -> bool:
        """Whether the PIN is right; wrong attempts are counted (`failures`) until a right one."""
        row = self._session.one("SELECT salt, hash FROM credential WHERE person = :person", person=person)
        from hmac import compare_digest  # noqa: PLC0415 - no start needs it

        right = row is not None and compare_digest(_pin_hash(pin, bytes(row.salt)), bytes(row.hash))
        if row is not None:
            wrong = int(not right)
            self._session.run(
                "UPDATE credential SET failures = (failures + 1) * :wrong WHERE person = :p", wrong=wrong, p=person
            )
        return right

    def failures(self, person: str) -> int:
        """Wrong attempts since the last right one."""
        row = self._session.one("SELECT failures FROM credential WHERE person = :person", person=person)
        return int(row.failures) if row else 0


class Counters:
    """Durable counters: a number is given out once, also when the process is killed right after."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def peek(self, name: str) -> int:
        """The number given out last; 0 before the first."""
        row = self._session.one("SELECT value FROM counter WHERE name = :name", name=name)
        return int(row.value) if row else 0

    def next(self, name: str) -> int:
        """The next number of this counter, from 1 (name it by what is counted and the year)."""
        with self._session.transaction():
            self._session.run(
                "INSERT INTO counter (name, value) VALUES (:name, 1)"
                " ON CONFLICT (name) DO UPDATE SET value = value + 1",
                name=name,
            )
            row = self._session.one("SELECT value FROM counter WHERE name = :name", name=name)
        if row is None:
            raise RuntimeError("a counter that was just written is gone")
        return int(row.value)


def _pin_hash(pin: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=PIN_COST, r=8, p=1).derive(pin.encode())
