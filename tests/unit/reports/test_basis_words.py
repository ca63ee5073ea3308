"""A basis that was stored in one language is printed in another."""

import pytest

from inspector.domain.words import basis_text, usual_text
from inspector.i18n import Translator


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("惯例", "practice"),
        ("DL/T 596-2021 附录E", "DL/T 596-2021, Annex\u00a0E"),
        ("DL/T 664-2016 附录 H", "DL/T 664-2016, Annex\u00a0H"),
        ("DL/T 572-2021 表1", "DL/T 572-2021, Table\u00a01"),
        ("DL/T 572-2021 7.1.2", "DL/T 572-2021 7.1.2"),
        ("附录 B", "Annex\u00a0B"),
        ("practice", "practice"),
        ("", ""),
    ],
)
def test_words_of_a_basis_are_in_the_language_of_the_paper(stored: str, shown: str) -> None:
    assert basis_text(stored, Translator("en")) == shown


def test_a_chinese_paper_keeps_what_was_stored_and_translates_practice() -> None:
    t = Translator("zh_CN")
    assert basis_text("DL/T 664-2016 附录 H", t) == "DL/T 664-2016 附录 H"
    assert basis_text("practice", t) == "惯例"


def test_usual_words_of_the_register_are_translated_and_others_stay() -> None:
    assert [usual_text(word, Translator("en")) for word in ("双电源", "单电源", "高压", "低压")] == [
        "dual supply", "single supply", "HV", "LV",
    ]  # fmt: skip
    assert usual_text("三电源环网", Translator("en")) == "三电源环网"
    assert usual_text("双电源", Translator("zh_CN")) == "双电源"
