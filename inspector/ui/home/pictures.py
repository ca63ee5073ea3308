"""The pictures beside what waits for a review: fetched after everything else on the home page shows."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from inspector import services
from inspector.ui.home.lists import ReviewList
from inspector.ui.page import Context


class ReviewPictures(QObject):
    """Fetches the thumbnails of a list; one that is not here leaves its place empty."""

    def __init__(self, context: Context, shown: ReviewList) -> None:
        super().__init__(shown)
        self._context = context
        self._shown = shown

    def fetch(self, hazards: Sequence[str]) -> None:
        """Fetch the pictures of these hazards."""
        workspace = self._context.workspace
        if hazards:
            self._context.tasks.run(lambda: services.review_thumbs(workspace, hazards), self._on_thumbs, owner=self)

    def _on_thumbs(self, thumbs: Mapping[str, tuple[str, str]]) -> None:
        workspace = self._context.workspace
        for sha256 in self._shown.show_thumbs(thumbs):
            self._context.tasks.run(
                partial(_picture, workspace, sha256),
                partial(self._shown.show_picture, sha256),
                lambda _problem: None,
                pool=True,
                owner=self,
            )


def _picture(workspace: Any, sha256: str) -> QImage:
    return QImage.fromData(services.blob(workspace, sha256))
