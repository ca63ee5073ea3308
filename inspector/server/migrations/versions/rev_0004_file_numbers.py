"""Files are numbered in the order they arrive: a backup holds those up to a number."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("blob_ref") as table:
        table.add_column(sa.Column("nth", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    op.execute("UPDATE blob_ref SET nth = 1 WHERE present")
    op.execute("INSERT INTO counter (name, value) SELECT 'file', 1 FROM meta WHERE key = 'server'")


def downgrade() -> None:
    op.execute("DELETE FROM counter WHERE name = 'file'")
    with op.batch_alter_table("blob_ref") as table:
        table.drop_column("nth")
