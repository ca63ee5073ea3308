"""The left column of step 4: counts, what is missing, proposals to decide, findings, old hazards, what will be made."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _, ngettext
from inspector.services.visits.remark_views import Remark
from inspector.services.visits.views import Missing, SummaryView
from inspector.services.words import NBSP
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.visit.findings import FindingRow, ListRow, MadeRow, MissingRow, OldRow, finding_rows
from inspector.ui.visit.inference_rows import InferenceRow
from inspector.ui.visit.proposals import Proposals
from inspector.ui.visit.read_only import writes
from inspector.ui.visit.remark_rows import attention_of, overridden_of, remark_rows

SHOWN = 4
"""Missing things listed before the rest folds."""


class _Group(QWidget):
    """A titled card of rows that hides while it has none."""

    def __init__(self, title: str = "", *, border: str = "line", bar: str = "") -> None:
        super().__init__()
        self._border, self._bar = border, bar
        self._head = Text(title, "card_title", parent=self)
        self._count = Text("", "body", "text-2", parent=self)
        self._head.setVisible(bool(title))
        self._count.setVisible(bool(title))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        if title:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(self._head)
            row.addWidget(self._count)
            row.addStretch(1)
            self._layout.addLayout(row)
        self._card: QWidget | None = None

    def set_title(self, title: str) -> None:
        """Say something else over the rows."""
        self._head.setText(title)

    def show_widgets(self, widgets: Sequence[QWidget], count: str = "", *, visible: bool = True) -> None:
        """Show these rows in a fresh card."""
        if self._card is not None:
            self._layout.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
        card = Card(flush=True, border=self._border, bar=self._bar)
        for widget in widgets:
            card.body.addWidget(widget)
        self._card = card
        self._layout.addWidget(card)
        self._count.setText(count)
        self.setVisible(visible and bool(widgets))

    def show_bare(self, widget: QWidget, count: str, *, visible: bool) -> None:
        """Hold a widget that keeps its own cards."""
        if widget is not self._card:
            self._card = widget
            self._layout.addWidget(widget)
        self._count.setText(count)
        self.setVisible(visible)


class SummaryList(Panel):
    """Shows a `SummaryView` without its signatures.

    `finding_opened(id)`, `old_opened(hazard id)`, `missing_opened(Missing)`; proposals are told by `proposals`.
    `inference_opened(InferenceView)`, `inference_restored(id)`.
    """

    finding_opened = Signal(str)
    old_opened = Signal(str)
    missing_opened = Signal(object)
    hazard_wanted = Signal()
    """A hazard is to be added by hand."""
    inference_opened = Signal(object)
    inference_restored = Signal(str)
    remark_opened = Signal(object)
    """`Remark`: something judged 注意 or overridden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent=parent)
        self._all_missing = False
        self._missing: tuple[Missing, ...] = ()
        self._counts = Text("", "hint", "text-2", wrap=True)
        self._banner = QWidget()
        self.proposals = Proposals()
        self._missing_group = _Group(_("Still missing"), border="amber-border", bar="amber")
        self._proposal_group = _Group(_("To be decided"))
        self._finding_group = _Group()
        self._inference_group = _Group(_("What readings say"))
        self._attention_group = _Group(_("Attention"))
        self._override_group = _Group(_("Overridden"))
        self._old_group = _Group(_("Old hazards"))
        self._made_group = _Group(_("Made at sign-off"))
        self._clean = Text(_("No hazards were found."), "body", "text-2")
        self._content = QWidget()
        self._scroller = Scroller(self._content)
        self._build()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.setSpacing(10)
        head.addWidget(Text(_("Conclusion"), "block"))
        head.addWidget(self._counts, 1)
        self.add_button = IconButton("plus", _("Add a hazard"), key="Ctrl N", bordered=True)
        writes(self.add_button)
        self.add_button.clicked.connect(self.hazard_wanted)
        head.addWidget(self.add_button)
        holder = QWidget()
        holder.setFixedHeight(36)
        holder.setLayout(head)
        layout.addWidget(holder)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(16, 0, 12, 16)
        column.setSpacing(14)
        self._build_banner()
        for widget in (
            self._banner,
            self._missing_group,
            self._proposal_group,
            self._clean,
            self._finding_group,
            self._inference_group,
            self._override_group,
            self._attention_group,
            self._old_group,
            self._made_group,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        layout.addWidget(self._scroller, 1)

    def only_read(self) -> None:
        """The visit is signed: what sign-off made is there."""
        self._made_group.set_title(_("Made by this visit"))

    def _build_banner(self) -> None:
        row = QHBoxLayout(self._banner)
        row.setContentsMargins(0, 0, 0, 0)
        card = Card(fill="amber-tint", border="amber-border")
        card.body.setContentsMargins(12, 9, 12, 9)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Glyph("circle-alert", "amber-text"), 0, Qt.AlignmentFlag.AlignTop)
        words = _("The content was changed after signing, so all signatures were cleared. Please sign again.")
        line.addWidget(Text(words, "body", "amber-text", wrap=True), 1)
        card.body.addLayout(line)
        row.addWidget(card)
        self._banner.hide()

    def show_cleared(self, cleared: bool) -> None:
        """Say, or no longer say, that an edit cleared the signatures."""
        self._banner.setVisible(cleared)

    def show_summary(self, view: SummaryView, missing: tuple[Missing, ...], year: int) -> None:
        """Show everything; `missing` is what the list shall name (without signatures and proposals)."""
        kept = self._focused_key()
        words = [
            ngettext("{count} item", "{count} items", view.answered).format(count=view.answered),
            _("passed {count}").format(count=view.passed),
            _("N/A {count}").format(count=view.not_applicable),
        ]
        words += [
            named.format(count=len(found))
            for named, found in (
                (_("Attention {count}"), attention_of(view.remarks)),
                (_("Overridden {count}"), overridden_of(view.remarks)),
            )
            if found
        ]
        if view.unread:
            words.append(
                ngettext("{count} reading not taken", "{count} readings not taken", view.unread).format(
                    count=view.unread
                )
            )
        self._counts.setText(" · ".join(part.replace(" ", NBSP) for part in words))
        self._missing = missing
        self._show_missing()
        self._proposal_group.show_bare(self.proposals, str(len(view.proposals)), visible=bool(view.proposals))
        self.proposals.show_proposals(view.proposals)
        rows = finding_rows(view.hazards, year)
        for row in rows:
            if isinstance(row, FindingRow):
                row.clicked.connect(lambda one=row.draft.id: self.finding_opened.emit(one))
        self._finding_group.show_widgets(rows)
        self._clean.setVisible(not rows)
        self._show_inferences(view)
        self._show_remarks(self._override_group, overridden_of(view.remarks))
        self._show_remarks(self._attention_group, attention_of(view.remarks))
        self._show_old(view)
        made = [MadeRow(line, last=line is view.will_make[-1]) for line in view.will_make]
        self._made_group.show_widgets(made)
        self._restore_focus(kept)

    def _show_inferences(self, view: SummaryView) -> None:
        rows = [InferenceRow(one) for one in view.inferences]
        for row in rows:
            row.opened.connect(self.inference_opened)
            row.restored.connect(self.inference_restored)
        waiting = sum(1 for one in view.inferences if one.open)
        self._inference_group.show_widgets(rows, f"{len(rows) - waiting}/{len(rows)}")

    def _show_remarks(self, group: _Group, remarks: Sequence[Remark]) -> None:
        rows = remark_rows(remarks)
        for row in rows:
            row.clicked.connect(lambda one=row.remark: self.remark_opened.emit(one))
        group.show_widgets(rows, str(len(rows)))

    def _show_old(self, view: SummaryView) -> None:
        old = [OldRow(one, last=one is view.old_hazards[-1]) for one in view.old_hazards]
        for row in old:
            row.clicked.connect(lambda one=row.old.hazard.id: self.old_opened.emit(one))
        judged = sum(1 for one in view.old_hazards if one.judgement is not None)
        self._old_group.show_widgets(old, f"{judged}/{len(old)}")

    def _show_missing(self) -> None:
        count = len(self._missing)
        shown = self._missing if self._all_missing or count <= SHOWN + 1 else self._missing[:SHOWN]
        rows: list[QWidget] = []
        for one in shown:
            row = MissingRow(one, last=one is self._missing[-1])
            row.clicked.connect(lambda chosen=one: self.missing_opened.emit(chosen))
            rows.append(row)
        if len(shown) < count:
            rest = count - len(shown)
            more = Button(ngettext("{count} more…", "{count} more…", rest).format(count=rest), Kind.LINK, height=32)
            more.clicked.connect(self._on_more)
            rows.append(more)
        self._missing_group.show_widgets(rows, str(count))

    def _on_more(self) -> None:
        self._all_missing = True
        self._show_missing()

    def focus_proposal(self, draft: str) -> bool:
        """Put the focus on a proposal's card; whether there is one."""
        for card in self.proposals.cards:
            if card.draft.id == draft:
                card.setFocus(Qt.FocusReason.TabFocusReason)
                self._scroller.ensureWidgetVisible(card)
                return True
        return False

    def deciding(self) -> bool:
        """Whether the focus is on a proposal."""
        child = QApplication.focusWidget()
        return child is not None and self.proposals.isAncestorOf(child)

    def focus_first(self) -> bool:
        """Put the focus on the first row; whether there is one."""
        rows = [row for row in self._content.findChildren(ListRow) if row.isVisible()]
        if rows:
            min(rows, key=lambda row: row.mapTo(self._content, row.pos()).y()).setFocus(Qt.FocusReason.TabFocusReason)
        return bool(rows)

    def _focused_key(self) -> str:
        """The finding that has the focus, so that it keeps it when the list is made anew."""
        rows = [row for row in self._content.findChildren(FindingRow) if row.hasFocus()]
        return rows[0].draft.id if rows else ""

    def _restore_focus(self, key: str) -> None:
        for row in self._content.findChildren(FindingRow):
            if key and row.draft.id == key and row.isVisibleTo(self):
                row.setFocus(Qt.FocusReason.OtherFocusReason)
