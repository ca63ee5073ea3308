"""What can be done to a line besides typing: override its judgement (F4), 停电未测 (X), 待录 with a reason, photo (P).

`LineActions` joins a reading table to the presenter; both steps use it.
"""

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.services.views import Line, Target
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.dialog import Dialog, ReasonDialog
from inspector.ui.kit.fields import TextArea
from inspector.ui.kit.meaning import verdict_name
from inspector.ui.kit.text import Text
from inspector.ui.visit.photos import PhotoPlace, choose_photos
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.reading_rows import LineRow, out_of_service
from inspector.ui.visit.reading_table import ReadingTable


class OverrideDialog(Dialog):
    """The inspector's own verdict with a reason; both verdicts are kept. Digits choose while the choice has focus."""

    def __init__(self, parent: QWidget, presenter: VisitPresenter, target: Target, line: Line) -> None:
        judged = line.judgement
        rule = (judged.overridden or judged.verdict) if judged else Verdict.UNDETERMINED
        words = _("The rule says {verdict}. Your verdict counts; both are kept with your reason.")
        title = _("Override the verdict: {label}").format(label=line.label)
        super().__init__(parent, title, words.format(verdict=verdict_name(rule)), accept=_("Override"))
        self._presenter, self._target, self._ref = presenter, target, line.ref
        self._overridden = bool(judged and judged.overridden is not None)
        self.choice = Segmented(_("Verdict"), _options(rule))
        if judged and judged.overridden is not None:
            self.choice.set_value(judged.verdict)
        self.reason = TextArea(_("Reason"), label=True, required=True, rows=3)
        self.reason.set_value(judged.override_reason if judged else "")
        self._missing = Text("", "hint", "red-text")
        self.withdraw_button = Button(_("Withdraw the override"), Kind.TEXT, icon="undo-2")
        for widget in (self.choice, self._missing, self.reason, self.withdraw_button):
            self.body.addWidget(widget)
        self.withdraw_button.setVisible(self._overridden)
        self._missing.hide()
        self.withdraw_button.clicked.connect(self._on_withdraw_clicked)
        self.accepted.connect(self._on_accepted)

    @override
    def first_focus(self) -> QWidget:
        return self.choice

    @override
    def complaint(self) -> bool:
        undecided, unfounded = not self.choice.value(), not self.reason.value().strip()
        self._missing.setText(_("Choose a verdict."))
        self._missing.setVisible(undecided)
        self.reason.set_error(_("A reason is needed.") if unfounded else "")
        return undecided or unfounded

    def _on_accepted(self) -> None:
        verdict = Verdict(self.choice.value())
        self._presenter.override(self._target, self._ref, verdict, self.reason.value().strip())

    def _on_withdraw_clicked(self) -> None:
        self._presenter.override(self._target, self._ref, None, "")
        self.reject()


def _options(rule: Verdict) -> list[Option]:
    """The verdicts a person may give instead of the rule's."""
    looks = {
        Verdict.PASS: ("green-tint", "green-text", "green"),
        Verdict.ATTENTION: ("amber-tint", "amber-text", "amber-border"),
        Verdict.FAIL: ("red", "on-fill", ""),
    }
    offered = [verdict for verdict in looks if verdict is not rule]
    return [
        Option(verdict, verdict_name(verdict), str(number), "", "text-2", *looks[verdict], width=104)
        for number, verdict in enumerate(offered, 1)
    ]


def may_request(line: Line) -> bool:
    """Whether a hazard is made of a line only on request: it was judged 注意 and has none yet."""
    return line.hazard is None and line.judgement is not None and line.judgement.verdict is Verdict.ATTENTION


class LineActions(QObject):
    """Carries out the wishes of a reading table and offers them in its context menu."""

    def __init__(self, table: ReadingTable, presenter: VisitPresenter) -> None:
        super().__init__(table)
        self._table = table
        self._presenter = presenter
        self._connect()

    def _connect(self) -> None:
        self._table.reading_model.value_entered.connect(self._presenter.answer)
        self._table.override_requested.connect(self.override)
        self._table.out_of_service_requested.connect(self.toggle_out_of_service)
        self._table.photo_requested.connect(self.add_photo)
        self._table.menu_requested.connect(self._on_menu_requested)

    def _line(self, target: Target, ref: str) -> Line | None:
        row, _number = self._table.reading_model.find(target, ref)
        entry = self._table.reading_model.line_row(row)
        return entry.line if entry is not None else None

    def override(self, target: Target, ref: str) -> None:
        """F4: ask for the inspector's verdict; only a line that has a verdict can be overridden."""
        line = self._line(target, ref)
        if line is not None and line.judgement is not None:
            OverrideDialog(self._table, self._presenter, target, line).open()

    def toggle_out_of_service(self, target: Target, ref: str) -> None:
        """X: mark the line as not measured because it is de-energised, or take the mark away."""
        line = self._line(target, ref)
        if line is not None:
            self._presenter.out_of_service(target, ref, flag=not out_of_service(line))

    def wait(self, target: Target, ref: str) -> None:
        """待录: leave the value for later with a reason; on a waiting line the mark is taken away."""
        line = self._line(target, ref)
        if line is None:
            return
        if line.waiting_reason:
            self._presenter.waiting(target, ref, "")
            return
        dialog = ReasonDialog(
            self._table,
            _("Enter this value later?"),
            line.label,
            label=_("Why the value is still to come"),
            accept=_("Enter later"),
        )
        dialog.reason_given.connect(lambda reason: self._presenter.waiting(target, ref, reason))
        dialog.open()

    def add_photo(self, target: Target, ref: str) -> None:
        """P: ask for photo files."""
        choose_photos(self._presenter, PhotoPlace(target, ref), self._table.window())

    def _on_menu_requested(self, entry: LineRow, at: QPoint) -> None:
        line = entry.line
        menu = QMenu(self._table)
        offers = [
            (_("Override the verdict…"), "F4", self.override, line.judgement is not None),
            (
                _("Measured after all") if out_of_service(line) else _("De-energised, not measured"),
                "X",
                self.toggle_out_of_service,
                not line.computed,
            ),
            (_("No longer waiting") if line.waiting_reason else _("Enter later…"), "", self.wait, not line.computed),
            (_("Make it a hazard"), "", self._presenter.request_hazard, may_request(line)),
            (_("Add a photo…"), "P", self.add_photo, True),
        ]
        for words, key, act, possible in offers:
            action = QAction(f"{words}\t{key}" if key else words, menu)
            action.setEnabled(possible)
            action.triggered.connect(lambda _on=False, act=act: act(entry.target, line.ref))
            menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
