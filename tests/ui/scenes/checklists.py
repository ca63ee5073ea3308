"""The settings of checklists for the pictures: the list, a file with errors, what it changes, the form on trial."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from inspector.services.checklists import versions
from inspector.ui.page import Place
from inspector.ui.settings.checklists.review import CHANGES, FINDINGS, TRIAL
from inspector.ui.settings.checklists.section import ChecklistsSection
from tests.ui.scenes.session import Session

FORM = "safety-tools"
LONG = "安全工器具应当按照周期送检，并且粘贴合格标签，标签上注明下一次试验的日期、试验单位和编号"


def _section(session: Session) -> ChecklistsSection:
    driven = session.driven
    driven.window.shell.open_place(Place("setting", "checklists"))
    driven.settle()
    found = driven.window.shell.page("settings").section("checklists")
    assert isinstance(found, ChecklistsSection)
    return found


def _edited(session: Session, *, wrong: bool) -> Path:
    """A workbook of the form with a bit of everything changed."""
    workspace = session.driven.window.workspace
    book = load_workbook(io.BytesIO(workspace.call(lambda: versions.export_form(workspace, FORM))))
    heads = [cell.value for cell in book["settings"][1]]
    book["settings"].cell(2, heads.index("version") + 1).value = "2027.1"
    survey: Any = book["survey"]
    survey["C4"].value = LONG
    survey["D5"].value = "Every tool carries a label with the day of its next test, the laboratory and a number"
    survey.delete_rows(6)
    if wrong:
        survey["B4"].value = "two words"
        survey["A5"].value = "select_one nothing"
        survey.cell(3, [cell.value for cell in survey[1]].index("relevant") + 1).value = "${nobody} > 5 and"
    path = Path(tempfile.mkdtemp()) / "safety-tools.xlsx"
    book.save(path)
    return path


def listed(session: Session) -> None:
    """The list, with the focus in its search."""
    _section(session).show_list()


def _file(tab: str, *, wrong: bool = False) -> Callable[[Session], None]:
    def scene(session: Session) -> None:
        section = _section(session)
        section.offer(_edited(session, wrong=wrong))
        session.driven.wait(section.review.isVisible)
        session.driven.settle()
        section.review.show_tab(tab)
        if tab == TRIAL:
            session.driven.wait(lambda: section.review.filler.page is not None)

    return scene


HALF = {
    "settings-checklists": listed,
    "settings-checklists-findings": _file(FINDINGS, wrong=True),
    "settings-checklists-changes": _file(CHANGES),
    "settings-checklists-trial": _file(TRIAL),
}
