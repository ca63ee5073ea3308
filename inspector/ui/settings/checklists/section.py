"""检查表: the list of checklists, and a file in hands; every file comes in by a button or is dropped on the page."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget
from typing_extensions import override

from inspector.i18n import _, describe, ngettext
from inspector.problems import Problem
from inspector.services.checklists import versions
from inspector.services.checklists.candidates import Candidate, candidate_of, look_at
from inspector.services.checklists.files import read_form
from inspector.services.checklists.versions import FormLine
from inspector.ui.files.saving import ask_where, write_file
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.messages import Notice, Tone
from inspector.ui.page import Context
from inspector.ui.settings.checklists.listing import FormsList
from inspector.ui.settings.checklists.review import TRIAL, ReviewView
from inspector.ui.settings.checklists.words import as_lines
from inspector.ui.settings.section import Section

TAKEN: Final = frozenset({".xlsx", ".xlsm", ".csv", ".md", ".zip", ".xls", ".et", ".ods"})
"""What may be dropped; old formats are told what to do."""


class ChecklistsSection(Section):
    """The list, or the file that is looked at."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.forms = FormsList()
        self.review = ReviewView(context)
        self._stack = QStackedWidget()
        for widget in (self.forms, self.review):
            self._stack.addWidget(widget)
        self.column.addWidget(self._stack, 1)
        self._unread: Notice | None = None
        self.setAcceptDrops(True)
        self._connect()

    def _connect(self) -> None:
        self.forms.install_wanted.connect(partial(self._ask_file, _("Install a new version")))
        self.forms.check_wanted.connect(partial(self._ask_file, _("Check a file")))
        self.forms.detail.export_requested.connect(self._on_export)
        self.forms.detail.try_requested.connect(self._on_try)
        self.forms.detail.reset_requested.connect(self._on_reset)
        self.forms.table.row_opened.connect(lambda _number: None)
        self.review.back_wanted.connect(self.show_list)
        self.review.read_again_wanted.connect(self._on_read_again)
        self.review.copy_wanted.connect(self._on_copy)
        self.review.install_wanted.connect(self._on_install)
        page_keys(self.forms, {"Ctrl+O": self.forms.install.clicked.emit})

    @override
    def activated(self) -> None:
        self.fetch()
        if self._stack.currentWidget() is self.forms:
            self.take_focus(self.forms.search.editor)

    def fetch(self, wanted: str = "") -> None:
        """Fetch the list anew; `wanted` (an id) becomes current."""
        workspace = self.context.workspace

        def work() -> tuple[tuple[FormLine, ...], bool]:
            return versions.form_lines(workspace), versions.may_author(workspace)

        def done(found: tuple[tuple[FormLine, ...], bool]) -> None:
            lines, may_author = found
            refusal = "" if may_author else describe(Problem("form_role"))
            self.forms.show_lines(lines, refusal=refusal, wanted=wanted)

        self.context.tasks.run(work, done, owner=self)

    def show_list(self) -> None:
        """Leave the file and show the list."""
        self._stack.setCurrentWidget(self.forms)
        self.forms.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # a file ---------------------------------------------------------------------------------------------------------

    def _ask_file(self, title: str) -> None:
        pattern = _("Checklists") + " (*.xlsx *.csv *.md *.zip)"
        dialog = QFileDialog(self.window(), title, "", pattern)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.offer(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def offer(self, path: Path, *, again: bool = False) -> None:
        """Look at a file (or a folder with one) and show what it would change; what is no checklist is told."""
        workspace, tasks = self.context.workspace, self.context.tasks

        def seen(candidate: Candidate) -> None:
            self._stack.setCurrentWidget(self.review)
            self.review.show_candidate(candidate)
            if not again:
                self.review.take_focus()

        self._withdraw()
        tasks.run(lambda: look_at(workspace, path, read_form(path)), seen, self._on_unread, pool=True, owner=self)

    def _on_unread(self, problem: Problem) -> None:
        """Say why a file cannot be read, until the next one is looked at."""
        self._unread = Notice(Tone.ERROR, describe(problem))
        self.context.messages.posted.emit(self._unread)

    def _withdraw(self) -> None:
        if self._unread is not None:
            self.context.messages.withdrawn.emit(self._unread)
            self._unread = None

    def _on_read_again(self) -> None:
        if self.review.candidate is not None and self.review.again.isVisible():
            self.offer(self.review.candidate.path, again=True)

    def _on_copy(self) -> None:
        if self.review.candidate is None:
            return
        findings = self.review.candidate.preview.findings
        QGuiApplication.clipboard().setText(as_lines(findings))
        words = ngettext("{count} finding copied", "{count} findings copied", len(findings))
        self.context.messages.success(words.format(count=len(findings)))

    def _on_install(self) -> None:
        candidate = self.review.candidate
        if candidate is None or candidate.refusal:
            return
        if not candidate.preview.higher:
            self._install(candidate)
            return
        words = _("Version {higher} was installed before. Visits that begin from now on would ask as in {version}.")
        dialog = ConfirmDialog(
            self,
            _("Install a lower version?"),
            words.format(higher=candidate.preview.higher, version=candidate.preview.version),
            accept=_("Install all the same"),
        )
        dialog.accepted.connect(partial(self._install, candidate))
        dialog.open()

    def _install(self, candidate: Candidate) -> None:
        workspace, form = self.context.workspace, candidate.preview.id

        def act() -> str:
            before = versions.own_content(workspace, form)
            versions.install_form(workspace, candidate.file, lower=bool(candidate.preview.higher))
            return before

        words = _("{title}: version {version} is installed. Open visits keep theirs.")
        said = words.format(title=candidate.preview.title, version=candidate.preview.version)
        self.context.tasks.run(act, lambda before: self._on_installed(said, form, before), owner=self)

    def _on_installed(self, said: str, form: str, before: str) -> None:
        self.show_list()
        self._say(said, form, before)

    def _say(self, words: str, form: str, before: str) -> None:
        """Say it; taking it back brings the version from before, or that of the program."""
        workspace, tasks = self.context.workspace, self.context.tasks

        def back() -> None:
            tasks.run(
                lambda: versions.restore_form(workspace, form, before), lambda _line: self.fetch(form), owner=self
            )

        self.fetch(form)
        self.context.messages.success(words, _("Undo"), back)

    # one checklist --------------------------------------------------------------------------------------------------

    def _on_export(self) -> None:
        line = self.forms.table.current()
        if line is not None:
            pattern = _("Excel workbooks") + " (*.xlsx)"
            name = f"{line.id}.xlsx"
            ask_where(self.window(), _("Export to Excel"), name, pattern, partial(self.export, line.id))

    def export(self, form: str, path: Path) -> None:
        """Write the workbook of a checklist, with the files that it names beside it."""
        workspace, tasks = self.context.workspace, self.context.tasks

        def write(made: tuple[bytes, dict[str, bytes]]) -> None:
            book, files = made

            def work() -> int:
                for name, data in files.items():
                    write_file(path.with_name(name), data)
                return write_file(path, book)

            said = _("Saved: {name}").format(name=_(", ").join((path.name, *files)))
            tasks.run(work, lambda _size: self.context.messages.success(said), pool=True, owner=self)

        tasks.run(lambda: versions.export_files(workspace, form), write, owner=self)

    def _on_try(self) -> None:
        line = self.forms.table.current()
        if line is None:
            return
        workspace = self.context.workspace

        def seen(candidate: Candidate) -> None:
            self._stack.setCurrentWidget(self.review)
            self.review.show_candidate(candidate, tab=TRIAL)
            self.review.take_focus()

        self.context.tasks.run(lambda: candidate_of(workspace, line.id), seen, pool=True, owner=self)

    def _on_reset(self) -> None:
        line = self.forms.table.current()
        if line is None or not line.own:
            return
        workspace = self.context.workspace

        def act() -> str:
            before = versions.own_content(workspace, line.id)
            versions.reset_form(workspace, line.id)
            return before

        said = _("{title}: the version of the program counts again.").format(title=line.title)
        self.context.tasks.run(act, lambda before: self._say(said, line.id, before), owner=self)

    # dropping -------------------------------------------------------------------------------------------------------

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.offer(path)


def _dropped(event: QDropEvent) -> Path | None:
    """The one file or folder that is being dropped, if it may be a checklist."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.casefold() in TAKEN or path.is_dir() else None
