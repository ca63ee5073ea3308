"""Taking actions on hazards from the window: dialogs where something is asked for, then six seconds to take it back."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector import services
from inspector.domain.actions import Action
from inspector.i18n import _, ngettext
from inspector.problems import Problem
from inspector.services.hazards.action_words import ACTIONS
from inspector.services.ledgers.views import HazardDetail
from inspector.ui.decisions import decide
from inspector.ui.kit.text import Text
from inspector.ui.page import Context

if TYPE_CHECKING:
    from inspector.services import Given
    from inspector.ui.ledger.action_dialog import ActionDialog

AT_ONCE = frozenset({Action.SERVE})
"""Actions that ask for nothing."""


class HazardActions(QObject):
    """Takes actions for a page. `decided(words)` when one is held, `changed(hazards)` when hazards stand otherwise.

    `review_wanted(hazard)`: judging is done on the page of reviews. `result_shown(BulkResult)` after several hazards or
    after notices were served.
    """

    decided = Signal(str)
    changed = Signal()
    review_wanted = Signal(str)
    done = Signal(object)
    """The `BulkResult` of what was carried out."""

    def __init__(self, context: Context, page: QWidget, today: date) -> None:
        super().__init__(page)
        self._context, self._page, self._today = context, page, today
        self.names: tuple[str, ...] = ()
        """Names to offer where a person is asked for."""

    def start(self, action: Action, detail: HazardDetail) -> "ActionDialog | None":
        """Take an action on the hazard that is shown, asking for what it needs."""
        if action is Action.PASS:
            self.review_wanted.emit(detail.hazard.id)
            return None
        ids, seen = (detail.hazard.id,), {detail.hazard.id: detail.heads}
        words = f"{detail.hazard.number} · {_(ACTIONS[action])}"
        if action in AT_ONCE:
            self._hold(ids, action, None, seen, words, "")
            return None
        return self._ask(action, detail, words, ids, seen)

    def settle(self, field: str, value: object, detail: HazardDetail) -> None:
        """Take one of several values of a field that two people changed."""
        from inspector.services.hazards.given import Given  # noqa: PLC0415 - brings the photo library

        words = f"{detail.hazard.number} · {_(ACTIONS[Action.CHANGE])}"
        given, seen = Given(fields={field: value}), {detail.hazard.id: detail.heads}
        self._hold((detail.hazard.id,), Action.CHANGE, given, seen, words, "")

    def start_many(self, action: Action, ids: tuple[str, ...]) -> "ActionDialog | None":
        """Take an action on several hazards; those it is not open for are left and told."""
        count = len(ids)
        told = ngettext("{count} hazard", "{count} hazards", count).format(count=count)
        words = f"{told} · {_(ACTIONS[action])}"
        if action in AT_ONCE:
            self._hold(ids, action, None, {}, words, "")
            return None
        return self._ask(action, None, words, ids, {})

    def _ask(
        self,
        action: Action,
        detail: HazardDetail | None,
        words: str,
        ids: tuple[str, ...],
        seen: Mapping[str, tuple[str, ...]],
    ) -> "ActionDialog":
        from inspector.ui.ledger.action_dialog import ActionDialog  # noqa: PLC0415 - the page starts without

        prefix = f"hazard:{ids[0] if detail is not None else 'many'}:{action.value}"
        label = _(ACTIONS[action])
        dialog = ActionDialog(self._page, self._context, action, words, label, self._today, detail, prefix=prefix)
        if action is Action.ADJUDICATE and detail is not None:
            self._show_sides(dialog, detail.hazard.id)
        if detail is not None:
            dialog.check = self._checker(action, detail)
        dialog.suggest(self.names)
        dialog.given.connect(lambda given: self._with_photos(ids, action, given, seen, words, prefix))
        dialog.open()
        return dialog

    def _checker(self, action: Action, detail: HazardDetail) -> "Callable[[Given], object]":
        workspace, hazard, heads = self._context.workspace, detail.hazard.id, detail.heads

        def check(given: "Given") -> object:
            from inspector.services.hazards.actions import events_of  # noqa: PLC0415 - on the worker

            return events_of(workspace, hazard, action, given, seen=heads)

        return check

    def _show_sides(self, dialog: "ActionDialog", hazard: str) -> None:
        from inspector.services.reviews.disputes import dispute_detail  # noqa: PLC0415 - rare
        from inspector.ui.ledger.sides import SidesView  # noqa: PLC0415 - rare

        outcome = dialog.body.indexOf(dialog.inputs["outcome"])
        dialog.body.insertWidget(outcome, Text(_("Outcome"), "hint", "text-2"))
        view = SidesView()
        dialog.body.insertWidget(0, view)
        workspace = self._context.workspace
        self._context.tasks.run(lambda: dispute_detail(workspace, hazard).sides, view.show_sides, owner=view)

    def _with_photos(
        self,
        ids: tuple[str, ...],
        action: Action,
        given: "Given",
        seen: Mapping[str, tuple[str, ...]],
        words: str,
        prefix: str,
    ) -> None:
        """Store the photos first, so that a decision that is held only names them."""
        if not given.photos:
            self._hold(ids, action, given, seen, words, prefix)
            return
        workspace = self._context.workspace

        def stored(made: "Given") -> None:
            self._hold(ids, action, made, seen, words, prefix)

        self._context.tasks.run(
            lambda: services.take_photos(workspace, ids[0], given), stored, self._on_failed, pool=True, owner=self
        )

    def _hold(
        self,
        ids: tuple[str, ...],
        action: Action,
        given: "Given | None",
        seen: Mapping[str, tuple[str, ...]],
        words: str,
        prefix: str,
    ) -> None:
        from inspector.services import Given, held_body  # noqa: PLC0415 - brings the photo library
        from inspector.services.hazards.actions import draw_ahead  # noqa: PLC0415 - as above

        def carried_out(result: Any) -> None:
            if prefix:
                self._forget(prefix)
            if shiboken6.isValid(self):
                self.changed.emit()
                if result is not None:
                    self.done.emit(result)

        def back() -> None:
            if shiboken6.isValid(self):
                self.changed.emit()

        if action is Action.SERVE:
            workspace = self._context.workspace
            self._context.tasks.run(lambda: draw_ahead(workspace, ids, given), pool=True, owner=self)
        decide(self._context, "hazard_action", held_body(ids, action, given or Given(), seen), words, carried_out, back)
        self.decided.emit(words)

    def _forget(self, prefix: str) -> None:
        workspace = self._context.workspace
        self._context.tasks.run(lambda: services.drop_typing(workspace, f"{prefix}:"))

    def _on_failed(self, problem: Problem) -> None:
        self._context.messages.problem(problem)
        self.changed.emit()
