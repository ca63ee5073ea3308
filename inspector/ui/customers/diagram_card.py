"""The card 一次系统图 of the overview: the diagram, whether it was compared with the site, the way to its editor."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector.i18n import _
from inspector.services.customer_files.views import DiagramView
from inspector.ui.customers.diagram_picture import DiagramPicture
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import note_chip
from inspector.ui.kit.empty import EmptyState


class DiagramCard(Card):
    """`equipment_opened(id)`, `edit_requested` by the button, `add_requested` where there is no equipment yet."""

    equipment_opened = Signal(str)
    edit_requested = Signal()
    add_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Single-line diagram"), parent=parent)
        self.picture = DiagramPicture()
        self._chip: QWidget | None = None
        self._edit = IconButton("maximize-2", _("Open the diagram for drawing"), key="Ctrl D")
        self.head.addWidget(self._edit)
        self.add = Button(_("Add equipment"), Kind.PRIMARY, icon="plus")
        self._empty = EmptyState(
            "zap",
            _("No equipment yet"),
            _("Inspections ask for the visual check and the tests of each piece of equipment on the register."),
            self.add,
        )
        self.body.addWidget(self.picture)
        self.body.addWidget(self._empty)
        self.body.setContentsMargins(8, 4, 8, 10)
        self._connect()

    def _connect(self) -> None:
        self.picture.equipment_opened.connect(self.equipment_opened)
        self._edit.clicked.connect(self.edit_requested)
        self.add.clicked.connect(self.add_requested)

    def show_view(self, view: DiagramView) -> None:
        """Show another diagram; without any equipment the card says what to do."""
        empty = view.diagram.is_empty and not view.names
        self.picture.show_view(view)
        self.picture.setVisible(not view.diagram.is_empty)
        self._empty.setVisible(empty)
        self._edit.setVisible(not empty)
        self._show_chip(view)

    def _show_chip(self, view: DiagramView) -> None:
        if self._chip is not None:
            self.head.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
            self._chip = None
        if view.diagram.is_empty:
            return
        if view.unreadable:
            self._chip = note_chip(_("Drawing cannot be read here"), "amber", "circle-alert")
        elif view.proposed:
            self._chip = note_chip(_("Proposed from the register"), "grey")
            self._chip.setToolTip(_("Nobody has drawn it: it shows what the register knows, in the usual places."))
        elif view.diagram.checked_on:
            self._chip = note_chip(_("Checked {month}").format(month=f"{view.diagram.checked_on:%Y-%m}"), "grey")
        else:
            self._chip = note_chip(_("Not compared with the site"), "amber")
        self.head.insertWidget(1, self._chip)
        self.head.insertSpacing(1, 0)

    def focus_first(self) -> None:
        """Give the focus to the diagram, or to what adds the first piece."""
        (self.picture if self.picture.isVisible() else self.add).setFocus()
