"""What commands print for people."""

from inspector.commands.console import facts
from inspector.i18n import set_language


def test_what_is_empty_is_left_out_and_the_rest_is_in_words() -> None:
    told = {"file": "a.isb", "missing": [], "verified": True, "lost": (), "areas": ["north", "south"], "at": None}
    assert facts(told) == ["file: a.isb", "verified: 是", "areas: north、south"]
    set_language("en")
    assert facts({"verified": False, "rows": [{"a": 1}], "count": 0}) == [
        "verified: no",
        'rows: [{"a": 1}]',
        "count: 0",
    ]
