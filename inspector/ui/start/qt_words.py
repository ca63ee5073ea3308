"""Qt's own words (file dialogs, menus of fields) in the window's language: its catalogue, and what that one lacks.

Qt's Chinese does not know the labels that file dialogs have had since they got mnemonics, so half of a dialog would
stay English.
"""

from typing import Final

from PySide6.QtCore import QTranslator
from typing_extensions import override

from inspector.i18n import N_, _

MISSING: Final = {
    "&Look in:": N_("Look in:"),
    "Files of &type:": N_("Files of type:"),
    "Create a New Folder": N_("Create New Folder"),
    "Create New Folder": N_("Create New Folder"),
    "Go to the parent directory": N_("Parent folder"),
    "Date Modified": N_("Date modified"),
    "Computer": N_("Computer"),
}
"""What Qt writes in its file dialogs and has no Chinese for -> our msgid."""
CONTEXTS: Final = frozenset({"QFileDialog", "QFileSystemModel"})


class QtWords(QTranslator):
    """A loaded catalogue of Qt, with the missing words."""

    @override
    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        own = MISSING.get(source) if context in CONTEXTS else None
        return _(own) if own is not None else super().translate(context, source, disambiguation or "", n)
