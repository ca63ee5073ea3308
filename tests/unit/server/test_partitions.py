"""The tables of a province, cut into parts by the script of packaging/server: the program goes on as before."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from inspector.domain.events import decode_frame
from inspector.server.backup import backup
from inspector.server.database import Database
from inspector.server.migrate import bring_up
from inspector.server.opening import Places
from inspector.server.restore import restore
from inspector.server.verify import verify
from inspector.sync.messages import START, Stored
from tests.unit.server import world
from tests.unit.server.world import Server

SCRIPT = Path(__file__).resolve().parents[3] / "packaging" / "server" / "partitions.sql"


def cut(database: Database) -> None:
    """Run the script as psql does: in one transaction."""
    with database.writing() as connection:
        cursor = connection.connection.cursor()
        cursor.execute(SCRIPT.read_text())
        cursor.close()


@pytest.mark.parametrize("lived_in", [False, True])
def test_a_server_goes_on_with_its_tables_cut(new_postgres: str, tmp_path: Path, *, lived_in: bool) -> None:
    server = world.server(Database(new_postgres), tmp_path)
    laptop = server.laptop(server.person("ann", scopes=("north", "south", "east")))
    first = [laptop.note(scope=scope) for scope in ("north", "south", "east", "north")]
    if lived_in:
        laptop.push(*first, laptop.frame(laptop.event("hazard_voided", "h1")))
    before = server.core.pull(laptop.session(), "north", START).packets
    cut(server.core.database)
    assert server.core.pull(laptop.session(), "north", START).packets == before
    again = laptop.push(*first, *(laptop.note(scope=scope) for scope in ("south", "north")))
    wanted = Stored.KNOWN if lived_in else Stored.STORED
    assert [receipt.status for receipt in again] == [wanted] * 4 + [Stored.STORED] * 2
    assert verify(server.core).findings == []
    assert parts(server) > 1
    report = backup(server.core, server.key, tmp_path / "b")
    server.core.database.close()
    assert restore(tmp_path / "b", tmp_path / "srv", Places()).frames == report.frames


def parts(server: Server) -> int:
    """Parts of `frame` that hold something."""
    query = sa.text("SELECT count(DISTINCT tableoid) FROM frame")
    with server.core.database.reading() as connection:
        return int(connection.execute(query).scalar_one())


def test_a_server_is_restored_into_tables_that_are_cut(new_postgres: str, tmp_path: Path) -> None:
    small = world.server(Database(f"sqlite:///{tmp_path / 's.db'}"), tmp_path)
    laptop = small.laptop(small.person("ann"))
    laptop.push(laptop.note())
    report = backup(small.core, small.key, tmp_path / "b")
    empty = Database(new_postgres)
    bring_up(empty)
    cut(empty)
    empty.close()
    made = restore(tmp_path / "b", tmp_path / "srv", Places(new_postgres))
    assert (made.frames, made.findings) == (report.frames, ())
    ids = [decode_frame(packet.raw).id for packet in laptop.pull().packets]
    small.core.database.close()
    assert len(ids) == report.frames
