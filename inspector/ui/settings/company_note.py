"""What stands above options of the company: why somebody may not choose, or that only this laptop has values so far."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _, describe, ngettext
from inspector.problems import Problem
from inspector.services.preferences.choosing import alone_here, may_choose, share_all
from inspector.ui.kit.button import Button
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.settings.section import CARD_WIDTH


class CompanyNote(QWidget):
    """Fetches for itself; hidden while there is nothing to say but that the options are the company's."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.scope = Text(_("The same on every laptop of the company."), "hint", "text-2", wrap=True)
        self.why = Text(describe(Problem("settings_role")), "body", "orange-text", wrap=True)
        self.alone = Text("", "body", "text-2", wrap=True)
        self.share = Button(_("Use everywhere"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.alone, 1)
        row.addWidget(self.share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.scope)
        column.addWidget(self.why)
        column.addLayout(row)
        self.setMaximumWidth(CARD_WIDTH)
        for hidden in (self.why, self.alone, self.share):
            hidden.hide()
        self.share.clicked.connect(self._on_share)

    def fetch(self) -> None:
        """Look who acts, and what only this laptop has."""
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: (may_choose(workspace), len(alone_here(workspace))), self._on_fetched, owner=self
        )

    def _on_fetched(self, found: tuple[bool, int]) -> None:
        allowed, alone = found
        self.why.setVisible(not allowed)
        words = ngettext(
            "{count} setting of the company is only on this laptop so far.",
            "{count} settings of the company are only on this laptop so far.",
            alone,
        )
        self.alone.setText(words.format(count=alone))
        self.alone.setVisible(alone > 0 and allowed)
        self.share.setVisible(alone > 0 and allowed)

    def _on_share(self) -> None:
        workspace = self._context.workspace
        self._context.tasks.run(lambda: share_all(workspace), self._on_shared, owner=self)

    def _on_shared(self, keys: tuple[str, ...]) -> None:
        words = ngettext("{count} setting is shared now.", "{count} settings are shared now.", len(keys))
        self._context.messages.success(words.format(count=len(keys)))
        self.fetch()
