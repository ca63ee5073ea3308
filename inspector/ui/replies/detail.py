"""One row of a reply at the side: what was found, what the customer says, the photos, and what is to be looked at."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.services.excel.views import Issue
from inspector.services.ledgers.views import PhotoView
from inspector.services.replies.layout import STATES
from inspector.services.replies.views import ReplyPhoto, ReplyRow
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.photos import Thumb
from inspector.ui.kit.text import Text
from inspector.ui.kit.viewer import PhotoViewer
from inspector.ui.replies.rows import PreviewRow

WIDTH = 360
THUMB = QSize(156, 104)
IN_ROW = 2


class ReplyDetail(Panel):
    """Shows a row; it is built anew for each, as rows differ in what they hold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "l", parent)
        self.setFixedWidth(WIDTH)
        self._photos: tuple[ReplyPhoto, ...] = ()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 0, 14)
        layout.addWidget(self._scroll)

    def show_row(self, row: PreviewRow | None) -> None:
        """Show a row, or nothing."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 16, 0)
        column.setSpacing(8)
        self._photos = row.reply.photos if row is not None and row.reply is not None else ()
        if row is not None and row.reply is not None:
            self._show_reply(column, row.reply)
        elif row is not None and row.issue is not None:
            self._show_issues(column, (row.issue,))
        column.addStretch(1)
        self._scroll.setWidget(holder)
        holder.setAutoFillBackground(False)  # a scroll area makes its widget opaque

    def _show_reply(self, column: QVBoxLayout, row: ReplyRow) -> None:
        column.addWidget(Text(row.number, "card_title", wrap=True))
        found = " · ".join(part for part in (row.place, row.description) if part)
        column.addWidget(Text(found, "body", "text-2", wrap=True))
        self._show_issues(column, row.issues)
        if row.photos:
            column.addLayout(self._thumbs(row.photos))
        for label, value in _facts(row):
            column.addWidget(Text(label, "hint_bold", "text-2"))
            column.addWidget(Text(value, "body", wrap=True))

    def _thumbs(self, photos: Sequence[ReplyPhoto]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, photo in enumerate(photos):
            thumb = Thumb(str(number), _caption(photo), THUMB)
            thumb.set_image(photo.thumb)
            thumb.opened.connect(self._on_photo_opened)
            grid.addWidget(thumb, number // IN_ROW, number % IN_ROW, Qt.AlignmentFlag.AlignLeft)
        return grid

    @staticmethod
    def _show_issues(column: QVBoxLayout, issues: Sequence[Issue]) -> None:
        """Problems first, with the cell they are about."""
        for issue in sorted(issues, key=lambda issue: (issue.warning, len(issue.column), issue.column)):
            place = f"{issue.column}{issue.row or ''}" if issue.column else ""
            value = _("“{value}”").format(value=issue.value) if issue.value else ""
            head = " ".join(part for part in (place, issue.heading, value) if part)
            token = "amber-text" if issue.warning else "red-text"
            column.addWidget(Text("\n".join(part for part in (head, issue.message) if part), "body", token, wrap=True))

    def _on_photo_opened(self, number: str) -> None:
        views = [_view(index, photo) for index, photo in enumerate(self._photos)]
        PhotoViewer(_Here(self._photos), views, int(number), self.window(), removable=False).open()


class _Here:
    """The pictures of a preview, which are in memory: nothing is fetched."""

    def __init__(self, photos: Sequence[ReplyPhoto]) -> None:
        self._photos = photos

    def load_blob(self, sha: str, done: Callable[[bytes], None], *, owner: QObject | None = None) -> None:
        """Hand over the picture with this number."""
        del owner
        done(self._photos[int(sha)].display)


def _view(number: int, photo: ReplyPhoto) -> PhotoView:
    key = str(number)
    return PhotoView(key, key, key, photo.original, photo.taken_at, photo.place, after=True)


def _caption(photo: ReplyPhoto) -> str:
    return f"{photo.place}  {photo.taken_at:%Y-%m-%d %H:%M}"


def _facts(row: ReplyRow) -> list[tuple[str, str]]:
    told = (
        (_("State of the rectification"), _(STATES[row.state]) if row.state is not None else ""),
        (_("Measure taken"), row.measure),
        (_("Completed on"), f"{row.on:%Y-%m-%d}" if row.on else ""),
        (_("Person responsible"), " · ".join(part for part in (row.by, row.phone) if part)),
        (_("Remark"), row.remark),
    )
    return [(label, value) for label, value in told if value]
