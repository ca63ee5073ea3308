"""Qt's own words (file dialogs, menus of fields) in the window's language: its catalogue, and what that one lacks.

Qt's Chinese does not know the labels that file dialogs have had since they got mnemonics, so half of a dialog would
stay English. What it lacks is a catalogue in Qt's own format (`resources/translations/LANGUAGE/qt_words.ts`), because
Qt asks for words on any thread and behind locks of its own: a translator written in Python would wait there for the
interpreter, while the thread that has it waits for Qt.
"""

from typing import Final

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from inspector import assets

OWN: Final = "qt_words.qm"


class QtWords(QObject):
    """The two catalogues of the language that is spoken. GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spoken: list[QTranslator] = []

    def speak(self, language: str) -> None:
        """Take this language's words instead of those before; Qt itself speaks English."""
        for translator in self._spoken:
            QApplication.removeTranslator(translator)
            translator.deleteLater()
        self._spoken = []
        of_qt = f"{QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)}/qtbase_{language}.qm"
        for path in (of_qt, str(assets.resource(f"translations/{language}/{OWN}"))):
            translator = QTranslator(self)
            if translator.load(path):
                QApplication.installTranslator(translator)
                self._spoken.append(translator)
