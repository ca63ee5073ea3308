"""Handing visits over between laptops, from the list of visits and from an open visit: dialogs, files, services."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.problems import Problem
from inspector.services.handovers import handing
from inspector.services.handovers.past import HandOver
from inspector.services.planning import PUT_AWAY
from inspector.ui.decisions import decide
from inspector.ui.files.saving import ask_where
from inspector.ui.kit.dialog import Dialog, ReasonDialog
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.text import Text
from inspector.ui.page import Page

SUFFIX = ".visit"
PATTERN = "*.visit"


class HandOverDialog(Dialog):
    """Asks to whom, and for the passphrase of the file, twice: `chosen(to, passphrase)`."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget, visit: str) -> None:
        super().__init__(
            parent,
            _("Hand over the visit"),
            _(
                "{visit} continues on another laptop, with everything entered so far. Here it can only be read then. "
                "The file is for one laptop: taken over on two, the visit would be signed twice. "
                "Tell the passphrase by word of mouth; whoever has it and the file can read the visit."
            ).format(visit=visit),
            accept=_("Save the file…"),
            width=520,
        )
        self.to = TextField(_("To whom"), label=True, required=True)
        self.first = TextField(_("Passphrase of the file"), label=True, required=True, secret=True)
        self.second = TextField(_("Once more"), label=True, required=True, secret=True)
        self.strength = Text("", "hint", "text-2", wrap=True)
        for widget in (self.to, self.first, self.strength, self.second):
            self.body.addWidget(widget)
        self._show_strength("")
        self.first.value_edited.connect(self._show_strength)
        self.accepted.connect(lambda: self.chosen.emit(self.to.value().strip(), self.first.value()))

    def _show_strength(self, typed: str) -> None:
        least = handing.LEAST_PASSPHRASE
        words = {
            "short": _("At least {least} characters, for example four words.").format(least=least),
            "weak": _("Weak: easily guessed. Four words, or letters with digits, are better."),
            "good": _("Good."),
        }
        self.strength.setText(words[handing.passphrase_strength(typed)])

    @override
    def complaint(self) -> bool:
        least = handing.LEAST_PASSPHRASE
        nobody, short = not self.to.value().strip(), len(self.first.value()) < least
        differs = self.first.value() != self.second.value()
        self.to.set_error(_("Say to whom.") if nobody else "")
        self.first.set_error(_("At least {least} characters.").format(least=least) if short else "")
        self.second.set_error(_("The two are not the same.") if differs and not short else "")
        wrong = self.to if nobody else self.first if short else self.second if differs else None
        if wrong is not None:
            wrong.setFocus()
        return wrong is not None


class TakeOverDialog(Dialog):
    """Asks for the passphrase of a file: `given(passphrase)`; `refuse` shows why it was not taken."""

    given = Signal(str)

    def __init__(self, parent: QWidget, file: str) -> None:
        super().__init__(
            parent,
            _("Take a visit over"),
            _("The visit in {file} continues on this laptop.").format(file=file),
            accept=_("Take over"),
        )
        self.field = TextField(_("Passphrase of the file"), label=True, required=True, secret=True)
        self.body.addWidget(self.field)
        self.accepted.connect(lambda: self.given.emit(self.field.value()))

    @override
    def complaint(self) -> bool:
        missing = not self.field.value()
        self.field.set_error(_("Enter the passphrase.") if missing else "")
        return missing


class HandOverActions(QObject):
    """What a page offers. `changed` when the lists have to be read again; `taken(id)` for a visit that goes on here."""

    leaving = Signal(str)
    """The visit that is about to be handed over: what shows it saves and closes it now."""
    changed = Signal()
    taken = Signal(str)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._context = page.context

    def give(self, visit: str, name: str) -> None:
        """Ask and hand over; `name` is what people call the visit."""
        dialog = HandOverDialog(self._page, name)
        dialog.chosen.connect(lambda to, words: self._ask_file(visit, name, to, words))
        dialog.open()

    def _ask_file(self, visit: str, name: str, to: str, words: str) -> None:
        pattern = f"{_('Handed-over visit')} ({PATTERN})"
        proposed = name.replace("/", "-") + SUFFIX
        ask_where(self._page, _("Save the visit"), proposed, pattern, lambda path: self.write(visit, to, words, path))

    def write(self, visit: str, to: str, words: str, path: Path) -> None:
        """Write the file and let the visit go."""
        workspace = self._context.workspace
        self.leaving.emit(visit)

        def done(step: HandOver) -> None:
            self._context.messages.success(
                _("Handed over to {to}: {file} was written and checked.").format(to=step.to, file=path)
            )
            self.changed.emit()

        self._context.tasks.run(
            lambda: handing.hand_over(workspace, visit, words, path, to=to), done, pool=True, owner=self
        )

    def take(self) -> None:
        """Ask for a file and go on with its visit here."""
        dialog = QFileDialog(self._page, _("Take a visit over"))
        dialog.setNameFilter(f"{_('Handed-over visit')} ({PATTERN})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.ask_passphrase(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_passphrase(self, path: Path, sentence: str = "") -> None:
        """Ask for the passphrase of a file; `sentence` says why once more."""
        dialog = TakeOverDialog(self._page, path.name)
        dialog.field.set_error(sentence)
        dialog.given.connect(lambda words: self.read(path, words))
        dialog.open()

    def read(self, path: Path, words: str) -> None:
        """Go on with the visit of a file here."""
        workspace = self._context.workspace

        def done(visit: str) -> None:
            self._context.messages.success(_("The visit continues on this laptop now."))
            self.changed.emit()
            self.taken.emit(visit)

        def failed(problem: Problem) -> None:
            if problem.code == "bundle_passphrase_wrong":
                self.ask_passphrase(path, _("This passphrase does not open the file."))
            else:
                self._context.messages.problem(problem)

        self._context.tasks.run(lambda: handing.take_over(workspace, path, words), done, failed, pool=True, owner=self)

    def take_back(self, visit: str, name: str) -> None:
        """Ask for the reason and go on here with a visit whose file is lost."""
        dialog = ReasonDialog(
            self._page,
            _("Take the visit back"),
            _(
                "{visit} was handed over. Take it back only when the file is lost: should it be signed over there too, "
                "both stay on record. It gets a new number here."
            ).format(visit=name),
            label=_("Reason"),
            accept=_("Take back"),
            suggestions=(_("File lost"), _("Other laptop broken")),
        )
        dialog.reason_given.connect(lambda reason: self._back(visit, reason))
        dialog.open()

    def put_away(self, visit: str, name: str) -> None:
        """Take a visit off the list that is done over there; it is back as long as the message shows and Undo is."""
        said = _("{visit} was put away.").format(visit=name)
        decide(self._context, PUT_AWAY, {"visit": visit}, said, lambda _done: None, self.changed.emit)
        self.changed.emit()

    def _back(self, visit: str, reason: str) -> None:
        workspace = self._context.workspace

        def done(new: str) -> None:
            self._context.messages.success(_("Taken back. The visit goes on here under a new number."))
            self.changed.emit()
            self.taken.emit(new)

        self._context.tasks.run(lambda: handing.take_back(workspace, visit, reason), done, owner=self)
