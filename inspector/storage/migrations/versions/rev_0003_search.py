"""The search index: which thing a document stands for, and a full-text table without texts of its own for each kind."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KINDS = ("customer", "equipment", "hazard", "visit")


def upgrade() -> None:
    op.create_table(
        "search_doc",
        sa.Column("doc", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("doc", name=op.f("pk_search_doc")),
        sa.UniqueConstraint("entity", name=op.f("uq_search_doc_entity")),
    )
    for kind in KINDS:
        op.execute(
            f"CREATE VIRTUAL TABLE search_{kind} USING fts5"
            " (name, number, pinyin, other, chars, content = '', contentless_delete = 1, tokenize = 'ascii')"
        )
    op.execute("PRAGMA user_version = 0")


def downgrade() -> None:
    for kind in KINDS:
        op.execute(f"DROP TABLE search_{kind}")
    op.drop_table("search_doc")
