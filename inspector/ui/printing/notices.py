"""The result notice of a signed visit, shown as the document it is."""

from PySide6.QtWidgets import QWidget

from inspector.i18n import _
from inspector.services.printing.reply_files import IssuedNotice, issued_notice
from inspector.ui.page import Context


def show_notice(parent: QWidget, context: Context, visit: str) -> None:
    """Show the result notice of a signed visit, with its ways out: printer, file, and the reply file."""
    workspace = context.workspace

    def show(found: IssuedNotice) -> None:
        from inspector.ui.printing.dialog import print_document  # noqa: PLC0415 - when somebody prints

        title = _("Result notice {number}").format(number=found.number)
        dialog = print_document(parent, context, found.pdf, title=title, name=f"{found.number}.pdf")
        dialog.offer_replies(found.replies)

    context.tasks.run(lambda: issued_notice(workspace, visit), show, owner=parent)
