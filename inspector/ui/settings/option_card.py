"""A card of options made from their declarations; a choice acts at once and can be taken back from the toast.

`CompanyOptions` are kept by the workspace (company and laptop), `OwnOptions` by the window. Who may not choose for the
company sees the values and reads why.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector.i18n import Translator, _, describe, language
from inspector.problems import Problem
from inspector.services.preferences.catalogue import SECTIONS, option, options
from inspector.services.preferences.choosing import Chosen, choose, may_choose
from inspector.services.preferences.options import Kind, Scope
from inspector.services.preferences.reading import chosen_all
from inspector.services.preferences.values import option_label
from inspector.ui.kit.typing import TypingKeeper
from inspector.ui.page import Context
from inspector.ui.settings.option_control import OptionControl
from inspector.ui.settings.section import Section, card_of

OF_THEIR_OWN = (Kind.CYCLE, Kind.KEYS, Kind.PATTERN, Kind.PICTURE, Kind.MANY, Kind.PLACE)
"""Kinds that sections show in their own way."""


def changed_words(keys: Sequence[str]) -> str:
    """What a toast says after a choice."""
    t = Translator(language())
    if len(keys) == 1:
        return _("Changed: {name}").format(name=option_label(keys[0], t))
    return t.plural("{count} setting changed", "{count} settings changed", len(keys)).format(count=len(keys))


def tell_change(context: Context, done: Chosen, after: Any) -> None:
    """Say what was changed, with a way back; `after` is called when it was taken back."""
    if not done.keys:
        return
    workspace = context.workspace

    def back() -> None:
        context.tasks.run(lambda: choose(workspace, done.before), lambda _done: after())

    context.messages.success(changed_words(done.keys), _("Undo"), back)


class CompanyOptions(QObject):
    """The card `card` of options that the workspace keeps; `fetched` when what counts is on the screen."""

    fetched = Signal()

    def __init__(self, context: Context, title: str, keys: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.controls = {key: OptionControl(option(key)) for key in keys}
        self.fields = {key: one.control for key, one in self.controls.items()}
        self._keepers = {
            key: TypingKeeper(context, f"settings:{key}", self)
            for key, one in self.controls.items()
            if one.text_field is not None
        }
        self._stored: dict[str, Any] = {}
        self.card = card_of(title, [(one.name, one) for one in self.controls.values()])
        for key, one in self.controls.items():
            one.option_chosen.connect(lambda value, key=key: self._on_chosen(key, value))

    def fetch(self) -> None:
        """Show what counts."""
        workspace = self._context.workspace

        def look() -> tuple[dict[str, Any], bool]:
            values = chosen_all(workspace)
            return {key: values[key] for key in self.controls}, may_choose(workspace)

        self._context.tasks.run(look, self._on_fetched, owner=self)

    def _on_fetched(self, found: tuple[Mapping[str, Any], bool]) -> None:
        values, allowed = found
        for key, one in self.controls.items():
            one.control.setEnabled(allowed or one.option.scope is not Scope.COMPANY)
            before, first = self._stored.get(key), key not in self._stored
            if first or one.typed() == one.option.typed(before):
                one.show_value(values[key])
            keeper, field = self._keepers.get(key), one.text_field
            if first and keeper is not None and field is not None and field.isEnabled():
                keeper.attach(field, key)
                keeper.restore()
        self._stored = dict(values)
        self.fetched.emit()

    def _on_chosen(self, key: str, value: Any) -> None:
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: choose(workspace, {key: value}),
            lambda done: self._on_done(key, value, done),
            lambda problem: self._on_refused(key, problem),
            owner=self,
        )

    def _on_done(self, key: str, value: Any, done: Chosen) -> None:
        self._stored[key] = value
        self.controls[key].show_value(value)
        if key in self._keepers:
            self._keepers[key].clear()
        tell_change(self._context, done, self.fetch)

    def _on_refused(self, key: str, problem: Problem) -> None:
        self.controls[key].set_error(describe(problem))
        if problem.code in ("settings_role", "nobody_acting", "offline_not_allowed"):
            self._context.messages.problem(problem)
            self.controls[key].show_value(self._stored.get(key, self.controls[key].option.default))


class OwnOptions(QObject):
    """The card `card` of options that the window keeps beside the workspace."""

    def __init__(self, context: Context, title: str, keys: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.controls = {key: OptionControl(option(key)) for key in keys}
        self.card = card_of(title, [(one.name, one) for one in self.controls.values()])
        for key, one in self.controls.items():
            one.show_value(context.preferences.option(key))
            one.option_chosen.connect(lambda value, key=key: context.preferences.set_option(key, value))


def rest_of(context: Context, section: Section, tab: str) -> tuple[CompanyOptions, ...]:
    """Cards of the options that are declared for a tab and have no control of their own there, by their group."""
    left: dict[str, list[str]] = {}
    for one in options().values():
        if one.tab == tab and one.key not in section.targets and one.kind not in OF_THEIR_OWN:
            left.setdefault(one.section, []).append(one.key)
    made = tuple(CompanyOptions(context, _(SECTIONS[name]), keys, section) for name, keys in left.items())
    for card in made:
        section.column.insertWidget(max(0, section.column.count() - 1), card.card)
        section.targets |= card.controls
    return made
