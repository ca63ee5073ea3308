"""What the ledger page prints and asks in dialogs: issues, sheets, notices, results, columns, registration."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from inspector import services
from inspector.domain.ledger import LedgerKind
from inspector.i18n import _, ngettext
from inspector.services.ledgers.views import HazardDetail
from inspector.ui.files.saving import ask_folder, write_file
from inspector.ui.page import Place
from inspector.ui.printing.dialog import make_and_print, print_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspector.services import BulkResult
    from inspector.services.printing.reply_files import ReplyFile
    from inspector.ui.ledger.doing import LedgerDoing
    from inspector.ui.ledger.page import LedgersPage


class LedgerPapers(QObject):
    """Opens the dialogs of a ledger page, each imported when it is needed."""

    def __init__(self, page: "LedgersPage", doing: "LedgerDoing") -> None:
        super().__init__(page)
        self._page, self._doing = page, doing
        self._context = page.context

    # issues ---------------------------------------------------------------------------------------------------------

    def menu(self) -> QMenu:
        """What else can be printed and written."""
        page, doing, menu = self._page, self._doing, QMenu(self._page)
        entries: tuple[tuple[str, Callable[[], object]], ...] = (
            (_("Print as a numbered issue…") + "\tCtrl+P", self.issue),
            (_("Issues of this ledger…"), self.issues),
            (_("Export to Excel…"), lambda: doing.export("xlsx")),
            (_("Export to CSV…"), lambda: doing.export("csv")),
            (_("Export a draft as PDF…"), lambda: doing.export("pdf")),
            (_("Import a customer's reply") + "\tCtrl+I", page.replies.open),
            (_("Figures"), lambda: page.page_requested.emit("figures")),
        )
        for label, act in entries:
            menu.addAction(label).triggered.connect(lambda _on=False, act=act: act())
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def issue(self) -> None:
        """Make a numbered issue of what the table shows."""
        from inspector.ui.ledger.issuing import IssueDialog  # noqa: PLC0415 - rare

        dialog = IssueDialog(self._page, self._context, self._page.list.kind, self._page.query())
        dialog.issued.connect(self._show_issue)
        dialog.open()

    def issues(self) -> None:
        """The issues that were made."""
        from inspector.ui.ledger.issue_list import IssueListDialog  # noqa: PLC0415 - rare

        dialog = IssueListDialog(self._page, self._context, self._page.list.kind)
        dialog.reprint_wanted.connect(self._show_issue)
        dialog.open()

    def _show_issue(self, issue: Any) -> None:
        workspace = self._context.workspace

        def show(pdf: bytes) -> None:
            print_document(self._page, self._context, pdf, title=issue.number, name=f"{issue.number}.pdf")

        self._context.tasks.run(lambda: services.reprint(workspace, issue.id), show, owner=self)

    # papers of hazards ----------------------------------------------------------------------------------------------

    def sheets(self, hazards: tuple[str, ...]) -> None:
        """Print hazard sheets, one after the other."""
        workspace = self._context.workspace

        def make(language: str) -> bytes:
            from inspector.services.printing.stacks import hazard_sheets  # noqa: PLC0415 - draws

            return hazard_sheets(workspace, hazards, language)

        title = ngettext("{count} hazard sheet", "{count} hazard sheets", len(hazards)).format(count=len(hazards))
        make_and_print(self._page, self._context, make, title=title, name=f"{_('Hazard sheets')}.pdf")

    def photos(self, hazards: tuple[str, ...]) -> None:
        """Print the photos of hazards, before beside after."""
        workspace, title = self._context.workspace, _("Photo Appendix")

        def make(language: str) -> bytes:
            from inspector.services.printing.photo_appendix import photos_of  # noqa: PLC0415 - draws

            return photos_of(workspace, hazards, language)

        make_and_print(self._page, self._context, make, title=title, name=f"{title}.pdf")

    def record(self, hazard: str, number: str) -> None:
        """Print the record of the last review of a hazard."""
        workspace, title = self._context.workspace, _("Review record")

        def make(language: str) -> bytes:
            from inspector.services.printing.hazard_papers import review_record  # noqa: PLC0415 - draws

            return review_record(workspace, hazard, language)

        make_and_print(self._page, self._context, make, title=title, name=f"{title} {number}.pdf")

    def notices(self, numbers: tuple[str, ...]) -> None:
        """Print the notices that were served."""
        workspace = self._context.workspace

        def work() -> "tuple[bytes, tuple[ReplyFile, ...]]":
            from inspector.services.printing.reply_files import reply_files  # noqa: PLC0415 - rare
            from inspector.services.printing.stacks import notices_pdf  # noqa: PLC0415 - draws

            return notices_pdf(workspace, numbers), reply_files(workspace, numbers)

        def show(found: "tuple[bytes, tuple[ReplyFile, ...]]") -> None:
            pdf, replies = found
            name = f"{numbers[0] if len(numbers) == 1 else _('Notices')}.pdf"
            print_document(self._page, self._context, pdf, title=title, name=name).offer_replies(replies)

        title = ngettext("{count} notice", "{count} notices", len(numbers)).format(count=len(numbers))
        self._context.tasks.run(work, show, owner=self)

    def save_notices(self, numbers: tuple[str, ...]) -> None:
        """Write notices and their reply files into a folder that the person chooses."""
        workspace, messages = self._context.workspace, self._context.messages

        def save(folder: Path) -> None:
            def work() -> int:
                from inspector.services.printing.stacks import notice_files  # noqa: PLC0415 - reads blobs

                files = workspace.call(lambda: notice_files(workspace, numbers))
                for name, data in files:
                    write_file(folder / name, data)
                return len(files)

            def done(count: int) -> None:
                told = ngettext("{count} file saved in {folder}", "{count} files saved in {folder}", count)
                messages.success(told.format(count=count, folder=folder))

            self._context.tasks.run(work, done, pool=True, owner=self)

        ask_folder(self._page, _("Save notices and reply files"), Path.home() / "Documents", save)

    # results --------------------------------------------------------------------------------------------------------

    def show_result(self, result: "BulkResult") -> None:
        """Tell what was done and what was left, and offer the notices that were served."""
        if self._context.desk is not None:
            self._context.desk.refresh()
        if result.refused or len(result.done) > 1:
            from inspector.ui.ledger.result_dialog import ResultDialog  # noqa: PLC0415 - rare

            dialog = ResultDialog(self._page, result)
            dialog.print_wanted.connect(lambda: self.notices(result.notices))
            dialog.save_wanted.connect(lambda: self.save_notices(result.notices))
            dialog.open()
        elif result.notices:
            self._context.messages.success(
                _("Notice {number} was served.").format(number=result.notices[0]),
                _("Print…"),
                lambda: self.notices(result.notices),
            )

    # choices --------------------------------------------------------------------------------------------------------

    def choose_look(self) -> None:
        """Choose columns and groups."""
        from inspector.ui.ledger.look_dialog import LookDialog  # noqa: PLC0415 - rare

        shown = self._page.list
        dialog = LookDialog(self._page, shown.kind, shown.kept.columns(shown.kind), shown.kept.group(shown.kind))
        dialog.look_chosen.connect(shown.set_look)
        dialog.open()

    def choose_customer(self) -> None:
        """Choose a customer to filter by."""
        from inspector.ui.ledger.customer_dialog import CustomerDialog  # noqa: PLC0415 - rare

        dialog = CustomerDialog(self._page, self._context)
        dialog.customer_chosen.connect(self._on_customer_chosen)
        dialog.open()

    def _on_customer_chosen(self, account: str, name: str) -> None:
        filters = self._page.list.filters
        filters.set_names(filters.teams, {account: name})
        filters.switch(f"customer:{account}", on=True)

    def open_customer(self, account: str) -> None:
        """Open the file of a customer."""
        workspace = self._context.workspace

        def work() -> str:
            from inspector.services.ledgers.filters import customer_id  # noqa: PLC0415 - on the worker

            return customer_id(workspace, account)

        def show(customer: str) -> None:
            self._page.place_requested.emit(Place("customer", customer))

        self._context.tasks.run(work, show, owner=self)

    def register(self) -> None:
        """Register a hazard that was found outside an inspection."""
        from inspector.ui.ledger.register_dialog import RegisterHazardDialog  # noqa: PLC0415 - rare

        dialog = RegisterHazardDialog(self._page, self._context)
        dialog.saved.connect(self._on_registered)
        dialog.open()

    def _on_registered(self, detail: HazardDetail) -> None:
        page = self._page
        if page.list.kind is LedgerKind.INSPECTION:
            page.show_ledger(LedgerKind.RECTIFICATION)
        page.show_hazard(detail.hazard.id)
        page.refresh()
        if self._context.desk is not None:
            self._context.desk.refresh()
