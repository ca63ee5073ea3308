"""How the customers' page shows what needs attention: grades with counts, days, verdicts; painted for its tables."""

from datetime import date
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade
from inspector.domain.risk import RiskLevel
from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.quick_dataclass import dataclass
from inspector.services.customer_files.views import Counts, CustomerRow, EquipmentRow, HazardRow, Urgency
from inspector.services.words import days_text, here
from inspector.ui.kit.chip import Chip, VerdictMark, chip_width, paint_chip, paint_verdict
from inspector.ui.kit.columns import COLUMN_ROLE, ROW_ROLE
from inspector.ui.kit.meaning import GRADES, IMPORTANCES, RISKS, STATUSES, VERDICTS, grade_name, status_name
from inspector.ui.kit.painting import RIGHT, text, text_width
from inspector.ui.kit.table import AnyIndex, RowDelegate

DUE_SOON = 7
"""Days before an inspection is due from which the list marks it (design, section 7, 01)."""
GAP = 4
LONG_OVERDUE = -888
"""Days for which a column with days must have room."""
DAY = "26-12-30"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a piece of equipment is tinted: hue, icon, and the words of the tooltip."""

    hue: str
    icon: str
    words: str


def trouble(row: EquipmentRow) -> Trouble | None:
    """The gravest reason to look at a piece of equipment; None when there is none."""
    if row.grade is not None:
        look = GRADES[row.grade]
        return Trouble(look.hue, look.icon, _("Unclosed hazard: {grade}").format(grade=grade_name(row.grade)))
    if row.verdict in (Verdict.FAIL, Verdict.ATTENTION):
        look = VERDICTS[row.verdict]
        return Trouble(look.hue, look.icon, f"{_(look.word)}\n{row.evidence}".strip())
    if row.next_urgency is Urgency.PAST and row.next_test is not None:
        return Trouble("orange", "calendar-clock", _("The next test was due on {day}").format(day=row.next_test))
    return None


@dataclass(frozen=True, slots=True)
class State:
    """What is painted as the state of equipment: an unclosed hazard before what its values say."""

    verdict: Verdict | None
    grade: Grade | None = None
    unjudged: int = 0

    @property
    def shows_hazard(self) -> bool:
        """Whether the hazard is what is shown: only a value beyond its limit stands before it."""
        return self.grade is not None and self.verdict is not Verdict.FAIL

    @property
    def label(self) -> str:
        """The words of the chip."""
        if self.shows_hazard:
            return _("Hazard open")
        if self.verdict is Verdict.UNDETERMINED and self.unjudged:
            return _("Undetermined: {count}").format(count=self.unjudged)
        return _(VERDICTS[self.verdict].word) if self.verdict else ""


def state_of(row: EquipmentRow) -> State:
    """The state of a piece of equipment."""
    return State(row.verdict, row.grade, row.unjudged)


def paint_state(painter: QPainter, left: float, middle: float, state: State) -> None:
    """Draw the state of a piece of equipment, or of one test."""
    if state.shows_hazard and state.grade is not None:
        paint_chip(painter, left, middle, state.label, GRADES[state.grade])
    elif state.verdict is Verdict.UNDETERMINED:
        paint_chip(painter, left, middle, state.label, VERDICTS[Verdict.UNDETERMINED])
    elif state.verdict is not None:
        paint_verdict(painter, left, middle, state.verdict)


def state_mark(state: State) -> QWidget | None:
    """The state as a widget; None where nothing was judged and nothing is open."""
    if state.shows_hazard and state.grade is not None:
        return Chip(state.label, GRADES[state.grade])
    if state.verdict is Verdict.UNDETERMINED:
        return Chip(state.label, VERDICTS[Verdict.UNDETERMINED])
    return VerdictMark(state.verdict) if state.verdict is not None else None


def importance_width() -> float:
    """Width of the widest importance chip."""
    return max(chip_width(_(look.word)) for look in IMPORTANCES.values())


def risk_width() -> float:
    """Width of a chip with the highest score."""
    return max(chip_width("100", look.icon) for look in RISKS.values())


def counts_width() -> float:
    """Width of three grade chips with two-digit counts."""
    return sum(chip_width("88", look.icon) for look in GRADES.values()) + 2 * GAP


def days_width() -> float:
    """Width of a day and how long it is overdue."""
    return text_width(DAY, "body_bold") + 8 + text_width(days_text(LONG_OVERDUE, here()), "body_bold")


def verdict_width() -> float:
    """Width of the widest verdict on equipment."""
    most = [State(Verdict.UNDETERMINED, None, 88), *(State(None, grade) for grade in Grade)]
    icons = ["", *(GRADES[grade].icon for grade in Grade)]
    states = [chip_width(one.label, icon) for one, icon in zip(most, icons, strict=True)]
    return max(*states, *(chip_width(_(look.word), look.icon) for look in VERDICTS.values()))


def status_width() -> float:
    """Width of the widest status of a hazard."""
    return max(chip_width(_(look.word)) for look in STATUSES.values())


def grade_width() -> float:
    """Width of the widest grade chip."""
    return max(chip_width(_(look.word), look.icon) for look in GRADES.values())


def paint_counts(painter: QPainter, rect: QRectF, counts: Counts) -> None:
    """Draw the counts of unclosed hazards as chips with the shape of their grade."""
    x = rect.left()
    for grade, count in zip(Grade, counts, strict=True):
        if count:
            x += paint_chip(painter, x, rect.center().y(), str(count), GRADES[grade]) + GAP


def paint_due(painter: QPainter, rect: QRectF, day: str, days: int | None, *, always: bool = False) -> None:
    """Draw a day, and when it is near or past (or `always`) how many days that are."""
    token, style = "text-2", "body"
    rest = ""
    if days is not None and days <= DUE_SOON:
        token, style = ("red-text" if days < 0 else "orange-text"), "body_bold"
        rest = days_text(days, here())
    elif always:
        rest = days_text(days, here())
    text(painter, rect, day, style, token)
    left = rect.left() + text_width(day, style) + 8
    text(painter, QRectF(left, rect.top(), max(0.0, rect.right() - left), rect.height()), rest, style, token, RIGHT)


def paint_next_test(painter: QPainter, rect: QRectF, day: date | None, urgency: Urgency) -> None:
    """Draw the month the next test is due: red when it is past, orange when it is near."""
    token, style = {
        Urgency.PAST: ("red-text", "body_bold"),
        Urgency.SOON: ("orange-text", "body_bold"),
    }.get(urgency, ("text-2", "body"))
    text(painter, rect, f"{day:%Y-%m}" if day else "—", style, token)


def paint_importance(painter: QPainter, rect: QRectF, importance: Importance) -> None:
    """Draw the class of a customer as a chip; an ordinary one is plain text, because most are."""
    look = IMPORTANCES[importance]
    if importance is Importance.NONE:
        text(painter, rect, _(look.word), "body", "text-2")
    else:
        paint_chip(painter, rect.left(), rect.center().y(), _(look.word), look)


def paint_risk(painter: QPainter, rect: QRectF, score: int, level: RiskLevel) -> None:
    """Draw a risk score as a chip with the mark of its level; a low one is plain text, because most are."""
    look = RISKS[level]
    if level is RiskLevel.LOW:
        text(painter, rect, str(score), "body", "text-2")
    else:
        paint_chip(painter, rect.left(), rect.center().y(), str(score), look)


class CustomerDelegate(RowDelegate):
    """The delegate of the list of customers."""

    @override
    def paint_content(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, CustomerRow):
            return
        match index.data(COLUMN_ROLE):
            case "importance":
                paint_importance(painter, rect, row.importance)
            case "risk" if row.risk is not None:
                paint_risk(painter, rect, *row.risk)
            case "hazards":
                paint_counts(painter, rect, row.unclosed)
            case "due":
                paint_due(painter, rect, row.cells["due"], row.due_days)
            case _:
                super().paint_content(painter, rect, index)


class FileDelegate(RowDelegate):
    """The delegate of the tables in a customer file: rows bring `state`, `grade`, `status`, `next_test`."""

    @override
    def paint_content(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        row = index.data(ROW_ROLE)
        key = index.data(COLUMN_ROLE)
        if not self._painted(painter, rect, row, str(key)):
            super().paint_content(painter, rect, index)

    @staticmethod
    def _painted(painter: QPainter, rect: QRectF, row: Any, key: str) -> bool:
        if key == "verdict":
            paint_state(painter, rect.left(), rect.center().y(), row.state)
        elif key == "grade" and isinstance(row, HazardRow):
            paint_chip(painter, rect.left(), rect.center().y(), grade_name(row.grade), GRADES[row.grade])
        elif key == "status" and isinstance(row, HazardRow):
            paint_chip(painter, rect.left(), rect.center().y(), status_name(row.status), STATUSES[row.status])
        elif key == "deadline" and isinstance(row, HazardRow):
            paint_due(painter, rect, row.cells["deadline"], row.days_left, always=True)
        elif key == "next_test":
            paint_next_test(painter, rect, row.next_test, row.next_urgency)
        else:
            return False
        return True
