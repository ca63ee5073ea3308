"""The database as the services see it: one `Database` on the worker thread, with one part for each kind of thing."""

from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING

from inspector.domain.ids import IdSource
from inspector.storage import versions
from inspector.storage.drafts import Drafts
from inspector.storage.held import HeldDecisions
from inspector.storage.local import Counters, Credentials, Settings
from inspector.storage.overview import Overview
from inspector.storage.registers import Registers
from inspector.storage.schedule import Schedule
from inspector.storage.session import Session

if TYPE_CHECKING:
    from inspector.storage.customer_list import CustomerList
    from inspector.storage.frames import Frames
    from inspector.storage.hazards import Hazards
    from inspector.storage.issues import Issues
    from inspector.storage.local_rows import LocalRows
    from inspector.storage.measurements import Measurements
    from inspector.storage.notices import Notices
    from inspector.storage.recurrence import Recurrence
    from inspector.storage.reviews import Reviews
    from inspector.storage.search import Search
    from inspector.storage.search_index import SearchIndex
    from inspector.storage.statistics import HazardStatistics
    from inspector.storage.typing import Typing
    from inspector.storage.visits import Visits


class Database:
    """Reads and writes of one workspace, on the store's worker thread only (checked).

    `frames` appends and reads events; `registers` (customers, equipment, persons), `customer_list`, `hazards`,
    `visits`, `schedule` (when inspections are due), `overview` (sums, latest events) and `measurements` read what
    follows from them; `drafts` are planned and open visits, `settings`, `credentials` (PINs) and `counters` (readable
    numbers) are this computer's own, like `held` (decisions that can still be taken back) and `typing` (unsaved text).
    `search` finds things by their words, `notices` what was served. Parts that the first page does without are
    imported when they are first asked for.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.registers = Registers(session)
        self.schedule = Schedule(session)
        self.overview = Overview(session)
        self.drafts = Drafts(session)
        self.settings = Settings(session)
        self.credentials = Credentials(session)
        self.counters = Counters(session)
        self.held = HeldDecisions(session)
        session.before_commit = self._settle

    @cached_property
    def frames(self) -> "Frames":
        """Appends and reads events."""
        from inspector.storage.frames import Frames  # noqa: PLC0415 - see the docstring of the class

        return Frames(self._session)

    @cached_property
    def customer_list(self) -> "CustomerList":
        """The list of customers."""
        from inspector.storage.customer_list import CustomerList  # noqa: PLC0415 - see the docstring of the class

        return CustomerList(self._session)

    @cached_property
    def hazards(self) -> "Hazards":
        """Hazards and their ledgers."""
        from inspector.storage.hazards import Hazards  # noqa: PLC0415 - see the docstring of the class

        return Hazards(self._session)

    @cached_property
    def recurrence(self) -> "Recurrence":
        """Which hazards came back."""
        from inspector.storage.recurrence import Recurrence  # noqa: PLC0415 - see the docstring of the class

        return Recurrence(self._session)

    @cached_property
    def issues(self) -> "Issues":
        """Frozen issues of ledgers."""
        from inspector.storage.issues import Issues  # noqa: PLC0415 - see the docstring of the class

        return Issues(self._session)

    @cached_property
    def notices(self) -> "Notices":
        """Notices that were served."""
        from inspector.storage.notices import Notices  # noqa: PLC0415 - see the docstring of the class

        return Notices(self._session)

    @cached_property
    def reviews(self) -> "Reviews":
        """What waits for a review, cross-check groups and rounds."""
        from inspector.storage.reviews import Reviews  # noqa: PLC0415 - see the docstring of the class

        return Reviews(self._session)

    @cached_property
    def visits(self) -> "Visits":
        """Signed visits."""
        from inspector.storage.visits import Visits  # noqa: PLC0415 - see the docstring of the class

        return Visits(self._session)

    @cached_property
    def statistics(self) -> "HazardStatistics":
        """Sums over hazards."""
        from inspector.storage.statistics import HazardStatistics  # noqa: PLC0415 - see the docstring of the class

        return HazardStatistics(self._session)

    @cached_property
    def measurements(self) -> "Measurements":
        """Measured values and tests."""
        from inspector.storage.measurements import Measurements  # noqa: PLC0415 - see the docstring of the class

        return Measurements(self._session)

    @cached_property
    def local_rows(self) -> "LocalRows":
        """What copies need of the tables that are this computer's own."""
        from inspector.storage.local_rows import LocalRows  # noqa: PLC0415 - see the docstring of the class

        return LocalRows(self._session)

    @cached_property
    def typing(self) -> "Typing":
        """Text that was typed and not saved yet."""
        from inspector.storage.typing import Typing  # noqa: PLC0415 - see the docstring of the class

        return Typing(self._session)

    @cached_property
    def search(self) -> "Search":
        """Finds things by their words."""
        from inspector.storage.search import Search  # noqa: PLC0415 - see the docstring of the class

        return Search(self._session)

    @cached_property
    def _index(self) -> "SearchIndex":
        from inspector.storage.search_index import SearchIndex  # noqa: PLC0415 - see the docstring of the class

        return SearchIndex(self._session)

    def _settle(self) -> None:
        """Right before a commit: the index follows what was folded anew."""
        if self._session.touched:
            self._index.settle()

    def refresh(self) -> None:
        """Make rows and search index anew if an older program left them behind; call once after opening."""
        if not versions.rows_are_current(self._session):
            from inspector.storage.projections import Projector  # noqa: PLC0415 - most starts need none of it

            Projector(self._session).refresh()
        self.refresh_search()

    def refresh_search(self) -> None:
        """Make the search index anew if an older program left it behind; call once after opening."""
        if not versions.index_is_current(self._session):
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
