"""An index that holds the days hazards were found and closed on: the home page counts them by month."""

from alembic import op

revision = "0004"
down_revision = "0003"

NAME = "ix_hazard_found_on_closed_on_status"


def upgrade() -> None:
    op.create_index(op.f(NAME), "hazard", ["found_on", "closed_on", "status"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f(NAME), table_name="hazard")
