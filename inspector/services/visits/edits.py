"""The steps of an open visit that can be undone and redone: what stood in its items before and after each.

In memory only: a visit that is opened again begins with no steps. Signatures, the position and the draw of a section
are no steps (see `NO_STEP`): an undo never brings a signature back, it clears them like any edit, and a draw stays.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from inspector.quick_dataclass import dataclass

Key = tuple[str, str]
"""Kind and key of an item."""
Body = Mapping[str, object] | None
"""What stands in an item; None if it is not there."""

NO_STEP: Final = frozenset({"signature", "position", "draw"})
"""Kinds of items that no step holds."""
MOST: Final = 500
"""Steps that are kept; the oldest goes first."""
MERGE_WITHIN: Final = timedelta(seconds=5)
"""Saves of one text field that follow each other this quickly are one step."""


@dataclass(frozen=True, slots=True)
class EditStep:
    """One step: its items as they were and as they became, the principal one first.

    `on` is the day the visit was judged by. `text` names the text field whose saves may be one step.
    """

    before: Mapping[Key, Body]
    after: Mapping[Key, Body]
    at: datetime
    on: date
    text: str = ""

    def follows(self, earlier: "EditStep") -> bool:
        """Whether this save goes on with the text of an earlier step."""
        same = bool(self.text) and self.text == earlier.text and self.after.keys() == earlier.after.keys()
        return same and self.at - earlier.at <= MERGE_WITHIN


class EditSteps:
    """The steps of one visit, done and undone; the newest last. Worker thread only."""

    def __init__(self) -> None:
        self._done: deque[EditStep] = deque(maxlen=MOST)
        self._undone: list[EditStep] = []

    def push(self, step: EditStep) -> None:
        """A new step was made; what was undone can no longer be redone. One that changed nothing is none."""
        if step.before == step.after:
            return
        self._undone.clear()
        earlier = self._done[-1] if self._done else None
        if earlier is None or not step.follows(earlier):
            self._done.append(step)
        elif earlier.before == step.after:
            self._done.pop()
        else:
            self._done[-1] = replace(earlier, after=step.after, at=step.at)

    @property
    def undoable(self) -> EditStep | None:
        """The step that undo would take back."""
        return self._done[-1] if self._done else None

    @property
    def redoable(self) -> EditStep | None:
        """The step that redo would make again."""
        return self._undone[-1] if self._undone else None

    def undone(self, after: Mapping[Key, Body]) -> None:
        """The last step was taken back; `after` is what redo has to write."""
        self._undone.append(replace(self._done.pop(), after=after, text=""))

    def redone(self, before: Mapping[Key, Body]) -> None:
        """The last undone step was made again; `before` is what undo has to write."""
        self._done.append(replace(self._undone.pop(), before=before))
