"""Which fields of a thing wait for a decision: several people changed them without seeing each other."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

NAME = "ix_entity_conflicted"


def upgrade() -> None:
    op.add_column("entity", sa.Column("conflicted", sa.Text(), server_default=sa.text("'[]'"), nullable=False))
    op.create_index(NAME, "entity", ["id"], unique=False, sqlite_where=sa.text("conflicted <> '[]'"))


def downgrade() -> None:
    op.drop_index(NAME, table_name="entity")
    op.drop_column("entity", "conflicted")
