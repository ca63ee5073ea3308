"""The preview of a reply: its rows with what becomes of them, the chosen one at the side, and the import."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext
from inspector.services.replies.views import Outcome, ReplyPreview
from inspector.ui.importing.preview_frame import PreviewFrame
from inspector.ui.kit.columns import RowsModel
from inspector.ui.kit.text import ElidedLabel
from inspector.ui.replies.detail import ReplyDetail
from inspector.ui.replies.rows import (
    ALL,
    COLUMNS,
    TABS,
    WARNED,
    OutcomeDelegate,
    PreviewRow,
    grouped,
    widest_chip,
)

FIRST = (Outcome.SUBMIT.value, Outcome.NOTE.value, Outcome.REFUSED.value)
"""Where a preview opens: on what the button imports, else on what stands against it."""


class ReplyPreviewView(PreviewFrame):
    """As every preview of an import."""

    def __init__(self, parent: QWidget | None = None) -> None:
        model = RowsModel(COLUMNS)
        super().__init__(_("Rows of the reply"), TABS, model, parent)
        self._model = model
        self._preview: ReplyPreview | None = None
        self.table.setItemDelegate(OutcomeDelegate(self.table))
        self.table.contents = {"outcome": widest_chip()}
        self.detail = ReplyDetail()
        self.summary = ElidedLabel("", "body_medium", "text-2")
        self._lay_out(self.detail, self.summary, self.list_button, self.import_button)

    @property
    def preview(self) -> ReplyPreview | None:
        """What is shown."""
        return self._preview

    def show_preview(self, preview: ReplyPreview) -> None:
        """Show a preview, open on what would be imported. “All” counts rows: what concerns the file is none."""
        self._preview = preview
        self._groups = grouped(preview)
        counts = {key: len(rows) for key, rows in self._groups.items()}
        for key, count in (counts | {ALL: len(preview.rows)}).items():
            self.tabs.set_count(key, count)
        rows = counts[Outcome.SUBMIT.value] + counts[Outcome.NOTE.value]
        self.list_button.setVisible(bool(counts[Outcome.REFUSED.value] or counts[WARNED]))
        self.import_button.setEnabled(preview.importable)
        words = ngettext("Import {count} row", "Import {count} rows", rows).format(count=rows)
        self.import_button.set_label(words if preview.importable else _("Import"))
        self.summary.setText(_summary(preview, counts))
        self.summary.set_token("red-text" if preview.problems else "text-2")
        self._open_at(ALL if preview.blocking else next((key for key in FIRST if counts[key]), ALL))

    @override
    def _show_rows(self, rows: tuple[PreviewRow, ...]) -> None:
        self._model.set_rows(rows)

    @override
    def _on_row_chosen(self, number: int) -> None:
        self.detail.show_row(self._rows.row(number))


def _summary(preview: ReplyPreview, counts: Mapping[str, int]) -> str:
    """What stops the import, or what it brings; then which notice this is."""
    about = _("{notice} · {customer}").format(notice=preview.notice, customer=preview.customer_name)
    if preview.blocking:
        return _("The file is refused as a whole: see the first rows.") + "  " + about
    if not preview.importable and not preview.problems:
        return _("There is nothing new to import.") + "  " + about
    words = _("To review {submitted}, notes {noted}, refused {refused}.")
    told = words.format(
        submitted=counts[Outcome.SUBMIT.value],
        noted=counts[Outcome.NOTE.value],
        refused=counts[Outcome.REFUSED.value],
    )
    return f"{told}  {about}"
