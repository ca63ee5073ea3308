"""The panel of the help: at the right of the window, beside what one is working on, which stays usable.

F1 opens it at the topic of the page; F1 or Esc closes it, and the focus returns. Tab goes round inside; F6 goes back to
the page and leaves it open, F1 comes in again.
"""

from collections.abc import Callable, Sequence
from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from inspector import i18n
from inspector.i18n import _
from inspector.services.help.keyboard import keyboard_map
from inspector.services.help.topics import Topic, search_topics, topic_for, topics
from inspector.ui.help.article import Article, keys_html, to_html
from inspector.ui.help.topic_list import TopicList, TopicRow
from inspector.ui.kit.access import Role
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.drawer import Drawer
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.marks import Rule
from inspector.ui.kit.overlay import walk
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text

WIDTH: Final = 440
TOP: Final = 52
"""The top bar stays in sight."""


class HelpPanel(Drawer):
    """Made for one use: `open()`; it removes itself when it was closed.

    `guide_requested`, `card_requested`, `report_requested`: the person wants the guided visit, the quick card as a
    file, or the error report; `guides_requested`: one of the guides for users, administrators and authors.
    """

    guide_requested = Signal()
    card_requested = Signal()
    report_requested = Signal()
    guides_requested = Signal()
    spoken_role = Role.Dialog
    orders_tabs = True

    def __init__(self, window: QWidget, chosen_keys: Callable[[], dict[str, str]]) -> None:
        super().__init__(_("Help"), window)
        self._before = QApplication.focusWidget()
        self._chosen_keys = chosen_keys
        self.setAccessibleName(_("Help"))
        self.search = TextField(_("Search the help"), placeholder=_("Search the help"))
        self.list = TopicList(_("Topics"))
        self.article = Article()
        self._back = Button(_("All topics"), Kind.TEXT, icon="chevron-left")
        self._nothing = Text(_("No topic has all these words."), "body", "text-2")
        self._stack = QStackedWidget()
        self.close_button.setToolTip("F1 / Esc")
        self._build()
        self._connect()

    def _build(self) -> None:
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        finder = QVBoxLayout()
        finder.setContentsMargins(16, 0, 16, 0)
        finder.addWidget(self.search)
        column.addLayout(finder)
        self._nothing.setContentsMargins(16, 8, 16, 8)
        self._nothing.hide()
        column.addWidget(self._nothing)
        column.addWidget(Scroller(self.list), 1)
        reading = QWidget()
        page = QVBoxLayout(reading)
        page.setContentsMargins(8, 8, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        page.addWidget(self.article, 1)
        self._stack.addWidget(contents)
        self._stack.addWidget(reading)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(Rule())
        self.foot.addLayout(self._actions())

    def _actions(self) -> QGridLayout:
        self.keys_button = Button(_("Keyboard map"), Kind.TINTED, icon="type")
        self.card_button = Button(_("Quick card (PDF)…"), Kind.TINTED, icon="printer")
        self.guide_button = Button(_("Guided visit"), Kind.TINTED, icon="play")
        self.report_button = Button(_("Error report…"), Kind.TINTED, icon="circle-alert")
        grid = QGridLayout()
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setSpacing(8)
        self.guides_button = Button(_("Guides…"), Kind.TINTED, icon="book-open")
        buttons = (self.keys_button, self.card_button, self.guide_button, self.report_button)
        for index, button in enumerate(buttons):
            grid.addWidget(button, 1 + index // 2, index % 2)
        grid.addWidget(self.guides_button, 0, 0, 1, 2)
        for button in (self.guides_button, *buttons):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return grid

    def _connect(self) -> None:
        self.closed.connect(self.leave)
        self.search.value_edited.connect(self._on_search)
        self.search.return_pressed.connect(self._on_return)
        self.list.row_opened.connect(lambda row: self.show_topic(row.topic))
        self._back.clicked.connect(self.show_contents)
        self.keys_button.clicked.connect(self.show_keys)
        self.card_button.clicked.connect(self.card_requested)
        self.guide_button.clicked.connect(self.guide_requested)
        self.report_button.clicked.connect(self.report_requested)
        self.guides_button.clicked.connect(self.guides_requested)

    # showing --------------------------------------------------------------------------------------------------------

    def open(self, places: Sequence[str]) -> None:
        """Show the topic of the first of these places that has one, and take the focus."""
        self._on_search("")
        self.show_topic(topic_for(i18n.language(), *places))
        self.window().installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        self.article.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_topic(self, topic: Topic) -> None:
        """Show a topic."""
        self.article.show_html(to_html(topic.markdown), topic.title)
        self._stack.setCurrentIndex(1)
        self.article.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_keys(self) -> None:
        """Show the keyboard map, with the keys that count on this computer."""
        self.article.show_html(keys_html(keyboard_map(self._chosen_keys())), _("Keyboard map"))
        self._stack.setCurrentIndex(1)
        self.article.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_contents(self) -> None:
        """Show all topics, or what was searched for."""
        self._stack.setCurrentIndex(0)
        self.search.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_search(self, words: str) -> None:
        language = i18n.language()
        found = [TopicRow(one.topic, one.excerpt) for one in search_topics(language, words)]
        rows = found if words.strip() else [TopicRow(topic) for topic in topics(language)]
        self.list.show_items(rows)
        self._nothing.setVisible(not rows)

    def _on_return(self) -> None:
        row = self.list.current_item
        if row is not None:
            self.show_topic(row.topic)

    # closing and keys -----------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Go away and give the focus back."""
        if self.isHidden():
            return
        self.window().removeEventFilter(self)
        self.hide()
        self.deleteLater()
        self._give_back()

    def come_in(self) -> None:
        """Take the focus again."""
        self._before = QApplication.focusWidget()
        self.raise_()
        self.article.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def has_focus(self) -> bool:
        """Whether the focus is in here."""
        here = QApplication.focusWidget()
        return here is not None and self.isAncestorOf(here)

    def _give_back(self) -> None:
        if self._before is not None and shiboken6.isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is not None:
            width = min(WIDTH, window.width())
            self.setGeometry(window.width() - width, TOP, width, window.height() - TOP)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() == Qt.Key.Key_F6:
            self._give_back()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.search.editor.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        event.accept()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return walk(self, forward=next)
