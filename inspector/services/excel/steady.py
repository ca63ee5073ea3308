"""A workbook whose bytes depend on its content alone: no times of its making inside."""

import io
import re
import zipfile
from typing import Final

FIXED: Final = (1980, 1, 1, 0, 0, 0)
"""The first time a zip file can tell."""
_MOMENT: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
MOMENT: Final = b"2000-01-01T00:00:00Z"
PROPERTIES: Final = "docProps/core.xml"


def steady(data: bytes) -> bytes:
    """The same workbook with fixed times in its zip entries and its properties. For files we made ourselves."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == PROPERTIES:
                content = _MOMENT.sub(lambda match: match[1] + MOMENT + match[3], content)
            fixed = zipfile.ZipInfo(entry.filename, FIXED)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            fixed.create_system = 3
            new.writestr(fixed, content)
    return out.getvalue()
