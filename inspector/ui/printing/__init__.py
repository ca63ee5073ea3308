"""Paper: a preview of the real pages of a PDF, and the system's print dialog.

`print_document` is what pages call wherever they have made a document. Imported when somebody prints.
"""

from inspector.ui.printing.dialog import PrintDialog, print_document

__all__ = ["PrintDialog", "print_document"]
