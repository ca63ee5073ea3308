"""What step 4 shows after 签发并归档: the numbers that were made, and the notice."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _, ngettext
from inspector.services.visits.views import Issued
from inspector.ui.kit.button import Button
from inspector.ui.kit.card import Card
from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.marks import Panel, Rule
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.visit.next_card import NextCard


def fact(label: str, value: str) -> QHBoxLayout:
    """A line with a label at the left and a value at the right."""
    row = QHBoxLayout()
    row.setContentsMargins(16, 8, 16, 8)
    row.setSpacing(12)
    row.addWidget(Text(label, "body", "text-2"))
    shown = ElidedLabel(value, "body_bold")
    shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    row.addWidget(shown, 1)
    return row


class IssuedPage(Panel):
    """Shows an `Issued`; its buttons ask to open, save and copy, that of the footer leads to the ledger."""

    open_requested = Signal()
    save_requested = Signal()
    copy_requested = Signal()
    """The reply file is to be put on the clipboard."""

    def __init__(
        self, issued: Issued, customer: str, *, acceptance: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__("canvas", parent=parent)
        self.issued = issued
        self._paper = _("Acceptance report") if acceptance else _("Result notice")
        self.open_button = Button(_("Open the notice"), icon="file-text", height=40)
        replies = bool(issued.reply_code)
        words = _("Save notice and reply file…") if replies else _("Save the notice…")
        self.save_button = Button(words, icon="folder-open", key="Ctrl P", height=40)
        self.copy_button = Button(_("Copy the reply file"), icon="file-spreadsheet", height=40)
        self.copy_button.setToolTip(_("To be pasted into a folder, a mail or a chat"))
        if not replies:
            self.copy_button.hide()  # shown before it has a parent it would be a window for a moment
        self.next = NextCard()
        self._build(customer)
        self._connect()

    def _build(self, customer: str) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Glyph("circle-check", "green-text", 22))
        head.addWidget(Text(_("Issued and archived"), "page"))
        head.addStretch(1)
        column.addLayout(head)
        sentence = _("The visit at {customer} is closed. The ledgers are up to date on this device.")
        column.addWidget(Text(sentence.format(customer=customer), "body", "text-2", wrap=True))
        column.addWidget(self._card())
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        if self.issued.reply_code:
            told = _(
                "Give the customer the reply file with the notice: it is filled in and comes back with its photos."
            )
            column.addWidget(Text(told, "body", "text-2", wrap=True))
        column.addSpacing(8)
        column.addWidget(self.next)
        column.addStretch(1)
        content.setMaximumWidth(720)
        frame = QHBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        middle = QHBoxLayout(holder)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(content, 8)
        middle.addStretch(1)
        frame.addWidget(Scroller(holder))

    def _card(self) -> Card:
        issued = self.issued
        card = Card(flush=True)
        lines = [(_("Inspection number"), issued.visit_number), (self._paper, issued.notice_number)]
        count = len(issued.hazards)
        hazards = ngettext("{count} hazard registered", "{count} hazards registered", count).format(count=count)
        lines.append((_("Rectification ledger"), hazards))
        for label, value in lines:
            card.body.addLayout(fact(label, value))
            card.body.addWidget(Rule(token="line2"))  # noqa: S106 - a colour token, no password
        if count:
            first, last = issued.hazards[0][1], issued.hazards[-1][1]
            card.body.addLayout(fact(_("Hazard numbers"), first if count == 1 else f"{first} – {last}"))
        if issued.reply_code:
            card.body.addWidget(Rule(token="line2"))  # noqa: S106 - as above
            card.body.addLayout(fact(_("Check code of the reply file"), issued.reply_code))
        return card

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.open_requested)
        self.save_button.clicked.connect(self.save_requested)
        self.copy_button.clicked.connect(self.copy_requested)
