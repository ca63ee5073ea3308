"""Tables of `data.db` for synchronising: files of frames, what was put aside, who is known, how far each is."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, text

from inspector.storage.schema.base import int_column, metadata, text_column

file_ref = Table(
    "file_ref",
    metadata,
    Column("frame", Text, ForeignKey("frame.id"), primary_key=True),
    Column("sha256", Text, primary_key=True),
    text_column("scope", None),
    int_column("size"),
    text_column("type"),
    int_column("here"),
    int_column("delivered"),
    int_column("saved"),
    Index(None, "sha256"),
    Index("ix_file_ref_unseen", "sha256", sqlite_where=text("here = 2")),
    Index("ix_file_ref_missing", "size", "sha256", sqlite_where=text("here = 0")),
    Index("ix_file_ref_unsent", "scope", "sha256", "size", "frame", sqlite_where=text("here = 1 AND delivered = 0")),
    Index("ix_file_ref_unsaved", "scope", "sha256", sqlite_where=text("delivered AND NOT saved")),
    sqlite_with_rowid=False,
)
"""Files that frames refer to; `here`: 0 no, 1 yes, 2 nobody has looked yet; `delivered`: the server has it in the
scope; `saved`: and in its backup."""

parked_frame = Table(
    "parked_frame",
    metadata,
    Column("hash", Text, primary_key=True),
    text_column("id"),
    text_column("code", None),
    text_column("dev"),
    text_column("scope"),
    text_column("at", None),
    text_column("via"),
    Column("seq", Integer),
    Column("raw", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),
)
"""What arrived and could not be taken for true, with why."""

known_device = Table(
    "known_device",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("code"),
    text_column("public_key", None),
    text_column("exchange_key"),
    text_column("person"),
    text_column("name"),
    int_column("revoked"),
    text_column("source", None),
    int_column("number"),
)
"""Devices whose frames may arrive; keys are hexadecimal."""

scope_state = Table(
    "scope_state",
    metadata,
    Column("scope", Text, primary_key=True),
    text_column("roles"),
    int_column("seq"),
    text_column("id"),
    text_column("epoch"),
    int_column("directory"),
    int_column("backup_seq"),
    text_column("head_digest"),
    int_column("count"),
    text_column("pulled_at"),
    int_column("backup_at"),
    int_column("saved_at"),
)
"""How far each scope was read from the server; never copied: it is about the frames that are in this very file."""

sync_round = Table(
    "sync_round",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("at", None),
    text_column("ended_at"),
    text_column("via"),
    text_column("peer"),
    text_column("outcome"),
    int_column("received"),
    int_column("sent"),
    int_column("files_received"),
    int_column("files_sent"),
    int_column("bytes_in"),
    int_column("bytes_out"),
    text_column("problem"),
    text_column("params", "{}"),
    text_column("changes", "[]"),
)

exchange_peer = Table(
    "exchange_peer",
    metadata,
    Column("id", Text, primary_key=True),
    int_column("sent"),
    int_column("received"),
    text_column("sent_at"),
    text_column("received_at"),
    text_column("have", "[]"),
    text_column("wants", "[]"),
    text_column("spans", "[]"),
)
"""Who exchange files go to and come from, and what they acknowledged; never copied, like `scope_state`."""
