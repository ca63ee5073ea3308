"""A company's own criteria packs: checked, shown before they count, added, replaced, taken out again. Worker thread.

A pack is a TOML file like those of the program. Its content travels in the record, so that it counts everywhere as soon
as the record is there. What it replaces and adds is shown first (`preview_pack`); what cannot be used is refused with
file, place and reason.
"""

import hashlib
from pathlib import Path
from typing import Any, Final

from inspector import assets
from inspector.criteria import load_packs
from inspector.criteria.confirmed import Row, changes, rows_of
from inspector.criteria.packs import Packs
from inspector.criteria.schema import claims_of, pack_head
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.services.judgement.rules import decider, local_sources, own_rules, shipped_sources, thing_of, write
from inspector.services.judgement.views import PackLine, PackPreview, PackView
from inspector.services.judgement.words import applies_words, basis_words, day_of, limit_words, name_of
from inspector.services.registers.entries import area_of
from inspector.services.words import here
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent
from inspector.storage.registers.house_rules import HouseRule

register(
    ProblemKind.INPUT,
    {
        "pack_unreadable": N_("The pack {path} cannot be read: {reason}."),
        "pack_too_large": N_("The pack is larger than {most} kB. Split it into several packs."),
        "pack_name": N_("The id of a pack is made of small letters, digits, points and hyphens: “{pack}” is none."),
        "pack_missing": N_("There is no own criteria pack “{pack}”. `inspector criteria pack list` names them."),
        "pack_in_use": N_("The pack “{pack}” is in use just as it is: nothing was changed."),
    },
)

MOST_BYTES: Final = 200_000
"""A record travels whole; the packs of the program are a tenth of it."""
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")


def template() -> bytes:
    """An empty pack with explanations, to be filled in."""
    return assets.resource("criteria-template.toml").read_bytes()


def read_pack(path: Path) -> bytes:
    """The bytes of a pack file, at most as many as a pack may have and one more. Raises Problem pack_unreadable."""
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise Problem("pack_unreadable", path=path, reason=error.strerror or error) from error


def preview_pack(workspace: Workspace, name: str, content: bytes) -> PackPreview:
    """What would change if this pack counted. Raises Problem pack_invalid, pack_too_large, pack_name."""
    identity, title = _checked(name, content)
    rules = [rule for rule in own_rules(workspace) if rule.fields.get("pack") != identity]
    now = local_sources(own_rules(workspace))
    shipped, others = shipped_sources(), local_sources(rules)
    before = _usable(shipped, now)
    after = load_packs(shipped, {**others, f"{identity}.toml": content})
    found, t = changes(before, after), here()
    lines = [_line("added", after, row, t) for row in found.added]
    lines += [_line("replaced", after, row, t, (before, old)) for old, row in found.replaced]
    lines += [_line("removed", before, row, t) for row in found.removed]
    same = now.get(f"{identity}.toml") == content
    names = tuple(after.quantities[one].name.text(t.language) for one in found.quantities)
    rules_brought = tuple(rule.title.text(t.language).format(phase="").strip() for rule in found.inferences)
    replaces, claims = f"{identity}.toml" in now, claims_of(content)
    return PackPreview(identity, title.text(t.language), names, tuple(lines), replaces, claims, same, rules_brought)


def _usable(shipped: dict[str, bytes], local: dict[str, bytes]) -> Packs:
    try:
        return load_packs(shipped, local)
    except Problem:
        return load_packs(shipped)


def _line(change: str, packs: Packs, row: Row, t: Translator, before: tuple[Packs, Row] | None = None) -> PackLine:
    was, was_basis = "", ""
    if before is not None:
        was, was_basis = limit_words(*before, t), basis_words(before[1].source, t)
    name, limit, applies = name_of(packs, row, t), limit_words(packs, row, t), applies_words(row, t)
    return PackLine(change, row.id, name, limit, applies, basis_words(row.source, t), was, was_basis)


def _checked(name: str, content: bytes) -> tuple[str, Any]:
    if len(content) > MOST_BYTES:
        raise Problem("pack_too_large", most=MOST_BYTES // 1000)
    identity, title = pack_head(name, content)
    if not set(identity) <= _LETTERS:
        raise Problem("pack_name", pack=identity)
    return identity, title


def add_pack(workspace: Workspace, name: str, content: bytes) -> PackView:
    """Let a pack count from now on, in the place of one with its id.

    Raises as `preview_pack`, and Problem criteria_role, pack_in_use.
    """
    decider(workspace)
    preview = preview_pack(workspace, name, content)
    if preview.same:
        raise Problem("pack_in_use", pack=preview.id)
    title = pack_head(name, content)[1]
    _write(workspace, preview.id, {"title": title.zh, "content": content.decode("utf-8"), "active": True})
    return find_pack(workspace, preview.id)


def remove_pack(workspace: Workspace, pack: str) -> PackView:
    """Let a pack count no more; what was judged by it stays as it was. Raises Problem criteria_role, pack_missing."""
    decider(workspace)
    if not find_pack(workspace, pack).active:
        raise Problem("pack_missing", pack=pack)
    _write(workspace, pack, {"active": False})
    return find_pack(workspace, pack)


def restore_pack(workspace: Workspace, pack: str, content: str) -> PackView:
    """Let a pack count as it was before (undo). Raises Problem criteria_role, pack_missing."""
    decider(workspace)
    _write(workspace, pack, {"content": content, "active": True})
    return find_pack(workspace, pack)


def pack_content(workspace: Workspace, pack: str) -> str:
    """The text of a pack, in use or not; "" for one that was never here."""
    rule = _rules(workspace).get(pack)
    return str(rule.fields.get("content") or "") if rule is not None else ""


def local_packs(workspace: Workspace) -> tuple[PackView, ...]:
    """The company's own packs that are in use, by id."""
    views = [_view(workspace, rule) for rule in _rules(workspace).values()]
    return tuple(sorted((view for view in views if view.active), key=lambda view: view.id))


def find_pack(workspace: Workspace, pack: str) -> PackView:
    """An own pack, also one that was taken out. Raises Problem pack_missing."""
    rule = _rules(workspace).get(pack)
    if rule is None:
        raise Problem("pack_missing", pack=pack)
    return _view(workspace, rule)


def _rules(workspace: Workspace) -> dict[str, HouseRule]:
    return {str(rule.fields.get("pack")): rule for rule in own_rules(workspace, ("criteria_pack",))}


def _view(workspace: Workspace, rule: HouseRule) -> PackView:
    pack, content = str(rule.fields.get("pack")), str(rule.fields.get("content") or "")
    t = here()
    found = [trouble for trouble in workspace.pack_troubles if trouble.params.get("file") == f"{pack}.toml"]
    last = max(workspace.db.frames.events_of(rule.id), key=lambda event: event.id)
    count = sum(workspace.packs.origins.get(row.id) == pack for row in rows_of(workspace.packs))
    return PackView(
        pack,
        rule.title or pack,
        count,
        rule.fields.get("active") is True,
        workspace.db.registers.person_names().get(last.user, last.user),
        day_of(last.at),
        hashlib.sha256(content.encode()).hexdigest(),
        "; ".join(t.describe(one) for one in found),
        bool(rule.open),
    )


def _write(workspace: Workspace, pack: str, fields: dict[str, Any]) -> None:
    scope = area_of(workspace)
    thing = thing_of(scope, "pack", pack)
    new = workspace.db.house_rules.one(thing) is None
    event = "criteria_pack_added" if new else "criteria_pack_changed"
    write(workspace, scope, [NewEvent(thing, "criteria_pack", event, {"fields": {"pack": pack, **fields}})])
