"""Line breaking: punctuation rules, words kept whole, nothing lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import NO_END, NO_START, Breaker

TEXT = st.text(
    st.one_of(
        st.sampled_from("设备外壳接地线锈蚀需要整改"),
        st.sampled_from("，。、；：！？）》〉」”…（《〈「“"),
        st.sampled_from("kVA 35.6%()-/ \n"),
    ),
    max_size=120,
)


def rows(text: str, width: float = 60, size: float = 10) -> list[str]:
    return [line.text.rstrip() for line in Breaker().lines(text, Weight.REGULAR, size, width)]


@given(TEXT, st.integers(min_value=30, max_value=200))
def test_all_characters_arrive_in_order(text: str, width: int) -> None:
    assert re.sub(r"\s", "", "".join(rows(text, width))) == re.sub(r"\s", "", text)


@given(TEXT, st.integers(min_value=30, max_value=200))
def test_no_line_is_wider_than_the_column_by_more_than_a_blank_half(text: str, width: int) -> None:
    for line in Breaker().lines(text, Weight.REGULAR, 10, width):
        assert line.width * 10 / 1000 <= width + 5


@given(
    st.lists(st.sampled_from(["设备", "接地", "锈蚀，", "（见图）", "《规则》", "35 kV", "ABC", "“甲”。"]), max_size=40)
)
def test_no_line_starts_with_closing_or_ends_with_opening_punctuation(words: list[str]) -> None:
    broken = rows("".join(words), 70)
    assert all(line[0] not in NO_START for line in broken)
    assert all(line[-1] not in NO_END for line in broken)


@pytest.mark.parametrize(
    "kept", ["33.5 kV", "80 ℃", "31.0 %", "205.1 µL/L", "6 项", "GB/T 29328", "DL/T 664", "GB 50053"]
)
@pytest.mark.parametrize("before", range(8))
def test_number_and_unit_or_standard_and_number_stay_together(kept: str, before: int) -> None:
    broken = rows("测" * before + kept + "以上", 80)
    assert any(kept.replace(" ", "\u00a0") in line for line in broken)


def test_a_word_longer_than_the_line_is_cut_after_a_hyphen() -> None:
    assert rows("YH-A1-2026-0001", 60) == ["YH-A1-2026-", "0001"]


def test_number_and_unit_part_before_the_number_is_cut() -> None:
    assert rows("GB 26860", 40) == ["GB", "26860"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("\U00020bb7野家", "[U+20BB7]野家"), ("瓶\u200b颈", "瓶颈"), ("铃\x07", "铃[U+0007]"), ("a\r\nb\tc", "a|b c")],
)
def test_what_the_font_lacks_is_printed_as_its_code(text: str, shown: str) -> None:
    assert "|".join(rows(text, 200)) == shown


def test_neighbouring_punctuation_shares_its_blank_halves() -> None:
    breaker = Breaker()
    assert breaker.line("》《", Weight.REGULAR).width == 1500
    assert breaker.line("》", Weight.REGULAR).width == 1000


@pytest.mark.parametrize("text", ["", " ", "\n", "\n \n"])
def test_an_empty_text_has_no_lines(text: str) -> None:
    assert rows(text) == []
