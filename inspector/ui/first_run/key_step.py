"""The recovery key, shown once: to be printed or written down, and to be proved by typing one group of it."""

import unicodedata
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.first_run.step import StepPage
from inspector.ui.kit.button import Button
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.painting import CENTER, box, text
from inspector.ui.kit.text import Text

CELL_HEIGHT: Final = 56
CELL_GAP: Final = 8
COLUMNS: Final = 4
FORGIVEN: Final = str.maketrans("OIL", "011")


def same_group(typed: str, group: str) -> bool:
    """Whether a group was typed as it stands on the sheet; small and full-width letters, O for 0, I and L for 1."""
    plain = "".join(unicodedata.normalize("NFKC", typed).upper().split()).replace("-", "")
    return plain.translate(FORGIVEN) == group.translate(FORGIVEN)


class KeyGroups(QWidget):
    """The groups of a key, large and numbered, four in a row."""

    def __init__(self, groups: Sequence[str]) -> None:
        super().__init__()
        self._groups = tuple(groups)
        rows = -(-len(self._groups) // COLUMNS)
        self.setFixedHeight(rows * CELL_HEIGHT + (rows - 1) * CELL_GAP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(" ".join(self._groups))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = (self.width() - (COLUMNS - 1) * CELL_GAP) / COLUMNS
        for index, group in enumerate(self._groups):
            row, column = divmod(index, COLUMNS)
            cell = QRectF(column * (width + CELL_GAP), row * (CELL_HEIGHT + CELL_GAP), width, CELL_HEIGHT)
            box(painter, cell, fill="sub", border="line", radius=6)
            text(painter, QRectF(cell.left() + 10, cell.top(), 20, CELL_HEIGHT), str(index + 1), "hint", "text-3")
            text(painter, cell.adjusted(20, 0, 0, 0), " ".join(group), "page", "text-1", CENTER)


class KeyStep(StepPage):
    """`sheet_requested` and `print_requested`; `next_requested` once a group was typed as it stands there."""

    sheet_requested = Signal()

    def __init__(self, groups: Sequence[str], asked: int, place: str = "") -> None:
        """`asked` is the index of the group that the person is asked for."""
        super().__init__(
            _("The recovery key"),
            _(
                "It opens this workspace when the passphrase is forgotten, and its copies when the laptop is lost. It "
                "is shown this once and kept nowhere: print it, and keep the sheet apart from the laptop."
            ),
            place=place,
            go_on=_("Begin"),
            back=False,
        )
        self._group = groups[asked]
        self.save_button = Button(_("Save the sheet to print…"), icon="printer")
        self.proof = TextField(_("Group {number} of the key").format(number=asked + 1), label=True, required=True)
        self._hint = Text(_("Type this group from the sheet, so that nobody finds it wanting later."), "hint", "text-2")
        self.body.addWidget(KeyGroups(groups))
        line = QHBoxLayout()
        line.addWidget(self.save_button)
        line.addStretch(1)
        self.body.addLayout(line)
        proof = QHBoxLayout()
        self.proof.setFixedWidth(240)
        proof.addWidget(self.proof, 0, Qt.AlignmentFlag.AlignTop)
        proof.addStretch(1)
        self.body.addLayout(proof)
        self.body.addWidget(self._hint)
        self._connect_sheet()

    def _connect_sheet(self) -> None:
        self.save_button.clicked.connect(self.sheet_requested)
        self.proof.return_pressed.connect(self.go_on)
        self.proof.value_edited.connect(lambda _text: self.proof.set_error(""))

    @override
    def begin(self) -> None:
        self.save_button.setFocus()

    @override
    def complaint(self) -> bool:
        wrong = not same_group(self.proof.value(), self._group)
        self.proof.set_error(_("This is not what stands there.") if wrong else "")
        if wrong:
            self.proof.setFocus()
        return wrong
