"""What all tables of `data.db` share: naming of constraints, and columns that are never null."""

from sqlalchemy import Column, Integer, MetaData, Text, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text_column(name: str, default: str | None = "") -> Column[str]:
    """A text column that is never null; `default` fills rows of older versions."""
    return Column(name, Text, nullable=False, server_default=None if default is None else text(f"'{default}'"))


def int_column(name: str, default: int = 0) -> Column[int]:
    """A whole number that is never null."""
    return Column(name, Integer, nullable=False, server_default=text(str(default)))
