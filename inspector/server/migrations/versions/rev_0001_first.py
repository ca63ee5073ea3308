"""The first schema of the server."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "blob_ref",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("present", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("scope", "sha256", "size", name=op.f("pk_blob_ref")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("exchange_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("revoked", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )
    op.create_table(
        "device_person",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device", "person", name=op.f("pk_device_person")),
    )
    op.create_index(op.f("ix_device_person_alias"), "device_person", ["alias"], unique=False)
    op.create_index(op.f("ix_device_person_person"), "device_person", ["person"], unique=False)
    op.create_table(
        "directory",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", "scope", name=op.f("pk_directory")),
    )
    op.create_index(op.f("ix_directory_scope_number"), "directory", ["scope", "number"], unique=False)
    op.create_table(
        "enrolment_code",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_enrolment_code")),
    )
    op.create_table(
        "entity",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_entity"), "event", ["entity"], unique=False)
    op.create_table(
        "frame",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("dev", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("sig", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("forked", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("nth", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_frame")),
        sa.UniqueConstraint("id", name=op.f("uq_frame_id")),
    )
    op.create_index(op.f("ix_frame_dev_scope_n"), "frame", ["dev", "scope", "n"], unique=False)
    op.create_index(op.f("ix_frame_scope_seq"), "frame", ["scope", "seq"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "permission",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", "scope", "role", name=op.f("pk_permission")),
    )
    op.create_index(op.f("ix_permission_scope"), "permission", ["scope"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("inactive", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "ruling",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("frame", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("adopted", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_ruling")),
        sa.UniqueConstraint("id", name=op.f("uq_ruling_id")),
    )
    op.create_index(op.f("ix_ruling_frame"), "ruling", ["frame"], unique=False)
    op.create_index(op.f("ix_ruling_scope_seq"), "ruling", ["scope", "seq"], unique=False)
    op.create_table(
        "token",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_token")),
    )
    op.create_index(op.f("ix_token_expires_at"), "token", ["expires_at"], unique=False)
    op.create_table(
        "used_nonce",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_used_nonce")),
    )


def downgrade() -> None:
    op.drop_table("used_nonce")
    op.drop_index(op.f("ix_token_expires_at"), table_name="token")
    op.drop_table("token")
    op.drop_index(op.f("ix_ruling_scope_seq"), table_name="ruling")
    op.drop_index(op.f("ix_ruling_frame"), table_name="ruling")
    op.drop_table("ruling")
    op.drop_table("person")
    op.drop_index(op.f("ix_permission_scope"), table_name="permission")
    op.drop_table("permission")
    op.drop_table("meta")
    op.drop_index(op.f("ix_frame_scope_seq"), table_name="frame")
    op.drop_index(op.f("ix_frame_dev_scope_n"), table_name="frame")
    op.drop_table("frame")
    op.drop_index(op.f("ix_event_entity"), table_name="event")
    op.drop_table("event")
    op.drop_table("entity")
    op.drop_table("enrolment_code")
    op.drop_index(op.f("ix_directory_scope_number"), table_name="directory")
    op.drop_table("directory")
    op.drop_index(op.f("ix_device_person_person"), table_name="device_person")
    op.drop_index(op.f("ix_device_person_alias"), table_name="device_person")
    op.drop_table("device_person")
    op.drop_table("device")
    op.drop_table("counter")
    op.drop_table("blob_ref")
