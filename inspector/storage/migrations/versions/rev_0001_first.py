"""The first schema: truth (device, frames, events), projections, and what is local to this computer."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _counter()
    _credential()
    _customer()
    _device()
    _draft()
    _entity()
    _equipment()
    _frame()
    _hazard()
    _measurement()
    _person()
    _setting()
    _visit()
    _draft_item()
    _event()


def downgrade() -> None:
    for table in (
        "event",
        "draft_item",
        "visit",
        "setting",
        "person",
        "measurement",
        "hazard",
        "frame",
        "equipment",
        "entity",
        "draft",
        "device",
        "customer",
        "credential",
        "counter",
    ):
        op.drop_table(table)


def _counter() -> None:
    op.create_table(
        "counter",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )


def _credential() -> None:
    op.create_table(
        "credential",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_credential")),
    )


def _customer() -> None:
    op.create_table(
        "customer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
    )
    op.create_index(op.f("ix_customer_account"), "customer", ["account"], unique=False)


def _device() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("private_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("inspectors", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("planned_on", sa.Text(), nullable=True),
        sa.Column("started_at", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), server_default=sa.text("'{}'"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("key", name=op.f("uq_draft_key")),
    )
    op.create_index(op.f("ix_draft_customer"), "draft", ["customer"], unique=False)
    op.create_index(op.f("ix_draft_status"), "draft", ["status"], unique=False)


def _entity() -> None:
    op.create_table(
        "entity",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("leaves", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("alerts", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("waiting", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("unknown", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("error", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity")),
    )
    op.create_index(
        "ix_entity_trouble",
        "entity",
        ["id"],
        unique=False,
        sqlite_where=sa.text("error <> '' OR waiting <> '[]' OR unknown <> '[]'"),
    )


def _equipment() -> None:
    op.create_table(
        "equipment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment")),
    )
    op.create_index(op.f("ix_equipment_customer_position"), "equipment", ["customer", "position"], unique=False)


def _frame() -> None:
    op.create_table(
        "frame",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("dev", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("prev", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("sig", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame")),
        sa.UniqueConstraint("dev", "scope", "n", name=op.f("uq_frame_dev_scope_n")),
    )
    op.create_index("ix_frame_unsent", "frame", ["id"], unique=False, sqlite_where=sa.text("seq IS NULL"))


def _hazard() -> None:
    op.create_table(
        "hazard",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("visit", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("description", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("grade_rank", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("basis", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("measure", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=False),
        sa.Column("responsible", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("found_on", sa.Text(), nullable=False),
        sa.Column("found_by", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("unclosed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("notice_served", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("criterion", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("conflicted", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("photos", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("recurrence", sa.Text(), nullable=False),
        sa.Column("reopened", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("recurrent", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("by_hand", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard")),
    )
    op.create_index(op.f("ix_hazard_customer_unclosed"), "hazard", ["customer", "unclosed"], unique=False)
    op.create_index(op.f("ix_hazard_number"), "hazard", ["number"], unique=False)
    op.create_index(
        op.f("ix_hazard_recurrence_status_found_on"), "hazard", ["recurrence", "status", "found_on"], unique=False
    )
    op.create_index(op.f("ix_hazard_status_found_on"), "hazard", ["status", "found_on"], unique=False)
    op.create_index(op.f("ix_hazard_unclosed_deadline"), "hazard", ["unclosed", "deadline"], unique=False)
    op.create_index(op.f("ix_hazard_unclosed_found_by"), "hazard", ["unclosed", "found_by"], unique=False)
    op.create_index(
        op.f("ix_hazard_unclosed_grade_rank_deadline_id"),
        "hazard",
        ["unclosed", "grade_rank", "deadline", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_hazard_visit"), "hazard", ["visit"], unique=False)


def _measurement() -> None:
    op.create_table(
        "measurement",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("equipment", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("tested_on", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("temperature_c", sa.Float(), nullable=True),
        sa.Column("verdict", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("visit", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("event", "position", name=op.f("pk_measurement")),
    )
    op.create_index(
        op.f("ix_measurement_customer_equipment_quantity"),
        "measurement",
        ["customer", "equipment", "quantity"],
        unique=False,
    )
    op.create_index(op.f("ix_measurement_entity"), "measurement", ["entity"], unique=False)
    op.create_index(
        op.f("ix_measurement_equipment_quantity_tested_on"),
        "measurement",
        ["equipment", "quantity", "tested_on"],
        unique=False,
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_login"), "person", ["login"], unique=False)


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("inspectors", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("started_at", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("signed_at", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("notice", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("conclusion", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("critical", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("serious", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("general", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_customer_signed_at"), "visit", ["customer", "signed_at"], unique=False)
    op.create_index(op.f("ix_visit_number"), "visit", ["number"], unique=False)
    op.create_index(op.f("ix_visit_signed_at"), "visit", ["signed_at"], unique=False)


def _draft_item() -> None:
    op.create_table(
        "draft_item",
        sa.Column("visit", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("heads", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("at", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["visit"], ["draft.id"], name=op.f("fk_draft_item_visit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("visit", "kind", "key", name=op.f("pk_draft_item")),
        sqlite_with_rowid=False,
    )


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("frame", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["frame"], ["frame.id"], name=op.f("fk_event_frame")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_entity"), "event", ["entity"], unique=False)
