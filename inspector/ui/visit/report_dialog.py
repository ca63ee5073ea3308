"""What a testing company's workbook would enter: recognised, guessed and unknown rows, their verdicts; then one step.

Choosing what a row stands for is remembered for the company.
"""

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext
from inspector.problems import Problem
from inspector.services.lab_reports.importing import IGNORED, ReportPreview, ReportRow
from inspector.services.lab_reports.reading import Labelled
from inspector.services.lab_reports.taking import preview_workbook, read_report, take_workbook
from inspector.services.visits.views import Target
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import ComboField, TextField
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.value_rows import ValueRow, ValueTable

WIDTH = 820
ROWS_HEIGHT = 300


class ReportDialog(Dialog):
    """Call `begin()`; it opens when the workbook was read."""

    scrolls = False

    def __init__(self, parent: QWidget, presenter: VisitPresenter, target: Target, name: str, data: bytes) -> None:
        super().__init__(
            parent, _("Take values from “{file}”").format(file=name), accept=_("Enter values"), width=WIDTH
        )
        self._presenter = presenter
        self._target = target
        self._name = name
        self._data = data
        self._labels: tuple[Labelled, ...] = ()
        self._chosen: dict[str, str] = {}
        self._preview: ReportPreview | None = None
        self._row = -1
        self.company = TextField(_("Testing company"), label=True)
        self.table = ValueTable(_("What goes where"))
        self.table.setMinimumHeight(ROWS_HEIGHT)
        self.goes_to = ComboField(_("Goes to"))
        self._source = ElidedLabel("", "body", "text-1")
        self._words = Text("", "hint", "text-2", wrap=True)
        self._build()
        self.company.value_committed.connect(self._on_company_committed)
        self.table.selectionModel().currentRowChanged.connect(lambda index, _old: self._on_row_chosen(index.row()))
        self.goes_to.value_committed.connect(self._on_place_chosen)

    def _build(self) -> None:
        self.body.addWidget(self.company)
        self.body.addWidget(self.table)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._source, 1)
        row.addWidget(self.goes_to, 1)
        self.body.addLayout(row)
        self.body.addWidget(self._words)

    @override
    def first_focus(self) -> QWidget:
        return self.table

    def begin(self) -> None:
        """Read the workbook, then open."""
        workspace, visit = self._presenter.workspace, self._presenter.visit.id
        target, data, name = self._target, self._data, self._name
        self._presenter.load(
            lambda: read_report(workspace, visit, target, data, name),
            self._on_read,
            pool=True,
            failed=self._on_unreadable,
            owner=self,
        )

    def _on_unreadable(self, problem: Problem) -> None:
        self._presenter.messages.problem(problem)
        self.deleteLater()

    def _on_read(self, labels: tuple[Labelled, ...]) -> None:
        self._labels = labels
        self._refresh()

    def _refresh(self) -> None:
        workspace, visit, target = self._presenter.workspace, self._presenter.visit.id, self._target
        labels, company, chosen = self._labels, self.company.value().strip(), dict(self._chosen)
        self._presenter.load(
            lambda: preview_workbook(workspace, visit, target, labels, company=company, chosen=chosen),
            self._show,
            pool=True,
            owner=self,
        )

    def _show(self, preview: ReportPreview) -> None:
        self._preview = preview
        if not self.company.editor.hasFocus():
            self.company.set_value(preview.company)
        labels = {place.name: place.label for place in preview.places}
        self.table.value_model.show([_value_row(row, labels) for row in preview.rows])
        options = [("", "—"), (IGNORED, _("Do not take over"))]
        self.goes_to.set_options([*options, *((place.name, place.label) for place in preview.places)])
        self._say(preview)
        if self.isHidden():
            self.open()
        if preview.rows:
            self.table.selectRow(max(0, self._row) if self._row >= 0 else _first_open(preview))

    def _say(self, preview: ReportPreview) -> None:
        taken = sum(1 for row in preview.rows if row.expected)
        guessed = sum(1 for row in preview.rows if row.expected and not row.sure)
        unknown = sum(1 for row in preview.rows if not row.name)
        wrong = sum(1 for row in preview.rows for one in row.expected if one.error)
        words = [ngettext("{count} row recognised", "{count} rows recognised", taken).format(count=taken)]
        if guessed:
            words.append(
                ngettext("{count} guessed, please check", "{count} guessed, please check", guessed).format(
                    count=guessed
                )
            )
        if unknown:
            words.append(ngettext("{count} not recognised", "{count} not recognised", unknown).format(count=unknown))
        if wrong:
            words.append(ngettext("{count} is no value", "{count} are no values", wrong).format(count=wrong))
        self._words.setText(" · ".join(words))

    # choosing -----------------------------------------------------------------------------------------------------

    def _on_row_chosen(self, number: int) -> None:
        preview = self._preview
        if preview is None or not 0 <= number < len(preview.rows):
            return
        self._row = number
        row = preview.rows[number]
        self._source.setText(f"{row.place} · {row.label}")
        self.goes_to.set_value(row.name)

    def _on_place_chosen(self, name: str) -> None:
        preview = self._preview
        if preview is not None and 0 <= self._row < len(preview.rows):
            self._chosen[preview.rows[self._row].key] = name or IGNORED
            self._refresh()

    def _on_company_committed(self, _text: str) -> None:
        self._refresh()

    @override
    def complaint(self) -> bool:
        nothing = self._preview is None or not self._preview.values
        if nothing:
            self._words.setText(_("Nothing is recognised yet. Choose a row and what it stands for."))
        return nothing

    @override
    def accept(self) -> None:
        if self.complaint():
            return
        preview, chosen = self._preview, dict(self._chosen)
        workspace, visit = self._presenter.workspace, self._presenter.visit.id
        target, data, name, company = self._target, self._data, self._name, self.company.value().strip()
        found = [one for row in preview.rows for one in row.expected] if preview is not None else []
        wrong = sum(1 for one in found if one.error)
        told = ngettext("{count} value taken over", "{count} values taken over", len(found) - wrong)
        parts = [told.format(count=len(found) - wrong)]
        if wrong:
            parts.append(ngettext("{count} is no value", "{count} are no values", wrong).format(count=wrong))
        self._presenter.write(
            lambda: take_workbook(workspace, visit, target, data, name, company=company, chosen=chosen),
            target=target,
            ref="report",
            pool=True,
            told=" · ".join(parts),
        )
        super().accept()


def _first_open(preview: ReportPreview) -> int:
    """The first row that deserves a look."""
    rows = enumerate(preview.rows)
    return next((at for at, row in rows if not row.sure or any(one.error for one in row.expected)), 0)


def _value_row(row: ReportRow, labels: dict[str, str]) -> ValueRow:
    given = " / ".join(text or "—" for text in row.texts)
    goes_to = _("not taken over") if row.name == IGNORED else labels.get(row.name, "")
    if row.expected and not row.sure:
        goes_to = _("{label} (guessed)").format(label=goes_to)
    verdicts = [one.judgement.verdict for one in row.expected if one.judgement]
    return ValueRow(
        f"{row.label}: {given}" if given else row.label,
        goes_to,
        " / ".join(one.before for one in row.expected if one.before),
        " / ".join(one.value for one in row.expected),
        next((one.error for one in row.expected if one.error), ""),
        max(verdicts, key=lambda verdict: verdict.severity, default=None),
    )
