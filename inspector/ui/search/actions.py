"""What the palette can do besides opening things: pages, actions, settings; found by words of either language."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from inspector import i18n
from inspector.i18n import N_, _
from inspector.quick_dataclass import dataclass
from inspector.services.searching import marks, matching, spelled
from inspector.ui.page import Context, Place
from inspector.ui.search.model import Row
from inspector.ui.settings.page import SECTIONS
from inspector.ui.theme import Mode, theme

if TYPE_CHECKING:
    from inspector.ui.page import PageEntry

THEMES: Final = (
    (Mode.LIGHT, N_("Light theme")),
    (Mode.DARK, N_("Dark theme")),
    (Mode.SYSTEM, N_("Theme as the system says")),
)
HELP: Final = (
    ("", N_("Help"), "circle-help", "F1"),
    ("guides", N_("Guides…"), "book-open", ""),
    ("keys", N_("Keyboard map"), "type", ""),
    ("card", N_("Quick card (PDF)…"), "printer", ""),
    ("guide", N_("Guided visit"), "play", ""),
    ("report", N_("Error report…"), "circle-alert", ""),
)
"""What of the help, label, icon, key."""
NEW: Final = {"new-visit": ("home", "visits"), "new-customer": ("customers",)}
"""The pages on which Ctrl+N makes one of this kind."""
LANGUAGES: Final = (("zh_CN", N_("Switch to Chinese")), ("en", N_("Switch to English")))


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do. `label` is a msgid, so that it is found by its words in both languages."""

    label: str
    icon: str
    act: Callable[[], None]
    keys: str = ""
    group: str = ""
    """Msgid of words shown behind the label."""
    chinese: str = ""
    """The label in Chinese where it comes from data: `label` is English then."""

    @property
    def name(self) -> str:
        """The label in the window's language."""
        return self.chinese if self.chinese and i18n.language().startswith("zh") else _(self.label)

    def row(self, text: str) -> Row:
        """The row of the palette."""
        label, hint = self.name, _(self.group) if self.group else ""
        return Row(label, hint, self.icon, keys=self.keys, marks=marks(label, text), choose=self.act)

    def matches(self, text: str, spelling: Iterable[str] = ()) -> bool:
        """Whether it has all the words: in the window's language, in English, or in the pinyin of its label."""
        names = (self.label, self.name, self.chinese, self.group, _(self.group) if self.group else "")
        return matching(text, *names) or spelled(text, spelling)


class Actions:
    """The pages and actions of a window. `current` is the open page; the functions are the shell's."""

    def __init__(
        self,
        context: Context,
        entries: Sequence["PageEntry"],
        current: str,
        open_page: Callable[[str], None],
        open_place: Callable[[Place], None],
        ask_person: Callable[[], None],
    ) -> None:
        self._context, self._entries, self._current = context, entries, current
        self._open_page, self._open_place, self._ask_person = open_page, open_place, ask_person
        self._kinds = {kind for entry in entries for kind in entry.places}

    def pages(self) -> tuple[Action, ...]:
        """The pages of the rail and the sections of the settings."""
        found, number = [], 0
        for entry in self._entries:
            number += 1 if entry.numbered else 0
            keys = f"Alt {number}" if entry.numbered else ""
            found.append(Action(entry.label, entry.icon, self._page(entry.key), keys))
        return (*found, *self._settings())

    def all(self) -> tuple[Action, ...]:
        """Everything that can be done now."""
        return (*self._things(), *self._looks())

    def _things(self) -> Iterable[Action]:
        for kind, label, icon in (
            ("new-visit", N_("New visit"), "plus"),
            ("new-customer", N_("New customer"), "plus"),
            ("new-hazard", N_("Register a hazard"), "plus"),
            ("import", N_("Import from Excel"), "file-spreadsheet"),
            ("reply-import", N_("Import a customer's reply"), "file-spreadsheet"),
            ("export", N_("Export to Excel"), "file-spreadsheet"),
        ):
            if kind in self._kinds:
                yield Action(label, icon, self._place(kind), "Ctrl N" if self._current in NEW.get(kind, ()) else "")
        if self._context.desk is not None:
            yield Action(N_("Choose who is working"), "key-round", self._ask_person)
            yield Action(N_("Synchronise now"), "refresh-cw", self._context.desk.sync.hurry, "F5")
        for what, label, icon, keys in HELP:
            yield Action(label, icon, self._place("help", what), keys)

    def _settings(self) -> Iterable[Action]:
        for key, (label, _factory) in SECTIONS.items() if "setting" in self._kinds else ():
            yield Action(label, "settings", self._place("setting", key), "", N_("Settings"))

    def options(self) -> tuple[Action, ...]:
        """Every option of the settings; each leads to its control."""
        from inspector.services.preferences.catalogue import SECTIONS as GROUPS  # noqa: PLC0415 - once searched
        from inspector.services.preferences.catalogue import options  # noqa: PLC0415 - as above
        from inspector.services.preferences.values import option_label  # noqa: PLC0415 - as above

        if "setting" not in self._kinds:
            return ()
        english, chinese = i18n.Translator("en"), i18n.Translator("zh_CN")
        return tuple(
            Action(
                option_label(one.key, english),
                "settings",
                self._place("setting", f"{one.tab}/{one.key}"),
                "",
                GROUPS[one.section],
                option_label(one.key, chinese),
            )
            for one in options().values()
        )

    def _looks(self) -> Iterable[Action]:
        preferences = self._context.preferences
        for mode, label in THEMES:
            if mode is not preferences.theme and not (mode is not Mode.SYSTEM and theme().dark == (mode is Mode.DARK)):
                yield Action(label, "settings", lambda mode=mode: preferences.set_theme(mode))  # type: ignore[misc]  # bound now
        for language, label in LANGUAGES:
            if language != i18n.language():
                yield Action(label, "type", lambda language=language: preferences.set_language(language))  # type: ignore[misc]  # bound now

    def _page(self, key: str) -> Callable[[], None]:
        return lambda: self._open_page(key)

    def _place(self, kind: str, thing: str = "") -> Callable[[], None]:
        return lambda: self._open_place(Place(kind, thing))
