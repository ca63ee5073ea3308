"""Rows of the summary for what deserves a look before signing: judged 注意, or overridden with the reason."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.services.visits.remark_views import Remark
from inspector.services.visits.views import Target
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.meaning import VERDICTS, verdict_name
from inspector.ui.kit.painting import text, text_width
from inspector.ui.visit.findings import PAD, ROW, ListRow
from inspector.ui.visit.presenter import VisitPresenter, step_of


def attention_of(remarks: Sequence[Remark]) -> list[Remark]:
    """What counts as 注意, the inspector's verdict before the rule's."""
    return [one for one in remarks if one.verdict is Verdict.ATTENTION]


def overridden_of(remarks: Sequence[Remark]) -> list[Remark]:
    """What a person judged against the rule."""
    return [one for one in remarks if one.rule is not None]


def go_to_remark(presenter: VisitPresenter, remark: Remark) -> None:
    """Go to the question or line of a remark."""
    form, equipment, ref = remark.at.split("|", 2)
    target = Target(form, equipment or None)
    presenter.go(step_of(presenter.visit, target), target, ref)


class RemarkRow(ListRow):
    """One remark: what was answered where, the limit or the reason, and the verdict (the rule's one before it)."""

    def __init__(self, remark: Remark, *, last: bool = False, parent: QWidget | None = None) -> None:
        self.remark = remark
        self._head = " ".join(part for part in (remark.label, remark.value) if part)
        if remark.rule is not None:
            self._why = _("{before} → {now}: {reason}").format(
                before=verdict_name(remark.rule), now=verdict_name(remark.verdict), reason=remark.why
            )
        else:
            self._why = _("limit {limit}").format(limit=remark.why) if remark.why else ""
        self._foot = " · ".join(part for part in (remark.place, self._why) if part)
        super().__init__(f"{self._head}\n{self._foot}\n{verdict_name(remark.verdict)}", last=last, parent=parent)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        look, word = VERDICTS[self.remark.verdict], verdict_name(self.remark.verdict)
        end = self.width() - PAD - chip_width(word, look.icon)
        paint_chip(painter, end, ROW / 2, word, look)
        width = end - 8 - PAD
        self._paint_head(painter, QRectF(PAD, 3, width, 20))
        text(painter, QRectF(PAD, 22, width, 17), self._foot, "hint", "text-3")

    def _paint_head(self, painter: QPainter, rect: QRectF) -> None:
        """Label and value; where room is short the label gives way, never the value."""
        label, value = self.remark.label, self.remark.value
        value_width = min(text_width(value, "body_medium") + 1, rect.width())
        label_width = min(text_width(f"{label} ", "body_medium"), rect.width() - value_width)
        text(painter, QRectF(rect.left(), rect.top(), label_width, rect.height()), label, "body_medium")
        text(painter, rect.adjusted(label_width, 0, 0, 0), value, "body_medium")


def remark_rows(remarks: Sequence[Remark]) -> list[RemarkRow]:
    """The rows of a card."""
    return [RemarkRow(one, last=one is remarks[-1]) for one in remarks]
