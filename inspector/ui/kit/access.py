"""What screen readers learn of painted widgets: role, value, state, and how to press them.

Qt knows its own widgets; ours it would call "client". A widget class says what it is by `spoken_role`, and may say
more: `spoken_value()` (what is chosen, where in a list one stands), `spoken_state(state)` (checked, selected,
expanded). `install()` once per process, before the window; costs nothing until something that reads the screen asks.
GUI thread.
"""

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QAccessibleValueChangeEvent,
)
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from typing_extensions import override

Role = QAccessible.Role
PRESS = "Press"
"""Name of the action by which assistive technology presses something; Qt's own, not shown to people."""
_INSTALLED: list[bool] = []


class _Spoken(QAccessibleWidget):
    """The interface of one painted widget; Qt owns it and drops it with the widget."""

    def __init__(self, widget: QWidget, role: QAccessible.Role) -> None:
        super().__init__(widget, role)
        self._press: Any = getattr(widget, "clicked", None)
        self._value: Any = getattr(widget, "spoken_value", None)
        self._tell: Any = getattr(widget, "spoken_state", None)

    @override
    def text(self, t: QAccessible.Text) -> str:
        if t is QAccessible.Text.Value and self._value is not None:
            return str(self._value())
        return super().text(t)

    @override
    def state(self) -> QAccessible.State:
        state = super().state()
        if self._tell is not None:
            self._tell(state)
        return state

    @override
    def actionNames(self) -> list[str]:
        return [*([PRESS] if self._press is not None else []), *super().actionNames()]

    @override
    def doAction(self, actionName: str) -> None:
        if actionName == PRESS and self._press is not None:
            self._press.emit()
        else:
            super().doAction(actionName)


def _interface(_kind: str, thing: QObject) -> QAccessibleInterface | None:
    role = getattr(thing, "spoken_role", None)
    return _Spoken(thing, role) if role is not None and isinstance(thing, QWidget) else None


def install() -> None:
    """Let Qt ask here first."""
    if not _INSTALLED:
        QAccessible.installFactory(_interface)
        _INSTALLED.append(True)


def announce(widget: QWidget, words: str) -> None:
    """Have words read out that appeared without the focus going there: a message, a judgement."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def value_changed(widget: QWidget) -> None:
    """Have the new `spoken_value` of a widget read out."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleValueChangeEvent(widget, widget.spoken_value()))  # type: ignore[attr-defined]
