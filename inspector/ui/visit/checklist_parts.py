"""The left and the head of a checklist step: outline with counts, progress, and the open section's head."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.services.visits.views import FormView, ItemState, Row, Section
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.chip import note_chip
from inspector.ui.kit.marks import Rule
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.progress import ProgressLine
from inspector.ui.kit.rows import Outline, OutlineItem, Scroller
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.visit.read_only import writes


class SectionHead(QWidget):
    """Title, count and failures of the open section, and the filter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel("", "block")
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._count = Text("", "question", "text-2")
        self._failed = note_chip("", "red")
        self.rest = Button(_("Pass the rest"), icon="check", key="Shift A")
        writes(self.rest)
        self.only_unanswered = Button(_("Unanswered only"), Kind.TEXT, icon="list-filter")
        self.context = IconButton("panel-right", _("Show the panel"), bordered=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addWidget(self._failed)
        row.addStretch(1)
        row.addWidget(self.rest)
        row.addWidget(self.only_unanswered)
        row.addWidget(self.context)

    def show_section(self, section: Section) -> None:
        """Show another section or fresh counts."""
        self._title.setText(f"{section.number} {section.title}".strip())
        self._count.setText(f"{section.done}/{section.total}")
        label = _("Fail {count}").format(count=section.failed)
        self._failed.set_look(label, Look(label, "", "red"))
        self._failed.setVisible(section.failed > 0)
        self.rest.setVisible(section.rest > 0)


class SectionOutline(QWidget):
    """Sections with their counts, the questions of the open one, and the progress of the step."""

    item_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outline = Outline(_("Sections"))
        self._scroller = Scroller(self.outline)
        self._progress = ProgressLine(_("This step"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 12)
        column.setSpacing(8)
        column.addWidget(self._scroller, 1)
        column.addWidget(Rule())
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 4, 8, 4)
        foot.addWidget(self._progress)
        column.addLayout(foot)
        self.outline.item_chosen.connect(self.item_chosen)

    def show_form(self, form: FormView, section: str, row: str) -> None:
        """Show counts; `section` is open, `row` (a ref or "") is focused."""
        items: list[OutlineItem] = []
        for shown in form.sections:
            items.append(_section_item(shown))
            if shown.ref == section:
                items += [_row_item(question) for question in shown.rows if question.relevant]
        self.outline.set_items(items, section, row)
        self._progress.set_progress(form.done, form.total)
        if row:
            self._scroller.ensure_visible(self.outline.row_rect(row), 40)


def _section_item(section: Section) -> OutlineItem:
    return OutlineItem(
        section.ref,
        section.title,
        number=section.number,
        count=f"{section.done}/{section.total}",
        show_state=False,
        failed=section.failed,
        ticked=section.done >= section.total and not section.failed,
    )


def _row_item(row: Row) -> OutlineItem:
    return OutlineItem(row.ref, row.title or row.label, number=row.number, level=1, state=row_state(row))


def row_state(row: Row) -> ItemState:
    """The state dot of a question."""
    if row.error or row.value == Verdict.FAIL or (row.judgement and row.judgement.verdict is Verdict.FAIL):
        return ItemState.FAIL
    if (row.judgement and row.judgement.verdict is Verdict.ATTENTION) or (row.drawn_open and row.value):
        return ItemState.ATTENTION
    return ItemState.DONE if row.value else ItemState.TODO
