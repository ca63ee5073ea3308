"""The strip under the readings: what several of them mean together, at most two at once, the gravest first.

Each stands with its evidence. 生成隐患 makes a hazard at once (with an offer to take it back); the cross asks for a
reason. F6 comes here from the grid and goes back, Tab walks through the buttons, Esc gives the focus back.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.i18n import _, ngettext
from inspector.services.visits.inference_views import InferenceView
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import grade_chip, note_chip
from inspector.ui.kit.dialog import ReasonDialog
from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.meaning import GRADES
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.read_only import writes

MOST = 2
"""Inferences shown at once."""
HEAD_WIDTH = 150


class InferenceCard(Card):
    """One inference: grade, title, evidence, and the two decisions. Empty until `show_inference`."""

    accepted = Signal(object)
    dismissed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(bar="orange", border="orange-border", parent=parent)
        self.inference: InferenceView | None = None
        self._grade = note_chip("—")
        self.title = ElidedLabel("", "body_bold")
        self.evidence = ElidedLabel("", "hint", "text-2")
        self.accept_button = Button(_("Make hazard"), Kind.TINTED, icon="plus", height=28)
        self.dismiss_button = IconButton("x", _("Dismiss with a reason"), size=28)
        writes(self.accept_button, self.dismiss_button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._build()
        self.accept_button.clicked.connect(lambda: self.accepted.emit(self.inference))
        self.dismiss_button.clicked.connect(lambda: self.dismissed.emit(self.inference))

    def _build(self) -> None:
        self.body.setContentsMargins(15, 4, 7, 6)
        self.body.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._grade)
        head.addWidget(self.title, 1)
        head.addWidget(self.dismiss_button)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.evidence, 1)
        foot.addWidget(self.accept_button)
        self.body.addLayout(foot)  # first, so that Tab comes to its button before the cross
        self.body.insertLayout(0, head)

    def show_inference(self, inference: InferenceView | None) -> None:
        """Show another one; None hides the card."""
        self.inference = inference
        self.setVisible(inference is not None)
        if inference is None:
            return
        look = GRADES[inference.grade]
        self._grade.set_look(grade_chip(inference.grade).label, look)
        self.set_colors("surface", f"{look.hue}-border", look.hue)
        evidence = " · ".join(inference.evidence)
        self.title.setText(inference.title)
        self.evidence.setText(evidence)
        self.setAccessibleName(f"{inference.title}: {evidence}")
        self.setToolTip(f"{inference.title}\n{evidence}\n{inference.measure}\n{inference.basis}")
        self.accept_button.setAccessibleName(f"{_('Make hazard')}: {inference.title}")
        self.dismiss_button.setAccessibleName(f"{_('Dismiss with a reason')}: {inference.title}")


class InferenceStrip(Panel):
    """Shows the open inferences of the visit and decides on them; hidden without any.

    `left`: the person is done here, the focus goes back to the grid.
    """

    left = Signal()

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__("canvas", "t", parent)
        self._presenter = presenter
        self._open: tuple[InferenceView, ...] = ()
        self._count = Text("", "hint", "text-2")
        self.cards = tuple(InferenceCard() for _index in range(MOST))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(self._head())
        for card in self.cards:
            row.addWidget(card, 1)
            card.accepted.connect(self._on_accepted)
            card.dismissed.connect(self._on_dismissed)
        presenter.visit_changed.connect(lambda visit: self.show_inferences(visit.inferences))
        self.hide()
        self.show_inferences(presenter.visit.inferences)

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedWidth(HEAD_WIDTH)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Glyph("lightbulb", "primary-text", 18), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        title = ElidedLabel(_("What readings say"), "body_bold")
        title.setToolTip("F6")
        words.addWidget(title)
        words.addWidget(self._count)
        row.addLayout(words, 1)
        return head

    def show_inferences(self, inferences: Sequence[InferenceView]) -> None:
        """Show the open ones among these; a decision moves the focus on to the next, or back to the grid."""
        shown = tuple(one for one in inferences if one.open)
        if shown == self._open:
            return
        held = self._holds_focus()
        self._open = shown
        for index, card in enumerate(self.cards):
            card.show_inference(shown[index] if index < len(shown) else None)
        words = ngettext("{count} to decide", "{count} to decide", len(shown))
        self._count.setText(words.format(count=len(shown)))
        self.setVisible(bool(shown))
        if held and shown:
            self.take_focus()
        elif held:
            self.left.emit()

    def _holds_focus(self) -> bool:
        return any(card.accept_button.hasFocus() or card.dismiss_button.hasFocus() for card in self.cards)

    def take_focus(self) -> bool:
        """Put the focus on the first decision; whether there is one."""
        if self._open:
            self.cards[0].accept_button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(self._open)

    def toggle_focus(self) -> None:
        """F6: come here, or go back to the grid."""
        if self._holds_focus() or not self.take_focus():
            self.left.emit()

    def _on_accepted(self, inference: InferenceView) -> None:
        workspace, visit = self._presenter.workspace, self._presenter.visit.id
        self._presenter.write(
            lambda: services.accept_inference(workspace, visit, inference.id),
            ref=inference.id,
            told=_("Hazard made: {title}").format(title=inference.title),
        )

    def _on_dismissed(self, inference: InferenceView) -> None:
        dialog = ReasonDialog(
            self,
            _("Dismiss this?"),
            _(
                "{title}: {evidence}. It comes back only if its evidence changes; the reason is kept in the record."
            ).format(title=inference.title, evidence=" · ".join(inference.evidence)),
            label=_("Reason"),
            accept=_("Dismiss"),
            suggestions=(_("Checked on site"), _("Known and being followed"), _("Reading mistaken")),
        )
        workspace, visit = self._presenter.workspace, self._presenter.visit.id
        dialog.reason_given.connect(
            lambda reason: self._presenter.write(
                lambda: services.dismiss_inference(workspace, visit, inference.id, reason), ref=inference.id
            )
        )
        self._presenter.typing.ask(dialog, {f"dismiss:{inference.id}": dialog.field})
        dialog.open()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._holds_focus():
            self.left.emit()
            return
        super().keyPressEvent(event)
