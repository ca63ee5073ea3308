"""The steps of writing an exchange file: for whom, what goes along, and that the stick may be pulled out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _, ngettext
from inspector.services.exchange.views import Exported, Outline, Partner
from inspector.ui.exchange.partner_list import PartnerList
from inspector.ui.exchange.wizard import Facts, Notice
from inspector.ui.kit.button import Button
from inspector.ui.kit.chip import FilterChip
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.sync.amounts import size_words

MOST_NAMES: Final = 6
"""Files of a written export that are named."""


class WhomStep(QWidget):
    """Whom the file is for. `add_requested`, `card_requested`, `chosen` on Enter."""

    add_requested = Signal()
    card_requested = Signal()
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = PartnerList(_("Whom the file is for"))
        self.empty = Notice()
        self.code = TextField(_("One-time code from the administrator"), label=True, required=True)
        self.add = Button(_("Add from a card…"), icon="plus")
        self.card = Button(_("Write this laptop's card…"), icon="key-round")
        self.problem = Notice()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.add)
        buttons.addWidget(self.card)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.list, self.empty, self.code, self.problem):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addStretch(1)
        self.code.hide()
        self._connect()

    def _connect(self) -> None:
        self.add.clicked.connect(self.add_requested)
        self.card.clicked.connect(self.card_requested)
        self.list.row_opened.connect(self._on_opened)
        self.list.moved.connect(self.show_choice)

    def _on_opened(self, _partner: object) -> None:
        self.chosen.emit()

    def show_partners(self, partners: Sequence[Partner], wanted: str) -> None:
        """Show who there is; the one with the id `wanted` is chosen."""
        usable = [one for one in partners if not one.revoked]
        self.list.show_items(usable)
        self.list.setVisible(bool(usable))
        places = [index for index, one in enumerate(usable) if one.id == wanted]
        self.list.set_current(places[0] if places else 0)
        nobody = _(
            "Nobody to exchange files with is known here yet. Let the other laptop or the server write its card, "
            "bring it here, and add it."
        )
        self.empty.tell("" if usable else nobody)
        self.show_choice()

    def show_choice(self) -> None:
        """Ask for a code where the server has to let this laptop in first."""
        partner = self.list.current_item
        needed = partner is not None and partner.kind == "server" and not partner.enrolled
        self.code.setVisible(needed)

    @property
    def partner(self) -> Partner | None:
        """Who was chosen."""
        return self.list.current_item


class WhatStep(QWidget):
    """What goes along. `areas_changed` when an area was switched on or off."""

    areas_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = Facts()
        self.note = Notice()
        self.problem = Notice()
        self._areas = QVBoxLayout()
        self._areas.setSpacing(6)
        self._holder = QWidget()
        self._holder.setLayout(self._areas)
        self._areas.setContentsMargins(0, 0, 0, 0)
        self._chips: dict[str, FilterChip] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.facts, self._holder, self.note, self.problem):
            column.addWidget(widget)
        column.addStretch(1)

    def show_outline(self, outline: Outline) -> None:
        """Show what a file for this partner would hold."""
        parts = ngettext("{n} file", "{n} files", outline.parts).format(n=outline.parts)
        self.facts.show_facts(
            [
                (_("For"), outline.partner.name),
                (_("Records"), str(outline.frames)),
                (_("Photos and files"), f"{outline.files} · {size_words(outline.bytes)}" if outline.files else "0"),
                (_("Written as"), parts if outline.parts > 1 else ""),
            ]
        )
        self._show_note(outline)
        if outline.partner.kind == "laptop" and len(outline.areas) > 1 and not self._chips:
            self._show_areas(outline)
        self._holder.setVisible(bool(self._chips))
        self.problem.tell("")

    def _show_note(self, outline: Outline) -> None:
        if outline.waiting:
            words = ngettext(
                "{n} file that belongs to these records is not on this laptop and is left out. It can follow later.",
                "{n} files that belong to these records are not on this laptop and are left out. They can follow "
                "later.",
                outline.waiting,
            ).format(n=outline.waiting)
            self.note.tell(words, "triangle-alert", "amber-text")
        elif not outline.frames and not outline.files:
            self.note.tell(
                _(
                    "The other side has everything that is here. A file may still be useful: it acknowledges what was "
                    "imported here, and asks for what is missing."
                )
            )
        else:
            self.note.tell(
                _("Everything the other side has not acknowledged goes along. The file is encrypted for it alone.")
            )

    def _show_areas(self, outline: Outline) -> None:
        unnamed = [area for area, _count in outline.areas if not outline.area_names.get(area)]
        for area, count in outline.areas:
            chip = FilterChip(outline.area_names.get(area) or _unnamed(unnamed, area))
            chip.setToolTip(area)
            chip.set_count(count)
            chip.set_on(True)
            chip.clicked.connect(lambda pressed=chip: self._toggle(pressed))
            self._chips[area] = chip
            self._areas.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)

    def _toggle(self, chip: FilterChip) -> None:
        chip.set_on(not chip.on)
        self.areas_changed.emit()

    def forget_areas(self) -> None:
        """Another partner was chosen."""
        while (item := self._areas.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._chips = {}

    @property
    def areas(self) -> tuple[str, ...] | None:
        """The areas that go along; () for all of them, None while none is on."""
        on = tuple(area for area, chip in self._chips.items() if chip.on)
        if not self._chips or len(on) == len(self._chips):
            return ()
        return on or None


class WrittenStep(QWidget):
    """The file is on the medium and was read back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Text(_("The stick may be pulled out"), "block")
        self.facts = Facts()
        self.note = Notice()
        self._files = QVBoxLayout()
        self._files.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Glyph("circle-check", "green-text", 28))
        head.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(
            Text(
                _(
                    "Written, read back from the medium, and every hash compared. Let the system eject it if it asks "
                    "for that."
                ),
                "body",
                "text-2",
                wrap=True,
            )
        )
        column.addWidget(self.facts)
        column.addLayout(self._files)
        column.addWidget(self.note)
        column.addStretch(1)

    def show_written(self, done: Exported) -> None:
        """Show what was written and where."""
        self.facts.show_facts(
            [
                (_("For"), done.partner.name),
                (_("Records"), str(done.frames)),
                (_("Photos and files"), str(done.files)),
                (_("Size"), size_words(done.bytes)),
            ]
        )
        for path in done.paths[:MOST_NAMES]:
            self._files.addWidget(_file_line(path))
        if len(done.paths) > MOST_NAMES:
            more = len(done.paths) - MOST_NAMES
            self._files.addWidget(Text(_("and {n} more").format(n=more), "hint", "text-2"))
        if len(done.paths) > 1:
            self.note.tell(_("Take all parts along; they may be imported in any order."))


def _file_line(path: Path) -> QWidget:
    line = ElidedLabel(str(path), "hint", "text-2")
    line.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return line


def _unnamed(unnamed: Sequence[str], area: str) -> str:
    """What an area is called that nobody named: its id, which says nothing to anybody, stands in the tip."""
    if len(unnamed) == 1:
        return _("Unnamed area")
    return _("Unnamed area {number}").format(number=unnamed.index(area) + 1)
