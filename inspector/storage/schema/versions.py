"""Which program wrote the rows and the search index of a workspace.

Looked at whenever one is opened; apart from the code that writes them, which most starts do not need.
"""

from typing import Final

from inspector.storage.session import Session

ROWS: Final = 9
"""Of what the rows say; rows that a program of another version wrote are made anew on opening (setting `projections`,
version 1 wrote none)."""
ROWS_KEY: Final = "projections"
UNFOLDED: Final = "unfolded"
"""Setting: the row of the last event before those that are stored and not folded yet (`postponed`)."""
INDEX: Final = 2
"""Of what is written into the search index (`PRAGMA user_version`); one of another version is made anew on opening."""


def rows_are_current(session: Session) -> bool:
    """Whether the rows say what this program would write."""
    row = session.one("SELECT value FROM setting WHERE key = :key", key=ROWS_KEY)
    return row is not None and bool(row.value == str(ROWS))


def unfolded(session: Session) -> int | None:
    """The row behind which events wait to be folded; None while none do."""
    row = session.one("SELECT value FROM setting WHERE key = :key", key=UNFOLDED)
    return int(row.value) if row is not None else None


def index_is_current(session: Session) -> bool:
    """Whether the search index was written as this program writes it."""
    row = session.one("PRAGMA user_version")
    return row is not None and bool(row[0] == INDEX)
