"""Photos and other files in an S3-compatible bucket, for any number of workers without a common disk.

`<prefix>/whole/ab/abcd…` when whole; `<prefix>/parts/<scope>-<sha256>/<offset>` for each piece while they arrive. An
object shows up whole or not at all, and pieces are known by where they begin: whoever sends a piece twice, or at the
same time as somebody else, replaces it, and what is put together is compared with its hash before it counts.

Safe for threads and processes. Raises Problem server_blobs when the bucket does not answer.
"""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from inspector.problems import Problem

try:
    import obstore
    from obstore.exceptions import BaseError
    from obstore.store import S3Store
except ImportError as error:  # the extra `s3`
    raise Problem("s3_extra_missing") from error

if TYPE_CHECKING:
    from obstore.store import ObjectStore

MOST_PIECES: Final = 256
"""Pieces of one file; an honest laptop sends at most 64."""
DIGITS: Final = 10
PUT_TOGETHER: Final = threading.BoundedSemaphore(2)
"""Files of one worker that are put together at once: each is in memory meanwhile."""
WAIT: Final = timedelta(seconds=20)


class BucketBlobs:
    """Files in a bucket, see `blobs.Blobs`. `prefix`: where in the bucket, without slashes at its ends; may be ""."""

    def __init__(self, store: "ObjectStore", prefix: str = "") -> None:
        self._store = store
        self._prefix = f"{prefix}/" if prefix else ""

    def received(self, scope: str, sha256: str) -> int:
        """See Blobs."""
        return sum(size for _path, size in self._pieces(self._part(scope, sha256))[0])

    def append(self, scope: str, sha256: str, offset: int, data: bytes, ends: frozenset[int]) -> bool:
        """See Blobs."""
        part = self._part(scope, sha256)
        pieces, others = self._pieces(part)
        have = sum(size for _path, size in pieces)
        if have != offset:
            raise Problem("blob_offset", offset=have)
        most = max(ends, default=0)
        if offset + len(data) > most or len(pieces) == MOST_PIECES:
            raise Problem("blob_wrong")
        piece = f"{part}{offset:0{DIGITS}d}"
        with _failures():
            obstore.put(self._store, piece, data)
        if offset + len(data) not in ends:
            return False
        every = [*(path for path, _size in pieces), piece]
        whole = self._finish(every, sha256)
        if whole or offset + len(data) == most:
            self._remove({*every, *others})
        if not whole and offset + len(data) == most:
            raise Problem("blob_wrong")
        return whole

    def _finish(self, pieces: list[str], sha256: str) -> bool:
        with PUT_TOGETHER, _failures():
            data = b"".join(bytes(obstore.get(self._store, piece).bytes()) for piece in pieces)
            if hashlib.sha256(data).hexdigest() != sha256:
                return False
            obstore.put(self._store, self._whole(sha256), data)
            return True

    def _pieces(self, part: str) -> tuple[list[tuple[str, int]], list[str]]:
        """Objects of a part (path, size) that follow each other from its beginning, and those that do not."""
        with _failures():
            found = [one for page in obstore.list(self._store, part.removesuffix("/")) for one in page]
        sizes = {one["path"]: int(one["size"]) for one in found}
        pieces, others, have = [], [], 0
        for path in sorted(sizes):
            if path == f"{part}{have:0{DIGITS}d}":
                pieces.append((path, sizes[path]))
                have += sizes[path]
            else:
                others.append(path)
        return pieces, others

    def _remove(self, paths: set[str]) -> None:
        with _failures():
            obstore.delete(self._store, sorted(paths))

    def size(self, sha256: str) -> int:
        """See Blobs."""
        with _failures():
            try:
                return int(obstore.head(self._store, self._whole(sha256))["size"])
            except FileNotFoundError:
                return -1

    def read(self, sha256: str, start: int, length: int) -> bytes:
        """See Blobs."""
        end = min(start + length, self.size(sha256))
        if end < 0:
            raise Problem("blob_unknown")
        if start >= end:
            return b""
        with _failures():
            return bytes(obstore.get_range(self._store, self._whole(sha256), start=start, end=end))

    def damaged(self, sha256: str) -> bool:
        """See Blobs."""
        digest = hashlib.sha256()
        with _failures():
            try:
                for some in obstore.get(self._store, self._whole(sha256)).stream():
                    digest.update(bytes(some))
            except FileNotFoundError:
                return True
        return digest.hexdigest() != sha256

    def put(self, sha256: str, data: bytes) -> None:
        """See Blobs."""
        with _failures():
            obstore.put(self._store, self._whole(sha256), data)

    def forget_parts(self, before: int) -> int:
        """See Blobs."""
        with _failures():
            found = [one for page in obstore.list(self._store, f"{self._prefix}parts") for one in page]
        old = {one["path"] for one in found if one["last_modified"].timestamp() < before}
        if old:
            self._remove(old)
        return len(old)

    def check(self) -> None:
        """See Blobs."""
        probe = f"{self._prefix}probe"
        with _failures():
            obstore.put(self._store, probe, b"1")
            obstore.delete(self._store, probe)

    def _whole(self, sha256: str) -> str:
        return f"{self._prefix}whole/{sha256[:2]}/{sha256}"

    def _part(self, scope: str, sha256: str) -> str:
        return f"{self._prefix}parts/{hashlib.sha256(scope.encode()).hexdigest()[:16]}-{sha256}/"


def s3(url: str, endpoint: str = "") -> BucketBlobs:
    """The bucket of `s3://bucket/prefix`; `endpoint`: an S3-compatible service other than Amazon's.

    Key, secret and region are what the environment says (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION …).
    Raises Problem server_blobs.
    """
    bucket, _slash, prefix = url.removeprefix("s3://").partition("/")
    plain = endpoint.startswith("http://")  # on the same machine, or in a network of one's own
    with _failures():
        store = S3Store(
            bucket,
            endpoint=endpoint or None,
            client_options={"timeout": WAIT, "connect_timeout": timedelta(seconds=5), "allow_http": plain},
            retry_config={"max_retries": 3, "retry_timeout": WAIT},
        )
    return BucketBlobs(store, prefix.strip("/"))


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError, ValueError) as error:
        raise Problem("server_blobs", reason=type(error).__name__) from error
