"""The pictures that a checklist shows beside questions and options: each stands in the form as a `data:` address."""

import base64
import binascii
import functools

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

HEIGHT = 132
"""Most height of a picture, px; it never gets larger than it is."""
ROOM = HEIGHT + 10
"""What a row keeps for it under the question."""
MOST_WIDTH = 480


@functools.lru_cache(maxsize=64)
def label_picture(address: str) -> QImage:
    """The picture in the size in which it is shown; a null image for what is none."""
    head, comma, data = address.partition(",")
    if not comma or not head.endswith(";base64"):
        return QImage()
    try:
        content = base64.b64decode(data, validate=True)
    except (ValueError, binascii.Error):
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(_fitting(size))
    return reader.read()


def _fitting(size: QSize) -> QSize:
    share = min(1.0, HEIGHT / max(1, size.height()), MOST_WIDTH / max(1, size.width()))
    return QSize(max(1, round(size.width() * share)), max(1, round(size.height() * share)))
