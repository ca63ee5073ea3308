"""The list of checklists: searched, by step, own versions; with the buttons that bring in a file."""

import unicodedata
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import N_, _
from inspector.services.checklists.versions import FormLine
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import FilterChip
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.settings.checklists.detail import WIDTH, FormDetail
from inspector.ui.settings.checklists.table import FormsTable
from inspector.ui.settings.checklists.words import STEPS, occasions, used_by
from inspector.ui.settings.section import choice

FILTERS: Final[dict[str, tuple[str, Callable[[FormLine], bool]]]] = {
    "own": (N_("Own version"), lambda line: line.own),
    "look": (N_("To be looked at"), lambda line: line.open or bool(line.trouble)),
}
"""Filter -> label and test."""
LEAST_HEIGHT: Final = 340


class FormsList(QWidget):
    """`install_wanted`, `check_wanted` (a file is to be chosen); the detail has the actions of one checklist."""

    install_wanted = Signal()
    check_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[FormLine, ...] = ()
        self._may_author = False
        self.search = TextField(_("Search"), placeholder=_("Title, id, equipment…"))
        self.search.setFixedWidth(220)
        self.step = choice(_("Step"), [("", _("All")), *((key, _(label)) for key, label in STEPS.items())], "")
        self.chips = {key: FilterChip(_(label)) for key, (label, _test) in FILTERS.items()}
        self.count = Text("", "body", "text-2")
        self.check = Button(_("Check a file…"), icon="clipboard-check")
        self.install = Button(_("Install a new version…"), Kind.PRIMARY, icon="upload", key="Ctrl O")
        self.table = FormsTable()
        self.detail = FormDetail()
        self.why = Text("", "body", "orange-text", wrap=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        for widget in (self.search, self.step, *self.chips.values()):
            first.addWidget(widget)
        first.addStretch(1)
        first.addWidget(self.count)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        card.setMinimumHeight(LEAST_HEIGHT)
        side = Scroller(self.detail)
        side.setFixedWidth(WIDTH)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(card, 1)
        body.addWidget(side)
        hint = Text(
            _("A file dropped here is checked. A new version counts for visits that begin after it, on every laptop."),
            "hint",
            "text-2",
            wrap=True,
        )
        last = QHBoxLayout()
        last.setSpacing(8)
        last.addWidget(hint, 1)
        last.addWidget(self.check)
        last.addWidget(self.install)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(first)
        layout.addWidget(self.why)
        layout.addLayout(body, 1)
        layout.addLayout(last)

    def _connect(self) -> None:
        self.search.value_edited.connect(lambda _text: self._refresh())
        self.step.value_chosen.connect(lambda _value: self._refresh())
        for chip in self.chips.values():
            chip.clicked.connect(lambda chip=chip: self._on_chip(chip))
        self.table.row_chosen.connect(lambda _number: self._show_detail())
        self.check.clicked.connect(self.check_wanted)
        self.install.clicked.connect(self.install_wanted)

    def show_lines(self, lines: tuple[FormLine, ...], *, refusal: str, wanted: str = "") -> None:
        """Show what was fetched; `refusal` says why nothing can be installed by whoever acts, "" if it can."""
        self._lines, self._may_author = lines, not refusal
        self.why.setText(refusal)
        self.why.setVisible(bool(refusal))
        self.install.setEnabled(not refusal)
        self._refresh(wanted)

    def _refresh(self, wanted: str = "") -> None:
        step, words = self.step.value(), _plain(self.search.value()).split()
        lines = [line for line in self._lines if step in ("", line.step)]
        lines = [line for line in lines if all(word in _words(line) for word in words)]
        for key, chip in self.chips.items():
            chip.set_count(sum(FILTERS[key][1](line) for line in lines))
        chip = self.chips["look"]
        chip.setVisible(chip.on or any(FILTERS["look"][1](line) for line in self._lines))
        tests = [FILTERS[key][1] for key, one in self.chips.items() if one.on]
        shown = tuple(line for line in lines if all(test(line) for test in tests))
        self.count.setText(_("{count} of {all}").format(count=len(shown), all=len(self._lines)))
        self.table.show_lines(shown, wanted)
        self._show_detail()

    def _on_chip(self, chip: FilterChip) -> None:
        chip.set_on(not chip.on)
        self._refresh()

    def _show_detail(self) -> None:
        self.detail.show_line(self.table.current(), may_author=self._may_author)


def _words(line: FormLine) -> str:
    return _plain(" ".join((line.title, line.id, used_by(line), occasions(line), line.version, line.by)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
