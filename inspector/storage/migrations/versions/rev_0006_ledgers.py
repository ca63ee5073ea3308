"""Indexes the ledgers are read from, and how often a hazard was given a later deadline.

`ix_hazard_ledger` holds every short column that a ledger is filtered or sorted by: a whole ledger is filtered and
sorted without touching the rows, which are ten times as wide. The others are orders of texts too long for it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

LEDGER = (
    "unclosed", "grade_rank", "deadline", "id", "number", "customer", "status", "notice_served", "found_on",
    "closed_on", "recurrent", "by_hand", "extension", "extended", "reopened", "team", "served_on", "submitted_at",
    "prior_on", "place", "responsible", "basis", "found_by",
)  # fmt: skip
FORMER = "ix_hazard_unclosed_grade_rank_deadline_id"
MADE = {
    "ix_hazard_ledger": LEDGER,
    "ix_hazard_description": ("description", "grade_rank", "deadline", "id"),
    "ix_hazard_measure": ("measure", "grade_rank", "deadline", "id"),
    "ix_hazard_equipment": ("equipment",),
}


def upgrade() -> None:
    op.add_column("hazard", sa.Column("extended", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.drop_index(FORMER, table_name="hazard")
    for name, columns in MADE.items():
        op.create_index(name, "hazard", list(columns), unique=False)


def downgrade() -> None:
    for name in MADE:
        op.drop_index(name, table_name="hazard")
    op.create_index(FORMER, "hazard", ["unclosed", "grade_rank", "deadline", "id"], unique=False)
    op.drop_column("hazard", "extended")
