"""Lists of the criteria as the settings and commands show them. Worker thread."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from inspector.criteria.confirmed import SECTIONS, Row, conflict_groups, rows_of, statement
from inspector.criteria.model import Check, LimitRow
from inspector.services.judgement.packs import local_packs
from inspector.services.judgement.rules import may_decide, may_rule, own_rules
from inspector.services.judgement.views import ConfirmedBy, CriteriaList, CriterionRow, VariantGroup
from inspector.services.judgement.words import (
    applies_words,
    basis_words,
    day_of,
    group_words,
    limit_words,
    name_of,
    notes_words,
)
from inspector.services.words import here, source_words
from inspector.services.workspace import Workspace
from inspector.storage.registers.house_rules import HouseRule

if TYPE_CHECKING:
    from inspector.criteria import Packs
    from inspector.i18n import Translator


def criteria_list(workspace: Workspace) -> CriteriaList:
    """All rows, the groups of variants, the company's packs, and whether whoever acts may decide."""
    listing = _Listing(workspace)
    rows = tuple(listing.row(row) for row in rows_of(workspace.packs))
    by_id = {row.id: row for row in rows}
    groups = tuple(listing.group(name, found, by_id) for name, found in conflict_groups(workspace.packs).items())
    troubles = tuple(listing.t.describe(problem) for problem in workspace.pack_troubles)
    return CriteriaList(rows, groups, may_decide(workspace), local_packs(workspace), troubles, may_rule(workspace))


def rows_with(rows: Iterable[CriterionRow], text: str) -> tuple[CriterionRow, ...]:
    """Those rows in which every word of a text stands somewhere. Any thread."""
    words = _plain(text).split()
    return tuple(row for row in rows if all(word in _plain(row.text) for word in words))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def variant_groups(workspace: Workspace) -> tuple[VariantGroup, ...]:
    """The rows that contradict each other, by group."""
    return criteria_list(workspace).groups


class _Listing:
    """What all rows of a list share: the packs, what was decided, names and language."""

    def __init__(self, workspace: Workspace) -> None:
        self.t: Translator = here()
        self._packs: Packs = workspace.packs
        self._events = workspace.db.frames.events_of
        self._people: Mapping[str, str] = workspace.db.registers.person_names()
        rules = own_rules(workspace)
        self._rows = {str(rule.fields["row"]): rule for rule in rules if "row" in rule.fields}
        self._groups = {str(rule.fields["group"]): rule for rule in rules if "group" in rule.fields}
        self._local = {str(rule.fields.get("pack")) for rule in rules if rule.kind == "criteria_pack"}

    def row(self, row: Row) -> CriterionRow:
        """A row with what was decided about it."""
        t, rule = self.t, self._rows.get(row.id)
        group = "" if isinstance(row, Check) else row.conflict
        enabled = True if isinstance(row, Check) else row.enabled
        pack = self._packs.origins.get(row.id, "")
        return CriterionRow(
            id=row.id,
            section=SECTIONS[type(row)],
            name=name_of(self._packs, row, t),
            quantity=row.quantity if isinstance(row, LimitRow) else "",
            limit=limit_words(self._packs, row, t),
            applies=applies_words(row, t),
            basis=basis_words(row.source, t),
            confidence=row.source.confidence.value,
            confidence_words=source_words(row.source.confidence, row.source.confirmation),
            may_fail=row.source.confidence.may_fail,
            judges=enabled,
            switched=self._switched(rule, group),
            group=group,
            confirmed=self._confirmed(rule),
            outdated=self._outdated(row, rule),
            open=rule.open if rule is not None else (),
            pack=pack,
            pack_title=self._pack_title(pack),
            local=pack in self._local,
            grade=row.grade.value,
            note=notes_words(row, t),
            off=self._off(rule) if not enabled else None,
        )

    def group(self, name: str, found: tuple[Row, ...], rows: Mapping[str, CriterionRow]) -> VariantGroup:
        """A group of variants."""
        rule = self._groups.get(name)
        chosen = str(rule.fields.get("chosen") or "") if rule is not None else ""
        title = group_words(name, self.t) or name_of(self._packs, found[0], self.t)
        return VariantGroup(name, title, tuple(rows[row.id] for row in found), chosen, bool(rule and rule.open))

    def _pack_title(self, pack: str) -> str:
        title = self._packs.titles.get(pack, pack)
        return self.t("practice") if title == "practice" else title

    def _switched(self, rule: HouseRule | None, group: str) -> bool:
        chosen = self._groups.get(group)
        by_hand = rule is not None and isinstance(rule.fields.get("enabled"), bool)
        return by_hand or bool(chosen and chosen.fields.get("chosen"))

    def _off(self, rule: HouseRule | None) -> ConfirmedBy | None:
        """Who switched a row off, and why: the newest record that says so."""
        if rule is None or rule.fields.get("enabled") is not False:
            return None
        told = [one for one in self._events(rule.id) if dict(one.body.get("fields") or {}).get("enabled") is False]
        last = max(told, key=lambda one: one.id, default=None)
        if last is None:
            return None
        return ConfirmedBy(self._people.get(last.user, last.user), day_of(last.at), str(last.body.get("reason") or ""))

    def _confirmed(self, rule: HouseRule | None) -> tuple[ConfirmedBy, ...]:
        if rule is None or not rule.fields.get("confirmed"):
            return ()
        return tuple(ConfirmedBy(self._people.get(one.by, one.by), day_of(one.at), one.seen) for one in rule.said)

    @staticmethod
    def _outdated(row: Row, rule: HouseRule | None) -> bool:
        confirmed = str(rule.fields.get("confirmed") or "") if rule is not None else ""
        return bool(confirmed) and confirmed != statement(row)
