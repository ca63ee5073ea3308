"""The steps of importing exchange files: choose them, see what they are, and what came of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, describe, ngettext
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.exchange.views import FileFacts, Imported
from inspector.ui.exchange.cards import FingerprintText
from inspector.ui.exchange.wizard import Facts, Notice
from inspector.ui.kit.button import Button
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.painting import box
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.sync.amounts import size_words


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at: what it is, or why it cannot be imported."""

    path: Path
    facts: FileFacts | None = None
    problem: Problem | None = None

    @property
    def usable(self) -> bool:
        """Whether it can be imported, perhaps after its fingerprint was compared."""
        return self.facts is not None and self.facts.opened and self.facts.standing in ("server", "known", "unknown")

    @property
    def strange(self) -> bool:
        """Whether its sender is not known here yet."""
        return self.facts is not None and self.facts.opened and self.facts.standing == "unknown"


class ChooseStep(QWidget):
    """Choose files: `files_requested`."""

    files_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choose = Button(_("Choose files…"), icon="folder-open")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            EmptyState(
                "usb",
                _("Choose the exchange file on the stick"),
                _("All parts of a file at once, if there are several. Importing one twice does no harm."),
                self.choose,
            )
        )
        self.choose.clicked.connect(self.files_requested)


class FileCard(QWidget):
    """What a file is, or what is wrong with it."""

    def __init__(self, looked: Looked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = ElidedLabel(looked.path.name, "body_medium")
        self.words = Text(file_words(looked), "hint", "red-text" if not looked.usable else "text-2", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(12)
        row.addWidget(Glyph("file-check" if looked.usable else "circle-alert",
                            "green-text" if looked.usable else "red-text", 20))  # fmt: skip
        row.addLayout(words, 1)
        self.setAccessibleName(f"{looked.path.name}: {self.words.text()}")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box(QPainter(self), QRectF(self.rect()), fill="sub", border="line", radius=6)


def file_words(looked: Looked) -> str:
    """What a file is, in one line; or why it is not imported."""
    facts = looked.facts
    if facts is None:
        return describe(looked.problem) if looked.problem is not None else ""
    if facts.standing == "own":
        return _("This laptop wrote it itself. It is meant for {names}.").format(names=facts.to)
    if not facts.opened:
        return _("It is for {names} and can be imported only there.").format(names=facts.to)
    if facts.standing == "revoked":
        return _("Its laptop was locked out by the administrator. Bring the file to the server.")
    if facts.standing == "changed":
        return _("It shows another key than the one known here. Ask the administrator.")
    parts = _("part {part} of {parts}").format(part=facts.part, parts=facts.parts) if facts.parts > 1 else ""
    older = _("a newer one was imported before") if facts.older else ""
    told = (_("whole and genuine"), size_words(facts.bytes), parts, older)
    return " · ".join(part for part in told if part)


def at_words(at: str) -> str:
    """When a file was written, as its writer's clock says."""
    try:
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return ""


class LookStep(QWidget):
    """What the chosen files are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = Facts()
        self.fingerprint = FingerprintText()
        self.note = Notice()
        self._cards: list[QWidget] = []
        self._files = QVBoxLayout()
        self._files.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.facts)
        column.addLayout(self._files)
        column.addWidget(self.note)
        column.addWidget(self.fingerprint)
        column.addStretch(1)

    def show_files(self, looked: Sequence[Looked]) -> None:
        """Show them, and whose they are."""
        for card in self._cards:
            self._files.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [FileCard(one) for one in looked]
        for card in self._cards:
            self._files.addWidget(card)
        usable = [one.facts for one in looked if one.usable and one.facts is not None]
        self.facts.show_facts(_facts_of(usable[0]) if usable else [])
        strange = next((one.facts for one in looked if one.strange and one.facts is not None), None)
        self.fingerprint.setVisible(strange is not None)
        if strange is not None:
            self.fingerprint.show_fingerprint(strange.fingerprint)
            self.note.tell(
                _(
                    "{name} is not known here yet. Compare this fingerprint with the one that its user reads out; only "
                    "if they are the same, the file is from there."
                ).format(name=strange.sender or strange.code),
                "shield-alert",
                "amber-text",
            )
        else:
            self.note.tell("")

    @property
    def texts(self) -> tuple[str, ...]:
        """What the cards say."""
        return tuple(card.accessibleName() for card in self._cards)


def _facts_of(facts: FileFacts) -> list[tuple[str, str]]:
    return [
        (_("Sender"), f"{facts.sender} {facts.code}".strip()),
        (_("Written on"), at_words(facts.at)),
        (_("Records"), str(facts.frames)),
        (_("Photos and files"), str(facts.files)),
    ]


class ReportStep(QWidget):
    """What importing did."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Glyph("circle-check", "green-text", 28)
        self.title = Text("", "block", wrap=True)
        self.facts = Facts()
        self._notes = QVBoxLayout()
        self._notes.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._icon)
        head.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.facts)
        column.addLayout(self._notes)
        column.addStretch(1)

    def show_report(self, report: Imported) -> None:
        """Show what came of it."""
        good = report.outcome == "done" and not report.missing_parts
        self._icon.set_icon(*(("circle-check", "green-text") if good else ("triangle-alert", "amber-text")))
        self.title.setText(title_words(report))
        self.facts.show_facts(
            [
                (_("Sender"), report.peer),
                (_("New records"), str(report.stored) if report.peer else ""),
                (_("Photos and files"), str(report.files_received) if report.peer else ""),
                (_("Acknowledged"), _acknowledged(report)),
            ]
        )
        for words, icon, token in notes_of(report):
            note = Notice()
            note.tell(words, icon, token)
            self._notes.addWidget(note)


def title_words(report: Imported) -> str:
    """What came of it, in one line."""
    match report.outcome:
        case "done" if report.missing_parts:
            return _("Imported; other parts of the file are still missing")
        case "done":
            return _("This laptop belongs to the server now") if report.joined else _("Everything was imported")
        case "partly":
            return _("Imported in part")
        case "stopped":
            return _("Stopped. What was imported by then stays; the rest comes when the file is imported again.")
        case _:
            return _("Nothing was imported")


def _acknowledged(report: Imported) -> str:
    if not report.sent:
        return ""
    return ngettext("{n} record of this laptop", "{n} records of this laptop", report.sent).format(n=report.sent)


def notes_of(report: Imported) -> Iterable[tuple[str, str, str]]:
    """Everything a person should know: sentence, icon, colour."""
    for one in report.files:
        if one.problem is not None and one.problem.code != "exchange_cancelled":
            yield f"{one.path.name}: {describe(one.problem)}", "circle-alert", "red-text"
    if report.missing_parts:
        parts = ", ".join(map(str, report.missing_parts))
        yield _("Parts that are still to come: {parts}.").format(parts=parts), "info", "text-2"
    if report.parked:
        words = ngettext(
            "{n} record was put aside: who wrote it is not known here.",
            "{n} records were put aside: who wrote them is not known here.",
            report.parked,
        )
        yield words.format(n=report.parked), "triangle-alert", "amber-text"
    if report.older:
        yield _("A newer file of the same sender was imported before."), "info", "text-2"
    for alarm in report.alarms:
        yield describe(alarm.problem), "triangle-alert", "amber-text"
