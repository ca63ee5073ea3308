"""The workspace on disk: one encrypted SQLite database, sealed files, one worker thread. Rows never leave it.

`create_store` and `open_store` give a `Store`; work runs on its thread with a `Database`. What the first page of the
window does without is imported when it is first asked for.
"""

from typing import TYPE_CHECKING

from inspector.lazy import imported_when_asked
from inspector.storage import problems as _problems  # registers the sentences
from inspector.storage.blobs import BlobStore
from inspector.storage.database import Database
from inspector.storage.device import DeviceInfo
from inspector.storage.drafts import DraftItem, Drafts, VisitDraft
from inspector.storage.held import HeldDecision
from inspector.storage.keys import KeySource
from inspector.storage.overview import GradeSum, LatestEvent, MonthSum, Overview
from inspector.storage.registers import Registers
from inspector.storage.schedule import Schedule, ScheduledCustomer
from inspector.storage.store import Store, create_store, open_store, system_ids
from inspector.storage.workspace import WorkspaceInfo

if TYPE_CHECKING:
    from inspector.storage.arrivals import Arrival, Checked, check_arrivals
    from inspector.storage.customer_list import CustomerFacets, CustomerFilter, CustomerLine, CustomerList
    from inspector.storage.files import FileRef, Files
    from inspector.storage.frames import EntityInfo, Finding, Frames, NewEvent
    from inspector.storage.hazards import HazardFilter, Hazards
    from inspector.storage.local_rows import StoredFrame
    from inspector.storage.measurements import Measurements, RecordedTest, RecordedValue
    from inspector.storage.outbox import Delivered, Outbox, Outgoing, Pending, Ruled, SyncCounts
    from inspector.storage.peers import KnownDevice, Peers, ScopeState
    from inspector.storage.receiving import Parked, Received
    from inspector.storage.reviews import GroupRow, ReviewLine, Reviews, RoundItemRow, RoundRow, SecondJudgement
    from inspector.storage.sync_log import RoundRecord, SyncLog
    from inspector.storage.visits import VisitFilter, Visits

__getattr__ = imported_when_asked()
