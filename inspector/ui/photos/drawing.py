"""What is drawn over a photo while it is edited: the marks, which one is chosen, and the way back. Knows no widget."""

from PySide6.QtCore import QObject, Signal

from inspector.photos.annotation import MOST_MARKS, Annotation, Mark

MOST_STEPS = 200
"""Steps that can be taken back."""


class Drawing(QObject):
    """The marks under edit; `changed` after every step and every choice.

    A step that is still under way (a mark being drawn or dragged) is shown by `show` and taken by `commit`.
    """

    changed = Signal()

    def __init__(self, annotation: Annotation | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = [annotation or Annotation()]
        self._at = 0
        self._shown: Annotation | None = None
        self.chosen = -1

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks as they show now."""
        return (self.annotation if self._shown is None else self._shown).marks

    @property
    def annotation(self) -> Annotation:
        """The marks as they would be saved."""
        return self._steps[self._at]

    @property
    def changed_since_start(self) -> bool:
        """Whether anything differs from what was opened."""
        return self._steps[self._at] != self._steps[0]

    @property
    def full(self) -> bool:
        """Whether no more marks may be added."""
        return len(self.annotation.marks) >= MOST_MARKS

    @property
    def undoable(self) -> bool:
        """Whether there is a step to take back."""
        return self._at > 0

    @property
    def redoable(self) -> bool:
        """Whether a step was taken back."""
        return self._at + 1 < len(self._steps)

    @property
    def chosen_mark(self) -> Mark | None:
        """The chosen mark."""
        return self.marks[self.chosen] if 0 <= self.chosen < len(self.marks) else None

    def choose(self, index: int) -> None:
        """Choose a mark, -1 for none."""
        self.chosen = index
        self.changed.emit()

    def choose_next(self) -> None:
        """Choose the next mark, the first one after the last."""
        if self.marks:
            self.choose((self.chosen + 1) % len(self.marks))

    def show(self, one: Mark, index: int) -> None:
        """Show a mark that is being drawn (index = number of marks) or dragged, without making it a step."""
        marks = list(self.annotation.marks)
        marks[index : index + 1] = [one]
        self._shown = Annotation(tuple(marks))
        self.chosen = index
        self.changed.emit()

    def drop(self) -> None:
        """Forget what was only shown."""
        self._shown = None
        self.chosen = min(self.chosen, len(self.marks) - 1)
        self.changed.emit()

    def commit(self) -> None:
        """Make what is shown a step."""
        shown, self._shown = self._shown, None
        if shown is not None and shown != self.annotation:
            self._step(shown)
        self.changed.emit()

    def put(self, one: Mark, index: int | None = None) -> None:
        """Add a mark, or put one in the place of another, as a step."""
        self.show(one, len(self.annotation.marks) if index is None else index)
        self.commit()

    def remove(self) -> None:
        """Delete the chosen mark."""
        if self.chosen_mark is not None:
            marks = list(self.annotation.marks)
            del marks[self.chosen]
            self._shown, self.chosen = None, -1
            self._step(Annotation(tuple(marks)))
            self.changed.emit()

    def undo(self) -> None:
        """Take the last step back."""
        self._go(self._at - 1)

    def redo(self) -> None:
        """Take the step again."""
        self._go(self._at + 1)

    def _go(self, to: int) -> None:
        if 0 <= to < len(self._steps):
            self._at, self._shown, self.chosen = to, None, -1
            self.changed.emit()

    def _step(self, annotation: Annotation) -> None:
        self._steps = [*self._steps[: self._at + 1], annotation]
        if len(self._steps) > MOST_STEPS:
            del self._steps[1]  # the first one tells what was opened
        self._at = len(self._steps) - 1
