"""A form with a question of every kind over the page, scrolled to its parts, for pictures and for the check of fit."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from inspector.i18n import language
from inspector.ui.forms.filler import FormFiller
from inspector.ui.forms.view import FormView
from inspector.ui.kit.marks import Panel
from inspector.xforms import compile_sheet, load_form
from tests.ui.forms.trial import SHEET

if TYPE_CHECKING:
    from tests.ui.scenes.session import Session

MARGIN = 24
LANGUAGES = {"zh_CN": "中文 (zh)", "en": "English (en)"}


def show_form(part: int, session: "Session") -> None:
    """The view over the window's page; `part` is how many screens down it is scrolled."""
    shell = session.driven.window.shell
    cover = Panel("surface", "", shell)
    view = FormView(FormFiller(session.driven.window.tasks, parent=cover), parent=cover)
    place = QRect(80 + MARGIN, 52, min(820, shell.width() - 80 - 2 * MARGIN), shell.height() - 52)
    cover.setGeometry(place)
    view.setGeometry(0, 0, place.width(), place.height())
    cover.show()
    cover.raise_()
    view.filler.open(lambda: load_form(compile_sheet(SHEET)), language=LANGUAGES[language()])
    session.driven.wait(lambda: view.filler.page is not None)
    session.driven.settle()
    view.filler.check()
    session.driven.settle()
    bar = view.scroller.verticalScrollBar()
    bar.setValue(round(bar.maximum() * part / 3))

    def close() -> None:
        cover.hide()
        cover.deleteLater()

    session.over = close


SCENES: Mapping[str, Callable[["Session"], None]] = {
    f"02-all-questions-{part + 1}": partial(show_form, part) for part in range(4)
}
