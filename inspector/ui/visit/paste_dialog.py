"""Where a pasted block goes, shown before it is taken over: it can be read in several ways, or replaces values."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext
from inspector.services.visits.value_views import Expected, NewValue
from inspector.services.visits.views import Target
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.text import Text
from inspector.ui.visit.reading_paste import WAYS, Layout, Placed
from inspector.ui.visit.value_rows import ValueRow, ValueTable

WIDTH = 780
ROWS_HEIGHT = 330

Preview = Callable[[Sequence[NewValue], Callable[[Sequence[Expected]], None]], None]
"""Fetches what would come of values and hands it to a callback on the GUI thread."""


def values_of(layout: Layout) -> list[NewValue]:
    """What a layout would enter."""
    return [NewValue(one.target, one.cell.ref, one.text) for one in layout.placed]


class PasteDialog(Dialog):
    """Shows the layouts of a block; `chosen` is the one to take when it was accepted."""

    scrolls = False

    def __init__(
        self, parent: QWidget, layouts: Sequence[Layout], preview: Preview, titles: Mapping[Target, str] | None = None
    ) -> None:
        """`titles` are the names of the equipment, where values may go to several."""
        super().__init__(parent, _("Paste values"), accept=_("Enter values"), width=WIDTH)
        self._layouts = {layout.way: layout for layout in layouts}
        self._preview = preview
        self._titles = titles or {}
        self.chosen = layouts[0]
        options = [Option(way, _(WAYS[way])) for way in self._layouts]
        self.ways = Segmented(_("How the block is laid out"), options)
        self.ways.set_value(self.chosen.way)
        if len(layouts) < 2:
            self.ways.hide()  # showing it before it has a parent would open a window of its own
        self.table = ValueTable(_("What goes where"))
        self.table.setMinimumHeight(ROWS_HEIGHT)
        self._words = Text("", "hint", "text-2", wrap=True)
        self.body.addWidget(self.ways)
        self.body.addWidget(self.table)
        self.body.addWidget(self._words)
        self.ways.value_chosen.connect(self._on_way_chosen)
        self._show()

    @override
    def first_focus(self) -> QWidget:
        return self.ways if len(self._layouts) > 1 else self.accept_button

    def _on_way_chosen(self, way: str) -> None:
        self.chosen = next(layout for layout in self._layouts.values() if layout.way == way)
        self._show()

    def _show(self) -> None:
        layout = self.chosen
        self.table.value_model.show([self._row(one) for one in layout.placed] + [_lost(text) for text in layout.left])
        self._say(())
        self._preview(values_of(layout), lambda found: self._on_expected(layout, found))

    def _on_expected(self, layout: Layout, found: Sequence[Expected]) -> None:
        if layout is not self.chosen:
            return
        rows = [self._row(one, expected) for one, expected in zip(layout.placed, found, strict=True)]
        self.table.value_model.show([*rows, *(_lost(text) for text in layout.left)])
        self._say(found)

    def _row(self, one: Placed, expected: Expected | None = None) -> ValueRow:
        line = one.line
        parts = (self._titles.get(one.target, ""), line.label, one.cell.phase if len(line.cells) > 1 else "", line.unit)
        where = " ".join(part for part in parts if part)
        if expected is None:
            return ValueRow(one.text, where, one.cell.value, "")
        verdict = expected.judgement.verdict if expected.judgement else None
        return ValueRow(one.text, where, expected.before, expected.value, expected.error, verdict)

    def _say(self, found: Sequence[Expected]) -> None:
        """What deserves a look before it is taken over."""
        layout = self.chosen
        replaced = sum(1 for one in layout.placed if one.cell.value not in ("", one.text))
        wrong = sum(1 for one in found if one.error)
        words = [ngettext("{count} value", "{count} values", len(layout.placed)).format(count=len(layout.placed))]
        if replaced:
            words.append(
                ngettext("{count} replaces another", "{count} replace others", replaced).format(count=replaced)
            )
        if wrong:
            text = ngettext(
                "{count} is no value and stays marked in its cell",
                "{count} are no values and stay marked in their cells",
                wrong,
            )
            words.append(text.format(count=wrong))
        if layout.left:
            text = ngettext("{count} finds no place", "{count} find no place", len(layout.left))
            words.append(text.format(count=len(layout.left)))
        self._words.setText(" · ".join(words))


def _lost(text: str) -> ValueRow:
    return ValueRow(text, "", "", "")
