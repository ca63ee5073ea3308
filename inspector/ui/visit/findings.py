"""What was found, as step 4 lists it: grade heads, finding rows, old hazards, what is missing, what will be made.

Every list is a card of painted rows. A row is pressed by mouse, Space or Enter; Up and Down move along the rows.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from inspector.domain.hazard import Grade
from inspector.domain.visit import OldHazardJudgement
from inspector.i18n import N_, _, ngettext
from inspector.services.visits.views import HazardDraft, Missing, OldHazard, WillMake
from inspector.ui.kit.button import PressArea
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.meaning import GRADES, Look
from inspector.ui.kit.painting import RIGHT, text, text_width
from inspector.ui.theme import color

HEAD = 34
ROW = 42
LINE = 34
PAD = 13

GRADE_NOTES = {
    Grade.CRITICAL: N_("stop using it and tell them on the spot"),
    Grade.SERIOUS: N_("goes on the key-supervision ledger"),
    Grade.GENERAL: "",
}
JUDGEMENTS = {
    OldHazardJudgement.ELIMINATED: Look(N_("Eliminated"), "check", "green"),
    OldHazardJudgement.STILL: Look(N_("Still there"), "", "grey"),
    OldHazardJudgement.WORSE: Look(N_("Worse"), "triangle-alert", "red", solid=True),
}
MADE = {
    "inspection": ("book-open", N_("Inspection ledger")),
    "notice": ("file-text", N_("Result notice")),
    "acceptance": ("file-text", N_("Acceptance report")),
    "rectification": ("notebook-tabs", N_("Rectification ledger")),
    "supervision": ("flag", N_("Key-supervision ledger")),
}
"""Icon and name by `WillMake.kind`."""
NOTICES = ("notice", "acceptance")
"""The kinds of `WillMake` that are the paper for the customer."""


def day(value: date, year: int) -> str:
    """A date for a list: MM-DD in the year of the visit, else YY-MM-DD."""
    return value.strftime("%m-%d" if value.year == year else "%y-%m-%d")


class ListRow(PressArea):
    """Base of the rows: fixed height, a rule below, the tooltip of what may be cut off; `last` draws no rule."""

    ring_radius = 4.0
    row_height = ROW

    def __init__(self, name: str, *, last: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._last = last
        self.setFixedHeight(self.row_height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(name)

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, self.row_height)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.row_height)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self._neighbour(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)

    def _neighbour(self, by: int) -> None:
        """Focus the next row in reading order, over the borders of cards."""
        rows = [row for row in self.window().findChildren(ListRow) if row.isVisible() and row.isEnabled()]
        rows.sort(key=lambda row: row.mapTo(self.window(), row.rect().topLeft()).y())
        index = rows.index(self) + by
        if 0 <= index < len(rows):
            rows[index].setFocus(Qt.FocusReason.TabFocusReason)

    def paint_ground(self, painter: QPainter) -> None:
        """Background of the pointed or focused row, and the rule below."""
        rect = QRectF(self.rect())
        if self._hover or self.hasFocus():
            painter.fillRect(rect.adjusted(1, 0, -1, 0), color("sub"))
        if not self._last:
            painter.fillRect(QRectF(1, rect.height() - 1, rect.width() - 2, 1), color("line2"))


class GradeHead(QWidget):
    """The head of the findings of one grade: chip, count, what it means."""

    def __init__(self, grade: Grade, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grade = grade
        self._count = ngettext("{count} finding", "{count} findings", count).format(count=count)
        self._note = _(GRADE_NOTES[grade])
        self.setFixedHeight(HEAD)
        self.setAccessibleName(f"{_(GRADES[grade].word)} {self._count}")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        painter.fillRect(rect.adjusted(1, 1, -1, 0), color("sub"))
        painter.fillRect(QRectF(1, rect.height() - 1, rect.width() - 2, 1), color("line2"))
        look = GRADES[self._grade]
        x = PAD + paint_chip(painter, PAD, rect.height() / 2, _(look.word), look) + 8
        text(painter, QRectF(x, 0, 120, rect.height()), self._count, "body_bold")
        x += text_width(self._count, "body_bold") + 12
        text(painter, QRectF(x, 0, rect.width() - x - PAD, rect.height()), self._note, "hint", "text-2", RIGHT)


class FindingRow(ListRow):
    """A hazard that will be registered: number, description, place and source, photos, deadline."""

    def __init__(
        self, index: int, draft: HazardDraft, year: int, *, last: bool = False, parent: QWidget | None = None
    ) -> None:
        self.draft = draft
        self._index = str(index)
        self._place = " · ".join(part for part in (draft.place, draft.source) if part)
        self._deadline = _("due {day}").format(day=day(draft.deadline, year))
        self._photos = str(len(draft.photos)) if draft.photos else ""
        super().__init__(f"{draft.description}\n{self._place}\n{self._deadline}", last=last, parent=parent)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        width = float(self.width())
        text(painter, QRectF(PAD, 0, 20, ROW), self._index, "body", "text-3")
        end = width - PAD - text_width(self._deadline, "body_medium")
        text(painter, QRectF(end, 0, width - PAD - end + 1, ROW), self._deadline, "body_medium")
        end -= 14
        if self._photos:
            end -= 26 + text_width(self._photos, "body")
            draw_icon(painter, QPointF(end, ROW / 2 - 8), "camera", "text-2", 16)
            text(painter, QRectF(end + 20, 0, 24, ROW), self._photos, "body", "text-2")
            end -= 10
        x = PAD + 24
        text(painter, QRectF(x, 3, end - x, 20), self.draft.description, "body_medium")
        text(painter, QRectF(x, 22, end - x, 17), self._place, "hint", "text-3")


class OldRow(ListRow):
    """An old hazard and its judgement at this visit."""

    row_height = LINE

    def __init__(self, old: OldHazard, *, last: bool = False, parent: QWidget | None = None) -> None:
        self.old = old
        if old.judgement is None:
            self._look = Look(N_("Not judged yet"), "circle-alert", "amber")
        else:
            self._look = JUDGEMENTS[old.judgement]
        self._word = _(self._look.word)
        if old.judgement is OldHazardJudgement.WORSE and old.new_grade is not None:
            self._word += f" · {_(GRADES[old.new_grade].word)}"
        words = f"{old.hazard.number} {old.hazard.description}\n{old.hazard.place}\n{self._word}"
        super().__init__(words, last=last, parent=parent)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        hazard = self.old.hazard
        end = self.width() - PAD - chip_width(self._word, self._look.icon)
        paint_chip(painter, end, LINE / 2, self._word, self._look)
        number = text_width(hazard.number, "hint")
        text(painter, QRectF(PAD, 0, number + 1, LINE), hazard.number, "hint", "text-3")
        x = PAD + number + 10
        text(painter, QRectF(x, 0, end - x - 8, LINE), hazard.description, "body")


class MissingRow(ListRow):
    """Something that stands in the way of sign-off; pressed, it goes there."""

    row_height = LINE

    def __init__(self, missing: Missing, *, last: bool = False, parent: QWidget | None = None) -> None:
        self.missing = missing
        super().__init__(missing.text, last=last, parent=parent)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        draw_icon(painter, QPointF(PAD, LINE / 2 - 8), "circle-alert", "amber-text", 16)
        text(painter, QRectF(PAD + 26, 0, self.width() - 2 * PAD - 50, LINE), self.missing.text, "body")
        draw_icon(painter, QPointF(self.width() - PAD - 16, LINE / 2 - 8), "chevron-right", "text-3", 16)


class MadeRow(QWidget):
    """A line of "签发后生成": icon, what, how many, number."""

    def __init__(self, made: WillMake, *, last: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, name = MADE[made.kind]
        self._name = _(name)
        self._count = self._count_text(made)
        self._number = self._number_text(made)
        self._last = last
        self.setFixedHeight(LINE - 1)
        self.setAccessibleName(f"{self._name} {self._count} {self._number}".strip())

    @staticmethod
    def _count_text(made: WillMake) -> str:
        if made.kind in NOTICES:
            return ngettext("{count} notice", "{count} notices", made.count).format(count=made.count)
        return ngettext("{count} row", "{count} rows", made.count).format(count=made.count)

    @staticmethod
    def _number_text(made: WillMake) -> str:
        if made.kind == "supervision":
            return _("critical and serious by themselves") if made.count else ""
        if made.kind == "rectification" and made.count > 1 and made.number:
            return _("from {number}").format(number=made.number)
        return made.number if made.count else ""

    @override
    def event(self, event) -> bool:  # type: ignore[no-untyped-def]  # signature of QWidget
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.accessibleName(), self)
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        draw_icon(painter, QPointF(PAD, rect.height() / 2 - 9), self._icon, "primary-text", 18)
        x = PAD + 28.0
        text(painter, QRectF(x, 0, rect.width() - x, rect.height()), self._name, "body")
        x += text_width(self._name, "body") + 10
        text(painter, QRectF(x, 0, rect.width() - x, rect.height()), self._count, "body_bold")
        x += text_width(self._count, "body_bold") + 12
        area = QRectF(x, 0, rect.width() - PAD - x, rect.height())
        text(painter, area, self._number, "hint", "text-2", RIGHT)
        if not self._last:
            painter.fillRect(QRectF(1, rect.height() - 1, rect.width() - 2, 1), color("line2"))


def finding_rows(hazards: Sequence[HazardDraft], year: int) -> list[QWidget]:
    """Heads and rows of the findings, gravest grade first, numbered through."""
    made: list[QWidget] = []
    index = 0
    for grade in sorted(Grade, key=lambda one: one.rank):
        of_grade = [draft for draft in hazards if draft.grade is grade]
        if of_grade:
            made.append(GradeHead(grade, len(of_grade)))
        for draft in of_grade:
            index += 1
            made.append(FindingRow(index, draft, year, last=index == len(hazards)))
    return made
