"""Teams: how many belong to each, and another name for one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, describe, ngettext
from inspector.problems import Problem
from inspector.services.preferences.teams import Team
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.text import Text

WIDTH = 520
FIELD_HEIGHT = 36


def members_words(team: Team) -> str:
    """How many belong to a team."""
    words = ngettext("{count} person", "{count} persons", team.members).format(count=team.members)
    return _("{words}, {left} left").format(words=words, left=team.left) if team.left else words


class TeamsDialog(Dialog):
    """A field for each team; `names_given` (old name -> new one) of what was changed. Equal names join two teams."""

    names_given = Signal(object)

    def __init__(self, parent: QWidget, teams: tuple[Team, ...]) -> None:
        super().__init__(
            parent,
            _("Teams"),
            _(
                "A team is there while somebody belongs to it. Another name holds for all its members from now on;"
                " what was decided before keeps the old one."
            ),
            accept=_("Rename"),
            width=WIDTH,
        )
        self.fields = {team.name: TextField(team.name) for team in teams}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        for line, team in enumerate(teams):
            field, words = self.fields[team.name], Text(members_words(team), "body", "text-2")
            field.set_value(team.name)
            words.setFixedHeight(FIELD_HEIGHT)
            grid.addWidget(field, line, 0)
            grid.addWidget(words, line, 1)
        self.body.addLayout(grid)
        self.accepted.connect(lambda: self.names_given.emit(self.wanted()))

    def wanted(self) -> dict[str, str]:
        """Teams that got another name."""
        typed = {name: field.value().strip() for name, field in self.fields.items()}
        return {name: text for name, text in typed.items() if text != name}

    @override
    def complaint(self) -> bool:
        empty = [field for field in self.fields.values() if not field.value().strip()]
        for field in self.fields.values():
            field.set_error(describe(Problem("team_name_empty")) if field in empty else "")
        return bool(empty)
