"""The frame around all pages: rail, top bar, page host, toasts."""

from inspector.ui.shell.rail import Rail
from inspector.ui.shell.topbar import TopBar
from inspector.ui.shell.window import Shell

__all__ = ["Rail", "Shell", "TopBar"]
