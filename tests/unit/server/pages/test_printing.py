"""Documents of the web page are drawn beside everything else: few wait, the rest is told at once to come again."""

import itertools
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from inspector.server import areas, quarantine
from inspector.server.database import Database, sqlite_url
from inspector.server.pages import documents
from inspector.server.web import AGAIN_S, DRAWN_AT_ONCE, DRAWN_NEXT
from tests.unit.server import world
from tests.unit.server.ledger_world import OPENED, Reading, fill
from tests.unit.server.web import served


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Reading]:
    """Li, signed in at a server on the loopback interface."""
    made = world.server(Database(sqlite_url(tmp_path / "s.db")), tmp_path)
    fill(made)
    with served(made.core) as url:
        found = Reading(made, url)
        assert found.sign_in().status_code == 200
        yield found
        while OPENED:
            OPENED.pop().close()
    made.core.database.close()


def test_areas_are_called_by_their_names(reading: Reading) -> None:
    core = reading.server.core
    quarantine.grant(core, "p-li", "south", "reader")
    areas.name_area(core, "north", "城东供电所")
    page = reading.http.get("/ledgers/rectification").text
    assert '<option value="north">城东供电所</option>' in re.sub(r"\s+", " ", page)
    assert ">south</option>" in page
    assert "城东供电所" in reading.http.get("/password").text
    printed = reading.http.get("/ledgers/rectification.pdf?area=north").content
    document = pdfium.PdfDocument(printed)
    assert "城东供电所" in "".join(document[0].get_textpage().get_text_range().split())
    document.close()


def test_who_prints_holds_nobody_up(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ends = threading.Semaphore(0), threading.Event()

    def slow(*_given: object) -> bytes:
        begun.release()
        ends.wait()
        return b"%PDF-"

    def printed() -> tuple[int, str]:
        found = reading.http.get("/ledgers/supervision.pdf", timeout=None)
        return found.status_code, found.headers.get("Retry-After", "")

    monkeypatch.setattr(documents, "document", slow)
    accepted, refused = DRAWN_AT_ONCE + DRAWN_NEXT, 6
    with ThreadPoolExecutor(accepted + refused) as pool:
        asked = [pool.submit(printed) for _one in range(accepted + refused)]
        try:
            done = [one.result() for one in itertools.islice(as_completed(asked, timeout=60), refused)]
            assert done == [(503, str(AGAIN_S))] * refused
            assert all(begun.acquire(timeout=30) for _one in range(DRAWN_AT_ONCE))
            assert not begun.acquire(blocking=False), "more are drawn than may be"
            assert reading.http.get("/health").json() == {"ok": True}
            assert "/hazards/" in reading.http.get("/ledgers/supervision").text
        finally:
            ends.set()
        assert sorted(one.result() for one in asked if one.result() not in done) == [(200, "")] * accepted
        assert printed() == (200, ""), "who was refused does not pay for it"
