"""The page of a signed visit: its steps as they were signed, with a band over them; nothing can be changed."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.visit import Step
from inspector.ui.kit.shortcuts import bind_key
from inspector.ui.visit.page import VisitPage
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.signed_band import SignedBand
from inspector.ui.visit.step_panels import Factory


class SignedVisitPage(VisitPage):
    """Shows a visit whose view has `signed`. Esc leads back, Ctrl+P to the notice as it was issued."""

    def __init__(
        self, presenter: VisitPresenter, factories: Mapping[Step, Factory], parent: QWidget | None = None
    ) -> None:
        super().__init__(presenter, factories, parent)
        signed = presenter.visit.signed
        if signed is None:
            raise ValueError(presenter.visit.id)
        self.band = SignedBand(signed)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, self.band)
        self.footer.only_read()
        if signed.notice:
            self.band.notice_button.clicked.connect(self._ask_notice)
            bind_key("Ctrl+P", self, self._ask_notice, within=True)

    def _ask_notice(self) -> None:
        self.notice_requested.emit(self.presenter.visit.id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.close_requested.emit()
            return
        super().keyPressEvent(event)
