"""One message catalogue for window, commands, documents and web.

English sentences are the msgids; `resources/translations/<language>/LC_MESSAGES/inspector.po` translates them and is
compiled to the `.mo` beside it by `python packaging/dev.py translations` (Babel). A test keeps the two equal and finds
untranslated strings. Mark text with `_("…")`, `ngettext`, `pgettext`, or `N_("…")` for text that is translated later.

The language is process-wide and read at call time; switching it does not reach text that is already on screen, so the
window rebuilds its pages. Documents pass a language of their own through `Translator`.
"""

import functools
import gettext as _gettext
import os
import re
import struct
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import field
from typing import Final

from typing_extensions import override

from inspector import assets
from inspector.problems import CATALOGUE, Problem
from inspector.quick_dataclass import dataclass

LANGUAGES = ("zh_CN", "en")
"""Languages the product is complete in."""


_MAGIC: Final = 0x950412DE
"""How a compiled catalogue begins."""
STRAIGHT = str.maketrans("“”", '""')


class _English(_gettext.NullTranslations):
    """The msgids, with straight quotes: a Chinese font draws the round ones as wide as a character."""

    @override
    def gettext(self, message: str) -> str:
        return message.translate(STRAIGHT)

    @override
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return super().ngettext(msgid1, msgid2, n).translate(STRAIGHT)

    @override
    def pgettext(self, context: str, message: str) -> str:
        return message.translate(STRAIGHT)


class _Catalogue(_gettext.NullTranslations):
    """A compiled catalogue whose sentences are decoded when they are first asked for.

    `gettext.GNUTranslations` decodes all of them when it is made, which the first window of each start would wait for.
    """

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        magic, _revision, count, ids, texts = struct.unpack_from("<5I", raw)
        if magic != _MAGIC:
            raise ValueError("not a little-endian catalogue")
        spans = [struct.unpack_from(f"<{2 * count}I", raw, start) for start in (ids, texts)]
        keys, found = ([raw[at : at + size] for size, at in zip(one[::2], one[1::2], strict=True)] for one in spans)
        self._raw = {key.partition(b"\0")[0]: text for key, text in zip(keys, found, strict=True)}
        self._known: dict[str, tuple[str, ...]] = {}
        rule = re.search(r"plural=([^;\n]+)", self._raw.get(b"", b"").decode())
        self._form = _gettext.c2py(rule[1] if rule else "n != 1")

    def _forms(self, key: str) -> tuple[str, ...]:
        """The translations of a msgid, one for each plural form; none if there is no translation."""
        forms = self._known.get(key)
        if forms is None:
            text = self._raw.get(key.encode(), b"").decode()
            forms = self._known[key] = tuple(text.split("\0")) if text else ()
        return forms

    @override
    def gettext(self, message: str) -> str:
        forms = self._forms(message)
        return forms[0] if forms else message

    @override
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        forms = self._forms(msgid1)
        return forms[self._form(n)] if forms else (msgid1 if n == 1 else msgid2)

    @override
    def pgettext(self, context: str, message: str) -> str:
        forms = self._forms(f"{context}\4{message}")
        return forms[0] if forms else message


@functools.cache
def _load(language: str) -> _gettext.NullTranslations:
    if language == "en":
        return _English()
    path = assets.resource(f"translations/{language}/LC_MESSAGES/inspector.mo")
    if not path.exists():
        return _gettext.NullTranslations()
    return _Catalogue(path.read_bytes())


class Translator:
    """Translations into one fixed language, for documents whose language is not the window's."""

    def __init__(self, language: str) -> None:
        self.language = language

    @functools.cached_property
    def _catalogue(self) -> _gettext.NullTranslations:
        return _load(self.language)

    def __call__(self, text: str) -> str:
        """Translate a sentence."""
        return self._catalogue.gettext(text) if text else ""

    def plural(self, one: str, many: str, count: int) -> str:
        """Translate a sentence that depends on a count."""
        return self._catalogue.ngettext(one, many, count)

    def context(self, context: str, text: str) -> str:
        """Translate a word whose meaning depends on where it stands."""
        return self._catalogue.pgettext(context, text)

    def describe(self, problem: Problem) -> str:
        """The problem as one sentence that says what to do; what the system says in it is translated as well."""
        sentence = CATALOGUE.get(problem.code, (None, ""))[1]
        if not sentence:
            return problem.code
        params = {name: self._reason(value) if name == "reason" else value for name, value in problem.params.items()}
        return Message(sentence, params).render(self)

    def _reason(self, value: object) -> object:
        if isinstance(value, Message):
            return value
        said = _ERRNO.sub("", str(value))
        return self(said) if said in REASONS else value


def N_(text: str) -> str:  # noqa: N802 - the gettext convention
    """Mark text for extraction; it is translated where it is shown."""
    return text


_ERRNO: Final = re.compile(r"^\[Errno -?\d+\] ")
REASONS: Final = frozenset(
    (
        N_("No such file or directory"),
        N_("Permission denied"),
        N_("Is a directory"),
        N_("Not a directory"),
        N_("No space left on device"),
        N_("Read-only file system"),
        N_("File name too long"),
        N_("Input/output error"),
        N_("File too large"),
        N_("Connection refused"),
        N_("Connection reset by peer"),
        N_("Network is unreachable"),
        N_("No route to host"),
        N_("Name or service not known"),
        N_("Temporary failure in name resolution"),
        N_("timed out"),
        N_("Address already in use"),
        N_("Cannot assign requested address"),
    )
)
"""What the system and the network library say of an error, as a parameter `reason` has it."""

_current = Translator("zh_CN")
_speaking: ContextVar[Translator | None] = ContextVar("speaking", default=None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let this thread speak another language for a moment: a document's, whatever the window's is."""
    token = _speaking.set(Translator(language))
    try:
        yield
    finally:
        _speaking.reset(token)


def _speaker() -> Translator:
    return _speaking.get() or _current


def system_language() -> str:
    """The best of LANGUAGES for this system: Chinese for any zh locale, else English; Chinese if nothing is set."""
    names = [os.environ.get(key, "") for key in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG")]
    if sys.platform in ("win32", "darwin"):  # elsewhere Python calls the bare C locale en_US
        import locale  # noqa: PLC0415 - see the condition

        names.append(locale.getlocale()[0] or "")
    chosen = next((name for name in names if name and name not in {"C", "POSIX", "C.UTF-8"}), "zh")
    return "zh_CN" if chosen.lower().startswith(("zh", "chinese")) else "en"


def set_language(language: str) -> None:
    """Switch the process to one of LANGUAGES, or to the system's with "system"."""
    global _current  # noqa: PLW0603 - one language per process
    chosen = system_language() if language == "system" else language
    if chosen not in LANGUAGES:
        raise ValueError(chosen)
    _current = Translator(chosen)


def language() -> str:
    """The language in use."""
    return _speaker().language


def _(text: str) -> str:
    return _speaker()(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a sentence that depends on a count."""
    return _speaker().plural(one, many, count)


def pgettext(context: str, text: str) -> str:
    """Translate a word whose meaning depends on where it stands."""
    return _speaker().context(context, text)


def describe(problem: Problem) -> str:
    """The problem as one sentence in the current language."""
    return _speaker().describe(problem)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence as data: an English msgid with {parameters}, rendered in the reader's language where it is shown.

    Pure cores (criteria, xforms) return these instead of text. A parameter that is itself a Message is rendered too.
    """

    text: str
    params: Mapping[str, object] = field(default_factory=dict)

    def render(self, translator: Translator | None = None) -> str:
        """The sentence in the translator's language, by default the current one."""
        chosen = translator or _speaker()
        values = {k: v.render(chosen) if isinstance(v, Message) else str(v) for k, v in self.params.items()}
        return chosen(self.text).format_map(values)
