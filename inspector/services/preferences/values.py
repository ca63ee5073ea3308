"""Options and their values in words, for whoever shows them: conflicts, lists of changes, commands. Any thread."""

from typing import Any

from inspector.i18n import Translator
from inspector.problems import Problem
from inspector.services.preferences.catalogue import SECTIONS, options


def section_name(section: str, t: Translator) -> str:
    """The name of a group of options."""
    return t(SECTIONS[section]) if section in SECTIONS else section


def option_label(key: str, t: Translator) -> str:
    """What people call an option: in full, so that it says enough without its group; the key of an unknown one."""
    one = options().get(key)
    if one is None:
        return key
    name = one.name(t)
    return f"{name} · {t(one.help)}" if key.startswith("signature.") else name


def option_words(key: str, value: Any, t: Translator) -> str:
    """A value as people read it, as it stands where it cannot be one."""
    one = options().get(key)
    try:
        return one.words(one.check(value), t) if one is not None else str(value)
    except Problem:
        return str(value)
