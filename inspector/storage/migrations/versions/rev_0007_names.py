"""An index of the names and accounts of customers by their id: ledgers are put in the order of names with it."""

from alembic import op

revision = "0007"
down_revision = "0006"

NAME = "ix_customer_named"


def upgrade() -> None:
    op.create_index(NAME, "customer", ["id", "name", "account"], unique=False)


def downgrade() -> None:
    op.drop_index(NAME, table_name="customer")
