"""An index of the events by which reviewers sent hazards back: figures count them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

NAME = "ix_event_returned"


def upgrade() -> None:
    op.create_index(NAME, "event", ["entity"], unique=False, sqlite_where=sa.text("type = 'review_returned'"))


def downgrade() -> None:
    op.drop_index(NAME, table_name="event")
