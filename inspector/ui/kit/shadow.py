"""The one soft shadow of floating layers (dialogs, toasts, drawers over content): y 4, radius 16, 16 % black."""

from PySide6.QtWidgets import QGraphicsDropShadowEffect, QWidget

from inspector.ui.theme import color


def add_shadow(widget: QWidget) -> None:
    """Give a floating layer its shadow. Not for cards and never for something with many children that repaints."""
    effect = QGraphicsDropShadowEffect(widget)
    effect.setBlurRadius(16)
    effect.setOffset(0, 4)
    effect.setColor(color("shadow"))
    widget.setGraphicsEffect(effect)
