"""Where what stands in a reply file: the columns, the rows above them, the words. Writing and reading share it."""

from enum import StrEnum
from typing import Final

from inspector.i18n import N_
from inspector.quick_dataclass import dataclass

TITLE_ROW: Final = 1
FACTS_ROW: Final = 2
"""Notice, check code and customer in one line."""
RULES_ROW: Final = 3
GROUPS_ROW: Final = 4
HEAD_ROW: Final = 5
FIRST_ROW: Final = 6
"""The first hazard."""
KEYS_SHEET: Final = "_reply"
"""The hidden sheet with what the import goes by."""
PHOTO_PLACES: Final = 4
"""Places for photos beside a hazard; more are taken too."""


class State(StrEnum):
    """How far the customer says to have come."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"


STATES: Final = {
    State.DONE: N_("Completed"),
    State.PARTLY: N_("Partly completed"),
    State.NOT_DONE: N_("Not completed"),
}


@dataclass(frozen=True, slots=True)
class ReplyColumn:
    """A column: its heading, width in characters, and whether the customer fills it in."""

    key: str
    head: str
    width: float
    open: bool = False
    center: bool = False


LOCKED: Final = (
    ReplyColumn("index", N_("Serial no."), 5, center=True),
    ReplyColumn("number", N_("Hazard number"), 17),
    ReplyColumn("place", N_("Place"), 16),
    ReplyColumn("description", N_("What was found"), 34),
    ReplyColumn("grade", N_("Grade"), 7, center=True),
    ReplyColumn("measure", N_("What is required"), 30),
    ReplyColumn("deadline", N_("Deadline"), 12, center=True),
)
FILLED: Final = (
    ReplyColumn("state", N_("State of the rectification"), 12, open=True, center=True),
    ReplyColumn("done", N_("Measure taken"), 36, open=True),
    ReplyColumn("on", N_("Completed on"), 13, open=True, center=True),
    ReplyColumn("by", N_("Person responsible"), 12, open=True),
    ReplyColumn("phone", N_("Phone"), 15, open=True),
    ReplyColumn("remark", N_("Remark"), 22, open=True),
)
PHOTO: Final = N_("Photo {number}")
PHOTO_WIDTH: Final = 22.0
FIRST_FILLED: Final = len(LOCKED)
FIRST_PHOTO: Final = len(LOCKED) + len(FILLED)
WIDTH: Final = FIRST_PHOTO + PHOTO_PLACES
"""Number of columns."""
LONGEST: Final = {"done": 2000, "remark": 1000, "by": 60, "phone": 60}
"""Characters of a filled cell that are taken."""
TITLE: Final = N_("Rectification reply")
GROUPS: Final = (
    (0, FIRST_FILLED, N_("Filled in by the power supply company (do not change)")),
    (FIRST_FILLED, FIRST_PHOTO, N_("Filled in by the customer")),
    (FIRST_PHOTO, WIDTH, N_("Photos after the rectification: insert them into the cells of the row")),
)
FACTS: Final = N_("Notice: {notice}    Check code: {code}    Customer: {customer} (account {account})")
RULES: Final = (
    N_("1. Fill in the yellow cells only; the white ones are locked. Do not move, insert or delete rows."),
    N_(
        "2. Choose the state from the list. For what is completed give the measure taken, the day (like 2026-11-22) "
        "and the person responsible; for anything else say in the measure or the remark how far it has come."
    ),
    N_(
        "3. Insert 1 to 4 photos after the rectification into the photo cells of the same row, each small enough to "
        "lie within its row (pictures over the cells or in the cells are both read)."
    ),
    N_("4. Save as .xlsx and send the file back. The number of the notice and the check code are read from the file."),
)


def columns() -> tuple[ReplyColumn, ...]:
    """The columns before the photos, in order."""
    return (*LOCKED, *FILLED)


def column_index(key: str) -> int:
    """Index of a column from 0."""
    return next(index for index, column in enumerate(columns()) if column.key == key)
