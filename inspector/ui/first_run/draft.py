"""What was typed into the first run and is not stored yet: a power cut costs at most the last third of a second.

Before there is a workspace it is kept among the preferences of this computer; in one that was made and not finished, in
the workspace itself. PINs and passphrases are never kept.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from inspector import services
from inspector.ui.first_run.team_steps import CompanyStep, PeopleStep
from inspector.ui.kit.typing import QUIET_MS
from inspector.ui.preferences import Preferences
from inspector.ui.tasks import Tasks

KEY: Final = "first-run"
"""Under which it is kept, here and there."""


class FirstRunDraft(QObject):
    """Fills the pages with what was kept, follows what is typed, and forgets it by `drop`. GUI thread."""

    def __init__(self, tasks: Tasks, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._preferences = tasks, preferences
        self._workspace: Any = None
        self._kept = _read(preferences.recall(KEY))
        self._company: CompanyStep | None = None
        self._people: PeopleStep | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self.keep)

    def of_workspace(self, workspace: Any, done: Callable[[], None]) -> None:
        """Keep it in a workspace that was made and not finished, and call `done` once what it holds was fetched."""
        self._workspace = workspace

        def take(kept: Mapping[str, str]) -> None:
            self._kept |= _read(json.loads(kept.get(KEY, "{}")))
            done()

        self._tasks.run(
            lambda: workspace.call(lambda: services.kept_typing(workspace, KEY)), take, pool=True, owner=self
        )

    def company(self, step: CompanyStep) -> None:
        """Fill the page of company and team, and follow it."""
        self._company = step
        step.show_texts(self._kept)
        step.edited.connect(self._timer.start)

    def people(self, step: PeopleStep) -> None:
        """Fill the page of the first persons, and follow it."""
        self._people = step
        step.table.show_texts(self._kept.get("people", []))
        step.table.edited.connect(self._timer.start)

    def keep(self) -> None:
        """Keep what stands in the pages."""
        self._timer.stop()
        if self._company is not None:
            self._kept |= self._company.texts()
        if self._people is not None:
            self._kept["people"] = self._people.table.texts()
        workspace, text = self._workspace, json.dumps(self._kept)
        if workspace is None:
            self._preferences.remember(KEY, self._kept)
        else:
            self._tasks.run(
                lambda: workspace.call(lambda: services.keep_typing(workspace, KEY, text)), pool=True, owner=self
            )

    def drop(self) -> None:
        """Forget it: company and people are stored."""
        self._timer.stop()
        self._kept = {}
        self._preferences.remember(KEY, {})
        workspace = self._workspace
        if workspace is not None:
            self._tasks.run(lambda: workspace.call(lambda: services.drop_typing(workspace, KEY)), pool=True, owner=self)


def _read(kept: object) -> dict[str, Any]:
    """What was kept, as far as it is what it should be."""
    if not isinstance(kept, dict):
        return {}
    found: dict[str, Any] = {str(key): text for key, text in kept.items() if isinstance(text, str)}
    people = kept.get("people")
    if isinstance(people, list):
        found["people"] = [_read(person) for person in people]
    return found
