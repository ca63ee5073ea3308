"""What a company's own decisions about criteria, packs and hazard entries are called in lists. Worker thread."""

from inspector.criteria.confirmed import conflict_groups, rows_of
from inspector.services.checklists.compiled import form_title
from inspector.services.judgement.words import basis_words, limit_words, name_of
from inspector.services.preferences.values import section_name
from inspector.services.words import here
from inspector.services.workspace import Workspace


def rule_title(workspace: Workspace, entity: str) -> str:
    """A name for a decision: the row with its limit, the pack's title, or the wording; the id itself if unknown."""
    rule = workspace.db.house_rules.one(entity)
    if rule is None:
        return entity
    if rule.kind == "hazard_entry":
        words = (rule.fields.get("hazard_zh"), rule.fields.get("hazard_en"))
        first, second = words if here().language.startswith("zh") else reversed(words)
        return str(first or second or entity)
    if rule.kind == "setting":
        return section_name(str(rule.fields.get("section") or ""), here())
    if rule.kind == "form":
        return form_title(str(rule.fields.get("form") or ""))
    if rule.kind == "criterion":
        return (
            _row_title(workspace, str(rule.fields.get("row") or ""), str(rule.fields.get("group") or "")) or rule.title
        )
    return rule.title or entity


def row_words(workspace: Workspace, row: str) -> str:
    """A row among its variants, in few words: limit and basis; "" for one that no pack has."""
    packs, t = workspace.packs, here()
    found = next((one for one in rows_of(packs) if one.id == row), None)
    if found is None:
        return ""
    return " · ".join(part for part in (limit_words(packs, found, t), basis_words(found.source, t)) if part)


def _row_title(workspace: Workspace, row: str, group: str) -> str:
    packs, t = workspace.packs, here()
    rows = conflict_groups(packs).get(group, ()) or tuple(one for one in rows_of(packs) if one.id == row)
    if not rows:
        return ""
    name = name_of(packs, rows[0], t)
    return name if group else " ".join(part for part in (name, limit_words(packs, rows[0], t)) if part)
