"""Whoever makes a document is told which characters it shows as codes."""

from dataclasses import replace

from inspector.reports.ledger_pdf import ledger_pdf
from inspector.services.printing.rare_characters import drawn, replaced_message
from tests.unit.reports.samples import ledger


def test_a_document_comes_with_what_it_replaced() -> None:
    made = drawn(lambda: ledger_pdf(replace(ledger(1), scope="\U00020bb7野家 😀 丁䶮")))
    assert made.data.startswith(b"%PDF")
    assert made.replaced == ("😀", "\U00020bb7")
    assert drawn(lambda: ledger_pdf(ledger(1))).replaced == ()


def test_the_sentence_shows_character_and_code() -> None:
    sentence = replaced_message(("\x07", "\U00020bb7")).render()
    assert "\U00020bb7[U+20BB7]" in sentence
    assert " [U+0007]" in sentence or "：[U+0007]" in sentence
    assert "\x07" not in sentence
