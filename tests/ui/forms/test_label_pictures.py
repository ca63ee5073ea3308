"""A picture that a checklist shows beside a question, in its size and where the text leaves room."""

import base64

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from inspector.ui.forms.label_pictures import HEIGHT, MOST_WIDTH, label_picture
from inspector.ui.forms.option_list import TEXT_LEFT, OptionList
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


CHOICES = """survey
,type,name,label
,select_one plates,one,Which plate
,select_multiple plates,several,Which plates
choices
,list_name,name,label,media::image
,plates,a,Old,plate.png
,plates,b,New,
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


def form(picture: bytes, sheet: str = SHEET) -> FormDefinition:
    return load_form(inlined(compile_content(sheet.encode(), ".csv"), {"plate.png": picture}))


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
    columns = red_lines(picture, shown.left_pad + 5)
    assert len(columns) == 100
    assert columns[-1] < picture.height() - 2


def red_lines(image: QImage, x: int) -> list[int]:
    """Where the picture shows in a column of pixels."""
    colors = [image.pixelColor(QPoint(x, y)) for y in range(image.height())]
    return [y for y, found in enumerate(colors) if found.red() > 180 and found.green() < 40]


@pytest.mark.parametrize("name", ["one", "several"])
def test_the_picture_of_an_option_stands_under_its_words_and_chooses_it(trial: Trial, name: str) -> None:
    trial.open(lambda: form(png(QSize(200, 100)), CHOICES))
    options = trial.row(name).findChild(OptionList)
    assert isinstance(options, OptionList)
    lines = red_lines(options.grab().toImage(), TEXT_LEFT + 5)
    assert len(lines) == 100
    first, second = options.line_rect(0), options.line_rect(1)
    assert first.top() < lines[0]
    assert lines[-1] < first.bottom() <= second.top()
    QTest.mouseClick(options, Qt.MouseButton.LeftButton, pos=QPoint(TEXT_LEFT + 5, lines[50]))
    trial.rest()
    assert options.value() == "a"
    assert trial.row(name).height() > options.height() - 2
