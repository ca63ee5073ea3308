"""The web page: accounts, sessions, and the ledgers folded from the frames."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = ("web_account", "web_session", "shown_mark", "shown_hazard", "shown_visit", "shown_thing")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _int(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False)


def _index(table: str, first: str, *more: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join((first, *more))}"), table, [first, *more], unique=False)


def _table(name: str, key: str, *columns: sa.Column[int] | sa.Column[str] | sa.Column[bool]) -> None:
    op.create_table(name, _text(key), *columns, sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{name}")))


def upgrade() -> None:
    _table("web_account", "person", _text("hash"), _int("changed_at"))
    _table("web_session", "hash", _text("person"), _int("expires_at"))
    _index("web_session", "person")
    _index("web_session", "expires_at")
    _table("shown_mark", "name", _int("seq"), _text("epoch"), _int("shape"))
    op.execute("INSERT INTO shown_mark (name, seq, epoch, shape) VALUES ('mark', 0, '', 0)")
    _hazards()
    _table(
        "shown_visit",
        "id",
        *(_text(name) for name in ("scope", "number", "customer", "kind", "signed_on", "words", "data")),
    )
    _index("shown_visit", "scope", "signed_on")
    _index("shown_visit", "customer")
    _table("shown_thing", "id", *(_text(name) for name in ("kind", "scope", "name", "account", "data")))
    _index("shown_thing", "kind")


def _hazards() -> None:
    _table(
        "shown_hazard",
        "id",
        *(_text(name) for name in ("scope", "number", "customer", "visit")),
        _int("grade"),
        _text("status"),
        _flag("unclosed"),
        *(_text(name) for name in ("found_on", "deadline", "trouble", "closed_on", "prior_on")),
        _int("reopened"),
        _flag("recurrent"),
        *(_text(name) for name in ("by_hand", "words", "data")),
    )
    _index("shown_hazard", "scope", "unclosed", "grade", "deadline")
    for name in ("trouble", "customer", "visit"):
        _index("shown_hazard", name)


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)
