"""Sheets (.xlsx, .csv, .md) to XForm XML through pyxform, which is imported only here and only when needed (0.4 s)."""

from pathlib import Path

from inspector.problems import Problem


def compile_sheet(path: Path) -> bytes:
    """The XForm of an XLSForm sheet. The caller caches it by the content of the sheet. Problem form_invalid."""
    from pyxform.errors import PyXFormError  # noqa: PLC0415 - kept out of start-up
    from pyxform.xls2xform import convert  # noqa: PLC0415

    try:
        result = convert(path, validate=False, pretty_print=False, form_name="data")
    except (PyXFormError, OSError, ValueError, KeyError) as error:
        raise Problem("form_invalid", reason=str(error)) from error
    return str(result.xform).encode()
