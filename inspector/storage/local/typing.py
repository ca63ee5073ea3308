"""Text that was typed into a field and not saved yet: kept so that a power cut does not cost it."""

from datetime import datetime

from inspector.storage.session import Session


class Typing:
    """Unsaved text by key; keys are paths with colons, the first parts name what is edited. Durable on return."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, key: str, text: str, at: datetime) -> None:
        """Keep the text of one field."""
        self._session.run(
            "INSERT INTO typing (key, text, at) VALUES (:key, :text, :at)"
            " ON CONFLICT (key) DO UPDATE SET text = excluded.text, at = excluded.at",
            key=key,
            text=text,
            at=at.isoformat(),
        )

    def of(self, prefix: str) -> dict[str, str]:
        """Kept text whose key begins so, by key."""
        rows = self._session.rows(
            "SELECT key, text FROM typing WHERE substr(key, 1, length(:p)) = :p ORDER BY key", p=prefix
        )
        return {row.key: row.text for row in rows}

    def drop(self, prefix: str) -> int:
        """Forget kept text whose key begins so; says how many fields."""
        return self._session.run("DELETE FROM typing WHERE substr(key, 1, length(:p)) = :p", p=prefix)
