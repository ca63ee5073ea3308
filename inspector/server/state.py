"""What the server is and what time it is: identity, counters, clock and randomness, the same for every part of it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy.engine import Connection

from inspector.domain.ids import IdSource
from inspector.quick_dataclass import dataclass
from inspector.server.folder import Signer
from inspector.server.tables import blob_ref, counter, meta

FRAME: Final = "frame"
MOST_LEFT: Final = 1000
"""Epochs before this one that are remembered."""
DIRECTORY: Final = "directory"
FILE: Final = "file"
LOCK: Final = sa.select(counter.c.value).where(counter.c.name == FRAME).with_for_update()
META: Final = sa.select(meta)
AREA: Final = "area:"
"""Begins the keys of the names of areas."""
AREAS: Final = sa.select(meta).where(meta.c.key.startswith(AREA))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Clock (aware, UTC), random bytes, ids and the server's key: all of them given from outside."""

    now: Callable[[], datetime]
    random: Callable[[int], bytes]
    ids: IdSource
    signer: Signer

    @property
    def seconds(self) -> int:
        """Seconds since 1970."""
        return int(self.now().timestamp())


def surroundings(now: Callable[[], datetime], random: Callable[[int], bytes], key: bytes) -> Surroundings:
    """Put them together."""
    ids = IdSource(lambda: int(now().timestamp() * 1000), random)
    return Surroundings(now, random, ids, Signer(key))


def lock(connection: Connection) -> int:
    """Lock the row every writer locks, until the commit; the number of the last frame.

    A number that is allotted later is therefore committed later: who reads up to a number has read everything below.
    """
    return int(connection.execute(LOCK).scalar_one())


def count_up(connection: Connection, name: str, value: int) -> None:
    """Write a counter back."""
    connection.execute(sa.update(counter).where(counter.c.name == name).values(value=value))


def next_directory_number(connection: Connection) -> int:
    """The next number of the directory; the caller holds the lock."""
    value = int(connection.execute(sa.select(counter.c.value).where(counter.c.name == DIRECTORY)).scalar_one()) + 1
    count_up(connection, DIRECTORY, value)
    return value


def next_file_number(connection: Connection) -> int:
    """The next number of a file that arrived; others that arrive wait for the commit, so that numbers have no gap."""
    connection.execute(sa.update(counter).where(counter.c.name == FILE).values(value=counter.c.value + 1))
    return last_file_number(connection)


def number_files(connection: Connection) -> None:
    """Number files that come from a backup of a former version, which did not: they are the first."""
    if connection.execute(sa.select(counter.c.value).where(counter.c.name == FILE)).first() is None:
        connection.execute(sa.insert(counter), [{"name": FILE, "value": 1}])
        connection.execute(sa.update(blob_ref).where(blob_ref.c.present).values(nth=1))


def last_file_number(connection: Connection) -> int:
    """The number of the last file that arrived."""
    return int(connection.execute(sa.select(counter.c.value).where(counter.c.name == FILE)).scalar_one())


def told(connection: Connection) -> dict[str, str]:
    """What the server knows of itself: server, name, epoch, backup."""
    return {row.key: row.value for row in connection.execute(META)}


def area_names(connection: Connection) -> dict[str, str]:
    """What people call areas, by id; those that somebody has named."""
    return {row.key.removeprefix(AREA): row.value for row in connection.execute(AREAS)}


def name_area(connection: Connection, area: str, name: str) -> None:
    """Keep the name of an area."""
    put(connection, **{AREA + area: name})


def left_epochs(facts: Mapping[str, str]) -> tuple[str, ...]:
    """Epochs of the server before this one, as far as its database knows them, from what is `told`."""
    return tuple(json.loads(facts.get("left", "[]")))


def put_epoch(connection: Connection, epoch: str) -> None:
    """Begin an epoch; the one before is left for good."""
    facts = told(connection)
    left = [*left_epochs(facts), *filter(None, [facts.get("epoch")])]
    put(connection, epoch=epoch, left=json.dumps(left[-MOST_LEFT:]))


def put(connection: Connection, **values: str) -> None:
    """Keep facts about the server."""
    connection.execute(sa.delete(meta).where(meta.c.key.in_(list(values))))
    connection.execute(sa.insert(meta), [{"key": key, "value": value} for key, value in values.items()])


def hashed(secret: str) -> str:
    """How codes, tokens and challenges are kept. They are long and random, so that a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_signed(public_key: str, sig: bytes, data: bytes) -> bool:
    """Whether these bytes were signed with the key that belongs to this public one (hexadecimal)."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(sig, data)
    except (InvalidSignature, ValueError):
        return False
    return True
