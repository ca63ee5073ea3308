"""What the criteria commands print for people: lists under headings, and sentences instead of fields."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from inspector.commands.table import table
from inspector.i18n import N_, Translator, _, language, ngettext, pgettext

if TYPE_CHECKING:
    from inspector.criteria import LimitRow, Packs, Quantity
    from inspector.criteria.confirmed import PackChanges
    from inspector.services.judgement.views import CriterionRow, PackLine, PackPreview, PackView, VariantGroup

CHANGES: Final = {"added": N_("new"), "replaced": N_("replaces"), "removed": N_("goes")}
NOTHING: Final = N_("Nothing was found.")


def limits_text(packs: "Packs", found: "Sequence[tuple[Quantity, Sequence[LimitRow]]]") -> str:
    """Quantities with their limits; one without a limit stands alone."""
    from inspector.services.judgement import words  # noqa: PLC0415 - see console.opened
    from inspector.services.words import CONFIDENCES  # noqa: PLC0415 - see console.opened

    t = Translator(language())
    lines: list[tuple[str, ...]] = []
    for quantity, rows in found:
        head = (quantity.id, quantity.name.text(t.language))
        for row in rows:
            told = (words.limit_words(packs, row, t), words.applies_words(row, t), words.basis_words(row.source, t))
            lines.append((*head, *told, t(CONFIDENCES[row.source.confidence]), _counts(counts=row.enabled), row.id))
        if not rows:
            lines.append((*head, *[""] * 6))
    headings = (_("Quantity"), _("Criterion"), _("Limit"), _("Applies to"), _("Basis"), _("Confidence"), _("Judges"))
    return table((*headings, pgettext("criterion", "Row")), lines, _(NOTHING))


def rows_text(rows: "Sequence[CriterionRow]") -> str:
    """Rows as they count in a workspace."""
    lines = [
        (row.name, row.limit, row.applies, row.basis, row.confidence_words, _counts(counts=row.judges), row.id)
        for row in rows
    ]
    headings = (_("Criterion"), _("Limit"), _("Applies to"), _("Basis"), _("Confidence"), _("Judges"))
    return table((*headings, pgettext("criterion", "Row")), lines, _(NOTHING))


def variants_text(groups: "Sequence[VariantGroup]") -> str:
    """Rows that contradict each other, group by group."""
    lines = [
        (group.id, group.name, row.limit, row.basis, _counts(counts=row.judges), row.id)
        for group in groups
        for row in group.rows
    ]
    headings = (_("Group"), _("Criterion"), _("Limit"), _("Basis"), _("Judges"), pgettext("criterion", "Row"))
    return table(headings, lines, _(NOTHING))


def packs_text(packs: "Sequence[PackView]") -> str:
    """Own packs in use, and what is wrong with those that are not."""
    lines = [
        (pack.id, pack.title, _rows(pack.rows), pack.by, pack.on.isoformat() if pack.on else "", pack.trouble)
        for pack in packs
    ]
    headings = (_("id"), _("title"), _("Rows"), _("Person"), _("Date"), _("Note"))
    return table(headings, lines, _("No pack of your own is in use. The packs of the program stay as they are."))


def preview_text(preview: "PackPreview", *, added: bool) -> str:
    """What a pack changes, row by row, and whether it is in use now."""
    said = [_change(line.change, line.id, (line.name, _limit(line), line.basis)) for line in preview.lines]
    said += _brought(preview.quantities, preview.inferences)
    if preview.unproved:
        words = ngettext(
            "{count} row calls itself verified: it counts as such only after somebody here has confirmed it.",
            "{count} rows call themselves verified: they count as such only after somebody here has confirmed them.",
            preview.unproved,
        )
        said.append(words.format(count=preview.unproved))
    if added or preview.same:
        outcome = _("{title} is in use just as it is.") if preview.same else _("{title} is in use.")
    else:
        outcome = _("{title} can be used. Nothing was changed.")
    return "\n".join([*said, outcome.format(title=preview.title)])


def removed_text(pack: "PackView") -> str:
    """That a pack is no longer in use."""
    return _("{title} is no longer in use.").format(title=pack.title)


def checked_text(name: str, after: "Packs", found: "PackChanges") -> str:
    """What a pack brings that can be used."""
    from inspector.services.judgement.words import limit_words, name_of  # noqa: PLC0415 - see console.opened

    t = Translator(language())
    every = [("added", row) for row in found.added] + [("replaced", row) for _old, row in found.replaced]
    said = [_change(change, row.id, (name_of(after, row, t), limit_words(after, row, t))) for change, row in every]
    names = tuple(after.quantities[one].name.text(t.language) for one in found.quantities)
    rules = tuple(rule.title.text(t.language).format(phase="").strip() for rule in found.inferences)
    said += _brought(names, rules) or ([] if said else [_("It changes nothing.")])
    return "\n".join([*said, _("The pack {name} can be used.").format(name=name)])


def _limit(line: "PackLine") -> str:
    if line.change != "replaced":
        return line.limit
    words = _("{before} ({basis}) → {after}")
    return words.format(before=line.before, basis=line.before_basis, after=line.limit)


def _change(change: str, row: str, facts: Sequence[str]) -> str:
    return f"{_(CHANGES[change])} {row}: {' · '.join(part for part in facts if part)}"


def _brought(quantities: Sequence[str], inferences: Sequence[str]) -> list[str]:
    said = [_("New quantities: {names}").format(names=_(", ").join(quantities))] if quantities else []
    return [*said, _("Inference rules: {names}").format(names=_(", ").join(inferences))] if inferences else said


def _rows(count: int) -> str:
    return ngettext("{count} row", "{count} rows", count).format(count=count)


def _counts(*, counts: bool) -> str:
    return _("yes") if counts else _("no")
