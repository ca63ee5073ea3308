"""Look of the window: colour tokens, fonts, text styles, and the palette and stylesheet made from them."""

from inspector.ui.theme.fonts import STYLES, TextStyle, font, line_height, load_fonts
from inspector.ui.theme.theme import Mode, Theme, color, theme

__all__ = ["STYLES", "Mode", "TextStyle", "Theme", "color", "font", "line_height", "load_fonts", "theme"]
