"""How signatures get from the boxes to the store: dialogs, the full-screen pad, and what happens when one is refused.

Owns no widgets of the page; it listens to `Signatures` and calls services through the presenter.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from inspector import services
from inspector.domain.visit import SignMethod
from inspector.i18n import describe
from inspector.problems import Problem
from inspector.services.visits.views import Change, SignatureView
from inspector.ui.visit.full_pad import FullPad
from inspector.ui.visit.photos import from_files
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.sign_dialogs import DetailsDialog, PaperDialog, PinDialog, RefusalDialog
from inspector.ui.visit.signatures import Signatures
from inspector.ui.visit.signer_box import CUSTOMER
from inspector.ui.visit.strokes import Stroke


class Signing(QObject):
    """One per summary panel. Signing is no edit of the content, so it never asks about clearing signatures.

    `everybody_signed()`: a dialog brought the last signature, and the focus has to go somewhere.
    """

    everybody_signed = Signal()

    def __init__(self, presenter: VisitPresenter, boxes: Signatures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._boxes = boxes
        self._details: tuple[str, str] | None = None
        """Name and title that were entered for the customer's signer; None = as registered."""
        self._pictures: dict[str, QImage] = {}
        """Photos of signed papers by their hash."""
        self._connect()

    def _connect(self) -> None:
        boxes = self._boxes
        if self._presenter.read_only:
            return
        boxes.strokes_signed.connect(self.sign_strokes)
        boxes.pin_requested.connect(self.ask_pin)
        boxes.paper_requested.connect(self.ask_paper)
        boxes.details_requested.connect(lambda _who: self.ask_details())
        boxes.refusal_requested.connect(self.ask_refusal)
        boxes.clear_requested.connect(self._presenter.clear_signature)
        boxes.full_screen_requested.connect(self.ask_full_screen)

    def _view(self, who: str) -> SignatureView:
        return self._boxes.boxes[who].view

    def _named(self, who: str) -> tuple[str, str]:
        """Name and title a signature is stored with; staff are known by their id."""
        if who != CUSTOMER:
            return ("", "")
        view = self._view(CUSTOMER)
        return self._details or (view.name, view.role)

    # the ways to sign ---------------------------------------------------------------------------------------------

    def sign_strokes(self, who: str, strokes: tuple[Stroke, ...]) -> None:
        """Store strokes; asks first who signs when the customer's signer has no name yet."""
        if who == CUSTOMER and not self._named(who)[0]:
            self.ask_details(lambda: self.sign_strokes(who, strokes), lambda: self._forget_strokes(who))
            return
        name, title = self._named(who)
        self._presenter.sign_strokes(who, strokes, name=name, title=title)

    def _forget_strokes(self, who: str) -> None:
        box = self._boxes.boxes[who]
        box.pad.clear()
        box.show_view(box.view)

    def ask_pin(self, who: str) -> None:
        """Sign with name and PIN; a wrong PIN is told in the dialog."""
        dialog = PinDialog(self._boxes, self._view(who).name)
        dialog.pin_entered.connect(lambda pin: self._try(dialog, who, SignMethod.PIN, pin=pin))
        dialog.open()

    def ask_paper(self, who: str) -> None:
        """Sign by a photo of the paper."""
        if not who:
            return
        name, title = self._named(who)
        dialog = PaperDialog(self._boxes, name, title, for_staff=who != CUSTOMER)
        dialog.photo_chosen.connect(lambda path, *named: self._try_paper(dialog, who, path, named))
        dialog.open()

    def ask_refusal(self) -> None:
        """The customer refuses: reason and witness."""
        dialog = RefusalDialog(self._boxes)
        self._presenter.typing.ask(dialog, {"refusal:reason": dialog.reason})
        self._presenter.typing.ask(dialog, {"refusal:witness": dialog.witness})
        dialog.refused.connect(
            lambda reason, witness: self._try(dialog, CUSTOMER, SignMethod.REFUSED, reason=reason, witness=witness)
        )
        dialog.open()

    def ask_details(self, done: Callable[[], None] | None = None, cancelled: Callable[[], None] | None = None) -> None:
        """Who signs for the customer; then `done()`."""
        dialog = DetailsDialog(self._boxes, *self._named(CUSTOMER))
        dialog.details_given.connect(lambda name, title: self._on_details(name, title, done))
        if cancelled is not None:
            dialog.rejected.connect(cancelled)
        dialog.open()

    def _on_details(self, name: str, title: str, done: Callable[[], None] | None) -> None:
        self._details = (name, title)
        self._boxes.boxes[CUSTOMER].show_named(name, title)
        if done is not None:
            done()

    def ask_full_screen(self, who: str) -> None:
        """F7: sign on the whole screen."""
        view = self._view(who)
        name, title = self._named(who)
        pad = FullPad(self._boxes, name or view.name or view.role, title or view.role)
        pad.signed.connect(lambda strokes: self.sign_strokes(who, strokes))
        pad.open()

    # storing ------------------------------------------------------------------------------------------------------

    def _try(
        self,
        dialog: PinDialog | RefusalDialog,
        who: str,
        method: SignMethod,
        *,
        pin: str = "",
        reason: str = "",
        witness: str = "",
    ) -> None:
        """Sign; the dialog closes when it is stored and says why when it is not."""
        ws, visit = self._presenter.workspace, self._presenter.visit.id
        name, title = self._named(who)

        def work() -> Change:
            return services.sign(
                ws, visit, who, method, pin=pin, reason=reason, witness=witness, name=name, title=title
            )

        self._presenter.tasks.run(work, lambda change: self._stored(dialog, change), _failing(dialog), owner=dialog)

    def _try_paper(self, dialog: PaperDialog, who: str, path: str, named: tuple[str, ...]) -> None:
        ws, visit = self._presenter.workspace, self._presenter.visit.id
        name, title = named if who == CUSTOMER else ("", "")
        read, _name = from_files([path])[0]

        def work() -> Change:
            image = services.paper_photo(ws, read())
            return ws.call(lambda: services.sign(ws, visit, who, SignMethod.PAPER, image=image, name=name, title=title))

        self._presenter.tasks.run(
            work, lambda change: self._stored(dialog, change), _failing(dialog), pool=True, owner=dialog
        )

    def _stored(self, dialog: PinDialog | RefusalDialog | PaperDialog, change: Change) -> None:
        dialog.succeed()
        for key in ("refusal:reason", "refusal:witness"):
            self._presenter.typing.saved(key)
        self._presenter.take(change)
        if self._boxes.current:
            self._boxes.focus_signer(self._boxes.current)
        else:
            self.everybody_signed.emit()

    # papers -------------------------------------------------------------------------------------------------------

    def show_papers(self, views: Iterable[SignatureView]) -> None:
        """Fetch the photos of signed papers and show them in their boxes."""
        for view in views:
            if view.image in self._pictures:
                self._boxes.show_paper(view.who, self._pictures[view.image])
            elif view.image:
                self._load_paper(view.who, view.image)

    def _load_paper(self, who: str, sha: str) -> None:
        ws = self._presenter.workspace
        self._presenter.tasks.run(
            lambda: QImage.fromData(services.blob(ws, sha)),
            lambda picture: self._on_paper_loaded(who, sha, picture),
            pool=True,
            owner=self,
        )

    def _on_paper_loaded(self, who: str, sha: str, picture: QImage) -> None:
        self._pictures[sha] = picture
        self._boxes.show_paper(who, picture)


def _failing(dialog: PinDialog | RefusalDialog | PaperDialog) -> Callable[[Problem], None]:
    """Shows a problem in the dialog it came from."""
    return lambda problem: dialog.fail(describe(problem))
