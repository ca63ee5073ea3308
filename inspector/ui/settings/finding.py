"""Finding an option by words of its name, help, section or key, in either language. GUI thread; pure."""

from collections.abc import Iterator

from inspector.i18n import LANGUAGES, Translator, language
from inspector.quick_dataclass import dataclass
from inspector.services.preferences.catalogue import SECTIONS, options
from inspector.services.preferences.options import Option
from inspector.services.preferences.values import option_label
from inspector.services.searching import matching


@dataclass(frozen=True, slots=True)
class FoundOption:
    """An option: its key, the tab that shows it, its name in the window's language, the name of its group (msgid)."""

    key: str
    tab: str
    label: str
    group: str


def names(one: Option) -> Iterator[str]:
    """Everything an option is found by."""
    yield one.key
    for spoken in LANGUAGES:
        t = Translator(spoken)
        yield from (option_label(one.key, t), t(SECTIONS[one.section]), t(one.help) if one.help else "")
        yield from (t(label) for _key, label in one.choices)


def found_options(words: str) -> list[FoundOption]:
    """Options that have all these words; those that have them in their name first."""
    t = Translator(language())
    found = [one for one in options().values() if matching(words, *names(one))]
    found.sort(
        key=lambda one: not matching(words, *(option_label(one.key, Translator(spoken)) for spoken in LANGUAGES))
    )
    return [FoundOption(one.key, one.tab, option_label(one.key, t), SECTIONS[one.section]) for one in found]
