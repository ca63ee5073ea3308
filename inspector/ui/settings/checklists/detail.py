"""A checklist in full beside the table, with what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _, ngettext, pgettext
from inspector.services.checklists.versions import FormLine
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import Chip
from inspector.ui.kit.text import Text
from inspector.ui.settings.checklists.words import SHIPPED, occasions, since, source_look, used_by

WIDTH = 316
LABEL = 76


class FormDetail(Card):
    """`export_requested`, `reset_requested`, `try_requested`: about the checklist that is shown."""

    export_requested = Signal()
    reset_requested = Signal()
    try_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFixedWidth(WIDTH)
        self.line: FormLine | None = None
        self.title = Text("", "card_title", wrap=True)
        self.empty = Text(_("Choose a checklist to see all of it."), "body", "text-2", wrap=True)
        self.trouble = Text("", "body", "red-text", wrap=True)
        self.facts = QGridLayout()
        self._chip = Chip("", SHIPPED)
        self.export = Button(_("Export to Excel…"), icon="file-spreadsheet")
        self.attempt = Button(_("Fill in on trial"), icon="clipboard-check")
        self.reset = Button(_("Back to the version of the program"), Kind.TEXT, icon="undo-2")
        self._build()
        self.export.clicked.connect(self.export_requested)
        self.attempt.clicked.connect(self.try_requested)
        self.reset.clicked.connect(self.reset_requested)
        self.show_line(None, may_author=False)

    def _build(self) -> None:
        self.facts.setHorizontalSpacing(8)
        self.facts.setVerticalSpacing(4)
        self.facts.setColumnMinimumWidth(0, LABEL)
        self.facts.setColumnStretch(1, 1)
        line = QHBoxLayout()
        line.addWidget(self._chip)
        line.addStretch(1)
        buttons = QVBoxLayout()
        buttons.setSpacing(8)
        for button in (self.export, self.attempt, self.reset):
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            buttons.addLayout(row)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.title)
        self.body.addLayout(line)
        self.body.addLayout(self.facts)
        self.body.addWidget(self.trouble)
        self.body.addLayout(buttons)
        self.body.addStretch(1)

    def show_line(self, line: FormLine | None, *, may_author: bool) -> None:
        """Show a checklist, or none."""
        self.line = line
        self.empty.setVisible(line is None)
        for part in (self.title, self._chip, self.export, self.attempt):
            part.setVisible(line is not None)
        self.reset.setVisible(line is not None and line.own)
        self.reset.setEnabled(may_author)
        self._clear()
        self.trouble.setVisible(False)
        if line is None:
            return
        self.title.setText(line.title)
        look = source_look(line)
        self._chip.set_look(_(look.word), look)
        for number, (label, words) in enumerate((label, words) for label, words in _facts(line) if words):
            self.facts.addWidget(Text(label, "hint", "text-2"), number, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(Text(words, "body", wrap=True), number, 1)
        words = _trouble(line)
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))

    def _clear(self) -> None:
        while self.facts.count():
            item = self.facts.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _facts(line: FormLine) -> tuple[tuple[str, str], ...]:
    questions = ngettext("{count} question", "{count} questions", line.questions).format(count=line.questions)
    return (
        (_("Used in step"), used_by(line)),
        (_("Occasions"), occasions(line)),
        (_("Version"), line.version),
        (_("Installed by"), since(line)),
        (_("Program has"), line.shipped if line.own else ""),
        (_("Length"), questions),
        (pgettext("checklist", "Id"), line.id),
    )


def _trouble(line: FormLine) -> str:
    if line.open:
        return _("Several people installed different versions: decide under Synchronisation.")
    if line.trouble:
        return _("{reason} The version of the program is used meanwhile.").format(reason=line.trouble)
    return ""
