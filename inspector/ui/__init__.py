"""The window: everything PySide6. Start-up, shell, pages by job, and the widget kit they are built from.

Widgets live on the GUI thread and talk to `inspector.services` only through `inspector.ui.tasks.Tasks`.
"""

from inspector.ui.start import quick_imports

quick_imports.install()
