"""The zip file an .xlsx is, opened with suspicion: bounded entries, bounded unpacked bytes, counted as they are read.

Sizes that the directory claims are checked before anything is unpacked, and what is really unpacked is counted, so a
zip bomb costs neither memory nor time. Nothing is ever written to disk; names
are only compared, never used as paths.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from inspector.i18n import N_, Message
from inspector.problems import Problem
from inspector.services.excel.views import Cancelled

LARGEST_FILE: Final = 64 * 1024 * 1024
"""Bytes of a file that is read at all; 20,000 rows are about 3 MB."""
MOST_UNPACKED: Final = 320 * 1024 * 1024
"""Bytes unpacked from one file, all parts together."""
MOST_ENTRIES: Final = 5_000
CHUNK: Final = 1 << 16
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How old Office files and password-protected workbooks begin."""
ZIP: Final = b"PK"
METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""What Excel and WPS write."""
DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    KeyError,
)
"""What odd bytes make the zip library raise."""


class Archive:
    """An opened workbook file. `part` streams one part of it."""

    def __init__(self, data: bytes, name: str, cancelled: Cancelled) -> None:
        self.name = name
        self._cancelled = cancelled
        self._left = MOST_UNPACKED
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED as error:
            raise self.damaged("zip") from error
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise Problem("import_too_large", name=name, what=Message(N_("{count} parts"), {"count": len(entries)}))
        self._entries = {entry.filename.lstrip("/").casefold(): entry for entry in entries}
        self._refuse_bombs(entries)

    def _refuse_bombs(self, entries: list[zipfile.ZipInfo]) -> None:
        claimed = sum(entry.file_size for entry in self._readable(entries))
        if claimed > MOST_UNPACKED:
            raise self.too_large(claimed)

    @staticmethod
    def _readable(entries: list[zipfile.ZipInfo]) -> Iterator[zipfile.ZipInfo]:
        """Pictures and the like are unpacked one by one, if at all (`member`); only XML counts here."""
        return (entry for entry in entries if entry.filename.casefold().endswith((".xml", ".rels")))

    def too_large(self, size: int) -> Problem:
        """The problem that tells how large."""
        return Problem("import_too_large", name=self.name, what=f"{size // (1024 * 1024)} MB")

    def damaged(self, reason: str) -> Problem:
        """The problem of a file that cannot be read as what it claims to be."""
        return Problem("import_damaged", name=self.name, reason=reason)

    def has(self, part: str) -> bool:
        """Whether a part is there; names are compared as Excel does, without case."""
        return part.casefold() in self._entries

    def part(self, part: str) -> Iterator[bytes]:
        """The bytes of a part in chunks. Raises Problem import_damaged, import_too_large or import_cancelled."""
        entry = self._entries.get(part.casefold())
        if entry is None:
            raise self.damaged(part[:80])
        if entry.flag_bits & 1:
            raise Problem("import_old_excel", name=self.name)
        if entry.compress_type not in METHODS:
            raise self.damaged(f"{part[:80]}, compression {entry.compress_type}")
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise self.too_large(MOST_UNPACKED)
                    if self._cancelled():
                        raise Problem("import_cancelled")
                    yield chunk
        except DAMAGED as error:
            raise self.damaged(part[:80]) from error

    def member(self, part: str, most: int) -> bytes:
        """A part as a whole: a picture of at most `most` bytes. Raises as `part`."""
        data = bytearray()
        for chunk in self.part(part):
            data += chunk
            if len(data) > most:
                raise self.too_large(len(data))
        return bytes(data)

    def names(self) -> tuple[str, ...]:
        """The parts there are, in small letters."""
        return tuple(self._entries)


def open_archive(data: bytes, name: str, cancelled: Cancelled) -> Archive:
    """Open the bytes of a workbook.

    Raises Problem import_old_excel, import_file_kind, import_damaged or import_too_large.
    """
    if data.startswith(OLE):
        raise Problem("import_old_excel", name=name)
    if not data.startswith(ZIP):
        raise Problem("import_file_kind", name=name)
    return Archive(data, name, cancelled)
