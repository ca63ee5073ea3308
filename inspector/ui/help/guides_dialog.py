"""The guides in the window: which one, its chapters, its text; saved as PDF to be handed out."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.help.guides import TITLES, Guide, read_guide
from inspector.ui.files.saving import ask_where, write_file
from inspector.ui.help.guide_document import ON_SCREEN, GuideDocument, guide_pdf
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.rows import Outline, OutlineItem, Scroller
from inspector.ui.messages import Messages
from inspector.ui.tasks import Tasks
from inspector.ui.theme import color

WIDTH = 1180
ROOM = 250
"""Height of the window that the dialog's other parts take, px."""
LIST = 210
ROOM_BESIDE = 110
"""Width of the dialog's edges, its scroll bar and what stands between list and text, px."""


class GuidesDialog(Dialog):
    """Chapters at the left, the text at the right; the main button asks where the guide is saved as PDF."""

    scrolls = False

    def __init__(self, parent: QWidget, tasks: Tasks, messages: Messages) -> None:
        width = min(WIDTH, parent.window().width() - 64)
        super().__init__(parent, _("Guides"), accept=_("Save as PDF…"), width=width)
        self._tasks, self._messages = tasks, messages
        self._guide: Guide | None = None
        self._room = width - LIST - ROOM_BESIDE
        self.choice = Segmented(_("Guide"), [Option(key, _(title)) for key, title in TITLES.items()])
        self.chapters = Outline(_("Chapters"))
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(max(240, parent.window().height() - ROOM))
        list_holder = Scroller(self.chapters)
        list_holder.setFixedWidth(LIST)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(list_holder)
        row.addWidget(self.text, 1)
        self.body.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(row)
        self.choice.value_chosen.connect(self.show_guide)
        self.chapters.item_chosen.connect(self.show_chapter)
        self.show_guide(next(iter(TITLES)))

    def show_guide(self, key: str) -> None:
        """Show a guide from its beginning."""
        self.choice.set_value(key)
        self._guide = read_guide(key)
        self.text.setStyleSheet(f"QTextBrowser {{ background: {color('surface').name()}; border: none; }}")
        self._document = GuideDocument(self._guide, self._room, ON_SCREEN, color("line"))
        self.text.setDocument(self._document)
        self.text.setAccessibleName(_(TITLES[key]))
        self._show_chapters(self._guide.chapters[0])

    def show_chapter(self, heading: str) -> None:
        """Go to a chapter."""
        self._show_chapters(heading)
        block = self._heading(heading)
        if block.isValid():
            top = self.text.document().documentLayout().blockBoundingRect(block).top()
            self.text.verticalScrollBar().setValue(round(top))
            self.text.setTextCursor(QTextCursor(block))
            self.text.verticalScrollBar().setValue(round(top))

    def _heading(self, words: str) -> QTextBlock:
        block = self.text.document().begin()
        while block.isValid() and not (block.blockFormat().headingLevel() and block.text() == words):
            block = block.next()
        return block

    def _show_chapters(self, current: str) -> None:
        guide = self._guide
        if guide is not None:
            self.chapters.set_items([OutlineItem(one, one, show_state=False) for one in guide.chapters], current)

    @override
    def first_focus(self) -> QWidget:
        return self.chapters

    @override
    def accept(self) -> None:
        guide = self._guide
        if guide is not None:
            ask_where(self, _("Save the guide"), f"{_(TITLES[guide.key])}.pdf", _("PDF (*.pdf)"), self._write)

    def _write(self, path: Path) -> None:
        guide = self._guide
        if guide is None:
            return
        self._tasks.run(
            lambda: write_file(path, guide_pdf(guide)), lambda _size: self._on_written(path), pool=True, owner=self
        )

    def _on_written(self, path: Path) -> None:
        self._messages.success(_("The guide is saved: {name}").format(name=path.name))
        self.accepted.emit()
        self._close()
