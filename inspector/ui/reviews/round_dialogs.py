"""Dialogs of a round: draw a sample, give its items out, and say who judges one item."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector import services
from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.services.reviews.views import GroupView, RoundItem, RoundView
from inspector.ui.kit.fields import ComboField, TextField
from inspector.ui.kit.text import Text
from inspector.ui.registers.ticks import TickChip
from inspector.ui.reviews.side_list import AskDialog

SHARE = "20"
"""Per cent that is offered at first."""


def percent(typed: str) -> float | None:
    """A share somebody typed, None if it is no share above 0 and at most 100."""
    try:
        value = float(typed.strip().rstrip("%％").strip())
    except ValueError:
        return None
    return value if 0 < value <= 100 else None


class DrawDialog(AskDialog):
    """How a sample is drawn; says before how large it will be (`counted` asks for that)."""

    counted = Signal()

    def __init__(self, parent: QWidget, group: GroupView) -> None:
        words = _("Drawn from what is in review or was closed since the last round, as far as a member is independent.")
        super().__init__(parent, _("Draw a sample for {group}").format(group=group.name), words, accept=_("Draw"))
        self.share_field = TextField(_("Share in per cent"), label=True, required=True)
        self.share_field.set_value(SHARE)
        self.by_grade = TickChip(_("From each grade by itself"))
        self.seed_field = TextField(_("Seed"), label=True, placeholder=_("empty: a random one, which is recorded"))
        self.size_words = Text("", "body_medium", wrap=True)
        for widget in (self.share_field, self.by_grade, self.seed_field, self.size_words):
            self.body.addWidget(widget)
        self.place_error()
        self.share_field.value_edited.connect(lambda _text: self.counted.emit())
        self.by_grade.clicked.connect(self._on_by_grade)

    def _on_by_grade(self) -> None:
        self.by_grade.set_on(not self.by_grade.on)
        self.counted.emit()

    def how(self) -> "services.Draw | None":
        """What is chosen, None while the share is none."""
        share = percent(self.share_field.value())
        if share is None:
            return None
        return services.Draw(share, self.seed_field.value().strip(), self.by_grade.on)

    def checked(self) -> "services.Draw":
        """What is chosen; only after `complaint` found nothing."""
        return services.Draw(percent(self.share_field.value()) or 0, self.seed_field.value().strip(), self.by_grade.on)

    @override
    def complaint(self) -> bool:
        wrong = percent(self.share_field.value()) is None
        self.share_field.set_error(_("A number above 0 and at most 100.") if wrong else "")
        return wrong

    def show_size(self, how: object, drawn: int, population: int) -> None:
        """Say how large the sample will be, unless something else was chosen meanwhile."""
        if how == self.how():
            self.size_words.setText(_("{count} of {total} will be drawn").format(count=drawn, total=population))

    def show_no_size(self, problem: Problem) -> None:
        """Say why none can be drawn."""
        self.size_words.setText(describe(problem))


class SpreadDialog(AskDialog):
    """Gives out what nobody has; some items to a blind second reviewer as well."""

    def __init__(self, parent: QWidget, shown: RoundView) -> None:
        words = _("Everybody gets about as much, only what he is independent of; what is given already stays.")
        super().__init__(parent, _("Give out {number}").format(number=shown.number), words, accept=_("Give out"))
        self.field = TextField(_("Share that is judged a second time, blind, in per cent"), label=True)
        self.field.set_value("0")
        self.body.addWidget(self.field)
        self.place_error()

    @override
    def complaint(self) -> bool:
        wrong = self.field.value().strip() not in ("", "0") and percent(self.field.value()) is None
        self.field.set_error(_("A number from 0 to 100.") if wrong else "")
        return wrong

    def share(self) -> float:
        """Per cent of the items that are judged twice."""
        return percent(self.field.value()) or 0


class AssignDialog(AskDialog):
    """Who judges an item, and who judges it a second time; offers those who are independent of it only."""

    def __init__(self, parent: QWidget, item: RoundItem) -> None:
        super().__init__(parent, item.number, item.title, accept=_("Assign"))
        self._item = item
        nobody = [("", _("Nobody"))]
        choices = [*nobody, *item.choices]
        self.first = ComboField(_("Judged by"), _with(choices, item.assignee, item.assignee_name), label=True)
        self.second = ComboField(
            _("Blind second judgement by"), _with(choices, item.second, item.second_name), label=True
        )
        self.first.set_value(item.assignee)
        self.second.set_value(item.second)
        self.first.setEnabled(not item.judged)
        self.second.setEnabled(not item.judged_second)
        self.body.addWidget(self.first)
        self.body.addWidget(self.second)
        if not item.choices:
            self.body.addWidget(
                Text(_("No member of the group is independent of this hazard."), "hint", "orange-text", wrap=True)
            )
        self.place_error()

    def changed(self) -> tuple[str | None, str | None]:
        """First and second reviewer as far as they were changed; None leaves one."""
        first, second = self.first.value(), self.second.value()
        return (
            first if first != self._item.assignee else None,
            second if second != self._item.second else None,
        )


def _with(choices: list[tuple[str, str]], person: str, name: str) -> list[tuple[str, str]]:
    """The choices, with whoever has it now although he may not any more."""
    return choices if not person or person in dict(choices) else [*choices, (person, name)]
