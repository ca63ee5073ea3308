"""The recovery key: what people type is read as meant, and a mistake is found and named."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.problems import Problem
from inspector.sync.recovery_key import ALPHABET, GROUPS, RecoveryKey

keys = st.binary(min_size=20, max_size=20).map(RecoveryKey)


@given(keys)
def test_a_key_is_read_back_however_it_is_written(key: RecoveryKey) -> None:
    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in key.text)
    confused = key.text.translate(str.maketrans("01", "Oi"))
    for typed in (key.text, key.text.lower(), key.text.replace("-", ""), " ".join(key.groups), full_width, confused,
                  confused.lower().replace("i", "l"), "\u3000".join(key.groups), "—".join(key.groups)):  # fmt: skip
        assert RecoveryKey.parse(typed) == key
    assert unicodedata.is_normalized("NFKC", key.text)
    assert len(key.groups) == GROUPS
    assert key.text not in repr(key)


@given(keys, st.data())
def test_any_wrong_character_is_found_and_its_group_named(key: RecoveryKey, data: st.DataObject) -> None:
    group, place = data.draw(st.integers(0, GROUPS - 1)), data.draw(st.integers(0, 4))
    groups = list(key.groups)
    other = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != groups[group][place]]))
    groups[group] = groups[group][:place] + other + groups[group][place + 1 :]
    with pytest.raises(Problem) as caught:
        RecoveryKey.parse("-".join(groups))
    assert (caught.value.code, caught.value.params["groups"]) == ("recovery_key_typo", str(group + 1))


@given(keys, st.data())
def test_swapped_neighbours_and_swapped_groups_are_found(key: RecoveryKey, data: st.DataObject) -> None:
    text = list(key.text.replace("-", ""))
    index = data.draw(st.integers(0, len(text) - 2).filter(lambda i: text[i] != text[i + 1] and i % 5 != 4))
    text[index], text[index + 1] = text[index + 1], text[index]
    with pytest.raises(Problem, match="recovery_key_typo"):
        RecoveryKey.parse("".join(text))
    one, two = data.draw(st.lists(st.integers(0, GROUPS - 1), min_size=2, max_size=2, unique=True))
    groups = list(key.groups)
    groups[one], groups[two] = groups[two], groups[one]
    if groups != list(key.groups):
        with pytest.raises(Problem, match="recovery_key_typo"):
            RecoveryKey.parse("".join(groups))


@given(st.text(max_size=60))
def test_anything_else_ends_in_a_problem_that_says_what_to_do(typed: str) -> None:
    with pytest.raises(Problem) as caught:
        RecoveryKey.parse(typed)
    assert caught.value.code in ("recovery_key_length", "recovery_key_character", "recovery_key_typo")
