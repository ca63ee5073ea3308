"""What a filled-in row says, what is wrong with it, and what becomes of it. Pure: cells and facts in, rows out."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from inspector.domain.actions import RULES, Action
from inspector.domain.events import compact
from inspector.domain.hazard import HazardStatus
from inspector.i18n import LANGUAGES, Translator
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.excel.rows import column_letters
from inspector.services.excel.text import clean, folded, shown
from inspector.services.excel.values import as_text, day
from inspector.services.excel.views import BadCell, CellValue, Issue
from inspector.services.replies import layout
from inspector.services.replies.facts import Facts, HazardFacts
from inspector.services.replies.keys import KeyRow
from inspector.services.replies.layout import State
from inspector.services.replies.reading import Filled
from inspector.services.replies.views import Outcome, ReplyRow
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.words import STATUSES, here

ALSO: Final[Mapping[str, State]] = {
    "完成": State.DONE,
    "已整改": State.DONE,
    "整改完成": State.DONE,
    "已消除": State.DONE,
    "部分整改": State.PARTLY,
    "整改中": State.PARTLY,
    "进行中": State.PARTLY,
    "未整改": State.NOT_DONE,
    "未完": State.NOT_DONE,
}
"""What people write instead of the words of the list."""
SUBMITTABLE: Final = RULES[Action.SUBMIT].statuses


def state_words(state: State) -> str:
    """A state in the reader's language."""
    return here()(layout.STATES[state])


def state_choices() -> str:
    """The words of the list, as they stand in the file."""
    t = Translator(DOCUMENTS)
    return ", ".join(t(words) for words in layout.STATES.values())


def locked_issues(filled: Filled) -> list[Issue]:
    """Every locked cell that was changed, and what was typed below the rows."""
    found = []
    facts = filled.value(layout.FACTS_ROW, 0)
    if _text(facts) != filled.keys.facts or (layout.FACTS_ROW, 0) in filled.formulas:
        found.append(_at(filled, layout.FACTS_ROW, 0, "reply_cell_changed", expected=filled.keys.facts))
    for row in filled.keys.rows:
        found += _locked_row(filled, row)
    known = {row.row for row in filled.keys.rows}
    for number in sorted(filled.rows):
        typed = any(_text(filled.value(number, c)) for c in range(layout.FIRST_FILLED, layout.FIRST_PHOTO))
        if number >= layout.FIRST_ROW and number not in known and typed:
            found.append(Issue(filled.keys.sheet, number, "", "", "", "reply_row_extra", warning=True))
    return found


def _locked_row(filled: Filled, row: KeyRow) -> list[Issue]:
    wrong = [
        column
        for column, expected in enumerate(row.texts)
        if _text(filled.value(row.row, column)) != expected or (row.row, column) in filled.formulas
    ]
    number = layout.column_index("number")
    if number in wrong and len(wrong) > 1:
        return [_at(filled, row.row, number, "reply_row_moved", number=row.texts[number])]
    return [_at(filled, row.row, column, "reply_cell_changed", expected=row.texts[column]) for column in wrong]


def check_row(filled: Filled, row: KeyRow, facts: Facts) -> ReplyRow:
    """A row without its photos."""
    known = facts.hazards[row.hazard]
    cells = _Cells(filled, row.row)
    state = cells.state()
    on = cells.day(known.hazard.found_on, facts.today)
    measure, remark = cells.words("done"), cells.words("remark")
    by, phone = cells.words("by"), cells.words("phone")
    pictured = any(picture.row == row.row for picture in filled.pictures)
    hazard = known.hazard
    made = ReplyRow(
        row=row.row,
        hazard=hazard.id,
        number=hazard.number,
        place=hazard.place,
        description=hazard.description,
        grade=hazard.grade,
        deadline=hazard.deadline,
        status=known.status,
        outcome=Outcome.EMPTY,
        state=state,
        measure=measure,
        on=on,
        by=by,
        phone=phone,
        remark=remark,
        heads=known.heads,
    )
    if not (cells.touched or pictured):
        return made
    made = _stated(made, cells)
    cells.need(made)
    _standing(filled, known, cells)
    outcome = _outcome(made, known, refused=cells.refused)
    if outcome is Outcome.NOTE and hazard.status not in SUBMITTABLE:
        cells.tell("", "reply_settled", warning=True, status=here()(STATUSES[known.status]))
    if outcome is Outcome.SUBMIT and hazard.status is HazardStatus.IN_REVIEW:
        cells.tell("", "reply_in_review", warning=True)
    return replace(made, outcome=outcome, issues=tuple(cells.issues))


def _stated(row: ReplyRow, cells: "_Cells") -> ReplyRow:
    """The row with the state that measure and day speak for, when none was chosen."""
    if row.state is not None or cells.said("state"):
        return row
    if row.measure and row.on:
        cells.tell("state", "reply_state_taken", warning=True, state=state_words(State.DONE))
        return replace(row, state=State.DONE)
    cells.tell("state", "reply_state_missing", choices=state_choices())
    return row


def _standing(filled: Filled, known: HazardFacts, cells: "_Cells") -> None:
    """Whether the notice counts for the hazard."""
    if not known.served:
        cells.tell("", "reply_not_served", notice=filled.keys.notice)
    elif known.newer and known.turned_down:
        cells.tell("", "reply_old_notice", newer=known.newer)
    elif known.newer:
        cells.tell("", "reply_older_notice", warning=True, newer=known.newer)


def _outcome(row: ReplyRow, known: HazardFacts, *, refused: bool) -> Outcome:
    if refused or row.state is None:
        return Outcome.REFUSED
    submits = row.state is State.DONE and known.hazard.status in SUBMITTABLE
    return Outcome.SUBMIT if submits else Outcome.NOTE


def compared(row: ReplyRow, known: HazardFacts, cells_sheet: str) -> ReplyRow:
    """The row with its photos, set aside when the same was imported before. Told apart by words and photos."""
    content = digest_of(row, photos=True)
    told = replace(row, content=content)
    if not row.outcome.writes:
        return told
    again = next((earlier for earlier in known.earlier if earlier.content == content), None)
    if again is not None:
        issue = Issue(cells_sheet, row.row, "", "", "", "reply_same_content", {"on": again.on}, warning=True)
        return replace(told, outcome=Outcome.SAME, issues=(*row.issues, issue))
    alike = next((earlier for earlier in known.earlier if earlier.words == digest_of(row, photos=False)), None)
    if alike is not None:
        issue = Issue(cells_sheet, row.row, "", "", "", "reply_same_words", {"on": alike.on}, warning=True)
        return replace(told, issues=(*row.issues, issue))
    return told


def digest_of(row: ReplyRow, *, photos: bool) -> str:
    """Of what was filled in."""
    told: list[Any] = [row.state, row.measure, row.on.isoformat() if row.on else "", row.by, row.phone, row.remark]
    told += [sorted(photo.original for photo in row.photos)] if photos else []
    return hashlib.sha256(compact(told).encode()).hexdigest()[:32]


@dataclass(slots=True)
class _Told:
    """A cell as it was typed."""

    value: CellValue
    text: str


class _Cells:
    """The cells of one row that the customer fills in; collects what is wrong with them."""

    def __init__(self, filled: Filled, row: int) -> None:
        self._filled = filled
        self._row = row
        self.issues: list[Issue] = []
        self._cells: dict[str, _Told] = {}
        for column in layout.FILLED:
            value = filled.value(row, layout.column_index(column.key))
            self._cells[column.key] = _Told(value, _text(value))
        self._tell_shapes()

    @property
    def touched(self) -> bool:
        """Whether anything was typed."""
        return any(told.text or isinstance(told.value, BadCell) for told in self._cells.values())

    @property
    def refused(self) -> bool:
        """Whether the row cannot be taken."""
        return any(not issue.warning for issue in self.issues)

    def said(self, key: str) -> bool:
        """Whether a cell holds anything."""
        return bool(self._cells[key].text) or isinstance(self._cells[key].value, BadCell)

    def tell(self, key: str, code: str, *, warning: bool = False, **params: object) -> None:
        """Something about a cell, or about the row with an empty key."""
        self._tell(key, code, params, warning=warning)

    def _tell(self, key: str, code: str, params: Mapping[str, object], *, warning: bool = False) -> None:
        column = layout.column_index(key) if key else -1
        heading = here()(layout.columns()[column].head) if key else ""
        value = shown(self._cells[key].value) if key else ""
        place = column_letters(column) if key else ""
        self.issues.append(Issue(self._filled.keys.sheet, self._row, place, heading, value, code, params, warning))

    def _tell_shapes(self) -> None:
        """Formulas, merged cells, and cells whose value cannot be used."""
        for key, told in self._cells.items():
            place = (self._row, layout.column_index(key))
            if isinstance(told.value, BadCell):
                self.tell(key, told.value.code)
            elif place in self._filled.formulas and told.text:
                self.tell(key, "reply_formula", warning=True)
            for first, last in self._filled.merged:
                if first[0] <= place[0] <= last[0] and first[1] <= place[1] <= last[1]:
                    span = f"{column_letters(first[1])}{first[0]}:{column_letters(last[1])}{last[0]}"
                    self.tell(key, "reply_merged", warning=True, range=span)

    def words(self, key: str) -> str:
        """A cell of words."""
        text, most = self._cells[key].text, layout.LONGEST[key]
        if len(text) > most:
            self.tell(key, "cell_too_long", most=most)
            return text[:most]
        return text

    def state(self) -> State | None:
        """The state, in the words of either language."""
        text = self._cells["state"].text
        wanted = folded(text)
        if not wanted:
            return None
        for language in LANGUAGES:
            t = Translator(language)
            for state, words in layout.STATES.items():
                if folded(t(words)) == wanted:
                    return state
        if wanted in ALSO:
            return ALSO[wanted]
        self.tell("state", "reply_state", value=shown(text, 40), choices=state_choices())
        return None

    def day(self, found_on: date, today: date) -> date | None:
        """The day it was completed, between the finding and today."""
        told = self._cells["on"]
        if not told.text or isinstance(told.value, BadCell):
            return None
        try:
            given = day(told.value)
        except Problem as problem:
            self._tell("on", problem.code, problem.params)
            return None
        if given > today:
            self.tell("on", "reply_day_future")
        elif given < found_on:
            self.tell("on", "reply_day_early", found=found_on.isoformat())
        return given

    def need(self, row: ReplyRow) -> None:
        """What a state asks for."""
        if row.state is State.DONE:
            for key, given in (("done", row.measure), ("on", row.on), ("by", row.by)):
                if not given and not any(issue.column == _letters(key) and not issue.warning for issue in self.issues):
                    self.tell(key, "reply_required", column=here()(layout.columns()[layout.column_index(key)].head))
        elif row.state is not None and not (row.measure or row.remark):
            self.tell("done", "reply_explain")


def _letters(key: str) -> str:
    return column_letters(layout.column_index(key))


def _text(value: CellValue) -> str:
    """A cell as text in one line ending; what cannot be used is none."""
    return "" if value is None or isinstance(value, BadCell) else clean(as_text(value))


def _at(filled: Filled, row: int, column: int, code: str, **params: object) -> Issue:
    """A problem of a locked cell."""
    heads = layout.columns()
    heading = here()(heads[column].head) if row >= layout.FIRST_ROW and column < len(heads) else ""
    value = shown(filled.value(row, column))
    return Issue(filled.keys.sheet, row, column_letters(column), heading, value, code, params)
