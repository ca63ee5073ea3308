"""Exchange files: how far each laptop or server is that they go to and come from."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "exchange_peer",
        sa.Column("id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False) for name in ("sent", "received")),
        *(
            sa.Column(name, sa.Text(), server_default=sa.text(f"'{default}'"), nullable=False)
            for name, default in (
                ("sent_at", ""),
                ("received_at", ""),
                ("have", "[]"),
                ("wants", "[]"),
                ("spans", "[]"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_peer")),
    )


def downgrade() -> None:
    op.drop_table("exchange_peer")
