"""The editor of the diagram as a layer in front of a customer file: opened on demand, gone when it is left."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStackedLayout

from inspector.domain.customer import Customer
from inspector.domain.diagram import Diagram
from inspector.i18n import _
from inspector.services.customer_files.views import DiagramView
from inspector.ui.customers.diagram.editor import DiagramEditor
from inspector.ui.page import Context


class DrawingLayer(QObject):
    """`finished(Diagram, before)` when something was drawn."""

    finished = Signal(object, object)

    def __init__(self, context: Context, layers: QStackedLayout, back: Callable[[], None]) -> None:
        super().__init__(layers.parentWidget())
        self._context = context
        self._layers = layers
        self._back = back
        self.editor: DiagramEditor | None = None

    def open(self, customer: Customer, view: DiagramView) -> None:
        """Put the editor in front; without equipment there is nothing to draw."""
        if self.editor is not None or not view.names:
            return
        self.editor = DiagramEditor(self._context, customer.id, customer.name, view)
        self.editor.finished.connect(self.finished)
        self.editor.discarded.connect(self._on_discarded)
        self.editor.left.connect(self._on_left)
        self._layers.addWidget(self.editor)
        self._layers.setCurrentWidget(self.editor)
        self.editor.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_discarded(self, drawn: Diagram, before: Diagram) -> None:
        """The message brings the changes back."""
        words = _("The changes of the diagram are not saved")
        self._context.messages.info(words, _("Save"), lambda: self.finished.emit(drawn, before))

    def _on_left(self) -> None:
        editor, self.editor = self.editor, None
        if editor is not None:
            self._layers.setCurrentIndex(0)
            self._layers.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
            self._back()
