"""What a company decides about criteria, its own packs and hazard entries."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "house_rule",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "kind", "title", "mark", "data")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_rule")),
    )
    op.create_index("ix_house_rule_kind", "house_rule", ["kind"], unique=False)


def downgrade() -> None:
    op.drop_table("house_rule")
