"""A workbook whose bytes depend on its content alone: no times of its making inside, at most that of its content."""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Final

FIXED: Final = (1980, 1, 1, 0, 0, 0)
"""The first time a zip file can tell."""
_MOMENT: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
MOMENT: Final = b"2000-01-01T00:00:00Z"
PROPERTIES: Final = "docProps/core.xml"


def steady(data: bytes, at: datetime | None = None) -> bytes:
    """The same workbook with a fixed time in its zip entries, and that or `at` in its properties.

    For files we made ourselves.
    """
    moment = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode() if at is not None else MOMENT
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == PROPERTIES:
                content = _MOMENT.sub(lambda match: match[1] + moment + match[3], content)
            fixed = zipfile.ZipInfo(entry.filename, FIXED)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            fixed.create_system = 3
            new.writestr(fixed, content)
    return out.getvalue()
