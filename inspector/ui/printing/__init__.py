"""Paper: a preview of the real pages of a PDF, and the system's print dialog.

`print_document` is what pages call wherever they have a document, `make_and_print` where it can be had in more than one
language. Imported when somebody prints.
"""

from inspector.ui.printing.dialog import PrintDialog, make_and_print, print_document

__all__ = ["PrintDialog", "make_and_print", "print_document"]
