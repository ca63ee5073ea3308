"""Paper: a preview of the real pages of a PDF, and the system's print dialog.

`dialog.print_document` is what pages call wherever they have a document, `dialog.make_and_print` where it can be had in
more than one language.
"""
