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
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, default: str | None = "") -> Column[str]:
    """A text column that is never null; `default` fills rows of older versions."""
    return Column(name, Text, nullable=False, server_default=None if default is None else text(f"'{default}'"))


def _int(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text(str(default)))


# --- Truth: device, frames, events -----------------------------------------------------------------------------------

device = Table(
    "device",
    metadata,
    Column("id", Text, primary_key=True),
    _text("workspace", None),
    _text("code", None),
    Column("public_key", LargeBinary, nullable=False),
    Column("private_key", LargeBinary, nullable=False),
)

frame = Table(
    "frame",
    metadata,
    Column("id", Text, primary_key=True),
    _text("scope", None),
    _text("dev", None),
    Column("n", Integer, nullable=False),
    _text("prev"),
    _text("user", None),
    _text("at", None),
    _text("hash", None),
    Column("seq", Integer),
    _text("refused"),
    _int("events"),
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
    _text("entity", None),
    _text("kind", None),
    _text("type", None),
    _text("raw", None),
    Index(None, "entity"),
    Index("ix_event_returned", "entity", sqlite_where=text("type = 'review_returned'")),
    Index("ix_event_ruled", "type", sqlite_where=text("type IN ('event_ruled', 'event_adopted')")),
)

file_ref = Table(
    "file_ref",
    metadata,
    Column("frame", Text, ForeignKey("frame.id"), primary_key=True),
    Column("sha256", Text, primary_key=True),
    _text("scope", None),
    _int("size"),
    _text("type"),
    _int("here"),
    _int("delivered"),
    Index(None, "sha256"),
    Index("ix_file_ref_unseen", "sha256", sqlite_where=text("here = 2")),
    Index("ix_file_ref_missing", "size", "sha256", sqlite_where=text("here = 0")),
    Index("ix_file_ref_unsent", "scope", "sha256", "size", "frame", sqlite_where=text("here = 1 AND delivered = 0")),
    sqlite_with_rowid=False,
)
"""Files that frames refer to; `here`: 0 no, 1 yes, 2 nobody has looked yet; `delivered`: the server has it in the
scope."""

parked_frame = Table(
    "parked_frame",
    metadata,
    Column("hash", Text, primary_key=True),
    _text("id"),
    _text("code", None),
    _text("dev"),
    _text("scope"),
    _text("at", None),
    _text("via"),
    Column("seq", Integer),
    Column("raw", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),
)
"""What arrived and could not be taken for true, with why."""

known_device = Table(
    "known_device",
    metadata,
    Column("id", Text, primary_key=True),
    _text("code"),
    _text("public_key", None),
    _text("exchange_key"),
    _text("person"),
    _text("name"),
    _int("revoked"),
    _text("source", None),
    _int("number"),
)
"""Devices whose frames may arrive; keys are hexadecimal."""

# --- Projections -----------------------------------------------------------------------------------------------------

entity = Table(
    "entity",
    metadata,
    Column("id", Text, primary_key=True),
    _text("kind", None),
    _text("scope", None),
    _text("status"),
    _text("leaves", "[]"),
    _text("alerts", "[]"),
    _text("waiting", "[]"),
    _text("unknown", "[]"),
    _text("error"),
    _text("conflicted", "[]"),
    Index("ix_entity_conflicted", "id", sqlite_where=text("conflicted <> '[]'")),
    Index("ix_entity_trouble", "id", sqlite_where=text("error <> '' OR waiting <> '[]' OR unknown <> '[]'")),
)

customer = Table(
    "customer",
    metadata,
    Column("id", Text, primary_key=True),
    _text("account", None),
    _text("name", None),
    _text("data", None),
    Index(None, "account"),
    Index("ix_customer_named", "id", "name", "account"),
)

equipment = Table(
    "equipment",
    metadata,
    Column("id", Text, primary_key=True),
    _text("customer", None),
    _text("name", None),
    _int("position"),
    _text("data", None),
    Index(None, "customer", "position"),
)

person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    _text("login", None),
    _text("name", None),
    _text("data", None),
    Index(None, "login"),
)

visit = Table(
    "visit",
    metadata,
    Column("id", Text, primary_key=True),
    _text("event", None),
    _text("number", None),
    _text("customer", None),
    _text("kind", None),
    _text("inspectors", "[]"),
    _text("started_at"),
    _text("signed_at"),
    _text("notice"),
    _text("conclusion"),
    _int("critical"),
    _int("serious"),
    _int("general"),
    Index(None, "signed_at"),
    Index(None, "customer", "signed_at"),
    Index(None, "number"),
)

hazard = Table(
    "hazard",
    metadata,
    Column("id", Text, primary_key=True),
    _text("number", None),
    _text("customer", None),
    _text("visit"),
    Column("equipment", Text),
    _text("place"),
    _text("description"),
    _text("grade", None),
    _int("grade_rank"),
    _text("basis"),
    _text("measure"),
    _text("deadline", None),
    _text("responsible"),
    _text("found_on", None),
    _text("found_by", "[]"),
    _text("status", None),
    _int("unclosed"),
    _int("notice_served"),
    _text("criterion"),
    Column("closed_on", Text),
    _text("conflicted", "[]"),
    _text("photos", "[]"),
    _text("recurrence", None),
    _int("reopened"),
    _int("recurrent"),
    _text("by_hand"),
    _text("submitted_at"),
    _text("rectifiers", "[]"),
    _text("served_on"),
    _text("team"),
    _text("prior_on"),
    _text("extension"),
    _text("closed_by", "[]"),
    _text("disputed_since"),
    _int("extended"),
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
    _text("number", None),
    _text("kind", None),
    _text("issued_at", None),
    _int("rows"),
    _text("digest"),
    _text("body", "{}"),
    Index(None, "kind", "issued_at"),
    Index(None, "number"),
)

review_group = Table(
    "review_group",
    metadata,
    Column("id", Text, primary_key=True),
    _text("name", None),
    _text("data", None),
)

review_round = Table(
    "review_round",
    metadata,
    Column("id", Text, primary_key=True),
    _text("review_group", None),
    _text("number", None),
    _text("drawn_at", None),
    _text("data", None),
)

review_item = Table(
    "review_item",
    metadata,
    Column("round", Text, primary_key=True),
    Column("hazard", Text, primary_key=True),
    _text("assignee"),
    _text("second"),
    Index(None, "hazard"),
)

review_judgement = Table(
    "review_judgement",
    metadata,
    Column("event", Text, primary_key=True),
    _text("round", None),
    _text("hazard", None),
    _text("person"),
    _text("outcome"),
    _text("comment"),
    _text("at"),
    Index(None, "hazard"),
)

measurement = Table(
    "measurement",
    metadata,
    Column("event", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("entity", None),
    _text("customer", None),
    _text("equipment"),
    _text("quantity", None),
    _text("label"),
    _text("tested_on", None),
    Column("value", Float, nullable=False),
    _text("unit"),
    Column("temperature_c", Float),
    _text("verdict"),
    _text("visit"),
    Index(None, "entity"),
    Index(None, "equipment", "quantity", "tested_on"),
    Index(None, "customer", "equipment", "quantity"),
)

search_doc = Table(
    "search_doc",
    metadata,
    Column("doc", Integer, primary_key=True),
    _text("entity", None),
    _text("initials"),
    Column("digest", LargeBinary, nullable=False),
    UniqueConstraint("entity"),
)
"""What each document of the full-text tables `search_…` (FTS5, unknown to SQLAlchemy) stands for."""

# --- Local: never leaves this computer as it is ----------------------------------------------------------------------

draft = Table(
    "draft",
    metadata,
    Column("id", Text, primary_key=True),
    _text("key", None),
    _text("number"),
    _text("customer", None),
    _text("kind", None),
    _text("status", None),
    _text("inspectors", "[]"),
    Column("planned_on", Text),
    Column("started_at", Text),
    _text("body", "{}"),
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
    _text("body", None),
    _text("heads", "[]"),
    _text("at"),
    sqlite_with_rowid=False,
)

setting = Table("setting", metadata, Column("key", Text, primary_key=True), _text("value", None))

credential = Table(
    "credential",
    metadata,
    Column("person", Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    _int("failures"),
)

counter = Table("counter", metadata, Column("name", Text, primary_key=True), _int("value"))

scope_state = Table(
    "scope_state",
    metadata,
    Column("scope", Text, primary_key=True),
    _text("roles"),
    _int("seq"),
    _text("id"),
    _text("epoch"),
    _int("directory"),
    _int("backup_seq"),
    _text("head_digest"),
    _int("count"),
    _text("pulled_at"),
)
"""How far each scope was read from the server; never copied: it is about the frames that are in this very file."""

sync_round = Table(
    "sync_round",
    metadata,
    Column("id", Text, primary_key=True),
    _text("at", None),
    _text("ended_at"),
    _text("via"),
    _text("peer"),
    _text("outcome"),
    _int("received"),
    _int("sent"),
    _int("files_received"),
    _int("files_sent"),
    _int("bytes_in"),
    _int("bytes_out"),
    _text("problem"),
    _text("params", "{}"),
    _text("changes", "[]"),
)

exchange_peer = Table(
    "exchange_peer",
    metadata,
    Column("id", Text, primary_key=True),
    _int("sent"),
    _int("received"),
    _text("sent_at"),
    _text("received_at"),
    _text("have", "[]"),
    _text("wants", "[]"),
    _text("spans", "[]"),
)
"""Who exchange files go to and come from, and what they acknowledged; never copied, like `scope_state`."""

held = Table(
    "held",
    metadata,
    Column("id", Text, primary_key=True),
    _text("verb", None),
    _text("body", "{}"),
    _text("user"),
    _text("at", None),
    _text("due_at", None),
)

typing = Table("typing", metadata, Column("key", Text, primary_key=True), _text("text", None), _text("at"))
