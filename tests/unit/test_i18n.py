"""English sentences as people see them."""

from inspector.i18n import Translator
from inspector.problems import Problem


def test_english_quotes_are_straight_because_a_chinese_font_draws_round_ones_wide() -> None:
    english = Translator("en")
    assert english("The login “{login}” stands there twice.") == 'The login "{login}" stands there twice.'
    assert english.plural("“{n}” row", "“{n}” rows", 2) == '"{n}" rows'
    assert english.context("sheet", "“{n}”") == '"{n}"'
    assert Translator("zh_CN")("“{label}” is not answered.").startswith("“")


def test_what_the_system_says_of_an_error_is_translated_too() -> None:
    from inspector.commands import criteria  # noqa: F401, PLC0415 - brings the sentence

    chinese = Translator("zh_CN")
    for reason in ("[Errno 2] No such file or directory", "No such file or directory"):
        assert "没有" in chinese.describe(Problem("pack_unreadable", path="x.toml", reason=reason))
    assert "odd words" in chinese.describe(Problem("pack_unreadable", path="x.toml", reason="odd words"))


def test_quotes_inside_a_name_stay_as_they_were_typed() -> None:
    problem = Problem("login_taken", login="“x”")
    from inspector.services.registers import entries  # noqa: F401, PLC0415 - brings the sentence

    assert "“x”" in Translator("en").describe(problem)
