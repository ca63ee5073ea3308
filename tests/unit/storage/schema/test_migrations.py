"""Migrations: up, down, and the same tables as the models."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from inspector.domain.events import BlobRef
from inspector.storage import Database, NewEvent, Store, open_store
from inspector.storage.engine import model_engine
from inspector.storage.schema.migrate import REVISIONS, configuration, move, revision
from inspector.storage.schema.tables import metadata
from tests.unit.storage.authors import Author, customer
from tests.unit.storage.stories import act, add_customer, add_hazard, append


def connection(db: Database) -> Any:
    return db._session._connection


def of_models(name: str | None) -> bool:
    """The full-text tables and those that SQLite keeps behind them are no models."""
    return name == "search_doc" or not (name or "").startswith("search_")


def tables(db: Database) -> set[str]:
    rows = db._session.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {row.name for row in rows if of_models(row.name)}


def test_the_program_knows_exactly_the_revisions_there_are() -> None:
    scripts = ScriptDirectory.from_config(configuration())
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == REVISIONS


def test_a_migrated_database_has_the_tables_of_the_models(store: Store) -> None:
    options = {"compare_type": True, "include_name": lambda name, kind, _parents: kind != "table" or of_models(name)}

    def differences(db: Database) -> object:
        with model_engine(connection(db)).connect() as models:
            return compare_metadata(MigrationContext.configure(models, opts=options), metadata)

    assert store.call(differences) == []


def test_down_to_nothing_and_up_again(store: Store) -> None:
    def down_and_up(db: Database) -> tuple[set[str], str, set[str]]:
        move(connection(db), "base")
        empty = tables(db)
        move(connection(db), REVISIONS[-1])
        return empty, revision(connection(db)), tables(db)

    empty, at, full = store.call(down_and_up)
    assert empty == {"alembic_version"}
    assert at == REVISIONS[-1]
    assert full == {table.name for table in metadata.sorted_tables} | {"alembic_version"}


def test_opening_again_changes_nothing(store: Store) -> None:
    customer = add_customer(store)
    store.close()
    with open_store(store.path) as again:
        assert again.call(lambda db: revision(connection(db))) == REVISIONS[-1]
        assert again.call(lambda db: db.registers.customer(customer)).account == "0001"


def test_rows_of_an_older_program_are_made_anew_on_opening(store: Store) -> None:
    hazard = add_hazard(store, add_customer(store))
    act(store, hazard, "notice_served", notice="N-1")
    act(store, hazard, "rectification_submitted")
    asked = act(store, hazard, "extension_requested", reason="parts")
    columns = "SELECT served_on, submitted_at, rectifiers, extension, status FROM hazard"

    def age(db: Database) -> None:
        move(connection(db), "0004")
        db._session.run("DELETE FROM setting WHERE key = 'projections'")

    store.call(age)
    store.close()
    with open_store(store.path) as again:
        row = again.call(lambda db: tuple(db._session.one(columns) or ()))
        assert again.call(lambda db: db.settings.get("projections")) is not None
    assert row == ("2026-03-10", "2026-03-10T09:30:00+00:00", '["ann"]', asked, "in_review")


def test_what_an_older_program_kept_is_ready_for_synchronising(store: Store) -> None:
    hazard = add_hazard(store, add_customer(store))
    here = store.blobs.put(b"a photo")
    blobs = (BlobRef(here, 7, "image/jpeg"), BlobRef("ab" * 32, 9, ""), BlobRef("../../x", 9, ""))
    append(store, NewEvent(hazard, "hazard", "photo_added", blobs=blobs), NewEvent(hazard, "hazard", "note_added"))
    before = store.call(lambda db: db.outbox.outgoing())
    other = Author("other")

    def age(db: Database) -> None:
        move(connection(db), "0008")
        db.settings.put("device_key:other", other.known().public_key.hex())
        db._session.run("UPDATE frame SET seq = 5 WHERE id = :id", id=before[-1].id)

    store.call(age)
    store.close()
    with open_store(store.path) as again:
        known = again.call(lambda db: db.peers.devices())
        assert [(one.id, one.public_key, one.source) for one in known] == [
            ("other", other.known().public_key, "hand_over")
        ]
        assert again.call(lambda db: db.settings.all("device_key:")) == {}
        assert again.call(lambda db: db.outbox.outgoing()) == before[:-1]
        assert [one.sha256 for one in again.call(lambda db: db.files.to_send(9))] == [here]
        assert [one.sha256 for one in again.call(lambda db: db.files.to_fetch(9))] == ["ab" * 32]
        again.call(lambda db: db.outbox.offer_again([before[-1].id]))
        assert again.call(lambda db: db.outbox.outgoing()) == before
        assert again.call(lambda db: list(db.frames.verify())) == []
        assert again.call(lambda db: list(map(tuple, db._session.rows("PRAGMA foreign_key_check")))) == []
        assert again.call(lambda db: db.frames.receive_all([other.write(customer("c9"))])).stored
        again.call(lambda db: move(connection(db), "0008"))
        key = again.call(lambda db: db.settings.get("device_key:other"))
        assert key == other.known().public_key.hex()
