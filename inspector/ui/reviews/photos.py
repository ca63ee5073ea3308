"""The photos of a hazard in review: two of them compared, captions, and a strip of thumbnails for each side."""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, pgettext
from inspector.problems import Problem
from inspector.services.reviews.views import ReviewPhoto
from inspector.ui.kit.access import Role
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.compare import GAP, STEP, Layout, PhotoCompare
from inspector.ui.kit.compare_layer import CompareLayer
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import box
from inspector.ui.kit.text import ElidedLabel
from inspector.ui.reviews.presenter import ReviewPresenter

THUMB = QSize(72, 48)
LEAST, MOST = 150, 560


class Strip(Focusable):
    """Thumbnails of one side; ← and → and clicks choose: `photo_chosen(index)`."""

    spoken_role = Role.List
    photo_chosen = Signal(int)
    ring_radius = 4.0

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: list[QPixmap] = []
        self._names: list[str] = []
        self.index = 0
        self.setAccessibleName(name)
        self.setFixedHeight(THUMB.height())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_names(self, names: Sequence[str]) -> None:
        """Show places for so many photos."""
        self._names = list(names)
        self._pictures = [QPixmap() for _one in names]
        self.index = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if len(names) > 1 else Qt.FocusPolicy.NoFocus)
        self.setAccessibleDescription("\n".join(names))
        self.setVisible(bool(names))
        self.update()

    def set_thumb(self, index: int, image: QImage) -> None:
        """Fill a picture in."""
        if index < len(self._pictures):
            self._pictures[index] = QPixmap.fromImage(image)
            self.update()

    def choose(self, index: int) -> None:
        """Choose a photo and tell."""
        if 0 <= index < len(self._names) and index != self.index:
            self.index = index
            self.update()
            self.photo_chosen.emit(index)

    def _rects(self) -> list[QRectF]:
        room = max(1, len(self._names))
        step = min(THUMB.width() + 8.0, max(16.0, (self.width() - THUMB.width()) / max(1, room - 1)))
        return [QRectF(index * step, 0, THUMB.width(), THUMB.height()) for index in range(len(self._names))]

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        for index, rect in reversed(list(enumerate(self._rects()))):
            if rect.contains(event.position()):
                self.choose(index)
                return

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is None or event.modifiers():
            super().keyPressEvent(event)
        else:
            self.choose(self.index + by)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rects = self._rects()
        order = [index for index in range(len(rects)) if index != self.index] + [self.index]
        for index in [one for one in order if one < len(rects)]:
            self._paint_thumb(painter, rects[index], self._pictures[index], chosen=index == self.index)

    def _paint_thumb(self, painter: QPainter, rect: QRectF, picture: QPixmap, *, chosen: bool) -> None:
        box(painter, rect, fill="sunk", border="line", radius=4)
        if picture.isNull():
            draw_icon(painter, rect.center() - QPointF(8, 8), "image", "text-3", 16)
        else:
            painter.save()
            clip = QPainterPath()
            clip.addRoundedRect(rect, 4, 4)
            painter.setClipPath(clip)
            scale = max(rect.width() / picture.width(), rect.height() / picture.height())
            part = QRectF(0, 0, rect.width() / scale, rect.height() / scale)
            part.moveCenter(QPointF(picture.width() / 2, picture.height() / 2))
            painter.drawPixmap(rect, picture, part)
            painter.restore()
        if chosen:
            box(painter, rect, border="primary-text", radius=4, width=2)


class _Side(QWidget):
    """Caption and strip of one side."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.taken = ElidedLabel("", "hint", "text-1")
        self.by = ElidedLabel("", "hint", "text-2")
        self.by.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.strip = Strip(name)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.taken, 1)
        line.addWidget(self.by, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.strip)
        column.addStretch(1)


class PhotoSection(QWidget):
    """Shows the photos of both sides; the pictures are fetched and decoded off the GUI thread."""

    def __init__(self, presenter: ReviewPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._photos: tuple[tuple[ReviewPhoto, ...], tuple[ReviewPhoto, ...]] = ((), ())
        self._wanted = ["", ""]
        self._generation = 0
        self._layer: CompareLayer | None = None
        self.compare = PhotoCompare()
        self.sides = (_Side(_("Photos before")), _Side(_("Photos after")))
        self._large = IconButton(
            "maximize-2", _("Compare in full screen"), key="F11", bordered=True, parent=self.compare
        )
        self._out = IconButton("zoom-out", _("Smaller"), key="-", bordered=True, parent=self.compare)
        self._in = IconButton("zoom-in", _("Larger"), key="+", bordered=True, parent=self.compare)
        pair = QHBoxLayout()
        pair.setSpacing(GAP)
        for side in self.sides:
            pair.addWidget(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.compare)
        column.addLayout(pair)
        self._connect()

    def _connect(self) -> None:
        self._large.clicked.connect(self.open_layer)
        self._out.clicked.connect(lambda: self.compare.zoom_by(1 / STEP))
        self._in.clicked.connect(lambda: self.compare.zoom_by(STEP))
        self.compare.full_screen_requested.connect(self.open_layer)
        for number, side in enumerate(self.sides):
            side.strip.photo_chosen.connect(lambda index, number=number: self._show(number, index))

    # what it shows --------------------------------------------------------------------------------------------------

    def show_photos(self, before: Sequence[ReviewPhoto], after: Sequence[ReviewPhoto]) -> None:
        """Show the photos of a hazard, the first of each side large; nothing changes if they are the same."""
        if (tuple(before), tuple(after)) == self._photos and self._generation:
            return
        self._photos = (tuple(before), tuple(after))
        self._generation += 1
        self.compare.fit()
        self.compare.set_split(0.5)
        for number, side in enumerate(self.sides):
            photos = self._photos[number]
            side.strip.show_names([f"{photo.taken} {photo.by}".strip() for photo in photos])
            for index, photo in enumerate(photos):
                self._load_thumb(number, index, photo)
            self._show(number, 0)

    def _load_thumb(self, number: int, index: int, photo: ReviewPhoto) -> None:
        generation, strip = self._generation, self.sides[number].strip

        def done(image: QImage) -> None:
            if generation == self._generation:
                strip.set_thumb(index, image)

        self._presenter.load_image(photo.photo.thumb or photo.photo.display, done, lambda _problem: None, owner=strip)

    def _show(self, number: int, index: int) -> None:
        photos, side = self._photos[number], self.sides[number]
        if not photos:
            self._wanted[number] = ""
            side.taken.setText("")
            side.by.setText("")
            none = (_("It was found without photos"), _("No photo of the rectification"))
            self.compare.set_picture(number, None, none[number])
            return
        photo = photos[index]
        side.taken.setText(photo.taken)
        side.by.setText(photo.by)
        self.compare.set_picture(number, None, _("Loading…"))
        sha = self._wanted[number] = photo.photo.display

        def done(image: QImage) -> None:
            if self._wanted[number] == sha:
                self.compare.set_picture(number, image, "" if not image.isNull() else _("This photo cannot be shown"))

        def failed(_problem: Problem) -> None:
            if self._wanted[number] == sha:
                self.compare.set_picture(number, None, _("This photo is not on this computer"))

        self._presenter.load_image(sha, done, failed, owner=self)

    def set_slider(self, *, slider: bool) -> None:
        """Side by side, or the slider."""
        self.compare.set_layout_of_photos(Layout.SLIDER if slider else Layout.SIDE)

    def open_layer(self) -> None:
        """The comparison over the whole window (F11)."""
        if self._layer is not None and shiboken6.isValid(self._layer) and self._layer.isVisible():
            return
        names = (pgettext("photos", "Before"), pgettext("photos", "After"))
        captions = [f"{name}  {side.taken.full_text()}  {side.by.full_text()}".strip() for name, side in
                    zip(names, self.sides, strict=True)]  # fmt: skip
        self._layer = CompareLayer(self.compare, (captions[0], captions[1]))
        self._layer.open()

    def fit_height(self, room: int) -> None:
        """Give the photos the height that suits a page of this height."""
        pane = (self.width() - GAP) / 2
        height = max(LEAST, min(round(pane * 0.7), round(room * 0.42), MOST))
        if height != self.compare.height():
            self.compare.setFixedHeight(height)
        self.place_buttons()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_buttons()

    def place_buttons(self) -> None:
        """Put the buttons into the lower right corner of the photos: the stamp is at the left of a photo."""
        y = self.compare.height() - 46
        buttons = (self._large, self._out, self._in)
        left = self.compare.width() - 4 - 42 * len(buttons)
        for index, button in enumerate(buttons):
            button.move(left + index * 42, y)
