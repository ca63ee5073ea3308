"""What reading a reply hands to window and commands: frozen data, any thread.

Words are in the language that was set when the reply was read.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum

from inspector.domain.hazard import Grade
from inspector.quick_dataclass import dataclass
from inspector.services.excel.views import Issue
from inspector.services.replies.layout import State


class Outcome(StrEnum):
    """What an import does with a row."""

    SUBMIT = "submit"
    """A rectification is submitted: the hazard goes to review."""
    NOTE = "note"
    """Only a note is kept: not completed, or the hazard takes no submission any more."""
    SAME = "same"
    """The same content was imported before."""
    EMPTY = "empty"
    REFUSED = "refused"

    @property
    def writes(self) -> bool:
        """Whether anything is written for such a row."""
        return self in (Outcome.SUBMIT, Outcome.NOTE)


@dataclass(frozen=True, slots=True)
class ReplyPhoto:
    """A photo of a row. `part` is where the untouched original lies in the file; display and thumbnail are JPEGs."""

    part: str
    place: str
    """Cell, like N6."""
    original: str
    """SHA-256 of the original."""
    media: str
    taken_at: datetime
    """As the photo says, else when it was read."""
    display: bytes
    thumb: bytes


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A hazard of the reply: what is on record, what the customer filled in, what becomes of it."""

    row: int
    hazard: str
    number: str
    place: str
    description: str
    grade: Grade
    deadline: date
    status: str
    """As people count it (`services.words.STATUSES`)."""
    outcome: Outcome
    state: State | None = None
    measure: str = ""
    on: date | None = None
    by: str = ""
    phone: str = ""
    remark: str = ""
    photos: tuple[ReplyPhoto, ...] = ()
    issues: tuple[Issue, ...] = ()
    heads: tuple[str, ...] = ()
    """Heads of the hazard when the reply was read."""
    content: str = ""
    """Digest of what was filled in, photos included."""

    @property
    def problems(self) -> tuple[Issue, ...]:
        """Why the row is refused."""
        return tuple(issue for issue in self.issues if not issue.warning)

    @property
    def warned(self) -> bool:
        """Whether there is something to look at."""
        return any(issue.warning for issue in self.issues)


@dataclass(frozen=True, slots=True)
class ReplyPreview:
    """What an import would do.

    `issues` are about the file as a whole or its locked cells; one that is no warning stops the import of all rows,
    one of a row only that row.
    """

    file: str
    sha256: str
    data: bytes = field(repr=False)
    notice: str
    code: str
    customer: str
    customer_name: str
    account: str
    sheet: str
    rows: tuple[ReplyRow, ...]
    issues: tuple[Issue, ...] = ()

    def of(self, outcome: Outcome) -> tuple[ReplyRow, ...]:
        """The rows with one outcome."""
        return tuple(row for row in self.rows if row.outcome is outcome)

    @property
    def blocking(self) -> tuple[Issue, ...]:
        """What stops the whole import."""
        return tuple(issue for issue in self.issues if not issue.warning)

    @property
    def problems(self) -> tuple[Issue, ...]:
        """Everything that is refused: the file, or rows of it."""
        return (*self.blocking, *(issue for row in self.rows for issue in row.problems))

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """Everything to look at."""
        rows = (issue for row in self.rows for issue in row.issues)
        return tuple(issue for issue in (*self.issues, *rows) if issue.warning)

    @property
    def importable(self) -> bool:
        """Whether it can be imported and there is anything to import."""
        return not self.blocking and any(row.outcome.writes for row in self.rows)


@dataclass(frozen=True, slots=True)
class ReplyResult:
    """What was written: numbers of the hazards by what became of their rows, and how many photos came with them."""

    notice: str
    submitted: tuple[str, ...]
    noted: tuple[str, ...]
    same: tuple[str, ...]
    empty: tuple[str, ...]
    refused: Mapping[str, tuple[str, ...]]
    """Number of the hazard -> reasons."""
    photos: int
