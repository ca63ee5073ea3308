"""The right panel of steps 2 and 3: everything behind the focused line.

Value and converted value, formula, limit, standard and clause, confidence; history with days; the hazard it proposes;
note and photos. It is brought up to date a moment after the focus moved, so that quick typing never waits for it.
"""

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.visits.views import DraftStatus, Line
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.chip import VerdictMark, note_chip
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.marks import Rule
from inspector.ui.kit.meaning import verdict_name
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.visit.drafts import place
from inspector.ui.visit.history_chart import HistoryChart
from inspector.ui.visit.override import may_request
from inspector.ui.visit.photos import PhotoPlace, PhotoShelf
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.proposal_box import ProposalBox
from inspector.ui.visit.read_only import writes
from inspector.ui.visit.reading_rows import LineRow, out_of_service

DELAY_MS = 60
"""Quiet time after the last move of the focus before the panel follows."""
PAD = 16
ROOM = 264
"""Width for buttons side by side in the narrowest panel."""


def value_text(line: Line) -> str:
    """The values of a line with its unit, phases named."""
    values = [f"{cell.phase} {cell.value}".strip() for cell in line.cells if cell.value]
    joined = "  ".join(values) if values else "—"
    return f"{joined}\u00a0{line.unit}" if values and line.unit else joined


class _Facts(QWidget):
    """Label and value pairs in two columns."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._pairs: list[tuple[Text, ElidedLabel]] = []

    def show_pairs(self, pairs: list[tuple[str, str]]) -> None:
        """Show these; pairs without a value are left out."""
        shown = [(label, value) for label, value in pairs if value]
        while len(self._pairs) < len(shown):
            row = len(self._pairs)
            self._pairs.append((Text("", "hint", "text-2"), ElidedLabel("", "body")))
            for column, widget in enumerate(self._pairs[row]):
                self._grid.addWidget(widget, row, column)
        for index, (name, value) in enumerate(self._pairs):
            visible = index < len(shown)
            name.setVisible(visible)
            value.setVisible(visible)
            if visible:
                name.setText(shown[index][0])
                value.setText(shown[index][1])


class LineContext(QWidget):
    """Call `follow(LineRow | None)`; the `…_wanted` signals carry (Target, ref)."""

    override_wanted = Signal(object, str)
    wait_wanted = Signal(object, str)
    out_of_service_wanted = Signal(object, str)
    hazard_wanted = Signal(object, str)
    decided = Signal()
    """The person is done here; the focus goes back to the table."""
    toggle_requested = Signal()
    """The button that folds the panel."""

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._entry: LineRow | None = None
        self._wanted: LineRow | None = None
        self._shelf: PhotoShelf | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self.title = Text("", "card_title", wrap=True)
        self._verdict = VerdictMark()
        self._override_chip = note_chip(_("Overridden"), "plain", "pencil")
        self._facts = _Facts()
        self._chart_title = Text(_("History"), "hint_bold", "text-2")
        self.chart = HistoryChart()
        self.ahead = Text("", "hint", "text-2", wrap=True)
        self._beside_title = Text(_("Beside it"), "hint_bold", "text-2")
        self.beside = Text("", "hint", "text-2", wrap=True)
        self._evidence_title = Text(_("Why"), "hint_bold", "text-2")
        self.evidence = Text("", "body", "text-2", wrap=True)
        self._reason = Text("", "body", "text-2", wrap=True)
        self.proposal = ProposalBox(presenter)
        self.note = TextField(_("Note"), placeholder=_("Note (N)"))
        self._override_button = Button(_("Override"), Kind.SECONDARY, icon="pencil", key="F4")
        self._request_button = Button(_("Make hazard"), Kind.TINTED, icon="plus")
        self._wait_button = Button(_("Enter later…"), Kind.TEXT, icon="calendar-clock")
        self._out_button = Button(_("Not measured"), Kind.TEXT, icon="ban", key="X")
        writes(self._override_button, self._request_button, self._wait_button, self._out_button)
        self.toggle_button = IconButton("panel-right", _("Hide the panel"), size=28)
        self._empty = Text(_("Choose a line to see its history and its basis."), "body", "text-3", wrap=True)
        self._content = QWidget()
        self._build()
        self._connect()
        self._show(None)

    def _build(self) -> None:
        column = QVBoxLayout(self._content)
        column.setContentsMargins(PAD, 12, PAD, PAD)
        column.setSpacing(10)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self._verdict, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.toggle_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._empty)
        column.addWidget(self._head)
        column.addWidget(self._override_chip)
        column.addWidget(self._reason)
        column.addWidget(self._facts)
        column.addWidget(self.proposal)
        column.addWidget(self._chart_title)
        column.addWidget(self.chart)
        column.addWidget(self.ahead)
        column.addWidget(self._beside_title)
        column.addWidget(self.beside)
        column.addWidget(self._evidence_title)
        column.addWidget(self.evidence)
        self._rule = Rule()
        column.addWidget(self._rule)
        self._actions = QWidget()
        actions = QVBoxLayout(self._actions)
        actions.setContentsMargins(0, 0, 0, 0)
        actions.setSpacing(6)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self._request_button)
        first.addWidget(self._override_button)
        first.addStretch(1)
        actions.addLayout(first)
        beside = (self._out_button, self._wait_button)
        fits = sum(button.sizeHint().width() for button in beside) + 6 <= ROOM
        second = QBoxLayout(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)
        second.setSpacing(6)
        for button in beside:
            second.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        second.addStretch(1)
        actions.addLayout(second)
        column.addWidget(self._actions)
        column.addWidget(self.note)
        self._photos = QVBoxLayout()
        column.addLayout(self._photos)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scroller(self._content))

    def _connect(self) -> None:
        self._timer.timeout.connect(lambda: self._show(self._wanted))
        self.proposal.decided.connect(self.decided)
        self.toggle_button.clicked.connect(self.toggle_requested)
        self.note.value_committed.connect(self._on_note_committed)
        self.note.return_pressed.connect(self.decided)
        self._request_button.clicked.connect(lambda: self._emit(self.hazard_wanted))
        self._override_button.clicked.connect(lambda: self._emit(self.override_wanted))
        self._wait_button.clicked.connect(lambda: self._emit(self.wait_wanted))
        self._out_button.clicked.connect(lambda: self._emit(self.out_of_service_wanted))

    def _emit(self, signal: SignalInstance) -> None:
        if self._entry is not None:
            signal.emit(self._entry.target, self._entry.line.ref)

    def _on_note_committed(self, text: str) -> None:
        if self._entry is not None:
            self._presenter.note(self._entry.target, self._entry.line.ref, text.strip())

    def open_note(self, entry: LineRow) -> None:
        """Show a line now, with the caret in its note; Enter and Esc give the focus back by `decided`."""
        self._timer.stop()
        self._wanted = entry
        self._show(entry)
        self.note.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.note.editor.hasFocus():
            self.decided.emit()
            return
        super().keyPressEvent(event)

    def follow(self, entry: LineRow | None) -> None:
        """Show another line soon."""
        self._wanted = entry
        self._timer.start()

    @property
    def shown(self) -> LineRow | None:
        """The line that is shown now."""
        return self._entry

    def _show(self, entry: LineRow | None) -> None:
        other = entry is None or self._entry is None or _key(entry) != _key(self._entry)
        self._entry = entry
        for widget in (self._head, self._facts, self.note, self._actions, self._rule):
            widget.setVisible(entry is not None)
        self._empty.setVisible(entry is None)
        line = entry.line if entry is not None else None
        self.proposal.show_draft(line.hazard if line else None)
        self._show_judgement(line)
        self._show_history(line)
        self._show_photos(entry, other=other)
        if line is None:
            return
        self.title.setText(line.label)
        self._facts.show_pairs(
            [
                (_("Now"), value_text(line)),
                (_("Last"), line.last),
                (_("First"), line.first),
                (_("Change"), line.change),
                (_("Limit"), line.limit),
                (_("Basis"), line.judgement.basis if line.judgement else ""),
                (_("Confirmed"), line.judgement.confidence if line.judgement else ""),
            ]
        )
        if other or not self.note.editor.hasFocus():
            self.note.set_value(line.note)
            if entry is not None:
                self._presenter.typing.follow(self.note, place("note", entry.target, line.ref))
        self._show_actions(line)

    def _show_actions(self, line: Line) -> None:
        self._request_button.setVisible(may_request(line))
        self._override_button.setEnabled(line.judgement is not None)
        self._out_button.setVisible(not line.computed)
        self._out_button.set_label(_("Measured after all") if out_of_service(line) else _("Not measured"))
        filled = any(cell.value for cell in line.cells)
        self._wait_button.setVisible(not (line.computed or filled or out_of_service(line)))
        self._wait_button.set_label(_("No longer waiting") if line.waiting_reason else _("Enter later…"))

    def _show_judgement(self, line: Line | None) -> None:
        judged = line.judgement if line else None
        self._verdict.set_verdict(judged.verdict if judged else None)
        overridden = judged is not None and judged.overridden is not None
        self._override_chip.setVisible(overridden)
        reasons = []
        if judged is not None and judged.overridden is not None:
            words = _("The rule says {verdict}.").format(verdict=verdict_name(judged.overridden))
            reasons = [words, judged.override_reason]
        if line is not None and line.waiting_reason:
            reasons.append(_("Waiting: {reason}").format(reason=line.waiting_reason))
        if line is not None:
            reasons += [cell.error for cell in line.cells if cell.error]
        self._reason.setText("\n".join(reasons))
        self._reason.setVisible(bool(reasons))
        self.evidence.setText(judged.tooltip if judged else "")
        self.evidence.setVisible(bool(judged and judged.tooltip))
        self._evidence_title.setVisible(bool(judged and judged.tooltip))

    def _show_history(self, line: Line | None) -> None:
        has = line is not None and len(line.history) > 0
        self.chart.setVisible(has)
        self._chart_title.setVisible(has)
        self.ahead.setText(line.outlook if line is not None else "")
        self.ahead.setVisible(line is not None and bool(line.outlook))
        self.beside.setText("\n".join(line.beside) if line is not None else "")
        for widget in (self._beside_title, self.beside):
            widget.setVisible(line is not None and bool(line.beside))
        if line is not None and has:
            verdict = line.judgement.verdict if line.judgement else None
            decimals = len(line.last.partition(".")[2]) if line.last else None
            self.chart.set_history(line.history, line.history_dates, line.history_limit, verdict, decimals)
            self.chart.set_course(line.course)

    def _show_photos(self, entry: LineRow | None, *, other: bool) -> None:
        if other and self._shelf is not None:
            self._shelf.hide()
            self._shelf.deleteLater()
            self._shelf = None
        hazard = entry.line.hazard if entry is not None else None
        if entry is None or (hazard is not None and hazard.status is DraftStatus.DRAFT and not entry.line.photos):
            return
        if self._shelf is None:
            self._shelf = PhotoShelf(self._presenter, PhotoPlace(entry.target, entry.line.ref))
            self._photos.addWidget(self._shelf)
        self._shelf.show_photos(entry.line.photos)


def _key(entry: LineRow) -> tuple[object, str]:
    return entry.target, entry.line.ref
