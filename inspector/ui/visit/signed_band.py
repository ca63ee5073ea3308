"""The band over a signed visit: by whom and when it was signed, how faithfully it is shown, and its notice."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector.i18n import _
from inspector.services.visits.signed.views import Signed
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.text import ElidedLabel, Text

HEIGHT = 40


class SignedBand(Panel):
    """40 high, below the header. The page connects `notice_button`."""

    def __init__(self, signed: Signed, parent: QWidget | None = None) -> None:
        super().__init__("green-tint", "b", parent)
        self.setFixedHeight(HEIGHT)
        self.words = ElidedLabel(who_signed(signed), "body", "text-1")
        self.doubt = ElidedLabel(doubts(signed), "hint", "amber-text")
        self.notice_button = Button(_("Result notice"), Kind.LINK, icon="file-text", key="Ctrl P", height=32)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(Glyph("lock", "green-text", 16))
        row.addWidget(Text(_("Signed, read only"), "body_bold", "green-text"))
        row.addWidget(self.words, 3)
        row.addWidget(self.doubt, 2)
        row.addWidget(self.notice_button)
        for widget, shown in ((self.doubt, doubts(signed)), (self.notice_button, signed.notice)):
            if not shown:
                widget.hide()
        self.setAccessibleName(" · ".join(part for part in (who_signed(signed), doubts(signed)) if part))


def who_signed(signed: Signed) -> str:
    """Inspectors, customer, moment and number of the notice in one line."""
    names = _(", ").join(signed.by)
    client = _("customer: {name}").format(name=signed.client) if signed.client else ""
    refused = _("the customer refused to sign") if signed.refused else ""
    at = f"{signed.at.astimezone():%Y-%m-%d %H:%M}"
    return " · ".join(part for part in (names, client or refused, at, signed.notice) if part)


def doubts(signed: Signed) -> str:
    """What is not exactly as it was signed; "" for nothing."""
    comma = _(", ")
    said = []
    if signed.borrowed:
        words = _("Shown in today's version, that of then is not on this computer: {forms}")
        said.append(words.format(forms=comma.join(signed.borrowed)))
    if signed.lost:
        said.append(_("Cannot be shown, not on this computer: {forms}").format(forms=comma.join(signed.lost)))
    if signed.judged_now:
        said.append(_("Some verdicts were not filed and are worked out by the criteria of today"))
    return " · ".join(said)
