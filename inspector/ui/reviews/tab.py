"""A further tab of the cross-check page: a list for the left column and what is chosen in it."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector.ui.reviews.presenter import ReviewPresenter


class ReviewTab(QObject):
    """`list` goes into the left column, `view` beside it. `place_requested(Place)` leads to another page or tab."""

    place_requested = Signal(object)

    def __init__(
        self, presenter: ReviewPresenter, list_: QWidget, view: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self.list, self.view = list_, view

    def activated(self) -> None:
        """The tab came to the front: fetch again and take the focus."""
        raise NotImplementedError
