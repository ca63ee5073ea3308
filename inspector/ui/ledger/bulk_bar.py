"""The bar of what can be done with several selected rows."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from inspector.domain.actions import Action
from inspector.domain.ledger import LedgerKind
from inspector.i18n import _, ngettext
from inspector.services.hazards.action_words import ACTIONS
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.text import Text

HEIGHT = 52
FURTHER = (Action.EXTEND, Action.GRANT, Action.REFUSE, Action.SUPERVISE, Action.RELEASE, Action.NOTE)


class BulkBar(Panel):
    """Emits what is wanted of the selected rows.

    `action_chosen(Action)`, `export_wanted(format)`, `sheets_wanted()`, `photos_wanted()`; `dropped()`: select nothing.
    """

    action_chosen = Signal(object)
    export_wanted = Signal(str)
    sheets_wanted = Signal()
    photos_wanted = Signal()
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("primary-tint", "t", parent)
        self.setFixedHeight(HEIGHT)
        self._hazards = True
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        self._count = Text("", "body_bold", "primary-text")
        self._serve = Button(_(ACTIONS[Action.SERVE]), Kind.PRIMARY, icon="send")
        self._assign = Button(_("Responsible…"), icon="users")
        self._sheets = Button(_("Hazard sheets"), icon="printer")
        self._more = Button(_("More"), key="F2", trailing_icon="chevron-down")
        self._drop = Button(_("Select none"), Kind.TEXT, key="Esc")
        row.addWidget(self._count)
        row.addStretch(1)
        for button in (self._serve, self._assign, self._sheets, self._more, self._drop):
            row.addWidget(button)
        self._connect()

    def _connect(self) -> None:
        self._serve.clicked.connect(lambda: self.action_chosen.emit(Action.SERVE))
        self._assign.clicked.connect(lambda: self.action_chosen.emit(Action.ASSIGN))
        self._sheets.clicked.connect(self.sheets_wanted)
        self._more.clicked.connect(self.show_menu)
        self._drop.clicked.connect(self.dropped)

    def show_count(self, count: int, kind: LedgerKind) -> None:
        """Say how many rows are selected, and offer what can be done with rows of this ledger."""
        self._hazards = kind is not LedgerKind.INSPECTION
        self._count.setText(ngettext("{count} row selected", "{count} rows selected", count).format(count=count))
        for button in (self._serve, self._assign, self._sheets):
            button.setVisible(self._hazards)

    def show_menu(self) -> None:
        """Everything that can be done with the selected rows."""
        menu = QMenu(self)
        if self._hazards:
            for action in (Action.SERVE, Action.ASSIGN, *FURTHER):
                chosen = menu.addAction(_(ACTIONS[action]))
                chosen.triggered.connect(lambda _on=False, action=action: self.action_chosen.emit(action))
            menu.addSeparator()
            menu.addAction(_("Print hazard sheets")).triggered.connect(lambda _on=False: self.sheets_wanted.emit())
            menu.addAction(_("Print photos")).triggered.connect(lambda _on=False: self.photos_wanted.emit())
            for file_format, label in (("xlsx", _("Export selected to Excel…")), ("csv", _("Export selected to CSV…"))):
                chosen = menu.addAction(label)
                chosen.triggered.connect(lambda _on=False, name=file_format: self.export_wanted.emit(name))
        menu.addAction(_("Select none")).triggered.connect(lambda _on=False: self.dropped.emit())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
