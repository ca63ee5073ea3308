"""The database as the services see it: one `Database` on the worker thread, with one part for each kind of thing."""

import importlib
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Generic, TypeVar

from inspector.domain.ids import IdSource
from inspector.storage import versions
from inspector.storage.device import DeviceInfo
from inspector.storage.drafts import Drafts
from inspector.storage.held import HeldDecisions
from inspector.storage.local import Counters, Credentials, Settings
from inspector.storage.overview import Overview
from inspector.storage.registers import Registers
from inspector.storage.schedule import Schedule
from inspector.storage.session import Session

if TYPE_CHECKING:
    from inspector.storage.conflicts import Conflicts
    from inspector.storage.customer_list import CustomerList
    from inspector.storage.device_activity import DeviceActivity
    from inspector.storage.exchange_peers import ExchangePeers
    from inspector.storage.files import Files
    from inspector.storage.frames import Frames
    from inspector.storage.glimpses import Glimpses
    from inspector.storage.hazards import Hazards
    from inspector.storage.house_rules import HouseRules
    from inspector.storage.issues import Issues
    from inspector.storage.local_rows import LocalRows
    from inspector.storage.measurements import Measurements
    from inspector.storage.notices import Notices
    from inspector.storage.outbox import Outbox
    from inspector.storage.peers import Peers
    from inspector.storage.plans import Plans
    from inspector.storage.recurrence import Recurrence
    from inspector.storage.reviews import Reviews
    from inspector.storage.risk_facts import RiskFacts
    from inspector.storage.search import Search
    from inspector.storage.search_index import SearchIndex
    from inspector.storage.statistics import HazardStatistics
    from inspector.storage.sync_log import SyncLog
    from inspector.storage.typing import Typing
    from inspector.storage.visits import Visits

T = TypeVar("T")


class _Part(Generic[T]):
    """A part of the database that is imported and made when it is first asked for, and stays."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def __set_name__(self, _owner: type, attribute: str) -> None:
        self._attribute = attribute

    def __get__(self, database: "Database", _owner: type | None = None) -> T:
        part: T = getattr(importlib.import_module(f"inspector.storage.{self._module}"), self._name)(database._session)  # noqa: SLF001 - its own descriptor
        database.__dict__[self._attribute] = part
        return part


class Database:
    """Reads and writes of one workspace, on the store's worker thread only (checked); `Store.read` has one that reads.

    `frames` appends and reads events; `registers` (customers, equipment, persons), `customer_list`, `hazards`,
    `visits`, `schedule` (when inspections are due), `overview` (sums, latest events) and `measurements` read what
    follows from them, `plans` too; `drafts` are planned and open visits, `settings`, `credentials` (PINs) and
    `counters` (readable numbers) are this computer's own, like `held` (decisions that can still be taken back) and
    `typing` (unsaved text).
    `house_rules` are a company's own decisions about criteria. `search` finds things by their words, `notices` what was
    served. For synchronising: `peers` (known devices, scopes), `outbox` (receipts of frames), `files` (which file is
    where), `sync_log` (rounds), `conflicts` (what waits for a decision), `device_activity` (when others wrote last),
    `exchange` (exchange files and who they go to).
    Parts that the first page does without are imported when they are first asked for.
    """

    frames: "_Part[Frames]" = _Part("frames", "Frames")
    customer_list: "_Part[CustomerList]" = _Part("customer_list", "CustomerList")
    hazards: "_Part[Hazards]" = _Part("hazards", "Hazards")
    house_rules: "_Part[HouseRules]" = _Part("house_rules", "HouseRules")
    issues: "_Part[Issues]" = _Part("issues", "Issues")
    notices: "_Part[Notices]" = _Part("notices", "Notices")
    reviews: "_Part[Reviews]" = _Part("reviews", "Reviews")
    plans: "_Part[Plans]" = _Part("plans", "Plans")
    risk_facts: "_Part[RiskFacts]" = _Part("risk_facts", "RiskFacts")
    visits: "_Part[Visits]" = _Part("visits", "Visits")
    statistics: "_Part[HazardStatistics]" = _Part("statistics", "HazardStatistics")
    measurements: "_Part[Measurements]" = _Part("measurements", "Measurements")
    local_rows: "_Part[LocalRows]" = _Part("local_rows", "LocalRows")
    peers: "_Part[Peers]" = _Part("peers", "Peers")
    outbox: "_Part[Outbox]" = _Part("outbox", "Outbox")
    files: "_Part[Files]" = _Part("files", "Files")
    sync_log: "_Part[SyncLog]" = _Part("sync_log", "SyncLog")
    exchange: "_Part[ExchangePeers]" = _Part("exchange_peers", "ExchangePeers")
    conflicts: "_Part[Conflicts]" = _Part("conflicts", "Conflicts")
    device_activity: "_Part[DeviceActivity]" = _Part("device_activity", "DeviceActivity")
    glimpses: "_Part[Glimpses]" = _Part("glimpses", "Glimpses")
    recurrence: "_Part[Recurrence]" = _Part("recurrence", "Recurrence")
    search: "_Part[Search]" = _Part("search", "Search")
    typing: "_Part[Typing]" = _Part("typing", "Typing")
    _index: "_Part[SearchIndex]" = _Part("search_index", "SearchIndex")

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

    def _settle(self) -> None:
        """Right before a commit: the index follows what was folded anew."""
        if self._session.touched:
            self._index.settle()

    def refresh(self) -> None:
        """Make rows and search index anew if an older program or a kill left them behind; call once after opening."""
        if not versions.rows_are_current(self._session) or versions.unfolded(self._session) is not None:
            from inspector.storage.projections import Projector  # noqa: PLC0415 - most starts need none of it

            Projector(self._session).refresh()
        self.refresh_search()
        has = self._session.has_file
        if has is not None and self._session.one("SELECT 1 FROM file_ref WHERE here = 2 LIMIT 1") is not None:
            self.files.look(has)

    def refresh_search(self) -> None:
        """Make the search index anew if an older program left it behind; call once after opening."""
        if not versions.index_is_current(self._session):
            self._index.refresh()

    def rebuild_search(self) -> None:
        """Make the search index anew."""
        with self._session.transaction():
            self._index.rebuild()

    @property
    def device(self) -> DeviceInfo:
        """This device."""
        return self._session.device.info

    def own_devices(self) -> frozenset[str]:
        """Ids of this device and of those it was before: all their records are this workspace's own."""
        return self._session.own_devices()

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
