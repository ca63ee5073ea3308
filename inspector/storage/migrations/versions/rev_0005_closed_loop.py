"""What happens after the visit: columns for the course of a hazard, ledger issues, cross-check groups and rounds.

The new columns of hazards are filled on opening, when the projections are made anew (`projections.VERSION`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

COURSE = (
    ("submitted_at", ""),
    ("rectifiers", "[]"),
    ("served_on", ""),
    ("team", ""),
    ("prior_on", ""),
    ("extension", ""),
    ("closed_by", "[]"),
    ("disputed_since", ""),
)


def text(name: str, default: str | None = "") -> sa.Column[str]:
    """A text column that is never null."""
    return sa.Column(
        name, sa.Text(), server_default=None if default is None else sa.text(f"'{default}'"), nullable=False
    )


def upgrade() -> None:
    for name, default in COURSE:
        op.add_column("hazard", text(name, default))
    op.create_table(
        "ledger_issue",
        text("id", None),
        text("number", None),
        text("kind", None),
        text("issued_at", None),
        sa.Column("rows", sa.Integer(), server_default=sa.text("0"), nullable=False),
        text("digest"),
        text("body", "{}"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_issue")),
    )
    op.create_index(op.f("ix_ledger_issue_kind_issued_at"), "ledger_issue", ["kind", "issued_at"], unique=False)
    op.create_index(op.f("ix_ledger_issue_number"), "ledger_issue", ["number"], unique=False)
    op.create_table(
        "review_group",
        text("id", None),
        text("name", None),
        text("data", None),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_group")),
    )
    op.create_table(
        "review_round",
        text("id", None),
        text("review_group", None),
        text("number", None),
        text("drawn_at", None),
        text("data", None),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
    )
    op.create_table(
        "review_item",
        text("round", None),
        text("hazard", None),
        text("assignee"),
        text("second"),
        sa.PrimaryKeyConstraint("round", "hazard", name=op.f("pk_review_item")),
    )
    op.create_index(op.f("ix_review_item_hazard"), "review_item", ["hazard"], unique=False)
    op.create_table(
        "review_judgement",
        text("event", None),
        text("round", None),
        text("hazard", None),
        text("person"),
        text("outcome"),
        text("comment"),
        text("at"),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_review_judgement")),
    )
    op.create_index(op.f("ix_review_judgement_hazard"), "review_judgement", ["hazard"], unique=False)


def downgrade() -> None:
    for table in ("review_judgement", "review_item", "review_round", "review_group", "ledger_issue"):
        op.drop_table(table)
    for name, _default in reversed(COURSE):
        op.drop_column("hazard", name)
