"""Cards of the overview that order visits: the risk score with its reasons, and the four-high portrait as a radar."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.reports.figures.radar import Spoke, radar_drawing
from inspector.services.customer_files.views import PortraitView, RiskView
from inspector.ui.customers.cards import CardBody, link
from inspector.ui.figures.painting import paint, screen_measure
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import note_chip
from inspector.ui.kit.meaning import RISKS
from inspector.ui.kit.painting import box
from inspector.ui.kit.text import Text
from inspector.ui.theme import theme

RADAR_HEIGHT = 230


class _Bar(QWidget):
    """How much of 100 a score is."""

    def __init__(self, share: float, token: str) -> None:
        super().__init__()
        self._share, self._token = share, token
        self.setFixedHeight(6)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="sunk", radius=3)
        if self._share > 0:
            filled = QRectF(rect.left(), rect.top(), max(6.0, rect.width() * self._share), rect.height())
            box(painter, filled, fill=self._token, radius=3)


class RiskCard(Card):
    """风险评分: the score, and what each point was given for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Risk score"), parent=parent)
        self._body = CardBody()
        self.body.addWidget(self._body)
        self.setToolTip(_("Points of the house for what this file says; it orders visits and judges nothing."))

    def show_risk(self, risk: RiskView) -> None:
        """Show another score."""
        look = RISKS[risk.level]
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Text(str(risk.score), "kpi"))
        head.addWidget(Text("/ 100", "hint", "text-2"), 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        head.addWidget(note_chip(_(look.word), look.hue, look.icon))
        grid.addLayout(head, 0, 0, 1, 2)
        grid.addWidget(_Bar(risk.score / 100, look.hue), 1, 0, 1, 2)
        for number, (points, reason) in enumerate(risk.reasons, start=2):
            figure = Text(f"+{points}", "body_bold", "text-1")
            grid.addWidget(figure, number, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(Text(reason, "body", "text-2", wrap=True), number, 1)
        if not risk.reasons:
            grid.addWidget(Text(_("Nothing in this file gives points."), "body", "text-2", wrap=True), 2, 0, 1, 2)
        spoken = _("; ").join(f"{reason} +{points}" for points, reason in risk.reasons)
        self.setAccessibleName(f"{_('Risk score')} {risk.score}: {_(look.word)}. {spoken}")
        self._body.show_widget(holder)


class Radar(QWidget):
    """Draws a portrait."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spokes: tuple[Spoke, ...] = ()
        self.setFixedHeight(RADAR_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def show_portrait(self, portrait: PortraitView) -> None:
        """Show another portrait."""
        self._spokes = tuple(Spoke(axis.name, axis.text, axis.rating) for axis in portrait.axes)
        words = [f"{axis.name} {axis.text or '—'} ({axis.rating if axis.rating is not None else '—'}/5)"
                 for axis in portrait.axes]  # fmt: skip
        self.setAccessibleName(_("Four-high portrait") + ": " + _("; ").join(words))
        self.setToolTip("\n".join(words))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, RADAR_HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._spokes:
            paint(QPainter(self), radar_drawing(self._spokes, self.width(), self.height(), screen_measure))


class PortraitCard(Card):
    """四高画像. `import_requested` by the button."""

    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Four-high portrait"), parent=parent)
        self._import = link(_("Import figures"), self)
        self._import.clicked.connect(self.import_requested)
        self._radar = Radar()
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self._none = Text(
            _("No figures yet. They come from a workbook of the billing system, for all customers at once."),
            "body",
            "text-2",
            wrap=True,
        )
        self.body.addWidget(self._radar)
        self.body.addLayout(self._chips)
        self.body.addWidget(self._none)

    def show_portrait(self, portrait: PortraitView) -> None:
        """Show another portrait; without figures it says where they come from."""
        empty = portrait.is_empty
        self._none.setVisible(empty)
        self._radar.setVisible(not empty)
        self._radar.show_portrait(portrait)
        while (item := self._chips.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if empty:
            return
        for high in portrait.highs:
            self._chips.addWidget(note_chip(high, "orange", "triangle-alert"))
        self._chips.addStretch(1)
        until = _("until {month}").format(month=f"{portrait.until:%Y-%m}") if portrait.until else ""
        self._chips.addWidget(Text(until, "hint", "text-2"))
