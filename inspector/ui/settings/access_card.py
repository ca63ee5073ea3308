"""The card of the lock: when the screen locks by itself, and how long the laptop may be without its server."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector.i18n import _, describe, ngettext
from inspector.problems import Problem
from inspector.services.access import locking
from inspector.services.syncing import offline_age
from inspector.ui.kit.button import Button
from inspector.ui.kit.card import Card
from inspector.ui.kit.fields import ComboField, TextField
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.settings.section import card_of

DAYS_WIDTH = 96
MINUTES_WIDTH = 200


def minutes_words(minutes: int) -> str:
    """Minutes until the lock, as a choice."""
    if not minutes:
        return _("Never")
    return ngettext("After {count} minute", "After {count} minutes", minutes).format(count=minutes)


class AccessFields(QObject):
    """Makes the card, fetches what was chosen, and keeps what is chosen. `card` goes into a section."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.minutes = ComboField(_("Lock the screen"))
        self.minutes.setFixedWidth(MINUTES_WIDTH)
        self.minutes.set_options([(str(each), minutes_words(each)) for each in locking.CHOICES])
        self.lock_button = Button(_("Lock now"), icon="lock", key="Ctrl L")
        self.days = TextField(_("Days without the server"))
        self.days.setFixedWidth(DAYS_WIDTH)
        self.card = self._build()
        self._connect()

    def _build(self) -> Card:
        lock = QWidget()
        row = QHBoxLayout(lock)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.minutes)
        row.addWidget(self.lock_button)
        row.addStretch(1)
        card = card_of(_("Lock"), [(_("Lock the screen"), lock), (_("Days without the server"), self.days)])
        words = _(
            "Locked, everything stays as it is; your PIN unlocks, or the passphrase where you have none. "
            "After so many days without the server nothing is shown until it synchronised (0: no limit); nothing is "
            "lost."
        )
        card.body.addWidget(Text(words, "hint", "text-2", wrap=True))
        return card

    def _connect(self) -> None:
        self.minutes.value_committed.connect(self._on_minutes)
        self.days.value_committed.connect(self._on_days)
        self.days.value_edited.connect(lambda _text: self.days.set_error(""))

    def fetch(self) -> None:
        """Show what was chosen."""
        workspace = self._context.workspace

        def look() -> tuple[int, int]:
            return locking.lock_minutes(workspace), offline_age.offline_days(workspace)

        self._context.tasks.run(look, self._on_fetched, owner=self)

    def _on_fetched(self, found: tuple[int, int]) -> None:
        minutes, days = found
        if minutes not in locking.CHOICES:
            options = sorted({*locking.CHOICES, minutes})
            self.minutes.set_options([(str(each), minutes_words(each)) for each in options])
        self.minutes.set_value(str(minutes))
        self.days.set_value(str(days))

    def _on_minutes(self, chosen: str) -> None:
        workspace = self._context.workspace
        if chosen.isdecimal():
            guard = getattr(self.card.window(), "guard", None)
            self._context.tasks.run(
                lambda: locking.set_lock_minutes(workspace, int(chosen)),
                lambda _none: guard.refresh() if guard is not None else None,
                owner=self,
            )

    def _on_days(self, typed: str) -> None:
        workspace = self._context.workspace
        if not typed.strip().isdecimal():
            self.days.set_error(describe(Problem("offline_days_wrong")))
            return

        def refused(problem: Problem) -> None:
            self.days.set_error(describe(problem))

        self._context.tasks.run(lambda: offline_age.set_offline_days(workspace, int(typed)), None, refused, owner=self)
