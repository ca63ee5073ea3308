"""Own criteria packs: those in use, a new one with a look at what it changes first, the empty one to fill in."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _, ngettext
from inspector.services.judgement import packs, rules
from inspector.services.judgement.views import CriteriaList, PackPreview, PackView
from inspector.ui.files.saving import ask_where, write_file
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.settings.criteria_dialogs import ConfirmRowDialog, PackDialog
from inspector.ui.settings.section import CARD_WIDTH

TEMPLATE = "criteria.toml"


class CriteriaPacks(QWidget):
    """`decided()` after something changed."""

    decided = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.add_button = Button(_("Use a pack…"), Kind.PRIMARY, icon="upload")
        self.template_button = Button(_("Save the empty pack…"), icon="download")
        self.remove_buttons: dict[str, Button] = {}
        self.confirm_buttons: dict[str, Button] = {}
        self._trouble = Text("", "body", "red-text", wrap=True)
        self._none = Text(
            _("No pack of your own is in use. The packs of the program stay as they are."), "body", "text-2"
        )
        self._grid = QGridLayout()
        self._build()
        self.add_button.clicked.connect(self._on_add)
        self.template_button.clicked.connect(self._on_template)

    def _build(self) -> None:
        card = Card(_("Criteria packs of your own"), hint=_("TOML; rows with an id of the program take its place"))
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(0, 1)
        card.body.addWidget(self._none)
        card.body.addLayout(self._grid)
        card.body.addWidget(self._trouble)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.add_button)
        line.addWidget(self.template_button)
        line.addStretch(1)
        card.body.addLayout(line)
        card.setMaximumWidth(CARD_WIDTH + 120)
        hint = _(
            "A pack counts on every laptop of the area after the next synchronisation. Its rows only say attention"
            " until somebody confirms them. Records keep the limit that they were judged by."
        )
        words = Text(hint, "hint", "text-2", wrap=True)
        words.setMaximumWidth(CARD_WIDTH + 120)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(card)
        layout.addWidget(words)
        layout.addStretch(1)

    def show_list(self, found: CriteriaList) -> None:
        """Show the packs in use, and what is wrong with those that are not."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.remove_buttons, self.confirm_buttons = {}, {}
        for number, pack in enumerate(found.packs):
            self._add_row(number, pack, may_rule=found.may_rule)
            waiting = tuple(row.id for row in found.rows if row.pack == pack.id and not row.may_fail)
            self._add_confirm(number, pack, waiting, may_rule=found.may_rule)
        self._none.setVisible(not found.packs)
        self._trouble.setText("\n".join(found.troubles))
        self._trouble.setVisible(bool(found.troubles))
        self.add_button.setEnabled(found.may_rule)

    def _add_row(self, number: int, pack: PackView, *, may_rule: bool) -> None:
        rows = ngettext("{count} row", "{count} rows", pack.rows).format(count=pack.rows)
        day = pack.on.isoformat() if pack.on else ""
        remove = Button(_("Use no more"))
        remove.setEnabled(may_rule)
        remove.clicked.connect(lambda: self._on_remove(pack))
        self.remove_buttons[pack.id] = remove
        self._grid.addWidget(Text(pack.title, "body_medium", wrap=True), number, 0)
        self._grid.addWidget(Text(pack.id, "body", "text-2"), number, 1)
        self._grid.addWidget(Text(rows, "body", "text-2"), number, 2)
        self._grid.addWidget(Text(f"{pack.by} {day}".strip(), "body", "text-2"), number, 3)
        self._grid.addWidget(remove, number, 5)

    def _add_confirm(self, number: int, pack: PackView, waiting: tuple[str, ...], *, may_rule: bool) -> None:
        """A way to confirm all rows of a pack at once: they were written down from one paper."""
        if not waiting:
            return
        label = ngettext("Confirm {count} row…", "Confirm {count} rows…", len(waiting)).format(count=len(waiting))
        confirm = Button(label, icon="badge-check")
        confirm.setEnabled(may_rule)
        confirm.clicked.connect(lambda: self._on_confirm(pack, waiting))
        self.confirm_buttons[pack.id] = confirm
        self._grid.addWidget(confirm, number, 4)

    # deciding -------------------------------------------------------------------------------------------------------

    def _on_confirm(self, pack: PackView, waiting: tuple[str, ...]) -> None:
        words = _("Compare every row with the paper; from then on a value outside one of them is called a failure.")
        dialog = ConfirmRowDialog(self, pack.title, words)
        dialog.source_given.connect(lambda seen: self._confirm(pack, waiting, seen))
        dialog.open()

    def _confirm(self, pack: PackView, waiting: tuple[str, ...], seen: str) -> None:
        workspace, tasks = self._context.workspace, self._context.tasks

        def done(_changed: object) -> None:
            self.decided.emit()
            words = _("Confirmed: {name}").format(name=pack.title)
            self._context.messages.success(words, _("Undo"), back)

        def back() -> None:
            tasks.run(lambda: rules.unconfirm_rows(workspace, waiting), lambda _done: self.decided.emit(), owner=self)

        tasks.run(lambda: rules.confirm_rows(workspace, waiting, seen), done, owner=self)

    # adding ---------------------------------------------------------------------------------------------------------

    def _on_add(self) -> None:
        dialog = QFileDialog(self.window(), _("Use a pack"), "", _("Criteria packs") + " (*.toml)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.offer(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def offer(self, path: Path) -> None:
        """Look at a file and show what it would change; what cannot be used is said."""
        workspace = self._context.workspace

        def look() -> tuple[bytes, PackPreview]:
            content = packs.read_pack(path)
            return content, packs.preview_pack(workspace, path.name, content)

        self._context.tasks.run(look, lambda found: self._on_seen(path.name, *found), owner=self)

    def _on_seen(self, name: str, content: bytes, preview: PackPreview) -> None:
        if preview.same:
            self._context.messages.info(_("{title} is in use just as it is.").format(title=preview.title))
            return
        dialog = PackDialog(self, preview)
        dialog.accepted.connect(lambda: self._use(name, content, preview))
        dialog.open()

    def _use(self, name: str, content: bytes, preview: PackPreview) -> None:
        workspace = self._context.workspace

        def act() -> str:
            before = packs.pack_content(workspace, preview.id) if preview.replaces else ""
            packs.add_pack(workspace, name, content)
            return before

        def done(before: str) -> None:
            self._said(_("{title} is in use.").format(title=preview.title), preview.id, before)

        self._context.tasks.run(act, done, owner=self)

    def _on_remove(self, pack: PackView) -> None:
        workspace = self._context.workspace

        def act() -> str:
            before = packs.pack_content(workspace, pack.id)
            packs.remove_pack(workspace, pack.id)
            return before

        words = _("{title} is no longer in use.").format(title=pack.title)
        self._context.tasks.run(act, lambda before: self._said(words, pack.id, before), owner=self)

    def _said(self, words: str, pack: str, before: str) -> None:
        """Say it; taking it back brings the content from before, or none."""
        workspace, tasks = self._context.workspace, self._context.tasks

        def undo() -> Any:
            if before:
                return packs.restore_pack(workspace, pack, before)
            return packs.remove_pack(workspace, pack)

        def back() -> None:
            tasks.run(undo, lambda _done: self.decided.emit(), owner=self)

        self.decided.emit()
        self._context.messages.success(words, _("Undo"), back)

    def _on_template(self) -> None:
        pattern = _("Criteria packs") + " (*.toml)"
        ask_where(self.window(), _("Save the empty pack"), TEMPLATE, pattern, self.save_template)

    def save_template(self, path: Path) -> None:
        """Write the empty pack."""
        words = _("Saved: {name}").format(name=path.name)
        self._context.tasks.run(
            lambda: write_file(path, packs.template()),
            lambda _size: self._context.messages.success(words),
            pool=True,
            owner=self,
        )
