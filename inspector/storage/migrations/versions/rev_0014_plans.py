"""Planned visits, which everybody of the area shares."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "plan",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "visit", "customer", "status")),
        sa.Column("planned_on", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("dev", "title", "data")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index("ix_plan_visit", "plan", ["visit"], unique=False)
    op.create_index("ix_plan_status_planned_on", "plan", ["status", "planned_on"], unique=False)


def downgrade() -> None:
    op.drop_table("plan")
