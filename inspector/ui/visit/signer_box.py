"""One signer's box of step 4: who, how and when they signed, the pad, and the buttons to sign otherwise or again."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.visit import SignMethod
from inspector.i18n import _, pgettext
from inspector.services.visits.views import SignatureView
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.marks import Rule
from inspector.ui.kit.painting import box
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.visit.read_only import writes
from inspector.ui.visit.signature_pad import SignaturePad
from inspector.ui.visit.strokes import Stroke

CUSTOMER = "customer"
HEAD_HEIGHT = 36
THUMB_HEIGHT = 72
NAME_WIDTH = 120
"""A name up to this wide is never cut off; the role gives way first."""


class SignedNote(QWidget):
    """What stands in the pad's place when somebody signed without strokes: icon or picture, and one or two lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(12)
        self._icon = Glyph("key-round", "green-text", 22)
        self._picture = Text("")
        self._picture.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = ElidedLabel("", "body_medium")
        self._detail = ElidedLabel("", "hint", "text-2")
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        words.addStretch(1)
        row.addWidget(self._icon)
        row.addWidget(self._picture)
        row.addLayout(words, 1)

    def show_note(self, icon: str, token: str, title: str, detail: str = "") -> None:
        """Show an icon with up to two lines."""
        self._icon.set_icon(icon, token)
        self._icon.show()
        self._picture.hide()
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))

    def show_picture(self, image: QImage) -> None:
        """Show a picture in the icon's place, for example the photo of the paper."""
        ratio = self.devicePixelRatioF()
        height = round(THUMB_HEIGHT * ratio)
        scaled = image.scaledToHeight(height, Qt.TransformationMode.SmoothTransformation)
        shown = QPixmap.fromImage(scaled)
        shown.setDevicePixelRatio(ratio)
        self._picture.setPixmap(shown)
        self._picture.show()
        self._icon.hide()

    @property
    def words(self) -> str:
        """Everything written on it, for readers of the screen and tests."""
        return "\n".join(part for part in (self._title.full_text(), self._detail.full_text()) if part)


class SignerBox(QWidget):
    """Shows a `SignatureView`. Signals carry the signer (`who`: a person id or "customer").

    `strokes_signed(who, strokes)`: the hand rested; `pin_requested`, `details_requested` (the customer's name and
    title), `clear_requested` and `paper_requested` are wishes; `entered(who)`: the box became the current one.
    """

    strokes_signed = Signal(str, object)
    pin_requested = Signal(str)
    paper_requested = Signal(str)
    details_requested = Signal(str)
    clear_requested = Signal(str)
    entered = Signal(str)

    def __init__(self, view: SignatureView, parent: QWidget | None = None, *, filed: bool = False) -> None:
        super().__init__(parent)
        self.view = view
        self._filed = filed
        self._current = False
        self._ready = True
        self._entered: tuple[str, str] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._name = ElidedLabel("", "body")
        self._role = ElidedLabel("", "hint", "text-2")
        self._state_icon = Glyph("circle-check", "green-text")
        self._state = Text("", "body_medium", "green-text")
        self.details = IconButton("pencil", _("Name and title of the representative"), size=28)
        self.pin = Button(_("PIN"), Kind.LINK, icon="key-round", height=32)
        self.again = Button(_("Sign again"), Kind.TEXT, icon="eraser", height=32)
        self.pad = SignaturePad(self._title())
        writes(self.details, self.pin, self.again, self.pad)
        self.note = SignedNote()
        self._body = QStackedWidget()
        self._build()
        self._connect()
        self.show_view(view)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(10, 0, 4, 0)
        head.setSpacing(6)
        kind = _("Customer's representative") if self.is_customer else pgettext("signer", "Inspector")
        head.addWidget(Text(kind, "body_bold"))
        head.addSpacing(2)
        for label in (self._name, self._role):
            label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            head.addWidget(label)
        head.addWidget(self.details)
        head.addStretch(1)
        for widget in (self._state_icon, self._state, self.pin, self.again):
            head.addWidget(widget)
        holder = QWidget()
        holder.setFixedHeight(HEAD_HEIGHT)
        holder.setLayout(head)
        layout.addWidget(holder)
        layout.addWidget(Rule(token="line2"))  # noqa: S106 - a colour token, no password
        self._body.addWidget(self.pad)
        self._body.addWidget(self.note)
        layout.addWidget(self._body, 1)
        self.setFocusProxy(self.pad)

    def _connect(self) -> None:
        self.pad.drawing_started.connect(self._on_drawing_started)
        self.pad.settled.connect(self._on_settled)
        self.pad.clear_requested.connect(self._on_again)
        self.pad.alternative_requested.connect(self._on_alternative)
        self.pad.entered.connect(lambda: self.entered.emit(self.who))
        self.pad.left.connect(self._on_left)
        self.pin.clicked.connect(lambda: self.pin_requested.emit(self.who))
        self.details.clicked.connect(lambda: self.details_requested.emit(self.who))
        self.again.clicked.connect(self._on_again)

    @property
    def who(self) -> str:
        """The signer: a person id, or "customer"."""
        return self.view.who

    @property
    def is_customer(self) -> bool:
        """Whether the customer's representative signs here."""
        return self.view.who == CUSTOMER

    @property
    def signed(self) -> bool:
        """Whether a signature is stored."""
        return self.view.method is not None

    def _title(self) -> str:
        kind = _("Customer's representative") if self.is_customer else pgettext("signer", "Inspector")
        return f"{kind} {self.view.name}".strip()

    def set_current(self, current: bool) -> None:
        """Mark the box that keys and the buttons below act on."""
        self._current = current
        self.update()

    def set_ready(self, ready: bool) -> None:
        """Take signatures, or none yet because something is missing in the visit."""
        self._ready = ready
        self.show_view(self.view)

    def show_view(self, view: SignatureView) -> None:
        """Show a signature; strokes that are being drawn stay."""
        self.view = view
        name, role = self._entered if self._entered and view.method is None else (view.name, view.role)
        self._name.setText(name)
        self._name.setMinimumWidth(min(NAME_WIDTH, self._name.sizeHint().width()))
        self._role.setText(role)
        self.pad.setAccessibleName(self._title())
        drawn = view.method in (None, SignMethod.STROKES)
        self._body.setCurrentWidget(self.pad if drawn else self.note)
        self.setFocusProxy(self.pad if drawn else self.again)
        if view.method is None and not self.pad.pending:
            self.pad.clear()
        self.pad.show_strokes(view.strokes)
        self.pad.set_locked(not self._ready or (view.method is SignMethod.STROKES and not self.pad.hasFocus()))
        self.pad.set_hint(self._hint())
        self._show_note()
        self._show_state()

    def show_named(self, name: str, role: str) -> None:
        """Show the name and title that were entered for whoever will sign here."""
        self._entered = (name, role)
        self.show_view(self.view)

    def _hint(self) -> str:
        if self._filed:
            return "" if self.signed else _("Not signed")
        if not self._ready:
            return _("Not ready for signatures yet")
        if self.is_customer:
            return _("Sign here · Enter: photo of the signed paper")
        return _("Sign here · Enter: sign with PIN")

    def _show_note(self) -> None:
        view = self.view
        match view.method:
            case SignMethod.PIN:
                self.note.show_note("key-round", "green-text", _("Signed with name and PIN"), view.name)
            case SignMethod.PAPER:
                self.note.show_note("camera", "green-text", _("Signed on paper; the photo is stored"), view.name)
            case SignMethod.REFUSED:
                title = _("Refused to sign: {reason}").format(reason=view.reason)
                self.note.show_note("ban", "orange-text", title, _("Witness: {name}").format(name=view.witness))
            case SignMethod.STROKES | None:
                return

    def _show_state(self) -> None:
        drawing = self.pad.pending
        refused = self.view.method is SignMethod.REFUSED
        self.details.setVisible(self.is_customer and not self.signed and self._ready)
        self.pin.setVisible(not self.is_customer and not self.signed and not drawing and self._ready)
        self.again.setVisible(self.signed or drawing)
        self.again.set_label(_("Clear") if drawing else _("Sign again"))
        self._state_icon.setVisible(self.signed and not drawing)
        self._state.setVisible(self.signed or drawing)
        token = "primary-text" if drawing else "orange-text" if refused else "green-text"
        self._state.set_token(token)
        if drawing:
            self._state.setText(_("Signing…"))
        elif self.view.at is not None:
            icon = "ban" if refused else "circle-check"
            self._state_icon.set_icon(icon, token)
            self._state.setText(self.view.at.astimezone().strftime("%H:%M:%S"))

    def _on_drawing_started(self) -> None:
        self._show_state()
        self.entered.emit(self.who)

    def _on_settled(self, strokes: tuple[Stroke, ...]) -> None:
        self._show_state()
        self.strokes_signed.emit(self.who, strokes)

    def _on_left(self) -> None:
        self.update()
        self.pad.set_locked(not self._ready or self.view.method is SignMethod.STROKES)

    def _on_alternative(self) -> None:
        (self.paper_requested if self.is_customer else self.pin_requested).emit(self.who)

    def _on_again(self) -> None:
        self.pad.clear()
        self._show_state()
        if self.signed:
            self.clear_requested.emit(self.who)
        else:
            self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        border = "primary-text" if self._current else "edge"
        width = 2 if self._current and (self.pad.hasFocus() or self.pad.pending) else 1
        box(painter, QRectF(self.rect()), fill="surface", border=border, radius=8, width=width)
