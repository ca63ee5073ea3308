"""What lies over the whole window keeps the focus: Tab goes round in there, never to what is covered."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    tab = bool(policy & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return tab and widget.isVisible() and widget.isEnabled()


def walk(overlay: QWidget, *, forward: bool) -> bool:
    """Move the focus to the next stop inside `overlay`, round at its end; False if nothing in it takes the focus."""
    stops = [child for child in overlay.findChildren(QWidget) if _takes_tab(child)]
    here = QApplication.focusWidget()
    if not stops:
        return False
    index = stops.index(here) if here in stops else (-1 if forward else 0)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[(index + (1 if forward else -1)) % len(stops)].setFocus(reason)
    return True


def leave_table(page: QWidget, *, forward: bool) -> None:
    """Move the focus out of a table, in which Tab is the next cell, to the next stop of the window."""
    here = QApplication.focusWidget()
    if here is None:
        return
    table = here
    while not isinstance(table, QAbstractItemView) and (above := table.parentWidget()) is not None:
        table = above
    inside = table if isinstance(table, QAbstractItemView) else here
    step = inside.nextInFocusChain() if forward else inside.previousInFocusChain()
    while step is not inside and (inside.isAncestorOf(step) or not _takes_tab(step) or not page.isAncestorOf(step)):
        step = step.nextInFocusChain() if forward else step.previousInFocusChain()
    step.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)


def beneath(overlay: QWidget, widget: QWidget) -> bool:
    """Whether `widget` lies in the same window under `overlay`, which is a child of that window."""
    above = overlay.parentWidget()
    if above is None or widget.window() is not above.window() or overlay.isAncestorOf(widget) or widget is overlay:
        return False
    layer: QWidget | None = widget
    while layer is not None and layer.parentWidget() is not above:
        layer = layer.parentWidget()
    if layer is None:
        return False
    order = above.children()  # as they are stacked
    return order.index(layer) < order.index(overlay)
