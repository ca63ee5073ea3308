"""The adjudication work list: disputed hazards, the contradicting decisions side by side, and the lead's decision."""

from collections.abc import Sequence
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from typing_extensions import override

from inspector import services
from inspector.i18n import _, ngettext
from inspector.services.reviews.disputes import DisputeDetail, DisputeRow
from inspector.services.reviews.views import ReviewDetail
from inspector.ui.decisions import decide
from inspector.ui.kit.chip import paint_chip
from inspector.ui.kit.meaning import GRADES, grade_name
from inspector.ui.kit.painting import text
from inspector.ui.reviews.dispute_view import DisputeView
from inspector.ui.reviews.presenter import ReviewPresenter
from inspector.ui.reviews.side_list import SideColumn, SideList
from inspector.ui.reviews.tab import ReviewTab


class DisputeList(SideList[DisputeRow]):
    """The disputed hazards; the open one stays lit."""

    row_height = 66

    @override
    def words(self, item: DisputeRow) -> str:
        return " · ".join((item.number, grade_name(item.grade), item.title, item.customer, waited(item.days)))

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: DisputeRow) -> None:
        middle = rect.top() + 21
        left = rect.left() + paint_chip(painter, rect.left(), middle, grade_name(item.grade), GRADES[item.grade]) + 8
        text(painter, QRectF(left, rect.top() + 10, rect.right() - left, 22), item.title, "body_bold")
        line = QRectF(rect.left(), rect.top() + 36, rect.width(), 20)
        days = waited(item.days)
        text(painter, line.adjusted(0, 0, -90, 0), item.customer, "hint", "text-2")
        text(painter, QRectF(QPointF(rect.right() - 86, line.top()), line.bottomRight()), days, "hint", "orange-text",
             Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)  # fmt: skip


def waited(days: int) -> str:
    """How long a dispute has waited."""
    return ngettext("for {count} day", "for {count} days", days).format(count=days)


class DisputesTab(ReviewTab):
    """List and detail; ↑ and ↓ walk the list, Enter goes into the decisions."""

    def __init__(self, presenter: ReviewPresenter, parent: QObject | None = None) -> None:
        self.rows = DisputeList(_("Disputes"))
        self.column = SideColumn(_("To adjudicate"), self.rows)
        self.detail = DisputeView(presenter)
        super().__init__(presenter, self.column, self.detail, parent)
        self._held: set[str] = set()
        self._found: tuple[DisputeRow, ...] = ()
        self._asked = 0
        self._connect()

    def _connect(self) -> None:
        self.rows.row_opened.connect(lambda _row: self.detail.focus_decision())
        self.rows.current_changed.connect(self._fetch)
        self.detail.decided.connect(self._on_decided)

    @override
    def activated(self) -> None:
        self._fetch_rows()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fetch_rows(self) -> None:
        workspace = self.presenter.context.workspace
        self.presenter.ask(lambda: services.disputes(workspace), self._on_rows, owner=self)

    def _on_rows(self, rows: Sequence[DisputeRow]) -> None:
        self._found = tuple(rows)
        self._show_rows()

    def _show_rows(self) -> None:
        shown = [row for row in self._found if row.hazard not in self._held]
        self.rows.show_items(shown)
        self.column.count.setText(str(len(shown)))
        if shown:
            self._fetch()
        else:
            self.detail.show_nothing()

    def _fetch(self) -> None:
        row = self.rows.current_item
        if row is None:
            return
        self._asked += 1
        number, workspace, hazard = self._asked, self.presenter.context.workspace, row.hazard

        def done(found: tuple[DisputeDetail, ReviewDetail]) -> None:
            if number == self._asked:
                self.detail.show_detail(*found)

        self.presenter.ask(
            lambda: (services.dispute_detail(workspace, hazard), services.review_detail(workspace, hazard)),
            done,
            owner=self,
        )

    def _on_decided(self, hazard: str, number: str, outcome: str, body: dict[str, Any]) -> None:
        self._held.add(hazard)
        self._show_rows()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        closes = outcome == "closed"
        words = _("{number}: adjudicated, closed") if closes else _("{number}: adjudicated, returned")
        decide(
            self.presenter.context,
            "hazard_action",
            body,
            words.format(number=number),
            lambda _result: self._release(hazard),
            lambda: self._release(hazard),
        )

    def _release(self, hazard: str) -> None:
        """Carried out or taken back: show what is so now."""
        if shiboken6.isValid(self):
            self._held.discard(hazard)
            self._fetch_rows()
            if self.presenter.context.desk is not None:
                self.presenter.context.desk.refresh()
