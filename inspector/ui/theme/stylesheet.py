"""The one stylesheet, made from tokens: only for Qt's own widgets that the kit does not paint itself.

Rules are few on purpose: every rule costs time whenever a widget is polished.
"""

from collections.abc import Mapping
from string import Template

_SHEET = Template("""
QToolTip { color: $text_1; background: $surface; border: 1px solid $line; padding: 4px 8px; }
QLineEdit, QPlainTextEdit, QDateEdit, QComboBox {
  color: $text_1; background: $surface; border: 1px solid $edge; border-radius: 6px; padding: 0 10px;
  selection-background-color: $primary; selection-color: $on_fill; }
QLineEdit, QDateEdit, QComboBox { min-height: 34px; max-height: 34px; }
QPlainTextEdit { padding: 4px 6px; }
QLineEdit:focus, QPlainTextEdit:focus, QDateEdit:focus, QComboBox:focus, QComboBox:on {
  border: 2px solid $primary_text; padding: 0 9px; }
QLineEdit:focus, QDateEdit:focus, QComboBox:focus, QComboBox:on { min-height: 32px; max-height: 32px; }
QPlainTextEdit:focus { padding: 3px 5px; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QDateEdit[invalid="true"], QComboBox[invalid="true"] {
  border-color: $red; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $sub; color: $text_2; border-color: $line; }
QLineEdit:disabled, QPlainTextEdit:disabled, QDateEdit:disabled, QComboBox:disabled {
  background: $sub; color: $disabled; border-color: $line; }
QLineEdit[filed="true"], QPlainTextEdit[filed="true"], QDateEdit[filed="true"], QComboBox[filed="true"] {
  background: transparent; color: $text_1; border-color: transparent; padding: 0; }
QDateEdit::drop-down, QComboBox::drop-down { border: none; width: 32px; }
QDateEdit::down-arrow, QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $surface; color: $text_1; border: 1px solid $line; outline: 0;
  selection-background-color: $primary_tint; selection-color: $text_1; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 32px; padding: 0 8px; }
QMenu { background: $surface; color: $text_1; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 8px 16px; border-radius: 5px; }
QMenu::item:selected { background: $primary_tint; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line2; margin: 4px 8px; }
QCalendarWidget QWidget { alternate-background-color: $sub; }
QCalendarWidget QToolButton { color: $text_1; background: transparent; border: none; padding: 4px 8px; }
QCalendarWidget QSpinBox { color: $text_1; background: $surface; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $sub; }
QCalendarWidget QAbstractItemView { color: $text_1; background: $surface; border: none;
  selection-background-color: $primary; selection-color: $on_fill; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $grey_border; border-radius: 3px; }
QScrollBar::handle:hover { background: $edge; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QTableView, QTreeView { background: $surface; border: none; gridline-color: transparent; outline: 0;
  selection-background-color: $primary_tint; selection-color: $text_1; }
QHeaderView { background: $sub; border: none; }
QScrollArea { background: transparent; border: none; }
""")


def stylesheet(tokens: Mapping[str, str]) -> str:
    """The stylesheet in the colours of `tokens` (token -> #rrggbb)."""
    return _SHEET.substitute({token.replace("-", "_"): value for token, value in tokens.items()})
