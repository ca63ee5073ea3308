"""Cards of laptops: the own one as a file for others, and trusting another one after its fingerprint was compared."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.exchange.views import CardView
from inspector.ui.exchange.wizard import Facts
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.text import Text

PATTERN = "*.hzc"
WIDTH = 560


def standing_words(card: CardView) -> str:
    """How a card stands here."""
    known = {
        "known": _("This laptop is known here already."),
        "server": _("This is the server of this laptop."),
        "own": _("This is the card of this laptop itself. It is meant for others."),
        "revoked": _("This laptop was locked out by the administrator."),
        "changed": _("It is known here with another key. Ask its user and the administrator before anything else."),
    }
    return known.get(card.standing, "")


class FingerprintText(Text):
    """A fingerprint in large letters."""

    def __init__(self, fingerprint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(fingerprint, "block", wrap=True, parent=parent)
        self.setAccessibleName(_("Fingerprint: {fingerprint}").format(fingerprint=fingerprint))

    def show_fingerprint(self, fingerprint: str) -> None:
        """Show another one."""
        self.setText(fingerprint)
        self.setAccessibleName(_("Fingerprint: {fingerprint}").format(fingerprint=fingerprint))


class OwnCardDialog(Dialog):
    """Shows the own fingerprint after the card was written, to be read out to whoever takes it."""

    def __init__(self, parent: QWidget, card: CardView, path: Path) -> None:
        super().__init__(
            parent,
            _("This laptop's card"),
            _(
                "Bring the file to the other laptop. Whoever adds it there compares this fingerprint: read it out on "
                "the phone, or look at both screens."
            ),
            accept=_("Done"),
            width=WIDTH,
        )
        self.cancel_button.hide()
        self.body.addWidget(FingerprintText(card.fingerprint))
        facts = Facts()
        facts.show_facts([(_("File"), str(path)), (_("Laptop"), f"{card.name} {card.code}")])
        self.body.addWidget(facts)


class TrustDialog(Dialog):
    """Asks whether the fingerprints are the same: `trusted(fingerprint)`."""

    trusted = Signal(str)

    def __init__(self, parent: QWidget, card: CardView) -> None:
        super().__init__(
            parent,
            _("Add {name}").format(name=card.name or card.code),
            _(
                "Compare this fingerprint with the one that the other side shows or reads out. If a single letter "
                "differs, the card is not from there: do not add it."
            ),
            accept=_("The fingerprints are the same: add"),
            width=WIDTH,
        )
        self.card = card
        self.body.addWidget(FingerprintText(card.fingerprint))
        facts = Facts()
        kind = _("Server") if card.kind == "server" else _("Laptop")
        facts.show_facts([(kind, f"{card.name} {card.code}".strip()), (_("Note"), standing_words(card))])
        self.body.addWidget(facts)
        self.accepted.connect(lambda: self.trusted.emit(card.fingerprint))

    @override
    def first_focus(self) -> QWidget:
        return self.cancel_button  # nobody shall trust a laptop by pressing Enter


def ask_files(
    parent: QWidget,
    title: str,
    pattern: str,
    chosen: Callable[[Sequence[Path]], None],
    *,
    several: bool,
    folder: Path | None = None,
) -> QFileDialog:
    """Open a dialog for existing files, in `folder` if one is known; `chosen` is called with their paths."""
    dialog = QFileDialog(parent, title, str(folder or ""), f"{pattern};;*")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile)
    dialog.filesSelected.connect(lambda paths: chosen([Path(path) for path in paths]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
