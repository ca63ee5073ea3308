"""The linter of checklists: what XLSForm would swallow in silence (forms.md, "The linter").

`check_form` takes the bytes of a workbook, a Markdown table or a CSV file and returns findings in a fixed order. It
knows no files, no clock and no criteria of its own: the names that a form may use come in as a `House`.
"""

from inspector.xforms.lint.check import check_form, has_errors
from inspector.xforms.lint.findings import Finding, Place, Severity
from inspector.xforms.lint.house import House
from inspector.xforms.lint.workbook import SUFFIXES

__all__ = ["SUFFIXES", "Finding", "House", "Place", "Severity", "check_form", "has_errors"]
