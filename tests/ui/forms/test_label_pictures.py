"""A picture that a checklist shows beside a question, in its size and where the text leaves room."""

import base64

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QSize
from PySide6.QtGui import QColor, QImage

from inspector.ui.forms.label_pictures import HEIGHT, MOST_WIDTH, label_picture
from inspector.xforms import FormDefinition, compile_content, inlined, load_form
from tests.ui.forms.trial import Trial

SHEET = """survey
,type,name,label,media::image
,text,plain,Plain,
,text,shown,With a picture,plate.png
settings
,form_id,version
,f,1
"""


def png(size: QSize) -> bytes:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("#c01020"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, the binding wants str
    return bytes(buffer.data().data())


def form(picture: bytes) -> FormDefinition:
    return load_form(inlined(compile_content(SHEET.encode(), ".csv"), {"plate.png": picture}))


def address(content: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (QSize(40, 20), QSize(40, 20)),
        (QSize(2000, 1000), QSize(2 * HEIGHT, HEIGHT)),
        (QSize(3000, 100), QSize(MOST_WIDTH, 16)),
    ],
)
def test_a_picture_is_made_smaller_but_never_larger(size: QSize, shown: QSize) -> None:
    assert label_picture(address(png(size))).size() == shown


@pytest.mark.parametrize("text", ["", "data:image/png;base64,!!", "data:image/png;base64,AAAA", "jr://images/a.png"])
def test_what_is_no_picture_is_not_shown(text: str) -> None:
    assert label_picture(text).isNull()


def test_the_picture_stands_under_its_question(trial: Trial) -> None:
    trial.open(lambda: form(png(QSize(200, 100))))
    plain, shown = trial.row("plain"), trial.row("shown")
    assert shown.height() > plain.height() + 100
    picture = shown.grab().toImage()
    columns = [y for y in range(picture.height()) if picture.pixelColor(QPoint(shown.left_pad + 5, y)).red() > 180
               and picture.pixelColor(QPoint(shown.left_pad + 5, y)).green() < 40]  # fmt: skip
    assert len(columns) == 100
    assert columns[-1] < picture.height() - 2
