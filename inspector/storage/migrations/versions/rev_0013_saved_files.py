"""Files that are in a backup of the server, and the backup that was asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)


def upgrade() -> None:
    op.add_column("file_ref", _number("saved"))
    for name in ("backup_at", "saved_at"):
        op.add_column("scope_state", _number(name))
    unsaved = sa.text("delivered AND NOT saved")
    op.create_index("ix_file_ref_unsaved", "file_ref", ["scope", "sha256"], sqlite_where=unsaved)


def downgrade() -> None:
    op.drop_index("ix_file_ref_unsaved", "file_ref")
    for name in ("backup_at", "saved_at"):
        op.drop_column("scope_state", name)
    op.drop_column("file_ref", "saved")
