"""Rows that exist on this computer only, read out for a copy of the workspace and put into a restored one.

For a copy that goes on while somebody works everything is read in short turns, so that typing never waits: one visit,
one slice of frames, the small rest. Frames never change once they are written, so slices read later still belong to the
same state. A backup reads on a connection of its own instead (`Store.read`).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.storage.schema.versions import UNFOLDED
from inspector.storage.session import Session

REST: Final = ("setting", "counter", "held", "typing", "known_device")
"""Tables copied as a whole, but for what belongs to a visit."""
NOT_COPIED: Final = (
    "device", "credential", "frame", "event", "file_ref", "parked_frame", "scope_state", "sync_round", "exchange_peer",
)  # fmt: skip
"""Own to a device or secret (PINs), copied as raw frames, or about what a server has."""
OWN_SETTINGS: Final = "second_place"
"""Where the state of the copies to the second place is kept."""
STAYING: Final = (OWN_SETTINGS, "backup", "pin_failed:", "offline_", "sync_", "server_", UNFOLDED)
"""Settings that begin so are about this device, its copies and its server: no copy holds them."""
FORMER: Final = "device_key:"
"""Settings of older copies that begin so: their heads name the same keys."""
VISIT_TYPING: Final = "visit:"

Dump = dict[str, list[dict[str, Any]]]
"""Rows by table, each with its columns by name."""


@dataclass(frozen=True, slots=True)
class StoredFrame:
    """A frame as it is stored; `row` orders frames by when they came into this workspace."""

    row: int
    id: str
    dev: str
    raw: bytes
    sig: bytes


class LocalRows:
    """Reads and writes of what a copy holds."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def visits(self) -> tuple[str, ...]:
        """Ids of the visits that are not signed."""
        return tuple(row.id for row in self._session.rows("SELECT id FROM draft ORDER BY id"))

    def visit(self, visit: str) -> Dump:
        """A visit with its items and what is being typed in it; without rows if it is gone."""
        typed = f"{VISIT_TYPING}{visit}:"
        return {
            "draft": self._dump("SELECT * FROM draft WHERE id = :key", visit),
            "draft_item": self._dump("SELECT * FROM draft_item WHERE visit = :key ORDER BY kind, key", visit),
            "typing": self._dump("SELECT * FROM typing WHERE substr(key, 1, length(:key)) = :key ORDER BY key", typed),
        }

    def rest(self) -> Dump:
        """Settings, counters, held decisions, and what is being typed outside of visits."""
        own, typed = "substr(key, 1, length(:key)) <> :key", "ORDER BY key"
        settings = self._dump("SELECT * FROM setting WHERE :key = '' ORDER BY key", "")
        return {
            "setting": [row for row in settings if not str(row["key"]).startswith(STAYING)],
            "counter": self._dump("SELECT * FROM counter WHERE :key = '' ORDER BY name", ""),
            "held": self._dump("SELECT * FROM held WHERE :key = '' ORDER BY id", ""),
            "typing": self._dump(f"SELECT * FROM typing WHERE {own} {typed}", VISIT_TYPING),  # noqa: S608 - own text
            "known_device": self._dump("SELECT * FROM known_device WHERE :key = '' ORDER BY id", ""),
        }

    def put(self, dump: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        """Put rows back; columns and tables that this version does not know are left out. Joins the transaction.

        Raises Problem("copy_malformed") for what cannot be rows of ours.
        """
        for table in ("draft", "draft_item", *REST):
            known = {row.name for row in self._session.rows(f"PRAGMA table_info({table})")}
            for row in dump.get(table, ()):
                if table == "setting" and str(row.get("key", "")).startswith(FORMER):
                    continue
                named = {name: value for name, value in row.items() if name in known}
                if not named or any(not isinstance(value, str | int | float | None) for value in named.values()):
                    raise Problem("copy_malformed")
                columns, values = ", ".join(named), ", ".join(f":{name}" for name in named)
                sql = f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({values})"  # noqa: S608 - known columns
                self._session.run(sql, **named)

    def unsent_rows(self) -> tuple[int, ...]:
        """Rows of the frames that no server has numbered yet, oldest first."""
        sql = "SELECT rowid AS row FROM frame WHERE seq IS NULL"
        return tuple(sorted(row.row for row in self._session.rows(sql)))

    def frames(self, rows: Iterable[int]) -> tuple[StoredFrame, ...]:
        """Frames by their rows."""
        found = []
        for number in rows:
            row = self._session.one("SELECT id, dev, raw, sig FROM frame WHERE rowid = :row", row=number)
            if row is not None:
                found.append(StoredFrame(number, row.id, row.dev, bytes(row.raw), bytes(row.sig)))
        return tuple(found)

    def all_rows(self) -> tuple[int, ...]:
        """Rows of all frames, in the order in which they came into this workspace."""
        return tuple(row.row for row in self._session.rows("SELECT rowid AS row FROM frame ORDER BY rowid"))

    def parked_frames(self) -> tuple[tuple[bytes, bytes], ...]:
        """Bytes and signatures of frames that were put aside, oldest first."""
        rows = self._session.rows("SELECT raw, sig FROM parked_frame ORDER BY rowid")
        return tuple((bytes(row.raw), bytes(row.sig)) for row in rows)

    def frame_id(self, number: int) -> str:
        """Id of the frame in a row; empty if there is none."""
        row = self._session.one("SELECT id FROM frame WHERE rowid = :row", row=number)
        return row.id if row else ""

    def frames_of(self, entities: Iterable[str]) -> tuple[int, ...]:
        """Rows of every frame that says something about these entities, oldest first."""
        found = set()
        for entity in entities:
            sql = "SELECT f.rowid AS row FROM event e JOIN frame f ON f.id = e.frame WHERE e.entity = :entity"
            found |= {row.row for row in self._session.rows(sql, entity=entity)}
        return tuple(sorted(found))

    def _dump(self, sql: str, key: str) -> list[dict[str, Any]]:
        return [{name: row[name] for name in row.keys()} for row in self._session.rows(sql, key=key)]  # noqa: SIM118 - a driver's row
