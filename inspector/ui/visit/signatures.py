"""The middle column of step 4: one box per signer sharing the height, and the other ways to sign below."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.visit import SignMethod
from inspector.i18n import _
from inspector.services.visits.views import SignatureView
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.visit.read_only import writes
from inspector.ui.visit.signer_box import CUSTOMER, SignerBox

PADDING = 16
GAP = 12


class Signatures(Panel):
    """Boxes in the order of the signers; the current one is what F7 and the buttons below act on.

    Signals carry the signer: `strokes_signed(who, strokes)`, `pin_requested`, `paper_requested`, `details_requested`,
    `clear_requested`, `full_screen_requested`; `refusal_requested()` is the customer's.
    """

    strokes_signed = Signal(str, object)
    pin_requested = Signal(str)
    paper_requested = Signal(str)
    details_requested = Signal(str)
    clear_requested = Signal(str)
    full_screen_requested = Signal(str)
    refusal_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent=parent)
        self.boxes: dict[str, SignerBox] = {}
        self._current = ""
        self._ready = True
        self._filed = False
        self._count = Text("", "body", "text-2")
        self._lock = Glyph("lock")
        self._state = ElidedLabel("", "hint", "text-2")
        self.preview_button = IconButton("panel-right", _("Preview of the notice"))
        self.paper_button = Button(_("Paper photo"), icon="camera")
        self.refusal_button = Button(_("Customer refuses"), icon="ban")
        self.full_button = Button(_("Full screen"), Kind.TEXT, key="F7")
        writes(self.paper_button, self.refusal_button, self.full_button)
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._scroller = Scroller(self._holder)
        self._build()
        self._connect()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 12)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(PADDING, 0, PADDING, 0)
        head.setSpacing(8)
        head.addWidget(Text(_("Signatures"), "block"))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._lock)
        head.addWidget(self._state)
        head.addWidget(self.preview_button)
        holder = QWidget()
        holder.setFixedHeight(36)
        holder.setLayout(head)
        layout.addWidget(holder)
        self._column.setContentsMargins(PADDING, 0, PADDING, 0)
        self._column.setSpacing(GAP)
        layout.addWidget(self._scroller, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(PADDING, 6, PADDING - 8, 0)
        foot.setSpacing(8)
        foot.addWidget(self.paper_button)
        foot.addWidget(self.refusal_button)
        foot.addStretch(1)
        foot.addWidget(self.full_button)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.paper_button.clicked.connect(lambda: self.paper_requested.emit(self.current))
        self.refusal_button.clicked.connect(self.refusal_requested)
        self.full_button.clicked.connect(self.request_full_screen)

    @property
    def current(self) -> str:
        """Who is to sign: the box chosen last if it is unsigned, else the first unsigned one, "" when all have."""
        chosen = self.boxes.get(self._current)
        if chosen is not None and not chosen.signed:
            return self._current
        return next((who for who, box in self.boxes.items() if not box.signed), "")

    def request_full_screen(self) -> None:
        """F7: the current signer's pad over the whole screen."""
        if self.current and self._ready:
            self.full_screen_requested.emit(self.current)

    def only_read(self) -> None:
        """The visit is signed: nobody signs any more."""
        self._filed = True
        self._show_state()

    def show_signatures(self, views: Sequence[SignatureView]) -> None:
        """Show who has to sign and how they did; boxes that stay keep what is being drawn."""
        if list(self.boxes) != [view.who for view in views]:
            self._rebuild(views)
        for view in views:
            self.boxes[view.who].show_view(view)
        signed = sum(1 for view in views if view.method is not None)
        self._count.setText(f"{signed}/{len(views)}")
        self._show_state()

    def set_ready(self, ready: bool) -> None:
        """Let people sign, or not yet because something is missing."""
        self._ready = ready
        for box in self.boxes.values():
            box.set_ready(ready)
        self._show_state()

    def focus_signer(self, who: str) -> None:
        """Put the focus on a signer's box; an unknown one means the current."""
        box = self.boxes.get(who) or self.boxes.get(self.current)
        if box is not None:
            box.setFocus(Qt.FocusReason.TabFocusReason)

    def show_paper(self, who: str, picture: QImage) -> None:
        """Show the photo of the paper somebody signed."""
        box = self.boxes.get(who)
        if box is not None and box.view.method is SignMethod.PAPER and not picture.isNull():
            box.note.show_picture(picture)

    def _rebuild(self, views: Sequence[SignatureView]) -> None:
        for box in self.boxes.values():
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = {view.who: self._make(view) for view in views}
        for box in self.boxes.values():
            self._column.addWidget(box, 1)

    def _make(self, view: SignatureView) -> SignerBox:
        box = SignerBox(view, filed=self._filed)
        box.set_ready(self._ready)
        box.strokes_signed.connect(self.strokes_signed)
        box.pin_requested.connect(self.pin_requested)
        box.paper_requested.connect(self.paper_requested)
        box.details_requested.connect(self.details_requested)
        box.clear_requested.connect(self.clear_requested)
        box.entered.connect(self._on_entered)
        return box

    def _on_entered(self, who: str) -> None:
        self._current = who
        self._mark_current()
        self._scroller.ensureWidgetVisible(self.boxes[who], 0, 0)

    def _mark_current(self) -> None:
        for who, box in self.boxes.items():
            box.set_current(self._ready and not self._filed and who == self.current)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._ready and self._current in self.boxes:
            self._scroller.ensureWidgetVisible(self.boxes[self._current], 0, 0)

    def _show_state(self) -> None:
        if self._filed:
            self._lock.hide()
            self._state.hide()
            return
        signed = any(box.signed for box in self.boxes.values())
        words = _("Signing locks the content")
        if not self._ready:
            words = _("First complete what is missing")
        elif signed:
            words = _("An edit clears all signatures")
        self._state.setText(words)
        icon, token = ("lock", "text-2") if self._ready else ("circle-alert", "amber-text")
        self._lock.set_icon(icon, token)
        customer = self.boxes.get(CUSTOMER)
        self.paper_button.setEnabled(self._ready and bool(self.current))
        self.full_button.setEnabled(self._ready and bool(self.current))
        self.refusal_button.setEnabled(self._ready and customer is not None and not customer.signed)
        self._mark_current()
