"""The server's data folder: `server.json` (where things are), `server.key` (Ed25519, 0600), `server.db`, `blobs/`.

Database and files may be elsewhere: in PostgreSQL and in a bucket.

The key signs certificates and the server's own frames. Several workers of one server share folder and key.
"""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.server.database import checked_url, sqlite_url

MARKER: Final = "inspector-server"
FORMAT: Final = 1
BUCKET: Final = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,62}(/[A-Za-z0-9._-]+)*/?")


@dataclass(frozen=True, slots=True)
class Folder:
    """An opened data folder. `key` is the private key (32 bytes); it must not be shown or logged."""

    path: Path
    database: str
    key: bytes
    bucket: str = ""
    """`s3://bucket/prefix`; "": files are in the folder."""
    endpoint: str = ""

    @property
    def blobs(self) -> Path:
        """Where files are kept."""
        return self.path / "blobs"


def create(path: Path, key: bytes, database: str = "", bucket: str = "", endpoint: str = "") -> Folder:
    """Make a folder. `key`: 32 random bytes; `database`: a URL, "" for a SQLite file inside; `bucket`: see Folder.

    Raises Problem server_folder_used, server_folder_failed, server_database (a URL that is none),
    server_bucket_invalid.
    """
    url = checked_url(database) if database else ""
    if bucket and not BUCKET.fullmatch(bucket):
        raise Problem("server_bucket_invalid", url=bucket)
    try:
        path.mkdir(parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise Problem("server_folder_used", path=path)
        (path / "blobs").mkdir(mode=0o700)
        _write_private(path / "server.key", key.hex().encode())
        told = {"kind": MARKER, "format": FORMAT, "database": url, "bucket": bucket, "endpoint": endpoint}
        _write_private(path / "server.json", json.dumps(told, indent=1).encode())
    except OSError as error:
        raise Problem("server_folder_failed", reason=error.strerror or error) from error
    return open_folder(path)


def open_folder(path: Path) -> Folder:
    """Read a folder. Raises Problem server_folder_missing, server_folder_failed or server_newer."""
    try:
        told = json.loads((path / "server.json").read_bytes())
        key = bytes.fromhex((path / "server.key").read_text("ascii"))
        version, url = told["format"], str(told["database"])
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        raise Problem("server_folder_missing", path=path) from None
    except OSError as error:
        raise Problem("server_folder_failed", reason=error.strerror or error) from error
    if told.get("kind") != MARKER or len(key) != 32:
        raise Problem("server_folder_missing", path=path)
    if version != FORMAT:
        raise Problem("server_newer")
    elsewhere = str(told.get("bucket", "")), str(told.get("endpoint", ""))
    return Folder(path, url or sqlite_url(path / "server.db"), key, *elsewhere)


def discard(place: Folder) -> None:
    """Take a folder away that was just made, when making the server did not succeed; the folder itself stays."""
    shutil.rmtree(place.blobs, ignore_errors=True)
    for name in ("server.key", "server.json", "server.db", "server.db-wal", "server.db-shm"):
        (place.path / name).unlink(missing_ok=True)


def _write_private(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


class Signer:
    """The server's key: signs certificates and frames, keys the challenges, opens exchange files.

    `exchange_private`: 32 bytes of an X25519 key that is derived from it; `exchange_key` is its public half (hex).
    """

    def __init__(self, key: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(key)
        self.public_key = self._key.public_key().public_bytes_raw().hex()
        self.secret = b"inspector challenge key\n" + key
        self.exchange_private = HKDF(SHA256(), 32, None, b"inspector exchange").derive(key)
        exchange = X25519PrivateKey.from_private_bytes(self.exchange_private)
        self.exchange_key = exchange.public_key().public_bytes_raw().hex()

    def sign(self, data: bytes) -> bytes:
        """The signature of these bytes."""
        return self._key.sign(data)
