"""Tables of `data.db`. Raw frames are the truth; the tables under "Projections" can be rebuilt from them at any time.

Dates and times are ISO 8601 text, lists and objects JSON text, truth values 0/1. Rows never leave this package.
"""

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from inspector.storage.schema import sync as _sync  # noqa: F401 - its tables belong to the same metadata
from inspector.storage.schema.base import int_column, metadata, text_column

__all__ = ["metadata"]

# --- Truth: device, frames, events -----------------------------------------------------------------------------------

device = Table(
    "device",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("workspace", None),
    text_column("code", None),
    Column("public_key", LargeBinary, nullable=False),
    Column("private_key", LargeBinary, nullable=False),
)

frame = Table(
    "frame",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("scope", None),
    text_column("dev", None),
    Column("n", Integer, nullable=False),
    text_column("prev"),
    text_column("user", None),
    text_column("at", None),
    text_column("hash", None),
    Column("seq", Integer),
    text_column("refused"),
    int_column("events"),
    Column("raw", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),
    Index(None, "dev", "scope", "n", "seq"),
    Index(None, "scope", "seq", "id"),
    Index("ix_frame_unsent", "seq", sqlite_where=text("seq IS NULL")),
)
"""`raw` stands last: what stands behind it can only be read by reading all of it. Two frames of a device may stand at
one place of its chain (a fork)."""

event = Table(
    "event",
    metadata,
    Column("id", Text, primary_key=True),
    Column("frame", Text, ForeignKey("frame.id"), nullable=False),
    text_column("entity", None),
    text_column("kind", None),
    text_column("type", None),
    text_column("raw", None),
    Index(None, "entity"),
    Index("ix_event_returned", "entity", sqlite_where=text("type = 'review_returned'")),
    Index("ix_event_ruled", "type", sqlite_where=text("type IN ('event_ruled', 'event_adopted')")),
)

# --- Projections -----------------------------------------------------------------------------------------------------

entity = Table(
    "entity",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("kind", None),
    text_column("scope", None),
    text_column("status"),
    text_column("leaves", "[]"),
    text_column("alerts", "[]"),
    text_column("waiting", "[]"),
    text_column("unknown", "[]"),
    text_column("error"),
    text_column("conflicted", "[]"),
    Index("ix_entity_conflicted", "id", sqlite_where=text("conflicted <> '[]'")),
    Index("ix_entity_trouble", "id", sqlite_where=text("error <> '' OR waiting <> '[]' OR unknown <> '[]'")),
)

customer = Table(
    "customer",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("account", None),
    text_column("name", None),
    text_column("data", None),
    Index(None, "account"),
    Index("ix_customer_named", "id", "name", "account"),
)

equipment = Table(
    "equipment",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("customer", None),
    text_column("name", None),
    int_column("position"),
    text_column("data", None),
    Index(None, "customer", "position"),
)

person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("login", None),
    text_column("name", None),
    text_column("data", None),
    Index(None, "login"),
)

visit = Table(
    "visit",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("event", None),
    text_column("number", None),
    text_column("customer", None),
    text_column("kind", None),
    text_column("inspectors", "[]"),
    text_column("started_at"),
    text_column("signed_at"),
    text_column("notice"),
    text_column("conclusion"),
    int_column("critical"),
    int_column("serious"),
    int_column("general"),
    Index(None, "signed_at"),
    Index(None, "customer", "signed_at"),
    Index(None, "number"),
)

hazard = Table(
    "hazard",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("number", None),
    text_column("customer", None),
    text_column("visit"),
    Column("equipment", Text),
    text_column("place"),
    text_column("description"),
    text_column("grade", None),
    int_column("grade_rank"),
    text_column("basis"),
    text_column("measure"),
    text_column("deadline", None),
    text_column("responsible"),
    text_column("found_on", None),
    text_column("found_by", "[]"),
    text_column("status", None),
    int_column("unclosed"),
    int_column("notice_served"),
    text_column("criterion"),
    Column("closed_on", Text),
    text_column("conflicted", "[]"),
    text_column("photos", "[]"),
    text_column("recurrence", None),
    int_column("reopened"),
    int_column("recurrent"),
    text_column("by_hand"),
    text_column("submitted_at"),
    text_column("rectifiers", "[]"),
    text_column("served_on"),
    text_column("team"),
    text_column("prior_on"),
    text_column("extension"),
    text_column("closed_by", "[]"),
    text_column("disputed_since"),
    int_column("extended"),
    Index(None, "number"),
    Index(None, "customer", "unclosed"),
    Index(None, "recurrence", "status", "found_on"),
    Index(
        "ix_hazard_ledger",
        "unclosed",
        "grade_rank",
        "deadline",
        "id",
        "number",
        "customer",
        "status",
        "notice_served",
        "found_on",
        "closed_on",
        "recurrent",
        "by_hand",
        "extension",
        "extended",
        "reopened",
        "team",
        "served_on",
        "submitted_at",
        "prior_on",
        "place",
        "responsible",
        "basis",
        "found_by",
    ),
    Index("ix_hazard_description", "description", "grade_rank", "deadline", "id"),
    Index("ix_hazard_measure", "measure", "grade_rank", "deadline", "id"),
    Index(None, "equipment"),
    Index(None, "unclosed", "deadline"),
    Index(None, "unclosed", "found_by"),
    Index(None, "visit"),
    Index(None, "status", "found_on"),
    Index(None, "found_on", "closed_on", "status"),
)

ledger_issue = Table(
    "ledger_issue",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("number", None),
    text_column("kind", None),
    text_column("issued_at", None),
    int_column("rows"),
    text_column("digest"),
    text_column("body", "{}"),
    Index(None, "kind", "issued_at"),
    Index(None, "number"),
)

review_group = Table(
    "review_group",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("name", None),
    text_column("data", None),
)

house_rule = Table(
    "house_rule",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("kind", None),
    text_column("title", None),
    text_column("mark", None),
    text_column("data", None),
    Index(None, "kind"),
)

plan = Table(
    "plan",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("visit", None),
    text_column("customer", None),
    text_column("status", None),
    Column("planned_on", Text),
    text_column("dev", None),
    text_column("title", None),
    text_column("data", None),
    Index(None, "visit"),
    Index(None, "status", "planned_on"),
)

review_round = Table(
    "review_round",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("review_group", None),
    text_column("number", None),
    text_column("drawn_at", None),
    text_column("data", None),
)

review_item = Table(
    "review_item",
    metadata,
    Column("round", Text, primary_key=True),
    Column("hazard", Text, primary_key=True),
    text_column("assignee"),
    text_column("second"),
    Index(None, "hazard"),
)

review_judgement = Table(
    "review_judgement",
    metadata,
    Column("event", Text, primary_key=True),
    text_column("round", None),
    text_column("hazard", None),
    text_column("person"),
    text_column("outcome"),
    text_column("comment"),
    text_column("at"),
    Index(None, "hazard"),
)

measurement = Table(
    "measurement",
    metadata,
    Column("event", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    text_column("entity", None),
    text_column("customer", None),
    text_column("equipment"),
    text_column("quantity", None),
    text_column("label"),
    text_column("tested_on", None),
    Column("value", Float, nullable=False),
    text_column("unit"),
    Column("temperature_c", Float),
    text_column("verdict"),
    text_column("visit"),
    Index(None, "entity"),
    Index(None, "equipment", "quantity", "tested_on"),
    Index(None, "customer", "equipment", "quantity"),
)

search_doc = Table(
    "search_doc",
    metadata,
    Column("doc", Integer, primary_key=True),
    text_column("entity", None),
    text_column("initials"),
    Column("digest", LargeBinary, nullable=False),
    UniqueConstraint("entity"),
)
"""What each document of the full-text tables `search_…` (FTS5, unknown to SQLAlchemy) stands for."""

# --- Local: never leaves this computer as it is ----------------------------------------------------------------------

draft = Table(
    "draft",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("key", None),
    text_column("number"),
    text_column("customer", None),
    text_column("kind", None),
    text_column("status", None),
    text_column("inspectors", "[]"),
    Column("planned_on", Text),
    Column("started_at", Text),
    text_column("body", "{}"),
    UniqueConstraint("key"),
    Index(None, "status"),
    Index(None, "customer"),
)

draft_item = Table(
    "draft_item",
    metadata,
    Column("visit", Text, ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    text_column("body", None),
    text_column("heads", "[]"),
    text_column("at"),
    sqlite_with_rowid=False,
)

setting = Table("setting", metadata, Column("key", Text, primary_key=True), text_column("value", None))

credential = Table(
    "credential",
    metadata,
    Column("person", Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    int_column("failures"),
)

counter = Table("counter", metadata, Column("name", Text, primary_key=True), int_column("value"))

held = Table(
    "held",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("verb", None),
    text_column("body", "{}"),
    text_column("user"),
    text_column("at", None),
    text_column("due_at", None),
)

typing = Table("typing", metadata, Column("key", Text, primary_key=True), text_column("text", None), text_column("at"))
