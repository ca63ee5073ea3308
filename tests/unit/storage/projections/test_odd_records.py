"""Odd records that older versions stored: each marks its own thing, and nothing keeps a workspace from opening."""

import hashlib
import json
from collections.abc import Mapping

import pytest

from inspector.domain.events import Event, decode_frame
from inspector.storage import Checked, Store, open_store
from inspector.storage.schema.versions import ROWS_KEY
from tests.unit.storage.authors import Author, customer, knows, renamed

DEEP = "[" * 3000 + "]" * 3000


@pytest.fixture
def zoe(store: Store) -> Author:
    author = Author("zoe-laptop")
    store.call(lambda db: knows(db, author))
    return author


def stored_before(store: Store, author: Author, *events: Event, odd: Mapping[str, str]) -> None:
    """Put a frame there as a version that looked less closely did; `odd` is put into its bytes."""
    plain = author.write(*events)
    raw = plain.raw.decode()
    read = decode_frame(plain.raw)
    texts = [json.dumps(one) for one in json.loads(raw)["events"]]
    for mark, value in odd.items():
        raw = raw.replace(mark, value)
        texts = [text.replace(mark, value) for text in texts]
    signed = author.signed(raw.encode())
    key = author.known().public_key
    checked = Checked(signed, hashlib.sha256(signed.raw).hexdigest(), read, tuple(texts), "", key)
    assert store.call(lambda db: db.frames.receive_all([checked])).stored == (read.id,)


def opened_by_another_version(store: Store) -> Store:
    """The workspace, opened by a program that makes the rows anew."""
    store.call(lambda db: db._session.run("UPDATE setting SET value = '0' WHERE key = :key", key=ROWS_KEY))
    store.close()
    return open_store(store.path)


@pytest.mark.parametrize("name", ['"\\ud800"', "1" + "0" * 400, '["\\udc00"]', DEEP])
def test_a_record_that_cannot_be_shown_marks_its_own_entity_when_rows_are_made_anew(
    store: Store, zoe: Author, name: str
) -> None:
    receive = [zoe.write(customer("c1")), zoe.write(customer("c3"))]
    store.call(lambda db: db.frames.receive_all(receive))
    stored_before(store, zoe, customer("c2", "ODD"), odd={'"ODD"': name})
    with opened_by_another_version(store) as again:
        assert [one.id for one in again.call(lambda db: db.registers.customers())] == ["c1", "c3"]
        asked = again.call(lambda db: [db.frames.entity(which) for which in ("c1", "c2", "c3")])
        found = [one for one in asked if one is not None]
        assert [bool(one.error) or one.read_only for one in found] == [False, True, False]
        assert [one.heads for one in found] == [("c1-r",), ("c2-r",), ("c3-r",)]
        later = zoe.write(renamed("c2", "c2-x", ("c2-r",), name="Works"))
        again.call(lambda db: db.frames.receive_all([later]))
        again.call(lambda db: db.frames.rebuild())
