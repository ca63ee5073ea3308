"""Which device used a code: it may ask again when the answer was lost."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("enrolment_code") as table:
        table.add_column(sa.Column("device", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("enrolment_code") as table:
        table.drop_column("device")
