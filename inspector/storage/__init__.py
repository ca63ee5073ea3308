"""The workspace on disk: one encrypted SQLite database, sealed files, one worker thread. Rows never leave it.

`create_store` and `open_store` give a `Store`; work runs on its thread with a `Database`.
"""

from inspector.storage import problems as _problems  # noqa: F401 - registers the sentences
from inspector.storage.blobs import BlobStore
from inspector.storage.customer_list import CustomerFacets, CustomerFilter, CustomerLine, CustomerList
from inspector.storage.database import Database
from inspector.storage.device import DeviceInfo
from inspector.storage.drafts import DraftItem, Drafts, VisitDraft
from inspector.storage.frames import EntityInfo, Finding, Frames, NewEvent
from inspector.storage.hazards import HazardFilter, Hazards
from inspector.storage.held import HeldDecision
from inspector.storage.keys import KeySource
from inspector.storage.local_rows import StoredFrame
from inspector.storage.measurements import Measurements, RecordedTest, RecordedValue
from inspector.storage.overview import GradeSum, InReview, LatestEvent, MonthSum, Overview
from inspector.storage.registers import Registers
from inspector.storage.schedule import Schedule, ScheduledCustomer
from inspector.storage.store import Store, create_store, open_store, system_ids
from inspector.storage.visits import VisitFilter, Visits
from inspector.storage.workspace import WorkspaceInfo

__all__ = [
    "BlobStore",
    "CustomerFacets",
    "CustomerFilter",
    "CustomerLine",
    "CustomerList",
    "Database",
    "DeviceInfo",
    "DraftItem",
    "Drafts",
    "EntityInfo",
    "Finding",
    "Frames",
    "GradeSum",
    "HazardFilter",
    "Hazards",
    "HeldDecision",
    "InReview",
    "KeySource",
    "LatestEvent",
    "Measurements",
    "MonthSum",
    "NewEvent",
    "Overview",
    "RecordedTest",
    "RecordedValue",
    "Registers",
    "Schedule",
    "ScheduledCustomer",
    "Store",
    "StoredFrame",
    "VisitDraft",
    "VisitFilter",
    "Visits",
    "WorkspaceInfo",
    "create_store",
    "open_store",
    "system_ids",
]
