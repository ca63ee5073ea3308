"""The button of attached test reports: opens them, attaches a file, takes values out of a workbook."""

from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from inspector import services
from inspector.i18n import N_, _, ngettext
from inspector.problems import Problem, ProblemKind, register
from inspector.services.ledgers.views import ReportView
from inspector.services.visits.views import Change, FormView, Target
from inspector.ui.files.report_files import ReportFiles
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.report_dialog import ReportDialog

register(
    ProblemKind.ENVIRONMENT,
    {"report_unreadable": N_("The file {file} cannot be read. Check the stick or the cable, or choose another file.")},
)
WORKBOOKS = "*.xlsx *.xlsm"
REPORTS = "*.pdf *.jpg *.jpeg *.png *.heic *.webp *.xlsx *.xlsm"


def read_file(path: Path) -> bytes:
    """The bytes of a chosen file. Pool thread; raises Problem report_unreadable."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("report_unreadable", file=path.name) from error


class ReportBox(QObject):
    """Keeps the button up to date with the shown form and carries out what its menu offers."""

    def __init__(self, presenter: VisitPresenter, home: QWidget) -> None:
        super().__init__(home)
        self._presenter = presenter
        self._home = home
        self._target: Target | None = None
        self._reports: tuple[ReportView, ...] = ()
        self.button = Button(_("Test report"), Kind.SECONDARY, icon="paperclip")
        self.files = ReportFiles(presenter.workspace, presenter.tasks, presenter.messages, self)
        self.button.clicked.connect(self.open_menu)
        presenter.change_applied.connect(self._on_change_applied)

    def show_form(self, form: FormView) -> None:
        """Show the reports of another form."""
        self._target = form.target
        self._show(form.reports)

    def _on_change_applied(self, change: Change) -> None:
        for target, reports in change.reports:
            if target == self._target:
                self._show(reports)

    def _show(self, reports: tuple[ReportView, ...]) -> None:
        self._reports = reports
        count = f" {len(reports)}" if reports else ""
        self.button.set_label(_("Test report") + count)

    # menu ---------------------------------------------------------------------------------------------------------

    def menu(self) -> QMenu:
        """What can be done: each report opens; files are attached, values read, a report taken off."""
        menu = QMenu(self.button)
        for report in self._reports:
            self._add(menu, report.name, lambda report=report: self.files.open(report))
        if self._reports:
            menu.addSeparator()
        if not self._presenter.read_only:
            self._add(menu, _("Take values from a workbook…"), self.choose_workbook)
            self._add(menu, _("Attach a PDF or photos…"), self.choose_reports)
            for report in self._reports:
                words = _("Remove “{name}”…").format(name=report.name)
                self._add(menu, words, lambda report=report: self._ask_removal(report))
        return menu

    @staticmethod
    def _add(menu: QMenu, words: str, act: object) -> None:
        action = QAction(words, menu)
        action.triggered.connect(lambda _on=False: act())  # type: ignore[operator]
        menu.addAction(action)

    def open_menu(self) -> None:
        """Show the menu under the button."""
        menu = self.menu()
        if menu.isEmpty():
            self._presenter.messages.info(_("No test report is attached here."))
            menu.deleteLater()
            return
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height() + 4)))

    def choose_reports(self) -> None:
        """Ask for files and attach them."""
        dialog = self._dialog(_("Attach a test report"), _("Test reports") + f" ({REPORTS})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda paths: self.attach([Path(path) for path in paths]))
        dialog.open()

    def choose_workbook(self) -> None:
        """Ask for the testing company's workbook."""
        dialog = self._dialog(_("Take values from a workbook"), _("Excel workbook") + f" ({WORKBOOKS})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.import_workbook(Path(path)))
        dialog.open()

    def _dialog(self, title: str, pattern: str) -> QFileDialog:
        dialog = QFileDialog(self._home.window(), title, "", pattern)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def attach(self, paths: list[Path]) -> None:
        """Attach files to the shown record."""
        target, workspace, visit = self._target, self._presenter.workspace, self._presenter.visit.id
        if target is None:
            return
        told = ngettext("{count} file attached", "{count} files attached", len(paths)).format(count=len(paths))
        for path in paths:

            def work(path: Path = path) -> Change:
                return services.add_report(workspace, visit, target, read_file(path), path.name)

            self._presenter.write(work, target=target, ref="report", pool=True, told=told if path == paths[-1] else "")

    def import_workbook(self, path: Path) -> None:
        """Read a workbook and show what would be taken over."""
        target = self._target
        if target is not None:
            self._presenter.load(
                lambda: read_file(path), lambda data: self._ask(target, path.name, data), pool=True, owner=self
            )

    def _ask(self, target: Target, name: str, data: bytes) -> None:
        ReportDialog(self._home, self._presenter, target, name, data).begin()

    def _ask_removal(self, report: ReportView) -> None:
        dialog = ConfirmDialog(
            self._home,
            _("Remove this report?"),
            _("It is taken off the record. Values that were taken from it stay."),
            accept=_("Remove"),
            dangerous=True,
        )
        workspace, visit = self._presenter.workspace, self._presenter.visit.id
        dialog.accepted.connect(
            lambda: self._presenter.write(lambda: services.remove_report(workspace, visit, report.id), ref="report")
        )
        dialog.open()
