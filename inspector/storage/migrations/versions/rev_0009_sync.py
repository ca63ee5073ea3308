"""Synchronising: frames that were refused or forked, files of frames, parked frames, known devices, scopes, rounds.

The table of frames is made anew: two frames of a device may stand at one place now, and its bytes move to the end of
the row, so that what is asked of thousands of frames does not read them. Keys of devices leave the settings.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

HEAD = "id, scope, dev, n, prev, user, at, hash, seq"
DEVICE_KEYS = "substr(key, 1, 11) = 'device_key:'"
FILES = """
INSERT OR IGNORE INTO file_ref (frame, sha256, scope, size, type, here, delivered)
SELECT e.frame, json_extract(b.value, '$.sha256'), f.scope, json_extract(b.value, '$.size'),
       coalesce(json_extract(b.value, '$.type'), ''), 2, 0
FROM event e JOIN frame f ON f.id = e.frame JOIN json_each(e.raw, '$.blobs') b
WHERE e.raw NOT LIKE '%"blobs":[]}'
  AND length(json_extract(b.value, '$.sha256')) = 64 AND json_extract(b.value, '$.sha256') NOT GLOB '*[^0-9a-f]*'
  AND json_extract(b.value, '$.size') > 0
"""


def text(name: str, default: str | None = "") -> sa.Column[str]:
    """A text column that is never null."""
    return sa.Column(
        name, sa.Text(), server_default=None if default is None else sa.text(f"'{default}'"), nullable=False
    )


def number(name: str) -> sa.Column[int]:
    """A number that is never null."""
    return sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)


def blob(name: str) -> sa.Column[bytes]:
    """Bytes that are never null."""
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def upgrade() -> None:
    _new_frames()
    op.create_index(
        "ix_event_ruled", "event", ["type"], sqlite_where=sa.text("type IN ('event_ruled', 'event_adopted')")
    )
    _files()
    _devices()
    op.create_table(
        "parked_frame",
        *(
            text("hash", None),
            text("id"),
            text("code", None),
            text("dev"),
            text("scope"),
            text("at", None),
            text("via"),
        ),
        *(sa.Column("seq", sa.Integer()), blob("raw"), blob("sig")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_parked_frame")),
    )
    op.create_table(
        "scope_state",
        *(text("scope", None), text("roles"), number("seq"), text("id"), text("epoch"), number("directory")),
        *(number("backup_seq"), text("head_digest"), number("count"), text("pulled_at")),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_scope_state")),
    )
    op.create_table(
        "sync_round",
        *(text("id", None), text("at", None), text("ended_at"), text("via"), text("peer"), text("outcome")),
        *(number(name) for name in ("received", "sent", "files_received", "files_sent", "bytes_in", "bytes_out")),
        *(text("problem"), text("params", "{}"), text("changes", "[]")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_round")),
    )


def _new_frames() -> None:
    op.create_table(
        "frame_new",
        *(text("id", None), text("scope", None), text("dev", None), sa.Column("n", sa.Integer(), nullable=False)),
        *(text("prev"), text("user", None), text("at", None), text("hash", None), sa.Column("seq", sa.Integer())),
        *(text("refused"), number("events"), blob("raw"), blob("sig")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame")),
    )
    op.execute(
        f"INSERT INTO frame_new (rowid, {HEAD}, events, raw, sig)"  # noqa: S608 - own names
        f" SELECT f.rowid, {HEAD}, coalesce(c.events, 0), raw, sig FROM frame f"
        " LEFT JOIN (SELECT frame, count(*) AS events FROM event GROUP BY frame) c ON c.frame = f.id ORDER BY f.rowid"
    )
    op.drop_table("frame")
    op.rename_table("frame_new", "frame")
    op.create_index(op.f("ix_frame_dev_scope_n_seq"), "frame", ["dev", "scope", "n", "seq"])
    op.create_index(op.f("ix_frame_scope_seq_id"), "frame", ["scope", "seq", "id"])
    op.create_index("ix_frame_unsent", "frame", ["seq"], sqlite_where=sa.text("seq IS NULL"))


def _files() -> None:
    op.create_table(
        "file_ref",
        *(text("frame", None), text("sha256", None), text("scope", None), number("size"), text("type")),
        *(number("here"), number("delivered")),
        sa.PrimaryKeyConstraint("frame", "sha256", name=op.f("pk_file_ref")),
        sa.ForeignKeyConstraint(["frame"], ["frame.id"], name=op.f("fk_file_ref_frame")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_file_ref_sha256"), "file_ref", ["sha256"])
    op.create_index("ix_file_ref_unseen", "file_ref", ["sha256"], sqlite_where=sa.text("here = 2"))
    op.create_index("ix_file_ref_missing", "file_ref", ["size", "sha256"], sqlite_where=sa.text("here = 0"))
    unsent = sa.text("here = 1 AND delivered = 0")
    op.create_index("ix_file_ref_unsent", "file_ref", ["scope", "sha256", "size", "frame"], sqlite_where=unsent)
    op.execute(sa.text(FILES.replace(":", "\\:")))


def _devices() -> None:
    op.create_table(
        "known_device",
        *(text("id", None), text("code"), text("public_key", None), text("exchange_key"), text("person"), text("name")),
        *(number("revoked"), text("source", None), number("number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_device")),
    )
    op.execute(
        "INSERT INTO known_device (id, public_key, source) SELECT substr(key, 12), json_extract(value, '$'),"  # noqa: S608 - own text
        f" CASE WHEN EXISTS (SELECT 1 FROM setting WHERE key = 'origin') THEN 'restored' ELSE 'hand_over' END"
        f" FROM setting WHERE {DEVICE_KEYS}".replace(":", "\\:")
    )
    op.execute(f"DELETE FROM setting WHERE {DEVICE_KEYS}".replace(":", "\\:"))  # noqa: S608 - own text


def downgrade() -> None:
    op.execute(
        "INSERT OR REPLACE INTO setting (key, value)"
        " SELECT 'device_key\\:' || id, json_quote(public_key) FROM known_device"
    )
    for table in ("sync_round", "scope_state", "parked_frame", "known_device", "file_ref"):
        op.drop_table(table)
    op.drop_index("ix_event_ruled", table_name="event")
    op.create_table(
        "frame_old",
        *(text("id", None), text("scope", None), text("dev", None), sa.Column("n", sa.Integer(), nullable=False)),
        *(text("prev"), text("user", None), text("at", None), blob("raw"), blob("sig"), text("hash", None)),
        sa.Column("seq", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame")),
        sa.UniqueConstraint("dev", "scope", "n", name=op.f("uq_frame_dev_scope_n")),
    )
    op.execute(f"INSERT INTO frame_old (rowid, {HEAD}, raw, sig) SELECT rowid, {HEAD}, raw, sig FROM frame")  # noqa: S608 - own names
    op.drop_table("frame")
    op.rename_table("frame_old", "frame")
    op.create_index("ix_frame_unsent", "frame", ["id"], unique=False, sqlite_where=sa.text("seq IS NULL"))
