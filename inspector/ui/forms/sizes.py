"""How high questions are before they are built: texts are measured, controls are as large as others of their kind."""

from PySide6.QtWidgets import QWidget

from inspector.services.visits.views import Row
from inspector.ui.forms.answers import Answer
from inspector.ui.forms.controls import answer_for
from inspector.ui.forms.face import Room, Words, extra_of, places

MOST_SAMPLES = 200


def made_for(row: Row) -> tuple[object, ...]:
    """What the control of a question is made for; a row for which this changes gets another control."""
    return row.kind, row.look, row.options, row.option_pictures, row.unit, row.bounds, row.readonly, row.label


class RowSizes:
    """Keeps a control of each kind that was met, as hidden children of `home`."""

    def __init__(self, home: QWidget) -> None:
        self._home = home
        self._samples: dict[tuple[object, ...], Answer] = {}

    def height(self, row: Row, room: Room, below: str) -> int:
        """The height of a question with the line `below` under it."""
        sample = self._like(row)
        words = Words(row.label, below, extra_of(row))
        return places(words, room, sample.widget, wide=sample.wide).height

    def _like(self, row: Row) -> Answer:
        verdict = row.judgement.verdict if row.judgement else None
        kind = (*made_for(row)[:-1], bool(row.value), verdict)
        if kind not in self._samples:
            if len(self._samples) >= MOST_SAMPLES:
                for sample in self._samples.values():
                    sample.widget.deleteLater()
                self._samples.clear()
            answer = answer_for(row)
            answer.widget.setParent(self._home)
            answer.widget.hide()
            self._samples[kind] = answer
        return self._samples[kind]
