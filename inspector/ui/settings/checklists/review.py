"""A file in hands: what is wrong with it, what it would change, and the form to fill in on trial, before it counts."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector.i18n import N_, _, ngettext
from inspector.services.checklists.candidates import Candidate, definition_of
from inspector.ui.forms.filler import FormFiller
from inspector.ui.forms.view import FormView
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.tabs import TabRow
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.page import Context
from inspector.ui.settings.checklists.changes import ChangesTree
from inspector.ui.settings.checklists.findings import FindingsView
from inspector.ui.settings.checklists.words import own_language

FINDINGS, CHANGES, TRIAL = "findings", "changes", "trial"
TABS: Final = ((FINDINGS, N_("Findings")), (CHANGES, N_("Changes")), (TRIAL, N_("Fill in on trial")))
LEAST_HEIGHT: Final = 360


class ReviewView(QWidget):
    """`back_wanted`, `read_again_wanted`, `copy_wanted`, `install_wanted`: about the file that is shown."""

    back_wanted = Signal()
    read_again_wanted = Signal()
    copy_wanted = Signal()
    install_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.candidate: Candidate | None = None
        self.title = ElidedLabel("", "card_title")
        self.versions = Text("", "body", "text-2")
        self.why = Text("", "body", "orange-text", wrap=True)
        self.back = Button(_("Back"), Kind.TEXT, icon="chevron-left", key="Esc")
        self.again = Button(_("Read the file again"), icon="refresh-cw", key="Ctrl R")
        self.copy = Button(_("Copy all findings"), icon="file-text")
        self.install = Button(_("Install this version"), Kind.PRIMARY, icon="upload", key="Ctrl Enter")
        self.tabs = TabRow(_("About the file"), [(key, _(label)) for key, label in TABS], height=44)
        self.findings = FindingsView()
        self.changes = ChangesTree()
        self.filler = FormFiller(context.tasks, context.messages, self)
        self.trial = FormView(self.filler)
        self._tried: Candidate | None = None
        self._stack = QStackedWidget()
        self._changes = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        for button in (self.again, self.install):
            head.addWidget(button)
        second = QHBoxLayout()
        second.setSpacing(16)
        second.addWidget(self.versions)
        second.addWidget(self.why, 1)
        tree = Card(flush=True)
        tree.body.addWidget(self.changes)
        same = EmptyState(
            "git-compare-arrows", _("Nothing differs"), _("Questions, choices and settings are those that count now.")
        )
        for page in (tree, same):
            self._changes.addWidget(page)
        trial = Card(flush=True)
        trial.body.addWidget(self.trial)
        for part in (self.findings, self._changes, trial):
            self._stack.addWidget(part)
        self._stack.setMinimumHeight(LEAST_HEIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(second)
        third = QHBoxLayout()
        third.addWidget(self.tabs)
        third.addStretch(1)
        third.addWidget(self.copy)
        layout.addLayout(third)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_wanted)
        self.again.clicked.connect(self.read_again_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        self.install.clicked.connect(self.install_wanted)
        self.tabs.tab_chosen.connect(self.show_tab)
        keys = {"Esc": self.back_wanted.emit, "Ctrl+R": self.read_again_wanted.emit, "Ctrl+Return": self._on_install}
        page_keys(self, keys)

    def _on_install(self) -> None:
        if self.install.isEnabled() and self.install.isVisible():
            self.install_wanted.emit()

    def show_candidate(self, candidate: Candidate, *, tab: str = "") -> None:
        """Show a file, on the tab that has the most to say unless one is named."""
        self.candidate = candidate
        preview = candidate.preview
        name = f"{preview.title} ({preview.id})" if preview.title and preview.id else preview.title or preview.id
        file = "" if candidate.installed else candidate.path.name
        self.title.setText(" · ".join(part for part in (file, name) if part))
        for button in (self.again, self.install):
            button.setVisible(not candidate.installed)
        self.versions.setText(_versions(candidate))
        self.why.setText(_refusal(candidate))
        self.why.setVisible(bool(self.why.text()))
        self.install.setEnabled(not candidate.refusal)
        self.tabs.set_count(FINDINGS, len(preview.findings))
        self.tabs.set_count(CHANGES, len(preview.changes))
        self.findings.show_candidate(candidate)
        self.changes.show_changes(preview.changes)
        self._changes.setCurrentIndex(0 if preview.changes else 1)
        usual = FINDINGS if preview.errors or not preview.changes else CHANGES
        self.show_tab(tab or usual)

    def show_tab(self, key: str) -> None:
        """Bring a tab to the front; the form is compiled when it is first tried."""
        self.tabs.set_current(key)
        self.copy.setVisible(key == FINDINGS and self.candidate is not None and bool(self.candidate.preview.findings))
        self._stack.setCurrentIndex([name for name, _label in TABS].index(key))
        if key == TRIAL and self.candidate is not None and self._tried is not self.candidate:
            self._tried = self.candidate
            file = self.candidate.file
            language = own_language(self.candidate.languages)
            self.filler.open(partial(definition_of, file), language=language, title=self.candidate.preview.title)

    def take_focus(self) -> None:
        """Put the focus where the file can be looked at."""
        key = self.tabs.current()
        widget = self.findings.table if key == FINDINGS and self.findings.model.rowCount() else self.tabs
        target = self.changes if key == CHANGES and self.changes.changes.rowCount() else widget
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _versions(candidate: Candidate) -> str:
    preview, parts = candidate.preview, list[str]()
    if candidate.installed:
        parts.append(_("Version {version}, which counts now").format(version=preview.version))
    elif preview.installed or preview.version:
        words = _("Version {installed} → {version}")
        parts.append(words.format(installed=preview.installed or "—", version=preview.version or "—"))
    if preview.errors:
        parts.append(ngettext("{count} error", "{count} errors", preview.errors).format(count=preview.errors))
    if candidate.warnings:
        count = candidate.warnings
        parts.append(ngettext("{count} warning", "{count} warnings", count).format(count=count))
    if preview.files:
        parts.append(_("with {files}").format(files=_(", ").join(preview.files)))
    return " · ".join(parts)


def _refusal(candidate: Candidate) -> str:
    if candidate.installed:
        return ""
    if candidate.preview.errors:
        return _("Correct the errors in the file and read it again; then it can be installed.")
    return candidate.refusal
