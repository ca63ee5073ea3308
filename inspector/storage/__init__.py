"""The workspace on disk: one encrypted SQLite database, sealed files, one worker thread. Rows never leave it.

`create_store` and `open_store` give a `Store`; work runs on its thread with a `Database`. What the first page of the
window does without is imported when it is first asked for.
"""

from typing import TYPE_CHECKING

from inspector.lazy import imported_when_asked
from inspector.storage import problems as _problems  # registers the sentences
from inspector.storage.database import Database
from inspector.storage.folder.blobs import BlobStore
from inspector.storage.folder.device import DeviceInfo
from inspector.storage.folder.keys import KeySource
from inspector.storage.folder.workspace import WorkspaceInfo
from inspector.storage.ledgers.overview import GradeSum, LatestEvent, MonthSum, Overview
from inspector.storage.local.drafts import DraftItem, Drafts, VisitDraft
from inspector.storage.local.held import HeldDecision
from inspector.storage.planning.schedule import Schedule, ScheduledCustomer
from inspector.storage.registers.registers import Registers
from inspector.storage.store import Store, create_store, open_store, system_ids

if TYPE_CHECKING:
    from inspector.storage.frames.arrivals import Arrival, Checked, check_arrivals
    from inspector.storage.frames.files import FileRef, Files
    from inspector.storage.frames.frames import EntityInfo, Finding, Frames, NewEvent
    from inspector.storage.frames.peers import KnownDevice, Peers, ScopeState
    from inspector.storage.frames.receiving import Parked, Received
    from inspector.storage.ledgers.hazards import HazardFilter, Hazards
    from inspector.storage.ledgers.reviews import GroupRow, ReviewLine, Reviews, RoundItemRow, RoundRow, SecondJudgement
    from inspector.storage.ledgers.visits import VisitFilter, Visits
    from inspector.storage.local.rows import StoredFrame
    from inspector.storage.registers.customer_list import CustomerFacets, CustomerFilter, CustomerLine, CustomerList
    from inspector.storage.registers.measurements import Measurements, RecordedTest, RecordedValue
    from inspector.storage.syncing.log import RoundRecord, SyncLog
    from inspector.storage.syncing.outbox import Delivered, Outbox, Outgoing, Pending, Ruled, SyncCounts

__getattr__ = imported_when_asked()
