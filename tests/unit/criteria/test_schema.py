"""Packs that cannot be used are refused with the place and the reason."""

import pytest

from inspector.criteria import load_packs
from inspector.problems import Problem

HEAD = '[pack]\nid = "x"\nstandard = "GB 1"\nedition = "2020"\ntitle_zh = "题"\ntitle_en = "Title"\n'
QUANTITY = '[[quantity]]\nid = "q"\nname_zh = "量"\nname_en = "Q"\nunit = "V"\ndecimals = 1\n'
LIMIT = '[[limit]]\nid = "l"\nquantity = "q"\nlimit = { max = 1 }\nconfidence = "verified"\ngrade = "general"\n'


def refused(text: str) -> dict[str, object]:
    with pytest.raises(Problem) as raised:
        load_packs({"x.toml": text.encode()})
    assert raised.value.code == "pack_invalid"
    assert raised.value.params["file"] == "x.toml"
    return raised.value.params


def test_a_small_pack_loads() -> None:
    packs = load_packs({"x.toml": (HEAD + QUANTITY + LIMIT).encode()})
    assert packs.titles == {"x": "GB 1 2020"}
    assert [row.source.basis for row in packs.limits_for("q")] == ["GB 1-2020"]
    assert packs.criterion("q") is packs.quantities["q"]
    assert packs.criterion("nothing") is None


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("[pack", "TOML", "the file ends in the middle of an entry"),
        ("pack]", "TOML", "line 1, column 5 is no valid TOML"),
        (HEAD + 'more = """', "TOML", "the file ends in the middle of an entry"),
        (HEAD + 'id = "y"\n', "TOML", "line 7, column 9: this key or table is in the file twice"),
        (HEAD + "more = yes\n", "TOML", "line 7, column 8 is no valid TOML"),
        ('[pack]\nid = "x"\n', "[pack]", "standard"),
        (HEAD + "[[limits]]\nid = 'a'\n", "limits", "unknown section"),
        (HEAD + QUANTITY + QUANTITY, "quantity q", "also used"),
        (HEAD + QUANTITY.replace("decimals = 1", "decimals = 1\ndecimal = 1"), "quantity q", "decimal"),
        (HEAD + QUANTITY.replace('name_en = "Q"', ""), "quantity q", "name_en"),
        (HEAD + QUANTITY + 'derive = "sum"\n', "quantity q", "inputs"),
        (
            HEAD + QUANTITY + 'derive = "by_table"\ninputs = 1\ntables = { "0.9" = [[0, 1], [1, 2]] }\n',
            "quantity q",
            "chosen",
        ),
        (
            HEAD + QUANTITY + 'derive = "by_table"\ninputs = 1\ntables = { x = [[0, 1], [1, 2]] }\n',
            "quantity q",
            "number",
        ),
        (HEAD + QUANTITY + 'units = { kV = "x" }\n', "quantity q", "kV"),
        (HEAD + LIMIT, "limit l", "unknown quantity q"),
        (HEAD + QUANTITY + LIMIT.replace("max = 1", "maximum = 1"), "limit l", "max"),
        (HEAD + QUANTITY + LIMIT.replace("max = 1", "low = 2, high = 1"), "limit l", "order"),
        (HEAD + QUANTITY + LIMIT.replace("max = 1", 'formula = "magic"'), "limit l", "magic"),
        (HEAD + QUANTITY + LIMIT.replace('"verified"', '"sure"'), "limit l", "sure"),
        (HEAD + QUANTITY + LIMIT.replace('"general"', '"bad"'), "limit l", "bad"),
        (HEAD + QUANTITY + LIMIT + 'when = { voltage_kv = ">abc" }\n', "limit l", "voltage_kv"),
        (HEAD + QUANTITY + LIMIT + "when = { voltage_kv = 10 }\n", "limit l", "voltage_kv"),
        (HEAD + QUANTITY + LIMIT + 'standard = "practice"\n', "limit l", "practice"),
        (HEAD + QUANTITY + LIMIT + "waiver = { input = 2, above = 1, at_c = 20 }\n", "limit l", "waiver"),
        (HEAD + QUANTITY + LIMIT + 'note = "nonsense"\n', "limit l", "nonsense"),
        (HEAD + QUANTITY + LIMIT + 'exceed = "pass"\n', "limit l", "exceed"),
        (
            HEAD + '[[cycle]]\nid = "c"\ntest = "t"\nmonths = 0\nconfidence = "memory"\ngrade = "general"\n',
            "cycle c",
            "1",
        ),
    ],
)
def test_bad_packs_are_refused(text: str, place: str, reason: str) -> None:
    params = refused(text)
    assert params["place"] == place
    assert reason in str(params["reason"])


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Problem) as raised:
        load_packs({"x.toml": b"\xff\xfe"})
    assert raised.value.code == "pack_invalid"
