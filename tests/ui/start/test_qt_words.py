"""Qt's file dialogs speak the window's language, all of their labels; pictures are read beside it."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from inspector import assets
from inspector.ui.start.qt_words import QtWords


@pytest.fixture
def words(qtbot: QtBot) -> Iterator[QtWords]:
    made = QtWords()
    made.speak("zh_CN")
    yield made
    made.speak("en")


def test_no_label_of_a_file_dialog_stays_english(words: QtWords, qtbot: QtBot) -> None:
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.show()
    labels = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
    assert len(labels) >= 3
    assert [label for label in labels if label.isascii()] == []
    words.speak("en")
    assert QCoreApplication.translate("QFileDialog", "Date Modified") == "Date Modified"


def test_the_compiled_words_are_those_of_the_source(words: QtWords) -> None:
    source = ET.parse(assets.resource("translations/zh_CN/qt_words.ts"))  # noqa: S314 - our own file
    said = {
        (context.findtext("name", ""), message.findtext("source", "")): message.findtext("translation", "")
        for context in source.iter("context")
        for message in context.iter("message")
    }
    assert len(said) == 14
    assert {key: QCoreApplication.translate(*key) for key in said} == said


READING = """
import sys, threading
from PySide6.QtWidgets import QApplication
from inspector.ui.start.qt_words import QtWords

app = QApplication(sys.argv)
QtWords(app).speak("zh_CN")
picture = sys.stdin.buffer.read()
sys.setswitchinterval(0.0002)
work = lambda: [QImage.fromData(picture) for _number in range(60)]
threads = [threading.Thread(target=work) for _number in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_pictures_are_read_on_many_threads_at_once() -> None:
    """Reading one asks for words of Qt behind a lock of Qt's: nothing of ours may wait for the interpreter there."""
    stream = BytesIO()
    Image.new("RGB", (160, 120), "red").save(stream, "JPEG")
    done = subprocess.run([sys.executable, "-c", READING], input=stream.getvalue(), check=False, timeout=60)
    assert done.returncode == 0
