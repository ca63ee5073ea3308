"""What puts a hazard on the key-supervision ledger, and within how many inspection cycles it counts as come back."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.hazard import Grade
from inspector.domain.ledger import MOST_DAYS, SupervisionRule
from inspector.domain.recurrence import MOST_CYCLES
from inspector.i18n import N_, _
from inspector.problems import Problem
from inspector.services.hazards.supervision import SupervisionSettings, may_set_supervision
from inspector.services.preferences.choosing import Chosen, traced
from inspector.ui.kit.choice import Segmented
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.settings.company_note import CompanyNote
from inspector.ui.settings.option_card import tell_change
from inspector.ui.settings.section import CARD_WIDTH, Section, card_of, choice

SWITCH = (("on", N_("On")), ("off", N_("Off")))
GRADES = (
    ("0", N_("none")),
    ("1", N_("critical")),
    ("2", N_("critical and serious")),
    ("3", N_("all")),
)
"""How many grades, from the gravest on."""
NUMBER_WIDTH = 108


class SupervisionSection(Section):
    """Everything acts at once: the ledger follows with the next look at it. Who may not set it reads why, and looks."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._known: SupervisionSettings | None = None
        self._allowed = True
        self.note = CompanyNote(context)
        self.why = self.note.why
        self.grades = choice(_("Grades"), [(key, _(label)) for key, label in GRADES], "2")
        self.overdue, self.recurrent, self.disputed, self.by_hand = (
            self._switch(label) for label in (_("Overdue"), _("Recurrent"), _("Disputed"), _("By hand"))
        )
        self.days = TextField(_("Days past the deadline"), placeholder="0")
        self.cycles = TextField(_("Inspection cycles"), placeholder="2")
        for field in (self.days, self.cycles):
            field.setFixedWidth(NUMBER_WIDTH)
        rows = (
            (_("Grades"), self.grades),
            (_("Overdue"), self.overdue),
            (_("by more than so many days"), self.days),
            (_("Recurrent"), self.recurrent),
            (_("within so many cycles"), self.cycles),
            (_("Disputed"), self.disputed),
            (_("Put there by a lead"), self.by_hand),
        )
        hint = Text(
            _(
                "Recurrent: the same trouble at the same equipment was closed and is found again within so many"
                " inspection cycles of the customer, or it was reopened. A year counts as a cycle where none is set."
            ),
            "hint",
            "text-2",
            wrap=True,
        )
        hint.setMaximumWidth(CARD_WIDTH)
        self.column.addWidget(self.note)
        self.column.addWidget(card_of(_("Key supervision"), rows))
        self.column.addWidget(hint)
        self.column.addStretch(1)
        self.targets = {
            "supervision.grades": self.grades,
            "supervision.overdue": self.overdue,
            "supervision.overdue_days": self.days,
            "supervision.recurrent": self.recurrent,
            "supervision.cycles": self.cycles,
            "supervision.disputed": self.disputed,
            "supervision.by_hand": self.by_hand,
        }
        self._connect()

    def _switch(self, name: str) -> Segmented:
        return choice(name, [(key, _(label)) for key, label in SWITCH], "on")

    def _connect(self) -> None:
        self.grades.value_chosen.connect(self._on_changed)
        for switch in (self.overdue, self.recurrent, self.disputed, self.by_hand):
            switch.value_chosen.connect(self._on_changed)
        for field in (self.days, self.cycles):
            field.value_committed.connect(self._on_changed)

    @override
    def activated(self) -> None:
        self.note.fetch()
        self._fetch()

    def _fetch(self) -> None:
        workspace = self.context.workspace
        self.context.tasks.run(
            lambda: (services.supervision_settings(workspace), may_set_supervision(workspace)),
            self._on_fetched,
            owner=self,
        )

    def _on_fetched(self, found: tuple[SupervisionSettings, bool]) -> None:
        first = self._known is None
        settings, self._allowed = found
        self.why.setVisible(not self._allowed)
        for switch in (self.grades, self.overdue, self.recurrent, self.disputed, self.by_hand):
            switch.setEnabled(self._allowed)
        self._show(settings)
        if (first or self.wanted) and self._allowed:
            self.take_focus(self.grades)

    def _show(self, found: SupervisionSettings) -> None:
        """Put every control on what is kept."""
        self._known, rule = found, found.rule
        self.grades.set_value(str(len(rule.grades)))
        for switch, on in (
            (self.overdue, rule.overdue_days is not None),
            (self.recurrent, rule.recurrent),
            (self.disputed, rule.disputed),
            (self.by_hand, rule.by_hand),
        ):
            switch.set_value("on" if on else "off")
        self.days.set_value(str(rule.overdue_days or 0))
        self.cycles.set_value(str(found.cycles))
        for field, counts in ((self.days, rule.overdue_days is not None), (self.cycles, rule.recurrent)):
            field.set_error("")
            field.setEnabled(self._allowed and counts)

    def _on_changed(self, *_value: object) -> None:
        """Save what the controls say, unless a number is none."""
        if self._known is None:
            return
        days = _number(self.days, 0, MOST_DAYS)
        cycles = _number(self.cycles, 1, MOST_CYCLES)
        if days is None or cycles is None:
            return
        rule = SupervisionRule(
            grades=tuple(Grade)[: int(self.grades.value())],
            overdue_days=days if self.overdue.value() == "on" else None,
            recurrent=self.recurrent.value() == "on",
            disputed=self.disputed.value() == "on",
            by_hand=self.by_hand.value() == "on",
        )
        wanted, workspace = replace(self._known, rule=rule, cycles=cycles), self.context.workspace
        if wanted != self._known:
            self.context.tasks.run(
                lambda: traced(workspace, lambda: services.set_supervision(workspace, wanted)),
                lambda done: self._on_done(done, wanted),
                self._on_refused,
                owner=self,
            )

    def _on_done(self, done: Chosen, wanted: SupervisionSettings) -> None:
        self._show(wanted)
        tell_change(self.context, done, self._fetch)

    def _on_refused(self, problem: Problem) -> None:
        """Say why, and go back to what is kept: another person may act meanwhile."""
        self.context.messages.problem(problem)
        if self._known is not None:
            self._show(self._known)
        self.activated()


def _number(field: TextField, least: int, most: int) -> int | None:
    """The whole number in a field; None, and said there, if it holds none from `least` to `most`."""
    words = field.value().strip()
    right = words.isascii() and words.isdigit() and least <= int(words) <= most
    field.set_error("" if right else _("{least} to {most}").format(least=least, most=most))
    return int(words) if right else None
