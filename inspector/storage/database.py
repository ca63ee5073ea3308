"""The database as the services see it: one `Database` on the worker thread, with one part for each kind of thing."""

from contextlib import AbstractContextManager

from inspector.domain.ids import IdSource
from inspector.storage.customer_list import CustomerList
from inspector.storage.drafts import Drafts
from inspector.storage.frames import Frames
from inspector.storage.hazards import Hazards
from inspector.storage.held import HeldDecisions
from inspector.storage.local import Counters, Credentials, Settings
from inspector.storage.local_rows import LocalRows
from inspector.storage.measurements import Measurements
from inspector.storage.overview import Overview
from inspector.storage.projections import Projector
from inspector.storage.registers import Registers
from inspector.storage.schedule import Schedule
from inspector.storage.search import Search
from inspector.storage.search_index import SearchIndex
from inspector.storage.session import Session
from inspector.storage.typing import Typing
from inspector.storage.visits import Visits


class Database:
    """Reads and writes of one workspace, on the store's worker thread only (checked).

    `frames` appends and reads events; `registers` (customers, equipment, persons), `customer_list`, `hazards`,
    `visits`, `schedule` (when inspections are due), `overview` (sums, latest events) and `measurements` read what
    follows from them; `drafts` are planned and open visits, `settings`, `credentials` (PINs) and `counters` (readable
    numbers) are this computer's own, like `held` (decisions that can still be taken back) and `typing` (unsaved text).
    `search` finds things by their words.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.frames = Frames(session)
        self.registers = Registers(session)
        self.customer_list = CustomerList(session)
        self.hazards = Hazards(session)
        self.visits = Visits(session)
        self.schedule = Schedule(session)
        self.overview = Overview(session)
        self.measurements = Measurements(session)
        self.drafts = Drafts(session)
        self.settings = Settings(session)
        self.credentials = Credentials(session)
        self.counters = Counters(session)
        self.local_rows = LocalRows(session)
        self.held = HeldDecisions(session)
        self.typing = Typing(session)
        self.search = Search(session)
        self._index = SearchIndex(session)
        session.before_commit = self._index.settle

    def refresh(self) -> None:
        """Make rows and search index anew if an older program left them behind; call once after opening."""
        Projector(self._session).refresh()
        self.refresh_search()

    def refresh_search(self) -> None:
        """Make the search index anew if an older program left it behind; call once after opening."""
        self._index.refresh()

    def rebuild_search(self) -> None:
        """Make the search index anew."""
        with self._session.transaction():
            self._index.rebuild()

    @property
    def ids(self) -> IdSource:
        """Makes ids for new entities and visits."""
        return self._session.ids

    def transaction(self) -> AbstractContextManager[None]:
        """One durable commit; inside another transaction it joins that one. An error undoes everything it spans."""
        return self._session.transaction()

    def on_own_thread(self) -> bool:
        """Whether the caller runs on the worker thread."""
        return self._session.on_own_thread()

    def integrity(self) -> tuple[str, ...]:
        """What SQLCipher and SQLite find wrong with the file, page by page; empty when it is whole (for the doctor)."""
        sealed = [str(row[0]) for row in self._session.rows("PRAGMA cipher_integrity_check")]
        if sealed:
            return tuple(sealed)
        return tuple(str(row[0]) for row in self._session.rows("PRAGMA integrity_check") if row[0] != "ok")
