"""The drawer of a hazard: what it is, what is wrong with its records, its evidence and course, and what to do next."""

from datetime import date
from typing import Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.actions import Action
from inspector.i18n import N_, _, pgettext
from inspector.services.ledgers.views import HazardDetail
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.drawer import Drawer
from inspector.ui.kit.empty import Skeleton
from inspector.ui.kit.marks import Rule
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.kit.viewer import BlobSource

PRIMARY_KEY: Final = "Enter"
MARGIN: Final = 15
BETWEEN: Final = 8
FIRST: Final = {
    Action.SERVE: (N_("Serve"), "send"),
    Action.SUBMIT: (N_("Record rectification"), "clipboard-check"),
    Action.PASS: (N_("Start the review"), "git-compare-arrows"),
    Action.ADJUDICATE: (N_("Adjudicate"), "badge-check"),
    Action.REOPEN: (N_("Reopen"), "undo-2"),
}
"""Words and icon of the main button by the usual next step; a review is done on the page of reviews."""


class HazardDrawer(Drawer):
    """Shows one hazard, pictures from `source`. `previous_requested` and `next_requested` walk the table.

    `action_chosen(Action)`; `value_chosen(field, value)` settles a field that two people changed;
    `sheet_requested` prints the hazard sheet, `photos_requested` its photos, `record_requested` the record of its last
    review.
    """

    previous_requested = Signal()
    next_requested = Signal()
    action_chosen = Signal(object)
    value_chosen = Signal(str, object)
    sheet_requested = Signal()
    photos_requested = Signal()
    record_requested = Signal()

    def __init__(self, source: BlobSource, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._source = source
        self.detail: HazardDetail | None = None
        self._previous = IconButton("chevron-up", _("Previous hazard"), key="↑")
        self._next = IconButton("chevron-down", _("Next hazard"), key="↓")
        self._menu = IconButton("ellipsis", _("All actions"), key="F2")
        for button in (self._previous, self._next, self._menu):
            self.buttons.addWidget(button)
        self._build_foot()
        self._connect()

    def _build_foot(self) -> None:
        self._why = Text("", "hint", "text-2", wrap=True)
        self.primary = Button("", Kind.PRIMARY, icon="send", key=PRIMARY_KEY)
        self._sheet = Button(pgettext("hazard", "Sheet"), icon="printer")
        self._sheet.setToolTip(_("Print the hazard sheet"))
        self._return = Button(_("Return"), Kind.DANGER, icon="undo-2")
        row = QHBoxLayout()
        row.setSpacing(BETWEEN)
        for button in (self.primary, self._sheet, self._return):
            row.addWidget(button)
        row.addStretch(1)
        inside = QVBoxLayout()
        inside.setContentsMargins(MARGIN, 10, MARGIN, 10)
        inside.setSpacing(6)
        inside.addWidget(self._why)
        inside.addLayout(row)
        self._foot = QWidget()
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        column.addLayout(inside)
        self.foot.addWidget(self._foot)
        self._foot.hide()

    def _connect(self) -> None:
        self._previous.clicked.connect(self.previous_requested)
        self._next.clicked.connect(self.next_requested)
        self._menu.clicked.connect(self.show_menu)
        self._sheet.clicked.connect(self.sheet_requested)
        self._return.clicked.connect(lambda: self.action_chosen.emit(Action.RETURN))
        self.primary.clicked.connect(self.start)

    def show_waiting(self) -> None:
        """Offer nothing until the hazard is fetched again: what is offered may be somebody else's."""
        self.primary.setEnabled(False)
        self._return.setEnabled(False)

    def show_loading(self, number: str) -> None:
        """Show that a hazard is being fetched."""
        self.detail = None
        self.title.setText(number)
        self._put(Skeleton())
        self._foot.hide()

    def show_detail(self, detail: HazardDetail, today: date) -> None:
        """Show a hazard."""
        from inspector.ui.ledger.drawer_content import DrawerContent  # noqa: PLC0415 - the list shows before

        self.detail = detail
        self.title.setText(detail.hazard.number)
        content = DrawerContent(self._source, detail, today)
        content.value_chosen.connect(self.value_chosen)
        content.action_chosen.connect(self.action_chosen)
        self._put(Scroller(content))
        self._show_foot(detail)

    def show_pending(self, words: str) -> None:
        """Say that something was decided that can still be taken back; nothing else can be done until then."""
        self._why.setText(words)
        self._why.show()
        self.primary.setEnabled(False)
        self._return.setEnabled(False)

    def start(self) -> None:
        """Take the usual next step, if it is open."""
        if self.detail is not None and self.detail.primary is not None and self.primary.isEnabled():
            self.action_chosen.emit(self.detail.primary)

    def show_menu(self) -> None:
        """Every action, those that are not open with the reason."""
        if self.detail is not None:
            menu = self.action_menu()
            menu.popup(self._menu.mapToGlobal(QPoint(0, self._menu.height())))

    def action_menu(self) -> QMenu:
        """The menu of all actions on the shown hazard."""
        menu = QMenu(self)
        offers = self.detail.offers if self.detail is not None else ()
        for offer in offers:
            words = offer.label if offer.allowed else f"{offer.label}  ·  {offer.reason}"
            chosen = menu.addAction(words)
            chosen.setEnabled(offer.allowed)
            chosen.triggered.connect(lambda _on=False, action=offer.action: self.action_chosen.emit(action))
        menu.addSeparator()
        menu.addAction(_("Print the hazard sheet")).triggered.connect(lambda _on=False: self.sheet_requested.emit())
        if self.detail is not None and self.detail.photos:
            menu.addAction(_("Print photos")).triggered.connect(lambda _on=False: self.photos_requested.emit())
        if self.detail is not None and self.detail.reviewed:
            record = menu.addAction(_("Print the review record"))
            record.triggered.connect(lambda _on=False: self.record_requested.emit())
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _show_foot(self, detail: HazardDetail) -> None:
        offers = {offer.action: offer for offer in detail.offers}
        label, icon = FIRST.get(detail.primary, FIRST[Action.SERVE]) if detail.primary else FIRST[Action.SERVE]
        offer = offers.get(detail.primary) if detail.primary else None
        returned = offers.get(Action.RETURN)
        reviewing = detail.primary is Action.PASS
        self.primary.set_label(_(label))
        self.primary.set_icon(icon)
        self.primary.setVisible(detail.primary is not None)
        # whoever may not judge it can still look at the review
        self.primary.setEnabled(reviewing or bool(offer and offer.allowed))
        self._return.setVisible(bool(returned and returned.allowed))
        self._return.setEnabled(True)
        words = offer.reason if offer is not None and not offer.allowed else ""
        if offer is None:
            words = _("Choose at the top right who is working.")
        self._why.setText(words)
        self._why.setVisible(bool(words))
        self._foot.show()
        self._fit_primary()

    def _fit_primary(self) -> None:
        """Show the key of the main button where there is room for it beside the others."""
        self.primary.set_key(PRIMARY_KEY)
        buttons = [one for one in (self.primary, self._sheet, self._return) if not one.isHidden()]
        wanted = sum(one.sizeHint().width() for one in buttons) + BETWEEN * (len(buttons) - 1) + 2 * MARGIN
        if wanted > self.width():
            self.primary.set_key("")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_primary()

    def _put(self, widget: QWidget) -> None:
        while (item := self.body.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.body.addWidget(widget)
