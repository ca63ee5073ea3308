"""What an option is: key, kind of value, default, bounds, scope, and where it is shown. Pure data; any thread.

A value that arrives from another laptop or from a file is never trusted: `check` gives back the value that may be used,
or says what is wrong with it.
"""

import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

from inspector.i18n import N_, Message, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

register(
    ProblemKind.INPUT,
    {
        "option_unknown": N_("There is no setting “{key}”. `inspector settings list` names them all."),
        "option_whole": N_("“{name}” is a whole number from {least} to {most}."),
        "option_switch": N_("“{name}” is on or off."),
        "option_choice": N_("“{name}” is one of: {choices}."),
        "option_text": N_("“{name}” has {most} characters at most."),
        "option_text_unseen": N_("“{name}” holds characters that cannot be seen. Type it in one line."),
        "option_cycle": N_("“{name}” is a number of months from {least} to {most} or “as-needed”, and may be off."),
        "settings_person": N_("“{name}” is a matter of the window on this computer. Set it there, under Settings."),
        "option_place": N_("“{name}” belongs to one laptop alone. Choose it on that laptop, under Settings."),
        "option_picture": N_("“{name}” is set in the window, or by the import of settings."),
    },
)


class Scope(StrEnum):
    """Whose an option is."""

    COMPANY = "company"
    """The same on every laptop of an area: a record, chosen by leads and administrators."""
    LAPTOP = "laptop"
    """Of this workspace on this laptop."""
    PERSON = "person"
    """Of whoever sits at this computer: looks and keys of the window, kept beside it."""


class Kind(StrEnum):
    """Kind of value. JSON of each: text, number, true/false, text, list of texts, hash of a file, object."""

    TEXT = "text"
    WHOLE = "whole"
    SWITCH = "switch"
    CHOICE = "choice"
    MANY = "many"
    """Several of the choices, in their order."""
    PICTURE = "picture"
    """SHA-256 of a PNG among the blobs; empty for none."""
    PATTERN = "pattern"
    """The pattern of a series of numbers."""
    CYCLE = "cycle"
    """{"months": whole number or null, "on": true/false}."""
    NETWORKS = "networks"
    """A list of networks as 10.20.0.0/16."""
    PLACE = "place"
    """A folder or an address, which its own module checks: `preferences.places`."""
    KEYS = "keys"
    """A key sequence as Qt writes it, "" for none."""


ON: Final = frozenset({"on", "true", "yes", "1"})
OFF: Final = frozenset({"off", "false", "no", "0"})
AS_NEEDED: Final = "as-needed"
UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Categories of characters that no heading may hold: line breaks, controls, changes of direction, half characters."""
HASH: Final = 64
"""Letters of a SHA-256."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option. `section` groups options; those of a company are one record per section.

    `tab` is the tab of the settings that shows it. `empty` is the label of "no number", for kinds WHOLE that may be
    empty; `zero` what 0 means where it is no number of anything. `names` are the label in Chinese and English where it
    comes from data; otherwise `label` is a msgid. `local` is where a laptop kept it before it became the company's: key
    of a setting, then keys within.
    """

    key: str
    section: str
    label: str
    kind: Kind
    default: Any
    scope: Scope
    tab: str
    help: str = ""
    unit: str = ""
    least: int = 0
    most: int = 0
    empty: str = ""
    zero: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    names: tuple[str, str] = ("", "")
    local: tuple[str | int, ...] = ()

    def name(self, t: Translator) -> str:
        """The label in a language."""
        chinese, english = self.names
        return (chinese if t.language.startswith("zh") else english) or t(self.label)

    def check(self, value: Any) -> Any:
        """The value, as it may be used. Raises Problem option_… or numbering_…."""
        return _CHECKS[self.kind](self, value)

    def _switch(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        raise self._wrong("option_switch")

    def _picture(self, value: Any) -> str:
        if isinstance(value, str) and (not value or (len(value) == HASH and value.isalnum())):
            return value
        raise self._wrong("option_picture")

    def _place(self, _value: Any) -> str:
        raise self._wrong("option_place")

    def _networks(self, value: Any) -> list[str]:
        from inspector.services.preferences.networks import network  # noqa: PLC0415 - rarely needed

        found = [str(one).strip() for one in value] if isinstance(value, list | tuple) else [str(value)]
        for text in found:
            network(text)
        return found

    def _pattern(self, value: Any) -> str:
        from inspector.services.preferences.numbering import check_pattern  # noqa: PLC0415 - rarely needed

        return check_pattern(value if isinstance(value, str) else "")

    def _wrong(self, code: str, **params: object) -> Problem:
        label = Message(self.label) if not self.names[0] else self.names[1]
        return Problem(code, name=label, **params)

    def _text(self, value: Any) -> str:
        if not isinstance(value, str) or len(value.strip()) > self.most:
            raise self._wrong("option_text", most=self.most)
        if any(unicodedata.category(letter) in UNSEEN for letter in value):
            raise self._wrong("option_text_unseen")
        return value.strip()

    def _whole(self, value: Any) -> int | None:
        if value is None and self.empty:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most:
            return value
        raise self._wrong("option_whole", least=self.least, most=self.most)

    def _one(self, value: Any) -> str:
        keys = [key for key, _label in self.choices]
        if value in keys:
            return str(value)
        raise self._wrong("option_choice", choices=", ".join(keys))

    def _many(self, value: Any) -> list[str]:
        keys = [key for key, _label in self.choices]
        if isinstance(value, list | tuple) and all(one in keys for one in value):
            return [key for key in keys if key in value]
        raise self._wrong("option_choice", choices=", ".join(keys))

    def _cycle(self, value: Any) -> dict[str, Any]:
        wrong = self._wrong("option_cycle", least=self.least, most=self.most)
        if not isinstance(value, Mapping):
            raise wrong
        months, on = value.get("months"), value.get("on", True)
        whole = isinstance(months, int) and not isinstance(months, bool) and self.least <= months <= self.most
        if not isinstance(on, bool) or not (whole or months is None):
            raise wrong
        return {"months": months, "on": on}

    # typed ----------------------------------------------------------------------------------------------------------

    def parse(self, text: str) -> Any:
        """What somebody typed, as a value. Raises Problem like `check`."""
        typed = text.strip()
        match self.kind:
            case Kind.WHOLE:
                digits = typed.isascii() and typed.isdecimal() and len(typed) < 10
                return self.check(int(typed) if digits else typed or None)
            case Kind.SWITCH:
                word = typed.lower()
                return self.check(True if word in ON else False if word in OFF else typed)
            case Kind.MANY | Kind.NETWORKS:
                return self.check([part.strip() for part in typed.replace("，", ",").split(",") if part.strip()])
            case Kind.CYCLE:
                return self._parse_cycle(typed)
            case Kind.PICTURE:
                if typed:
                    raise self._wrong("option_picture")
                return ""
        return self.check(typed)

    def _parse_cycle(self, typed: str) -> dict[str, Any]:
        words = typed.lower().replace(",", " ").split()
        on = "off" not in words
        rest = [word for word in words if word not in ("on", "off")]
        months: Any = self.default["months"] if not rest else None
        if rest and rest != [AS_NEEDED]:
            months = int(rest[0]) if len(rest) == 1 and rest[0].isascii() and rest[0].isdecimal() else typed
        return self.check({"months": months, "on": on})  # type: ignore[no-any-return]  # a dict for this kind

    def typed(self, value: Any) -> str:
        """The value as `parse` reads it: what commands show and take."""
        match self.kind:
            case Kind.SWITCH:
                return "on" if value else "off"
            case Kind.MANY | Kind.NETWORKS:
                return ",".join(value)
            case Kind.CYCLE:
                months = AS_NEEDED if value["months"] is None else str(value["months"])
                return months if value["on"] else f"{months} off"
        return "" if value is None else str(value)

    def words(self, value: Any, t: Translator) -> str:
        """The value as people read it; a dash for none."""
        said = _WORDS.get(self.kind)
        return said(self, value, t) if said is not None else str(value) or "—"


def unit_words(unit: str, count: int, t: Translator) -> str:
    """The unit of an option behind a number: one day, two days."""
    return t.plural("day", "days", count) if unit == "days" else t(unit)


def _cycle_words(value: Mapping[str, Any], t: Translator) -> str:
    months = value["months"]
    words = t("as needed") if months is None else t.plural("{count} month", "{count} months", months)
    words = words.format(count=months)
    return words if value["on"] else t("off ({value})").format(value=words)


def _many_words(one: Option, value: Any, t: Translator) -> str:
    return t(", ").join(t(label) for key, label in one.choices if key in value) or t("none")


def _choice_words(one: Option, value: Any, t: Translator) -> str:
    """The label; a bare number has its unit behind it."""
    label = dict(one.choices)[value]
    return f"{label}\u00a0{unit_words(one.unit, int(label), t)}" if one.unit and label.isdecimal() else t(label)


def _whole_words(one: Option, value: Any, t: Translator) -> str:
    if value is None:
        return t(one.empty)
    if one.zero and value == 0:
        return t(one.zero)
    return f"{value}\u00a0{unit_words(one.unit, value, t)}" if one.unit else str(value)


_CHECKS: Final[Mapping[Kind, Callable[[Option, Any], Any]]] = {
    Kind.TEXT: Option._text,  # noqa: SLF001 - the class's own, by kind
    Kind.WHOLE: Option._whole,  # noqa: SLF001 - as above
    Kind.SWITCH: Option._switch,  # noqa: SLF001 - as above
    Kind.CHOICE: Option._one,  # noqa: SLF001 - as above
    Kind.MANY: Option._many,  # noqa: SLF001 - as above
    Kind.PICTURE: Option._picture,  # noqa: SLF001 - as above
    Kind.PATTERN: Option._pattern,  # noqa: SLF001 - as above
    Kind.CYCLE: Option._cycle,  # noqa: SLF001 - as above
    Kind.NETWORKS: Option._networks,  # noqa: SLF001 - as above
    Kind.PLACE: Option._place,  # noqa: SLF001 - as above
    Kind.KEYS: Option._text,  # noqa: SLF001 - as above
}
_WORDS: Final[Mapping[Kind, Callable[[Option, Any, Translator], str]]] = {
    Kind.SWITCH: lambda _one, value, t: t("On") if value else t("Off"),
    Kind.CHOICE: _choice_words,
    Kind.MANY: _many_words,
    Kind.CYCLE: lambda _one, value, t: _cycle_words(value, t),
    Kind.PICTURE: lambda _one, value, t: t("a picture") if value else t("none"),
    Kind.NETWORKS: lambda _one, value, t: t(", ").join(value) or t("any network"),
    Kind.WHOLE: _whole_words,
}
