"""Parts of step 3's page: the head over the grid and the strip of evidence under it."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.chip import note_chip
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.visit.equipment_form import ATTENTION, EXCEEDED, show_count
from inspector.ui.visit.override import may_request
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.proposal_box import ProposalBox
from inspector.ui.visit.read_only import writes
from inspector.ui.visit.reading_rows import LineRow


class GridHead(QWidget):
    """Title, counts, chips, and the filter of abnormal lines."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = ElidedLabel("", "body", "text-2")
        self._count.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._failed = note_chip("", "red")
        self._attention = note_chip("", "amber")
        self._ambient = Text("", "hint", "text-2")
        self.fold = Button(_("Fold finished"), Kind.TEXT, icon="chevron-down")
        self.abnormal = Button(_("Abnormal only"), Kind.TEXT, icon="list-filter")
        self.last_values = Button(_("Last values"), Kind.SECONDARY, icon="history", key="Ctrl D")
        writes(self.last_values)
        self._on = False
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 16, 2)
        row.setSpacing(8)
        self.title = Text(title, "block")
        row.addWidget(self.title)
        row.addWidget(self._count)
        row.addWidget(self._failed)
        row.addWidget(self._attention)
        row.addStretch(1)
        row.addWidget(self._ambient)
        row.addWidget(self.fold)
        row.addWidget(self.abnormal)
        row.addWidget(self.last_values)

    def show_counts(self, done: int, total: int, failed: int, attention: int) -> None:
        """Show how far the step is."""
        self._count.setText(_("{total} readings · {done} taken").format(total=total, done=done))
        show_count(self._failed, _("Exceeded {count}"), failed, EXCEEDED)
        show_count(self._attention, _("Attention {count}"), attention, ATTENTION)

    def show_ambient(self, temperature: str, humidity: str) -> None:
        """Show what was read of the room, °C and % as written; empty parts are left out."""
        parts = [_("Room {value} °C").format(value=temperature) if temperature else ""]
        parts += [_("Humidity {value} %").format(value=humidity) if humidity else ""]
        self._ambient.setText("   ".join(part for part in parts if part))

    def set_hinted(self, *, on: bool) -> None:
        """Show that last values stand in the empty cells."""
        self.last_values.set_kind(Kind.TINTED if on else Kind.SECONDARY)

    @property
    def filtered(self) -> bool:
        """Whether only abnormal lines are shown."""
        return self._on

    def set_filtered(self, *, on: bool) -> None:
        """Show the filter on or off."""
        self._on = on
        self.abnormal.set_kind(Kind.TINTED if on else Kind.TEXT)


class EvidenceStrip(Panel):
    """One line under the grid: the basis of the focused line's judgement, and the hazard it proposes."""

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__("canvas", "t", parent)
        self._words = ElidedLabel("", "hint", "text-2")
        self._entry: LineRow | None = None
        self._presenter = presenter
        self.request_button = Button(_("Make hazard"), Kind.TINTED, icon="plus")
        writes(self.request_button)
        self.request_button.clicked.connect(self._on_request_clicked)
        self.proposal = ProposalBox(presenter, compact=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 7, 16, 7)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        row.addWidget(self.request_button)
        column.addLayout(row)
        column.addWidget(self.proposal)

    def show_line(self, entry: LineRow | None, *, error: str = "") -> None:
        """Show another line."""
        line = entry.line if entry is not None else None
        judged = line.judgement if line is not None else None
        parts = [line.label if line is not None else ""]
        if error:
            parts.append(error)
        elif judged is not None:
            parts += [judged.override_reason, *judged.tooltip.splitlines()]
        elif line is not None and line.waiting_reason:
            parts.append(_("Waiting: {reason}").format(reason=line.waiting_reason))
        parts += [line.outlook, *line.beside] if line is not None else []
        parts += [line.note] if line is not None and line.note else []
        shown = list(dict.fromkeys(part for part in parts if part))
        self._words.setText(" · ".join(shown) or " ")
        self._words.set_token("red-text" if error else "text-2")
        self._entry = entry
        self.request_button.setVisible(line is not None and may_request(line))
        self.proposal.show_draft(line.hazard if line is not None else None)

    def _on_request_clicked(self) -> None:
        if self._entry is not None:
            self._presenter.request_hazard(self._entry.target, self._entry.line.ref)
