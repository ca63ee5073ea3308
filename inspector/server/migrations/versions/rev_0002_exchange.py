"""What exchange files brought: how far each laptop is that comes without a network."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "exchange_peer",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_exchange_peer")),
    )


def downgrade() -> None:
    op.drop_table("exchange_peer")
