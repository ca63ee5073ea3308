"""Customers, equipment, test history and people from and to Excel.

`read_workbook` reads a file, hardened against hostile ones; `suggest_mapping` says which column is what; `preview` what
would be added, changed or is wrong; `apply_import` writes all of it or nothing. `template` and `export_registers` write
workbooks that read back unchanged. Files are read and compared on any thread; what takes a `Workspace` runs on its
worker.
"""

from inspector.services.excel.applying import apply_import, has_errors
from inspector.services.excel.compare import compare
from inspector.services.excel.exporting import export_registers, issues_xlsx, write_registers
from inspector.services.excel.mapping import (
    mapping_from_file,
    mapping_from_json,
    mapping_to_json,
    remember_mapping,
    remembered_mappings,
    suggest_mapping,
)
from inspector.services.excel.preview import preview, snapshot
from inspector.services.excel.reading import read_workbook
from inspector.services.excel.template import template

__all__ = [
    "apply_import",
    "compare",
    "export_registers",
    "has_errors",
    "issues_xlsx",
    "mapping_from_file",
    "mapping_from_json",
    "mapping_to_json",
    "preview",
    "read_workbook",
    "remember_mapping",
    "remembered_mappings",
    "snapshot",
    "suggest_mapping",
    "template",
    "write_registers",
]
