"""The database as the services see it: one `Database` on the worker thread, with one part for each kind of thing."""

import importlib
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Generic, TypeVar

from inspector.domain.ids import IdSource
from inspector.storage.folder.device import DeviceInfo
from inspector.storage.ledgers.overview import Overview
from inspector.storage.local.drafts import Drafts
from inspector.storage.local.held import HeldDecisions
from inspector.storage.local.settings import Counters, Credentials, Settings
from inspector.storage.planning.schedule import Schedule
from inspector.storage.registers.registers import Registers
from inspector.storage.schema import versions
from inspector.storage.session import Session

if TYPE_CHECKING:
    from inspector.storage.frames.files import Files
    from inspector.storage.frames.frames import Frames
    from inspector.storage.frames.peers import Peers
    from inspector.storage.ledgers.hazards import Hazards
    from inspector.storage.ledgers.issues import Issues
    from inspector.storage.ledgers.notices import Notices
    from inspector.storage.ledgers.reviews import Reviews
    from inspector.storage.ledgers.statistics import HazardStatistics
    from inspector.storage.ledgers.visits import Visits
    from inspector.storage.local.rows import LocalRows
    from inspector.storage.local.typing import Typing
    from inspector.storage.planning.plans import Plans
    from inspector.storage.projections.recurrence import Recurrence
    from inspector.storage.registers.customer_list import CustomerList
    from inspector.storage.registers.house_rules import HouseRules
    from inspector.storage.registers.measurements import Measurements
    from inspector.storage.registers.risk_facts import RiskFacts
    from inspector.storage.search.index import SearchIndex
    from inspector.storage.search.search import Search
    from inspector.storage.syncing.conflicts import Conflicts
    from inspector.storage.syncing.device_activity import DeviceActivity
    from inspector.storage.syncing.exchange_peers import ExchangePeers
    from inspector.storage.syncing.glimpses import Glimpses
    from inspector.storage.syncing.log import SyncLog
    from inspector.storage.syncing.outbox import Outbox

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

    frames: "_Part[Frames]" = _Part("frames.frames", "Frames")
    customer_list: "_Part[CustomerList]" = _Part("registers.customer_list", "CustomerList")
    hazards: "_Part[Hazards]" = _Part("ledgers.hazards", "Hazards")
    house_rules: "_Part[HouseRules]" = _Part("registers.house_rules", "HouseRules")
    issues: "_Part[Issues]" = _Part("ledgers.issues", "Issues")
    notices: "_Part[Notices]" = _Part("ledgers.notices", "Notices")
    reviews: "_Part[Reviews]" = _Part("ledgers.reviews", "Reviews")
    plans: "_Part[Plans]" = _Part("planning.plans", "Plans")
    risk_facts: "_Part[RiskFacts]" = _Part("registers.risk_facts", "RiskFacts")
    visits: "_Part[Visits]" = _Part("ledgers.visits", "Visits")
    statistics: "_Part[HazardStatistics]" = _Part("ledgers.statistics", "HazardStatistics")
    measurements: "_Part[Measurements]" = _Part("registers.measurements", "Measurements")
    local_rows: "_Part[LocalRows]" = _Part("local.rows", "LocalRows")
    peers: "_Part[Peers]" = _Part("frames.peers", "Peers")
    outbox: "_Part[Outbox]" = _Part("syncing.outbox", "Outbox")
    files: "_Part[Files]" = _Part("frames.files", "Files")
    sync_log: "_Part[SyncLog]" = _Part("syncing.log", "SyncLog")
    exchange: "_Part[ExchangePeers]" = _Part("syncing.exchange_peers", "ExchangePeers")
    conflicts: "_Part[Conflicts]" = _Part("syncing.conflicts", "Conflicts")
    device_activity: "_Part[DeviceActivity]" = _Part("syncing.device_activity", "DeviceActivity")
    glimpses: "_Part[Glimpses]" = _Part("syncing.glimpses", "Glimpses")
    recurrence: "_Part[Recurrence]" = _Part("projections.recurrence", "Recurrence")
    search: "_Part[Search]" = _Part("search.search", "Search")
    typing: "_Part[Typing]" = _Part("local.typing", "Typing")
    _index: "_Part[SearchIndex]" = _Part("search.index", "SearchIndex")

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
            from inspector.storage.projections.projections import Projector  # noqa: PLC0415 - most starts need none of it

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
