"""Topics of the help as rich text: the few marks that they use, in the colours and sizes of the window."""

import html
import re
from typing import Final

from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from inspector.i18n import _
from inspector.services.help.keyboard import KeyGroup, KeyLine
from inspector.ui.theme import color, theme

_CAP: Final = "<code>&nbsp;{}&nbsp;</code>"
_INLINE: Final = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<b>\1</b>"),
    (re.compile(r"`(.+?)`"), _CAP.format(r"\1")),
)
_ITEM: Final = re.compile(r"(?:- |\d+\. )(.*)")


def to_html(markdown: str) -> str:
    """The HTML of a topic: headings, paragraphs, lists, bold words, keys."""
    parts: list[str] = []
    opened = ""
    for line in markdown.splitlines():
        item = _ITEM.match(line)
        wanted = ("ol" if line[:1].isdigit() else "ul") if item else ""
        if wanted != opened:
            parts += [f"</{opened}>"] if opened else []
            parts += [f"<{wanted}>"] if wanted else []
            opened = wanted
        if item:
            parts.append(f"<li>{_inline(item[1])}</li>")
        elif line.startswith("# "):
            parts.append(f"<p class='title'>{_inline(line[2:])}</p>")
        elif line.strip():
            parts.append(f"<p>{_inline(line)}</p>")
    return "".join([*parts, f"</{opened}>" if opened else ""])


def _inline(text: str) -> str:
    shown = html.escape(text, quote=False)
    for pattern, put in _INLINE:
        shown = pattern.sub(put, shown)
    return shown


def keys_html(groups: tuple[KeyGroup, ...]) -> str:
    """The keyboard map as tables, a heading for each place."""
    parts = [f"<p class='title'>{html.escape(_('Keyboard map'))}</p>"]
    for group in groups:
        rows = "".join(map(_row, group.lines))
        parts.append(
            f"<p class='head'>{html.escape(_(group.where))}</p><table cellspacing='0' cellpadding='4'>{rows}</table>"
        )
    return "".join(parts)


def _row(line: KeyLine) -> str:
    caps = " / ".join(_CAP.format(html.escape(key)) for key in line.keys)
    return f"<tr><td class='keys'>{caps}</td><td>{html.escape(_(line.label))}</td></tr>" if caps else ""


class Article(QTextBrowser):
    """Shows one topic; follows theme switches. Arrow keys, Page keys, Home and End scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._html = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(16)
        self.document().setIndentWidth(22)
        self.setAccessibleName(_("Help topic"))
        theme().changed.connect(self._paint_again)

    def show_html(self, text: str, name: str) -> None:
        """Show a text from its beginning; `name` is what a screen reader calls it."""
        self._html = text
        self.setAccessibleName(name)
        self._paint_again()

    def _paint_again(self) -> None:
        ink, hint, key = (color(token).name() for token in ("text-1", "text-2", "sunk"))
        self.document().setDefaultStyleSheet(
            f"body, p, li, td {{ color: {ink}; font-size: 14px; line-height: 135%; }}"
            f".title {{ color: {ink}; font-size: 18px; font-weight: 700; margin-bottom: 6px; }}"
            f".head {{ color: {hint}; font-size: 13px; font-weight: 700; margin: 12px 0 2px 0; }}"
            f"code {{ background-color: {key}; color: {ink}; font-family: 'Noto Sans SC'; font-weight: 700; }}"
            "li { margin-bottom: 4px; } .keys { padding-right: 16px; white-space: nowrap; }"
        )
        self.setStyleSheet(f"QTextBrowser {{ background: {color('surface').name()}; border: none; }}")
        self.setHtml(self._html)
