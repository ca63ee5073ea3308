"""The built-in help: the same topics in both languages, found by words and by the place somebody is at."""

import re

import pytest

from inspector.services.help.topics import search_topics, topic_for, topics
from inspector.services.preferences.keymap import COMMANDS

LANGUAGES = ("zh_CN", "en")
PLACES = (
    "home", "visits", "customers", "ledgers", "figures", "reviews", "sync", "settings", "setting",
    "old_hazards", "infrastructure", "equipment", "indications", "summary", "start", "trouble",
)  # fmt: skip
KEYS = re.compile(r"`([^`]+)`")


def test_both_languages_have_the_same_topics_for_the_same_places() -> None:
    chinese, english = (topics(language) for language in LANGUAGES)
    assert [topic.key for topic in chinese] == [topic.key for topic in english]
    assert [topic.places for topic in chinese] == [topic.places for topic in english]
    keys = [[KEYS.findall(topic.markdown) for topic in found] for found in (chinese, english)]
    assert [sorted(set(one)) for one in keys[0]] == [sorted(set(one)) for one in keys[1]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_has_a_topic_of_its_own(language: str) -> None:
    for place in PLACES:
        assert place in topic_for(language, place).places
    assert topic_for(language, "nowhere") == topics(language)[0]
    assert topic_for(language, "nowhere", "sync").key == "70-sync"


@pytest.mark.parametrize("language", LANGUAGES)
def test_topics_name_only_keys_that_there_are(language: str) -> None:
    arrows = {"←": "Left", "→": "Right", "↑": "Up", "↓": "Down", "PgDn": "PgDown", "Enter": "Return"}
    known = {command.keys for command in COMMANDS} | {"Return", "Tab", "Up", "Down"}
    for topic in topics(language):
        for keys in KEYS.findall(topic.markdown):
            written = "+".join(arrows.get(part, part) for part in keys.split(" "))
            assert written in known, f"{topic.key}: {keys}"


def test_topics_are_found_by_all_their_words() -> None:
    assert search_topics("zh_CN", "恢复密钥")[0].topic.key in ("10-first-steps", "80-safety")
    assert [found.topic.key for found in search_topics("zh_CN", "签字 拒签")] == ["34-signing"]
    found = search_topics("en", "Signs")
    assert found
    assert "signs" in found[0].excerpt.casefold()
    assert search_topics("en", "  ") == ()
    assert search_topics("en", "zeppelin") == ()


def test_another_language_gets_english() -> None:
    assert topics("de") == topics("en")
