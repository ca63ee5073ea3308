"""Printed ledgers are what they were: text, order, pages, fonts, bookmarks, properties."""

import pytest

from inspector.reports.ledger_pdf import ledger_pdf
from tests.golden.ledger_pages import DOCUMENTS, described, kept


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_ledger_prints_what_it_printed(name: str) -> None:
    assert described(ledger_pdf(DOCUMENTS[name]())) == kept(name).read_text("utf-8")
