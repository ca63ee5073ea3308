"""Sheets (.xlsx, .csv, .md) to XForm XML through pyxform, which is imported only here and only when needed (0.4 s)."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

from inspector.i18n import N_, Message
from inspector.problems import Problem

_ODD: Final = (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, SyntaxError)
"""What pyxform raises besides its own errors on sheets that nobody would write."""

_EXCEL: Final = frozenset({".xlsx", ".xlsm"})
_SHEETS: Final = _EXCEL | {".xls", ".csv", ".md"}


def compile_sheet(path: Path) -> bytes:
    """The XForm of an XLSForm sheet. The caller caches it by the content of the sheet. Problem form_invalid."""
    try:
        return compile_content(path.read_bytes(), path.suffix)
    except OSError as error:
        raise Problem("form_invalid", reason=error.strerror or error) from error


def compile_content(content: bytes, suffix: str) -> bytes:
    """The XForm of the content of a sheet; the suffix says what it is. Problem form_invalid."""
    from pyxform.errors import PyXFormError  # noqa: PLC0415 - kept out of start-up
    from pyxform.xls2xform import convert  # noqa: PLC0415

    if suffix.lower() not in _SHEETS:
        raise Problem("form_invalid", reason=Message(N_("a sheet is named .xlsx, .csv or .md, a compiled form .xml")))
    if suffix.lower() in _EXCEL and not zipfile.is_zipfile(BytesIO(content)):
        raise Problem("form_invalid", reason=Message(N_("the file is no Excel workbook")))
    try:
        result = convert(
            BytesIO(content), validate=False, pretty_print=False, form_name="data", file_type=suffix.lower()
        )
    except (PyXFormError, *_ODD) as error:
        raise Problem("form_invalid", reason=str(error)) from error
    return str(result.xform).encode()
