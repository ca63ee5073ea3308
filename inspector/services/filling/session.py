"""A form being filled in that belongs to no visit and no workspace: the preview of a checklist, a trial of a sheet.

Not thread-safe: whoever owns one calls it from one thread at a time.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo

from inspector.quick_dataclass import dataclass
from inspector.services.filling.items import FormItem, ItemKind, Listing
from inspector.xforms import Changes, DroppedAnswer, FormDefinition, FormInstance, RemovedRow, Violation


@dataclass(frozen=True, slots=True)
class Filled:
    """The page after a change. `dropped` are answers that their choices no longer allow: say so to the person.

    `added` is the key of a row that was added.
    """

    items: tuple[FormItem, ...]
    language: str
    languages: tuple[str, ...]
    answered: int
    asked: int
    dropped: tuple[DroppedAnswer, ...] = ()
    removed: tuple[RemovedRow, ...] = ()
    added: str = ""


class Filling:
    """One filling-in. Each method returns the page as it is then; problems are those of `FormInstance`."""

    def __init__(
        self,
        definition: FormDefinition,
        *,
        now: datetime | Callable[[], datetime],
        tz: tzinfo,
        language: str = "",
        values: Mapping[str, str] | None = None,
        seed: int | str = 0,
    ) -> None:
        self.definition = definition
        self.instance = FormInstance.new(definition, now=now, tz=tz, seed=seed, language=language, values=values)
        self._listing = Listing(definition, self.instance)

    def page(self) -> Filled:
        """The page as it is."""
        return self._after(Changes())

    def answer(self, ref: str, value: str) -> Filled:
        """Store an answer; "" clears it."""
        return self._after(self.instance.answer(ref, value))

    def add_row(self, ref: str) -> Filled:
        """Add a row to a repeat."""
        before = set(self.instance.row_ids(ref))
        changes = self.instance.add_row(ref)
        new = next((row_id for row_id in self.instance.row_ids(ref) if row_id not in before), "")
        return self._after(changes, new)

    def remove_row(self, ref: str) -> Filled:
        """Take a row away."""
        return self._after(self.instance.remove_row(ref))

    def set_language(self, name: str) -> Filled:
        """Show another language."""
        self._listing.forget((), everything=True)
        return self._after(self.instance.set_language(name))

    def violations(self) -> tuple[Violation, ...]:
        """What would keep the form from being signed."""
        return self.instance.validate()

    def _after(self, changes: Changes, added: str = "") -> Filled:
        self._listing.forget(changes.refs, everything=bool(changes.rows))
        items = self._listing.items()
        rows = [item.row for item in items if item.row is not None and item.row.required]
        entry = next(
            (one.key for one in items if added and one.kind is ItemKind.ENTRY and one.key.endswith(f"[{added}]")), ""
        )
        return Filled(
            items,
            self.instance.language,
            self.definition.languages,
            sum(1 for row in rows if row.value.strip() and not row.error),
            len(rows),
            changes.dropped,
            changes.removed_rows,
            entry,
        )
