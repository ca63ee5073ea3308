"""Which program wrote the rows and the search index of a workspace.

Looked at whenever one is opened; apart from the code that writes them, which most starts do not need.
"""

from typing import Final

from inspector.storage.session import Session

ROWS: Final = 5
"""Of what the rows say; rows that a program of another version wrote are made anew on opening (setting `projections`,
version 1 wrote none)."""
ROWS_KEY: Final = "projections"
INDEX: Final = 2
"""Of what is written into the search index (`PRAGMA user_version`); one of another version is made anew on opening."""


def rows_are_current(session: Session) -> bool:
    """Whether the rows say what this program would write."""
    row = session.one("SELECT value FROM setting WHERE key = :key", key=ROWS_KEY)
    return row is not None and bool(row.value == str(ROWS))


def index_is_current(session: Session) -> bool:
    """Whether the search index was written as this program writes it."""
    row = session.one("PRAGMA user_version")
    return row is not None and bool(row[0] == INDEX)
