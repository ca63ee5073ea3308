"""What documents are printed with: logo, names under the ledgers, and the patterns of numbers."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from inspector.i18n import N_, _, describe
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.preferences.catalogue import LONGEST_NAME, SIGNERS
from inspector.services.preferences.choosing import Chosen, may_choose, traced
from inspector.services.preferences.numbering import LABELS, PATTERNS
from inspector.services.printing import settings as documents
from inspector.services.printing.settings import DocumentSettings, SignatureLine
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.page import Context
from inspector.ui.settings.company_note import CompanyNote
from inspector.ui.settings.option_card import CompanyOptions, tell_change
from inspector.ui.settings.section import CARD_WIDTH, LABEL_WIDTH, ROW_HEIGHT, Section

PICTURES: Final = "*.png *.jpg *.jpeg"
PREVIEW: Final = QSize(160, 64)
PATTERN_WIDTH: Final = 240
EXAMPLE_WIDTH: Final = 148

ROLES: Final = (N_("Prepared"), N_("Checked"), N_("Approved"))


class LogoCard(Card):
    """The logo as it is kept. `choose_requested`, `remove_requested`."""

    choose_requested = Signal()
    remove_requested = Signal()

    def __init__(self) -> None:
        super().__init__(_("Logo"), hint=_("PNG or JPEG, at the head of notices and ledgers"))
        self._picture = QLabel()
        self._picture.setFixedSize(PREVIEW)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._picture.setAccessibleName(_("Logo"))
        self.state = Text("", "body", "text-2")
        self.error = Text("", "hint", "red-text", wrap=True)
        self.choose = Button(_("Choose a picture…"), Kind.SECONDARY)
        self.remove = Button(_("Remove"), Kind.TEXT)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._picture)
        line.addWidget(self.state)
        line.addStretch(1)
        line.addWidget(self.remove)
        line.addWidget(self.choose)
        self.body.addLayout(line)
        self.body.addWidget(self.error)
        self.show_error("")
        self.setMaximumWidth(CARD_WIDTH)
        self._connect()

    def _connect(self) -> None:
        self.choose.clicked.connect(self.choose_requested)
        self.remove.clicked.connect(self.remove_requested)

    def show_logo(self, png: bytes) -> None:
        """Show the kept picture, or that there is none."""
        pixmap = QPixmap()
        if png:
            pixmap.loadFromData(png)
        self._picture.setVisible(not pixmap.isNull())
        if not pixmap.isNull():
            modes = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            ratio = self.devicePixelRatioF()
            shown = pixmap.scaled(PREVIEW * ratio, *modes)
            shown.setDevicePixelRatio(ratio)
            self._picture.setPixmap(shown)
        self.state.setText("" if png else _("No logo: the company's name stands alone."))
        self.remove.setVisible(bool(png))

    def show_error(self, sentence: str) -> None:
        """Say what was wrong with the chosen file."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))


@dataclass(frozen=True, slots=True)
class SignerRow:
    """The fields of one signature line."""

    role: TextField
    name: TextField


class SignersCard(Card):
    """Three lines under a ledger: role and suggested name. `changed` when a field was left."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Signature lines of ledgers"), hint=_("names are suggestions for each issue"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self.rows: list[SignerRow] = []
        for index, role in enumerate(ROLES):
            label = Text(_(role), "body", "text-2")
            label.setFixedSize(LABEL_WIDTH, ROW_HEIGHT)
            row = SignerRow(
                TextField(_("{role}: word").format(role=_(role)), placeholder=_(role)),
                TextField(_("{role}: name").format(role=_(role)), placeholder=_("name")),
            )
            grid.addWidget(label, index, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(row.role, index, 1)
            grid.addWidget(row.name, index, 2)
            self.rows.append(row)
        self.body.addLayout(grid)
        self.setMaximumWidth(CARD_WIDTH)
        self._connect()

    def _connect(self) -> None:
        for row in self.rows:
            row.role.value_committed.connect(lambda _value: self.changed.emit())
            row.name.value_committed.connect(lambda _value: self.changed.emit())

    def lines(self) -> tuple[SignatureLine, ...]:
        """What the fields say."""
        return tuple(SignatureLine(row.role.value(), row.name.value()) for row in self.rows)

    def show_lines(self, lines: tuple[SignatureLine, ...]) -> None:
        """Show what is kept."""
        for row, line in zip(self.rows, lines, strict=True):
            for field, text in ((row.role, line.role), (row.name, line.name)):
                field.set_value(text)
                field.set_error("")

    def refuse(self, sentence: str) -> None:
        """Say at the too long fields what is wrong."""
        for row in self.rows:
            for field in (row.role, row.name):
                field.set_error(sentence if len(field.value().strip()) > LONGEST_NAME else "")


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """The fields of one series of numbers."""

    pattern: TextField
    example: ElidedLabel
    back: Button


class NumberingCard(Card):
    """Patterns by series, with the next number of each. `pattern_chosen(series, pattern)`."""

    pattern_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(_("Numbers"), hint=_("the next one of each on this laptop"))
        self.rows: dict[str, SeriesRow] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(2, 1)
        top = Qt.AlignmentFlag.AlignTop
        for index, (series, words) in enumerate(LABELS.items()):
            label = Text(_(words), "body", "text-2")
            label.setFixedSize(LABEL_WIDTH, ROW_HEIGHT)
            made = SeriesRow(TextField(_(words)), ElidedLabel("", "body", "text-2"), Button(_("Default"), Kind.LINK))
            made.pattern.setFixedWidth(PATTERN_WIDTH)
            made.example.setFixedHeight(ROW_HEIGHT)
            made.example.setMinimumWidth(EXAMPLE_WIDTH)
            for column, widget in enumerate((label, made.pattern, made.example, made.back)):
                grid.addWidget(widget, index, column, top)
            self.rows[series] = made
        words = _(
            "{year} {month} {day}: the day the number is given. {device}: the code of this laptop. {count}: the running"
            " number. Device and count stay in every number, so that none is given twice."
        )
        self.body.addWidget(Text(words, "hint", "text-2", wrap=True))
        self.body.addLayout(grid)
        self.setMaximumWidth(CARD_WIDTH)
        self._connect()

    def _connect(self) -> None:
        for series, row in self.rows.items():
            row.pattern.value_committed.connect(partial(self.pattern_chosen.emit, series))
            row.back.clicked.connect(partial(self._go_back, series))

    def _go_back(self, series: str) -> None:
        self.pattern_chosen.emit(series, "")

    def show_patterns(self, settings: DocumentSettings, only: str = "") -> None:
        """Show patterns and next numbers, of all series or of one: another that was refused keeps what was typed."""
        for series in [only] if only else LABELS:
            row = self.rows[series]
            row.pattern.set_value(settings.numbering[series])
            row.pattern.set_error("")
            row.example.setText(settings.examples[series])
            row.back.setVisible(settings.numbering[series] != PATTERNS[series])


class DocumentsSection(Section):
    """Logo, signature lines, numbers. Name and phone of the company stand in the section before."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.note = CompanyNote(context)
        self.language = CompanyOptions(context, _("On this laptop"), ["document_language"], self)
        self.logo, self.signers, self.numbering = LogoCard(), SignersCard(), NumberingCard()
        hint = Text(
            _("Documents that were issued before stay as they are. Numbers count on when a pattern changes."),
            "hint",
            "text-2",
            wrap=True,
        )
        hint.setMaximumWidth(CARD_WIDTH)
        for widget in (self.note, self.logo, self.signers, self.numbering, hint, self.language.card):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.targets = {"document_logo": self.logo.choose, **self.language.controls}
        self.targets |= {f"numbering.{series}": row.pattern for series, row in self.numbering.rows.items()}
        for (key, _role), row in zip(SIGNERS, self.signers.rows, strict=True):
            self.targets |= {f"signature.{key}.role": row.role, f"signature.{key}.name": row.name}
        self._connect()

    def _connect(self) -> None:
        self.logo.choose_requested.connect(self._on_choose)
        self.logo.remove_requested.connect(lambda: self._keep_logo(b""))
        self.signers.changed.connect(self._on_signers)
        self.numbering.pattern_chosen.connect(self._on_pattern)

    @override
    def activated(self) -> None:
        self.note.fetch()
        self.language.fetch()
        self._fetch()
        self.take_focus(self.logo.choose)

    def _fetch(self) -> None:
        workspace = self.context.workspace
        self.context.tasks.run(
            lambda: (documents.document_settings(workspace), documents.logo(workspace), may_choose(workspace)),
            self._on_fetched,
            owner=self,
        )

    def _on_fetched(self, found: tuple[DocumentSettings, bytes, bool]) -> None:
        settings, picture, allowed = found
        for card in (self.logo, self.signers, self.numbering):
            card.setEnabled(allowed)
        self.logo.show_logo(picture)
        self.signers.show_lines(settings.signers)
        self.numbering.show_patterns(settings)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self.window(), _("Logo"), "", f"{_('Pictures')} ({PICTURES})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.take_logo(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_logo(self, path: Path) -> None:
        """Read a picture file and keep it as the logo."""
        self.logo.show_error("")
        self.context.tasks.run(
            lambda: documents.read_logo(path), self._keep_logo, self._on_logo_refused, pool=True, owner=self
        )

    def _on_logo_refused(self, problem: Problem) -> None:
        self.logo.show_error(describe(problem))

    def _keep_logo(self, png: bytes) -> None:
        workspace = self.context.workspace
        self.context.tasks.run(
            lambda: traced(workspace, lambda: documents.set_logo(workspace, png)),
            lambda done: self._on_done(done, lambda: self.logo.show_logo(png)),
            self._on_logo_refused,
            owner=self,
        )

    def _on_done(self, done: Chosen, show: Callable[[], None]) -> None:
        show()
        tell_change(self.context, done, self._fetch)

    def _on_signers(self) -> None:
        workspace, lines = self.context.workspace, self.signers.lines()
        self.context.tasks.run(
            lambda: traced(workspace, lambda: documents.set_signature_lines(workspace, lines)),
            lambda done: self._on_done(done, lambda: self.signers.refuse("")),
            lambda problem: self.signers.refuse(describe(problem)),
            owner=self,
        )

    def _on_pattern(self, series: str, pattern: str) -> None:
        workspace, field = self.context.workspace, self.numbering.rows[series].pattern

        def set_and_fetch() -> tuple[Chosen, DocumentSettings]:
            done = traced(workspace, lambda: documents.set_pattern(workspace, series, pattern))
            return done, documents.document_settings(workspace)

        self.context.tasks.run(
            set_and_fetch,
            lambda found: self._on_done(found[0], lambda: self.numbering.show_patterns(found[1], series)),
            lambda problem: field.set_error(describe(problem)),
            owner=self,
        )
