"""The inspector's own verdict over the rule's (F4), with a reason; and which lines become hazards only on request."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.services.visits.views import Line, Target
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import TextArea
from inspector.ui.kit.meaning import verdict_name
from inspector.ui.kit.text import Text
from inspector.ui.visit.presenter import VisitPresenter


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
