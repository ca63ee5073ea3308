"""Dialogs of the criteria: which paper a row was compared with; what a pack would change; an entry of one's own."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.criteria.hazard_library import SITE
from inspector.criteria.model import Bilingual
from inspector.domain.equipment import EquipmentKind
from inspector.domain.hazard import DEFAULT_DAYS, Grade
from inspector.i18n import N_, _, language, ngettext
from inspector.services.hazards.entries import MOST_DAYS, NewEntry
from inspector.services.judgement.rules import MOST_SEEN
from inspector.services.judgement.views import CriterionRow, PackLine, PackPreview
from inspector.services.words import KINDS
from inspector.ui.kit.choice import GradeControl
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import TextArea, TextField
from inspector.ui.kit.text import Text
from inspector.ui.registers.ticks import TickChip

PREVIEW_WIDTH: Final = 720
ENTRY_WIDTH: Final = 640
ROOM: Final = 560
"""Width that a line of chips may take, px."""
GAP: Final = 6
SHOWN: Final = 200


class ConfirmRowDialog(Dialog):
    """Asks which paper a row, or the rows of a pack, were compared with: `source_given(str)`."""

    source_given = Signal(str)

    def __init__(self, parent: QWidget, name: str, text: str) -> None:
        super().__init__(parent, _("Confirm: {name}").format(name=name), text, accept=_("Confirm"))
        label = _("Paper that was compared (standard, edition, page)")
        self.field = TextField(label, label=True, required=True, placeholder=_("for example: the standard, page 23"))
        self.body.addWidget(self.field)
        self.accepted.connect(lambda: self.source_given.emit(self.field.value().strip()[:MOST_SEEN]))

    @override
    def complaint(self) -> bool:
        missing = not self.field.value().strip()
        self.field.set_error(_("Say which paper it was.") if missing else "")
        return missing


class SwitchOffDialog(Dialog):
    """Asks why a confirmed row is to judge no more: `reason_given(str)`."""

    reason_given = Signal(str)

    def __init__(self, parent: QWidget, name: str) -> None:
        text = _("It may call a value a failure: leaving it out has to be answered for. The reason stays on record.")
        super().__init__(parent, _("Switch off: {name}").format(name=name), text, accept=_("Switch off"))
        self.field = TextField(_("Reason"), label=True, required=True)
        self.body.addWidget(self.field)
        self.accepted.connect(lambda: self.reason_given.emit(self.field.value().strip()[:MOST_SEEN]))

    @override
    def complaint(self) -> bool:
        missing = not self.field.value().strip()
        self.field.set_error(_("Say why it is to judge no more.") if missing else "")
        return missing


def row_question(row: CriterionRow) -> str:
    """What confirming a row means."""
    words = _("{limit} · {basis}. Compare it with the paper; from then on a value outside it is called a failure.")
    return words.format(limit=row.limit or row.name, basis=row.basis)


CHANGES: Final = {"added": N_("new"), "replaced": N_("replaces"), "removed": N_("goes")}


class PackDialog(Dialog):
    """What a pack would change, before it counts: `accepted` to use it."""

    def __init__(self, parent: QWidget, preview: PackPreview) -> None:
        width = min(PREVIEW_WIDTH, parent.window().width() - 64)
        title = _("Replace the pack {title}") if preview.replaces else _("Use the pack {title}")
        super().__init__(parent, title.format(title=preview.title), accept=_("Use it"), width=width)
        for words, token in _preview_words(preview):
            self.body.addWidget(Text(words, "body", token, wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        for number, line in enumerate(preview.lines[:SHOWN]):
            self._add(grid, number, line)
        self.body.addLayout(grid)
        if len(preview.lines) > SHOWN:
            more = len(preview.lines) - SHOWN
            self.body.addWidget(Text(ngettext("{count} more row", "{count} more rows", more).format(count=more)))

    @staticmethod
    def _add(grid: QGridLayout, number: int, line: PackLine) -> None:
        token = {"added": "green-text", "replaced": "orange-text", "removed": "red-text"}[line.change]
        grid.addWidget(Text(_(CHANGES[line.change]), "hint_bold", token), number, 0)
        grid.addWidget(Text(line.name, "body_medium", wrap=True), number, 1)
        limit = " · ".join(part for part in (line.limit, line.applies, line.basis) if part)
        if line.change == "replaced":
            limit = _("{before} ({basis}) → {after}").format(before=line.before, basis=line.before_basis, after=limit)
        grid.addWidget(Text(limit, "body", "text-2", wrap=True), number, 2)


def _preview_words(preview: PackPreview) -> list[tuple[str, str]]:
    """What is to be said before the rows, and in which colour."""
    counts = {change: sum(line.change == change for line in preview.lines) for change in CHANGES}
    words = _("{added} new, {replaced} replaced, {removed} gone")
    said = [(words.format(**counts), "text-1")]
    if preview.quantities:
        said.append((_("New quantities: {names}").format(names=_(", ").join(preview.quantities)), "text-2"))
    if preview.inferences:
        said.append((_("Inference rules: {names}").format(names=_(", ").join(preview.inferences)), "text-2"))
    if preview.unproved:
        words = ngettext(
            "{count} row calls itself verified: it counts as such only after somebody here has confirmed it.",
            "{count} rows call themselves verified: they count as such only after somebody here has confirmed them.",
            preview.unproved,
        )
        said.append((words.format(count=preview.unproved), "orange-text"))
    return said


class EntryDialog(Dialog):
    """An entry of the hazard library, new or changed: `entry_given(NewEntry)`."""

    entry_given = Signal(object)

    def __init__(self, parent: QWidget, before: NewEntry | None = None) -> None:
        width = min(ENTRY_WIDTH, parent.window().width() - 64)
        title = _("Change an entry") if before is not None else _("Add an entry of your own")
        super().__init__(parent, title, accept=_("Save"), width=width)
        self._entry_before = before
        self.hazard = TextArea(_("What is wrong"), label=True, required=True)
        self.measure = TextArea(_("What is to be done"), label=True, required=True)
        self.basis = TextField(_("Basis"), label=True, placeholder=_("standard and clause; empty for practice"))
        self.words = TextField(_("Search words"), label=True)
        self.days = TextField(_("Days until the deadline"), label=True)
        self.grade = GradeControl()
        self.kinds = {key: TickChip(_(label)) for key, label in self._kinds()}
        self.error = Text("", "hint", "red-text", wrap=True)
        self._build_form()
        self._fill()
        self.grade.value_chosen.connect(lambda _value: self._show_usual())
        self.accepted.connect(lambda: self.entry_given.emit(self._entry()))

    @staticmethod
    def _kinds() -> list[tuple[str, str]]:
        return [(SITE, N_("Site")), *((kind.value, KINDS[kind]) for kind in EquipmentKind)]

    def _build_form(self) -> None:
        self.body.addWidget(self.hazard)
        self.body.addWidget(self.measure)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.grade)
        line.addStretch(1)
        self.body.addLayout(line)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        fields.addWidget(self.basis, 2)
        fields.addWidget(self.words, 2)
        fields.addWidget(self.days, 1)
        self.body.addLayout(fields)
        self.body.addWidget(Text(_("What it is about"), "hint", "text-2"))
        box = QVBoxLayout()
        box.setSpacing(6)
        for chips in _lines(list(self.kinds.values())):
            row = QHBoxLayout()
            row.setSpacing(GAP)
            for chip in chips:
                row.addWidget(chip)
                chip.clicked.connect(lambda chip=chip: chip.set_on(not chip.on))
            row.addStretch(1)
            box.addLayout(row)
        self.body.addLayout(box)
        self.body.addWidget(self.error)
        self.error.hide()

    def _fill(self) -> None:
        before, chosen = self._entry_before, language()
        self.grade.set_value(before.grade if before is not None else Grade.GENERAL.value)
        self._show_usual()
        if before is None:
            return
        self.hazard.set_value(before.hazard.text(chosen))
        self.measure.set_value(before.measure.text(chosen))
        self.basis.set_value(before.basis)
        self.words.set_value(before.words)
        self.days.set_value(str(before.days) if before.days else "")
        for key, chip in self.kinds.items():
            chip.set_on(key in before.kinds)

    def _show_usual(self) -> None:
        grade = self.grade.grade() or Grade.GENERAL
        self.days.editor.setToolTip(_("usually {days}").format(days=DEFAULT_DAYS[grade]))

    @override
    def complaint(self) -> bool:
        self.hazard.set_error("" if self.hazard.value().strip() else _("Say what is wrong."))
        self.measure.set_error("" if self.measure.value().strip() else _("Say what is to be done."))
        days = self.days.value().strip()
        right = not days or (days.isascii() and days.isdigit() and 1 <= int(days) <= MOST_DAYS)
        self.days.set_error("" if right else _("{least} to {most}").format(least=1, most=MOST_DAYS))
        no_kind = not any(chip.on for chip in self.kinds.values())
        self.error.setText(_("Choose what it is about.") if no_kind else "")
        self.error.setVisible(no_kind)
        return no_kind or not right or not self.hazard.value().strip() or not self.measure.value().strip()

    def _entry(self) -> NewEntry:
        days = self.days.value().strip()
        before = self._entry_before
        return NewEntry(
            hazard=_spoken(before.hazard if before else Bilingual("", ""), self.hazard.value()),
            measure=_spoken(before.measure if before else Bilingual("", ""), self.measure.value()),
            kinds=frozenset(key for key, chip in self.kinds.items() if chip.on),
            grade=(self.grade.grade() or Grade.GENERAL).value,
            basis=self.basis.value().strip(),
            words=self.words.value().strip(),
            days=int(days) if days else 0,
        )


def _lines(chips: list[TickChip]) -> list[list[TickChip]]:
    """The chips in lines that the dialog has room for."""
    lines: list[list[TickChip]] = [[]]
    for chip in chips:
        taken = sum(one.sizeHint().width() + GAP for one in lines[-1])
        if lines[-1] and taken + chip.sizeHint().width() > ROOM:
            lines.append([])
        lines[-1].append(chip)
    return lines


def _spoken(before: Bilingual, typed: str) -> Bilingual:
    """What was typed, in the window's language; the other language stays where it says something else."""
    text = typed.strip()
    if language().startswith("zh"):
        return Bilingual(text, "" if before.en == before.zh else before.en)
    return Bilingual("" if before.en == before.zh else before.zh, text)
