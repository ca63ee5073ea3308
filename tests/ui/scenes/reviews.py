"""The page of reviews for pictures: a review half done, one that is not comparable, the slider, samples, disputes."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from inspector.ui.page import Place
from inspector.ui.reviews import ReviewsPage
from inspector.ui.reviews.samples import SamplesTab
from tests.ui.driven_window import DrivenWindow
from tests.ui.reviews.review_world import LONG, ReviewWorld
from tests.ui.visit.complete_visit import PIN

NUMBERS = ("YH-2026-0107", "YH-2026-0108", "YH-2026-0109", "YH-2026-0110", "YH-2026-0111")
COMMENT = "油温降至 74 °C，两台风机运转正常，同意销号。"
_known: dict[int, dict[str, str]] = {}


def hazards(driven: DrivenWindow) -> dict[str, str]:
    """Rectifications that wait, written once into a window's workspace: number -> id."""
    key = id(driven)
    if key in _known:
        return _known[key]
    world = ReviewWorld(driven.window.workspace)
    hot, ditch, own, apart, long = NUMBERS
    made = {
        hot: world.hot(hot, description="变压器顶层油温 97 °C，超过限值"),
        ditch: world.ditch(ditch),
        own: world.own(own),
        apart: world.hot(apart, load=480, description="变压器绕组温度 118 °C"),
        long: world.hot(long, description=LONG, after=False),
    }
    world.contradicted("YH-2026-0112")
    group = world.group()
    drawn = world.drawn(group, 100, by_grade=True)
    people = {login: world.call(lambda login=login: world.workspace.person_of(login).id) for login in ("wang", "li")}
    for hazard, outcome in ((made[ditch], "return"), (made[hot], "pass")):
        world.given(drawn, hazard, people["li"], people["wang"])
        if outcome == "return":
            world.judged(hazard, "li")
            world.judged(hazard, "wang", outcome, "排水泵仍不能自动启动，应退回")
    world.given(drawn, made[hot], "", "")
    _known[key] = made
    return made


def page_of(driven: DrivenWindow, login: str = "wang") -> ReviewsPage:
    """The page in front, for somebody."""
    shell = driven.window.shell
    shell.context.desk.act_as(login, PIN)
    driven.settle()
    page = shell.page("reviews")
    if not isinstance(page, ReviewsPage):
        raise TypeError(page)
    return page


def _opened(driven: DrivenWindow, number: str, login: str = "wang") -> ReviewsPage:
    made, page = hazards(driven), page_of(driven, login)
    driven.window.shell.open_place(Place("review", made[number]))
    driven.settle()
    page.view.photos.set_slider(slider=False)
    return page


def half_done(driven: DrivenWindow) -> None:
    """Four of five points, with a comment."""
    page = _opened(driven, NUMBERS[0])
    page.view.draft.ticks = frozenset()
    page.view.press_point(1)
    if not page.view.draft.comment:
        page.view.panel.say(COMMENT)
    driven.settle()
    page.column.list.setFocus()


def not_comparable(driven: DrivenWindow) -> None:
    """The load differs too much: a point that fails."""
    page = _opened(driven, NUMBERS[3])
    page.view.press_point(5)


def slider(driven: DrivenWindow) -> None:
    """One photo over the other."""
    page = _opened(driven, NUMBERS[0])
    page.view.change_layout()
    page.view.photos.compare.setFocus(Qt.FocusReason.OtherFocusReason)


def long_words(driven: DrivenWindow) -> None:
    """A description that is far too long, values that are still to be measured."""
    page = _opened(driven, NUMBERS[4])
    page.view.values.edit(0)


def not_mine(driven: DrivenWindow) -> None:
    """What the acting person recorded himself."""
    _opened(driven, NUMBERS[2])


def _samples(driven: DrivenWindow, login: str) -> SamplesTab:
    hazards(driven)
    page = page_of(driven, login)
    driven.window.shell.open_place(Place("review", "samples"))
    driven.settle()
    tab = page._tab("samples")
    if not isinstance(tab, SamplesTab):
        raise TypeError(tab)
    return tab


def group_round(driven: DrivenWindow) -> None:
    """A group with a round."""
    tab = _samples(driven, "liu")
    tab.rows.set_current(0)


def drawing(driven: DrivenWindow) -> None:
    """The dialog of a sample."""
    tab = _samples(driven, "liu")
    tab.rows.set_current(0)
    driven.settle()
    tab.draw()


def forming(driven: DrivenWindow) -> None:
    """The dialog of a group."""
    _samples(driven, "liu").form()


def agreement(driven: DrivenWindow) -> None:
    """How far judgements agree."""
    tab = _samples(driven, "liu")
    tab.rows.set_current(len(tab.rows.items) - 1)


def disputes(driven: DrivenWindow) -> None:
    """Contradicting decisions side by side."""
    hazards(driven)
    page_of(driven, "liu")
    driven.window.shell.open_place(Place("review", "disputes"))
    driven.settle()
    focus = driven.app.focusWidget()
    if isinstance(focus, QWidget):
        QTest.keyClick(focus, Qt.Key.Key_Return)
    driven.settle()


SCENES = {
    "07-review": half_done,
    "07-not-comparable": not_comparable,
    "07-slider": slider,
    "07-long": long_words,
    "07-not-mine": not_mine,
    "07-group": group_round,
    "07-draw": drawing,
    "07-form-group": forming,
    "07-agreement": agreement,
    "07-disputes": disputes,
}
